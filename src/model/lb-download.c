#include "model/lb-download.h"

G_DEFINE_BOXED_TYPE (LbDownload, lb_download, lb_download_copy, lb_download_free)

LbDownload *
lb_download_new (const char *images_url, const char *captions_url)
{
  LbDownload *self = NULL;

  g_return_val_if_fail (images_url != NULL, NULL);

  self = g_new0 (LbDownload, 1);
  self->images_url = g_strdup (images_url);
  self->captions_url = g_strdup (captions_url);

  return self;
}

LbDownload *
lb_download_copy (const LbDownload *self)
{
  return lb_download_new (self->images_url, self->captions_url);
}

void
lb_download_free (LbDownload *self)
{
  g_free (self->images_url);
  g_free (self->captions_url);
  g_free (self);
}
