#include "jobs/lb-copy-private.h"

#include <string.h>

#include "base/lb-error.h"
#include "jobs/lb-copy-project.h"
#include "jobs/lb-upload-queue-private.h"

/* Making what can't be made under a number of our own. That one more was asked for is on disk, with
 * all there were before, so that one that came to be without an answer is found. */

static const guint look_after_ms[] = { 2000, 5000, 15000 };

typedef struct
{
  GListModel *(*list) (LbSession *target);
  gint64 (*get_id) (gpointer object);
  gboolean (*is_ours) (LbCopyJob *self, gpointer object);
  DexFuture *(*create) (LbCopyJob *self);
  void (*take) (LbCopyJob *self, gpointer object);
} Maker;

static char *
dup_ids (LbCopyJob *self, const Maker *maker)
{
  GListModel *list = maker->list (self->target);
  g_autoptr (GString) ids = g_string_new (" ");

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (GObject) object = g_list_model_get_item (list, i);

      g_string_append_printf (ids, "%" G_GINT64_FORMAT " ", maker->get_id (object));
    }

  return g_string_free_and_steal (g_steal_pointer (&ids));
}

/* (transfer full) (nullable): the oldest that was not there before. */
static gpointer
find_new (LbCopyJob *self, const Maker *maker)
{
  GListModel *list = maker->list (self->target);
  g_autoptr (GObject) found = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (GObject) object = g_list_model_get_item (list, i);
      g_autofree char *id = g_strdup_printf (" %" G_GINT64_FORMAT " ", maker->get_id (object));

      if (strstr (self->record->ids_before, id) == NULL && maker->is_ours (self, object) &&
          (found == NULL || maker->get_id (object) < maker->get_id (found)))
        g_set_object (&found, object);
    }

  return g_steal_pointer (&found);
}

/* Looks three times. FALSE: it could not be looked for. */
static gboolean
settle (LbCopyJob *self, const Maker *maker, gpointer *found, GError **error)
{
  for (gsize i = 0; *found == NULL && i < G_N_ELEMENTS (look_after_ms); i++)
    {
      lb_upload_queue_wait (self->queue, look_after_ms[i]);
      if (!lb_copy_job_goes_on (self, error) ||
          !dex_await (lb_session_refresh (self->target), error))
        return FALSE;
      *found = find_new (self, maker);
    }

  return TRUE;
}

static gboolean
take (LbCopyJob *self, const Maker *maker, gpointer object, GError **error)
{
  g_clear_pointer (&self->record->ids_before, g_free);
  maker->take (self, object);

  return lb_copy_job_keep (self, error);
}

/* (transfer full) (nullable): asks for one; NULL with @failure. */
static gpointer
ask (LbCopyJob *self, const Maker *maker, GError **failure)
{
  gpointer object = NULL;
  g_autoptr (GError) refusal = NULL;

  if (!dex_await (lb_session_refresh (self->target), failure))
    return NULL;
  /* It may have come late. */
  if (self->record->ids_before != NULL && (object = find_new (self, maker)) != NULL)
    return object;
  g_free (self->record->ids_before);
  self->record->ids_before = dup_ids (self, maker);
  if (!lb_copy_job_keep (self, failure))
    return NULL;

  object = dex_await_object (maker->create (self), &refusal);
  if (object != NULL)
    return object;
  if (!lb_error_is_doubtful (refusal))
    {
      g_clear_pointer (&self->record->ids_before, g_free);
      if (!lb_copy_job_keep (self, failure))
        return NULL;
    }
  g_propagate_error (failure, g_steal_pointer (&refusal));

  return NULL;
}

static gboolean
make (LbCopyJob *self, const Maker *maker, GError **error)
{
  for (guint n = 1;; n++)
    {
      g_autoptr (GObject) object = NULL;
      g_autoptr (GError) failure = NULL;

      if (!lb_copy_job_goes_on (self, error))
        return FALSE;
      if ((self->record->ids_before == NULL ||
           settle (self, maker, (gpointer *) &object, &failure)) &&
          object == NULL)
        object = ask (self, maker, &failure);
      if (object != NULL)
        return take (self, maker, object, error);
      if (!lb_copy_job_wait_out (self, failure, n, error))
        return FALSE;
    }
}

/* Projects. */

static gint64
project_id_cb (gpointer object)
{
  return lb_project_get_id (object);
}

static gboolean
is_our_project_cb (LbCopyJob *self, gpointer object)
{
  g_autoptr (LbProject) wanted = lb_copy_project_from_text (self->record->project);

  return wanted != NULL && g_strcmp0 (lb_project_get_project_name (object),
                                      lb_project_get_project_name (wanted)) == 0;
}

static DexFuture *
create_project_cb (LbCopyJob *self)
{
  g_autoptr (LbProject) wanted = lb_copy_project_from_text (self->record->project);

  if (wanted == NULL)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_STORAGE, "The project can't be read");

  return lb_session_create_project (self->target, wanted);
}

static void
take_project_cb (LbCopyJob *self, gpointer object)
{
  self->record->project_id = lb_project_get_id (object);
  lb_copy_job_set_step (self, LB_COPY_STEP_DATASET);
}

gboolean
lb_copy_job_make_project (LbCopyJob *self, GError **error)
{
  static const Maker maker = { lb_session_get_projects, project_id_cb, is_our_project_cb,
                               create_project_cb, take_project_cb };

  return make (self, &maker, error);
}

/* Datasets. */

static gint64
dataset_id_cb (gpointer object)
{
  return lb_dataset_get_id (object);
}

static gboolean
is_our_dataset_cb (LbCopyJob *self, gpointer object)
{
  return lb_dataset_get_project_id (object) == self->record->project_id &&
         g_strcmp0 (lb_dataset_get_name (object), self->record->name) == 0;
}

static DexFuture *
create_dataset_cb (LbCopyJob *self)
{
  LbProject *project = lb_session_find_project (self->target, self->record->project_id);

  if (project == NULL)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_NOT_FOUND, "The project is gone");

  return lb_session_create_dataset (self->target, project, self->record->name,
                                    self->record->training_version, NULL);
}

static void
take_dataset_cb (LbCopyJob *self, gpointer object)
{
  self->record->dataset_id = lb_dataset_get_id (object);
  g_set_str (&self->record->dataset_uuid, lb_session_get_uuid (self->target, object));
  lb_copy_job_set_step (self, LB_COPY_STEP_SCHEMA);
}

gboolean
lb_copy_job_make_dataset (LbCopyJob *self, GError **error)
{
  static const Maker maker = { lb_session_get_datasets, dataset_id_cb, is_our_dataset_cb,
                               create_dataset_cb, take_dataset_cb };

  return make (self, &maker, error);
}
