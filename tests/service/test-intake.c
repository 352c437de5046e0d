#include <string.h>

#include <libdex.h>

#include "lb-test-callers.h"
#include "lb-test-service.h"

#define PROJECTS "/v1/tailored-gen/projects"
#define AT_A_TIME 4
#define LARGE (2 * 1024 * 1024)
#define LONG_MS (60 * 1000)

static const LbConnectionLimits short_stall = {
  .max_open = 64, .header_ms = LONG_MS, .kept_ms = LONG_MS, .stall_ms = 1500
};

/* A body of @size that begins with its first byte. */
static GSocketConnection *
begin (LbTestCallers *fixture, gsize size)
{
  GSocketConnection *connection = lb_test_connect (fixture);
  g_autofree char *head = g_strdup_printf ("POST " PROJECTS " HTTP/1.1\r\n"
                                           "Host: lookbook.localhost\r\n"
                                           "Content-Type: application/json\r\n"
                                           "Content-Length: %zu\r\n\r\n ",
                                           size);

  g_assert_true (lb_test_say (connection, head));
  lb_test_assert_answers_others (fixture);

  return connection;
}

static void
finish (GSocketConnection *connection, gsize size)
{
  g_autofree char *rest = g_strnfill (size - 1, ' ');

  g_assert_true (lb_test_say (connection, rest));
  /* It was read, and is no JSON. */
  g_assert_cmpuint (lb_test_hear (connection), ==, 400);
}

/* As much as the line itself takes while the service does not read, and then no more. Returns how
 * much that is. */
static gsize
fill (LbTestCallers *fixture, GSocketConnection *connection, gsize size)
{
  GSocket *socket = g_socket_connection_get_socket (connection);
  g_autofree char *text = g_strnfill (size, ' ');
  gsize sent = 0;
  guint waits = 0;

  g_socket_set_blocking (socket, FALSE);
  while (sent < size && waits < 20)
    {
      gssize count = g_socket_send (socket, text + sent, size - sent, NULL, NULL);

      if (count > 0)
        sent += (gsize) count;
      else
        waits++;
      /* The service has had its turn by then. */
      lb_test_assert_answers_others (fixture);
    }
  g_socket_set_blocking (socket, TRUE);

  return sent;
}

/* The fifth is not read before one of the four has been answered; others go on. */
static void
five_bodies (LbTestCallers *fixture)
{
  g_autoptr (GPtrArray) four = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GSocketConnection) fifth = NULL;
  g_autoptr (GSocketConnection) small = NULL;
  gsize sent;

  for (guint i = 0; i < AT_A_TIME; i++)
    g_ptr_array_add (four, begin (fixture, LARGE));
  fifth = begin (fixture, LARGE);
  sent = fill (fixture, fifth, LARGE - 1);
  g_assert_cmpuint (sent, <, LARGE - 1);

  /* One that is not large does not wait. */
  small = begin (fixture, 1024 * 1024);
  finish (small, 1024 * 1024);

  finish (g_ptr_array_index (four, 0), LARGE);
  finish (fifth, LARGE - sent);
  for (guint i = 1; i < AT_A_TIME; i++)
    finish (g_ptr_array_index (four, i), LARGE);
}

static void
test_five_bodies (LbTestCallers *fixture, gconstpointer data)
{
  lb_test_callers_play (fixture, NULL, five_bodies);
}

/* Whoever leaves makes room, whether he had a place or waited for one. */
static void
leavers (LbTestCallers *fixture)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GSocketConnection) last = NULL;

  for (guint i = 0; i < 3 * AT_A_TIME; i++)
    g_ptr_array_add (lines, begin (fixture, LARGE));
  g_ptr_array_set_size (lines, 0);
  last = begin (fixture, LARGE);
  finish (last, LARGE);
}

static void
test_leavers (LbTestCallers *fixture, gconstpointer data)
{
  lb_test_callers_play (fixture, NULL, leavers);
}

/* A length that nobody told: it waits where it becomes large. */
static void
untold_body (LbTestCallers *fixture)
{
  g_autoptr (GPtrArray) four = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GSocketConnection) fifth = lb_test_connect (fixture);
  g_autofree char *rest = NULL;
  gsize sent;

  for (guint i = 0; i < AT_A_TIME; i++)
    g_ptr_array_add (four, begin (fixture, LARGE));
  g_assert_true (lb_test_say (fifth, "POST " PROJECTS " HTTP/1.1\r\nHost: lookbook.localhost\r\n"
                                     "Content-Type: application/json\r\n"
                                     "Transfer-Encoding: chunked\r\n\r\n400000\r\n"));
  sent = fill (fixture, fifth, 2 * LARGE);
  g_assert_cmpuint (sent, >=, LARGE / 2);
  g_assert_cmpuint (sent, <, 2 * LARGE);

  finish (g_ptr_array_index (four, 0), LARGE);
  rest = g_strnfill (2 * LARGE - sent, ' ');
  g_assert_true (lb_test_say (fifth, rest));
  g_assert_true (lb_test_say (fifth, "\r\n0\r\n\r\n"));
  g_assert_cmpuint (lb_test_hear (fifth), ==, 400);
}

static void
test_untold (LbTestCallers *fixture, gconstpointer data)
{
  lb_test_callers_play (fixture, NULL, untold_body);
}

/* Whoever is made to wait is not cut off for it. */
static void
patient_caller (LbTestCallers *fixture)
{
  g_autoptr (GPtrArray) four = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GSocketConnection) fifth = NULL;
  g_autoptr (GSocketConnection) mute = lb_test_connect (fixture);
  GSocket *socket = g_socket_connection_get_socket (mute);
  gint64 start_us;
  gsize said = 1;

  for (guint i = 0; i < AT_A_TIME; i++)
    g_ptr_array_add (four, begin (fixture, LARGE));
  start_us = g_get_monotonic_time ();
  fifth = begin (fixture, LARGE);

  /* Twice as long as one may stall; those in hand say a word now and then. */
  while (g_get_monotonic_time () - start_us < 3000 * 1000)
    {
      g_socket_condition_timed_wait (socket, G_IO_IN, 50 * 1000, NULL, NULL);
      for (guint i = 0; i < AT_A_TIME; i++)
        g_assert_true (lb_test_say (g_ptr_array_index (four, i), " "));
      said++;
    }
  for (guint i = 0; i < AT_A_TIME; i++)
    finish (g_ptr_array_index (four, i), LARGE - said + 1);
  finish (fifth, LARGE);
}

static void
test_patient (LbTestCallers *fixture, gconstpointer data)
{
  lb_test_callers_play (fixture, &short_stall, patient_caller);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (LbTestCallers *fixture, gconstpointer data);
  } tests[] = {
    { "/intake/R9-four-at-a-time", test_five_bodies },
    { "/intake/R9-untold", test_untold },
    { "/intake/leavers", test_leavers },
    { "/intake/patient", test_patient },
  };

  g_test_init (&argc, &argv, NULL);
  dex_init ();

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, LbTestCallers, NULL, lb_test_callers_set_up, tests[i].test,
                lb_test_callers_tear_down);

  return g_test_run ();
}
