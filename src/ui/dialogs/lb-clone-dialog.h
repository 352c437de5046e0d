#pragma once

#include <adwaita.h>

#include "session/lb-session.h"

G_BEGIN_DECLS

/* Makes a draft with the images and captions of another dataset; a refusal is shown in the dialog.
 * Signal: cloned (LbDataset), also after the dialog was closed over the work. */
#define LB_TYPE_CLONE_DIALOG (lb_clone_dialog_get_type ())
G_DECLARE_FINAL_TYPE (LbCloneDialog, lb_clone_dialog, LB, CLONE_DIALOG, AdwDialog)

LbCloneDialog *lb_clone_dialog_new (LbSession *session, LbDataset *dataset);

G_END_DECLS
