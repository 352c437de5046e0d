#pragma once

#include <adwaita.h>

#include "session/lb-account-list.h"

G_BEGIN_DECLS

/**
 * LbAccountDialog:
 *
 * What an account is called here, its plan, its server and where its token is kept. What is changed
 * holds at once. What asks further is left to the window: signal: wanted (utf8), the action that is
 * to follow once the dialog has gone.
 */
#define LB_TYPE_ACCOUNT_DIALOG (lb_account_dialog_get_type ())
G_DECLARE_FINAL_TYPE (LbAccountDialog, lb_account_dialog, LB, ACCOUNT_DIALOG, AdwDialog)

LbAccountDialog *lb_account_dialog_new (LbAccountList *accounts, LbAccountEntry *entry);

G_END_DECLS
