#pragma once

#include <glib.h>

#include "session/lb-account-entry.h"

G_BEGIN_DECLS

/* (transfer full): what an account is called here, fit for a label. */
char *lb_account_words (LbAccountEntry *account);
/* (transfer full): why a token can't be kept in or had from the keyring. */
char *lb_keyring_words (const GError *error);

G_END_DECLS
