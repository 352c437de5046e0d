#pragma once

#include "model/lb-prompt.h"

G_BEGIN_DECLS

/* One change of a caption in words. All (transfer full), for people. */

/* Where: "Objects › Two gulls › Orientation"; an object is named as it was before, or by its place
 * where nothing names it. The whole is "Caption". @before: (nullable): what the change starts from.
 */
char *lb_change_title (LbPromptChange *change, LbPrompt *before);
/* The same, shorter: what is in an object stands behind its name only: "Two gulls › Orientation".
 * @before: where the change is */
char *lb_change_short_title (LbPromptChange *change, LbPrompt *before);
/* (nullable): what kind of change it is when it is not simply another value: "New field". */
const char *lb_change_tag (LbPromptChange *change);
/* What was there, and what comes. NULL for nothing, or when the words don't say it. */
void lb_change_texts (LbPromptChange *change, char **before, char **after);

G_END_DECLS
