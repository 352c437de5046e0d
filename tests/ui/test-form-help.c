#include <adwaita.h>

#include "model/lb-prompt.h"
#include "page-fixture.h"
#include "ui/prompt/lb-field-row.h"
#include "ui/prompt/lb-form-row.h"
#include "ui/prompt/lb-repair-dialog.h"
#include "ui/prompt/lb-snippets.h"
#include "ui/prompt/lb-suggestions.h"
#include "ui/prompt/lb-text-pane.h"
#include "ui/schema/lb-schema-page.h"

/* What helps to write a caption: the words of other captions, snippets, and what the service has
 * repaired. Over the real service. */

typedef struct
{
  PageFixture base;
  LbImagePage *page;
  LbTextPane *pane;
} Fixture;

static GtkWidget *
find_widget (GtkWidget *widget, gboolean (*check) (GtkWidget *, const char *), const char *what)
{
  GtkWidget *found = check (widget, what) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_widget (child, check, what);
  return found;
}

static gboolean
is_row (GtkWidget *widget, const char *path)
{
  return LB_IS_FIELD_ROW (widget) &&
         g_str_equal (lb_form_row_get_path (LB_FORM_ROW (widget)), path);
}

static gboolean
is_suggestions (GtkWidget *widget, const char *what)
{
  return LB_IS_SUGGESTIONS (widget) && gtk_widget_get_visible (widget);
}

static gboolean
is_list (GtkWidget *widget, const char *what)
{
  return GTK_IS_LIST_BOX (widget);
}

/* (nullable): the list of what is suggested, if it is shown. */
static GtkListBox *
find_list (Fixture *self)
{
  GtkWidget *popover = find_widget (GTK_WIDGET (self->pane), is_suggestions, NULL);

  return popover != NULL ? GTK_LIST_BOX (find_widget (popover, is_list, NULL)) : NULL;
}

static GtkTextView *
view_at (Fixture *self, const char *path)
{
  GtkWidget *row;

  lb_text_pane_show_field (self->pane, path);
  row = find_widget (GTK_WIDGET (self->pane), is_row, path);
  g_assert_nonnull (row);
  gtk_widget_grab_focus (row);
  return lb_field_row_get_view (LB_FIELD_ROW (row));
}

/* (transfer full) */
static char *
text_at (Fixture *self, const char *path)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view_at (self, path));
  char *text;

  g_object_get (buffer, "text", &text, NULL);
  return text;
}

/* (transfer full): a caption with @clothing on its fox. */
static char *
make_caption (const char *clothing)
{
  g_autofree char *text = make_prompt ("A fox on a pier.");
  g_autoptr (LbPrompt) prompt = lb_prompt_new (text, NULL);
  g_autoptr (LbPrompt) dressed =
    lb_prompt_set_string (prompt, "objects[0].clothing", clothing, NULL);

  g_assert_nonnull (dressed);
  return g_strdup (lb_prompt_get_text (dressed));
}

/* @data: whether the service is another's. */
static void
set_up (Fixture *self, gconstpointer data)
{
  const char *const clothes[] = { "red scarf", "yellow oilskins", "Yellow oilskins.", "red hat" };

  if (GPOINTER_TO_INT (data))
    page_fixture_set_up_hosted (&self->base, G_N_ELEMENTS (clothes));
  else
    page_fixture_set_up (&self->base, G_N_ELEMENTS (clothes));
  page_fixture_set_schema (&self->base);
  for (guint i = 0; i < G_N_ELEMENTS (clothes); i++)
    {
      g_autofree char *caption = make_caption (clothes[i]);

      page_fixture_save_caption (&self->base, page_fixture_nth (&self->base, i), caption);
    }
  lb_snippets_set ((const char *const[]) { "at dawn", NULL });
  self->page = page_fixture_open_image (&self->base, 0);
  self->pane = page_child (self->page, LB_TYPE_IMAGE_PAGE, "editor");
  lb_text_pane_set_view_name (self->pane, "form");
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  page_fixture_tear_down (&self->base);
}

static void
press (GtkTextView *view, guint keyval, GdkModifierType state)
{
  g_autoptr (GListModel) controllers =
    gtk_widget_observe_controllers (gtk_widget_get_parent (GTK_WIDGET (view)));
  gboolean handled = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !handled; i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", keyval, 0, state, &handled);
    }
  page_settle ();
}

typedef struct
{
  Fixture *fixture;
  GtkTextView *view;
  const char *text;
} Typing;

/* The captions are counted meanwhile, so that it is typed once more until they are. */
static gboolean
has_suggestions (gpointer data)
{
  Typing *typing = data;

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (typing->view), "", -1);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (typing->view), typing->text, -1);
  return find_list (typing->fixture) != NULL;
}

static char *
dup_label (GtkListBox *list, int place)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (list, place);
  GtkWidget *box = row != NULL ? gtk_list_box_row_get_child (row) : NULL;

  return box != NULL ? g_strdup (gtk_label_get_label (GTK_LABEL (gtk_widget_get_first_child (box))))
                     : NULL;
}

static void
assert_label (GtkListBox *list, int place, const char *words)
{
  g_autofree char *label = dup_label (list, place);

  g_assert_cmpstr (label, ==, words);
}

/* What is typed is completed from what other captions have there, the most frequent first. */
static void
test_values (Fixture *self, gconstpointer data)
{
  const char *path = "objects[0].clothing";
  Typing typing = { self, view_at (self, path), "oil" };
  g_autofree char *taken = NULL;
  g_autofree char *kept = NULL;

  wait_until (has_suggestions, &typing, "suggestions");
  assert_label (find_list (self), 0, "yellow oilskins");
  assert_label (find_list (self), 1, NULL);
  gtk_test_accessible_assert_property (gtk_list_box_get_row_at_index (find_list (self), 0),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "yellow oilskins, in 2 captions");

  /* The keys are the field's until one goes down into the list. */
  g_assert_null (gtk_list_box_get_selected_row (find_list (self)));
  press (typing.view, GDK_KEY_Escape, 0);
  g_assert_null (find_list (self));
  kept = text_at (self, path);
  g_assert_cmpstr (kept, ==, "oil");

  g_assert_true (has_suggestions (&typing));
  press (typing.view, GDK_KEY_Down, 0);
  g_assert_nonnull (gtk_list_box_get_selected_row (find_list (self)));
  press (typing.view, GDK_KEY_Up, 0);
  g_assert_null (gtk_list_box_get_selected_row (find_list (self)));
  press (typing.view, GDK_KEY_Down, 0);
  press (typing.view, GDK_KEY_Return, 0);
  g_assert_null (find_list (self));
  taken = text_at (self, path);
  g_assert_cmpstr (taken, ==, "yellow oilskins");
  g_assert_true (gtk_widget_has_focus (GTK_WIDGET (typing.view)));
}

static gboolean
is_gone (gpointer data)
{
  return find_list (data) == NULL;
}

/* All of them, and the snippets, by a key; leaving the field closes the list. */
static void
test_all (Fixture *self, gconstpointer data)
{
  const char *path = "objects[0].clothing";
  Typing typing = { self, view_at (self, path), "oil" };
  GtkTextView *view = typing.view;
  g_autofree char *taken = NULL;
  GtkTextIter start;

  wait_until (has_suggestions, &typing, "suggestions");
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (view), "", -1);
  g_assert_null (find_list (self));
  press (view, GDK_KEY_space, GDK_CONTROL_MASK);
  assert_label (find_list (self), 0, "yellow oilskins");
  assert_label (find_list (self), 3, "at dawn");
  assert_label (find_list (self), 4, NULL);
  view_at (self, "short_description");
  wait_until (is_gone, self, "the list to go");

  /* A field that nobody counts has the snippets still, which go where the cursor is. */
  view = view_at (self, "short_description");
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (view), "A pier .", -1);
  g_assert_null (find_list (self));
  gtk_text_buffer_get_iter_at_offset (gtk_text_view_get_buffer (view), &start, 7);
  gtk_text_buffer_place_cursor (gtk_text_view_get_buffer (view), &start);
  press (view, GDK_KEY_space, GDK_CONTROL_MASK);
  assert_label (find_list (self), 0, "at dawn");
  press (view, GDK_KEY_Return, 0);
  taken = text_at (self, "short_description");
  g_assert_cmpstr (taken, ==, "A pier at dawn.");
}

static gboolean
is_repair_dialog (gpointer data)
{
  Fixture *self = data;
  AdwDialog *dialog = adw_window_get_visible_dialog (self->base.window);

  return LB_IS_REPAIR_DIALOG (dialog);
}

static void
type_text (Fixture *self, const char *text)
{
  lb_text_pane_set_view_name (self->pane, "json");
  lb_text_pane_replace (self->pane, text);
}

/* (transfer full): a caption with a number for a text, which R62 mends; @short_of_one: and without
 * a field that it must have, which nothing mends, so that it is not sent. */
static char *
make_broken (gboolean short_of_one)
{
  g_autofree char *text = make_caption ("red scarf");
  g_autoptr (LbPrompt) prompt = lb_prompt_new (text, NULL);
  g_autoptr (LbPrompt) broken = lb_prompt_set (prompt, "context", "12", NULL);
  g_autoptr (LbPrompt) lacking = lb_prompt_set (broken, "background_setting", NULL, NULL);

  return g_strdup (lb_prompt_get_text (short_of_one ? lacking : broken));
}

/* What would be changed is shown first, and taken back by one step. */
static void
test_repair (Fixture *self, gconstpointer data)
{
  g_autofree char *broken = make_broken (TRUE);
  g_autofree char *repaired = NULL;
  g_autofree char *undone = NULL;
  g_autoptr (LbPrompt) prompt = NULL;
  g_autofree char *context = NULL;

  type_text (self, broken);
  page_fixture_press (&self->base, "Repair…");
  wait_until (is_repair_dialog, self, "the dialog");
  undone = lb_text_pane_dup_text (self->pane);
  g_assert_cmpstr (undone, ==, broken);
  g_assert_true (gtk_widget_activate_action (
    GTK_WIDGET (adw_window_get_visible_dialog (self->base.window)), "repair.apply", NULL));
  page_fixture_wait_no_dialog (&self->base);
  repaired = lb_text_pane_dup_text (self->pane);
  prompt = lb_prompt_new (repaired, NULL);
  context = lb_prompt_get (prompt, "context");
  g_assert_cmpstr (context, ==, "\"12\"");
  lb_text_pane_undo (self->pane);
  g_free (g_steal_pointer (&undone));
  undone = lb_text_pane_dup_text (self->pane);
  g_assert_cmpstr (undone, ==, broken);
}

/* A fence is no JSON, so that there is only one thing to take or leave. */
static void
test_repair_fence (Fixture *self, gconstpointer data)
{
  g_autofree char *broken = make_broken (TRUE);
  g_autoptr (LbPrompt) prompt = lb_prompt_new (broken, NULL);
  g_autoptr (LbPrompt) mended = lb_prompt_set (prompt, "context", "\"12\"", NULL);
  g_autofree char *caption = g_strchomp (g_strdup (lb_prompt_get_text (mended)));
  g_autofree char *fenced = g_strdup_printf ("```json\n%s\n```\n", broken);
  g_autofree char *repaired = NULL;

  type_text (self, fenced);
  page_fixture_press (&self->base, "Repair…");
  wait_until (is_repair_dialog, self, "the dialog");
  g_assert_true (gtk_widget_activate_action (
    GTK_WIDGET (adw_window_get_visible_dialog (self->base.window)), "repair.apply", NULL));
  page_fixture_wait_no_dialog (&self->base);
  repaired = lb_text_pane_dup_text (self->pane);
  g_assert_cmpstr (repaired, ==, caption);
}

/* What was sent and what the service has made of it; our own is sent only what is valid. */
static void
test_repaired_on_saving (Fixture *self, gconstpointer data)
{
  g_autofree char *broken = make_broken (FALSE);

  type_text (self, broken);
  page_fixture_press (&self->base, "_Show Changes");
  wait_until (is_repair_dialog, self, "the dialog");
  g_assert_cmpstr (adw_dialog_get_title (adw_window_get_visible_dialog (self->base.window)), ==,
                   "Repaired on Saving");
}

static gboolean
shows_second (gpointer data)
{
  Fixture *self = data;

  return lb_image_page_get_image (self->page) == page_fixture_nth (&self->base, 1);
}

static gboolean
shows_first (gpointer data)
{
  Fixture *self = data;

  return lb_image_page_get_image (self->page) == page_fixture_nth (&self->base, 0);
}

/* Whoever writes in one field of one caption after the other stays in it. */
static void
test_next_image (Fixture *self, gconstpointer data)
{
  const char *path = "objects[0].clothing";
  GtkTextView *view = view_at (self, path);
  g_autofree char *field = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *text = NULL;

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (view), "a blue coat", -1);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self->page), "image.next", NULL));
  wait_until (shows_second, self, "the next image");
  field = lb_text_pane_dup_field (self->pane);
  g_assert_cmpstr (field, ==, path);
  view = lb_field_row_get_view (LB_FIELD_ROW (find_widget (GTK_WIDGET (self->pane), is_row, path)));
  g_assert_true (gtk_widget_has_focus (GTK_WIDGET (view)));
  g_object_get (gtk_text_view_get_buffer (view), "text", &text, NULL);
  g_assert_cmpstr (text, ==, "yellow oilskins");

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self->page), "image.previous", NULL));
  wait_until (shows_first, self, "the image before");
  g_clear_pointer (&field, g_free);
  field = lb_text_pane_dup_field (self->pane);
  g_assert_cmpstr (field, ==, path);
  kept = text_at (self, path);
  g_assert_cmpstr (kept, ==, "a blue coat");
}

/* A schema says in the words of the captions what all of them share. */
static void
test_schema_values (Fixture *self, gconstpointer data)
{
  LbSchemaPage *page =
    lb_schema_page_new (self->base.session, self->base.dataset, self->base.images, NULL);
  Typing typing = { self, NULL, "oil" };

  page_fixture_push (&self->base, ADW_NAVIGATION_PAGE (page));
  self->pane = page_child (page, LB_TYPE_SCHEMA_PAGE, "editor");
  lb_text_pane_set_view_name (self->pane, "form");
  lb_text_pane_replace (self->pane, "{\"objects\": [{\"clothing\": \"\"}]}");
  typing.view = view_at (self, "objects[0].clothing");
  wait_until (has_suggestions, &typing, "suggestions");
  assert_label (find_list (self), 0, "yellow oilskins");
}

#define ADD(name, test) g_test_add ("/ui/form-help/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  dex_init ();
  adw_init ();

  ADD ("values", test_values);
  ADD ("all", test_all);
  ADD ("next-image", test_next_image);
  ADD ("schema-values", test_schema_values);
  ADD ("repair", test_repair);
  ADD ("repair-fence", test_repair_fence);
  g_test_add ("/ui/form-help/repaired-on-saving", Fixture, GINT_TO_POINTER (TRUE), set_up,
              test_repaired_on_saving, tear_down);

  return g_test_run ();
}
