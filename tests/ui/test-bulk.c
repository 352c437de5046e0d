#include <glib/gstdio.h>

#include "archive/lb-zip-writer.h"
#include "base/lb-error.h"
#include "jobs/lb-bulk-packed.h"
#include "page-fixture.h"
#include "ui/bulk/lb-bulk-failures.h"
#include "ui/bulk/lb-bulk-pictures.h"
#include "ui/bulk/lb-bulk-runs.h"
#include "ui/bulk/lb-bulk-sheet.h"
#include "ui/bulk/lb-bulk-words.h"
#include "ui/check/lb-check-sheet.h"
#include "ui/crop/lb-crop-sheet.h"
#include "ui/dataset/lb-dataset-page-private.h"

/* The one import of an advanced dataset, over the real service. */
typedef struct
{
  PageFixture base;
  LbDataset *dataset;  /* (owned): advanced, fibo */
  LbDatasetPage *page; /* (unowned) in the window */
  LbBulkSheet *sheet;  /* (unowned) (nullable) in the window */
  char *zip;           /* (owned): its path */
  char *toast;         /* (owned) (nullable): the last one */
  LbDataset *opened;   /* (owned) (nullable): what the page has asked to be opened */
} Fixture;

static void
toast_cb (LbDatasetPage *page, AdwToast *toast, Fixture *self)
{
  g_set_str (&self->toast, adw_toast_get_title (toast));
}

static void
open_dataset_cb (LbDatasetPage *page, LbDataset *dataset, Fixture *self)
{
  g_set_object (&self->opened, dataset);
}

static void
show_page (Fixture *self, LbDataset *dataset)
{
  self->page = lb_dataset_page_new (self->base.session, dataset);
  g_signal_connect (self->page, "toast", G_CALLBACK (toast_cb), self);
  g_signal_connect (self->page, "open-dataset", G_CALLBACK (open_dataset_cb), self);
  page_fixture_push (&self->base, ADW_NAVIGATION_PAGE (self->page));
}

static LbDataset *
make_dataset (Fixture *self, const char *name)
{
  LbProject *project =
    lb_session_find_project (self->base.session, lb_dataset_get_project_id (self->base.dataset));

  return wait_object (
    lb_session_create_dataset (self->base.session, project, name, "fibo", "advanced"));
}

static void
set_up (Fixture *self, gconstpointer data)
{
  page_fixture_set_up (&self->base, 0);
  self->dataset = make_dataset (self, "At Once");
  self->zip = g_build_filename (self->base.service.root, "boats.zip", NULL);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  page_fixture_tear_down (&self->base);
  g_clear_object (&self->dataset);
  g_clear_object (&self->opened);
  g_free (self->zip);
  g_free (self->toast);
}

static void
add_entry (LbZipWriter *writer, const char *name, GBytes *bytes)
{
  g_autoptr (GError) error = NULL;

  lb_zip_writer_add_bytes (writer, name, bytes, NULL, &error);
  g_assert_no_error (error);
}

/* @n_good pictures that are ready, one too small, one that is none, and a text beside the first. */
static void
make_zip (Fixture *self, int n_good)
{
  g_autoptr (GFile) file = g_file_new_for_path (self->zip);
  g_autoptr (GFileOutputStream) output =
    g_file_replace (file, NULL, FALSE, G_FILE_CREATE_NONE, NULL, NULL);
  g_autoptr (LbZipWriter) writer = lb_zip_writer_new (G_OUTPUT_STREAM (output));
  g_autoptr (GBytes) small = make_picture (800, 600, 0x224466);
  g_autoptr (GBytes) words = g_bytes_new_static ("A boat.", 7);

  for (int i = 0; i < n_good; i++)
    {
      g_autofree char *name = g_strdup_printf ("boat-%d.png", i);
      g_autoptr (GBytes) picture = make_picture (1024, 1024, 0x103050u * (guint32) (i + 1));

      add_entry (writer, name, picture);
    }
  add_entry (writer, "small.png", small);
  add_entry (writer, "notes.md", words);
  add_entry (writer, "boat-0.txt", words);
  g_assert_true (lb_zip_writer_finish (writer, NULL, NULL));
  g_assert_true (g_output_stream_close (G_OUTPUT_STREAM (output), NULL, NULL));
}

static LbBulkCheck *
check (Fixture *self, const char *path, gboolean takes_texts)
{
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  LbBulkCheck *job = lb_bulk_check_new (takes_texts);

  g_list_store_append (files, file);
  g_assert_true (wait_true (lb_bulk_check_run (job, G_LIST_MODEL (files))));
  return job;
}

static gpointer
part (Fixture *self, const char *name)
{
  return page_child (self->sheet, LB_TYPE_BULK_SHEET, name);
}

static gpointer
frame (Fixture *self, const char *name)
{
  return page_child (self->sheet, LB_TYPE_CHECK_SHEET, name);
}

static void
open_sheet (Fixture *self, LbBulkCheck *job, gboolean hosted)
{
  self->sheet = lb_bulk_sheet_new (job, "boats.zip", hosted);
  adw_dialog_present (ADW_DIALOG (self->sheet), GTK_WIDGET (self->base.window));
  page_settle ();
}

static gboolean
can_import (Fixture *self)
{
  return gtk_widget_get_sensitive (frame (self, "accept_button"));
}

static const char *
notice (Fixture *self)
{
  return adw_preferences_row_get_title (part (self, "notice"));
}

static void
type (Fixture *self, const char *row, const char *text)
{
  gtk_editable_set_text (part (self, row), text);
  page_settle ();
}

static void
test_sheet (Fixture *self, gconstpointer data)
{
  g_autoptr (LbBulkCheck) job = NULL;
  g_autofree char *text = NULL;

  make_zip (self, 12);
  job = check (self, self->zip, FALSE);
  open_sheet (self, job, FALSE);

  g_assert_cmpstr (lb_check_group_get_title (frame (self, "taken")), ==,
                   "12 Images Will Be Imported");
  g_assert_cmpuint (lb_check_group_get_n_rows (frame (self, "taken")), ==, 3);
  g_assert_cmpstr (lb_check_group_get_title (frame (self, "refused")), ==,
                   "2 Entries Won’t Be Imported");
  g_assert_cmpuint (lb_check_group_get_n_rows (frame (self, "refused")), ==, 2);
  g_assert_cmpstr (gtk_button_get_label (frame (self, "accept_button")), ==, "_Import 12 Images");
  g_assert_cmpstr (notice (self), ==, "There Is One Try Only");
  g_assert_true (can_import (self));
  g_assert_false (gtk_widget_get_visible (part (self, "captions_row")));
  g_assert_true (gtk_widget_get_visible (part (self, "only_ready_row")));
  g_assert_false (gtk_widget_get_visible (part (self, "places")));
  g_assert_false (gtk_widget_get_visible (part (self, "moderation_group")));
  g_assert_false (lb_bulk_sheet_get_only_ready (self->sheet));
  adw_switch_row_set_active (part (self, "only_ready_row"), TRUE);
  g_assert_true (lb_bulk_sheet_get_only_ready (self->sheet));

  text = lb_bulk_entries_to_text (lb_bulk_report_get_entries (lb_bulk_check_get_report (job)));
  g_assert_nonnull (strstr (text, "boat-0.png\tReady\n"));
  g_assert_nonnull (strstr (text, "small.png\tToo small, 800 × 600\n"));
  g_assert_nonnull (strstr (text, "notes.md\tNot a picture\n"));
}

static LbBulkEntry *
dup_entry (LbBulkCheck *job, const char *name)
{
  GListModel *entries = lb_bulk_report_get_entries (lb_bulk_check_get_report (job));

  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr (LbBulkEntry) entry = g_list_model_get_item (entries, i);

      if (g_str_equal (lb_bulk_entry_get_name (entry), name))
        return g_steal_pointer (&entry);
    }
  g_assert_not_reached ();
}

static void
settle (DexFuture *future)
{
  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
is_refused (DexFuture *taken, GQuark domain, int code)
{
  g_autoptr (DexFuture) future = taken;
  g_autoptr (GError) error = NULL;

  settle (future);
  return dex_future_get_value (future, &error) == NULL && g_error_matches (error, domain, code);
}

static guint
find_total (GFile *packed)
{
  g_autoptr (DexFuture) future = lb_bulk_packed_find_total (packed);

  settle (future);
  return g_value_get_uint (dex_future_get_value (future, NULL));
}

/* Out of the ZIP file, small; what is no picture is refused, and so is all once nobody looks. */
static void
test_pictures (Fixture *self, gconstpointer data)
{
  g_autoptr (LbBulkCheck) job = NULL;
  g_autoptr (LbBulkPictures) pictures = lb_bulk_pictures_new ();
  g_autoptr (LbBulkEntry) boat = NULL;
  g_autoptr (LbBulkEntry) small = NULL;
  g_autoptr (LbBulkEntry) notes = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  DexFuture *first, *second;

  make_zip (self, 2);
  job = check (self, self->zip, FALSE);
  boat = dup_entry (job, "boat-1.png");
  small = dup_entry (job, "small.png");
  notes = dup_entry (job, "notes.md");
  g_assert_true (is_refused (lb_bulk_pictures_load (pictures, boat), LB_ERROR, LB_ERROR_NOT_FOUND));

  lb_bulk_pictures_set_zip (pictures, lb_bulk_report_get_zip (lb_bulk_check_get_report (job)));
  first = lb_bulk_pictures_load (pictures, boat);
  second = lb_bulk_pictures_load (pictures, small);
  texture = wait_object (first);
  g_assert_cmpint (gdk_texture_get_width (texture), ==, 128);
  g_assert_cmpint (gdk_texture_get_height (texture), ==, 128);
  g_clear_object (&texture);
  texture = wait_object (second);
  g_assert_cmpint (gdk_texture_get_width (texture), ==, 128);
  g_assert_cmpint (gdk_texture_get_height (texture), ==, 96);
  g_assert_true (
    is_refused (lb_bulk_pictures_load (pictures, notes), LB_ERROR, LB_ERROR_UNSUPPORTED));

  lb_bulk_pictures_stop (pictures);
  g_assert_true (
    is_refused (lb_bulk_pictures_load (pictures, boat), G_IO_ERROR, G_IO_ERROR_CANCELLED));
}

/* Two pictures between margins in one file, and one that is full. */
static void
make_framed_zip (Fixture *self)
{
  g_autoptr (GFile) file = g_file_new_for_path (self->zip);
  g_autoptr (GFileOutputStream) output =
    g_file_replace (file, NULL, FALSE, G_FILE_CREATE_NONE, NULL, NULL);
  g_autoptr (LbZipWriter) writer = lb_zip_writer_new (G_OUTPUT_STREAM (output));
  g_autoptr (GBytes) first = page_make_framed (30);
  g_autoptr (GBytes) second = page_make_framed (90);
  g_autoptr (GBytes) full = make_picture (1024, 1024, 0x224466);

  add_entry (writer, "framed-1.png", first);
  add_entry (writer, "full.png", full);
  add_entry (writer, "framed-2.png", second);
  g_assert_true (lb_zip_writer_finish (writer, NULL, NULL));
  g_assert_true (g_output_stream_close (G_OUTPUT_STREAM (output), NULL, NULL));
}

/* Begins to look at all pictures of the sheet. */
static LbCropSheet *
suggest (Fixture *self)
{
  AdwDialog *dialog = NULL;

  g_assert_true (
    gtk_widget_activate_action (GTK_WIDGET (self->sheet), "import.suggest-crops", NULL));
  page_settle ();
  dialog = adw_window_get_visible_dialog (self->base.window);
  g_assert_true (LB_IS_CROP_SHEET (dialog));
  return LB_CROP_SHEET (dialog);
}

static gboolean
is_cropped (LbBulkCheck *job, const char *name)
{
  g_autoptr (LbBulkEntry) entry = dup_entry (job, name);

  return lb_crop_is_set (lb_bulk_entry_get_crop (entry));
}

/* Of a ZIP file: proposals for all, one by one what a row has back, and the way back for all. */
static void
test_crops (Fixture *self, gconstpointer data)
{
  g_autoptr (LbBulkCheck) job = NULL;
  g_autoptr (LbBulkEntry) first = NULL;
  LbCropSheet *sheet = NULL;
  GtkWidget *apply = NULL;

  make_framed_zip (self);
  job = check (self, self->zip, FALSE);
  open_sheet (self, job, FALSE);
  adw_dialog_force_close (ADW_DIALOG (suggest (self)));
  page_settle ();
  g_assert_cmpuint (lb_bulk_report_get_n_cropped (lb_bulk_check_get_report (job)), ==, 0);

  sheet = suggest (self);
  apply = page_child (sheet, LB_TYPE_CROP_SHEET, "apply_button");
  while (!gtk_widget_get_sensitive (apply))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (apply)), ==, "_Apply 2 Crops");
  g_signal_emit_by_name (apply, "clicked");
  page_settle ();
  g_assert_true (is_cropped (job, "framed-1.png"));
  g_assert_true (is_cropped (job, "framed-2.png"));
  g_assert_false (is_cropped (job, "full.png"));
  g_assert_cmpstr (gtk_button_get_label (frame (self, "accept_button")), ==, "_Import 3 Images");

  first = dup_entry (job, "framed-1.png");
  gtk_widget_activate_action (lb_check_group_find_row (frame (self, "taken"), first), "row.uncrop",
                              NULL);
  g_assert_false (is_cropped (job, "framed-1.png"));
  g_assert_true (is_cropped (job, "framed-2.png"));
  page_settle ();
  gtk_widget_activate_action (GTK_WIDGET (self->sheet), "import.undo-crops", NULL);
  g_assert_false (is_cropped (job, "framed-2.png"));
}

/* The service's words as those of the window, where they are known. */
static void
test_failure_words (void)
{
  static const struct
  {
    int code;
    const char *message;
    const char *words;
    const char *detail;
  } failures[] = {
    { 412, "The picture has 250 × 200 pixels; the shorter side must have at least 1024",
      "Too small, 250 × 200", "" },
    { 412, "Not large enough", "Too small", "Not large enough" },
    { 415, "The file is GIF; only JPEG, PNG and WebP pictures are taken",
      "Not a supported format (GIF)", "" },
    { 415, "The file is of no known picture format; only JPEG, PNG and WebP pictures are taken",
      "Not a picture", "" },
    { 415, "The picture is animated; only still JPEG, PNG and WebP are taken",
      "Animated pictures can’t be added", "" },
    { 400, "The entry leads out of its folder", "A name that is not safe", "" },
    { 400, "There is no text beside the picture", "No caption text beside it", "" },
    { 422, "Refused by moderation", "Refused by moderation", "" },
    { 400, "The file is; only", "The file is; only", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      g_autoptr (LbBulkEntry) entry =
        lb_bulk_entry_new_for_failure ("a.jpg", failures[i].code, failures[i].message);
      g_autofree char *words = lb_bulk_verdict_words (entry);
      g_autofree char *detail = lb_bulk_entry_detail_words (entry);

      g_assert_cmpstr (words, ==, failures[i].words);
      g_assert_cmpstr (detail, ==, failures[i].detail);
    }
}

/* R81: the switch judges again at once. */
static void
test_sheet_texts (Fixture *self, gconstpointer data)
{
  g_autoptr (LbBulkCheck) job = NULL;

  make_zip (self, 3);
  job = check (self, self->zip, TRUE);
  open_sheet (self, job, FALSE);
  g_assert_true (gtk_widget_get_visible (part (self, "captions_row")));
  g_assert_cmpstr (gtk_button_get_label (frame (self, "accept_button")), ==, "_Import 3 Images");

  adw_switch_row_set_active (part (self, "captions_row"), FALSE);
  page_settle ();
  g_assert_cmpstr (gtk_button_get_label (frame (self, "accept_button")), ==, "_Import 1 Image");
  g_assert_cmpstr (lb_check_group_get_title (frame (self, "refused")), ==,
                   "4 Entries Won’t Be Imported");
}

/* What can't go says why, and can't be started. */
static void
test_sheet_refused (Fixture *self, gconstpointer data)
{
  g_autoptr (LbBulkCheck) broken = NULL;
  g_autoptr (LbBulkCheck) none = NULL;

  g_assert_true (g_file_set_contents (self->zip, "no ZIP file", -1, NULL));
  broken = check (self, self->zip, FALSE);
  open_sheet (self, broken, FALSE);
  g_assert_cmpstr (notice (self), ==, "This File Can’t Be Imported");
  g_assert_cmpstr (adw_action_row_get_subtitle (part (self, "notice")), ==,
                   "It is not a ZIP file.");
  g_assert_false (can_import (self));
  adw_dialog_force_close (ADW_DIALOG (self->sheet));
  page_settle ();

  make_zip (self, 0);
  none = check (self, self->zip, FALSE);
  open_sheet (self, none, FALSE);
  g_assert_cmpstr (notice (self), ==, "No Image Can Be Imported");
  g_assert_false (can_import (self));
}

/* A service elsewhere is told an address; what is made here has to be sent somewhere first. */
static void
test_sheet_hosted (Fixture *self, gconstpointer data)
{
  g_autoptr (LbBulkCheck) job = NULL;
  g_autofree char *address = NULL;
  g_autofree char *upload = NULL;

  make_zip (self, 2);
  job = check (self, self->zip, FALSE);
  open_sheet (self, job, TRUE);
  g_assert_true (gtk_widget_get_visible (part (self, "places")));
  g_assert_true (gtk_widget_get_visible (part (self, "moderation_group")));
  g_assert_false (lb_bulk_sheet_get_content_moderation (self->sheet));
  adw_switch_row_set_active (part (self, "moderation_row"), TRUE);
  g_assert_true (lb_bulk_sheet_get_content_moderation (self->sheet));
  g_assert_false (can_import (self));

  type (self, "address_row", "ftp://example.org/boats.zip");
  g_assert_false (can_import (self));
  g_assert_true (gtk_widget_has_css_class (part (self, "address_row"), "error"));
  type (self, "address_row", "https://example.org/boats.zip");
  g_assert_true (can_import (self));

  adw_switch_row_set_active (part (self, "only_ready_row"), TRUE);
  page_settle ();
  g_assert_false (can_import (self));
  type (self, "upload_row", "https://example.org/put?key=1");
  g_assert_true (can_import (self));
  address = lb_bulk_sheet_dup_address (self->sheet);
  upload = lb_bulk_sheet_dup_upload_address (self->sheet);
  g_assert_cmpstr (address, ==, "https://example.org/boats.zip");
  g_assert_cmpstr (upload, ==, "https://example.org/put?key=1");
}

static GtkStack *
pane_stack (Fixture *self)
{
  return page_child (self->page->bulk_pane, LB_TYPE_BULK_PANE, "stack");
}

static gboolean
shows_pane (gpointer data)
{
  Fixture *self = data;

  return g_strcmp0 (gtk_stack_get_visible_child_name (self->page->stack), "bulk") == 0;
}

static gboolean
shows_over (gpointer data)
{
  Fixture *self = data;

  return shows_pane (self) &&
         g_strcmp0 (gtk_stack_get_visible_child_name (pane_stack (self)), "over") == 0;
}

static gboolean
shows_grid (gpointer data)
{
  return lb_dataset_page_shows_images (((Fixture *) data)->page);
}

static void
start (Fixture *self, LbBulkCheck *checked, gboolean only_ready)
{
  g_autoptr (LbBulkJob) job =
    lb_bulk_job_new (self->base.session, self->dataset, lb_bulk_check_get_report (checked));

  lb_bulk_job_set_only_ready (job, only_ready);
  g_assert_true (lb_bulk_runs_start (lb_bulk_runs_get (self->base.session), self->dataset, job));
  /* There is one try. */
  g_assert_false (lb_bulk_runs_start (lb_bulk_runs_get (self->base.session), self->dataset, job));
}

static void
ended_cb (LbBulkRuns *runs, LbDataset *dataset, const char *words, char **ended)
{
  g_assert_null (*ended);
  *ended = g_strdup (words);
}

static gboolean
is_gone (gpointer data)
{
  return !g_file_query_exists (data, NULL);
}

static gboolean
has_words (gpointer data)
{
  return *(char **) data != NULL;
}

static void
paste (Fixture *self)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self->page));
  g_autoptr (GBytes) png = make_picture (32, 32, 0x224466);
  g_autoptr (GdkContentProvider) content = gdk_content_provider_new_for_bytes ("image/png", png);

  g_clear_pointer (&self->toast, g_free);
  g_assert_true (gdk_clipboard_set_content (clipboard, content));
  gtk_widget_activate_action (GTK_WIDGET (self->page), "dataset.paste", NULL);
  wait_until (has_words, &self->toast, "what came of the paste");
}

static gboolean
waits_for_schema (gpointer data)
{
  Fixture *self = data;

  return g_strcmp0 (adw_banner_get_title (self->page->banner),
                    "5 images wait for a schema, and for their captions") == 0;
}

static void
test_import (Fixture *self, gconstpointer data)
{
  g_autoptr (LbBulkCheck) job = NULL;
  g_autofree char *ended = NULL;
  AdwDialog *dialog;

  make_zip (self, 6);
  show_page (self, self->dataset);
  wait_until (shows_pane, self, "the page of the import");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (pane_stack (self)), ==, "empty");
  g_assert_true (lb_dataset_page_can_add (self->page));
  paste (self);
  g_assert_cmpstr (self->toast, ==,
                   "Pictures come in one import here. Drop a ZIP file or a folder.");

  job = check (self, self->zip, FALSE);
  g_signal_connect (lb_bulk_runs_get (self->base.session), "ended", G_CALLBACK (ended_cb), &ended);
  start (self, job, FALSE);
  g_assert_true (lb_bulk_pane_is_busy (self->page->bulk_pane));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (pane_stack (self)), ==, "progress");
  g_assert_false (lb_dataset_page_can_add (self->page));

  wait_until (has_words, &ended, "the end of the import");
  g_assert_cmpstr (ended, ==, "6 images imported");
  wait_until (shows_grid, self, "the images");
  g_assert_cmpuint (g_list_model_get_n_items (self->page->images), ==, 6);
  g_assert_false (lb_dataset_page_can_add (self->page));
  g_assert_null (lb_bulk_runs_find (lb_bulk_runs_get (self->base.session), self->dataset));
  paste (self);
  g_assert_cmpstr (self->toast, ==, "This dataset takes one ZIP file only, and has had it.");

  /* What is still to be done is told first, then what was left out; either can be dismissed. One
   * image has come with words, which are a beginning. */
  g_assert_true (adw_banner_get_revealed (self->page->banner));
  wait_until (waits_for_schema, self, "what is to be done");
  g_assert_cmpstr (self->page->banner_action, ==, "dataset.schema");
  g_assert_true (gtk_widget_get_visible (self->page->dismiss_button));
  gtk_widget_activate_action (GTK_WIDGET (self->page), "dataset.dismiss-banner", NULL);
  g_assert_cmpstr (adw_banner_get_title (self->page->banner), ==, "2 of 8 entries were left out");
  g_signal_emit_by_name (self->page->banner, "button-clicked");
  page_settle ();
  dialog = adw_window_get_visible_dialog (self->base.window);
  g_assert_true (LB_IS_BULK_FAILURES (dialog));
  g_assert_cmpuint (lb_check_group_get_n_rows (page_child (dialog, LB_TYPE_BULK_FAILURES, "group")),
                    ==, 2);
  adw_dialog_force_close (dialog);
  g_assert_false (adw_banner_get_revealed (self->page->banner));
  g_assert_false (gtk_widget_get_visible (self->page->dismiss_button));
}

/* How many there are outlasts the window, until the import is over. */
static void
test_total (Fixture *self, gconstpointer data)
{
  g_autoptr (GFile) packed = lb_bulk_packed_get_file (self->base.session, self->dataset);

  g_assert_cmpuint (find_total (packed), ==, 0);
  g_assert_true (wait_true (lb_bulk_packed_keep_total (packed, 4321)));
  g_assert_cmpuint (find_total (packed), ==, 4321);
  g_assert_true (wait_true (lb_bulk_packed_remove (packed)));
  g_assert_cmpuint (find_total (packed), ==, 0);
}

/* Only what is ready goes in; the file that was made for it goes when all is over. */
static void
test_packed (Fixture *self, gconstpointer data)
{
  g_autoptr (LbBulkCheck) job = NULL;
  g_autoptr (GFile) packed = lb_bulk_packed_get_file (self->base.session, self->dataset);
  g_autofree char *ended = NULL;
  LbBulkUpload *upload;

  make_zip (self, 3);
  show_page (self, self->dataset);
  job = check (self, self->zip, FALSE);
  g_signal_connect (lb_bulk_runs_get (self->base.session), "ended", G_CALLBACK (ended_cb), &ended);
  start (self, job, TRUE);
  wait_until (has_words, &ended, "the end of the import");
  upload = lb_session_get_bulk_upload (self->base.session, self->dataset);
  g_assert_cmpint (lb_bulk_upload_get_done (upload), ==, 3);
  g_assert_cmpint (lb_bulk_upload_get_failed (upload), ==, 0);
  wait_until (is_gone, packed, "the end of the file");
}

static void
not_started_cb (LbBulkRuns *runs, LbDataset *dataset, const char *words, char **why)
{
  g_set_str (why, words);
}

/* The file is gone by the time it is asked for: nothing begins, and the try is still there. */
static void
test_not_started (Fixture *self, gconstpointer data)
{
  g_autoptr (LbBulkCheck) job = NULL;
  g_autofree char *why = NULL;

  make_zip (self, 2);
  show_page (self, self->dataset);
  wait_until (shows_pane, self, "the page of the import");
  job = check (self, self->zip, FALSE);
  g_assert_cmpint (g_unlink (self->zip), ==, 0);
  g_signal_connect (lb_bulk_runs_get (self->base.session), "not-started",
                    G_CALLBACK (not_started_cb), &why);
  start (self, job, FALSE);
  wait_until (has_words, &why, "why nothing was imported");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (pane_stack (self)), ==, "empty");
  g_assert_true (lb_dataset_page_can_add (self->page));
}

/* A try that failed is used, also for a page that comes later; a new dataset has another one. */
static void
test_failed (Fixture *self, gconstpointer data)
{
  g_autofree char *uri = g_filename_to_uri (self->zip, NULL, NULL);
  g_autoptr (LbBulkUpload) upload = NULL;

  g_assert_true (g_file_set_contents (self->zip, "no ZIP file", -1, NULL));
  upload =
    wait_object (lb_session_bulk_upload (self->base.session, self->dataset, uri, TRUE, FALSE));
  show_page (self, self->dataset);
  wait_until (shows_over, self, "that the import failed");
  g_assert_cmpstr (
    adw_status_page_get_title (page_child (self->page->bulk_pane, LB_TYPE_BULK_PANE, "over_page")),
    ==, "The Import Failed");
  g_assert_false (lb_dataset_page_can_add (self->page));

  page_fixture_press (&self->base, "Make a New One");
  wait_until (has_words, &self->opened, "another dataset");
  g_assert_true (self->opened != self->dataset);
  g_assert_true (lb_dataset_is_advanced (self->opened));
  g_assert_cmpint (lb_dataset_get_project_id (self->opened), ==,
                   lb_dataset_get_project_id (self->dataset));
  g_assert_cmpstr (lb_dataset_get_name (self->opened), ==, "At Once (2)");
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_autofree char *cache = g_dir_make_tmp ("lookbook-cache-XXXXXX", NULL);

  g_setenv ("XDG_CACHE_HOME", cache, TRUE);
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  adw_init ();

  add ("/ui/bulk/sheet", test_sheet);
  add ("/ui/bulk/pictures", test_pictures);
  add ("/ui/bulk/crops", test_crops);
  g_test_add_func ("/ui/bulk/failure-words", test_failure_words);
  add ("/ui/bulk/total", test_total);
  add ("/ui/bulk/sheet-texts", test_sheet_texts);
  add ("/ui/bulk/sheet-refused", test_sheet_refused);
  add ("/ui/bulk/sheet-hosted", test_sheet_hosted);
  add ("/ui/bulk/import", test_import);
  add ("/ui/bulk/packed", test_packed);
  add ("/ui/bulk/not-started", test_not_started);
  add ("/ui/bulk/failed", test_failed);

  return g_test_run ();
}
