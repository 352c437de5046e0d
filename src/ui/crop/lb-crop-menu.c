#include "config.h"

#include "ui/crop/lb-crop-menu.h"

#include <glib/gi18n.h>

static void
add_action (GSimpleActionGroup *actions, const char *name, LbCheckRow *row, LbCropMenuFunc function)
{
  g_autoptr (GSimpleAction) action = g_simple_action_new (name, NULL);

  g_signal_connect_swapped (action, "activate", G_CALLBACK (function), row);
  g_action_map_add_action (G_ACTION_MAP (actions), G_ACTION (action));
}

static void
released_cb (GtkGestureClick *click, int n_press, double x, double y, GtkWidget *row)
{
  gtk_widget_activate_action (row, "row.crop", NULL);
}

void
lb_crop_menu_add (LbCheckRow *row, GtkWidget *thumbnail, LbCropMenuFunc crop, LbCropMenuFunc uncrop)
{
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  g_return_if_fail (LB_IS_CHECK_ROW (row));

  add_action (actions, "crop", row, crop);
  add_action (actions, "uncrop", row, uncrop);
  gtk_widget_insert_action_group (GTK_WIDGET (row), "row", G_ACTION_GROUP (actions));
  g_signal_connect_object (click, "released", G_CALLBACK (released_cb), row, 0);
  gtk_widget_add_controller (thumbnail, GTK_EVENT_CONTROLLER (click));
}

void
lb_crop_menu_update (LbCheckRow *row, gboolean can_crop, gboolean cropped)
{
  g_autoptr (GMenu) menu = NULL;

  g_return_if_fail (LB_IS_CHECK_ROW (row));

  if (!can_crop)
    {
      lb_check_row_set_menu (row, NULL);
      return;
    }

  menu = g_menu_new ();
  g_menu_append (menu, _ ("_Crop…"), "row.crop");
  if (cropped)
    g_menu_append (menu, _ ("_Undo Crop"), "row.uncrop");
  lb_check_row_set_menu (row, G_MENU_MODEL (menu));
}
