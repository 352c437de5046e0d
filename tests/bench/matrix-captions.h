#pragma once

#include "model/lb-dataset.h"
#include "model/lb-image.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Images with long captions for the table of captions, of which some can be filtered away. */
typedef struct
{
  LbDataset *dataset;        /* (owned) */
  GListStore *images;        /* (owned) */
  GtkFilterListModel *shown; /* (owned) */
  gint64 least_id;           /* of those that are shown */
} MatrixCaptions;

/* @n_images: each with a caption of some 3 kB with twelve fields and six objects; all of them have
 * another text in most fields. */
void matrix_captions_init (MatrixCaptions *self, guint n_images);
void matrix_captions_clear (MatrixCaptions *self);
/* Those that come before image @least_id are shown no more. */
void matrix_captions_filter (MatrixCaptions *self, gint64 least_id);
/* (transfer full) (element-type utf8): other captions, one an image, with @medium in
 * `style_medium`. */
GPtrArray *matrix_captions_rewrite (MatrixCaptions *self, const char *medium);
/* As a step writes @captions, one after the other, faster than any disk. */
void matrix_captions_fill (MatrixCaptions *self, GPtrArray *captions);
/* What is done between two looks at what happens outside is measured with them: it is over now. */
void matrix_captions_begin (void);

G_END_DECLS
