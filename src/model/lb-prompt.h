#pragma once

#include <gio/gio.h>

#include "model/lb-prompt-change.h"
#include "model/lb-prompt-issue.h"

G_BEGIN_DECLS

/**
 * LbPrompt:
 *
 * An immutable structured prompt (or visual schema): a JSON object whose text is kept to the byte.
 * A change makes a new prompt in which everything not edited is unchanged to the byte.
 * Paths are spelled `lighting.direction` or `objects[0].pose`; a key that is not made of
 * letters, digits, `_` and `-` only is spelled `["odd key"]`. The empty path is the whole document.
 * Values given and returned are JSON text (`"dawn"`, `3`, `null`, `{...}`).
 */
#define LB_TYPE_PROMPT (lb_prompt_get_type ())
G_DECLARE_FINAL_TYPE (LbPrompt, lb_prompt, LB, PROMPT, GObject)

/* Which of the two documents of the contract a prompt is judged as. */
typedef enum
{
  LB_PROMPT_CAPTION, /* structured-prompt.schema.json */
  LB_PROMPT_SCHEMA   /* visual-schema.schema.json */
} LbPromptKind;

/* Parses without repair. Fails with LB_ERROR_INVALID; lb_prompt_issue_new_from_error() locates it.
 */
LbPrompt *lb_prompt_new (const char *text, GError **error);
/* Parses after the repairs of R62. @repaired: (out) (optional): whether anything was changed. */
LbPrompt *
lb_prompt_new_repaired (const char *text, LbPromptKind kind, gboolean *repaired, GError **error);
const char *lb_prompt_get_text (LbPrompt *self);

/* (transfer full) (element-type LbPromptIssue): empty when valid; in document order. */
GListModel *lb_prompt_validate (LbPrompt *self, LbPromptKind kind);
gboolean lb_prompt_is_valid (LbPrompt *self, LbPromptKind kind);

/* (transfer full) (nullable): JSON text of the value at @path, NULL when there is none. */
char *lb_prompt_get (LbPrompt *self, const char *path);
/* (transfer full) (nullable): the decoded text at @path when it is a string, else NULL. */
char *lb_prompt_get_string (LbPrompt *self, const char *path);
/* Members of the array or object at @path; 0 for anything else. */
guint lb_prompt_get_length (LbPrompt *self, const char *path);
/* (transfer full) (nullable): keys of the object at @path in document order. */
char **lb_prompt_get_keys (LbPrompt *self, const char *path);
/* @json: (nullable): the new value as JSON text; NULL removes the member. Missing parents are made.
 * An index equal to an array's length appends. Returns (transfer full) (nullable) a new prompt. */
LbPrompt *lb_prompt_set (LbPrompt *self, const char *path, const char *json, GError **error);
LbPrompt *
lb_prompt_set_string (LbPrompt *self, const char *path, const char *value, GError **error);
/* Gives the member of an object at @path another key, in its place. Returns (transfer full)
 * (nullable) a new prompt. */
LbPrompt *lb_prompt_rename (LbPrompt *self, const char *path, const char *key, GError **error);

/* (transfer full) (element-type LbPromptChange): what leads from @self to @other; empty if equal.
 * All indices are those of @self: an element that was removed (no "after") has its own, one that
 * came in (no "before") that of the element it goes in front of, or the length for the end; one
 * that moved is a change of its own (lb_prompt_change_is_move()). */
GListModel *lb_prompt_diff (LbPrompt *self, LbPrompt *other);
/* Texts and numbers in @self that none of @changes names. */
guint lb_prompt_count_same (LbPrompt *self, GListModel *changes);
/* Applies only the changes whose "accepted" is TRUE. Returns (transfer full) (nullable). */
LbPrompt *lb_prompt_apply (LbPrompt *self, GListModel *changes, GError **error);

/* (transfer full): the document pretty-printed with two spaces, numbers and strings as spelled. */
char *lb_prompt_format (LbPrompt *self);
/* (transfer full): one line of plain words for a tile: short_description, else the first text. */
char *lb_prompt_summarise (LbPrompt *self);

G_END_DECLS
