/* The power goes while something is written, and the disk keeps of what it was not told to sync any
 * part of 512 bytes, or none: what was acknowledged is there, the rest whole or not at all. */
#include <string.h>

#include <libdex.h>

#include "fault-args.h"
#include "fault-databases.h"
#include "fault-vfs.h"

#define QUICK_LOSSES 60
#define DEEP_LOSSES 500
#define CHANCE 80      /* one write in so many is the last */
#define AGAIN_CHANCE 8 /* the same while a loss is mended */
#define AGAIN_EVERY 6  /* so often the power goes again while the first loss is being mended */

static guint n_losses_wanted = QUICK_LOSSES;

typedef struct
{
  const FaultDatabase *of;
  char *root;         /* (owned) temporary */
  char *folder;       /* (owned) of the database that goes on */
  GRand *rand;        /* (owned) */
  GRand *losses_rand; /* (owned) the database's thread's own */
  GPtrArray *left;    /* (owned) (element-type filename): folders with what a loss has left */
  char *watched;      /* (owned) (nullable): the file whose writes are watched */
  guint n_chance;
  guint n_losses;
  guint n_again;
  guint n_kept_more; /* losses that left what was not acknowledged yet */
} Fixture;

static void
set_up (Fixture *self, gconstpointer of)
{
  self->of = of;
  self->root = g_dir_make_tmp ("lb-power-XXXXXX", NULL);
  self->folder = fault_make_folder (self->root);
  self->rand = g_rand_new_with_seed (20263);
  self->losses_rand = g_rand_new_with_seed (20264);
  self->left = g_ptr_array_new_with_free_func (g_free);
}

static void
tear_down (Fixture *self, gconstpointer of)
{
  fault_vfs_watch (NULL, NULL);
  fault_vfs_forget ();
  fault_remove_folder (self->root);
  g_ptr_array_unref (self->left);
  g_rand_free (self->losses_rand);
  g_rand_free (self->rand);
  g_free (self->watched);
  g_free (self->folder);
  g_free (self->root);
}

/* On the thread that writes. */
static void
write_cb (gpointer data)
{
  Fixture *self = data;
  g_autofree char *path = NULL;
  char *folder;

  if (g_rand_int_range (self->losses_rand, 0, (gint32) self->n_chance) != 0)
    return;

  folder = fault_make_folder (self->root);
  path = fault_path (self->of, folder);
  fault_vfs_crash (self->watched, path, self->losses_rand);
  g_ptr_array_add (self->left, folder);
}

static void
watch (Fixture *self, const char *folder, guint n_chance)
{
  g_free (self->watched);
  self->watched = fault_path (self->of, folder);
  self->n_chance = n_chance;
  fault_vfs_watch (write_cb, self);
}

static void
stop_watching (Fixture *self)
{
  fault_vfs_watch (NULL, NULL);
}

static void
drop_folder (Fixture *self, const char *folder)
{
  g_autofree char *path = fault_path (self->of, folder);

  fault_vfs_forget_file (path);
  fault_remove_folder (folder);
}

/* The program starts again on what is left. */
static void
restart (Fixture *self, const char *folder)
{
  g_autofree char *path = fault_path (self->of, folder);
  gpointer opened = fault_open (self->of, folder);

  g_assert_null (self->of->get_set_aside (opened));
  self->of->close (opened);
  fault_assert_whole (path);
}

/* Whether it is as @before or as @after, in whole. */
static void
judge (Fixture *self, const char *folder, const char *before, const char *after)
{
  g_autofree char *path = fault_path (self->of, folder);
  g_autofree char *now = NULL;

  restart (self, folder);
  now = fault_dump (path, NULL);
  if (strcmp (now, after) == 0)
    {
      self->n_kept_more += strcmp (before, after) != 0;
    }
  else if (strcmp (now, before) != 0)
    {
      g_test_message ("before: %.4000s", before);
      g_test_message ("now: %.4000s", now);
      g_error ("A loss of power has left neither the old nor the new");
    }
  self->n_losses++;
}

/* Judges all that the losses since the last time have left. */
static void
judge_all (Fixture *self, const char *before, const char *after)
{
  while (self->left->len > 0)
    {
      g_autofree char *folder = g_ptr_array_steal_index (self->left, self->left->len - 1);

      if (g_rand_int_range (self->rand, 0, AGAIN_EVERY) == 0)
        {
          guint n_before = self->left->len;

          watch (self, folder, AGAIN_CHANCE);
          judge (self, folder, before, after);
          stop_watching (self);
          self->n_again += self->left->len - n_before;
          while (self->left->len > n_before)
            {
              g_autofree char *second = g_ptr_array_steal_index (self->left, self->left->len - 1);

              judge (self, second, before, after);
              drop_folder (self, second);
            }
        }
      else
        {
          judge (self, folder, before, after);
        }
      drop_folder (self, folder);
    }
}

static void
test_changes (Fixture *self, gconstpointer data)
{
  g_autofree char *path = fault_path (self->of, self->folder);
  gpointer opened = fault_open (self->of, self->folder);
  g_autofree char *before = NULL;
  guint n_changes = 0;

  self->of->checkpoint_often (opened);
  before = fault_dump (path, NULL);
  while (self->n_losses < n_losses_wanted)
    {
      char *after;

      watch (self, self->folder, CHANCE);
      fault_change (self->of, opened, self->rand);
      stop_watching (self);
      n_changes++;
      after = fault_dump (path, NULL);
      judge_all (self, before, after);
      g_free (before);
      before = after;
    }
  self->of->close (opened);

  g_test_message ("%u losses over %u changes, %u of them while another was mended; %u kept more",
                  self->n_losses, n_changes, self->n_again, self->n_kept_more);
  g_assert_cmpuint (self->n_kept_more, >, 0);
}

/* At every single write of a start: the next one has the same as without a loss. */
static void
lose_at_start (Fixture *self)
{
  g_autofree char *path = fault_path (self->of, self->folder);
  g_autofree char *whole = NULL;

  watch (self, self->folder, 1);
  self->of->close (fault_open (self->of, self->folder));
  stop_watching (self);
  whole = fault_dump (path, self->of->forgetful);
  g_test_message ("%u losses", self->left->len);
  g_assert_cmpuint (self->left->len, >, 5);

  for (guint i = 0; i < self->left->len; i++)
    {
      const char *folder = self->left->pdata[i];
      g_autofree char *left_path = fault_path (self->of, folder);
      g_autofree char *now = NULL;

      restart (self, folder);
      now = fault_dump (left_path, self->of->forgetful);
      g_assert_cmpstr (now, ==, whole);
      drop_folder (self, folder);
    }
}

static void
test_making (Fixture *self, gconstpointer data)
{
  lose_at_start (self);
}

static void
test_upgrade (Fixture *self, gconstpointer data)
{
  g_autofree char *path = fault_path (self->of, self->folder);
  g_autofree char *rows = NULL;

  fault_make_old_account (self->folder);
  lose_at_start (self);
  rows = fault_dump (path, NULL);
  g_assert_nonnull (strstr (rows, "|waits|"));
}

int
main (int argc, char **argv)
{
  if (fault_take_deep (&argc, argv))
    n_losses_wanted = DEEP_LOSSES;
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  fault_vfs_install ();

#define ADD(path, of, function)                                                                    \
  g_test_add ("/power-loss/" path, Fixture, of, set_up, function, tear_down)
  ADD ("account/changes", &fault_account, test_changes);
  ADD ("account/making", &fault_account, test_making);
  ADD ("account/upgrade", &fault_account, test_upgrade);
  ADD ("service/changes", &fault_service, test_changes);
  ADD ("service/making", &fault_service, test_making);

  return g_test_run ();
}
