#pragma once

#include <libsoup/soup.h>

#include "vision-fake.h"

G_BEGIN_DECLS

/* What a well-behaved server library can't do is written by hand: an answer that is cut, that does
 * not come, or that drips. @context: where it drips. */
void vision_raw_answer_send (SoupServerMessage *message, VisionFakeWay way, GMainContext *context);

G_END_DECLS
