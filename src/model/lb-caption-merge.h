#pragma once

#include "model/lb-comparison.h"

G_BEGIN_DECLS

/**
 * lb_caption_merge_new:
 * @keeper: (nullable): the caption that is kept; %NULL or blank: there is none
 * @others: (array zero-terminated=1): captions of pictures that go, the best first
 * @structured: whether they are JSON, and not plain words
 *
 * What the others say that @keeper does not, field by field. Accepted is what @keeper lacks: a
 * field that is missing or blank is filled with the first of @others that has it, and where there
 * is no caption the first of @others that can be read is taken. Not accepted, but to be chosen, is
 * what the best of @others says otherwise, and elements of lists that it has besides. Nothing is
 * ever removed; what is accepted at first leaves a valid caption valid. Plain words are one field.
 *
 * Returns: (transfer full): from @keeper on; without changes when there is nothing to be taken
 */
LbComparison *
lb_caption_merge_new (const char *keeper, const char *const *others, gboolean structured);

G_END_DECLS
