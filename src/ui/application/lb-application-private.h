#pragma once

#include "session/lb-account-list.h"
#include "session/lb-secrets.h"
#include "session/lb-session.h"
#include "ui/application/lb-application.h"
#include "ui/application/lb-search-provider.h"
#include "ui/application/lb-window.h"

G_BEGIN_DECLS

struct _LbApplication
{
  AdwApplication parent_instance;

  LbSession *session;         /* (owned) (nullable) before there is a window */
  LbAccountList *accounts;    /* (owned) (nullable) before startup */
  LbSecrets *secrets;         /* (owned) (nullable) before startup */
  GSettings *settings;        /* (owned) (nullable) before startup */
  char *data_dir;             /* (owned) (nullable) before startup: of the service here */
  char *next_account;         /* (owned) (nullable): to be opened when the window has closed */
  char *old_account;          /* (owned) (nullable): to be removed then */
  guint n_unsent;             /* pictures that wait in the account whose window has closed */
  GListModel *files;          /* (owned) (nullable): GFile that this window had no dataset for */
  LbSearchProvider *provider; /* (owned) (nullable) before it is on the bus */
};

/* (nullable) */
LbWindow *lb_application_find_window (LbApplication *self);
/* The one window, made if there is none. */
LbWindow *lb_application_present_window (LbApplication *self);
/* Another account. Its window takes the place of this one, which asks first when work would be lost
 * or is under way; what waits in a queue of this account goes on when it is chosen again. Without
 * effect when there is no window, or another account is on its way. */
void lb_application_change_account (LbApplication *self, const char *id);
/* lb-application-desktop.c: what the desktop asks for */
void lb_application_add_desktop_actions (LbApplication *self);
/* The search, as long as the program has its name on the bus. */
gboolean lb_application_export_search (LbApplication *self,
                                       GDBusConnection *bus,
                                       const char *path,
                                       GError **error);
void lb_application_withdraw_search (LbApplication *self);
void lb_application_add_options (LbApplication *self);
/* -1 to go on, or the status to exit with. */
int lb_application_take_options (LbApplication *self, GVariantDict *options);
/* Shows the dataset @id of an account, or the account when there is none of that id. */
void lb_application_show_dataset (LbApplication *self, const char *account_id, gint64 id);

G_END_DECLS
