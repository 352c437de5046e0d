#pragma once

#include <gtksourceview/gtksource.h>

#include "ui/prompt/lb-text-folds.h"

G_BEGIN_DECLS

/**
 * LbJsonView:
 *
 * A source view for JSON whose objects and lists can be folded: by a column of triangles, by keys,
 * from the menu, and back by a press on what stands for what is folded. Actions: "json.fold" and
 * "json.unfold", of the innermost around the cursor; "json.fold-all" and "json.unfold-all".
 */
#define LB_TYPE_JSON_VIEW (lb_json_view_get_type ())
G_DECLARE_FINAL_TYPE (LbJsonView, lb_json_view, LB, JSON_VIEW, GtkSourceView)

/* (transfer none): of its buffer. */
LbTextFolds *lb_json_view_get_folds (LbJsonView *self);
/* What the user does: says so as well. */
void lb_json_view_toggle (LbJsonView *self, guint line);

G_END_DECLS
