#include "session/lb-account-list.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "outcome.h"

typedef struct
{
  char *root;
  char *folder;
  char *path;
  LbAccountList *list;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  umask (0);
  self->root = g_dir_make_tmp ("lookbook-accounts-XXXXXX", NULL);
  self->folder = g_build_filename (self->root, "lookbook", NULL);
  self->path = g_build_filename (self->folder, "accounts.ini", NULL);
  self->list = lb_account_list_new (self->folder);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_object (&self->list);
  outcome_clear_folder (&self->root);
  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->path, g_free);
}

static LbAccountEntry *
add (Fixture *self, const char *label, const char *url, guint plan)
{
  g_autofree char *id = lb_account_list_new_id ();
  const LbAccountFacts facts = { label, url, plan, LB_SECRET_KEYRING };

  outcome_is_done (lb_account_list_add (self->list, id, &facts));

  return lb_account_list_find (self->list, id);
}

static DexFuture *
try_to_add (Fixture *self, const char *label, const char *url)
{
  g_autofree char *id = lb_account_list_new_id ();
  const LbAccountFacts facts = { label, url, 10, LB_SECRET_KEYRING };

  return lb_account_list_add (self->list, id, &facts);
}

static void
read_again (Fixture *self)
{
  g_clear_object (&self->list);
  self->list = lb_account_list_new (self->folder);
}

static guint
n_accounts (Fixture *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->list));
}

static void
test_first (Fixture *self, gconstpointer data)
{
  g_autoptr (LbAccountEntry) first = g_list_model_get_item (G_LIST_MODEL (self->list), 0);
  g_autofree char *state_dir = g_build_filename (self->folder, "accounts", "local", NULL);

  g_assert_cmpuint (n_accounts (self), ==, 1);
  g_assert_cmpstr (lb_account_entry_get_id (first), ==, LB_ACCOUNT_LOCAL_ID);
  g_assert_cmpint (lb_account_entry_get_kind (first), ==, LB_ACCOUNT_LOCAL);
  g_assert_null (lb_account_entry_get_base_url (first));
  g_assert_false (lb_account_entry_strips_metadata (first));
  g_assert_cmpstr (lb_account_entry_get_state_dir (first), ==, state_dir);
  g_assert_false (g_file_test (self->folder, G_FILE_TEST_EXISTS));
}

static void
test_add (Fixture *self, gconstpointer data)
{
  LbAccountEntry *bria = add (self, " Bria ", " https://engine.example/v1/ ", 10);
  LbAccountEntry *mine = add (self, "Studio", "http://127.0.0.1:8787", 0);
  g_autofree char *bria_id = g_strdup (lb_account_entry_get_id (bria));

  g_assert_cmpuint (n_accounts (self), ==, 3);
  g_assert_true (lb_account_list_find_named (self->list, "Studio") == mine);
  g_assert_true (lb_account_entry_strips_metadata (bria));
  g_assert_false (lb_account_entry_was_asked (bria));
  outcome_is_done (lb_account_list_set_strips_metadata (self->list, mine, FALSE));
  g_assert_cmpuint (outcome_mode (self->path), ==, 0600);
  g_assert_cmpuint (outcome_mode (self->folder), ==, 0700);

  read_again (self);
  g_assert_cmpuint (n_accounts (self), ==, 3);
  bria = lb_account_list_find (self->list, bria_id);
  mine = lb_account_list_find_named (self->list, "Studio");
  g_assert_cmpstr (lb_account_entry_get_label (bria), ==, "Bria");
  g_assert_cmpstr (lb_account_entry_get_base_url (bria), ==, "https://engine.example");
  g_assert_cmpuint (lb_account_entry_get_plan (bria), ==, 10);
  g_assert_cmpint (lb_account_entry_get_secret_place (bria), ==, LB_SECRET_KEYRING);
  g_assert_false (lb_account_entry_strips_metadata (mine));
  g_assert_true (lb_account_entry_was_asked (mine));
}

static void
test_refusals (Fixture *self, gconstpointer data)
{
  const char *const urls[] = { "",
                               "http://engine.example",
                               "ftp://engine.example",
                               "https://",
                               "engine.example",
                               "https://me:secret@engine.example",
                               "https://engine.example?x=1",
                               "https://engine.example#x",
                               "http://127.0.0.1.evil.example" };

  for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    outcome_is_refused (try_to_add (self, "Bria", urls[i]), LB_ERROR_INVALID);
  outcome_is_refused (try_to_add (self, "  ", "https://engine.example"), LB_ERROR_INVALID);
  outcome_is_refused (try_to_add (self, "a\nb", "https://engine.example"), LB_ERROR_INVALID);
  outcome_is_refused (try_to_add (self, "a\u202eb", "https://engine.example"), LB_ERROR_INVALID);
  outcome_is_refused (try_to_add (self, "local", "https://engine.example"), LB_ERROR_INVALID);
  outcome_is_refused (try_to_add (self, "This computer", "https://engine.example"),
                      LB_ERROR_INVALID);
  g_assert_false (g_file_test (self->path, G_FILE_TEST_EXISTS));

  add (self, "Bria", "https://engine.example", 10);
  outcome_is_refused (try_to_add (self, "Bria", "https://other.example"), LB_ERROR_CONFLICT);
  g_assert_cmpuint (n_accounts (self), ==, 2);
}

static void
count_cb (GListModel *model, guint position, guint removed, guint added, guint *n)
{
  *n += 1;
}

static void
test_update (Fixture *self, gconstpointer data)
{
  LbAccountEntry *bria = add (self, "Bria", "https://engine.example", 10);
  const LbAccountFacts facts = { "Work", "https://engine.example", 60, LB_SECRET_FILE };
  guint n_changes = 0;

  g_signal_connect (self->list, "items-changed", G_CALLBACK (count_cb), &n_changes);
  outcome_is_done (lb_account_list_update (self->list, bria, &facts));
  g_assert_cmpuint (n_changes, ==, 0);
  g_assert_cmpstr (lb_account_entry_get_label (bria), ==, "Work");
  g_assert_cmpuint (lb_account_entry_get_plan (bria), ==, 60);
  g_assert_cmpint (lb_account_entry_get_secret_place (bria), ==, LB_SECRET_FILE);
}

/* The service at another address is another one: what waits for the first must not reach it. */
static void
test_replace (Fixture *self, gconstpointer data)
{
  LbAccountEntry *bria = add (self, "Bria", "https://engine.example", 10);
  const LbAccountFacts facts = { "Bria", "https://other.example", 10, LB_SECRET_KEYRING };
  g_autofree char *old_id = g_strdup (lb_account_entry_get_id (bria));
  g_autofree char *old_dir = g_strdup (lb_account_entry_get_state_dir (bria));
  g_autofree char *id = lb_account_list_new_id ();
  g_autofree char *late_id = lb_account_list_new_id ();
  g_autoptr (LbAccountEntry) gone = g_object_ref (bria);
  LbAccountEntry *next = NULL;

  add (self, "Taken", "https://engine.example", 10);
  outcome_is_done (lb_account_list_set_strips_metadata (self->list, bria, FALSE));
  outcome_is_refused (lb_account_list_update (self->list, bria, &facts), LB_ERROR_INVALID);
  g_assert_cmpstr (lb_account_entry_get_base_url (bria), ==, "https://engine.example");

  g_assert_cmpint (g_mkdir_with_parents (old_dir, 0700), ==, 0);
  outcome_is_done (lb_account_list_replace (self->list, bria, id, &facts));
  g_assert_cmpuint (n_accounts (self), ==, 3);
  g_assert_null (lb_account_list_find (self->list, old_id));
  next = lb_account_list_find (self->list, id);
  g_assert_cmpstr (lb_account_entry_get_base_url (next), ==, "https://other.example");
  g_assert_cmpstr (lb_account_entry_get_label (next), ==, "Bria");
  g_assert_cmpstr (lb_account_entry_get_state_dir (next), !=, old_dir);
  g_assert_false (lb_account_entry_strips_metadata (next));
  g_assert_true (lb_account_entry_was_asked (next));

  g_assert_true (g_file_test (old_dir, G_FILE_TEST_IS_DIR));
  outcome_is_done (lb_account_list_remove_state (self->list, old_id));
  g_assert_false (g_file_test (old_dir, G_FILE_TEST_EXISTS));

  outcome_is_refused (lb_account_list_replace (self->list, gone, late_id, &facts),
                      LB_ERROR_NOT_FOUND);
  outcome_is_refused (
    lb_account_list_replace (self->list, next, late_id,
                             &(LbAccountFacts) { "Taken", "https://other.example", 10, 0 }),
    LB_ERROR_CONFLICT);
  g_assert_true (lb_account_list_find (self->list, id) == next);
}

static void
test_remove (Fixture *self, gconstpointer data)
{
  LbAccountEntry *keeps = add (self, "Keeps", "https://engine.example", 10);
  LbAccountEntry *loses = add (self, "Loses", "https://engine.example", 10);
  g_autofree char *kept = g_strdup (lb_account_entry_get_state_dir (keeps));
  g_autofree char *lost = g_strdup (lb_account_entry_get_state_dir (loses));
  g_autofree char *too = g_strconcat (lost, LB_ACCOUNT_COMMAND_LINE, NULL);
  g_autofree char *deep = g_build_filename (lost, "uploads", "1", NULL);
  g_autofree char *outside = g_build_filename (self->root, "outside", NULL);
  g_autofree char *link = g_build_filename (lost, "link", NULL);

  g_assert_cmpint (g_mkdir_with_parents (kept, 0700), ==, 0);
  g_assert_cmpint (g_mkdir_with_parents (deep, 0700), ==, 0);
  g_assert_cmpint (g_mkdir_with_parents (too, 0700), ==, 0);
  g_assert_true (g_file_set_contents (outside, "mine", -1, NULL));
  g_assert_cmpint (symlink (outside, link), ==, 0);

  outcome_is_done (lb_account_list_remove (self->list, keeps, FALSE));
  outcome_is_done (lb_account_list_remove (self->list, loses, TRUE));
  g_assert_cmpuint (n_accounts (self), ==, 1);
  g_assert_true (g_file_test (kept, G_FILE_TEST_IS_DIR));
  g_assert_false (g_file_test (lost, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (too, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (outside, G_FILE_TEST_EXISTS));
}

/* The window sees what the command line adds. */
static void
test_two (Fixture *self, gconstpointer data)
{
  LbAccountList *first = self->list;
  LbAccountEntry *bria = NULL;

  add (self, "Bria", "https://engine.example", 10);
  self->list = lb_account_list_new (self->folder);
  add (self, "Second", "https://engine.example", 60);
  while (g_list_model_get_n_items (G_LIST_MODEL (first)) < 3)
    g_main_context_iteration (NULL, TRUE);

  bria = lb_account_list_find_named (self->list, "Bria");
  outcome_is_done (lb_account_list_remove (self->list, bria, FALSE));
  while (g_list_model_get_n_items (G_LIST_MODEL (first)) > 2)
    g_main_context_iteration (NULL, TRUE);
  g_clear_object (&first);
}

static void
test_damaged (Fixture *self, gconstpointer data)
{
  g_autofree char *kept = NULL;

  g_assert_cmpint (g_mkdir_with_parents (self->folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (self->path, "\x01\x02 not ours", -1, NULL));
  read_again (self);
  g_assert_cmpuint (n_accounts (self), ==, 1);
  g_assert_nonnull (lb_account_list_get_set_aside (self->list));
  g_assert_true (
    g_file_get_contents (lb_account_list_get_set_aside (self->list), &kept, NULL, NULL));
  g_assert_cmpstr (kept, ==, "\x01\x02 not ours");
  add (self, "Bria", "https://engine.example", 10);
}

/* A newer version's list is neither shown in part nor written over; entries by hand that can't be
 * used, such as one that would send the token in the clear, are not shown. */
static void
test_foreign (Fixture *self, gconstpointer data)
{
  const char *newer = "[lookbook]\nversion=2\n";
  const char *hand = "[lookbook]\nversion=1\nsomething=else\n"
                     "[8c1f3a52-8f5e-4c38-9d4c-1b3f1c6e7a10]\nlabel=A\nbase-url=http://a.example\n"
                     "[../../etc]\nlabel=B\nbase-url=https://b.example\n"
                     "[0f0a2b7c-52de-4f0e-8d9b-8f1f6b0f3c55]\nlabel=C\nbase-url=https://c.example\n"
                     "requests-a-minute=-5\ntoken-place=elsewhere\n";
  g_autofree char *text = NULL;

  g_assert_cmpint (g_mkdir_with_parents (self->folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (self->path, newer, -1, NULL));
  read_again (self);
  g_assert_cmpuint (n_accounts (self), ==, 1);
  g_assert_error (lb_account_list_get_error (self->list), LB_ERROR, LB_ERROR_NEWER);
  outcome_is_refused (try_to_add (self, "Bria", "https://engine.example"), LB_ERROR_NEWER);
  g_assert_true (g_file_get_contents (self->path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, newer);

  g_assert_true (g_file_set_contents (self->path, hand, -1, NULL));
  read_again (self);
  g_assert_cmpuint (n_accounts (self), ==, 2);
  g_assert_null (lb_account_list_get_error (self->list));
  g_assert_cmpuint (lb_account_entry_get_plan (lb_account_list_find_named (self->list, "C")), ==,
                    0);
  add (self, "Bria", "https://engine.example", 10);
  g_clear_pointer (&text, g_free);
  g_assert_true (g_file_get_contents (self->path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "something=else"));
}

/* A folder and a list that others could write to are closed to them by being read. */
static void
test_open_to_others (Fixture *self, gconstpointer data)
{
  add (self, "Bria", "https://engine.example", 10);
  g_assert_cmpint (g_chmod (self->path, 0666), ==, 0);
  g_assert_cmpint (g_chmod (self->folder, 0777), ==, 0);
  read_again (self);
  g_assert_cmpuint (n_accounts (self), ==, 2);
  g_assert_cmphex (outcome_mode (self->path), ==, 0600);
  g_assert_cmphex (outcome_mode (self->folder), ==, 0700);
}

static void
test_symlink (Fixture *self, gconstpointer data)
{
  g_autofree char *target = g_build_filename (self->root, "target", NULL);
  g_autofree char *text = NULL;

  g_assert_cmpint (g_mkdir_with_parents (self->folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (target, "[lookbook]\nversion=1\n", -1, NULL));
  g_assert_cmpint (symlink (target, self->path), ==, 0);
  read_again (self);
  g_assert_cmpuint (n_accounts (self), ==, 1);
  outcome_is_refused (try_to_add (self, "Bria", "https://engine.example"), LB_ERROR_FORBIDDEN);
  g_assert_true (g_file_get_contents (target, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "[lookbook]\nversion=1\n");
}

#define ADD(name, function)                                                                        \
  g_test_add ("/session/account-list/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  ADD ("first", test_first);
  ADD ("add", test_add);
  ADD ("refusals", test_refusals);
  ADD ("update", test_update);
  ADD ("replace", test_replace);
  ADD ("remove", test_remove);
  ADD ("two", test_two);
  ADD ("damaged", test_damaged);
  ADD ("foreign", test_foreign);
  ADD ("open-to-others", test_open_to_others);
  ADD ("symlink", test_symlink);

  return g_test_run ();
}
