#include <string.h>

#include "base/lb-error.h"
#include "contract/lb-limits.h"
#include "drop-folder.h"
#include "hosted-session-fixture.h"
#include "jobs/lb-bulk-check.h"
#include "jobs/lb-bulk-job.h"
#include "jobs/lb-bulk-packed.h"

#define ACCEPTED                                                                                   \
  "{\"status\":\"pending\",\"progress_percentage\":0,\"total_processed\":0,\"done\":0,"            \
  "\"failed\":0,\"failed_images\":[]}"

/* An import into a service elsewhere, which can't see the files of this computer. */
typedef struct
{
  HostedSession base;
  HostedServer *store; /* where files are put; it must not hear the token */
  char *folder;
  LbBulkCheck *check; /* (owned): two pictures that are ready, one that is not */
  GFile *packed;      /* (owned) */
} Fixture;

static void
set_up (Fixture *self, gconstpointer era)
{
  static const char *const names[] = { "src", NULL };
  g_autoptr (GListModel) files = NULL;

  hosted_session_set_up (&self->base, era);
  self->store = hosted_server_new (HOSTED_MIXED);
  self->folder = drop_folder_new ();
  drop_folder_add_png (self->folder, "src/a.png", 1024, 1024, 0xff0000ff);
  drop_folder_add_png (self->folder, "src/b.png", 1024, 1024, 0x00ff00ff);
  drop_folder_add_png (self->folder, "src/small.png", 900, 1024, 0x0000ffff);
  files = drop_folder_list (self->folder, names);
  self->check = lb_bulk_check_new (FALSE);
  g_assert_true (drop_folder_wait (lb_bulk_check_run (self->check, files), NULL));
  self->packed = lb_bulk_packed_get_file (self->base.session, self->base.dataset);
}

static void
tear_down (Fixture *self, gconstpointer era)
{
  g_assert_null (strstr (hosted_server_get_heads (self->store), HOSTED_TOKEN));
  g_assert_false (g_file_query_exists (self->packed, NULL));
  g_clear_object (&self->packed);
  g_clear_object (&self->check);
  g_clear_pointer (&self->store, hosted_server_free);
  drop_folder_free (self->folder);
  hosted_session_tear_down (&self->base, era);
}

static LbBulkJob *
make_job (Fixture *self, const char *address, const char *upload_path)
{
  LbBulkJob *job = lb_bulk_job_new (self->base.session, self->base.dataset,
                                    lb_bulk_check_get_report (self->check));
  g_autofree char *upload =
    upload_path != NULL ? g_strconcat (hosted_server_get_origin (self->store), upload_path, NULL)
                        : NULL;

  lb_bulk_job_set_addresses (job, address, upload);
  return job;
}

/* R57: a picture that is too large for our own service goes into the ZIP file for another. */
static void
test_large (Fixture *self, gconstpointer era)
{
  static const char *const names[] = { "large", NULL };
  g_autoptr (GListModel) files = NULL;
  g_autoptr (LbBulkUpload) upload = NULL;
  g_autoptr (LbBulkJob) job = NULL;
  LbBulkReport *report;

  drop_folder_add_png (self->folder, "large/large.png", LB_LIMIT_SIDE_MAX + 1, 1024, 0x00ff00ff);
  files = drop_folder_list (self->folder, names);
  g_clear_object (&self->check);
  self->check = lb_bulk_check_new (FALSE);
  g_assert_true (drop_folder_wait (lb_bulk_check_run (self->check, files), NULL));
  report = lb_bulk_check_get_report (self->check);
  g_assert_cmpint (lb_bulk_report_get_obstacle (report), ==, LB_BULK_NO_IMAGES);

  lb_bulk_report_set_rules_mode (report, lb_session_get_rules_mode (self->base.session));
  g_assert_cmpint (lb_bulk_report_get_obstacle (report), ==, LB_BULK_CAN_GO);
  g_assert_cmpuint (lb_bulk_report_count (report, LB_BULK_TOO_LARGE), ==, 1);
  g_assert_cmpuint (lb_bulk_report_get_n_ready (report), ==, 1);

  hosted_server_say (self->store, "PUT", NULL, 200, NULL, NULL);
  hosted_server_say (self->base.server, "POST", HOSTED_BULK_PATH, 202, NULL, ACCEPTED);
  job = make_job (self, "https://store.example/boats.zip", "/put");
  upload = hosted_take_object (lb_bulk_job_run (job));
  g_assert_true (LB_IS_BULK_UPLOAD (upload));
  g_assert_true (g_str_has_prefix (hosted_server_last_body (self->store, "PUT", NULL), "PK"));
}

static void
step_cb (LbBulkJob *job, GParamSpec *pspec, GString *steps)
{
  g_string_append_printf (steps, "%d", lb_bulk_job_get_step (job));
}

/* The pair of addresses: the file is put to the one, and the service told the other. */
static void
test_put (Fixture *self, gconstpointer era)
{
  g_autoptr (LbBulkJob) job =
    make_job (self, "https://store.example/boats.zip?sig=a", "/put?sig=b");
  g_autoptr (GString) steps = g_string_new (NULL);
  g_autoptr (LbBulkUpload) upload = NULL;
  const char *body;

  hosted_server_say (self->store, "PUT", NULL, 200, NULL, NULL);
  hosted_server_say (self->base.server, "POST", HOSTED_BULK_PATH, 202, NULL, ACCEPTED);
  g_signal_connect (job, "notify::step", G_CALLBACK (step_cb), steps);
  upload = hosted_take_object (lb_bulk_job_run (job));
  g_assert_true (LB_IS_BULK_UPLOAD (upload));
  g_assert_cmpstr (steps->str, ==, "1234");
  g_assert_cmpuint (hosted_server_count (self->store, "PUT", NULL), ==, 1);
  g_assert_true (g_str_has_prefix (hosted_server_last_body (self->store, "PUT", NULL), "PK"));

  body = hosted_server_last_body (self->base.server, "POST", HOSTED_BULK_PATH);
  g_assert_nonnull (strstr (body, "https://store.example/boats.zip?sig=a"));
  g_assert_null (strstr (body, "sig=b"));
}

/* A file that is there already is neither made nor sent. */
static void
test_there (Fixture *self, gconstpointer era)
{
  g_autoptr (LbBulkJob) job = make_job (self, "https://store.example/boats.zip", NULL);
  g_autoptr (LbBulkUpload) upload = NULL;

  hosted_server_say (self->base.server, "POST", HOSTED_BULK_PATH, 202, NULL, ACCEPTED);
  upload = hosted_take_object (lb_bulk_job_run (job));
  g_assert_cmpint (lb_bulk_job_get_step (job), ==, LB_BULK_STEP_STARTED);
  g_assert_cmpuint (hosted_server_count (self->base.server, "POST", HOSTED_BULK_PATH), ==, 1);
  g_assert_null (strstr (hosted_server_last_body (self->base.server, "POST", HOSTED_BULK_PATH),
                         "content_moderation"));
}

/* R52: the service is asked to look at the pictures first. */
static void
test_moderated (Fixture *self, gconstpointer era)
{
  g_autoptr (LbBulkJob) job = make_job (self, "https://store.example/boats.zip", NULL);
  g_autoptr (LbBulkUpload) upload = NULL;

  hosted_server_say (self->base.server, "POST", HOSTED_BULK_PATH, 202, NULL, ACCEPTED);
  lb_bulk_job_set_content_moderation (job, TRUE);
  upload = hosted_take_object (lb_bulk_job_run (job));
  g_assert_nonnull (strstr (hosted_server_last_body (self->base.server, "POST", HOSTED_BULK_PATH),
                            "\"content_moderation\":true"));
}

/* When the file does not get there, the one try is not used. */
static void
test_put_refused (Fixture *self, gconstpointer era)
{
  g_autoptr (LbBulkJob) job = make_job (self, "https://store.example/boats.zip", "/put");

  hosted_server_say (self->store, "PUT", NULL, 403, NULL, "expired");
  g_assert_false (drop_folder_wait (lb_bulk_job_run (job), NULL));
  g_assert_cmpint (lb_bulk_job_get_step (job), ==, LB_BULK_STEP_WAITING);
  g_assert_cmpuint (hosted_server_count (self->base.server, "POST", HOSTED_BULK_PATH), ==, 0);
}

static void
test_refused (Fixture *self, gconstpointer era)
{
  g_autoptr (LbBulkJob) job = make_job (self, "https://store.example/boats.zip", "/put");
  g_autoptr (GError) error = NULL;

  hosted_server_say (self->store, "PUT", NULL, 200, NULL, NULL);
  hosted_server_say (self->base.server, "POST", HOSTED_BULK_PATH, 400, NULL,
                     "{\"message\":\"The dataset is not empty\"}");
  g_assert_false (drop_folder_wait (lb_bulk_job_run (job), &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_INVALID);
}

static void
cancel_cb (LbBulkJob *job, GParamSpec *pspec, gpointer data)
{
  if (lb_bulk_job_get_step (job) == LB_BULK_STEP_SENDING)
    lb_bulk_job_cancel (job);
}

static void
test_cancel (Fixture *self, gconstpointer era)
{
  g_autoptr (LbBulkJob) job = make_job (self, "https://store.example/boats.zip", "/put");

  hosted_server_say (self->store, "PUT", NULL, 200, NULL, NULL);
  g_signal_connect (job, "notify::step", G_CALLBACK (cancel_cb), NULL);
  g_assert_false (drop_folder_wait (lb_bulk_job_run (job), NULL));
  g_assert_cmpuint (hosted_server_count (self->base.server, "POST", HOSTED_BULK_PATH), ==, 0);
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, GUINT_TO_POINTER (HOSTED_MIXED), set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_autofree char *cache = g_dir_make_tmp ("lookbook-cache-XXXXXX", NULL);

  g_setenv ("XDG_CACHE_HOME", cache, TRUE);
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  add ("/jobs/bulk-hosted/put", test_put);
  add ("/jobs/bulk-hosted/large", test_large);
  add ("/jobs/bulk-hosted/there", test_there);
  add ("/jobs/bulk-hosted/moderated", test_moderated);
  add ("/jobs/bulk-hosted/put-refused", test_put_refused);
  add ("/jobs/bulk-hosted/refused", test_refused);
  add ("/jobs/bulk-hosted/cancel", test_cancel);
  return g_test_run ();
}
