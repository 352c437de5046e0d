#pragma once

#include "decoder/picture-sink.h"

G_BEGIN_DECLS

/* One function a format: the whole file to the rows of a sink. */
LbDecoderStatus decode_jpeg (const guint8 *data, gsize length, PictureSink *sink);
LbDecoderStatus decode_png (const guint8 *data, gsize length, PictureSink *sink);
LbDecoderStatus decode_webp (const guint8 *data, gsize length, PictureSink *sink);

/* Does once what reading EXIF data needs from the system, before that is out of reach. */
void prepare_exif (void);
/* Fills the EXIF fields of a reply; those that the file does not say stay 0. */
void read_exif (const guint8 *data, gsize length, LbDecoderReply *reply);

G_END_DECLS
