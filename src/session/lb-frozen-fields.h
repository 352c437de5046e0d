#pragma once

#include "model/lb-prompt.h"

G_BEGIN_DECLS

/**
 * LbFrozenFields:
 *
 * Fields of a dataset's captions that are to have one value in all of them: paths as in #LbPrompt,
 * with values as JSON text. None of them is in another. Immutable: may go to any thread.
 */
#define LB_TYPE_FROZEN_FIELDS (lb_frozen_fields_get_type ())
G_DECLARE_FINAL_TYPE (LbFrozenFields, lb_frozen_fields, LB, FROZEN_FIELDS, GObject)

/* @text: (nullable): as lb_frozen_fields_get_text() gives it; of none where it is broken. */
LbFrozenFields *lb_frozen_fields_new (const char *text);
/* How it is kept; "" for none. */
const char *lb_frozen_fields_get_text (LbFrozenFields *self);
guint lb_frozen_fields_get_n (LbFrozenFields *self);
/* (transfer full): in the order in which they were frozen. */
char **lb_frozen_fields_dup_paths (LbFrozenFields *self);
/* (transfer full) (nullable): NULL for a path that is none of them. */
char *lb_frozen_fields_dup_value (LbFrozenFields *self, const char *path);
/* (transfer full) (nullable): the one of them that @path is or is in. */
char *lb_frozen_fields_find (LbFrozenFields *self, const char *path);

/* Whether what is at @path may be constant: an element of a list is another thing in each picture.
 */
gboolean lb_frozen_fields_can_have (const char *path);
/* (transfer full): with @path, instead of what is in it. */
LbFrozenFields *lb_frozen_fields_with (LbFrozenFields *self, const char *path, const char *json);
/* (transfer full): with all of @other. */
LbFrozenFields *lb_frozen_fields_with_all (LbFrozenFields *self, LbFrozenFields *other);
/* (transfer full) */
LbFrozenFields *lb_frozen_fields_without (LbFrozenFields *self, const char *path);

/* (transfer full): @caption with all values that it would be no worse with. @left_out:
 * (nullable): gets the paths of those that it has not got. */
LbPrompt *lb_frozen_fields_put (LbFrozenFields *self, LbPrompt *caption, GStrvBuilder *left_out);

G_END_DECLS
