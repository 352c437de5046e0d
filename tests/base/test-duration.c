#include "base/lb-duration.h"

#include <math.h>

static void
assert_round (double seconds, LbDurationUnit unit, guint n)
{
  guint rounded = G_MAXUINT;

  g_assert_cmpint (lb_duration_round (seconds, &rounded), ==, unit);
  g_assert_cmpuint (rounded, ==, n);
}

static void
test_round (void)
{
  assert_round (-1, LB_DURATION_MOMENT, 0);
  assert_round (0, LB_DURATION_MOMENT, 0);
  assert_round (59.9, LB_DURATION_MOMENT, 0);
  assert_round (60, LB_DURATION_MINUTES, 1);
  assert_round (60.1, LB_DURATION_MINUTES, 2);
  assert_round (180, LB_DURATION_MINUTES, 3);
  assert_round (119 * 60, LB_DURATION_MINUTES, 119);
  assert_round (120 * 60, LB_DURATION_HOURS, 2);
  assert_round (149 * 60, LB_DURATION_HOURS, 2);
  assert_round (150 * 60, LB_DURATION_HOURS, 3);
}

/* What can't be known ends in a number all the same. */
static void
test_endless (void)
{
  guint n = 0;

  g_assert_cmpint (lb_duration_round (INFINITY, &n), ==, LB_DURATION_HOURS);
  g_assert_cmpuint (n, >, 1000);
  assert_round (NAN, LB_DURATION_MOMENT, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/duration/round", test_round);
  g_test_add_func ("/base/duration/endless", test_endless);

  return g_test_run ();
}
