#pragma once

#include <adwaita.h>

#include "session/lb-account-list.h"
#include "session/lb-session.h"

G_BEGIN_DECLS

/* Whose datasets the sidebar shows, what that means, and whether the service answers. */
#define LB_TYPE_ACCOUNT_FOOT (lb_account_foot_get_type ())
G_DECLARE_FINAL_TYPE (LbAccountFoot, lb_account_foot, LB, ACCOUNT_FOOT, AdwBin)

void lb_account_foot_set_session (LbAccountFoot *self, LbSession *session);
/* The menu lets one of them be chosen, by the action app.account. */
void lb_account_foot_set_accounts (LbAccountFoot *self, LbAccountList *accounts);
/* Shows the menu. */
void lb_account_foot_open (LbAccountFoot *self);

G_END_DECLS
