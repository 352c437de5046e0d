#include "config.h"

#include "hosted-session-fixture.h"
#include "hosted-store.h"
#include "session/lb-session-history.h"
#include "ui/application/lb-application.h"
#include "ui/application/lb-window-private.h"
#include "ui/widgets/lb-duration-words.h"

/* What is asked before a dataset of a service elsewhere is deleted. */

#define N_IMAGES 3
#define SIZE_BYTES 2000000
#define PLAN 1 /* a minute, so that a copy takes a while */

typedef struct
{
  HostedSession base;
  HostedStore *store;
  LbWindow *window; /* (unowned) until it is destroyed */
} Fixture;

/* Only one can be on the bus, and it stays there. */
static LbApplication *application;

static gboolean
is_begun (gpointer data)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (((Fixture *) data)->window->root), "main") ==
         0;
}

static gboolean
has_chosen (gpointer data)
{
  Fixture *self = data;

  return lb_sidebar_get_chosen (self->window->sidebar) == (gpointer) self->base.dataset;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  hosted_session_set_up (&self->base, GUINT_TO_POINTER (HOSTED_LEGACY));
  self->store = hosted_store_new (self->base.server, N_IMAGES);
  hosted_take_true (lb_session_refresh (self->base.session));
  self->window = lb_window_new (GTK_APPLICATION (application), self->base.session);
  gtk_window_present (GTK_WINDOW (self->window));
  hosted_wait_until (is_begun, self, "the window");
  lb_window_show_dataset (self->window, self->base.dataset);
  hosted_wait_until (has_chosen, self, "the dataset");
  hosted_take_true (lb_session_load_images (self->base.session, self->base.dataset));
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  hosted_settle ();
  hosted_session_close (&self->base);
  hosted_store_free (self->store);
  hosted_session_tear_down (&self->base, NULL);
}

static AdwAlertDialog *
get_alert (Fixture *self)
{
  AdwDialog *dialog =
    adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self->window));

  return ADW_IS_ALERT_DIALOG (dialog) ? ADW_ALERT_DIALOG (dialog) : NULL;
}

static gboolean
is_asked (gpointer data)
{
  return get_alert (data) != NULL;
}

static gboolean
is_answered (gpointer data)
{
  return get_alert (data) == NULL;
}

/* (transfer none): what is asked when the dataset is to be deleted. */
static AdwAlertDialog *
ask (Fixture *self)
{
  g_assert_true (
    gtk_widget_activate_action (GTK_WIDGET (self->window), "win.delete-dataset", NULL));
  hosted_wait_until (is_asked, self, "the question");
  return get_alert (self);
}

static void
answer (Fixture *self, const char *response)
{
  AdwAlertDialog *dialog = get_alert (self);

  g_signal_emit_by_name (dialog, "response", response);
  adw_dialog_force_close (ADW_DIALOG (dialog));
  hosted_wait_until (is_answered, self, "the end of the question");
}

static void
set_size (Fixture *self, guint n)
{
  g_object_set (lb_session_find_image (self->base.session, HOSTED_FIRST + n), "size-bytes",
                (gint64) SIZE_BYTES, NULL);
}

static void
assert_body (Fixture *self, const char *what)
{
  g_autofree char *time =
    lb_duration_words (lb_session_estimate_s (self->base.session, N_IMAGES + 1));
  g_autofree char *body =
    g_strdup_printf ("%s Copying takes %s at this account’s pace.", what, time);

  g_assert_cmpstr (adw_alert_dialog_get_body (get_alert (self)), ==, body);
}

/* How many there are, how large they are where that is known, how long a copy takes; and that there
 * need not be one. */
static void
test_words (Fixture *self, gconstpointer data)
{
  AdwAlertDialog *dialog = NULL;

  lb_session_set_plan (self->base.session, PLAN);
  dialog = ask (self);
  g_assert_cmpstr (adw_alert_dialog_get_heading (dialog), ==, "Delete “Piers”?");
  assert_body (self, "A copy of its 3 images can go to the trash first. It stays there for 30 "
                     "days.");
  g_assert_cmpstr (adw_alert_dialog_get_response_label (dialog, "keep"), ==, "_Keep a Copy");
  g_assert_cmpstr (adw_alert_dialog_get_response_label (dialog, "drop"), ==, "Delete _Now");
  g_assert_cmpint (adw_alert_dialog_get_response_appearance (dialog, "drop"), ==,
                   ADW_RESPONSE_DESTRUCTIVE);
  g_assert_cmpstr (adw_alert_dialog_get_default_response (dialog), ==, "keep");
  g_assert_cmpstr (adw_alert_dialog_get_close_response (dialog), ==, "cancel");
  answer (self, "cancel");

  for (guint i = 0; i < N_IMAGES; i++)
    set_size (self, i);
  ask (self);
  assert_body (self, "A copy of its 3 images (6.0\302\240MB) can go to the trash first. It stays "
                     "there for 30 days.");
  answer (self, "cancel");
  hosted_settle ();
  g_assert_nonnull (hosted_store_get (self->store, HOSTED_FIRST));
  g_assert_cmpuint (
    g_list_model_get_n_items (G_LIST_MODEL (lb_session_get_trash (self->base.session))), ==, 0);
}

static gboolean
has_waiting (gpointer data)
{
  return lb_trash_get_n_waiting (lb_session_get_trash (((Fixture *) data)->base.session)) == 1;
}

/* Nothing is deleted at the service before a copy is here. */
static void
test_keep (Fixture *self, gconstpointer data)
{
  ask (self);
  answer (self, "keep");
  hosted_wait_until (has_waiting, self, "a copy that is to be made");
  hosted_settle ();
  g_assert_cmpuint (hosted_server_count (self->base.server, "DELETE", NULL), ==, 0);
  g_assert_null (lb_session_find_dataset (self->base.session, HOSTED_DATASET));
}

static guint
count_deletions (Fixture *self)
{
  return hosted_server_count (self->base.server, "DELETE", NULL);
}

static gboolean
is_asked_for (gpointer data)
{
  return count_deletions (data) == 1;
}

/* Nothing of it is kept, and it goes once its toast has gone. */
static void
test_drop (Fixture *self, gconstpointer data)
{
  ask (self);
  answer (self, "drop");
  hosted_settle ();
  g_assert_null (lb_session_find_dataset (self->base.session, HOSTED_DATASET));
  g_assert_cmpuint (count_deletions (self), ==, 0);
  hosted_wait_until (is_asked_for, self, "the deletion");
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  dex_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  application = lb_application_new ();
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);

#define ADD(path, test) g_test_add ("/ui/deletion/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("words", test_words);
  ADD ("keep", test_keep);
  ADD ("drop", test_drop);
#undef ADD

  return g_test_run ();
}
