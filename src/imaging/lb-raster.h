#pragma once

#include <gdk-pixbuf/gdk-pixbuf.h>

#include "imaging/lb-lab.h"

G_BEGIN_DECLS

#define LB_RASTER_GRID 16 /* blocks a side at most */

typedef struct
{
  int left, top, right, bottom; /* right and bottom are outside */
} LbRasterArea;

/* Mean colour and amount of fine detail of one block of pixels. */
typedef struct
{
  LbLab mean;
  double detail; /* variance of the Laplacian of luma */
} LbRasterBlock;

/* The pixels of a picture laid out for measuring. */
typedef struct
{
  int width, height;
  guint8 *rgb; /* (owned): three bytes a pixel, no padding */
  float *luma; /* (owned): 0..1 */
  LbLab *labs; /* (owned) */
  int columns, rows;
  LbRasterBlock blocks[LB_RASTER_GRID * LB_RASTER_GRID]; /* row by row */
} LbRaster;

void lb_raster_init (LbRaster *self, GdkPixbuf *pixels);
void lb_raster_clear (LbRaster *self);
void lb_raster_get_block_area (const LbRaster *self, int column, int row, LbRasterArea *area);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LbRaster, lb_raster_clear)

G_END_DECLS
