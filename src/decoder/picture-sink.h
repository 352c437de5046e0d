#pragma once

#include "base/lb-area-average.h"
#include "base/lb-decoder-protocol.h"

G_BEGIN_DECLS

/**
 * PictureSink:
 *
 * Takes the rows that a format's decoder makes, scales them down, turns them as the orientation
 * says and lays them into a memfd.
 */
typedef struct
{
  int orientation;      /* 1..8 */
  int max_side;         /* 0: full size */
  gboolean opaque;      /* what is transparent becomes black */
  gboolean looks;       /* at what is pushed, and keeps nothing of it */
  gboolean transparent; /* whether it saw a pixel that is not opaque */

  int to_width; /* before turning */
  int to_height;
  int channels;
  int row_width;  /* of what is pushed */
  int fd;         /* -1 until begun */
  guint8 *pixels; /* the mapping */
  gsize stride;
  int shown_width; /* after turning */
  int shown_height;
  LbAreaAverage *average; /* (owned) (nullable) */
  gboolean memory_failed;
} PictureSink;

void picture_sink_init (PictureSink *self, const LbDecoderRequest *request);
void picture_sink_clear (PictureSink *self);
/* @width, @height: of the picture; @row_width, @n_rows: of what will be pushed, which a decoder
 * that scales may have made smaller, but not smaller than to_width and to_height. */
gboolean picture_sink_plan (PictureSink *self, int width, int height);
gboolean picture_sink_begin (PictureSink *self, int row_width, int n_rows, int channels);
void picture_sink_push (PictureSink *self, const guint8 *row);
/* Where a decoder may write rows of the full size by itself; NULL when they need more work. */
guint8 *picture_sink_get_direct (PictureSink *self, int row_width, int n_rows);
/* Seals the memfd, if there is one, and says what is in it. */
gboolean picture_sink_finish (PictureSink *self, LbDecoderReply *reply);

G_END_DECLS
