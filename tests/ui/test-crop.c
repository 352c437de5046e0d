#include "page-fixture.h"
#include "ui/check/lb-check-row.h"
#include "ui/crop/lb-crop-dialog.h"
#include "ui/crop/lb-crop-frame.h"
#include "ui/crop/lb-crop-sheet.h"
#include "ui/upload/lb-review-sheet.h"

/* A review sheet over a picture between wide margins, 1100 by 1080 pixels of it. */
typedef struct
{
  PageFixture base;
  LbCheckJob *job;
  LbCheckSheet *sheet;
  LbCandidate *candidate;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GBytes) png = page_make_framed (30);

  page_fixture_set_up (&self->base, 0);
  self->job = lb_check_job_new (self->base.dataset, self->base.images);
  self->sheet = LB_CHECK_SHEET (lb_review_sheet_new (self->job, NULL, 200));
  adw_dialog_present (ADW_DIALOG (self->sheet), GTK_WIDGET (self->base.window));
  g_assert_true (wait_true (lb_check_job_run_bytes (self->job, png, "framed.png")));
  self->candidate = g_list_model_get_item (lb_check_job_get_candidates (self->job), 0);
  page_settle ();
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  adw_dialog_force_close (ADW_DIALOG (self->sheet));
  page_settle ();
  g_clear_object (&self->candidate);
  g_clear_object (&self->job);
  page_fixture_tear_down (&self->base);
}

static GtkWidget *
get_row (Fixture *self)
{
  GtkWidget *row =
    lb_check_group_find_row (lb_check_sheet_get_taken (self->sheet), self->candidate);

  g_assert_nonnull (row);
  return row;
}

static const char *
get_detail (Fixture *self)
{
  return gtk_label_get_label (page_child (get_row (self), LB_TYPE_CHECK_ROW, "detail"));
}

/* The one on top. */
static gpointer
get_dialog (Fixture *self, GType type)
{
  AdwDialog *dialog = adw_window_get_visible_dialog (self->base.window);

  g_assert_true (G_TYPE_CHECK_INSTANCE_TYPE (dialog, type));
  return dialog;
}

static gboolean
is_advised (gpointer dialog)
{
  return gtk_widget_get_sensitive (page_child (dialog, LB_TYPE_CROP_DIALOG, "trim_button"));
}

static void
click (gpointer dialog, GType type, const char *name)
{
  GtkWidget *button = page_child (dialog, type, name);

  g_assert_true (gtk_widget_get_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
  page_settle ();
}

static LbCropDialog *
open_dialog (Fixture *self)
{
  LbCropDialog *dialog = NULL;

  gtk_widget_activate_action (get_row (self), "row.crop", NULL);
  page_settle ();
  dialog = get_dialog (self, LB_TYPE_CROP_DIALOG);
  while (!is_advised (dialog))
    g_main_context_iteration (NULL, TRUE);

  return dialog;
}

/* Trimmed, shaped and had back; the row says what is sent. */
static void
test_dialog (Fixture *self, gconstpointer data)
{
  LbCropDialog *dialog = open_dialog (self);
  GtkWidget *shape = page_child (dialog, LB_TYPE_CROP_DIALOG, "shape_drop_down");
  GtkWidget *reset = page_child (dialog, LB_TYPE_CROP_DIALOG, "reset_button");
  GtkWidget *size = page_child (dialog, LB_TYPE_CROP_DIALOG, "size");
  LbCrop crop;

  g_assert_false (gtk_widget_get_sensitive (reset));
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (size)), ==, "1500 × 1400");
  click (dialog, LB_TYPE_CROP_DIALOG, "trim_button");
  crop = lb_crop_dialog_get_crop (dialog);
  g_assert_cmpint (crop.x, >=, 100);
  g_assert_cmpint (crop.width, >=, 1085);
  g_assert_cmpint (crop.width, <=, 1100);

  /* Each shape is cut from what was there before any. */
  gtk_drop_down_set_selected (GTK_DROP_DOWN (shape), 3);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (shape), 6);
  g_assert_cmpstr (lb_aspect_bucket_find_exact (lb_crop_dialog_get_crop (dialog).width,
                                                lb_crop_dialog_get_crop (dialog).height)
                     ->name,
                   ==, "1:1");
  g_assert_cmpint (lb_crop_dialog_get_crop (dialog).height, >=, 1060);

  click (dialog, LB_TYPE_CROP_DIALOG, "reset_button");
  g_assert_cmpint (lb_crop_dialog_get_crop (dialog).width, ==, 0);
  g_assert_cmpuint (gtk_drop_down_get_selected (GTK_DROP_DOWN (shape)), ==, 0);
  click (dialog, LB_TYPE_CROP_DIALOG, "trim_button");
  click (dialog, LB_TYPE_CROP_DIALOG, "apply_button");
  g_assert_true (lb_crop_equal (lb_candidate_get_crop (self->candidate), &crop));
  g_assert_true (g_str_has_prefix (get_detail (self), "Cropped to "));

  gtk_widget_activate_action (get_row (self), "row.uncrop", NULL);
  page_settle ();
  g_assert_false (lb_crop_is_set (lb_candidate_get_crop (self->candidate)));
  g_assert_true (g_str_has_prefix (get_detail (self), "1500 × 1400"));
}

/* What is left of a picture is judged as it is chosen. */
static void
test_verdict (Fixture *self, gconstpointer data)
{
  LbCropDialog *dialog = open_dialog (self);
  GtkWidget *frame = page_child (dialog, LB_TYPE_CROP_DIALOG, "frame");
  GtkWidget *words = page_child (dialog, LB_TYPE_CROP_DIALOG, "words");
  const LbCrop small = { 0, 0, 600, 700 };

  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (words)), ==, "Ready");
  lb_crop_frame_set_crop (LB_CROP_FRAME (frame), &small);
  g_signal_emit_by_name (frame, "changed");
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (words)), ==, "Will be enlarged, 600 → 1024");
  adw_dialog_force_close (ADW_DIALOG (dialog));
  page_settle ();
  g_assert_false (lb_crop_is_set (lb_candidate_get_crop (self->candidate)));
}

/* The row may go to the other group while its picture is cropped: what is applied still counts. */
static void
test_row_goes (Fixture *self, gconstpointer data)
{
  const LbCrop small = { 0, 0, 600, 700 };
  LbCropDialog *dialog = open_dialog (self);
  LbCrop crop;

  click (dialog, LB_TYPE_CROP_DIALOG, "trim_button");
  crop = lb_crop_dialog_get_crop (dialog);
  lb_check_job_crop (self->job, &self->candidate, &small, 1);
  lb_check_job_set_increase_resolution (self->job, FALSE);
  page_settle ();
  g_assert_null (lb_check_group_find_row (lb_check_sheet_get_taken (self->sheet), self->candidate));
  click (dialog, LB_TYPE_CROP_DIALOG, "apply_button");
  g_assert_true (lb_crop_equal (lb_candidate_get_crop (self->candidate), &crop));
}

/* Proposals for all, and the way back for all. */
static void
test_sheet (Fixture *self, gconstpointer data)
{
  LbCropSheet *sheet = NULL;
  GtkWidget *apply = NULL;

  gtk_widget_activate_action (GTK_WIDGET (self->sheet), "review.suggest-crops", NULL);
  page_settle ();
  sheet = get_dialog (self, LB_TYPE_CROP_SHEET);
  apply = page_child (sheet, LB_TYPE_CROP_SHEET, "apply_button");
  while (!gtk_widget_get_sensitive (apply))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (apply)), ==, "_Apply 1 Crop");

  click (sheet, LB_TYPE_CROP_SHEET, "all_button");
  g_assert_false (gtk_widget_get_sensitive (apply));
  click (sheet, LB_TYPE_CROP_SHEET, "all_button");
  click (sheet, LB_TYPE_CROP_SHEET, "apply_button");
  g_assert_true (lb_crop_is_set (lb_candidate_get_crop (self->candidate)));
  g_assert_cmpint (lb_candidate_get_verdict (self->candidate), ==, LB_VERDICT_READY);

  gtk_widget_activate_action (GTK_WIDGET (self->sheet), "review.undo-crops", NULL);
  page_settle ();
  g_assert_false (lb_crop_is_set (lb_candidate_get_crop (self->candidate)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  adw_init ();

  g_test_add ("/ui/crop/dialog", Fixture, NULL, set_up, test_dialog, tear_down);
  g_test_add ("/ui/crop/verdict", Fixture, NULL, set_up, test_verdict, tear_down);
  g_test_add ("/ui/crop/row-goes", Fixture, NULL, set_up, test_row_goes, tear_down);
  g_test_add ("/ui/crop/sheet", Fixture, NULL, set_up, test_sheet, tear_down);
  return g_test_run ();
}
