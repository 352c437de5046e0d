#pragma once

#include "model/lb-query-set.h"

G_BEGIN_DECLS

/**
 * LbSaidValue:
 * @label: (unowned): the most frequent of its spellings
 * @n_images: in how many images each spelling is, added up
 * @spellings: (element-type utf8): as in the records; (unowned)
 *
 * What captions say in a field. Values that differ in hyphens, in an article before or in
 * punctuation behind them only are one; records know one case of letters anyway.
 */
typedef struct
{
  const char *label;
  guint n_label_images;
  guint n_images;
  GPtrArray *spellings;
} LbSaidValue;

/* (transfer full) (element-type utf8 guint): what the captions of @set say in the fields @paths
 * (array zero-terminated=1, as queries spell them), and in how many images that is. */
GHashTable *lb_said_values_count (LbQuerySet *set, const char *const *paths);
/* (transfer full) (element-type LbSaidValue): of @spellings, which must outlive it, those with the
 * most images first. */
GPtrArray *lb_said_values_join (GHashTable *spellings);
/* (transfer full): the query that finds it in @path, of all its spellings; of those that have
 * room in 1000 bytes where they are very many. */
char *lb_said_value_write (const LbSaidValue *self, const char *path);
/* (transfer full): what is the same for all spellings. @text: as in a record */
char *lb_said_value_plain (const char *text);

G_END_DECLS
