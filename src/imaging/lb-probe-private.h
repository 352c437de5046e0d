#pragma once

#include "imaging/lb-probe-source.h"
#include "model/lb-probe-result.h"

G_BEGIN_DECLS

/* One function a format, each given a source that starts with the format's signature. */
void lb_probe_jpeg (LbProbeSource *source, LbProbeResult *result);
void lb_probe_png (LbProbeSource *source, LbProbeResult *result);
void lb_probe_webp (LbProbeSource *source, LbProbeResult *result);

/* Enough for the first directory, where the orientation stands. */
#define LB_PROBE_EXIF_BYTES 4096

/* 1..8 from a TIFF structure, with or without "Exif\0\0" before it; 1 when it does not say. */
int lb_probe_exif_orientation (const guint8 *data, gsize length);

/* LB_FORMAT_UNKNOWN when no signature fits. @length may be short. */
LbFormat lb_probe_signature (const guint8 *data, gsize length);

static inline guint32
lb_probe_be32 (const guint8 *bytes)
{
  return (guint32) bytes[0] << 24 | (guint32) bytes[1] << 16 | (guint32) bytes[2] << 8 | bytes[3];
}

static inline guint32
lb_probe_le32 (const guint8 *bytes)
{
  return (guint32) bytes[3] << 24 | (guint32) bytes[2] << 16 | (guint32) bytes[1] << 8 | bytes[0];
}

G_END_DECLS
