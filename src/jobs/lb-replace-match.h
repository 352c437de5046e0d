#pragma once

#include "jobs/lb-caption-item.h"

G_BEGIN_DECLS

/* Why a text stays as it is. */
typedef enum
{
  LB_REPLACE_MAY,        /* it does not: it can be replaced */
  LB_REPLACE_FROZEN,     /* the field has one value in all captions */
  LB_REPLACE_EMPTY,      /* nothing would be left where there must be words */
  LB_REPLACE_INVALID,    /* the caption would be less valid */
  LB_REPLACE_LONG,       /* it would be too long */
  LB_REPLACE_SLOW,       /* the expression takes too long there */
  LB_REPLACE_UNREADABLE, /* the caption does not parse */
  LB_REPLACE_BUSY        /* the caption can't be changed now */
} LbReplaceRefusal;

#define LB_REPLACE_N_REFUSALS (LB_REPLACE_BUSY + 1)

/**
 * LbReplaceMatch:
 *
 * One text of one caption in which something was found, and what comes of it. Its change is
 * accepted or not by lb_replace_job_accept().
 */
#define LB_TYPE_REPLACE_MATCH (lb_replace_match_get_type ())
G_DECLARE_FINAL_TYPE (LbReplaceMatch, lb_replace_match, LB, REPLACE_MATCH, GObject)

/* @item: whose caption it is. @n_places: in how many places of it something was found; of one with
 * a refusal at least 1. */
LbReplaceMatch *lb_replace_match_new (LbCaptionItem *item,
                                      LbPromptChange *change,
                                      guint n_places,
                                      LbReplaceRefusal refusal);
/* (transfer none), all. */
LbCaptionItem *lb_replace_match_get_item (LbReplaceMatch *self);
LbImage *lb_replace_match_get_image (LbReplaceMatch *self);
/* Its path is "" for all of a caption. */
LbPromptChange *lb_replace_match_get_change (LbReplaceMatch *self);
guint lb_replace_match_get_n_places (LbReplaceMatch *self);
LbReplaceRefusal lb_replace_match_get_refusal (LbReplaceMatch *self);
/* Whether it can be replaced, and is to be. */
gboolean lb_replace_match_get_accepted (LbReplaceMatch *self);

/* For the job, before anybody else has it. */
void lb_replace_match_refuse (LbReplaceMatch *self, LbReplaceRefusal refusal);

G_END_DECLS
