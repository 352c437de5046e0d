#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <glib/gstdio.h>
#include <libdex.h>

#include "base/lb-error.h"
#include "lb-test-origin.h"
#include "service/lb-fetch.h"

#define PATIENCE_MS 400
#define MIB (1024 * 1024)

typedef struct
{
  LbFetch *fetch;
  LbTestOrigin *origin; /* may be fetched from */
  LbTestOrigin *canary; /* may not */
  GBytes *page;         /* of the origin, at /page */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *name = NULL;
  g_autoptr (GError) error = NULL;

  fixture->fetch = lb_fetch_new ();
  fixture->origin = lb_test_origin_new ("127.0.0.1");
  fixture->canary = lb_test_origin_new ("127.0.0.1");
  fixture->page = g_bytes_new_static ("what is there", 13);
  name = lb_test_origin_name (fixture->origin);
  lb_fetch_set_patience (fixture->fetch, PATIENCE_MS);
  lb_fetch_allow_origin (fixture->fetch, name, &error);
  g_assert_no_error (error);
  lb_test_origin_set (fixture->origin, "/page", NULL, fixture->page);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpuint (lb_test_origin_get_hits (fixture->canary), ==, 0);
  g_assert_finalize_object (fixture->fetch);
  lb_test_origin_free (fixture->origin);
  lb_test_origin_free (fixture->canary);
  g_bytes_unref (fixture->page);
}

static void
finish (DexFuture *future)
{
  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
  /* What was given up on the way is given back by the loop. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* (transfer full) (nullable) */
static GBytes *
fetch_url (Fixture *fixture, const char *url, gsize max_bytes, GError **error)
{
  DexFuture *future = lb_fetch_bytes (fixture->fetch, url, max_bytes);
  const GValue *value;
  GBytes *bytes;

  finish (future);
  value = dex_future_get_value (future, error);
  bytes = value != NULL ? g_value_dup_boxed (value) : NULL;
  dex_unref (future);

  return bytes;
}

static GBytes *
fetch_path (Fixture *fixture, const char *path, gsize max_bytes, GError **error)
{
  g_autofree char *url = lb_test_origin_url (fixture->origin, path);

  return fetch_url (fixture, url, max_bytes, error);
}

static void
refuse (Fixture *fixture, const char *path, LbError code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = fetch_path (fixture, path, 1000, &error);

  g_assert_null (bytes);
  g_assert_error (error, LB_ERROR, (int) code);
}

static void
test_bytes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = fetch_path (fixture, "/page", 13, &error);

  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (bytes, fixture->page));
}

/* The first of them, and nothing in it that tells who asks. */
static void
test_request (Fixture *fixture, gconstpointer data)
{
  static const char *const words[] = { "api_token",   "Cookie", "Authorization",   "Referer",
                                       "Origin",      "Proxy",  "Accept-Encoding", "X-Forwarded",
                                       "Accept-Lang", "If-" };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *log = NULL;

  /* A password in the first answer's challenge, a cookie in the second's. */
  lb_test_origin_set_raw (fixture->origin, "/set",
                          "HTTP/1.1 302 Found\r\nLocation: /page?b\r\nSet-Cookie: a=b; Path=/\r\n"
                          "Content-Length: 0\r\n\r\n");
  lb_test_origin_set (fixture->origin, "/page?b", NULL, fixture->page);
  bytes = fetch_path (fixture, "/set#part", 1000, &error);
  g_assert_no_error (error);
  g_clear_pointer (&bytes, g_bytes_unref);
  bytes = fetch_path (fixture, "/page", 1000, &error);
  g_assert_no_error (error);

  log = lb_test_origin_take_log (fixture->origin);
  g_assert_true (g_str_has_prefix (log, "GET /set HTTP/1.1\r\n"));
  g_assert_nonnull (strstr (log, "GET /page?b HTTP/1.1\r\n"));
  g_assert_nonnull (strstr (log, "User-Agent: Lookbook/"));
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autofree char *line = g_strconcat ("\r\n", words[i], NULL);

      g_test_message ("%s", words[i]);
      g_assert_null (strcasestr (log, line));
    }
}

static void
test_challenge (Fixture *fixture, gconstpointer data)
{
  g_autofree char *log = NULL;

  lb_test_origin_set_raw (fixture->origin, "/secret",
                          "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"a\"\r\n"
                          "Content-Length: 0\r\n\r\n");
  refuse (fixture, "/secret", LB_ERROR_UNPROCESSABLE);
  log = lb_test_origin_take_log (fixture->origin);
  g_assert_null (strcasestr (log, "Authorization"));
  g_assert_cmpuint (lb_test_origin_get_hits (fixture->origin), ==, 1);
}

static void
test_redirects (Fixture *fixture, gconstpointer data)
{
  g_autofree char *whole = lb_test_origin_url (fixture->origin, "/2");
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;

  lb_test_origin_redirect (fixture->origin, "/4", "/3");
  lb_test_origin_redirect (fixture->origin, "/3", whole);
  lb_test_origin_redirect (fixture->origin, "/2", "1");
  lb_test_origin_redirect (fixture->origin, "/1", "./page#part");
  lb_test_origin_redirect (fixture->origin, "/round", "/round");

  bytes = fetch_path (fixture, "/3", 1000, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (bytes, fixture->page));
  refuse (fixture, "/4", LB_ERROR_UNPROCESSABLE);
  g_assert_cmpuint (lb_test_origin_get_hits (fixture->origin), ==, 4 + 4);
  refuse (fixture, "/round", LB_ERROR_UNPROCESSABLE);
  g_assert_cmpuint (lb_test_origin_get_hits (fixture->origin), ==, 4 + 4 + 4);
}

/* An origin that may be asked does not open the way to others. */
static void
test_redirects_refused (Fixture *fixture, gconstpointer data)
{
  g_autofree char *here = lb_test_origin_url (fixture->canary, "/page");
  g_autofree char *port = g_strdup_printf ("%u", lb_test_origin_get_port (fixture->canary));
  g_autofree char *own = g_strdup_printf ("%u", lb_test_origin_get_port (fixture->origin));
  static const char *const places[] = {
    "http://localhost:OWN/page",      "http://[::1]:PORT/page",      "http://0.0.0.0:PORT/page",
    "http://127.1:PORT/page",         "http://2130706433:PORT/page", "//127.0.0.1:PORT/page",
    "http://user@127.0.0.1:OWN/page", "http://169.254.169.254/",     "file:///etc/passwd",
    "ftp://127.0.0.1:PORT/",          "data:text/plain,a",           "",
  };

  lb_test_origin_set (fixture->canary, "/page", NULL, fixture->page);
  lb_test_origin_redirect (fixture->origin, "/r", here);
  refuse (fixture, "/r", LB_ERROR_UNPROCESSABLE);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      GString *place = g_string_new (places[i]);

      g_string_replace (place, "PORT", port, 0);
      g_string_replace (place, "OWN", own, 0);
      g_test_message ("“%s”", place->str);
      lb_test_origin_redirect (fixture->origin, "/r", place->str);
      refuse (fixture, "/r", LB_ERROR_UNPROCESSABLE);
      g_string_free (place, TRUE);
    }
  lb_test_origin_set_raw (fixture->origin, "/r", "HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n");
  refuse (fixture, "/r", LB_ERROR_UNPROCESSABLE);
}

static void
test_statuses (Fixture *fixture, gconstpointer data)
{
  static const guint statuses[] = { 201, 204, 206, 300, 304, 400, 403, 404, 410, 429, 500, 503 };

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autofree char *answer =
        g_strdup_printf ("HTTP/1.1 %u Words\r\nContent-Length: 0\r\n\r\n", statuses[i]);

      g_test_message ("%u", statuses[i]);
      lb_test_origin_set_raw (fixture->origin, "/s", answer);
      refuse (fixture, "/s", LB_ERROR_UNPROCESSABLE);
    }
  lb_test_origin_set_raw (fixture->origin, "/s", "no answer at all\r\n\r\n");
  refuse (fixture, "/s", LB_ERROR_UNPROCESSABLE);
  lb_test_origin_set_raw (fixture->origin, "/s", "");
  refuse (fixture, "/s", LB_ERROR_UNPROCESSABLE);
}

static void
test_too_large (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) thousand = g_bytes_new_take (g_strnfill (1000, 'x'), 1000);
  g_autoptr (GBytes) over = g_bytes_new_take (g_strnfill (1001, 'x'), 1001);
  g_autofree char *endless = g_strdup_printf ("HTTP/1.1 200 OK\r\n\r\n");
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;

  lb_test_origin_set (fixture->origin, "/most", NULL, thousand);
  lb_test_origin_set (fixture->origin, "/over", NULL, over);
  /* Says that it is, and sends nothing of it. */
  lb_test_origin_set_slow (fixture->origin, "/told",
                           "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n", 0);
  lb_test_origin_set_long (fixture->origin, "/untold", endless, thousand, 100000);
  bytes = fetch_path (fixture, "/most", 1000, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (bytes), ==, 1000);
  refuse (fixture, "/over", LB_ERROR_TOO_LARGE);
  refuse (fixture, "/told", LB_ERROR_TOO_LARGE);
  refuse (fixture, "/untold", LB_ERROR_TOO_LARGE);
}

static gsize
resident_bytes (void)
{
  g_autofree char *text = NULL;
  const char *at;

  g_assert_true (g_file_get_contents ("/proc/self/status", &text, NULL, NULL));
  at = strstr (text, "VmRSS:");
  g_assert_nonnull (at);

  return g_ascii_strtoull (at + 6, NULL, 10) * 1024;
}

/* Headers are no way in either. */
static void
test_endless_headers (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) letters = g_bytes_new_take (g_strnfill (MIB, 'x'), MIB);
  g_autoptr (GBytes) lines = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  gsize before = resident_bytes ();

  while (text->len < MIB)
    g_string_append (text, "X-Header: and its value\r\n");
  lines = g_bytes_new (text->str, text->len);
  lb_fetch_set_patience (fixture->fetch, 60 * 1000);
  lb_test_origin_set_long (fixture->origin, "/line", "HTTP/1.1 200 OK\r\nX-Long: ", letters, 2000);
  lb_test_origin_set_long (fixture->origin, "/lines", "HTTP/1.1 200 OK\r\n", lines, 2000);
  refuse (fixture, "/line", LB_ERROR_UNPROCESSABLE);
  refuse (fixture, "/lines", LB_ERROR_UNPROCESSABLE);
  g_test_message ("%zu MiB", (resident_bytes () - before) / MIB);
#ifndef __SANITIZE_ADDRESS__ /* which keeps what was freed */
  g_assert_cmpuint (resident_bytes (), <, before + 32 * MIB);
#endif
}

/* What was packed for the way is not unpacked: it could be any size. */
static void
test_packed (Fixture *fixture, gconstpointer data)
{
  static const char packed[] = "\x1f\x8b\x08\0\0\0\0\0\0\x03\x4b\x04\0\x43\xbe\xb7\xe8\x01\0\0\0";
  g_autoptr (GBytes) page = g_bytes_new_static (packed, sizeof packed - 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;

  lb_test_origin_set (fixture->origin, "/packed", "Content-Encoding: gzip\r\n", page);
  bytes = fetch_path (fixture, "/packed", 1000, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (bytes, page));
}

/* Neither who says nothing nor who says it letter by letter is waited for. */
static void
test_slow (Fixture *fixture, gconstpointer data)
{
  gint64 start_us = g_get_monotonic_time ();

  lb_test_origin_set_slow (fixture->origin, "/silent", "", 0);
  lb_test_origin_set_slow (fixture->origin, "/halting", "HTTP/1.1 200 OK\r\nX-A: ", 20);
  lb_test_origin_set_slow (fixture->origin, "/drip", "HTTP/1.1 200 OK\r\n\r\n", 20);
  refuse (fixture, "/silent", LB_ERROR_UNPROCESSABLE);
  refuse (fixture, "/halting", LB_ERROR_UNPROCESSABLE);
  refuse (fixture, "/drip", LB_ERROR_UNPROCESSABLE);
  g_assert_cmpint (g_get_monotonic_time () - start_us, >=, 3 * PATIENCE_MS * 1000);
}

static void
test_truncated (Fixture *fixture, gconstpointer data)
{
  lb_test_origin_set_raw (fixture->origin, "/cut",
                          "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this");
  lb_test_origin_set_raw (fixture->origin, "/cut-chunk",
                          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nonly\r\n");
  lb_test_origin_set_raw (fixture->origin, "/cut-head", "HTTP/1.1 200 OK\r\nContent-Le");
  refuse (fixture, "/cut", LB_ERROR_UNPROCESSABLE);
  refuse (fixture, "/cut-chunk", LB_ERROR_UNPROCESSABLE);
  refuse (fixture, "/cut-head", LB_ERROR_UNPROCESSABLE);
}

static void
test_nobody (Fixture *fixture, gconstpointer data)
{
  LbTestOrigin *gone = lb_test_origin_new ("127.0.0.1");
  g_autofree char *name = lb_test_origin_name (gone);
  g_autofree char *url = lb_test_origin_url (gone, "/page");
  g_autoptr (GError) error = NULL;

  g_assert_true (lb_fetch_allow_origin (fixture->fetch, name, NULL));
  lb_test_origin_free (gone);
  g_assert_null (fetch_url (fixture, url, 1000, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_UNPROCESSABLE);
}

static void
test_origins (Fixture *fixture, gconstpointer data)
{
  static const char *const bad[] = {
    "",      "a",      "a:",     ":80",    "a:0",   "a:99999",   "http://a:80",
    "a:80/", "a:80/b", "u@a:80", "a:80?b", "a b:8", "0x7f.1:80", "a:-1",
  };
  static const char *const good[] = { "nas.example:8080", "192.168.0.2:80", "[::1]:8000",
                                      "localhost:1" };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("“%s”", bad[i]);
      g_assert_false (lb_fetch_allow_origin (fixture->fetch, bad[i], &error));
      g_assert_error (error, LB_ERROR, LB_ERROR_INVALID);
    }
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (lb_fetch_allow_origin (fixture->fetch, good[i], NULL));
}

static void
test_stop (Fixture *fixture, gconstpointer data)
{
  g_autofree char *url = lb_test_origin_url (fixture->origin, "/silent");
  DexFuture *future;
  g_autoptr (GError) error = NULL;

  lb_test_origin_set_slow (fixture->origin, "/silent", "", 0);
  lb_fetch_set_patience (fixture->fetch, 60 * 1000);
  future = lb_fetch_bytes (fixture->fetch, url, 1000);
  while (lb_test_origin_get_hits (fixture->origin) == 0)
    g_main_context_iteration (NULL, FALSE);
  lb_fetch_stop (fixture->fetch);
  finish (future);
  g_assert_null (dex_future_get_value (future, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_CANCELLED);
  dex_unref (future);
}

typedef struct
{
  guint64 got;
  guint64 total;
  guint64 cancel_at; /* 0: never */
  GCancellable *cancel;
} Progress;

static void
progress_cb (guint64 got, guint64 total, gpointer data)
{
  Progress *progress = data;

  g_assert_cmpuint (got, >, progress->got);
  progress->got = got;
  progress->total = total;
  if (progress->cancel_at > 0 && got >= progress->cancel_at)
    g_cancellable_cancel (progress->cancel);
}

static gboolean
fetch_to (
  Fixture *fixture, const char *path, int fd, guint64 max, Progress *progress, GError **error)
{
  g_autofree char *url = lb_test_origin_url (fixture->origin, path);
  DexFuture *future =
    lb_fetch_to_fd (fixture->fetch, url, fd, max, progress->cancel, progress_cb, progress);
  gboolean done;

  finish (future);
  done = dex_future_get_value (future, error) != NULL;
  dex_unref (future);

  return done;
}

/* Much more than may be held at once. */
static void
test_to_file (Fixture *fixture, gconstpointer data)
{
  const guint64 size = 256 * (guint64) MIB;
  g_autofree char *head =
    g_strdup_printf ("HTTP/1.1 200 OK\r\nContent-Length: %" G_GUINT64_FORMAT "\r\n\r\n", size);
  g_autoptr (GBytes) block = g_bytes_new_take (g_strnfill (MIB, 'x'), MIB);
  g_autofd int fd = g_open ("/dev/null", O_WRONLY | O_CLOEXEC, 0);
  Progress progress = { 0 };
  g_autoptr (GError) error = NULL;
  gsize before;

  lb_test_origin_set_long (fixture->origin, "/long", head, block, 256);
  before = resident_bytes ();
  fetch_to (fixture, "/long", fd, size, &progress, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (progress.got, ==, size);
  g_assert_cmpuint (progress.total, ==, size);
  g_test_message ("%zu MiB", (resident_bytes () - before) / MIB);
#ifndef __SANITIZE_ADDRESS__ /* which keeps what was freed */
  g_assert_cmpuint (resident_bytes (), <, before + 32 * MIB);
#endif
}

static void
test_to_file_contents (Fixture *fixture, gconstpointer data)
{
  g_autofd int fd = memfd_create ("page", MFD_CLOEXEC);
  g_autoptr (GBytes) block = g_bytes_new_static ("0123456789", 10);
  Progress progress = { 0 };
  g_autoptr (GError) error = NULL;
  struct stat info;
  char text[40] = { 0 };

  lb_test_origin_set_long (fixture->origin, "/untold", "HTTP/1.1 200 OK\r\n\r\n", block, 3);
  fetch_to (fixture, "/untold", fd, 30, &progress, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (progress.total, ==, 0);
  g_assert_cmpint (fstat (fd, &info), ==, 0);
  g_assert_cmpint (info.st_size, ==, 30);
  g_assert_cmpint (pread (fd, text, sizeof text - 1, 0), ==, 30);
  g_assert_cmpstr (text, ==, "012345678901234567890123456789");
}

static void
test_to_file_refused (Fixture *fixture, gconstpointer data)
{
  g_autofd int fd = memfd_create ("page", MFD_CLOEXEC);
  g_autofd int full = g_open ("/dev/full", O_WRONLY | O_CLOEXEC, 0);
  g_autofd int reader = g_open ("/dev/null", O_RDONLY | O_CLOEXEC, 0);
  Progress progress = { 0 };
  g_autoptr (GError) large = NULL;
  g_autoptr (GError) missing = NULL;
  g_autoptr (GError) space = NULL;
  g_autoptr (GError) closed = NULL;
  g_autoptr (GError) late = NULL;

  g_assert_false (fetch_to (fixture, "/page", fd, 12, &progress, &large));
  g_assert_error (large, LB_ERROR, LB_ERROR_TOO_LARGE);
  g_assert_false (fetch_to (fixture, "/nothing", fd, 12, &progress, &missing));
  g_assert_error (missing, LB_ERROR, LB_ERROR_UNPROCESSABLE);
  g_assert_false (fetch_to (fixture, "/page", full, 100, &progress, &space));
  g_assert_error (space, LB_ERROR, LB_ERROR_NO_SPACE);
  g_assert_false (fetch_to (fixture, "/page", reader, 100, &progress, &closed));
  g_assert_error (closed, LB_ERROR, LB_ERROR_STORAGE);
  g_assert_cmpuint (progress.got, ==, 0);

  lb_test_origin_set_slow (fixture->origin, "/stops",
                           "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nA beginning", 0);
  g_assert_false (fetch_to (fixture, "/stops", fd, 100, &progress, &late));
  g_assert_error (late, LB_ERROR, LB_ERROR_UNPROCESSABLE);
  g_assert_cmpuint (progress.got, ==, 11);
}

/* As long as bytes keep coming there is no hurry. */
static void
test_to_file_slow (Fixture *fixture, gconstpointer data)
{
  g_autofd int fd = memfd_create ("page", MFD_CLOEXEC);
  Progress progress = { 0 };
  g_autoptr (GError) error = NULL;
  gint64 start_us = g_get_monotonic_time ();

  lb_test_origin_set_slow (fixture->origin, "/drip",
                           "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n", 20);
  fetch_to (fixture, "/drip", fd, 100, &progress, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (progress.got, ==, 50);
  g_assert_cmpint (g_get_monotonic_time () - start_us, >, PATIENCE_MS * 1000);
}

static void
test_to_file_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autofd int fd = memfd_create ("page", MFD_CLOEXEC);
  g_autoptr (GCancellable) cancel = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) again = NULL;
  Progress progress = { .cancel_at = 5, .cancel = cancel };

  lb_test_origin_set_slow (fixture->origin, "/drip", "HTTP/1.1 200 OK\r\n\r\n", 5);
  g_assert_false (fetch_to (fixture, "/drip", fd, G_MAXUINT64, &progress, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_CANCELLED);
  g_assert_cmpuint (progress.got, ==, 5);

  /* Before it has begun. */
  g_assert_false (fetch_to (fixture, "/page", fd, 100, &progress, &again));
  g_assert_error (again, LB_ERROR, LB_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  const struct
  {
    const char *path;
    void (*test) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/fetch/bytes", test_bytes },
    { "/fetch/request", test_request },
    { "/fetch/challenge", test_challenge },
    { "/fetch/redirects", test_redirects },
    { "/fetch/redirects-refused", test_redirects_refused },
    { "/fetch/statuses", test_statuses },
    { "/fetch/too-large", test_too_large },
    { "/fetch/endless-headers", test_endless_headers },
    { "/fetch/packed", test_packed },
    { "/fetch/slow", test_slow },
    { "/fetch/truncated", test_truncated },
    { "/fetch/nobody", test_nobody },
    { "/fetch/origins", test_origins },
    { "/fetch/stop", test_stop },
    { "/fetch/to-file", test_to_file },
    { "/fetch/to-file-contents", test_to_file_contents },
    { "/fetch/to-file-refused", test_to_file_refused },
    { "/fetch/to-file-slow", test_to_file_slow },
    { "/fetch/to-file-cancelled", test_to_file_cancelled },
  };

  g_test_init (&argc, &argv, NULL);
  dex_init ();

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);

  return g_test_run ();
}
