#include "shell-fixture.h"
#include "ui/dataset/lb-dataset-page.h"
#include "ui/image/lb-image-page.h"
#include "ui/schema/lb-schema-page.h"

/* The list of shortcuts against what is installed, both ways. */

static void
set_up (ShellFixture *self, gconstpointer data)
{
  shell_fixture_set_up (self, 2);
}

static void
tear_down (ShellFixture *self, gconstpointer data)
{
  shell_fixture_tear_down (self);
}

static char *
key_name (guint key, GdkModifierType modifiers)
{
  return gtk_accelerator_name (gdk_keyval_to_lower (key), modifiers);
}

static void
add_key (GHashTable *keys, guint key, GdkModifierType modifiers, const char *what)
{
  g_hash_table_replace (keys, key_name (key, modifiers), g_strdup (what));
}

/* "A B" and "<Alt>1...9", as GtkShortcutsShortcut has it. */
static void
add_accelerators (GHashTable *keys, const char *accelerators, const char *title)
{
  g_auto (GStrv) pieces = g_strsplit (accelerators, " ", -1);

  for (gsize i = 0; pieces[i] != NULL; i++)
    {
      char *dots = strstr (pieces[i], "...");
      guint key;
      GdkModifierType modifiers;
      guint last = 0;

      if (dots != NULL)
        {
          *dots = '\0';
          last = gdk_keyval_from_name (dots + 3);
        }
      if (!gtk_accelerator_parse (pieces[i], &key, &modifiers))
        g_error ("“%s” shows a key that does not exist: %s", title, pieces[i]);
      add_key (keys, key, modifiers, title);
      for (guint next = key + 1; next <= last; next++)
        add_key (keys, next, modifiers, title);
    }
}

G_GNUC_BEGIN_IGNORE_DEPRECATIONS

static void
collect_shown (GtkWidget *widget, GHashTable *keys)
{
  if (GTK_IS_SHORTCUTS_SHORTCUT (widget))
    {
      g_autofree char *accelerator = NULL;
      g_autofree char *title = NULL;

      g_object_get (widget, "accelerator", &accelerator, "title", &title, NULL);
      g_assert_nonnull (accelerator);
      add_accelerators (keys, accelerator, title);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect_shown (child, keys);
}

static GtkWidget *
get_overlay (ShellFixture *self)
{
  GtkShortcutsWindow *overlay =
    gtk_application_window_get_help_overlay (GTK_APPLICATION_WINDOW (self->window));

  g_assert_nonnull (overlay);
  return GTK_WIDGET (overlay);
}

G_GNUC_END_IGNORE_DEPRECATIONS

static void
add_trigger (GHashTable *keys, GtkShortcutTrigger *trigger, const char *what)
{
  if (GTK_IS_KEYVAL_TRIGGER (trigger))
    add_key (keys, gtk_keyval_trigger_get_keyval (GTK_KEYVAL_TRIGGER (trigger)),
             gtk_keyval_trigger_get_modifiers (GTK_KEYVAL_TRIGGER (trigger)), what);
  else if (GTK_IS_ALTERNATIVE_TRIGGER (trigger))
    {
      add_trigger (keys, gtk_alternative_trigger_get_first (GTK_ALTERNATIVE_TRIGGER (trigger)),
                   what);
      add_trigger (keys, gtk_alternative_trigger_get_second (GTK_ALTERNATIVE_TRIGGER (trigger)),
                   what);
    }
}

/* Of a controller: what its own type adds to the toolkit's, or all. */
static void
collect_controller (GtkWidget *widget, GListModel *shortcuts, GHashTable *own, GHashTable *all)
{
  for (guint i = 0; i < g_list_model_get_n_items (shortcuts); i++)
    {
      g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (shortcuts, i);
      GtkShortcutAction *action = gtk_shortcut_get_action (shortcut);
      const char *name = GTK_IS_NAMED_ACTION (action)
                           ? gtk_named_action_get_action_name (GTK_NAMED_ACTION (action))
                           : NULL;
      g_autofree char *what =
        g_strdup_printf ("%s (%s)", name != NULL ? name : "code", G_OBJECT_TYPE_NAME (widget));

      add_trigger (all, gtk_shortcut_get_trigger (shortcut), what);
      if (name != NULL &&
          (g_str_has_prefix (name, "win.") || g_str_has_prefix (name, "dataset.") ||
           g_str_has_prefix (name, "image.") || g_str_has_prefix (name, "schema.") ||
           g_str_has_prefix (name, "prompt.") || g_str_has_prefix (name, "app.")))
        add_trigger (own, gtk_shortcut_get_trigger (shortcut), what);
    }
}

static void
collect_installed (GtkWidget *widget, GHashTable *own, GHashTable *all)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_SHORTCUT_CONTROLLER (controller))
        collect_controller (widget, G_LIST_MODEL (controller), own, all);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect_installed (child, own, all);
}

static void
collect_accels (ShellFixture *self, GHashTable *own, GHashTable *all)
{
  GtkApplication *application = GTK_APPLICATION (self->application);
  g_auto (GStrv) actions = gtk_application_list_action_descriptions (application);

  for (gsize i = 0; actions[i] != NULL; i++)
    {
      g_auto (GStrv) accels = gtk_application_get_accels_for_action (application, actions[i]);

      for (gsize k = 0; accels[k] != NULL; k++)
        {
          guint key;
          GdkModifierType modifiers;

          g_assert_true (gtk_accelerator_parse (accels[k], &key, &modifiers));
          add_key (own, key, modifiers, actions[i]);
          add_key (all, key, modifiers, actions[i]);
        }
    }
}

static void
collect_pages (ShellFixture *self, GHashTable *own, GHashTable *all)
{
  PageFixture *page = &self->page;

  collect_accels (self, own, all);
  collect_installed (GTK_WIDGET (self->window), own, all);
  page_fixture_push (page, ADW_NAVIGATION_PAGE (lb_schema_page_new (page->session, page->dataset,
                                                                    page->images, NULL)));
  collect_installed (GTK_WIDGET (page->window), own, all);
  page_fixture_push (
    page, ADW_NAVIGATION_PAGE (lb_image_page_new (page->session, page->dataset, page->images,
                                                  page_fixture_nth (page, 0))));
  collect_installed (GTK_WIDGET (page->window), own, all);
}

/* What the keypad and other keyboards have in place of a key that is shown. */
static gboolean
is_second_way (const char *key)
{
  return strstr (key, "KP_") != NULL || g_str_has_suffix (key, "Menu") ||
         g_str_equal (key, "<Shift>F10") || g_str_has_suffix (key, ">equal") ||
         strstr (key, "ISO_") != NULL || g_str_equal (key, "Back") ||
         g_str_equal (key, "<Control>y");
}

static void
test_both_ways (ShellFixture *self, gconstpointer data)
{
  g_autoptr (GHashTable) shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GHashTable) own = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GHashTable) all = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  GHashTableIter iter;
  gpointer key;
  gpointer what;
  guint n_wrong = 0;

  collect_shown (get_overlay (self), shown);
  collect_pages (self, own, all);
  g_assert_cmpuint (g_hash_table_size (shown), >, 20);

  g_hash_table_iter_init (&iter, shown);
  while (g_hash_table_iter_next (&iter, &key, &what))
    if (!g_hash_table_contains (all, key))
      {
        n_wrong++;
        g_test_message ("%s is shown for “%s” and does nothing", (char *) key, (char *) what);
      }

  g_hash_table_iter_init (&iter, own);
  while (g_hash_table_iter_next (&iter, &key, &what))
    if (!g_hash_table_contains (shown, key) && !is_second_way (key))
      {
        n_wrong++;
        g_test_message ("%s does %s and is not shown", (char *) key, (char *) what);
      }

  g_assert_cmpuint (n_wrong, ==, 0);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  dex_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);

  g_test_add ("/shell-shortcuts/both-ways", ShellFixture, NULL, set_up, test_both_ways, tear_down);

  return g_test_run ();
}
