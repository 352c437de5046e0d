#include "config.h"

#include <adwaita.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base/lb-error.h"
#include "base/lb-tls-fault.h"
#include "hosted-session-fixture.h"
#include "keyring-fixture.h"
#include "session/lb-secrets-private.h"
#include "ui/accounts/lb-account-dialog.h"
#include "ui/accounts/lb-connect-dialog.h"
#include "ui/accounts/lb-loss-words.h"
#include "ui/widgets/lb-error-words.h"

#define TOKEN "canary-ui-03c9"

/* The dialogs of accounts, against a service elsewhere and keyrings of all kinds. */

typedef struct
{
  HostedServer *server;
  GSubprocess *keyring; /* (nullable) */
  char *root;
  char *tokens;
  LbAccountList *list;
  LbSecrets *secrets;
  AdwWindow *window;
  LbConnectDialog *dialog;   /* (weak) (nullable) */
  LbAccountEntry *connected; /* (owned) (nullable): what the dialog has signalled */
  char *given;               /* (nullable): with this token */
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->server = hosted_server_new (HOSTED_FIBO);
  self->root = g_dir_make_tmp ("lookbook-ui-accounts-XXXXXX", NULL);
  self->tokens = g_build_filename (self->root, "tokens", NULL);
  self->list = lb_account_list_new (self->root);
  self->secrets = lb_secrets_new (self->tokens);
  self->window = ADW_WINDOW (g_object_ref_sink (adw_window_new ()));
  gtk_window_set_default_size (GTK_WINDOW (self->window), 800, 700);
  gtk_window_present (GTK_WINDOW (self->window));
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  gtk_window_destroy (GTK_WINDOW (self->window));
  hosted_settle ();
  g_clear_object (&self->window);
  g_clear_weak_pointer (&self->dialog);
  g_clear_object (&self->connected);
  g_clear_pointer (&self->given, g_free);
  g_clear_object (&self->secrets);
  g_clear_object (&self->list);
  g_clear_pointer (&self->server, hosted_server_free);
  g_spawn_sync (NULL, (char *[]) { "rm", "-rf", self->root, NULL }, NULL, G_SPAWN_SEARCH_PATH, NULL,
                NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_clear_pointer (&self->root, g_free);
  g_clear_pointer (&self->tokens, g_free);
}

static gpointer
child (Fixture *self, const char *name)
{
  return gtk_widget_get_template_child (GTK_WIDGET (self->dialog), LB_TYPE_CONNECT_DIALOG, name);
}

static void
type (Fixture *self, const char *row, const char *text)
{
  gtk_editable_set_text (child (self, row), text);
}

static gboolean
is_mapped (gpointer data)
{
  return gtk_widget_get_mapped (data);
}

static void
connected_cb (LbConnectDialog *dialog, LbAccountEntry *entry, const char *token, Fixture *self)
{
  g_set_object (&self->connected, entry);
  g_set_str (&self->given, token);
}

static void
open_dialog (Fixture *self, LbAccountEntry *entry)
{
  g_clear_weak_pointer (&self->dialog);
  g_set_weak_pointer (&self->dialog, lb_connect_dialog_new (self->list, self->secrets, entry));
  g_signal_connect (self->dialog, "connected", G_CALLBACK (connected_cb), self);
  adw_dialog_present (ADW_DIALOG (self->dialog), GTK_WIDGET (self->window));
  hosted_wait_until (is_mapped, self->dialog, "the dialog");
}

static void
try (Fixture *self)
{
  g_assert_true (gtk_widget_is_sensitive (child (self, "connect_button")));
  g_signal_emit_by_name (child (self, "connect_button"), "clicked");
}

static void
fill_in (Fixture *self, const char *token)
{
  type (self, "token_row", token);
  type (self, "url_row", hosted_server_get_origin (self->server));
}

static gboolean
tells_problem (gpointer data)
{
  return gtk_widget_get_visible (child (data, "problem")) &&
         gtk_widget_is_sensitive (child (data, "connect_button"));
}

/* The row that it is about is marked, and all can be tried again. */
static void
wait_problem (Fixture *self, const char *row, const char *start)
{
  const char *words = NULL;

  hosted_wait_until (tells_problem, self, start);
  words = gtk_label_get_label (child (self, "problem"));
  if (!g_str_has_prefix (words, start))
    g_error ("“%s” instead of “%s”", words, start);
  g_assert_null (strstr (words, TOKEN));
  g_assert_true (gtk_widget_has_css_class (child (self, row), "error"));
  g_assert_null (self->connected);
}

static guint
n_accounts (Fixture *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->list));
}

static guint
n_requests (Fixture *self)
{
  return hosted_server_count (self->server, NULL, NULL);
}

/* Neither listed nor kept anywhere. */
static void
nothing_kept (Fixture *self)
{
  g_assert_cmpuint (n_accounts (self), ==, 1);
  g_assert_false (g_file_test (self->tokens, G_FILE_TEST_EXISTS));
}

static void
test_blank (Fixture *self, gconstpointer data)
{
  open_dialog (self, NULL);
  g_assert_false (gtk_widget_is_sensitive (child (self, "connect_button")));
  type (self, "token_row", "  ");
  g_assert_false (gtk_widget_is_sensitive (child (self, "connect_button")));
  type (self, "token_row", TOKEN);
  g_assert_true (gtk_widget_is_sensitive (child (self, "connect_button")));
  type (self, "name_row", " ");
  g_assert_false (gtk_widget_is_sensitive (child (self, "connect_button")));
}

/* What can't be right is not sent at all. */
static void
test_not_sent (Fixture *self, gconstpointer data)
{
  const char *const urls[] = { "http://engine.example", "engine.example", "https://",
                               "https://me:secret@engine.example", "https://engine.example?x=1" };

  open_dialog (self, NULL);
  fill_in (self, TOKEN " " TOKEN);
  try (self);
  wait_problem (self, "token_row", "A token is one word.");
  type (self, "token_row", "t\xc3\xb6ken");
  g_assert_false (gtk_widget_get_visible (child (self, "problem")));
  try (self);
  wait_problem (self, "token_row", "A token is one word.");

  type (self, "token_row", TOKEN);
  type (self, "name_row", "Wo\u202erk");
  try (self);
  wait_problem (self, "name_row", "The name turns the direction of text");
  type (self, "name_row", "Work");
  for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      type (self, "url_row", urls[i]);
      try (self);
      wait_problem (self, "url_row", "The address has to begin with https://");
      g_assert_true (adw_expander_row_get_expanded (child (self, "server_row")));
    }
  g_assert_cmpuint (n_requests (self), ==, 0);
  nothing_kept (self);
}

static void
test_refused (Fixture *self, gconstpointer data)
{
  open_dialog (self, NULL);
  fill_in (self, TOKEN);
  hosted_server_say (self->server, NULL, NULL, 401, NULL, "{\"message\":\"Unknown\"}");
  try (self);
  wait_problem (self, "token_row", "The service does not know this token.");
  g_assert_cmpuint (n_requests (self), ==, 1);
  hosted_server_forget (self->server);

  hosted_server_say (self->server, NULL, NULL, 403, NULL, "{\"message\":\"No\"}");
  try (self);
  wait_problem (self, "token_row", "The service knows this token, but");
  hosted_server_forget (self->server);

  hosted_server_say (self->server, NULL, NULL, 404, NULL, "<html>");
  try (self);
  wait_problem (self, "url_row", "There is no such service at this address.");
  hosted_server_forget (self->server);

  hosted_server_leave (self->server);
  try (self);
  wait_problem (self, "url_row", "The server can’t be reached.");
  hosted_server_return (self->server);
  nothing_kept (self);
}

/* A certificate is told by its fault, and there is nothing to press against it. */
static void
test_unsafe_words (void)
{
  for (LbTlsFault fault = LB_TLS_FAULT_NONE + 1; fault < LB_TLS_N_FAULTS; fault++)
    {
      g_autoptr (GError) error = g_error_new_literal (LB_ERROR, LB_ERROR_OFFLINE, "raw words");
      g_autofree char *words = NULL;

      lb_error_set_tls_fault (error, fault);
      words = lb_error_words (error);
      g_assert_null (strstr (words, "raw words"));
      g_assert_cmpstr (words, !=, "The service can’t be reached");
    }
}

static void
test_same_name (Fixture *self, gconstpointer data)
{
  g_autofree char *id = lb_account_list_new_id ();
  const LbAccountFacts facts = { "Bria", "https://engine.example", 10, LB_SECRET_NOWHERE };

  g_object_unref (hosted_take_object (lb_account_list_add (self->list, id, &facts)));
  open_dialog (self, NULL);
  g_assert_cmpstr (gtk_editable_get_text (child (self, "name_row")), ==, "Bria 2");
  fill_in (self, TOKEN);
  type (self, "name_row", " Bria ");
  try (self);
  wait_problem (self, "name_row", "Another account has this name.");
  g_assert_cmpuint (n_requests (self), ==, 0);
}

/* What the settings say holds at once. */
static void
test_settings (Fixture *self, gconstpointer data)
{
  g_autofree char *id = lb_account_list_new_id ();
  g_autofree char *other = lb_account_list_new_id ();
  const LbAccountFacts facts = { "Work", "https://engine.example", 25, LB_SECRET_FILE };
  const LbAccountFacts second = { "Taken", "https://engine.example", 10, LB_SECRET_FILE };
  g_autoptr (LbAccountEntry) entry =
    hosted_take_object (lb_account_list_add (self->list, id, &facts));
  LbAccountDialog *dialog = NULL;
  GtkWidget *name = NULL;
  GtkWidget *plan = NULL;
  GtkWidget *problem = NULL;
  GtkWidget *strip = NULL;

  g_object_unref (hosted_take_object (lb_account_list_add (self->list, other, &second)));
  dialog = lb_account_dialog_new (self->list, entry);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (self->window));
  hosted_wait_until (is_mapped, dialog, "the dialog");
#define CHILD(child_name)                                                                          \
  GTK_WIDGET (                                                                                     \
    gtk_widget_get_template_child (GTK_WIDGET (dialog), LB_TYPE_ACCOUNT_DIALOG, child_name))
  name = CHILD ("name_row");
  plan = CHILD ("plan_row");
  strip = CHILD ("strip_row");
  problem = CHILD ("problem");
#undef CHILD

  /* One that is not Bria's is offered beside them. */
  g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (plan)), ==, 4);
  adw_combo_row_set_selected (ADW_COMBO_ROW (plan), 1);
  while (lb_account_entry_get_plan (entry) != 60)
    g_main_context_iteration (NULL, TRUE);

  gtk_editable_set_text (GTK_EDITABLE (name), "Studio");
  g_signal_emit_by_name (name, "apply");
  while (!g_str_equal (lb_account_entry_get_label (entry), "Studio"))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (lb_account_entry_get_plan (entry), ==, 60);
  g_assert_cmpint (lb_account_entry_get_secret_place (entry), ==, LB_SECRET_FILE);

  gtk_editable_set_text (GTK_EDITABLE (name), "Taken");
  g_signal_emit_by_name (name, "apply");
  while (!gtk_widget_get_visible (problem))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (problem)), ==, "Another account has this name.");
  g_assert_cmpstr (lb_account_entry_get_label (entry), ==, "Studio");

  adw_switch_row_set_active (ADW_SWITCH_ROW (strip), FALSE);
  while (lb_account_entry_strips_metadata (entry))
    g_main_context_iteration (NULL, TRUE);
  adw_dialog_force_close (ADW_DIALOG (dialog));
}

static void
test_loss_words (void)
{
  const LbLoss none = { 0 };
  const LbLoss all = { 12, 1, 3, FALSE };
  const LbLoss one = { .n_changes = 1 };
  const LbLoss copying = { .copying = TRUE };
  g_autofree char *nothing = lb_loss_unsent_words (&none);
  g_autofree char *unsent = lb_loss_unsent_words (&all);
  g_autofree char *out = lb_sign_out_words (&all);
  g_autofree char *one_out = lb_sign_out_words (&one);
  g_autofree char *calm = lb_sign_out_words (&none);
  g_autofree char *removed = lb_remove_account_words (&all);
  g_autofree char *copy_out = lb_sign_out_words (&copying);
  g_autofree char *copy_removed = lb_remove_account_words (&copying);

  g_assert_null (nothing);
  g_assert_cmpstr (unsent, ==, "12 images and 1 change");
  g_assert_nonnull (strstr (out, "Not sent yet: 12 images and 1 change. They wait here"));
  g_assert_nonnull (strstr (one_out, "Not sent yet: 1 change. It waits here"));
  g_assert_null (strstr (calm, "Not sent"));
  g_assert_nonnull (strstr (removed, "lost for good: 12 images and 1 change."));
  g_assert_nonnull (strstr (removed, "3 things in the trash"));
  g_assert_null (strstr (out, "copy"));
  g_assert_null (strstr (removed, "copy"));
  g_assert_nonnull (strstr (copy_out, "copy that is under way stops, and goes on"));
  g_assert_nonnull (strstr (copy_removed, "copy that is under way is stopped"));
}

/* Keyrings: each has a process and a bus of its own. */

static void
start_keyring (Fixture *self, const char *kind)
{
  if (g_str_equal (kind, "absent"))
    return;
  if (g_str_equal (kind, "hangs"))
    lb_secrets_set_patience (self->secrets, (LbSecretPatience) { 500, 500 });

  self->keyring = keyring_fixture_start (kind);
}

static gboolean
is_connected (gpointer data)
{
  return ((Fixture *) data)->connected != NULL;
}

static gboolean
asks_place (gpointer data)
{
  return ADW_IS_ALERT_DIALOG (adw_window_get_visible_dialog (((Fixture *) data)->window));
}

static gboolean
asks_no_more (gpointer data)
{
  return !asks_place (data);
}

/* (nullable): the button below @widget that says @label. */
static GtkWidget *
find_button (GtkWidget *widget, const char *label)
{
  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0)
    return widget;

  for (GtkWidget *at = gtk_widget_get_first_child (widget); at != NULL;
       at = gtk_widget_get_next_sibling (at))
    {
      GtkWidget *found = find_button (at, label);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static void
answer_place (Fixture *self, const char *reason, const char *label)
{
  AdwAlertDialog *question = NULL;
  GtkWidget *button = NULL;

  hosted_wait_until (asks_place, self, "the question where to keep it");
  question = ADW_ALERT_DIALOG (adw_window_get_visible_dialog (self->window));
  g_assert_cmpstr (adw_alert_dialog_get_heading (question), ==, "Keep the Token?");
  if (!g_str_has_prefix (adw_alert_dialog_get_body (question), reason))
    g_error ("“%s” instead of “%s”", adw_alert_dialog_get_body (question), reason);
  g_assert_cmpuint (n_accounts (self), ==, 1);

  hosted_settle ();
  button = find_button (GTK_WIDGET (question), label);
  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
  hosted_wait_until (asks_no_more, self, "the end of the question");
}

static void
assert_kept (Fixture *self, LbSecretPlace place)
{
  g_autofree char *path = NULL;
  g_autofree char *token = NULL;
  const char *id = NULL;
  GStatBuf about;

  hosted_wait_until (is_connected, self, "the account");
  id = lb_account_entry_get_id (self->connected);
  path = g_strconcat (self->tokens, "/", id, ".token", NULL);
  g_assert_cmpstr (self->given, ==, TOKEN);
  g_assert_cmpint (lb_account_entry_get_secret_place (self->connected), ==, place);
  g_assert_true (lb_account_list_find (self->list, id) == self->connected);
  g_assert_cmpuint (n_accounts (self), ==, 2);

  if (place == LB_SECRET_FILE)
    {
      g_assert_cmpint (g_lstat (path, &about), ==, 0);
      g_assert_cmpuint (about.st_mode & 07777, ==, 0600);
    }
  else
    g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));

  {
    g_autoptr (DexFuture) future =
      lb_secrets_lookup (self->secrets, id, lb_account_entry_get_base_url (self->connected), place);

    while (dex_future_is_pending (future))
      g_main_context_iteration (NULL, TRUE);
    token = g_value_dup_string (dex_future_get_value (future, NULL));
  }
  g_assert_cmpstr (token, ==, TOKEN);
}

/* At the same address it is the same account; at another one the token is asked for as well, and
 * nothing of the old account is left in its place. */
static void
sign_in_again (Fixture *self)
{
  g_autoptr (LbAccountEntry) first = g_steal_pointer (&self->connected);
  g_autofree char *url = g_strconcat (hosted_server_get_origin (self->server), "/proxy", NULL);
  g_autofree char *id = g_strdup (lb_account_entry_get_id (first));

  open_dialog (self, first);
  g_assert_false (gtk_widget_is_sensitive (child (self, "connect_button")));
  g_assert_cmpstr (gtk_editable_get_text (child (self, "token_row")), ==, "");
  g_assert_false (gtk_widget_get_visible (child (self, "anew")));
  type (self, "token_row", TOKEN);
  try (self);
  assert_kept (self, LB_SECRET_KEYRING);
  g_assert_true (self->connected == first);

  g_clear_object (&self->connected);
  open_dialog (self, first);
  type (self, "url_row", url);
  g_assert_true (gtk_widget_get_visible (child (self, "anew")));
  g_assert_false (gtk_widget_is_sensitive (child (self, "connect_button")));
  type (self, "token_row", TOKEN);
  hosted_server_say (self->server, NULL, NULL, 200, NULL, "[]");
  try (self);
  assert_kept (self, LB_SECRET_KEYRING);
  g_assert_true (self->connected != first);
  g_assert_null (lb_account_list_find (self->list, id));
  g_error_free (
    hosted_refusal (lb_secrets_lookup (self->secrets, id, hosted_server_get_origin (self->server),
                                       LB_SECRET_KEYRING),
                    LB_ERROR_NOT_FOUND));
}

static const struct
{
  const char *name;
  const char *kind;   /* of secret-service.py, or "absent" */
  const char *reason; /* (nullable): the keyring does its part */
  const char *answer;
  LbSecretPlace place;
} keyrings[] = {
  { "works", "ok", NULL, NULL, LB_SECRET_KEYRING },
  { "opens", "opens", NULL, NULL, LB_SECRET_KEYRING },
  { "absent-session", "absent", "There is no keyring", "Keep for This _Session",
    LB_SECRET_SESSION },
  { "absent-file", "absent", "There is no keyring", "Keep in a _File", LB_SECRET_FILE },
  { "absent-cancel", "absent", "There is no keyring", "_Cancel", LB_SECRET_NOWHERE },
  { "locked", "locked", "The keyring is locked.", "Keep for This _Session", LB_SECRET_SESSION },
  { "hangs", "hangs", "The keyring does not answer.", "Keep for This _Session", LB_SECRET_SESSION },
  { "denies", "denies", "The keyring is locked.", "Keep in a _File", LB_SECRET_FILE },
  { "forgets", "forgets", "The keyring does not work.", "_Cancel", LB_SECRET_NOWHERE },
};

static void
run_keyring (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  Fixture self = { 0 };

  set_up (&self, NULL);
  start_keyring (&self, keyrings[i].kind);
  open_dialog (&self, NULL);
  fill_in (&self, "  " TOKEN "\t ");
  try (&self);
  if (keyrings[i].reason != NULL)
    answer_place (&self, keyrings[i].reason, keyrings[i].answer);
  if (keyrings[i].place != LB_SECRET_NOWHERE)
    assert_kept (&self, keyrings[i].place);
  else
    {
      hosted_wait_until (is_mapped, self.dialog, "the dialog once more");
      g_assert_true (gtk_widget_is_sensitive (child (&self, "connect_button")));
      nothing_kept (&self);
    }
  g_assert_nonnull (strstr (hosted_server_get_heads (self.server), "api_token: " TOKEN));
  if (g_str_equal (keyrings[i].name, "works"))
    sign_in_again (&self);
  if (self.keyring != NULL)
    g_subprocess_force_exit (self.keyring);
  g_clear_object (&self.keyring);
  tear_down (&self, NULL);
}

static void
test_keyring (gconstpointer data)
{
  keyring_fixture_run_apart (run_keyring, data);
}

int
main (int argc, char **argv)
{
  g_autoptr (GTestDBus) bus = keyring_fixture_begin (&argc, &argv);

#define ADD(path, test) g_test_add ("/ui/accounts/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("blank", test_blank);
  ADD ("not-sent", test_not_sent);
  ADD ("refused", test_refused);
  ADD ("same-name", test_same_name);
  ADD ("settings", test_settings);
#undef ADD
  g_test_add_func ("/ui/accounts/unsafe-words", test_unsafe_words);
  g_test_add_func ("/ui/accounts/loss-words", test_loss_words);
  for (guint i = 0; i < G_N_ELEMENTS (keyrings); i++)
    {
      g_autofree char *path = g_strconcat ("/ui/accounts/keyring/", keyrings[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_keyring);
    }

  return g_test_run ();
}
