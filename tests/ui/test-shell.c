#include "config.h"

#include "base/lb-error.h"
#include "shell-fixture.h"
#include "ui/application/lb-about.h"
#include "ui/application/lb-window-private.h"
#include "ui/complete/lb-complete-dialog.h"
#include "ui/dataset/lb-dataset-page-private.h"
#include "ui/dialogs/lb-rename-dialog.h"
#include "ui/application/lb-help-page.h"
#include "ui/preferences/lb-preferences-dialog.h"
#include "ui/sidebar/lb-account-foot.h"
#include "ui/sidebar/lb-sidebar.h"
#include "ui/widgets/lb-patient-spinner.h"

static void
set_up (ShellFixture *self, gconstpointer data)
{
  shell_fixture_set_up (self, GPOINTER_TO_INT (data));
}

static void
tear_down (ShellFixture *self, gconstpointer data)
{
  shell_fixture_tear_down (self);
}

static LbSidebar *
sidebar (ShellFixture *self)
{
  return page_child (self->window, LB_TYPE_WINDOW, "sidebar");
}

static LbDataset *
add_dataset (ShellFixture *self, const char *name)
{
  g_autoptr (LbProject) project =
    g_list_model_get_item (lb_session_get_projects (self->page.session), 0);
  g_autoptr (LbDataset) dataset =
    wait_object (lb_session_create_dataset (self->page.session, project, name, NULL, NULL));

  g_assert_nonnull (dataset);
  return dataset; /* the session keeps it */
}

static guint
n_rows (ShellFixture *self)
{
  return g_list_model_get_n_items (
    G_LIST_MODEL (gtk_list_view_get_model (shell_fixture_sidebar_child (self, "list"))));
}

typedef struct
{
  ShellFixture *fixture;
  const char *page;
  guint n;
} Found;

static gboolean
has_found (gpointer data)
{
  Found *found = data;

  return n_rows (found->fixture) == found->n &&
         g_str_equal (
           gtk_stack_get_visible_child_name (shell_fixture_sidebar_child (found->fixture, "stack")),
           found->page);
}

static void
search (ShellFixture *self, const char *text, const char *page, guint n)
{
  Found found = { self, page, n };

  gtk_editable_set_text (GTK_EDITABLE (shell_fixture_sidebar_child (self, "search_entry")), text);
  wait_until (has_found, &found, text);
}

static void
test_search (ShellFixture *self, gconstpointer data)
{
  LbDataset *indoors = add_dataset (self, "Rusty Indoors");
  LbDataset *ete = add_dataset (self, "Été au port");
  GtkSearchBar *bar = shell_fixture_sidebar_child (self, "search_bar");

  g_assert_true (lb_sidebar_choose (sidebar (self), G_OBJECT (self->page.dataset)));
  g_assert_cmpuint (n_rows (self), ==, 3);

  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.find-dataset", NULL);
  g_assert_true (gtk_search_bar_get_search_mode (bar));
  search (self, "indoor RUST", "list", 1);
  /* What is open stays open while the search hides it. */
  g_assert_true (lb_sidebar_get_chosen (sidebar (self)) == G_OBJECT (self->page.dataset));
  search (self, "ÉTÉ", "list", 1);
  search (self, "storybook", "list", 3); /* the project's name */
  search (self, "zebra", "no-result", 0);
  g_assert_true (lb_sidebar_get_chosen (sidebar (self)) == G_OBJECT (self->page.dataset));

  /* To go to what is hidden ends the search. */
  g_assert_true (lb_sidebar_choose (sidebar (self), G_OBJECT (indoors)));
  g_assert_true (lb_sidebar_get_chosen (sidebar (self)) == G_OBJECT (indoors));
  g_assert_false (gtk_search_bar_get_search_mode (bar));
  g_assert_cmpuint (n_rows (self), ==, 3);

  /* Return opens the first that was found. */
  lb_sidebar_begin_search (sidebar (self));
  search (self, "port", "list", 1);
  g_signal_emit_by_name (shell_fixture_sidebar_child (self, "search_entry"), "activate");
  g_assert_true (lb_sidebar_get_chosen (sidebar (self)) == G_OBJECT (ete));
  gtk_search_bar_set_search_mode (bar, FALSE);
  page_settle ();
  g_assert_true (lb_sidebar_get_chosen (sidebar (self)) == G_OBJECT (ete));
}

static gboolean
has_focus_in (gpointer data)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (data));

  return focus != NULL && gtk_widget_get_mapped (focus) && gtk_widget_is_ancestor (focus, data);
}

/* Where the focus is when a search ends, so that the keys of the window go on working. */
static void
test_search_focus (ShellFixture *self, gconstpointer data)
{
  GtkWidget *list = shell_fixture_sidebar_child (self, "list");
  GtkWidget *focus;
  AdwDialog *dialog;
  gpointer name;

  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.find-dataset", NULL);
  page_settle ();
  search (self, "zebra", "no-result", 0);
  gtk_search_bar_set_search_mode (shell_fixture_sidebar_child (self, "search_bar"), FALSE);
  page_settle ();
  wait_until (has_focus_in, list, "the focus in the list");
  focus = gtk_window_get_focus (GTK_WINDOW (self->window));

  gtk_widget_activate_action (focus, "win.rename", NULL);
  dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self->window));
  g_assert_true (LB_IS_RENAME_DIALOG (dialog));
  /* Over a list whose row had the focus, too, the first thing is the name. */
  name = gtk_widget_get_template_child (GTK_WIDGET (dialog), LB_TYPE_RENAME_DIALOG, "name_row");
  wait_until (has_focus_in, name, "the focus in the name");
  page_settle ();
  g_assert_true (has_focus_in (name));
  gtk_editable_set_text (GTK_EDITABLE (name), "Foxes\u202e");
  g_assert_false (gtk_widget_get_sensitive (GTK_WIDGET (
    gtk_widget_get_template_child (GTK_WIDGET (dialog), LB_TYPE_RENAME_DIALOG, "rename_button"))));
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (
    gtk_widget_get_template_child (GTK_WIDGET (dialog), LB_TYPE_RENAME_DIALOG, "problem"))));
  adw_dialog_force_close (dialog);
}

static gboolean
shows_images (gpointer data)
{
  return lb_dataset_page_shows_images (data);
}

static gboolean
is_unmapped (gpointer data)
{
  return !gtk_widget_get_mapped (data);
}

static gboolean
is_usable (gpointer data)
{
  return gtk_widget_get_mapped (data) && gtk_widget_is_sensitive (data);
}

/* The button that has opened the dialog is gone; no key is to land in the sidebar. */
static void
test_complete_focus (ShellFixture *self, gconstpointer data)
{
  g_autofree char *caption = make_prompt ("One boat.");
  GtkSettings *settings = gtk_settings_get_default ();
  g_autoptr (AdwDialog) dialog = NULL;
  LbDatasetPage *page;
  GtkWidget *button;

  page_fixture_set_schema (&self->page);
  for (guint i = 0; i < 5; i++)
    page_fixture_save_caption (&self->page, page_fixture_nth (&self->page, i), caption);
  g_assert_true (lb_sidebar_choose (sidebar (self), G_OBJECT (self->page.dataset)));
  page = self->window->page;
  wait_until (shows_images, page, "the images");
  page_settle ();

  /* The dialog takes its time to go, and gives the focus back when it begins to. */
  g_object_set (settings, "gtk-enable-animations", TRUE, NULL);
  g_assert_true (gtk_widget_child_focus (GTK_WIDGET (page->footer), GTK_DIR_TAB_FORWARD));
  gtk_widget_activate_action (GTK_WIDGET (page), "dataset.complete", NULL);
  dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self->window));
  g_object_ref (dialog);
  g_assert_true (LB_IS_COMPLETE_DIALOG (dialog));
  button = page_child (dialog, LB_TYPE_COMPLETE_DIALOG, "complete_button");
  wait_until (is_usable, button, "the button");
  g_signal_emit_by_name (button, "clicked");
  wait_until (is_unmapped, dialog, "the end of the dialog");
  g_assert_true (lb_dataset_get_completed (self->page.dataset));
  page_settle ();
  g_assert_true (has_focus_in (page->stack));
  g_object_set (settings, "gtk-enable-animations", FALSE, NULL);
}

static void
test_deleted (ShellFixture *self, gconstpointer data)
{
  g_autoptr (LbDataset) second = g_object_ref (add_dataset (self, "Second"));
  g_autoptr (LbProject) project =
    g_list_model_get_item (lb_session_get_projects (self->page.session), 0);

  g_assert_true (lb_sidebar_choose (sidebar (self), G_OBJECT (second)));
  shell_fixture_delete (self, second);
  g_assert_null (lb_sidebar_get_chosen (sidebar (self)));

  /* With the last project the window begins as it did at first. */
  shell_fixture_delete (self, project);
  shell_fixture_wait_page (self, "welcome");
  g_assert_null (lb_sidebar_get_chosen (sidebar (self)));
}

static void
test_last_dataset (ShellFixture *self, gconstpointer data)
{
  LbDataset *second = add_dataset (self, "Second");

  g_assert_true (lb_sidebar_choose (sidebar (self), G_OBJECT (second)));
  shell_fixture_restart (self);
  shell_fixture_wait_page (self, "main");
  g_assert_true (lb_sidebar_get_chosen (sidebar (self)) == G_OBJECT (second));

  /* One that has gone meanwhile is not replaced by another. */
  g_settings_set_int64 (self->settings, "last-dataset", 4711);
  shell_fixture_restart (self);
  shell_fixture_wait_page (self, "main");
  g_assert_null (lb_sidebar_get_chosen (sidebar (self)));
}

static void
assert_size (ShellFixture *self, int width, int height)
{
  int w;
  int h;

  gtk_window_get_default_size (GTK_WINDOW (self->window), &w, &h);
  g_assert_cmpint (w, ==, width);
  g_assert_cmpint (h, ==, height);
}

/* @value: (transfer floating) */
static gboolean
is_valid (ShellFixture *self, const char *name, GVariant *value)
{
  g_autoptr (GSettingsSchema) schema = NULL;
  g_autoptr (GSettingsSchemaKey) key = NULL;
  g_autoptr (GVariant) owned = g_variant_ref_sink (value);

  g_object_get (self->settings, "settings-schema", &schema, NULL);
  key = g_settings_schema_get_key (schema, name);
  return g_settings_schema_key_range_check (key, owned);
}

static void
test_size (ShellFixture *self, gconstpointer data)
{
  g_autoptr (GdkMonitor) monitor =
    g_list_model_get_item (gdk_display_get_monitors (gdk_display_get_default ()), 0);
  GdkRectangle area;

  gdk_monitor_get_geometry (monitor, &area);
  g_settings_set_int (self->settings, "window-width", 100000);
  g_settings_set_int (self->settings, "window-height", 90000);
  shell_fixture_restart (self);
  assert_size (self, area.width, area.height);

  /* The schema refuses what is too small. */
  g_assert_false (is_valid (self, "window-width", g_variant_new_int32 (3)));
  g_settings_set_int (self->settings, "window-width", 360);
  g_settings_set_int (self->settings, "window-height", 294);
  shell_fixture_restart (self);
  assert_size (self, 360, 294);

  gtk_window_set_default_size (GTK_WINDOW (self->window), 700, 500);
  g_assert_cmpint (g_settings_get_int (self->settings, "window-width"), ==, 700);
  g_assert_cmpint (g_settings_get_int (self->settings, "window-height"), ==, 500);
}

static void
test_pane (ShellFixture *self, gconstpointer data)
{
  AdwNavigationSplitView *split = page_child (self->window, LB_TYPE_WINDOW, "split");

  g_assert_true (adw_navigation_split_view_get_show_content (split));
  adw_navigation_split_view_set_show_content (split, FALSE);
  shell_fixture_restart (self);
  shell_fixture_wait_page (self, "main");
  split = page_child (self->window, LB_TYPE_WINDOW, "split");
  g_assert_false (adw_navigation_split_view_get_show_content (split));
  g_assert_nonnull (lb_sidebar_get_chosen (sidebar (self)));
}

static void
test_color_scheme (ShellFixture *self, gconstpointer data)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  g_assert_cmpint (adw_style_manager_get_color_scheme (manager), ==, ADW_COLOR_SCHEME_DEFAULT);
  g_settings_set_string (self->settings, "color-scheme", "dark");
  g_assert_cmpint (adw_style_manager_get_color_scheme (manager), ==, ADW_COLOR_SCHEME_FORCE_DARK);
  g_assert_true (adw_style_manager_get_dark (manager));
  g_settings_set_string (self->settings, "color-scheme", "light");
  g_assert_cmpint (adw_style_manager_get_color_scheme (manager), ==, ADW_COLOR_SCHEME_FORCE_LIGHT);
  g_assert_false (is_valid (self, "color-scheme", g_variant_new_string ("purple")));
}

static void
test_preferences (ShellFixture *self, gconstpointer data)
{
  LbPreferencesDialog *dialog;
  AdwComboRow *style;
  AdwActionRow *folder;

  g_action_group_activate_action (G_ACTION_GROUP (self->application), "preferences", NULL);
  dialog = LB_PREFERENCES_DIALOG (
    adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self->window)));
  style = page_child (dialog, LB_TYPE_PREFERENCES_DIALOG, "style_row");
  adw_combo_row_set_selected (style, 2);
  g_assert_true (adw_style_manager_get_dark (adw_style_manager_get_default ()));
  g_settings_set_string (self->settings, "view", "list");
  g_assert_cmpuint (
    adw_combo_row_get_selected (page_child (dialog, LB_TYPE_PREFERENCES_DIALOG, "view_row")), ==,
    1);
  folder = page_child (dialog, LB_TYPE_PREFERENCES_DIALOG, "folder_row");
  g_assert_nonnull (strstr (adw_action_row_get_subtitle (folder), "lookbook"));

  /* What is open is finished first. */
  g_action_group_activate_action (G_ACTION_GROUP (self->application), "about", NULL);
  g_assert_true (adw_application_window_get_visible_dialog (
                   ADW_APPLICATION_WINDOW (self->window)) == ADW_DIALOG (dialog));
  adw_dialog_force_close (ADW_DIALOG (dialog));
}

/* F1 asks for the page of where one is. */
static void
test_help (ShellFixture *self, gconstpointer data)
{
  AdwPreferencesDialog *dialog;

  gtk_widget_child_focus (GTK_WIDGET (self->window->sidebar), GTK_DIR_TAB_FORWARD);
  g_assert_cmpstr (lb_help_page_find (GTK_WINDOW (self->window)), ==, "first-dataset");
  gtk_widget_child_focus (GTK_WIDGET (self->window->page), GTK_DIR_TAB_FORWARD);
  g_assert_cmpstr (lb_help_page_find (GTK_WINDOW (self->window)), ==, "dataset");
  g_action_group_activate_action (G_ACTION_GROUP (self->application), "preferences", NULL);
  dialog = ADW_PREFERENCES_DIALOG (
    adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self->window)));
  g_assert_cmpstr (lb_help_page_find (GTK_WINDOW (self->window)), ==, "preferences");
  adw_dialog_force_close (ADW_DIALOG (dialog));
  page_settle ();
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.show-trash", NULL);
  g_assert_cmpstr (lb_help_page_find (GTK_WINDOW (self->window)), ==, "trash");
  adw_dialog_force_close (
    adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self->window)));
  page_settle ();
  g_assert_cmpstr (lb_help_page_find (GTK_WINDOW (self->window)), ==, "dataset");
}

static void
assert_concurrency (LbWindow *window, guint wanted)
{
  guint concurrency = 0;

  g_object_get (window->uploads, "concurrency", &concurrency, NULL);
  g_assert_cmpuint (concurrency, ==, wanted);
}

/* How many pictures go at once holds from the moment it is said, in the queue of an account. */
static void
test_concurrency (ShellFixture *self, gconstpointer data)
{
  g_autofree char *state = g_build_filename (self->page.service.root, "elsewhere", NULL);
  g_autoptr (LbSession) session = lb_session_new_hosted ("http://127.0.0.1:9", "token", state);
  LbWindow *window = lb_window_new (GTK_APPLICATION (self->application), session);

  assert_concurrency (self->window, 1);
  assert_concurrency (window, 4);
  g_settings_set_uint (self->settings, "upload-concurrency", 7);
  assert_concurrency (window, 7);
  assert_concurrency (self->window, 1);
  g_assert_false (is_valid (self, "upload-concurrency", g_variant_new_uint32 (0)));
  g_assert_false (is_valid (self, "upload-concurrency", g_variant_new_uint32 (9)));
  g_settings_reset (self->settings, "upload-concurrency");

  gtk_window_destroy (GTK_WINDOW (window));
  page_settle ();
  lb_session_close (session);
}

static gboolean
leaves_details (gpointer data)
{
  return !lb_account_entry_strips_metadata (data);
}

static AdwSwitchRow *
find_switch (GtkWidget *widget, const char *title)
{
  AdwSwitchRow *found = NULL;

  if (ADW_IS_SWITCH_ROW (widget) &&
      g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title))
    return ADW_SWITCH_ROW (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_switch (child, title);
  return found;
}

/* Each account says for itself whether hidden details are taken out of what it is sent. */
static void
test_preferences_uploads (ShellFixture *self, gconstpointer data)
{
  const LbAccountFacts facts = { "Harbour <Press>", LB_ACCOUNT_BRIA_URL, 10, LB_SECRET_FILE };
  g_autofree char *folder = g_build_filename (self->page.service.root, "accounts", NULL);
  g_autofree char *id = lb_account_list_new_id ();
  g_autoptr (LbAccountList) accounts = lb_account_list_new (folder);
  g_autoptr (LbAccountEntry) entry = wait_object (lb_account_list_add (accounts, id, &facts));
  LbPreferencesDialog *dialog = lb_preferences_dialog_new (self->settings, folder, accounts);
  AdwSpinRow *concurrency = page_child (dialog, LB_TYPE_PREFERENCES_DIALOG, "concurrency_row");
  AdwSwitchRow *row = NULL;

  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (self->window));
  g_assert_cmpfloat (adw_spin_row_get_value (concurrency), ==, 4);
  adw_spin_row_set_value (concurrency, 2);
  g_assert_cmpuint (g_settings_get_uint (self->settings, "upload-concurrency"), ==, 2);
  adw_spin_row_set_value (concurrency, 99);
  g_assert_cmpuint (g_settings_get_uint (self->settings, "upload-concurrency"), ==, 8);
  g_settings_reset (self->settings, "upload-concurrency");

  row =
    find_switch (page_child (dialog, LB_TYPE_PREFERENCES_DIALOG, "strip_group"), "Harbour <Press>");
  g_assert_nonnull (row);
  g_assert_true (adw_switch_row_get_active (row));
  adw_switch_row_set_active (row, FALSE);
  wait_until (leaves_details, entry, "what was chosen, on disk");
  adw_dialog_force_close (ADW_DIALOG (dialog));
}

static void
test_about (ShellFixture *self, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (g_get_home_dir (), "pictures", "here", NULL);
  const gboolean given = g_setenv ("BRIA_API_TOKEN", "canary-about-1f2e3d", TRUE);
  g_autofree char *info = lb_about_debug_info (folder);
  g_autofree char *beside = g_strconcat (g_get_home_dir (), "stead/data", NULL);
  g_autofree char *same = lb_about_short_path (beside);
  AdwDialog *dialog;

  g_assert_true (g_str_has_prefix (info, "Lookbook " LB_VERSION "\n"));
  g_assert_nonnull (strstr (info, "\nGTK 4."));
  g_assert_nonnull (strstr (info, "\nlibadwaita 1."));
  g_assert_nonnull (strstr (info, "\nSQLite 3."));
  g_assert_nonnull (strstr (info, "\nFlatpak: no\nPortals: no\n"));
  g_assert_nonnull (strstr (info, "Data folder: ~/pictures/here\n"));
  g_assert_null (strstr (info, g_get_user_runtime_dir ()));
  g_assert_true (given);
  g_assert_null (strstr (info, "canary"));
  g_unsetenv ("BRIA_API_TOKEN");
  g_assert_cmpstr (same, ==, beside);

  g_action_group_activate_action (G_ACTION_GROUP (self->application), "about", NULL);
  dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self->window));
  g_assert_true (ADW_IS_ABOUT_DIALOG (dialog));
  g_assert_cmpint (adw_about_dialog_get_license_type (ADW_ABOUT_DIALOG (dialog)), ==,
                   GTK_LICENSE_GPL_3_0);
  adw_dialog_force_close (dialog);
}

static const char *
foot_says (ShellFixture *self)
{
  LbAccountFoot *foot = shell_fixture_sidebar_child (self, "foot");

  return gtk_label_get_label (page_child (foot, LB_TYPE_ACCOUNT_FOOT, "meaning"));
}

static gboolean
foot_is_calm (gpointer data)
{
  return g_strcmp0 (foot_says (data), "Offline · nothing is sent") == 0;
}

static gboolean
foot_is_worried (gpointer data)
{
  return !foot_is_calm (data);
}

static void
test_foot (ShellFixture *self, gconstpointer data)
{
  g_autofree char *program = g_strdup (g_getenv ("LOOKBOOK_SERVICE"));

  g_assert_true (foot_is_calm (self));
  g_setenv ("LOOKBOOK_SERVICE", "/bin/false", TRUE);
  service_fixture_kill (&self->page.service);
  dex_future_disown (lb_session_refresh (self->page.session));
  wait_until (foot_is_worried, self, "no answer");
  g_assert_cmpstr (foot_says (self), ==, "The service does not answer");

  g_setenv ("LOOKBOOK_SERVICE", program, TRUE);
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.reach-service", NULL);
  wait_until (foot_is_calm, self, "the service again");
}

static gboolean
is_spinning (gpointer data)
{
  return lb_patient_spinner_is_spinning (data);
}

static void
test_patient_spinner (ShellFixture *self, gconstpointer data)
{
  GtkWidget *spinner = g_object_ref_sink (lb_patient_spinner_new ());
  gint64 start_us = g_get_monotonic_time ();

  adw_navigation_view_push (self->page.views, adw_navigation_page_new (spinner, "Waiting"));
  page_settle ();
  g_assert_true (gtk_widget_get_mapped (spinner));
  g_assert_false (is_spinning (spinner));
  wait_until (is_spinning, spinner, "the spinner");
  g_assert_cmpint (g_get_monotonic_time () - start_us, >=, 900 * 1000);
  adw_navigation_view_pop (self->page.views);
  page_settle ();
  g_assert_false (is_spinning (spinner));
  g_object_unref (spinner);
}

static gboolean
has_window_action (GtkWidgetClass *klass, const char *action)
{
  GType owner;
  const char *name;
  const GVariantType *type;
  const char *property;

  for (guint i = 0; gtk_widget_class_query_action (klass, i, &owner, &name, &type, &property); i++)
    if (g_str_equal (name, action))
      return TRUE;

  return FALSE;
}

static void
assert_actions (ShellFixture *self, GMenuModel *menu)
{
  for (int i = 0; i < g_menu_model_get_n_items (menu); i++)
    {
      g_autoptr (GMenuModel) section = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SECTION);
      g_autofree char *action = NULL;
      gboolean known;

      if (section != NULL)
        assert_actions (self, section);
      if (!g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_ACTION, "s", &action))
        continue;

      if (g_str_has_prefix (action, "app."))
        known =
          g_action_group_has_action (G_ACTION_GROUP (self->application), action + strlen ("app."));
      else if (g_str_equal (action, "win.show-help-overlay"))
        known = g_action_group_has_action (G_ACTION_GROUP (self->window), "show-help-overlay");
      else
        known = has_window_action (GTK_WIDGET_GET_CLASS (self->window), action);
      if (!known)
        g_error ("The menu names %s, which does not exist", action);
    }
}

static void
find_menus (GtkWidget *widget, GPtrArray *menus)
{
  if (GTK_IS_MENU_BUTTON (widget) && gtk_menu_button_get_primary (GTK_MENU_BUTTON (widget)))
    g_ptr_array_add (menus, gtk_menu_button_get_menu_model (GTK_MENU_BUTTON (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    find_menus (child, menus);
}

static void
test_menus (ShellFixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) menus = g_ptr_array_new ();

  find_menus (GTK_WIDGET (self->window), menus);
  /* Of the first page, of what stands in its place when nothing can be opened, of the sidebar. */
  g_assert_cmpuint (menus->len, ==, 3);
  for (guint i = 0; i < menus->len; i++)
    assert_actions (self, menus->pdata[i]);
}

static void
assert_fits (ShellFixture *self)
{
  GtkWidget *content = adw_application_window_get_content (ADW_APPLICATION_WINDOW (self->window));
  int width;
  int height;

  gtk_widget_measure (content, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  gtk_widget_measure (content, GTK_ORIENTATION_VERTICAL, 360, &height, NULL, NULL, NULL);
  g_assert_cmpint (width, <=, 360);
  g_assert_cmpint (height, <=, 294);
}

static gboolean
is_collapsed (gpointer data)
{
  return adw_navigation_split_view_get_collapsed (data);
}

static void
test_narrow (ShellFixture *self, gconstpointer data)
{
  g_settings_set_int (self->settings, "window-width", 360);
  g_settings_set_int (self->settings, "window-height", 294);
  shell_fixture_restart (self);
  shell_fixture_wait_page (self, "main");
  wait_until (is_collapsed, page_child (self->window, LB_TYPE_WINDOW, "split"), "one pane");
  assert_fits (self);
  adw_navigation_split_view_set_show_content (page_child (self->window, LB_TYPE_WINDOW, "split"),
                                              FALSE);
  page_settle ();
  assert_fits (self);
}

int
main (int argc, char **argv)
{
  const gpointer one = GINT_TO_POINTER (1);
  const gpointer nothing = GINT_TO_POINTER (-1);

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  dex_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);

#define ADD(path, data, test)                                                                      \
  g_test_add ("/shell/" path, ShellFixture, data, set_up, test, tear_down)

  ADD ("menus", one, test_menus);
  ADD ("menus/first-page", nothing, test_menus);
  ADD ("search", one, test_search);
  ADD ("search/focus", one, test_search_focus);
  ADD ("complete-focus", GINT_TO_POINTER (5), test_complete_focus);
  ADD ("deleted", one, test_deleted);
  ADD ("last-dataset", one, test_last_dataset);
  ADD ("size", one, test_size);
  ADD ("pane", one, test_pane);
  ADD ("color-scheme", one, test_color_scheme);
  ADD ("help", one, test_help);
  ADD ("preferences", one, test_preferences);
  ADD ("preferences-uploads", one, test_preferences_uploads);
  ADD ("concurrency", one, test_concurrency);
  ADD ("about", one, test_about);
  ADD ("foot", one, test_foot);
  ADD ("patient-spinner", one, test_patient_spinner);
  ADD ("narrow", one, test_narrow);

  return g_test_run ();
}
