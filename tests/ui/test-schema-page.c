#include "base/lb-error.h"
#include "page-fixture.h"
#include "ui/dataset/lb-dataset-page.h"
#include "ui/prompt/lb-text-pane.h"
#include "ui/schema/lb-caption-runs.h"
#include "ui/schema/lb-schema-page.h"
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

  return lb_caption_runs_find (lb_caption_runs_get (self->session), self->dataset) != NULL;
}

static gboolean
has_no_run (gpointer data)
{
  return !has_run (data);
}

static void
ended_cb (LbCaptionRuns *runs, LbDataset *dataset, const char *words, char **last)
{
  g_set_str (last, words);
}

/* First use, from choosing to captions; the run outlives its page. */
static void
test_first_use (PageFixture *self, gconstpointer data)
{
  LbCaptionRuns *runs = lb_caption_runs_get (self->session);
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
  g_assert_cmpstr (gtk_stack_get_visible_child_name (child (page, "footer_stack")), ==, "run");
  activate (page, "schema.leave");
  wait_until (is_left, self, "the way back");
  g_assert_true (has_run (self));

  page = open_page (self);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (child (page, "footer_stack")), ==, "run");
  wait_until (has_no_run, self, "the captions");
  g_assert_cmpstr (words, ==, "5 captions written");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (child (page, "footer_stack")), ==, "apply");
  g_signal_handlers_disconnect_by_data (runs, &words);
}

static void
test_stop (PageFixture *self, gconstpointer data)
{
  LbCaptionRuns *runs = lb_caption_runs_get (self->session);
  LbSchemaPage *page = open_page (self);
  g_autoptr (LbCaptionJob) job = lb_caption_job_new (self->session, self->images);
  g_autoptr (LbCaptionJob) second = lb_caption_job_new (self->session, self->images);
  g_autofree char *words = NULL;

  g_signal_connect (runs, "ended", G_CALLBACK (ended_cb), &words);
  g_assert_true (lb_caption_runs_start (runs, self->dataset, job));
  g_assert_false (lb_caption_runs_start (runs, self->dataset, second));
  activate (page, "schema.stop");
  wait_until (has_no_run, self, "the end of the run");
  g_assert_cmpstr (words, ==, "0 captions written, stopped");
  g_signal_handlers_disconnect_by_data (runs, &words);
}

/* The page of the dataset tells of a run that it has not begun, and can stop it. */
static void
test_banner (PageFixture *self, gconstpointer data)
{
  LbCaptionRuns *runs = lb_caption_runs_get (self->session);
  g_autoptr (LbCaptionJob) job = lb_caption_job_new (self->session, self->images);
  LbDatasetPage *page;
  AdwBanner *banner;

  g_assert_true (lb_caption_runs_start (runs, self->dataset, job));
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

  g_assert_true (gtk_widget_is_focus (GTK_WIDGET (lb_text_pane_get_view (pane (page)))));
  g_assert_false (gtk_widget_get_visible (child (page, "back_button")));
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
  add ("/ui/caption-runs/banner", set_up_with_schema, test_banner);
  add ("/ui/caption-runs/words", set_up_five, test_run_words);

  return g_test_run ();
}
