#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "session/lb-saved-filter.h"
#include "storage/lb-database.h"

G_BEGIN_DECLS

/**
 * LbSavedFilters:
 *
 * The filters that a person has kept for an account, on this computer alone. The list follows the
 * disk: it changes once a change is on disk, and not at all when it can't be. All on the main
 * thread.
 */
#define LB_TYPE_SAVED_FILTERS (lb_saved_filters_get_type ())
G_DECLARE_FINAL_TYPE (LbSavedFilters, lb_saved_filters, LB, SAVED_FILTERS, GObject)

LbSavedFilters *lb_saved_filters_new (LbDatabase *database);
/* (transfer none) (element-type LbSavedFilter): live, by name; empty before loading. */
GListModel *lb_saved_filters_get_list (LbSavedFilters *self);
/* Each resolves TRUE once the list is as the disk has it; fails with LB_ERROR_STORAGE or NO_SPACE,
 * and with INVALID for a blank name. */
DexFuture *lb_saved_filters_load (LbSavedFilters *self);
/* One of that name is replaced. */
DexFuture *lb_saved_filters_save (LbSavedFilters *self, const char *name, const char *text);
/* Fails with LB_ERROR_CONFLICT where another has that name. */
DexFuture *lb_saved_filters_rename (LbSavedFilters *self, LbSavedFilter *filter, const char *name);
DexFuture *lb_saved_filters_remove (LbSavedFilters *self, LbSavedFilter *filter);

G_END_DECLS
