#include "model/lb-image-name.h"

#include <string.h>

static void
test_there_and_back (void)
{
  static const char *const names[] = { "boat.png",
                                       "boat",
                                       "IMG-20240131.jpg",
                                       "a.b.c.webp",
                                       ".hidden",
                                       "Kähne.jpeg",
                                       "x-deadbeef.png",
                                       "no ending.",
                                       "-.png",
                                       "",
                                       "a-b.c",
                                       "long.ending-of-it",
                                       "IMG_2024 (1).jpeg",
                                       "日本語の名前.png" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    for (guint j = 0; j < 50; j++)
      {
        g_autofree char *uuid = lb_image_name_new_uuid ();
        g_autofree char *marked = lb_image_name_mark (names[i], uuid);
        g_autofree char *name = lb_image_name_unmark (marked);
        g_autofree char *again = lb_image_name_unmark (names[i]);

        g_assert_true (g_uuid_string_is_valid (uuid));
        g_assert_cmpuint (strlen (marked), ==, strlen (names[i]) + 9);
        if (*names[i] != '\0')
          g_assert_cmpstr (name, ==, names[i]);
        g_assert_cmpstr (again, ==, names[i]);
      }
  g_assert_null (lb_image_name_unmark (NULL));
}

/* Twice marked is once unmarked: a name that was exported by something else keeps what it had. */
static void
test_twice (void)
{
  g_autofree char *first = lb_image_name_new_uuid ();
  g_autofree char *second = lb_image_name_new_uuid ();
  g_autofree char *once = lb_image_name_mark ("boat.png", first);
  g_autofree char *twice = lb_image_name_mark (once, second);
  g_autofree char *unmarked = lb_image_name_unmark (twice);

  g_assert_cmpstr (unmarked, ==, once);
}

static void
test_long (void)
{
  g_autofree char *uuid = lb_image_name_new_uuid ();
  g_autoptr (GString) name = g_string_new (NULL);
  g_autofree char *marked = NULL;

  for (guint i = 0; i < 200; i++)
    g_string_append (name, "ö");
  g_string_append (name, ".png");
  marked = lb_image_name_mark (name->str, uuid);
  g_assert_cmpuint (strlen (marked), <=, 255);
  g_assert_true (g_utf8_validate (marked, -1, NULL));
  g_assert_true (g_str_has_suffix (marked, ".png"));
}

/* Dates and the numbers that cameras give stay. */
static void
test_numbers (void)
{
  guint n_taken = 0;

  for (guint i = 0; i < 100000; i++)
    {
      g_autofree char *date = g_strdup_printf ("IMG-%08u.jpg", 20200000 + i);
      g_autofree char *hex = g_strdup_printf ("x-%08x.jpg", i * 2654435761u);
      g_autofree char *date_unmarked = lb_image_name_unmark (date);
      g_autofree char *hex_unmarked = lb_image_name_unmark (hex);

      g_assert_cmpstr (date_unmarked, ==, date);
      n_taken += !g_str_equal (hex, hex_unmarked);
    }
  g_assert_cmpuint (n_taken, <, 1000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/image-name/there-and-back", test_there_and_back);
  g_test_add_func ("/image-name/twice", test_twice);
  g_test_add_func ("/image-name/long", test_long);
  g_test_add_func ("/image-name/numbers", test_numbers);
  return g_test_run ();
}
