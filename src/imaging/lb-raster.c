#include "imaging/lb-raster.h"

static void
copy_pixels (LbRaster *self, GdkPixbuf *pixels)
{
  const guint8 *data = gdk_pixbuf_read_pixels (pixels);
  gsize stride = gdk_pixbuf_get_rowstride (pixels);
  int n_channels = gdk_pixbuf_get_n_channels (pixels);
  gsize at = 0;

  for (int y = 0; y < self->height; y++)
    for (int x = 0; x < self->width; x++, at++)
      {
        const guint8 *pixel = data + y * stride + (gsize) x * n_channels;
        guint8 *copy = self->rgb + at * 3;

        copy[0] = pixel[0];
        copy[1] = pixel[1];
        copy[2] = pixel[2];
        self->labs[at] = lb_lab_from_rgb (copy[0], copy[1], copy[2]);
        self->luma[at] = (0.299f * copy[0] + 0.587f * copy[1] + 0.114f * copy[2]) / 255.0f;
      }
}

static float
luma_at (const LbRaster *self, int x, int y)
{
  x = CLAMP (x, 0, self->width - 1);
  y = CLAMP (y, 0, self->height - 1);
  return self->luma[(gsize) y * self->width + x];
}

static void
measure_block (const LbRaster *self, const LbRasterArea *area, LbRasterBlock *block)
{
  double sum = 0, squares = 0;
  int n_pixels = (area->right - area->left) * (area->bottom - area->top);

  *block = (LbRasterBlock) { 0 };
  for (int y = area->top; y < area->bottom; y++)
    for (int x = area->left; x < area->right; x++)
      {
        LbLab lab = self->labs[(gsize) y * self->width + x];
        double laplacian = luma_at (self, x - 1, y) + luma_at (self, x + 1, y) +
                           luma_at (self, x, y - 1) + luma_at (self, x, y + 1) -
                           4.0 * luma_at (self, x, y);

        block->mean.l += lab.l / n_pixels;
        block->mean.a += lab.a / n_pixels;
        block->mean.b += lab.b / n_pixels;
        sum += laplacian;
        squares += laplacian * laplacian;
      }
  block->detail = MAX (squares / n_pixels - (sum / n_pixels) * (sum / n_pixels), 0.0);
}

void
lb_raster_get_block_area (const LbRaster *self, int column, int row, LbRasterArea *area)
{
  area->left = self->width * column / self->columns;
  area->right = self->width * (column + 1) / self->columns;
  area->top = self->height * row / self->rows;
  area->bottom = self->height * (row + 1) / self->rows;
}

/* @pixels: about 256 pixels a side; alpha is left out. */
void
lb_raster_init (LbRaster *self, GdkPixbuf *pixels)
{
  self->width = gdk_pixbuf_get_width (pixels);
  self->height = gdk_pixbuf_get_height (pixels);
  self->rgb = g_new (guint8, (gsize) self->width * self->height * 3);
  self->luma = g_new (float, (gsize) self->width * self->height);
  self->labs = g_new (LbLab, (gsize) self->width * self->height);
  copy_pixels (self, pixels);

  self->columns = MIN (self->width, LB_RASTER_GRID);
  self->rows = MIN (self->height, LB_RASTER_GRID);
  for (int row = 0; row < self->rows; row++)
    for (int column = 0; column < self->columns; column++)
      {
        LbRasterArea area;

        lb_raster_get_block_area (self, column, row, &area);
        measure_block (self, &area, &self->blocks[row * self->columns + column]);
      }
}

void
lb_raster_clear (LbRaster *self)
{
  g_clear_pointer (&self->rgb, g_free);
  g_clear_pointer (&self->luma, g_free);
  g_clear_pointer (&self->labs, g_free);
}
