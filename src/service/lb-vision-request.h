#pragma once

#include "service/lb-vision-server.h"

G_BEGIN_DECLS

/* What the answer must be. */
typedef enum
{
  LB_VISION_CAPTION,  /* a structured prompt */
  LB_VISION_SENTENCE, /* plain words on one line */
  LB_VISION_SCHEMA,   /* a visual schema */
  LB_VISION_DOCUMENT  /* any JSON object */
} LbVisionTask;

/* One question and what was said back and forth about it. */
typedef struct
{
  LbVisionTask task;
  char *system;        /* (owned) what the model is for */
  char *words;         /* (owned) what is asked */
  GPtrArray *pictures; /* (owned) (element-type GBytes) JPEG */
  GPtrArray *turns;    /* (owned) (element-type utf8) an answer, what is wrong with it, and so on */
} LbVisionRequest;

/* @system, @words: (transfer full). */
LbVisionRequest *lb_vision_request_new (LbVisionTask task, char *system, char *words);
void lb_vision_request_free (LbVisionRequest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbVisionRequest, lb_vision_request_free)

void lb_vision_request_add_picture (LbVisionRequest *self, GBytes *jpeg);
/* @reply: what the model said; @wrong: what is wrong with it. Only the last such pair is kept. */
void lb_vision_request_add_turn (LbVisionRequest *self, const char *reply, const char *wrong);
/* (transfer full): the body of a chat completion, the same for the same question (R67). @bare: for
 * a server that does not know the options for that. */
GBytes *lb_vision_request_write (const LbVisionRequest *self,
                                 const char *model,
                                 LbVisionFormat format,
                                 gboolean bare);

G_END_DECLS
