#include <string.h>

#include "base/lb-error.h"
#include "drop-folder.h"
#include "hosted-session-fixture.h"
#include "jobs/lb-download-job.h"

#define DOWNLOAD_PATH "/v1/datasets/34/download"

/* The archives of a dataset elsewhere, behind links that run out. */
typedef struct
{
  HostedSession base;
  char *folder;
  LbDownloadJob *job; /* (owned) */
} Fixture;

static void
set_up (Fixture *self, gconstpointer era)
{
  g_autoptr (GFile) file = NULL;

  hosted_session_set_up (&self->base, era);
  self->folder = drop_folder_new ();
  file = g_file_new_build_filename (self->folder, "boats.zip", NULL);
  self->job = lb_download_job_new (self->base.session, self->base.dataset, file);
}

static void
tear_down (Fixture *self, gconstpointer era)
{
  g_clear_object (&self->job);
  drop_folder_free (self->folder);
  hosted_session_tear_down (&self->base, era);
}

/* The next answer with links. @captions: (nullable) */
static void
say_links (Fixture *self, const char *images, const char *captions)
{
  const char *origin = hosted_server_get_origin (self->base.server);
  g_autofree char *more = captions != NULL
                            ? g_strdup_printf (",\"captions_url\":\"%s%s\"", origin, captions)
                            : g_strdup ("");
  g_autofree char *body = g_strdup_printf ("{\"download_url\":\"%s%s\"%s}", origin, images, more);

  hosted_server_say_once (self->base.server, "GET", DOWNLOAD_PATH, 200, NULL, body);
}

static void
say_file (Fixture *self, const char *path, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));

  hosted_server_say_bytes (self->base.server, "GET", path, 200, bytes);
}

/* That there is nothing else in the folder, hidden or not. */
static void
assert_files (Fixture *self, const char *const *names, const char *const *texts)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  g_assert_cmpuint (n, ==, g_strv_length ((char **) names));
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *path = g_build_filename (self->folder, names[i], NULL);
      g_autofree char *text = NULL;

      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      g_assert_cmpstr (text, ==, texts[i]);
    }
}

static const char *const none[] = { NULL };

static void
test_both (Fixture *self, gconstpointer era)
{
  static const char *const names[] = { "boats.zip", "boats-captions.jsonl", NULL };
  static const char *const texts[] = { "the images", "the captions", NULL };

  say_links (self, "/images.zip", "/captions.JSONL?sig=1");
  say_file (self, "/images.zip", texts[0]);
  say_file (self, "/captions.JSONL", texts[1]);
  g_assert_true (drop_folder_wait (lb_download_job_run (self->job), NULL));
  assert_files (self, names, texts);
  g_assert_nonnull (lb_download_job_get_images_file (self->job));
  g_assert_nonnull (lb_download_job_get_captions_file (self->job));
}

/* R92: a link that has run out is asked for again, once. */
static void
test_run_out (Fixture *self, gconstpointer era)
{
  static const char *const names[] = { "boats.zip", NULL };
  static const char *const texts[] = { "the images", NULL };

  say_links (self, "/old.zip", NULL);
  say_links (self, "/new.zip", NULL);
  hosted_server_say (self->base.server, "GET", "/old.zip", 403, NULL, "expired");
  say_file (self, "/new.zip", texts[0]);
  g_assert_true (drop_folder_wait (lb_download_job_run (self->job), NULL));
  g_assert_cmpuint (hosted_server_count (self->base.server, "GET", DOWNLOAD_PATH), ==, 2);
  assert_files (self, names, texts);
}

static void
test_run_out_twice (Fixture *self, gconstpointer era)
{
  g_autoptr (GError) error = NULL;

  say_links (self, "/old.zip", NULL);
  say_links (self, "/new.zip", NULL);
  hosted_server_say (self->base.server, "GET", "/old.zip", 410, NULL, "gone");
  hosted_server_say (self->base.server, "GET", "/new.zip", 410, NULL, "gone");
  g_assert_false (drop_folder_wait (lb_download_job_run (self->job), &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_GONE);
  g_assert_cmpuint (hosted_server_count (self->base.server, "GET", DOWNLOAD_PATH), ==, 2);
  assert_files (self, none, none);
  g_assert_null (lb_download_job_get_images_file (self->job));
}

/* The captions that are no more when their link is renewed are not missed. */
static void
test_captions_gone (Fixture *self, gconstpointer era)
{
  static const char *const names[] = { "boats.zip", NULL };
  static const char *const texts[] = { "the images", NULL };

  say_links (self, "/images.zip", "/captions.zip");
  say_links (self, "/images.zip", NULL);
  say_file (self, "/images.zip", texts[0]);
  hosted_server_say (self->base.server, "GET", "/captions.zip", 403, NULL, "expired");
  g_assert_true (drop_folder_wait (lb_download_job_run (self->job), NULL));
  g_assert_cmpuint (hosted_server_count (self->base.server, "GET", "/images.zip"), ==, 1);
  assert_files (self, names, texts);
  g_assert_null (lb_download_job_get_captions_file (self->job));
}

static void
bytes_cb (LbDownloadJob *job, GParamSpec *pspec, gpointer data)
{
  if (lb_download_job_get_n_bytes (job) > 0)
    lb_download_job_cancel (job);
}

/* Stopped in the middle of the file, of which nothing is left. */
static void
test_cancel (Fixture *self, gconstpointer era)
{
  g_autoptr (GError) error = NULL;

  say_links (self, "/images.zip", NULL);
  hosted_server_drip (self->base.server, "/images.zip", 100000, 10);
  g_signal_connect (self->job, "notify::n-bytes", G_CALLBACK (bytes_cb), NULL);
  g_assert_false (drop_folder_wait (lb_download_job_run (self->job), &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_CANCELLED);
  assert_files (self, none, none);
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, GUINT_TO_POINTER (HOSTED_MIXED), set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  add ("/jobs/download-hosted/both", test_both);
  add ("/jobs/download-hosted/run-out", test_run_out);
  add ("/jobs/download-hosted/run-out-twice", test_run_out_twice);
  add ("/jobs/download-hosted/captions-gone", test_captions_gone);
  add ("/jobs/download-hosted/cancel", test_cancel);
  return g_test_run ();
}
