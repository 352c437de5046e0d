#pragma once

#include <gdk-pixbuf/gdk-pixbuf.h>

G_BEGIN_DECLS

#define LB_FINGERPRINT_LUMA 16  /* a side of the grid of brightness */
#define LB_FINGERPRINT_CHROMA 8 /* a side of the grids of colour */
/* Of the picture that one is taken of: more pixels make it no better. */
#define LB_FINGERPRINT_SIDE 64

/**
 * LbFingerprint:
 * @hash: lb_pixels_hash(), which finds what may be alike; 0 for an even surface
 * @pixels: of every pixel that it was taken of
 * @width: of the picture, or of a smaller one of the same shape
 * @sharpness: variance of the Laplacian of the brightness over the variance of that; 0 for an even
 *   surface. Comparable only between pictures of about the same size.
 * @luma: brightness, row by row
 * @blue: blue minus luma (Cb of BT.601), row by row
 * @red: red minus luma (Cr)
 *
 * What is kept of a picture to find others like it.
 */
typedef struct
{
  guint64 hash;
  guint64 pixels;
  guint16 width;
  guint16 height;
  float sharpness;
  guint8 luma[LB_FINGERPRINT_LUMA * LB_FINGERPRINT_LUMA];
  guint8 blue[LB_FINGERPRINT_CHROMA * LB_FINGERPRINT_CHROMA];
  guint8 red[LB_FINGERPRINT_CHROMA * LB_FINGERPRINT_CHROMA];
} LbFingerprint;

/* How much may differ between pictures that count as alike. */
typedef enum
{
  LB_LIKENESS_STRICT, /* the same picture saved or scaled otherwise */
  LB_LIKENESS_NORMAL, /* also brighter or darker, cropped a little, with a small mark */
  LB_LIKENESS_LOOSE,  /* also in grey or other colours, cropped further, turned a little */
  LB_LIKENESS_N
} LbLikeness;

/* Blocks: for a worker thread. What is transparent is black. FALSE when there is no memory for it.
 */
gboolean lb_fingerprint_take (GdkPixbuf *pixels, LbFingerprint *print);

/* (transfer full): to be kept. */
GBytes *lb_fingerprint_to_bytes (const LbFingerprint *self);
/* FALSE for what another version has written, or nobody. */
gboolean lb_fingerprint_from_bytes (GBytes *bytes, LbFingerprint *self);

/**
 * LbFingerprintGauge:
 *
 * A fingerprint got ready to be compared many times.
 */
typedef struct
{
  const LbFingerprint *print;                             /* (unowned) */
  gint8 units[LB_FINGERPRINT_LUMA * LB_FINGERPRINT_LUMA]; /* brightness as standard scores */
  gint32 norm;                                            /* sum of their squares; 0: even */
  gint32 mean;                                            /* of the brightness */
} LbFingerprintGauge;

void lb_fingerprint_gauge_init (LbFingerprintGauge *self, const LbFingerprint *print);
gboolean lb_fingerprint_gauge_is_like (const LbFingerprintGauge *self,
                                       const LbFingerprintGauge *other,
                                       LbLikeness likeness);
/* How many bits of the hashes may differ. */
guint lb_likeness_get_distance (LbLikeness likeness);

G_END_DECLS
