#include "config.h"

#include "ui/diff/lb-new-caption-dialog.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "contract/lb-rules.h"
#include "model/lb-comparison.h"
#include "ui/dataset/lb-image-state.h"
#include "ui/diff/lb-change-list.h"
#include "ui/diff/lb-mix-check.h"
#include "ui/widgets/lb-first-focus.h"
#include "ui/widgets/lb-thumbnail.h"

struct _LbNewCaptionDialog
{
  AdwDialog parent_instance;

  AdwWindowTitle *window_title;
  LbThumbnail *thumbnail;
  LbChangeList *list;
  GtkLabel *apply_label;

  LbComparison *comparison; /* (owned): from what a person wrote to what is new */
  LbMixCheck *check;        /* (owned): of what is checked */
  gboolean decided;
  gboolean wants_apply; /* as soon as it is known that nothing is wrong */
};

G_DEFINE_FINAL_TYPE (LbNewCaptionDialog, lb_new_caption_dialog, ADW_TYPE_DIALOG)

static void
decide (LbNewCaptionDialog *self, const char *text)
{
  if (self->decided)
    return;

  self->decided = TRUE;
  g_signal_emit_by_name (self, "decided", text != NULL ? text : "");
}

static void
show_apply (LbNewCaptionDialog *self)
{
  gtk_widget_action_set_enabled (
    GTK_WIDGET (self), "new-caption.apply",
    lb_change_list_get_n_accepted (self->list) > 0 &&
      (lb_mix_check_get_pending (self->check) || lb_mix_check_get_issue (self->check) == NULL));
}

static void
accepted_cb (LbNewCaptionDialog *self)
{
  g_autofree char *words = lb_change_list_dup_apply_words (self->list);

  gtk_label_set_label (self->apply_label, words);
  self->wants_apply = FALSE;
  lb_mix_check_start (self->check, lb_comparison_get_prompt (self->comparison),
                      lb_comparison_get_changes (self->comparison), LB_PROMPT_CAPTION);
  show_apply (self);
}

static void
apply (LbNewCaptionDialog *self)
{
  g_autofree char *text = lb_comparison_dup_result (self->comparison);

  decide (self, text);
  adw_dialog_close (ADW_DIALOG (self));
}

static void
apply_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LbNewCaptionDialog *self = LB_NEW_CAPTION_DIALOG (widget);

  if (lb_mix_check_get_pending (self->check))
    self->wants_apply = TRUE;
  else
    apply (self);
}

static void
checked_cb (LbNewCaptionDialog *self)
{
  const gboolean right = lb_mix_check_get_issue (self->check) == NULL;

  lb_change_list_set_issue (self->list, lb_mix_check_get_issue (self->check));
  show_apply (self);
  if (self->wants_apply && right)
    apply (self);
  self->wants_apply = FALSE;
}

static void
closed_cb (AdwDialog *dialog, LbNewCaptionDialog *self)
{
  decide (self, lb_comparison_get_before (self->comparison));
}

static void
lb_new_caption_dialog_dispose (GObject *object)
{
  LbNewCaptionDialog *self = LB_NEW_CAPTION_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_NEW_CAPTION_DIALOG);
  g_clear_object (&self->check);
  g_clear_object (&self->comparison);

  G_OBJECT_CLASS (lb_new_caption_dialog_parent_class)->dispose (object);
}

static void
lb_new_caption_dialog_class_init (LbNewCaptionDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_new_caption_dialog_dispose;

  g_signal_new ("decided", LB_TYPE_NEW_CAPTION_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (LB_TYPE_CHANGE_LIST);
  g_type_ensure (LB_TYPE_THUMBNAIL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/diff/lb-new-caption-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LbNewCaptionDialog, window_title);
  gtk_widget_class_bind_template_child (widget_class, LbNewCaptionDialog, thumbnail);
  gtk_widget_class_bind_template_child (widget_class, LbNewCaptionDialog, list);
  gtk_widget_class_bind_template_child (widget_class, LbNewCaptionDialog, apply_label);
  gtk_widget_class_bind_template_callback (widget_class, accepted_cb);
  gtk_widget_class_bind_template_callback (widget_class, closed_cb);
  gtk_widget_class_install_action (widget_class, "new-caption.apply", NULL, apply_cb);
}

static void
lb_new_caption_dialog_init (LbNewCaptionDialog *self)
{
  self->check = lb_mix_check_new ();
  g_signal_connect_object (self->check, "checked", G_CALLBACK (checked_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_init_template (GTK_WIDGET (self));
  lb_first_focus_set (ADW_DIALOG (self), GTK_WIDGET (self->list));
}

LbNewCaptionDialog *
lb_new_caption_dialog_new (
  LbSession *session, LbDataset *dataset, LbImage *image, const char *before, const char *after)
{
  LbNewCaptionDialog *self = NULL;
  g_autofree char *name = NULL;

  g_return_val_if_fail (LB_IS_SESSION (session), NULL);
  g_return_val_if_fail (LB_IS_DATASET (dataset), NULL);
  g_return_val_if_fail (LB_IS_IMAGE (image), NULL);

  self = g_object_new (LB_TYPE_NEW_CAPTION_DIALOG, NULL);
  self->comparison = lb_comparison_new (before, after, lb_rules_caption_is_prompt (dataset));
  name = lb_visible_text (lb_image_shown_name (image));
  adw_window_title_set_subtitle (self->window_title, name);
  lb_thumbnail_set_image (self->thumbnail, session, image);
  lb_change_list_set_changes (self->list, lb_comparison_get_changes (self->comparison),
                              lb_comparison_get_prompt (self->comparison));

  return self;
}
