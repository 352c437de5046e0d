#include "model/lb-probe-result.h"

static const struct
{
  const char *name;
  const char *word;
} formats[] = { [LB_FORMAT_UNKNOWN] = { NULL, NULL }, [LB_FORMAT_JPEG] = { "JPEG", "jpeg" },
                [LB_FORMAT_PNG] = { "PNG", "png" },   [LB_FORMAT_WEBP] = { "WebP", "webp" },
                [LB_FORMAT_GIF] = { "GIF", NULL },    [LB_FORMAT_BMP] = { "BMP", NULL },
                [LB_FORMAT_TIFF] = { "TIFF", NULL },  [LB_FORMAT_SVG] = { "SVG", NULL },
                [LB_FORMAT_AVIF] = { "AVIF", NULL },  [LB_FORMAT_HEIC] = { "HEIC", NULL },
                [LB_FORMAT_JXL] = { "JPEG XL", NULL } };

void
lb_probe_result_shown_size (const LbProbeResult *self, int *width, int *height)
{
  /* EXIF 5 to 8 turn the picture by a quarter. */
  gboolean turned = self->orientation >= 5 && self->orientation <= 8;

  *width = turned ? self->height : self->width;
  *height = turned ? self->width : self->height;
}

const char *
lb_format_name (LbFormat format)
{
  return (guint) format < G_N_ELEMENTS (formats) ? formats[format].name : NULL;
}

const char *
lb_format_word (LbFormat format)
{
  return (guint) format < G_N_ELEMENTS (formats) ? formats[format].word : NULL;
}
