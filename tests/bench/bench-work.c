#include <stdio.h>
#include <string.h>

#include <glib/gstdio.h>

#include "../service/test-client-fixture.h"
#include "api/lb-client-read.h"
#include "base/lb-threads.h"
#include "imaging/lb-decoder.h"
#include "imaging/lb-pixels.h"
#include "imaging/lb-probe.h"
#include "jobs/lb-bulk-check.h"
#include "jobs/lb-bulk-pack.h"
#include "jobs/lb-duplicate-files.h"
#include "model/lb-image.h"

/* One piece of the app's own work, for bench-peers to lay beside that of another program:
 * bench-work WORK SOURCE [TARGET]. Prints the seconds it took, without those of starting up. */

#define THUMBNAIL_SIDE 256
#define SERVICE_SIDE 480 /* of the thumbnails that the service makes */
#define N_AT_ONCE 32

typedef struct
{
  GPtrArray *paths;   /* (owned) (element-type filename) of what is to be worked on */
  const char *target; /* (nullable) */
  int side;           /* of a thumbnail, in pixels */
  guint next;         /* of the paths, on the main thread */
  gint n_failed;      /* atomic */
} Work;

typedef struct
{
  Work *work;
  char **paths; /* (unowned) of @n files */
  guint n;
  GdkPixbuf *pixels; /* (owned) (nullable): of the first */
} Piece;

static void
piece_free (gpointer data)
{
  Piece *piece = data;

  g_clear_object (&piece->pixels);
  g_free (piece);
}

/* (transfer full): files in @folder, in the order of their names. */
static GPtrArray *
list_files (const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
  g_ptr_array_sort_values (paths, (GCompareFunc) strcmp);

  return paths;
}

/* As many fibers as keep all processors busy. */
static void
run_fibers (Work *work, DexFiberFunc fiber)
{
  const guint n_fibers = 2 * g_get_num_processors ();
  g_autoptr (GPtrArray) futures = g_ptr_array_new_with_free_func (dex_unref);

  for (guint i = 0; i < n_fibers; i++)
    g_ptr_array_add (futures, dex_scheduler_spawn (NULL, 0, fiber, work, NULL));
  g_assert_true (wait_true (dex_future_allv ((DexFuture *const *) futures->pdata, futures->len)));
}

/* What is known of files before anything is decoded, so many at a time as when a folder is checked.
 */
static DexFuture *
probe_piece (gpointer data)
{
  Piece *piece = data;

  for (guint i = 0; i < piece->n; i++)
    {
      g_autoptr (GFile) file = g_file_new_for_path (piece->paths[i]);
      LbProbeResult probe = { 0 };

      if (!lb_probe_file (file, &probe, NULL, NULL, NULL) || probe.width == 0)
        g_atomic_int_inc (&piece->work->n_failed);
    }

  return dex_future_new_true ();
}

static DexFuture *
probe_fiber (gpointer data)
{
  Work *work = data;
  guint n;

  while ((n = MIN (N_AT_ONCE, work->paths->len - work->next)) > 0)
    {
      Piece *piece = g_new0 (Piece, 1);

      piece->work = work;
      piece->paths = (char **) work->paths->pdata + work->next;
      piece->n = n;
      work->next += n;
      dex_await (lb_threads_run (probe_piece, piece, piece_free), NULL);
    }

  return dex_future_new_true ();
}

/* It is thrown away where there is no target. */
static DexFuture *
make_thumbnail (gpointer data)
{
  Piece *piece = data;
  g_autoptr (GBytes) jpeg = lb_pixels_thumbnail (piece->pixels, piece->work->side, NULL);
  g_autofree char *base = g_path_get_basename (piece->paths[0]);
  g_autofree char *name = g_strconcat (base, ".jpg", NULL);
  g_autofree char *path = NULL;

  if (piece->work->target != NULL)
    path = g_build_filename (piece->work->target, name, NULL);
  if (jpeg == NULL ||
      (path != NULL && !g_file_set_contents_full (path, g_bytes_get_data (jpeg, NULL),
                                                  (gssize) g_bytes_get_size (jpeg),
                                                  G_FILE_SET_CONTENTS_NONE, 0600, NULL)))
    g_atomic_int_inc (&piece->work->n_failed);

  return dex_future_new_true ();
}

static DexFuture *
thumbnail_fiber (gpointer data)
{
  Work *work = data;

  while (work->next < work->paths->len)
    {
      char **path = (char **) work->paths->pdata + work->next++;
      g_autoptr (GFile) file = g_file_new_for_path (*path);
      GdkPixbuf *pixels = dex_await_object (
        lb_decoder_decode_file (lb_decoder_get_default (), file, work->side), NULL);
      Piece *piece;

      if (pixels == NULL)
        {
          g_atomic_int_inc (&work->n_failed);
          continue;
        }

      piece = g_new0 (Piece, 1);
      piece->work = work;
      piece->paths = path;
      piece->n = 1;
      piece->pixels = pixels;
      dex_await (lb_threads_run (make_thumbnail, piece, piece_free), NULL);
    }

  return dex_future_new_true ();
}

static void
run_probe (const char *source, const char *target)
{
  g_autoptr (GPtrArray) paths = list_files (source);
  Work work = { .paths = paths };

  run_fibers (&work, probe_fiber);
  g_assert_cmpint (work.n_failed, ==, 0);
}

static void
run_thumbnails (const char *source, const char *target)
{
  g_autoptr (GPtrArray) paths = list_files (source);
  Work work = { .paths = paths, .target = target, .side = THUMBNAIL_SIDE };

  run_fibers (&work, thumbnail_fiber);
  g_assert_cmpint (work.n_failed, ==, 0);
}

/* What the service can't do without when it takes pictures in. */
static void
run_previews (const char *source, const char *target)
{
  g_autoptr (GPtrArray) paths = list_files (source);
  Work work = { .paths = paths, .side = SERVICE_SIDE };

  run_fibers (&work, thumbnail_fiber);
  g_assert_cmpint (work.n_failed, ==, 0);
}

/* As for an import: everything is checked, then what is ready goes into the ZIP file. */
static void
run_zip (const char *source, const char *target)
{
  g_autoptr (LbBulkCheck) check = lb_bulk_check_new (FALSE);
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  g_autoptr (GFile) folder = g_file_new_for_path (source);
  g_autoptr (GFile) zip = g_file_new_for_path (target);
  g_autoptr (LbBulkPack) pack = NULL;

  g_list_store_append (files, folder);
  g_assert_true (wait_true (lb_bulk_check_run (check, G_LIST_MODEL (files))));
  pack = lb_bulk_pack_new (lb_bulk_check_get_report (check), zip);
  g_assert_true (wait_true (lb_bulk_pack_run (pack)));
}

/* The images of an answer of the service, with their captions, become a list of the model. */
static void
run_list (const char *source, const char *target)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) images = NULL;
  g_autoptr (GListStore) list = g_list_store_new (LB_TYPE_IMAGE);
  g_autoptr (GBytes) body = NULL;
  char *text = NULL;
  gsize length = 0;

  g_file_get_contents (source, &text, &length, &error);
  g_assert_no_error (error);
  body = g_bytes_new_take (text, length);
  images = wait_boxed (lb_client_read_images (body));
  g_list_store_splice (list, 0, 0, images->pdata, images->len);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), >, 0);
}

/* Pictures that are nearly the same, of which there are none in the corpus. */
static void
run_near_duplicates (const char *source, const char *target)
{
  g_autoptr (GPtrArray) paths = list_files (source);
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) groups = NULL;

  for (guint i = 0; i < paths->len; i++)
    g_ptr_array_add (files, g_file_new_for_path (g_ptr_array_index (paths, i)));
  groups = wait_boxed (lb_duplicate_files_find (files, LB_LIKENESS_NORMAL, NULL));
  g_assert_cmpuint (groups->len, ==, 0);
}

typedef struct
{
  const char *name;
  void (*run) (const char *source, const char *target);
} WorkKind;

static const WorkKind kinds[] = {
  { "probe", run_probe },       { "thumbnails", run_thumbnails },
  { "previews", run_previews }, { "near-duplicates", run_near_duplicates },
  { "zip", run_zip },           { "list", run_list },
};

int
main (int argc, char **argv)
{
  const WorkKind *kind = NULL;
  gint64 start;

  for (gsize i = 0; argc >= 3 && i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (argv[1], kinds[i].name))
      kind = &kinds[i];
  if (kind == NULL)
    {
      g_printerr ("Usage: bench-work WORK SOURCE [TARGET]\n");
      return 2;
    }

  dex_init ();
  start = g_get_monotonic_time ();
  kind->run (argv[2], argc > 3 ? argv[3] : NULL);
  printf ("%.6f\n", (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC);

  return 0;
}
