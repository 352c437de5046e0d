#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The key of the settings, and its range. */
#define LB_TRASH_DAYS_KEY "trash-days"
#define LB_TRASH_DAYS_MIN 1
#define LB_TRASH_DAYS_MAX 365
#define LB_TRASH_DAYS_DEFAULT 30 /* where there are no settings, too */

/* How many days what was deleted stays in the trash, as the person has set it. For the main
 * thread. */
int lb_trash_days_get (void);

G_END_DECLS
