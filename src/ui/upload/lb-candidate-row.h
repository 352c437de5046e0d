#pragma once

#include "jobs/lb-candidate.h"
#include "ui/check/lb-check-group.h"

G_BEGIN_DECLS

/* (transfer none): how files to be added show in a group; its data: none. A row follows its file
 * by itself. */
const LbCheckKind *lb_candidate_row_get_kind (void);

G_END_DECLS
