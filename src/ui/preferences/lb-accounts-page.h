#pragma once

#include <adwaita.h>

#include "session/lb-account-list.h"
#include "session/lb-secrets.h"

G_BEGIN_DECLS

/**
 * LbAccountsPage:
 *
 * The accounts of this person: each can be opened and its token tried, the one that is shown also
 * changed and signed out of. Signal: wanted (detailed action): what the window is to do when the
 * preferences have closed.
 */
#define LB_TYPE_ACCOUNTS_PAGE (lb_accounts_page_get_type ())
G_DECLARE_FINAL_TYPE (LbAccountsPage, lb_accounts_page, LB, ACCOUNTS_PAGE, AdwPreferencesPage)

/* @shown: the account that the window shows. */
LbAccountsPage *
lb_accounts_page_new (LbAccountList *accounts, LbSecrets *secrets, LbAccountEntry *shown);

G_END_DECLS
