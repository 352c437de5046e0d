#pragma once

#include <adwaita.h>

#include "model/lb-query.h"

G_BEGIN_DECLS

/**
 * LbQueryDialog:
 *
 * A query as a form: conditions, of which all or any must hold. What a form can't say is kept as it
 * is, and the conditions are added to it. Signal: apply (text: string).
 */
#define LB_TYPE_QUERY_DIALOG (lb_query_dialog_get_type ())
G_DECLARE_FINAL_TYPE (LbQueryDialog, lb_query_dialog, LB, QUERY_DIALOG, AdwDialog)

/* @query: (nullable): what is there; @fields: (array zero-terminated=1): what can be asked about */
LbQueryDialog *lb_query_dialog_new (LbQuery *query, const char *const *fields);

G_END_DECLS
