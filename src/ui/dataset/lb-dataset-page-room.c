#include "config.h"

#include "ui/dataset/lb-dataset-page-private.h"

#include <glib/gi18n.h>

#include "base/lb-error.h"

/* A disk without room for what is written: until there is some, it is in memory alone. */

static gboolean
lacks_room (LbSession *session, LbImage *image)
{
  g_autoptr (GError) error = NULL;

  if (lb_session_get_edit_state (session, image) != LB_EDIT_UNKEPT)
    return FALSE;

  error = lb_session_dup_edit_error (session, image);
  return g_error_matches (error, LB_ERROR, LB_ERROR_NO_SPACE);
}

static void
edit_state_cb (LbSession *session, LbImage *image, LbDatasetPage *self)
{
  const gboolean changed = lacks_room (session, image)
                             ? g_hash_table_add (self->unkept, g_object_ref (image))
                             : g_hash_table_remove (self->unkept, image);

  if (changed)
    lb_dataset_page_update_banner (self);
}

char *
lb_dataset_page_room_words (LbDatasetPage *self, LbPageBanner *banner)
{
  if (g_hash_table_size (self->unkept) == 0 && !lb_session_lacks_room (self->session))
    return NULL;

  banner->label = _ ("Free Up _Space…");
  banner->action = "dataset.free-space";
  return g_strdup (g_hash_table_size (self->unkept) > 0
                     ? _ ("Not enough disk space to save changes")
                     : _ ("The disk is full: changes are sent once there is room"));
}

static void
answered_cb (AdwAlertDialog *dialog, const char *response, LbDatasetPage *self)
{
  if (g_str_equal (response, "trash"))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-trash", NULL);
}

static void
free_space_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  AdwDialog *dialog = adw_alert_dialog_new (
    _ ("Not Enough Disk Space"),
    _ ("What you write is saved as soon as there is room on the disk. Until then it is lost when "
       "Lookbook is closed. Remove files that are not needed, or empty the trash of Lookbook."));

  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "close", _ ("_Close"), "trash",
                                  _ ("Open _Trash"), NULL);
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "close");
  g_signal_connect_object (dialog, "response", G_CALLBACK (answered_cb), widget, 0);
  adw_dialog_present (dialog, widget);
}

void
lb_dataset_page_follow_room (LbDatasetPage *self)
{
  const guint n = g_list_model_get_n_items (self->images);

  self->unkept = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (self->images, i);

      if (lacks_room (self->session, image))
        g_hash_table_add (self->unkept, g_steal_pointer (&image));
    }
  g_signal_connect_object (self->session, "edit-state-changed", G_CALLBACK (edit_state_cb), self,
                           0);
  g_signal_connect_object (self->session, "notify::lacks-room",
                           G_CALLBACK (lb_dataset_page_update_banner), self, G_CONNECT_SWAPPED);
}

void
lb_dataset_page_install_room_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "dataset.free-space", NULL, free_space_cb);
}
