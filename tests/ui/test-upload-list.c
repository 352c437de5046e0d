#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/lb-error.h"
#include "imaging/lb-decoder.h"
#include "jobs/lb-check-job.h"
#include "jobs/lb-upload-queue-private.h"
#include "page-fixture.h"
#include "ui/upload/lb-upload-list.h"
#include "ui/upload/lb-upload-row.h"
#include "ui/upload/lb-upload-rows.h"
#include "ui/upload/lb-upload-words.h"
#include "ui/widgets/lb-sight.h"

/* The sheet of the upload queue, over a service that is held where it should be seen. */

#define N_PICTURES 12
#define N_MANY 5000
#define N_ASKED_MAX 30    /* in sight are 8 */
#define N_WIDGETS_MAX 300 /* a list of the toolkit keeps 200 around those in sight */

typedef struct
{
  PageFixture base;
  LbUploadQueue *queue;
  LbUploadList *list; /* (unowned) in the window */
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  DexFuture *opening;

  page_fixture_set_up (&self->base, 0);
  self->queue = lb_upload_queue_new (self->base.session);
  opening = lb_upload_queue_open (self->queue);
  while (dex_future_is_pending (opening))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (dex_future_is_resolved (opening));
  dex_unref (opening);

  self->list = g_object_new (LB_TYPE_UPLOAD_LIST, NULL);
  lb_upload_list_set_queue (self->list, self->queue);
  adw_window_set_content (self->base.window, GTK_WIDGET (self->list));
  gtk_window_present (GTK_WINDOW (self->base.window));
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  kill (service_fixture_get_pid (&self->base.service), SIGCONT);
  adw_window_set_content (self->base.window, NULL);
  lb_upload_queue_close (self->queue);
  g_clear_object (&self->queue);
  page_fixture_tear_down (&self->base);
}

static void
add (Fixture *self, guint n)
{
  g_autoptr (LbCheckJob) check = lb_check_job_new (self->base.dataset, self->base.images);
  DexFuture *adding;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("boat-%u.png", i);
      g_autoptr (GBytes) bytes = make_picture (1024, 1024, 0x102030 + i * 0x1111);

      g_assert_true (wait_true (lb_check_job_run_bytes (check, bytes, name)));
    }
  adding = lb_upload_queue_add (self->queue, self->base.dataset,
                                lb_check_job_get_candidates (check), FALSE, FALSE);
  while (dex_future_is_pending (adding))
    g_main_context_iteration (NULL, TRUE);
  dex_unref (adding);
}

static gpointer
part (Fixture *self, const char *name)
{
  return page_child (self->list, LB_TYPE_UPLOAD_LIST, name);
}

static gboolean
is_visible (Fixture *self, const char *name)
{
  return gtk_widget_get_visible (part (self, name));
}

static guint
count_rows (Fixture *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (part (self, "list"))));
}

static gboolean
has_folded (gpointer data)
{
  return count_rows (data) == 0;
}

static gboolean
has_ended (gpointer data)
{
  return !lb_upload_queue_get_running (((Fixture *) data)->queue);
}

/* Kept back: the first few that wait have a row, the others are counted, and can be asked for. */
static void
test_paused (Fixture *self, gconstpointer data)
{
  lb_upload_queue_pause (self->queue);
  add (self, N_PICTURES);
  page_wait_label (self->list, LB_TYPE_UPLOAD_LIST, "hidden", "9 more waiting");
  g_assert_cmpstr (gtk_label_get_label (part (self, "title")), ==, "Paused");
  g_assert_cmpstr (gtk_label_get_label (part (self, "time")), ==,
                   "Nothing is added until you resume.");
  g_assert_cmpuint (count_rows (self), ==, 3);
  g_assert_true (is_visible (self, "pause_button"));
  g_assert_cmpstr (adw_button_content_get_label (part (self, "pause_content")), ==, "_Resume");
  g_assert_true (is_visible (self, "stop_button"));
  g_assert_true (is_visible (self, "safe"));
  g_assert_false (is_visible (self, "retry_button"));
  g_assert_false (is_visible (self, "close_button"));

  g_signal_emit_by_name (part (self, "hidden_button"), "clicked");
  g_assert_cmpuint (count_rows (self), ==, N_PICTURES);
  g_assert_false (is_visible (self, "hidden_button"));
}

static LbUploadRow *
find_row (GtkWidget *widget, const char *name)
{
  LbUploadRow *found = NULL;

  if (LB_IS_UPLOAD_ROW (widget) && gtk_widget_get_mapped (widget) &&
      g_str_equal (gtk_label_get_label (page_child (widget, LB_TYPE_UPLOAD_ROW, "name")), name))
    return LB_UPLOAD_ROW (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_row (child, name);
  return found;
}

typedef struct
{
  Fixture *fixture;
  const char *name;
  const char *child;
  gboolean sensitive;
} Wanted;

static gboolean
is_so (gpointer data)
{
  Wanted *wanted = data;
  LbUploadRow *row = find_row (GTK_WIDGET (wanted->fixture->list), wanted->name);

  return row != NULL && gtk_widget_get_sensitive (
                          page_child (row, LB_TYPE_UPLOAD_ROW, wanted->child)) == wanted->sensitive;
}

/* Waits until the button of the row with that name can, or can't, be pressed. */
static GtkWidget *
wait_button (Fixture *self, const char *name, const char *child, gboolean sensitive)
{
  Wanted wanted = { self, name, child, sensitive };

  wait_until (is_so, &wanted, name);
  return page_child (find_row (GTK_WIDGET (self->list), name), LB_TYPE_UPLOAD_ROW, child);
}

/* What another program sends can't be stopped from here, and says why. */
static void
test_elsewhere (Fixture *self, gconstpointer data)
{
  GtkWidget *button = NULL;

  lb_upload_queue_pause (self->queue);
  add (self, 2);
  wait_button (self, "boat-1.png", "first_button", TRUE);
  button = wait_button (self, "boat-1.png", "cancel_button", TRUE);
  g_assert_cmpstr (gtk_widget_get_tooltip_text (button), ==, "Stop");

  lb_upload_queue_set_halt (self->queue, LB_UPLOAD_HALT_ELSEWHERE, NULL);
  wait_button (self, "boat-1.png", "first_button", FALSE);
  button = wait_button (self, "boat-1.png", "cancel_button", FALSE);
  g_assert_cmpstr (gtk_widget_get_tooltip_text (button), ==,
                   "Only the window that uploads can do that");

  lb_upload_queue_set_halt (self->queue, LB_UPLOAD_HALT_NONE, NULL);
  wait_button (self, "boat-1.png", "first_button", TRUE);
  wait_button (self, "boat-1.png", "cancel_button", TRUE);
  lb_upload_queue_cancel_all (self->queue);
}

static char *
name_at (Fixture *self, guint position)
{
  g_autoptr (LbUpload) upload =
    g_list_model_get_item (G_LIST_MODEL (gtk_list_view_get_model (part (self, "list"))), position);

  return g_strdup (lb_upload_get_name (upload));
}

/* Each that waits can be sent before the others, but for the one that is sent next; and each can be
 * given up alone. */
static void
test_waiting (Fixture *self, gconstpointer data)
{
  g_autofree char *first = NULL;
  GtkWidget *button = NULL;

  lb_upload_queue_pause (self->queue);
  add (self, 3);
  wait_button (self, "boat-0.png", "first_button", FALSE);
  wait_button (self, "boat-1.png", "first_button", TRUE);
  button = wait_button (self, "boat-2.png", "first_button", TRUE);
  g_signal_emit_by_name (button, "clicked");
  wait_button (self, "boat-2.png", "first_button", FALSE);
  wait_button (self, "boat-0.png", "first_button", TRUE);
  first = name_at (self, 0);
  g_assert_cmpstr (first, ==, "boat-2.png");

  button = wait_button (self, "boat-0.png", "cancel_button", TRUE);
  g_assert_true (gtk_widget_get_visible (button));
  g_signal_emit_by_name (button, "clicked");
  g_assert_cmpuint (lb_upload_queue_get_n_cancelled (self->queue), ==, 1);
  lb_upload_queue_resume (self->queue);
  wait_until (has_ended, self, "the other pictures");
  page_wait_label (self->list, LB_TYPE_UPLOAD_LIST, "title", "2 images added · 1 stopped");
  g_assert_true (wait_true (lb_session_load_images (self->base.session, self->base.dataset)));
  g_assert_cmpuint (g_list_model_get_n_items (self->base.images), ==, 2);
}

/* A full disk is told of with what it takes, and no longer once there is room. */
static void
test_space (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = g_error_new_literal (LB_ERROR, LB_ERROR_NO_SPACE, "The disk is full");
  g_autofree char *time = NULL;

  kill (service_fixture_get_pid (&self->base.service), SIGSTOP);
  add (self, 2);
  page_wait_label (self->list, LB_TYPE_UPLOAD_LIST, "title", "Adding 1 of 2");
  lb_upload_queue_set_halt (self->queue, LB_UPLOAD_HALT_SPACE, error);
  page_wait_label (self->list, LB_TYPE_UPLOAD_LIST, "title", "Not enough room on the disk");
  time = g_strdup (gtk_label_get_label (part (self, "time")));
  g_assert_true (g_str_has_prefix (time, "Uploads continue when "));
  g_assert_true (g_str_has_suffix (time, "\302\240MB are free."));
  g_assert_cmpstr (adw_button_content_get_label (part (self, "pause_content")), ==, "_Try Again");

  page_wait_label (self->list, LB_TYPE_UPLOAD_LIST, "title", "Adding 1 of 2");
  kill (service_fixture_get_pid (&self->base.service), SIGCONT);
  wait_until (has_ended, self, "the pictures");
  g_assert_cmpuint (lb_upload_queue_get_n_done (self->queue), ==, 2);
}

/* Without a token nothing helps but another one. */
static void
test_token (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = g_error_new_literal (LB_ERROR, LB_ERROR_UNAUTHORIZED, "No");

  kill (service_fixture_get_pid (&self->base.service), SIGSTOP);
  add (self, 2);
  page_wait_label (self->list, LB_TYPE_UPLOAD_LIST, "title", "Adding 1 of 2");
  g_assert_cmpstr (gtk_label_get_label (part (self, "safe")), ==,
                   "Safe to close: the queue goes on in the background.");
  lb_upload_queue_set_halt (self->queue, LB_UPLOAD_HALT_UNAUTHORIZED, error);
  page_wait_label (self->list, LB_TYPE_UPLOAD_LIST, "title", "The token was rejected");
  g_assert_cmpstr (gtk_label_get_label (part (self, "time")), ==, "Sign in to go on.");
  g_assert_true (is_visible (self, "sign_in_button"));
  g_assert_false (is_visible (self, "pause_button"));
  g_assert_cmpstr (gtk_label_get_label (part (self, "safe")), ==,
                   "Safe to close: the queue goes on next time.");

  kill (service_fixture_get_pid (&self->base.service), SIGCONT);
  lb_upload_queue_resume (self->queue);
  wait_until (has_ended, self, "the pictures");
  g_assert_cmpuint (lb_upload_queue_get_n_done (self->queue), ==, 2);
}

/* One after the other, until the last is there; what is done goes after a while. */
static void
test_sent (Fixture *self, gconstpointer data)
{
  lb_upload_queue_pause (self->queue);
  add (self, 3);
  g_signal_emit_by_name (part (self, "pause_button"), "clicked");
  g_assert_false (lb_upload_queue_get_paused (self->queue));
  wait_until (has_ended, self, "the pictures");
  page_wait_label (self->list, LB_TYPE_UPLOAD_LIST, "title", "3 images added");
  g_assert_true (is_visible (self, "close_button"));
  g_assert_false (is_visible (self, "pause_button"));
  g_assert_false (is_visible (self, "safe"));
  wait_until (has_folded, self, "the end of the rows");
  g_assert_cmpstr (gtk_label_get_label (part (self, "hidden")), ==, "3 done");
}

static gboolean
is_told_apart (gpointer data)
{
  LbUploadRow *row = find_row (GTK_WIDGET (((Fixture *) data)->list), "boat.png");

  return row != NULL &&
         g_str_has_prefix (gtk_label_get_label (page_child (row, LB_TYPE_UPLOAD_ROW, "detail")),
                           "2023 · ");
}

/* Pictures of one name say which folder they are from, others don't. */
static void
test_namesakes (Fixture *self, gconstpointer data)
{
  g_autoptr (LbCheckJob) check = lb_check_job_new (self->base.dataset, self->base.images);
  g_autoptr (GListModel) files = page_make_namesakes (self->base.service.root);
  DexFuture *adding = NULL;
  LbUploadRow *row = NULL;

  lb_upload_queue_pause (self->queue);
  g_assert_true (wait_true (lb_check_job_run (check, files)));
  adding = lb_upload_queue_add (self->queue, self->base.dataset,
                                lb_check_job_get_candidates (check), FALSE, FALSE);
  while (dex_future_is_pending (adding))
    g_main_context_iteration (NULL, TRUE);
  dex_unref (adding);
  wait_until (is_told_apart, self, "the folder");
  row = find_row (GTK_WIDGET (self->list), "tea.png");
  g_assert_null (
    strstr (gtk_label_get_label (page_child (row, LB_TYPE_UPLOAD_ROW, "detail")), "2023"));
  lb_upload_queue_cancel_all (self->queue);
}

/* The service holds still: what is under way comes first, with a way to stop it. */
static void
test_under_way (Fixture *self, gconstpointer data)
{
  g_autoptr (LbUpload) first = NULL;

  kill (service_fixture_get_pid (&self->base.service), SIGSTOP);
  add (self, N_PICTURES);
  page_wait_label (self->list, LB_TYPE_UPLOAD_LIST, "title", "Adding 1 of 12");
  g_assert_cmpstr (adw_button_content_get_label (part (self, "pause_content")), ==, "_Pause");
  first = g_list_model_get_item (G_LIST_MODEL (gtk_list_view_get_model (part (self, "list"))), 0);
  g_assert_cmpstr (lb_upload_get_name (first), ==, "boat-0.png");

  lb_upload_queue_cancel_all (self->queue);
  kill (service_fixture_get_pid (&self->base.service), SIGCONT);
  wait_until (has_ended, self, "the end");
}

/* Rows that wait, as they are after a start: with a copy each; here all are one file. */
static void
append_many (Fixture *self)
{
  g_autoptr (GPtrArray) uploads = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GBytes) bytes = make_picture (1024, 1024, 0x405060);
  g_autofree char *copy = g_build_filename (self->base.service.root, "copy", NULL);

  g_assert_true (g_file_set_contents (copy, g_bytes_get_data (bytes, NULL),
                                      (gssize) g_bytes_get_size (bytes), NULL));

  for (guint i = 0; i < N_MANY; i++)
    {
      LbUploadRecord *record = lb_upload_record_new ();
      LbUpload *upload = NULL;

      record->uuid = g_uuid_string_random ();
      record->name = g_strdup_printf ("many-%04u.png", i);
      record->image_name = g_strdup (record->name);
      record->dataset_id = lb_dataset_get_id (self->base.dataset);
      record->state = LB_UPLOAD_WAITING;
      record->staged_sha256 = g_strdup ("there");
      record->position = i;
      upload = lb_upload_new (record, self->base.service.root);
      g_assert_cmpint (link (copy, g_file_peek_path (upload->staged)), ==, 0);
      g_ptr_array_add (uploads, upload);
    }
  lb_upload_queue_append (self->queue, uploads);
}

static guint
count_widgets (GtkWidget *widget)
{
  guint n = LB_IS_UPLOAD_ROW (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_widgets (child);

  return n;
}

static gint64
resident_kib (void)
{
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL));
  return g_ascii_strtoll (strchr (text, ' '), NULL, 10) * (getpagesize () / 1024);
}

/* Ten pages a frame, to the end. */
typedef struct
{
  GtkAdjustment *adjustment;
  gint64 before_us;
  gint64 longest_us; /* between two frames */
  guint most_widgets;
  gboolean ended;
} Scroll;

static gboolean
scroll_cb (GtkWidget *list, GdkFrameClock *clock, gpointer data)
{
  Scroll *scroll = data;
  const gint64 now_us = g_get_monotonic_time ();
  const double value = gtk_adjustment_get_value (scroll->adjustment);
  const guint n = count_widgets (list);

  if (scroll->before_us != 0)
    scroll->longest_us = MAX (scroll->longest_us, now_us - scroll->before_us);
  scroll->before_us = now_us;
  scroll->most_widgets = MAX (scroll->most_widgets, n);
  gtk_adjustment_set_value (scroll->adjustment,
                            value + 10 * gtk_adjustment_get_page_size (scroll->adjustment));
  scroll->ended = gtk_adjustment_get_value (scroll->adjustment) == value;

  return scroll->ended ? G_SOURCE_REMOVE : G_SOURCE_CONTINUE;
}

static gboolean
has_scrolled (gpointer data)
{
  return ((Scroll *) data)->ended;
}

static gboolean
shows_last (gpointer data)
{
  g_autofree char *name = g_strdup_printf ("many-%04u.png", N_MANY - 1);

  return find_row (GTK_WIDGET (((Fixture *) data)->list), name) != NULL;
}

static gboolean
is_drawn (gpointer data)
{
  return lb_sight_is_idle ();
}

/* However many wait: only those near what is in sight have widgets, and only those in sight and a
 * few more are decoded. */
static void
test_many (Fixture *self, gconstpointer data)
{
  Scroll scroll = { gtk_scrolled_window_get_vadjustment (part (self, "card")) };
  const gint64 before_kib = resident_kib ();
  gint64 began_us = 0;
  gint64 shown_us = 0;
  guint n_asked = 0;

  lb_upload_queue_pause (self->queue);
  append_many (self);
  page_wait_label (self->list, LB_TYPE_UPLOAD_LIST, "hidden", "4997 more waiting");
  g_assert_cmpuint (count_rows (self), ==, 3);

  wait_until (is_drawn, NULL, "the first pictures");
  n_asked = lb_decoder_get_n_asked (lb_decoder_get_default ());
  began_us = g_get_monotonic_time ();
  g_signal_emit_by_name (part (self, "hidden_button"), "clicked");
  page_fixture_wait_drawn (&self->base);
  shown_us = g_get_monotonic_time ();
  g_assert_cmpuint (count_rows (self), ==, N_MANY);
  g_assert_cmpuint (count_widgets (GTK_WIDGET (self->list)), <=, N_WIDGETS_MAX);
  wait_until (is_drawn, NULL, "the pictures in sight");
  n_asked = lb_decoder_get_n_asked (lb_decoder_get_default ()) - n_asked;
  g_assert_cmpuint (n_asked, >, 0);
  g_assert_cmpuint (n_asked, <=, N_ASKED_MAX);

  gtk_widget_add_tick_callback (part (self, "list"), scroll_cb, &scroll, NULL);
  wait_until (has_scrolled, &scroll, "the end of the list");
  wait_until (shows_last, self, "the last row");
  g_assert_cmpuint (scroll.most_widgets, <=, N_WIDGETS_MAX);
  g_test_message ("%d rows: shown in %.0f ms, scrolled in %.0f ms with at most %.0f ms for a "
                  "frame; %u widgets, %u pictures before scrolling, %.1f MiB more",
                  N_MANY, (double) (shown_us - began_us) / 1e3,
                  (double) (scroll.before_us - shown_us) / 1e3, (double) scroll.longest_us / 1e3,
                  scroll.most_widgets, n_asked, (double) (resident_kib () - before_kib) / 1024);
  lb_upload_queue_cancel_all (self->queue);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  adw_init ();
#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)
  ADD ("/ui/upload-list/paused", test_paused);
  ADD ("/ui/upload-list/sent", test_sent);
  ADD ("/ui/upload-list/under-way", test_under_way);
  ADD ("/ui/upload-list/waiting", test_waiting);
  ADD ("/ui/upload-list/elsewhere", test_elsewhere);
  ADD ("/ui/upload-list/namesakes", test_namesakes);
  ADD ("/ui/upload-list/space", test_space);
  ADD ("/ui/upload-list/token", test_token);
  ADD ("/ui/upload-list/many", test_many);
#undef ADD
  return g_test_run ();
}
