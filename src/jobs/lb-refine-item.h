#pragma once

#include "model/lb-image.h"
#include "model/lb-prompt.h"

G_BEGIN_DECLS

typedef enum
{
  LB_REFINE_WAITING,    /* not asked yet, or not any more */
  LB_REFINE_ASKING,     /* its request is under way */
  LB_REFINE_ANSWERED,   /* there are changes to look at */
  LB_REFINE_UNCHANGED,  /* the answer is what was there */
  LB_REFINE_UNREADABLE, /* there is no text that parses */
  LB_REFINE_FAILED,     /* see the error */
  LB_REFINE_OUTDATED,   /* the text was changed, or the image deleted, since it was asked about */
  LB_REFINE_APPLIED     /* what was accepted is written */
} LbRefineState;

/* One text of an LbRefineJob: the caption of an image, or a schema. Property: state (LbRefineState
 * as int, notify). */
#define LB_TYPE_REFINE_ITEM (lb_refine_item_get_type ())
G_DECLARE_FINAL_TYPE (LbRefineItem, lb_refine_item, LB, REFINE_ITEM, GObject)

/* @image: (nullable): NULL for a schema. */
LbRefineItem *lb_refine_item_new (LbImage *image);
LbImage *lb_refine_item_get_image (LbRefineItem *self);
LbRefineState lb_refine_item_get_state (LbRefineItem *self);
/* Whether asking again may end better. */
gboolean lb_refine_item_has_failed (LbRefineItem *self);
/* (nullable): what was asked about, and what the answer changes in it: (element-type
 * LbPromptChange). NULL unless it was answered. */
LbPrompt *lb_refine_item_get_before (LbRefineItem *self);
GListModel *lb_refine_item_get_changes (LbRefineItem *self);
/* Of the changes: how many are accepted. */
guint lb_refine_item_count_accepted (LbRefineItem *self);
const GError *lb_refine_item_get_error (LbRefineItem *self); /* (nullable) */

/* For the job. Any other state than answered and failed. */
void lb_refine_item_set_state (LbRefineItem *self, LbRefineState state);
/* Unchanged where @changes is empty. */
void lb_refine_item_answer (LbRefineItem *self, LbPrompt *before, GListModel *changes);
/* Takes @error. */
void lb_refine_item_fail (LbRefineItem *self, GError *error);

G_END_DECLS
