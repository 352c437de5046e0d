#include "config.h"

#include <adwaita.h>
#include <string.h>

#include "keyring-fixture.h"
#include "page-fixture.h"
#include "session/lb-secrets-private.h"
#include "session/lb-session-history.h"
#include "ui/preferences/lb-accounts-page.h"
#include "ui/preferences/lb-captioner-page.h"
#include "ui/preferences/lb-captioner-words.h"
#include "ui/preferences/lb-preferences-dialog.h"
#include "vision-fake.h"

#define KEY "sk-canary-preferences-7"

/* The preferences over the real service, and a model to be chosen. */
typedef struct
{
  PageFixture page;
  VisionFake *fake;
  GSettings *settings;
  LbAccountList *accounts;
  LbSecrets *secrets;
  LbPreferencesDialog *dialog; /* (unowned) in the window */
  GtkWidget *captioner;        /* (unowned) its page */
  char *wanted;                /* (nullable): what the dialog has signalled */
} Fixture;

static gboolean
is_mapped (gpointer data)
{
  return gtk_widget_get_mapped (data);
}

static void
wanted_cb (LbPreferencesDialog *dialog, const char *action, Fixture *self)
{
  g_set_str (&self->wanted, action);
}

static void
open_dialog (Fixture *self)
{
  self->dialog =
    lb_preferences_dialog_new (self->settings, self->page.service.data_dir, self->accounts);
  lb_preferences_dialog_set_session (self->dialog, self->page.session, self->secrets);
  g_signal_connect (self->dialog, "wanted", G_CALLBACK (wanted_cb), self);
  adw_dialog_present (ADW_DIALOG (self->dialog), GTK_WIDGET (self->page.window));
  wait_until (is_mapped, self->dialog, "the preferences");
  adw_preferences_dialog_set_visible_page_name (ADW_PREFERENCES_DIALOG (self->dialog), "captioner");
  self->captioner =
    GTK_WIDGET (adw_preferences_dialog_get_visible_page (ADW_PREFERENCES_DIALOG (self->dialog)));
  g_assert_true (LB_IS_CAPTIONER_PAGE (self->captioner));
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autofree char *samples = g_test_build_filename (G_TEST_DIST, "..", "data", "samples", NULL);
  g_autofree char *folder = NULL;

  g_setenv ("LOOKBOOK_SAMPLES", samples, TRUE);
  page_fixture_set_up (&self->page, 1);
  folder = g_build_filename (self->page.service.root, "tokens", NULL);
  self->fake = vision_fake_new ();
  self->settings = g_settings_new (LB_APP_ID);
  self->accounts = lb_account_list_new (self->page.service.root);
  self->secrets = lb_secrets_new (folder);
  open_dialog (self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  adw_dialog_force_close (ADW_DIALOG (self->dialog));
  page_settle ();
  g_clear_pointer (&self->wanted, g_free);
  g_clear_object (&self->secrets);
  g_clear_object (&self->accounts);
  g_clear_object (&self->settings);
  page_fixture_tear_down (&self->page);
  g_clear_pointer (&self->fake, vision_fake_free);
}

static gpointer
child (Fixture *self, const char *name)
{
  return page_child (self->captioner, LB_TYPE_CAPTIONER_PAGE, name);
}

/* What is waited for. */
typedef struct
{
  Fixture *self;
  const char *row;
  const char *words;
} Wanted;

static gboolean
says (gpointer data)
{
  Wanted *wanted = data;
  const char *subtitle = adw_action_row_get_subtitle (child (wanted->self, wanted->row));

  return subtitle != NULL && strstr (subtitle, wanted->words) != NULL;
}

static void
wait_state (Fixture *self, const char *words)
{
  Wanted wanted = { self, "state_row", words };

  wait_until (says, &wanted, words);
}

static LbCaptionerSetting *
setting (Fixture *self)
{
  return wait_object (lb_session_get_captioner (self->page.session));
}

static void
choose_kind (Fixture *self, guint kind)
{
  adw_combo_row_set_selected (child (self, "kind_row"), kind);
}

static gboolean
is_told (gpointer data)
{
  Fixture *self = data;

  return LB_IS_CAPTIONER_PAGE (self->captioner) &&
         adw_action_row_get_subtitle (child (self, "state_row")) != NULL &&
         *adw_action_row_get_subtitle (child (self, "state_row")) != '\0';
}

static void
look (Fixture *self, const char *address)
{
  wait_until (is_told, self, "the setting");
  choose_kind (self, 1);
  gtk_editable_set_text (child (self, "address_row"), address);
  g_signal_emit_by_name (child (self, "address_row"), "apply");
}

/* From the built-in captioner to a model, whose name the server tells. */
static void
test_model (Fixture *self, gconstpointer data)
{
  g_autoptr (LbCaptionerSetting) now = NULL;
  GtkStringObject *item;

  wait_until (is_told, self, "the setting");
  g_assert_false (gtk_widget_get_visible (child (self, "server_group")));
  g_assert_nonnull (
    strstr (adw_preferences_group_get_description (child (self, "kind_group")), "Nothing leaves"));

  choose_kind (self, 1);
  g_assert_true (gtk_widget_get_visible (child (self, "server_group")));
  g_assert_cmpstr (gtk_editable_get_text (child (self, "address_row")), ==,
                   "http://localhost:11434");
  wait_state (self, "No model is chosen yet");
  g_assert_cmpuint (vision_fake_count_lists (self->fake), ==, 0);

  look (self, vision_fake_get_address (self->fake));
  wait_state (self, "Ready");
  item = adw_combo_row_get_selected_item (child (self, "model_row"));
  g_assert_cmpstr (gtk_string_object_get_string (item), ==, "m");
  now = setting (self);
  g_assert_true (lb_captioner_setting_is_vision (now));
  g_assert_cmpstr (lb_captioner_setting_get_model (now), ==, "m");
  g_assert_cmpstr (lb_captioner_setting_get_address (now), ==,
                   vision_fake_get_address (self->fake));
  g_assert_cmpuint (vision_fake_count (self->fake), ==, 0);
}

static gboolean
holds_three (gpointer data)
{
  g_autoptr (LbCaptionerSetting) now = setting (data);

  return lb_captioner_setting_get_concurrency (now) == 3;
}

static gboolean
is_built_in (gpointer data)
{
  g_autoptr (LbCaptionerSetting) now = setting (data);

  return !lb_captioner_setting_is_vision (now);
}

/* Each choice holds at once, and the model is there again when it is wanted again. */
static void
test_changes (Fixture *self, gconstpointer data)
{
  g_autoptr (LbCaptionerSetting) now = NULL;

  look (self, vision_fake_get_address (self->fake));
  wait_state (self, "Ready");
  gtk_adjustment_set_value (child (self, "concurrency"), 3);
  wait_until (holds_three, self, "three at a time");
  choose_kind (self, 0);
  wait_until (is_built_in, self, "the built-in captioner");
  choose_kind (self, 1);
  wait_state (self, "Ready");
  now = setting (self);
  g_assert_cmpstr (lb_captioner_setting_get_model (now), ==, "m");
  g_assert_cmpint (lb_captioner_setting_get_concurrency (now), ==, 3);
}

static gboolean
can_look (gpointer data)
{
  return gtk_widget_get_sensitive (child (data, "look_row"));
}

/* Who chooses something else while models are looked for can look again. */
static void
test_meanwhile (Fixture *self, gconstpointer data)
{
  look (self, vision_fake_get_address (self->fake));
  wait_state (self, "Ready");
  g_signal_emit_by_name (child (self, "look_row"), "activated");
  g_assert_false (can_look (self));
  choose_kind (self, 0);
  wait_until (is_built_in, self, "the built-in captioner");
  wait_until (can_look, self, "the end of the look");
}

static gboolean
has_result (gpointer data)
{
  Fixture *self = data;

  return gtk_widget_get_sensitive (child (self, "try_row")) &&
         gtk_widget_get_visible (child (self, "result_row"));
}

/* A picture is shown with what was said of it, and how long that took; nothing is kept. */
static void
test_try (Fixture *self, gconstpointer data)
{
  static const VisionFakeAnswer broken = { 500, NULL, NULL, "{\"error\":{\"message\":\"No\"}}",
                                           VISION_FAKE_WHOLE };
  AdwActionRow *row = child (self, "result_row");

  look (self, vision_fake_get_address (self->fake));
  wait_state (self, "Ready");
  g_signal_emit_by_name (child (self, "try_row"), "activated");
  g_assert_false (gtk_widget_get_sensitive (child (self, "try_row")));
  wait_until (has_result, self, "a caption");
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), ==,
                   "A lighthouse on a rock.");
  g_assert_true (g_str_has_prefix (adw_action_row_get_subtitle (row), "Answered in "));
  g_assert_nonnull (gtk_picture_get_paintable (child (self, "picture")));
  g_assert_cmpuint (g_list_model_get_n_items (self->page.images), ==, 1);

  vision_fake_push (self->fake, &broken);
  g_signal_emit_by_name (child (self, "try_row"), "activated");
  wait_until (has_result, self, "a failure");
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), ==,
                   "No caption came");
}

/* What is not there, or is no such server, is said, and the choice stays as it is. */
static void
test_trouble (Fixture *self, gconstpointer data)
{
  static const VisionFakeAnswer none = { 404, NULL, NULL, "{}", VISION_FAKE_WHOLE };
  g_autoptr (LbCaptionerSetting) now = NULL;

  look (self, "http://127.0.0.1:1");
  wait_state (self, "can't be reached");
  look (self, "what");
  wait_state (self, "http or https");
  now = setting (self);
  g_assert_false (lb_captioner_setting_is_vision (now));

  /* A server without a list is told the name. */
  vision_fake_push (self->fake, &none);
  look (self, vision_fake_get_address (self->fake));
  wait_state (self, "no list of models");
  g_assert_true (gtk_widget_get_visible (child (self, "name_row")));
  g_assert_false (gtk_widget_get_visible (child (self, "model_row")));
  gtk_editable_set_text (child (self, "name_row"), "m");
  g_signal_emit_by_name (child (self, "name_row"), "apply");
  wait_state (self, "Ready");
}

/* A label below @widget that says @words, in part. */
typedef struct
{
  GtkWidget *widget;
  const char *words;
} Said;

static gboolean
is_said_in (GtkWidget *widget, const char *words)
{
  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), words) != NULL)
    return TRUE;

  for (GtkWidget *at = gtk_widget_get_first_child (widget); at != NULL;
       at = gtk_widget_get_next_sibling (at))
    if (is_said_in (at, words))
      return TRUE;

  return FALSE;
}

static gboolean
is_said (gpointer data)
{
  Said *said = data;

  return is_said_in (said->widget, said->words);
}

static void
wait_said (Fixture *self, const char *words)
{
  Said said = { GTK_WIDGET (self->dialog), words };

  wait_until (is_said, &said, words);
}

/* Each page fits a window of 360 pixels, at twice the size of text as well. */
static void
test_narrow (Fixture *self, gconstpointer data)
{
  static const char *const names[] = { "general", "uploads", "accounts", "captioner" };
  GtkSettings *settings = gtk_settings_get_default ();
  int dpi = 0;

  look (self, vision_fake_get_address (self->fake));
  wait_state (self, "Ready");
  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  for (int scale = 1; scale <= 2; scale++)
    {
      g_object_set (settings, "gtk-xft-dpi", 96 * 1024 * scale, NULL);
      for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
        {
          GtkWidget *page = NULL;
          int width = 0;

          adw_preferences_dialog_set_visible_page_name (ADW_PREFERENCES_DIALOG (self->dialog),
                                                        names[i]);
          page = GTK_WIDGET (
            adw_preferences_dialog_get_visible_page (ADW_PREFERENCES_DIALOG (self->dialog)));
          gtk_widget_measure (page, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
          g_test_message ("%s at %d: %d", names[i], scale, width);
          g_assert_cmpint (width, <=, 360);
        }
    }
  g_object_set (settings, "gtk-xft-dpi", dpi, NULL);
}

/* Another account can be opened, and its token tried, without one being lost by it. */
static void
test_accounts (Fixture *self, gconstpointer data)
{
  const LbAccountFacts facts = { "Harbour", "http://127.0.0.1:1", 10, LB_SECRET_SESSION };
  g_autofree char *id = lb_account_list_new_id ();
  g_autofree char *open = g_strdup_printf ("app.account('%s')", id);
  g_autoptr (LbAccountEntry) entry = NULL;

  adw_dialog_force_close (ADW_DIALOG (self->dialog));
  page_fixture_wait_no_dialog (&self->page);
  g_assert_true (wait_true (
    lb_secrets_store (self->secrets, id, facts.base_url, LB_SECRET_SESSION, "canary-accounts-1")));
  entry = wait_object (lb_account_list_add (self->accounts, id, &facts));
  open_dialog (self);
  adw_preferences_dialog_set_visible_page_name (ADW_PREFERENCES_DIALOG (self->dialog), "accounts");
  wait_said (self, "10 requests a minute");

  page_fixture_press (&self->page, "_Test");
  wait_said (self, "Harbour: The service can’t be reached");
  page_fixture_press (&self->page, "_Test");
  page_fixture_press (&self->page, "_Open");
  page_fixture_wait_no_dialog (&self->page);
  g_assert_cmpstr (self->wanted, ==, open);
  open_dialog (self);
}

static gboolean
is_unsaid (gpointer data)
{
  return !is_said (data);
}

/* The switches of what is taken out of pictures are one an account. */
static gboolean
has_strips (Fixture *self)
{
  GtkWidget *group = page_child (self->dialog, LB_TYPE_PREFERENCES_DIALOG, "strip_group");

  g_assert_true (gtk_widget_get_visible (group) ==
                 (page_find (group, ADW_TYPE_SWITCH_ROW, NULL) != NULL));

  return gtk_widget_get_visible (group);
}

/* One that another program adds is there, and goes again with it. */
static void
test_accounts_elsewhere (Fixture *self, gconstpointer data)
{
  const LbAccountFacts facts = { "Harbour", "http://127.0.0.1:1", 10, LB_SECRET_SESSION };
  g_autofree char *id = lb_account_list_new_id ();
  g_autoptr (LbAccountList) elsewhere = lb_account_list_new (self->page.service.root);
  g_autoptr (LbAccountEntry) entry = NULL;
  Said said = { GTK_WIDGET (self->dialog), "10 requests a minute" };

  adw_preferences_dialog_set_visible_page_name (ADW_PREFERENCES_DIALOG (self->dialog), "accounts");
  g_assert_false (is_said (&said));
  g_assert_false (has_strips (self));
  entry = wait_object (lb_account_list_add (elsewhere, id, &facts));
  wait_said (self, said.words);
  g_assert_true (has_strips (self));
  g_assert_true (wait_true (lb_account_list_remove (elsewhere, entry, TRUE)));
  wait_until (is_unsaid, &said, "the account gone");
  g_assert_false (has_strips (self));
}

/* The rows of history and trash lead there, and the trash can be emptied here. */
static gboolean
is_trashed (gpointer data)
{
  return g_list_model_get_n_items (data) == 1;
}

static gboolean
is_empty (gpointer data)
{
  return g_list_model_get_n_items (data) == 0;
}

static const char *
kept (Fixture *self, const char *row)
{
  return adw_action_row_get_subtitle (page_child (self->dialog, LB_TYPE_PREFERENCES_DIALOG, row));
}

static void
test_kept (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) images = g_ptr_array_new ();
  g_autoptr (LbDeletion) deletion = NULL;
  LbTrash *trash = lb_session_get_trash (self->page.session);
  GtkWidget *empty = page_child (self->dialog, LB_TYPE_PREFERENCES_DIALOG, "empty_row");

  g_assert_cmpstr (kept (self, "trash_row"), ==, "Nothing. Kept for 30 days");
  g_assert_false (gtk_widget_get_visible (empty));
  g_ptr_array_add (images, page_fixture_nth (&self->page, 0));
  deletion = lb_session_delete_images (self->page.session, images);
  g_assert_true (wait_true (lb_deletion_commit (deletion)));
  wait_until (is_trashed, trash, "the trash");
  g_assert_cmpstr (kept (self, "trash_row"), ==, "1 item. Kept for 30 days");
  g_assert_nonnull (strstr (kept (self, "history_row"), "step"));
  adw_spin_row_set_value (page_child (self->dialog, LB_TYPE_PREFERENCES_DIALOG, "trash_days_row"),
                          400);
  g_assert_cmpstr (kept (self, "trash_row"), ==, "1 item. Kept for 365 days");
  adw_spin_row_set_value (page_child (self->dialog, LB_TYPE_PREFERENCES_DIALOG, "trash_days_row"),
                          1);
  g_assert_cmpstr (kept (self, "trash_row"), ==, "1 item. Kept for 1 day");
  g_settings_reset (self->settings, "trash-days");

  adw_preferences_dialog_set_visible_page_name (ADW_PREFERENCES_DIALOG (self->dialog), "general");
  g_signal_emit_by_name (empty, "activated");
  page_fixture_answer (&self->page, "cancel");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (trash)), ==, 1);
  g_signal_emit_by_name (empty, "activated");
  page_fixture_answer (&self->page, "delete");
  wait_until (is_empty, trash, "an empty trash");

  g_signal_emit_by_name (page_child (self->dialog, LB_TYPE_PREFERENCES_DIALOG, "trash_row"),
                         "activated");
  page_fixture_wait_no_dialog (&self->page);
  g_assert_cmpstr (self->wanted, ==, "win.show-trash");
  open_dialog (self);
}

/* Not one setting has the key in it. */
static void
assert_no_setting_has_it (Fixture *self)
{
  g_autoptr (GSettingsSchema) schema = NULL;
  g_auto (GStrv) keys = NULL;

  g_object_get (self->settings, "settings-schema", &schema, NULL);
  keys = g_settings_schema_list_keys (schema);
  g_assert_cmpuint (g_strv_length (keys), >, 10);
  for (gsize i = 0; keys[i] != NULL; i++)
    {
      g_autoptr (GVariant) value = g_settings_get_value (self->settings, keys[i]);
      g_autofree char *text = g_variant_print (value, FALSE);

      g_assert_null (strstr (text, KEY));
    }
}

/* The key: a process and a bus of its own, with a keyring. */

static gboolean
is_in_keyring (gpointer data)
{
  Fixture *self = data;
  g_autoptr (DexFuture) found = lb_secrets_lookup (
    self->secrets, LB_SECRETS_CAPTIONER, vision_fake_get_address (self->fake), LB_SECRET_KEYRING);

  while (dex_future_is_pending (found))
    g_main_context_iteration (NULL, TRUE);

  return dex_future_is_resolved (found);
}

static gboolean
is_ready_with_key (gpointer data)
{
  g_autoptr (LbCaptionerSetting) now = setting (data);

  return lb_captioner_setting_has_key (now);
}

/* TRUE when any file below @folder has the key in it. */
static gboolean
is_written_down (const char *folder)
{
  const char *argv[] = { "grep", "-rqF", KEY, folder, NULL };
  g_autoptr (GSubprocess) grep = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_NONE, NULL);

  g_subprocess_wait (grep, NULL, NULL);

  return g_subprocess_get_exit_status (grep) == 0;
}

static void
run_key (gconstpointer data)
{
  Fixture self = { 0 };
  g_autoptr (GSubprocess) keyring = keyring_fixture_start ("ok");
  g_autoptr (LbCaptionerSetting) now = NULL;

  set_up (&self, NULL);
  vision_fake_set_key (self.fake, KEY);
  look (&self, vision_fake_get_address (self.fake));
  wait_state (&self, "refuses the key");

  gtk_editable_set_text (child (&self, "key_row"), KEY);
  g_signal_emit_by_name (child (&self, "key_row"), "apply");
  wait_state (&self, "Ready, with a key");
  g_assert_cmpstr (gtk_editable_get_text (child (&self, "key_row")), ==, "");
  wait_until (is_in_keyring, &self, "the key in the keyring");
  g_assert_false (is_written_down (self.page.service.root));
  assert_no_setting_has_it (&self);

  /* After the service was started again nobody is asked for it. */
  lb_session_set_secrets (self.page.session, self.secrets);
  service_fixture_kill (&self.page.service);
  wait_until (is_ready_with_key, &self, "the key, once more");

  g_signal_emit_by_name (child (&self, "forget_button"), "clicked");
  now = NULL;
  while (is_in_keyring (&self))
    g_main_context_iteration (NULL, FALSE);
  now = setting (&self);
  g_assert_false (lb_captioner_setting_has_key (now));

  /* Who closes the dialog at once has it kept as well. */
  gtk_editable_set_text (child (&self, "key_row"), KEY);
  gtk_editable_set_text (child (&self, "name_row"), "m");
  g_signal_emit_by_name (child (&self, "name_row"), "apply");
  adw_dialog_force_close (ADW_DIALOG (self.dialog));
  page_fixture_wait_no_dialog (&self.page);
  wait_until (is_in_keyring, &self, "the key, though nobody looks");
  open_dialog (&self);

  g_subprocess_force_exit (keyring);
  tear_down (&self, NULL);
}

static void
test_key (void)
{
  keyring_fixture_run_apart (run_key, NULL);
}

int
main (int argc, char **argv)
{
  g_autoptr (GTestDBus) bus = keyring_fixture_begin (&argc, &argv);

#define ADD(path, test) g_test_add ("/ui/preferences/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("model", test_model);
  ADD ("changes", test_changes);
  ADD ("meanwhile", test_meanwhile);
  ADD ("try", test_try);
  ADD ("trouble", test_trouble);
  ADD ("accounts", test_accounts);
  ADD ("accounts-elsewhere", test_accounts_elsewhere);
  ADD ("narrow", test_narrow);
  ADD ("kept", test_kept);
#undef ADD
  g_test_add_func ("/ui/preferences/key", test_key);

  return g_test_run ();
}
