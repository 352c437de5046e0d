#include <string.h>

#include "api/lb-client.h"
#include "base/lb-error.h"
#include "quick-clock.h"
#include "raw-host.h"
#include "test-client-fixture.h"

#define TOKEN "canary-5b1e"
#define NOTHING ""
#define EMPTY_LIST "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]"
#define PROJECT "HTTP/1.1 201 Created\r\nContent-Length: 8\r\n\r\n{\"id\":1}"
#define FAULT "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n"

/* The client against a host that says what it likes. */
typedef struct
{
  RawHost *host;
  LbClient *client;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->host = raw_host_new ();
  self->client = lb_client_new (raw_host_get_origin (self->host), TOKEN);
  quick_clock_give (self->client);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  lb_client_close (self->client);
  g_clear_object (&self->client);
  g_clear_pointer (&self->host, raw_host_free);
}

/* Waits for a future that must be refused; says with what. */
static GError *
refusal (DexFuture *future, int code)
{
  GError *error = NULL;

  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (dex_future_get_value (future, &error));
  g_assert_error (error, LB_ERROR, code);
  dex_unref (future);

  return error;
}

static DexFuture *
create_project (Fixture *self)
{
  g_autoptr (LbProject) project = lb_project_new (1);

  g_object_set (project, "project-name", "Harbour", NULL);
  return lb_client_create_project (self->client, project);
}

static DexFuture *
upload (Fixture *self)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("abc", 3);

  return lb_client_upload_image (self->client, 3, bytes, "a", TRUE, FALSE, NULL, NULL, NULL);
}

static void
assert_list_arrives (Fixture *self, guint n_requests)
{
  g_autoptr (GPtrArray) projects = wait_boxed (lb_client_list_projects (self->client));

  g_assert_cmpuint (projects->len, ==, 0);
  g_assert_cmpuint (raw_host_get_n_requests (self->host), ==, n_requests);
}

static void
test_lost_get (Fixture *self, gconstpointer data)
{
  raw_host_answer (self->host, NOTHING, -1);
  raw_host_answer (self->host, EMPTY_LIST, -1);
  assert_list_arrives (self, 2);
}

static void
test_cut_get (Fixture *self, gconstpointer data)
{
  raw_host_answer (self->host, EMPTY_LIST, strlen (EMPTY_LIST) - 1);
  raw_host_answer (self->host, EMPTY_LIST, -1);
  assert_list_arrives (self, 2);
}

static void
test_faulty_get (Fixture *self, gconstpointer data)
{
  raw_host_answer (self->host, FAULT, -1);
  raw_host_answer (self->host, EMPTY_LIST, -1);
  assert_list_arrives (self, 2);
}

static void
test_once_more_only (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) lost = NULL;
  g_autoptr (GError) faulty = NULL;

  raw_host_answer (self->host, NOTHING, -1);
  raw_host_answer (self->host, NOTHING, -1);
  raw_host_answer (self->host, FAULT, -1);
  raw_host_answer (self->host, FAULT, -1);
  raw_host_answer (self->host, EMPTY_LIST, -1);
  lost = refusal (lb_client_list_projects (self->client), LB_ERROR_OFFLINE);
  g_assert_cmpuint (raw_host_get_n_requests (self->host), ==, 2);
  faulty = refusal (lb_client_list_projects (self->client), LB_ERROR_SERVER);
  g_assert_cmpuint (raw_host_get_n_requests (self->host), ==, 4);
}

/* What the service has understood and refused is not asked again. */
static void
test_refusals_are_final (Fixture *self, gconstpointer data)
{
  static const int statuses[] = { 400, 401, 403, 404, 405, 409, 410, 412, 413, 415, 422, 429, 460 };

  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autofree char *answer =
        g_strdup_printf ("HTTP/1.1 %d No\r\nContent-Length: 0\r\n\r\n", statuses[i]);
      DexFuture *future = NULL;

      raw_host_answer (self->host, answer, -1);
      future = lb_client_list_projects (self->client);
      while (dex_future_is_pending (future))
        g_main_context_iteration (NULL, TRUE);
      g_assert_true (dex_future_is_rejected (future));
      dex_unref (future);
      g_assert_cmpuint (raw_host_get_n_requests (self->host), ==, i + 1);
    }
}

static void
test_retry_after (Fixture *self, gconstpointer data)
{
  static const struct
  {
    const char *head;
    int code;
    gboolean told;
    guint seconds;
  } cases[] = {
    { "429 No\r\nRetry-After: 7", LB_ERROR_RATE_LIMITED, TRUE, 7 },
    { "429 No\r\nRetry-After: 0", LB_ERROR_RATE_LIMITED, TRUE, 0 },
    { "429 No\r\nRetry-After: 1000000000000", LB_ERROR_RATE_LIMITED, TRUE, 600 },
    { "429 No\r\nRetry-After: Thu, 01 Jan 1970 00:00:00 GMT", LB_ERROR_RATE_LIMITED, TRUE, 0 },
    { "429 No\r\nRetry-After: Tue, 31 Dec 2999 23:59:59 GMT", LB_ERROR_RATE_LIMITED, TRUE, 600 },
    { "429 No\r\nRetry-After: -5", LB_ERROR_RATE_LIMITED, FALSE, 0 },
    { "429 No\r\nRetry-After: soon", LB_ERROR_RATE_LIMITED, FALSE, 0 },
    { "429 No", LB_ERROR_RATE_LIMITED, FALSE, 0 },
    { "503 No\r\nRetry-After: 120", LB_ERROR_SERVER, TRUE, 120 }, /* nor waited for here */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *answer =
        g_strdup_printf ("HTTP/1.1 %s\r\nContent-Length: 0\r\n\r\n", cases[i].head);
      g_autoptr (GError) error = NULL;
      guint seconds = 0;

      raw_host_answer (self->host, answer, -1);
      error = refusal (lb_client_list_projects (self->client), cases[i].code);
      g_assert_cmpint (lb_error_get_retry_after (error, &seconds), ==, cases[i].told);
      g_assert_cmpuint (seconds, ==, cases[i].seconds);
      g_assert_cmpuint (raw_host_get_n_requests (self->host), ==, i + 1);
    }
}

static void
test_retry_after_is_waited_for (Fixture *self, gconstpointer data)
{
  gint64 start_us = g_get_monotonic_time ();

  raw_host_answer (self->host, "HTTP/1.1 503 No\r\nRetry-After: 2\r\nContent-Length: 0\r\n\r\n",
                   -1);
  raw_host_answer (self->host, EMPTY_LIST, -1);
  assert_list_arrives (self, 2);
  g_assert_cmpint (g_get_monotonic_time () - start_us, >=, 2 * G_USEC_PER_SEC);
}

static gboolean
was_asked (gpointer data)
{
  return raw_host_get_n_requests (data) > 0;
}

static gboolean
quit_cb (gpointer data)
{
  lb_client_close (data);
  return G_SOURCE_REMOVE;
}

static void
test_stopped_while_waiting (Fixture *self, gconstpointer data)
{
  DexFuture *future = NULL;
  g_autoptr (GError) error = NULL;
  gint64 start_us = g_get_monotonic_time ();

  raw_host_answer (self->host, "HTTP/1.1 503 No\r\nRetry-After: 9\r\nContent-Length: 0\r\n\r\n",
                   -1);
  future = lb_client_list_projects (self->client);
  wait_until (was_asked, self->host, "the request");
  g_timeout_add (100, quit_cb, self->client);
  error = refusal (future, LB_ERROR_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - start_us, <, 5 * G_USEC_PER_SEC);
  g_assert_cmpuint (raw_host_get_n_requests (self->host), ==, 1);
}

/* No change goes out twice, whatever the answer; also where an open connection is closed instead.
 */
static void
test_changes_go_out_once (Fixture *self, gconstpointer data)
{
  static const char *const answers[] = {
    NOTHING, FAULT, "HTTP/1.1 503 No\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n"
  };
  guint n_requests = 0;

  for (guint i = 0; i < 5 * G_N_ELEMENTS (answers); i++)
    {
      const char *answer = answers[i / 5];
      g_autoptr (GPtrArray) list = NULL;
      DexFuture *change = NULL;
      g_autoptr (GError) error = NULL;

      raw_host_answer_and_stay (self->host, EMPTY_LIST, -1);
      raw_host_answer (self->host, answer, -1);
      list = wait_boxed (lb_client_list_projects (self->client));
      switch (i % 5)
        {
        case 0:  change = create_project (self); break;
        case 1:  change = upload (self); break;
        case 2:  change = lb_client_set_caption (self->client, 1, 2, "{}"); break;
        case 3:  change = lb_client_delete_image (self->client, 1, 2); break;
        default: change = lb_client_regenerate_all (self->client, 1); break;
        }
      error = refusal (change, *answer == '\0' ? LB_ERROR_OFFLINE : LB_ERROR_SERVER);
      n_requests += 2;
      g_assert_cmpuint (raw_host_get_n_requests (self->host), ==, n_requests);
    }
}

/* An answer that breaks off anywhere is an error, once, and never half a project. */
static void
test_cut_everywhere (Fixture *self, gconstpointer data)
{
  g_autoptr (LbProject) project = NULL;

  for (gsize i = 0; i < strlen (PROJECT); i++)
    {
      DexFuture *future = NULL;
      g_autoptr (GError) error = NULL;

      raw_host_answer (self->host, PROJECT, (gssize) i);
      future = create_project (self);
      while (dex_future_is_pending (future))
        g_main_context_iteration (NULL, TRUE);
      g_assert_null (dex_future_get_value (future, &error));
      g_assert_true (g_error_matches (error, LB_ERROR, LB_ERROR_OFFLINE) ||
                     g_error_matches (error, LB_ERROR, LB_ERROR_PROTOCOL));
      dex_unref (future);
      g_assert_cmpuint (raw_host_get_n_requests (self->host), ==, i + 1);
    }

  raw_host_answer (self->host, PROJECT, -1);
  project = wait_object (create_project (self));
  g_assert_cmpint (lb_project_get_id (project), ==, 1);
}

/* Neither a length that is told nor one that is not makes us take in 100 MB. */
static void
test_too_much (Fixture *self, gconstpointer data)
{
  static const char *const heads[] = {
    "HTTP/1.1 200 OK\r\nContent-Length: 104857600\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6400000\r\n"
  };

  for (gsize i = 0; i < G_N_ELEMENTS (heads); i++)
    {
      g_autoptr (GError) error = NULL;

      raw_host_answer_blanks (self->host, heads[i], 100 * 1024 * 1024);
      error = refusal (lb_client_list_projects (self->client), LB_ERROR_PROTOCOL);
      g_assert_cmpstr (error->message, ==, "The answer is too large");
    }

  raw_host_answer (self->host, EMPTY_LIST, -1);
  assert_list_arrives (self, G_N_ELEMENTS (heads) + 1);
}

/* Of a refusal the status says what counts, however much follows. */
static void
test_too_much_of_a_refusal (Fixture *self, gconstpointer data)
{
  static const char *const heads[] = { "HTTP/1.1 404 No\r\nContent-Length: 104857600\r\n\r\n",
                                       "HTTP/1.1 404 No\r\n\r\n" };

  for (gsize i = 0; i < G_N_ELEMENTS (heads); i++)
    {
      g_autoptr (GError) error = NULL;

      raw_host_answer_blanks (self->host, heads[i], 100 * 1024 * 1024);
      error = refusal (lb_client_list_projects (self->client), LB_ERROR_NOT_FOUND);
      g_assert_cmpstr (error->message, ==, "No");
    }

  raw_host_answer (self->host, EMPTY_LIST, -1);
  assert_list_arrives (self, G_N_ELEMENTS (heads) + 1);
}

/* 100 MB that travel as 100 kB. */
static void
test_too_much_packed (Fixture *self, gconstpointer data)
{
  g_autoptr (GConverter) packer =
    G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9));
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) output = g_converter_output_stream_new (memory, packer);
  g_autofree char *block = g_strnfill (1024 * 1024, ' ');
  g_autoptr (GBytes) packed = NULL;
  g_autoptr (GByteArray) answer = g_byte_array_new ();
  g_autofree char *head = NULL;
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 100; i++)
    g_assert_true (g_output_stream_write_all (output, block, 1024 * 1024, NULL, NULL, NULL));
  g_assert_true (g_output_stream_close (output, NULL, NULL));
  packed = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
  head =
    g_strdup_printf ("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %zu\r\n\r\n",
                     g_bytes_get_size (packed));
  g_byte_array_append (answer, (const guint8 *) head, strlen (head));
  g_byte_array_append (answer, g_bytes_get_data (packed, NULL), g_bytes_get_size (packed));

  raw_host_answer (self->host, (const char *) answer->data, answer->len);
  error = refusal (lb_client_list_projects (self->client), LB_ERROR_PROTOCOL);
  g_assert_cmpstr (error->message, ==, "The answer is too large");
}

/* Not a single one of these may be taken for an answer, or end the program. */
static void
test_strange_answers (Fixture *self, gconstpointer data)
{
  static const char *const strange[] = {
    "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
    "HTTP/1.1 204 No Content\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: "
    "20\r\n\r\n<html>login</html>\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnull",
    "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n[null]",
    "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n[[]]",
    "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n[{}]",
    "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n[{\"id\":0}]",
    "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n[{\"id\":-1}]",
    "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n[{\"id\":{}}]",
    "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{\"id\":1} ",
    "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n[1,",
    "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n[]x]",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (strange); i++)
    {
      DexFuture *future = NULL;
      g_autoptr (GError) error = NULL;

      raw_host_answer (self->host, strange[i], -1);
      future = lb_client_list_projects (self->client);
      while (dex_future_is_pending (future))
        g_main_context_iteration (NULL, TRUE);
      if (dex_future_get_value (future, &error) != NULL)
        g_error ("Taken: %s", strange[i]);
      g_assert_error (error, LB_ERROR, LB_ERROR_PROTOCOL);
      dex_unref (future);
    }
  g_assert_cmpuint (raw_host_get_n_requests (self->host), ==, G_N_ELEMENTS (strange));
}

static void
test_deep_answer (Fixture *self, gconstpointer data)
{
  const gsize depth = 1000000;
  g_autofree char *nest = g_strnfill (depth, '[');
  g_autofree char *answer =
    g_strdup_printf ("HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n\r\n%s", depth, nest);
  g_autoptr (GError) error = NULL;

  raw_host_answer (self->host, answer, -1);
  error = refusal (lb_client_list_projects (self->client), LB_ERROR_PROTOCOL);
}

/* The way to another address is not followed, not even to our own origin: not with the token, and
 * not with what was to be sent. */
static void
test_redirects (Fixture *self, gconstpointer data)
{
  static const int statuses[] = { 300, 301, 302, 303, 307, 308 };
  RawHost *other = raw_host_new ();
  const char *origins[] = { raw_host_get_origin (other), raw_host_get_origin (self->host), "" };
  guint n_requests = 0;

  for (guint i = 0; i < G_N_ELEMENTS (statuses) * G_N_ELEMENTS (origins); i++)
    {
      g_autofree char *answer =
        g_strdup_printf ("HTTP/1.1 %d Away\r\nLocation: %s/v1/stolen\r\nContent-Length: 0\r\n\r\n",
                         statuses[i / G_N_ELEMENTS (origins)], origins[i % G_N_ELEMENTS (origins)]);
      g_autoptr (GError) get = NULL;
      g_autoptr (GError) post = NULL;

      raw_host_answer (self->host, answer, -1);
      get = refusal (lb_client_list_projects (self->client), LB_ERROR_PROTOCOL);
      raw_host_answer (self->host, answer, -1);
      post = refusal (upload (self), LB_ERROR_PROTOCOL);
      n_requests += 2;
      g_assert_cmpuint (raw_host_get_n_requests (self->host), ==, n_requests);
    }
  g_assert_cmpuint (raw_host_get_n_requests (other), ==, 0);
  raw_host_free (other);
}

/* The token is in one header of each request and nowhere else: not in what we say of an error. */
static void
test_token_stays_secret (Fixture *self, gconstpointer data)
{
  g_autofree char *requests = NULL;
  g_autofree char *picture = g_strconcat (raw_host_get_origin (self->host), "/files/1", NULL);
  g_autoptr (GError) refused = NULL;
  g_autoptr (GError) strange = NULL;
  g_autoptr (GError) link = NULL;
  g_auto (GStrv) parts = NULL;

  raw_host_answer (self->host, "HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n", -1);
  raw_host_answer (self->host, "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx", -1);
  raw_host_answer (self->host, "HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n", -1);
  refused = refusal (lb_client_list_projects (self->client), LB_ERROR_UNAUTHORIZED);
  strange = refusal (create_project (self), LB_ERROR_PROTOCOL);
  link = refusal (lb_client_fetch (self->client, picture), LB_ERROR_NOT_FOUND);
  g_assert_null (strstr (refused->message, TOKEN));
  g_assert_null (strstr (strange->message, TOKEN));
  g_assert_null (strstr (link->message, TOKEN));

  requests = raw_host_dup_requests (self->host);
  parts = g_strsplit (requests, TOKEN, -1);
  g_assert_cmpuint (g_strv_length (parts), ==, 3);
  for (guint i = 0; i < 2; i++)
    g_assert_true (g_str_has_suffix (parts[i], "\napi_token: "));
  g_assert_nonnull (strstr (parts[2], "GET /files/1 HTTP/1.1"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

#define ADD(path, function) g_test_add ("/client/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("lost-get", test_lost_get);
  ADD ("cut-get", test_cut_get);
  ADD ("faulty-get", test_faulty_get);
  ADD ("once-more-only", test_once_more_only);
  ADD ("refusals-are-final", test_refusals_are_final);
  ADD ("retry-after", test_retry_after);
  ADD ("retry-after-is-waited-for", test_retry_after_is_waited_for);
  ADD ("stopped-while-waiting", test_stopped_while_waiting);
  ADD ("changes-go-out-once", test_changes_go_out_once);
  ADD ("cut-everywhere", test_cut_everywhere);
  ADD ("too-much", test_too_much);
  ADD ("too-much-of-a-refusal", test_too_much_of_a_refusal);
  ADD ("too-much-packed", test_too_much_packed);
  ADD ("strange-answers", test_strange_answers);
  ADD ("deep-answer", test_deep_answer);
  ADD ("redirects", test_redirects);
  ADD ("token-stays-secret", test_token_stays_secret);
#undef ADD

  return g_test_run ();
}
