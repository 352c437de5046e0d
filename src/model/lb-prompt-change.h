#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* One field's difference, or an element's move within its list. Properties: path, before, after
 * (JSON text, NULL = not there), place and position (of a move; -1 for any other), and accepted
 * (read-write, TRUE at first). */
#define LB_TYPE_PROMPT_CHANGE (lb_prompt_change_get_type ())
G_DECLARE_FINAL_TYPE (LbPromptChange, lb_prompt_change, LB, PROMPT_CHANGE, GObject)

LbPromptChange *lb_prompt_change_new (const char *path, const char *before, const char *after);
/* An element that goes in front of the one that is at @place before, and is at @position after. Its
 * "before" and "after" are what it was before; what differs in it has changes of its own. */
LbPromptChange *
lb_prompt_change_new_move (const char *path, const char *before, guint place, guint position);
gboolean lb_prompt_change_is_move (LbPromptChange *self);
/* Of a move: its index before. */
guint lb_prompt_change_get_index (LbPromptChange *self);
int lb_prompt_change_get_place (LbPromptChange *self);
int lb_prompt_change_get_position (LbPromptChange *self);
const char *lb_prompt_change_get_path (LbPromptChange *self);
const char *lb_prompt_change_get_before (LbPromptChange *self);
const char *lb_prompt_change_get_after (LbPromptChange *self);
gboolean lb_prompt_change_get_accepted (LbPromptChange *self);
void lb_prompt_change_set_accepted (LbPromptChange *self, gboolean accepted);

G_END_DECLS
