#include <adwaita.h>
#include <libdex.h>

#include "model/lb-prompt-schema.h"
#include "model/lb-prompt.h"
#include "ui/prompt/lb-choice-row.h"
#include "ui/prompt/lb-field-row.h"
#include "ui/prompt/lb-prompt-form.h"
#include "ui/prompt/lb-section-row.h"
#include "ui/prompt/lb-text-pane.h"

typedef struct
{
  AdwWindow *window;
  LbPromptForm *form;
} Fixture;

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->window = ADW_WINDOW (adw_window_new ());
  self->form = lb_prompt_form_new ();
  adw_window_set_content (self->window, GTK_WIDGET (self->form));
  gtk_window_present (GTK_WINDOW (self->window));
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  settle ();
}

static void
show_text (Fixture *self, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LbPrompt) prompt = lb_prompt_new (text, &error);

  g_assert_no_error (error);
  lb_prompt_form_set_prompt (self->form, prompt);
}

static char *
read_sample (const char *name)
{
  g_autofree char *path = g_build_filename (LB_SOURCE_DIR, "data/samples/captions", name, NULL);
  g_autoptr (GError) error = NULL;
  char *text;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

/* The row that shows @path, whether or not it is to be seen. */
static GtkWidget *
find_row (GtkWidget *widget, const char *path)
{
  if (LB_IS_FORM_ROW (widget) && g_str_equal (lb_form_row_get_path (LB_FORM_ROW (widget)), path))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *row = find_row (child, path);

      if (row != NULL)
        return row;
    }
  return NULL;
}

static GtkWidget *
get_row (Fixture *self, const char *path)
{
  GtkWidget *row;

  lb_prompt_form_show_path (self->form, path);
  row = find_row (GTK_WIDGET (self->form), path);
  if (row == NULL)
    g_error ("There is no row for %s", path);
  return row;
}

static GtkTextBuffer *
get_buffer (Fixture *self, const char *path)
{
  return gtk_text_view_get_buffer (lb_field_row_get_view (LB_FIELD_ROW (get_row (self, path))));
}

static void
type (Fixture *self, const char *path, const char *text)
{
  gtk_text_buffer_set_text (get_buffer (self, path), text, -1);
}

static void
assert_form (Fixture *self, const char *text)
{
  g_assert_cmpstr (lb_prompt_get_text (lb_prompt_form_get_prompt (self->form)), ==, text);
}

static void
test_sample (Fixture *self, gconstpointer data)
{
  g_autofree char *text = read_sample ("pier.json");
  gint64 start = g_get_monotonic_time ();

  show_text (self, text);
  g_test_message ("built in %" G_GINT64_FORMAT " us", g_get_monotonic_time () - start);
  assert_form (self, text);
  start = g_get_monotonic_time ();
  type (self, "objects[0].pose", "Sitting.");
  g_test_message ("opened in %" G_GINT64_FORMAT " us", g_get_monotonic_time () - start);
  g_test_message ("%s", lb_prompt_get_text (lb_prompt_form_get_prompt (self->form)));
  type (self, "objects[0].skin_tone_and_texture", "Furry.");
  type (self, "photographic_characteristics.focus", "Sharp.");
  g_test_message ("%s", lb_prompt_get_text (lb_prompt_form_get_prompt (self->form)));
  lb_prompt_form_reset (self->form);
  lb_prompt_form_set_prompt (self->form, NULL);
  type (self, "short_description", "Furry.");
  type (self, "lighting.direction", "Furry.");
  g_test_message ("%s", lb_prompt_get_text (lb_prompt_form_get_prompt (self->form)));
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  dex_init ();
  adw_init ();

  g_test_add ("/ui/prompt-form/sample", Fixture, NULL, set_up, test_sample, tear_down);

  return g_test_run ();
}
