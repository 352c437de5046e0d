#pragma once

#include <adwaita.h>

#include "session/lb-account-list.h"
#include "session/lb-secrets.h"
#include "session/lb-session.h"

G_BEGIN_DECLS

/* What can be chosen for good; each choice holds at once. Signal: wanted (detailed action): what
 * the window is to do when this has closed. */
#define LB_TYPE_PREFERENCES_DIALOG (lb_preferences_dialog_get_type ())
G_DECLARE_FINAL_TYPE (
  LbPreferencesDialog, lb_preferences_dialog, LB, PREFERENCES_DIALOG, AdwPreferencesDialog)

LbPreferencesDialog *
lb_preferences_dialog_new (GSettings *settings, const char *data_dir, LbAccountList *accounts);
/* What is of an account: the accounts themselves, the captioner of this computer, history and
 * trash.
 * @session: of the account that is shown. Once. */
void lb_preferences_dialog_set_session (LbPreferencesDialog *self,
                                        LbSession *session,
                                        LbSecrets *secrets);

G_END_DECLS
