#pragma once

#include <glib.h>

#include "model/lb-captioner-setting.h"

G_BEGIN_DECLS

/* How the captioner fares, and who can see what is sent to it. (transfer full) */
char *lb_captioner_state_words (LbCaptionerSetting *setting);
/* (transfer full): why it can't be chosen, asked or tried; its own words where it has some. */
char *lb_captioner_error_words (const GError *error);
/* What leaves the computer for it. */
const char *lb_captioner_privacy_words (gboolean vision);
/* (transfer full): how long an answer took. @seconds: not negative */
char *lb_captioner_time_words (double seconds);

G_END_DECLS
