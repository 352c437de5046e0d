#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "session/lb-account-entry.h"

G_BEGIN_DECLS

/* The command line has folders of its own beside those of the window, with this ending. */
#define LB_ACCOUNT_COMMAND_LINE "-command-line"

/**
 * LbAccountList:
 *
 * The accounts of this person: a GListModel of LbAccountEntry, This Computer first and the others
 * by age. Kept in `accounts.ini`, private and without a secret; each change is written beside it
 * and put in its place, under a lock, so that the window and the command line can both make some.
 */
#define LB_TYPE_ACCOUNT_LIST (lb_account_list_get_type ())
G_DECLARE_FINAL_TYPE (LbAccountList, lb_account_list, LB, ACCOUNT_LIST, GObject)

#define LB_ACCOUNT_LOCAL_ID "local"
#define LB_ACCOUNT_BRIA_URL "https://engine.prod.bria-api.com"

/* What can be said of an account by a person. */
typedef struct
{
  const char *label;
  const char *base_url;
  guint plan;
  LbSecretPlace secret_place;
} LbAccountFacts;

/* @folder: (nullable): NULL for $XDG_DATA_HOME/lookbook. Reads what is there, which is small; what
 * is damaged is set aside, see lb_account_list_get_set_aside(). */
LbAccountList *lb_account_list_new (const char *folder);
/* (nullable): where a list that could not be read has gone; a new one was begun. */
const char *lb_account_list_get_set_aside (LbAccountList *self);
/* (nullable): why the list on disk could not be read and stays as it is: LB_ERROR_NEWER, FORBIDDEN
 * or STORAGE. There is only This Computer then. */
const GError *lb_account_list_get_error (LbAccountList *self);
/* (transfer none) (nullable) */
LbAccountEntry *lb_account_list_find (LbAccountList *self, const char *id);
/* The same by the label; NULL as well when several have it. "local" is This Computer. */
LbAccountEntry *lb_account_list_find_named (LbAccountList *self, const char *name);

/* Whether @name is one that This Computer is called by, so that no other account may have it. */
gboolean lb_account_list_is_local_name (const char *name);

/* What is wrong with facts before they are kept: LB_ERROR_INVALID, whose message is for logs. The
 * address is https, or http on this computer. */
gboolean lb_account_list_judge_url (const char *base_url, GError **error);
/* (transfer full): without blanks around it, without slashes and "/v1" at its end: what is kept. */
char *lb_account_list_clean_url (const char *text);

/* Each resolves once it is on disk, add and update to the LbAccountEntry, and fails with
 * LB_ERROR_INVALID, CONFLICT for the name of another, STORAGE or NO_SPACE. An address is not
 * changed by lb_account_list_update() but for lb_account_list_replace(). */
/* A UUID for an account that is to be added, under which its token can be kept first. */
char *lb_account_list_new_id (void);
DexFuture *lb_account_list_add (LbAccountList *self, const char *id, const LbAccountFacts *facts);
DexFuture *
lb_account_list_update (LbAccountList *self, LbAccountEntry *entry, const LbAccountFacts *facts);
/* In place of @entry comes another account, @id, with what else was chosen for it: the service at
 * another address is another one, and nothing that is kept or waits for the first is for it. What
 * @entry has in its state folder stays. Resolves to the new LbAccountEntry. */
DexFuture *lb_account_list_replace (LbAccountList *self,
                                    LbAccountEntry *entry,
                                    const char *id,
                                    const LbAccountFacts *facts);
DexFuture *
lb_account_list_set_strips_metadata (LbAccountList *self, LbAccountEntry *entry, gboolean strips);
/* Forgets it. What it has in its state folder stays, unless @with_state. */
DexFuture *lb_account_list_remove (LbAccountList *self, LbAccountEntry *entry, gboolean with_state);
/* What an account that is not listed any more has left on this computer. Resolves TRUE. */
DexFuture *lb_account_list_remove_state (LbAccountList *self, const char *id);

G_END_DECLS
