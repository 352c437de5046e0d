#pragma once

#include "session/lb-account-entry.h"

G_BEGIN_DECLS

/* What the list knows of one; strings are (nullable) and copied. */
typedef struct
{
  const char *label;
  const char *base_url;
  guint plan;
  LbSecretPlace secret_place;
  gboolean strips_metadata;
  gboolean was_asked;
} LbAccountRecord;

LbAccountEntry *lb_account_entry_new (const char *id, LbAccountKind kind, const char *state_dir);
void lb_account_entry_set (LbAccountEntry *self, const LbAccountRecord *record);

G_END_DECLS
