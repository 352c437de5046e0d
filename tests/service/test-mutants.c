#include "lb-test-service.h"

#include <string.h>

#include <gio/gunixsocketaddress.h>

#define MUTANTS 6000
#define CHECK_EVERY 100

#define HOST_NAME "Host: lookbook.localhost"
#define HOST HOST_NAME "\r\n"
#define JSON "Content-Type: application/json\r\n"

static const char *const requests[] = {
  "GET /v1/tailored-gen/projects HTTP/1.1\r\n" HOST "\r\n",
  "POST /v1/tailored-gen/projects HTTP/1.1\r\n" HOST JSON "Content-Length: 76\r\n\r\n"
  "{\"project_name\": \"P\", \"ip_medium\": \"photography\", \"ip_type\": \"other\", \"a\": 1}",
  "POST /v1/tailored-gen/datasets HTTP/1.1\r\n" HOST JSON "Transfer-Encoding: chunked\r\n\r\n"
  "a\r\n{\"project_\r\n16\r\nid\": 1, \"name\": \"Dogs\"\r\n1\r\n}\r\n0\r\n\r\n",
  "PUT /v1/tailored-gen/datasets/1 HTTP/1.1\r\n" HOST JSON "Expect: 100-continue\r\n"
  "Content-Length: 59\r\n\r\n"
  "{\"name\": \"B\", \"visual_schema\": \"{\\\"style_medium\\\": \\\"ink\\\"}\"}",
  "POST /v1/tailored-gen/datasets/1/images HTTP/1.1\r\n" HOST JSON "Content-Length: 58\r\n\r\n"
  "{\"file\": \"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ\"    }",
  "GET /v1/tailored-gen/datasets/1?max_images=1&max_images=2 HTTP/1.1\r\n" HOST "\r\n",
  "GET /files/1/picture?expires=99999999999&signature=00ff HTTP/1.1\r\n" HOST
  "Range: bytes=0-1\r\n\r\n",
  "DELETE /v1/tailored-gen/datasets/2 HTTP/1.1\r\n" HOST "\r\n"
  "GET /lookbook/v1/hello HTTP/1.1\r\n" HOST "\r\n",
};

static const char *const morsels[] = {
  "\r\n",
  "\n",
  "\0x",
  "%00",
  "%2e%2e/",
  "../",
  ": ",
  "Content-Length: 5\r\n",
  "Transfer-Encoding: chunked\r\n",
  "\xff\xfe",
  "-1",
  "99999999999999999999",
  "{",
  "[",
  "\"",
  "\\u0000",
  "HTTP/1.0",
  "HTTP/9.9",
  " ",
  "\t",
  ";",
  "?",
  "#",
  "Upgrade: websocket\r\nConnection: Upgrade\r\n",
};

static int
random_index (gsize length)
{
  return length > 0 ? g_test_rand_int_range (0, (gint32) length) : 0;
}

/* Cut, doubled, flipped, with something put in: a few times each. */
static GByteArray *
mutate (const char *text)
{
  GByteArray *bytes = g_byte_array_new ();
  int times = g_test_rand_int_range (1, 6);

  g_byte_array_append (bytes, (const guint8 *) text, (guint) strlen (text));
  for (int i = 0; i < times; i++)
    {
      guint at = (guint) random_index (bytes->len);
      const char *morsel = morsels[random_index (G_N_ELEMENTS (morsels))];
      g_autoptr (GByteArray) tail = g_byte_array_new ();

      if (bytes->len == 0)
        break;
      g_byte_array_append (tail, bytes->data + at, bytes->len - at);
      switch (g_test_rand_int_range (0, 5))
        {
        case 0: g_byte_array_set_size (bytes, at); break;
        case 1: bytes->data[at] = (guint8) g_test_rand_int_range (0, 256); break;
        case 2: g_byte_array_append (bytes, tail->data, tail->len); break;
        case 3: g_byte_array_remove_range (bytes, at, MIN (tail->len, 8)); break;
        default:
          g_byte_array_set_size (bytes, at);
          g_byte_array_append (bytes, (const guint8 *) morsel, (guint) MAX (1, strlen (morsel)));
          g_byte_array_append (bytes, tail->data, tail->len);
          break;
        }
    }

  return bytes;
}

/* Of HTTP/1.0 without a host the library wants to know the address that was called, which a Unix
 * socket has not: it complains, and refuses the request all the same. */
static gboolean
is_complained_of (GByteArray *bytes)
{
  g_autofree char *text = g_strndup ((const char *) bytes->data, bytes->len);
  char *end = strstr (text, "\n\r\n");
  char *bare_end = strstr (text, "\n\n");

  if (end != NULL)
    *end = '\0';
  if (bare_end != NULL)
    *bare_end = '\0';

  return strstr (text, "HTTP/1.0") != NULL && strstr (text, "\n" HOST_NAME) == NULL;
}

/* Says it, hangs up its half and listens to the end. */
static void
send_mutant (GSocketAddress *address, GByteArray *bytes)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GError) error = NULL;
  char answer[4096];
  gssize got;

  g_socket_client_set_timeout (client, 20);
  connection = g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), NULL, &error);
  g_assert_no_error (error);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), bytes->data,
                             bytes->len, NULL, NULL, NULL);
  g_socket_shutdown (g_socket_connection_get_socket (connection), FALSE, TRUE, NULL);
  while ((got = g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)),
                                     answer, sizeof answer, NULL, &error)) > 0)
    g_assert_null (g_strstr_len (answer, got, " 500 "));
  g_assert_false (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT));
}

/* Whatever is said to it, the service answers or hangs up, has no fault of its own, and goes on. */
static void
test_mutants (void)
{
  LbTestService *service = lb_test_service_new ();
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (service->socket);

  for (guint i = 0; i < MUTANTS; i++)
    {
      g_autoptr (GByteArray) bytes = mutate (requests[i % G_N_ELEMENTS (requests)]);

      if (!is_complained_of (bytes))
        send_mutant (address, bytes);
      if (i % CHECK_EVERY == 0)
        lb_test_done (service, "GET", "/lookbook/v1/hello", NULL, 200);
    }
  lb_test_service_free (service);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mutants/requests", test_mutants);

  return g_test_run ();
}
