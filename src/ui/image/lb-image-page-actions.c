#include "config.h"

#include "ui/image/lb-image-page-private.h"

#include <glib/gi18n.h>
#include <libdex.h>

#include "contract/lb-rules.h"
#include "ui/widgets/lb-toast.h"

static void
next_issue_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  lb_text_pane_show_next_issue (LB_IMAGE_PAGE (widget)->editor);
}

static void
restore_clicked_cb (AdwToast *toast, LbImageErrand *errand)
{
  g_autoptr (LbImagePage) self = g_weak_ref_get (&errand->page);

  /* The toast outlives the page. */
  if (self == NULL)
    {
      dex_future_disown (lb_session_edit_caption (errand->session, errand->image, errand->text));
      return;
    }

  if (self->image == errand->image)
    lb_image_page_drop_typed (self);
  lb_image_page_keep (self, errand->image, errand->text);
  if (self->image == errand->image)
    lb_image_page_refresh_text (self);
}

static void
errand_free_closure (gpointer data, GClosure *closure)
{
  lb_image_errand_free (data);
}

void
lb_image_page_offer_restore (LbImagePage *self, LbImage *image, const char *text, const char *words)
{
  AdwToast *toast = lb_toast_new (words);
  LbImageErrand *own = lb_image_errand_new (self, text);

  g_set_object (&own->image, image);
  adw_toast_set_button_label (toast, _ ("_Undo"));
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (restore_clicked_cb), own,
                         errand_free_closure, 0);
  lb_toast_show (GTK_WIDGET (self), toast);
}

static DexFuture *
discarded_cb (DexFuture *future, gpointer data)
{
  LbImageErrand *errand = data;
  g_autoptr (LbImagePage) self = g_weak_ref_get (&errand->page);
  g_autoptr (GError) error = NULL;

  if (self == NULL)
    return NULL;

  if (!dex_await (dex_ref (future), &error))
    lb_image_page_show_error (self, error);
  else
    lb_image_page_offer_restore (self, errand->image, errand->text, _ ("Edits discarded"));

  if (self->image == errand->image)
    {
      lb_image_page_refresh_text (self);
      lb_image_page_show_actions (self);
    }
  return NULL;
}

static void
discard_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LbImagePage *self = LB_IMAGE_PAGE (widget);
  g_autofree char *typed = lb_text_pane_dup_text (self->editor);

  lb_image_page_drop_typed (self);
  /* The button can't be used any more, and without any focus Escape would do nothing. */
  gtk_widget_grab_focus (GTK_WIDGET (self->editor));
  dex_future_disown (dex_future_finally (lb_session_discard_draft (self->session, self->image),
                                         discarded_cb, lb_image_errand_new (self, typed),
                                         lb_image_errand_free));
}

/* What only our own service is sure to refuse, another is asked. */
static gboolean
may_regenerate (LbImagePage *self)
{
  g_autoptr (GError) refusal = NULL;

  return lb_rules_check_regenerate (self->dataset, &refusal) ||
         !lb_rules_stops (lb_session_get_rules_mode (self->session), refusal);
}

/* (nullable): what has to come first. */
static const char *
why_no_regenerate (LbImagePage *self)
{
  if (lb_image_page_is_gone (self))
    return _ ("This image was deleted elsewhere");
  if (may_regenerate (self) || lb_dataset_get_completed (self->dataset))
    return NULL;
  if (lb_dataset_get_captioning (self->dataset))
    return _ ("Captions are being written");

  return _ ("Make a visual schema first");
}

void
lb_image_page_show_actions (LbImagePage *self)
{
  const gboolean draft = !lb_dataset_get_completed (self->dataset);
  const gboolean regenerating = lb_session_is_regenerating (self->session, self->image);
  const gboolean edited =
    self->dirty || lb_session_get_edit_state (self->session, self->image) != LB_EDIT_SAVED;

  lb_text_pane_set_editable (self->editor, draft && !regenerating);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "image.regenerate",
                                 !regenerating && !lb_image_page_is_gone (self) &&
                                   may_regenerate (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "image.discard",
                                 draft && edited && !regenerating);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "image.next-issue",
                                 lb_text_pane_get_n_issues (self->editor) > 0);
  gtk_stack_set_visible_child_name (self->regenerate_stack, regenerating ? "spinner" : "label");
  gtk_widget_set_tooltip_text (self->regenerate_button, why_no_regenerate (self));
  lb_image_page_show_refine (self);
}

void
lb_image_page_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "image.next-issue", NULL, next_issue_action_cb);
  gtk_widget_class_install_action (widget_class, "image.discard", NULL, discard_action_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F8, 0, "image.next-issue", NULL);
}
