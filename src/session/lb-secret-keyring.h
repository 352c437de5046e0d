#pragma once

#include <libdex.h>

G_BEGIN_DECLS

/* The keyring of the desktop: the Secret Service, or in a sandbox what libsecret has for it. Errors
 * as in lb-secrets.h. @origin: see lb_secrets_origin(). */

typedef struct
{
  guint reply_ms;  /* how long the keyring may take */
  guint person_ms; /* how long one may take that it asks */
} LbSecretPatience;

/* In place of what the keyring has for the account. Resolves TRUE. @origin: that the token is for,
 * to be known in a list of the keyring. */
DexFuture *lb_secret_keyring_store (const char *account_id,
                                    const char *origin,
                                    const char *token,
                                    LbSecretPatience patience);
/* Resolves to what the keyring has, as it is; LB_ERROR_NOT_FOUND when that is nothing. */
DexFuture *
lb_secret_keyring_lookup (const char *account_id, const char *origin, LbSecretPatience patience);
/* Resolves TRUE when it has nothing of the account any more. */
DexFuture *lb_secret_keyring_clear (const char *account_id, LbSecretPatience patience);

G_END_DECLS
