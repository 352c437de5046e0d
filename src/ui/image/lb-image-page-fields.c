#include "config.h"

#include "ui/image/lb-image-page-private.h"

#include "session/lb-session-history.h"
#include "ui/fields/lb-field-dialog.h"

/* (transfer full): those that the page goes through. */
static GPtrArray *
dup_images (LbImagePage *self, gboolean others)
{
  GPtrArray *images = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->images)); i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (G_LIST_MODEL (self->images), i);

      if (!others || image != self->image)
        g_ptr_array_add (images, g_steal_pointer (&image));
    }
  return images;
}

static void
open_dialog (LbImagePage *self, const char *path, const char *value)
{
  g_autoptr (GPtrArray) images = dup_images (self, value != NULL);
  const LbFieldScope scope = { self->session, self->dataset, images, FALSE };

  if (lb_session_get_history (self->session) == NULL)
    return;

  lb_field_dialog_present (GTK_WIDGET (self), &scope, path, value);
}

static void
copy_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LbImagePage *self = LB_IMAGE_PAGE (widget);
  const char *path = g_variant_get_string (parameter, NULL);
  g_autofree char *text = lb_text_pane_dup_text (self->editor);
  g_autoptr (LbPrompt) prompt = lb_prompt_new (text, NULL);
  g_autofree char *value = prompt != NULL ? lb_prompt_get (prompt, path) : NULL;

  lb_image_page_keep_text (self);
  if (value != NULL)
    open_dialog (self, path, value);
}

static void
change_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LbImagePage *self = LB_IMAGE_PAGE (widget);

  lb_image_page_keep_text (self);
  open_dialog (self, g_variant_get_string (parameter, NULL), NULL);
}

void
lb_image_page_show_field_actions (LbImagePage *self)
{
  const gboolean draft =
    lb_dataset_is_fibo (self->dataset) && !lb_dataset_get_completed (self->dataset);
  const guint n_images = g_list_model_get_n_items (G_LIST_MODEL (self->images));

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "image.copy-field", draft && n_images > 1);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "image.change-field", draft);
}

void
lb_image_page_install_field_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "image.copy-field", "s", copy_cb);
  gtk_widget_class_install_action (widget_class, "image.change-field", "s", change_cb);
}
