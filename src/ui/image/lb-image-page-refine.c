#include "config.h"

#include "ui/image/lb-image-page-private.h"

#include <glib/gi18n.h>

#include "session/lb-session-history.h"
#include "ui/refine/lb-refine-dialog.h"

/* One step, which can be undone. */
static void
refined_cb (LbRefineDialog *dialog, const char *text, LbImagePage *self)
{
  LbHistory *history = lb_session_get_history (self->session);
  LbImage *image = lb_refine_dialog_get_image (dialog);
  g_autofree char *before = lb_session_dup_caption_text (self->session, image);
  gint64 group = 0;

  if (history == NULL)
    return;

  lb_history_close_edit (history);
  group = lb_history_begin (history, LB_HISTORY_REFINE);
  lb_history_enter (history, group);
  dex_future_disown (lb_session_edit_caption (self->session, image, text));
  lb_history_leave (history);
  lb_history_end (history, group);
  g_signal_emit_by_name (history, "restored", image);
  if (before != NULL)
    lb_image_page_offer_restore (self, image, before, _ ("Caption refined"));
}

static void
refine_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LbImagePage *self = LB_IMAGE_PAGE (widget);
  LbRefineDialog *dialog = NULL;

  lb_image_page_keep_text (self);
  if (lb_session_get_history (self->session) == NULL)
    return;

  dialog = lb_refine_dialog_new (self->session, self->dataset, self->image);
  g_signal_connect_object (dialog, "refined", G_CALLBACK (refined_cb), self, 0);
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
