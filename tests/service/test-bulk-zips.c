#include "../archive/zip-manifest.h"
#include "lb-test-bulk.h"

#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <glib/gstdio.h>

/* Every ZIP file that make-zips makes, nearly all of them bad, goes to the real service, and
 * becomes what the manifest says (R85). */

/* What a refusal is called when a single upload is at fault in the same way. */
static const struct
{
  const char *nick;
  guint code;
} codes[] = {
  { "empty", 400 },     { "absolute", 400 },  { "drive", 400 },    { "parent", 400 },
  { "backslash", 400 }, { "control", 400 },   { "not-utf8", 400 }, { "long", 400 },
  { "duplicate", 400 }, { "symlink", 400 },   { "special", 400 },  { "nested", 415 },
  { "method", 415 },    { "damaged", 415 },   { "not-zip", 415 },  { "broken", 415 },
  { "lies", 415 },      { "encrypted", 415 }, { "overlap", 413 },  { "entries", 413 },
  { "bytes", 413 },     { "ratio", 413 },
};

/* Those whose pictures are whole. */
static const char *const with_pictures[] = {
  "good-stored.zip",          "good-folders.zip",       "good-here.zip",
  "good-desktops.zip",        "good-unmarked-utf8.zip", "good-gaps.zip",
  "good-directory-order.zip", "good-extra.zip",         "good-sizes-follow.zip",
  "good-zip64-end.zip",
};

static LbTestService *service;
static gint64 project;
static gint64 slowest_us;
static char *slowest; /* (owned) (nullable) */

static guint
code_of (const char *nick)
{
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_str_equal (codes[i].nick, nick))
      return codes[i].code;

  g_assert_not_reached ();
}

static JsonArray *
get_failures (void)
{
  return json_object_get_array_member (json_node_get_object (service->json), "failed_images");
}

static guint
get_code (guint index)
{
  return (guint) json_object_get_int_member (json_array_get_object_element (get_failures (), index),
                                             "error_code");
}

/* Nothing is refused but by its content. */
static void
check_good (const ZipCase *one)
{
  guint n_failed = json_array_get_length (get_failures ());

  for (guint i = 0; i < n_failed; i++)
    g_assert_cmpuint (get_code (i), ==, 415);

  for (guint i = 0; i < G_N_ELEMENTS (with_pictures); i++)
    if (g_str_equal (one->outcome[0], with_pictures[i]))
      {
        g_assert_cmpint (lb_test_number (service, "done"), >, 0);
        g_assert_cmpuint (n_failed, ==, 0);
      }
}

static void
test_case (gconstpointer data)
{
  const ZipCase *one = data;
  const gboolean whole = g_str_equal (one->outcome[1], "whole");
  g_autofree char *uri = g_filename_to_uri (one->path, NULL, NULL);
  gint64 dataset = lb_test_add_advanced (service, project, "");
  gint64 start_us = g_get_monotonic_time ();
  gint64 done = 0;

  lb_test_bulk_run (service, dataset, uri, "", whole ? "failed" : "completed");
  start_us = g_get_monotonic_time () - start_us;
  if (start_us > slowest_us && !g_str_equal (one->outcome[1], "good"))
    {
      slowest_us = start_us;
      g_set_str (&slowest, one->outcome[0]);
    }

  if (whole)
    {
      lb_test_bulk_check (service, 0, 1);
      g_assert_cmpuint (lb_test_bulk_error (service, one->outcome[0]), ==,
                        code_of (one->outcome[2]));
    }
  else if (g_str_equal (one->outcome[1], "entry"))
    {
      done = 1;
      lb_test_bulk_check (service, 1, 1);
      g_assert_cmpuint (get_code (0), ==, code_of (one->outcome[2]));
    }
  else
    {
      check_good (one);
      done = lb_test_number (service, "done");
    }

  g_assert_cmpuint (lb_test_bulk_list (service, dataset), ==, done);
}

/* What the service writes has names of its own making. */
static void
check_file (const char *path)
{
  const char *name = path + strlen (service->folder) + 1;
  g_autofree char *base = g_path_get_basename (name);

  if (g_str_has_prefix (name, "data/blobs/"))
    {
      g_assert_cmpuint (strlen (base), ==, 64);
      g_assert_cmpuint (strspn (base, "0123456789abcdef"), ==, 64);
    }
  else
    {
      g_assert_true (g_str_has_prefix (name, "data/service.sqlite") ||
                     g_str_equal (name, "data/lock") || g_str_equal (name, "run/service.sock"));
    }
}

static void
check_folder (const char *path)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  g_assert_false (g_file_test (path, G_FILE_TEST_IS_SYMLINK));
  if (!(dir = g_dir_open (path, 0, NULL)))
    {
      check_file (path);
      return;
    }

  while ((name = g_dir_read_name (dir)))
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      check_folder (child);
    }
}

static int watch;

/* Where names that lead somewhere would lead. */
static void
start_watch (const char *zips)
{
  g_autofree char *here = g_get_current_dir ();
  g_autofree char *above = g_path_get_dirname (zips);
  const char *const folders[] = { here, zips, above, "/", "/etc", service->folder };

  watch = inotify_init1 (IN_NONBLOCK | IN_CLOEXEC);
  g_assert_cmpint (watch, >=, 0);
  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    g_assert_cmpint (inotify_add_watch (watch, folders[i], IN_CREATE | IN_MOVED_TO | IN_MODIFY), >=,
                     0);
}

static void
test_nothing_outside (void)
{
  char buffer[4096];

  if (read (watch, buffer, sizeof buffer) > 0)
    g_error ("Written outside: %s", ((struct inotify_event *) (void *) buffer)->name);

  check_folder (service->folder);
  g_test_message ("The slowest to be refused: %s, %.3f s", slowest,
                  (double) slowest_us / G_USEC_PER_SEC);
}

int
main (int argc, char **argv)
{
  const char *zips = g_getenv ("LB_TEST_ZIPS");
  g_autofree char *here = g_dir_make_tmp ("lb-bulk-zips-XXXXXX", NULL);
  g_autoptr (GPtrArray) cases = NULL;
  int result;

  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (g_chdir (here), ==, 0);
  service = lb_test_service_new ();
  project = lb_test_add_project (service);
  start_watch (zips);
  cases = zip_manifest_read (zips);
  g_assert_cmpuint (cases->len, >, 100);
  for (guint i = 0; i < cases->len; i++)
    {
      const ZipCase *one = g_ptr_array_index (cases, i);
      g_autofree char *name = g_strdelimit (g_strdup (one->outcome[0]), ".", '\0');
      g_autofree char *path = g_strconcat ("/bulk/R85-zips/", name, NULL);

      g_test_add_data_func (path, one, test_case);
    }
  g_test_add_func ("/bulk/R85-zips/nothing-is-written-elsewhere", test_nothing_outside);

  result = g_test_run ();
  lb_test_service_free (service);
  close (watch);
  lb_test_remove_tree (here);
  g_free (slowest);

  return result;
}
