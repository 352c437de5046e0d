#pragma once

#include <adwaita.h>

#include "session/lb-account-list.h"

G_BEGIN_DECLS

/* What can be chosen for good; each choice holds at once. */
#define LB_TYPE_PREFERENCES_DIALOG (lb_preferences_dialog_get_type ())
G_DECLARE_FINAL_TYPE (
  LbPreferencesDialog, lb_preferences_dialog, LB, PREFERENCES_DIALOG, AdwPreferencesDialog)

LbPreferencesDialog *
lb_preferences_dialog_new (GSettings *settings, const char *data_dir, LbAccountList *accounts);

G_END_DECLS
