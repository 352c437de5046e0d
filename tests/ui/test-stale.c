#include "page-fixture.h"
#include "session/lb-session-frozen.h"
#include "session/lb-session-history.h"
#include "ui/dataset/lb-dataset-page-private.h"
#include "ui/dataset/lb-regenerate-dialog.h"
#include "ui/fields/lb-field-dialog.h"
#include "ui/schema/lb-caption-runs.h"

#define SECOND "{\"context\": \"Another one.\", \"style_medium\": \"ink\"}"
#define N_STALE 3
#define BY_HAND 3
#define MISSING 4

/* Five images: three with automatic captions of an older schema, one by hand, one without. */
typedef struct
{
  PageFixture base;
  LbDatasetPage *page; /* (unowned) in the window */
  char *by_hand;
} Fixture;

static LbImage *
nth (Fixture *self, guint position)
{
  return page_fixture_nth (&self->base, position);
}

static gboolean
is_stale (Fixture *self, guint position)
{
  return lb_image_state (self->base.session, self->base.dataset, nth (self, position)) ==
         LB_IMAGE_STALE;
}

static guint
count_stale (Fixture *self)
{
  guint n = 0;

  for (guint i = 0; i <= MISSING; i++)
    if (is_stale (self, i))
      n++;

  return n;
}

static gboolean
are_stale (gpointer data)
{
  Fixture *self = data;

  return count_stale (self) == N_STALE &&
         lb_image_tally_get_shown (self->page->tally, LB_SHOW_STALE) == N_STALE;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  PageFixture *base = &self->base;
  g_autoptr (LbDataset) live = NULL;

  page_fixture_set_up (base, MISSING + 1);
  page_fixture_set_schema (base);
  for (guint i = 0; i < N_STALE; i++)
    g_object_unref (wait_object (lb_session_regenerate_caption (base->session, nth (self, i))));
  self->by_hand = g_strchomp (make_prompt ("One boat."));
  page_fixture_save_caption (base, nth (self, BY_HAND), self->by_hand);
  live = wait_object (lb_session_set_visual_schema (base->session, base->dataset, SECOND));

  self->page = page_fixture_open_dataset (base);
  wait_until (are_stale, self, "stale captions");
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  page_fixture_tear_down (&self->base);
  g_free (self->by_hand);
}

static void
assert_banner (Fixture *self, const char *words)
{
  page_settle ();
  g_assert_cmpint (adw_banner_get_revealed (self->page->banner), ==, words != NULL);
  if (words != NULL)
    g_assert_cmpstr (adw_banner_get_title (self->page->banner), ==, words);
}

static gboolean
are_two (gpointer data)
{
  return lb_image_tally_get_shown (((Fixture *) data)->page->tally, LB_SHOW_STALE) == 2;
}

/* Told once and at each picture; whoever approves one under the new schema has seen to it. */
static void
test_told (Fixture *self, gconstpointer data)
{
  LbImage *image = nth (self, 0);
  g_autofree char *words = lb_image_dup_words (self->base.session, self->base.dataset, image);

  assert_banner (self, "3 captions were made under an older schema");
  g_assert_cmpstr (adw_banner_get_button_label (self->page->banner), ==, "_Regenerate…");
  g_assert_cmpstr (lb_filter_chips_get_count (self->page->chips, LB_SHOW_STALE), ==, "3");
  g_assert_nonnull (strstr (words, "Stale"));
  g_assert_true (lb_image_state_is_ready (LB_IMAGE_STALE));
  g_assert_false (is_stale (self, BY_HAND));

  lb_dataset_page_show (self->page, "stale");
  page_settle ();
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (self->page->selection)), ==, N_STALE);
  lb_dataset_page_show (self->page, "all");

  lb_dataset_page_dismiss_banner (self->page);
  assert_banner (self, NULL);
  g_assert_true (wait_true (lb_session_set_approved (self->base.session, image, TRUE)));
  wait_until (are_two, self, "one less");
  assert_banner (self, "2 captions were made under an older schema");
  g_assert_cmpint (lb_image_state (self->base.session, self->base.dataset, image), ==,
                   LB_IMAGE_APPROVED);
}

static gboolean
has_alert (gpointer data)
{
  return page_fixture_alert (data) != NULL;
}

static AdwAlertDialog *
open_dialog (Fixture *self)
{
  g_signal_emit_by_name (self->page->banner, "button-clicked");
  wait_until (has_alert, &self->base, "the question");
  g_assert_true (LB_IS_REGENERATE_DIALOG (page_fixture_alert (&self->base)));

  return page_fixture_alert (&self->base);
}

static void
check (AdwAlertDialog *dialog, const char *name)
{
  gtk_check_button_set_active (page_child (dialog, LB_TYPE_REGENERATE_DIALOG, name), TRUE);
}

static const char *
kept_words (AdwAlertDialog *dialog)
{
  return adw_action_row_get_subtitle (page_child (dialog, LB_TYPE_REGENERATE_DIALOG, "all_row"));
}

static const char *
count_of (AdwAlertDialog *dialog, const char *name)
{
  return gtk_label_get_label (page_child (dialog, LB_TYPE_REGENERATE_DIALOG, name));
}

/* @manual: (nullable) */
static void
assert_offer (AdwAlertDialog *dialog, const char *name, const char *count, const char *manual)
{
  GtkWidget *manual_check = page_child (dialog, LB_TYPE_REGENERATE_DIALOG, "manual_check");
  GtkLabel *manual_label = page_child (dialog, LB_TYPE_REGENERATE_DIALOG, "manual_label");

  g_assert_true (adw_alert_dialog_get_response_enabled (dialog, "regenerate"));
  g_assert_cmpstr (count_of (dialog, name), ==, count);
  g_assert_cmpint (gtk_widget_get_visible (manual_check), ==, manual != NULL);
  if (manual != NULL)
    g_assert_cmpstr (gtk_label_get_label (manual_label), ==, manual);
}

static gboolean
has_no_run (gpointer data)
{
  Fixture *self = data;

  return lb_dataset_jobs_find (lb_caption_runs_get (self->base.session), self->base.dataset) ==
         NULL;
}

static gboolean
none_is_stale (gpointer data)
{
  return has_no_run (data) && count_stale (data) == 0;
}

/* The stale ones alone, as one step that is undone at once. */
static void
test_regenerate (Fixture *self, gconstpointer data)
{
  AdwAlertDialog *dialog = open_dialog (self);

  assert_offer (dialog, "stale_count", "3", "Also replace 1 hand-written caption");
  check (dialog, "missing_check");
  assert_offer (dialog, "missing_count", "1", NULL);
  check (dialog, "all_check");
  assert_offer (dialog, "all_count", "4", "Also replace 1 hand-written caption");
  g_assert_cmpstr (kept_words (dialog), ==, "All images but 1, whose hand-written caption is kept");
  check (dialog, "stale_check");
  page_fixture_answer (&self->base, "regenerate");
  wait_until (none_is_stale, self, "the captions");
  g_assert_cmpstr (lb_image_get_caption (nth (self, BY_HAND)), ==, self->by_hand);
  g_assert_null (lb_image_get_caption (nth (self, MISSING)));
  assert_banner (self, NULL);

  g_object_unref (wait_object (lb_session_undo (self->base.session)));
  wait_until (are_stale, self, "what was there before");
}

static void
test_with_manual (Fixture *self, gconstpointer data)
{
  AdwAlertDialog *dialog = open_dialog (self);

  g_assert_cmpstr (count_of (dialog, "stale_count"), ==, "3");
  g_assert_cmpstr (count_of (dialog, "all_count"), ==, "4");
  check (dialog, "manual_check");
  g_assert_cmpstr (count_of (dialog, "stale_count"), ==, "4");
  g_assert_cmpstr (count_of (dialog, "all_count"), ==, "5");
  g_assert_cmpstr (kept_words (dialog), ==, "Every image of the dataset");
  assert_offer (dialog, "stale_count", "4", "Also replace 1 hand-written caption");
  page_fixture_answer (&self->base, "regenerate");
  wait_until (none_is_stale, self, "the captions");
  g_assert_cmpstr (lb_image_get_caption (nth (self, BY_HAND)), !=, self->by_hand);
  g_assert_false (lb_session_is_manual (self->base.session, nth (self, BY_HAND)));
}

static gboolean
is_shown (gpointer widget)
{
  return gtk_widget_get_visible (widget);
}

static gboolean
is_frozen (gpointer data)
{
  Fixture *self = data;

  return lb_session_get_frozen (self->base.session, self->base.dataset) != NULL;
}

static gboolean
is_field_dialog (gpointer window)
{
  return LB_IS_FIELD_DIALOG (adw_window_get_visible_dialog (window));
}

/* What all captions share would vary again: it is frozen before, where somebody says so. */
static void
test_freeze_shared (Fixture *self, gconstpointer data)
{
  AdwAlertDialog *dialog = open_dialog (self);
  GtkCheckButton *freeze = page_child (dialog, LB_TYPE_REGENERATE_DIALOG, "freeze_check");
  LbFrozenFields *frozen = NULL;

  wait_until (is_shown, freeze, "what all share");
  g_assert_false (gtk_check_button_get_active (freeze));
  g_assert_false (
    gtk_widget_get_visible (page_child (dialog, LB_TYPE_REGENERATE_DIALOG, "differ_list")));
  gtk_check_button_set_active (freeze, TRUE);
  page_fixture_answer (&self->base, "regenerate");
  wait_until (is_frozen, self, "the frozen fields");
  frozen = lb_session_get_frozen (self->base.session, self->base.dataset);
  g_assert_cmpuint (lb_frozen_fields_get_n (frozen), >, 0);
  wait_until (none_is_stale, self, "the captions");
}

/* Captions that differ from what is frozen are counted, and led to. */
static void
test_freeze_differs (Fixture *self, gconstpointer data)
{
  g_autoptr (LbFrozenFields) none = lb_frozen_fields_new (NULL);
  g_autoptr (LbFrozenFields) fields =
    lb_frozen_fields_with (none, "lighting.conditions", "\"Frozen light.\"");
  AdwAlertDialog *dialog = NULL;
  GtkWidget *row = NULL;

  g_assert_true (
    wait_true (lb_session_set_frozen (self->base.session, self->base.dataset, fields)));
  dialog = open_dialog (self);
  wait_until (is_shown, page_child (dialog, LB_TYPE_REGENERATE_DIALOG, "differ_list"),
              "what differs");
  row = page_child (dialog, LB_TYPE_REGENERATE_DIALOG, "differ_row");
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), ==,
                   "Apply frozen fields to the 4 captions that differ");
  adw_action_row_activate (ADW_ACTION_ROW (row));
  wait_until (is_field_dialog, self->base.window, "the captions");
  adw_dialog_close (adw_window_get_visible_dialog (self->base.window));
  page_fixture_wait_no_dialog (&self->base);
}

static void
test_cancelled (Fixture *self, gconstpointer data)
{
  open_dialog (self);
  page_fixture_answer (&self->base, "cancel");
  g_assert_true (has_no_run (self));
  g_assert_true (are_stale (self));
}

/* (nullable): the chip that says @spoken, seen or not. */
static GtkWidget *
find_chip (GtkWidget *root, const char *spoken)
{
  if (GTK_IS_TOGGLE_BUTTON (root) &&
      gtk_test_accessible_check_property (GTK_ACCESSIBLE (root), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                          spoken) == NULL)
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_chip (child, spoken);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/* Plain words are under no schema, so they are not asked for. */
static void
test_plain (Fixture *self, gconstpointer data)
{
  GtkWidget *chip = find_chip (GTK_WIDGET (self->page->chips), "Stale, 3");

  g_assert_nonnull (chip);
  g_assert_true (gtk_widget_get_visible (chip));

  page_fixture_use_plain (&self->base);
  self->page = page_fixture_open_dataset (&self->base);
  chip = find_chip (GTK_WIDGET (self->page->chips), "Stale, 0");
  g_assert_nonnull (chip);
  g_assert_false (gtk_widget_get_visible (chip));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  adw_init ();

#define ADD(path, test) g_test_add ("/ui/stale/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("told", test_told);
  ADD ("regenerate", test_regenerate);
  ADD ("with-manual", test_with_manual);
  ADD ("plain", test_plain);
  ADD ("freeze-shared", test_freeze_shared);
  ADD ("freeze-differs", test_freeze_differs);
  ADD ("cancelled", test_cancelled);

  return g_test_run ();
}
