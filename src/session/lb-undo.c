#include "base/lb-error.h"
#include "session/lb-history-private.h"
#include "session/lb-session-frozen.h"
#include "session/lb-session-history.h"
#include "session/lb-session-private.h"
#include "session/lb-session-record.h"
#include "session/lb-trash-private.h"

/* Undo and redo: every change of a step, with before and after swapped for undo, goes the way of an
 * edit. What is not as the step has left it was changed elsewhere, and stays. */

typedef struct
{
  LbSession *session;  /* (owned) */
  DexFuture *previous; /* (owned) (nullable): what was asked for before */
  gint64 step_id;      /* 0: the one whose turn it is */
  gboolean undoes;
} Undo;

static void
undo_free (Undo *undo)
{
  g_clear_object (&undo->session);
  dex_clear (&undo->previous);
  g_free (undo);
}

/* One change as it is to be made now. */
typedef struct
{
  const char *wanted;   /* (nullable) */
  const char *expected; /* (nullable) */
  const char *source;   /* (nullable): of wanted */
} Swap;

static Swap
swap (const LbHistoryChange *change, gboolean undoes)
{
  Swap swapped = { change->after, change->before, change->source_after };

  if (undoes)
    swapped = (Swap) { change->before, change->after, change->source_before };

  return swapped;
}

static gboolean
set_conflict (GError **error)
{
  g_set_error_literal (error, LB_ERROR, LB_ERROR_CONFLICT, "It was changed elsewhere since");

  return FALSE;
}

/* (nullable) (transfer none): the live image, whose dataset may have to be read first. */
static LbImage *
find_image (LbSession *self, const LbHistoryChange *change, GError **error)
{
  LbImage *image = lb_session_find_image_by_uuid (self, change->uuid);
  LbDataset *dataset = NULL;

  if (image != NULL)
    return image;

  if (change->dataset_uuid != NULL)
    dataset = lb_session_find_dataset_by_uuid (self, change->dataset_uuid);
  if (dataset != NULL && !lb_session_has_images (self, lb_dataset_get_id (dataset)) &&
      !dex_await (lb_session_load_images (self, dataset), error))
    return NULL;
  if (!(image = lb_session_find_image_by_uuid (self, change->uuid)))
    set_conflict (error);

  return image;
}

/* (nullable) (transfer none): the live image, where its dataset can still be changed. */
static LbImage *
find_changeable (LbSession *self, const LbHistoryChange *change, GError **error)
{
  LbImage *image = find_image (self, change, error);
  LbDataset *dataset =
    image != NULL ? lb_session_find_dataset (self, lb_image_get_dataset_id (image)) : NULL;

  if (dataset == NULL || !lb_dataset_get_completed (dataset))
    return image;

  g_set_error_literal (error, LB_ERROR, LB_ERROR_CONFLICT, "The dataset is complete");

  return NULL;
}

/* What a run has written is only known now: anything but a person's words. */
static gboolean
learn_after (LbSession *self, LbHistoryStep *step, LbHistoryChange *change, LbImage *image)
{
  g_autofree char *text = lb_session_dup_caption_text (self, image);

  if (lb_session_is_manual (self, image))
    return FALSE;

  lb_history_change_set_after (change, text, "automatic");
  dex_future_disown (lb_history_complete_change (lb_session_get_history (self), step, change));

  return TRUE;
}

static gboolean
edit_unrecorded (
  LbSession *self, LbImage *image, const char *text, const char *source, GError **error)
{
  LbHistory *history = lb_session_get_history (self);
  DexFuture *kept = NULL;

  lb_history_enter (history, LB_HISTORY_UNRECORDED);
  kept = lb_session_edit_caption_from (self, image, text, source != NULL ? source : "manual");
  lb_history_leave (history);

  return dex_await (kept, error);
}

/* The text becomes the image's. Where there was none the draft goes, and what the service has by
 * now becomes empty: it knows no way back to none. */
static gboolean
write_caption (
  LbSession *self, LbImage *image, const char *text, const char *source, GError **error)
{
  LbHistory *history = lb_session_get_history (self);
  /* That there is none is nobody's work: a run may write it anew. */
  const char *by = text != NULL ? source : "automatic";
  g_autofree char *shown = NULL;
  DexFuture *discarded = NULL;

  if (text != NULL || lb_image_get_caption (image) != NULL)
    return edit_unrecorded (self, image, text != NULL ? text : "", by, error);

  lb_history_enter (history, LB_HISTORY_UNRECORDED);
  discarded = lb_session_discard_draft (self, image);
  lb_history_leave (history);
  if (!dex_await (discarded, error))
    return FALSE;

  /* An answer may have come while the draft went. */
  shown = lb_session_dup_caption_text (self, image);

  return shown == NULL || *shown == '\0' || edit_unrecorded (self, image, "", by, error);
}

static gboolean
change_caption (
  LbSession *self, LbHistoryStep *step, LbHistoryChange *change, gboolean undoes, GError **error)
{
  g_autoptr (LbImage) image = NULL;
  g_autofree char *text = NULL;
  Swap swapped;

  if (!g_set_object (&image, find_changeable (self, change, error)))
    return FALSE;
  if (change->after == NULL && undoes && !learn_after (self, step, change, image))
    return set_conflict (error);

  swapped = swap (change, undoes);
  text = lb_session_dup_caption_text (self, image);
  if (g_strcmp0 (text, swapped.wanted) == 0 &&
      (swapped.source == NULL ||
       g_strcmp0 (lb_session_get_caption_source (self, image), swapped.source) == 0))
    return TRUE;
  if (g_strcmp0 (text, swapped.wanted) != 0 &&
      !lb_session_means_same (self, image, text, swapped.expected))
    return set_conflict (error);

  if (!write_caption (self, image, swapped.wanted, swapped.source, error))
    return FALSE;
  g_signal_emit_by_name (lb_session_get_history (self), "restored", image);

  return TRUE;
}

static gboolean
change_approval (LbSession *self, const LbHistoryChange *change, gboolean undoes, GError **error)
{
  const Swap swapped = swap (change, undoes);
  g_autoptr (LbImage) image = NULL;
  const char *present = NULL;

  if (!g_set_object (&image, find_changeable (self, change, error)) || self->notes == NULL)
    return FALSE;

  present = lb_image_notes_get (self->notes, LB_IMAGE_NOTE_APPROVED, lb_image_get_id (image));
  if (g_strcmp0 (present, swapped.wanted) == 0)
    return TRUE;
  if (g_strcmp0 (present, swapped.expected) != 0)
    return set_conflict (error);

  return dex_await (lb_image_notes_set (self->notes, LB_IMAGE_NOTE_APPROVED,
                                        lb_image_get_dataset_id (image), lb_image_get_id (image),
                                        swapped.wanted),
                    error);
}

/* (nullable) (transfer none) */
static gpointer
find_thing (LbSession *self, const LbHistoryChange *change)
{
  if (change->thing == LB_HISTORY_PROJECT)
    return lb_session_find_project_by_uuid (self, change->uuid);

  return lb_session_find_dataset_by_uuid (self, change->uuid);
}

static const char *
present_value (LbSession *self, gpointer thing, LbHistoryField field)
{
  const char *prefix = NULL;
  LbFrozenFields *frozen = NULL;

  if (LB_IS_PROJECT (thing))
    return lb_project_get_project_name (thing);
  if (field == LB_HISTORY_NAME)
    return lb_dataset_get_name (thing);
  if (field == LB_HISTORY_VISUAL_SCHEMA)
    return lb_dataset_get_visual_schema (thing);
  if (field == LB_HISTORY_FROZEN)
    {
      frozen = lb_session_get_frozen (self, thing);
      return frozen != NULL ? lb_frozen_fields_get_text (frozen) : "";
    }

  prefix = lb_dataset_get_caption_prefix (thing);

  return prefix != NULL ? prefix : "";
}

static DexFuture *
set_value (LbSession *self, gpointer thing, LbHistoryField field, const char *value)
{
  LbHistory *history = lb_session_get_history (self);
  g_autoptr (LbFrozenFields) frozen = NULL;
  DexFuture *done = NULL;

  if (field == LB_HISTORY_FROZEN)
    frozen = lb_frozen_fields_new (value);
  lb_history_enter (history, LB_HISTORY_UNRECORDED);
  if (frozen != NULL)
    done = lb_session_set_frozen (self, thing, frozen);
  else if (LB_IS_PROJECT (thing))
    done = lb_session_rename_project (self, thing, value);
  else if (field == LB_HISTORY_NAME)
    done = lb_session_rename_dataset (self, thing, value);
  else if (field == LB_HISTORY_VISUAL_SCHEMA)
    done = lb_session_set_visual_schema (self, thing, value);
  else
    done = lb_session_set_caption_prefix (self, thing, value);
  lb_history_leave (history);

  return done;
}

static gboolean
change_value (LbSession *self, const LbHistoryChange *change, gboolean undoes, GError **error)
{
  const Swap swapped = swap (change, undoes);
  g_autoptr (GObject) thing = NULL;
  const char *present = NULL;

  if (!g_set_object (&thing, find_thing (self, change)))
    return set_conflict (error);

  present = present_value (self, thing, change->field);
  if (g_strcmp0 (present, swapped.wanted) == 0)
    return TRUE;
  if (g_strcmp0 (present, swapped.expected) != 0 || swapped.wanted == NULL)
    return set_conflict (error);

  return dex_await (set_value (self, thing, change->field, swapped.wanted), error);
}

static gboolean
make_change (
  LbSession *self, LbHistoryStep *step, LbHistoryChange *change, gboolean undoes, GError **error)
{
  switch (change->field)
    {
    case LB_HISTORY_CAPTION:        return change_caption (self, step, change, undoes, error);
    case LB_HISTORY_APPROVAL:       return change_approval (self, change, undoes, error);
    case LB_HISTORY_NAME:
    case LB_HISTORY_VISUAL_SCHEMA:
    case LB_HISTORY_CAPTION_PREFIX:
    case LB_HISTORY_EXISTENCE:
    case LB_HISTORY_FROZEN:
    default:                        return change_value (self, change, undoes, error);
    }
}

/* Deletions. */

/* (transfer full) (element-type GObject): what is there of it. */
static GPtrArray *
find_existing (LbSession *self, GPtrArray *changes, GError **error)
{
  g_autoptr (GPtrArray) objects = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < changes->len; i++)
    {
      const LbHistoryChange *change = g_ptr_array_index (changes, i);
      g_autoptr (GError) failure = NULL;
      gpointer object = change->thing == LB_HISTORY_IMAGE ? find_image (self, change, &failure)
                                                          : find_thing (self, change);

      if (object != NULL)
        g_ptr_array_add (objects, g_object_ref (object));
      else if (failure != NULL && !g_error_matches (failure, LB_ERROR, LB_ERROR_CONFLICT))
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return NULL;
        }
    }
  if (objects->len == 0)
    {
      set_conflict (error);
      return NULL;
    }

  return g_steal_pointer (&objects);
}

static gboolean
delete_again (LbSession *self, LbHistoryStep *step, GPtrArray *changes, GError **error)
{
  const LbHistoryChange *first = g_ptr_array_index (changes, 0);
  g_autoptr (GPtrArray) objects = find_existing (self, changes, error);
  g_autoptr (LbDeletion) deletion = NULL;

  if (objects == NULL)
    return FALSE;

  deletion = lb_trash_take (lb_session_get_trash (self), objects, first->before != NULL,
                            lb_history_step_get_id (step));

  return dex_await (lb_deletion_commit (deletion), error);
}

static gboolean
make_deletion (
  LbSession *self, LbHistoryStep *step, GPtrArray *changes, gboolean undoes, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (!undoes)
    return delete_again (self, step, changes, error);
  if (dex_await (lb_trash_bring_back (lb_session_get_trash (self), lb_history_step_get_id (step)),
                 &failure))
    return TRUE;
  if (g_error_matches (failure, LB_ERROR, LB_ERROR_NOT_FOUND))
    return set_conflict (error);

  g_propagate_error (error, g_steal_pointer (&failure));

  return FALSE;
}

/* What came of the changes of a step. */
typedef struct
{
  GError *first_error; /* (owned) (nullable) */
  guint n_conflicts;
} Outcome;

/* Takes @failure, of @n changes. */
static void
note_failure (Outcome *outcome, GError *failure, guint n)
{
  if (g_error_matches (failure, LB_ERROR, LB_ERROR_CONFLICT))
    outcome->n_conflicts += n;
  else if (outcome->first_error == NULL)
    outcome->first_error = g_steal_pointer (&failure);
  g_clear_error (&failure);
}

static void
delete_or_bring_back (
  LbSession *self, LbHistoryStep *step, GPtrArray *deleted, gboolean undoes, Outcome *outcome)
{
  GError *failure = NULL;

  if (deleted->len > 0 && !self->closed && !make_deletion (self, step, deleted, undoes, &failure))
    note_failure (outcome, failure, deleted->len);
}

/* TRUE when at least one of the changes was made or had been made already, and none can be tried
 * again. */
static gboolean
make_changes (
  LbSession *self, LbHistoryStep *step, GPtrArray *changes, gboolean undoes, GError **error)
{
  g_autoptr (GPtrArray) deleted = g_ptr_array_new ();
  Outcome outcome = { 0 };

  for (guint i = 0; i < changes->len; i++)
    if (((LbHistoryChange *) g_ptr_array_index (changes, i))->field == LB_HISTORY_EXISTENCE)
      g_ptr_array_add (deleted, g_ptr_array_index (changes, i));

  /* What went last is back first. */
  if (undoes)
    delete_or_bring_back (self, step, deleted, undoes, &outcome);
  for (guint i = 0; i < changes->len && !self->closed; i++)
    {
      LbHistoryChange *change = g_ptr_array_index (changes, undoes ? changes->len - 1 - i : i);
      GError *failure = NULL;

      if (change->field != LB_HISTORY_EXISTENCE &&
          !make_change (self, step, change, undoes, &failure) && failure != NULL)
        note_failure (&outcome, failure, 1);
    }
  if (!undoes)
    delete_or_bring_back (self, step, deleted, undoes, &outcome);

  if (outcome.first_error != NULL)
    {
      g_propagate_error (error, outcome.first_error);
      return FALSE;
    }

  return outcome.n_conflicts < MAX (changes->len, 1) || set_conflict (error);
}

/* (nullable) (transfer none) */
static LbHistoryStep *
find_step (const Undo *undo, LbHistory *history)
{
  if (undo->step_id != 0)
    return lb_history_find (history, undo->step_id);

  return undo->undoes ? lb_history_get_undo_step (history) : lb_history_get_redo_step (history);
}

/* One that was taken back out of turn can't be done again in its turn. */
static DexFuture *
note_undone (const Undo *undo, LbHistory *history, LbHistoryStep *step)
{
  if (undo->step_id != 0)
    return lb_history_remove (history, undo->step_id);

  return lb_history_set_state (history, step, undo->undoes ? LB_HISTORY_UNDONE : LB_HISTORY_DONE);
}

static DexFuture *
undo_fiber (gpointer data)
{
  Undo *undo = data;
  LbSession *self = undo->session;
  g_autoptr (LbHistory) history = NULL;
  g_autoptr (LbHistoryStep) step = NULL;
  g_autoptr (GPtrArray) changes = NULL;
  g_autoptr (GError) error = NULL;

  if (undo->previous != NULL)
    dex_await (g_steal_pointer (&undo->previous), NULL);
  if (!g_set_object (&history, lb_session_get_history (self)))
    return dex_future_new_reject (LB_ERROR, LB_ERROR_INVALID, "The session is not open");
  if (!g_set_object (&step, find_step (undo, history)))
    return dex_future_new_reject (LB_ERROR, LB_ERROR_NOT_FOUND, "There is no such step");

  if (!(changes = dex_await_boxed (lb_history_list_changes (history, step), &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));
  if (!make_changes (self, step, changes, undo->undoes, &error))
    {
      if (undo->step_id == 0 && g_error_matches (error, LB_ERROR, LB_ERROR_CONFLICT))
        dex_await (lb_history_set_state (history, step, LB_HISTORY_BLOCKED), NULL);
      return dex_future_new_for_error (g_steal_pointer (&error));
    }
  if (!dex_await (note_undone (undo, history, step), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_object (g_steal_pointer (&step));
}

static DexFuture *
begin (LbSession *self, gint64 step_id, gboolean undoes)
{
  Undo *undo = g_new0 (Undo, 1);

  undo->session = g_object_ref (self);
  undo->previous = g_steal_pointer (&self->undoing);
  undo->step_id = step_id;
  undo->undoes = undoes;
  self->undoing = dex_scheduler_spawn (NULL, 0, undo_fiber, undo, (GDestroyNotify) undo_free);

  return dex_ref (self->undoing);
}

DexFuture *
lb_session_undo (LbSession *self)
{
  dex_return_error_if_fail (LB_IS_SESSION (self));

  return begin (self, 0, TRUE);
}

DexFuture *
lb_session_undo_step (LbSession *self, gint64 step_id)
{
  dex_return_error_if_fail (LB_IS_SESSION (self));
  dex_return_error_if_fail (step_id > 0);

  return begin (self, step_id, TRUE);
}

DexFuture *
lb_session_redo (LbSession *self)
{
  dex_return_error_if_fail (LB_IS_SESSION (self));

  return begin (self, 0, FALSE);
}
