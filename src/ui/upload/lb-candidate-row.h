#pragma once

#include <adwaita.h>

#include "jobs/lb-candidate.h"

G_BEGIN_DECLS

/* A file in the review sheet: picture, name, what it is, verdict. */
#define LB_TYPE_CANDIDATE_ROW (lb_candidate_row_get_type ())
G_DECLARE_FINAL_TYPE (LbCandidateRow, lb_candidate_row, LB, CANDIDATE_ROW, GtkListBoxRow)

GtkWidget *lb_candidate_row_new (LbCandidate *candidate);

G_END_DECLS
