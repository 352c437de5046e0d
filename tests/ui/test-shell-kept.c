#include "config.h"

#include "base/lb-error.h"
#include "shell-fixture.h"
#include "ui/application/lb-window-private.h"
#include "ui/dataset/lb-dataset-page-private.h"
#include "ui/sidebar/lb-sidebar.h"

/* What was last seen is shown while, and when, the service does not answer. */

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

/* The next start, with another session over the same folders. The service runs as @program. */
static void
start_again (ShellFixture *self, const char *program)
{
  g_setenv ("LOOKBOOK_SERVICE", program, TRUE);
  gtk_window_destroy (GTK_WINDOW (self->window));
  page_settle ();
  lb_session_close (self->page.session);
  g_clear_object (&self->page.dataset);
  g_clear_object (&self->page.session);
  service_fixture_kill (&self->page.service);

  self->page.session =
    lb_session_new_local (self->page.service.data_dir, self->page.service.state_dir);
  self->window = lb_window_new (GTK_APPLICATION (self->application), self->page.session);
  g_object_add_weak_pointer (G_OBJECT (self->window), (gpointer *) &self->window);
  gtk_window_present (GTK_WINDOW (self->window));
}

static AdwBanner *
banner (ShellFixture *self)
{
  return page_child (self->window->page, LB_TYPE_DATASET_PAGE, "banner");
}

static gboolean
has_images (gpointer data)
{
  ShellFixture *self = data;

  return self->window->page != NULL && lb_dataset_page_shows_images (self->window->page) &&
         g_list_model_get_n_items (self->window->page->images) == 2;
}

static gboolean
tells_of_it (gpointer data)
{
  ShellFixture *self = data;

  return adw_banner_get_revealed (banner (self)) &&
         g_strcmp0 (adw_banner_get_title (banner (self)),
                    "The service does not answer: changes are kept and sent later") == 0;
}

static gboolean
tells_nothing (gpointer data)
{
  ShellFixture *self = data;

  return !adw_banner_get_revealed (banner (self));
}

static gboolean
has_toast (GtkWidget *widget)
{
  if (g_str_equal (G_OBJECT_TYPE_NAME (widget), "AdwToastWidget"))
    return TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (has_toast (child))
      return TRUE;
  return FALSE;
}

static const char *
root_page (ShellFixture *self)
{
  return gtk_stack_get_visible_child_name (page_child (self->window, LB_TYPE_WINDOW, "root"));
}

static void
test_without_service (ShellFixture *self, gconstpointer data)
{
  g_autofree char *program = g_strdup (g_getenv ("LOOKBOOK_SERVICE"));
  GListModel *rows = NULL;

  start_again (self, "/bin/false");
  shell_fixture_wait_page (self, "main");
  rows = G_LIST_MODEL (gtk_list_view_get_model (shell_fixture_sidebar_child (self, "list")));
  g_assert_cmpuint (g_list_model_get_n_items (rows), >, 0);
  wait_until (has_images, self, "the images that were seen last");
  wait_until (tells_of_it, self, "the banner");
  g_assert_cmpstr (adw_banner_get_button_label (banner (self)), ==, "_Retry");
  g_assert_cmpstr (root_page (self), ==, "main");
  g_assert_false (has_toast (GTK_WIDGET (self->window)));

  g_setenv ("LOOKBOOK_SERVICE", program, TRUE);
  g_signal_emit_by_name (banner (self), "button-clicked");
  wait_until (tells_nothing, self, "the service");
  g_assert_true (has_images (self));
}

/* Before anybody has answered, and without a word of being offline. */
static void
test_before_answer (ShellFixture *self, gconstpointer data)
{
  g_autofree char *program = g_strdup (g_getenv ("LOOKBOOK_SERVICE"));

  start_again (self, program);
  shell_fixture_wait_page (self, "main");
  g_assert_nonnull (self->window->page);
  g_assert_false (adw_banner_get_revealed (banner (self)));
  wait_until (has_images, self, "the images");
  g_assert_true (wait_true (lb_session_open (self->page.session)));
  page_settle ();
  g_assert_cmpstr (root_page (self), ==, "main");
  g_assert_false (adw_banner_get_revealed (banner (self)));
  g_assert_true (has_images (self));
}

static gboolean
is_empty (gpointer data)
{
  return g_list_model_get_n_items (data) == 0;
}

/* Nothing is known: then there is nothing to show but why. */
static void
test_nothing_known (ShellFixture *self, gconstpointer data)
{
  g_autofree char *program = g_strdup (g_getenv ("LOOKBOOK_SERVICE"));
  g_autofree char *state = g_build_filename (self->page.service.root, "new-state", NULL);

  g_set_str (&self->page.service.state_dir, state);
  start_again (self, "/bin/false");
  shell_fixture_wait_page (self, "failed");
  g_assert_true (is_empty (lb_session_get_projects (self->page.session)));

  g_setenv ("LOOKBOOK_SERVICE", program, TRUE);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self->window), "win.try-again", NULL));
  shell_fixture_wait_page (self, "main");
  wait_until (has_images, self, "the images");
}

static gboolean
says_refused (gpointer data)
{
  GtkWidget *widget = data;

  if (GTK_IS_LABEL (widget) &&
      g_strcmp0 (gtk_label_get_text (GTK_LABEL (widget)),
                 "“Harbour” was not renamed: Not accepted: That name is taken") == 0)
    return TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (says_refused (child))
      return TRUE;
  return FALSE;
}

static void
test_refused (ShellFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = g_error_new_literal (LB_ERROR, LB_ERROR_INVALID, "That name is taken");

  g_signal_emit_by_name (self->page.session, "change-refused", self->page.dataset,
                         LB_CHANGE_DATASET_NAME, error);
  wait_until (says_refused, self->window, "what was refused");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  adw_init ();

#define ADD(path, test)                                                                            \
  g_test_add ("/shell-kept/" path, ShellFixture, NULL, set_up, test, tear_down)
  ADD ("without-service", test_without_service);
  ADD ("before-answer", test_before_answer);
  ADD ("nothing-known", test_nothing_known);
  ADD ("refused", test_refused);
#undef ADD

  return g_test_run ();
}
