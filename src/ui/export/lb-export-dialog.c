#include "config.h"

#include "ui/export/lb-export-dialog.h"

#include <glib/gi18n.h>

#include "jobs/lb-export-plan.h"
#include "ui/widgets/lb-first-focus.h"
#include "ui/widgets/lb-save-place.h"
#include "ui/widgets/lb-width-bin.h"

struct _LbExportDialog
{
  AdwDialog parent_instance;

  GtkCheckButton *imagefolder_button;
  GtkCheckButton *fibo_button;
  GtkCheckButton *txt_button;
  GtkCheckButton *caption_button;
  AdwSwitchRow *zip_row;
  GtkLabel *explanation;
  GtkWidget *export_button;

  LbSession *session; /* (owned) */
  LbDataset *dataset; /* (owned) */
  GListModel *images; /* (owned) */
};

G_DEFINE_FINAL_TYPE (LbExportDialog, lb_export_dialog, ADW_TYPE_DIALOG)

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static DexFuture *
chosen_cb (DexFuture *future, gpointer self)
{
  g_autoptr (GFile) target = dex_await_object (dex_ref (future), NULL);

  if (target != NULL)
    {
      g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, target);
      adw_dialog_force_close (ADW_DIALOG (self));
    }
  return dex_future_new_true ();
}

static void
export_clicked_cb (GtkButton *button, LbExportDialog *self)
{
  g_autofree char *name = lb_export_name (self->dataset);

  dex_future_disown (
    dex_future_finally (lb_save_place_ask (GTK_WIDGET (self), _ ("Export Dataset"), _ ("_Export"),
                                           name, lb_export_dialog_get_zip (self) ? ".zip" : ""),
                        chosen_cb, g_object_ref (self), g_object_unref));
}

static void
lb_export_dialog_dispose (GObject *object)
{
  LbExportDialog *self = LB_EXPORT_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_EXPORT_DIALOG);
  g_clear_object (&self->session);
  g_clear_object (&self->dataset);
  g_clear_object (&self->images);

  G_OBJECT_CLASS (lb_export_dialog_parent_class)->dispose (object);
}

static void
lb_export_dialog_class_init (LbExportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_export_dialog_dispose;

  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_FILE);

  g_type_ensure (LB_TYPE_WIDTH_BIN);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/export/lb-export-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LbExportDialog, imagefolder_button);
  gtk_widget_class_bind_template_child (widget_class, LbExportDialog, fibo_button);
  gtk_widget_class_bind_template_child (widget_class, LbExportDialog, txt_button);
  gtk_widget_class_bind_template_child (widget_class, LbExportDialog, caption_button);
  gtk_widget_class_bind_template_child (widget_class, LbExportDialog, zip_row);
  gtk_widget_class_bind_template_child (widget_class, LbExportDialog, explanation);
  gtk_widget_class_bind_template_child (widget_class, LbExportDialog, export_button);
  gtk_widget_class_bind_template_callback (widget_class, export_clicked_cb);
}

static void
lb_export_dialog_init (LbExportDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  lb_first_focus_set (ADW_DIALOG (self), self->export_button);
}

/* The service on this computer says how large its pictures are; one elsewhere does not. */
static char *
explanation_words (GListModel *images)
{
  const guint n = g_list_model_get_n_items (images);
  const guint64 n_bytes = lb_export_estimate (images);
  g_autofree char *size = g_format_size (n_bytes);

  if (n_bytes == 0)
    return g_strdup_printf (ngettext ("%'u image, as it is, with its caption.",
                                      "%'u images, as they are, with their captions.", n),
                            n);

  /* Translators: %s is a size, such as 120 MB */
  return g_strdup_printf (ngettext ("%'u image, as it is, with its caption: about %s.",
                                    "%'u images, as they are, with their captions: about %s.", n),
                          n, size);
}

static void
show_explanation (LbExportDialog *self)
{
  const guint n = lb_export_plan_count_drafts (self->session, self->dataset, self->images);
  g_autofree char *words = explanation_words (self->images);
  g_autofree char *drafts =
    g_strdup_printf (ngettext ("%'u caption is not valid yet and stays out.",
                               "%'u captions are not valid yet and stay out.", n),
                     n);
  g_autofree char *both = n > 0 ? g_strdup_printf ("%s\n%s", words, drafts) : NULL;

  gtk_label_set_label (self->explanation, both != NULL ? both : words);
}

LbExportDialog *
lb_export_dialog_new (LbSession *session, LbDataset *dataset, GListModel *images)
{
  LbExportDialog *self = NULL;

  g_return_val_if_fail (LB_IS_SESSION (session), NULL);
  g_return_val_if_fail (LB_IS_DATASET (dataset), NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (images), NULL);

  self = g_object_new (LB_TYPE_EXPORT_DIALOG, NULL);
  self->session = g_object_ref (session);
  self->dataset = g_object_ref (dataset);
  self->images = g_object_ref (images);
  g_signal_connect_object (session, "edit-state-changed", G_CALLBACK (show_explanation), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (images, "items-changed", G_CALLBACK (show_explanation), self,
                           G_CONNECT_SWAPPED);
  show_explanation (self);
  gtk_check_button_set_active (lb_dataset_is_fibo (dataset) ? self->fibo_button : self->txt_button,
                               TRUE);

  return self;
}

LbExportFormat
lb_export_dialog_get_format (LbExportDialog *self)
{
  g_return_val_if_fail (LB_IS_EXPORT_DIALOG (self), LB_EXPORT_IMAGEFOLDER);

  if (gtk_check_button_get_active (self->fibo_button))
    return LB_EXPORT_FIBO;
  if (gtk_check_button_get_active (self->txt_button))
    return LB_EXPORT_TXT;
  if (gtk_check_button_get_active (self->caption_button))
    return LB_EXPORT_CAPTION;

  return LB_EXPORT_IMAGEFOLDER;
}

gboolean
lb_export_dialog_get_zip (LbExportDialog *self)
{
  g_return_val_if_fail (LB_IS_EXPORT_DIALOG (self), FALSE);

  return adw_switch_row_get_active (self->zip_row);
}
