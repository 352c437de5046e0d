#include "config.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>
#include <unistd.h>

#include "base/lb-locale.h"
#include "session/lb-service-process.h"
#include "shell-fixture.h"
#include "ui/application/lb-about.h"
#include "ui/dataset/lb-dataset-page.h"
#include "ui/preferences/lb-preferences-dialog.h"
#include "ui/widgets/lb-text-line.h"

/* Every view in a language: test-languages LANGUAGE. What the program says is in that language, and
 * nothing of it is cut off; in en_XA, which nobody speaks, what is not in brackets was never
 * translated. */

#define BRACKET "⟦"
#define NARROW 360
#define WIDE 1200

static const char *language;

/* Words of the toolkit, which has catalogues of its own, and what is the same in every language. */
static const char *const not_ours[] = {
  "Bria",  "FIBO",  "Flux",  "GPL-3.0-or-later",
  "JSON",  "JPEG",  "PNG",   "WebP",
  "PDF",   "CSV",   "TSV",   "ZIP",
  "Ctrl",  "Alt",   "Shift", "kB",
  "MB",    "GB",    "TB",    "×",
  "bytes", "byte",  "png",   "jpg",
  "Esc",   "F1",    "GPS",   "EXIF",
  "Aa",    "Enter",
};

typedef struct
{
  ShellFixture shell;
  GHashTable *data;  /* (owned) (element-type utf8): the user's words, in small letters */
  GPtrArray *faults; /* (owned) (element-type utf8) */
  gboolean is_empty; /* there is no dataset */
  const char *view;
} Fixture;

/* (transfer full) */
static GStrv
split (const char *text)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);

  return g_regex_split_simple ("[^\\p{L}]+", folded, G_REGEX_DEFAULT, G_REGEX_MATCH_DEFAULT);
}

/* @text: (nullable) */
static void
add_data (Fixture *self, const char *text)
{
  g_auto (GStrv) words = text != NULL ? split (text) : NULL;

  for (guint i = 0; words != NULL && words[i] != NULL; i++)
    g_hash_table_add (self->data, g_strdup (words[i]));
}

static void add_member (JsonObject *object, const char *name, JsonNode *node, gpointer data);
static void add_element (JsonArray *array, guint i, JsonNode *node, gpointer data);

/* The values alone: what the program calls the fields is its own. */
static void
add_values (Fixture *self, JsonNode *node)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    json_object_foreach_member (json_node_get_object (node), add_member, self);
  else if (JSON_NODE_HOLDS_ARRAY (node))
    json_array_foreach_element (json_node_get_array (node), add_element, self);
  else if (json_node_get_value_type (node) == G_TYPE_STRING)
    add_data (self, json_node_get_string (node));
}

static void
add_member (JsonObject *object, const char *name, JsonNode *node, gpointer data)
{
  add_values (data, node);
}

static void
add_element (JsonArray *array, guint i, JsonNode *node, gpointer data)
{
  add_values (data, node);
}

/* @prompt: (nullable): as JSON, or plain words */
static void
add_prompt (Fixture *self, const char *prompt)
{
  g_autoptr (JsonNode) node = prompt != NULL ? json_from_string (prompt, NULL) : NULL;

  if (node != NULL)
    add_values (self, node);
  else
    add_data (self, prompt);
}

static void
learn_data (Fixture *self)
{
  PageFixture *page = &self->shell.page;
  g_autofree char *service = lb_service_default_data_dir ();
  g_autofree char *folder = lb_about_short_path (service);

  add_data (self, g_get_home_dir ());
  add_data (self, g_get_real_name ());
  add_data (self, page->service.root);
  add_data (self, folder);
  if (self->is_empty)
    return;

  add_data (self, lb_dataset_get_name (page->dataset));
  add_prompt (self, lb_dataset_get_visual_schema (page->dataset));
  for (guint i = 0; i < g_list_model_get_n_items (lb_session_get_projects (page->session)); i++)
    {
      g_autoptr (LbProject) project =
        g_list_model_get_item (lb_session_get_projects (page->session), i);

      add_data (self, lb_project_get_project_name (project));
    }
  for (guint i = 0; i < g_list_model_get_n_items (page->images); i++)
    {
      LbImage *image = page_fixture_nth (page, i);

      add_data (self, lb_image_get_shown_name (image));
      add_prompt (self, lb_image_get_caption (image));
    }
}

/* Whether @text is made of the user's words, numbers and what has no translation. */
static gboolean
is_data (Fixture *self, const char *text)
{
  g_auto (GStrv) words = split (text);

  for (guint i = 0; words[i] != NULL; i++)
    if (g_utf8_strlen (words[i], -1) > 1 && !g_hash_table_contains (self->data, words[i]))
      return FALSE;

  return TRUE;
}

static void
add_fault (Fixture *self, GtkWidget *widget, const char *what, const char *text)
{
  char *fault =
    g_strdup_printf ("%s: %s: “%s” (%s in %s)", self->view, what, text, G_OBJECT_TYPE_NAME (widget),
                     G_OBJECT_TYPE_NAME (gtk_widget_get_parent (widget)));

  if (g_ptr_array_find_with_equal_func (self->faults, fault, g_str_equal, NULL))
    g_free (fault);
  else
    g_ptr_array_add (self->faults, fault);
}

static void
judge_words (Fixture *self, GtkWidget *widget, const char *what, const char *text)
{
  if (text != NULL && g_str_equal (language, "en_XA") && strstr (text, BRACKET) == NULL &&
      !is_data (self, text))
    add_fault (self, widget, what, text);
}

/* Words of the program that are there in part; the user's own may be, and so may a choice, which is
 * read in the list that it is made from. */
static void
judge_room (Fixture *self, GtkWidget *label)
{
  const char *text = gtk_label_get_text (GTK_LABEL (label));

  if (pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (label))) &&
      gtk_widget_get_tooltip_text (label) == NULL &&
      gtk_widget_get_ancestor (label, ADW_TYPE_COMBO_ROW) == NULL &&
      gtk_widget_get_ancestor (label, GTK_TYPE_DROP_DOWN) == NULL && !is_data (self, text))
    add_fault (self, label, "cut off", text);
}

/* A line that has no tooltip of its own is one of many, whose place says what the rest is. */
static void
judge_line (Fixture *self, GtkWidget *line)
{
  const char *text = lb_text_line_get_text (LB_TEXT_LINE (line));

  judge_words (self, line, "not translated", text);
  if (gtk_widget_get_has_tooltip (line) && lb_text_line_is_cut (LB_TEXT_LINE (line)) &&
      !is_data (self, text))
    add_fault (self, line, "cut off", text);
}

/* The toolkit's own windows have its catalogues. */
static gboolean
is_ours (GtkWidget *widget)
{
  return !GTK_IS_EMOJI_CHOOSER (widget) && !ADW_IS_ABOUT_DIALOG (widget);
}

static void
judge (Fixture *self, GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget) || !is_ours (widget))
    return;

  if (GTK_IS_LABEL (widget))
    {
      judge_words (self, widget, "not translated", gtk_label_get_text (GTK_LABEL (widget)));
      judge_room (self, widget);
    }
  else if (LB_IS_TEXT_LINE (widget))
    judge_line (self, widget);
  judge_words (self, widget, "tooltip not translated", gtk_widget_get_tooltip_text (widget));

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    judge (self, child);
}

static void
look (Fixture *self, const char *view)
{
  page_fixture_wait_drawn (&self->shell.page);
  page_settle ();
  self->view = view;
  learn_data (self);
  judge (self, GTK_WIDGET (self->shell.window));
}

static AdwDialog *
dialog (Fixture *self)
{
  return adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self->shell.window));
}

static gboolean
has_dialog (gpointer data)
{
  return dialog (data) != NULL;
}

/* One after the other, for a dialog may lie over another one. */
static gboolean
has_closed_all (gpointer data)
{
  if (dialog (data) != NULL)
    adw_dialog_force_close (dialog (data));

  return dialog (data) == NULL;
}

/* Opens a dialog by its action and looks at it. */
static void
look_at_dialog (Fixture *self, const char *action, GtkWidget *widget)
{
  g_assert_true (gtk_widget_activate_action (widget, action, NULL));
  wait_until (has_dialog, self, action);
  look (self, action);
  wait_until (has_closed_all, self, "no dialog");
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->data = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (not_ours); i++)
    add_data (self, not_ours[i]);
  self->faults = g_ptr_array_new_with_free_func (g_free);
  self->is_empty = GPOINTER_TO_INT (data) < 0;
  shell_fixture_set_up (&self->shell, GPOINTER_TO_INT (data));
  gtk_window_set_default_size (GTK_WINDOW (self->shell.window), WIDE, 800);
  page_settle ();
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  shell_fixture_tear_down (&self->shell);
  for (guint i = 0; i < self->faults->len; i++)
    g_test_fail_printf ("%s", (const char *) g_ptr_array_index (self->faults, i));
  g_ptr_array_unref (self->faults);
  g_hash_table_unref (self->data);
}

static void
test_welcome (Fixture *self, gconstpointer data)
{
  look (self, "welcome");
  look_at_dialog (self, "win.new-project", GTK_WIDGET (self->shell.window));
}

static void
test_dataset (Fixture *self, gconstpointer data)
{
  static const char *const views[] = { "grid", "list", "matrix" };
  GtkWidget *page = page_find (GTK_WIDGET (self->shell.window), LB_TYPE_DATASET_PAGE, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    {
      gtk_widget_activate_action (page, "dataset.view", "s", views[i]);
      page_fixture_wait_drawn (&self->shell.page);
      look (self, views[i]);
    }
  gtk_widget_activate_action (page, "dataset.select-all", NULL);
  look (self, "selected");
  gtk_widget_activate_action (page, "dataset.search", NULL);
  look (self, "search");
}

/* What does not fit is a warning of the toolkit, which ends the test. */
static void
test_narrow (Fixture *self, gconstpointer data)
{
  GtkWidget *page = NULL;

  g_settings_set_int (self->shell.settings, "window-width", NARROW);
  shell_fixture_restart (&self->shell);
  shell_fixture_wait_page (&self->shell, "main");
  page = page_find (GTK_WIDGET (self->shell.window), LB_TYPE_DATASET_PAGE, NULL);
  page_fixture_wait_drawn (&self->shell.page);
  gtk_widget_activate_action (page, "dataset.select-all", NULL);
  page_fixture_wait_drawn (&self->shell.page);
  page_settle ();
  gtk_widget_activate_action (page, "dataset.open", NULL);
  page_fixture_wait_drawn (&self->shell.page);
  page_settle ();
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (self->shell.window)), <=, NARROW);
}

static void
test_dialogs (Fixture *self, gconstpointer data)
{
  static const char *const of_window[] = {
    "win.new-dataset",  "win.new-project", "win.rename",      "win.clone-dataset",
    "win.show-history", "win.show-trash",  "app.preferences",
  };
  static const char *const of_dataset[] = { "dataset.add-address", "dataset.export",
                                            "dataset.complete", "dataset.replace" };
  GtkWidget *page = page_find (GTK_WIDGET (self->shell.window), LB_TYPE_DATASET_PAGE, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (of_window); i++)
    look_at_dialog (self, of_window[i], GTK_WIDGET (self->shell.window));
  for (guint i = 0; i < G_N_ELEMENTS (of_dataset); i++)
    look_at_dialog (self, of_dataset[i], page);
}

/* All pages of the preferences, with an account to be chosen. */
static void
test_preferences (Fixture *self, gconstpointer data)
{
  static const char *const names[] = { "general", "uploads", "accounts", "captioner" };
  const LbAccountFacts facts = { "Harbour", "http://127.0.0.1:1", 10, LB_SECRET_SESSION };
  PageFixture *page = &self->shell.page;
  g_autofree char *folder = g_build_filename (page->service.root, "tokens", NULL);
  g_autofree char *id = lb_account_list_new_id ();
  g_autoptr (LbAccountList) accounts = lb_account_list_new (page->service.root);
  g_autoptr (LbSecrets) secrets = lb_secrets_new (folder);
  g_autoptr (LbAccountEntry) account = wait_object (lb_account_list_add (accounts, id, &facts));
  LbPreferencesDialog *preferences =
    lb_preferences_dialog_new (self->shell.settings, page->service.data_dir, accounts);

  add_data (self, facts.label);
  add_data (self, facts.base_url);
  add_data (self, page->service.data_dir);
  lb_preferences_dialog_set_session (preferences, page->session, secrets);
  adw_dialog_present (ADW_DIALOG (preferences), GTK_WIDGET (self->shell.window));
  wait_until (has_dialog, self, "the preferences");
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      adw_preferences_dialog_set_visible_page_name (ADW_PREFERENCES_DIALOG (preferences), names[i]);
      look (self, names[i]);
    }
  wait_until (has_closed_all, self, "no dialog");
}

/* What is opened from outside asks where it goes. */
static void
test_opened (Fixture *self, gconstpointer data)
{
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  g_autoptr (GFile) file = g_file_new_for_path ("/boat.png");

  g_list_store_append (files, file);
  add_data (self, "boat");
  lb_window_open_files (self->shell.window, G_LIST_MODEL (files));
  wait_until (has_dialog, self, "the question");
  look (self, "opened");
  wait_until (has_closed_all, self, "no dialog");
}

static void
test_image (Fixture *self, gconstpointer data)
{
  GtkWidget *page = page_find (GTK_WIDGET (self->shell.window), LB_TYPE_DATASET_PAGE, NULL);

  gtk_widget_activate_action (page, "dataset.select-all", NULL);
  gtk_widget_activate_action (page, "dataset.open", NULL);
  page_fixture_wait_drawn (&self->shell.page);
  look (self, "image");
}

static void
test_page (Fixture *self, gconstpointer data)
{
  GtkWidget *page = page_find (GTK_WIDGET (self->shell.window), LB_TYPE_DATASET_PAGE, NULL);

  gtk_widget_activate_action (
    page, GPOINTER_TO_INT (data) > 3 ? "dataset.coverage" : "dataset.schema", NULL);
  page_fixture_wait_drawn (&self->shell.page);
  look (self, GPOINTER_TO_INT (data) > 3 ? "coverage" : "schema");
}

/* A locale of that name, whatever the machine has: its rules are those of C, its words are ours.
 * Returns: (transfer full): what stands for it while the program runs. */
static char *
take_language (void)
{
  g_autofree char *folder = g_dir_make_tmp ("lookbook-locale-XXXXXX", NULL);
  g_autofree char *locale =
    strchr (language, '_') != NULL ? g_strdup (language) : g_strdup_printf ("%s_XX", language);
  g_autofree char *name = g_strconcat (locale, ".utf8", NULL);
  g_autofree char *link = g_build_filename (folder, name, NULL);
  g_autofree char *full = g_strconcat (locale, ".UTF-8", NULL);

  g_assert_cmpint (symlink ("/usr/lib/locale/C.utf8", link), ==, 0);
  g_setenv ("LOCPATH", folder, TRUE);
  g_unsetenv ("LC_ALL");
  g_setenv ("LANG", full, TRUE);
  g_setenv ("LANGUAGE", language, TRUE);
  lb_locale_begin ();

  return g_steal_pointer (&link);
}

#define ADD(name, n, function)                                                                     \
  g_test_add ("/languages/" name, Fixture, GINT_TO_POINTER (n), set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_autofree char *link = NULL;
  g_autofree char *folder = NULL;
  int status = 0;

  g_assert_cmpint (argc, >=, 2);
  language = argv[1];
  link = take_language ();
  argv[1] = argv[0];
  argv++;
  argc--;
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  dex_init ();
  adw_init ();

  ADD ("welcome", -1, test_welcome);
  ADD ("dataset", 3, test_dataset);
  ADD ("narrow", 3, test_narrow);
  ADD ("dialogs", 3, test_dialogs);
  ADD ("preferences", 3, test_preferences);
  ADD ("opened", 3, test_opened);
  ADD ("image", 3, test_image);
  ADD ("schema", 3, test_page);
  ADD ("coverage", 4, test_page);

  status = g_test_run ();
  folder = g_path_get_dirname (link);
  g_unlink (link);
  g_rmdir (folder);

  return status;
}
