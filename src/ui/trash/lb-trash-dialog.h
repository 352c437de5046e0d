#pragma once

#include <adwaita.h>

#include "session/lb-session.h"

G_BEGIN_DECLS

/**
 * LbTrashDialog:
 *
 * What was deleted in the last days, to be restored or deleted for good.
 */
#define LB_TYPE_TRASH_DIALOG (lb_trash_dialog_get_type ())
G_DECLARE_FINAL_TYPE (LbTrashDialog, lb_trash_dialog, LB, TRASH_DIALOG, AdwDialog)

/* @session: one whose account is open */
LbTrashDialog *lb_trash_dialog_new (LbSession *session);

G_END_DECLS
