#include "config.h"

#include "shell-fixture.h"

#include "session/lb-session-history.h"
#include "ui/sidebar/lb-sidebar.h"

static gboolean
is_mapped (gpointer data)
{
  return gtk_widget_get_mapped (data);
}

static void
open_window (ShellFixture *self)
{
  self->window = lb_window_new (GTK_APPLICATION (self->application), self->page.session);
  g_object_add_weak_pointer (G_OBJECT (self->window), (gpointer *) &self->window);
  gtk_window_present (GTK_WINDOW (self->window));
  wait_until (is_mapped, self->window, "the window");
}

typedef struct
{
  GtkStack *stack;
  const char *page;
} Wanted;

static gboolean
shows (gpointer data)
{
  Wanted *wanted = data;

  return g_strcmp0 (gtk_stack_get_visible_child_name (wanted->stack), wanted->page) == 0;
}

void
shell_fixture_wait_page (ShellFixture *self, const char *page)
{
  Wanted wanted = { page_child (self->window, LB_TYPE_WINDOW, "root"), page };

  wait_until (shows, &wanted, page);
  page_settle ();
}

/* Only one can be on the bus, and it stays there. */
static LbApplication *
the_application (void)
{
  static LbApplication *application;
  g_autoptr (GError) error = NULL;

  if (application == NULL)
    {
      application = lb_application_new ();
      g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
      g_application_register (G_APPLICATION (application), NULL, &error);
      g_assert_no_error (error);
    }

  return application;
}

static gboolean
is_deleted (gpointer data)
{
  return lb_trash_get_n_waiting (lb_session_get_trash (data)) == 0;
}

void
shell_fixture_delete (ShellFixture *self, gpointer object)
{
  LbSession *session = self->page.session;
  g_autoptr (LbDeletion) deletion = LB_IS_PROJECT (object)
                                      ? lb_session_trash_project (session, object, FALSE)
                                      : lb_session_trash_dataset (session, object, FALSE);

  g_assert_true (wait_true (lb_deletion_commit (deletion)));
  wait_until (is_deleted, session, "the deletion");
}

void
shell_fixture_set_up (ShellFixture *self, int n_images)
{
  page_fixture_set_up (&self->page, MAX (n_images, 0));
  if (n_images < 0)
    {
      g_autoptr (LbProject) project =
        g_list_model_get_item (lb_session_get_projects (self->page.session), 0);

      shell_fixture_delete (self, project);
    }

  self->settings = g_settings_new (LB_APP_ID);
  self->application = the_application ();
  open_window (self);
  shell_fixture_wait_page (self, n_images < 0 ? "welcome" : "main");
}

void
shell_fixture_restart (ShellFixture *self)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  page_settle ();
  open_window (self);
}

void
shell_fixture_tear_down (ShellFixture *self)
{
  if (self->window != NULL)
    gtk_window_destroy (GTK_WINDOW (self->window));
  page_settle ();
  for (const char *const *key =
         (const char *[]) { "color-scheme", "view", "last-dataset", "window-width", "window-height",
                            "window-maximized", "content-shown", NULL };
       *key != NULL; key++)
    g_settings_reset (self->settings, *key);
  g_clear_object (&self->settings);
  page_fixture_tear_down (&self->page);
}

gpointer
shell_fixture_sidebar_child (ShellFixture *self, const char *name)
{
  return page_child (page_child (self->window, LB_TYPE_WINDOW, "sidebar"), LB_TYPE_SIDEBAR, name);
}
