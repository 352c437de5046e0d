#pragma once

#include <adwaita.h>

#include "jobs/lb-duplicate-group.h"

G_BEGIN_DECLS

/**
 * LbDuplicatesDialog:
 *
 * Looks for images of a dataset that are alike, shows them in groups, and keeps one of each: its
 * caption takes what was chosen, the others go to the trash, as one step of the history. A toast
 * over the window that it is presented in says so. In a complete dataset they are only shown.
 */
#define LB_TYPE_DUPLICATES_DIALOG (lb_duplicates_dialog_get_type ())
G_DECLARE_FINAL_TYPE (LbDuplicatesDialog, lb_duplicates_dialog, LB, DUPLICATES_DIALOG, AdwDialog)

/* @from: a widget of the window. */
void lb_duplicates_dialog_present (GtkWidget *from, LbSession *session, LbDataset *dataset);

G_END_DECLS
