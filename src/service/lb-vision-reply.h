#pragma once

#include "service/lb-vision-post.h"
#include "service/lb-vision-request.h"

G_BEGIN_DECLS

typedef enum
{
  LB_VISION_GOOD,     /* the document is in @text */
  LB_VISION_REFORMAT, /* the server does not know this way to ask; try a plainer one */
  LB_VISION_REDUCE,   /* it does not know an option that it can do without */
  LB_VISION_REPAIR,   /* what the model said is in @text, and in @wrong what to tell it */
  LB_VISION_AGAIN,    /* nothing to hold against the model; the same question may do */
  LB_VISION_FAILED
} LbVisionVerdict;

typedef struct
{
  LbVisionVerdict verdict;
  char *text;    /* (owned) (nullable) */
  char *wrong;   /* (owned) (nullable) */
  GError *error; /* (owned) (nullable) what it fails with, without another try */
} LbVisionReply;

void lb_vision_reply_clear (LbVisionReply *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LbVisionReply, lb_vision_reply_clear)

/* Judges what a server sent back, of which nothing is believed: status, envelope, and what the
 * model said in it. @self: (out caller-allocates). */
void lb_vision_reply_judge (LbVisionReply *self,
                            const LbVisionAnswer *answer,
                            LbVisionTask task,
                            LbVisionFormat format);

G_END_DECLS
