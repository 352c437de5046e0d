#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "base/lb-disk.h"

static char *
make_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("lookbook-disk-XXXXXX", &error);

  g_assert_no_error (error);

  return folder;
}

static void
test_write (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "words", NULL);
  g_autofree char *found = NULL;
  g_autofd int fd = open (path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

  g_assert_cmpint (fd, >=, 0);
  g_assert_true (lb_disk_write (fd, "one ", 4));
  g_assert_true (lb_disk_write (fd, "two", 3));
  g_assert_true (lb_disk_write (fd, NULL, 0));
  g_assert_true (g_file_get_contents (path, &found, NULL, NULL));
  g_assert_cmpstr (found, ==, "one two");
  g_assert_true (lb_disk_sync_folder (folder));
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* A pipe takes less at once than is written. */
static gpointer
read_all (gpointer data)
{
  char buffer[4096];
  gsize size = 0;
  gssize n = 0;

  while ((n = read (GPOINTER_TO_INT (data), buffer, sizeof buffer)) > 0)
    size += (gsize) n;

  return GSIZE_TO_POINTER (size);
}

static void
test_parts (void)
{
  const gsize size = 1024 * 1024;
  g_autofree char *bytes = g_malloc0 (size);
  GThread *reader = NULL;
  int ends[2];

  g_assert_cmpint (pipe (ends), ==, 0);
  reader = g_thread_new ("reader", read_all, GINT_TO_POINTER (ends[0]));
  g_assert_true (lb_disk_write (ends[1], bytes, size));
  close (ends[1]);
  g_assert_cmpuint (GPOINTER_TO_SIZE (g_thread_join (reader)), ==, size);
  close (ends[0]);
}

static void
test_full (void)
{
  g_autofd int fd = open ("/dev/full", O_WRONLY | O_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);
  g_assert_false (lb_disk_write (fd, "words", 5));
  g_assert_cmpint (lb_disk_error_code (errno), ==, LB_ERROR_NO_SPACE);
  g_assert_cmpint (lb_disk_error_code (EDQUOT), ==, LB_ERROR_NO_SPACE);
  g_assert_cmpint (lb_disk_error_code (EIO), ==, LB_ERROR_STORAGE);
}

static void
test_no_folder (void)
{
  g_assert_false (lb_disk_sync_folder ("/nowhere/at/all"));
  g_assert_cmpint (errno, ==, ENOENT);
  g_assert_false (lb_disk_sync_folder ("/dev/null"));
  g_assert_cmpint (errno, ==, ENOTDIR);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/disk/write", test_write);
  g_test_add_func ("/disk/parts", test_parts);
  g_test_add_func ("/disk/full", test_full);
  g_test_add_func ("/disk/no-folder", test_no_folder);

  return g_test_run ();
}
