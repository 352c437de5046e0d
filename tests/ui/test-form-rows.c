#include <adwaita.h>
#include <libdex.h>

#include "form-fixture.h"
#include "model/lb-prompt.h"
#include "ui/prompt/lb-form-row.h"
#include "ui/prompt/lb-section-row.h"
#include "ui/prompt/lb-snippets.h"

/* What one does with the rows of a form beside writing in them. */

typedef EditedForm Fixture;

static void
show (Fixture *self, const char *text)
{
  g_autoptr (LbPrompt) prompt = lb_prompt_new (text, NULL);

  lb_prompt_form_set_prompt (self->form, prompt);
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

static GtkDropTarget *
find_drop_target (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DROP_TARGET (controller))
        return GTK_DROP_TARGET (controller);
    }
  return NULL;
}

typedef struct
{
  GtkWidget *widget;
  gint64 frame;
} Frames;

static gboolean
is_drawn (gpointer data)
{
  Frames *self = data;

  gtk_widget_queue_draw (self->widget);
  return gdk_frame_clock_get_frame_counter (gtk_widget_get_frame_clock (self->widget)) >
         self->frame + 2;
}

/* Every row has its place. */
static void
wait_drawn (GtkWidget *widget)
{
  Frames frames = { widget,
                    gdk_frame_clock_get_frame_counter (gtk_widget_get_frame_clock (widget)) };

  form_wait (is_drawn, &frames, "frames");
}

/* Lets go of @row over @group, above or below what is at @path. */
static gboolean
drop (Fixture *self, GtkWidget *group, GtkWidget *row, const char *path, gboolean below)
{
  GtkWidget *other = form_find_row (&self->base, path);
  g_auto (GValue) value = G_VALUE_INIT;
  graphene_rect_t bounds;
  gboolean dropped = FALSE;

  wait_drawn (group);
  g_assert_true (gtk_widget_compute_bounds (other, group, &bounds));
  g_value_init (&value, LB_TYPE_SECTION_ROW);
  g_value_set_object (&value, row);
  g_signal_emit_by_name (find_drop_target (group), "drop", &value, 10.0,
                         (double) bounds.origin.y + (below ? bounds.size.height - 2 : 2), &dropped);
  form_settle ();
  return dropped;
}

/* A row goes to the gap that it is dropped at; where it is already nothing happens. */
static void
test_drag (Fixture *self, gconstpointer data)
{
  g_autofree char *text = form_read_sample ("pier.json");
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;
  GtkWidget *row, *group;

  show (self, text);
  first = get (self, "objects[0]");
  second = get (self, "objects[1]");
  third = get (self, "objects[2]");
  row = form_show_row (&self->base, "objects[0]");
  group = gtk_widget_get_ancestor (row, ADW_TYPE_PREFERENCES_GROUP);

  g_assert_false (drop (self, group, row, "objects[0]", FALSE));
  g_assert_false (drop (self, group, row, "objects[1]", FALSE));
  assert_text (self, text);
  g_assert_cmpuint (self->n_edits, ==, 0);

  g_assert_true (drop (self, group, row, "objects[2]", TRUE));
  assert_value (self, "objects[0]", second);
  assert_value (self, "objects[1]", third);
  assert_value (self, "objects[2]", first);
  g_assert_true (form_find_row (&self->base, "objects[2]") == row);
  g_assert_true (adw_expander_row_get_expanded (ADW_EXPANDER_ROW (row)));
  g_assert_true (lb_form_row_has_focus (row));

  g_assert_true (drop (self, group, row, "objects[0]", FALSE));
  assert_text (self, text);

  /* What is not of this list stays where it is. */
  g_assert_false (drop (self, group, form_show_row (&self->base, "lighting"), "objects[2]", TRUE));
  assert_text (self, text);
}

static GtkWidget *
find_class (GtkWidget *widget, const char *css_class)
{
  GtkWidget *found = NULL;

  if (gtk_widget_has_css_class (widget, css_class))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_class (child, css_class);
  return found;
}

/* Where nothing can be moved there is no handle, nor room for one. */
static void
test_handle (Fixture *self, gconstpointer data)
{
  GtkWidget *row;

  show (self, "{\"objects\": [{\"description\": \"A fox.\"}]}");
  row = form_show_row (&self->base, "objects[0]");
  g_assert_false (gtk_widget_get_mapped (find_class (row, "drag-handle")));
  g_assert_false (gtk_widget_get_visible (find_class (row, "prefixes")));

  show (self, "{\"objects\": [{\"description\": \"A fox.\"}, {\"description\": \"A boat.\"}]}");
  row = form_show_row (&self->base, "objects[0]");
  wait_drawn (row);
  g_assert_true (gtk_widget_get_mapped (find_class (row, "drag-handle")));
}

/* The keys are for an element as a whole, wherever in it the focus is. */
static void
test_move_keys (Fixture *self, gconstpointer data)
{
  g_autofree char *text = form_read_sample ("pier.json");
  g_autofree char *first = NULL;
  GtkWidget *field;

  show (self, text);
  first = get (self, "objects[0]");
  field = form_show_row (&self->base, "objects[0].pose");
  g_assert_true (gtk_widget_activate_action (field, "section.move", "i", 1));
  assert_value (self, "objects[1]", first);
  g_assert_cmpuint (self->n_edits, ==, 1);
  g_assert_true (form_find_row (&self->base, "objects[1].pose") == field);
  g_assert_true (lb_form_row_has_focus (field));
  gtk_widget_activate_action (field, "section.move", "i", 1);
  gtk_widget_activate_action (field, "section.move", "i", 1);
  assert_value (self, "objects[2]", first);
  gtk_widget_activate_action (field, "section.move", "i", -1);
  gtk_widget_activate_action (field, "section.move", "i", -1);
  gtk_widget_activate_action (field, "section.move", "i", -1);
  assert_text (self, text);
}

static gboolean
is_advice (GtkWidget *widget, const char *words)
{
  return GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) &&
         g_str_equal (gtk_label_get_label (GTK_LABEL (widget)), words);
}

static gboolean
shows_words (GtkWidget *widget, const char *words)
{
  gboolean found = is_advice (widget, words);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && !found;
       child = gtk_widget_get_next_sibling (child))
    found = shows_words (child, words);
  return found;
}

typedef struct
{
  GtkWidget *widget;
  const char *words;
  gboolean shown;
} Sight;

static gboolean
is_seen (gpointer data)
{
  Sight *sight = data;

  return shows_words (sight->widget, sight->words) == sight->shown;
}

/* How many words are advised is said where one writes, and nowhere else. */
static void
test_advice (Fixture *self, gconstpointer data)
{
  g_autofree char *text = form_read_sample ("pier.json");
  Sight sight = { self->base.widget, "3 words · up to 3 advised", TRUE };

  gtk_window_present (GTK_WINDOW (self->base.window));
  show (self, text);
  type (self, "artistic_style", "bold – ink outlines");
  form_wait (is_seen, &sight, "the advice");
  type (self, "artistic_style", "bold");
  sight.words = "1 word · up to 3 advised";
  form_wait (is_seen, &sight, "the advice for one word");
  form_show_row (&self->base, "context");
  sight.shown = FALSE;
  form_wait (is_seen, &sight, "no advice");
}

static void
activate (GtkWidget *widget, const char *action, const char *text)
{
  g_assert_true (gtk_widget_activate_action_variant (
    widget, action, text != NULL ? g_variant_new_string (text) : NULL));
}

/* A phrase that was kept goes where the cursor is, in place of what is selected. */
static void
test_snippets (Fixture *self, gconstpointer data)
{
  g_autofree char *text = form_read_sample ("pier.json");
  g_auto (GStrv) snippets = NULL;
  GtkTextBuffer *buffer;
  GtkTextView *view;
  GtkTextIter start, end;
  Sight sight = { self->base.widget, "no such words", FALSE };

  lb_snippets_set ((const char *const[]) { "  ", NULL });
  show (self, text);
  type (self, "context", "a fox on a pier");
  form_wait (is_seen, &sight, "the focus");
  view = form_view (&self->base, "context");
  form_settle ();
  buffer = gtk_text_view_get_buffer (view);
  gtk_text_buffer_get_iter_at_offset (buffer, &start, 2);
  gtk_text_buffer_get_iter_at_offset (buffer, &end, 5);
  gtk_text_buffer_select_range (buffer, &start, &end);
  activate (GTK_WIDGET (view), "snippet.save", NULL);
  activate (GTK_WIDGET (view), "snippet.insert", "red hen");
  assert_value (self, "context", "\"a red hen on a pier\"");
  lb_snippets_add ("gull");
  lb_snippets_add ("fox");
  snippets = lb_snippets_list ();
  g_assert_cmpstrv (snippets, ((const char *const[]) { "fox", "gull", NULL }));
  g_assert_false (lb_snippets_add (" \n"));
}

/* As another document. */
static void
start (Fixture *self, const char *text)
{
  lb_prompt_form_reset (self->form);
  show (self, text);
}

/* The rows are the same ones, and know nothing of the document before. */
static void
test_another_document (Fixture *self, gconstpointer data)
{
  g_autofree char *text = form_read_sample ("pier.json");
  g_autofree char *painted = form_replaced (text, "style_medium", "\"oil\"");
  const char *null_text =
    "{\"short_description\":\"A pier.\",\"objects\":[{\"pose\":null}],\"style_medium\" : null}";
  GtkWidget *row, *section, *more;

  start (self, text);
  type (self, "objects[0].gender", "male");
  section = form_find_row (&self->base, "objects[0]");
  row = form_find_row (&self->base, "short_description");
  type (self, "short_description", "A boat.");

  start (self, null_text);
  g_assert_true (form_find_row (&self->base, "objects[0]") == section);
  type (self, "style_medium", "oil");
  type (self, "style_medium", "");
  assert_text (self, null_text);
  g_assert_true (gtk_widget_grab_focus (row));

  start (self, painted);
  assert_text (self, painted);
  g_assert_true (form_find_row (&self->base, "short_description") == row);
  g_assert_true (form_find_row (&self->base, "objects[0]") == section);
  g_assert_true (lb_form_row_has_focus (row));
  type (self, "style_medium", "");
  assert_value (self, "style_medium", NULL);
  form_show_row (&self->base, "objects[0].gender");
  more = gtk_widget_get_ancestor (form_find_row (&self->base, "objects[0].gender"),
                                  ADW_TYPE_EXPANDER_ROW);
  g_assert_true (more != section);
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (more)), ==, "4 More Fields");
}

#define ADD(name, function)                                                                        \
  g_test_add ("/ui/form-rows/" name, Fixture, NULL, edited_form_set_up, function,                  \
              edited_form_tear_down)

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  dex_init ();
  adw_init ();

  ADD ("drag", test_drag);
  ADD ("handle", test_handle);
  ADD ("move-keys", test_move_keys);
  ADD ("advice", test_advice);
  ADD ("snippets", test_snippets);
  ADD ("another-document", test_another_document);

  return g_test_run ();
}
