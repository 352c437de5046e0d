#include "page-fixture.h"
#include "ui/check/lb-check-row.h"
#include "ui/dataset/lb-dataset-page-private.h"
#include "ui/upload/lb-address-dialog.h"
#include "ui/upload/lb-offer.h"
#include "ui/upload/lb-review-sheet.h"

/* What the clipboard and a drag hold, read the same way. */
typedef struct
{
  PageFixture base;
  LbDatasetPage *page; /* (unowned) in the window */
  LbUploadQueue *queue;
  GdkClipboard *clipboard;
  GListModel *files; /* (owned) (nullable): offered by the page */
  GBytes *picture;   /* (owned) (nullable): the same */
  char *toast;       /* (owned) (nullable): the last one */
} Fixture;

static void
files_cb (LbDatasetPage *page, GListModel *files, Fixture *self)
{
  g_set_object (&self->files, files);
}

static void
picture_cb (LbDatasetPage *page, GBytes *bytes, const char *name, Fixture *self)
{
  g_clear_pointer (&self->picture, g_bytes_unref);
  self->picture = g_bytes_ref (bytes);
}

static void
toast_cb (LbDatasetPage *page, AdwToast *toast, Fixture *self)
{
  g_set_str (&self->toast, adw_toast_get_title (toast));
}

static void
set_up (Fixture *self, gconstpointer data)
{
  page_fixture_set_up (&self->base, 0);
  self->queue = lb_upload_queue_new (self->base.session);
  g_assert_true (wait_true (lb_upload_queue_open (self->queue)));
  self->page = lb_dataset_page_new (self->base.session, self->base.dataset);
  g_signal_connect (self->page, "add-files", G_CALLBACK (files_cb), self);
  g_signal_connect (self->page, "add-picture", G_CALLBACK (picture_cb), self);
  g_signal_connect (self->page, "toast", G_CALLBACK (toast_cb), self);
  page_fixture_push (&self->base, ADW_NAVIGATION_PAGE (self->page));
  self->clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self->page));
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  lb_upload_queue_close (self->queue);
  g_clear_object (&self->queue);
  page_fixture_tear_down (&self->base);
  g_clear_object (&self->files);
  g_clear_pointer (&self->picture, g_bytes_unref);
  g_free (self->toast);
}

static GdkContentProvider *
offer (const char *mime_type, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return gdk_content_provider_new_for_bytes (mime_type, bytes);
}

static void
hold (Fixture *self, GdkContentProvider *one, GdkContentProvider *other)
{
  GdkContentProvider *both[] = { one, other };
  g_autoptr (GdkContentProvider) content =
    gdk_content_provider_new_union (both, other != NULL ? 2 : 1);

  g_assert_true (gdk_clipboard_set_content (self->clipboard, content));
  g_clear_object (&self->files);
  g_clear_pointer (&self->picture, g_bytes_unref);
  g_clear_pointer (&self->toast, g_free);
}

static gboolean
has_answer (gpointer data)
{
  Fixture *self = data;

  return self->files != NULL || self->picture != NULL || self->toast != NULL;
}

static void
paste (Fixture *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self->page), "dataset.paste", NULL);
  wait_until (has_answer, self, "what came of the paste");
  page_settle ();
}

static void
test_bytes_before_link (Fixture *self, gconstpointer data)
{
  g_autoptr (GBytes) png = make_picture (32, 32, 0x224466);

  hold (self, offer ("text/uri-list", "https://example.org/boat.png\r\n"),
        gdk_content_provider_new_for_bytes ("image/png", png));
  paste (self);
  g_assert_null (self->files);
  g_assert_nonnull (self->picture);
  g_assert_true (g_bytes_equal (self->picture, png));
  g_assert_null (self->toast);

  hold (self, offer ("text/x-moz-url", "https://example.org/boat.png\nA boat"),
        gdk_content_provider_new_for_bytes ("image/png", png));
  paste (self);
  g_assert_nonnull (self->picture);
}

static gboolean
has_dialog (gpointer data)
{
  return adw_window_get_visible_dialog (((Fixture *) data)->base.window) != NULL;
}

static LbAddressDialog *
paste_link (Fixture *self, const char *mime_type, const char *text)
{
  AdwDialog *dialog;

  hold (self, offer (mime_type, text), NULL);
  gtk_widget_activate_action (GTK_WIDGET (self->page), "dataset.paste", NULL);
  wait_until (has_dialog, self, "the question about the link");
  dialog = adw_window_get_visible_dialog (self->base.window);
  g_assert_true (LB_IS_ADDRESS_DIALOG (dialog));
  return LB_ADDRESS_DIALOG (dialog);
}

static gpointer
part (LbAddressDialog *dialog, const char *name)
{
  return page_child (dialog, LB_TYPE_ADDRESS_DIALOG, name);
}

static void
close_dialog (Fixture *self, LbAddressDialog *dialog)
{
  adw_dialog_force_close (ADW_DIALOG (dialog));
  page_settle ();
  g_assert_false (has_dialog (self));
}

/* Nothing is fetched before somebody has seen the whole address and said yes. */
static void
test_bare_link (Fixture *self, gconstpointer data)
{
  static const char *const types[] = { "text/uri-list", "text/plain;charset=utf-8",
                                       "text/x-moz-url", "_NETSCAPE_URL" };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      LbAddressDialog *dialog = paste_link (self, types[i], "https://example.org/boat.png?a=1");

      g_assert_cmpstr (gtk_label_get_label (part (dialog, "address_label")), ==,
                       "https://example.org/boat.png?a=1");
      g_assert_true (gtk_widget_get_visible (part (dialog, "address_row")));
      g_assert_false (gtk_widget_get_visible (part (dialog, "entry_row")));
      g_assert_false (gtk_widget_get_visible (part (dialog, "moderation_row")));
      g_assert_true (gtk_widget_get_sensitive (part (dialog, "add_button")));
      g_assert_null (self->toast);
      g_assert_null (self->files);
      g_assert_null (self->picture);
      close_dialog (self, dialog);
    }
}

/* As a browser writes it: UTF-16, with the title of the link on a second line. */
static void
test_browser_link (Fixture *self, gconstpointer data)
{
  glong n;
  g_autofree gunichar2 *text =
    g_utf8_to_utf16 ("https://example.org/boat.png\nA boat – dusk", -1, NULL, &n, NULL);
  g_autoptr (GBytes) bytes = g_bytes_new (text, (gsize) n * sizeof *text);
  LbAddressDialog *dialog;

  hold (self, gdk_content_provider_new_for_bytes ("text/x-moz-url", bytes), NULL);
  gtk_widget_activate_action (GTK_WIDGET (self->page), "dataset.paste", NULL);
  wait_until (has_dialog, self, "the question about the link");
  dialog = LB_ADDRESS_DIALOG (adw_window_get_visible_dialog (self->base.window));
  g_assert_cmpstr (gtk_label_get_label (part (dialog, "address_label")), ==,
                   "https://example.org/boat.png");
  close_dialog (self, dialog);
}

/* What no service fetches from, or what is meant only in part. */
static void
test_other_links (Fixture *self, gconstpointer data)
{
  hold (self, offer ("text/x-moz-url", "ftp://example.org/boat.png\nA boat"), NULL);
  paste (self);
  g_assert_cmpstr (self->toast, ==, "Nothing can be fetched from this link");
  hold (self, offer ("text/uri-list", "ftp://example.org/boat.png\r\n"), NULL);
  paste (self);
  g_assert_cmpstr (self->toast, ==, "Nothing can be fetched from this link");
  hold (self, offer ("text/uri-list", "https://example.org/a.png\r\nhttps://example.org/b.png\r\n"),
        NULL);
  paste (self);
  g_assert_cmpstr (self->toast, ==, "Add one address at a time");
  g_assert_false (has_dialog (self));
}

static gboolean
has_problem (gpointer data)
{
  return gtk_widget_get_visible (part (data, "problem"));
}

/* R51: the service says why it does not fetch, and the address can be corrected. */
static void
test_address_refused (Fixture *self, gconstpointer data)
{
  AdwDialog *shown;
  LbAddressDialog *dialog;

  gtk_widget_activate_action (GTK_WIDGET (self->page), "dataset.add-address", NULL);
  page_settle ();
  shown = adw_window_get_visible_dialog (self->base.window);
  g_assert_true (LB_IS_ADDRESS_DIALOG (shown));
  dialog = LB_ADDRESS_DIALOG (shown);
  g_assert_true (gtk_widget_get_visible (part (dialog, "entry_row")));
  g_assert_false (gtk_widget_get_sensitive (part (dialog, "add_button")));

  gtk_editable_set_text (part (dialog, "entry_row"), "boat.png");
  g_assert_false (gtk_widget_get_sensitive (part (dialog, "add_button")));
  gtk_editable_set_text (part (dialog, "entry_row"), "http://127.0.0.1:9/boat.png");
  g_assert_true (gtk_widget_get_sensitive (part (dialog, "add_button")));
  g_signal_emit_by_name (part (dialog, "add_button"), "clicked");
  g_assert_false (gtk_widget_get_sensitive (part (dialog, "entry_row")));
  wait_until (has_problem, dialog, "what the service says");
  g_assert_cmpint (strlen (gtk_label_get_label (part (dialog, "problem_label"))), >, 10);
  g_assert_true (gtk_widget_get_sensitive (part (dialog, "entry_row")));
  g_assert_cmpuint (g_list_model_get_n_items (self->base.images), ==, 0);

  gtk_editable_set_text (part (dialog, "entry_row"), "https://example.org");
  g_assert_false (has_problem (dialog));
  close_dialog (self, dialog);
}

/* R52: moderation is asked of a service elsewhere only. */
static void
test_address_hosted (Fixture *self, gconstpointer data)
{
  g_autofree char *state = g_build_filename (self->base.service.root, "hosted", NULL);
  g_autoptr (LbSession) hosted = lb_session_new_hosted ("https://example.org", "token", state);
  g_autoptr (LbUploadQueue) queue = lb_upload_queue_new (hosted);
  LbAddressDialog *dialog =
    lb_address_dialog_new (queue, self->base.dataset, NULL, "https://example.org/boat.png");

  g_object_ref_sink (dialog);
  g_assert_true (gtk_widget_get_visible (part (dialog, "moderation_row")));
  g_assert_false (adw_switch_row_get_active (part (dialog, "moderation_row")));
  g_assert_cmpstr (gtk_label_get_label (part (dialog, "who_label")), ==, "The service fetches it.");
  g_object_unref (dialog);
}

/* R52: the same in the sheet for dropped files. */
static void
test_moderation (Fixture *self, gconstpointer data)
{
  g_autoptr (LbCheckJob) job = lb_check_job_new (self->base.dataset, self->base.images);
  LbReviewSheet *sheet = lb_review_sheet_new (job, NULL, 200);
  GtkWidget *row = page_child (sheet, LB_TYPE_REVIEW_SHEET, "moderation_row");

  g_object_ref_sink (sheet);
  g_assert_false (gtk_widget_get_visible (row));
  g_assert_false (lb_review_sheet_get_content_moderation (sheet));
  lb_review_sheet_offer_moderation (sheet);
  g_assert_true (gtk_widget_get_visible (row));
  adw_switch_row_set_active (ADW_SWITCH_ROW (row), TRUE);
  g_assert_true (lb_review_sheet_get_content_moderation (sheet));
  g_object_unref (sheet);
}

static GtkWidget *
group_row (LbCheckGroup *group, gpointer item)
{
  GtkWidget *row = lb_check_group_find_row (group, item);

  g_assert_nonnull (row);
  return row;
}

/* A sheet with a picture and its twin, which stays out at first. */
typedef struct
{
  LbCheckJob *job;
  LbCheckSheet *sheet;
  LbCandidate *twin;
} Twins;

static void
show_twins (Twins *self, Fixture *fixture, guint room)
{
  g_autoptr (GBytes) png = make_picture (1024, 1024, 0x224466);

  self->job = lb_check_job_new (fixture->base.dataset, fixture->base.images);
  self->sheet = LB_CHECK_SHEET (lb_review_sheet_new (self->job, NULL, room));
  adw_dialog_present (ADW_DIALOG (self->sheet), GTK_WIDGET (fixture->base.window));
  g_assert_true (wait_true (lb_check_job_run_bytes (self->job, png, "one.png")));
  g_assert_true (wait_true (lb_check_job_run_bytes (self->job, png, "other.png")));
  self->twin = g_list_model_get_item (lb_check_job_get_candidates (self->job), 1);
  page_settle ();
}

static void
hide_twins (Twins *self)
{
  adw_dialog_force_close (ADW_DIALOG (self->sheet));
  page_settle ();
  g_object_unref (self->twin);
  g_object_unref (self->job);
}

static const char *
twin_label (Twins *self, gboolean taken)
{
  LbCheckGroup *group =
    taken ? lb_check_sheet_get_taken (self->sheet) : lb_check_sheet_get_refused (self->sheet);
  GtkWidget *row = group_row (group, self->twin);
  GtkWidget *button = page_child (row, LB_TYPE_CHECK_ROW, "button");

  g_assert_true (gtk_widget_get_visible (button));
  g_assert_cmpstr (gtk_label_get_label (page_child (row, LB_TYPE_CHECK_ROW, "words")), ==,
                   "Duplicate of one.png");
  return gtk_button_get_label (GTK_BUTTON (button));
}

/* A duplicate is added by one press, and left out by another one at the same place. */
static void
test_twin (Fixture *self, gconstpointer data)
{
  GtkRoot *root = GTK_ROOT (self->base.window);
  Twins twins = { 0 };
  GtkWidget *button;
  GtkWidget *accept;

  show_twins (&twins, self, 200);
  accept = page_child (twins.sheet, LB_TYPE_CHECK_SHEET, "accept_button");
  g_assert_cmpstr (twin_label (&twins, FALSE), ==, "Add Anyway");
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (accept)), ==, "_Add 1 Image");

  button = page_child (group_row (lb_check_sheet_get_refused (twins.sheet), twins.twin),
                       LB_TYPE_CHECK_ROW, "button");
  g_assert_true (gtk_widget_grab_focus (button));
  g_signal_emit_by_name (button, "clicked");
  page_settle ();
  g_assert_true (lb_candidate_is_addable (twins.twin));
  g_assert_cmpstr (twin_label (&twins, TRUE), ==, "Leave Out");
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (accept)), ==, "_Add 2 Images");

  /* The focus has gone where it is now. */
  button = gtk_root_get_focus (root);
  g_assert_true (button ==
                 page_child (group_row (lb_check_sheet_get_taken (twins.sheet), twins.twin),
                             LB_TYPE_CHECK_ROW, "button"));
  g_signal_emit_by_name (button, "clicked");
  page_settle ();
  g_assert_false (lb_candidate_is_addable (twins.twin));
  g_assert_cmpstr (twin_label (&twins, FALSE), ==, "Add Anyway");
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (accept)), ==, "_Add 1 Image");
  hide_twins (&twins);
}

static const char *
detail_of (LbCheckSheet *sheet, LbCheckJob *job, guint nth)
{
  g_autoptr (LbCandidate) candidate =
    g_list_model_get_item (lb_check_job_get_candidates (job), nth);
  GtkWidget *row = group_row (lb_check_sheet_get_taken (sheet), candidate);

  return gtk_label_get_label (page_child (row, LB_TYPE_CHECK_ROW, "detail"));
}

/* Pictures of one name say which folder they are from, others don't. */
static void
test_namesakes (Fixture *self, gconstpointer data)
{
  g_autoptr (LbCheckJob) job = lb_check_job_new (self->base.dataset, self->base.images);
  g_autoptr (GListModel) files = page_make_namesakes (self->base.service.root);
  LbCheckSheet *sheet = LB_CHECK_SHEET (lb_review_sheet_new (job, NULL, 200));
  g_autofree char *list = NULL;

  adw_dialog_present (ADW_DIALOG (sheet), GTK_WIDGET (self->base.window));
  g_assert_true (wait_true (lb_check_job_run (job, files)));
  page_settle ();
  g_assert_true (g_str_has_prefix (detail_of (sheet, job, 0), "2023 · 1024"));
  g_assert_true (g_str_has_prefix (detail_of (sheet, job, 1), "2024 · 1024"));
  g_assert_true (g_str_has_prefix (detail_of (sheet, job, 2), "1024"));
  list = LB_CHECK_SHEET_GET_CLASS (sheet)->dup_list (sheet);
  g_assert_nonnull (strstr (list, "2024/boat.png\t"));
  g_assert_nonnull (strstr (list, "\ntea.png\t"));
  adw_dialog_force_close (ADW_DIALOG (sheet));
  page_settle ();
}

static void
test_files (Fixture *self, gconstpointer data)
{
  g_autoptr (GBytes) png = make_picture (32, 32, 0x224466);
  g_autoptr (GFile) first = NULL;

  /* A file goes before its own bytes: it has a name and a place. */
  hold (self, offer ("text/uri-list", "file:///tmp/boat.png\r\nfile:///tmp/folder\r\n"),
        gdk_content_provider_new_for_bytes ("image/png", png));
  paste (self);
  g_assert_nonnull (self->files);
  g_assert_cmpuint (g_list_model_get_n_items (self->files), ==, 2);
  first = g_list_model_get_item (self->files, 0);
  g_assert_cmpstr (g_file_peek_path (first), ==, "/tmp/boat.png");
  g_assert_null (self->picture);
  g_assert_null (self->toast);
}

static void
test_mixed (Fixture *self, gconstpointer data)
{
  hold (self,
        offer ("text/uri-list",
               "# from a browser\r\nhttps://example.org/a.png\r\nfile:///tmp/boat.png\r\n"),
        offer ("text/plain;charset=utf-8", "some words"));
  paste (self);
  g_assert_nonnull (self->files);
  g_assert_cmpuint (g_list_model_get_n_items (self->files), ==, 1);
  g_assert_cmpstr (self->toast, ==, "1 link can’t be added");
}

static void
test_nothing (Fixture *self, gconstpointer data)
{
  hold (self, offer ("text/plain;charset=utf-8", "a boat, seen from the pier: red"), NULL);
  paste (self);
  g_assert_cmpstr (self->toast, ==, "There is no picture to paste");
  g_assert_null (self->files);

  hold (self, offer ("application/x-something", "?"), NULL);
  paste (self);
  g_assert_cmpstr (self->toast, ==, "There is no picture to paste");
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  adw_init ();

  add ("/ui/offers/bytes-before-link", test_bytes_before_link);
  add ("/ui/offers/bare-link", test_bare_link);
  add ("/ui/offers/browser-link", test_browser_link);
  add ("/ui/offers/other-links", test_other_links);
  add ("/ui/offers/address-refused", test_address_refused);
  add ("/ui/offers/address-hosted", test_address_hosted);
  add ("/ui/offers/moderation", test_moderation);
  add ("/ui/offers/twin", test_twin);
  add ("/ui/offers/namesakes", test_namesakes);
  add ("/ui/offers/files", test_files);
  add ("/ui/offers/mixed", test_mixed);
  add ("/ui/offers/nothing", test_nothing);

  return g_test_run ();
}
