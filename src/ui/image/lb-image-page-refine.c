#include "config.h"

#include "ui/image/lb-image-page-private.h"

#include <glib/gi18n.h>

#include "session/lb-session-history.h"
#include "ui/refine/lb-refine-dialog.h"
#include "ui/refine/lb-refine-toast.h"
#include "ui/schema/lb-schema-refinement.h"

static const char chosen_data[] = "lb-chosen";

static void
applied_cb (LbRefineDialog *dialog, guint n, LbImagePage *self)
{
  lb_refine_toast_show (GTK_WIDGET (self), self->session, n);
}

GPtrArray *
lb_image_page_dup_chosen (LbImagePage *self)
{
  GPtrArray *chosen = g_object_get_data (G_OBJECT (self), chosen_data);
  GPtrArray *images = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; chosen != NULL && i < chosen->len; i++)
    {
      LbImage *image = g_ptr_array_index (chosen, i);

      if (lb_session_find_image (self->session, lb_image_get_id (image)) == image)
        g_ptr_array_add (images, g_object_ref (image));
    }

  return images;
}

static void
add_chosen (LbImagePage *self, LbRefineDialog *dialog)
{
  g_autoptr (GPtrArray) images = lb_image_page_dup_chosen (self);

  if (images->len > 1)
    lb_refine_dialog_add_captions (dialog, images);
}

void
lb_image_page_set_chosen (LbImagePage *self, GPtrArray *images)
{
  g_return_if_fail (LB_IS_IMAGE_PAGE (self));
  g_return_if_fail (images != NULL);

  g_object_set_data_full (G_OBJECT (self), chosen_data, g_ptr_array_ref (images),
                          (GDestroyNotify) g_ptr_array_unref);
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
  add_chosen (self, dialog);
  lb_schema_refinement_offer (dialog, widget, self->dataset);
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
