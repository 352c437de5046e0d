#include <adwaita.h>
#include <gtksourceview/gtksource.h>
#include <libdex.h>

#include "form-fixture.h"
#include "ui/prompt/lb-field-row.h"
#include "ui/prompt/lb-form-row.h"
#include "ui/prompt/lb-prompt-completion.h"
#include "ui/prompt/lb-prompt-proposal.h"
#include "ui/prompt/lb-text-pane.h"

#define SHORT "{\n  \"short_description\": \"A boat.\",\n  \"odd\": [ 1.0 ]\n}\n"

typedef struct
{
  FormFixture base;
  LbTextPane *pane;
  guint n_edits;
} Fixture;

static void
edited_cb (Fixture *self)
{
  self->n_edits++;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->pane = g_object_new (LB_TYPE_TEXT_PANE, "view-name", "form", NULL);
  g_signal_connect_swapped (self->pane, "edited", G_CALLBACK (edited_cb), self);
  form_fixture_set_up (&self->base, GTK_WIDGET (self->pane));
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  form_fixture_tear_down (&self->base);
}

static void
assert_text (Fixture *self, const char *text)
{
  g_autofree char *shown = lb_text_pane_dup_text (self->pane);

  g_assert_cmpstr (shown, ==, text);
}

static void
assert_view (Fixture *self, const char *view_name)
{
  g_assert_cmpstr (lb_text_pane_get_view_name (self->pane), ==, view_name);
}

static GtkTextBuffer *
buffer (Fixture *self)
{
  return gtk_text_view_get_buffer (lb_text_pane_get_view (self->pane));
}

/* Types in the text itself, as in the view for JSON. */
static void
type_at (Fixture *self, const char *before, const char *text)
{
  g_autofree char *all = NULL;
  GtkTextIter iter;

  g_object_get (buffer (self), "text", &all, NULL);
  gtk_text_buffer_get_iter_at_offset (buffer (self), &iter,
                                      (int) g_utf8_pointer_to_offset (all, strstr (all, before)));
  gtk_text_buffer_begin_user_action (buffer (self));
  gtk_text_buffer_insert (buffer (self), &iter, text, -1);
  gtk_text_buffer_end_user_action (buffer (self));
}

static gboolean
get_flag (Fixture *self, const char *name)
{
  gboolean flag;

  g_object_get (self->pane, name, &flag, NULL);
  return flag;
}

static void
test_form_to_text (Fixture *self, gconstpointer data)
{
  g_autofree char *text = form_read_sample ("pier.json");
  g_autofree char *wanted = form_replaced (text, "objects[1].location", "\"left\"");

  lb_text_pane_set_text (self->pane, text);
  assert_view (self, "form");
  g_assert_cmpuint (self->n_edits, ==, 0);
  g_assert_false (get_flag (self, "can-undo"));

  form_type (&self->base, "objects[1].location", "left");
  g_assert_cmpuint (self->n_edits, >, 0);
  g_assert_true (get_flag (self, "can-undo"));
  assert_text (self, wanted);
  lb_text_pane_set_view_name (self->pane, "json");
  assert_view (self, "json");
  assert_text (self, wanted);
}

static gboolean
is_written (gpointer data)
{
  Fixture *self = data;
  g_autofree char *text = NULL;

  g_object_get (buffer (self), "text", &text, NULL);
  return strstr (text, "Two boats.") != NULL;
}

/* Nobody has to ask for it. */
static void
test_written_in_time (Fixture *self, gconstpointer data)
{
  lb_text_pane_set_text (self->pane, SHORT);
  form_type (&self->base, "short_description", "Two boats.");
  form_wait (is_written, self, "the text has what was typed in the form");
}

static void
test_text_to_form (Fixture *self, gconstpointer data)
{
  lb_text_pane_set_text (self->pane, SHORT);
  form_assert_row (&self->base, "short_description", "A boat.");

  lb_text_pane_set_view_name (self->pane, "json");
  type_at (self, "boat", "small ");
  g_assert_cmpuint (self->n_edits, >, 0);
  lb_text_pane_set_view_name (self->pane, "form");
  form_assert_row (&self->base, "short_description", "A small boat.");

  /* While the form is shown, the same from elsewhere, such as a repair by the service. */
  self->n_edits = 0;
  lb_text_pane_update (self->pane, "{\"short_description\": \"A ship.\"}");
  form_assert_row (&self->base, "short_description", "A ship.");
  g_assert_null (form_find_row (&self->base, "odd"));
  g_assert_cmpuint (self->n_edits, ==, 0);
  lb_text_pane_replace (self->pane, SHORT);
  form_assert_row (&self->base, "odd", "[1.0]");
  g_assert_cmpuint (self->n_edits, >, 0);
}

/* One history for both, whichever is shown. */
static void
test_undo (Fixture *self, gconstpointer data)
{
  g_autofree char *first = form_replaced (SHORT, "short_description", "\"One.\"");
  g_autofree char *second = form_replaced (first, "odd", "[ 2.0 ]");
  g_autofree char *third = form_replaced (second, "short_description", "\"Three.\"");

  lb_text_pane_set_text (self->pane, SHORT);
  form_type (&self->base, "short_description", "One.");
  assert_text (self, first);
  lb_text_pane_set_view_name (self->pane, "json");
  lb_text_pane_replace (self->pane, second);
  lb_text_pane_set_view_name (self->pane, "form");
  form_type (&self->base, "short_description", "Three.");

  /* What is not yet in the text is the last step. */
  lb_text_pane_undo (self->pane);
  assert_text (self, second);
  form_assert_row (&self->base, "short_description", "One.");
  lb_text_pane_undo (self->pane);
  assert_text (self, first);
  lb_text_pane_undo (self->pane);
  assert_text (self, SHORT);
  form_assert_row (&self->base, "short_description", "A boat.");
  g_assert_false (get_flag (self, "can-undo"));
  g_assert_true (get_flag (self, "can-redo"));
  lb_text_pane_undo (self->pane);
  assert_text (self, SHORT);

  lb_text_pane_redo (self->pane);
  lb_text_pane_redo (self->pane);
  lb_text_pane_redo (self->pane);
  assert_text (self, third);
  form_assert_row (&self->base, "short_description", "Three.");
  g_assert_false (get_flag (self, "can-redo"));
}

static void
test_undo_of_an_object (Fixture *self, gconstpointer data)
{
  g_autofree char *text = form_read_sample ("pier.json");
  GtkWidget *last;

  lb_text_pane_set_text (self->pane, text);
  last = form_show_row (&self->base, "objects[2]");
  form_show_row (&self->base, "objects[1]");
  form_press (&self->base, "Remove Wicker lobster pot");
  g_assert_true (form_find_row (&self->base, "objects[1]") == last);
  lb_text_pane_undo (self->pane);
  assert_text (self, text);
  g_assert_true (form_find_row (&self->base, "objects[2]") == last);
  form_assert_row (&self->base, "objects[1].texture", "woven lattice");

  form_press (&self->base, "Add Object");
  lb_text_pane_undo (self->pane);
  assert_text (self, text);
  g_assert_null (form_find_row (&self->base, "objects[3]"));
}

/* The row that had the focus is gone with what it showed; the keyboard is still in the form. */
static void
test_focus_stays (Fixture *self, gconstpointer data)
{
  g_autofree char *text = form_read_sample ("pier.json");

  lb_text_pane_set_text (self->pane, text);
  form_press (&self->base, "Add Object");
  g_assert_true (lb_form_row_has_focus (form_find_row (&self->base, "objects[3].description")));
  lb_text_pane_undo (self->pane);
  g_assert_true (lb_form_row_has_focus (GTK_WIDGET (self->pane)));
}

/* What is taken back is to be seen, wherever one is by then. */
static void
test_undo_leads (Fixture *self, gconstpointer data)
{
  g_autofree char *text = form_read_sample ("pier.json");

  lb_text_pane_set_text (self->pane, text);
  form_type (&self->base, "objects[0].pose", "Lying.");
  form_show_row (&self->base, "context");
  lb_text_pane_undo (self->pane);
  assert_text (self, text);
  g_assert_true (lb_form_row_has_focus (form_find_row (&self->base, "objects[0].pose")));
  form_show_row (&self->base, "context");
  lb_text_pane_redo (self->pane);
  g_assert_true (lb_form_row_has_focus (form_find_row (&self->base, "objects[0].pose")));
  form_assert_row (&self->base, "objects[0].pose", "Lying.");
}

static void
test_broken (Fixture *self, gconstpointer data)
{
  lb_text_pane_set_text (self->pane, SHORT "}");
  assert_view (self, "json");
  g_assert_false (lb_text_pane_get_has_form (self->pane));
  assert_text (self, SHORT "}");

  /* There is none, and whoever asked for it is told. */
  lb_text_pane_set_view_name (self->pane, "form");
  assert_view (self, "json");

  /* The next text is shown as it was wanted. */
  lb_text_pane_set_text (self->pane, SHORT);
  assert_view (self, "form");
  g_assert_true (lb_text_pane_get_has_form (self->pane));

  /* Broken from elsewhere. */
  lb_text_pane_update (self->pane, "[1]");
  assert_view (self, "json");
  g_assert_false (lb_text_pane_get_has_form (self->pane));
  assert_text (self, "[1]");
  lb_text_pane_update (self->pane, "No JSON at all");
  assert_text (self, "No JSON at all");
}

static gboolean
has_form (gpointer data)
{
  return lb_text_pane_get_has_form (data);
}

static gboolean
has_no_form (gpointer data)
{
  return !lb_text_pane_get_has_form (data);
}

static void
test_mended_by_typing (Fixture *self, gconstpointer data)
{
  lb_text_pane_set_text (self->pane, SHORT);
  lb_text_pane_set_view_name (self->pane, "json");
  type_at (self, "A boat", "\"");
  form_wait (has_no_form, self->pane, "that there is no form any more");
  lb_text_pane_undo (self->pane);
  form_wait (has_form, self->pane, "that there is a form again");
  /* Whoever types there is not led away. */
  assert_view (self, "json");
  assert_text (self, SHORT);
}

static void
test_blank (Fixture *self, gconstpointer data)
{
  lb_text_pane_set_text (self->pane, NULL);
  assert_view (self, "form");
  g_assert_true (lb_text_pane_get_has_form (self->pane));
  g_assert_true (lb_text_pane_is_blank (self->pane));
  form_assert_row (&self->base, "short_description", "");
  assert_text (self, "");

  form_type (&self->base, "short_description", "A boat.");
  g_assert_false (lb_text_pane_is_blank (self->pane));
  assert_text (self, "{\n  \"short_description\": \"A boat.\"\n}");
  lb_text_pane_undo (self->pane);
  assert_text (self, "");
  form_assert_row (&self->base, "short_description", "");
}

/* (transfer full): a caption whose first text has @length bytes and that has @n_objects. */
static char *
make_caption (gsize length, guint n_objects)
{
  GString *text = g_string_new ("{\"short_description\":\"");

  for (gsize i = 0; i < length; i++)
    g_string_append_c (text, i % 6 == 5 ? ' ' : 'a');
  g_string_append (text, "\",\"objects\":[");
  for (guint i = 0; i < n_objects; i++)
    g_string_append (text, i > 0 ? ",{}" : "{}");
  g_string_append (text, "]}");
  return g_string_free_and_steal (text);
}

static void
assert_form (Fixture *self, gsize length, guint n_objects, gboolean form)
{
  g_autofree char *text = make_caption (length, n_objects);

  lb_text_pane_set_text (self->pane, text);
  g_assert_true (lb_text_pane_get_has_form (self->pane) == form);
  assert_view (self, form ? "form" : "json");
  g_assert_cmpstr (lb_text_pane_get_no_form_reason (self->pane), ==,
                   form ? NULL : "The text is too long for a form");
  assert_text (self, text);
}

static void
test_too_long (Fixture *self, gconstpointer data)
{
  assert_form (self, 5000, 100, TRUE);
  assert_form (self, 5001, 1, FALSE);
  assert_form (self, 10, 101, FALSE);
  assert_form (self, 200000, 1800, FALSE);
  lb_text_pane_set_text (self->pane, "{");
  g_assert_cmpstr (lb_text_pane_get_no_form_reason (self->pane), ==,
                   "There is a form once the text is right JSON");
  assert_form (self, 10, 1, TRUE);
}

/* What is put into a field is kept, wherever it is shown. */
static void
test_too_long_by_typing (Fixture *self, gconstpointer data)
{
  g_autofree char *words = g_strnfill (6000, 'a');
  g_autofree char *json = form_quoted (words);
  g_autofree char *wanted = form_replaced (SHORT, "short_description", json);

  lb_text_pane_set_text (self->pane, SHORT);
  form_type (&self->base, "short_description", words);
  assert_view (self, "form");
  form_wait (has_no_form, self->pane, "that the text is too long for a form");
  assert_view (self, "json");
  g_assert_true (gtk_widget_is_focus (GTK_WIDGET (lb_text_pane_get_view (self->pane))));
  assert_text (self, wanted);
  lb_text_pane_undo (self->pane);
  assert_text (self, SHORT);
  lb_text_pane_set_view_name (self->pane, "form");
  form_assert_row (&self->base, "short_description", "A boat.");
}

static gboolean
has_colours (Fixture *self)
{
  return gtk_source_buffer_get_language (GTK_SOURCE_BUFFER (buffer (self))) != NULL;
}

/* What finds the colours would take as long as it likes for a long line. */
static void
test_long_line (Fixture *self, gconstpointer data)
{
  g_autofree char *text = make_caption (200000, 1);
  g_autofree char *blanks = g_strnfill (10001, ' ');
  GtkTextIter start, end;

  lb_text_pane_set_view_name (self->pane, "json");
  lb_text_pane_set_text (self->pane, SHORT);
  g_assert_true (has_colours (self));
  lb_text_pane_set_text (self->pane, text);
  g_assert_false (has_colours (self));
  lb_text_pane_set_text (self->pane, SHORT);
  g_assert_true (has_colours (self));
  type_at (self, "A boat", blanks);
  g_assert_false (has_colours (self));
  lb_text_pane_undo (self->pane);
  g_assert_true (has_colours (self));

  /* Out of two that are not. */
  blanks[6000] = '\n';
  type_at (self, "A boat", blanks);
  type_at (self, "A boat", blanks + 4001);
  g_assert_true (has_colours (self));
  gtk_text_buffer_get_iter_at_line (buffer (self), &start, 2);
  end = start;
  gtk_text_iter_backward_char (&start);
  gtk_text_buffer_delete (buffer (self), &start, &end);
  g_assert_false (has_colours (self));
}

static gboolean
has_issues (gpointer data)
{
  return lb_text_pane_get_n_issues (data) > 0;
}

static gboolean
row_has_issue (gpointer data)
{
  return lb_field_row_get_issue_words (data) != NULL;
}

static void
test_issues (Fixture *self, gconstpointer data)
{
  g_autofree char *text = form_read_sample ("pier.json");
  g_autofree char *broken = form_replaced (text, "objects[2].number_of_objects", "\"two\"");
  g_autoptr (LbPromptIssue) issue = NULL;
  GtkWidget *row;

  lb_text_pane_set_text (self->pane, broken);
  form_wait (has_issues, self->pane, "an issue");
  issue = lb_text_pane_dup_first_issue (self->pane);
  g_assert_cmpstr (lb_prompt_issue_get_path (issue), ==, "objects[2].number_of_objects");
  g_assert_null (form_find_row (&self->base, "objects[2].number_of_objects"));

  lb_text_pane_show_next_issue (self->pane);
  row = form_find_row (&self->base, "objects[2].number_of_objects");
  g_assert_true (lb_form_row_has_focus (row));
  g_assert_cmpstr (lb_field_row_get_issue_words (LB_FIELD_ROW (row)), ==, "Must be a whole number");

  /* Typing brings an issue as well, and takes it away. */
  row = form_show_row (&self->base, "objects[0].number_of_objects");
  form_type (&self->base, "objects[0].number_of_objects", "many");
  form_wait (row_has_issue, row, "the issue at its field");
  g_assert_true (lb_form_row_has_focus (row));
}

/* The cursor is at the field, in both. */
static void
test_places (Fixture *self, gconstpointer data)
{
  g_autofree char *text = form_read_sample ("pier.json");
  GtkTextIter cursor;

  lb_text_pane_set_text (self->pane, text);
  form_show_row (&self->base, "objects[1].texture");
  lb_text_pane_set_view_name (self->pane, "json");
  gtk_text_buffer_get_iter_at_mark (buffer (self), &cursor,
                                    gtk_text_buffer_get_insert (buffer (self)));
  g_assert_cmpint (gtk_text_iter_get_line (&cursor) + 1, ==, 23);
  g_assert_true (gtk_widget_is_focus (GTK_WIDGET (lb_text_pane_get_view (self->pane))));

  gtk_text_buffer_get_iter_at_line (buffer (self), &cursor, 36);
  gtk_text_iter_forward_chars (&cursor, 12);
  gtk_text_buffer_place_cursor (buffer (self), &cursor);
  lb_text_pane_set_view_name (self->pane, "form");
  g_assert_true (lb_form_row_has_focus (form_find_row (&self->base, "lighting.shadows")));
}

/* Another image: what was open stays open, but nothing of the last one is left in it, and nothing
 * typed for it goes astray. */
static void
test_other_text (Fixture *self, gconstpointer data)
{
  g_autofree char *pier = form_read_sample ("pier.json");
  g_autofree char *gull = form_read_sample ("gull.json");
  g_autoptr (LbPrompt) prompt = lb_prompt_new (gull, NULL);
  g_autofree char *pose = lb_prompt_get_string (prompt, "objects[0].pose");

  lb_text_pane_set_text (self->pane, pier);
  form_type (&self->base, "objects[0].pose", "Gone.");
  lb_text_pane_set_text (self->pane, gull);
  assert_text (self, gull);
  form_assert_row (&self->base, "objects[0].pose", pose != NULL ? pose : "");
  g_assert_false (get_flag (self, "can-undo"));
}

static void
test_plain (Fixture *self, gconstpointer data)
{
  lb_text_pane_set_kind (self->pane, LB_TEXT_PLAIN);
  lb_text_pane_set_text (self->pane, "a fox");
  g_assert_false (lb_text_pane_get_has_form (self->pane));
  assert_view (self, "json");
  lb_text_pane_replace (self->pane, "a red fox");
  g_assert_true (get_flag (self, "can-undo"));
  lb_text_pane_undo (self->pane);
  assert_text (self, "a fox");
  g_assert_null (lb_text_pane_dup_first_issue (self->pane));
}

static void
test_schema (Fixture *self, gconstpointer data)
{
  lb_text_pane_set_kind (self->pane, LB_TEXT_SCHEMA);
  lb_text_pane_set_text (self->pane, "{\"style\":\"ink\"}");
  assert_view (self, "form");
  form_type (&self->base, "style", "oil");
  assert_text (self, "{\"style\":\"oil\"}");
  lb_text_pane_set_editable (self->pane, FALSE);
  lb_text_pane_undo (self->pane);
  assert_text (self, "{\"style\":\"oil\"}");
}

/* Puts the cursor where | stands in @marked. */
static void
set_marked (GtkTextBuffer *buffer, const char *marked)
{
  const char *bar = strchr (marked, '|');
  g_autofree char *before = g_strndup (marked, (gsize) (bar - marked));
  g_autofree char *text = g_strconcat (before, bar + 1, NULL);
  GtkTextIter iter;

  gtk_text_buffer_set_text (buffer, text, -1);
  gtk_text_buffer_get_iter_at_offset (buffer, &iter, (int) g_utf8_strlen (before, -1));
  gtk_text_buffer_place_cursor (buffer, &iter);
}

/* (transfer full): the text, with | where the cursor is. */
static char *
dup_marked (GtkTextBuffer *buffer)
{
  GtkTextIter start, end, cursor;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_get_iter_at_mark (buffer, &cursor, gtk_text_buffer_get_insert (buffer));
  before = gtk_text_buffer_get_text (buffer, &start, &cursor, TRUE);
  after = gtk_text_buffer_get_text (buffer, &cursor, &end, TRUE);
  return g_strconcat (before, "|", after, NULL);
}

typedef struct
{
  const char *marked;
  LbPromptKind kind;
  guint n_proposals;
  const char *first;   /* (nullable) */
  const char *written; /* (nullable): when the first is taken */
} Completion;

static const Completion completions[] = {
  { "{|}", LB_PROMPT_CAPTION, 11, "short_description", "{\"short_description\": \"|\"}" },
  { "{\"|\"}", LB_PROMPT_CAPTION, 11, "short_description", "{\"short_description\": \"|\"}" },
  { "{\"é\": 1, lig|", LB_PROMPT_CAPTION, 1, "lighting", "{\"é\": 1, \"lighting\": {|}" },
  { "{\"lighting\": {\"dir|\": \"left\"}}", LB_PROMPT_CAPTION, 1, "direction",
    "{\"lighting\": {\"direction\"|: \"left\"}}" },
  { "{\"lighting\": {\"conditions\": \"dawn\", |\"shadows\": \"long\"}}", LB_PROMPT_CAPTION, 1,
    "direction", NULL },
  { "{\"objects\": [{}, {\"number|\"}]}", LB_PROMPT_CAPTION, 1, "number_of_objects",
    "{\"objects\": [{}, {\"number_of_objects\": 1|}]}" },
  { "{\"aesthetics\": {\"preference_score\": |}}", LB_PROMPT_CAPTION, 5, "very low",
    "{\"aesthetics\": {\"preference_score\": \"very low\"|}}" },
  { "{\"aesthetics\": {\"preference_score\": \"hi|", LB_PROMPT_CAPTION, 2, "high",
    "{\"aesthetics\": {\"preference_score\": \"high\"|" },
  { "{\"context\": \"|\"}", LB_PROMPT_CAPTION, 0, NULL, NULL },
  { "{\"unknown\": {\"|\"}}", LB_PROMPT_CAPTION, 0, NULL, NULL },
  { "|", LB_PROMPT_CAPTION, 0, NULL, NULL },
  { "{\"sty|", LB_PROMPT_SCHEMA, 3, "style", "{\"style\": \"|\"" },
};

/* Keys that are missing, and the values that are allowed, with what is written there already. */
static void
test_completion (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (completions); i++)
    {
      const Completion *wanted = &completions[i];
      g_autoptr (LbPromptCompletion) completion = lb_prompt_completion_new ();
      g_autoptr (GtkTextBuffer) buffer = gtk_text_buffer_new (NULL);
      g_autoptr (GListModel) proposals = NULL;
      g_autoptr (LbPromptProposal) first = NULL;
      g_autofree char *written = NULL;

      g_test_message ("%s", wanted->marked);
      set_marked (buffer, wanted->marked);
      lb_prompt_completion_set_kind (completion, wanted->kind);
      proposals = lb_prompt_completion_list (completion, buffer);
      g_assert_cmpuint (g_list_model_get_n_items (proposals), ==, wanted->n_proposals);
      if (wanted->first == NULL)
        continue;

      first = g_list_model_get_item (proposals, 0);
      g_assert_cmpstr (lb_prompt_proposal_get_text (first), ==, wanted->first);
      if (wanted->written == NULL)
        continue;
      lb_prompt_completion_write (completion, buffer, GTK_SOURCE_COMPLETION_PROPOSAL (first));
      written = dup_marked (buffer);
      g_assert_cmpstr (written, ==, wanted->written);
    }
}

/* A row of the list says what it offers, to a screen reader too. */
static void
test_completion_name (void)
{
  g_autoptr (LbPromptCompletion) completion = lb_prompt_completion_new ();
  g_autoptr (GtkTextBuffer) buffer = gtk_text_buffer_new (NULL);
  g_autoptr (GListModel) proposals = NULL;
  g_autoptr (GtkSourceCompletionProposal) first = NULL;
  GtkWidget *row = g_object_ref_sink (gtk_list_box_row_new ());
  GtkWidget *cell = g_object_new (GTK_SOURCE_TYPE_COMPLETION_CELL, "column",
                                  GTK_SOURCE_COMPLETION_COLUMN_TYPED_TEXT, NULL);

  set_marked (buffer, "{\"lig|");
  proposals = lb_prompt_completion_list (completion, buffer);
  first = g_list_model_get_item (proposals, 0);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), cell);
  GTK_SOURCE_COMPLETION_PROVIDER_GET_IFACE (completion)
    ->display (GTK_SOURCE_COMPLETION_PROVIDER (completion), NULL, first,
               GTK_SOURCE_COMPLETION_CELL (cell));
  gtk_test_accessible_assert_property (row, GTK_ACCESSIBLE_PROPERTY_LABEL, "lighting");
  g_object_unref (row);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/ui/text-pane/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  dex_init ();
  adw_init ();

  ADD ("form-to-text", test_form_to_text);
  ADD ("written-in-time", test_written_in_time);
  ADD ("text-to-form", test_text_to_form);
  ADD ("undo", test_undo);
  ADD ("undo-of-an-object", test_undo_of_an_object);
  ADD ("focus-stays", test_focus_stays);
  ADD ("undo-leads", test_undo_leads);
  ADD ("broken", test_broken);
  ADD ("mended-by-typing", test_mended_by_typing);
  ADD ("blank", test_blank);
  ADD ("too-long", test_too_long);
  ADD ("too-long-by-typing", test_too_long_by_typing);
  ADD ("long-line", test_long_line);
  ADD ("issues", test_issues);
  ADD ("places", test_places);
  ADD ("other-text", test_other_text);
  ADD ("plain", test_plain);
  ADD ("schema", test_schema);

  g_test_add_func ("/ui/text-pane/completion", test_completion);
  g_test_add_func ("/ui/text-pane/completion-name", test_completion_name);

  return g_test_run ();
}
