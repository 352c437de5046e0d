#include "config.h"

#include "ui/image/lb-image-page-private.h"

#include "ui/print/lb-print-images.h"
#include "ui/widgets/lb-image-clipboard.h"
#include "ui/widgets/lb-image-deletion.h"
#include "ui/widgets/lb-image-origin.h"

static void
copy_image_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LbImagePage *self = LB_IMAGE_PAGE (widget);

  lb_image_clipboard_copy_picture (widget, self->session, self->image);
}

static void
copy_caption_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LbImagePage *self = LB_IMAGE_PAGE (widget);
  g_autoptr (GPtrArray) images = g_ptr_array_new ();

  /* As it is shown: with what was typed this moment. */
  lb_image_page_keep_text (self);
  g_ptr_array_add (images, self->image);
  lb_image_clipboard_copy_captions (widget, self->session, images);
}

static void
show_in_files_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LbImagePage *self = LB_IMAGE_PAGE (widget);

  lb_image_origin_show (widget, self->session, self->image);
}

static void
print_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LbImagePage *self = LB_IMAGE_PAGE (widget);
  g_autoptr (GListStore) images = g_list_store_new (LB_TYPE_IMAGE);

  lb_image_page_keep_text (self);
  g_list_store_append (images, self->image);
  lb_print_images (widget, self->session, self->dataset, G_LIST_MODEL (images));
}

static void
delete_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LbImagePage *self = LB_IMAGE_PAGE (widget);
  const guint position = lb_image_page_find (self, self->image);
  gint64 *id = g_new (gint64, 1);
  g_autoptr (GPtrArray) images = g_ptr_array_new_with_free_func (g_object_unref);

  *id = lb_image_get_id (self->image);
  g_hash_table_insert (self->deleted, id, GUINT_TO_POINTER (position));
  lb_image_page_keep_text (self);
  g_ptr_array_add (images, g_object_ref (self->image));
  lb_image_deletion_start (widget, self->session, self->dataset, images);
}

/* Among the fields the key is for their text, or for nothing. */
static gboolean
delete_key_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  LbImagePage *self = LB_IMAGE_PAGE (widget);
  g_autofree char *field = lb_text_pane_dup_field (self->editor);

  if (field != NULL)
    return FALSE;

  return gtk_widget_activate_action (widget, "image.delete", NULL);
}

gboolean
lb_image_page_was_deleted (LbImagePage *self, LbImage *image)
{
  const gint64 id = lb_image_get_id (image);

  return g_hash_table_contains (self->deleted, &id);
}

guint
lb_image_page_take_deleted (LbImagePage *self, LbImage *image)
{
  const gint64 id = lb_image_get_id (image);
  gpointer place = g_hash_table_lookup (self->deleted, &id);

  g_hash_table_remove (self->deleted, &id);
  return GPOINTER_TO_UINT (place);
}

void
lb_image_page_show_menu_actions (LbImagePage *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  g_autoptr (GFile) origin = lb_session_dup_origin (self->session, self->image);

  gtk_widget_action_set_enabled (widget, "image.copy-caption",
                                 !lb_text_pane_is_blank (self->editor));
  gtk_widget_action_set_enabled (widget, "image.show-in-files", origin != NULL);
  gtk_widget_action_set_enabled (widget, "image.delete", !lb_dataset_get_completed (self->dataset));
}

void
lb_image_page_install_menu_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "image.copy-image", NULL, copy_image_action_cb);
  gtk_widget_class_install_action (widget_class, "image.copy-caption", NULL,
                                   copy_caption_action_cb);
  gtk_widget_class_install_action (widget_class, "image.show-in-files", NULL,
                                   show_in_files_action_cb);
  gtk_widget_class_install_action (widget_class, "image.print", NULL, print_action_cb);
  gtk_widget_class_install_action (widget_class, "image.delete", NULL, delete_action_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK | GDK_SHIFT_MASK,
                                       "image.copy-caption", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_p, GDK_CONTROL_MASK, "image.print",
                                       NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Delete, 0, delete_key_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_Delete, 0, delete_key_cb, NULL);
}
