#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * LbAreaAverage:
 *
 * Makes pictures smaller, row by row, by exact area averages in integers. Alpha weighs the colours.
 * Holds one row at a time, so that a picture need not be in memory whole.
 */
typedef struct _LbAreaAverage LbAreaAverage;

typedef void (*LbAreaAverageFunc) (const guint8 *row, int y, gpointer user_data);

/* @channels is 1 (grey), 3 (RGB) or 4 (RGBA); no side may grow, none may pass 65535. */
LbAreaAverage *lb_area_average_new (int width,
                                    int height,
                                    int to_width,
                                    int to_height,
                                    int channels,
                                    LbAreaAverageFunc func,
                                    gpointer user_data);
void lb_area_average_push (LbAreaAverage *self, const guint8 *row);
void lb_area_average_free (LbAreaAverage *self);

/* The size that fits into @max_side with the ratio kept; the same when it fits or @max_side is 0.
 */
void lb_area_average_fit (int width, int height, int max_side, int *to_width, int *to_height);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbAreaAverage, lb_area_average_free)

G_END_DECLS
