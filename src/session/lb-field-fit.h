#pragma once

#include "model/lb-prompt.h"

G_BEGIN_DECLS

/* What a service would take: whether @after is not too long, and no less valid than @before, the
 * caption that it is to be in place of. On any thread. */
gboolean lb_field_fit_is_no_worse (LbPrompt *before, LbPrompt *after);
/* (transfer full) (nullable): @caption with @json at @path, itself where that is there already;
 * NULL where that would be worse. */
LbPrompt *lb_field_fit_put (LbPrompt *caption, const char *path, const char *json);

G_END_DECLS
