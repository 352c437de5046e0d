#pragma once

#include "jobs/lb-check-job.h"
#include "ui/check/lb-check-group.h"

G_BEGIN_DECLS

/* What the job is given by who shows its rows, an LbNamesakes: of all its pictures. */
#define LB_CANDIDATE_ROW_NAMESAKES "lb-namesakes"

/* (transfer none): how files to be added show in a group; its data: (nullable): the
 * LbCheckJob that judges them, which lets a person add a duplicate all the same. */
const LbCheckKind *lb_candidate_row_get_kind (void);

G_END_DECLS
