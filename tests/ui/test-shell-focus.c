#include "shell-fixture.h"

#include "session/lb-session-history.h"
#include "ui/application/lb-window-private.h"

/* What comes up over the window gives the focus back, asks nothing twice, and has no button without
 * a name. */

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

static AdwDialog *
dialog_of (ShellFixture *self)
{
  return adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self->window));
}

static gboolean
has_dialog (gpointer data)
{
  AdwDialog *dialog = dialog_of (data);

  return dialog != NULL && gtk_widget_get_mapped (GTK_WIDGET (dialog));
}

static gboolean
has_none (gpointer data)
{
  return dialog_of (data) == NULL;
}

/* It has the focus, or what is in it has. */
static gboolean
has_focus (gpointer data)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (data));

  return focus != NULL &&
         (focus == GTK_WIDGET (data) || gtk_widget_is_ancestor (focus, GTK_WIDGET (data)));
}

static gboolean
has_words (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget) && *gtk_label_get_text (GTK_LABEL (widget)) != '\0')
    return TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (has_words (child))
      return TRUE;

  return FALSE;
}

static gboolean
is_named (GtkWidget *button)
{
  const char *tooltip = gtk_widget_get_tooltip_text (button);

  return has_words (button) || (tooltip != NULL && *tooltip != '\0') ||
         gtk_test_accessible_has_property (GTK_ACCESSIBLE (button),
                                           GTK_ACCESSIBLE_PROPERTY_LABEL) ||
         gtk_test_accessible_has_relation (GTK_ACCESSIBLE (button),
                                           GTK_ACCESSIBLE_RELATION_LABELLED_BY);
}

/* A menu button is named for the button that it is made of, and a spin button names its own. */
static gboolean
is_part (GtkWidget *button)
{
  return gtk_widget_get_ancestor (button, GTK_TYPE_MENU_BUTTON) != NULL ||
         gtk_widget_get_ancestor (button, GTK_TYPE_SPIN_BUTTON) != NULL ||
         gtk_widget_get_ancestor (button, GTK_TYPE_WINDOW_CONTROLS) != NULL;
}

static void
assert_named (GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  if ((GTK_IS_MENU_BUTTON (widget) || (GTK_IS_BUTTON (widget) && !is_part (widget))) &&
      !is_named (widget))
    g_error ("A %s in a %s has no name", G_OBJECT_TYPE_NAME (widget),
             G_OBJECT_TYPE_NAME (gtk_widget_get_parent (widget)));

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    assert_named (child);
}

static void
assert_comes_back (ShellFixture *self, const char *action)
{
  GtkWidget *before = NULL;

  g_test_message ("%s", action);
  gtk_widget_child_focus (GTK_WIDGET (self->window->page), GTK_DIR_TAB_FORWARD);
  before = gtk_window_get_focus (GTK_WINDOW (self->window));
  g_assert_nonnull (before);
  if (!gtk_widget_activate_action (before, action, NULL))
    g_error ("Nothing does %s", action);
  wait_until (has_dialog, self, action);
  wait_until (has_focus, dialog_of (self), "the focus in the dialog");
  assert_named (GTK_WIDGET (self->window));

  adw_dialog_close (dialog_of (self));
  wait_until (has_none, self, "no dialog");
  wait_until (has_focus, before, "the focus where it was");
}

static void
test_dialogs (ShellFixture *self, gconstpointer data)
{
  static const char *const actions[] = { "app.preferences", "app.about",       "win.show-history",
                                         "win.show-trash",  "win.new-dataset", "win.new-project",
                                         "win.export" };

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    assert_comes_back (self, actions[i]);
}

/* And so have the views of a dataset. */
static void
test_views (ShellFixture *self, gconstpointer data)
{
  static const char *const views[] = { "grid", "list", "matrix" };

  for (gsize i = 0; i < G_N_ELEMENTS (views); i++)
    {
      g_settings_set_string (self->settings, "view", views[i]);
      page_settle ();
      assert_named (GTK_WIDGET (self->window));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-cursor-blink", FALSE, NULL);

#define ADD(path, test) g_test_add ("/shell/" path, ShellFixture, NULL, set_up, test, tear_down)
  ADD ("dialogs-give-focus-back", test_dialogs);
  ADD ("views-have-named-buttons", test_views);

  return g_test_run ();
}
