#include "config.h"

#include "ui/prompt/lb-field-menu.h"

#include <glib/gi18n.h>

#include "ui/prompt/lb-form-row.h"

static void
append (GMenu *menu, const char *label, const char *action, const char *path)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", path);
  g_menu_item_set_attribute (item, "hidden-when", "s", "action-missing");
  g_menu_append_item (menu, item);
}

GMenuModel *
lb_field_menu_new (LbPromptDraft *draft, const char *path)
{
  GMenu *menu = g_menu_new ();
  g_autofree char *frozen = NULL;

  g_return_val_if_fail (LB_IS_PROMPT_DRAFT (draft), NULL);
  g_return_val_if_fail (path != NULL, NULL);

  frozen = lb_prompt_draft_find_frozen (draft, path);
  append (menu, _ ("Copy Field to _Other Images…"), "image.copy-field", path);
  append (menu, _ ("Append or _Replace in Field…"), "image.change-field", path);
  if (frozen != NULL)
    append (menu, _ ("_Unfreeze"), "image.unfreeze-field", frozen);
  else if (lb_frozen_fields_can_have (path))
    append (menu, _ ("_Freeze in This Dataset…"), "image.freeze-field", path);

  return G_MENU_MODEL (menu);
}

typedef struct
{
  LbPromptDraft *draft; /* (owned) */
  GtkWidget *popover;   /* (unowned) (nullable) until it was asked for */
} FieldMenu;

static void
field_menu_free (gpointer data)
{
  FieldMenu *menu = data;

  g_object_unref (menu->draft);
  g_free (menu);
}

/* A popover is no child that the toolkit lets go of. */
static void
destroyed_cb (GtkWidget *row, FieldMenu *menu)
{
  g_clear_pointer (&menu->popover, gtk_widget_unparent);
}

static FieldMenu *
get_menu (GtkWidget *row)
{
  return g_object_get_data (G_OBJECT (row), "lb-field-menu");
}

/* What can be done may be another thing each time. */
static void
show_menu (GtkWidget *row, const GdkRectangle *place)
{
  FieldMenu *menu = get_menu (row);
  g_autoptr (GMenuModel) model =
    lb_field_menu_new (menu->draft, lb_form_row_get_path (LB_FORM_ROW (row)));

  if (menu->popover == NULL)
    {
      menu->popover = gtk_popover_menu_new_from_model (NULL);
      gtk_popover_set_has_arrow (GTK_POPOVER (menu->popover), FALSE);
      gtk_widget_set_parent (menu->popover, row);
    }
  gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (menu->popover), model);
  gtk_popover_set_pointing_to (GTK_POPOVER (menu->popover), place);
  gtk_popover_popup (GTK_POPOVER (menu->popover));
}

static void
pressed_at (GtkGesture *gesture, double x, double y)
{
  GtkWidget *row = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  const GdkRectangle place = { (int) x, (int) y, 1, 1 };

  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  show_menu (row, &place);
}

static void
clicked_cb (GtkGesture *gesture, int n_press, double x, double y)
{
  pressed_at (gesture, x, y);
}

/* By keys it is under the row. */
static gboolean
keys_cb (GtkWidget *row, GVariant *args, gpointer data)
{
  const GdkRectangle place = { 0, gtk_widget_get_height (row) - 1, gtk_widget_get_width (row), 1 };

  show_menu (row, &place);
  return TRUE;
}

void
lb_field_menu_attach (GtkWidget *row, LbPromptDraft *draft)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *press = gtk_gesture_long_press_new ();
  GtkEventController *keys = gtk_shortcut_controller_new ();
  FieldMenu *menu = g_new0 (FieldMenu, 1);

  g_return_if_fail (LB_IS_FORM_ROW (row));

  menu->draft = g_object_ref (draft);
  g_object_set_data_full (G_OBJECT (row), "lb-field-menu", menu, field_menu_free);
  g_signal_connect (row, "destroy", G_CALLBACK (destroyed_cb), menu);

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect (click, "pressed", G_CALLBACK (clicked_cb), NULL);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (click));
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (press), TRUE);
  g_signal_connect (press, "pressed", G_CALLBACK (pressed_at), NULL);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (press));
  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (keys),
    gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("Menu|<Shift>F10"),
                      gtk_callback_action_new (keys_cb, NULL, NULL)));
  gtk_widget_add_controller (row, keys);
}
