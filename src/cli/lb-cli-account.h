#pragma once

#include "cli/lb-cli.h"
#include "session/lb-account-list.h"
#include "session/lb-secrets.h"
#include "session/lb-session.h"

G_BEGIN_DECLS

/* Takes BRIA_API_TOKEN out of the environment, so that no program that is started gets it, and
 * wipes it where it stood. First of all, before there are threads. */
void lb_cli_take_token (void);
/* (nullable): what it was; clean or not. */
const char *lb_cli_get_token (void);
/* (transfer full) (nullable): the accounts there are. That a damaged list was set aside is said on
 * standard error, and why one can't be read; then @exit (out) is what to end with. */
LbAccountList *lb_cli_read_accounts (LbCliExit *exit);
/* (nullable) (transfer none): the account that is called @name; when there is none or several it is
 * said on standard error. */
LbAccountEntry *lb_cli_find_account (LbAccountList *accounts, const char *name);
/* (transfer full) (nullable): the token of @account, from the environment or where it is kept. When
 * it can't be had it is said on standard error. */
char *lb_cli_find_token (LbAccountEntry *account, LbSecrets *secrets);
/* (transfer full) (nullable): a session of the account @name, which other programs may have open
 * too, or of this computer for NULL; of the service of @data_dir, with a state of its own there;
 * both (nullable). When that can't be it is said on standard error, and @exit (out) is what to end
 * with. */
LbSession *lb_cli_new_session (const char *name, const char *data_dir, LbCliExit *exit);
/* (transfer full): where pictures that the command line adds to @session's account wait. The window
 * has a place of its own, so that both can send at once. */
char *lb_cli_dup_queue_dir (LbSession *session);
/* Waits until @session is open; that its damaged record was set aside is said on standard error.
 * What is changed is a step that the window can undo. @stop: as for lb_cli_wait(). */
gboolean lb_cli_open_session (LbSession *session, GCancellable *stop, GError **error);

G_END_DECLS
