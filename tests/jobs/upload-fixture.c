#include "upload-fixture.h"

void
upload_fixture_wait (DexFuture *future)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (drop_folder_wait (future, &error));
  g_assert_no_error (error);
}

LbCheckJob *
upload_fixture_check (UploadFixture *self,
                      LbDataset *dataset,
                      const char *const *names,
                      GListModel *waiting)
{
  LbCheckJob *check = lb_check_job_new (dataset, lb_session_get_images (self->session, dataset));
  g_autoptr (GListModel) files = drop_folder_list (self->folder, names);

  lb_check_job_set_waiting (check, waiting);
  upload_fixture_wait (lb_check_job_run (check, files));

  return check;
}

void
upload_fixture_set_up (UploadFixture *self, int n_pictures)
{
  static const char *const drop[] = { "drop", NULL };
  g_autofree char *state = NULL;

  self->folder = drop_folder_new ();
  self->data = g_build_filename (self->folder, "data", NULL);
  state = g_build_filename (self->folder, "state", NULL);
  self->service = forgetful_service_new (self->data);
  self->session = lb_session_new_local (self->data, state);
  upload_fixture_wait (lb_session_open (self->session));
  self->dataset = lb_session_find_dataset (self->session, 2);
  g_assert_nonnull (self->dataset);
  upload_fixture_wait (lb_session_load_images (self->session, self->dataset));

  for (int i = 1; i <= n_pictures; i++)
    {
      g_autofree char *name = g_strdup_printf ("drop/%d.png", i);

      drop_folder_add_png (self->folder, name, 300, 300 + i, 0xff0000ff);
    }
  drop_folder_add_bytes (self->folder, "drop/z.txt", "no picture", -1);
  self->check = upload_fixture_check (self, self->dataset, drop, NULL);
  g_assert_cmpuint (lb_check_job_get_n_addable (self->check), ==, n_pictures);
  self->queue = lb_upload_queue_new (self->session);
  upload_fixture_wait (lb_upload_queue_open (self->queue));
}

void
upload_fixture_tear_down (UploadFixture *self)
{
  g_object_unref (self->check);
  lb_upload_queue_close (self->queue);
  g_object_unref (self->queue);
  lb_session_close (self->session);
  g_object_unref (self->session);
  forgetful_service_free (self->service);
  g_free (self->data);
  drop_folder_free (self->folder);
}

void
upload_fixture_add (UploadFixture *self)
{
  upload_fixture_wait (lb_upload_queue_add (
    self->queue, self->dataset, lb_check_job_get_candidates (self->check), TRUE, FALSE));
}

void
upload_fixture_finish (UploadFixture *self)
{
  while (lb_upload_queue_get_running (self->queue))
    g_main_context_iteration (NULL, TRUE);
}

LbUpload *
upload_fixture_nth (UploadFixture *self, guint index)
{
  g_autoptr (LbUpload) upload = g_list_model_get_item (G_LIST_MODEL (self->queue), index);

  g_assert_nonnull (upload);
  return upload; /* the queue keeps it */
}
