#include "form-fixture.h"

#include "base/lb-json.h"
#include "model/lb-prompt-node.h"
#include "model/lb-prompt-private.h"
#include "ui/prompt/lb-field-row.h"
#include "ui/prompt/lb-form-row.h"

void
form_settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
late_cb (gpointer data)
{
  g_error ("It takes too long: %s", (const char *) data);
}

void
form_wait (gboolean (*check) (gpointer data), gpointer data, const char *what)
{
  const guint late = g_timeout_add_seconds_once (20, late_cb, (gpointer) what);

  while (!check (data))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (late);
}

static gboolean
is_mapped (gpointer data)
{
  return gtk_widget_get_mapped (data) && gtk_widget_get_width (data) > 0;
}

void
form_fixture_set_up (FormFixture *self, GtkWidget *widget)
{
  self->window = ADW_WINDOW (adw_window_new ());
  self->widget = widget;
  adw_window_set_content (self->window, widget);
  gtk_window_set_default_size (GTK_WINDOW (self->window), 560, 860);
  gtk_window_present (GTK_WINDOW (self->window));
  form_wait (is_mapped, widget, "the window");
}

void
form_fixture_tear_down (FormFixture *self)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  form_settle ();
}

static void
edited_cb (EditedForm *self)
{
  self->n_edits++;
}

void
edited_form_set_up (EditedForm *self, gconstpointer data)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->form = lb_prompt_form_new ();
  g_signal_connect_swapped (self->form, "edited", G_CALLBACK (edited_cb), self);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->form));
  form_fixture_set_up (&self->base, scrolled);
}

void
edited_form_tear_down (EditedForm *self, gconstpointer data)
{
  form_fixture_tear_down (&self->base);
}

char *
form_read_sample (const char *name)
{
  g_autofree char *path = g_build_filename (LB_SAMPLES_DIR, "captions", name, NULL);
  g_autoptr (GError) error = NULL;
  char *text;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

typedef gboolean (*Match) (GtkWidget *widget, const char *what);

static GtkWidget *
find_widget (GtkWidget *widget, Match match, const char *what)
{
  GtkWidget *found = match (widget, what) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_widget (child, match, what);
  return found;
}

static gboolean
is_row (GtkWidget *widget, const char *path)
{
  return LB_IS_FORM_ROW (widget) && g_str_equal (lb_form_row_get_path (LB_FORM_ROW (widget)), path);
}

static gboolean
is_called (GtkWidget *widget, const char *label)
{
  g_autofree char *other = gtk_test_accessible_check_property (
    GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, label);

  return other == NULL;
}

static gboolean
is_button (GtkWidget *widget, const char *label)
{
  return GTK_IS_BUTTON (widget) && gtk_widget_get_child_visible (widget) &&
         (g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0 ||
          g_strcmp0 (gtk_widget_get_tooltip_text (widget), label) == 0 ||
          is_called (widget, label));
}

static gboolean
is_form (GtkWidget *widget, const char *what)
{
  return LB_IS_PROMPT_FORM (widget);
}

GtkWidget *
form_find_row (FormFixture *self, const char *path)
{
  return find_widget (self->widget, is_row, path);
}

GtkWidget *
form_show_row (FormFixture *self, const char *path)
{
  GtkWidget *form = find_widget (self->widget, is_form, NULL);
  GtkWidget *row;

  lb_prompt_form_show_path (LB_PROMPT_FORM (form), path);
  row = form_find_row (self, path);
  if (row == NULL)
    g_error ("There is no row for %s", path);
  return row;
}

GtkTextView *
form_view (FormFixture *self, const char *path)
{
  return lb_field_row_get_view (LB_FIELD_ROW (form_show_row (self, path)));
}

char *
form_row_text (FormFixture *self, const char *path)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (form_view (self, path));
  char *text;

  g_object_get (buffer, "text", &text, NULL);
  return text;
}

void
form_assert_row (FormFixture *self, const char *path, const char *text)
{
  g_autofree char *shown = form_row_text (self, path);

  g_assert_cmpstr (shown, ==, text);
}

void
form_type (FormFixture *self, const char *path, const char *text)
{
  GtkTextView *view = form_view (self, path);

  g_assert_true (gtk_text_view_get_editable (view));
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (view), text, -1);
}

void
form_press (FormFixture *self, const char *label)
{
  GtkWidget *button = find_widget (self->widget, is_button, label);

  if (button == NULL)
    g_error ("There is no button “%s”", label);
  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
  form_settle ();
}

char *
form_replaced (const char *text, const char *path, const char *json)
{
  g_autoptr (LbPrompt) prompt = lb_prompt_new (text, NULL);
  const LbJsonNode *node = lb_prompt_node_find_path (lb_prompt_get_root (prompt), path);

  g_assert_nonnull (node);
  return g_strdup_printf ("%.*s%s%s", (int) node->start, text, json, text + node->end);
}

char *
form_quoted (const char *value)
{
  GString *json = g_string_new (NULL);

  lb_json_append_string (json, value);
  return g_string_free_and_steal (json);
}
