#include "config.h"

#include <signal.h>

#include "base/lb-error.h"
#include "page-fixture.h"
#include "ui/dataset/lb-dataset-page.h"
#include "ui/prompt/lb-text-pane.h"
#include "ui/schema/lb-caption-runs.h"
#include "ui/schema/lb-schema-page.h"
#include "ui/schema/lb-schema-picture.h"
#include "ui/schema/lb-schema-pictures.h"

#define OWN "{\n  \"context\": \"By hand.\"\n}\n"

static gpointer
child (LbSchemaPage *page, const char *name)
{
  return page_child (page, LB_TYPE_SCHEMA_PAGE, name);
}

static LbTextPane *
pane (LbSchemaPage *page)
{
  return child (page, "editor");
}

static void
assert_shown (LbSchemaPage *page, const char *text)
{
  g_autofree char *shown = lb_text_pane_dup_text (pane (page));

  g_assert_cmpstr (shown, ==, text);
}

static LbSchemaPage *
open_page (PageFixture *self)
{
  LbSchemaPage *page = lb_schema_page_new (self->session, self->dataset, self->images, NULL);

  page_fixture_push (self, ADW_NAVIGATION_PAGE (page));
  return page;
}

static void
activate (LbSchemaPage *page, const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (page), action, NULL));
}

static gboolean
is_enabled (LbSchemaPage *page, const char *action)
{
  /* A button says what its action says. */
  g_autoptr (GtkWidget) button = g_object_ref_sink (gtk_button_new ());
  gboolean enabled;

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_insert_before (button, GTK_WIDGET (page), NULL);
  enabled = gtk_widget_get_sensitive (button);
  gtk_widget_unparent (button);
  return enabled;
}

static gboolean
is_focus_in (gpointer widget)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));

  return focus != NULL && (focus == widget || gtk_widget_is_ancestor (focus, widget));
}

static void
set_up_three (PageFixture *self, gconstpointer data)
{
  page_fixture_set_up (self, 3);
}

static void
set_up_five (PageFixture *self, gconstpointer data)
{
  page_fixture_set_up (self, 5);
}

static void
set_up_with_schema (PageFixture *self, gconstpointer data)
{
  page_fixture_set_up (self, 5);
  page_fixture_set_schema (self);
}

static void
tear_down (PageFixture *self, gconstpointer data)
{
  page_fixture_tear_down (self);
}

static gboolean
is_page (gpointer data)
{
  PageFixture *self = data;

  return LB_IS_SCHEMA_PAGE (adw_navigation_view_get_visible_page (self->views));
}

static gboolean
is_left (gpointer data)
{
  return !is_page (data);
}

static void
test_asks_on_leaving (PageFixture *self, gconstpointer data)
{
  LbSchemaPage *page = open_page (self);

  g_assert_true (adw_navigation_page_get_can_pop (ADW_NAVIGATION_PAGE (page)));
  lb_text_pane_replace (pane (page), OWN);
  g_assert_false (adw_navigation_page_get_can_pop (ADW_NAVIGATION_PAGE (page)));
  g_assert_true (gtk_widget_get_visible (child (page, "back_button")));

  activate (page, "schema.leave");
  page_fixture_answer (self, "cancel");
  g_assert_true (is_page (self));
  assert_shown (page, OWN);

  activate (page, "schema.leave");
  page_fixture_answer (self, "discard");
  wait_until (is_left, self, "the way back");

  /* Discarded is discarded. */
  page = open_page (self);
  assert_shown (page, lb_dataset_get_visual_schema (self->dataset));
  activate (page, "schema.leave");
  wait_until (is_left, self, "the way back without a question");
  g_assert_null (page_fixture_alert (self));
}

/* A page that goes without being asked leaves what was written. */
static void
test_draft (PageFixture *self, gconstpointer data)
{
  LbSchemaPage *page = open_page (self);

  lb_text_pane_replace (pane (page), OWN);
  adw_navigation_view_pop (self->views);
  wait_until (is_left, self, "the way back");

  page = open_page (self);
  assert_shown (page, OWN);
  g_assert_true (gtk_widget_get_visible (child (page, "back_button")));

  activate (page, "schema.discard");
  assert_shown (page, lb_dataset_get_visual_schema (self->dataset));
  g_assert_false (gtk_widget_get_visible (child (page, "back_button")));

  page_fixture_press (self, "_Undo");
  assert_shown (page, OWN);
  g_assert_true (gtk_widget_get_visible (child (page, "back_button")));
}

static gboolean
is_closed (gpointer data)
{
  return !gtk_widget_get_visible (GTK_WIDGET (((PageFixture *) data)->window));
}

static void
test_window_asks (PageFixture *self, gconstpointer data)
{
  LbSchemaPage *page = open_page (self);

  lb_text_pane_replace (pane (page), OWN);
  gtk_window_close (GTK_WINDOW (self->window));
  page_fixture_answer (self, "cancel");
  g_assert_false (is_closed (self));
  assert_shown (page, OWN);

  gtk_window_close (GTK_WINDOW (self->window));
  page_fixture_answer (self, "discard");
  wait_until (is_closed, self, "the end of the window");
}

static gboolean
has_text (gpointer data)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (child (data, "stack")), "text") == 0;
}

static gboolean
is_generated (gpointer data)
{
  g_autofree char *shown = lb_text_pane_dup_text (pane (data));

  return has_text (data) && g_strcmp0 (shown, OWN) != 0;
}

static void
test_generated_is_undoable (PageFixture *self, gconstpointer data)
{
  LbSchemaPage *page = open_page (self);

  lb_text_pane_replace (pane (page), OWN);
  activate (page, "schema.generate");
  wait_until (is_generated, page, "the schema");

  gtk_text_buffer_undo (gtk_text_view_get_buffer (lb_text_pane_get_view (pane (page))));
  assert_shown (page, OWN);
}

static gboolean
asks (gpointer data)
{
  return page_fixture_alert (data) != NULL;
}

static gboolean
has_run (gpointer data)
{
  PageFixture *self = data;

  return lb_dataset_jobs_find (lb_caption_runs_get (self->session), self->dataset) != NULL;
}

static gboolean
has_no_run (gpointer data)
{
  return !has_run (data);
}

static void
ended_cb (
  LbDatasetJobs *runs, LbDataset *dataset, LbCaptionJob *job, const GError *error, char **last)
{
  g_free (*last);
  *last = lb_caption_runs_words (job, error);
}

/* First use, from choosing to captions; the run outlives its page. */
static void
test_first_use (PageFixture *self, gconstpointer data)
{
  LbDatasetJobs *runs = lb_caption_runs_get (self->session);
  LbSchemaPage *page = open_page (self);
  g_autofree char *words = NULL;

  g_signal_connect (runs, "ended", G_CALLBACK (ended_cb), &words);
  g_assert_true (gtk_widget_is_focus (child (page, "generate_button")));

  activate (page, "schema.generate");
  wait_until (has_text, page, "the schema");
  activate (page, "schema.apply");
  wait_until (asks, self, "the offer");
  g_assert_nonnull (lb_dataset_get_visual_schema (self->dataset));
  assert_shown (page, lb_dataset_get_visual_schema (self->dataset));
  g_assert_true (adw_navigation_page_get_can_pop (ADW_NAVIGATION_PAGE (page)));

  page_fixture_answer (self, "regenerate");
  g_assert_true (has_run (self));
  /* However slow this machine is, the run is not over before its page is. */
  kill (service_fixture_get_pid (&self->service), SIGSTOP);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (child (page, "footer_stack")), ==, "run");
  activate (page, "schema.leave");
  wait_until (is_left, self, "the way back");
  g_assert_true (has_run (self));

  page = open_page (self);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (child (page, "footer_stack")), ==, "run");
  kill (service_fixture_get_pid (&self->service), SIGCONT);
  wait_until (has_no_run, self, "the captions");
  g_assert_cmpstr (words, ==, "5 captions written");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (child (page, "footer_stack")), ==, "apply");
  g_signal_handlers_disconnect_by_data (runs, &words);
}

static void
test_stop (PageFixture *self, gconstpointer data)
{
  LbDatasetJobs *runs = lb_caption_runs_get (self->session);
  LbSchemaPage *page = open_page (self);
  g_autoptr (LbCaptionJob) job = lb_caption_job_new (self->session, self->images);
  g_autoptr (LbCaptionJob) second = lb_caption_job_new (self->session, self->images);
  g_autofree char *words = NULL;

  g_signal_connect (runs, "ended", G_CALLBACK (ended_cb), &words);
  g_assert_true (lb_caption_runs_start (self->session, self->dataset, job));
  g_assert_false (lb_caption_runs_start (self->session, self->dataset, second));
  activate (page, "schema.stop");
  wait_until (has_no_run, self, "the end of the run");
  g_assert_cmpstr (words, ==, "0 captions written, stopped");
  g_signal_handlers_disconnect_by_data (runs, &words);
}

/* The page of the dataset tells of a run that it has not begun, and can stop it. */
static void
test_banner (PageFixture *self, gconstpointer data)
{
  g_autoptr (LbCaptionJob) job = lb_caption_job_new (self->session, self->images);
  LbDatasetPage *page;
  AdwBanner *banner;

  g_assert_true (lb_caption_runs_start (self->session, self->dataset, job));
  page = lb_dataset_page_new (self->session, self->dataset);
  page_fixture_push (self, ADW_NAVIGATION_PAGE (page));
  banner = page_child (page, LB_TYPE_DATASET_PAGE, "banner");
  g_assert_true (adw_banner_get_revealed (banner));
  g_assert_true (g_str_has_prefix (adw_banner_get_title (banner), "Writing caption "));
  g_assert_cmpstr (adw_banner_get_button_label (banner), ==, "_Stop");

  g_signal_emit_by_name (banner, "button-clicked");
  wait_until (has_no_run, self, "the end of the run");
  g_assert_false (adw_banner_get_revealed (banner));
}

static void
test_run_words (PageFixture *self, gconstpointer data)
{
  g_autoptr (LbCaptionJob) job = lb_caption_job_new (self->session, self->images);
  g_autoptr (GError) stopped = g_error_new_literal (LB_ERROR, LB_ERROR_CANCELLED, "stopped");
  g_autoptr (GError) offline = g_error_new_literal (LB_ERROR, LB_ERROR_OFFLINE, "no route");
  g_autofree char *none = lb_caption_runs_words (job, NULL);
  g_autofree char *by_user = lb_caption_runs_words (job, stopped);
  g_autofree char *by_fault = lb_caption_runs_words (job, offline);

  g_assert_cmpstr (none, ==, "0 captions written");
  g_assert_cmpstr (by_user, ==, "0 captions written, stopped");
  g_assert_cmpstr (by_fault, ==, "0 captions written · The service can’t be reached");
}

static void
test_focus (PageFixture *self, gconstpointer data)
{
  LbSchemaPage *page = open_page (self);

  g_assert_true (is_focus_in (pane (page)));
  g_assert_false (gtk_widget_get_visible (child (page, "back_button")));
}

static gboolean
says_what_is_wrong (gpointer page)
{
  return g_str_has_prefix (gtk_label_get_label (child (page, "hint_label")),
                           "1 problem is in the way of applying. Line 1: ");
}

/* What is applied is what the service has; what can't be is said to be so. */
static void
test_apply (PageFixture *self, gconstpointer data)
{
  LbSchemaPage *page = open_page (self);

  g_assert_false (is_enabled (page, "schema.apply"));
  g_assert_false (is_enabled (page, "schema.discard"));
  g_assert_false (lb_schema_page_has_draft (self->dataset));

  lb_text_pane_replace (pane (page), "{");
  wait_until (says_what_is_wrong, page, "what is wrong");
  g_assert_false (is_enabled (page, "schema.apply"));
  g_assert_true (is_enabled (page, "schema.discard"));
  g_assert_true (lb_schema_page_has_draft (self->dataset));

  lb_text_pane_replace (pane (page), OWN);
  page_wait_label (page, LB_TYPE_SCHEMA_PAGE, "hint_label",
                   "Applying changes no caption by itself. 5 can be written afterwards.");
  g_assert_true (is_enabled (page, "schema.apply"));
  activate (page, "schema.apply");
  wait_until (asks, self, "the offer");
  page_fixture_answer (self, "later");
  g_assert_false (lb_schema_page_has_draft (self->dataset));
  g_assert_false (is_enabled (page, "schema.apply"));
  g_assert_nonnull (strstr (lb_dataset_get_visual_schema (self->dataset), "By hand."));
  assert_shown (page, lb_dataset_get_visual_schema (self->dataset));
}

static void
test_view (PageFixture *self, gconstpointer data)
{
  g_autoptr (GSettings) settings = g_settings_new (LB_APP_ID);
  g_autofree char *kept = NULL;
  LbSchemaPage *page = open_page (self);
  AdwToggleGroup *toggles = child (page, "view_toggles");

  g_assert_cmpstr (lb_text_pane_get_view_name (pane (page)), ==, "form");
  g_assert_cmpstr (adw_toggle_group_get_active_name (toggles), ==, "form");
  activate (page, "schema.toggle-view");
  g_assert_cmpstr (lb_text_pane_get_view_name (pane (page)), ==, "json");
  g_assert_cmpstr (adw_toggle_group_get_active_name (toggles), ==, "json");
  kept = g_settings_get_string (settings, "caption-view");
  g_assert_cmpstr (kept, ==, "json");

  adw_toggle_group_set_active_name (toggles, "form");
  g_assert_cmpstr (lb_text_pane_get_view_name (pane (page)), ==, "form");
  g_settings_reset (settings, "caption-view");
}

static gboolean
is_visible (gpointer data)
{
  return gtk_widget_get_visible (data);
}

static gboolean
is_idle (gpointer data)
{
  return is_enabled (data, "schema.generate");
}

/* What was given up is not shown, not even later. */
static void
test_cancel (PageFixture *self, gconstpointer data)
{
  LbSchemaPage *page = open_page (self);

  g_assert_false (is_enabled (page, "schema.cancel"));
  activate (page, "schema.generate");
  g_assert_false (is_enabled (page, "schema.generate"));
  g_assert_true (is_enabled (page, "schema.cancel"));
  activate (page, "schema.cancel");
  wait_until (is_idle, page, "the end of generating");
  assert_shown (page, lb_dataset_get_visual_schema (self->dataset));
  g_assert_false (lb_schema_page_has_draft (self->dataset));
  g_assert_false (is_enabled (page, "schema.cancel"));
}

static gboolean
has_read_only (gpointer data)
{
  return !gtk_widget_get_visible (child (data, "buttons"));
}

static void
test_complete (PageFixture *self, gconstpointer data)
{
  g_autofree char *caption = read_example ("structured-prompt.illustration.json");
  LbSchemaPage *page = open_page (self);
  g_autoptr (LbDataset) completed = NULL;

  for (guint i = 0; i < 5; i++)
    page_fixture_save_caption (self, page_fixture_nth (self, i), caption);
  completed = wait_object (lb_session_complete_dataset (self->session, self->dataset));
  g_assert_true (completed == self->dataset);
  wait_until (has_read_only, page, "a page that changes nothing");
  g_assert_false (gtk_widget_get_visible (child (page, "pictures")));
  g_assert_false (gtk_widget_get_visible (child (page, "generate_again_button")));
  g_assert_false (is_enabled (page, "schema.generate"));
  page_wait_label (page, LB_TYPE_SCHEMA_PAGE, "hint_label", "Complete datasets can’t be changed.");
}

/* In a window of 360 pixels nothing asks for more. */
static void
test_narrow (PageFixture *self, gconstpointer data)
{
  LbSchemaPage *page = open_page (self);
  int least;

  gtk_widget_measure (GTK_WIDGET (page), GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  g_assert_cmpint (least, <=, 360);
  g_assert_false (gtk_widget_get_visible (child (page, "view_row")));

  gtk_window_set_default_size (GTK_WINDOW (self->window), 360, 720);
  wait_until (is_visible, child (page, "view_row"), "the narrow page");
  g_assert_false (gtk_widget_get_visible (child (page, "view_toggles")));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (self->window));
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (page)), <=, 360);
  g_assert_cmpint (gtk_widget_get_width (child (page, "pictures")), <=, 360);
}

static gboolean
has_no_image (gpointer data)
{
  return g_list_model_get_n_items (((PageFixture *) data)->images) == 0;
}

static void
test_pictures (PageFixture *self, gconstpointer data)
{
  LbSchemaPage *page;
  LbSchemaPictures *pictures;

  g_object_set (page_fixture_nth (self, 0), "image-name", NULL, NULL);
  page = open_page (self);
  pictures = child (page, "pictures");
  g_assert_cmpuint (lb_schema_pictures_get_n_chosen (pictures), ==, 5);

  /* The strip keeps its height, however few are left. */
  while (!has_no_image (self))
    {
      g_assert_true (
        wait_true (lb_session_delete_image (self->session, page_fixture_nth (self, 0))));
      gtk_test_widget_wait_for_draw (GTK_WIDGET (self->window));
      g_assert_cmpint (gtk_widget_get_height (GTK_WIDGET (pictures)), <, 200);
    }
  g_assert_cmpuint (lb_schema_pictures_get_n_chosen (pictures), ==, 0);
}

static void
assert_label (gpointer widget, const char *label)
{
  gtk_test_accessible_assert_property (widget, GTK_ACCESSIBLE_PROPERTY_LABEL, label);
}

/* Fewer than five can't stand for a set; a key takes one away, and the focus stays there. */
static void
test_remove (PageFixture *self, gconstpointer data)
{
  LbSchemaPage *page = open_page (self);
  GtkWidget *pictures = child (page, "pictures");
  LbSchemaPicture *first = page_find (pictures, LB_TYPE_SCHEMA_PICTURE, NULL);
  LbImage *image = lb_schema_picture_get_image (first);
  GtkListView *rest = page_child (pictures, LB_TYPE_SCHEMA_PICTURES, "add_list");

  g_assert_true (image == page_fixture_nth (self, 0));
  assert_label (first, "1.png, No caption");
  assert_label (page_find (GTK_WIDGET (first), GTK_TYPE_BUTTON, NULL), "Remove 1.png");
  g_assert_true (is_enabled (page, "schema.generate"));
  g_assert_false (gtk_widget_get_visible (child (page, "reason_label")));
  g_assert_true (gtk_widget_grab_focus (GTK_WIDGET (first)));

  g_signal_emit_by_name (first, "remove");
  g_assert_cmpuint (lb_schema_pictures_get_n_chosen (LB_SCHEMA_PICTURES (pictures)), ==, 4);
  g_assert_false (is_enabled (page, "schema.generate"));
  page_wait_label (page, LB_TYPE_SCHEMA_PAGE, "reason_label", "Choose 1 more picture.");
  first = page_find (pictures, LB_TYPE_SCHEMA_PICTURE, NULL);
  g_assert_true (gtk_widget_is_focus (GTK_WIDGET (first)));
  g_assert_true (lb_schema_picture_get_image (first) == page_fixture_nth (self, 1));

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (rest))), ==,
                    1);
  g_signal_emit_by_name (rest, "activate", 0);
  g_assert_cmpuint (lb_schema_pictures_get_n_chosen (LB_SCHEMA_PICTURES (pictures)), ==, 5);
  g_assert_true (is_enabled (page, "schema.generate"));
}

/* The Tab key stops once at the pictures, however many there are. */
static void
test_tab (PageFixture *self, gconstpointer data)
{
  LbSchemaPage *page = open_page (self);
  GtkWidget *pictures = child (page, "pictures");
  GtkWidget *first = page_find (pictures, LB_TYPE_SCHEMA_PICTURE, NULL);
  GtkWidget *second = gtk_widget_get_next_sibling (first);

  g_assert_true (gtk_widget_child_focus (pictures, GTK_DIR_TAB_FORWARD));
  g_assert_true (gtk_widget_is_focus (first));
  g_assert_true (gtk_widget_child_focus (pictures, GTK_DIR_RIGHT));
  g_assert_true (gtk_widget_is_focus (second));
  g_assert_true (gtk_widget_child_focus (pictures, GTK_DIR_TAB_FORWARD));
  g_assert_true (is_focus_in (second) && !gtk_widget_is_focus (second));
  g_assert_false (gtk_widget_child_focus (pictures, GTK_DIR_TAB_FORWARD));
  g_assert_true (gtk_widget_child_focus (pictures, GTK_DIR_TAB_BACKWARD));
  g_assert_true (gtk_widget_is_focus (second));
  g_assert_true (gtk_widget_child_focus (pictures, GTK_DIR_LEFT));
  g_assert_true (gtk_widget_is_focus (first));
  g_assert_false (gtk_widget_child_focus (pictures, GTK_DIR_LEFT));
  g_assert_false (gtk_widget_child_focus (pictures, GTK_DIR_TAB_BACKWARD));
}

static void
test_too_few (PageFixture *self, gconstpointer data)
{
  LbSchemaPage *page = open_page (self);

  g_assert_false (is_enabled (page, "schema.generate"));
  page_wait_label (page, LB_TYPE_SCHEMA_PAGE, "reason_label",
                   "It takes 5 images; add 2 more to the dataset first.");
}

static void
set_up_twelve (PageFixture *self, gconstpointer data)
{
  page_fixture_set_up (self, 12);
}

static gboolean
is_compared (gpointer data)
{
  return !gtk_widget_get_visible (page_child (data, LB_TYPE_SCHEMA_PICTURES, "choosing_box"));
}

static GtkLabel *
reason_of (GtkWidget *picture)
{
  return GTK_LABEL (gtk_widget_get_last_child (picture));
}

/* On first use some are chosen that differ, and each says why; the same ones each time. */
static void
test_proposed (PageFixture *self, gconstpointer data)
{
  LbSchemaPage *page = open_page (self);
  LbSchemaPictures *pictures = child (page, "pictures");
  GtkWidget *propose = page_child (pictures, LB_TYPE_SCHEMA_PICTURES, "propose_button");
  g_autoptr (GPtrArray) chosen = NULL;
  g_autoptr (GPtrArray) again = NULL;
  GtkWidget *picture;

  wait_until (is_compared, pictures, "the choice");
  chosen = lb_schema_pictures_dup_chosen (pictures);
  g_assert_cmpuint (chosen->len, >=, 5);
  g_assert_cmpuint (chosen->len, <=, 10);
  picture = page_find (GTK_WIDGET (pictures), LB_TYPE_SCHEMA_PICTURE, NULL);
  g_assert_cmpstr (gtk_label_get_label (reason_of (picture)), ==, "Most typical");
  for (guint i = 0; i < chosen->len; i++, picture = gtk_widget_get_next_sibling (picture))
    {
      g_assert_true (gtk_widget_get_visible (GTK_WIDGET (reason_of (picture))));
      g_assert_cmpstr (gtk_label_get_label (reason_of (picture)), !=, "");
    }

  /* What a person has chosen stays until some are asked for. */
  g_signal_emit_by_name (page_find (GTK_WIDGET (pictures), LB_TYPE_SCHEMA_PICTURE, NULL), "remove");
  g_assert_cmpuint (lb_schema_pictures_get_n_chosen (pictures), ==, chosen->len - 1);
  g_assert_true (gtk_widget_get_visible (propose));
  g_signal_emit_by_name (propose, "clicked");
  wait_until (is_compared, pictures, "the same choice");
  again = lb_schema_pictures_dup_chosen (pictures);
  g_assert_cmpuint (again->len, ==, chosen->len);
  for (guint i = 0; i < chosen->len; i++)
    g_assert_true (g_ptr_array_index (again, i) == g_ptr_array_index (chosen, i));
  g_assert_true (is_enabled (page, "schema.generate"));
}

/* Given up, what was chosen stays. */
static void
test_propose_cancelled (PageFixture *self, gconstpointer data)
{
  LbSchemaPage *page = open_page (self);
  LbSchemaPictures *pictures = child (page, "pictures");
  guint n_chosen;

  wait_until (is_compared, pictures, "the choice");
  g_signal_emit_by_name (page_find (GTK_WIDGET (pictures), LB_TYPE_SCHEMA_PICTURE, NULL), "remove");
  n_chosen = lb_schema_pictures_get_n_chosen (pictures);
  lb_schema_pictures_choose (pictures);
  g_assert_false (is_compared (pictures));
  lb_schema_pictures_stop_choosing (pictures);
  wait_until (is_compared, pictures, "the end");
  g_assert_cmpuint (lb_schema_pictures_get_n_chosen (pictures), ==, n_chosen);
}

/* What applying does to captions that are there. */
static void
test_marks_stale (PageFixture *self, gconstpointer data)
{
  LbSchemaPage *page = open_page (self);
  g_autofree char *by_hand = make_prompt ("By hand.");

  for (guint i = 0; i < 2; i++)
    g_object_unref (
      wait_object (lb_session_regenerate_caption (self->session, page_fixture_nth (self, i))));
  page_fixture_save_caption (self, page_fixture_nth (self, 2), by_hand);
  lb_text_pane_replace (pane (page), OWN);
  page_wait_label (page, LB_TYPE_SCHEMA_PAGE, "hint_label",
                   "Applying marks 2 captions as stale. 2 can be written afterwards. "
                   "1 hand-written one is kept.");
  activate (page, "schema.apply");
  wait_until (asks, self, "the offer");
  page_fixture_answer (self, "later");
  page_wait_label (
    page, LB_TYPE_SCHEMA_PAGE, "hint_label",
    "2 captions are stale. 2 can be written afterwards. 1 hand-written one is kept.");
}

static void
add (const char *path,
     void (*set_up) (PageFixture *, gconstpointer),
     void (*test) (PageFixture *, gconstpointer))
{
  g_test_add (path, PageFixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  adw_init ();

  add ("/ui/schema-page/asks-on-leaving", set_up_with_schema, test_asks_on_leaving);
  add ("/ui/schema-page/draft", set_up_with_schema, test_draft);
  add ("/ui/schema-page/window-asks", set_up_with_schema, test_window_asks);
  add ("/ui/schema-page/generated-is-undoable", set_up_with_schema, test_generated_is_undoable);
  add ("/ui/schema-page/first-use", set_up_five, test_first_use);
  add ("/ui/schema-page/stop", set_up_with_schema, test_stop);
  add ("/ui/schema-page/focus", set_up_with_schema, test_focus);
  add ("/ui/schema-page/pictures", set_up_five, test_pictures);
  add ("/ui/schema-page/apply", set_up_with_schema, test_apply);
  add ("/ui/schema-page/view", set_up_with_schema, test_view);
  add ("/ui/schema-page/cancel", set_up_with_schema, test_cancel);
  add ("/ui/schema-page/complete", set_up_with_schema, test_complete);
  add ("/ui/schema-page/narrow", set_up_with_schema, test_narrow);
  add ("/ui/schema-page/remove", set_up_five, test_remove);
  add ("/ui/schema-page/tab", set_up_five, test_tab);
  add ("/ui/schema-page/too-few", set_up_three, test_too_few);
  add ("/ui/schema-page/proposed", set_up_twelve, test_proposed);
  add ("/ui/schema-page/propose-cancelled", set_up_twelve, test_propose_cancelled);
  add ("/ui/schema-page/marks-stale", set_up_with_schema, test_marks_stale);
  add ("/ui/caption-runs/banner", set_up_with_schema, test_banner);
  add ("/ui/caption-runs/words", set_up_five, test_run_words);

  return g_test_run ();
}
