#pragma once

#include "jobs/lb-crop-proposal.h"
#include "model/lb-aspect-bucket.h"

G_BEGIN_DECLS

/**
 * LbCropJob:
 *
 * Looks for crops of all pictures of a source that go in and are not cropped yet. Properties
 * (notify): n-total, n-looked (uint), running (boolean).
 */
#define LB_TYPE_CROP_JOB (lb_crop_job_get_type ())
G_DECLARE_FINAL_TYPE (LbCropJob, lb_crop_job, LB, CROP_JOB, GObject)

typedef enum
{
  LB_CROP_WAY_SUGGESTED, /* the shape that suits it, around what stands out */
  LB_CROP_WAY_TRIMMED,   /* no more than its margins */
  LB_CROP_WAY_SHAPE      /* one shape, as large as it can be, without margins */
} LbCropWay;

/* @source: what is in it has to be known. @shape: (nullable): of LB_CROP_WAY_SHAPE; NULL for the
 * nearest one */
LbCropJob *lb_crop_job_new (LbCropSource *source, LbCropWay way, const LbAspectBucket *shape);
/* Resolves TRUE once all are looked at; those that can't be read are passed over. Rejects with
 * LB_ERROR_CANCELLED. Once only. */
DexFuture *lb_crop_job_run (LbCropJob *self);
void lb_crop_job_cancel (LbCropJob *self);
/* (transfer none) (element-type LbCropProposal): live, in the order of the pictures. */
GListModel *lb_crop_job_get_proposals (LbCropJob *self);
guint lb_crop_job_get_n_chosen (LbCropJob *self);
/* Crops those that are chosen; returns how many. */
guint lb_crop_job_apply (LbCropJob *self);

G_END_DECLS
