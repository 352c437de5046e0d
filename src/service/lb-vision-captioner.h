#pragma once

#include "service/lb-captioner.h"
#include "service/lb-vision-server.h"

G_BEGIN_DECLS

/**
 * LbVisionCaptioner:
 *
 * Asks a model that sees, behind any endpoint that speaks OpenAI's chat completions: Ollama,
 * llama.cpp, vLLM, LM Studio and others. Pictures go out as JPEG of at most 1024 pixels a side.
 */
#define LB_TYPE_VISION_CAPTIONER (lb_vision_captioner_get_type ())
G_DECLARE_FINAL_TYPE (LbVisionCaptioner, lb_vision_captioner, LB, VISION_CAPTIONER, GObject)

/* @closing: (nullable): all questions under way are given up with LB_ERROR_CANCELLED, and so are
 * those that come. */
LbCaptioner *lb_vision_captioner_new (LbVisionServer *server, GCancellable *closing);
/* How long to wait for one answer; the default suits all but tests. */
void lb_vision_captioner_set_timeout (LbVisionCaptioner *self, guint timeout_ms);

G_END_DECLS
