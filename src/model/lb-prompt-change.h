#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* One field's difference. Properties: path, before, after (JSON text, NULL = not there), and
 * accepted (read-write, TRUE at first). */
#define LB_TYPE_PROMPT_CHANGE (lb_prompt_change_get_type ())
G_DECLARE_FINAL_TYPE (LbPromptChange, lb_prompt_change, LB, PROMPT_CHANGE, GObject)

LbPromptChange *lb_prompt_change_new (const char *path, const char *before, const char *after);
const char *lb_prompt_change_get_path (LbPromptChange *self);
const char *lb_prompt_change_get_before (LbPromptChange *self);
const char *lb_prompt_change_get_after (LbPromptChange *self);
gboolean lb_prompt_change_get_accepted (LbPromptChange *self);
void lb_prompt_change_set_accepted (LbPromptChange *self, gboolean accepted);

G_END_DECLS
