#pragma once

#include "ui/prompt/lb-form-row.h"

G_BEGIN_DECLS

typedef enum
{
  LB_FIELD_LIST_UNKNOWN = 1 << 0, /* with the members that the contract doesn't know */
  LB_FIELD_LIST_BARE = 1 << 1     /* all fields without a title, even those that are empty */
} LbFieldListFlags;

/**
 * LbFieldList:
 *
 * The rows for members of one object, in a group or an expander row: those that there are or must
 * be, then the unknown ones, then a row behind which the empty ones wait.
 */
#define LB_TYPE_FIELD_LIST (lb_field_list_get_type ())
G_DECLARE_FINAL_TYPE (LbFieldList, lb_field_list, LB, FIELD_LIST, GObject)

/* @container: (not owned): an #AdwPreferencesGroup or #AdwExpanderRow; @tail: (nullable): the row
 * in it that all go in front of; @shape: (nullable): what the contract says of the object; @keys:
 * (nullable) (array zero-terminated=1): which of the known members; all of them if NULL. */
LbFieldList *lb_field_list_new (GtkWidget *container,
                                GtkWidget *tail,
                                LbPromptDraft *draft,
                                const char *path,
                                const LbPromptShape *shape,
                                const char *const *keys,
                                LbFieldListFlags flags);
void lb_field_list_update (LbFieldList *self);
void lb_field_list_set_path (LbFieldList *self, const char *path);
gboolean lb_field_list_show_path (LbFieldList *self, const char *path);
/* Whether there is a row to be seen. */
gboolean lb_field_list_has_rows (LbFieldList *self);
/* Focuses the first field. */
void lb_field_list_focus_first (LbFieldList *self);

G_END_DECLS
