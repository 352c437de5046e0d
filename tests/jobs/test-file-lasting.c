#include "jobs/lb-file-lasting.h"

static void
assert_lasting (const char *uri, gboolean expected)
{
  g_autoptr (GFile) file = g_file_new_for_uri (uri);

  g_assert_cmpint (lb_file_is_lasting (file), ==, expected);
}

static void
test_lasting (void)
{
  assert_lasting ("file:///home/ada/boat.jpg", TRUE);
  assert_lasting ("file:///run/media/ada/disk/boat.jpg", TRUE);
  assert_lasting ("file:///run/user/1000/doc/4f2a/boat.jpg", FALSE);
  assert_lasting ("file:///run/flatpak/doc/4f2a/boat.jpg", FALSE);
  assert_lasting ("https://example.com/boat.jpg", FALSE);
}

static gboolean
withheld (const char *path, int code)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, code, "No");

  return lb_file_is_withheld (file, error);
}

static void
test_withheld (void)
{
  g_unsetenv ("FLATPAK_ID");
  g_assert_false (withheld ("/home/ada/boat.jpg", G_IO_ERROR_NOT_FOUND));

  g_setenv ("FLATPAK_ID", "io.github.lookbook_app.Lookbook", TRUE);
  g_assert_true (withheld ("/home/ada/boat.jpg", G_IO_ERROR_NOT_FOUND));
  g_assert_true (withheld ("/home/ada/boat.jpg", G_IO_ERROR_PERMISSION_DENIED));
  /* Handed over once, and gone since. */
  g_assert_false (withheld ("/run/user/1000/doc/4f2a/boat.jpg", G_IO_ERROR_NOT_FOUND));
  g_assert_false (withheld ("/home/ada/boat.jpg", G_IO_ERROR_TOO_MANY_LINKS));
  g_unsetenv ("FLATPAK_ID");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/file-lasting/lasting", test_lasting);
  g_test_add_func ("/file-lasting/withheld", test_withheld);

  return g_test_run ();
}
