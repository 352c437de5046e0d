#pragma once

#include "model/lb-captioner-setting.h"
#include "service/lb-captioner.h"
#include "service/lb-store.h"

G_BEGIN_DECLS

/**
 * LbCaptionerChoice:
 *
 * The captioner that was chosen: a captioner itself, which hands on to the built-in one or to a
 * model. Another choice holds from the next picture on. The choice is kept in the store, a key in
 * memory only, so after a restart a choice with a key waits until it is handed over again.
 */
#define LB_TYPE_CAPTIONER_CHOICE (lb_captioner_choice_get_type ())
G_DECLARE_FINAL_TYPE (LbCaptionerChoice, lb_captioner_choice, LB, CAPTIONER_CHOICE, GObject)

/* Blocking, for start-up. */
LbCaptionerChoice *lb_captioner_choice_new (LbStore *store, GError **error);
/* (transfer full): as it is answered; without the key. */
LbCaptionerSetting *lb_captioner_choice_get (LbCaptionerChoice *self);
/* Resolves to TRUE, or rejects with an LB_ERROR_INVALID that names the field. A key goes with its
 * address: another server than before is not given the old one. */
DexFuture *lb_captioner_choice_set (LbCaptionerChoice *self, LbCaptionerSetting *change);
/* Resolves to a boxed GStrv, as lb_vision_models() does; LB_ERROR_INVALID for the address. @wish:
 * an address and a key, each (nullable): what holds is asked then, a key only of its own server.
 * @stop: (nullable). Nothing changes by it. */
DexFuture *lb_captioner_choice_list_models (LbCaptionerChoice *self,
                                            LbCaptionerSetting *wish,
                                            GCancellable *stop);
/* Gives up all questions under way, and those that come. */
void lb_captioner_choice_close (LbCaptionerChoice *self);

G_END_DECLS
