#include <string.h>

#include "base/lb-error.h"
#include "hosted-session-fixture.h"
#include "model/lb-bulk-upload.h"
#include "session/lb-session-private.h"

/* What takes its time elsewhere: runs and imports, looked at until they are over (R71, R83). */

static void
say_dataset (HostedSession *self,
             gboolean once,
             const char *captions_update_status,
             const char *upload_type,
             guint images,
             guint second)
{
  g_autofree char *body = hosted_dataset (captions_update_status, upload_type, images, second);

  if (once)
    hosted_server_say_once (self->server, "GET", HOSTED_DATASET_PATH, 200, NULL, body);
  else
    hosted_server_say (self->server, "GET", HOSTED_DATASET_PATH, 200, NULL, body);
}

static gboolean
is_not_captioning (gpointer data)
{
  return !lb_dataset_get_captioning (data);
}

/* Another program's, of which is heard. */
static void
begin_run (HostedSession *self)
{
  g_autofree char *body = hosted_dataset ("in_progress", "basic", 1, 1);
  g_autoptr (LbDataset) fresh = NULL;

  hosted_server_say (self->server, "PUT", HOSTED_IMAGES_PATH, 202, NULL, body);
  fresh = hosted_take_object (lb_client_regenerate_all (self->session->client, HOSTED_DATASET));
  g_assert_true (lb_session_adopt_existing (self->session, fresh) == self->dataset);
}

static void
assert_waits (HostedSession *self, const char *expected)
{
  g_autofree char *waits = hosted_clock_dup_waits (self->clock);

  g_assert_cmpstr (waits, ==, expected);
}

/* Slower and slower, and not once more when it is over. */
static void
test_run (HostedSession *self, gconstpointer data)
{
  LbImage *image = hosted_session_load (self);
  guint n_looks;

  g_assert_null (lb_image_get_caption (image));
  for (guint i = 0; i < 7; i++)
    say_dataset (self, TRUE, "in_progress", "basic", 1, 2 + i);
  say_dataset (self, FALSE, "completed", "basic", 1, 10);
  hosted_server_say (self->server, "GET", HOSTED_IMAGES_PATH, 200, NULL,
                     "[{\"id\":56,\"dataset_id\":34,\"caption\":\"{}\",\"caption_source\":"
                     "\"automatic\",\"updated_at\":\"2026-01-01T00:00:00Z\"}]");
  begin_run (self);
  g_assert_true (lb_dataset_get_captioning (self->dataset));
  hosted_wait_until (is_not_captioning, self->dataset, "the end of the run");
  hosted_settle ();
  assert_waits (self, "2000 3000 4500 6750 10125 15000 15000 15000");
  n_looks = hosted_server_count (self->server, "GET", HOSTED_DATASET_PATH);
  g_assert_cmpuint (n_looks, ==, 8);
  g_assert_nonnull (strstr (hosted_server_get_heads (self->server), "?max_images=1\n"));
  g_assert_cmpstr (lb_image_get_caption (image), ==, "{}");
}

static gboolean
is_gone (gpointer data)
{
  return lb_session_find_dataset (data, HOSTED_DATASET) == NULL;
}

static void
test_run_deleted (HostedSession *self, gconstpointer data)
{
  say_dataset (self, TRUE, "in_progress", "basic", 1, 2);
  hosted_server_say (self->server, "GET", HOSTED_DATASET_PATH, 404, NULL, "{\"error\":\"Gone\"}");
  begin_run (self);
  hosted_wait_until (is_gone, self->session, "the deletion");
  hosted_settle ();
  assert_waits (self, "2000 3000");
  g_assert_cmpuint (g_list_model_get_n_items (lb_session_get_datasets (self->session)), ==, 0);
}

static gboolean
is_given_up (gpointer data)
{
  HostedSession *self = data;

  return g_hash_table_size (self->session->runs) == 0;
}

/* Half an hour without a change is the end of patience; a change is the beginning of another. */
static void
test_run_stuck (HostedSession *self, gconstpointer data)
{
  const gint64 half_an_hour_us = 30 * 60 * G_USEC_PER_SEC;

  for (guint i = 0; i < 20; i++)
    say_dataset (self, TRUE, "in_progress", "basic", 1, 2);
  say_dataset (self, FALSE, "in_progress", "basic", 1, 3);
  begin_run (self);
  hosted_wait_until (is_given_up, self, "the end of patience");
  g_assert_cmpint (self->clock->now_us, >=, half_an_hour_us + 20 * 10 * G_USEC_PER_SEC);
  g_assert_cmpint (self->clock->now_us, <=, half_an_hour_us + 21 * 15 * G_USEC_PER_SEC);
  g_assert_true (lb_dataset_get_captioning (self->dataset));
}

/* Faults pass, and a service that wants a rest has it. */
static void
test_run_rests (HostedSession *self, gconstpointer data)
{
  hosted_server_say_once (self->server, "GET", HOSTED_DATASET_PATH, 429, "Retry-After: 60",
                          "{\"message\":\"Slow down\"}");
  hosted_server_say_once (self->server, "GET", HOSTED_DATASET_PATH, 429, NULL, NULL);
  say_dataset (self, FALSE, "completed", "basic", 1, 10);
  begin_run (self);
  hosted_wait_until (is_not_captioning, self->dataset, "the end of the run");
  hosted_settle ();
  assert_waits (self, "2000 60000 4500");
}

static void
test_run_forbidden (HostedSession *self, gconstpointer data)
{
  hosted_server_say (self->server, "GET", HOSTED_DATASET_PATH, 401, NULL, NULL);
  begin_run (self);
  hosted_wait_until (is_given_up, self, "the refusal");
  assert_waits (self, "2000");
}

static gboolean
has_caption (gpointer data)
{
  return lb_image_get_caption (data) != NULL;
}

/* R54: a caption that is to follow is waited for. */
static void
test_pending (HostedSession *self, gconstpointer data)
{
  g_autofree char *with_schema = hosted_dataset ("empty", "basic", 1, 1);
  g_autofree char *list = g_strdup_printf ("[%s]", with_schema);
  g_autoptr (GBytes) bytes = g_bytes_new_static ("abc", 3);
  g_autoptr (LbImage) image = NULL;

  hosted_session_load (self);
  hosted_server_say (self->server, "GET", HOSTED_DATASETS_PATH, 200, NULL, list);
  hosted_take_true (lb_session_refresh (self->session));
  g_assert_nonnull (lb_dataset_get_visual_schema (self->dataset));

  hosted_server_say (self->server, "POST", HOSTED_IMAGES_PATH, 201, NULL,
                     "{\"id\":57,\"dataset_id\":34,\"caption\":null,\"caption_source\":"
                     "\"pending\",\"updated_at\":\"2026-01-01T00:00:00Z\"}");
  for (guint i = 0; i < 3; i++)
    say_dataset (self, TRUE, "in_progress", "basic", 2, 2 + i);
  say_dataset (self, FALSE, "completed", "basic", 2, 10);
  for (guint i = 0; i < 2; i++)
    hosted_server_say_once (self->server, "GET", HOSTED_IMAGES_PATH, 200, NULL,
                            "[{\"id\":57,\"dataset_id\":34,\"caption\":null,\"caption_source\":"
                            "\"pending\",\"updated_at\":\"2026-01-01T00:00:00Z\"}]");
  hosted_server_say (self->server, "GET", HOSTED_IMAGES_PATH, 200, NULL,
                     "[{\"id\":57,\"dataset_id\":34,\"caption\":\"{}\",\"caption_source\":"
                     "\"automatic\",\"updated_at\":\"2026-01-01T00:00:09Z\"}]");

  image = hosted_take_object (lb_session_upload_image (self->session, self->dataset, bytes, "a.png",
                                                       TRUE, FALSE, NULL, NULL, NULL));
  g_assert_null (lb_image_get_caption (image));
  hosted_wait_until (has_caption, image, "the caption");
  g_assert_cmpstr (lb_image_get_caption_source (image), ==, "automatic");
  hosted_wait_until (is_given_up, self, "the end of the run");
  assert_waits (self, "2000 3000 4500");
}

typedef struct
{
  guint n_changes;
  guint n_notes;
  guint n_added;
} Heard;

static void
changed_cb (LbSession *session, LbDataset *dataset, Heard *heard)
{
  heard->n_changes++;
}

static void
notify_cb (GObject *object, GParamSpec *pspec, Heard *heard)
{
  heard->n_notes++;
}

static void
items_changed_cb (GListModel *list, guint position, guint removed, guint added, Heard *heard)
{
  g_assert_cmpuint (removed, ==, 0);
  heard->n_added += added;
}

/* (transfer full) */
static char *
image_list (guint n)
{
  g_autoptr (GString) list = g_string_new ("[");

  for (guint i = 0; i < n; i++)
    g_string_append_printf (list, "%s{\"id\":%u,\"dataset_id\":34}", i > 0 ? "," : "", 100 + i);
  g_string_append_c (list, ']');

  return g_string_free_and_steal (g_steal_pointer (&list));
}

/* What the service says at one moment of an import. */
static void
say_import (HostedSession *self, const char *status, guint percent, guint done, guint failed)
{
  g_autofree char *images = image_list (done);
  g_autofree char *body = g_strdup_printf (
    "{\"status\":\"%s\",\"progress_percentage\":%u,\"total_processed\":%u,\"done\":%u,\"failed\":%"
    "u,"
    "\"failed_images\":[%s]}",
    status, percent, done + failed, done, failed,
    failed > 0 ? "{\"filename\":\"a.gif\",\"error_code\":415,\"error_message\":\"No\"}" : "");

  hosted_server_say_once (self->server, "GET", HOSTED_BULK_STATUS_PATH, 200, NULL, body);
  say_dataset (self, TRUE, "empty", "advanced", done, 10 + percent / 2);
  if (done > 0)
    hosted_server_say_once (self->server, "GET", HOSTED_IMAGES_PATH, 200, NULL, images);
}

static gboolean
has_ended (gpointer data)
{
  return lb_bulk_upload_get_ended (data);
}

static void
test_import (HostedSession *self, gconstpointer data)
{
  Heard heard = { 0 };
  GListModel *images = lb_session_get_images (self->session, self->dataset);
  g_autoptr (LbBulkUpload) bulk = NULL;

  hosted_server_say (self->server, "POST", HOSTED_BULK_PATH, 202, NULL, "");
  hosted_server_say_once (self->server, "GET", HOSTED_IMAGES_PATH, 200, NULL, "[]");
  hosted_server_say_once (self->server, "GET", HOSTED_BULK_STATUS_PATH, 404, NULL, NULL);
  hosted_session_load (self);
  hosted_settle ();
  g_assert_null (lb_session_get_bulk_upload (self->session, self->dataset));
  g_signal_connect (self->session, "bulk-upload-changed", G_CALLBACK (changed_cb), &heard);
  g_signal_connect (images, "items-changed", G_CALLBACK (items_changed_cb), &heard);

  say_import (self, "pending", 0, 0, 0);
  say_import (self, "processing", 30, 3, 0);
  say_import (self, "processing", 60, 6, 1);
  say_import (self, "completed", 100, 9, 1);
  bulk = hosted_take_object (lb_session_bulk_upload (self->session, self->dataset,
                                                     "https://store.example/a.zip", TRUE, FALSE));
  g_assert_cmpstr (lb_bulk_upload_get_status (bulk), ==, "pending");
  g_assert_true (lb_session_get_bulk_upload (self->session, self->dataset) == bulk);
  g_signal_connect (bulk, "notify::done", G_CALLBACK (notify_cb), &heard);
  hosted_wait_until (has_ended, bulk, "the end of the import");

  g_assert_cmpint (lb_bulk_upload_get_done (bulk), ==, 9);
  g_assert_cmpuint (lb_bulk_upload_get_failures (bulk)->len, ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (images), ==, 9);
  g_assert_cmpint (lb_dataset_get_images_count (self->dataset), ==, 9);
  g_assert_cmpuint (heard.n_changes, ==, 1);
  g_assert_cmpuint (heard.n_notes, ==, 3);
  g_assert_cmpuint (heard.n_added, ==, 9);
  hosted_settle ();
  assert_waits (self, "2000 3000 4500 6750");
  g_signal_handlers_disconnect_by_data (self->session, &heard);
  g_signal_handlers_disconnect_by_data (images, &heard);
  g_signal_handlers_disconnect_by_data (bulk, &heard);
}

/* The list has no pages, so it is not read for every few images. */
static void
test_import_of_many (HostedSession *self, gconstpointer data)
{
  g_autoptr (LbBulkUpload) bulk = NULL;
  guint n_lists = 0;

  hosted_server_say (self->server, "POST", HOSTED_BULK_PATH, 202, NULL, "");
  hosted_server_say_once (self->server, "GET", HOSTED_IMAGES_PATH, 200, NULL, "[]");
  hosted_server_say_once (self->server, "GET", HOSTED_BULK_STATUS_PATH, 404, NULL, NULL);
  hosted_session_load (self);
  hosted_settle ();
  hosted_server_forget (self->server);
  hosted_server_say (self->server, "POST", HOSTED_BULK_PATH, 202, NULL, "");
  for (guint done = 10; done <= 1000; done += 10)
    {
      g_autofree char *body =
        g_strdup_printf ("{\"status\":\"%s\",\"done\":%u,\"total_processed\":%u}",
                         done < 1000 ? "processing" : "completed", done, done);

      hosted_server_say_once (self->server, "GET", HOSTED_BULK_STATUS_PATH, 200, NULL, body);
    }
  {
    g_autofree char *images = image_list (1000);

    hosted_server_say (self->server, "GET", HOSTED_IMAGES_PATH, 200, NULL, images);
  }
  bulk = hosted_take_object (lb_session_bulk_upload (self->session, self->dataset,
                                                     "https://store.example/a.zip", TRUE, FALSE));
  hosted_wait_until (has_ended, bulk, "the end of the import");
  n_lists = hosted_server_count (self->server, "GET", HOSTED_IMAGES_PATH);
  g_assert_cmpuint (n_lists, >=, 1);
  g_assert_cmpuint (n_lists, <=, 30);
  g_assert_cmpuint (g_list_model_get_n_items (lb_session_get_images (self->session, self->dataset)),
                    ==, 1000);
}

static void
test_import_refused (HostedSession *self, gconstpointer data)
{
  g_autoptr (GError) again = NULL;
  g_autoptr (GError) large = NULL;

  hosted_server_say_once (self->server, "POST", HOSTED_BULK_PATH, 400, NULL,
                          "{\"message\":\"One try only\"}");
  again = hosted_refusal (
    lb_session_bulk_upload (self->session, self->dataset, "https://x.example/a.zip", TRUE, FALSE),
    LB_ERROR_INVALID);
  hosted_server_say_once (self->server, "POST", HOSTED_BULK_PATH, 413, NULL, NULL);
  large = hosted_refusal (
    lb_session_bulk_upload (self->session, self->dataset, "https://x.example/a.zip", TRUE, FALSE),
    LB_ERROR_TOO_LARGE);
  g_assert_null (lb_session_get_bulk_upload (self->session, self->dataset));
  assert_waits (self, "");
}

/* R7: there is one try, so an answer that was lost is looked for before it is given up. */
static void
test_import_doubtful (HostedSession *self, gconstpointer data)
{
  g_autoptr (LbBulkUpload) bulk = NULL;
  g_autoptr (GError) lost = NULL;

  hosted_server_say (self->server, "POST", HOSTED_BULK_PATH, 500, NULL, "Internal Server Error");
  hosted_server_say_once (self->server, "GET", HOSTED_BULK_STATUS_PATH, 404, NULL, NULL);
  lost = hosted_refusal (
    lb_session_bulk_upload (self->session, self->dataset, "https://x.example/a.zip", TRUE, FALSE),
    LB_ERROR_SERVER);
  g_assert_null (lb_session_get_bulk_upload (self->session, self->dataset));

  hosted_server_say (self->server, "GET", HOSTED_BULK_STATUS_PATH, 200, NULL,
                     "{\"status\":\"completed\",\"done\":1}");
  bulk = hosted_take_object (
    lb_session_bulk_upload (self->session, self->dataset, "https://x.example/a.zip", TRUE, FALSE));
  g_assert_cmpstr (lb_bulk_upload_get_status (bulk), ==, "completed");
  g_assert_cmpuint (hosted_server_count (self->server, "POST", NULL), ==, 2);
}

static gboolean
has_import (gpointer data)
{
  HostedSession *self = data;
  LbBulkUpload *bulk = lb_session_get_bulk_upload (self->session, self->dataset);

  return bulk != NULL && lb_bulk_upload_get_ended (bulk);
}

/* After the app was started again an import that runs is found, and followed. */
static void
test_import_found (HostedSession *self, gconstpointer data)
{
  hosted_session_reopen (self);
  g_assert_null (lb_session_get_bulk_upload (self->session, self->dataset));
  hosted_server_say_once (self->server, "GET", HOSTED_BULK_STATUS_PATH, 200, NULL,
                          "{\"status\":\"processing\",\"done\":0}");
  hosted_server_say (self->server, "GET", HOSTED_BULK_STATUS_PATH, 200, NULL,
                     "{\"status\":\"failed\",\"done\":0,\"failed_images\":[{\"filename\":\"x\","
                     "\"error_code\":400,\"error_message\":\"A bomb\"}]}");
  hosted_session_load (self);
  hosted_wait_until (has_import, self, "the import");
  assert_waits (self, "2000");
  g_assert_cmpuint (
    lb_bulk_upload_get_failures (lb_session_get_bulk_upload (self->session, self->dataset))->len,
    ==, 1);

  /* Loading again does not ask again. */
  hosted_session_load (self);
  hosted_settle ();
  g_assert_cmpuint (hosted_server_count (self->server, "GET", HOSTED_BULK_STATUS_PATH), ==, 2);
}

static void
test_import_of_basic (HostedSession *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  hosted_session_load (self);
  hosted_settle ();
  g_assert_cmpuint (hosted_server_count (self->server, "GET", HOSTED_BULK_STATUS_PATH), ==, 0);

  hosted_server_say (self->server, "GET", HOSTED_BULK_STATUS_PATH, 400, NULL, "{\"error\":\"No\"}");
  error =
    hosted_refusal (lb_session_find_bulk_upload (self->session, self->dataset), LB_ERROR_INVALID);
}

static gboolean
is_import_over (gpointer data)
{
  HostedSession *self = data;

  return g_hash_table_size (self->session->bulk_runs) == 0;
}

static void
test_import_deleted (HostedSession *self, gconstpointer data)
{
  g_autoptr (LbBulkUpload) bulk = NULL;

  hosted_server_say (self->server, "POST", HOSTED_BULK_PATH, 202, NULL, "");
  hosted_server_say (self->server, "GET", HOSTED_DATASET_PATH, 404, NULL, NULL);
  bulk = hosted_take_object (
    lb_session_bulk_upload (self->session, self->dataset, "https://x.example/a.zip", TRUE, FALSE));
  hosted_wait_until (is_import_over, self, "the end");
  g_assert_null (lb_session_find_dataset (self->session, HOSTED_DATASET));
  g_assert_null (lb_session_get_bulk_upload (self->session, self->dataset));
  assert_waits (self, "2000");
}

static void
test_import_stuck (HostedSession *self, gconstpointer data)
{
  g_autoptr (LbBulkUpload) bulk = NULL;

  hosted_server_say (self->server, "POST", HOSTED_BULK_PATH, 202, NULL, "");
  say_dataset (self, FALSE, "empty", "advanced", 0, 5);
  hosted_server_say (self->server, "GET", HOSTED_BULK_STATUS_PATH, 200, NULL,
                     "{\"status\":\"processing\"}");
  bulk = hosted_take_object (
    lb_session_bulk_upload (self->session, self->dataset, "https://x.example/a.zip", TRUE, FALSE));
  hosted_wait_until (is_import_over, self, "the end of patience");
  g_assert_cmpint (self->clock->now_us, >=, 30 * 60 * G_USEC_PER_SEC);
  g_assert_cmpint (self->clock->now_us, <=, 31 * 60 * G_USEC_PER_SEC);
  g_assert_false (lb_bulk_upload_get_ended (bulk));

  /* Whoever looks at the dataset again wants to know. */
  hosted_server_say (self->server, "GET", HOSTED_BULK_STATUS_PATH, 200, NULL,
                     "{\"status\":\"completed\"}");
  hosted_session_load (self);
  hosted_wait_until (has_ended, bulk, "the end of the import");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
#define ADD(name, func, era)                                                                       \
  g_test_add (name, HostedSession, GUINT_TO_POINTER (era), hosted_session_set_up, func,            \
              hosted_session_tear_down)
  ADD ("/hosted/R71-run", test_run, HOSTED_MIXED);
  ADD ("/hosted/R71-run-deleted", test_run_deleted, HOSTED_MIXED);
  ADD ("/hosted/R71-run-stuck", test_run_stuck, HOSTED_MIXED);
  ADD ("/hosted/R6-R71-run-rests", test_run_rests, HOSTED_MIXED);
  ADD ("/hosted/R71-run-forbidden", test_run_forbidden, HOSTED_MIXED);
  ADD ("/hosted/R54-pending", test_pending, HOSTED_MIXED);
  ADD ("/hosted/R83-import", test_import, HOSTED_FIBO);
  ADD ("/hosted/R83-import-of-many", test_import_of_many, HOSTED_FIBO);
  ADD ("/hosted/R74-import-refused", test_import_refused, HOSTED_FIBO);
  ADD ("/hosted/R7-import-doubtful", test_import_doubtful, HOSTED_FIBO);
  ADD ("/hosted/R83-import-found", test_import_found, HOSTED_FIBO);
  ADD ("/hosted/R83-import-of-basic", test_import_of_basic, HOSTED_MIXED);
  ADD ("/hosted/R71-import-deleted", test_import_deleted, HOSTED_FIBO);
  ADD ("/hosted/R71-import-stuck", test_import_stuck, HOSTED_FIBO);
#undef ADD
  return g_test_run ();
}
