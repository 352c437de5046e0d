#pragma once

#include "ui/prompt/lb-form-row.h"

G_BEGIN_DECLS

/* The objects of a list as a group: a row each, and a button that adds one. */
#define LB_TYPE_LIST_GROUP (lb_list_group_get_type ())
G_DECLARE_FINAL_TYPE (LbListGroup, lb_list_group, LB, LIST_GROUP, AdwPreferencesGroup)

/* @field: a list at the top of the document. */
GtkWidget *lb_list_group_new (LbPromptDraft *draft, const char *title, const LbPromptField *field);
void lb_list_group_update (LbListGroup *self);
gboolean lb_list_group_show_path (LbListGroup *self, const char *path);

G_END_DECLS
