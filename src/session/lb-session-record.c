#include "session/lb-session-record.h"

#include "session/lb-session-frozen.h"
#include "session/lb-session-history.h"
#include "session/lb-session-private.h"

/* (nullable) (transfer full): of what has a UUID here. */
static LbHistoryChange *
change_of_image (LbSession *self, LbImage *image, LbHistoryField field)
{
  LbDataset *dataset = lb_session_find_dataset (self, lb_image_get_dataset_id (image));
  const char *uuid = lb_session_get_uuid (self, image);

  if (uuid == NULL || lb_session_get_history (self) == NULL)
    return NULL;

  return lb_history_change_new (
    LB_HISTORY_IMAGE, uuid, dataset != NULL ? lb_session_get_uuid (self, dataset) : NULL, field);
}

static gint64
record (
  LbSession *self, gint64 group, LbHistoryKind kind, const char *name, LbHistoryChange *change)
{
  return lb_history_record (lb_session_get_history (self), group, kind, name, change);
}

gint64
lb_session_get_group (LbSession *self)
{
  LbHistory *history = lb_session_get_history (self);

  return history != NULL ? lb_history_get_group (history) : LB_HISTORY_UNRECORDED;
}

gint64
lb_session_record_edit (
  LbSession *self, LbImage *image, LbHistoryKind kind, const char *text, const char *source)
{
  g_autofree char *before = lb_session_dup_caption_text (self, image);
  LbHistoryChange *change = NULL;

  if (g_strcmp0 (before, text) == 0 ||
      !(change = change_of_image (self, image, LB_HISTORY_CAPTION)))
    return 0;

  lb_history_change_set_before (change, before, lb_session_get_caption_source (self, image));
  lb_history_change_set_after (change, text, source);

  return record (self, lb_session_get_group (self), kind, lb_image_get_shown_name (image), change);
}

static const char *
approved_words (LbSession *self, LbImage *image)
{
  return self->notes != NULL
           ? lb_image_notes_get (self->notes, LB_IMAGE_NOTE_APPROVED, lb_image_get_id (image))
           : NULL;
}

gint64
lb_session_record_approval (LbSession *self, LbImage *image, const char *text)
{
  const char *before = approved_words (self, image);
  LbHistoryChange *change = NULL;

  if (g_strcmp0 (before, text) == 0 ||
      !(change = change_of_image (self, image, LB_HISTORY_APPROVAL)))
    return 0;

  lb_history_change_set_before (change, before, NULL);
  lb_history_change_set_after (change, text, NULL);

  return record (self, lb_session_get_group (self),
                 text != NULL ? LB_HISTORY_APPROVE : LB_HISTORY_UNAPPROVE,
                 lb_image_get_shown_name (image), change);
}

/* Datasets and projects. */

static gint64
record_field (LbSession *self,
              gpointer object,
              LbHistoryKind kind,
              LbHistoryField field,
              const char *before,
              const char *after)
{
  const char *uuid = lb_session_get_uuid (self, object);
  const gboolean is_dataset = LB_IS_DATASET (object);
  LbHistoryChange *change = NULL;

  if (uuid == NULL || lb_session_get_history (self) == NULL || g_strcmp0 (before, after) == 0)
    return 0;

  change =
    lb_history_change_new (is_dataset ? LB_HISTORY_DATASET : LB_HISTORY_PROJECT, uuid, NULL, field);
  lb_history_change_set_before (change, before, NULL);
  lb_history_change_set_after (change, after, NULL);

  return record (self, lb_session_get_group (self), kind,
                 is_dataset ? lb_dataset_get_name (object) : lb_project_get_project_name (object),
                 change);
}

gint64
lb_session_record_name (LbSession *self, gpointer object, const char *name)
{
  return record_field (self, object, LB_HISTORY_RENAME, LB_HISTORY_NAME,
                       LB_IS_DATASET (object) ? lb_dataset_get_name (object)
                                              : lb_project_get_project_name (object),
                       name);
}

gint64
lb_session_record_schema (LbSession *self, LbDataset *dataset, const char *schema)
{
  return record_field (self, dataset, LB_HISTORY_SCHEMA, LB_HISTORY_VISUAL_SCHEMA,
                       lb_dataset_get_visual_schema (dataset), schema);
}

gint64
lb_session_record_frozen (LbSession *self, LbDataset *dataset, const char *text)
{
  LbFrozenFields *fields = lb_session_get_frozen (self, dataset);

  return record_field (self, dataset, LB_HISTORY_FREEZE, LB_HISTORY_FROZEN,
                       fields != NULL ? lb_frozen_fields_get_text (fields) : "", text);
}

gint64
lb_session_record_prefix (LbSession *self, LbDataset *dataset, const char *prefix)
{
  const char *before = lb_dataset_get_caption_prefix (dataset);

  return record_field (self, dataset, LB_HISTORY_PREFIX, LB_HISTORY_CAPTION_PREFIX,
                       before != NULL ? before : "", prefix);
}

static gint64
record_existence (LbSession *self, gint64 group, GObject *object, gboolean keep)
{
  LbHistoryChange *change = NULL;
  const char *name = NULL;

  if (LB_IS_IMAGE (object))
    {
      change = change_of_image (self, LB_IMAGE (object), LB_HISTORY_EXISTENCE);
      name = lb_image_get_shown_name (LB_IMAGE (object));
    }
  else if (lb_session_get_uuid (self, object) != NULL)
    {
      change =
        lb_history_change_new (LB_IS_DATASET (object) ? LB_HISTORY_DATASET : LB_HISTORY_PROJECT,
                               lb_session_get_uuid (self, object), NULL, LB_HISTORY_EXISTENCE);
      name = LB_IS_DATASET (object) ? lb_dataset_get_name (LB_DATASET (object))
                                    : lb_project_get_project_name (LB_PROJECT (object));
    }
  if (change == NULL)
    return 0;

  lb_history_change_set_before (change, keep ? "keep" : NULL, NULL);

  return record (self, group, LB_HISTORY_DELETE, name, change);
}

gint64
lb_session_record_deletion (LbSession *self, GPtrArray *objects, gboolean keep)
{
  LbHistory *history = lb_session_get_history (self);
  const gint64 entered = lb_session_get_group (self);
  gint64 step_id = 0;
  gint64 group = entered;

  if (history == NULL)
    return 0;

  if (entered == LB_HISTORY_ALONE)
    group = lb_history_begin (history, LB_HISTORY_DELETE);
  for (guint i = 0; i < objects->len; i++)
    step_id = record_existence (self, group, g_ptr_array_index (objects, i), keep);
  if (entered == LB_HISTORY_ALONE)
    lb_history_end (history, group);

  return step_id;
}

/* Captions that are made anew. */

LbCaptionBefore *
lb_session_look_at_caption (LbSession *self, LbImage *image)
{
  LbCaptionBefore *before = g_new0 (LbCaptionBefore, 1);

  before->text = lb_session_dup_caption_text (self, image);
  before->source = g_strdup (lb_session_get_caption_source (self, image));
  before->approved = g_strdup (approved_words (self, image));
  before->group = lb_session_get_group (self);

  return before;
}

void
lb_caption_before_free (LbCaptionBefore *self)
{
  if (self == NULL)
    return;

  g_free (self->text);
  g_free (self->source);
  g_free (self->approved);
  g_free (self->made);
  g_free (self);
}

void
lb_session_record_regeneration (LbSession *self, LbImage *image, const LbCaptionBefore *before)
{
  LbHistory *history = lb_session_get_history (self);
  LbHistoryChange *change = NULL;
  const char *caption = before->made != NULL ? before->made : lb_image_get_caption (image);
  gint64 group = before->group;

  if (history == NULL || group == LB_HISTORY_UNRECORDED ||
      (before->approved == NULL && g_strcmp0 (before->text, caption) == 0 &&
       g_strcmp0 (before->source, "automatic") == 0))
    return;

  if (group == LB_HISTORY_ALONE)
    group = lb_history_begin (history, LB_HISTORY_REGENERATE);
  /* Both belong to one step. */
  if ((change = change_of_image (self, image, LB_HISTORY_CAPTION)) != NULL)
    {
      lb_history_change_set_before (change, before->text, before->source);
      lb_history_change_set_after (change, caption, "automatic");
      record (self, group, LB_HISTORY_REGENERATE, lb_image_get_shown_name (image), change);
    }
  if (before->approved != NULL &&
      (change = change_of_image (self, image, LB_HISTORY_APPROVAL)) != NULL)
    {
      lb_history_change_set_before (change, before->approved, NULL);
      record (self, group, LB_HISTORY_REGENERATE, lb_image_get_shown_name (image), change);
    }
  if (before->group == LB_HISTORY_ALONE)
    lb_history_end (history, group);
}

typedef struct
{
  LbHistory *history; /* (owned) */
  DexFuture *work;    /* (owned) */
  gint64 step_id;
} Recorded;

static void
recorded_free (Recorded *self)
{
  g_clear_object (&self->history);
  dex_clear (&self->work);
  g_free (self);
}

/* A fiber, because what is only waited for would be stopped with the one who waits. */
static DexFuture *
recorded_fiber (gpointer data)
{
  Recorded *recorded = data;
  DexFuture *work = dex_ref (recorded->work);

  if (!dex_await (dex_ref (work), NULL))
    dex_future_disown (lb_history_remove (recorded->history, recorded->step_id));

  return work;
}

DexFuture *
lb_session_recorded (LbSession *self, gint64 step_id, DexFuture *work)
{
  LbHistory *history = lb_session_get_history (self);
  LbHistoryStep *step = history != NULL ? lb_history_find (history, step_id) : NULL;
  Recorded *recorded = NULL;

  if (step == NULL || lb_history_step_get_count (step) > 1)
    return work;

  recorded = g_new0 (Recorded, 1);
  g_set_object (&recorded->history, history);
  recorded->work = work;
  recorded->step_id = step_id;

  return dex_scheduler_spawn (NULL, 0, recorded_fiber, recorded, (GDestroyNotify) recorded_free);
}
