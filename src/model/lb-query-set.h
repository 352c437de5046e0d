#pragma once

#include <gio/gio.h>

#include "model/lb-query-record.h"

G_BEGIN_DECLS

/**
 * LbQuerySet:
 *
 * What a set of images says and is, at one time. It is filled on one thread and may be read on
 * others from then on.
 */
typedef struct _LbQuerySet LbQuerySet;

LbQuerySet *lb_query_set_new (LbQueryPaths *paths);
LbQuerySet *lb_query_set_ref (LbQuerySet *self);
void lb_query_set_unref (LbQuerySet *self);
/* @record: (transfer none): made with the same paths */
void lb_query_set_add (LbQuerySet *self, LbQueryRecord *record, const LbQueryFacts *facts);
guint lb_query_set_get_length (LbQuerySet *self);
LbQueryPaths *lb_query_set_get_paths (LbQuerySet *self);
const LbQueryRecord *lb_query_set_get_record (LbQuerySet *self, guint position);
const LbQueryFacts *lb_query_set_get_facts (LbQuerySet *self, guint position);
/* How many images @query finds; 0 for what is no query. */
guint lb_query_set_count (LbQuerySet *self, const char *query);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbQuerySet, lb_query_set_unref)

G_END_DECLS
