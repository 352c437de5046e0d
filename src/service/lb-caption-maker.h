#pragma once

#include "service/lb-captioner.h"
#include "service/lb-store.h"

G_BEGIN_DECLS

/* A caption for @picture as the dataset stores it: a structured prompt made under its visual
 * schema, or for a legacy dataset one line of text. @stop: (nullable): it is not wanted any more.
 * Resolves to a string. A fibo dataset without a schema is LB_ERROR_CONFLICT (R65), a captioner
 * that fails an LB_CAPTIONER_ERROR, or LB_ERROR_INVALID and the like for the picture itself. */
DexFuture *lb_caption_make (
  LbStore *store, LbCaptioner *captioner, gint64 dataset_id, GBytes *picture, GCancellable *stop);

G_END_DECLS
