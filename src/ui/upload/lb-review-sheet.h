#pragma once

#include <adwaita.h>

#include "jobs/lb-check-job.h"
#include "ui/check/lb-check-sheet.h"

G_BEGIN_DECLS

/**
 * LbReviewSheet:
 *
 * Says of each dropped file whether it can be added, before anything is sent.
 */
#define LB_TYPE_REVIEW_SHEET (lb_review_sheet_get_type ())
G_DECLARE_FINAL_TYPE (LbReviewSheet, lb_review_sheet, LB, REVIEW_SHEET, LbCheckSheet)

/* @settings: (nullable): keeps "increase-resolution". @room: how many more the dataset takes. */
LbReviewSheet *lb_review_sheet_new (LbCheckJob *job, GSettings *settings, guint room);

/* R52: lets a person ask a service elsewhere to moderate what is sent; not asked at first. */
void lb_review_sheet_offer_moderation (LbReviewSheet *self);
gboolean lb_review_sheet_get_content_moderation (LbReviewSheet *self);
/* Whether the dataset is to get the visual schema or prefix of the export that this is. */
gboolean lb_review_sheet_get_takes_settings (LbReviewSheet *self);

G_END_DECLS
