#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum
{
  LB_FORMAT_UNKNOWN,
  LB_FORMAT_JPEG,
  LB_FORMAT_PNG,
  LB_FORMAT_WEBP,
  LB_FORMAT_GIF,
  LB_FORMAT_BMP,
  LB_FORMAT_TIFF,
  LB_FORMAT_SVG,
  LB_FORMAT_AVIF,
  LB_FORMAT_HEIC,
  LB_FORMAT_JXL
} LbFormat;

/**
 * LbProbeResult:
 *
 * What a picture's header says, without decoding it, and what somebody who decoded it has added. A
 * plain value: copy by assignment.
 */
typedef struct
{
  LbFormat format; /* told by content, never by name */
  int width;       /* pixels as stored; 0 when the header does not say */
  int height;
  int orientation;    /* EXIF 1..8; 1 when not said */
  gboolean has_alpha; /* an alpha channel or tRNS is there, used or not */
  int frames;         /* 1; more means animated */
  gboolean truncated; /* ends too early, its header is broken, or it could not be decoded */
  gint64 size_bytes;  /* of the whole file */
  gboolean opaque;    /* it was decoded, and nothing of it is transparent; no probe sets it */
} LbProbeResult;

/* Size as shown, orientation applied. */
void lb_probe_result_shown_size (const LbProbeResult *self, int *width, int *height);
/* "JPEG", "PNG", "WebP", "GIF"..., NULL for unknown; not translated. */
const char *lb_format_name (LbFormat format);
/* The contract's word: "jpeg", "png", "webp"; NULL for any other. */
const char *lb_format_word (LbFormat format);

G_END_DECLS
