#include <stdio.h>
#include <string.h>

#include "base/lb-error.h"
#include "contract/lb-limits.h"
#include "drop-folder.h"
#include "hosted-session-fixture.h"
#include "jobs/lb-bulk-check.h"
#include "jobs/lb-bulk-job.h"
#include "jobs/lb-bulk-pack.h"
#include "jobs/lb-bulk-packed.h"
#include "session/lb-account-entry-private.h"
#include "session/lb-session-private.h"

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

#define SECRET "52.5 N 13.4 E"

/* Behind the end of each picture. */
static void
add_secrets (Fixture *self)
{
  static const char *const names[] = { "src/a.png", "src/b.png" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (self->folder, names[i], NULL);
      FILE *file = fopen (path, "ab");

      g_assert_nonnull (file);
      g_assert_cmpuint (fwrite (SECRET, 1, strlen (SECRET), file), ==, strlen (SECRET));
      fclose (file);
    }
}

static void
check_again (Fixture *self, const char *name)
{
  const char *const names[] = { name, NULL };
  g_autoptr (GListModel) files = drop_folder_list (self->folder, names);

  g_clear_object (&self->check);
  self->check = lb_bulk_check_new (FALSE);
  g_assert_true (drop_folder_wait (lb_bulk_check_run (self->check, files), NULL));
}

/* What is put there, as it is just before. */
static void
look_cb (LbBulkJob *job, GParamSpec *pspec, GBytes **sent)
{
  g_autoptr (GFile) file = NULL;

  if (lb_bulk_job_get_step (job) != LB_BULK_STEP_SENDING)
    return;

  file = g_object_ref (g_object_get_data (G_OBJECT (job), "packed"));
  *sent = g_file_load_bytes (file, NULL, NULL, NULL);
}

/* (transfer full): the ZIP file that goes out. */
static GBytes *
send_zip (Fixture *self)
{
  g_autoptr (LbBulkJob) job = make_job (self, "https://store.example/boats.zip", "/put");
  GBytes *sent = NULL;

  hosted_server_say (self->store, "PUT", NULL, 200, NULL, NULL);
  hosted_server_say (self->base.server, "POST", HOSTED_BULK_PATH, 202, NULL, ACCEPTED);
  g_object_set_data (G_OBJECT (job), "packed", self->packed);
  g_signal_connect (job, "notify::step", G_CALLBACK (look_cb), &sent);
  g_object_unref (hosted_take_object (lb_bulk_job_run (job)));
  g_assert_nonnull (sent);

  return sent;
}

static gboolean
tells (GBytes *zip)
{
  gsize size = 0;
  const char *data = g_bytes_get_data (zip, &size);

  return memmem (data, size, SECRET, strlen (SECRET)) != NULL;
}

static void
set_strips (Fixture *self, gboolean wanted)
{
  const LbAccountRecord record = { .label = "Bria",
                                   .base_url = hosted_server_get_origin (self->base.server),
                                   .strips_metadata = wanted };
  g_autoptr (LbAccountEntry) account = lb_account_entry_new ("x", LB_ACCOUNT_HOSTED, self->folder);

  lb_account_entry_set (account, &record);
  g_set_object (&self->base.session->account, account);
}

/* What leaves does not say where it was made; a person's own ZIP file is made anew for that. Test
 * data: whether it is one. */
static void
test_strips (Fixture *self, gboolean zipped)
{
  g_autoptr (GBytes) plain = NULL;
  g_autoptr (GBytes) sent = NULL;

  add_secrets (self);
  check_again (self, "src");
  if (zipped)
    {
      g_autofree char *path = g_build_filename (self->folder, "own.zip", NULL);
      g_autoptr (GFile) own = g_file_new_for_path (path);
      g_autoptr (LbBulkPack) pack = lb_bulk_pack_new (lb_bulk_check_get_report (self->check), own);

      g_assert_true (drop_folder_wait (lb_bulk_pack_run (pack), NULL));
      plain = g_file_load_bytes (own, NULL, NULL, NULL);
      g_assert_true (tells (plain));
      check_again (self, "own.zip");
      g_assert_false (lb_bulk_report_must_pack (lb_bulk_check_get_report (self->check)));
    }

  set_strips (self, TRUE);
  sent = send_zip (self);
  g_assert_false (tells (sent));
}

static void
test_strips_files (Fixture *self, gconstpointer era)
{
  test_strips (self, FALSE);
}

static void
test_strips_zip (Fixture *self, gconstpointer era)
{
  test_strips (self, TRUE);
}

/* Who has said that it may say so has it as it is. */
static void
test_unstripped (Fixture *self, gconstpointer era)
{
  g_autoptr (GBytes) sent = NULL;

  add_secrets (self);
  check_again (self, "src");
  set_strips (self, FALSE);
  sent = send_zip (self);
  g_assert_true (tells (sent));
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
  add ("/jobs/bulk-hosted/strips/files", test_strips_files);
  add ("/jobs/bulk-hosted/strips/zip", test_strips_zip);
  add ("/jobs/bulk-hosted/unstripped", test_unstripped);
  add ("/jobs/bulk-hosted/there", test_there);
  add ("/jobs/bulk-hosted/moderated", test_moderated);
  add ("/jobs/bulk-hosted/put-refused", test_put_refused);
  add ("/jobs/bulk-hosted/refused", test_refused);
  add ("/jobs/bulk-hosted/cancel", test_cancel);
  return g_test_run ();
}
