#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * LbDownload:
 * @images_url: a signed link to the archive of a dataset's images
 * @captions_url: (nullable): one to its captions, there only when all of them are automatic (R91)
 *
 * Where to fetch a dataset from, for a short time (R92).
 */
#define LB_TYPE_DOWNLOAD (lb_download_get_type ())

typedef struct
{
  char *images_url;
  char *captions_url;
} LbDownload;

GType lb_download_get_type (void);
LbDownload *lb_download_new (const char *images_url, const char *captions_url);
LbDownload *lb_download_copy (const LbDownload *self);
void lb_download_free (LbDownload *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbDownload, lb_download_free)

G_END_DECLS
