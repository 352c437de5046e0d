#pragma once

#include <adwaita.h>

#include "session/lb-session.h"

G_BEGIN_DECLS

/* Asks for a new name and sets it; a refusal is shown in the dialog. */
#define LB_TYPE_RENAME_DIALOG (lb_rename_dialog_get_type ())
G_DECLARE_FINAL_TYPE (LbRenameDialog, lb_rename_dialog, LB, RENAME_DIALOG, AdwDialog)

/* @item: an LbDataset or an LbProject */
LbRenameDialog *lb_rename_dialog_new (LbSession *session, GObject *item);

G_END_DECLS
