#pragma once

#include <glib.h>

#include "session/lb-account-entry-private.h"

G_BEGIN_DECLS

/* The list of accounts on disk, `accounts.ini`: one group an account, in the order they were added.
 * What a newer version has put there beside what is known here is kept. These block. */

#define LB_ACCOUNT_FILE "accounts.ini"

/* (transfer full) (nullable): what is in @folder; empty when there is nothing. @set_aside: (out)
 * (transfer full) (nullable): where a file has gone that is none of ours. Fails with
 * LB_ERROR_STORAGE, FORBIDDEN or NEWER. */
GKeyFile *lb_account_file_read (const char *folder, char **set_aside, GError **error);
/* (transfer full): the ids of all accounts in it. */
char **lb_account_file_list (GKeyFile *file);
/* @record: its strings are allocated anew; freed by lb_account_file_clear(). */
void lb_account_file_get (GKeyFile *file, const char *id, LbAccountRecord *record);
void lb_account_file_clear (LbAccountRecord *record);
void lb_account_file_set (GKeyFile *file, const char *id, const LbAccountRecord *record);

/* Reads, lets @change have its way, and writes, with nobody in between. Returns what is there then;
 * @change may fail, and then nothing is. */
typedef gboolean (*LbAccountChange) (GKeyFile *file, gpointer data, GError **error);
GKeyFile *
lb_account_file_change (const char *folder, LbAccountChange change, gpointer data, GError **error);

G_END_DECLS
