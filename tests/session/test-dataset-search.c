#include "session/lb-dataset-search.h"

#include <glib/gstdio.h>

#include "outcome.h"
#include "session/lb-account-list.h"
#include "session/lb-account.h"
#include "session/lb-mirror.h"

typedef struct
{
  char *root;
  LbAccountList *accounts;
  LbDatabase *local;
} Fixture;

/* What a thread has resolved is told on the main context. */
static DexFuture *
told_cb (DexFuture *future, gpointer data)
{
  return dex_ref (future);
}

static GValue *
write_things (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  const struct
  {
    const char *uuid;
    int kind;
    int id;
    int gone;
    int parent;
    const char *body;
  } things[] = {
    { "p", LB_THING_PROJECT, 1, 0, 0, "{\"id\":1,\"project_name\":\"Storybook\"}" },
    { "a", LB_THING_DATASET, 11, 0, 1, "{\"id\":11,\"name\":\"The Harbour\"}" },
    { "b", LB_THING_DATASET, 12, 0, 1, "{\"id\":12,\"name\":\"Harbour: Été\"}" },
    { "c", LB_THING_DATASET, 13, 1, 1, NULL },
    { "d", LB_THING_DATASET, 14, 0, 9, "{\"id\":14,\"name\":\"Alone\"}" },
    { "e", LB_THING_DATASET, 15, 0, 1, "{\"id\":15,\"name\":" },
    { "f", LB_THING_IMAGE, 16, 0, 11, "{\"id\":16,\"name\":\"harbour.jpg\"}" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (things); i++)
    if (!lb_sql_exec (db, error,
                      "INSERT INTO thing (uuid, kind, server_id, gone, listed, parent_id, body)"
                      " VALUES (?, ?, ?, ?, 0, ?, ?)",
                      "siiiis", things[i].uuid, (gint64) things[i].kind, (gint64) things[i].id,
                      (gint64) things[i].gone, (gint64) things[i].parent, things[i].body))
      return NULL;

  return lb_value_new_boolean (TRUE);
}

/* (transfer full): open, with what was seen of the account. */
static LbDatabase *
open_account (LbAccountEntry *account)
{
  const char *folder = lb_account_entry_get_state_dir (account);
  g_autoptr (DexFuture) opened = NULL;
  g_autoptr (GError) error = NULL;
  LbDatabase *database = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  opened = dex_future_finally (lb_account_open (folder), told_cb, NULL, NULL);
  outcome_is_done (dex_ref (opened));
  database = g_value_dup_object (dex_future_get_value (opened, NULL));
  lb_value_free (lb_database_run_sync (database, write_things, NULL, &error));
  g_assert_no_error (error);

  return database;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->root = g_dir_make_tmp ("lookbook-search-XXXXXX", NULL);
  self->accounts = lb_account_list_new (self->root);
  self->local = open_account (lb_account_list_find (self->accounts, LB_ACCOUNT_LOCAL_ID));
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  lb_account_close (self->local, 1000);
  g_clear_object (&self->local);
  g_clear_object (&self->accounts);
  outcome_clear_folder (&self->root);
}

/* @words: separated by blanks; @expected: the numbers that are found, in their order. */
static void
assert_found (Fixture *self, const char *words, const char *expected)
{
  g_auto (GStrv) list = words != NULL ? g_strsplit (words, " ", -1) : NULL;
  g_autoptr (DexFuture) found = dex_future_finally (
    lb_dataset_search_run (G_LIST_MODEL (self->accounts), (const char *const *) list), told_cb,
    NULL, NULL);
  g_autoptr (GString) numbers = g_string_new (NULL);
  GPtrArray *hits = NULL;

  outcome_is_done (dex_ref (found));
  hits = g_value_get_boxed (dex_future_get_value (found, NULL));
  for (guint i = 0; i < hits->len; i++)
    {
      const LbDatasetHit *hit = g_ptr_array_index (hits, i);

      g_string_append_printf (numbers, "%s%" G_GINT64_FORMAT, i > 0 ? " " : "", hit->id);
      g_assert_cmpstr (hit->project_name, ==, hit->id == 14 ? NULL : "Storybook");
    }
  g_assert_cmpstr (numbers->str, ==, expected);
}

static void
test_words (Fixture *self, gconstpointer data)
{
  assert_found (self, NULL, "14 12 11");
  assert_found (self, "harbour", "12 11"); /* what begins so is first */
  assert_found (self, "HARB ete", "12");
  assert_found (self, "storybook the", "11");
  assert_found (self, "", "14 12 11");
  assert_found (self, "zebra", "");
  assert_found (self, "%", "");
}

/* Each account has its own; what is not there, or no database, has none. */
static void
test_accounts (Fixture *self, gconstpointer data)
{
  const LbAccountFacts facts = { "Press", "https://press.example", 10, LB_SECRET_KEYRING };
  g_autofree char *id = lb_account_list_new_id ();
  g_autofree char *path = NULL;
  LbAccountEntry *other = NULL;
  LbDatabase *database = NULL;

  outcome_is_done (lb_account_list_add (self->accounts, id, &facts));
  other = lb_account_list_find (self->accounts, id);
  assert_found (self, "alone", "14");
  path = g_build_filename (lb_account_entry_get_state_dir (other), "account.db", NULL);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));

  database = open_account (other);
  assert_found (self, "alone", "14 14");
  lb_account_close (database, 1000);
  g_clear_object (&database);
  assert_found (self, "alone", "14 14");

  g_assert_true (g_file_set_contents (path, "no database", -1, NULL));
  assert_found (self, "alone", "14");
}

static GValue *
search_meanwhile (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  return lb_value_new_boolean (lb_sql_exec (db, error, "UPDATE thing SET listed = 1", ""));
}

/* Who writes meanwhile does not keep it from reading what was there. */
static void
test_busy (Fixture *self, gconstpointer data)
{
  dex_future_disown (lb_database_run (self->local, search_meanwhile, NULL, NULL));
  assert_found (self, "alone", "14");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  g_test_add ("/dataset-search/words", Fixture, NULL, set_up, test_words, tear_down);
  g_test_add ("/dataset-search/accounts", Fixture, NULL, set_up, test_accounts, tear_down);
  g_test_add ("/dataset-search/busy", Fixture, NULL, set_up, test_busy, tear_down);

  return g_test_run ();
}
