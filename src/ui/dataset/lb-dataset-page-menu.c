#include "config.h"

#include "ui/dataset/lb-dataset-page-private.h"

#include "ui/dataset/lb-image-cell.h"
#include "ui/dataset/lb-image-tile.h"

void
lb_dataset_page_show_menu (LbDatasetPage *self, guint position, GtkWidget *tile, double x, double y)
{
  GtkSelectionModel *selection = GTK_SELECTION_MODEL (self->selection);
  graphene_point_t point;

  /* The menu is about what is selected; a press beside that selects what is under it. */
  if (!gtk_selection_model_is_selected (selection, position))
    gtk_selection_model_select_item (selection, position, TRUE);
  if (!gtk_widget_compute_point (tile, GTK_WIDGET (self->drop_area),
                                 &GRAPHENE_POINT_INIT ((float) x, (float) y), &point))
    return;

  gtk_popover_set_pointing_to (self->tile_menu,
                               &(GdkRectangle) { (int) point.x, (int) point.y, 1, 1 });
  gtk_popover_popup (self->tile_menu);
}

/* (nullable): the image of a tile or a cell. */
static LbImage *
image_of (GtkWidget *widget)
{
  if (LB_IS_IMAGE_TILE (widget))
    return lb_image_tile_get_image (LB_IMAGE_TILE (widget));
  if (LB_IS_IMAGE_CELL (widget))
    return lb_image_cell_get_image (LB_IMAGE_CELL (widget));

  return NULL;
}

/* From the keyboard: below the tile, or the first cell of the row, that has the focus. */
static void
menu (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbDatasetPage *self = LB_DATASET_PAGE (widget);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  GtkWidget *tile = focus != NULL ? gtk_widget_get_first_child (focus) : NULL;
  guint position;

  while (tile != NULL && image_of (tile) == NULL)
    tile = gtk_widget_get_first_child (tile);
  if (tile == NULL)
    return;

  position = lb_dataset_page_find (self, image_of (tile));
  if (position != GTK_INVALID_LIST_POSITION)
    lb_dataset_page_show_menu (self, position, tile, 0, gtk_widget_get_height (tile));
}

static void
open_first (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbDatasetPage *self = LB_DATASET_PAGE (widget);
  g_autoptr (GtkBitset) chosen =
    gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));

  if (!gtk_bitset_is_empty (chosen))
    g_signal_emit_by_name (self->grid, "activate", gtk_bitset_get_minimum (chosen));
}

void
lb_dataset_page_install_menu_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "dataset.menu", NULL, menu);
  gtk_widget_class_install_action (widget_class, "dataset.open", NULL, open_first);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "dataset.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "dataset.menu",
                                       NULL);
}
