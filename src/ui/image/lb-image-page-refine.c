#include "config.h"

#include "ui/image/lb-image-page-private.h"

#include <glib/gi18n.h>

#include "session/lb-session-history.h"
#include "ui/refine/lb-refine-dialog.h"
#include "ui/refine/lb-refine-toast.h"

static void
applied_cb (LbRefineDialog *dialog, guint n, LbImagePage *self)
{
  lb_refine_toast_show (GTK_WIDGET (self), self->session, n);
}

static void
refine_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LbImagePage *self = LB_IMAGE_PAGE (widget);
  LbRefineDialog *dialog = NULL;
  g_autoptr (GPtrArray) images = g_ptr_array_new ();

  lb_image_page_keep_text (self);
  if (lb_session_get_history (self->session) == NULL)
    return;

  g_ptr_array_add (images, self->image);
  dialog = lb_refine_dialog_new (self->session, self->dataset);
  lb_refine_dialog_add_captions (dialog, images);
  g_signal_connect_object (dialog, "applied", G_CALLBACK (applied_cb), self, 0);
  adw_dialog_present (ADW_DIALOG (dialog), widget);
}

/* As far as the editor has judged it; the dialog reads it anew. */
static gboolean
is_readable (LbImagePage *self)
{
  g_autofree char *text = lb_text_pane_dup_text (self->editor);
  g_autoptr (LbPromptIssue) issue = lb_text_pane_dup_first_issue (self->editor);

  return *text != '\0' &&
         (issue == NULL || lb_prompt_issue_get_kind (issue) != LB_PROMPT_ISSUE_SYNTAX);
}

/* (nullable): what keeps the caption from being refined; "" where nothing is to be said. */
static const char *
why_no_refine (LbImagePage *self)
{
  if (lb_dataset_get_completed (self->dataset) ||
      lb_session_is_regenerating (self->session, self->image))
    return "";
  if (lb_image_page_is_gone (self))
    return _ ("This image was deleted elsewhere");
  if (!lb_dataset_is_fibo (self->dataset))
    return _ ("Captions in plain words can’t be refined");

  return is_readable (self) ? NULL : _ ("There must be a caption that is valid JSON");
}

void
lb_image_page_show_refine (LbImagePage *self)
{
  const char *why = why_no_refine (self);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "image.refine", why == NULL);
  gtk_widget_set_visible (self->refine_button, !lb_dataset_get_completed (self->dataset));
  gtk_widget_set_tooltip_text (
    self->refine_button,
    why != NULL && *why != '\0' ? why : _ ("Change the caption by an instruction (Ctrl+R)"));
}

void
lb_image_page_install_refine_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "image.refine", NULL, refine_cb);
}
