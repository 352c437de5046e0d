#pragma once

#include "model/lb-query-field.h"

G_BEGIN_DECLS

typedef enum
{
  LB_QUERY_PLACE_WORD, /* a word that may become a field, or AND, OR or NOT */
  LB_QUERY_PLACE_VALUE
} LbQueryPlaceKind;

/**
 * LbQueryPlace:
 * @kind: what is written there
 * @start: byte at which it begins, with the quote if there is one
 * @end: byte behind it
 * @typed: (owned): what is written of it up to the place
 * @field: of a value: what it is of
 * @path: (owned) (nullable): of a value: the field of the caption, as it is spelled
 * @within: (owned) (nullable): the list or object in whose parentheses it is, as it is spelled; the
 *   innermost, from the beginning of the caption where the ones around it are spelled so too
 * @by_order: of a value: whether it is compared as more or less
 *
 * A place in a query that is being written, and need not be right.
 */
typedef struct
{
  LbQueryPlaceKind kind;
  gsize start;
  gsize end;
  char *typed;
  LbQueryField field;
  char *path;
  char *within;
  gboolean by_order;
} LbQueryPlace;

/* @offset: a byte of @text (UTF-8), or its length. Returns (transfer full). */
LbQueryPlace *lb_query_place_new (const char *text, gsize offset);
void lb_query_place_free (LbQueryPlace *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbQueryPlace, lb_query_place_free)

G_END_DECLS
