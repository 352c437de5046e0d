#include "base/lb-error.h"

#include <gio/gio.h>

/* Whether what failed with @code has to be looked for before it is asked for again. */
static gboolean
is_doubtful (LbError code, gboolean unsent)
{
  g_autoptr (GError) error = g_error_new_literal (LB_ERROR, code, "No");
  g_autoptr (GError) copy = NULL;

  if (unsent)
    lb_error_set_unsent (error);
  copy = g_error_copy (error);
  g_assert_cmpint (lb_error_is_unsent (copy), ==, unsent);
  g_assert_cmpint (lb_error_is_doubtful (copy), ==, lb_error_is_doubtful (error));

  return lb_error_is_doubtful (error);
}

static void
test_doubt (void)
{
  static const LbError doubtful[] = { LB_ERROR_SERVER, LB_ERROR_PROTOCOL, LB_ERROR_OFFLINE,
                                      LB_ERROR_TIMED_OUT, LB_ERROR_CANCELLED };

  for (int code = LB_ERROR_INVALID; code <= LB_ERROR_NEWER; code++)
    {
      gboolean expected = FALSE;

      for (gsize i = 0; i < G_N_ELEMENTS (doubtful); i++)
        expected = expected || code == (int) doubtful[i];
      g_assert_cmpint (is_doubtful ((LbError) code, FALSE), ==, expected);
      g_assert_false (is_doubtful ((LbError) code, TRUE));
    }
}

/* What is not ours says nothing about the request. */
static void
test_foreign (void)
{
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "No");

  lb_error_set_unsent (error);
  g_assert_false (lb_error_is_unsent (error));
  g_assert_true (lb_error_is_doubtful (error));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/error/doubt", test_doubt);
  g_test_add_func ("/base/error/foreign", test_foreign);

  return g_test_run ();
}
