#include "config.h"

#include "model/lb-prompt.h"
#include "page-fixture.h"
#include "session/lb-session-frozen.h"
#include "ui/schema/lb-schema-page.h"
#include "ui/schema/lb-survey-column.h"
#include "ui/schema/lb-survey-dialog.h"

/* What the captions share, beside the schema. */

static gpointer
child (LbSchemaPage *page, const char *name)
{
  return page_child (page, LB_TYPE_SCHEMA_PAGE, name);
}

static LbSchemaPage *
open_page (PageFixture *self)
{
  LbSchemaPage *page = lb_schema_page_new (self->session, self->dataset, self->images, NULL);

  page_fixture_push (self, ADW_NAVIGATION_PAGE (page));
  return page;
}

static void
set_up (PageFixture *self, gconstpointer data)
{
  page_fixture_set_up (self, 5);
  page_fixture_set_schema (self);
}

static void
tear_down (PageFixture *self, gconstpointer data)
{
  page_fixture_tear_down (self);
}

typedef struct
{
  LbSchemaPage *page;
  const char *title;
  const char *subtitle;
} WantedRow;

static gboolean
has_row (gpointer data)
{
  WantedRow *wanted = data;
  AdwActionRow *row =
    page_find (child (wanted->page, "survey"), ADW_TYPE_ACTION_ROW, wanted->title);

  return row != NULL && g_strcmp0 (adw_action_row_get_subtitle (row), wanted->subtitle) == 0;
}

static void
wait_row (LbSchemaPage *page, const char *title, const char *subtitle)
{
  WantedRow wanted = { page, title, subtitle };

  wait_until (has_row, &wanted, title);
}

static void
save_caption (PageFixture *self, guint position, const char *medium)
{
  g_autofree char *example = read_example ("structured-prompt.illustration.json");
  g_autoptr (LbPrompt) prompt = lb_prompt_new (example, NULL);
  g_autoptr (LbPrompt) changed = lb_prompt_set_string (prompt, "style_medium", medium, NULL);

  page_fixture_save_caption (self, page_fixture_nth (self, position), lb_prompt_get_text (changed));
}

static void
value_cb (LbSchemaPage *page, const char *text, char **asked)
{
  g_set_str (asked, text);
}

/* What the captions share follows them, and leads to the images behind a value. */
static void
test_survey (PageFixture *self, gconstpointer data)
{
  LbSchemaPage *page = open_page (self);
  GtkWidget *survey = child (page, "survey");
  GtkLabel *invalid = page_child (survey, LB_TYPE_SURVEY_COLUMN, "invalid_label");
  g_autofree char *asked = NULL;
  AdwDialog *dialog;

  wait_row (page, "No captions yet. What they share is shown here once they are written.", "");
  save_caption (self, 0, "ink");
  wait_row (page, "It takes two valid captions to see what they share.", "");
  save_caption (self, 1, "Ink.");
  wait_row (page, "Style medium", "ink");
  save_caption (self, 1, "oil");
  wait_row (page, "Style medium", "ink, oil");

  g_assert_true (wait_true (
    lb_session_edit_caption (self->session, page_fixture_nth (self, 2), "{ \"broken\": ")));
  while (!gtk_widget_get_visible (GTK_WIDGET (invalid)))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (gtk_label_get_label (invalid), ==, "1 caption is not valid and was left out.");

  g_signal_connect (page, "show-value", G_CALLBACK (value_cb), &asked);
  adw_action_row_activate (page_find (survey, ADW_TYPE_ACTION_ROW, "Style medium"));
  dialog = adw_window_get_visible_dialog (self->window);
  g_assert_true (LB_IS_SURVEY_DIALOG (dialog));
  g_assert_cmpstr (adw_dialog_get_title (dialog), ==, "Style medium");
  adw_action_row_activate (page_find (GTK_WIDGET (dialog), ADW_TYPE_ACTION_ROW, "oil"));
  g_assert_cmpstr (asked, ==, "oil");
  g_signal_handlers_disconnect_by_data (page, &asked);
}

typedef struct
{
  LbSchemaPage *page;
  const char *words;
} WantedButton;

/* (nullable): of the row "Style medium", as it is now. */
static GtkButton *
find_freeze_button (LbSchemaPage *page)
{
  GtkWidget *row = page_find (child (page, "survey"), ADW_TYPE_ACTION_ROW, "Style medium");

  return row != NULL ? page_find (row, GTK_TYPE_BUTTON, NULL) : NULL;
}

static gboolean
has_freeze_button (gpointer data)
{
  const WantedButton *wanted = data;
  GtkButton *button = find_freeze_button (wanted->page);

  return button != NULL &&
         g_strcmp0 (gtk_widget_get_tooltip_text (GTK_WIDGET (button)), wanted->words) == 0;
}

static gboolean
has_alert (gpointer data)
{
  return page_fixture_alert (data) != NULL;
}

/* A field that captions share is frozen from its row, with the value they have, and unfrozen. */
static void
test_freeze (PageFixture *self, gconstpointer data)
{
  LbSchemaPage *page = open_page (self);
  WantedButton wanted = { page, "Freeze “Style medium” in This Dataset…" };
  LbFrozenFields *frozen = NULL;
  g_autofree char *value = NULL;

  save_caption (self, 0, "ink");
  save_caption (self, 1, "ink");
  wait_until (has_freeze_button, &wanted, wanted.words);
  g_signal_emit_by_name (find_freeze_button (page), "clicked");
  wait_until (has_alert, self, "the question");
  page_fixture_answer (self, "freeze");
  wanted.words = "Unfreeze “Style medium”";
  wait_until (has_freeze_button, &wanted, wanted.words);
  frozen = lb_session_get_frozen (self->session, self->dataset);
  value = lb_frozen_fields_dup_value (frozen, "style_medium");
  g_assert_cmpstr (value, ==, "\"ink\"");

  g_signal_emit_by_name (find_freeze_button (page), "clicked");
  wanted.words = "Freeze “Style medium” in This Dataset…";
  wait_until (has_freeze_button, &wanted, wanted.words);
  g_assert_null (lb_session_get_frozen (self->session, self->dataset));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  adw_init ();

  g_test_add ("/ui/schema-survey/values", PageFixture, NULL, set_up, test_survey, tear_down);
  g_test_add ("/ui/schema-survey/freeze", PageFixture, NULL, set_up, test_freeze, tear_down);

  return g_test_run ();
}
