#include <glib/gstdio.h>

#include "config.h"

#include "base/lb-error.h"
#include "shell-fixture.h"
#include "ui/application/lb-window-private.h"

/* What the window says when its data can't be opened. */

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

static void
copied_cb (GObject *clipboard, GAsyncResult *result, gpointer data)
{
  *(char **) data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (clipboard), result, NULL);
}

static gboolean
is_there (gpointer data)
{
  return *(char **) data != NULL;
}

static void
test_failed (ShellFixture *self, gconstpointer data)
{
  g_autofree char *blocked = g_build_filename (self->page.service.root, "blocked", NULL);
  g_autofree char *program = g_strdup (g_getenv ("LOOKBOOK_SERVICE"));
  g_autoptr (LbSession) session = lb_session_new_local (blocked, blocked);
  g_autofree char *copied = NULL;
  LbSession *good = self->page.session;

  g_setenv ("LOOKBOOK_SERVICE", "/bin/false", TRUE);
  self->page.session = session;
  shell_fixture_restart (self);
  shell_fixture_wait_page (self, "failed");
  g_assert_cmpstr (
    adw_status_page_get_title (page_child (self->window, LB_TYPE_WINDOW, "failed_page")), ==,
    "Lookbook Can’t Start Its Service");
  g_assert_cmpstr (
    adw_status_page_get_description (page_child (self->window, LB_TYPE_WINDOW, "failed_page")), !=,
    "");
  g_assert_true (
    gtk_widget_get_visible (page_child (self->window, LB_TYPE_WINDOW, "try_again_button")));

  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.copy-failure", NULL);
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (self->window)), NULL,
                                 copied_cb, &copied);
  wait_until (is_there, &copied, "the details");
  g_assert_nonnull (strstr (copied, "Lookbook " LB_VERSION));
  g_assert_nonnull (strstr (copied, g_quark_to_string (LB_ERROR)));

  g_setenv ("LOOKBOOK_SERVICE", program, TRUE);
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.try-again", NULL);
  shell_fixture_wait_page (self, "welcome");
  gtk_window_destroy (GTK_WINDOW (self->window));
  page_settle ();
  lb_session_close (session);
  self->page.session = good;
}

/* Our own service has no room: the window says so, and goes on by itself once there is some. */
static void
test_full (ShellFixture *self, gconstpointer data)
{
  g_autofree char *place = g_build_filename (self->page.service.root, "full", NULL);
  g_autofree char *full = g_build_filename (self->page.service.root, "full-service", NULL);
  g_autofree char *program = g_strdup (g_getenv ("LOOKBOOK_SERVICE"));
  g_autoptr (LbSession) session = lb_session_new_local (place, place);
  LbSession *good = self->page.session;
  AdwStatusPage *page = NULL;

  g_assert_true (g_file_set_contents (full, "#!/bin/sh\nexit 4\n", -1, NULL));
  g_assert_cmpint (g_chmod (full, 0700), ==, 0);
  g_setenv ("LOOKBOOK_SERVICE", full, TRUE);
  self->page.session = session;
  shell_fixture_restart (self);
  shell_fixture_wait_page (self, "failed");
  page = page_child (self->window, LB_TYPE_WINDOW, "failed_page");
  g_assert_cmpstr (adw_status_page_get_title (page), ==, "The Disk Is Full");
  g_assert_nonnull (strstr (adw_status_page_get_description (page), place));
  g_assert_true (lb_session_lacks_room (session));

  g_setenv ("LOOKBOOK_SERVICE", program, TRUE);
  shell_fixture_wait_page (self, "welcome");
  g_assert_false (lb_session_lacks_room (session));
  gtk_window_destroy (GTK_WINDOW (self->window));
  page_settle ();
  lb_session_close (session);
  self->page.session = good;
}

static gboolean
has_dialog (gpointer data)
{
  AdwDialog *dialog = adw_application_window_get_visible_dialog (data);

  return ADW_IS_ALERT_DIALOG (dialog);
}

/* Data that can't be read is told of by its name, and the window opens all the same. */
static void
test_broken (ShellFixture *self, gconstpointer data)
{
  g_autofree char *state = g_build_filename (self->page.service.root, "broken", NULL);
  g_autofree char *path = g_build_filename (state, "account.db", NULL);
  g_autoptr (LbSession) session = lb_session_new_local (self->page.service.data_dir, state);
  LbSession *good = self->page.session;
  g_autofree char *name = NULL;
  AdwDialog *dialog = NULL;

  g_assert_cmpint (g_mkdir_with_parents (state, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, "no database", -1, NULL));
  self->page.session = session;
  shell_fixture_restart (self);
  shell_fixture_wait_page (self, "main");
  wait_until (has_dialog, self->window, "what was set aside");
  dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self->window));
  name = g_path_get_basename (lb_session_get_set_aside (session));
  g_assert_cmpstr (
    gtk_label_get_label (GTK_LABEL (adw_alert_dialog_get_extra_child (ADW_ALERT_DIALOG (dialog)))),
    ==, name);

  adw_dialog_force_close (dialog);
  gtk_window_destroy (GTK_WINDOW (self->window));
  page_settle ();
  lb_session_close (session);
  self->page.session = good;
}

/* The number by which a database says how new it is, in its head. */
#define USER_VERSION_OFFSET 60

static void
make_newer (const char *path)
{
  g_autofree char *bytes = NULL;
  g_autoptr (GError) error = NULL;
  gsize length = 0;

  g_assert_true (g_file_get_contents (path, &bytes, &length, &error));
  g_assert_cmpuint (length, >, USER_VERSION_OFFSET + 4);
  memcpy (bytes + USER_VERSION_OFFSET, "\0\0\3\350", 4);
  g_assert_true (g_file_set_contents (path, bytes, (gssize) length, &error));
}

/* Data that only a newer version can read: it is said once, and there is nothing to try. */
static void
test_newer (ShellFixture *self, gconstpointer data)
{
  g_autofree char *state = g_build_filename (self->page.service.root, "newer", NULL);
  g_autofree char *path = g_build_filename (state, "account.db", NULL);
  g_autoptr (LbSession) first = lb_session_new_local (self->page.service.data_dir, state);
  g_autoptr (LbSession) session = lb_session_new_local (self->page.service.data_dir, state);
  g_autofree char *words = NULL;
  LbSession *good = self->page.session;
  AdwStatusPage *page;

  g_assert_true (wait_true (lb_session_open (first)));
  lb_session_close (first);
  make_newer (path);

  self->page.session = session;
  shell_fixture_restart (self);
  shell_fixture_wait_page (self, "failed");
  page = page_child (self->window, LB_TYPE_WINDOW, "failed_page");
  g_assert_cmpstr (adw_status_page_get_title (page), ==, "A Newer Lookbook Is Needed");
  words = g_strdup_printf ("A newer version has written “%s”. It is as it was, and opens once "
                           "Lookbook is updated.",
                           path);
  g_assert_cmpstr (adw_status_page_get_description (page), ==, words);
  g_assert_false (
    gtk_widget_get_visible (page_child (self->window, LB_TYPE_WINDOW, "try_again_button")));

  gtk_window_destroy (GTK_WINDOW (self->window));
  page_settle ();
  lb_session_close (session);
  self->page.session = good;
}

int
main (int argc, char **argv)
{
  const gpointer one = GINT_TO_POINTER (1);

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  dex_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);

#define ADD(path, test)                                                                            \
  g_test_add ("/shell-failure/" path, ShellFixture, one, set_up, test, tear_down)

  ADD ("failed", test_failed);
  ADD ("newer", test_newer);
  ADD ("full", test_full);
  ADD ("broken", test_broken);
#undef ADD

  return g_test_run ();
}
