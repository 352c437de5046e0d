#pragma once

#include <gio/gio.h>
#include <libdex.h>

G_BEGIN_DECLS

/* Who keeps a token. It is the person's choice, and the account's entry says which. */
typedef enum
{
  LB_SECRET_NOWHERE, /* nobody: it was never given, or has gone */
  LB_SECRET_KEYRING, /* the desktop's Secret Service, or the portal's in a sandbox */
  LB_SECRET_SESSION, /* this process, until it ends */
  LB_SECRET_FILE     /* a file that only this person can read, and everything they run */
} LbSecretPlace;

/* In the place of an account's id: the key of the captioner on this computer. */
#define LB_SECRETS_CAPTIONER "captioner"

/**
 * LbSecrets:
 *
 * The tokens of accounts. A token belongs to an account and to the origin (scheme, host and port)
 * it was given for: asked for another one, it is not there. Nobody is waited for longer than 30 s,
 * a person that a keyring asks for its password 120 s. There is no way from one place to another
 * but by a person's choice. On the main thread; futures resolve there.
 */
#define LB_TYPE_SECRETS (lb_secrets_get_type ())
G_DECLARE_FINAL_TYPE (LbSecrets, lb_secrets, LB, SECRETS, GObject)

/* @folder: (nullable): where the files are; NULL for $XDG_DATA_HOME/lookbook/tokens. */
LbSecrets *lb_secrets_new (const char *folder);

/* (transfer full) (nullable): @text without blanks around it. LB_ERROR_INVALID for what holds white
 * space, line breaks or control characters inside, is empty, or longer than 1024 bytes. */
char *lb_secrets_clean_token (const char *text, GError **error);
/* (transfer full) (nullable): "https://host:443", what a token is bound to; NULL for no address. */
char *lb_secrets_origin (const char *base_url);
/* Zeroes and frees. @token: (nullable) */
void lb_secrets_free_token (char *token);

/* Resolves TRUE once @place has the token and gives it back. Fails with LB_ERROR_INVALID for the
 * token or address, OFFLINE when there is no keyring, TIMED_OUT when it does not answer, FORBIDDEN
 * when it stays locked or says no, STORAGE or NO_SPACE; then @place keeps nothing new. An older
 * token of the account that was kept for the session or in a file goes when another place has it.
 */
DexFuture *lb_secrets_store (LbSecrets *self,
                             const char *account_id,
                             const char *base_url,
                             LbSecretPlace place,
                             const char *token);
/* Resolves to the token as a string. Fails with LB_ERROR_NOT_FOUND, or as above. */
DexFuture *lb_secrets_lookup (LbSecrets *self,
                              const char *account_id,
                              const char *base_url,
                              LbSecretPlace place);
/* Takes every token of the account from every place. Resolves TRUE when none is left; when a place
 * could not be asked it fails with why, and the others are empty. @place: where it is known to be:
 * the keyring's absence is no fault when the token was never there. */
DexFuture *lb_secrets_clear (LbSecrets *self, const char *account_id, LbSecretPlace place);

/* From now on no other process of this person can look into this one, and it leaves no core dump.
 * Called by itself as soon as a token is here. */
void lb_secrets_guard_process (void);

G_END_DECLS
