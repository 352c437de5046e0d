#pragma once

#include <glib-object.h>

#include "session/lb-secrets.h"

G_BEGIN_DECLS

typedef enum
{
  LB_ACCOUNT_LOCAL, /* This Computer: the embedded service */
  LB_ACCOUNT_HOSTED
} LbAccountKind;

/**
 * LbAccountEntry:
 *
 * One row of LbAccountList: what is known of an account without asking anybody. It holds no secret.
 * It is changed through the list alone, which keeps it on disk; what changes is notified. On the
 * main thread.
 */
#define LB_TYPE_ACCOUNT_ENTRY (lb_account_entry_get_type ())
G_DECLARE_FINAL_TYPE (LbAccountEntry, lb_account_entry, LB, ACCOUNT_ENTRY, GObject)

/* "local", or a UUID; for good. */
const char *lb_account_entry_get_id (LbAccountEntry *self);
LbAccountKind lb_account_entry_get_kind (LbAccountEntry *self);
/* (nullable): what the person calls it; NULL for This Computer, whose words are the window's. */
const char *lb_account_entry_get_label (LbAccountEntry *self);
/* (nullable): as lb_client_new() takes it; NULL for This Computer. */
const char *lb_account_entry_get_base_url (LbAccountEntry *self);
/* Requests a minute; 0 for no limit. */
guint lb_account_entry_get_plan (LbAccountEntry *self);
/* Where its token is kept. */
LbSecretPlace lb_account_entry_get_secret_place (LbAccountEntry *self);
/* Whether pictures sent to it lose what their files say of places, owners and serial numbers. Never
 * on This Computer. */
gboolean lb_account_entry_strips_metadata (LbAccountEntry *self);
/* Whether the person was asked that. */
gboolean lb_account_entry_was_asked (LbAccountEntry *self);
/* Where its database, its staged copies and its trash are; made by whoever needs it. */
const char *lb_account_entry_get_state_dir (LbAccountEntry *self);
/* Whether a program has a session of it. */
gboolean lb_account_entry_is_in_use (LbAccountEntry *self);

G_END_DECLS
