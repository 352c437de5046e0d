#pragma once

#include "imaging/lb-strip.h"

G_BEGIN_DECLS

/* A format each: writes what stays of the file into @out. Whether anything was left out, or not
 * put back as it was, is @changed. FALSE when the parts of the file can't be told apart. */
gboolean lb_strip_jpeg (const guint8 *data, gsize length, GByteArray *out, gboolean *changed);
gboolean lb_strip_png (const guint8 *data, gsize length, GByteArray *out, gboolean *changed);
gboolean lb_strip_webp (const guint8 *data, gsize length, GByteArray *out, gboolean *changed);

/* (transfer full) (nullable): EXIF anew, beginning with its byte order mark, of the fields that may
 * stay; NULL when there are none or @data, with or without "Exif\0\0" before it, can't be read. */
GByteArray *lb_strip_exif (const guint8 *data, gsize length);

G_END_DECLS
