#pragma once

#include "model/lb-record.h"

G_BEGIN_DECLS

#define LB_CAPTIONER_MAX_CONCURRENCY 8

/* Who writes the descriptions on this computer; see LbProject for the conventions. Properties: kind
 * ("analyser", which is built in, or "vision"), address (of an OpenAI-compatible server, such as
 * "http://localhost:11434"), model (its name there), concurrency (int: how many pictures at a time,
 * up to LB_CAPTIONER_MAX_CONCURRENCY; 0 when not said). In a request what is NULL or 0 stays as it
 * is, and there is the key ("" for none), which no answer ever says. In an answer there are
 * has-key, unencrypted (pictures go over a network for anybody to read), state ("ready",
 * "waiting_for_key" when there was a key before the service was started again, "key_refused",
 * "unreachable", "busy"; may grow), message (nullable: what last went wrong), format (nullable: how
 * the model was last asked, "json_schema", "json_object" or "text"). */
#define LB_TYPE_CAPTIONER_SETTING (lb_captioner_setting_get_type ())
G_DECLARE_FINAL_TYPE (LbCaptionerSetting, lb_captioner_setting, LB, CAPTIONER_SETTING, LbRecord)

LbCaptionerSetting *lb_captioner_setting_new (void);
const char *lb_captioner_setting_get_kind (LbCaptionerSetting *self); /* "analyser" when not said */
gboolean lb_captioner_setting_is_vision (LbCaptionerSetting *self);
const char *lb_captioner_setting_get_address (LbCaptionerSetting *self);
const char *lb_captioner_setting_get_model (LbCaptionerSetting *self);
const char *lb_captioner_setting_get_key (LbCaptionerSetting *self);
int lb_captioner_setting_get_concurrency (LbCaptionerSetting *self);
gboolean lb_captioner_setting_has_key (LbCaptionerSetting *self);
gboolean lb_captioner_setting_is_unencrypted (LbCaptionerSetting *self);
const char *lb_captioner_setting_get_state (LbCaptionerSetting *self); /* "ready" when not said */
const char *lb_captioner_setting_get_message (LbCaptionerSetting *self);
const char *lb_captioner_setting_get_format (LbCaptionerSetting *self);

G_END_DECLS
