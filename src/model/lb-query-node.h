#pragma once

#include "model/lb-query-field.h"

G_BEGIN_DECLS

typedef enum
{
  LB_QUERY_NODE_TERM,
  LB_QUERY_NODE_SAME, /* of one other, all of which must hold for one and the same object */
  LB_QUERY_NODE_NOT,  /* of one other */
  LB_QUERY_NODE_AND,  /* of two or more, none of which is such a one itself */
  LB_QUERY_NODE_OR    /* the same */
} LbQueryNodeKind;

typedef struct _LbQueryNode LbQueryNode;

/**
 * LbQueryNode:
 * @kind: whether it is a condition, or what joins others
 * @children: (nullable) (element-type LbQueryNode): what it joins
 * @field: what a condition is about
 * @path: (nullable): for %LB_QUERY_PATH and %LB_QUERY_NODE_SAME, as it was spelled
 * @test: how it compares
 * @text: (nullable): with what; %NULL for %LB_QUERY_ANY. One of lb_query_field_list_values() where
 *   there are such
 *
 * A part of a query. What a query holds is never changed.
 */
struct _LbQueryNode
{
  LbQueryNodeKind kind;
  GPtrArray *children;
  LbQueryField field;
  char *path;
  LbQueryTest test;
  char *text;
};

/* @path, @text: (nullable): copied */
LbQueryNode *
lb_query_node_new (LbQueryField field, const char *path, LbQueryTest test, const char *text);
/* @path: where the objects are; @inside: (transfer full) */
LbQueryNode *lb_query_node_new_same (const char *path, LbQueryNode *inside);
/* @kind: neither a condition nor %LB_QUERY_NODE_SAME. @first: (transfer full) (nullable) */
LbQueryNode *lb_query_node_new_group (LbQueryNodeKind kind, LbQueryNode *first);
/* @child: (transfer full): those of a child of the same kind are taken over, but for NOT and SAME.
 */
void lb_query_node_add (LbQueryNode *self, LbQueryNode *child);
LbQueryNode *lb_query_node_copy (const LbQueryNode *self);
void lb_query_node_free (LbQueryNode *self);
/* (transfer full): in the language of LbQuery. */
char *lb_query_node_format (const LbQueryNode *self);
/* Whether @text can stand for LB_QUERY_HAS. It then has no blanks, quotes, parentheses or stars;
 * other text is for LB_QUERY_WORDS. @field: what it is compared with */
gboolean lb_query_node_is_word (LbQueryField field, const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbQueryNode, lb_query_node_free)

G_END_DECLS
