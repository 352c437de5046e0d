#include "config.h"

#include "ui/dataset/lb-dataset-page-private.h"

#include "ui/dataset/lb-image-tile.h"

/* The tiles of the grid. */

static void
toggled_cb (LbImageTile *tile, GtkListItem *item)
{
  GtkWidget *page = gtk_widget_get_ancestor (GTK_WIDGET (tile), LB_TYPE_DATASET_PAGE);
  GtkSelectionModel *selection = GTK_SELECTION_MODEL (LB_DATASET_PAGE (page)->selection);
  guint position = gtk_list_item_get_position (item);

  if (gtk_selection_model_is_selected (selection, position))
    gtk_selection_model_unselect_item (selection, position);
  else
    gtk_selection_model_select_item (selection, position, FALSE);
}

static void
long_pressed_cb (GtkGestureLongPress *gesture, double x, double y, GtkListItem *item)
{
  toggled_cb (LB_IMAGE_TILE (gtk_list_item_get_child (item)), item);
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
tile_pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, GtkListItem *item)
{
  GtkWidget *tile = gtk_list_item_get_child (item);
  GtkWidget *page = gtk_widget_get_ancestor (tile, LB_TYPE_DATASET_PAGE);

  lb_dataset_page_show_menu (LB_DATASET_PAGE (page), gtk_list_item_get_position (item), tile, x, y);
}

static void
setup_tile_cb (GtkSignalListItemFactory *factory, GtkListItem *item, LbDatasetPage *self)
{
  GtkWidget *tile = lb_image_tile_new ();
  GtkGesture *press = gtk_gesture_long_press_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  gtk_widget_add_controller (tile, GTK_EVENT_CONTROLLER (click));
  g_signal_connect_object (click, "pressed", G_CALLBACK (tile_pressed_cb), item, 0);
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (press), TRUE);
  gtk_widget_add_controller (tile, GTK_EVENT_CONTROLLER (press));
  gtk_list_item_set_child (item, tile);

  g_object_bind_property (self, "selecting", tile, "selecting", G_BINDING_SYNC_CREATE);
  g_object_bind_property (self, "tiny", tile, "compact", G_BINDING_SYNC_CREATE);
  g_object_bind_property (tile, "words", item, "accessible-label", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (tile, "toggled", G_CALLBACK (toggled_cb), item, 0);
  g_signal_connect_object (press, "pressed", G_CALLBACK (long_pressed_cb), item, 0);
}

static void
bind_tile_cb (GtkSignalListItemFactory *factory, GtkListItem *item, LbDatasetPage *self)
{
  lb_image_tile_bind (LB_IMAGE_TILE (gtk_list_item_get_child (item)), self->session, self->dataset,
                      gtk_list_item_get_item (item));
}

static void
unbind_tile_cb (GtkSignalListItemFactory *factory, GtkListItem *item, LbDatasetPage *self)
{
  lb_image_tile_bind (LB_IMAGE_TILE (gtk_list_item_get_child (item)), NULL, NULL, NULL);
}

void
lb_dataset_page_bind_tile_callbacks (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, setup_tile_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_tile_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_tile_cb);
}
