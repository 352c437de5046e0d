#include "config.h"

#include "ui/image/lb-image-page-private.h"

#include <glib/gi18n.h>

#include "session/lb-session-frozen.h"
#include "session/lb-session-history.h"
#include "ui/fields/lb-field-dialog.h"
#include "ui/fields/lb-freeze.h"
#include "ui/widgets/lb-toast.h"

/* What was selected where the page was opened from; without that, all that the page goes through.
 */
static void
fill_scope (LbImagePage *self, LbFieldScope *scope, gboolean others)
{
  g_autoptr (GPtrArray) chosen = lb_image_page_dup_chosen (self);
  const guint n_shown = g_list_model_get_n_items (G_LIST_MODEL (self->images));
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);

  *scope = (LbFieldScope) { self->session, self->dataset, NULL,
                            chosen->len > 1 ? LB_FIELD_SELECTED : LB_FIELD_SHOWN };
  if (chosen->len > 1)
    g_ptr_array_extend_and_steal (all, g_steal_pointer (&chosen));
  else
    for (guint i = 0; i < n_shown; i++)
      g_ptr_array_add (all, g_list_model_get_item (G_LIST_MODEL (self->images), i));
  if (others)
    g_ptr_array_remove (all, self->image);
  scope->images = g_steal_pointer (&all);
}

static void
open_dialog (LbImagePage *self, const char *path, const char *value)
{
  g_autoptr (GPtrArray) images = NULL;
  LbFieldScope scope;

  if (lb_session_get_history (self->session) == NULL)
    return;

  fill_scope (self, &scope, value != NULL);
  images = scope.images;
  lb_field_dialog_present (GTK_WIDGET (self), &scope, path, value);
}

/* (transfer full) (nullable) */
static char *
dup_value (LbImagePage *self, const char *path)
{
  g_autofree char *text = lb_text_pane_dup_text (self->editor);
  g_autoptr (LbPrompt) prompt = lb_prompt_new (text, NULL);

  return prompt != NULL ? lb_prompt_get (prompt, path) : NULL;
}

static void
copy_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LbImagePage *self = LB_IMAGE_PAGE (widget);
  const char *path = g_variant_get_string (parameter, NULL);
  g_autofree char *value = dup_value (self, path);

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

static void
freeze_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LbImagePage *self = LB_IMAGE_PAGE (widget);
  const char *path = g_variant_get_string (parameter, NULL);
  g_autofree char *value = dup_value (self, path);

  lb_image_page_keep_text (self);
  if (value == NULL)
    lb_toast_show (widget, lb_toast_new (_ ("The field is empty: there is nothing to freeze")));
  else
    lb_freeze_ask (widget, self->session, self->dataset, path, value);
}

static void
unfreeze_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LbImagePage *self = LB_IMAGE_PAGE (widget);

  lb_freeze_end (widget, self->session, self->dataset, g_variant_get_string (parameter, NULL));
}

static void
frozen_changed_cb (LbImagePage *self, LbDataset *dataset)
{
  if (dataset == self->dataset)
    lb_text_pane_set_frozen (self->editor, lb_session_get_frozen (self->session, dataset));
}

void
lb_image_page_follow_frozen (LbImagePage *self)
{
  g_signal_connect_object (self->session, "frozen-changed", G_CALLBACK (frozen_changed_cb), self,
                           G_CONNECT_SWAPPED);
  frozen_changed_cb (self, self->dataset);
  lb_freeze_follow (GTK_WIDGET (self), self->session);
}

void
lb_image_page_show_field_actions (LbImagePage *self)
{
  const gboolean draft =
    lb_dataset_is_fibo (self->dataset) && !lb_dataset_get_completed (self->dataset);
  const guint n_images = g_list_model_get_n_items (G_LIST_MODEL (self->images));
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_widget_action_set_enabled (widget, "image.copy-field", draft && n_images > 1);
  gtk_widget_action_set_enabled (widget, "image.change-field", draft);
  gtk_widget_action_set_enabled (widget, "image.freeze-field", draft);
  gtk_widget_action_set_enabled (widget, "image.unfreeze-field", draft);
}

void
lb_image_page_install_field_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "image.copy-field", "s", copy_cb);
  gtk_widget_class_install_action (widget_class, "image.change-field", "s", change_cb);
  gtk_widget_class_install_action (widget_class, "image.freeze-field", "s", freeze_cb);
  gtk_widget_class_install_action (widget_class, "image.unfreeze-field", "s", unfreeze_cb);
}
