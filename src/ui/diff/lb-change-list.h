#pragma once

#include "model/lb-prompt.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * LbChangeList:
 *
 * What differs between two captions, a row each with a check, and how many. Space or Enter on a row
 * takes it or leaves it alone; with more rows than anybody looks through the rest has one.
 * Properties: n-changes and n-accepted (uint, read only); conflict (boolean, to be set first): the
 * changes lead from what somebody else wrote to what was written here, and what is checked is kept
 * of that; whole-title (string, nullable, to be set first): what a change of the whole is called
 * when it is no caption; read-only (boolean, to be set first): it was changed already, and there
 * are no checks.
 */
#define LB_TYPE_CHANGE_LIST (lb_change_list_get_type ())
G_DECLARE_FINAL_TYPE (LbChangeList, lb_change_list, LB, CHANGE_LIST, GtkBox)

GtkWidget *lb_change_list_new (void);
/* @changes: (nullable) (element-type LbPromptChange): as lb_prompt_diff() makes them. @before:
 * (nullable): what they start from. */
void lb_change_list_set_changes (LbChangeList *self, GListModel *changes, LbPrompt *before);
/* (transfer none) (nullable) */
GListModel *lb_change_list_get_changes (LbChangeList *self);
guint lb_change_list_get_n_changes (LbChangeList *self);
guint lb_change_list_get_n_accepted (LbChangeList *self);
/* (transfer full): on the button that applies what is checked: "Apply 3 of 4 Changes". */
char *lb_change_list_dup_apply_words (LbChangeList *self);
/* (transfer full): on the button that brings back what is checked, with a mnemonic: "Restore 3 of
 * 4". */
char *lb_change_list_dup_restore_words (LbChangeList *self);
/* Another title than the path makes for the change at @position, where there is a row for it. Until
 * other changes are set. */
void lb_change_list_set_title (LbChangeList *self, guint position, const char *title);
/* What would be wrong with the whole if what is checked were taken, under the rows. @issue:
 * (nullable). */
void lb_change_list_set_issue (LbChangeList *self, LbPromptIssue *issue);
/* On the first row. */
gboolean lb_change_list_focus (LbChangeList *self);

G_END_DECLS
