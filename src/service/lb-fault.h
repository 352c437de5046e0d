#pragma once

#include <glib.h>

#include "base/lb-error.h"

G_BEGIN_DECLS

/* Refusals of the service: an LB_ERROR that names the rule and the field it is about, written as
 * the contract's error body. Errors of lb_rules_*() are written by the same function. */

/* @rule: (nullable): "R20"; @field: (nullable): the request's field. */
void lb_fault_set (
  GError **error, LbError code, const char *rule, const char *field, const char *format, ...)
  G_GNUC_PRINTF (5, 6);
/* (transfer full): the body, and in @status what to answer with. Faults of the machine itself are
 * told without their particulars, unless they are advice. */
char *lb_fault_write (const GError *error, guint *status);
/* (transfer full): the words of it alone. */
char *lb_fault_tell (const GError *error, guint *status);

G_END_DECLS
