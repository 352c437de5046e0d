/* The disk gives back what was never written: a file is named, set aside or left alone, and never
 * thrown away. */
#include <string.h>

#include <glib/gstdio.h>
#include <libdex.h>

#include "base/lb-error.h"
#include "fault-args.h"
#include "fault-databases.h"
#include "fault-vfs.h"

#define QUICK_FLIPS 40
#define DEEP_FLIPS 1000
#define N_CHANGES 60

static guint n_flips_wanted = QUICK_FLIPS;

typedef struct
{
  const FaultDatabase *of;
  char *root;  /* (owned) temporary */
  GRand *rand; /* (owned) */
  char *good;  /* (owned) a file that is whole */
  gsize size;
  char *rows; /* (owned) what is in it */
  guint n_refused;
  guint n_set_aside;
  guint n_failed;
} Fixture;

static void
set_up (Fixture *self, gconstpointer of)
{
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  gpointer opened;

  self->of = of;
  self->root = g_dir_make_tmp ("lb-damage-XXXXXX", NULL);
  self->rand = g_rand_new_with_seed (20265);
  folder = fault_make_folder (self->root);
  path = fault_path (of, folder);

  opened = fault_open (of, folder);
  for (guint i = 0; i < N_CHANGES; i++)
    fault_change (of, opened, self->rand);
  self->of->close (opened);
  self->rows = fault_dump (path, NULL);
  g_assert_true (g_file_get_contents (path, &self->good, &self->size, NULL));
}

static void
tear_down (Fixture *self, gconstpointer of)
{
  fault_vfs_forget ();
  fault_remove_folder (self->root);
  g_rand_free (self->rand);
  g_free (self->rows);
  g_free (self->good);
  g_free (self->root);
}

static void
assert_content (const char *path, const char *content, gsize size)
{
  g_autofree char *left = NULL;
  gsize left_size;

  g_assert_true (g_file_get_contents (path, &left, &left_size, NULL));
  g_assert_cmpmem (left, left_size, content, size);
}

/* What was put beside it, or was refused, is as it was found, to the byte. */
static void
meet (Fixture *self, const char *content, gsize size)
{
  g_autofree char *folder = fault_make_folder (self->root);
  g_autofree char *path = fault_path (self->of, folder);
  g_autoptr (GError) error = NULL;
  gpointer opened;

  g_assert_true (g_file_set_contents (path, content, (gssize) size, NULL));
  opened = self->of->open (folder, &error);
  if (opened == NULL)
    {
      g_assert_true (g_error_matches (error, LB_ERROR, LB_ERROR_STORAGE) ||
                     g_error_matches (error, LB_ERROR, LB_ERROR_NEWER));
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, self->of->starts_anew ? "" : self->of->file));
      self->n_refused++;
    }
  else if (self->of->get_set_aside (opened) != NULL)
    {
      g_assert_true (self->of->starts_anew);
      assert_content (self->of->get_set_aside (opened), content, size);
      fault_change (self->of, opened, self->rand);
      self->n_set_aside++;
    }
  else
    {
      self->of->look (opened);
      self->n_failed += !self->of->change (opened, self->rand, &error);
      g_assert_true (error == NULL || g_error_matches (error, LB_ERROR, LB_ERROR_STORAGE));
    }
  if (opened != NULL)
    self->of->close (opened);

  g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
  fault_vfs_forget_file (path);
  fault_remove_folder (folder);
}

static void
test_bits (Fixture *self, gconstpointer of)
{
  for (guint i = 0; i < n_flips_wanted; i++)
    {
      g_autofree char *bent = g_memdup2 (self->good, self->size);

      bent[g_rand_int_range (self->rand, 0, (gint32) self->size)] ^=
        (char) (1 << g_rand_int_range (self->rand, 0, 8));
      meet (self, bent, self->size);
    }
  g_test_message ("of %u: %u refused, %u set aside, %u not written to", n_flips_wanted,
                  self->n_refused, self->n_set_aside, self->n_failed);
}

/* Sectors that hold nothing, or what belongs elsewhere. */
static void
test_sectors (Fixture *self, gconstpointer of)
{
  const gsize sector = 512;
  guint n = n_flips_wanted / 2;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *bent = g_memdup2 (self->good, self->size);
      gsize at = (gsize) g_rand_int_range (self->rand, 0, (gint32) (self->size / sector)) * sector;
      gsize from =
        (gsize) g_rand_int_range (self->rand, 0, (gint32) (self->size / sector)) * sector;

      if (g_rand_boolean (self->rand))
        memset (bent + at, 0, sector);
      else
        memcpy (bent + at, self->good + from, sector);
      meet (self, bent, self->size);
    }
  g_test_message ("of %u: %u refused, %u set aside, %u not written to", n, self->n_refused,
                  self->n_set_aside, self->n_failed);
  g_assert_cmpuint (self->n_refused + self->n_set_aside + self->n_failed, >, 0);
}

static void
test_cut (Fixture *self, gconstpointer of)
{
  guint n = n_flips_wanted / 4;

  for (guint i = 0; i < n; i++)
    meet (self, self->good, (gsize) g_rand_int_range (self->rand, 1, (gint32) self->size));
  g_assert_cmpuint (self->n_refused + self->n_set_aside + self->n_failed, >, 0);
}

/* What a WAL holds that is none is not taken for rows. */
static void
test_foreign_wal (Fixture *self, gconstpointer of)
{
  guint n = MAX (n_flips_wanted / 20, 3);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *folder = fault_make_folder (self->root);
      g_autofree char *path = fault_path (self->of, folder);
      g_autofree char *wal = g_strconcat (path, "-wal", NULL);
      g_autofree char *garbage = g_malloc (20000);
      g_autofree char *rows = NULL;
      gpointer opened;

      for (guint at = 0; at < 20000; at++)
        garbage[at] = (char) g_rand_int_range (self->rand, 0, 256);
      g_assert_true (g_file_set_contents (path, self->good, (gssize) self->size, NULL));
      g_assert_true (g_file_set_contents (wal, garbage, 20000, NULL));
      opened = fault_open (self->of, folder);
      g_assert_null (self->of->get_set_aside (opened));
      self->of->close (opened);
      rows = fault_dump (path, NULL);
      g_assert_cmpstr (rows, ==, self->rows);
      fault_vfs_forget_file (path);
      fault_remove_folder (folder);
    }
}

int
main (int argc, char **argv)
{
  if (fault_take_deep (&argc, argv))
    n_flips_wanted = DEEP_FLIPS;
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  fault_vfs_install ();

#define ADD(path, of, function)                                                                    \
  g_test_add ("/damage/" path, Fixture, of, set_up, function, tear_down)
  ADD ("account/bits", &fault_account, test_bits);
  ADD ("account/sectors", &fault_account, test_sectors);
  ADD ("account/cut", &fault_account, test_cut);
  ADD ("account/foreign-wal", &fault_account, test_foreign_wal);
  ADD ("service/bits", &fault_service, test_bits);
  ADD ("service/sectors", &fault_service, test_sectors);
  ADD ("service/cut", &fault_service, test_cut);
  ADD ("service/foreign-wal", &fault_service, test_foreign_wal);

  return g_test_run ();
}
