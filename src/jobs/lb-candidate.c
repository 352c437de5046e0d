#include "jobs/lb-candidate.h"

#include "contract/lb-limits.h"

struct _LbCandidate
{
  GObject parent_instance;

  char *name;    /* (owned) shown, and sent as the image's name */
  GFile *file;   /* (owned) (nullable) for pasted pictures */
  char *path;    /* (owned) (nullable) the same */
  GBytes *bytes; /* (owned) (nullable) for files */
  LbProbeResult probe;
  LbCrop crop;
  gboolean readable;
  char *sha256;       /* (owned) (nullable) until checked */
  gint64 mtime_us;    /* of the file when it was checked; 0: not known */
  char *duplicate_of; /* (owned) (nullable) name of the other one */
  GError *error;      /* (owned) (nullable) */
  LbImage *image;     /* (owned) (nullable) until done */
  char *caption;      /* (owned) (nullable) */
  char *caption_file; /* (owned) (nullable) */
  guint caption_line;
  GObject *keeper; /* (owned) (nullable) of a file that is a copy */
  gboolean leaves_caption;
  LbVerdict verdict;
  gboolean wanted;   /* though it is a duplicate */
  gboolean admitted; /* elsewhere, though it is too large for our own service */
  LbCandidateState state;
  double fraction; /* 0 to 1 of the bytes sent; -1 when not known */
  guint position;
  gboolean caption_automatic;
};

G_DEFINE_FINAL_TYPE (LbCandidate, lb_candidate, G_TYPE_OBJECT)

typedef enum
{
  PROP_NAME = 1,
  PROP_VERDICT,
  PROP_DUPLICATE_OF,
  PROP_STATE,
  PROP_FRACTION,
  PROP_ERROR_MESSAGE,
  PROP_IMAGE,
  PROP_CAPTION_FILE,
  PROP_CROPPED
} LbCandidateProperty;

static GParamSpec *props[PROP_CROPPED + 1];

static void
lb_candidate_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  LbCandidate *self = LB_CANDIDATE (object);

  switch ((LbCandidateProperty) prop_id)
    {
    case PROP_NAME:         g_value_set_string (value, self->name); break;
    case PROP_VERDICT:      g_value_set_int (value, self->verdict); break;
    case PROP_DUPLICATE_OF: g_value_set_string (value, self->duplicate_of); break;
    case PROP_STATE:        g_value_set_int (value, self->state); break;
    case PROP_FRACTION:     g_value_set_double (value, self->fraction); break;
    case PROP_ERROR_MESSAGE:
      g_value_set_string (value, lb_candidate_get_error_message (self));
      break;
    case PROP_IMAGE:        g_value_set_object (value, self->image); break;
    case PROP_CAPTION_FILE: g_value_set_string (value, lb_candidate_get_caption_file (self)); break;
    case PROP_CROPPED:      g_value_set_boolean (value, lb_crop_is_set (&self->crop)); break;
    default:                G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_candidate_finalize (GObject *object)
{
  LbCandidate *self = LB_CANDIDATE (object);

  g_clear_pointer (&self->name, g_free);
  g_clear_object (&self->file);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->sha256, g_free);
  g_clear_pointer (&self->duplicate_of, g_free);
  g_clear_error (&self->error);
  g_clear_object (&self->image);
  g_clear_pointer (&self->caption, g_free);
  g_clear_pointer (&self->caption_file, g_free);
  g_clear_object (&self->keeper);

  G_OBJECT_CLASS (lb_candidate_parent_class)->finalize (object);
}

static void
lb_candidate_class_init (LbCandidateClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lb_candidate_get_property;
  object_class->finalize = lb_candidate_finalize;

  props[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  props[PROP_VERDICT] =
    g_param_spec_int ("verdict", NULL, NULL, 0, LB_VERDICT_UNREADABLE, LB_VERDICT_READY, flags);
  props[PROP_DUPLICATE_OF] = g_param_spec_string ("duplicate-of", NULL, NULL, NULL, flags);
  props[PROP_STATE] =
    g_param_spec_int ("state", NULL, NULL, 0, LB_CANDIDATE_CANCELLED, LB_CANDIDATE_JUDGED, flags);
  props[PROP_FRACTION] = g_param_spec_double ("fraction", NULL, NULL, -1, 1, -1, flags);
  props[PROP_ERROR_MESSAGE] = g_param_spec_string ("error-message", NULL, NULL, NULL, flags);
  props[PROP_IMAGE] = g_param_spec_object ("image", NULL, NULL, LB_TYPE_IMAGE, flags);
  props[PROP_CAPTION_FILE] = g_param_spec_string ("caption-file", NULL, NULL, NULL, flags);
  props[PROP_CROPPED] = g_param_spec_boolean ("cropped", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
lb_candidate_init (LbCandidate *self)
{
  self->fraction = -1;
  self->probe = (LbProbeResult) { .orientation = 1, .frames = 1 };
}

/**
 * lb_candidate_new:
 * @name: the name to show and to send
 * @file: (nullable): where its bytes are
 * @bytes: (nullable): its bytes, when there is no file
 */
LbCandidate *
lb_candidate_new (const char *name, GFile *file, GBytes *bytes)
{
  LbCandidate *self = NULL;

  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail ((file != NULL) != (bytes != NULL), NULL);

  self = g_object_new (LB_TYPE_CANDIDATE, NULL);
  self->name = g_strdup (name);
  g_set_object (&self->file, file);
  if (bytes != NULL)
    self->bytes = g_bytes_ref (bytes);

  return self;
}

const char *
lb_candidate_get_name (LbCandidate *self)
{
  g_return_val_if_fail (LB_IS_CANDIDATE (self), NULL);
  return self->name;
}

GFile *
lb_candidate_get_file (LbCandidate *self)
{
  g_return_val_if_fail (LB_IS_CANDIDATE (self), NULL);
  return self->file;
}

GBytes *
lb_candidate_get_bytes (LbCandidate *self)
{
  g_return_val_if_fail (LB_IS_CANDIDATE (self), NULL);
  return self->bytes;
}

const LbProbeResult *
lb_candidate_get_probe (LbCandidate *self)
{
  g_return_val_if_fail (LB_IS_CANDIDATE (self), NULL);
  return &self->probe;
}

const LbCrop *
lb_candidate_get_crop (LbCandidate *self)
{
  g_return_val_if_fail (LB_IS_CANDIDATE (self), NULL);
  return &self->crop;
}

void
lb_candidate_set_crop (LbCandidate *self, const LbCrop *crop)
{
  const LbCrop none = { 0 };

  g_return_if_fail (LB_IS_CANDIDATE (self));

  if (crop == NULL)
    crop = &none;
  if (lb_crop_equal (&self->crop, crop))
    return;

  self->crop = *crop;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CROPPED]);
}

LbProbeResult
lb_candidate_get_sent_probe (LbCandidate *self)
{
  LbProbeResult probe = { 0 };

  g_return_val_if_fail (LB_IS_CANDIDATE (self), probe);

  probe = self->probe;
  lb_crop_apply_to_probe (&self->crop, &probe);
  return probe;
}

gboolean
lb_candidate_can_be_drawn (LbCandidate *self)
{
  g_return_val_if_fail (LB_IS_CANDIDATE (self), FALSE);

  return self->readable && lb_format_word (self->probe.format) != NULL && !self->probe.truncated &&
         self->probe.frames <= 1 && self->probe.width > 0 && self->probe.height > 0 &&
         self->verdict != LB_VERDICT_TOO_LARGE;
}

LbCropRoom
lb_candidate_get_crop_room (LbCandidate *self, gboolean increase_resolution)
{
  LbCropRoom room = { .side_min = increase_resolution ? LB_LIMIT_SIDE_MIN : LB_LIMIT_SIDE_TARGET };

  g_return_val_if_fail (LB_IS_CANDIDATE (self), room);

  lb_probe_result_shown_size (&self->probe, &room.width, &room.height);
  return room;
}

const char *
lb_candidate_get_sha256 (LbCandidate *self)
{
  g_return_val_if_fail (LB_IS_CANDIDATE (self), NULL);
  return self->sha256;
}

gboolean
lb_candidate_is_readable (LbCandidate *self)
{
  g_return_val_if_fail (LB_IS_CANDIDATE (self), FALSE);
  return self->readable;
}

LbVerdict
lb_candidate_get_verdict (LbCandidate *self)
{
  g_return_val_if_fail (LB_IS_CANDIDATE (self), LB_VERDICT_UNREADABLE);
  return self->verdict;
}

gboolean
lb_candidate_is_addable (LbCandidate *self)
{
  g_return_val_if_fail (LB_IS_CANDIDATE (self), FALSE);
  return self->admitted || lb_verdict_is_addable (self->verdict);
}

const char *
lb_candidate_get_duplicate_of (LbCandidate *self)
{
  g_return_val_if_fail (LB_IS_CANDIDATE (self), NULL);
  return self->duplicate_of;
}

gboolean
lb_candidate_is_wanted (LbCandidate *self)
{
  g_return_val_if_fail (LB_IS_CANDIDATE (self), FALSE);
  return self->wanted;
}

void
lb_candidate_set_wanted (LbCandidate *self, gboolean wanted)
{
  g_return_if_fail (LB_IS_CANDIDATE (self));
  self->wanted = wanted;
}

LbCandidateState
lb_candidate_get_state (LbCandidate *self)
{
  g_return_val_if_fail (LB_IS_CANDIDATE (self), LB_CANDIDATE_JUDGED);
  return self->state;
}

gboolean
lb_candidate_is_coming (LbCandidate *self)
{
  LbCandidateState state = lb_candidate_get_state (self);

  return state == LB_CANDIDATE_WAITING || state == LB_CANDIDATE_SENDING ||
         state == LB_CANDIDATE_CAPTIONING;
}

const GError *
lb_candidate_get_error (LbCandidate *self)
{
  g_return_val_if_fail (LB_IS_CANDIDATE (self), NULL);
  return self->error;
}

const char *
lb_candidate_get_error_message (LbCandidate *self)
{
  g_return_val_if_fail (LB_IS_CANDIDATE (self), NULL);
  return self->error != NULL ? lb_rules_error_text (self->error) : NULL;
}

static void
set_error (LbCandidate *self, const GError *error)
{
  if (error == NULL && self->error == NULL)
    return;

  g_clear_error (&self->error);
  self->error = error != NULL ? g_error_copy (error) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ERROR_MESSAGE]);
}

const char *
lb_candidate_get_caption (LbCandidate *self)
{
  g_return_val_if_fail (LB_IS_CANDIDATE (self), NULL);
  return self->leaves_caption ? NULL : self->caption;
}

const char *
lb_candidate_get_caption_file (LbCandidate *self)
{
  g_return_val_if_fail (LB_IS_CANDIDATE (self), NULL);
  return self->leaves_caption ? NULL : self->caption_file;
}

gint64
lb_candidate_get_mtime_us (LbCandidate *self)
{
  g_return_val_if_fail (LB_IS_CANDIDATE (self), 0);
  return self->mtime_us;
}

void
lb_candidate_set_mtime_us (LbCandidate *self, gint64 mtime_us)
{
  g_return_if_fail (LB_IS_CANDIDATE (self));
  self->mtime_us = mtime_us;
}

void
lb_candidate_set_takes_caption (LbCandidate *self, gboolean takes_caption)
{
  g_return_if_fail (LB_IS_CANDIDATE (self));

  if (self->leaves_caption == !takes_caption)
    return;

  self->leaves_caption = !takes_caption;
  if (self->caption_file != NULL)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CAPTION_FILE]);
}

gboolean
lb_candidate_is_caption_automatic (LbCandidate *self)
{
  g_return_val_if_fail (LB_IS_CANDIDATE (self), FALSE);
  return self->caption_automatic;
}

guint
lb_candidate_get_position (LbCandidate *self)
{
  g_return_val_if_fail (LB_IS_CANDIDATE (self), 0);
  return self->position;
}

void
lb_candidate_set_origin (LbCandidate *self, guint position, gboolean caption_automatic)
{
  g_return_if_fail (LB_IS_CANDIDATE (self));

  self->position = position;
  self->caption_automatic = caption_automatic;
}

const char *
lb_candidate_get_path (LbCandidate *self)
{
  g_return_val_if_fail (LB_IS_CANDIDATE (self), NULL);
  return self->path;
}

void
lb_candidate_set_path (LbCandidate *self, const char *path)
{
  g_return_if_fail (LB_IS_CANDIDATE (self));
  g_set_str (&self->path, path);
}

void
lb_candidate_set_keeper (LbCandidate *self, GObject *keeper)
{
  g_return_if_fail (LB_IS_CANDIDATE (self));
  g_set_object (&self->keeper, keeper);
}

guint
lb_candidate_get_caption_line (LbCandidate *self)
{
  g_return_val_if_fail (LB_IS_CANDIDATE (self), 0);
  return self->caption_line;
}

void
lb_candidate_set_caption_line (LbCandidate *self, guint line)
{
  g_return_if_fail (LB_IS_CANDIDATE (self));
  self->caption_line = line;
}

void
lb_candidate_set_caption (LbCandidate *self, const char *caption, const char *file)
{
  g_return_if_fail (LB_IS_CANDIDATE (self));
  g_return_if_fail ((caption != NULL) == (file != NULL));

  g_set_str (&self->caption, caption);
  if (g_set_str (&self->caption_file, file))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CAPTION_FILE]);
}

/* @sha256 and @error: (nullable). */
void
lb_candidate_set_probe (LbCandidate *self,
                        const LbProbeResult *probe,
                        const char *sha256,
                        const GError *error)
{
  g_return_if_fail (LB_IS_CANDIDATE (self));

  self->probe = *probe;
  self->readable = error == NULL;
  g_set_str (&self->sha256, sha256);
  set_error (self, error);
}

void
lb_candidate_set_verdict (LbCandidate *self, LbVerdict verdict, const char *duplicate_of)
{
  g_return_if_fail (LB_IS_CANDIDATE (self));

  g_object_freeze_notify (G_OBJECT (self));
  if (self->verdict != verdict)
    {
      self->verdict = verdict;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_VERDICT]);
    }
  if (g_set_str (&self->duplicate_of, duplicate_of))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_DUPLICATE_OF]);
  g_object_thaw_notify (G_OBJECT (self));
}

void
lb_candidate_set_admitted (LbCandidate *self, gboolean admitted)
{
  g_return_if_fail (LB_IS_CANDIDATE (self));
  self->admitted = admitted;
}

void
lb_candidate_set_progress (LbCandidate *self,
                           LbCandidateState state,
                           double fraction,
                           const GError *error)
{
  g_return_if_fail (LB_IS_CANDIDATE (self));

  g_object_freeze_notify (G_OBJECT (self));
  if (self->state != state)
    {
      self->state = state;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
    }
  if (self->fraction != fraction)
    {
      self->fraction = fraction;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FRACTION]);
    }
  set_error (self, error);
  g_object_thaw_notify (G_OBJECT (self));
}

void
lb_candidate_set_image (LbCandidate *self, LbImage *image)
{
  g_return_if_fail (LB_IS_CANDIDATE (self));

  if (g_set_object (&self->image, image))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IMAGE]);
}
