#include <string.h>

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <libdex.h>

#include "lb-test-callers.h"
#include "lb-test-service.h"

#define LONG_MS (60 * 1000)

static const LbConnectionLimits short_headers = {
  .max_open = 64, .header_ms = 300, .kept_ms = LONG_MS, .stall_ms = LONG_MS
};

static void
silent_callers (LbTestCallers *fixture)
{
  g_autoptr (GSocketConnection) mute = lb_test_connect (fixture);
  g_autoptr (GSocketConnection) half = lb_test_connect (fixture);
  g_autoptr (GSocketConnection) kept = lb_test_connect (fixture);

  g_assert_true (lb_test_say (half, "GET /lookbook/v1/hello HTTP/1.1\r\nHost: look"));
  g_assert_cmpuint (lb_test_ask (kept), ==, 200);
  g_assert_cmpuint (lb_test_hear (mute), ==, 0);
  g_assert_cmpuint (lb_test_hear (half), ==, 0);
  /* A line that was kept has more time to start its next request, and as much to finish it. */
  g_assert_cmpuint (lb_test_ask (kept), ==, 200);
  g_assert_true (lb_test_say (kept, "GET /lookbook"));
  g_assert_cmpuint (lb_test_hear (kept), ==, 0);
  lb_test_assert_answers_others (fixture);
}

static void
test_silent (LbTestCallers *fixture, gconstpointer data)
{
  lb_test_callers_play (fixture, &short_headers, silent_callers);
}

/* A byte now and then does not put the deadline off. */
static void
dripping_caller (LbTestCallers *fixture)
{
  g_autoptr (GSocketConnection) drip = lb_test_connect (fixture);
  g_autoptr (GSocketConnection) mute = lb_test_connect (fixture);
  GSocket *socket = g_socket_connection_get_socket (mute);
  gint64 start_us = g_get_monotonic_time ();

  g_assert_true (lb_test_say (drip, "GET /lookbook/v1/hello HTTP/1.1\r\nX-Drip: "));
  g_socket_set_blocking (socket, FALSE);
  while (lb_test_say (drip, "x"))
    {
      g_assert_cmpint (g_get_monotonic_time () - start_us, <, LB_TEST_GIVE_UP_S * G_USEC_PER_SEC);
      g_socket_condition_timed_wait (socket, G_IO_IN, 20 * 1000, NULL, NULL);
    }
  g_assert_cmpint (g_get_monotonic_time () - start_us, >=, 250 * 1000);
  g_assert_cmpuint (lb_test_hear (drip), ==, 0);
  lb_test_assert_answers_others (fixture);
}

static void
test_dripping (LbTestCallers *fixture, gconstpointer data)
{
  lb_test_callers_play (fixture, &short_headers, dripping_caller);
}

static void
kept_caller (LbTestCallers *fixture)
{
  g_autoptr (GSocketConnection) kept = lb_test_connect (fixture);

  g_assert_cmpuint (lb_test_ask (kept), ==, 200);
  g_assert_cmpuint (lb_test_hear (kept), ==, 0);
  lb_test_assert_answers_others (fixture);
}

static void
test_kept (LbTestCallers *fixture, gconstpointer data)
{
  const LbConnectionLimits limits = {
    .max_open = 64, .header_ms = LONG_MS, .kept_ms = 200, .stall_ms = LONG_MS
  };

  lb_test_callers_play (fixture, &limits, kept_caller);
}

static void
stalling_callers (LbTestCallers *fixture)
{
  g_autoptr (GSocketConnection) counted = lb_test_connect (fixture);
  g_autoptr (GSocketConnection) chunked = lb_test_connect (fixture);

  g_assert_true (lb_test_say (counted,
                              "POST /v1/tailored-gen/projects HTTP/1.1\r\n"
                              "Host: lookbook.localhost\r\nContent-Type: application/json\r\n"
                              "Content-Length: 100\r\n\r\n{\"pro"));
  g_assert_true (lb_test_say (chunked,
                              "POST /v1/tailored-gen/projects HTTP/1.1\r\n"
                              "Host: lookbook.localhost\r\nContent-Type: application/json\r\n"
                              "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"pro\r\n"));
  g_assert_cmpuint (lb_test_hear (counted), ==, 0);
  g_assert_cmpuint (lb_test_hear (chunked), ==, 0);
  lb_test_assert_answers_others (fixture);
}

static const LbConnectionLimits short_stall = {
  .max_open = 64, .header_ms = LONG_MS, .kept_ms = LONG_MS, .stall_ms = 300
};

static void
test_stalling (LbTestCallers *fixture, gconstpointer data)
{
  lb_test_callers_play (fixture, &short_stall, stalling_callers);
}

/* More than the sockets between them hold, so that the service can't get rid of it. */
static GBytes *
noise_picture (void)
{
  g_autoptr (GdkPixbuf) pixels = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 1400, 1400);
  guint8 *data = gdk_pixbuf_get_pixels (pixels);
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  g_autoptr (GError) error = NULL;
  char *buffer;
  gsize size = (gsize) gdk_pixbuf_get_rowstride (pixels) * 1400;

  for (gsize i = 0; i < size; i++)
    data[i] = (guint8) g_rand_int (rand);
  gdk_pixbuf_save_to_buffer (pixels, &buffer, &size, "png", &error, "compression", "1", NULL);
  g_assert_no_error (error);
  g_assert_cmpuint (size, >, 4 * 1024 * 1024);

  return g_bytes_new_take (buffer, size);
}

static guint
post (GSocketConnection *connection, const char *path, const char *body)
{
  g_autofree char *head = g_strdup_printf ("POST %s HTTP/1.1\r\nHost: lookbook.localhost\r\n"
                                           "Content-Type: application/json\r\n"
                                           "Content-Length: %zu\r\n\r\n",
                                           path, strlen (body));

  return lb_test_say (connection, head) && lb_test_say (connection, body)
           ? lb_test_hear (connection)
           : 0;
}

/* Whoever asks for a picture and does not take it holds a line as well as one who is silent. */
static void
deaf_caller (LbTestCallers *fixture)
{
  g_autoptr (GSocketConnection) connection = lb_test_connect (fixture);
  g_autoptr (GBytes) picture = noise_picture ();
  g_autofree char *body = lb_test_upload_body (picture, "");
  g_autofree char *request = NULL;
  g_autofree char *taken = g_malloc (8 * 1024 * 1024);
  const char *path;
  gsize length;

  g_assert_cmpuint (post (connection, "/v1/tailored-gen/projects",
                          "{\"project_name\": \"P\", \"ip_medium\": \"photography\","
                          " \"ip_type\": \"other\"}"),
                    ==, 201);
  g_assert_cmpuint (
    post (connection, "/v1/tailored-gen/datasets", "{\"project_id\": 1, \"name\": \"D\"}"), ==,
    201);
  g_assert_cmpuint (post (connection, "/v1/tailored-gen/datasets/1/images", body), ==, 201);
  path = strstr (lb_test_heard (NULL), "/files/1/picture");
  g_assert_nonnull (path);
  request = g_strdup_printf ("GET %.*s HTTP/1.1\r\nHost: lookbook.localhost\r\n\r\n",
                             (int) strcspn (path, "\""), path);

  /* Taken at once it comes whole. */
  g_assert_true (lb_test_say (connection, request));
  g_assert_cmpuint (lb_test_hear (connection), ==, 200);
  lb_test_heard (&length);
  g_assert_cmpuint (length, ==, g_bytes_get_size (picture));

  g_assert_true (lb_test_say (connection, request));
  g_assert_true (g_socket_condition_timed_wait (g_socket_connection_get_socket (connection),
                                                G_IO_HUP, LB_TEST_GIVE_UP_S * G_USEC_PER_SEC, NULL,
                                                NULL));
  g_input_stream_read_all (g_io_stream_get_input_stream (G_IO_STREAM (connection)), taken,
                           8 * 1024 * 1024, &length, NULL, NULL);
  g_assert_cmpuint (length, <, g_bytes_get_size (picture));
  lb_test_assert_answers_others (fixture);
}

static void
test_deaf (LbTestCallers *fixture, gconstpointer data)
{
  lb_test_callers_play (fixture, &short_stall, deaf_caller);
}

/* While the service works, the caller owes it nothing. */
static void
patient_caller (LbTestCallers *fixture)
{
  g_autoptr (GSocketConnection) connection = lb_test_connect (fixture);
  g_autoptr (GString) body = g_string_new ("{\"images\": [");
  g_autofree char *head = NULL;

  for (guint i = 0; i < 10; i++)
    {
      g_autoptr (GBytes) picture = lb_test_picture (2400, 1800, FALSE, "jpeg", i);
      gsize size;
      const guint8 *bytes = g_bytes_get_data (picture, &size);
      g_autofree char *text = g_base64_encode (bytes, size);

      g_string_append_printf (body, "%s\"%s\"", i > 0 ? ", " : "", text);
    }
  g_string_append (body, "]}");
  head = g_strdup_printf ("POST /v1/tailored-gen/generate_visual_schema HTTP/1.1\r\n"
                          "Host: lookbook.localhost\r\nContent-Type: application/json\r\n"
                          "Content-Length: %zu\r\n\r\n",
                          body->len);

  g_assert_true (lb_test_say (connection, head));
  g_assert_true (lb_test_say (connection, body->str));
  g_assert_cmpuint (lb_test_hear (connection), ==, 200);
  g_assert_cmpuint (lb_test_ask (connection), ==, 200);
}

static void
test_patient (LbTestCallers *fixture, gconstpointer data)
{
  lb_test_callers_play (fixture, &short_stall, patient_caller);
}

static void
one_too_many (LbTestCallers *fixture)
{
  GSocketConnection *lines[64];
  g_autoptr (GSocketConnection) extra = NULL;
  guint status = 0;

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      lines[i] = lb_test_connect (fixture);
      g_assert_cmpuint (lb_test_ask (lines[i]), ==, 200);
    }

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GSocketConnection) more = lb_test_connect (fixture);

      g_assert_cmpuint (lb_test_hear (more), ==, 503);
      g_assert_cmpuint (lb_test_hear (more), ==, 0);
    }

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    g_assert_cmpuint (lb_test_ask (lines[i]), ==, 200);

  /* The place of one that leaves is free once the service has noticed. */
  g_clear_object (&lines[7]);
  while (status != 200)
    {
      g_clear_object (&extra);
      extra = lb_test_connect (fixture);
      status = lb_test_ask (extra);
      g_assert_true (status == 200 || status == 503 || status == 0);
    }

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    g_clear_object (&lines[i]);
}

static void
test_too_many (LbTestCallers *fixture, gconstpointer data)
{
  lb_test_callers_play (fixture, NULL, one_too_many);
}

/* Anybody on this computer can hold the port; nobody else can hold the socket. */
static void
two_doors (LbTestCallers *fixture)
{
  g_autoptr (GSocketConnection) first = lb_test_connect_to_port (fixture);
  g_autoptr (GSocketConnection) second = lb_test_connect_to_port (fixture);
  g_autoptr (GSocketConnection) third = NULL;
  g_autoptr (GSocketConnection) local = NULL;

  g_assert_cmpuint (lb_test_ask (first), ==, 403);
  g_assert_cmpuint (lb_test_hear (first), ==, 0);
  g_clear_object (&first);
  first = lb_test_connect_to_port (fixture);
  third = lb_test_connect_to_port (fixture);
  while (lb_test_hear (third) != 503)
    {
      g_clear_object (&third);
      third = lb_test_connect_to_port (fixture);
    }

  local = lb_test_connect (fixture);
  g_assert_cmpuint (lb_test_ask (local), ==, 200);
}

static void
test_two_doors (LbTestCallers *fixture, gconstpointer data)
{
  const LbConnectionLimits limits = {
    .max_open = 2, .header_ms = LONG_MS, .kept_ms = LONG_MS, .stall_ms = LONG_MS
  };

  lb_test_callers_listen (fixture, "a-token");
  lb_test_callers_play (fixture, &limits, two_doors);
}

#define HELD (1024 * 1024)

/* The start of a body that says how long it will be. */
static void
start_body (GSocketConnection *connection, const char *length_line, gsize size)
{
  g_autofree char *head = g_strdup_printf ("POST /v1/tailored-gen/projects HTTP/1.1\r\n"
                                           "Host: lookbook.localhost\r\n"
                                           "Content-Type: application/json\r\n%s\r\n\r\n",
                                           length_line);
  g_autofree char *part = g_strnfill (size, ' ');

  g_assert_true (lb_test_say (connection, head));
  g_assert_true (lb_test_say (connection, part));
}

/* Each body is small enough, all of them are not. */
static void
many_bodies (LbTestCallers *fixture)
{
  g_autofree char *rest = g_strnfill (700 * 1024 - 1, ' ');
  g_autoptr (GSocketConnection) first = lb_test_connect (fixture);
  g_autoptr (GSocketConnection) told = lb_test_connect (fixture);
  g_autoptr (GSocketConnection) chunked = lb_test_connect (fixture);
  g_autoptr (GSocketConnection) bare = lb_test_connect (fixture);
  g_autofree char *chunk = g_strdup_printf ("Transfer-Encoding: chunked\r\n\r\n%x", 700 * 1024);

  /* One byte is there, and room is kept for the rest. */
  start_body (first, "Content-Length: 716800", 1);
  lb_test_assert_answers_others (fixture);

  start_body (told, "Content-Length: 716800", 700 * 1024);
  g_assert_cmpuint (lb_test_hear (told), ==, 503);
  g_assert_nonnull (strstr (lb_test_heard (NULL), "\"busy\""));
  start_body (chunked, chunk, 700 * 1024);
  g_assert_true (lb_test_say (chunked, "\r\n0\r\n\r\n"));
  g_assert_cmpuint (lb_test_hear (chunked), ==, 503);

  /* Where no body is taken none is held. */
  g_assert_true (lb_test_say (bare,
                              "GET /lookbook/v1/hello HTTP/1.1\r\nHost: lookbook.localhost\r\n"
                              "Content-Length: 716800\r\n\r\n "));
  g_assert_true (lb_test_say (bare, rest));
  g_assert_cmpuint (lb_test_hear (bare), ==, 200);

  /* The first one is served, and then there is room again. */
  g_assert_true (lb_test_say (first, rest));
  g_assert_cmpuint (lb_test_hear (first), ==, 400);
  g_clear_object (&told);
  told = lb_test_connect (fixture);
  start_body (told, "Content-Length: 716800", 700 * 1024);
  g_assert_cmpuint (lb_test_hear (told), ==, 400);
}

static void
test_many_bodies (LbTestCallers *fixture, gconstpointer data)
{
  lb_service_set_held_bytes (fixture->service, HELD);
  lb_test_callers_play (fixture, NULL, many_bodies);
}

/* A caller who leaves in the middle gives back what was kept for him. */
static void
leaving_callers (LbTestCallers *fixture)
{
  guint status = 503;

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GSocketConnection) leaves = lb_test_connect (fixture);

      start_body (leaves, "Content-Length: 716800", 1000);
    }

  /* Once the service has noticed. */
  while (status == 503)
    {
      g_autoptr (GSocketConnection) stays = lb_test_connect (fixture);

      start_body (stays, "Content-Length: 716800", 700 * 1024);
      status = lb_test_hear (stays);
    }
  g_assert_cmpuint (status, ==, 400);
}

static void
test_leaving (LbTestCallers *fixture, gconstpointer data)
{
  lb_service_set_held_bytes (fixture->service, HELD);
  lb_test_callers_play (fixture, NULL, leaving_callers);
}

/* Links need no token, so that their signature is looked at before any body. */
static void
unsigned_link (LbTestCallers *fixture)
{
  g_autoptr (GSocketConnection) connection = lb_test_connect (fixture);
  g_autofree char *body = g_strnfill (64 * 1024, ' ');

  g_assert_true (lb_test_say (connection,
                              "GET /files/1/picture?expires=1&signature=x HTTP/1.1\r\n"
                              "Host: lookbook.localhost\r\nContent-Length: 65536\r\n\r\n"));
  g_assert_true (lb_test_say (connection, body));
  g_assert_cmpuint (lb_test_hear (connection), ==, 403);
  g_assert_nonnull (strstr (lb_test_heard (NULL), "\"bad_link\""));
  g_assert_cmpuint (lb_test_hear (connection), ==, 0);
}

static void
test_unsigned_link (LbTestCallers *fixture, gconstpointer data)
{
  lb_test_callers_play (fixture, NULL, unsigned_link);
}

#define SLOW_CALLERS 1000
#define SLOW_AT_A_TIME 250
#define HOLDERS 63

/* (transfer full): one who is served, once his first word has come before his line is cut. */
static GSocketConnection *
connect_good (LbTestCallers *fixture)
{
  const gint64 start_us = g_get_monotonic_time ();
  GSocketConnection *good = lb_test_connect (fixture);

  while (lb_test_ask (good) != 200)
    {
      g_assert_cmpint (g_get_monotonic_time () - start_us, <, LB_TEST_GIVE_UP_S * G_USEC_PER_SEC);
      g_object_unref (good);
      good = lb_test_connect (fixture);
    }

  return good;
}

/* So many who never finish a word; after each that comes the good one is served. (transfer full)
 * (element-type GSocketConnection): the slow ones */
static GPtrArray *
pour (LbTestCallers *fixture, GSocketConnection *good)
{
  GPtrArray *slow = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < SLOW_AT_A_TIME; i++)
    {
      g_ptr_array_add (slow, lb_test_connect (fixture));
      lb_test_say (g_ptr_array_index (slow, i), "GET / HTTP/1.1\r\nX-Slow: ");
      g_assert_cmpuint (lb_test_ask (good), ==, 200);
    }

  return slow;
}

/* Told to come later, or cut off. */
static void
assert_turned_away (GSocketConnection *slow)
{
  const guint status = lb_test_hear (slow);

  g_assert_true (status == 503 || status == 0);
}

/* A thousand of them, and one who works on a line of its own. */
static void
flood (LbTestCallers *fixture)
{
  g_autoptr (GSocketConnection) good = connect_good (fixture);
  g_autoptr (GSocketConnection) other = NULL;

  for (guint i = 0; i < SLOW_CALLERS; i += SLOW_AT_A_TIME)
    {
      g_autoptr (GPtrArray) slow = pour (fixture, good);

      for (guint at = 0; at < slow->len; at++)
        assert_turned_away (g_ptr_array_index (slow, at));
    }
  g_assert_cmpuint (lb_test_ask (good), ==, 200);
  other = connect_good (fixture);
}

static void
test_flood (LbTestCallers *fixture, gconstpointer data)
{
  lb_test_callers_play (fixture, &short_headers, flood);
}

/* The good one has not waited for the end of any: those who came first hold all other lines to the
 * last of his answers. */
static void
flood_held (LbTestCallers *fixture)
{
  g_autoptr (GSocketConnection) good = connect_good (fixture);
  g_autoptr (GPtrArray) slow = pour (fixture, good);

  for (guint i = HOLDERS; i < slow->len; i++)
    assert_turned_away (g_ptr_array_index (slow, i));
  g_assert_cmpuint (lb_test_ask (good), ==, 200);
  for (guint i = 0; i < HOLDERS; i++)
    {
      GSocket *socket = g_socket_connection_get_socket (g_ptr_array_index (slow, i));

      g_assert_cmpint (g_socket_condition_check (socket, G_IO_IN), ==, 0);
    }
}

static void
test_flood_held (LbTestCallers *fixture, gconstpointer data)
{
  const LbConnectionLimits limits = {
    .max_open = HOLDERS + 1, .header_ms = LONG_MS, .kept_ms = LONG_MS, .stall_ms = LONG_MS
  };

  lb_test_callers_play (fixture, &limits, flood_held);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (LbTestCallers *fixture, gconstpointer data);
  } tests[] = {
    { "/connections/silent", test_silent },
    { "/connections/dripping", test_dripping },
    { "/connections/kept", test_kept },
    { "/connections/stalling", test_stalling },
    { "/connections/deaf", test_deaf },
    { "/connections/patient", test_patient },
    { "/connections/too-many", test_too_many },
    { "/connections/two-doors", test_two_doors },
    { "/connections/flood", test_flood },
    { "/connections/flood-held", test_flood_held },
    { "/connections/many-bodies", test_many_bodies },
    { "/connections/leaving", test_leaving },
    { "/connections/unsigned-link", test_unsigned_link },
  };

  g_test_init (&argc, &argv, NULL);
  dex_init ();

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, LbTestCallers, NULL, lb_test_callers_set_up, tests[i].test,
                lb_test_callers_tear_down);

  return g_test_run ();
}
