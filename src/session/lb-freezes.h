#pragma once

#include <libdex.h>

#include "session/lb-frozen-fields.h"
#include "storage/lb-database.h"

G_BEGIN_DECLS

/**
 * LbFreezes:
 *
 * Which fields of which dataset are frozen, kept in the account's database and all of it in memory.
 * What is on its way there counts at once; what the disk did not take does no more. All on the main
 * thread.
 *
 * Signal: changed (string, the UUID of a dataset).
 */
#define LB_TYPE_FREEZES (lb_freezes_get_type ())
G_DECLARE_FINAL_TYPE (LbFreezes, lb_freezes, LB, FREEZES, GObject)

LbFreezes *lb_freezes_new (LbDatabase *database);
/* Reads what an earlier run left; resolves TRUE. */
DexFuture *lb_freezes_load (LbFreezes *self);
/* (transfer none) (nullable): NULL for none. */
LbFrozenFields *lb_freezes_get (LbFreezes *self, const char *dataset_uuid);
/* @fields: (nullable): none any more. Resolves TRUE once it is on disk; fails with LB_ERROR_STORAGE
 * or NO_SPACE. */
DexFuture *lb_freezes_set (LbFreezes *self, const char *dataset_uuid, LbFrozenFields *fields);

G_END_DECLS
