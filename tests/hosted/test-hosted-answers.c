#include <string.h>

#include "base/lb-error.h"
#include "hosted-fixture.h"
#include "model/lb-bulk-upload.h"
#include "raw-host.h"

/* What a service elsewhere says when it does what it was asked. */

static gpointer
take_object (DexFuture *future)
{
  const GValue *value = NULL;
  GError *error = NULL;
  gpointer object = NULL;

  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
  value = dex_future_get_value (future, &error);
  g_assert_no_error (error);
  object = g_value_dup_object (value);
  dex_unref (future);

  return object;
}

static GPtrArray *
take_list (DexFuture *future)
{
  const GValue *value = NULL;
  GError *error = NULL;
  GPtrArray *list = NULL;

  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
  value = dex_future_get_value (future, &error);
  g_assert_no_error (error);
  list = g_value_dup_boxed (value);
  dex_unref (future);

  return list;
}

/* Every operation of each generation of the documentation. */
static void
test_operations (HostedFixture *self, gconstpointer data)
{
  guint n_operations = 0;

  for (int route = LB_ROUTE_NONE + 1; route < LB_N_ROUTES; route++)
    {
      DexFuture *future = hosted_call (self->client, route);
      g_autoptr (GError) error = NULL;

      if (future == NULL)
        continue;
      error = hosted_outcome (future);
      g_assert_no_error (error);
      n_operations++;
    }

  g_assert_cmpuint (n_operations, ==, 23);
  g_assert_cmpuint (hosted_server_count (self->server, NULL, NULL), ==, 23);
  g_assert_nonnull (strstr (hosted_server_get_heads (self->server), "api_token: " HOSTED_TOKEN));
}

static void
test_missing_fields (HostedFixture *self, gconstpointer data)
{
  g_autoptr (LbDataset) dataset = take_object (hosted_call (self->client, LB_ROUTE_GET_DATASET));
  g_autoptr (LbImage) image = take_object (hosted_call (self->client, LB_ROUTE_GET_IMAGE));

  g_assert_cmpint (lb_dataset_get_id (dataset), ==, HOSTED_DATASET);
  switch (GPOINTER_TO_UINT (data))
    {
    case HOSTED_LEGACY:
      g_assert_false (lb_dataset_is_fibo (dataset));
      g_assert_false (lb_dataset_is_advanced (dataset));
      g_assert_null (lb_dataset_get_visual_schema (dataset));
      g_assert_cmpstr (lb_image_get_caption (image), ==, "sitting on a pier");
      g_assert_cmpstr (lb_image_get_caption_source (image), ==, "unknown");
      break;
    case HOSTED_MIXED:
      g_assert_true (lb_dataset_is_fibo (dataset));
      g_assert_null (lb_image_get_caption (image));
      break;
    case HOSTED_FIBO:
    default:
      g_assert_true (lb_dataset_is_fibo (dataset));
      g_assert_true (lb_dataset_is_advanced (dataset));
      g_assert_null (lb_dataset_get_caption_prefix (dataset));
      break;
    }

  /* Only the id is certain. */
  hosted_server_say (self->server, NULL, HOSTED_DATASET_PATH, 200, NULL, "{\"id\":34}");
  g_clear_object (&dataset);
  dataset = take_object (hosted_call (self->client, LB_ROUTE_GET_DATASET));
  g_assert_cmpint (lb_dataset_get_images_count (dataset), ==, -1);
  g_assert_true (lb_dataset_is_fibo (dataset));
  g_assert_false (lb_dataset_get_completed (dataset));
}

/* Null and absent are the same, in every field. */
static void
test_nulls (HostedFixture *self, gconstpointer data)
{
  g_autoptr (LbImage) image = NULL;
  g_autoptr (LbDataset) dataset = NULL;

  hosted_server_say (self->server, NULL, HOSTED_IMAGE_PATH, 200, NULL,
                     "{\"id\":56,\"dataset_id\":null,\"caption\":null,\"caption_source\":null,"
                     "\"image_name\":null,\"image_url\":null,\"thumbnail_url\":null,\"width\":null,"
                     "\"created_at\":null,\"updated_at\":null}");
  hosted_server_say (self->server, NULL, HOSTED_DATASET_PATH, 200, NULL,
                     "{\"id\":34,\"project_id\":null,\"name\":null,\"training_version\":null,"
                     "\"status\":null,\"captions_update_status\":null,\"upload_type\":null,"
                     "\"images_count\":null,\"images\":null,\"model_ids\":null}");
  image = take_object (hosted_call (self->client, LB_ROUTE_GET_IMAGE));
  dataset = take_object (hosted_call (self->client, LB_ROUTE_GET_DATASET));

  g_assert_null (lb_image_get_caption (image));
  g_assert_null (lb_image_get_caption_source (image));
  g_assert_null (lb_dataset_get_name (dataset));
  g_assert_cmpint (lb_dataset_get_images_count (dataset), ==, -1);
  g_assert_false (lb_dataset_get_captioning (dataset));
}

/* Words that are not known yet are kept as they are, and mean nothing. */
static void
test_new_words (HostedFixture *self, gconstpointer data)
{
  g_autoptr (LbDataset) dataset = NULL;
  g_autoptr (LbImage) image = NULL;
  g_autoptr (LbBulkUpload) bulk = NULL;

  hosted_server_say (self->server, NULL, HOSTED_DATASET_PATH, 200, NULL,
                     "{\"id\":34,\"status\":\"archived\",\"captions_update_status\":\"failed\","
                     "\"upload_type\":\"streamed\",\"training_version\":\"fibo-2\"}");
  hosted_server_say (self->server, NULL, HOSTED_IMAGE_PATH, 200, NULL,
                     "{\"id\":56,\"caption_source\":\"translated\"}");
  hosted_server_say (self->server, NULL, HOSTED_BULK_STATUS_PATH, 200, NULL,
                     "{\"status\":\"paused\",\"failed_images\":[{\"error_code\":\"412\"},7,null]}");
  dataset = take_object (hosted_call (self->client, LB_ROUTE_GET_DATASET));
  image = take_object (hosted_call (self->client, LB_ROUTE_GET_IMAGE));
  bulk = take_object (hosted_call (self->client, LB_ROUTE_BULK_STATUS));

  g_assert_cmpstr (lb_dataset_get_status (dataset), ==, "archived");
  g_assert_false (lb_dataset_get_completed (dataset));
  g_assert_false (lb_dataset_get_captioning (dataset));
  g_assert_false (lb_dataset_is_advanced (dataset));
  g_assert_cmpstr (lb_image_get_caption_source (image), ==, "translated");
  g_assert_false (lb_bulk_upload_get_ended (bulk));
  g_assert_cmpuint (lb_bulk_upload_get_failures (bulk)->len, ==, 1);
}

static void
test_times (HostedFixture *self, gconstpointer data)
{
  static const struct
  {
    const char *text;
    gint64 us;
  } cases[] = {
    { "2026-01-02T03:04:05Z", G_GINT64_CONSTANT (1767323045000000) },
    { "2026-01-02T03:04:05.123456", G_GINT64_CONSTANT (1767323045123456) },
    { "2026-01-02T03:04:05.123456Z", G_GINT64_CONSTANT (1767323045123456) },
    { "2026-01-02T03:04:05", G_GINT64_CONSTANT (1767323045000000) },
    { "2026-01-02T05:04:05+02:00", G_GINT64_CONSTANT (1767323045000000) },
    { "lately", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *body = g_strdup_printf ("{\"id\":34,\"updated_at\":\"%s\"}", cases[i].text);
      g_autoptr (LbDataset) dataset = NULL;

      hosted_server_say_once (self->server, NULL, HOSTED_DATASET_PATH, 200, NULL, body);
      dataset = take_object (hosted_call (self->client, LB_ROUTE_GET_DATASET));
      g_assert_cmpint (lb_dataset_get_updated_at (dataset), ==, cases[i].us);
    }
}

static void
test_ids (HostedFixture *self, gconstpointer data)
{
  static const char *const wrong[] = {
    "{}",           "{\"id\":null}",  "{\"id\":0}",
    "{\"id\":-5}",  "{\"id\":\"x\"}", "{\"id\":\"\"}",
    "{\"id\":1.5}", "{\"id\":[34]}",  "{\"id\":99999999999999999999}"
  };
  g_autoptr (LbDataset) dataset = NULL;

  hosted_server_say_once (self->server, NULL, NULL, 200, NULL,
                          "{\"id\":\"34\",\"project_id\":\"12\",\"images_count\":\"7\"}");
  dataset = take_object (hosted_call (self->client, LB_ROUTE_GET_DATASET));
  g_assert_cmpint (lb_dataset_get_id (dataset), ==, 34);
  g_assert_cmpint (lb_dataset_get_project_id (dataset), ==, 12);
  g_assert_cmpint (lb_dataset_get_images_count (dataset), ==, 7);

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      hosted_server_say_once (self->server, NULL, NULL, 200, NULL, wrong[i]);
      error = hosted_refusal (hosted_call (self->client, LB_ROUTE_GET_DATASET), LB_ERROR_PROTOCOL);
    }
}

static void
test_lists (HostedFixture *self, gconstpointer data)
{
  static const char *const wrong[] = { "{}",     "{\"datasets\":[]}", "null", "\"\"", "[[]]",
                                       "[null]", "[{\"id\":1},{}]" };
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GPtrArray) many = NULL;

  hosted_server_say_once (self->server, NULL, NULL, 200, NULL, "[]");
  none = take_list (hosted_call (self->client, LB_ROUTE_GET_DATASETS));
  g_assert_cmpuint (none->len, ==, 0);
  hosted_server_say_once (self->server, NULL, NULL, 200, "Content-Type: text/plain",
                          " [{\"id\":1,\"x\":{\"y\":[]}},{\"id\":\"2\"}] ");
  many = take_list (hosted_call (self->client, LB_ROUTE_GET_DATASETS));
  g_assert_cmpuint (many->len, ==, 2);
  g_assert_cmpint (lb_dataset_get_id (g_ptr_array_index (many, 1)), ==, 2);

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      hosted_server_say_once (self->server, NULL, NULL, 200, NULL, wrong[i]);
      error = hosted_refusal (hosted_call (self->client, LB_ROUTE_GET_DATASETS), LB_ERROR_PROTOCOL);
    }
}

/* No source says what the answer to an import is. */
static void
test_accepted_import (HostedFixture *self, gconstpointer data)
{
  static const char *const bodies[] = { "",   "{}",     "{\"message\":\"Started\"}", "\"ok\"",
                                        "[]", "<html>", "{\"status\":null}" };

  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (LbBulkUpload) bulk = NULL;

      hosted_server_say_once (self->server, "POST", NULL, 202, NULL, bodies[i]);
      bulk = take_object (hosted_call (self->client, LB_ROUTE_BULK_UPLOAD));
      g_assert_cmpstr (lb_bulk_upload_get_status (bulk), ==, "pending");
      g_assert_false (lb_bulk_upload_get_ended (bulk));
    }
}

/* A page where JSON should be, with a success: of a proxy, or a way in that asks for a name. */
static void
test_html (HostedFixture *self, gconstpointer data)
{
  hosted_server_say (self->server, NULL, NULL, 200, "Content-Type: text/html",
                     "<!DOCTYPE html><html><head><title>Sign in</title></head></html>");
  for (int route = LB_ROUTE_NONE + 1; route < LB_N_ROUTES; route++)
    {
      DexFuture *future = hosted_call (self->client, route);
      g_autoptr (GError) error = NULL;

      if (future == NULL)
        continue;
      error = hosted_outcome (future);
      if (route == LB_ROUTE_BULK_UPLOAD || g_str_equal (lb_route_method (route), "DELETE"))
        g_assert_no_error (error);
      else
        g_assert_error (error, LB_ERROR, LB_ERROR_PROTOCOL);
    }
}

/* JSON that ends before its end. */
static void
test_cut (HostedFixture *self, gconstpointer data)
{
  guint status = 0;
  g_autofree char *whole = hosted_reply (HOSTED_MIXED, LB_ROUTE_GET_DATASET, &status);
  gsize length = strlen (whole);

  for (gsize i = 0; i < length; i += 7)
    {
      g_autofree char *part = g_strndup (whole, i);
      g_autoptr (GError) error = NULL;

      hosted_server_say_once (self->server, NULL, NULL, 200, NULL, part);
      error = hosted_refusal (hosted_call (self->client, LB_ROUTE_GET_DATASET), LB_ERROR_PROTOCOL);
    }
}

/* Answers over the cap of their kind end the call, not the program; those below it are read. */
static void
test_huge (HostedFixture *self, gconstpointer data)
{
  static const int routes[] = { LB_ROUTE_UPDATE_DATASET, LB_ROUTE_UPLOAD_IMAGE, LB_ROUTE_REFINE };
  g_autofree char *blanks = g_strnfill (9 * 1024 * 1024, ' ');
  g_autofree char *list = g_strconcat ("[", blanks, "]", NULL);
  g_autoptr (GPtrArray) images = NULL;

  hosted_server_say (self->server, NULL, NULL, 200, NULL, blanks);
  for (gsize i = 0; i < G_N_ELEMENTS (routes); i++)
    {
      g_autoptr (GError) error =
        hosted_refusal (hosted_call (self->client, routes[i]), LB_ERROR_PROTOCOL);

      g_assert_cmpstr (error->message, ==, "The answer is too large");
    }

  hosted_server_say (self->server, NULL, NULL, 200, NULL, list);
  images = take_list (hosted_call (self->client, LB_ROUTE_GET_IMAGES));
  g_assert_cmpuint (images->len, ==, 0);
}

/* Deep nesting is refused as damage is, on whatever thread it is read. */
static void
test_deep (HostedFixture *self, gconstpointer data)
{
  g_autofree char *brackets = g_strnfill (1000 * 1000, '[');
  g_autofree char *body = g_strconcat ("{\"id\":34,\"x\":", brackets, NULL);
  g_autoptr (GError) dataset = NULL;
  g_autoptr (GError) list = NULL;

  hosted_server_say (self->server, NULL, NULL, 200, NULL, body);
  dataset = hosted_refusal (hosted_call (self->client, LB_ROUTE_GET_DATASET), LB_ERROR_PROTOCOL);
  hosted_server_say (self->server, NULL, NULL, 200, NULL, brackets);
  list = hosted_refusal (hosted_call (self->client, LB_ROUTE_GET_IMAGES), LB_ERROR_PROTOCOL);
}

/* What ends in the middle of what was announced is a lost connection; it is asked for once more. */
static void
test_truncated (void)
{
  RawHost *host = raw_host_new ();
  g_autoptr (LbClient) client = lb_client_new (raw_host_get_origin (host), HOSTED_TOKEN);
  g_autoptr (LbDataset) dataset = NULL;
  g_autoptr (GError) change = NULL;

  raw_host_answer (host, "HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{\"id\":34", -1);
  raw_host_answer (host, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{\"id\":34}", -1);
  dataset = take_object (hosted_call (client, LB_ROUTE_GET_DATASET));
  g_assert_cmpint (lb_dataset_get_id (dataset), ==, 34);

  raw_host_answer (host, "HTTP/1.1 201 OK\r\nContent-Length: 900\r\n\r\n{\"id\":34", -1);
  change = hosted_refusal (hosted_call (client, LB_ROUTE_CLONE_DATASET), LB_ERROR_OFFLINE);
  g_assert_cmpuint (raw_host_get_n_requests (host), ==, 3);
  lb_client_close (client);
  g_clear_object (&client);
  raw_host_free (host);
}

/* C8, C18: what goes out. */
static void
test_requests (HostedFixture *self, gconstpointer data)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("abc", 3);
  g_autoptr (GError) error = NULL;

  error = hosted_outcome (lb_client_upload_image (self->client, HOSTED_DATASET, bytes, "a.png",
                                                  FALSE, TRUE, NULL, NULL, NULL));
  g_assert_no_error (error);
  g_assert_cmpstr (hosted_server_last_body (self->server, "POST", HOSTED_IMAGES_PATH), ==,
                   "{\"image_name\":\"a.png\",\"increase_resolution\":false,"
                   "\"content_moderation\":true,\"file\":\"YWJj\"}");
  error = hosted_outcome (lb_client_upload_address (
    self->client, HOSTED_DATASET, "https://x.example/a.png", NULL, TRUE, FALSE, NULL, NULL, NULL));
  g_assert_no_error (error);
  g_assert_cmpstr (hosted_server_last_body (self->server, "POST", HOSTED_IMAGES_PATH), ==,
                   "{\"increase_resolution\":true,\"image_url\":\"https://x.example/a.png\"}");
  error = hosted_outcome (hosted_call (self->client, LB_ROUTE_CREATE_DATASET));
  g_assert_no_error (error);
  g_assert_nonnull (strstr (hosted_server_last_body (self->server, "POST", HOSTED_DATASETS_PATH),
                            "\"project_id\":12"));
  error = hosted_outcome (
    lb_client_bulk_upload (self->client, HOSTED_DATASET, "https://x.example/a.zip", FALSE, TRUE));
  g_assert_no_error (error);
  g_assert_cmpstr (hosted_server_last_body (self->server, "POST", HOSTED_BULK_PATH), ==,
                   "{\"zip_url\":\"https://x.example/a.zip\",\"automatic_captioning\":false,"
                   "\"content_moderation\":true}");
  error = hosted_outcome (
    lb_client_refine (self->client, HOSTED_DATASET, "{}", "make \"it\" blue", NULL, NULL));
  g_assert_no_error (error);
  g_assert_cmpstr (hosted_server_last_body (self->server, "POST", NULL), ==,
                   "{\"dataset_id\":34,\"structured_prompt\":\"{}\",\"instruction\":\"make "
                   "\\\"it\\\" blue\"}");
  error = hosted_outcome (lb_client_set_caption_prefix (self->client, HOSTED_DATASET, ""));
  g_assert_no_error (error);
  g_assert_cmpstr (hosted_server_last_body (self->server, "PUT", HOSTED_DATASET_PATH), ==,
                   "{\"caption_prefix\":\"\"}");
  error = hosted_outcome (lb_client_clone_dataset (self->client, HOSTED_DATASET, NULL, NULL));
  g_assert_no_error (error);
  g_assert_cmpstr (hosted_server_last_body (self->server, "POST", NULL), ==, "{}");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
#define ADD_FOR(name, func, era)                                                                   \
  g_test_add (name, HostedFixture, GUINT_TO_POINTER (era), hosted_fixture_set_up, func,            \
              hosted_fixture_tear_down)
#define ADD(name, func) ADD_FOR (name, func, HOSTED_MIXED)
  for (guint era = 0; era < HOSTED_N_ERAS; era++)
    {
      g_autofree char *operations =
        g_strconcat ("/hosted/operations/", hosted_era_name (era), NULL);
      g_autofree char *missing =
        g_strconcat ("/hosted/R13-missing-fields/", hosted_era_name (era), NULL);

      ADD_FOR (operations, test_operations, era);
      ADD_FOR (missing, test_missing_fields, era);
    }
  ADD ("/hosted/R11-times", test_times);
  ADD ("/hosted/R12-lists", test_lists);
  ADD ("/hosted/R13-nulls", test_nulls);
  ADD ("/hosted/R13-new-words", test_new_words);
  ADD ("/hosted/C18-ids", test_ids);
  ADD ("/hosted/C8-requests", test_requests);
  ADD ("/hosted/accepted-import", test_accepted_import);
  ADD ("/hosted/html", test_html);
  ADD ("/hosted/cut", test_cut);
  ADD ("/hosted/huge", test_huge);
  ADD ("/hosted/deep", test_deep);
#undef ADD
#undef ADD_FOR
  g_test_add_func ("/hosted/truncated", test_truncated);
  return g_test_run ();
}
