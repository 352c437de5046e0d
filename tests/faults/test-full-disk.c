/* The disk is full, for a while: what does not fit is refused as such, all else stays, and when
 * there is room again the next change goes through. */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

#include <glib/gstdio.h>
#include <libdex.h>

#include "base/lb-error.h"
#include "fault-args.h"
#include "fault-databases.h"
#include "service/lb-store.h"

#define DISK "size=8m,mode=0700"
#define QUICK_ROUNDS 3
#define DEEP_ROUNDS 60
#define GIVE_UP 5000 /* changes */

static guint n_rounds_wanted = QUICK_ROUNDS;

typedef struct
{
  const FaultDatabase *of;
  char *root;    /* (owned) where the small disk is mounted */
  char *folder;  /* (owned) */
  char *path;    /* (owned) */
  char *ballast; /* (owned) */
  GRand *rand;   /* (owned) */
} Fixture;

static void
write_line (const char *path, const char *line)
{
  g_autofd int fd = open (path, O_WRONLY | O_CLOEXEC);

  if (fd < 0 || write (fd, line, strlen (line)) < 0)
    g_error ("%s: %s", path, g_strerror (errno));
}

/* Disks that nobody else sees; whoever is not root becomes it in a world of its own. */
static void
go_aside (void)
{
  const guint uid = geteuid ();
  const guint gid = getegid ();
  g_autofree char *users = g_strdup_printf ("0 %u 1", uid);
  g_autofree char *groups = g_strdup_printf ("0 %u 1", gid);

  if (unshare (uid == 0 ? CLONE_NEWNS : CLONE_NEWUSER | CLONE_NEWNS) != 0)
    g_error ("No mount namespace: %s", g_strerror (errno));
  if (uid != 0)
    {
      write_line ("/proc/self/setgroups", "deny");
      write_line ("/proc/self/uid_map", users);
      write_line ("/proc/self/gid_map", groups);
    }
  if (mount ("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0)
    g_error ("Mounts can’t be made private: %s", g_strerror (errno));
}

static void
set_up (Fixture *self, gconstpointer of)
{
  self->of = of;
  self->root = g_dir_make_tmp ("lb-full-XXXXXX", NULL);
  g_assert_cmpint (mount ("tmpfs", self->root, "tmpfs", 0, DISK), ==, 0);
  self->folder = fault_make_folder (self->root);
  self->path = fault_path (of, self->folder);
  self->ballast = g_build_filename (self->root, "ballast", NULL);
  self->rand = g_rand_new_with_seed (20267);
}

static void
tear_down (Fixture *self, gconstpointer of)
{
  g_assert_cmpint (umount (self->root), ==, 0);
  g_rmdir (self->root);
  g_rand_free (self->rand);
  g_free (self->ballast);
  g_free (self->path);
  g_free (self->folder);
  g_free (self->root);
}

/* To the last byte but @left. */
static void
fill (Fixture *self, gsize left)
{
  static const char block[4096];
  g_autofd int fd = open (self->ballast, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  off_t size;

  g_assert_cmpint (fd, >=, 0);
  while (write (fd, block, sizeof block) > 0)
    ;
  g_assert_cmpint (errno, ==, ENOSPC);
  size = lseek (fd, 0, SEEK_END);
  g_assert_cmpint (ftruncate (fd, size - (off_t) MIN (left, (gsize) size)), ==, 0);
}

static void
make_room (Fixture *self)
{
  g_assert_cmpint (g_unlink (self->ballast), ==, 0);
}

/* Changes until one is refused, which it is for the room alone, and leaves all as it was. */
static guint
change_until_full (Fixture *self, gpointer opened)
{
  for (guint n = 0; n < GIVE_UP; n++)
    {
      g_autofree char *before = fault_dump (self->path, NULL);
      g_autofree char *after = NULL;
      g_autoptr (GError) error = NULL;

      if (self->of->change (opened, self->rand, &error))
        continue;

      g_assert_error (error, LB_ERROR, LB_ERROR_NO_SPACE);
      after = fault_dump (self->path, NULL);
      g_assert_cmpstr (after, ==, before);
      return n;
    }
  g_error ("The disk is never full");
}

static void
test_changes (Fixture *self, gconstpointer of)
{
  gpointer opened = fault_open (self->of, self->folder);
  guint n_fitting = 0;

  for (guint round = 0; round < n_rounds_wanted; round++)
    {
      g_autofree char *kept = NULL;
      g_autofree char *now = NULL;

      fault_change (self->of, opened, self->rand);
      fill (self, (gsize) g_rand_int_range (self->rand, 0, 64 * 1024));
      n_fitting += change_until_full (self, opened);
      kept = fault_dump (self->path, NULL);

      /* Whether it goes on or ends here, the rows are there. */
      if (g_rand_boolean (self->rand))
        {
          self->of->close (opened);
          make_room (self);
          opened = fault_open (self->of, self->folder);
          g_assert_null (self->of->get_set_aside (opened));
        }
      else
        {
          make_room (self);
        }
      now = fault_dump (self->path, NULL);
      g_assert_cmpstr (now, ==, kept);
      fault_change (self->of, opened, self->rand);
      fault_assert_whole (self->path);

      self->of->close (opened);
      fault_remove_folder (self->folder);
      g_assert_cmpint (g_mkdir (self->folder, 0700), ==, 0);
      opened = fault_open (self->of, self->folder);
    }
  self->of->close (opened);
  g_test_message ("%u changes fitted in %u rounds", n_fitting, n_rounds_wanted);
}

/* A program that starts while the disk is full ends, or works; what is there stays. */
static void
test_opening (Fixture *self, gconstpointer of)
{
  for (guint round = 0; round < n_rounds_wanted * 4; round++)
    {
      g_autofree char *kept = NULL;
      g_autofree char *now = NULL;
      g_autoptr (GError) error = NULL;
      gpointer opened;

      if (round % 2 == 1)
        {
          opened = fault_open (self->of, self->folder);
          fault_change (self->of, opened, self->rand);
          self->of->close (opened);
          kept = fault_dump (self->path, NULL);
        }
      fill (self, (gsize) round * 4096);
      opened = self->of->open (self->folder, &error);
      if (opened == NULL)
        g_assert_error (error, LB_ERROR, LB_ERROR_NO_SPACE);
      else
        {
          g_assert_null (self->of->get_set_aside (opened));
          self->of->close (opened);
        }
      make_room (self);

      opened = fault_open (self->of, self->folder);
      g_assert_null (self->of->get_set_aside (opened));
      now = fault_dump (self->path, NULL);
      if (kept != NULL)
        g_assert_cmpstr (now, ==, kept);
      fault_change (self->of, opened, self->rand);
      self->of->close (opened);
      fault_assert_whole (self->path);
      fault_remove_folder (self->folder);
      g_assert_cmpint (g_mkdir (self->folder, 0700), ==, 0);
    }
}

int
main (int argc, char **argv)
{
  if (fault_take_deep (&argc, argv))
    n_rounds_wanted = DEEP_ROUNDS;
  g_test_init (&argc, &argv, NULL);
  go_aside ();
  dex_init ();

#define ADD(path, of, function)                                                                    \
  g_test_add ("/full-disk/" path, Fixture, of, set_up, function, tear_down)
  ADD ("account/changes", &fault_account, test_changes);
  ADD ("account/opening", &fault_account, test_opening);
  ADD ("service/changes", &fault_service, test_changes);
  ADD ("service/opening", &fault_service, test_opening);

  return g_test_run ();
}
