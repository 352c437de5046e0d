#include "config.h"

#include "ui/dataset/lb-dataset-page-private.h"

#include <glib/gi18n.h>

#include "ui/upload/lb-offered-picture.h"

/* Files and pictures come in here: dropped, pasted or chosen. What happens to them is the window's.
 */

static void
offer_files (LbDatasetPage *self, GListModel *files)
{
  if (g_list_model_get_n_items (files) > 0)
    g_signal_emit_by_name (self, "add-files", files);
}

static void
offer_picture (LbDatasetPage *self, LbOfferedPicture *picture)
{
  g_autofree char *name = lb_offered_picture_dup_name (picture);

  g_signal_emit_by_name (self, "add-picture", lb_offered_picture_get_bytes (picture), name);
}

static GListModel *
list_files (const GValue *value)
{
  g_autoptr (GListStore) store = g_list_store_new (G_TYPE_FILE);

  if (G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    {
      for (GSList *l = g_value_get_boxed (value); l != NULL; l = l->next)
        g_list_store_append (store, l->data);
    }
  else if (G_VALUE_HOLDS (value, G_TYPE_FILE))
    g_list_store_append (store, g_value_get_object (value));

  return G_LIST_MODEL (g_steal_pointer (&store));
}

static guint
count_items (GtkDropTarget *target)
{
  const GValue *value = gtk_drop_target_get_value (target);

  if (value == NULL)
    return 0;
  if (G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    return g_slist_length (g_value_get_boxed (value));

  return 1;
}

static void
show_overlay (GtkDropTarget *target, LbDatasetPage *self)
{
  /* Pictures show through; the words of an empty page would only get in the card's way. */
  if (lb_dataset_page_shows_images (self))
    gtk_widget_remove_css_class (GTK_WIDGET (self->drop_overlay), "over-words");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->drop_overlay), "over-words");

  if (lb_dataset_page_is_draft (self))
    lb_drop_overlay_offer (self->drop_overlay, count_items (target));
  else
    lb_drop_overlay_refuse (self->drop_overlay, _ ("Complete datasets can’t be changed"),
                            _ ("Its images are frozen."));
}

static GdkDragAction
enter_cb (GtkDropTarget *target, double x, double y, LbDatasetPage *self)
{
  show_overlay (target, self);

  return lb_dataset_page_is_draft (self) ? GDK_ACTION_COPY : 0;
}

static GdkDragAction
motion_cb (GtkDropTarget *target, double x, double y, LbDatasetPage *self)
{
  return lb_dataset_page_is_draft (self) ? GDK_ACTION_COPY : 0;
}

static void
value_cb (GtkDropTarget *target, GParamSpec *pspec, LbDatasetPage *self)
{
  if (gtk_drop_target_get_value (target) != NULL)
    show_overlay (target, self);
}

static void
leave_cb (GtkDropTarget *target, LbDatasetPage *self)
{
  lb_drop_overlay_hide (self->drop_overlay);
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, LbDatasetPage *self)
{
  g_autoptr (GListModel) files = NULL;

  lb_drop_overlay_hide (self->drop_overlay);
  if (!lb_dataset_page_is_draft (self))
    return FALSE;

  if (G_VALUE_HOLDS (value, LB_TYPE_OFFERED_PICTURE))
    {
      offer_picture (self, g_value_get_boxed (value));
      return TRUE;
    }

  files = list_files (value);
  offer_files (self, files);

  return g_list_model_get_n_items (files) > 0;
}

void
lb_dataset_page_accept_drops (LbDatasetPage *self)
{
  GType types[] = { GDK_TYPE_FILE_LIST, G_TYPE_FILE, LB_TYPE_OFFERED_PICTURE };
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY);

  gtk_drop_target_set_gtypes (target, types, G_N_ELEMENTS (types));
  gtk_drop_target_set_preload (target, TRUE);
  g_signal_connect (target, "enter", G_CALLBACK (enter_cb), self);
  g_signal_connect (target, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (target, "leave", G_CALLBACK (leave_cb), self);
  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), self);
  g_signal_connect (target, "notify::value", G_CALLBACK (value_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

static void
pasted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LbDatasetPage) self = data;
  g_autoptr (GError) error = NULL;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, &error);
  g_autoptr (GListModel) files = NULL;

  if (value == NULL)
    {
      lb_dataset_page_add_toast (self, adw_toast_new (_ ("There is no picture to paste")));
      return;
    }

  if (G_VALUE_HOLDS (value, LB_TYPE_OFFERED_PICTURE))
    {
      offer_picture (self, g_value_get_boxed (value));
      return;
    }

  files = list_files (value);
  offer_files (self, files);
}

static void
paste (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbDatasetPage *self = LB_DATASET_PAGE (widget);
  GdkClipboard *clipboard = gtk_widget_get_clipboard (widget);
  g_autoptr (GdkContentFormats) formats = gdk_content_formats_union_deserialize_gtypes (
    gdk_content_formats_ref (gdk_clipboard_get_formats (clipboard)));
  GType type = G_TYPE_INVALID;

  if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST))
    type = GDK_TYPE_FILE_LIST;
  else if (gdk_content_formats_contain_gtype (formats, LB_TYPE_OFFERED_PICTURE))
    type = LB_TYPE_OFFERED_PICTURE;

  if (type == G_TYPE_INVALID)
    {
      lb_dataset_page_add_toast (self, adw_toast_new (_ ("There is no picture to paste")));
      return;
    }

  gdk_clipboard_read_value_async (clipboard, type, G_PRIORITY_DEFAULT, NULL, pasted_cb,
                                  g_object_ref (self));
}

static void
files_chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LbDatasetPage) self = data;
  g_autoptr (GListModel) files =
    gtk_file_dialog_open_multiple_finish (GTK_FILE_DIALOG (source), result, NULL);

  if (files != NULL)
    offer_files (self, files);
}

static void
folders_chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LbDatasetPage) self = data;
  g_autoptr (GListModel) files =
    gtk_file_dialog_select_multiple_folders_finish (GTK_FILE_DIALOG (source), result, NULL);

  if (files != NULL)
    offer_files (self, files);
}

static GListModel *
make_filters (void)
{
  g_autoptr (GListStore) filters = g_list_store_new (GTK_TYPE_FILE_FILTER);
  g_autoptr (GtkFileFilter) pictures = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();

  gtk_file_filter_set_name (pictures, _ ("Pictures"));
  gtk_file_filter_add_mime_type (pictures, "image/jpeg");
  gtk_file_filter_add_mime_type (pictures, "image/png");
  gtk_file_filter_add_mime_type (pictures, "image/webp");
  gtk_file_filter_set_name (all, _ ("All Files"));
  gtk_file_filter_add_pattern (all, "*");
  g_list_store_append (filters, pictures);
  g_list_store_append (filters, all);

  return G_LIST_MODEL (g_steal_pointer (&filters));
}

static void
add_images (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr (GListModel) filters = make_filters ();

  gtk_file_dialog_set_title (dialog, _ ("Add Images"));
  gtk_file_dialog_set_accept_label (dialog, _ ("_Add"));
  gtk_file_dialog_set_filters (dialog, filters);
  gtk_file_dialog_open_multiple (dialog, GTK_WINDOW (gtk_widget_get_root (widget)), NULL,
                                 files_chosen_cb, g_object_ref (widget));
}

static void
add_folder (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();

  gtk_file_dialog_set_title (dialog, _ ("Add a Folder"));
  gtk_file_dialog_set_accept_label (dialog, _ ("_Add"));
  gtk_file_dialog_select_multiple_folders (dialog, GTK_WINDOW (gtk_widget_get_root (widget)), NULL,
                                           folders_chosen_cb, g_object_ref (widget));
}

void
lb_dataset_page_install_drop_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "dataset.paste", NULL, paste);
  gtk_widget_class_install_action (widget_class, "dataset.add-images", NULL, add_images);
  gtk_widget_class_install_action (widget_class, "dataset.add-folder", NULL, add_folder);
}
