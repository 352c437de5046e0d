#include <string.h>

#include <libdex.h>
#include <sqlite3.h>

#include "lb-test-callers.h"

#define PROJECTS "/v1/tailored-gen/projects"
#define TOKEN "an-unlikely-token-1234"

/* Statements that the service's database has been asked so far. */
static gint statements;

/* Each request would make a project, if it came through. PORT: the service's own. */
typedef struct
{
  const char *target;
  const char *lines;
  const char *version;
} Case;

static const Case foreign_hosts[] = {
  { PROJECTS, "", "1.1" },
  { PROJECTS, "", "1.0" },
  { PROJECTS, "Host: 127.0.0.1:PORT\r\n", "1.0" },
  { PROJECTS, "Host:\r\n", "1.1" },
  { PROJECTS, "Host: \r\n", "1.1" },
  { PROJECTS, "Host: :PORT\r\n", "1.1" },
  { PROJECTS, "Host: 127.0.0.1\r\n", "1.1" },
  { PROJECTS, "Host: localhost\r\n", "1.1" },
  { PROJECTS, "Host: [::1]\r\n", "1.1" },
  { PROJECTS, "Host: ::1:PORT\r\n", "1.1" },
  { PROJECTS, "Host: [::1%25lo]:PORT\r\n", "1.1" },
  { PROJECTS, "Host: [0:0:0:0:0:0:0:1]:PORT\r\n", "1.1" },
  { PROJECTS, "Host: [::ffff:127.0.0.1]:PORT\r\n", "1.1" },
  { PROJECTS, "Host: 127.0.0.1:1PORT\r\n", "1.1" },
  { PROJECTS, "Host: 127.0.0.1:0PORT\r\n", "1.1" },
  { PROJECTS, "Host: 127.0.0.1:PORT0\r\n", "1.1" },
  { PROJECTS, "Host: 127.0.0.1:80\r\n", "1.1" },
  { PROJECTS, "Host: 127.0.0.2:PORT\r\n", "1.1" },
  { PROJECTS, "Host: 127.1:PORT\r\n", "1.1" },
  { PROJECTS, "Host: 0x7f.1:PORT\r\n", "1.1" },
  { PROJECTS, "Host: 2130706433:PORT\r\n", "1.1" },
  { PROJECTS, "Host: 0.0.0.0:PORT\r\n", "1.1" },
  { PROJECTS, "Host: localhost.:PORT\r\n", "1.1" },
  { PROJECTS, "Host: localhost.evil.example:PORT\r\n", "1.1" },
  { PROJECTS, "Host: 127.0.0.1.evil.example:PORT\r\n", "1.1" },
  { PROJECTS, "Host: evil.example:PORT\r\n", "1.1" },
  { PROJECTS, "Host: evil.example\r\n", "1.1" },
  { PROJECTS, "Host: localhost@evil.example:PORT\r\n", "1.1" },
  { PROJECTS, "Host: evil.example@localhost:PORT\r\n", "1.1" },
  { PROJECTS, "Host: http://127.0.0.1:PORT\r\n", "1.1" },
  { PROJECTS, "Host: 127.0.0.1:PORT/\r\n", "1.1" },
  { PROJECTS, "Host: 127.0.0.1:PORT#\r\n", "1.1" },
  { PROJECTS, "Host: 127.0.0.1 :PORT\r\n", "1.1" },
  { PROJECTS, "Host: 127.0.0.1:PORT, evil.example\r\n", "1.1" },
  { PROJECTS, "Host: 127.0.0.1:PORT\r\nHost: evil.example\r\n", "1.1" },
  { PROJECTS, "Host: evil.example\r\nHost: 127.0.0.1:PORT\r\n", "1.1" },
  { PROJECTS, "Host: 127.0.0.1:PORT\r\nHost: 127.0.0.1:PORT\r\n", "1.1" },
  { PROJECTS, "X-Forwarded-Host: 127.0.0.1:PORT\r\nHost: evil.example:PORT\r\n", "1.1" },
  { "http://evil.example" PROJECTS, "Host: 127.0.0.1:PORT\r\n", "1.1" },
  { "http://evil.example:PORT" PROJECTS, "Host: 127.0.0.1:PORT\r\n", "1.1" },
  { "http://127.0.0.1:PORT" PROJECTS, "Host: evil.example\r\n", "1.1" },
  { "http://127.0.0.1:1" PROJECTS, "Host: 127.0.0.1:PORT\r\n", "1.1" },
  { "http://127.0.0.1" PROJECTS, "Host: 127.0.0.1:PORT\r\n", "1.1" },
  { "http://localhost:80" PROJECTS, "Host: 127.0.0.1:PORT\r\n", "1.1" },
  { PROJECTS, "Host: localhost.localdomain:PORT\r\n", "1.1" },
  { PROJECTS, "Host: 127.0.0.1.:PORT\r\n", "1.1" },
  { PROJECTS, "Host: lookbook.localhost:PORT\r\n", "1.1" },
  { PROJECTS, "Host: [::ffff:127.0.0.1]:PORT\r\n", "1.1" },
  { PROJECTS, "Host: [0:0:0:0:0:0:0:1]:PORT\r\n", "1.1" },
  { PROJECTS, "Host: 0177.0.0.1:PORT\r\n", "1.1" },
  { PROJECTS, "Host: localhost:PORT@evil.example\r\n", "1.1" },
  { PROJECTS, "Host: \"127.0.0.1:PORT\"\r\n", "1.1" },
  { "https://127.0.0.1:PORT" PROJECTS "x", "Host: evil.example:PORT\r\n", "1.1" },
  { "//evil.example" PROJECTS, "Host: evil.example:PORT\r\n", "1.1" },
};

/* Lines of a browser, beside a good Host. */
static const char *const browser_lines[] = {
  "Origin: http://127.0.0.1:PORT\r\n",
  "Origin: http://localhost:PORT\r\n",
  "Origin: null\r\n",
  "Origin:\r\n",
  "ORIGIN: https://evil.example\r\n",
  "Sec-Fetch-Site: cross-site\r\n",
  "Sec-Fetch-Site: same-site\r\n",
  "Sec-Fetch-Site: same-origin\r\n",
  "sec-fetch-site: None, cross-site\r\n",
  "Sec-Fetch-Site: none\r\nSec-Fetch-Site: cross-site\r\n",
};

/* Bodies that two readers could cut at two places. */
static const char *const framings[] = {
  "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
  "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n",
  "Content-Length: 4\r\nContent-Length: 4\r\n",
  "Content-Length: 4\r\nContent-Length: 5\r\n",
  "Content-Length: 4, 4\r\n",
  "Transfer-Encoding: chunked, chunked\r\n",
  "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
  "Transfer-Encoding: identity\r\n",
  "Transfer-Encoding: gzip, chunked\r\n",
  "Transfer-Encoding: xchunked\r\n",
  "Transfer-Encoding: chunked;a=b\r\n",
  "Content-Length: -4\r\n",
  "Content-Length: 0x4\r\n",
  "Content-Length: 4 4\r\n",
};

static int
trace_cb (unsigned int event, void *data, void *statement, void *text)
{
  g_atomic_int_inc (&statements);

  return 0;
}

/* SQLite calls this for each database that is opened in this process. */
static int
opened_cb (sqlite3 *db, char **message, const struct sqlite3_api_routines *api)
{
  return sqlite3_trace_v2 (db, SQLITE_TRACE_STMT, trace_cb, NULL);
}

static char *
with_port (LbTestCallers *fixture, const char *text)
{
  GString *string = g_string_new (text);
  g_autofree char *number = g_strdup_printf ("%u", fixture->port);

  g_string_replace (string, "PORT", number, 0);

  return g_string_free (string, FALSE);
}

/* On a line of its own, which says no more: the status of the answer, 0 when there was none. */
static guint
send (LbTestCallers *fixture, gboolean to_port, const char *request)
{
  g_autoptr (GSocketConnection) connection =
    to_port ? lb_test_connect_to_port (fixture) : lb_test_connect (fixture);

  lb_test_say (connection, request);
  g_socket_shutdown (g_socket_connection_get_socket (connection), FALSE, TRUE, NULL);

  return lb_test_hear (connection);
}

static guint
send_case (LbTestCallers *fixture, const Case *each)
{
  static const char body[] = "{\"project_name\": \"Foreign\", \"ip_medium\": \"photography\","
                             " \"ip_type\": \"other\"}";
  g_autofree char *pattern =
    g_strdup_printf ("POST %s HTTP/%s\r\n%sapi_token: " TOKEN
                     "\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
                     each->target, each->version, each->lines, strlen (body), body);
  g_autofree char *request = with_port (fixture, pattern);

  g_test_message ("%s, %s", each->target, each->lines);

  return send (fixture, TRUE, request);
}

/* What is counted does count. */
static void
assert_good_counts (LbTestCallers *fixture)
{
  const Case good = { PROJECTS, "Host: 127.0.0.1:PORT\r\n", "1.1" };
  guint handled = lb_service_get_n_handled (fixture->service);
  gint before = g_atomic_int_get (&statements);

  g_assert_cmpuint (send_case (fixture, &good), ==, 201);
  g_assert_cmpuint (lb_service_get_n_handled (fixture->service), ==, handled + 1);
  g_assert_cmpint (g_atomic_int_get (&statements), >, before);
}

static void
foreign_host_callers (LbTestCallers *fixture)
{
  guint handled;
  gint before;

  g_assert_cmpuint (G_N_ELEMENTS (foreign_hosts), >=, 40);
  assert_good_counts (fixture);
  handled = lb_service_get_n_handled (fixture->service);
  before = g_atomic_int_get (&statements);
  for (guint i = 0; i < G_N_ELEMENTS (foreign_hosts); i++)
    {
      guint status = send_case (fixture, &foreign_hosts[i]);

      /* What the library itself can't read. */
      g_test_message ("%u", status);
      g_assert_true (status == 403 || status == 400);
    }
  g_assert_cmpuint (lb_service_get_n_handled (fixture->service), ==, handled);
  g_assert_cmpint (g_atomic_int_get (&statements), ==, before);
  assert_good_counts (fixture);
}

static void
browser_callers (LbTestCallers *fixture)
{
  guint handled = lb_service_get_n_handled (fixture->service);
  gint before = g_atomic_int_get (&statements);

  for (guint i = 0; i < G_N_ELEMENTS (browser_lines); i++)
    {
      g_autofree char *lines = g_strconcat ("Host: 127.0.0.1:PORT\r\n", browser_lines[i], NULL);
      const Case each = { PROJECTS, lines, "1.1" };

      g_assert_cmpuint (send_case (fixture, &each), ==, 403);
    }
  g_assert_cmpuint (lb_service_get_n_handled (fixture->service), ==, handled);
  g_assert_cmpint (g_atomic_int_get (&statements), ==, before);
}

/* R2: neither what is asked for nor whether it exists is looked at. */
static void
unknown_callers (LbTestCallers *fixture)
{
  static const char *const lines[] = {
    "",
    "api_token:\r\n",
    "api_token: wrong\r\n",
    "api_token: " TOKEN "5\r\n",
    "api_token: an-unlikely-token-123\r\n",
    "api_token: " TOKEN "\r\napi_token: " TOKEN "\r\n",
    "api_token: Bearer " TOKEN "\r\n",
    "Authorization: Bearer " TOKEN "\r\n",
    "Cookie: api_token=" TOKEN "\r\n",
    "api-token: " TOKEN "\r\n",
  };
  static const char *const targets[] = { "GET " PROJECTS, "GET /v1/nothing", "OPTIONS " PROJECTS,
                                         "DELETE /v1/tailored-gen/projects/1",
                                         "GET " PROJECTS "?api_token=" TOKEN };
  guint handled = lb_service_get_n_handled (fixture->service);
  gint before = g_atomic_int_get (&statements);

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    for (guint j = 0; j < G_N_ELEMENTS (targets); j++)
      {
        g_autofree char *request = g_strdup_printf ("%s HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n%s\r\n",
                                                    targets[j], fixture->port, lines[i]);

        g_test_message ("%s, %s", targets[j], lines[i]);
        g_assert_cmpuint (send (fixture, TRUE, request), ==, 401);
      }
  g_assert_cmpuint (lb_service_get_n_handled (fixture->service), ==, handled);
  g_assert_cmpint (g_atomic_int_get (&statements), ==, before);
}

static void
framing_callers (LbTestCallers *fixture)
{
  guint handled = lb_service_get_n_handled (fixture->service);
  gint before = g_atomic_int_get (&statements);

  for (guint to_port = 0; to_port < 2; to_port++)
    for (guint i = 0; i < G_N_ELEMENTS (framings); i++)
      {
        g_autofree char *host = g_strdup_printf ("127.0.0.1:%u", fixture->port);
        g_autofree char *request =
          g_strdup_printf ("POST " PROJECTS " HTTP/1.1\r\nHost: %s\r\napi_token: " TOKEN
                           "\r\nContent-Type: application/json\r\n%s\r\n0\r\n\r\n",
                           to_port ? host : "lookbook.localhost", framings[i]);
        guint status;

        g_test_message ("%s", framings[i]);
        status = send (fixture, to_port, request);
        g_assert_true (status == 400 || status == 501 || status == 0);
        g_assert_cmpuint (lb_service_get_n_handled (fixture->service), ==, handled);
      }
  g_assert_cmpuint (lb_service_get_n_handled (fixture->service), ==, handled);
  g_assert_cmpint (g_atomic_int_get (&statements), ==, before);
}

/* Nobody but the user gets at the socket; who names another host means another service. */
static void
local_callers (LbTestCallers *fixture)
{
  static const struct
  {
    const char *lines;
    gboolean good;
  } cases[] = {
    { "Host: lookbook.localhost\r\n", TRUE },
    { "Host: LOOKBOOK.localhost:80\r\n", TRUE },
    { "Host: localhost\r\n", TRUE },
    { "Host: localhost:8080\r\n", TRUE },
    { "Host: 127.0.0.1\r\n", TRUE },
    { "Host: [::1]\r\n", TRUE },
    { "", FALSE },
    { "Host:\r\n", FALSE },
    { "Host: evil.example\r\n", FALSE },
    { "Host: localhost.evil.example\r\n", FALSE },
    { "Host: lookbook.localhost.\r\n", FALSE },
    { "Host: lookbook.localhost:80:80\r\n", FALSE },
    { "Host: lookbook.localhost, evil.example\r\n", FALSE },
    { "Host: lookbook.localhost\r\nHost: lookbook.localhost\r\n", FALSE },
    { "Host: lookbook.localhost\r\nHost: evil.example\r\n", FALSE },
    { "Host: lookbook.localhost\r\nOrigin: http://lookbook.localhost\r\n", FALSE },
    { "Host: lookbook.localhost\r\nSec-Fetch-Site: same-origin\r\n", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *request =
        g_strdup_printf ("GET " PROJECTS " HTTP/1.1\r\n%s\r\n", cases[i].lines);
      guint handled = lb_service_get_n_handled (fixture->service);
      guint status;

      g_test_message ("%s", cases[i].lines);
      status = send (fixture, FALSE, request);
      g_assert_true (cases[i].good ? status == 200 : status == 403 || status == 400);
      g_assert_cmpuint (lb_service_get_n_handled (fixture->service), ==, handled + cases[i].good);
    }
}

static void
test_callers (LbTestCallers *fixture, gconstpointer callers)
{
  lb_test_callers_listen (fixture, TOKEN);
  lb_test_callers_play (fixture, NULL, (void (*) (LbTestCallers *)) callers);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*callers) (LbTestCallers *fixture);
  } tests[] = {
    { "/guard-table/R3-foreign-hosts", foreign_host_callers },
    { "/guard-table/R3-browsers", browser_callers },
    { "/guard-table/R3-local-hosts", local_callers },
    { "/guard-table/R2-unknown-callers", unknown_callers },
    { "/guard-table/framing", framing_callers },
  };

  g_test_init (&argc, &argv, NULL);
  dex_init ();
  sqlite3_auto_extension ((void (*) (void)) opened_cb);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, LbTestCallers, tests[i].callers, lb_test_callers_set_up,
                test_callers, lb_test_callers_tear_down);

  return g_test_run ();
}
