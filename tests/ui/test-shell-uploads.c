#include "config.h"

#include <signal.h>

#include "base/lb-error.h"
#include "imaging/lb-decoder.h"
#include "jobs/lb-check-job.h"
#include "jobs/lb-upload-queue-private.h"
#include "shell-fixture.h"
#include "ui/application/lb-window-private.h"
#include "ui/upload/lb-review-sheet.h"

/* What the foot of the window says of the uploads, to the eye and to who can't see it. */

#define N_PICTURES 8 /* two of them are a quarter */
#define N_FILES 5000
#define N_ROWS_MAX 24   /* in the whole sheet, whatever was dropped */
#define N_OPENED 100    /* more, each time they are asked for */
#define N_ASKED_MAX 120 /* pictures that are decoded for them */

static GPtrArray *said; /* (element-type utf8): all that was announced */

/* In place of the toolkit's, which tells nobody in a test. */
void
gtk_accessible_announce (GtkAccessible *self,
                         const char *message,
                         GtkAccessibleAnnouncementPriority priority)
{
  g_ptr_array_add (said, g_strdup (message));
}

static gpointer
part (ShellFixture *self, const char *name)
{
  return page_child (self->window->upload_bar, LB_TYPE_UPLOAD_BAR, name);
}

static const char *
words (ShellFixture *self)
{
  return gtk_label_get_label (part (self, "words"));
}

static gboolean
is_visible (ShellFixture *self, const char *name)
{
  return gtk_widget_get_visible (part (self, name));
}

static gboolean
is_revealed (gpointer data)
{
  return adw_bottom_sheet_get_reveal_bottom_bar (((ShellFixture *) data)->window->sheet);
}

static gboolean
is_gone (gpointer data)
{
  return !is_revealed (data);
}

static gboolean
has_ended (gpointer data)
{
  return !lb_upload_queue_get_running (((ShellFixture *) data)->window->uploads);
}

static void
add (ShellFixture *self, guint first, guint n)
{
  PageFixture *page = &self->page;
  g_autoptr (LbCheckJob) check = lb_check_job_new (page->dataset, page->images);
  DexFuture *adding = NULL;

  for (guint i = first; i < first + n; i++)
    {
      g_autofree char *name = g_strdup_printf ("boat-%u.png", i);
      g_autoptr (GBytes) bytes = make_picture (1024, 1024, 0x102030 + i * 0x1111);

      g_assert_true (wait_true (lb_check_job_run_bytes (check, bytes, name)));
    }
  adding = lb_upload_queue_add (self->window->uploads, page->dataset,
                                lb_check_job_get_candidates (check), FALSE, FALSE);
  g_assert_true (wait_true (adding));
}

/* Goes on, as one who presses its button does. */
static void
resume (ShellFixture *self)
{
  g_assert_true (is_visible (self, "go_on_button"));
  g_assert_cmpstr (gtk_button_get_label (part (self, "go_on_button")), ==, "_Resume");
  g_signal_emit_by_name (part (self, "go_on_button"), "clicked");
  g_assert_false (lb_upload_queue_get_paused (self->window->uploads));
}

static void
assert_said (const char *const *wanted)
{
  guint n = 0;

  for (; wanted[n] != NULL; n++)
    {
      g_assert_cmpuint (said->len, >, n);
      g_assert_cmpstr (g_ptr_array_index (said, n), ==, wanted[n]);
    }
  g_assert_cmpuint (said->len, ==, n);
}

/* At every quarter and not with every picture, in the words that are seen; and what has stopped it,
 * and the end. */
static void
test_announced (ShellFixture *self, gconstpointer data)
{
  static const char *const wanted[] = { "Paused",        "Adding 3 of 8",  "Adding 5 of 8",
                                        "Adding 7 of 8", "8 images added", NULL };

  lb_upload_queue_pause (self->window->uploads);
  add (self, 0, N_PICTURES);
  resume (self);
  wait_until (has_ended, self, "the pictures");
  assert_said (wanted);
}

/* Paused, it is resumed from the foot; all done is said there, and goes by itself. */
static void
test_bar (ShellFixture *self, gconstpointer data)
{
  lb_upload_queue_pause (self->window->uploads);
  g_assert_false (is_revealed (self));
  add (self, 0, 2);
  wait_until (is_revealed, self, "the bar");
  g_assert_cmpstr (words (self), ==, "Paused");
  g_assert_true (is_visible (self, "progress"));
  g_assert_false (is_visible (self, "icon"));
  g_assert_false (is_visible (self, "dismiss_button"));

  resume (self);
  g_assert_false (is_visible (self, "go_on_button"));
  wait_until (has_ended, self, "the pictures");
  g_assert_true (is_revealed (self));
  g_assert_cmpstr (words (self), ==, "2 images added");
  g_assert_true (is_visible (self, "icon"));
  g_assert_true (is_visible (self, "dismiss_button"));
  g_assert_false (is_visible (self, "progress"));
  wait_until (is_gone, self, "the end of the bar");
  g_assert_cmpuint (lb_upload_queue_get_n_total (self->window->uploads), ==, 0);
}

/* It may be put away sooner; and those that begin meanwhile are counted alone. */
static void
test_again (ShellFixture *self, gconstpointer data)
{
  add (self, 0, 2);
  wait_until (has_ended, self, "the pictures");
  g_signal_emit_by_name (part (self, "dismiss_button"), "clicked");
  g_assert_false (is_revealed (self));
  g_assert_cmpuint (lb_upload_queue_get_n_total (self->window->uploads), ==, 0);

  add (self, 2, 2);
  wait_until (has_ended, self, "two more");
  g_assert_cmpstr (words (self), ==, "2 images added");
  lb_upload_queue_pause (self->window->uploads);
  add (self, 4, 1);
  g_assert_cmpuint (lb_upload_queue_get_n_total (self->window->uploads), ==, 1);
  resume (self);
  wait_until (has_ended, self, "one more");
  g_assert_cmpstr (words (self), ==, "1 image added");
}

/* A row that waits, as after a start. */
static void
append_one (LbUploadQueue *queue, const char *folder)
{
  LbUploadRecord *record = lb_upload_record_new ();
  g_autoptr (GPtrArray) uploads = g_ptr_array_new_with_free_func (g_object_unref);

  record->uuid = g_uuid_string_random ();
  record->name = g_strdup ("boat.png");
  record->image_name = g_strdup (record->name);
  record->dataset_id = 1;
  record->state = LB_UPLOAD_WAITING;
  g_ptr_array_add (uploads, lb_upload_new (record, folder));
  lb_upload_queue_append (queue, uploads);
}

static void
halt (ShellFixture *self, LbUploadHalt halt, int code)
{
  g_autoptr (GError) error = g_error_new_literal (LB_ERROR, code, "No");

  lb_upload_queue_set_halt (self->window->uploads, halt, error);
}

static gboolean
can_stop (ShellFixture *self)
{
  return gtk_widget_get_sensitive (
    page_child (self->window->upload_list, LB_TYPE_UPLOAD_LIST, "stop_button"));
}

/* What keeps it from being sent elsewhere, with a button where somebody has to do something. */
static void
test_halts (ShellFixture *self, gconstpointer data)
{
  g_autofree char *state = g_build_filename (self->page.service.root, "elsewhere", NULL);
  g_autoptr (LbSession) session = lb_session_new_hosted ("http://127.0.0.1:9", "token", state);
  LbWindow *before = self->window;

  self->window = lb_window_new (GTK_APPLICATION (self->application), session);
  append_one (self->window->uploads, state);
  g_assert_true (is_revealed (self));
  g_assert_cmpstr (words (self), ==, "Uploading 1 of 1");

  halt (self, LB_UPLOAD_HALT_OFFLINE, LB_ERROR_OFFLINE);
  g_assert_cmpstr (words (self), ==, "Waiting for the network");
  g_assert_false (is_visible (self, "go_on_button"));
  halt (self, LB_UPLOAD_HALT_UNAUTHORIZED, LB_ERROR_UNAUTHORIZED);
  g_assert_cmpstr (words (self), ==, "The token was rejected");
  g_assert_true (is_visible (self, "go_on_button"));
  g_assert_cmpstr (gtk_button_get_label (part (self, "go_on_button")), ==, "Sign _In…");
  halt (self, LB_UPLOAD_HALT_SPACE, LB_ERROR_NO_SPACE);
  g_assert_cmpstr (words (self), ==, "Not enough room on the disk");
  g_assert_false (is_visible (self, "go_on_button"));
  g_assert_true (can_stop (self));
  halt (self, LB_UPLOAD_HALT_ELSEWHERE, LB_ERROR_CONFLICT);
  g_assert_cmpstr (words (self), ==, "Another window is uploading");
  g_assert_false (can_stop (self));
  g_assert_false (is_visible (self, "go_on_button"));

  gtk_window_destroy (GTK_WINDOW (self->window));
  self->window = before;
  page_settle ();
  lb_session_close (session);
}

static LbUpload *
nth (ShellFixture *self, guint position)
{
  g_autoptr (LbUpload) upload =
    g_list_model_get_item (G_LIST_MODEL (self->window->uploads), position);

  return upload; /* the queue keeps it */
}

static gboolean
is_stopped (gpointer data)
{
  return !lb_upload_is_coming (nth (data, 1));
}

/* A service that stands still with what it was given holds up nothing here: the sheet opens, a
 * picture is given up. */
static void
test_held (ShellFixture *self, gconstpointer data)
{
  kill (service_fixture_get_pid (&self->page.service), SIGSTOP);
  add (self, 0, 3);
  adw_bottom_sheet_set_open (self->window->sheet, TRUE);
  page_wait_label (self->window->upload_list, LB_TYPE_UPLOAD_LIST, "title", "Adding 1 of 3");
  lb_upload_queue_cancel (self->window->uploads, nth (self, 1));
  wait_until (is_stopped, self, "a picture that is not sent");
  g_assert_cmpint (lb_upload_get_state (nth (self, 1)), ==, LB_UPLOAD_CANCELLED);
  page_wait_label (self->window->upload_list, LB_TYPE_UPLOAD_LIST, "title", "Adding 2 of 3");
  g_assert_true (lb_upload_is_coming (nth (self, 0)));

  kill (service_fixture_get_pid (&self->page.service), SIGCONT);
  wait_until (has_ended, self, "the others");
  g_assert_cmpstr (words (self), ==, "2 images added · 1 stopped");
}

static GListModel *
make_files (const char *root)
{
  g_autofree char *folder = g_build_filename (root, "many", NULL);
  GListStore *files = g_list_store_new (G_TYPE_FILE);
  g_autoptr (GFile) file = g_file_new_for_path (folder);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  for (guint i = 0; i < N_FILES; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/%04u.png", folder, i);
      g_autoptr (GBytes) bytes = make_picture (32, 32, i * 3);

      g_assert_true (g_file_set_contents_full (path, g_bytes_get_data (bytes, NULL),
                                               (gssize) g_bytes_get_size (bytes),
                                               G_FILE_SET_CONTENTS_NONE, 0600, NULL));
    }
  g_list_store_append (files, file);

  return G_LIST_MODEL (files);
}

static guint
count_rows (GtkWidget *widget)
{
  guint n = GTK_IS_LIST_BOX_ROW (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_rows (child);

  return n;
}

/* (transfer none) (nullable): the last row that opens more. */
static GtkWidget *
find_fold (GtkWidget *widget)
{
  GtkWidget *found =
    ADW_IS_ACTION_ROW (widget) && g_object_get_data (G_OBJECT (widget), "lb-verdict") ? widget
                                                                                      : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *inside = find_fold (child);

      found = inside != NULL ? inside : found;
    }

  return found;
}

static void
title_cb (GObject *job, GParamSpec *pspec, GHashTable *counts)
{
  guint n_checked = 0;

  g_object_get (job, "n-checked", &n_checked, NULL);
  g_hash_table_add (counts, GUINT_TO_POINTER (n_checked));
}

static gboolean
is_filled (gpointer data)
{
  return find_fold (data) != NULL;
}

static gboolean
has_opened (gpointer data)
{
  return count_rows (data) > N_OPENED;
}

/* However many files are dropped: while they are looked at the window lives, and only a few of them
 * have a row and a picture. */
static void
test_many (ShellFixture *self, gconstpointer data)
{
  g_autoptr (LbCheckJob) check = lb_check_job_new (self->page.dataset, self->page.images);
  g_autoptr (GListModel) files = make_files (self->page.service.root);
  g_autoptr (GHashTable) counts = g_hash_table_new (NULL, NULL);
  GtkWidget *sheet = GTK_WIDGET (lb_review_sheet_new (check, NULL, 200));
  const guint n_asked = lb_decoder_get_n_asked (lb_decoder_get_default ());
  DexFuture *checking = NULL;
  guint n_rows = 0;

  adw_dialog_present (ADW_DIALOG (sheet), GTK_WIDGET (self->window));
  g_signal_connect (check, "notify::n-checked", G_CALLBACK (title_cb), counts);
  checking = lb_check_job_run (check, files);
  while (dex_future_is_pending (checking))
    {
      n_rows = MAX (n_rows, count_rows (sheet));
      g_main_context_iteration (NULL, TRUE);
    }
  g_assert_true (dex_future_is_resolved (checking));
  dex_unref (checking);
  g_assert_cmpuint (g_list_model_get_n_items (lb_check_job_get_candidates (check)), ==, N_FILES);
  g_assert_cmpuint (g_hash_table_size (counts), >, 10);

  wait_until (is_filled, sheet, "the rows");
  g_assert_cmpuint (MAX (n_rows, count_rows (sheet)), <=, N_ROWS_MAX);
  g_assert_true (gtk_widget_activate (find_fold (sheet)));
  wait_until (has_opened, sheet, "more rows");
  g_assert_cmpuint (count_rows (sheet), <=, N_ROWS_MAX + N_OPENED);
  page_settle ();
  g_assert_cmpuint (lb_decoder_get_n_asked (lb_decoder_get_default ()) - n_asked, <=, N_ASKED_MAX);
  adw_dialog_force_close (ADW_DIALOG (sheet));
}

static void
set_up (ShellFixture *self, gconstpointer data)
{
  shell_fixture_set_up (self, 1);
  g_assert_true (wait_true (lb_upload_queue_open (self->window->uploads)));
  g_ptr_array_set_size (said, 0);
}

static void
tear_down (ShellFixture *self, gconstpointer data)
{
  kill (service_fixture_get_pid (&self->page.service), SIGCONT);
  shell_fixture_tear_down (self);
}

int
main (int argc, char **argv)
{
  int status = 0;

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  dex_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  said = g_ptr_array_new_with_free_func (g_free);
#define ADD(name, func)                                                                            \
  g_test_add ("/ui/shell-uploads/" name, ShellFixture, NULL, set_up, func, tear_down)
  ADD ("announced", test_announced);
  ADD ("bar", test_bar);
  ADD ("again", test_again);
  ADD ("halts", test_halts);
  ADD ("held", test_held);
  ADD ("many", test_many);
#undef ADD
  status = g_test_run ();
  g_ptr_array_unref (said);

  return status;
}
