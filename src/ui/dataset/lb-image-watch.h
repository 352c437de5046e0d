#pragma once

#include "session/lb-session.h"

G_BEGIN_DECLS

/* What a recycled widget shows of one image, and all that may change what it says. In place: a
 * field of the widget, which is cleared when that is disposed of. */
typedef struct
{
  LbSession *session; /* (owned) (nullable) */
  LbDataset *dataset; /* (owned) (nullable) while unbound */
  LbImage *image;     /* (owned) (nullable) while unbound */
  gulong on_image;    /* handlers, 0 where there is none */
  gulong on_dataset[3];
  gulong on_session[2];
  void (*changed) (gpointer widget);
  gpointer widget; /* (unowned) */
} LbImageWatch;

/* Calls @changed with @widget now, and whenever something changes, until the next call. @session:
 * (nullable); @image: (nullable): NULL for nothing. */
void lb_image_watch_set (LbImageWatch *self,
                         LbSession *session,
                         LbDataset *dataset,
                         LbImage *image,
                         void (*changed) (gpointer widget),
                         gpointer widget);
void lb_image_watch_clear (LbImageWatch *self);

G_END_DECLS
