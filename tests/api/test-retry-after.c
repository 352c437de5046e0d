#include "api/lb-retry-after.h"
#include "base/lb-error.h"

#define NONE G_MAXUINT

static void
test_values (void)
{
  static const struct
  {
    const char *value;
    guint seconds;
  } cases[] = {
    { "0", 0 },
    { "1", 1 },
    { " 120\t", 120 },
    { "600", 600 },
    { "601", 600 },
    { "1000000000000", 600 },
    { "99999999999999999999999999999999999999", 600 },
    { "Sat, 21 Nov 2026 15:00:10 GMT", 10 },
    { "Saturday, 21-Nov-26 15:00:10 GMT", 10 },
    { "Sat Nov 21 15:00:10 2026", 10 },
    { "Sat, 21 Nov 2026 15:00:00 GMT", 0 },
    { "Sat, 21 Nov 2026 14:59:59 GMT", 0 },
    { "Thu, 01 Jan 1970 00:00:00 GMT", 0 },
    { "Sat, 21 Nov 2026 15:10:01 GMT", 600 },
    { "Tue, 31 Dec 2999 23:59:59 GMT", 600 },
    { "-1", NONE },
    { "+5", NONE },
    { "1.5", NONE },
    { "1e12", NONE },
    { "0x10", NONE },
    { "10, 20", NONE },
    { "10 20", NONE },
    { "", NONE },
    { "  ", NONE },
    { "soon", NONE },
    { "Sat", NONE },
    { "Sat,", NONE },
    { "Sat, 21", NONE },
    { "Sat, 99 Nov 2026 15:00:10 GMT", NONE },
    { "Sat, 21 Foo 2026 15:00:10 GMT", NONE },
    { "Sat, 21 Nov 2026 45:00:10 GMT", NONE },
    { "Sat, 21 Nov 99999999999 15:00:10 GMT", NONE },
    { "2026-11-21T15:00:10Z", NONE },
    { "%s%n", NONE },
    { "\xff\xfe", NONE },
    { NULL, NONE },
  };
  g_autoptr (GDateTime) now = g_date_time_new_utc (2026, 11, 21, 15, 0, 0);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint seconds = NONE;
      gboolean found = lb_retry_after_read (cases[i].value, now, &seconds);

      if (seconds != cases[i].seconds || found != (cases[i].seconds != NONE))
        g_error ("“%s” gave %u", cases[i].value, seconds);
    }
}

/* A part of a second is not rounded away: an early repeat would be refused again. */
static void
test_part_of_a_second (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_utc (2026, 11, 21, 15, 0, 0.5);
  guint seconds = NONE;

  g_assert_true (lb_retry_after_read ("Sat, 21 Nov 2026 15:00:02 GMT", now, &seconds));
  g_assert_cmpuint (seconds, ==, 2);
}

/* Bytes changed at random in what is right: whatever comes, it stays in its bounds. */
static void
test_damaged (void)
{
  static const char *const right[] = { "Sat, 21 Nov 2026 15:00:10 GMT",
                                       "Saturday, 21-Nov-26 15:00:10 GMT",
                                       "Sat Nov 21 15:00:10 2026", "12345" };
  g_autoptr (GDateTime) now = g_date_time_new_utc (2026, 11, 21, 15, 0, 0);
  g_autoptr (GRand) random = g_rand_new_with_seed (7);

  for (guint i = 0; i < 20000; i++)
    {
      g_autofree char *text = g_strdup (right[i % G_N_ELEMENTS (right)]);
      int length = (int) strlen (text);
      guint seconds = 0;

      for (guint j = 0; j < 1 + i % 3; j++)
        text[g_rand_int_range (random, 0, length)] = (char) g_rand_int_range (random, 1, 256);
      if (i % 5 == 0)
        text[g_rand_int_range (random, 0, length)] = '\0';
      if (lb_retry_after_read (text, now, &seconds))
        g_assert_cmpuint (seconds, <=, LB_RETRY_AFTER_MAX_SECONDS);
    }
}

static void
test_error_keeps_it (void)
{
  g_autoptr (GError) error = g_error_new_literal (LB_ERROR, LB_ERROR_RATE_LIMITED, "slow down");
  g_autoptr (GError) foreign = g_error_new_literal (G_FILE_ERROR, G_FILE_ERROR_IO, "x");
  g_autoptr (GError) copy = NULL;
  guint seconds = NONE;

  g_assert_false (lb_error_get_retry_after (error, &seconds));
  g_assert_false (lb_error_get_retry_after (foreign, &seconds));
  g_assert_false (lb_error_get_retry_after (NULL, &seconds));
  g_assert_cmpuint (seconds, ==, NONE);

  lb_error_set_retry_after (error, 0);
  copy = g_error_copy (error);
  g_assert_true (lb_error_get_retry_after (copy, &seconds));
  g_assert_cmpuint (seconds, ==, 0);
  g_assert_true (lb_error_get_retry_after (copy, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/retry-after/values", test_values);
  g_test_add_func ("/retry-after/part-of-a-second", test_part_of_a_second);
  g_test_add_func ("/retry-after/damaged", test_damaged);
  g_test_add_func ("/retry-after/error-keeps-it", test_error_keeps_it);
  return g_test_run ();
}
