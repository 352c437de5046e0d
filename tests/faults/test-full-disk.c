/* The disk is full, for a while: what does not fit is refused as such, all else stays, and when
 * there is room again the next change goes through. */
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>
#include <libdex.h>

#include "base/lb-error.h"
#include "fault-args.h"
#include "fault-databases.h"
#include "fault-disk.h"
#include "service/lb-store.h"

#define QUICK_ROUNDS 3
#define DEEP_ROUNDS 60
#define GIVE_UP 5000 /* changes */

static guint n_rounds_wanted = QUICK_ROUNDS;

typedef struct
{
  const FaultDatabase *of;
  char *root;   /* (owned) where the small disk is mounted */
  char *folder; /* (owned) */
  char *path;   /* (owned) */
  GRand *rand;  /* (owned) */
} Fixture;

static void
set_up (Fixture *self, gconstpointer of)
{
  self->of = of;
  self->root = g_dir_make_tmp ("lb-full-XXXXXX", NULL);
  fault_disk_mount (self->root, 8);
  self->folder = fault_make_folder (self->root);
  self->path = fault_path (of, self->folder);
  self->rand = g_rand_new_with_seed (20267);
}

static void
tear_down (Fixture *self, gconstpointer of)
{
  fault_disk_unmount (self->root);
  g_rmdir (self->root);
  g_rand_free (self->rand);
  g_free (self->path);
  g_free (self->folder);
  g_free (self->root);
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
      fault_disk_fill (self->root, (gsize) g_rand_int_range (self->rand, 0, 64 * 1024));
      n_fitting += change_until_full (self, opened);
      kept = fault_dump (self->path, NULL);

      /* Whether it goes on or ends here, the rows are there. */
      if (g_rand_boolean (self->rand))
        {
          self->of->close (opened);
          fault_disk_make_room (self->root);
          opened = fault_open (self->of, self->folder);
          g_assert_null (self->of->get_set_aside (opened));
        }
      else
        {
          fault_disk_make_room (self->root);
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
      fault_disk_fill (self->root, (gsize) round * 4096);
      opened = self->of->open (self->folder, &error);
      if (opened == NULL)
        g_assert_error (error, LB_ERROR, LB_ERROR_NO_SPACE);
      else
        {
          g_assert_null (self->of->get_set_aside (opened));
          self->of->close (opened);
        }
      fault_disk_make_room (self->root);

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
  fault_disk_go_aside ();
  dex_init ();

#define ADD(path, of, function)                                                                    \
  g_test_add ("/full-disk/" path, Fixture, of, set_up, function, tear_down)
  ADD ("account/changes", &fault_account, test_changes);
  ADD ("account/opening", &fault_account, test_opening);
  ADD ("service/changes", &fault_service, test_changes);
  ADD ("service/opening", &fault_service, test_opening);

  return g_test_run ();
}
