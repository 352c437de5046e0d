#include "jobs/lb-bulk-packed.h"

#include "base/lb-threads.h"

#define HASH_CHARS 12

/* (transfer full): datasets of other accounts have the same ids. */
static char *
make_path (LbSession *session, LbDataset *dataset)
{
  const char *folder = lb_session_get_data_dir (session);
  g_autofree char *hash =
    g_compute_checksum_for_string (G_CHECKSUM_SHA256, folder != NULL ? folder : "", -1);
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

static DexFuture *
remove_fiber (gpointer data)
{
  GFile *packed = data;
  g_autoptr (GFile) part = lb_bulk_packed_get_part (packed);

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
