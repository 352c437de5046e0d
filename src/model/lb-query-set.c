#include "model/lb-query-set.h"

#include "model/lb-query-matcher.h"

struct _LbQuerySet
{
  gatomicrefcount ref_count;
  LbQueryPaths *paths; /* (owned) */
  GPtrArray *records;  /* (owned) (element-type LbQueryRecord) */
  GArray *facts;       /* (owned) (element-type LbQueryFacts): of as many */
};

LbQuerySet *
lb_query_set_new (LbQueryPaths *paths)
{
  LbQuerySet *self = g_new0 (LbQuerySet, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->paths = lb_query_paths_ref (paths);
  self->records = g_ptr_array_new_with_free_func ((GDestroyNotify) lb_query_record_unref);
  self->facts = g_array_new (FALSE, FALSE, sizeof (LbQueryFacts));

  return self;
}

LbQuerySet *
lb_query_set_ref (LbQuerySet *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
lb_query_set_unref (LbQuerySet *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  lb_query_paths_unref (self->paths);
  g_ptr_array_unref (self->records);
  g_array_unref (self->facts);
  g_free (self);
}

void
lb_query_set_add (LbQuerySet *self, LbQueryRecord *record, const LbQueryFacts *facts)
{
  g_ptr_array_add (self->records, lb_query_record_ref (record));
  g_array_append_val (self->facts, *facts);
}

guint
lb_query_set_get_length (LbQuerySet *self)
{
  return self->records->len;
}

LbQueryPaths *
lb_query_set_get_paths (LbQuerySet *self)
{
  return self->paths;
}

const LbQueryRecord *
lb_query_set_get_record (LbQuerySet *self, guint position)
{
  return g_ptr_array_index (self->records, position);
}

const LbQueryFacts *
lb_query_set_get_facts (LbQuerySet *self, guint position)
{
  return &g_array_index (self->facts, LbQueryFacts, position);
}

guint
lb_query_set_count (LbQuerySet *self, const char *query)
{
  g_autoptr (LbQuery) read = lb_query_new (query, NULL);
  g_autoptr (LbQueryMatcher) matcher = NULL;
  guint n_found = 0;

  if (read == NULL)
    return 0;

  matcher = lb_query_matcher_new (read, self->paths);
  for (guint i = 0; i < self->records->len; i++)
    if (lb_query_matcher_matches (matcher, lb_query_set_get_record (self, i),
                                  lb_query_set_get_facts (self, i)))
      n_found++;

  return n_found;
}
