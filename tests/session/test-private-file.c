#include "session/lb-private-file.h"

#include <glib/gstdio.h>

#define NAME "kept.ini"
#define N_WRITES 2000
#define N_READERS 2

typedef struct
{
  char *folder; /* (owned) */
  int over;     /* atomic */
} Fixture;

/* Reading tidies away what a crash has left of writing. */
static gpointer
read_thread (gpointer data)
{
  Fixture *self = data;

  while (!g_atomic_int_get (&self->over))
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *text = lb_private_file_read (self->folder, NAME, FALSE, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (text, ==, "mine");
    }

  return NULL;
}

/* What is just being written is nothing that a crash has left, from its first moment on. */
static void
test_read_meanwhile (void)
{
  Fixture self = { .folder = g_dir_make_tmp ("lb-private-XXXXXX", NULL) };
  g_autofree char *path = g_build_filename (self.folder, NAME, NULL);
  GThread *readers[N_READERS];

  g_assert_true (lb_private_file_write (self.folder, NAME, "mine", NULL));
  for (guint i = 0; i < N_READERS; i++)
    readers[i] = g_thread_new ("reader", read_thread, &self);
  for (guint i = 0; i < N_WRITES; i++)
    {
      g_autoptr (GError) error = NULL;

      lb_private_file_write (self.folder, NAME, "mine", &error);
      g_assert_no_error (error);
    }
  g_atomic_int_set (&self.over, TRUE);
  for (guint i = 0; i < N_READERS; i++)
    g_thread_join (readers[i]);

  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (self.folder), ==, 0); /* nothing else is left */
  g_free (self.folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/private-file/read-meanwhile", test_read_meanwhile);
  return g_test_run ();
}
