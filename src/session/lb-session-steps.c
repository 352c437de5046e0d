#include "base/lb-error.h"
#include "session/lb-history-private.h"
#include "session/lb-session-history.h"
#include "session/lb-session-private.h"

/* What the steps of the history did. The database's thread reads it; here it is put together with
 * what is there now. */

typedef struct
{
  LbSession *session;   /* (owned) */
  LbHistory *history;   /* (owned) */
  LbHistoryStep *step;  /* (owned) (nullable) */
  LbStepChange *change; /* (owned) (nullable) */
} Reading;

static void
reading_free (gpointer data)
{
  Reading *self = data;

  g_clear_object (&self->session);
  g_clear_object (&self->history);
  g_clear_object (&self->step);
  g_clear_object (&self->change);
  g_free (self);
}

/* @tried: (element-type utf8): of datasets that were loaded already, or can't be. */
static void
find_image (LbSession *self, LbStepChange *change, GHashTable *tried)
{
  const char *uuid = lb_step_change_get_dataset_uuid (change);
  LbDataset *dataset = uuid != NULL ? lb_session_find_dataset_by_uuid (self, uuid) : NULL;
  LbImage *image = lb_session_find_image_by_uuid (self, lb_step_change_get_uuid (change));

  if (image == NULL && dataset != NULL && g_hash_table_add (tried, g_strdup (uuid)) &&
      !lb_session_has_images (self, lb_dataset_get_id (dataset)))
    {
      dex_await (lb_session_load_images (self, dataset), NULL);
      dataset = lb_session_find_dataset_by_uuid (self, uuid);
      image = lb_session_find_image_by_uuid (self, lb_step_change_get_uuid (change));
    }

  lb_step_change_set_object (change, image, dataset);
}

static void
find_object (LbSession *self, LbStepChange *change, GHashTable *tried)
{
  const char *uuid = lb_step_change_get_uuid (change);
  LbDataset *dataset = NULL;

  switch (lb_step_change_get_thing (change))
    {
    case LB_HISTORY_PROJECT:
      lb_step_change_set_object (change, lb_session_find_project_by_uuid (self, uuid), NULL);
      break;
    case LB_HISTORY_DATASET:
      dataset = lb_session_find_dataset_by_uuid (self, uuid);
      lb_step_change_set_object (change, dataset, dataset);
      break;
    case LB_HISTORY_IMAGE:
    default:               find_image (self, change, tried); break;
    }
}

static DexFuture *
list_fiber (gpointer data)
{
  Reading *reading = data;
  g_autoptr (GHashTable) tried = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) changes =
    dex_await_boxed (lb_history_list_things (reading->history, reading->step), &error);

  if (changes == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  for (guint i = 0; i < changes->len && !reading->session->closed; i++)
    find_object (reading->session, g_ptr_array_index (changes, i), tried);

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&changes));
}

/* (transfer full): a future of @fiber. */
static DexFuture *
read_with (LbSession *self, DexFiberFunc fiber, LbHistoryStep *step, LbStepChange *change)
{
  Reading *reading = NULL;

  if (self->history == NULL)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_INVALID, "The session is not open");

  reading = g_new0 (Reading, 1);
  reading->session = g_object_ref (self);
  reading->history = g_object_ref (self->history);
  g_set_object (&reading->step, step);
  g_set_object (&reading->change, change);

  return dex_scheduler_spawn (NULL, 0, fiber, reading, reading_free);
}

/**
 * lb_session_list_step_changes:
 * @self: an open session
 * @step: a step of its history
 *
 * Returns: (transfer full): a future of a boxed GPtrArray of #LbStepChange, which don't know yet
 *   what was there before and after; fails with LB_ERROR_STORAGE or, before lb_session_open(),
 *   INVALID
 */
DexFuture *
lb_session_list_step_changes (LbSession *self, LbHistoryStep *step)
{
  dex_return_error_if_fail (LB_IS_SESSION (self));
  dex_return_error_if_fail (LB_IS_HISTORY_STEP (step));

  return read_with (self, list_fiber, step, NULL);
}

static DexFuture *
read_fiber (gpointer data)
{
  Reading *reading = data;
  gpointer object = lb_step_change_get_object (reading->change);
  LbHistoryChange *change = NULL;
  g_autofree char *present = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) changes =
    dex_await_boxed (lb_history_read_change (reading->history, reading->change), &error);

  if (changes == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  if (changes->len == 0)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_NOT_FOUND, "There is no such step");

  change = g_ptr_array_index (changes, 0);
  /* What the service has written since, and nobody has taken note of yet. */
  if (change->field == LB_HISTORY_CAPTION && change->after == NULL && LB_IS_IMAGE (object) &&
      !lb_session_is_manual (reading->session, object))
    {
      present = lb_session_dup_caption_text (reading->session, object);
      lb_history_change_set_after (change, present, "automatic");
    }
  lb_step_change_set_texts (reading->change, change);

  return dex_future_new_true ();
}

/**
 * lb_session_read_step_change:
 * @self: an open session
 * @change: as lb_session_list_step_changes() gave it
 *
 * Returns: (transfer full): a future of %TRUE; fails with LB_ERROR_NOT_FOUND when the step is not
 *   in the history any more, with STORAGE or, before lb_session_open(), INVALID
 */
DexFuture *
lb_session_read_step_change (LbSession *self, LbStepChange *change)
{
  dex_return_error_if_fail (LB_IS_SESSION (self));
  dex_return_error_if_fail (LB_IS_STEP_CHANGE (change));

  return read_with (self, read_fiber, NULL, change);
}
