#include "jobs/lb-image-hashes.h"

guint
lb_image_hashes_get (LbImage *image, GHashTable *sent, const char **hashes)
{
  const gint64 id = lb_image_get_id (image);
  const char *source = lb_image_get_source_sha256 (image);
  const char *stored = lb_image_get_stored_sha256 (image);
  char **own = sent != NULL ? g_hash_table_lookup (sent, &id) : NULL;
  guint n = 0;

  if (source != NULL)
    hashes[n++] = source;
  if (stored != NULL)
    hashes[n++] = stored;
  for (; own != NULL && *own != NULL && n < LB_IMAGE_HASHES_MAX; own++)
    hashes[n++] = *own;

  return n;
}
