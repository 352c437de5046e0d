#pragma once

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <libdex.h>

#include "model/lb-probe-result.h"

G_BEGIN_DECLS

/**
 * LbDecoder:
 *
 * The client of lookbook-decoder: reused worker processes, one a core, that turn untrusted bytes
 * into pixels over a memfd. A crash or time-out of a worker costs the one request
 * (LB_ERROR_DAMAGED). Futures resolve on the main context.
 */
#define LB_TYPE_DECODER (lb_decoder_get_type ())
G_DECLARE_FINAL_TYPE (LbDecoder, lb_decoder, LB, DECODER, GObject)

/* One for the process. The program is found beside the running one, in libexecdir, or by
 * LOOKBOOK_DECODER (for running uninstalled). */
LbDecoder *lb_decoder_get_default (void);
LbDecoder *lb_decoder_new (int timeout_ms);

/* Resolves to a GdkPixbuf (RGB, or RGBA when the picture has alpha), orientation applied. A longer
 * side over @max_side is scaled down while decoding, then exactly to fit; 0 = full size. Probes
 * first and refuses by R46 and R57 before decoding. Fails with LB_ERROR_UNSUPPORTED, TOO_LARGE,
 * DAMAGED. */
DexFuture *lb_decoder_decode (LbDecoder *self, GBytes *bytes, int max_side);
/* The same without alpha: what is transparent becomes black (R50). */
DexFuture *lb_decoder_decode_opaque (LbDecoder *self, GBytes *bytes, int max_side);
DexFuture *lb_decoder_decode_file (LbDecoder *self, GFile *file, int max_side);
/* Resolves to a boxed LbPictureExif (may be all zero). */
DexFuture *lb_decoder_read_exif (LbDecoder *self, GBytes *bytes);
/* Looks at every pixel, since an alpha channel alone does not say that anything is transparent, and
 * says in @probe whether it is opaque, or truncated when what it holds can't be decoded. Blocks:
 * call on a worker thread. @file, @bytes: (nullable): one of them. */
void lb_decoder_look_through (LbDecoder *self, GFile *file, GBytes *bytes, LbProbeResult *probe);
guint lb_decoder_get_n_asked (LbDecoder *self);

/* What a photograph says of how it was taken; 0 or NULL when it does not. */
typedef struct
{
  double focal_length_mm;
  double focal_length_35mm;
  double exposure_s;
  double f_number;
  int iso;
  char *lens; /* (owned) (nullable) */
} LbPictureExif;

#define LB_TYPE_PICTURE_EXIF (lb_picture_exif_get_type ())
GType lb_picture_exif_get_type (void);
LbPictureExif *lb_picture_exif_copy (const LbPictureExif *self);
void lb_picture_exif_free (LbPictureExif *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbPictureExif, lb_picture_exif_free)

G_END_DECLS
