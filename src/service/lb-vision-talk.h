#pragma once

#include <libsoup/soup.h>

#include "service/lb-vision-request.h"

G_BEGIN_DECLS

/* How one question is asked until it is answered. */
typedef struct
{
  SoupSession *session;
  LbVisionServer *server;
  guint timeout_ms;      /* of each try */
  GCancellable *stop;    /* (nullable): the answer is not wanted any more */
  GCancellable *closing; /* (nullable): no answer is */
} LbVisionTalk;

/* Called in a fiber. Asks in the best way that the server understands, which is remembered, and
 * sends back what does not hold, twice at most. Returns (transfer full) (nullable): the document;
 * else an LB_CAPTIONER_ERROR, or LB_ERROR_CANCELLED. */
char *lb_vision_talk (const LbVisionTalk *self, LbVisionRequest *request, GError **error);

G_END_DECLS
