#pragma once

#include <adwaita.h>

#include "jobs/lb-export-job.h"

G_BEGIN_DECLS

/**
 * LbExportDialog:
 *
 * Asks how a dataset is to be written out; where to, the file chooser asks next, in a sandbox by
 * its portal.
 *
 * Signal: chosen (GFile *target): the folder or ZIP file to write; the dialog closes after it.
 */
#define LB_TYPE_EXPORT_DIALOG (lb_export_dialog_get_type ())
G_DECLARE_FINAL_TYPE (LbExportDialog, lb_export_dialog, LB, EXPORT_DIALOG, AdwDialog)

/* @images: (element-type LbImage): what the dataset holds. */
LbExportDialog *lb_export_dialog_new (LbSession *session, LbDataset *dataset, GListModel *images);
LbExportFormat lb_export_dialog_get_format (LbExportDialog *self);
gboolean lb_export_dialog_get_zip (LbExportDialog *self);

G_END_DECLS
