#pragma once

#include "jobs/lb-candidate.h"

G_BEGIN_DECLS

/* What would best be kept of a candidate, for a person to choose. Properties: chosen (boolean,
 * notify). */
#define LB_TYPE_CROP_PROPOSAL (lb_crop_proposal_get_type ())
G_DECLARE_FINAL_TYPE (LbCropProposal, lb_crop_proposal, LB, CROP_PROPOSAL, GObject)

/* Chosen at first. */
LbCropProposal *lb_crop_proposal_new (LbCandidate *candidate, const LbCrop *crop);
LbCandidate *lb_crop_proposal_get_candidate (LbCropProposal *self); /* (transfer none) */
const LbCrop *lb_crop_proposal_get_crop (LbCropProposal *self);
gboolean lb_crop_proposal_get_chosen (LbCropProposal *self);
void lb_crop_proposal_set_chosen (LbCropProposal *self, gboolean chosen);

G_END_DECLS
