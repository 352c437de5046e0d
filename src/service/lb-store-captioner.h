#pragma once

#include "model/lb-captioner-setting.h"
#include "service/lb-store.h"

G_BEGIN_DECLS

/* Which captioner was chosen, but for its key: "has-key" says whether one was given. */

/* Blocking, for start-up. (transfer full): the built-in one when none was ever chosen. */
LbCaptionerSetting *lb_store_read_captioner (LbStore *self, GError **error);
/* Resolves to TRUE. The key is not looked at; @setting must not change any more. */
DexFuture *lb_store_write_captioner (LbStore *self, LbCaptionerSetting *setting);

G_END_DECLS
