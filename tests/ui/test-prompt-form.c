#include <adwaita.h>
#include <libdex.h>

#include "form-fixture.h"
#include "model/lb-prompt-place.h"
#include "model/lb-prompt-schema.h"
#include "model/lb-prompt.h"
#include "ui/prompt/lb-choice-row.h"
#include "ui/prompt/lb-field-row.h"
#include "ui/prompt/lb-growing-text.h"
#include "ui/prompt/lb-section-row.h"

/* Whatever a writer of JSON may come up with, and values that the contract does not allow. */
#define ODD_TEXT                                                                                   \
  "{ \"context\" : \"for \\u00e9t\\u00e9\",\n\n\"seed\":  42,\"Odd key!\":\"kept\","               \
  "\"short_description\":5,\t\"objects\":[{\"pose\":null,\"number_of_objects\": 2.0, "             \
  "\"description\":\"A fox.\",\"mood\":\"glad\",\"tags\":[ 1e5 , {\"a\" : true}]},\"a gull\",{}]," \
  "\"lighting\":\"dawn\",\"photographic_characteristics\":null,\n\"style_medium\" : null,"         \
  "\"aesthetics\":{\"composition\":\"x\",\"preference_score\":\"great\","                          \
  "\"aesthetic_score\":\"high\",\"extra\":null}}  \n"

typedef EditedForm Fixture;

/* As another document; issues as the editor would find them. */
static void
show_kind (Fixture *self, const char *text, LbPromptKind kind)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LbPrompt) prompt = NULL;
  g_autoptr (GListModel) issues = NULL;

  lb_prompt_form_reset (self->form);
  lb_prompt_form_set_kind (self->form, kind);
  if (text != NULL)
    {
      prompt = lb_prompt_new (text, &error);
      g_assert_no_error (error);
      issues = lb_prompt_validate (prompt, kind);
    }
  lb_prompt_form_set_prompt (self->form, prompt);
  lb_prompt_form_set_issues (self->form, issues);
}

static void
show (Fixture *self, const char *text)
{
  show_kind (self, text, LB_PROMPT_CAPTION);
}

static void
assert_text (Fixture *self, const char *text)
{
  g_assert_cmpstr (lb_prompt_get_text (lb_prompt_form_get_prompt (self->form)), ==, text);
}

/* (transfer full): what is at @path now. */
static char *
get (Fixture *self, const char *path)
{
  return lb_prompt_get (lb_prompt_form_get_prompt (self->form), path);
}

static void
assert_value (Fixture *self, const char *path, const char *json)
{
  g_autofree char *value = get (self, path);

  g_assert_cmpstr (value, ==, json);
}

static void
type (Fixture *self, const char *path, const char *text)
{
  form_type (&self->base, path, text);
}

static void
assert_fields (Fixture *self, const LbPromptShape *shape, const char *prefix)
{
  for (guint i = 0; i < shape->n_fields; i++)
    {
      const LbPromptField *field = &shape->fields[i];
      g_autofree char *path = g_strconcat (prefix, *prefix != '\0' ? "." : "", field->key, NULL);
      g_autofree char *element = g_strconcat (path, "[0]", NULL);

      if (field->kind == LB_PROMPT_FIELD_LIST)
        {
          assert_fields (self, field->shape, element);
          continue;
        }

      form_show_row (&self->base, path);
      if (field->kind == LB_PROMPT_FIELD_OBJECT)
        {
          g_assert_true (LB_IS_SECTION_ROW (form_find_row (&self->base, path)));
          assert_fields (self, field->shape, path);
        }
      else if (field->kind == LB_PROMPT_FIELD_SCORE)
        g_assert_true (LB_IS_CHOICE_ROW (form_find_row (&self->base, path)));
      else
        form_assert_row (&self->base, path, "");
    }
}

static void
test_every_field (Fixture *self, gconstpointer data)
{
  const char *text = "{\"objects\":[{}],\"text_render\":[{}]}";

  show_kind (self, text, LB_PROMPT_CAPTION);
  assert_fields (self, lb_prompt_schema_get_root (LB_PROMPT_CAPTION), "");
  assert_text (self, text);
  show_kind (self, text, LB_PROMPT_SCHEMA);
  assert_fields (self, lb_prompt_schema_get_root (LB_PROMPT_SCHEMA), "");
  assert_text (self, text);
  g_assert_cmpuint (self->n_edits, ==, 0);
}

/* Types in every text at @path and in it: that value changes and nothing else, to the byte. */
static void
type_in_all (Fixture *self, const char *text, const char *path, guint *n_typed)
{
  g_autoptr (LbPrompt) prompt = lb_prompt_new (text, NULL);
  g_auto (GStrv) keys = lb_prompt_get_keys (prompt, path);
  g_autofree char *value = lb_prompt_get_string (prompt, path);
  const guint n_elements = keys == NULL ? lb_prompt_get_length (prompt, path) : 0;

  if (value != NULL)
    {
      g_autofree char *longer = g_strconcat (value, " “more”\\", NULL);
      g_autofree char *json = form_quoted (longer);
      g_autofree char *wanted = form_replaced (text, path, json);

      form_assert_row (&self->base, path, value);
      type (self, path, longer);
      assert_text (self, wanted);
      type (self, path, value);
      assert_text (self, text);
      (*n_typed)++;
    }
  for (guint i = 0; i < n_elements; i++)
    {
      g_autofree char *element = g_strdup_printf ("%s[%u]", path, i);

      type_in_all (self, text, element, n_typed);
    }
  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    {
      g_autofree char *member = g_strconcat (path, *path != '\0' ? "." : "", keys[i], NULL);

      type_in_all (self, text, member, n_typed);
    }
}

static void
test_samples (Fixture *self, gconstpointer data)
{
  const char *const samples[] = { "boat.json",  "gull.json", "lighthouse.json", "market.json",
                                  "night.json", "pier.json", "rain.json",       "rope.json",
                                  "storm.json", "tea.json" };

  for (gsize i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      g_autofree char *text = form_read_sample (samples[i]);
      guint n_typed = 0;

      show (self, text);
      assert_text (self, text);
      type_in_all (self, text, "", &n_typed);
      g_assert_cmpuint (n_typed, >, 20);
    }
}

static void
test_odd_text (Fixture *self, gconstpointer data)
{
  g_autofree char *wanted = form_replaced (ODD_TEXT, "objects[0].mood", "\"sad\"");
  g_autofree char *number = form_replaced (ODD_TEXT, "objects[0].number_of_objects", "3");
  g_autofree char *word = form_replaced (ODD_TEXT, "objects[0].number_of_objects", "\"three\"");

  show (self, ODD_TEXT);
  assert_text (self, ODD_TEXT);

  type (self, "objects[0].mood", "sad");
  assert_text (self, wanted);
  type (self, "objects[0].mood", "glad");
  assert_text (self, ODD_TEXT);

  /* A number is shown as it is spelled, and changed into a number. */
  form_assert_row (&self->base, "objects[0].number_of_objects", "2.0");
  type (self, "objects[0].number_of_objects", "3");
  assert_text (self, number);
  type (self, "objects[0].number_of_objects", "three");
  assert_text (self, word);
  type (self, "objects[0].number_of_objects", "2.0");
  assert_text (self, ODD_TEXT);

  /* So is a text with escapes. */
  form_assert_row (&self->base, "context", "for été");
  type (self, "context", "for");
  type (self, "context", "for été");
  assert_text (self, ODD_TEXT);
}

static void
test_unknown (Fixture *self, gconstpointer data)
{
  g_autofree char *wanted = form_replaced (ODD_TEXT, "[\"Odd key!\"]", "\"\"");
  g_autofree char *text = form_replaced (ODD_TEXT, "aesthetics.extra", "\"grain\"");
  GtkWidget *row;

  show (self, ODD_TEXT);
  row = form_show_row (&self->base, "[\"Odd key!\"]");
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), ==, "Odd key!");
  form_assert_row (&self->base, "seed", "42");
  g_assert_false (gtk_text_view_get_editable (form_view (&self->base, "seed")));
  form_assert_row (&self->base, "objects[0].tags", "[1e5, {\"a\": true}]");
  g_assert_false (gtk_text_view_get_editable (form_view (&self->base, "objects[0].tags")));

  /* Its key is somebody's, so it stays when there is nothing in it. */
  type (self, "[\"Odd key!\"]", "");
  assert_text (self, wanted);
  type (self, "[\"Odd key!\"]", "kept");
  assert_text (self, ODD_TEXT);

  type (self, "aesthetics.extra", "grain");
  assert_text (self, text);
  type (self, "aesthetics.extra", "");
  assert_text (self, ODD_TEXT);
}

static void
assert_issue (Fixture *self, const char *path, const char *words)
{
  GtkWidget *row = form_show_row (&self->base, path);

  if (LB_IS_FIELD_ROW (row))
    g_assert_cmpstr (lb_field_row_get_issue_words (LB_FIELD_ROW (row)), ==, words);
  else
    g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), ==, words);
  g_assert_true (gtk_widget_has_css_class (row, "error") == (words != NULL));
}

/* What has the wrong kind is to be seen, with what is wrong with it, and is not lost. */
static void
test_issues (Fixture *self, gconstpointer data)
{
  show (self, ODD_TEXT);

  form_assert_row (&self->base, "short_description", "5");
  assert_issue (self, "short_description", "Must be a text");
  assert_issue (self, "objects[0].location", "Missing");
  assert_issue (self, "objects[0].description", NULL);
  form_assert_row (&self->base, "objects[1]", "a gull");
  assert_issue (self, "objects[1]", "Must be a group of fields");
  g_assert_false (gtk_text_view_get_editable (form_view (&self->base, "objects[1]")));
  form_assert_row (&self->base, "lighting", "dawn");
  assert_issue (self, "lighting", "Must be a group of fields");
  g_assert_false (gtk_text_view_get_editable (form_view (&self->base, "lighting")));
  assert_issue (self, "background_setting", "Missing");
  assert_issue (self, "aesthetics.preference_score",
                "Must be one of: very low, low, medium, high, very high");
  assert_text (self, ODD_TEXT);

  /* Writing it anew mends it. */
  type (self, "short_description", "Five");
  assert_value (self, "short_description", "\"Five\"");
  type (self, "objects[0].location", "left");
  assert_value (self, "objects[0].location", "\"left\"");

  lb_prompt_form_set_issues (self->form, NULL);
  assert_issue (self, "lighting", NULL);
}

static void
test_clear (Fixture *self, gconstpointer data)
{
  g_autofree char *text = form_read_sample ("pier.json");

  show (self, text);
  type (self, "background_setting", "");
  assert_value (self, "background_setting", "\"\"");
  type (self, "lighting.direction", "");
  assert_value (self, "lighting.direction", "\"\"");
  type (self, "lighting.shadows", "");
  assert_value (self, "lighting.shadows", NULL);
  /* It can be written again where it was. */
  type (self, "lighting.shadows", "long");
  assert_value (self, "lighting.shadows", "\"long\"");
  type (self, "objects[2].number_of_objects", "");
  assert_value (self, "objects[2].number_of_objects", NULL);

  /* What was null is null again. */
  show (self, ODD_TEXT);
  type (self, "style_medium", "oil");
  assert_value (self, "style_medium", "\"oil\"");
  type (self, "style_medium", "");
  assert_text (self, ODD_TEXT);
  type (self, "objects[0].pose", "sitting");
  type (self, "objects[0].pose", "");
  assert_text (self, ODD_TEXT);
}

static void
test_new_document (Fixture *self, gconstpointer data)
{
  show (self, NULL);
  g_assert_null (lb_prompt_form_get_prompt (self->form));
  type (self, "short_description", "A boat.");
  assert_text (self, "{\n  \"short_description\": \"A boat.\"\n}");
  type (self, "lighting.direction", "left");
  assert_text (self, "{\n  \"short_description\": \"A boat.\",\n  \"lighting\": {\n"
                     "    \"direction\": \"left\"\n  }\n}");
  g_assert_cmpuint (self->n_edits, >, 0);
}

static void
test_objects (Fixture *self, gconstpointer data)
{
  g_autofree char *text = form_read_sample ("pier.json");
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;
  GtkWidget *row, *last;

  show (self, text);
  first = get (self, "objects[0]");
  second = get (self, "objects[1]");
  third = get (self, "objects[2]");
  row = form_show_row (&self->base, "objects[0]");
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), ==, "Rusty");
  g_assert_cmpstr (adw_expander_row_get_subtitle (ADW_EXPANDER_ROW (row)), ==,
                   "center-left foreground · large within frame");

  last = form_show_row (&self->base, "objects[2]");
  form_press (&self->base, "Remove Rusty");
  assert_value (self, "objects[0]", second);
  assert_value (self, "objects[1]", third);
  assert_value (self, "objects[2]", NULL);
  /* What was open stays open, one place up. */
  g_assert_true (form_find_row (&self->base, "objects[1]") == last);
  type (self, "objects[1].pose", "standing");
  assert_value (self, "objects[1].pose", "\"standing\"");
  type (self, "objects[1].pose", "");

  form_press (&self->base, "Move Two white gulls side by side Up");
  assert_value (self, "objects[0]", third);
  assert_value (self, "objects[1]", second);
  g_assert_true (form_find_row (&self->base, "objects[0]") == last);
  form_press (&self->base, "Move Two white gulls side by side Down");
  assert_value (self, "objects[1]", third);

  form_press (&self->base, "Add Object");
  assert_value (self, "objects[2].description", "\"\"");
  assert_value (self, "objects[2].location", "\"\"");
  assert_value (self, "objects[2].relationship", "\"\"");
  assert_value (self, "objects[2].pose", NULL);
  g_assert_true (lb_form_row_has_focus (form_find_row (&self->base, "objects[2].description")));
  form_press (&self->base, "Add Text");
  assert_value (self, "text_render[0].font", "\"\"");
}

static void
test_last_object (Fixture *self, gconstpointer data)
{
  show (self, "{\"objects\": [{\"description\": \"A fox.\"}]}");
  form_show_row (&self->base, "objects[0]");
  form_press (&self->base, "Remove Fox");
  assert_text (self, "{\"objects\": []}");
  show_kind (self, "{\"style\": \"ink\"}", LB_PROMPT_SCHEMA);
  form_press (&self->base, "Add Object");
  assert_value (self, "objects", "[{\"description\": \"\"}]");
}

static void
test_optional_section (Fixture *self, gconstpointer data)
{
  g_autofree char *text = form_read_sample ("pier.json");

  show (self, text);
  type (self, "photographic_characteristics.focus", "sharp");
  assert_value (self, "photographic_characteristics", "{\n    \"focus\": \"sharp\"\n  }");
  form_show_row (&self->base, "photographic_characteristics.focus");
  lb_prompt_form_set_prompt (self->form, lb_prompt_form_get_prompt (self->form));
  form_press (&self->base, "Remove Photography");
  assert_text (self, text);

  show (self, ODD_TEXT);
  type (self, "photographic_characteristics.focus", "sharp");
  assert_value (self, "photographic_characteristics.focus", "\"sharp\"");
  lb_prompt_form_set_prompt (self->form, lb_prompt_form_get_prompt (self->form));
  form_press (&self->base, "Remove Photography");
  assert_text (self, ODD_TEXT);
}

static void
test_scores (Fixture *self, gconstpointer data)
{
  g_autofree char *wanted = form_replaced (ODD_TEXT, "aesthetics.preference_score", "\"low\"");
  AdwComboRow *row;

  show (self, ODD_TEXT);
  row = ADW_COMBO_ROW (form_show_row (&self->base, "aesthetics.aesthetic_score"));
  g_assert_cmpuint (adw_combo_row_get_selected (row), ==, 4);
  adw_combo_row_set_selected (row, 0);
  assert_value (self, "aesthetics.aesthetic_score", NULL);
  adw_combo_row_set_selected (row, 4);
  assert_value (self, "aesthetics.aesthetic_score", "\"high\"");

  /* One that is not allowed is among the choices until another is made. */
  show (self, ODD_TEXT);
  row = ADW_COMBO_ROW (form_show_row (&self->base, "aesthetics.preference_score"));
  g_assert_cmpuint (adw_combo_row_get_selected (row), ==, 6);
  assert_text (self, ODD_TEXT);
  adw_combo_row_set_selected (row, 2);
  assert_text (self, wanted);
}

static void
test_loose (Fixture *self, gconstpointer data)
{
  const char *text =
    "{\"style\": [ \"inked\",\"flat\" , \"st\\u00f6ry\" ],\n"
    "\"colors\": {\"main\":\"red\", \"n\":3}, \"aesthetics\": {\"grain\":\"light\"}}";
  g_autofree char *wanted = form_replaced (text, "style[1]", "\"soft\"");
  g_autofree char *blue = form_replaced (text, "colors.main", "\"blue\"");

  show_kind (self, text, LB_PROMPT_SCHEMA);
  form_assert_row (&self->base, "style", "inked\nflat\nstöry");
  type (self, "style", "inked\nsoft\nstöry");
  assert_text (self, wanted);
  type (self, "style", "inked\nflat\nstöry");
  assert_text (self, text);
  type (self, "style", "inked");
  assert_value (self, "style", "[ \"inked\" ]");
  type (self, "style", "inked\nflat");
  assert_value (self, "style[1]", "\"flat\"");

  show_kind (self, text, LB_PROMPT_SCHEMA);
  type (self, "colors.main", "blue");
  assert_text (self, blue);
  form_assert_row (&self->base, "colors.n", "3");
  g_assert_false (gtk_text_view_get_editable (form_view (&self->base, "colors.n")));
  form_assert_row (&self->base, "aesthetics.grain", "light");

  /* A list that can't be told apart as lines is JSON. */
  show_kind (self, "{\"style\":[\"a\\nb\",\"c\"],\"colors\":[1]}", LB_PROMPT_SCHEMA);
  form_assert_row (&self->base, "style", "[\"a\\nb\", \"c\"]");
  g_assert_false (gtk_text_view_get_editable (form_view (&self->base, "style")));
  form_assert_row (&self->base, "colors", "[1]");
}

static void
test_read_only (Fixture *self, gconstpointer data)
{
  g_autofree char *text = form_read_sample ("pier.json");
  GtkWidget *row;

  show (self, text);
  lb_prompt_form_set_editable (self->form, FALSE);
  g_assert_false (gtk_text_view_get_editable (form_view (&self->base, "objects[0].pose")));
  form_assert_row (&self->base, "lighting.direction", "from behind, low at the right");
  /* Empty ones wait for being written, which they can't be. */
  row = gtk_widget_get_ancestor (form_show_row (&self->base, "objects[0].gender"),
                                 ADW_TYPE_EXPANDER_ROW);
  g_assert_false (gtk_widget_get_visible (row));

  show (self, ODD_TEXT);
  form_assert_row (&self->base, "aesthetics.aesthetic_score", "high");
  lb_prompt_form_set_editable (self->form, TRUE);
  g_assert_true (LB_IS_CHOICE_ROW (form_show_row (&self->base, "aesthetics.aesthetic_score")));
  g_assert_true (gtk_text_view_get_editable (form_view (&self->base, "objects[0].mood")));
  g_assert_cmpuint (self->n_edits, ==, 0);
}

/* The same document with other words: rows are the same ones, with focus, cursor and what is open.
 */
static void
test_in_place (Fixture *self, gconstpointer data)
{
  g_autofree char *text = form_read_sample ("pier.json");
  g_autofree char *changed = form_replaced (text, "objects[0].pose", "\"Standing still.\"");
  g_autofree char *longer = form_replaced (text, "objects[1]", "{\"description\":\"A pot\"},{}");
  g_autoptr (LbPrompt) prompt = lb_prompt_new (changed, NULL);
  g_autoptr (LbPrompt) with_more = lb_prompt_new (longer, NULL);
  GtkWidget *row, *last;
  GtkTextBuffer *buffer;
  GtkTextIter cursor;

  show (self, text);
  last = form_show_row (&self->base, "objects[2]");
  row = form_show_row (&self->base, "objects[0].pose");
  buffer = gtk_text_view_get_buffer (form_view (&self->base, "objects[0].pose"));
  gtk_text_buffer_get_iter_at_offset (buffer, &cursor, 5);
  gtk_text_buffer_place_cursor (buffer, &cursor);

  lb_prompt_form_set_prompt (self->form, prompt);
  g_assert_true (form_find_row (&self->base, "objects[0].pose") == row);
  g_assert_true (lb_form_row_has_focus (row));
  gtk_text_buffer_get_iter_at_mark (buffer, &cursor, gtk_text_buffer_get_insert (buffer));
  g_assert_cmpint (gtk_text_iter_get_offset (&cursor), ==, 5);
  form_assert_row (&self->base, "objects[0].pose", "Standing still.");

  lb_prompt_form_set_prompt (self->form, with_more);
  g_assert_true (form_find_row (&self->base, "objects[0].pose") == row);
  g_assert_true (form_find_row (&self->base, "objects[3]") == last);
  g_assert_true (adw_expander_row_get_expanded (ADW_EXPANDER_ROW (last)));
  g_assert_cmpuint (self->n_edits, ==, 0);
}

/* A field that somebody else writes comes out from behind the row for more. */
static void
test_comes_up (Fixture *self, gconstpointer data)
{
  g_autofree char *text = form_read_sample ("pier.json");
  g_autoptr (LbPrompt) prompt = NULL;
  g_autoptr (LbPrompt) filled = NULL;
  GtkWidget *row;

  show (self, text);
  form_show_row (&self->base, "objects[0]");
  prompt = lb_prompt_new (text, NULL);
  filled = lb_prompt_set_string (prompt, "objects[0].gender", "male", NULL);
  g_assert_null (form_find_row (&self->base, "objects[0].gender"));
  lb_prompt_form_set_prompt (self->form, filled);
  row = form_find_row (&self->base, "objects[0].gender");
  g_assert_nonnull (row);
  g_assert_true (gtk_widget_get_ancestor (row, ADW_TYPE_EXPANDER_ROW) ==
                 form_find_row (&self->base, "objects[0]"));
  /* In its place. */
  g_assert_cmpint (gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row)), ==, 10);
}

/* Fields behind the row for more stay there while they are written. */
static void
test_stays_while_open (Fixture *self, gconstpointer data)
{
  g_autofree char *text = form_read_sample ("pier.json");
  GtkWidget *more;

  show (self, text);
  type (self, "objects[0].gender", "male");
  more = gtk_widget_get_ancestor (form_find_row (&self->base, "objects[0].gender"),
                                  ADW_TYPE_EXPANDER_ROW);
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (more)), ==, "4 More Fields");
  lb_prompt_form_set_issues (self->form, NULL);
  g_assert_true (lb_form_row_has_focus (form_find_row (&self->base, "objects[0].gender")));
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (more), FALSE);
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (more)), ==, "3 More Fields");
  assert_value (self, "objects[0].gender", "\"male\"");
}

static void
test_fast (Fixture *self, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new ("{\"short_description\":\"s\",\"objects\":[");
  gint64 start, opened, typed;

  for (guint i = 0; i < 14; i++)
    g_string_append_printf (
      text,
      "%s{\"description\":\"Thing %u of a rather long description that goes "
      "on for a while, as captions do, and then ends.\",\"location\":\"left\","
      "\"relationship\":\"stands beside the other things in the room\","
      "\"pose\":\"standing\",\"texture\":\"rough and a little worn\","
      "\"clothing\":\"none to speak of at all, but a hat of straw\"}",
      i > 0 ? "," : "", i);
  g_string_append (text, "]}");
  g_assert_cmpuint (text->len, >, 4000);

  start = g_get_monotonic_time ();
  show (self, text->str);
  opened = g_get_monotonic_time () - start;
  form_show_row (&self->base, "objects[0].pose");
  start = g_get_monotonic_time ();
  for (guint i = 0; i < 100; i++)
    gtk_text_buffer_insert_at_cursor (
      gtk_text_view_get_buffer (form_view (&self->base, "objects[0].pose")), "x", -1);
  typed = (g_get_monotonic_time () - start) / 100;
  g_test_message ("a form opens in %.1f ms, a key takes %.3f ms", opened / 1e3, typed / 1e3);
  g_assert_cmpint (typed, <, 16 * 1000);
}

static void
test_places (void)
{
  const char *text = "{\n  \"a\": 1,\n  \"list\": [{\"pose\": \"x\"}, 2]\n}";
  g_autoptr (LbPrompt) prompt = lb_prompt_new (text, NULL);
  guint line, column;

  lb_prompt_locate (prompt, "list[0].pose", &line, &column);
  g_assert_cmpuint (line, ==, 3);
  g_assert_cmpuint (column, ==, 21);
  lb_prompt_locate (prompt, "list[0].gender", &line, &column);
  g_assert_cmpuint (line, ==, 3);
  g_assert_cmpuint (column, ==, 12);
  lb_prompt_locate (prompt, "not a path", &line, &column);
  g_assert_cmpuint (line, ==, 1);

  for (gsize i = 0; i < strlen (text); i++)
    {
      g_autofree char *path = lb_prompt_dup_path_at (prompt, i);

      if (g_str_has_prefix (text + i, "\"x\""))
        g_assert_cmpstr (path, ==, "list[0].pose");
      else if (g_str_has_prefix (text + i, "2]"))
        g_assert_cmpstr (path, ==, "list[1]");
      else if (g_str_has_prefix (text + i, "\"list\""))
        g_assert_cmpstr (path, ==, "list");
      else if (i == 0)
        g_assert_cmpstr (path, ==, "");
    }
}

/* Whatever the width, the last line has its place: no words are hidden below the edge. */
static void
test_growing_text (void)
{
  g_autoptr (GtkWidget) text = g_object_ref_sink (lb_growing_text_new ());
  GtkTextView *view = lb_growing_text_get_view (LB_GROWING_TEXT (text));
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);

  gtk_text_buffer_set_text (
    buffer, "Low in the boat, one paw raised to the mast, the tail up behind the back.", -1);
  for (int width = 120; width <= 700; width++)
    {
      GdkRectangle place;
      GtkTextIter end;
      int height;

      gtk_widget_measure (text, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
      gtk_widget_measure (text, GTK_ORIENTATION_VERTICAL, width, &height, NULL, NULL, NULL);
      gtk_widget_allocate (text, width, height, -1, NULL);
      gtk_text_buffer_get_end_iter (buffer, &end);
      gtk_text_view_get_iter_location (view, &end, &place);
      g_assert_cmpint (place.y + place.height, <=, height);
    }
}

/* (transfer none): how far the view has scrolled within itself. */
static double
scrolled (GtkTextView *view)
{
  return gtk_adjustment_get_value (gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (view))) +
         gtk_adjustment_get_value (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view)));
}

/* A view that once was too narrow or too low for the cursor shows all of its text again. */
static void
test_growing_text_holds_still (Fixture *self, gconstpointer data)
{
  GtkTextView *view;
  GtkTextIter end;
  const char *words = "Low in the boat, one paw raised to the mast, the tail up behind the back.";

  show (self, "{\"short_description\":\"A boat.\"}");
  view = form_view (&self->base, "short_description");
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (view), words, -1);
  for (int width = 60; width <= 600; width += 45)
    {
      GtkWidget *text = gtk_widget_get_parent (GTK_WIDGET (view));

      /* As low as one line first. */
      gtk_widget_measure (text, GTK_ORIENTATION_VERTICAL, 60, NULL, NULL, NULL, NULL);
      gtk_widget_allocate (text, width, 20, -1, NULL);
      gtk_text_buffer_get_end_iter (gtk_text_view_get_buffer (view), &end);
      gtk_text_buffer_place_cursor (gtk_text_view_get_buffer (view), &end);
      gtk_text_view_scroll_to_mark (
        view, gtk_text_buffer_get_insert (gtk_text_view_get_buffer (view)), 0, FALSE, 0, 0);
      form_settle ();
      g_assert_cmpfloat (scrolled (view), ==, 0);
      gtk_adjustment_set_value (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view)), 10);
      g_assert_cmpfloat (scrolled (view), ==, 0);
    }
}

typedef struct
{
  GtkWidget *text;
  int height; /* at which it is no longer */
} Regrown;

static int
height_at (GtkWidget *text, int width)
{
  int height;

  gtk_widget_measure (text, GTK_ORIENTATION_VERTICAL, width, &height, NULL, NULL, NULL);
  return height;
}

static gboolean
is_higher (gpointer data)
{
  Regrown *self = data;

  return height_at (self->text, 200) > self->height;
}

static gboolean
is_lower (gpointer data)
{
  Regrown *self = data;

  return height_at (self->text, 200) < self->height;
}

/* A measure that is kept is of the text and font there are. */
static void
test_growing_text_grows (Fixture *self, gconstpointer data)
{
  GtkSettings *settings = gtk_settings_get_default ();
  Regrown regrown;
  int one;

  g_object_set (settings, "gtk-xft-dpi", 96 * PANGO_SCALE, NULL);
  show (self, "{\"short_description\":\"A boat.\"}");
  regrown.text = gtk_widget_get_parent (GTK_WIDGET (form_view (&self->base, "short_description")));
  one = height_at (regrown.text, 200);
  g_assert_cmpint (height_at (regrown.text, 20), >, one);
  g_assert_cmpint (height_at (regrown.text, 200), ==, one);
  type (self, "short_description", "A boat.\nTwo boats.");
  regrown.height = height_at (regrown.text, 200);
  g_assert_cmpint (regrown.height, >, one);

  g_object_set (settings, "gtk-xft-dpi", 192 * PANGO_SCALE, NULL);
  form_wait (is_higher, &regrown, "the text in larger letters");
  regrown.height = height_at (regrown.text, 200);
  g_object_set (settings, "gtk-xft-dpi", 96 * PANGO_SCALE, NULL);
  form_wait (is_lower, &regrown, "the text in smaller letters");
  gtk_settings_reset_property (settings, "gtk-xft-dpi");
}

#define ADD(name, function)                                                                        \
  g_test_add ("/ui/prompt-form/" name, Fixture, NULL, edited_form_set_up, function,                \
              edited_form_tear_down)

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  dex_init ();
  adw_init ();

  ADD ("every-field", test_every_field);
  ADD ("samples", test_samples);
  ADD ("odd-text", test_odd_text);
  ADD ("unknown", test_unknown);
  ADD ("issues", test_issues);
  ADD ("clear", test_clear);
  ADD ("new-document", test_new_document);
  ADD ("objects", test_objects);
  ADD ("last-object", test_last_object);
  ADD ("optional-section", test_optional_section);
  ADD ("scores", test_scores);
  ADD ("loose", test_loose);
  ADD ("read-only", test_read_only);
  ADD ("in-place", test_in_place);
  ADD ("comes-up", test_comes_up);
  ADD ("stays-while-open", test_stays_while_open);
  ADD ("fast", test_fast);
  ADD ("growing-text-holds-still", test_growing_text_holds_still);
  ADD ("growing-text-grows", test_growing_text_grows);
  g_test_add_func ("/ui/prompt-form/places", test_places);
  g_test_add_func ("/ui/prompt-form/growing-text", test_growing_text);

  return g_test_run ();
}
