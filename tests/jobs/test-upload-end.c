#include "jobs/lb-upload-end.h"

#include <gio/gio.h>

#include "base/lb-error.h"

/* What the end of a request for a picture means, and that no picture in doubt is sent again. */

static LbUploadEnd
judge (LbError code, gboolean unsent)
{
  g_autoptr (GError) error = g_error_new_literal (LB_ERROR, code, "No");

  if (unsent)
    lb_error_set_unsent (error);

  return lb_upload_end_judge (error);
}

static void
test_sent (void)
{
  for (int code = LB_ERROR_INVALID; code <= LB_ERROR_NEWER; code++)
    {
      g_autoptr (GError) error = g_error_new_literal (LB_ERROR, code, "No");

      g_assert_cmpint (lb_upload_end_judge (error) == LB_UPLOAD_END_DOUBT, ==,
                       lb_error_is_doubtful (error));
    }
  g_assert_cmpint (judge (LB_ERROR_RATE_LIMITED, FALSE), ==, LB_UPLOAD_END_REST);
  g_assert_cmpint (judge (LB_ERROR_UNAUTHORIZED, FALSE), ==, LB_UPLOAD_END_SIGN_IN);
  g_assert_cmpint (judge (LB_ERROR_NO_SPACE, FALSE), ==, LB_UPLOAD_END_SPACE);
  g_assert_cmpint (judge (LB_ERROR_STORAGE, FALSE), ==, LB_UPLOAD_END_AGAIN);
  g_assert_cmpint (judge (LB_ERROR_UNPROCESSABLE, FALSE), ==, LB_UPLOAD_END_REFUSED);
  g_assert_cmpint (judge (LB_ERROR_TOO_LARGE, FALSE), ==, LB_UPLOAD_END_REFUSED);
}

static void
test_unsent (void)
{
  g_assert_cmpint (judge (LB_ERROR_OFFLINE, TRUE), ==, LB_UPLOAD_END_OFFLINE);
  g_assert_cmpint (judge (LB_ERROR_TIMED_OUT, TRUE), ==, LB_UPLOAD_END_AGAIN);
  g_assert_cmpint (judge (LB_ERROR_CANCELLED, TRUE), ==, LB_UPLOAD_END_AGAIN);
  g_assert_cmpint (judge (LB_ERROR_SERVER, TRUE), ==, LB_UPLOAD_END_AGAIN);
  g_assert_cmpint (judge (LB_ERROR_FORBIDDEN, TRUE), ==, LB_UPLOAD_END_REFUSED);
}

static void
test_foreign (void)
{
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "No");

  g_assert_cmpint (lb_upload_end_judge (error), ==, LB_UPLOAD_END_DOUBT);
}

/* Never longer than twice as long as before, nor than a minute. */
static void
test_backoff (void)
{
  for (guint i = 0; i < 2000; i++)
    {
      g_assert_cmpuint (lb_upload_end_backoff_ms (0), <=, 1000);
      g_assert_cmpuint (lb_upload_end_backoff_ms (1), <=, 1000);
      g_assert_cmpuint (lb_upload_end_backoff_ms (3), <=, 4000);
      g_assert_cmpuint (lb_upload_end_backoff_ms (G_MAXUINT), <=, 60000);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/jobs/upload-end/sent", test_sent);
  g_test_add_func ("/jobs/upload-end/unsent", test_unsent);
  g_test_add_func ("/jobs/upload-end/foreign", test_foreign);
  g_test_add_func ("/jobs/upload-end/backoff", test_backoff);

  return g_test_run ();
}
