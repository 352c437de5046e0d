#pragma once

#include <gio/gio.h>

#include "imaging/lb-fingerprint.h"

G_BEGIN_DECLS

/* Whether a person has said that those two are not alike; on the thread of the search. */
typedef gboolean (*LbFingerprintApart) (guint one, guint other, gconstpointer data);

/**
 * lb_fingerprint_groups_find:
 * @prints: (element-type LbFingerprint) (array): those that are compared
 * @likeness: what counts as alike
 * @apart: (nullable): who is not to be in a group because of the other
 * @cancel: (nullable)
 *
 * Who is alike, in groups of two and more. In each the first is like each of the others: it is one
 * that has most of its like, so that no chain of small differences joins what is not alike. Nobody
 * is in two. For a thread; some milliseconds for thousands of pictures that differ.
 *
 * Returns: (transfer full) (element-type GArray): groups of guint, positions in @prints: the first
 *   as said, the others in their order; groups in the order of their earliest. None at all when it
 *   was cancelled
 */
GPtrArray *lb_fingerprint_groups_find (const LbFingerprint *prints,
                                       guint n_prints,
                                       LbLikeness likeness,
                                       LbFingerprintApart apart,
                                       gconstpointer data,
                                       GCancellable *cancel);

G_END_DECLS
