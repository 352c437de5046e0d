#pragma once

#include <gtk/gtk.h>

#include "model/lb-query-node.h"

G_BEGIN_DECLS

/**
 * LbConditionRow:
 *
 * One condition of a query as a form: field, comparison, value. Signals: changed; remove.
 */
#define LB_TYPE_CONDITION_ROW (lb_condition_row_get_type ())
G_DECLARE_FINAL_TYPE (LbConditionRow, lb_condition_row, LB, CONDITION_ROW, GtkListBoxRow)

/* Whether such a row can say @node, which may be a condition in NOT. */
gboolean lb_condition_row_can_show (const LbQueryNode *node);
/* @fields: (array zero-terminated=1): what can be asked about, beside anything; @node: (nullable):
 * what it says at first */
LbConditionRow *lb_condition_row_new (const char *const *fields, const LbQueryNode *node);
/* (transfer full) (nullable): NULL while a value is missing, or wrong. */
LbQueryNode *lb_condition_row_dup_node (LbConditionRow *self);
/* (transfer none): what comes first in it. */
GtkWidget *lb_condition_row_get_field (LbConditionRow *self);
/* Whether there is a value, and it is wrong. */
gboolean lb_condition_row_is_wrong (LbConditionRow *self);

G_END_DECLS
