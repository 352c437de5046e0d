#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * LbSearchProvider:
 *
 * The datasets of all accounts in the search of the desktop (org.gnome.Shell.SearchProvider2). It
 * answers from what is on this computer, without a window, a session or a service. Signals:
 * show-dataset (char *account_id, gint64 id): one of them is wanted; it is NULL, and 0, when that
 * has gone meanwhile. search (char **terms): all of them are wanted, in a window.
 */
#define LB_TYPE_SEARCH_PROVIDER (lb_search_provider_get_type ())
G_DECLARE_FINAL_TYPE (LbSearchProvider, lb_search_provider, LB, SEARCH_PROVIDER, GObject)

LbSearchProvider *lb_search_provider_new (void);
/* @accounts: (element-type LbAccountEntry): nothing is found without. */
void lb_search_provider_set_accounts (LbSearchProvider *self, GListModel *accounts);
/* At @path and a step below it, until lb_search_provider_unexport(). FALSE with @error set when
 * another object is there. */
gboolean lb_search_provider_export (LbSearchProvider *self,
                                    GDBusConnection *bus,
                                    const char *path,
                                    GError **error);
void lb_search_provider_unexport (LbSearchProvider *self);

G_END_DECLS
