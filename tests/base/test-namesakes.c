#include "base/lb-namesakes.h"

static void
assert_folder (LbNamesakes *self, const char *path, const char *expected)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *folder = lb_namesakes_dup_folder (self, name, path);

  g_assert_cmpstr (folder, ==, expected);
}

static LbNamesakes *
new_from (const char *const *paths)
{
  LbNamesakes *self = lb_namesakes_new ();

  for (gsize i = 0; paths[i] != NULL; i++)
    {
      g_autofree char *name = g_path_get_basename (paths[i]);

      lb_namesakes_add (self, name, paths[i]);
    }

  return self;
}

/* A name that is there once needs nothing. */
static void
test_once (void)
{
  static const char *const paths[] = { "/a/boat.png", "/b/tea.png", "/a/boat.png", NULL };
  g_autoptr (LbNamesakes) self = new_from (paths);

  g_assert_false (lb_namesakes_has_any (self));
  assert_folder (self, "/a/boat.png", NULL);
  assert_folder (self, "/b/tea.png", NULL);
  assert_folder (self, "/b/unknown.png", NULL);
  g_assert_null (lb_namesakes_dup_folder (self, "boat.png", NULL));
}

/* As few folders as tell it from all others. */
static void
test_shortest (void)
{
  static const char *const paths[] = { "/home/2023/harbour/1.png",
                                       "/home/2024/harbour/1.png",
                                       "/home/attic/1.png",
                                       "/home/1.png",
                                       "/1.png",
                                       "/home/attic/2.png",
                                       NULL };
  g_autoptr (LbNamesakes) self = new_from (paths);

  g_assert_true (lb_namesakes_has_any (self));
  assert_folder (self, "/home/2023/harbour/1.png", "2023/harbour");
  assert_folder (self, "/home/2024/harbour/1.png", "2024/harbour");
  assert_folder (self, "/home/attic/1.png", "attic");
  assert_folder (self, "/home/1.png", "home");
  assert_folder (self, "/home/attic/2.png", NULL);
}

/* One folder may end like the whole of another. */
static void
test_end (void)
{
  static const char *const paths[] = { "a/b/1.png", "x/a/b/1.png", "b/1.png", NULL };
  g_autoptr (LbNamesakes) self = new_from (paths);

  assert_folder (self, "b/1.png", "b");
  assert_folder (self, "a/b/1.png", "a/b");
  assert_folder (self, "x/a/b/1.png", "x/a/b");
}

/* What was pasted has no folder, and is told from what has. */
static void
test_pasted (void)
{
  g_autoptr (LbNamesakes) self = lb_namesakes_new ();

  lb_namesakes_add (self, "1.png", NULL);
  lb_namesakes_add (self, "1.png", "/a/1.png");
  assert_folder (self, "/a/1.png", "a");
  g_assert_null (lb_namesakes_dup_folder (self, "1.png", NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/namesakes/once", test_once);
  g_test_add_func ("/base/namesakes/shortest", test_shortest);
  g_test_add_func ("/base/namesakes/end", test_end);
  g_test_add_func ("/base/namesakes/pasted", test_pasted);

  return g_test_run ();
}
