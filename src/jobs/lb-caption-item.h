#pragma once

#include "model/lb-image.h"
#include "model/lb-prompt.h"

G_BEGIN_DECLS

typedef enum
{
  LB_CAPTION_ITEM_WAITING,    /* not asked yet, or not any more */
  LB_CAPTION_ITEM_ASKING,     /* its request is under way */
  LB_CAPTION_ITEM_ANSWERED,   /* there are changes to look at */
  LB_CAPTION_ITEM_UNCHANGED,  /* the answer is what was there */
  LB_CAPTION_ITEM_UNREADABLE, /* there is no text that parses */
  LB_CAPTION_ITEM_FAILED,     /* see the error */
  LB_CAPTION_ITEM_OUTDATED,   /* the text or image is not what it was when it was asked about */
  LB_CAPTION_ITEM_APPLIED     /* what was accepted is written */
} LbCaptionItemState;

/* One of the texts that a job reads, judges and changes: the caption of an image, or a schema.
 * Property: state (LbCaptionItemState as int, notify). */
#define LB_TYPE_CAPTION_ITEM (lb_caption_item_get_type ())
G_DECLARE_FINAL_TYPE (LbCaptionItem, lb_caption_item, LB, CAPTION_ITEM, GObject)

/* @image: (nullable): NULL for a schema. */
LbCaptionItem *lb_caption_item_new (LbImage *image);
LbImage *lb_caption_item_get_image (LbCaptionItem *self);
LbCaptionItemState lb_caption_item_get_state (LbCaptionItem *self);
/* Whether asking again may end better. */
gboolean lb_caption_item_has_failed (LbCaptionItem *self);
/* (nullable): what was asked about, and what the answer changes in it: (element-type
 * LbPromptChange). NULL unless there is something to be written. */
LbPrompt *lb_caption_item_get_before (LbCaptionItem *self);
/* (nullable): the same where it is plain words and no prompt; of the changes there is one then, of
 * the path "". */
const char *lb_caption_item_get_words (LbCaptionItem *self);
GListModel *lb_caption_item_get_changes (LbCaptionItem *self);
/* Of the changes: how many are accepted. */
guint lb_caption_item_count_accepted (LbCaptionItem *self);
/* (nullable) (transfer none): paths of frozen fields whose values the changes do not bring, because
 * the text would be less valid with them. */
const char *const *lb_caption_item_get_left_out (LbCaptionItem *self);
const GError *lb_caption_item_get_error (LbCaptionItem *self); /* (nullable) */

/* For the job. Any other state than answered and failed. */
void lb_caption_item_set_state (LbCaptionItem *self, LbCaptionItemState state);
/* Unchanged where @changes is empty. */
void lb_caption_item_answer (LbCaptionItem *self, LbPrompt *before, GListModel *changes);
/* The same for plain words. */
void lb_caption_item_answer_words (LbCaptionItem *self, const char *words, GListModel *changes);
/* Takes @paths; until it is asked about again. */
void lb_caption_item_take_left_out (LbCaptionItem *self, GStrv paths);
/* Both take @error. It can't be told what would change: */
void lb_caption_item_fail (LbCaptionItem *self, GError *error);
/* What was accepted can't be written now: the changes are there still. */
void lb_caption_item_refuse (LbCaptionItem *self, GError *error);

G_END_DECLS
