#pragma once

#include "jobs/lb-crop-source.h"

G_BEGIN_DECLS

/* What would best be kept of a picture, for a person to choose. Properties: chosen (boolean,
 * notify). */
#define LB_TYPE_CROP_PROPOSAL (lb_crop_proposal_get_type ())
G_DECLARE_FINAL_TYPE (LbCropProposal, lb_crop_proposal, LB, CROP_PROPOSAL, GObject)

/* Chosen at first. */
LbCropProposal *lb_crop_proposal_new (LbCropSource *source, gpointer picture, const LbCrop *crop);
LbCropSource *lb_crop_proposal_get_source (LbCropProposal *self); /* (transfer none) */
gpointer lb_crop_proposal_get_picture (LbCropProposal *self);     /* (transfer none): of that */
const LbCrop *lb_crop_proposal_get_crop (LbCropProposal *self);
gboolean lb_crop_proposal_get_chosen (LbCropProposal *self);
void lb_crop_proposal_set_chosen (LbCropProposal *self, gboolean chosen);

G_END_DECLS
