#pragma once

#include "model/lb-project.h"

G_BEGIN_DECLS

/* (transfer full): what another project like @project is made of, as JSON. */
char *lb_copy_project_to_text (LbProject *project);
/* (transfer full) (nullable): it, to be created; NULL for a text that is none. */
LbProject *lb_copy_project_from_text (const char *text);

G_END_DECLS
