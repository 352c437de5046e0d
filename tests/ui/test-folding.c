#include <adwaita.h>
#include <libdex.h>

#include "form-fixture.h"
#include "ui/prompt/lb-fold-gutter.h"
#include "ui/prompt/lb-json-view.h"
#include "ui/prompt/lb-text-pane.h"

/* Lines 0 to 12. */
#define TEXT                                                                                       \
  "{\n"                                                                                            \
  "  \"short_description\": \"A boat.\",\n"                                                        \
  "  \"objects\": [\n"                                                                             \
  "    {\n"                                                                                        \
  "      \"description\": \"The boat\",\n"                                                         \
  "      \"number_of_objects\": \"many\"\n"                                                        \
  "    }\n"                                                                                        \
  "  ],\n"                                                                                         \
  "  \"lighting\": {\n"                                                                            \
  "    \"conditions\": \"fog\",\n"                                                                 \
  "    \"shadows\": \"none\"\n"                                                                    \
  "  }\n"                                                                                          \
  "}\n"

static GPtrArray *said; /* (element-type utf8): all that was announced */

/* In place of the toolkit's, which tells nobody in a test. */
void
gtk_accessible_announce (GtkAccessible *self,
                         const char *message,
                         GtkAccessibleAnnouncementPriority priority)
{
  g_ptr_array_add (said, g_strdup (message));
}

typedef struct
{
  FormFixture base;
  LbTextPane *pane;
  LbJsonView *view;      /* (unowned) */
  LbTextFolds *folds;    /* (unowned) */
  GtkTextBuffer *buffer; /* (unowned) */
  guint n_edits;
  guint n_changes; /* of the folds */
} Fixture;

static void
count_cb (guint *n)
{
  (*n)++;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  said = g_ptr_array_new_with_free_func (g_free);
  self->pane = g_object_new (LB_TYPE_TEXT_PANE, "view-name", "json", NULL);
  form_fixture_set_up (&self->base, GTK_WIDGET (self->pane));
  self->view = LB_JSON_VIEW (lb_text_pane_get_view (self->pane));
  self->folds = lb_json_view_get_folds (self->view);
  self->buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
  g_signal_connect_swapped (self->pane, "edited", G_CALLBACK (count_cb), &self->n_edits);
  g_signal_connect_swapped (self->folds, "changed", G_CALLBACK (count_cb), &self->n_changes);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_signal_handlers_disconnect_by_data (self->folds, &self->n_changes);
  form_fixture_tear_down (&self->base);
  g_clear_pointer (&said, g_ptr_array_unref);
}

static gboolean
have_changed (gpointer data)
{
  Fixture *self = data;

  return self->n_changes > 0;
}

/* Until the text was read. */
static void
wait_for_blocks (Fixture *self)
{
  self->n_changes = 0;
  form_wait (have_changed, self, "that the blocks are found");
}

static void
set_text (Fixture *self, const char *text)
{
  lb_text_pane_set_text (self->pane, text);
  wait_for_blocks (self);
}

static void
assert_text (Fixture *self, const char *text)
{
  g_autofree char *shown = lb_text_pane_dup_text (self->pane);

  g_assert_cmpstr (shown, ==, text);
}

/* @lines: those that can't be seen: "3 4 5 6". */
static void
assert_hidden (Fixture *self, const char *lines)
{
  g_autoptr (GString) hidden = g_string_new (NULL);

  for (int i = 0; i < gtk_text_buffer_get_line_count (self->buffer); i++)
    if (lb_text_folds_is_hidden (self->folds, (guint) i))
      g_string_append_printf (hidden, hidden->len > 0 ? " %d" : "%d", i);
  g_assert_cmpstr (hidden->str, ==, lines);
}

static void
place_cursor (Fixture *self, int line, int column)
{
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_line_offset (self->buffer, &iter, line, column);
  gtk_text_buffer_place_cursor (self->buffer, &iter);
}

static int
cursor_line (Fixture *self)
{
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_mark (self->buffer, &iter, gtk_text_buffer_get_insert (self->buffer));
  return gtk_text_iter_get_line (&iter);
}

static void
assert_cursor (Fixture *self, int line, int column)
{
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_mark (self->buffer, &iter, gtk_text_buffer_get_insert (self->buffer));
  g_assert_cmpint (gtk_text_iter_get_line (&iter), ==, line);
  g_assert_cmpint (gtk_text_iter_get_line_offset (&iter), ==, column);
}

static void
type_at (Fixture *self, int line, int column, const char *text)
{
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_line_offset (self->buffer, &iter, line, column);
  gtk_text_buffer_begin_user_action (self->buffer);
  gtk_text_buffer_insert (self->buffer, &iter, text, -1);
  gtk_text_buffer_end_user_action (self->buffer);
}

static void
act (Fixture *self, const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self->view), action, NULL));
}

/* What is folded isn't seen, and nothing else is any different. */
static void
test_fold (Fixture *self, gconstpointer data)
{
  set_text (self, TEXT);
  g_assert_cmpuint (lb_text_folds_get_n_blocks (self->folds), ==, 4);
  assert_hidden (self, "");

  place_cursor (self, 5, 10);
  act (self, "json.fold");
  assert_hidden (self, "4 5");
  assert_cursor (self, 3, 5);
  act (self, "json.fold");
  assert_hidden (self, "3 4 5 6");
  assert_cursor (self, 2, 14);
  g_assert_cmpstr (g_ptr_array_index (said, 0), ==, "Folded: 2 fields");
  g_assert_cmpstr (g_ptr_array_index (said, 1), ==, "Folded: 1 object");
  gtk_test_accessible_assert_property (self->view, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "2 parts are folded");

  assert_text (self, TEXT);
  g_assert_cmpuint (self->n_edits, ==, 0);
  g_assert_false (gtk_text_buffer_get_can_undo (self->buffer));

  /* What is within stays as it was. */
  act (self, "json.unfold");
  assert_hidden (self, "4 5");
  g_assert_cmpstr (g_ptr_array_index (said, 2), ==, "Unfolded: 1 object");
  place_cursor (self, 6, 0);
  act (self, "json.unfold");
  assert_hidden (self, "");
  assert_text (self, TEXT);
}

static void
test_all (Fixture *self, gconstpointer data)
{
  set_text (self, TEXT);
  place_cursor (self, 9, 4);
  act (self, "json.fold-all");
  assert_hidden (self, "3 4 5 6 9 10");
  assert_cursor (self, 8, 15);
  g_assert_cmpuint (lb_text_folds_get_n_folded (self->folds), ==, 3);
  act (self, "json.unfold-all");
  assert_hidden (self, "");

  /* The whole as well, if one wants. */
  place_cursor (self, 1, 0);
  act (self, "json.fold");
  assert_hidden (self, "1 2 3 4 5 6 7 8 9 10 11");
  act (self, "json.fold-all");
  act (self, "json.unfold");
  assert_hidden (self, "3 4 5 6 9 10");

  /* Another text has none. */
  set_text (self, TEXT "\n");
  assert_hidden (self, "");
}

static void
find_gutter (GtkWidget *widget, GtkSourceGutterRenderer **found)
{
  if (LB_IS_FOLD_GUTTER (widget))
    *found = GTK_SOURCE_GUTTER_RENDERER (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && *found == NULL;
       child = gtk_widget_get_next_sibling (child))
    find_gutter (child, found);
}

static void
test_triangles (Fixture *self, gconstpointer data)
{
  const GdkRectangle area = { 0, 0, 18, 17 };
  GtkSourceGutterRenderer *gutter = NULL;
  GtkTextIter iter;

  set_text (self, TEXT);
  find_gutter (GTK_WIDGET (self->view), &gutter);
  gtk_text_buffer_get_iter_at_line (self->buffer, &iter, 1);
  g_assert_false (gtk_source_gutter_renderer_query_activatable (gutter, &iter, &area));
  gtk_text_buffer_get_iter_at_line (self->buffer, &iter, 8);
  g_assert_true (gtk_source_gutter_renderer_query_activatable (gutter, &iter, &area));
  gtk_source_gutter_renderer_activate (gutter, &iter, &area, GDK_BUTTON_PRIMARY, 0, 1);
  assert_hidden (self, "9 10");
  gtk_source_gutter_renderer_activate (gutter, &iter, &area, GDK_BUTTON_PRIMARY, 0, 1);
  assert_hidden (self, "");
}

static gboolean
has_issues (gpointer data)
{
  return lb_text_pane_get_n_issues (data) > 0;
}

static void
test_jumps (Fixture *self, gconstpointer data)
{
  GtkTextIter start, end;

  set_text (self, TEXT);
  act (self, "json.fold-all");
  form_wait (has_issues, self->pane, "an issue");
  for (guint n = lb_text_pane_get_n_issues (self->pane); n > 0 && cursor_line (self) != 5; n--)
    lb_text_pane_show_next_issue (self->pane);
  assert_hidden (self, "9 10");
  assert_cursor (self, 5, 27);

  /* From the form to what is folded. */
  act (self, "json.fold-all");
  lb_text_pane_set_view_name (self->pane, "form");
  lb_text_pane_show_field (self->pane, "lighting.shadows");
  lb_text_pane_set_view_name (self->pane, "json");
  assert_hidden (self, "3 4 5 6");

  /* What is selected can be seen, to its end. */
  act (self, "json.fold-all");
  gtk_text_buffer_get_iter_at_line (self->buffer, &start, 1);
  gtk_text_buffer_get_iter_at_line (self->buffer, &end, 2);
  gtk_text_buffer_select_range (self->buffer, &end, &start);
  assert_hidden (self, "3 4 5 6 9 10");
  gtk_text_buffer_get_iter_at_line (self->buffer, &end, 7);
  gtk_text_buffer_select_range (self->buffer, &end, &start);
  assert_hidden (self, "9 10");
  g_signal_emit_by_name (self->view, "select-all", TRUE);
  assert_hidden (self, "");
}

/* Keys pass over what is folded, and leave it so. */
static void
test_cursor_keys (Fixture *self, gconstpointer data)
{
  set_text (self, TEXT);
  act (self, "json.fold-all");
  place_cursor (self, 2, 14);
  g_signal_emit_by_name (self->view, "move-cursor", GTK_MOVEMENT_VISUAL_POSITIONS, 1, FALSE);
  assert_cursor (self, 7, 0);
  g_signal_emit_by_name (self->view, "move-cursor", GTK_MOVEMENT_VISUAL_POSITIONS, -1, FALSE);
  assert_cursor (self, 2, 14);
  g_signal_emit_by_name (self->view, "move-cursor", GTK_MOVEMENT_DISPLAY_LINES, 1, FALSE);
  assert_cursor (self, 7, 4);
  g_signal_emit_by_name (self->view, "move-cursor", GTK_MOVEMENT_DISPLAY_LINES, -1, FALSE);
  assert_cursor (self, 2, 14);
  assert_hidden (self, "3 4 5 6 9 10");
}

static void
test_edits (Fixture *self, gconstpointer data)
{
  g_autofree char *fog = form_replaced (TEXT, "lighting.conditions", "\"mist\"");
  GtkTextIter start, end;

  /* Above, beside and below: the folds go along. */
  set_text (self, TEXT);
  act (self, "json.fold-all");
  type_at (self, 1, 2, "\"context\": \"x\",\n  ");
  assert_hidden (self, "4 5 6 7 10 11");
  type_at (self, 3, 4, "xy");
  type_at (self, 8, 4, "\n  \"a\": 1,");
  assert_hidden (self, "4 5 6 7 11 12");
  wait_for_blocks (self);
  assert_hidden (self, "4 5 6 7 11 12");
  lb_text_pane_undo (self->pane);
  lb_text_pane_undo (self->pane);
  lb_text_pane_undo (self->pane);
  assert_text (self, TEXT);
  wait_for_blocks (self);
  assert_hidden (self, "3 4 5 6 9 10");

  /* Within, whoever makes it. */
  lb_text_pane_update (self->pane, fog);
  assert_hidden (self, "3 4 5 6");
  lb_text_pane_undo (self->pane);
  assert_text (self, TEXT);
  wait_for_blocks (self);
  act (self, "json.fold-all");
  type_at (self, 8, 15, "\n");
  assert_hidden (self, "3 4 5 6");
  lb_text_pane_undo (self->pane);
  assert_hidden (self, "3 4 5 6");

  /* What was folded and is deleted comes back whole. */
  gtk_text_buffer_get_iter_at_line_offset (self->buffer, &start, 1, 5);
  gtk_text_buffer_get_iter_at_line_offset (self->buffer, &end, 7, 1);
  gtk_text_buffer_begin_user_action (self->buffer);
  gtk_text_buffer_delete (self->buffer, &start, &end);
  gtk_text_buffer_end_user_action (self->buffer);
  assert_hidden (self, "");
  lb_text_pane_undo (self->pane);
  assert_text (self, TEXT);
  assert_hidden (self, "");
}

/* What is broken folds as far as it can be told, and opens when it can't any more. */
static void
test_broken (Fixture *self, gconstpointer data)
{
  set_text (self, "{\n \"a\": [\n  1,\n  2\n ],\n \"b: {\n  3\n }");
  g_assert_cmpuint (lb_text_folds_get_n_blocks (self->folds), ==, 2);
  act (self, "json.fold-all");
  assert_hidden (self, "2 3");
  type_at (self, 1, 6, "\"");
  assert_hidden (self, "2 3");
  wait_for_blocks (self);
  assert_hidden (self, "");
}

/* Whatever is folded and typed: hidden is what lies in a fold, by whole lines, and the text is as
 * it would be without. */
static void
assert_sound (Fixture *self, const char *text)
{
  const int n_lines = gtk_text_buffer_get_line_count (self->buffer);
  g_autofree gboolean *hidden = g_new0 (gboolean, n_lines + 1);

  assert_text (self, text);
  for (guint line = 0; line < (guint) n_lines; line++)
    {
      const LbPromptBlock *block = lb_text_folds_get_block (self->folds, line);

      if (block == NULL || !lb_text_folds_is_folded (self->folds, line))
        continue;
      g_assert_cmpint ((int) block->last_line, <, n_lines);
      for (guint i = block->first_line + 1; i < block->last_line; i++)
        hidden[i] = TRUE;
    }
  for (int line = 0; line < n_lines; line++)
    {
      GtkTextIter start, end;
      g_autofree char *all = NULL;
      g_autofree char *seen = NULL;

      gtk_text_buffer_get_iter_at_line (self->buffer, &start, line);
      end = start;
      gtk_text_iter_forward_line (&end);
      all = gtk_text_iter_get_text (&start, &end);
      seen = gtk_text_iter_get_visible_text (&start, &end);
      g_assert_cmpstr (seen, ==, hidden[line] ? "" : all);
    }
}

static void
edit_at_random (Fixture *self, GString *shadow)
{
  static const char signs[] = "{}[]\",\n\n\n1";
  const int from = g_test_rand_int_range (0, (int) shadow->len + 1);
  GtkTextIter start, end;

  gtk_text_buffer_get_iter_at_offset (self->buffer, &start, from);
  if (g_test_rand_bit ())
    {
      char text[8] = "";
      const int length = g_test_rand_int_range (1, sizeof text);

      for (int i = 0; i < length; i++)
        text[i] = signs[g_test_rand_int_range (0, sizeof signs - 1)];
      gtk_text_buffer_insert (self->buffer, &start, text, length);
      g_string_insert_len (shadow, from, text, length);
      return;
    }

  gtk_text_buffer_get_iter_at_offset (
    self->buffer, &end, MIN (from + g_test_rand_int_range (0, 20), (int) shadow->len));
  g_string_erase (shadow, from, gtk_text_iter_get_offset (&end) - from);
  gtk_text_buffer_delete (self->buffer, &start, &end);
}

static void
test_any_edit (Fixture *self, gconstpointer data)
{
  for (guint round = 0; round < 40; round++)
    {
      g_autoptr (GString) shadow = g_string_new (TEXT);

      set_text (self, TEXT);
      for (guint i = 0; i < 40; i++)
        {
          const int line = g_test_rand_int_range (0, gtk_text_buffer_get_line_count (self->buffer));

          switch (g_test_rand_int_range (0, 6))
            {
            case 0:  lb_text_folds_set_all (self->folds, TRUE); break;
            case 1:  lb_text_folds_set_folded (self->folds, (guint) line, TRUE); break;
            case 2:  lb_text_folds_set_folded (self->folds, (guint) line, FALSE); break;
            case 3:  place_cursor (self, line, 0); break;
            default: edit_at_random (self, shadow);
            }
          assert_sound (self, shadow->str);
        }
      type_at (self, 0, 0, " ");
      g_string_prepend_c (shadow, ' ');
      wait_for_blocks (self);
      assert_sound (self, shadow->str);
    }
}

#define ADD(name, function)                                                                        \
  g_test_add ("/ui/folding/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  dex_init ();
  adw_init ();

  ADD ("fold", test_fold);
  ADD ("all", test_all);
  ADD ("triangles", test_triangles);
  ADD ("jumps", test_jumps);
  ADD ("cursor-keys", test_cursor_keys);
  ADD ("edits", test_edits);
  ADD ("broken", test_broken);
  ADD ("any-edit", test_any_edit);

  return g_test_run ();
}
