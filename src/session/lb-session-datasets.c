#include "session/lb-session-private.h"

#include "base/lb-error.h"
#include "model/lb-entered-name.h"
#include "session/lb-session-changes.h"
#include "session/lb-session-record.h"

/* R20: a dataset of the list that holds no image yet says so. */
static DexFuture *
answer_new (LbSession *self, LbDataset *fresh, int images_count, guint64 since)
{
  if (lb_dataset_get_images_count (fresh) < 0)
    lb_dataset_set_images_count (fresh, images_count);

  return lb_session_answer (lb_session_adopt_new (self, fresh, since));
}

/* C1: a service elsewhere is always told, as far as it is known here; ours knows best itself.
 * (nullable) */
static const char *
version_of (LbSession *self, LbProject *project)
{
  const char *version = lb_project_get_training_version (project);

  if (version != NULL)
    return version;
  if (!self->hosted)
    return NULL;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->datasets)); i++)
    {
      g_autoptr (LbDataset) dataset = g_list_model_get_item (G_LIST_MODEL (self->datasets), i);

      if (lb_dataset_get_project_id (dataset) == lb_project_get_id (project))
        return lb_dataset_get_training_version (dataset);
    }

  return "fibo";
}

static DexFuture *
create_dataset_fiber (gpointer data)
{
  LbSessionCall *call = data;
  LbSession *self = call->session;
  guint64 since = self->clock;
  g_autoptr (GError) error = NULL;
  g_autoptr (LbDataset) fresh = NULL;

  if (!dex_await (lb_session_ensure_online (self), &error) ||
      !(fresh = lb_session_await_object (
          self,
          lb_client_create_dataset (self->client, lb_project_get_id (LB_PROJECT (call->object)),
                                    call->text, call->detail, call->kind, NULL),
          &error)))
    return lb_session_reject_new (self, g_steal_pointer (&error));

  return answer_new (self, fresh, 0, since);
}

/**
 * lb_session_create_dataset:
 * @self: a session
 * @project: its project
 * @name: what it is called; names need not be unique
 * @training_version: (nullable): %NULL for the version that the project is locked to, else fibo
 * @upload_type: (nullable): "basic" or "advanced", for good; %NULL is basic
 *
 * Returns: (transfer full): a future of the live #LbDataset, a draft; fails with LB_ERROR_INVALID
 *   when the version does not fit the project
 */
DexFuture *
lb_session_create_dataset (LbSession *self,
                           LbProject *project,
                           const char *name,
                           const char *training_version,
                           const char *upload_type)
{
  LbSessionCall *call = NULL;

  dex_return_error_if_fail (LB_IS_SESSION (self));
  dex_return_error_if_fail (LB_IS_PROJECT (project));
  dex_return_error_if_fail (name != NULL);

  call = lb_session_call_new (self, project, name);
  call->detail =
    g_strdup (training_version != NULL ? training_version : version_of (self, project));
  call->kind = g_strdup (upload_type != NULL ? upload_type : "basic");

  return lb_session_call_run (call, create_dataset_fiber);
}

/* Captions of the copy are as old as they were. What can't be looked at is taken for new. */
static DexFuture *
keep_ages_fiber (gpointer data)
{
  LbSessionCall *call = data;
  LbSession *self = call->session;
  LbDataset *source = g_ptr_array_index (call->objects, 0);
  LbDataset *clone = g_ptr_array_index (call->objects, 1);
  g_autoptr (GError) error = NULL;

  if ((!lb_session_has_images (self, lb_dataset_get_id (source)) &&
       !dex_await (lb_session_load_images (self, source), &error)) ||
      !dex_await (lb_session_load_images (self, clone), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  if (!self->closed)
    lb_session_note_cloned (self, source, clone);

  return dex_future_new_true ();
}

/* Both may have thousands of images, which the copy does not wait for. */
static void
keep_ages (LbSession *self, LbDataset *source, LbDataset *clone)
{
  LbSessionCall *call = NULL;

  if (!lb_dataset_is_fibo (clone))
    return;

  call = lb_session_call_new (self, NULL, NULL);
  call->objects = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (call->objects, g_object_ref (source));
  g_ptr_array_add (call->objects, g_object_ref (clone));
  dex_future_disown (lb_session_call_run (call, keep_ages_fiber));
}

static DexFuture *
clone_fiber (gpointer data)
{
  LbSessionCall *call = data;
  LbSession *self = call->session;
  LbDataset *source = LB_DATASET (call->object);
  guint64 since = self->clock;
  g_autoptr (GError) error = NULL;
  g_autoptr (LbDataset) fresh = NULL;
  g_autoptr (LbDataset) live = NULL;

  if (!dex_await (lb_session_ensure_online (self), &error) ||
      !(fresh = lb_session_await_object (self,
                                         lb_client_clone_dataset (self->client,
                                                                  lb_dataset_get_id (source),
                                                                  call->text, call->detail),
                                         &error)))
    return lb_session_reject_new (self, g_steal_pointer (&error));

  if (!(live = dex_await_object (
          answer_new (self, fresh, lb_dataset_get_images_count (source), since), &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  /* What the disk does not take is not frozen in the copy. */
  dex_await (lb_session_copy_frozen (self, source, live), NULL);
  keep_ages (self, source, live);

  return dex_future_new_take_object (g_steal_pointer (&live));
}

/**
 * lb_session_clone_dataset:
 * @self: a session
 * @dataset: a live dataset, draft or completed
 * @name: (nullable): %NULL for "Copy of " and the name
 * @description: (nullable): %NULL for that of @dataset
 *
 * What the service has is copied: drafts and approvals stay with @dataset.
 *
 * Returns: (transfer full): a future of the live copy, a draft #LbDataset in the lists; fails with
 *   LB_ERROR_NOT_FOUND when @dataset was deleted meanwhile
 */
DexFuture *
lb_session_clone_dataset (LbSession *self,
                          LbDataset *dataset,
                          const char *name,
                          const char *description)
{
  LbSessionCall *call = NULL;

  dex_return_error_if_fail (LB_IS_SESSION (self));
  dex_return_error_if_fail (LB_IS_DATASET (dataset));

  call = lb_session_call_new (self, dataset, name);
  call->detail = g_strdup (description);

  return lb_session_call_run (call, clone_fiber);
}

static DexFuture *
complete_fiber (gpointer data)
{
  LbSessionCall *call = data;
  LbSession *self = call->session;
  gint64 id = lb_dataset_get_id (LB_DATASET (call->object));
  g_autoptr (GError) error = NULL;
  g_autoptr (LbDataset) fresh = NULL;

  /* Nothing that waits could be changed any more. */
  if (!lb_session_settle_dataset (self, id, TRUE, &error) ||
      !dex_await (lb_session_ensure_online (self), &error) ||
      !(fresh = lb_session_await_object (
          self, lb_client_update_dataset (self->client, id, NULL, NULL, "completed"), &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return lb_session_answer (lb_session_adopt_existing (self, fresh));
}

/**
 * lb_session_rename_dataset:
 * @self: a session
 * @dataset: a live dataset
 * @name: what it is called from now on
 *
 * Kept here, shown at once and sent in its turn; the same for lb_session_set_visual_schema() and
 * lb_session_set_caption_prefix().
 *
 * Returns: (transfer full): a future of the live #LbDataset once the service has it, or it has to
 *   wait for the service; fails with LB_ERROR_NOT_FOUND when it was deleted meanwhile, also here
 */
DexFuture *
lb_session_rename_dataset (LbSession *self, LbDataset *dataset, const char *name)
{
  dex_return_error_if_fail (LB_IS_SESSION (self));
  dex_return_error_if_fail (LB_IS_DATASET (dataset));
  dex_return_error_if_fail (name != NULL);

  return lb_session_recorded (self, lb_session_record_name (self, dataset, name),
                              lb_session_change (self, LB_CHANGE_DATASET_NAME, dataset, name));
}

/**
 * lb_session_set_visual_schema:
 * @self: a session
 * @dataset: a live draft dataset
 * @schema: a visual schema as JSON
 *
 * Returns: (transfer full): a future of the live #LbDataset; fails with LB_ERROR_INVALID for one
 *   that is not valid, CONFLICT when the dataset is complete, NOT_FOUND when it was deleted
 * meanwhile
 */
DexFuture *
lb_session_set_visual_schema (LbSession *self, LbDataset *dataset, const char *schema)
{
  dex_return_error_if_fail (LB_IS_SESSION (self));
  dex_return_error_if_fail (LB_IS_DATASET (dataset));
  dex_return_error_if_fail (schema != NULL);

  return lb_session_recorded (self, lb_session_record_schema (self, dataset, schema),
                              lb_session_change (self, LB_CHANGE_SCHEMA, dataset, schema));
}

/**
 * lb_session_set_caption_prefix:
 * @self: a session
 * @dataset: a live legacy draft
 * @prefix: what stands before every caption when it is used; may be empty
 *
 * Returns: (transfer full): a future of the live #LbDataset; fails with LB_ERROR_INVALID for a fibo
 *   dataset, CONFLICT when it is complete, NOT_FOUND when it was deleted meanwhile
 */
DexFuture *
lb_session_set_caption_prefix (LbSession *self, LbDataset *dataset, const char *prefix)
{
  dex_return_error_if_fail (LB_IS_SESSION (self));
  dex_return_error_if_fail (LB_IS_DATASET (dataset));
  dex_return_error_if_fail (prefix != NULL);

  return lb_session_recorded (self, lb_session_record_prefix (self, dataset, prefix),
                              lb_session_change (self, LB_CHANGE_PREFIX, dataset, prefix));
}

/**
 * lb_session_complete_dataset:
 * @self: a session
 * @dataset: a live draft dataset
 *
 * There is no way back.
 *
 * Returns: (transfer full): a future of the live #LbDataset; fails with LB_ERROR_CONFLICT while
 *   something is missing, NOT_FOUND when it was deleted meanwhile
 */
DexFuture *
lb_session_complete_dataset (LbSession *self, LbDataset *dataset)
{
  dex_return_error_if_fail (LB_IS_SESSION (self));
  dex_return_error_if_fail (LB_IS_DATASET (dataset));

  return lb_session_call_run (lb_session_call_new (self, dataset, NULL), complete_fiber);
}

static DexFuture *
reread_fiber (gpointer data)
{
  LbSessionCall *call = data;
  LbSession *self = call->session;
  g_autoptr (GError) error = NULL;
  g_autoptr (LbDataset) fresh = NULL;

  if (!(fresh =
          dex_await_object (lb_session_get (self, lb_session_get_dataset_cb, call->id, 1), &error)))
    {
      if (g_error_matches (error, LB_ERROR, LB_ERROR_NOT_FOUND))
        lb_session_drop_dataset (self, call->id);
      return dex_future_new_for_error (g_steal_pointer (&error));
    }

  return lb_session_answer (lb_session_adopt_existing (self, fresh));
}

DexFuture *
lb_session_reread_dataset (LbSession *self, gint64 dataset_id)
{
  LbSessionCall *call = lb_session_call_new (self, NULL, NULL);

  call->id = dataset_id;

  return lb_session_call_run (call, reread_fiber);
}

LbDataset *
lb_session_find_dataset_like (LbSession *self, LbProject *project, LbDataset *own, const char *name)
{
  g_autoptr (GListModel) datasets = NULL;
  g_autofree char *looks = NULL;
  LbDataset *found = NULL;

  g_return_val_if_fail (LB_IS_SESSION (self), NULL);
  g_return_val_if_fail (LB_IS_PROJECT (project), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  looks = lb_entered_name_dup_looks (name);
  datasets = lb_session_get_project_datasets (self, project);
  for (guint i = 0; i < g_list_model_get_n_items (datasets); i++)
    {
      g_autoptr (LbDataset) dataset = g_list_model_get_item (datasets, i);
      const char *other = lb_dataset_get_name (dataset);
      g_autofree char *others = other != NULL ? lb_entered_name_dup_looks (other) : NULL;

      if (dataset == own || others == NULL || g_strcmp0 (others, looks) != 0)
        continue;
      if (lb_entered_name_is_same (other, name))
        return dataset; /* the list keeps it */
      if (found == NULL)
        found = dataset;
    }

  return found;
}
