#include <adwaita.h>
#include <libdex.h>

#include "jobs/lb-check-job.h"
#include "jobs/lb-sidecars.h"
#include "ui/check/lb-caption-rows.h"
#include "ui/dataset/lb-dataset-footer.h"
#include "ui/dataset/lb-filter-chips.h"
#include "ui/dataset/lb-image-tile.h"
#include "ui/check/lb-check-group.h"
#include "ui/upload/lb-candidate-row.h"
#include "ui/upload/lb-verdict-words.h"
#include "ui/widgets/lb-error-words.h"
#include "base/lb-error.h"

static LbDataset *
make_dataset (const char *status)
{
  LbDataset *dataset = lb_dataset_new (7);

  g_object_set (dataset, "name", "Harbour", "status", status, "training-version", "fibo", NULL);
  return dataset;
}

static LbImage *
make_image (gint64 id, const char *caption, const char *source)
{
  LbImage *image = lb_image_new (id);

  g_object_set (image, "image-name", "pier.png", "caption", caption, "caption-source", source,
                NULL);
  return image;
}

static GListStore *
make_images (void)
{
  GListStore *images = g_list_store_new (LB_TYPE_IMAGE);
  g_autoptr (LbImage) missing = make_image (1, NULL, "pending");
  g_autoptr (LbImage) invalid = make_image (2, "not json", "automatic");
  g_autoptr (LbImage) by_hand = make_image (3, "not json either", "manual");

  g_list_store_append (images, missing);
  g_list_store_append (images, invalid);
  g_list_store_append (images, by_hand);
  return images;
}

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
test_tile (void)
{
  g_autoptr (LbDataset) dataset = make_dataset ("draft");
  g_autoptr (LbImage) image = make_image (1, NULL, "pending");
  g_autoptr (LbImageTile) tile = g_object_ref_sink (LB_IMAGE_TILE (lb_image_tile_new ()));

  lb_image_tile_bind (tile, NULL, dataset, image);
  g_assert_cmpint (lb_image_tile_get_state (tile), ==, LB_IMAGE_MISSING);
  g_assert_cmpstr (lb_image_tile_get_words (tile), ==, "pier.png, No caption");

  g_object_set (dataset, "captions-update-status", "in_progress", NULL);
  g_assert_cmpint (lb_image_tile_get_state (tile), ==, LB_IMAGE_WRITING);
  g_assert_cmpstr (lb_image_tile_get_words (tile), ==, "Writing the caption…, Writing…");

  g_object_set (dataset, "captions-update-status", "completed", NULL);
  g_object_set (image, "caption", "not json", NULL);
  g_assert_cmpint (lb_image_tile_get_state (tile), ==, LB_IMAGE_INVALID);
  g_assert_cmpstr (lb_image_tile_get_words (tile), ==, "not json, Invalid");
  lb_image_set_draft (image, "{\"short_description\": \"A red door.\"}");
  g_assert_cmpstr (lb_image_tile_get_words (tile), ==, "A red door., Invalid");
  lb_image_set_draft (image, "{\"short_description\": \"A red");
  g_assert_cmpstr (lb_image_tile_get_words (tile), ==, "Draft, not valid yet, Invalid");

  lb_image_tile_bind (tile, NULL, NULL, NULL);
  g_assert_null (lb_image_tile_get_image (tile));
}

/* How the rows under @widget are named, in their order. */
static void
add_titles (GtkWidget *widget, GString *titles)
{
  if (ADW_IS_ACTION_ROW (widget))
    g_string_append_printf (titles, "%s;",
                            adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    add_titles (child, titles);
}

static void
assert_stray (GtkWidget *row, GPtrArray *stray, const char *title, const char *expected)
{
  g_autoptr (GString) titles = g_string_new (NULL);

  lb_caption_rows_show_stray (ADW_EXPANDER_ROW (row), stray);
  add_titles (row, titles);
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), ==, title);
  g_assert_nonnull (strstr (titles->str, expected));
}

/* What is meant for a picture and can't be read comes first, whenever it was found. */
static void
test_stray_captions (void)
{
  const LbSidecarNote lost = { (char *) "lost.txt", 0, LB_SIDECAR_UNMATCHED };
  const LbSidecarNote second = { (char *) "boat.txt", 0, LB_SIDECAR_SECOND };
  const LbSidecarNote broken = { (char *) "pier.txt", 0, LB_SIDECAR_NOT_TEXT };
  g_autoptr (GtkWidget) row = g_object_ref_sink (adw_expander_row_new ());
  g_autoptr (GPtrArray) stray =
    g_ptr_array_new_with_free_func ((GDestroyNotify) lb_sidecar_note_free);

  g_ptr_array_add (stray, lb_sidecar_note_copy (&lost));
  assert_stray (row, stray, "1 Caption Is Not Used", "lost.txt;");
  g_ptr_array_add (stray, lb_sidecar_note_copy (&second));
  g_ptr_array_add (stray, lb_sidecar_note_copy (&broken));
  assert_stray (row, stray, "3 Captions Are Not Used", "pier.txt;lost.txt;boat.txt;");
  for (guint i = 0; i < 100; i++)
    g_ptr_array_add (stray, lb_sidecar_note_copy (&lost));
  assert_stray (row, stray, "103 Captions Are Not Used", "lost.txt;And 3 more;");
}

static void
test_legacy_caption (void)
{
  g_autoptr (LbDataset) dataset = make_dataset ("draft");
  g_autoptr (LbImage) image = make_image (1, "plain words", "manual");

  g_object_set (dataset, "training-version", "max", NULL);
  g_assert_cmpint (lb_image_state (NULL, dataset, image), ==, LB_IMAGE_TO_REVIEW);
  g_assert_true (lb_image_is_hand_written (NULL, image));

  /* What can't be changed any more waits for nobody. */
  g_object_set (dataset, "status", "completed", NULL);
  g_assert_cmpint (lb_image_state (NULL, dataset, image), ==, LB_IMAGE_READY);
  g_assert_true (lb_image_state_is_ready (LB_IMAGE_READY));
  g_assert_cmpstr (lb_image_state_words (LB_IMAGE_READY), ==, "Ready");
}

static void
test_chips (void)
{
  g_autoptr (LbDataset) dataset = make_dataset ("draft");
  g_autoptr (GListStore) images = make_images ();
  g_autoptr (LbImageTally) tally = lb_image_tally_new (NULL, dataset, G_LIST_MODEL (images));
  g_autoptr (LbFilterChips) chips = g_object_ref_sink (g_object_new (LB_TYPE_FILTER_CHIPS, NULL));
  g_autoptr (LbImage) first = g_list_model_get_item (G_LIST_MODEL (images), 0);

  lb_filter_chips_set_tally (chips, tally);
  g_assert_cmpstr (lb_filter_chips_get_count (chips, LB_SHOW_ALL), ==, "3");
  g_assert_cmpstr (lb_filter_chips_get_count (chips, LB_SHOW_INVALID), ==, "2");
  g_assert_cmpstr (lb_filter_chips_get_count (chips, LB_SHOW_MISSING), ==, "1");
  g_assert_cmpstr (lb_filter_chips_get_count (chips, LB_SHOW_HAND_WRITTEN), ==, "1");

  g_object_set (first, "caption", "[]", NULL);
  settle ();
  g_assert_cmpstr (lb_filter_chips_get_count (chips, LB_SHOW_INVALID), ==, "3");
  g_assert_cmpstr (lb_filter_chips_get_count (chips, LB_SHOW_MISSING), ==, "0");

  g_list_store_remove (images, 2);
  settle ();
  g_assert_cmpstr (lb_filter_chips_get_count (chips, LB_SHOW_ALL), ==, "2");
  g_assert_cmpstr (lb_filter_chips_get_count (chips, LB_SHOW_HAND_WRITTEN), ==, "0");

  g_object_set (dataset, "training-version", "max", NULL);
  g_list_store_append (images, first);
  settle ();
  g_assert_cmpstr (lb_filter_chips_get_count (chips, LB_SHOW_TO_REVIEW), ==, "3");
  g_object_set (dataset, "status", "completed", NULL);
  settle ();
  g_assert_cmpstr (lb_filter_chips_get_count (chips, LB_SHOW_TO_REVIEW), ==, "0");

  lb_filter_chips_set_show (chips, LB_SHOW_INVALID);
  g_assert_cmpint (lb_filter_chips_get_show (chips), ==, LB_SHOW_INVALID);
}

static void
test_footer (void)
{
  g_autoptr (LbDataset) dataset = make_dataset ("draft");
  g_autoptr (GListStore) images = make_images ();
  g_autoptr (LbImageTally) tally = lb_image_tally_new (NULL, dataset, G_LIST_MODEL (images));
  g_autoptr (LbDatasetFooter) footer =
    g_object_ref_sink (g_object_new (LB_TYPE_DATASET_FOOTER, NULL));

  lb_dataset_footer_set_tally (footer, dataset, tally);
  g_assert_cmpstr (lb_dataset_footer_get_title (footer), ==, "0 of 3 ready");
  g_assert_cmpstr (lb_dataset_footer_get_detail (footer), ==,
                   "0 of 3 reviewed · 2 invalid · 1 without a caption");
  g_assert_false (lb_dataset_footer_is_suggesting (footer));

  g_object_set (dataset, "training-version", "max", NULL);
  g_list_store_remove (images, 0);
  settle ();
  g_assert_cmpstr (lb_dataset_footer_get_title (footer), ==, "2 of 2 ready");
  g_assert_cmpstr (lb_dataset_footer_get_detail (footer), ==, "0 of 2 reviewed");
  g_assert_true (lb_dataset_footer_is_suggesting (footer));

  /* R32 is a rule of our own service: another is asked. */
  g_object_set (dataset, "captions-update-status", "in_progress", NULL);
  settle ();
  g_assert_false (lb_dataset_footer_is_suggesting (footer));
  lb_dataset_footer_set_rules_mode (footer, LB_RULES_HOSTED);
  g_assert_true (lb_dataset_footer_is_suggesting (footer));
  g_object_set (dataset, "captions-update-status", "empty", NULL);

  g_object_set (dataset, "status", "completed", NULL);
  g_assert_cmpstr (lb_dataset_footer_get_title (footer), ==, "Complete");
  g_assert_false (lb_dataset_footer_is_suggesting (footer));
}

static LbCandidate *
make_candidate (const char *name, LbVerdict verdict, LbFormat format, int width, int height)
{
  g_autoptr (GFile) file = g_file_new_for_path ("/nonexistent");
  LbCandidate *candidate = lb_candidate_new (name, file, NULL);
  LbProbeResult probe = { .format = format, .width = width, .height = height };

  probe.orientation = 1;
  probe.frames = 1;
  probe.truncated = TRUE; /* keeps the row from asking for its picture */
  lb_candidate_set_probe (candidate, &probe, NULL, NULL);
  lb_candidate_set_verdict (candidate, verdict, NULL);
  return candidate;
}

static LbCandidate *
make_unreadable (int code)
{
  g_autoptr (GFile) file = g_file_new_for_path ("/nonexistent");
  LbCandidate *candidate = lb_candidate_new ("e", file, NULL);
  const LbProbeResult none = { 0 };
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, code, "");

  lb_candidate_set_probe (candidate, &none, NULL, error);
  lb_candidate_set_verdict (candidate, LB_VERDICT_UNREADABLE, NULL);
  return candidate;
}

static void
test_unreadable_words (void)
{
  g_autoptr (LbCandidate) lost = make_unreadable (G_IO_ERROR_TOO_MANY_LINKS);
  g_autoptr (LbCandidate) locked = make_unreadable (G_IO_ERROR_PERMISSION_DENIED);
  g_autofree char *lost_words = lb_verdict_words (lost);
  g_autofree char *locked_words = lb_verdict_words (locked);

  g_assert_cmpstr (lost_words, ==, "A link that leads nowhere");
  g_assert_cmpstr (locked_words, ==, "Can’t be opened");
}

static void
test_verdict_words (void)
{
  g_autoptr (LbCandidate) small =
    make_candidate ("a", LB_VERDICT_TOO_SMALL, LB_FORMAT_PNG, 200, 180);
  g_autoptr (LbCandidate) grows =
    make_candidate ("b", LB_VERDICT_ENLARGE, LB_FORMAT_WEBP, 1000, 800);
  g_autoptr (LbCandidate) wide =
    make_candidate ("d", LB_VERDICT_ENLARGE, LB_FORMAT_JPEG, 4000, 400);
  g_autoptr (LbCandidate) gif =
    make_candidate ("c", LB_VERDICT_UNSUPPORTED, LB_FORMAT_GIF, 400, 300);
  g_autofree char *small_words = lb_verdict_words (small);
  g_autofree char *grows_words = lb_verdict_words (grows);
  g_autofree char *wide_words = lb_verdict_words (wide);
  g_autofree char *gif_words = lb_verdict_words (gif);

  g_assert_cmpstr (small_words, ==, "Too small, 200 × 180");
  g_assert_cmpstr (grows_words, ==, "Will be enlarged, 800 → 1024");
  g_assert_cmpstr (wide_words, ==, "Will be enlarged to 10240 × 1024");
  g_assert_cmpstr (gif_words, ==, "Not a supported format (GIF)");
}

/* A line only where there is one; what could turn the words around is shown. */
static void
test_place_words (void)
{
  g_autofree char *file = lb_caption_place_words ("1.txt", 0);
  g_autofree char *line = lb_caption_place_words ("metadata.jsonl", 12);
  g_autofree char *turned = lb_caption_place_words ("a\342\200\256txt", 3);

  g_assert_cmpstr (file, ==, "1.txt");
  g_assert_cmpstr (line, ==, "metadata.jsonl, line 12");
  g_assert_null (strstr (turned, "\342\200\256"));
  g_assert_true (g_str_has_suffix (turned, ", line 3"));
}

static void
test_review_group (void)
{
  g_autoptr (LbCheckGroup) group = g_object_ref_sink (LB_CHECK_GROUP (lb_check_group_new ()));
  g_autoptr (GPtrArray) candidates = g_ptr_array_new_with_free_func (g_object_unref);
  GtkWidget *row = NULL;

  lb_check_group_set_kind (group, lb_candidate_row_get_kind (), NULL);
  lb_check_group_set (group, "Nothing", candidates);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (group)));

  for (int i = 0; i < 8; i++)
    g_ptr_array_add (candidates,
                     make_candidate ("a.png", LB_VERDICT_READY, LB_FORMAT_PNG, 2000, 1600));
  lb_check_group_set (group, "8 Images", candidates);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (group)));
  g_assert_cmpuint (lb_check_group_get_n_rows (group), ==, 8);

  /* The ninth folds them; thousands cost no more rows. */
  for (int i = 0; i < 3000; i++)
    g_ptr_array_add (candidates,
                     make_candidate ("b.png", LB_VERDICT_READY, LB_FORMAT_PNG, 2000, 1600));
  lb_check_group_set (group, "3008 Images", candidates);
  g_assert_cmpuint (lb_check_group_get_n_rows (group), ==, 3);
  g_assert_cmpstr (lb_check_group_get_title (group), ==, "3008 Images");

  /* Below those of another verdict. */
  g_ptr_array_add (candidates,
                   make_candidate ("c.png", LB_VERDICT_ENLARGE, LB_FORMAT_PNG, 1000, 800));
  lb_check_group_set (group, "3009 Images", candidates);
  g_assert_cmpuint (lb_check_group_get_n_rows (group), ==, 4);
  row = lb_check_group_find_row (group, g_ptr_array_index (candidates, candidates->len - 1));
  g_assert_cmpint (gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row)), ==, 2);
}

static void
test_error_words (void)
{
  g_autoptr (GError) error = g_error_new_literal (LB_ERROR, LB_ERROR_OFFLINE, "no route");
  g_autoptr (GError) refusal = g_error_new_literal (LB_ERROR, LB_ERROR_CONFLICT, "R53: full");
  g_autofree char *offline = lb_error_words (error);
  g_autofree char *refused = lb_error_words (refusal);

  g_assert_cmpstr (offline, ==, "The service can’t be reached");
  g_assert_cmpstr (refused, ==, "Not possible now: full");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  adw_init ();

  g_test_add_func ("/ui/tile/states", test_tile);
  g_test_add_func ("/ui/state/legacy", test_legacy_caption);
  g_test_add_func ("/ui/chips/counts", test_chips);
  g_test_add_func ("/ui/footer/words", test_footer);
  g_test_add_func ("/ui/review/words", test_verdict_words);
  g_test_add_func ("/ui/review/unreadable-words", test_unreadable_words);
  g_test_add_func ("/ui/review/place", test_place_words);
  g_test_add_func ("/ui/review/groups", test_review_group);
  g_test_add_func ("/ui/review/stray-captions", test_stray_captions);
  g_test_add_func ("/ui/errors/words", test_error_words);

  return g_test_run ();
}
