#include "config.h"

#include "ui/image/lb-image-page-private.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "ui/dialogs/lb-prefix-dialog.h"
#include "ui/widgets/lb-toast.h"

static guint
count_words (const char *text)
{
  guint n = 0;
  gboolean inside = FALSE;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      const gboolean space = g_unichar_isspace (g_utf8_get_char (text));

      if (!space && !inside)
        n++;
      inside = !space;
    }

  return n;
}

static void
show_count (LbImagePage *self)
{
  g_autofree char *text = lb_text_pane_dup_text (self->editor);
  const guint n_words = count_words (text);
  const guint n_characters = (guint) g_utf8_strlen (text, -1);
  g_autofree char *words = g_strdup_printf (ngettext ("%'u word", "%'u words", n_words), n_words);
  g_autofree char *characters =
    g_strdup_printf (ngettext ("%'u character", "%'u characters", n_characters), n_characters);
  g_autofree char *both = g_strjoin (C_ ("separator", " · "), words, characters, NULL);

  gtk_label_set_label (self->count_label, both);
}

void
lb_image_page_show_prefix (LbImagePage *self)
{
  const char *prefix = lb_dataset_get_caption_prefix (self->dataset);
  const gboolean any = prefix != NULL && *prefix != '\0';
  const gboolean draft = !lb_dataset_get_completed (self->dataset);
  g_autofree char *shown = NULL;

  if (!self->plain)
    return;

  shown = any ? lb_visible_text (prefix) : g_strdup (_ ("No prefix"));
  gtk_label_set_label (self->prefix_label, shown);
  gtk_widget_set_visible (self->prefix_line, any || draft);
  gtk_widget_set_visible (self->prefix_button, draft);
}

void
lb_image_page_follow_prefix (LbImagePage *self)
{
  if (!self->plain)
    return;

  gtk_widget_add_css_class (self->text_area, "plain-caption");
  gtk_widget_set_visible (GTK_WIDGET (self->count_label), TRUE);
  g_signal_connect_object (gtk_text_view_get_buffer (lb_text_pane_get_view (self->editor)),
                           "changed", G_CALLBACK (show_count), self, G_CONNECT_SWAPPED);
  show_count (self);
}

/* R36: this caption, like the others, is as it was. */
static void
changed_cb (LbPrefixDialog *dialog, LbImagePage *self)
{
  lb_toast_show (GTK_WIDGET (self),
                 adw_toast_new (_ ("Prefix changed, captions are kept as they are")));
}

static void
prefix_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LbImagePage *self = LB_IMAGE_PAGE (widget);
  g_autoptr (GListStore) images = g_list_store_new (LB_TYPE_IMAGE);
  const guint n_images = g_list_model_get_n_items (G_LIST_MODEL (self->images));
  LbPrefixDialog *dialog;

  /* The caption that is looked at comes first. */
  lb_image_page_keep_text (self);
  g_list_store_append (images, self->image);
  for (guint i = 0; i < n_images; i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (G_LIST_MODEL (self->images), i);

      if (image != self->image)
        g_list_store_append (images, image);
    }
  dialog = lb_prefix_dialog_new (self->session, self->dataset, G_LIST_MODEL (images));
  g_signal_connect_object (dialog, "changed", G_CALLBACK (changed_cb), self, 0);
  adw_dialog_present (ADW_DIALOG (dialog), widget);
}

void
lb_image_page_install_prefix_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "image.prefix", NULL, prefix_action_cb);
}
