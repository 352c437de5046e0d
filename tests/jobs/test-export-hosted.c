#include <string.h>

#include "base/lb-error.h"
#include "drop-folder.h"
#include "export-fixture.h"
#include "jobs/lb-export-job.h"

/* Exports of an account elsewhere, whose pictures are on another host. */

#define N_PICTURES 3
#define TOKEN "canary-77"

static void
set_up (ExportFixture *self, gconstpointer data)
{
  export_fixture_set_up (self, N_PICTURES);
}

static void
tear_down (ExportFixture *self, gconstpointer data)
{
  export_fixture_tear_down (self);
}

static void
serve_none (ExportFixture *self, guint n)
{
  static const char answer[] = "HTTP/1.1 404 Not Found\r\nConnection: close\r\n"
                               "Content-Length: 0\r\n\r\n";

  for (guint i = 0; i < n; i++)
    raw_host_answer (self->pictures, answer, -1);
}

static LbExportJob *
new_job (ExportFixture *self)
{
  g_autoptr (GFile) target = g_file_new_build_filename (self->place, "out", NULL);

  return lb_export_job_new (self->base.session, self->base.dataset, target, LB_EXPORT_TXT, FALSE);
}

static void
refuse (ExportFixture *self, LbExportJob *job)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) folder = g_dir_open (self->place, 0, NULL);

  g_assert_false (drop_folder_wait (lb_export_job_run (job), &error));
  g_assert_cmpint (error->domain, ==, LB_ERROR);
  g_assert_cmpstr (lb_export_job_get_failed (job), !=, NULL);
  g_assert_null (g_dir_read_name (folder)); /* hidden or not */
}

/* (transfer full): the names of all that was written, in order. */
static char *
list_names (ExportFixture *self)
{
  g_autofree char *path = g_build_filename (self->place, "out", NULL);
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  g_assert_nonnull (folder);
  while ((name = g_dir_read_name (folder)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort_values (names, (GCompareFunc) g_strcmp0);
  g_ptr_array_add (names, NULL);

  return g_strjoinv (" ", (char **) names->pdata);
}

static void
assert_no_token (ExportFixture *self)
{
  g_autofree char *requests = raw_host_dup_requests (self->pictures);
  const char *const command[] = { "grep", "-rqF", TOKEN, self->place, NULL };
  g_autoptr (GSubprocess) grep = g_subprocess_newv (command, G_SUBPROCESS_FLAGS_NONE, NULL);

  g_assert_nonnull (strstr (requests, "GET /"));
  g_assert_null (strstr (requests, TOKEN));
  g_assert_true (g_subprocess_wait (grep, NULL, NULL));
  g_assert_cmpint (g_subprocess_get_exit_status (grep), ==, 1);
}

static LbImage *
nth_image (ExportFixture *self, guint nth)
{
  GListModel *images = lb_session_get_images (self->base.session, self->base.dataset);
  g_autoptr (LbImage) image = g_list_model_get_item (images, nth);

  g_assert_nonnull (image);
  return image; /* the session has it */
}

static char *
read_text (ExportFixture *self, const char *name)
{
  g_autofree char *path = g_build_filename (self->place, "out", name, NULL);
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

/* The names are those that a person knows, and the picture host learns nothing. */
static void
test_export (ExportFixture *self, gconstpointer data)
{
  g_autoptr (LbExportJob) job = new_job (self);
  g_autoptr (GError) error = NULL;
  g_autofree char *names = NULL;

  g_assert_cmpstr (lb_image_get_image_name (nth_image (self, 0)), !=, "1.png");
  export_fixture_serve (self, N_PICTURES);
  g_assert_true (drop_folder_wait (lb_export_job_run (job), &error));
  g_assert_no_error (error);
  names = list_names (self);
  g_assert_true (g_str_has_prefix (names, "1.png "));
  g_assert_nonnull (strstr (names, " 2.png "));
  g_assert_nonnull (strstr (names, " 3.png "));
  g_assert_nonnull (strstr (names, " SHA256SUMS lookbook.json"));
  assert_no_token (self);
}

/* What a person wrote is in it, whether the service has it or not. */
static void
test_unsent (ExportFixture *self, gconstpointer data)
{
  g_autoptr (LbExportJob) job = new_job (self);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "contract", "examples",
                                                 "structured-prompt.photo.json", NULL);
  const char *stored = lb_image_get_image_name (nth_image (self, 1)); /* "2.png" or "3.png" */
  g_autofree char *name = g_strdup_printf ("%c.txt", *stored);
  g_autofree char *written = NULL;
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &written, NULL, NULL));
  picture_host_set_down (self->base.host, TRUE);
  g_assert_true (drop_folder_wait (
    lb_session_edit_caption (self->base.session, nth_image (self, 1), written), &error));
  export_fixture_serve (self, N_PICTURES);
  g_assert_true (drop_folder_wait (lb_export_job_run (job), &error));
  g_assert_no_error (error);
  text = read_text (self, name);
  g_assert_cmpstr (text, ==, written);
  g_assert_cmpuint (lb_export_job_get_n_drafts (job), ==, 0);
}

/* A picture that is not to be had is named, and nothing is half written. */
static void
test_missing (ExportFixture *self, gconstpointer data)
{
  g_autoptr (LbExportJob) job = new_job (self);

  serve_none (self, 2 * N_PICTURES); /* a link is asked for again once */
  refuse (self, job);
  g_assert_cmpstr (lb_export_job_get_failed (job), ==, "1.png");
}

/* Nobody is there: the same. What was looked at before needs nobody. */
static void
test_offline (ExportFixture *self, gconstpointer data)
{
  g_autoptr (LbExportJob) refused = new_job (self);
  g_autoptr (LbExportJob) job = new_job (self);
  g_autoptr (GError) error = NULL;

  picture_host_set_down (self->base.host, TRUE);
  refuse (self, refused);

  picture_host_set_down (self->base.host, FALSE);
  export_fixture_serve (self, N_PICTURES);
  for (guint i = 0; i < N_PICTURES; i++)
    g_assert_true (
      drop_folder_wait (lb_session_fetch_picture (self->base.session, nth_image (self, i)), NULL));
  picture_host_set_down (self->base.host, TRUE);
  g_assert_true (drop_folder_wait (lb_export_job_run (job), &error));
  g_assert_no_error (error);
}

static void
add (const char *path, void (*test) (ExportFixture *, gconstpointer))
{
  g_test_add (path, ExportFixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

  add ("/jobs/export-hosted/export", test_export);
  add ("/jobs/export-hosted/unsent", test_unsent);
  add ("/jobs/export-hosted/missing", test_missing);
  add ("/jobs/export-hosted/offline", test_offline);

  return g_test_run ();
}
