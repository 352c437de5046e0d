#include "jobs/lb-bulk-entry.h"

#include <string.h>

#include "archive/lb-zip-name.h"
#include "contract/lb-limits.h"

struct _LbBulkEntry
{
  GObject parent_instance;

  char *name;        /* (owned) */
  GFile *file;       /* (owned) (nullable) in a ZIP file */
  char *message;     /* (owned) (nullable) */
  char *caption;     /* (owned) (nullable) */
  char *original;    /* (owned) (nullable): name */
  LbBulkEntry *twin; /* (owned) (nullable) */
  guint index;       /* in the ZIP file */
  LbProbeResult probe;
  LbCrop crop;
  LbZipRefusal refusal;
  LbBulkVerdict verdict;
  gboolean caption_beside;
  gboolean caption_automatic;
  gboolean unreadable;
  gboolean ready;
};

G_DEFINE_FINAL_TYPE (LbBulkEntry, lb_bulk_entry, G_TYPE_OBJECT)

static void
lb_bulk_entry_finalize (GObject *object)
{
  LbBulkEntry *self = LB_BULK_ENTRY (object);

  g_free (self->name);
  g_free (self->message);
  g_clear_object (&self->file);
  g_free (self->caption);
  g_free (self->original);
  g_clear_object (&self->twin);

  G_OBJECT_CLASS (lb_bulk_entry_parent_class)->finalize (object);
}

static void
lb_bulk_entry_class_init (LbBulkEntryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lb_bulk_entry_finalize;
}

static void
lb_bulk_entry_init (LbBulkEntry *self)
{
  self->probe = (LbProbeResult) { .orientation = 1, .frames = 1 };
}

LbBulkEntry *
lb_bulk_entry_new_for_zip (const LbZipEntry *entry, guint index)
{
  LbBulkEntry *self = g_object_new (LB_TYPE_BULK_ENTRY, NULL);

  self->name = g_strdup (entry->name);
  self->index = index;
  self->refusal = entry->refusal;
  self->probe.size_bytes = (gint64) MIN (entry->size_bytes, (guint64) G_MAXINT64);
  return self;
}

LbBulkEntry *
lb_bulk_entry_new_for_file (GFile *file, const char *name)
{
  LbBulkEntry *self = g_object_new (LB_TYPE_BULK_ENTRY, NULL);

  self->name = lb_zip_name_to_display (name, strlen (name));
  self->refusal = lb_zip_name_check (name, strlen (name));
  g_set_object (&self->file, file);
  return self;
}

/* R82: the code is the status that the same fault gives on a single upload. */
static LbBulkVerdict
verdict_of_code (int code)
{
  switch (code)
    {
    case 412: return LB_BULK_TOO_SMALL;
    case 413: return LB_BULK_TOO_LARGE;
    default:  return LB_BULK_REFUSED;
    }
}

LbBulkEntry *
lb_bulk_entry_new_for_failure (const char *name, int error_code, const char *message)
{
  LbBulkEntry *self = g_object_new (LB_TYPE_BULK_ENTRY, NULL);

  self->name = g_utf8_make_valid (name != NULL ? name : "", -1);
  self->message = g_strdup (message);
  self->verdict = verdict_of_code (error_code);
  return self;
}

const char *
lb_bulk_entry_get_name (LbBulkEntry *self)
{
  g_return_val_if_fail (LB_IS_BULK_ENTRY (self), NULL);
  return self->name;
}

GFile *
lb_bulk_entry_get_file (LbBulkEntry *self)
{
  g_return_val_if_fail (LB_IS_BULK_ENTRY (self), NULL);
  return self->file;
}

guint
lb_bulk_entry_get_index (LbBulkEntry *self)
{
  g_return_val_if_fail (LB_IS_BULK_ENTRY (self), 0);
  return self->index;
}

const LbProbeResult *
lb_bulk_entry_get_probe (LbBulkEntry *self)
{
  g_return_val_if_fail (LB_IS_BULK_ENTRY (self), NULL);
  return &self->probe;
}

const LbCrop *
lb_bulk_entry_get_crop (LbBulkEntry *self)
{
  g_return_val_if_fail (LB_IS_BULK_ENTRY (self), NULL);
  return &self->crop;
}

gboolean
lb_bulk_entry_can_be_drawn (LbBulkEntry *self)
{
  g_return_val_if_fail (LB_IS_BULK_ENTRY (self), FALSE);

  return self->refusal == LB_ZIP_REFUSAL_NONE && lb_format_word (self->probe.format) != NULL &&
         !self->probe.truncated && self->verdict != LB_BULK_TOO_LARGE;
}

gboolean
lb_bulk_entry_can_be_cropped (LbBulkEntry *self)
{
  g_return_val_if_fail (LB_IS_BULK_ENTRY (self), FALSE);

  return lb_bulk_entry_can_be_drawn (self) && self->probe.frames <= 1 && self->probe.width > 0 &&
         self->probe.height > 0 && self->verdict != LB_BULK_TOO_SMALL;
}

LbZipRefusal
lb_bulk_entry_get_refusal (LbBulkEntry *self)
{
  g_return_val_if_fail (LB_IS_BULK_ENTRY (self), LB_ZIP_REFUSAL_NONE);
  return self->refusal;
}

LbBulkVerdict
lb_bulk_entry_get_verdict (LbBulkEntry *self)
{
  g_return_val_if_fail (LB_IS_BULK_ENTRY (self), LB_BULK_UNREADABLE);
  return self->verdict;
}

gboolean
lb_bulk_entry_is_ready (LbBulkEntry *self)
{
  g_return_val_if_fail (LB_IS_BULK_ENTRY (self), FALSE);
  return self->ready;
}

const char *
lb_bulk_entry_get_message (LbBulkEntry *self)
{
  g_return_val_if_fail (LB_IS_BULK_ENTRY (self), NULL);
  return self->message;
}

const char *
lb_bulk_entry_get_caption (LbBulkEntry *self)
{
  g_return_val_if_fail (LB_IS_BULK_ENTRY (self), NULL);
  return self->caption;
}

gboolean
lb_bulk_entry_is_caption_beside (LbBulkEntry *self)
{
  g_return_val_if_fail (LB_IS_BULK_ENTRY (self), FALSE);
  return self->caption_beside;
}

gboolean
lb_bulk_entry_is_caption_automatic (LbBulkEntry *self)
{
  g_return_val_if_fail (LB_IS_BULK_ENTRY (self), FALSE);
  return self->caption_automatic;
}

const char *
lb_bulk_entry_get_original_name (LbBulkEntry *self)
{
  g_return_val_if_fail (LB_IS_BULK_ENTRY (self), NULL);
  return self->original;
}

LbBulkEntry *
lb_bulk_entry_get_twin (LbBulkEntry *self)
{
  g_return_val_if_fail (LB_IS_BULK_ENTRY (self), NULL);
  return self->twin;
}

void
lb_bulk_entry_set_twin (LbBulkEntry *self, LbBulkEntry *twin)
{
  g_return_if_fail (LB_IS_BULK_ENTRY (self));
  g_set_object (&self->twin, twin);
}

void
lb_bulk_entry_set_probe (LbBulkEntry *self, const LbProbeResult *probe)
{
  g_return_if_fail (LB_IS_BULK_ENTRY (self));
  self->probe = *probe;
}

LbCropRoom
lb_bulk_entry_get_crop_room (LbBulkEntry *self)
{
  LbCropRoom room = { .side_min = LB_LIMIT_SIDE_TARGET };

  g_return_val_if_fail (LB_IS_BULK_ENTRY (self), room);

  lb_probe_result_shown_size (&self->probe, &room.width, &room.height);
  return room;
}

void
lb_bulk_entry_set_crop (LbBulkEntry *self, const LbCrop *crop)
{
  const LbCrop none = { 0 };
  const LbCropRoom room = lb_bulk_entry_get_crop_room (self);
  LbCrop fit = *crop;

  g_return_if_fail (LB_IS_BULK_ENTRY (self));

  if (lb_crop_is_set (&fit))
    lb_crop_fit (&fit, &room);
  self->crop = lb_crop_is_whole (&fit, &room) ? none : fit;
}

void
lb_bulk_entry_set_refusal (LbBulkEntry *self, LbZipRefusal refusal)
{
  g_return_if_fail (LB_IS_BULK_ENTRY (self));
  self->refusal = refusal;
}

void
lb_bulk_entry_set_unreadable (LbBulkEntry *self, const char *message)
{
  g_return_if_fail (LB_IS_BULK_ENTRY (self));

  self->unreadable = TRUE;
  g_set_str (&self->message, message);
}

void
lb_bulk_entry_set_caption (LbBulkEntry *self, const char *caption, gboolean beside)
{
  g_return_if_fail (LB_IS_BULK_ENTRY (self));

  g_set_str (&self->caption, caption);
  self->caption_beside = beside;
}

void
lb_bulk_entry_set_original (LbBulkEntry *self, const char *name, gboolean caption_automatic)
{
  g_return_if_fail (LB_IS_BULK_ENTRY (self));

  g_set_str (&self->original, name);
  self->caption_automatic = caption_automatic;
}

static LbBulkVerdict
verdict_of_refusal (LbZipRefusal refusal)
{
  switch (refusal)
    {
    case LB_ZIP_REFUSAL_EMPTY:
    case LB_ZIP_REFUSAL_ABSOLUTE:
    case LB_ZIP_REFUSAL_DRIVE:
    case LB_ZIP_REFUSAL_PARENT:
    case LB_ZIP_REFUSAL_BACKSLASH:
    case LB_ZIP_REFUSAL_CONTROL:
    case LB_ZIP_REFUSAL_NOT_UTF8:
    case LB_ZIP_REFUSAL_LONG:      return LB_BULK_UNSAFE_NAME;
    case LB_ZIP_REFUSAL_DUPLICATE: return LB_BULK_DUPLICATE_NAME;
    case LB_ZIP_REFUSAL_SYMLINK:
    case LB_ZIP_REFUSAL_SPECIAL:   return LB_BULK_LINK;
    case LB_ZIP_REFUSAL_NESTED:
    case LB_ZIP_REFUSAL_METHOD:    return LB_BULK_UNSUPPORTED;
    default:                       return LB_BULK_DAMAGED;
    }
}

static LbBulkVerdict
verdict_of_picture (LbVerdict verdict)
{
  switch (verdict)
    {
    case LB_VERDICT_READY:       return LB_BULK_READY;
    case LB_VERDICT_FLATTEN:     return LB_BULK_FLATTEN;
    case LB_VERDICT_TOO_SMALL:   return LB_BULK_TOO_SMALL;
    case LB_VERDICT_TOO_LARGE:   return LB_BULK_TOO_LARGE;
    case LB_VERDICT_DAMAGED:     return LB_BULK_DAMAGED;
    case LB_VERDICT_UNSUPPORTED:
    case LB_VERDICT_ENLARGE:
    case LB_VERDICT_DUPLICATE:
    case LB_VERDICT_OVER_LIMIT:
    case LB_VERDICT_UNREADABLE:
    default:                     return LB_BULK_UNSUPPORTED;
    }
}

/* There is no enlarging here, so that none is ever only to be enlarged. */
static void
judge_picture (LbBulkEntry *self, LbRulesMode mode)
{
  LbProbeResult probe = self->probe;

  lb_crop_apply_to_probe (&self->crop, &probe);
  self->verdict = verdict_of_picture (lb_rules_judge_picture (&probe, FALSE));
  self->ready = !lb_rules_picture_stops (mode, &probe, FALSE);
}

void
lb_bulk_entry_judge (LbBulkEntry *self, LbRulesMode mode, gboolean needs_caption, gboolean once)
{
  g_return_if_fail (LB_IS_BULK_ENTRY (self));

  self->ready = FALSE;
  if (self->unreadable)
    self->verdict = LB_BULK_UNREADABLE;
  else if (self->refusal != LB_ZIP_REFUSAL_NONE)
    self->verdict = verdict_of_refusal (self->refusal);
  else
    judge_picture (self, mode);

  if (self->ready && needs_caption && self->caption == NULL)
    {
      self->verdict = LB_BULK_NO_CAPTION;
      self->ready = FALSE;
    }
  if (self->ready && self->twin != NULL && self->twin->ready &&
      lb_crop_equal (&self->crop, &self->twin->crop))
    {
      /* What a dataset had twice is there twice again. */
      self->verdict = LB_BULK_DUPLICATE;
      self->ready = !once || self->original != NULL;
    }
}
