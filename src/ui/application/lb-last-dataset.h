#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Which dataset of an account was shown last, by its number on its server, 0 for none: kept in
 * @settings, for the next time that account is shown. @account_id: LB_ACCOUNT_LOCAL_ID or another.
 */
gint64 lb_last_dataset_get (GSettings *settings, const char *account_id);
void lb_last_dataset_set (GSettings *settings, const char *account_id, gint64 id);
/* The account is no more. */
void lb_last_dataset_forget (GSettings *settings, const char *account_id);

G_END_DECLS
