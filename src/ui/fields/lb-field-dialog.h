#pragma once

#include <adwaita.h>

#include "session/lb-session.h"

G_BEGIN_DECLS

/* One field of many captions: another value, or other words in it. What is accepted of the changes
 * that are shown is applied as one step of the history; a toast over the window that the dialog is
 * presented in says how many captions that were. */
#define LB_TYPE_FIELD_DIALOG (lb_field_dialog_get_type ())
G_DECLARE_FINAL_TYPE (LbFieldDialog, lb_field_dialog, LB, FIELD_DIALOG, AdwDialog)

/* @from: a widget of the window. @images: (element-type LbImage): of @dataset, a fibo draft. @path:
 * which field, in each of their captions. @value: (nullable): JSON text that all get; NULL to ask
 * for words. */
void lb_field_dialog_present (GtkWidget *from,
                              LbSession *session,
                              LbDataset *dataset,
                              GPtrArray *images,
                              const char *path,
                              const char *value);

G_END_DECLS
