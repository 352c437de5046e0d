/* Whatever the umask is, nobody else reads what is kept; and where somebody has put a link in the
 * way, nothing is written behind it. */
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>
#include <libdex.h>

#include "base/lb-error.h"
#include "fault-args.h"
#include "fault-databases.h"

#define PRECIOUS "This belongs to somebody else."
typedef struct
{
  const FaultDatabase *of;
  char *root;   /* (owned) temporary */
  char *folder; /* (owned) not there yet */
  char *path;   /* (owned) */
  char *victim; /* (owned) */
  GRand *rand;  /* (owned) */
  mode_t mask;
} Fixture;

static void
set_up (Fixture *self, gconstpointer of)
{
  self->of = of;
  self->root = g_dir_make_tmp ("lb-private-XXXXXX", NULL);
  self->folder = g_build_filename (self->root, "outer", "inner", NULL);
  self->path = fault_path (of, self->folder);
  self->victim = g_build_filename (self->root, "victim", NULL);
  self->rand = g_rand_new_with_seed (20268);
  g_assert_true (g_file_set_contents (self->victim, PRECIOUS, -1, NULL));
  g_assert_cmpint (g_chmod (self->victim, 0644), ==, 0);
  self->mask = umask (0);
}

static void
tear_down (Fixture *self, gconstpointer of)
{
  umask (self->mask);
  fault_remove_folder (self->root);
  g_rand_free (self->rand);
  g_free (self->victim);
  g_free (self->path);
  g_free (self->folder);
  g_free (self->root);
}

static void
assert_private (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  struct stat info;
  const char *name;

  g_assert_cmpint (g_stat (folder, &info), ==, 0);
  g_assert_cmphex (info.st_mode & 0777, ==, 0700);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (folder, name, NULL);

      g_test_message ("%s", child);
      g_assert_cmpint (g_lstat (child, &info), ==, 0);
      if (S_ISDIR (info.st_mode))
        assert_private (child);
      else
        g_assert_cmphex (info.st_mode & 0777, ==, 0600);
    }
}

static void
test_umask (Fixture *self, gconstpointer of)
{
  gpointer opened = fault_open (self->of, self->folder);

  fault_change (self->of, opened, self->rand);
  assert_private (self->folder);
  self->of->close (opened);
  assert_private (self->folder);
}

static void
assert_victim (Fixture *self)
{
  g_autofree char *content = NULL;
  struct stat info;

  g_assert_true (g_file_get_contents (self->victim, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, PRECIOUS);
  g_assert_cmpint (g_stat (self->victim, &info), ==, 0);
  g_assert_cmphex (info.st_mode & 0777, ==, 0644);
}

/* Opens with a link to the victim, or to what is not there, at that name. */
static void
meet_link (Fixture *self, const char *suffix, const char *target)
{
  g_autofree char *link = g_strconcat (self->path, suffix, NULL);
  g_autoptr (GError) error = NULL;
  gpointer opened;

  g_test_message ("%s at %s", target, suffix);
  g_assert_true (*suffix != '\0' || !g_file_test (self->path, G_FILE_TEST_EXISTS));
  g_assert_cmpint (symlink (target, link), ==, 0);
  opened = self->of->open (self->folder, &error);
  if (opened != NULL)
    {
      self->of->change (opened, self->rand, NULL);
      self->of->close (opened);
    }
  else
    {
      g_assert_error (error, LB_ERROR, LB_ERROR_STORAGE);
    }
  assert_victim (self);
  g_unlink (link);
}

static void
test_links (Fixture *self, gconstpointer of)
{
  static const char *const suffixes[] = { "", "-wal", "-shm", "-journal" };
  g_autofree char *nowhere = g_build_filename (self->root, "nowhere", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      const char *const targets[] = { self->victim, nowhere };

      for (gsize k = 0; k < G_N_ELEMENTS (targets); k++)
        {
          fault_remove_folder (self->folder);
          g_assert_cmpint (g_mkdir_with_parents (self->folder, 0700), ==, 0);
          if (*suffixes[i] != '\0')
            self->of->close (fault_open (self->of, self->folder));
          meet_link (self, suffixes[i], targets[k]);
          g_assert_false (g_file_test (nowhere, G_FILE_TEST_EXISTS));
        }
    }
}

/* The copy before a migration takes the place of a link, not of what it leads to. */
static void
test_copy (Fixture *self, gconstpointer of)
{
  g_autofree char *copy = g_strconcat (self->path, ".before-v3", NULL);

  fault_make_old_account (self->folder);
  g_assert_cmpint (symlink (self->victim, copy), ==, 0);

  self->of->close (fault_open (self->of, self->folder));
  assert_victim (self);
  g_assert_false (g_file_test (copy, G_FILE_TEST_IS_SYMLINK));
  assert_private (self->folder);
}

int
main (int argc, char **argv)
{
  fault_take_deep (&argc, argv);
  g_test_init (&argc, &argv, NULL);
  dex_init ();

#define ADD(path, of, function)                                                                    \
  g_test_add ("/private-files/" path, Fixture, of, set_up, function, tear_down)
  ADD ("account/umask", &fault_account, test_umask);
  ADD ("account/links", &fault_account, test_links);
  ADD ("account/copy", &fault_account, test_copy);
  ADD ("service/umask", &fault_service, test_umask);
  ADD ("service/links", &fault_service, test_links);

  return g_test_run ();
}
