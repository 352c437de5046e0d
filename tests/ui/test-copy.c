#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "jobs/lb-copy-read.h"
#include "page-fixture.h"
#include "ui/copy/lb-copies.h"
#include "ui/copy/lb-copy-dialog.h"
#include "ui/copy/lb-copy-words.h"
#include "ui/dataset/lb-dataset-page.h"

#define TOKEN "canary-copy-ui-5e12"
#define N_IMAGES 3

/* Copying a dataset to an account: the dialog, and what the page says meanwhile. */

typedef struct
{
  PageFixture page;
  GSubprocess *there;
  char *there_url; /* (owned) */
  LbAccountList *accounts;
  LbSecrets *secrets;
  LbAccountEntry *account; /* (owned) */
  LbUploadQueue *uploads;
  LbCopies *copies;
  LbCopyDialog *dialog; /* (weak) (nullable) */
  guint n_ended;
} Fixture;

static void
start_there (Fixture *self)
{
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GDataInputStream) output = NULL;
  g_autofree char *data = g_build_filename (self->page.service.root, "there", NULL);
  g_autoptr (GError) error = NULL;

  g_subprocess_launcher_setenv (launcher, "LOOKBOOK_TOKEN", TOKEN, TRUE);
  self->there = g_subprocess_launcher_spawn (launcher, &error, g_getenv ("LOOKBOOK_SERVICE"),
                                             "--data", data, "--port", "0", NULL);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->there));
  self->there_url = g_data_input_stream_read_line (output, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (self->there_url);
}

static void
add_account (Fixture *self, const char *token)
{
  g_autofree char *id = lb_account_list_new_id ();
  const LbAccountFacts facts = { "Bria", self->there_url, 1000, LB_SECRET_FILE };

  if (token != NULL)
    g_assert_true (
      wait_true (lb_secrets_store (self->secrets, id, self->there_url, LB_SECRET_FILE, token)));
  self->account = wait_object (lb_account_list_add (self->accounts, id, &facts));
}

static void
ended_cb (LbCopies *copies, LbCopyJob *job, const GError *error, Fixture *self)
{
  self->n_ended++;
}

static void
set_up_with (Fixture *self, const char *token)
{
  g_autofree char *tokens = NULL;

  page_fixture_set_up (&self->page, N_IMAGES);
  page_fixture_set_schema (&self->page);
  for (guint i = 0; i < N_IMAGES; i++)
    {
      g_autofree char *caption = make_prompt ("A boat by the pier");

      page_fixture_save_caption (&self->page, page_fixture_nth (&self->page, i), caption);
    }
  tokens = g_build_filename (self->page.service.root, "tokens", NULL);
  self->accounts = lb_account_list_new (self->page.service.root);
  self->secrets = lb_secrets_new (tokens);
  start_there (self);
  add_account (self, token);
  self->uploads = lb_upload_queue_new (self->page.session);
  self->copies = lb_copies_new (self->page.session, self->uploads, self->accounts, self->secrets);
  g_signal_connect (self->copies, "ended", G_CALLBACK (ended_cb), self);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  set_up_with (self, TOKEN);
}

static void
set_up_signed_out (Fixture *self, gconstpointer data)
{
  set_up_with (self, NULL);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  if (self->dialog != NULL)
    adw_dialog_force_close (ADW_DIALOG (self->dialog));
  g_clear_weak_pointer (&self->dialog);
  page_settle ();
  lb_copies_close (self->copies);
  g_clear_object (&self->copies);
  lb_upload_queue_close (self->uploads);
  g_clear_object (&self->uploads);
  g_clear_object (&self->account);
  g_clear_object (&self->accounts);
  g_clear_object (&self->secrets);
  g_subprocess_force_exit (self->there);
  g_assert_true (g_subprocess_wait (self->there, NULL, NULL));
  g_clear_object (&self->there);
  g_clear_pointer (&self->there_url, g_free);
  page_fixture_tear_down (&self->page);
}

static gpointer
child (Fixture *self, const char *name)
{
  return page_child (self->dialog, LB_TYPE_COPY_DIALOG, name);
}

static void
open_dialog (Fixture *self)
{
  LbCopyDialog *dialog = lb_copy_dialog_new (self->copies, self->page.session, self->page.dataset);

  g_set_weak_pointer (&self->dialog, dialog);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (self->page.window));
}

static gboolean
can_copy (gpointer data)
{
  Fixture *self = data;

  return gtk_widget_get_sensitive (child (self, "copy_button"));
}

static gboolean
says_time (gpointer data)
{
  Fixture *self = data;

  return gtk_widget_get_visible (child (self, "time_label")) &&
         !gtk_widget_get_visible (child (self, "busy_box"));
}

static gboolean
has_problem (gpointer data)
{
  Fixture *self = data;

  return gtk_widget_get_visible (child (self, "problem_box")) &&
         !gtk_widget_get_visible (child (self, "busy_box"));
}

static gboolean
has_ended (gpointer data)
{
  Fixture *self = data;

  return self->n_ended > 0 && self->dialog == NULL;
}

/* How many rows the group of the plan has, with @title among them. */
static gboolean
has_row (GtkWidget *widget, const char *title)
{
  if (ADW_IS_PREFERENCES_ROW (widget) && gtk_widget_get_child_visible (widget) &&
      g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title))
    return TRUE;
  for (GtkWidget *inner = gtk_widget_get_first_child (widget); inner != NULL;
       inner = gtk_widget_get_next_sibling (inner))
    if (has_row (inner, title))
      return TRUE;

  return FALSE;
}

static LbSession *
get_target (Fixture *self)
{
  g_autoptr (LbUploadQueue) queue = wait_object (lb_copies_open (self->copies, self->account));

  return lb_upload_queue_get_session (queue); /* the copies keep it */
}

static void
test_copy (Fixture *self, gconstpointer data)
{
  LbSession *target = NULL;
  g_autoptr (LbDataset) copy = NULL;

  open_dialog (self);
  wait_until (can_copy, self, "the plan");
  g_assert_true (has_row (child (self, "plan_group"), "3 images"));
  g_assert_true (has_row (child (self, "plan_group"), "3 captions"));
  g_assert_true (has_row (child (self, "plan_group"), "Visual schema"));
  g_assert_true (has_row (child (self, "plan_group"), "New project"));
  g_assert_true (says_time (self));
  target = get_target (self);
  g_assert_cmpuint (g_list_model_get_n_items (lb_session_get_datasets (target)), ==, 0);

  g_signal_emit_by_name (child (self, "copy_button"), "clicked");
  g_assert_nonnull (lb_copies_find (self->copies, self->page.dataset));
  g_assert_true (gtk_widget_get_visible (child (self, "steps_group")));
  wait_until (has_ended, self, "the end of the copy");
  g_assert_null (lb_copies_find (self->copies, self->page.dataset));
  copy = g_list_model_get_item (lb_session_get_datasets (target), 0);
  g_assert_cmpuint (g_list_model_get_n_items (lb_session_get_images (target, copy)), ==, N_IMAGES);

  open_dialog (self);
  wait_until (says_time, self, "the second plan");
  g_assert_false (can_copy (self));
  g_assert_cmpstr (gtk_label_get_label (child (self, "time_label")), ==, "All of it is there.");
}

/* Nothing goes out without a token. */
static void
test_signed_out (Fixture *self, gconstpointer data)
{
  open_dialog (self);
  wait_until (has_problem, self, "what is missing");
  g_assert_false (can_copy (self));
  g_assert_true (gtk_widget_get_visible (child (self, "sign_in_button")));
}

static void
test_advanced (Fixture *self, gconstpointer data)
{
  g_autoptr (LbProject) project =
    g_list_model_get_item (lb_session_get_projects (self->page.session), 0);
  g_autoptr (LbDataset) advanced =
    wait_object (lb_session_create_dataset (self->page.session, project, "Many", NULL, "advanced"));

  g_set_object (&self->page.dataset, advanced);
  open_dialog (self);
  wait_until (has_problem, self, "the refusal");
  g_assert_false (can_copy (self));
}

static gboolean
has_banner (gpointer page)
{
  return adw_banner_get_revealed (page_child (page, LB_TYPE_DATASET_PAGE, "banner"));
}

static gboolean
has_no_banner (gpointer page)
{
  return !has_banner (page);
}

/* The page of the dataset says how far it is, wherever the dialog went. */
static void
test_page (Fixture *self, gconstpointer data)
{
  LbDatasetPage *page = lb_dataset_page_new (self->page.session, self->page.dataset);
  LbSession *target = get_target (self);
  g_autoptr (LbUploadQueue) queue = wait_object (lb_copies_open (self->copies, self->account));
  g_autoptr (LbCopyPlan) plan =
    wait_boxed (lb_copy_read_plan (self->page.session, self->page.dataset, target, NULL, FALSE));

  page_fixture_push (&self->page, ADW_NAVIGATION_PAGE (page));
  g_assert_nonnull (lb_copies_start (self->copies, queue, plan));
  g_assert_null (lb_copies_start (self->copies, queue, plan));
  wait_until (has_banner, page, "the banner");
  g_assert_nonnull (
    strstr (adw_banner_get_title (page_child (page, LB_TYPE_DATASET_PAGE, "banner")), "Bria"));
  wait_until (has_no_banner, page, "the end of the banner");
}

static void
test_words (void)
{
  g_autofree char *paced = lb_copy_time_words (28, 10, 170);
  g_autofree char *quick = lb_copy_time_words (1, 1000, 0);
  g_autofree char *free_of = lb_copy_time_words (1200, 0, 0);

  g_assert_cmpstr (paced, ==, "About 28 requests: about 3 minutes at 10 requests a minute");
  g_assert_cmpstr (quick, ==, "About 1 request: less than a minute at 1000 requests a minute");
  g_assert_cmpstr (free_of, ==, "About 1200 requests");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  adw_init ();

  g_test_add ("/ui/copy/copy", Fixture, NULL, set_up, test_copy, tear_down);
  g_test_add ("/ui/copy/signed-out", Fixture, NULL, set_up_signed_out, test_signed_out, tear_down);
  g_test_add ("/ui/copy/advanced", Fixture, NULL, set_up, test_advanced, tear_down);
  g_test_add ("/ui/copy/page", Fixture, NULL, set_up, test_page, tear_down);
  g_test_add_func ("/ui/copy/words", test_words);

  return g_test_run ();
}
