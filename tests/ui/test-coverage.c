#include "config.h"

#include "model/lb-prompt.h"
#include "page-fixture.h"
#include "ui/complete/lb-complete-dialog.h"
#include "ui/complete/lb-readiness-row.h"
#include "ui/coverage/lb-coverage-bar.h"
#include "ui/coverage/lb-coverage-page.h"

/* What a dataset covers, and what is worth a look before it is completed. */

static void
save_caption (PageFixture *self, guint position, const char *direction)
{
  g_autofree char *example = read_example ("structured-prompt.illustration.json");
  g_autoptr (LbPrompt) prompt = lb_prompt_new (example, NULL);
  g_autoptr (LbPrompt) changed =
    lb_prompt_set_string (prompt, "lighting.direction", direction, NULL);

  page_fixture_save_caption (self, page_fixture_nth (self, position), lb_prompt_get_text (changed));
}

static void
set_up (PageFixture *self, gconstpointer data)
{
  page_fixture_set_up (self, 5);
  page_fixture_set_schema (self);
  for (guint i = 0; i < 5; i++)
    save_caption (self, i, i < 4 ? "From the left." : "backlit");
}

static void
tear_down (PageFixture *self, gconstpointer data)
{
  page_fixture_tear_down (self);
}

/* (transfer none) (nullable): the bar in @widget whose tooltip is @words. */
static LbCoverageBar *
find_bar (GtkWidget *widget, const char *words)
{
  if (LB_IS_COVERAGE_BAR (widget) && g_strcmp0 (gtk_widget_get_tooltip_text (widget), words) == 0)
    return LB_COVERAGE_BAR (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      LbCoverageBar *bar = find_bar (child, words);

      if (bar != NULL)
        return bar;
    }

  return NULL;
}

typedef struct
{
  GtkWidget *widget;
  GType type;
  const char *words;
} Wanted;

static gboolean
is_there (gpointer data)
{
  Wanted *wanted = data;

  return wanted->type == LB_TYPE_COVERAGE_BAR
           ? find_bar (wanted->widget, wanted->words) != NULL
           : page_find (wanted->widget, wanted->type, wanted->words) != NULL;
}

static gpointer
wait_for (gpointer widget, GType type, const char *words)
{
  Wanted wanted = { widget, type, words };

  wait_until (is_there, &wanted, words);
  return type == LB_TYPE_COVERAGE_BAR ? (gpointer) find_bar (widget, words)
                                      : page_find (widget, type, words);
}

static void
query_cb (gpointer asking, const char *query, char **asked)
{
  g_set_str (asked, query);
}

static LbCoveragePage *
open_page (PageFixture *self)
{
  LbCoveragePage *page = lb_coverage_page_new (self->session, self->dataset, self->images);

  page_fixture_push (self, ADW_NAVIGATION_PAGE (page));
  return page;
}

static void
test_bars (PageFixture *self, gconstpointer data)
{
  LbCoveragePage *page = open_page (self);
  g_autofree char *asked = NULL;
  LbCoverageBar *bar = wait_for (page, LB_TYPE_COVERAGE_BAR, "lit from the left, 4 of 5 images");

  gtk_test_accessible_assert_property (bar, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "lit from the left, 4 of 5 images");
  g_signal_connect (page, "show-query", G_CALLBACK (query_cb), &asked);
  g_signal_emit_by_name (bar, "clicked");
  g_assert_cmpstr (asked, ==, "lighting.direction:\"left\"");

  /* What there is none of leads nowhere. */
  bar = wait_for (page, LB_TYPE_COVERAGE_BAR, "lit from the right, 0 of 5 images");
  g_assert_false (gtk_widget_get_sensitive (GTK_WIDGET (bar)));
}

static void
test_spots (PageFixture *self, gconstpointer data)
{
  LbCoveragePage *page = open_page (self);
  g_autofree char *asked = NULL;
  AdwActionRow *row =
    wait_for (page, LB_TYPE_READINESS_ROW, "Direction of the light: 4 of 5 are lit from the left");

  g_assert_cmpstr (adw_action_row_get_subtitle (row), ==, "Worth adding: lit from the right");
  g_signal_connect (page, "show-query", G_CALLBACK (query_cb), &asked);
  g_signal_emit_by_name (row, "activated");
  g_assert_cmpstr (asked, ==, "lighting.direction:\"left\"");
}

/* Bars follow, and the one that has the focus keeps it. */
static void
test_changes (PageFixture *self, gconstpointer data)
{
  LbCoveragePage *page = open_page (self);
  LbCoverageBar *bar = wait_for (page, LB_TYPE_COVERAGE_BAR, "lit from the left, 4 of 5 images");

  gtk_widget_grab_focus (GTK_WIDGET (bar));
  save_caption (self, 0, "backlit");
  g_assert_true (bar == wait_for (page, LB_TYPE_COVERAGE_BAR, "lit from the left, 3 of 5 images"));
  g_assert_true (gtk_widget_has_focus (GTK_WIDGET (bar)));
  wait_for (page, LB_TYPE_COVERAGE_BAR, "backlit, 2 of 5 images");
}

static void
test_lint (PageFixture *self, gconstpointer data)
{
  LbCompleteDialog *dialog =
    lb_complete_dialog_new (self->session, self->dataset, self->images, NULL);
  g_autofree char *asked = NULL;
  g_autofree char *place = NULL;
  AdwActionRow *row = NULL;

  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (self->window));
  row = wait_for (dialog, LB_TYPE_READINESS_ROW, "Only 5 images");
  g_assert_false (gtk_list_box_row_get_activatable (GTK_LIST_BOX_ROW (row)));
  /* It stands in nobody's way. */
  g_assert_true (
    gtk_widget_get_sensitive (page_child (dialog, LB_TYPE_COMPLETE_DIALOG, "complete_button")));

  row = page_child (dialog, LB_TYPE_COMPLETE_DIALOG, "coverage_row");
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (row)));
  g_signal_connect (dialog, "show-place", G_CALLBACK (query_cb), &place);
  g_signal_connect (dialog, "show-query", G_CALLBACK (query_cb), &asked);
  g_object_ref (dialog);
  g_signal_emit_by_name (row, "activated");
  g_assert_cmpstr (place, ==, "coverage");
  g_assert_null (asked);
  g_object_unref (dialog);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  adw_init ();

  g_test_add ("/ui/coverage/bars", PageFixture, NULL, set_up, test_bars, tear_down);
  g_test_add ("/ui/coverage/spots", PageFixture, NULL, set_up, test_spots, tear_down);
  g_test_add ("/ui/coverage/changes", PageFixture, NULL, set_up, test_changes, tear_down);
  g_test_add ("/ui/coverage/lint", PageFixture, NULL, set_up, test_lint, tear_down);

  return g_test_run ();
}
