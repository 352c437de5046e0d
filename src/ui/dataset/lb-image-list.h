#pragma once

#include <adwaita.h>

#include "session/lb-session.h"

G_BEGIN_DECLS

/**
 * LbImageList:
 *
 * The images of a dataset as rows under column heads. It shows a model that others filter and sort;
 * a press on a head only says what is wanted. Properties: narrow (boolean: leaves out all but the
 * picture with its words and the icon of the state); short (boolean: leaves out the size and who
 * wrote the caption); columns (strv: those that show beside the picture, of "state", "source",
 * "size", "changed"). Signals: activate (guint position); sort-chosen (const char *sort, gboolean
 * descending); menu (guint position, GtkWidget *cell, double x, double y).
 */
#define LB_TYPE_IMAGE_LIST (lb_image_list_get_type ())
G_DECLARE_FINAL_TYPE (LbImageList, lb_image_list, LB, IMAGE_LIST, AdwBin)

/* Once, before it has images. @session: (nullable) */
void lb_image_list_set_dataset (LbImageList *self, LbSession *session, LbDataset *dataset);
/* The images of that dataset; the same model again changes nothing. */
void lb_image_list_set_model (LbImageList *self, GtkSelectionModel *model);
/* Marks the head that goes with @sort, if there is one. */
void lb_image_list_set_sort (LbImageList *self, const char *sort, gboolean descending);
/* (transfer none): a check for each column, by its name. */
GActionGroup *lb_image_list_get_columns_actions (LbImageList *self);
void lb_image_list_scroll_to (LbImageList *self, guint position, GtkListScrollFlags flags);

G_END_DECLS
