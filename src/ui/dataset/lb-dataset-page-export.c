#include "config.h"

#include "ui/dataset/lb-dataset-page-private.h"

#include <glib/gi18n.h>

#include "ui/export/lb-export-dialog.h"
#include "ui/export/lb-exports.h"

char *
lb_dataset_page_export_words (LbDatasetPage *self)
{
  LbExportJob *job = lb_dataset_jobs_find (lb_exports_get (self->session), self->dataset);
  guint total;

  if (job == NULL)
    return NULL;

  total = lb_export_job_get_n_total (job);
  if (total == 0)
    return g_strdup (_ ("Exporting…"));

  /* Translators: which picture is being exported, of how many */
  return g_strdup_printf (_ ("Exporting picture %'u of %'u…"),
                          MIN (lb_export_job_get_n_done (job) + 1, total), total);
}

void
lb_dataset_page_update_export (LbDatasetPage *self)
{
  gtk_widget_action_set_enabled (
    GTK_WIDGET (self), "dataset.export",
    g_list_model_get_n_items (self->images) > 0 &&
      lb_dataset_jobs_find (lb_exports_get (self->session), self->dataset) == NULL);
}

static void
changed_cb (LbDatasetPage *self, LbDataset *dataset)
{
  if (dataset != self->dataset)
    return;

  lb_dataset_page_update_banner (self);
  lb_dataset_page_update_export (self);
}

void
lb_dataset_page_follow_export (LbDatasetPage *self)
{
  g_signal_connect_object (lb_exports_get (self->session), "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  changed_cb (self, self->dataset);
}

static void
chosen_cb (LbExportDialog *dialog, GFile *target, LbDatasetPage *self)
{
  g_autoptr (LbExportJob) job =
    lb_export_job_new (self->session, self->dataset, target, lb_export_dialog_get_format (dialog),
                       lb_export_dialog_get_zip (dialog));

  lb_dataset_jobs_start (lb_exports_get (self->session), self->dataset, job);
}

static void
export_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbDatasetPage *self = LB_DATASET_PAGE (widget);
  LbExportDialog *dialog = lb_export_dialog_new (self->session, self->dataset, self->images);

  g_signal_connect_object (dialog, "chosen", G_CALLBACK (chosen_cb), self, 0);
  adw_dialog_present (ADW_DIALOG (dialog), widget);
}

static void
stop_export_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbDatasetPage *self = LB_DATASET_PAGE (widget);

  lb_dataset_jobs_stop (lb_exports_get (self->session), self->dataset);
}

void
lb_dataset_page_install_export_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "dataset.export", NULL, export_cb);
  gtk_widget_class_install_action (widget_class, "dataset.stop-export", NULL, stop_export_cb);
}
