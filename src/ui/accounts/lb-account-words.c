#include "config.h"

#include "ui/accounts/lb-account-words.h"

#include <glib/gi18n.h>

#include "base/lb-error.h"
#include "base/lb-visible-text.h"

char *
lb_account_words (LbAccountEntry *account)
{
  if (lb_account_entry_get_kind (account) == LB_ACCOUNT_LOCAL)
    return g_strdup (_ ("On This Computer"));

  return lb_visible_text (lb_account_entry_get_label (account));
}

char *
lb_keyring_words (const GError *error)
{
  if (g_error_matches (error, LB_ERROR, LB_ERROR_OFFLINE))
    return g_strdup (_ ("There is no keyring on this computer."));
  if (g_error_matches (error, LB_ERROR, LB_ERROR_TIMED_OUT))
    return g_strdup (_ ("The keyring does not answer."));
  if (g_error_matches (error, LB_ERROR, LB_ERROR_FORBIDDEN))
    return g_strdup (_ ("The keyring is locked."));

  return g_strdup (_ ("The keyring does not work."));
}
