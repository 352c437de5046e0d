#pragma once

#include <adwaita.h>

#include "session/lb-session.h"

G_BEGIN_DECLS

/**
 * LbHistoryDialog:
 *
 * All steps that can be taken back or done again, in words and newest first.
 */
#define LB_TYPE_HISTORY_DIALOG (lb_history_dialog_get_type ())
G_DECLARE_FINAL_TYPE (LbHistoryDialog, lb_history_dialog, LB, HISTORY_DIALOG, AdwDialog)

/* @session: one whose account is open */
LbHistoryDialog *lb_history_dialog_new (LbSession *session);

G_END_DECLS
