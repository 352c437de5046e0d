#pragma once

#include "model/lb-dataset.h"
#include "model/lb-project.h"
#include "model/lb-prompt.h"

G_BEGIN_DECLS

/* (transfer full): the words that a legacy dataset of the project starts with in front of each
 * caption (R23), e.g. "An illustration of Rusty, a red fox, ". */
char *lb_caption_line_make_prefix (LbProject *project);
/* (transfer full): what @prompt describes, as one line of plain words that goes on where the
 * prefix of @dataset ends (R63), and does not say again what stands there. Empty when the prompt
 * has no words. */
char *lb_caption_line_write (LbPrompt *prompt, LbProject *project, LbDataset *dataset);

G_END_DECLS
