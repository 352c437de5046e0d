#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * LbRepairDialog:
 *
 * What the repairs of R62 change in a caption or schema: before they are made, each with a check,
 * or after the service has made them, to be read. Signal "repaired" (text: string): what the text
 * is to be.
 */
#define LB_TYPE_REPAIR_DIALOG (lb_repair_dialog_get_type ())
G_DECLARE_FINAL_TYPE (LbRepairDialog, lb_repair_dialog, LB, REPAIR_DIALOG, AdwDialog)

/* @before: what is written, which need not be JSON; @after: the same, repaired. */
LbRepairDialog *lb_repair_dialog_new (const char *before, const char *after);
/* Of repairs that were made on saving. */
LbRepairDialog *lb_repair_dialog_new_report (const char *before, const char *after);
/* Whether @after says something else than @before, rather than only looking otherwise. */
gboolean lb_repair_dialog_has_changes (const char *before, const char *after);

G_END_DECLS
