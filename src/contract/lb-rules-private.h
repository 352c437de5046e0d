#pragma once

#include "base/lb-error.h"
#include "contract/lb-rules.h"

G_BEGIN_DECLS

/* Sets "@rule: ..." and returns FALSE, so that a check can end with it. */
gboolean lb_rules_refuse (GError **error, LbError code, const char *rule, const char *format, ...)
  G_GNUC_PRINTF (4, 5);
/* The same about one @field of a request: "@rule[@field]: ...". */
gboolean lb_rules_refuse_field (
  GError **error, LbError code, const char *rule, const char *field, const char *format, ...)
  G_GNUC_PRINTF (5, 6);
/* Refuses with the first thing that is wrong with @prompt. */
gboolean lb_rules_refuse_prompt (
  LbPrompt *prompt, LbPromptKind kind, const char *rule, const char *what, GError **error);

G_END_DECLS
