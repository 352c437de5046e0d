#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "api/lb-client-private.h"
#include "base/lb-error.h"
#include "hosted-fixture.h"
#include "raw-host.h"

/* R92: signed links go elsewhere, and the token never does. */

typedef struct
{
  HostedFixture base;
  HostedServer *foreign; /* another host, which must not hear the token */
  char *folder;
  GFile *file; /* in it; not there yet */
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autofree char *path = NULL;

  hosted_fixture_set_up (&self->base, data);
  self->foreign = hosted_server_new (HOSTED_MIXED);
  self->folder = g_dir_make_tmp ("hosted-links-XXXXXX", NULL);
  path = g_build_filename (self->folder, "all.zip", NULL);
  self->file = g_file_new_for_path (path);
}

static guint
count_files (Fixture *self)
{
  g_autoptr (GDir) folder = g_dir_open (self->folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (folder) != NULL)
    n++;

  return n;
}

static void
assert_file (Fixture *self, const char *text)
{
  g_autofree char *content = NULL;

  g_assert_true (g_file_get_contents (g_file_peek_path (self->file), &content, NULL, NULL));
  g_assert_cmpstr (content, ==, text);
  g_assert_cmpuint (count_files (self), ==, 1);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_assert_null (strstr (hosted_server_get_heads (self->foreign), HOSTED_TOKEN));
  g_assert_null (strstr (hosted_server_get_heads (self->foreign), "api_token"));
  hosted_fixture_tear_down (&self->base, data);
  g_clear_pointer (&self->foreign, hosted_server_free);
  g_remove (g_file_peek_path (self->file));
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_clear_object (&self->file);
  g_clear_pointer (&self->folder, g_free);
}

static char *
foreign_link (Fixture *self)
{
  return g_strconcat (hosted_server_get_origin (self->foreign), "/all.zip?sig=x", NULL);
}

/* Every operation, each status: nobody is followed anywhere. */
static void
test_redirects (Fixture *self, gconstpointer data)
{
  static const guint statuses[] = { 301, 302, 303, 307, 308 };
  g_autofree char *link = foreign_link (self);
  g_autofree char *header = g_strconcat ("Location: ", link, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      hosted_server_forget (self->base.server);
      hosted_server_say (self->base.server, NULL, NULL, statuses[i], header, NULL);
      for (int route = LB_ROUTE_NONE + 1; route < LB_N_ROUTES; route++)
        {
          DexFuture *future = hosted_call (self->base.client, route);
          g_autoptr (GError) error = NULL;

          if (future != NULL)
            error = hosted_refusal (future, LB_ERROR_PROTOCOL);
        }
    }
  g_assert_cmpuint (hosted_server_count (self->foreign, NULL, NULL), ==, 0);
  g_assert_nonnull (strstr (hosted_server_get_heads (self->base.server), HOSTED_TOKEN));
}

static void
test_fetch (Fixture *self, gconstpointer data)
{
  g_autofree char *link = foreign_link (self);
  g_autoptr (GError) error = NULL;

  hosted_server_say (self->foreign, "GET", "/all.zip", 200, NULL, "bytes");
  error = hosted_outcome (lb_client_fetch (self->base.client, link));
  g_assert_no_error (error);
  g_assert_nonnull (strstr (hosted_server_get_heads (self->foreign), "GET /all.zip?sig=x"));
}

/* Also to the service itself no link carries it. */
static void
test_fetch_at_home (Fixture *self, gconstpointer data)
{
  g_autofree char *link =
    g_strconcat (hosted_server_get_origin (self->base.server), "/all.zip", NULL);
  g_autoptr (GError) error = NULL;

  hosted_server_say (self->base.server, "GET", "/all.zip", 200, NULL, "bytes");
  error = hosted_outcome (lb_client_fetch (self->base.client, link));
  g_assert_no_error (error);
  g_assert_null (strstr (hosted_server_get_heads (self->base.server), HOSTED_TOKEN));
}

static DexFuture *
fetch_to_file (Fixture *self)
{
  g_autofree char *link = foreign_link (self);

  return lb_client_fetch_to_file (self->base.client, link, self->file, NULL, NULL, NULL);
}

static void
test_to_file (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  hosted_server_say (self->foreign, "GET", NULL, 200, NULL, "all of it");
  error = hosted_outcome (fetch_to_file (self));
  g_assert_no_error (error);
  assert_file (self, "all of it");

  hosted_server_say (self->foreign, "GET", NULL, 200, NULL, "more of it");
  error = hosted_outcome (fetch_to_file (self));
  g_assert_no_error (error);
  assert_file (self, "more of it");
}

/* A link that has run out says so with its code, and the file is as it was. */
static void
test_run_out (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) forbidden = NULL;
  g_autoptr (GError) gone = NULL;

  g_file_set_contents (g_file_peek_path (self->file), "old", -1, NULL);
  hosted_server_say_once (self->foreign, "GET", NULL, 403, "Content-Type: application/xml",
                          "<Error><Message>Request has expired</Message></Error>");
  forbidden = hosted_refusal (fetch_to_file (self), LB_ERROR_FORBIDDEN);
  g_assert_cmpstr (forbidden->message, ==, "Request has expired");
  hosted_server_say_once (self->foreign, "GET", NULL, 410, NULL, NULL);
  gone = hosted_refusal (fetch_to_file (self), LB_ERROR_GONE);
  assert_file (self, "old");
}

static void
test_nowhere_to_put (Fixture *self, gconstpointer data)
{
  g_autofree char *link = foreign_link (self);
  g_autofree char *path = g_build_filename (self->folder, "missing", "all.zip", NULL);
  g_autoptr (GFile) nowhere = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;

  error = hosted_refusal (
    lb_client_fetch_to_file (self->base.client, link, nowhere, NULL, NULL, NULL), LB_ERROR_STORAGE);
  g_assert_cmpuint (hosted_server_count (self->foreign, NULL, NULL), ==, 0);
}

/* An archive that ends in the middle is none. */
static void
test_cut_off (Fixture *self, gconstpointer data)
{
  RawHost *host = raw_host_new ();
  g_autofree char *link = g_strconcat (raw_host_get_origin (host), "/x", NULL);
  g_autoptr (GError) error = NULL;

  raw_host_answer_blanks (host, "HTTP/1.1 200 OK\r\nContent-Length: 4000000\r\n\r\n", 3000000);
  error =
    hosted_refusal (lb_client_fetch_to_file (self->base.client, link, self->file, NULL, NULL, NULL),
                    LB_ERROR_OFFLINE);
  g_assert_cmpuint (count_files (self), ==, 0);
  raw_host_free (host);
}

typedef struct
{
  goffset now;
  goffset total;
  guint n_calls;
  goffset stop_at;
  GCancellable *cancel;
} Progress;

static void
progress_cb (goffset now, goffset total, gpointer data)
{
  Progress *progress = data;

  g_assert_cmpint (now, >=, progress->now);
  progress->now = now;
  progress->total = total;
  progress->n_calls++;
  if (progress->stop_at > 0 && now >= progress->stop_at)
    g_cancellable_cancel (progress->cancel);
}

static long
resident_kib (void)
{
  g_autofree char *status = NULL;
  const char *line = NULL;

  g_assert_true (g_file_get_contents ("/proc/self/status", &status, NULL, NULL));
  line = strstr (status, "VmHWM:");
  g_assert_nonnull (line);

  return strtol (line + strlen ("VmHWM:"), NULL, 10);
}

#define N_DRIPS 5
#define DRIP_MS 400

/* (transfer full): what becomes of a call that may take a second. */
static GError *
send_in_a_second (Fixture *self, const char *path, GOutputStream *sink)
{
  const LbClientSending how = { .deadline_seconds = 1, .answer_cap = 100, .sink = sink };
  g_autofree char *link = g_strconcat (hosted_server_get_origin (self->foreign), path, NULL);
  g_autoptr (SoupMessage) message =
    lb_client_new_link_message (self->base.client, SOUP_METHOD_GET, link, NULL);

  return hosted_outcome (
    lb_client_send (self->base.client, self->base.client->pictures, message, &how, NULL));
}

/* An answer has to be there in time; a file only has to go on coming. */
static void
test_deadline (Fixture *self, gconstpointer data)
{
  g_autoptr (GOutputStream) sink = g_memory_output_stream_new_resizable ();
  g_autoptr (GError) answer = NULL;
  g_autoptr (GError) file = NULL;
  g_autoptr (GError) stalled = NULL;

  hosted_server_drip (self->foreign, "/slow", N_DRIPS, DRIP_MS);
  hosted_server_drip (self->foreign, "/stalled", 1, 60 * 1000);
  answer = send_in_a_second (self, "/slow", NULL);
  g_assert_error (answer, LB_ERROR, LB_ERROR_TIMED_OUT);
  file = send_in_a_second (self, "/slow", sink);
  g_assert_no_error (file);
  g_assert_cmpuint (g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (sink)), ==,
                    N_DRIPS);
  stalled = send_in_a_second (self, "/stalled", sink);
  g_assert_error (stalled, LB_ERROR, LB_ERROR_TIMED_OUT);
}

static void
assert_little_memory (long before_kib)
{
#ifndef __SANITIZE_ADDRESS__ /* which keeps what was freed */
  g_assert_cmpint (resident_kib () - before_kib, <, 64 * 1024);
#else
  g_assert_cmpint (before_kib, >, 0);
#endif
}

#define MANY_BYTES (128 * 1024 * 1024)

/* Bounded memory, whether the length is known or not. */
static void
test_large (Fixture *self, gconstpointer data)
{
  RawHost *host = raw_host_new ();
  g_autofree char *link = g_strconcat (raw_host_get_origin (host), "/x", NULL);
  g_autofree char *head =
    g_strdup_printf ("HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n", MANY_BYTES);
  const char *heads[] = { head, "HTTP/1.1 200 OK\r\n\r\n" };
  long before_kib = resident_kib ();

  for (gsize i = 0; i < G_N_ELEMENTS (heads); i++)
    {
      Progress progress = { 0 };
      g_autoptr (GError) error = NULL;
      GStatBuf state;

      raw_host_answer_blanks (host, heads[i], MANY_BYTES);
      error = hosted_outcome (lb_client_fetch_to_file (self->base.client, link, self->file, NULL,
                                                       progress_cb, &progress));
      g_assert_no_error (error);
      g_assert_cmpint (progress.now, ==, MANY_BYTES);
      g_assert_cmpint (progress.total, ==, i == 0 ? MANY_BYTES : -1);
      g_assert_cmpint (g_stat (g_file_peek_path (self->file), &state), ==, 0);
      g_assert_cmpint (state.st_size, ==, MANY_BYTES);
      g_assert_cmpuint (count_files (self), ==, 1);
    }
  assert_little_memory (before_kib);
  raw_host_free (host);
}

static void
test_stopped (Fixture *self, gconstpointer data)
{
  RawHost *host = raw_host_new ();
  g_autofree char *link = g_strconcat (raw_host_get_origin (host), "/x", NULL);
  g_autoptr (GCancellable) cancel = g_cancellable_new ();
  Progress progress = { .stop_at = 1024 * 1024, .cancel = cancel };
  g_autoptr (GError) error = NULL;

  raw_host_answer_blanks (host, "HTTP/1.1 200 OK\r\n\r\n", MANY_BYTES);
  error = hosted_refusal (
    lb_client_fetch_to_file (self->base.client, link, self->file, cancel, progress_cb, &progress),
    LB_ERROR_CANCELLED);
  g_assert_cmpuint (count_files (self), ==, 0);
  raw_host_free (host);
}

static void
test_put (Fixture *self, gconstpointer data)
{
  g_autofree char *link = foreign_link (self);
  Progress progress = { 0 };
  g_autoptr (GError) error = NULL;

  g_file_set_contents (g_file_peek_path (self->file), "a ZIP file", -1, NULL);
  hosted_server_say (self->foreign, "PUT", NULL, 200, NULL, NULL);
  error = hosted_outcome (
    lb_client_put_file (self->base.client, link, self->file, NULL, progress_cb, &progress));
  g_assert_no_error (error);
  g_assert_cmpstr (hosted_server_last_body (self->foreign, "PUT", "/all.zip"), ==, "a ZIP file");
  g_assert_nonnull (strstr (hosted_server_get_heads (self->foreign), "content-length: 10"));
  g_assert_null (strstr (hosted_server_get_heads (self->foreign), "content-type"));
  g_assert_cmpint (progress.now, ==, 10);
  g_assert_cmpint (progress.total, ==, 10);
}

static void
test_put_large (Fixture *self, gconstpointer data)
{
  RawHost *host = raw_host_new ();
  g_autofree char *link = g_strconcat (raw_host_get_origin (host), "/x", NULL);
  long before_kib = resident_kib ();
  Progress progress = { 0 };
  g_autoptr (GError) error = NULL;

  g_file_set_contents (g_file_peek_path (self->file), "", 0, NULL);
  g_assert_cmpint (truncate (g_file_peek_path (self->file), MANY_BYTES), ==, 0);
  raw_host_answer (host, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", -1);
  error = hosted_outcome (
    lb_client_put_file (self->base.client, link, self->file, NULL, progress_cb, &progress));
  g_assert_no_error (error);
  g_assert_cmpint (progress.now, ==, MANY_BYTES);
  assert_little_memory (before_kib);
  raw_host_free (host);
}

static void
test_put_refused (Fixture *self, gconstpointer data)
{
  static const char *const open_ways[] = { "http://store.example/all.zip", "ftp://store.example/x",
                                           "not an address", "file:///etc/passwd" };
  g_autofree char *link = foreign_link (self);
  g_autofree char *header = g_strconcat ("Location: ", link, NULL);
  g_autoptr (GError) run_out = NULL;
  g_autoptr (GError) redirected = NULL;
  g_autoptr (GError) missing = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (open_ways); i++)
    {
      g_autoptr (GError) error = hosted_refusal (
        lb_client_put_file (self->base.client, open_ways[i], self->file, NULL, NULL, NULL),
        LB_ERROR_INVALID);
    }

  missing = hosted_refusal (
    lb_client_put_file (self->base.client, link, self->file, NULL, NULL, NULL), LB_ERROR_STORAGE);
  g_assert_cmpuint (hosted_server_count (self->foreign, NULL, NULL), ==, 0);

  g_file_set_contents (g_file_peek_path (self->file), "x", -1, NULL);
  hosted_server_say_once (self->foreign, "PUT", NULL, 403, NULL, "<Error/>");
  run_out = hosted_refusal (
    lb_client_put_file (self->base.client, link, self->file, NULL, NULL, NULL), LB_ERROR_FORBIDDEN);
  hosted_server_say_once (self->foreign, "PUT", NULL, 307, header, NULL);
  redirected = hosted_refusal (
    lb_client_put_file (self->base.client, link, self->file, NULL, NULL, NULL), LB_ERROR_PROTOCOL);
  g_assert_cmpuint (hosted_server_count (self->foreign, "PUT", NULL), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
#define ADD(name, func)                                                                            \
  g_test_add (name, Fixture, GUINT_TO_POINTER (HOSTED_MIXED), set_up, func, tear_down)
  ADD ("/hosted/links/R92-redirects", test_redirects);
  ADD ("/hosted/links/R92-fetch", test_fetch);
  ADD ("/hosted/links/R92-fetch-at-home", test_fetch_at_home);
  ADD ("/hosted/links/R92-to-file", test_to_file);
  ADD ("/hosted/links/R92-run-out", test_run_out);
  ADD ("/hosted/links/nowhere-to-put", test_nowhere_to_put);
  ADD ("/hosted/links/cut-off", test_cut_off);
  ADD ("/hosted/links/large", test_large);
  ADD ("/hosted/links/stopped", test_stopped);
  ADD ("/hosted/links/deadline", test_deadline);
  ADD ("/hosted/links/put", test_put);
  ADD ("/hosted/links/put-large", test_put_large);
  ADD ("/hosted/links/put-refused", test_put_refused);
#undef ADD
  return g_test_run ();
}
