#include "jobs/lb-bulk-packed.h"

#include <glib/gstdio.h>

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

void
lb_bulk_packed_remove (LbSession *session, LbDataset *dataset)
{
  g_autofree char *path = NULL;
  g_autofree char *part = NULL;

  g_return_if_fail (LB_IS_SESSION (session));
  g_return_if_fail (LB_IS_DATASET (dataset));

  path = make_path (session, dataset);
  part = g_strconcat (path, ".part", NULL);
  g_unlink (path);
  g_unlink (part);
}
