#pragma once

#include "jobs/lb-caption-item.h"

G_BEGIN_DECLS

/* (transfer full) (element-type LbPromptChange): what the other of @items (element-type
 * LbCaptionItem) would change in the same field, in the same manner, and is accepted where @change,
 * of @item, is not, or the other way about. */
GPtrArray *lb_refine_alike (GListModel *items, LbCaptionItem *item, LbPromptChange *change);

G_END_DECLS
