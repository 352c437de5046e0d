#include "model/lb-entered-name.h"

static void
test_good (void)
{
  static const char *const names[] = { "Boats",   "7",          "Two Words",        "P/X",
                                       "שלום",    "日本",       "\u202fBoats",      "e\u0301",
                                       "a\u200e", "👩\u200d🚀", "<b>no markup</b>", "-rf" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_cmpint (lb_entered_name_judge (names[i]), ==, LB_ENTERED_NAME_GOOD);
}

static void
test_blank (void)
{
  static const char *const names[] = {
    "", "   ", "\u00a0\u2003", "\u200b", "\u200d\u200e", "\u00ad", "\u3164\uffa0"
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_cmpint (lb_entered_name_judge (names[i]), ==, LB_ENTERED_NAME_BLANK);
}

static void
test_line (void)
{
  static const char *const names[] = { "a\nb",
                                       "a\tb",
                                       "\x1b[31m",
                                       "\x7f",
                                       "\n",
                                       "a\xc2\x85"
                                       "b",
                                       "a\u2028b",
                                       "a\u2029b" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_cmpint (lb_entered_name_judge (names[i]), ==, LB_ENTERED_NAME_LINE);
}

static void
test_turn (void)
{
  static const char *const names[] = { "a\u202egpj.exe", "\u202aa\u202c", "a\u2066b\u2069" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_cmpint (lb_entered_name_judge (names[i]), ==, LB_ENTERED_NAME_TURN);
}

static void
test_encoding (void)
{
  g_assert_cmpint (lb_entered_name_judge ("a\xff"), ==, LB_ENTERED_NAME_ENCODING);
  g_assert_cmpint (lb_entered_name_judge ("\n\xc3"), ==, LB_ENTERED_NAME_ENCODING);
}

static void
test_long (void)
{
  g_autofree char *most = g_strnfill (LB_ENTERED_NAME_BYTES, 'a');
  g_autofree char *more = g_strconcat (most, "a", NULL);

  g_assert_cmpint (lb_entered_name_judge (most), ==, LB_ENTERED_NAME_GOOD);
  g_assert_cmpint (lb_entered_name_judge (more), ==, LB_ENTERED_NAME_LONG);
}

static void
test_like (void)
{
  static const struct
  {
    const char *name;
    const char *other;
    gboolean is_like;
  } names[] = {
    { "Boats", "Boats", TRUE },
    { "Boats", " Boats\u00a0", TRUE },
    { "Boats", "Bo\u200bats", TRUE },
    { "Boats", "\u200b Boats \ufeff", TRUE },
    { "Boats", "Boats\u200e", TRUE },
    { "caf\u00e9", "cafe\u0301", TRUE },
    { "caf\u00e9", "cafe\u200d\u0301", TRUE },
    { "", "  ", TRUE },
    { "Boats", "boats", TRUE },
    { "Boats", "B\u043eats", TRUE },                      /* Cyrillic */
    { "\u0412\u041e\u0410\u0422S", "boats", TRUE },       /* Cyrillic capitals */
    { "\u0422\u041e\u041c", "\u0442\u043e\u043c", TRUE }, /* their case */
    { "\u039d\u03bft\u03b5s", "Notes", TRUE },            /* Greek */
    { "\uff22\uff4f\uff41\uff54\uff53", "Boats", TRUE },  /* full width */
    { "\U0001d401oats", "Boats", TRUE },                  /* bold */
    { "\u0451", "\u00eb", TRUE },                         /* with a mark */
    { "\u3000Boats\u3000", "Boats", TRUE },
    { "Boat", "Boats", FALSE },
    { "\u0431oats", "Boats", FALSE },
    { "B0ats", "Boats", FALSE },
    { "Boats", "Boat s", FALSE },
    { "Two words", "Two  words", FALSE },
    { "cafe", "cafe\u0301", FALSE },
    { "cafe\u0301", "cafe\u0300", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_test_message ("%s, %s", names[i].name, names[i].other);
      g_assert_true (lb_entered_name_is_like (names[i].name, names[i].other) == names[i].is_like);
      g_assert_true (lb_entered_name_is_like (names[i].other, names[i].name) == names[i].is_like);
    }
}

/* What differs only in what nobody sees. */
static void
test_same (void)
{
  g_assert_true (lb_entered_name_is_same ("Boats", "Bo\u200bats "));
  g_assert_true (lb_entered_name_is_same ("Boats", "Bo\u00adats"));
  g_assert_true (lb_entered_name_is_same ("Boats", "Bo\u034fats\u3164"));
  g_assert_true (lb_entered_name_is_same ("Boats", "Boats\ufe0f"));
  g_assert_true (lb_entered_name_is_same ("caf\u00e9", "cafe\u0301"));
  g_assert_false (lb_entered_name_is_same ("Boats", "boats"));
  g_assert_false (lb_entered_name_is_same ("Boats", "B\u043eats"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/entered-name/good", test_good);
  g_test_add_func ("/entered-name/long", test_long);
  g_test_add_func ("/entered-name/like", test_like);
  g_test_add_func ("/entered-name/same", test_same);
  g_test_add_func ("/entered-name/blank", test_blank);
  g_test_add_func ("/entered-name/line", test_line);
  g_test_add_func ("/entered-name/turn", test_turn);
  g_test_add_func ("/entered-name/encoding", test_encoding);

  return g_test_run ();
}
