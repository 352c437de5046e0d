#include "imaging/lb-diverse.h"

#define SIDE 96

/* Sets are made of kinds: of a kind, one picture is a little lighter than the other. */
typedef struct
{
  guint8 ground[3];
  guint8 figure[3];
  int x, y, size; /* of the figure, in parts of 8 */
} Kind;

static const Kind harbour = { { 140, 190, 210 }, { 60, 80, 90 }, 1, 4, 3 };
static const Kind night = { { 14, 18, 40 }, { 40, 44, 70 }, 4, 1, 2 };
static const Kind market = { { 230, 150, 70 }, { 150, 40, 30 }, 2, 2, 4 };
static const Kind snow = { { 246, 246, 246 }, { 190, 190, 192 }, 5, 5, 2 };
static const Kind meadow = { { 70, 150, 60 }, { 30, 90, 40 }, 3, 0, 3 };
static const Kind dusk = { { 120, 60, 150 }, { 60, 20, 90 }, 0, 0, 4 };

static GdkPixbuf *
paint (const Kind *kind, int lighter)
{
  GdkPixbuf *pixels = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, SIDE, SIDE);

  for (int y = 0; y < SIDE; y++)
    for (int x = 0; x < SIDE; x++)
      {
        guint8 *rgb =
          gdk_pixbuf_get_pixels (pixels) + y * gdk_pixbuf_get_rowstride (pixels) + x * 3;
        const int column = x * 8 / SIDE, row = y * 8 / SIDE;
        const gboolean inside = column >= kind->x && column < kind->x + kind->size &&
                                row >= kind->y && row < kind->y + kind->size;

        for (int channel = 0; channel < 3; channel++)
          rgb[channel] = (guint8) CLAMP (
            (inside ? kind->figure : kind->ground)[channel] + lighter + y / 12, 0, 255);
      }

  return pixels;
}

static void
add (GArray *looks, const Kind *kind, int n)
{
  for (int i = 0; i < n; i++)
    {
      g_autoptr (GdkPixbuf) pixels = paint (kind, i % 3);
      LbLook look;

      lb_look_take (pixels, &look);
      g_array_append_val (looks, look);
    }
}

static const LbLook *
nth (GArray *looks, guint i)
{
  return &g_array_index (looks, LbLook, i);
}

static void
test_distance (void)
{
  g_autoptr (GArray) looks = g_array_new (FALSE, FALSE, sizeof (LbLook));

  add (looks, &harbour, 2);
  add (looks, &night, 1);
  g_assert_cmpfloat (lb_look_distance (nth (looks, 0), nth (looks, 0)), ==, 0);
  g_assert_cmpfloat (lb_look_distance (nth (looks, 0), nth (looks, 1)), <, LB_LOOK_ALIKE);
  g_assert_cmpfloat (lb_look_distance (nth (looks, 0), nth (looks, 2)), >, 2 * LB_LOOK_ALIKE);
  g_assert_cmpfloat (lb_look_distance (nth (looks, 0), nth (looks, 2)), ==,
                     lb_look_distance (nth (looks, 2), nth (looks, 0)));
}

/* Of many that are alike and a few that are not, those few, and one for the many. */
static void
test_outliers (void)
{
  g_autoptr (GArray) looks = g_array_new (FALSE, FALSE, sizeof (LbLook));
  LbPick picks[10];
  gboolean seen[5] = { FALSE };
  guint n;

  add (looks, &harbour, 40);
  add (looks, &night, 1);
  add (looks, &market, 1);
  add (looks, &snow, 1);
  add (looks, &meadow, 1);
  n = lb_diverse_pick (nth (looks, 0), looks->len, 5, 10, picks);
  g_assert_cmpuint (n, ==, 5);
  for (guint i = 0; i < n; i++)
    {
      const guint kind = picks[i].index < 40 ? 0 : picks[i].index - 39;

      g_assert_false (seen[kind]);
      seen[kind] = TRUE;
      g_assert_cmpint (picks[i].reason, !=, LB_PICK_ALIKE);
    }
  g_assert_cmpuint (picks[0].index, <, 40);
  g_assert_cmpint (picks[0].reason, ==, LB_PICK_TYPICAL);
}

/* No kind twice before each is there once. */
static void
test_clusters (void)
{
  static const Kind *const kinds[] = { &harbour, &night, &market, &snow, &meadow, &dusk };
  g_autoptr (GArray) looks = g_array_new (FALSE, FALSE, sizeof (LbLook));
  LbPick picks[10];
  gboolean seen[6] = { FALSE };
  guint n;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    add (looks, kinds[i], 6);
  n = lb_diverse_pick (nth (looks, 0), looks->len, 5, 10, picks);
  g_assert_cmpuint (n, ==, 6);
  for (guint i = 0; i < n; i++)
    {
      g_assert_false (seen[picks[i].index / 6]);
      seen[picks[i].index / 6] = TRUE;
    }
}

/* What has to be is there all the same, and it is said that it is no other. */
static void
test_all_alike (void)
{
  g_autoptr (GArray) looks = g_array_new (FALSE, FALSE, sizeof (LbLook));
  LbPick picks[10];

  add (looks, &harbour, 12);
  g_assert_cmpuint (lb_diverse_pick (nth (looks, 0), looks->len, 5, 10, picks), ==, 5);
  for (guint i = 1; i < 5; i++)
    {
      g_assert_cmpint (picks[i].reason, ==, LB_PICK_ALIKE);
      for (guint j = 0; j < i; j++)
        g_assert_cmpuint (picks[i].index, !=, picks[j].index);
    }
  g_assert_cmpuint (lb_diverse_pick (nth (looks, 0), 3, 5, 10, picks), ==, 3);
  g_assert_cmpuint (lb_diverse_pick (NULL, 0, 5, 10, picks), ==, 0);
}

static const LbPick *
find (const LbPick *picks, guint n, guint index)
{
  for (guint i = 0; i < n; i++)
    if (picks[i].index == index)
      return &picks[i];

  g_assert_not_reached ();
}

static void
test_reasons (void)
{
  g_autoptr (GArray) looks = g_array_new (FALSE, FALSE, sizeof (LbLook));
  LbPick picks[10], again[10];
  guint n;

  add (looks, &harbour, 6);
  add (looks, &snow, 3);
  add (looks, &night, 1);  /* 9 */
  add (looks, &meadow, 1); /* 10 */
  add (looks, &market, 2);
  n = lb_diverse_pick (nth (looks, 0), looks->len, 5, 10, picks);
  g_assert_cmpint (find (picks, n, 9)->reason, ==, LB_PICK_DARKEST);
  g_assert_cmpint (find (picks, n, 10)->reason, ==, LB_PICK_ONLY_COLOR);
  g_assert_cmpstr (find (picks, n, 10)->family, ==, "greens");

  g_assert_cmpuint (lb_diverse_pick (nth (looks, 0), looks->len, 5, 10, again), ==, n);
  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpuint (again[i].index, ==, picks[i].index);
      g_assert_cmpint (again[i].reason, ==, picks[i].reason);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/imaging/diverse/distance", test_distance);
  g_test_add_func ("/imaging/diverse/outliers", test_outliers);
  g_test_add_func ("/imaging/diverse/clusters", test_clusters);
  g_test_add_func ("/imaging/diverse/all-alike", test_all_alike);
  g_test_add_func ("/imaging/diverse/reasons", test_reasons);
  return g_test_run ();
}
