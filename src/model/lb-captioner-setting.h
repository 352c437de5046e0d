#pragma once

#include "model/lb-record.h"

G_BEGIN_DECLS

/* Who writes the descriptions on this computer; see LbProject for the conventions. Properties: kind
 * ("analyser", which is built in, or "vision"), url (the base of an OpenAI-compatible service, such
 * as "http://localhost:11434/v1"), model (its name there), key (nullable: an answer never says it;
 * in a request NULL keeps the one that is in memory, and empty forgets it), key-state ("none",
 * "kept", or "missing" when there was one before the service was started again), parallel (int: how
 * many pictures at a time; 0 for the service's choice). */
#define LB_TYPE_CAPTIONER_SETTING (lb_captioner_setting_get_type ())
G_DECLARE_FINAL_TYPE (LbCaptionerSetting, lb_captioner_setting, LB, CAPTIONER_SETTING, LbRecord)

LbCaptionerSetting *lb_captioner_setting_new (void);
const char *lb_captioner_setting_get_kind (LbCaptionerSetting *self); /* "analyser" when not said */
gboolean lb_captioner_setting_is_vision (LbCaptionerSetting *self);
const char *lb_captioner_setting_get_url (LbCaptionerSetting *self);
const char *lb_captioner_setting_get_model (LbCaptionerSetting *self);
const char *lb_captioner_setting_get_key (LbCaptionerSetting *self);
const char *
lb_captioner_setting_get_key_state (LbCaptionerSetting *self); /* "none" when not said */
int lb_captioner_setting_get_parallel (LbCaptionerSetting *self);

G_END_DECLS
