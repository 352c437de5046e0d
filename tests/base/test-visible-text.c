#include "base/lb-visible-text.h"

typedef struct
{
  const char *text;
  const char *visible;
} Case;

static void
assert_shown (const Case *cases, gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *visible = lb_visible_text (cases[i].text);

      g_assert_cmpstr (visible, ==, cases[i].visible);
      g_assert_true (g_utf8_validate (visible, -1, NULL));
    }
}

static void
test_hidden (void)
{
  static const Case cases[] = {
    { "a\033[2Jb", "a␛[2Jb" }, /* clears a terminal */
    { "a\nb\tc\r", "a␊b␉c␍" }, /* breaks the line */
    { "a\177b", "a␡b" },       /* deletes */
    { "a\xc2\x9b"
      "2Jb",
      "a\xef\xbf\xbd"
      "2Jb" },                                        /* U+009B: ESC [ in one */
    { "a\xc2\x85z", "a\xef\xbf\xbdz" },               /* U+0085: the next line */
    { "a\xe2\x80\xa8z", "a\xef\xbf\xbdz" },           /* U+2028: a line separator */
    { "a\xe2\x80\xa9z", "a\xef\xbf\xbdz" },           /* U+2029: a paragraph separator */
    { "gpj\xe2\x80\xae.exe", "gpj\xef\xbf\xbd.exe" }, /* U+202E: turns the direction */
    { "a\xe2\x81\xa6z", "a\xef\xbf\xbdz" },           /* U+2066: an isolate */
    { "a\xe2\x80\x8bz", "a\xef\xbf\xbdz" },           /* U+200B: no width */
    { "\xef\xbb\xbfz", "\xef\xbf\xbdz" },             /* a byte order mark */
    { "a\xffz", "a\xef\xbf\xbdz" },                   /* no UTF-8 */
  };

  assert_shown (cases, G_N_ELEMENTS (cases));
}

static void
test_kept (void)
{
  static const Case cases[] = {
    { "", "" },
    { "Boats 2024 (1).png", "Boats 2024 (1).png" },
    { "Überseehafen – “Möwe”", "Überseehafen – “Möwe”" },
    { "船 ספינה سفينة", "船 ספינה سفينة" },
    { "خانه\xe2\x80\x8cها", "خانه\xe2\x80\x8cها" },
    { "👩\xe2\x80\x8d🚀", "👩\xe2\x80\x8d🚀" },
  };

  assert_shown (cases, G_N_ELEMENTS (cases));
  g_assert_null (lb_visible_text (NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/visible-text/hidden", test_hidden);
  g_test_add_func ("/visible-text/kept", test_kept);

  return g_test_run ();
}
