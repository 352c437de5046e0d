#include "jobs/lb-bulk-packed.h"

#include <glib/gstdio.h>

#include "base/lb-sha256.h"
#include "base/lb-threads.h"

#define HASH_CHARS 12

/* (transfer full): datasets of other accounts have the same ids. */
static char *
make_path (LbSession *session, LbDataset *dataset)
{
  const char *folder = lb_session_get_data_dir (session);
  g_autofree char *hash = lb_sha256_of_string (folder != NULL ? folder : "");
  g_autofree char *name = NULL;

  hash[HASH_CHARS] = '\0';
  name = g_strdup_printf ("%s-%" G_GINT64_FORMAT ".zip", hash, lb_dataset_get_id (dataset));
  return g_build_filename (g_get_user_cache_dir (), "lookbook", "imports", name, NULL);
}

GFile *
lb_bulk_packed_get_file (LbSession *session, LbDataset *dataset)
{
  g_autofree char *path = NULL;

  g_return_val_if_fail (LB_IS_SESSION (session), NULL);
  g_return_val_if_fail (LB_IS_DATASET (dataset), NULL);

  path = make_path (session, dataset);
  return g_file_new_for_path (path);
}

GFile *
lb_bulk_packed_get_part (GFile *packed)
{
  g_autofree char *path = NULL;

  g_return_val_if_fail (G_IS_FILE (packed), NULL);

  path = g_strconcat (g_file_peek_path (packed), ".part", NULL);
  return g_file_new_for_path (path);
}

typedef struct
{
  char *path;
  guint total;
} Total;

static void
total_free (gpointer data)
{
  Total *total = data;

  g_free (total->path);
  g_free (total);
}

static Total *
total_new (GFile *packed, guint n)
{
  Total *total = g_new0 (Total, 1);

  total->path = g_strconcat (g_file_peek_path (packed), ".total", NULL);
  total->total = n;
  return total;
}

static DexFuture *
keep_fiber (gpointer data)
{
  Total *total = data;
  g_autofree char *folder = g_path_get_dirname (total->path);
  g_autofree char *text = g_strdup_printf ("%u\n", total->total);

  if (g_mkdir_with_parents (folder, 0700) == 0)
    g_file_set_contents_full (total->path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL);
  return dex_future_new_true ();
}

DexFuture *
lb_bulk_packed_keep_total (GFile *packed, guint total)
{
  dex_return_error_if_fail (G_IS_FILE (packed));

  return lb_threads_run (keep_fiber, total_new (packed, total), total_free);
}

static DexFuture *
find_fiber (gpointer data)
{
  Total *total = data;
  g_autofree char *text = NULL;

  if (!g_file_get_contents (total->path, &text, NULL, NULL))
    return dex_future_new_for_uint (0);

  return dex_future_new_for_uint (
    (guint) MIN (g_ascii_strtoull (text, NULL, 10), (guint64) G_MAXINT));
}

DexFuture *
lb_bulk_packed_find_total (GFile *packed)
{
  dex_return_error_if_fail (G_IS_FILE (packed));

  return lb_threads_run (find_fiber, total_new (packed, 0), total_free);
}

static DexFuture *
remove_fiber (gpointer data)
{
  GFile *packed = data;
  g_autoptr (GFile) part = lb_bulk_packed_get_part (packed);
  g_autofree char *total = g_strconcat (g_file_peek_path (packed), ".total", NULL);

  g_unlink (total);
  g_file_delete (packed, NULL, NULL);
  g_file_delete (part, NULL, NULL);
  return dex_future_new_true ();
}

DexFuture *
lb_bulk_packed_remove (GFile *packed)
{
  dex_return_error_if_fail (G_IS_FILE (packed));

  return lb_threads_run (remove_fiber, g_object_ref (packed), g_object_unref);
}
