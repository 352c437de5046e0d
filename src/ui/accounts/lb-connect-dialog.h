#pragma once

#include <adwaita.h>

#include "session/lb-account-list.h"
#include "session/lb-secrets.h"

G_BEGIN_DECLS

/**
 * LbConnectDialog:
 *
 * Adds an account, or signs in to one again. What is typed is tried with one call before any of it
 * is kept, and where the token is kept when the keyring can't is asked. Signal: connected
 * (LbAccountEntry, token).
 */
#define LB_TYPE_CONNECT_DIALOG (lb_connect_dialog_get_type ())
G_DECLARE_FINAL_TYPE (LbConnectDialog, lb_connect_dialog, LB, CONNECT_DIALOG, AdwDialog)

/* @entry: (nullable): the account to sign in to, NULL for a new one. */
LbConnectDialog *
lb_connect_dialog_new (LbAccountList *accounts, LbSecrets *secrets, LbAccountEntry *entry);

G_END_DECLS
