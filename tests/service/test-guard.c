#include "lb-test-service.h"

#include <string.h>

#define PROJECTS "/v1/tailored-gen/projects"
#define TOKEN "an-unlikely-token-1234"

static LbTestService *service;
static char *projects_url;
static guint port;

/* Sends bytes as they are and returns the status of the answer; 0 when the line was just closed. */
static guint
send_and_listen (const char *text, gboolean hang_up)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection =
    g_socket_client_connect_to_host (client, "127.0.0.1", port, NULL, NULL);
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  char buffer[64] = { 0 };
  gsize length = 0;

  /* Whoever is cut off while still talking may not get to the end. */
  g_output_stream_write_all (output, text, strlen (text), NULL, NULL, NULL);
  if (hang_up)
    g_socket_shutdown (g_socket_connection_get_socket (connection), FALSE, TRUE, NULL);
  g_input_stream_read_all (input, buffer, 12, &length, NULL, NULL);

  return length == 12 ? (guint) g_ascii_strtoull (buffer + 9, NULL, 10) : 0;
}

static guint
send_raw (const char *text)
{
  return send_and_listen (text, FALSE);
}

/* Says no more after that. */
static guint
send_raw_half (const char *text)
{
  return send_and_listen (text, TRUE);
}

static guint
send_with_host (const char *host_lines, const char *version)
{
  g_autofree char *text = g_strdup_printf (
    "GET " PROJECTS " HTTP/%s\r\n%sapi_token: " TOKEN "\r\n\r\n", version, host_lines);

  return send_raw (text);
}

/* R2 */
static void
test_token (void)
{
  g_assert_cmpuint (lb_test_call_full (service, "GET", projects_url, NULL, NULL, NULL), ==, 401);
  g_assert_cmpstr (lb_test_text (service, "rule"), ==, "R2");
  g_assert_cmpuint (
    lb_test_call_full (service, "GET", projects_url, NULL, NULL, "api_token", "wrong", NULL), ==,
    401);
  g_assert_cmpuint (
    lb_test_call_full (service, "GET", projects_url, NULL, NULL, "api_token", TOKEN "x", NULL), ==,
    401);
  g_assert_cmpuint (lb_test_call_full (service, "GET", projects_url, NULL, NULL, "api_token", TOKEN,
                                       "api_token", TOKEN, NULL),
                    ==, 401);
  g_assert_cmpuint (
    lb_test_call_full (service, "GET", projects_url, NULL, NULL, "api_token", TOKEN, NULL), ==,
    200);
  /* 401 comes before 404 and 413. */
  lb_test_refused (service, "GET", "/v1/nothing", NULL, 401, "R2");
}

/* R3 */
static void
test_browser (void)
{
  static const struct
  {
    const char *name;
    const char *value;
    guint status;
  } cases[] = {
    { "Origin", "http://127.0.0.1", 403 },         { "Origin", "null", 403 },
    { "Origin", "https://example.org", 403 },      { "Sec-Fetch-Site", "cross-site", 403 },
    { "Sec-Fetch-Site", "same-origin", 403 },      { "Sec-Fetch-Site", "none", 200 },
    { "Access-Control-Request-Method", "x", 200 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s: %s", cases[i].name, cases[i].value);
      g_assert_cmpuint (lb_test_call_full (service, "GET", projects_url, NULL, NULL, "api_token",
                                           TOKEN, cases[i].name, cases[i].value, NULL),
                        ==, cases[i].status);
    }

  /* 403 comes before 401. */
  g_assert_cmpuint (
    lb_test_call_full (service, "GET", projects_url, NULL, NULL, "Origin", "http://a", NULL), ==,
    403);
}

static void
test_host (void)
{
  static const char *const good[] = { "127.0.0.1:PORT", "localhost:PORT", "LocalHost:PORT",
                                      "[::1]:PORT" };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GString) lines = g_string_new (NULL);
      g_autofree char *number = g_strdup_printf ("%u", port);

      g_string_append_printf (lines, "Host: %s\r\n", good[i]);
      g_string_replace (lines, "PORT", number, 0);
      g_test_message ("%s", good[i]);
      g_assert_cmpuint (send_with_host (lines->str, "1.1"), ==, 200);
    }
}

static void
test_framing (void)
{
  g_autofree char *both =
    g_strdup_printf ("POST " PROJECTS " HTTP/1.1\r\nHost: 127.0.0.1:%u\r\napi_token: " TOKEN
                     "\r\nContent-Type: application/json\r\nContent-Length: 2\r\n"
                     "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
                     port);
  g_autofree char *twice =
    g_strdup_printf ("POST " PROJECTS " HTTP/1.1\r\nHost: 127.0.0.1:%u\r\napi_token: " TOKEN
                     "\r\nContent-Type: application/json\r\nContent-Length: 2\r\n"
                     "Content-Length: 2\r\n\r\n{}",
                     port);
  g_autofree char *foreign =
    g_strdup_printf ("GET http://evil.example" PROJECTS " HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n"
                     "api_token: " TOKEN "\r\n\r\n",
                     port);
  guint status;

  status = send_raw (both);
  g_assert_true (status == 400 || status == 0);
  status = send_raw (twice);
  g_assert_true (status == 400 || status == 0);
  g_assert_cmpuint (send_raw (foreign), ==, 403);
}

/* Lengths that are none; with the token and without. */
static void
test_lengths (void)
{
  static const char *const lengths[] = {
    "-1",  "-6",  "-9223372036854775808", "+5",
    "0x5", "5 5", "99999999999999999999", "9223372036854775807",
    ""
  };

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    for (guint known = 0; known < 2; known++)
      {
        g_autofree char *text =
          g_strdup_printf ("POST " PROJECTS " HTTP/1.1\r\nHost: 127.0.0.1:%u\r\napi_token: %s\r\n"
                           "Content-Type: application/json\r\nContent-Length: %s\r\n\r\n{}",
                           port, known ? TOKEN : "x", lengths[i]);

        g_test_message ("“%s”", lengths[i]);
        g_assert_cmpuint (send_raw_half (text), <, 500);
      }
  g_assert_cmpuint (
    lb_test_call_full (service, "GET", projects_url, NULL, NULL, "api_token", TOKEN, NULL), ==,
    200);
}

static guint
send_with_headers (guint count, guint length)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autofree char *value = g_strnfill (length, 'x');

  g_string_append_printf (lines, "Host: 127.0.0.1:%u\r\n", port);
  for (guint i = 0; i < count; i++)
    g_string_append_printf (lines, "X-Extra-%u: %s\r\n", i, value);

  return send_with_host (lines->str, "1.1");
}

/* Host and token count too. */
static void
test_headers (void)
{
  g_assert_cmpuint (send_with_headers (62, 100), ==, 200);
  g_assert_cmpuint (send_with_headers (63, 100), ==, 400);
  g_assert_cmpuint (send_with_headers (1, 32000), ==, 200);
  g_assert_cmpuint (send_with_headers (1, 33000), ==, 400);
  g_assert_cmpuint (send_with_headers (1, 1024 * 1024), !=, 200);
  g_assert_cmpuint (send_with_headers (1, 1), ==, 200);
}

/* The words of the refusal are about the headers. */
static void
test_headers_told (void)
{
  g_autoptr (SoupMessage) message = soup_message_new ("GET", projects_url);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;

  soup_message_headers_append (headers, "api_token", TOKEN);
  for (guint i = 0; i < 70; i++)
    {
      g_autofree char *name = g_strdup_printf ("X-Extra-%u", i);

      soup_message_headers_append (headers, name, "x");
    }

  answer = soup_session_send_and_read (service->session, message, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (soup_message_get_status (message), ==, 400);
  words = g_strndup (g_bytes_get_data (answer, NULL), g_bytes_get_size (answer));
  g_assert_nonnull (strstr (words, "\"bad_request\""));
  g_assert_null (strstr (words, "json"));
}

/* A body without a length is measured as it comes (R9). */
static void
test_chunked (void)
{
  g_autoptr (SoupMessage) message = soup_message_new ("POST", projects_url);
  g_autofree char *large = g_strnfill (9 * 1024 * 1024, ' ');
  g_autoptr (GInputStream) stream =
    g_memory_input_stream_new_from_data (large, strlen (large), NULL);
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (GError) error = NULL;

  soup_message_headers_append (soup_message_get_request_headers (message), "api_token", TOKEN);
  soup_message_set_request_body (message, "application/json", stream, -1);
  answer = soup_session_send_and_read (service->session, message, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (soup_message_get_status (message), ==, 413);
}

/* (transfer full): the program on a port of its own choice or on @number. */
static GSubprocess *
start_other (const char *data, const char *number)
{
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  GSubprocess *process;

  g_subprocess_launcher_setenv (launcher, "LOOKBOOK_TOKEN", TOKEN, TRUE);
  process = g_subprocess_launcher_spawn (launcher, NULL, g_getenv ("LOOKBOOK_SERVICE"), "--data",
                                         data, "--port", number, NULL);
  g_assert_nonnull (process);

  return process;
}

/* Whoever holds the port on the other loopback address would be sent the token. */
static void
test_port_taken (void)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV6);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocket) squatter =
    g_socket_new (G_SOCKET_FAMILY_IPV6, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, NULL);
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *data = g_build_filename (service->folder, "other", NULL);
  g_autofree char *number = NULL;
  g_autofree char *words = NULL;

  /* A machine without IPv6 has nobody there either. */
  if (squatter == NULL || !g_socket_bind (squatter, any, FALSE, NULL))
    return;

  g_assert_true (g_socket_listen (squatter, NULL));
  address = g_socket_get_local_address (squatter, NULL);
  number = g_strdup_printf ("%u", g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)));
  process = start_other (data, number);
  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, NULL, &words, NULL));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 1);
  g_assert_nonnull (strstr (words, "in use"));
}

/* What is private stays on the socket. */
static void
test_private (void)
{
  g_autofree char *hello = g_strconcat (service->base, "/lookbook/v1/hello", NULL);
  g_autofree char *undelete =
    g_strconcat (service->base, "/lookbook/v1/datasets/1/images/1/undelete", NULL);
  g_autofree char *leave = g_strconcat (service->base, "/lookbook/v1/leave", NULL);

  g_assert_cmpuint (lb_test_call_full (service, "GET", hello, NULL, NULL, "api_token", TOKEN, NULL),
                    ==, 404);
  g_assert_cmpuint (
    lb_test_call_full (service, "POST", undelete, NULL, NULL, "api_token", TOKEN, NULL), ==, 404);
  g_assert_cmpuint (
    lb_test_call_full (service, "POST", leave, NULL, NULL, "api_token", TOKEN, NULL), ==, 404);
}

/* R92: the signature stands for the token. */
static void
test_links (void)
{
  g_autoptr (GBytes) picture = lb_test_picture (1024, 1024, FALSE, "jpeg", 1);
  g_autofree char *body = lb_test_upload_body (picture, "");
  g_autofree char *datasets = g_strconcat (service->base, "/v1/tailored-gen/datasets", NULL);
  g_autofree char *images = g_strconcat (datasets, "/1/images", NULL);
  g_autofree char *url = NULL;
  g_autofree char *wrong = NULL;

  lb_test_call_full (service, "POST", projects_url, "application/json",
                     "{\"project_name\": \"P\", \"ip_medium\": \"photography\","
                     " \"ip_type\": \"other\"}",
                     "api_token", TOKEN, NULL);
  g_assert_cmpuint (service->status, ==, 201);
  lb_test_call_full (service, "POST", datasets, "application/json",
                     "{\"project_id\": 1, \"name\": \"D\"}", "api_token", TOKEN, NULL);
  g_assert_cmpuint (service->status, ==, 201);
  lb_test_call_full (service, "POST", images, "application/json", body, "api_token", TOKEN, NULL);
  g_assert_cmpuint (service->status, ==, 201);

  url = g_strdup (lb_test_text (service, "image_url"));
  wrong = g_strconcat (url, "0", NULL);
  g_assert_true (g_str_has_prefix (url, service->base));
  g_assert_cmpuint (lb_test_call_full (service, "GET", url, NULL, NULL, NULL), ==, 200);
  g_assert_cmpuint (lb_test_call_full (service, "GET", wrong, NULL, NULL, NULL), ==, 403);
  g_assert_cmpuint (lb_test_call_full (service, "GET", url, NULL, NULL, "Origin", "http://a", NULL),
                    ==, 403);
}

/* The program that reads strangers' bytes knows no token, of no service. */
static void
test_decoder_knows_nothing (void)
{
  g_autoptr (GArray) decoders = lb_test_service_list_decoders (service);

  for (guint i = 0; i < decoders->len; i++)
    {
      g_autofree char *file =
        g_strdup_printf ("/proc/%d/environ", g_array_index (decoders, int, i));
      g_autofree char *text = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (file, &text, &length, NULL));
      g_assert_nonnull (memmem (text, length, "LOOKBOOK_DECODER=", 17));
      g_assert_null (memmem (text, length, TOKEN, strlen (TOKEN)));
      g_assert_null (memmem (text, length, "TOKEN", 5));
    }
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_setenv ("BRIA_API_TOKEN", TOKEN, TRUE);
  service = lb_test_service_new_for_port (TOKEN);
  projects_url = g_strconcat (service->base, PROJECTS, NULL);
  port = g_ascii_strtoull (strrchr (service->base, ':') + 1, NULL, 10);

  g_test_add_func ("/guard/R2-token", test_token);
  g_test_add_func ("/guard/R3-browser", test_browser);
  g_test_add_func ("/guard/R3-host", test_host);
  g_test_add_func ("/guard/framing", test_framing);
  g_test_add_func ("/guard/lengths", test_lengths);
  g_test_add_func ("/guard/headers", test_headers);
  g_test_add_func ("/guard/headers-told", test_headers_told);
  g_test_add_func ("/guard/R9-chunked", test_chunked);
  g_test_add_func ("/guard/port-taken", test_port_taken);
  g_test_add_func ("/guard/R1-private-paths", test_private);
  g_test_add_func ("/guard/R92-links-need-no-token", test_links);
  g_test_add_func ("/guard/decoder-knows-nothing", test_decoder_knows_nothing);

  status = g_test_run ();
  g_free (projects_url);
  lb_test_service_free (service);

  return status;
}
