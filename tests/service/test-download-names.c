#include "archive/lb-download-names.h"

#include <string.h>

static void
test_long_names (void)
{
  g_autoptr (LbDownloadNames) names = lb_download_names_new ();
  g_autoptr (GString) long_name = g_string_new ("x");

  while (long_name->len < 1000)
    g_string_append (long_name, "é");

  for (guint i = 0; i < 2000; i++)
    {
      g_autofree char *name = lb_download_names_add (names, long_name->str, "webp");
      g_autofree char *text = lb_download_name_of_text (name);

      g_assert_true (g_utf8_validate (name, -1, NULL));
      g_assert_cmpuint (strlen (name), <=, 255);
      g_assert_true (g_str_has_suffix (name, i == 1999 ? " (2000).webp" : ".webp"));
      g_assert_true (g_str_has_suffix (text, i == 1999 ? " (2000).txt" : ".txt"));
    }
}

/* What one file system takes for the same is not the same here. */
static void
test_alike_names (void)
{
  g_autoptr (LbDownloadNames) names = lb_download_names_new ();
  static const char *const given[] = { "É.png", "e\xcc\x81.png", "é",
                                       "\xe2\x80\xae"
                                       "gpj.exe" };
  static const char *const taken[] = { "É.png", "e\xcc\x81 (2).png", "é (3).png", "_gpj.exe.png" };

  for (gsize i = 0; i < G_N_ELEMENTS (given); i++)
    {
      g_autofree char *name = lb_download_names_add (names, given[i], "png");

      g_assert_cmpstr (name, ==, taken[i]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/download-names/long", test_long_names);
  g_test_add_func ("/download-names/alike", test_alike_names);

  return g_test_run ();
}
