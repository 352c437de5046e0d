#pragma once

#include "model/lb-query.h"

G_BEGIN_DECLS

/* Whether two trees are the same, condition by condition. */
static inline gboolean
query_node_equal (const LbQueryNode *self, const LbQueryNode *other)
{
  if (self->kind != other->kind)
    return FALSE;
  if (self->kind == LB_QUERY_NODE_TERM)
    return self->field == other->field && self->test == other->test &&
           g_strcmp0 (self->path, other->path) == 0 && g_strcmp0 (self->text, other->text) == 0;
  if (self->children->len != other->children->len || g_strcmp0 (self->path, other->path) != 0)
    return FALSE;

  for (guint i = 0; i < self->children->len; i++)
    if (!query_node_equal (g_ptr_array_index (self->children, i),
                           g_ptr_array_index (other->children, i)))
      return FALSE;

  return TRUE;
}

/* (transfer full): what is written of @query. */
static inline char *
query_format (LbQuery *query)
{
  const LbQueryNode *root = lb_query_get_root (query);

  return root != NULL ? lb_query_node_format (root) : g_strdup ("");
}

G_END_DECLS
