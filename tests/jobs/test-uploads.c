#include "base/lb-error.h"
#include "jobs/lb-uploads.h"
#include "upload-fixture.h"

/* What was told, in its order: "+" a job was added, "1" it became the active one, "." it ended. */
typedef struct
{
  UploadFixture base;
  LbUploads *uploads;
  LbDataset *other;
  LbUploadJob *second;
  LbUploadJob *third;
  GString *told;
} Fixture;

static void
active_cb (Fixture *self)
{
  LbUploadJob *active = lb_uploads_get_active (self->uploads);

  if (active == self->base.job)
    g_string_append_c (self->told, '1');
  else if (active == self->second)
    g_string_append_c (self->told, '2');
  else if (active == self->third)
    g_string_append_c (self->told, '3');
}

static void
ended_cb (Fixture *self, LbUploadJob *job)
{
  g_assert_false (lb_upload_job_get_running (job));
  g_assert_null (lb_uploads_get_active (self->uploads));
  g_string_append_c (self->told, '.');
}

static void
items_cb (Fixture *self, guint position, guint removed, guint added)
{
  for (guint i = 0; i < added; i++)
    g_string_append_c (self->told, '+');
  for (guint i = 0; i < removed; i++)
    g_string_append_c (self->told, '-');
}

static LbUploadJob *
new_job (Fixture *self, LbDataset *dataset, const char *folder, guint32 colour)
{
  const char *names[] = { folder, NULL };
  g_autoptr (LbCheckJob) check = NULL;

  for (int i = 1; i <= 3; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s/%d.png", folder, i);

      drop_folder_add_png (self->base.folder, name, 300, 300 + i, colour);
    }
  check = upload_fixture_check (&self->base, dataset, names, NULL);

  return lb_upload_job_new (self->base.session, dataset, lb_check_job_get_candidates (check), TRUE);
}

/* Three uploads of three files each, the third for another dataset. */
static void
set_up (Fixture *self, gconstpointer data)
{
  upload_fixture_set_up (&self->base, 3);
  self->other = lb_session_find_dataset (self->base.session, 3);
  self->second = new_job (self, self->base.dataset, "blue", 0x0000ffff);
  self->third = new_job (self, self->other, "green", 0x00ff00ff);
  self->told = g_string_new (NULL);
  self->uploads = lb_uploads_new ();
  g_signal_connect_swapped (self->uploads, "notify::active", G_CALLBACK (active_cb), self);
  g_signal_connect_swapped (self->uploads, "job-ended", G_CALLBACK (ended_cb), self);
  g_signal_connect_swapped (self->uploads, "items-changed", G_CALLBACK (items_cb), self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_object (&self->uploads);
  g_string_free (self->told, TRUE);
  g_object_unref (self->second);
  g_object_unref (self->third);
  upload_fixture_tear_down (&self->base);
}

static void
add_all (Fixture *self)
{
  lb_uploads_add (self->uploads, self->base.job);
  lb_uploads_add (self->uploads, self->second);
  lb_uploads_add (self->uploads, self->third);
}

static void
wait_for_end (Fixture *self)
{
  while (lb_uploads_get_running (self->uploads))
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_for_stored (Fixture *self, guint n)
{
  while (forgetful_service_get_n_stored (self->base.service) < n)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_in_order (Fixture *self, gconstpointer data)
{
  GPtrArray *images = forgetful_service_get_images (self->base.service);

  g_assert_false (lb_uploads_get_running (self->uploads));
  g_assert_null (lb_uploads_get_active (self->uploads));
  add_all (self);
  g_assert_true (lb_uploads_get_active (self->uploads) == self->base.job);
  g_assert_true (lb_uploads_get_running (self->uploads));
  g_assert_cmpuint (lb_uploads_get_n_total (self->uploads), ==, 9);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (self->uploads)), ==, 3);

  wait_for_end (self);
  g_assert_cmpstr (self->told->str, ==, "+1++.2.3.");
  g_assert_cmpuint (lb_uploads_get_n_done (self->uploads), ==, 9);
  g_assert_cmpfloat (lb_uploads_get_fraction (self->uploads), ==, 1);
  g_assert_cmpuint (images->len, ==, 9);
  for (guint i = 0; i < images->len; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.png", i % 3 + 1);

      g_assert_cmpint (lb_image_get_dataset_id (images->pdata[i]), ==, i < 6 ? 2 : 3);
      g_assert_cmpstr (lb_image_get_image_name (images->pdata[i]), ==, name);
    }

  lb_uploads_clear (self->uploads);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (self->uploads)), ==, 0);
  g_assert_cmpuint (lb_uploads_get_n_total (self->uploads), ==, 0);
}

/* Even one that comes while the last one ends. */
static void
add_third_cb (LbUploads *uploads, LbUploadJob *job, Fixture *self)
{
  if (job == self->base.job)
    lb_uploads_add (uploads, self->third);
}

static void
test_added_at_the_end (Fixture *self, gconstpointer data)
{
  g_signal_connect (self->uploads, "job-ended", G_CALLBACK (add_third_cb), self);
  lb_uploads_add (self->uploads, self->base.job);
  wait_for_end (self);

  g_assert_cmpstr (self->told->str, ==, "+1.+3.");
  g_assert_cmpuint (lb_uploads_get_n_done (self->uploads), ==, 6);
}

static void
test_cancel_waiting (Fixture *self, gconstpointer data)
{
  add_all (self);
  lb_upload_job_cancel (self->second);
  g_assert_cmpuint (lb_uploads_get_n_cancelled (self->uploads), ==, 3);
  wait_for_end (self);

  g_assert_cmpstr (self->told->str, ==, "+1++.3.");
  g_assert_cmpuint (lb_uploads_get_n_done (self->uploads), ==, 6);
  g_assert_cmpuint (forgetful_service_get_n_uploads (self->base.service), ==, 6);
}

/* What the active one was cancelled in the middle of is no concern of the next. */
static void
test_cancel_active (Fixture *self, gconstpointer data)
{
  forgetful_service_hold (self->base.service, TRUE);
  add_all (self);
  wait_for_stored (self, 1);
  lb_upload_job_cancel (self->base.job);
  forgetful_service_hold (self->base.service, FALSE);
  wait_for_end (self);

  g_assert_cmpstr (self->told->str, ==, "+1++.2.3.");
  g_assert_cmpuint (lb_upload_job_get_n_cancelled (self->base.job), ==, 2);
  g_assert_cmpuint (lb_upload_job_get_n_done (self->second), ==, 3);
  g_assert_cmpuint (lb_upload_job_get_n_done (self->third), ==, 3);
}

static void
test_cancel_all (Fixture *self, gconstpointer data)
{
  forgetful_service_hold (self->base.service, TRUE);
  add_all (self);
  wait_for_stored (self, 1);
  lb_uploads_cancel (self->uploads);
  forgetful_service_hold (self->base.service, FALSE);
  wait_for_end (self);

  g_assert_cmpstr (self->told->str, ==, "+1++.");
  g_assert_cmpuint (lb_uploads_get_n_cancelled (self->uploads), ==, 8);
  g_assert_cmpuint (forgetful_service_get_n_uploads (self->base.service), ==, 1);
  g_assert_null (lb_uploads_get_active (self->uploads));
}

static void
test_retry (Fixture *self, gconstpointer data)
{
  forgetful_service_drop_uploads (self->base.service, 4);
  add_all (self);
  wait_for_end (self);
  g_assert_cmpuint (lb_uploads_get_n_failed (self->uploads), ==, 4);
  g_assert_cmpuint (lb_upload_job_get_n_failed (self->base.job), ==, 3);
  for (guint i = 0; i < 3; i++)
    g_assert_error (lb_candidate_get_error (upload_fixture_nth (self->base.job, i)), LB_ERROR,
                    LB_ERROR_SERVER);

  g_string_truncate (self->told, 0);
  lb_uploads_retry (self->uploads);
  g_assert_true (lb_uploads_get_running (self->uploads));
  wait_for_end (self);
  g_assert_cmpstr (self->told->str, ==, "1.2."); /* nothing is left to do in the third */
  g_assert_cmpuint (lb_uploads_get_n_failed (self->uploads), ==, 0);
  g_assert_cmpuint (forgetful_service_get_n_stored (self->base.service), ==, 9);
}

static void
test_clear_keeps_what_runs (Fixture *self, gconstpointer data)
{
  lb_uploads_add (self->uploads, self->base.job);
  wait_for_end (self);
  forgetful_service_hold (self->base.service, TRUE);
  lb_uploads_add (self->uploads, self->second);
  lb_uploads_add (self->uploads, self->third);
  lb_uploads_clear (self->uploads);

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (self->uploads)), ==, 2);
  g_assert_cmpuint (lb_uploads_get_n_done (self->uploads), ==, 0);
  g_assert_true (lb_uploads_get_active (self->uploads) == self->second);
  wait_for_stored (self, 4);
  forgetful_service_hold (self->base.service, FALSE);
  wait_for_end (self);
  g_assert_cmpuint (lb_uploads_get_n_done (self->uploads), ==, 6);
}

/* A drop that comes while the same files wait repeats none of them. */
static void
test_waiting_files (Fixture *self, gconstpointer data)
{
  static const char *const names[] = { "drop/1.png", "blue/2.png", "green/3.png", NULL };
  g_autoptr (GListModel) waiting = NULL;
  g_autoptr (LbCheckJob) check = NULL;

  forgetful_service_hold (self->base.service, TRUE);
  add_all (self);
  wait_for_stored (self, 1);
  waiting = lb_uploads_list_waiting (self->uploads, self->base.dataset);
  g_assert_cmpuint (g_list_model_get_n_items (waiting), ==, 6); /* none of the other dataset's */

  check = upload_fixture_check (&self->base, self->base.dataset, names, waiting);
  g_assert_cmpuint (lb_check_job_get_n_addable (check), ==, 1);
  lb_uploads_cancel (self->uploads);
  forgetful_service_hold (self->base.service, FALSE);
  wait_for_end (self);

  /* Given up, they may be added again; judging starts anew with the switch. */
  lb_check_job_set_increase_resolution (check, FALSE);
  lb_check_job_set_increase_resolution (check, TRUE);
  g_assert_cmpuint (lb_check_job_get_n_addable (check), >=, 2);
}

static void
test_waiting_files_fill (Fixture *self, gconstpointer data)
{
  static const char *const names[] = { "grey", NULL };
  g_autoptr (GListModel) waiting = NULL;
  g_autoptr (LbCheckJob) check = NULL;
  g_autoptr (LbUploadJob) job = new_job (self, self->base.dataset, "grey", 0x808080ff);

  forgetful_service_hold (self->base.service, TRUE);
  lb_dataset_set_images_count (self->base.dataset, 192);
  add_all (self);
  waiting = lb_uploads_list_waiting (self->uploads, self->base.dataset);
  check = upload_fixture_check (&self->base, self->base.dataset, names, waiting);

  g_assert_cmpuint (lb_check_job_get_n_addable (check), ==, 2); /* 192, 6 to come, 2 more */
  lb_uploads_cancel (self->uploads);
  forgetful_service_hold (self->base.service, FALSE);
  wait_for_end (self);
}

/* The same bytes in two jobs, checked before either was sent, arrive once. */
static void
test_same_bytes (Fixture *self, gconstpointer data)
{
  g_autoptr (LbUploadJob) again = new_job (self, self->base.dataset, "blue", 0x0000ffff);

  lb_uploads_add (self->uploads, self->second);
  lb_uploads_add (self->uploads, again);
  wait_for_end (self);

  g_assert_cmpuint (lb_upload_job_get_n_done (again), ==, 3);
  g_assert_cmpuint (forgetful_service_get_n_uploads (self->base.service), ==, 3);
}

static void
test_disposed (Fixture *self, gconstpointer data)
{
  LbUploads *weak = self->uploads;

  forgetful_service_hold (self->base.service, TRUE);
  add_all (self);
  wait_for_stored (self, 1);
  g_object_add_weak_pointer (G_OBJECT (weak), (gpointer *) &weak);
  g_clear_object (&self->uploads);
  g_assert_null (weak);
  forgetful_service_hold (self->base.service, FALSE);
  while (lb_upload_job_get_running (self->base.job))
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpuint (lb_upload_job_get_n_cancelled (self->third), ==, 3);
  g_assert_cmpuint (forgetful_service_get_n_uploads (self->base.service), ==, 1);
}

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
#define ADD(name, test) g_test_add ("/jobs/uploads/" name, Fixture, NULL, set_up, test, tear_down)
  ADD ("in-order", test_in_order);
  ADD ("added-at-the-end", test_added_at_the_end);
  ADD ("cancel-waiting", test_cancel_waiting);
  ADD ("cancel-active", test_cancel_active);
  ADD ("cancel-all", test_cancel_all);
  ADD ("retry", test_retry);
  ADD ("clear-keeps-what-runs", test_clear_keeps_what_runs);
  ADD ("waiting-files", test_waiting_files);
  ADD ("waiting-files-fill", test_waiting_files_fill);
  ADD ("same-bytes", test_same_bytes);
  ADD ("disposed", test_disposed);
#undef ADD
  return g_test_run ();
}
