#include "config.h"

#include "ui/prompt/lb-suggestions.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/lb-visible-text.h"

#define MAX_COMPLETIONS 6
#define MAX_VALUES 12
#define MAX_HEIGHT 280
#define MAX_WIDTH_CHARS 44
/* What is longer is no longer a value that one wants again. */
#define MAX_VALUE_CHARS 80

struct _LbSuggestions
{
  GtkPopover parent_instance;

  GtkListBox *list; /* (unowned) */
};

G_DEFINE_FINAL_TYPE (LbSuggestions, lb_suggestions, GTK_TYPE_POPOVER)

enum
{
  VALUE,
  SNIPPET,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* @count: (nullable); @words: what a screen reader says. Takes @words. */
static void
add_row (LbSuggestions *self, const char *text, gboolean snippet, const char *count, char *words)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *row = gtk_list_box_row_new ();
  g_autofree char *line = lb_visible_text (text);
  GtkWidget *label = gtk_label_new (line);
  GtkWidget *end =
    snippet ? gtk_image_new_from_icon_name ("edit-paste-symbolic") : gtk_label_new (count);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), MAX_WIDTH_CHARS);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (end, "dim-label");
  gtk_widget_add_css_class (end, "caption");
  gtk_widget_add_css_class (end, "numeric");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), end);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_widget_set_focusable (row, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  g_object_set_data_full (G_OBJECT (row), "lb-text", g_strdup (text), g_free);
  g_object_set_data (G_OBJECT (row), "lb-snippet", GINT_TO_POINTER (snippet));
  gtk_list_box_append (self->list, row);
  g_free (words);
}

static void
add_value (LbSuggestions *self, const LbSurveyValue *value)
{
  g_autofree char *count = g_strdup_printf ("%'u", value->n_captions);

  add_row (
    self, value->text, FALSE, count,
    /* Translators: a value of a field, and how many captions have it */
    g_strdup_printf (ngettext ("%s, in %'u caption", "%s, in %'u captions", value->n_captions),
                     value->text, value->n_captions));
}

/* Whether @value goes on from @typed (folded), at its start or at that of a word. */
static gboolean
goes_on (const char *value, const char *typed)
{
  g_autofree char *folded = g_utf8_casefold (value, -1);

  for (const char *at = strstr (folded, typed); at != NULL; at = strstr (at + 1, typed))
    if (at == folded || !g_unichar_isalnum (g_utf8_get_char (g_utf8_prev_char (at))))
      return TRUE;
  return FALSE;
}

/* @typed: what is written; @all: values need not go on from it. */
static guint
add_values (LbSuggestions *self, const LbSurveyField *field, const char *typed, gboolean all)
{
  g_autofree char *stripped = g_strstrip (g_strdup (typed));
  g_autofree char *folded = g_utf8_casefold (stripped, -1);
  const guint max = all ? MAX_VALUES : MAX_COMPLETIONS;
  guint n = 0;

  for (guint i = 0; field != NULL && i < field->n_listed && n < max; i++)
    {
      const LbSurveyValue *value = &field->values[i];
      g_autofree char *other = g_utf8_casefold (value->text, -1);

      if (g_str_equal (other, folded) || g_utf8_strlen (value->text, -1) > MAX_VALUE_CHARS ||
          (!all && !goes_on (value->text, folded)))
        continue;
      add_value (self, value);
      n++;
    }
  return n;
}

static void
show_list (LbSuggestions *self, gboolean any)
{
  if (any)
    gtk_popover_popup (GTK_POPOVER (self));
  else
    gtk_popover_popdown (GTK_POPOVER (self));
}

static void
take (LbSuggestions *self, GtkListBoxRow *row)
{
  const gboolean snippet = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (row), "lb-snippet"));
  g_autofree char *text = g_strdup (g_object_get_data (G_OBJECT (row), "lb-text"));

  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[snippet ? SNIPPET : VALUE], 0, text);
}

static void
row_activated_cb (LbSuggestions *self, GtkListBoxRow *row)
{
  take (self, row);
}

/* The focus stays where it is, so that what is selected has to be said. */
static void
select_row (LbSuggestions *self, GtkListBoxRow *row)
{
  graphene_rect_t bounds;
  GtkWidget *viewport = gtk_widget_get_ancestor (GTK_WIDGET (self->list), GTK_TYPE_VIEWPORT);
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));

  gtk_list_box_select_row (self->list, row);
  if (row == NULL)
    return;

  if (gtk_widget_compute_bounds (GTK_WIDGET (row), viewport, &bounds))
    gtk_viewport_scroll_to (GTK_VIEWPORT (viewport), GTK_WIDGET (row), NULL);
  if (parent != NULL)
    {
      const gboolean snippet = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (row), "lb-snippet"));
      g_autofree char *text = lb_visible_text (g_object_get_data (G_OBJECT (row), "lb-text"));
      /* Translators: what a screen reader says of a phrase that the user has kept */
      g_autofree char *words = snippet ? g_strdup_printf (_ ("%s, snippet"), text) : NULL;

      gtk_accessible_announce (GTK_ACCESSIBLE (parent), snippet ? words : text,
                               GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
    }
}

static gboolean
step (LbSuggestions *self, int by)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  const int place = row != NULL ? gtk_list_box_row_get_index (row) + by : by > 0 ? 0 : -1;
  GtkListBoxRow *next = place >= 0 ? gtk_list_box_get_row_at_index (self->list, place) : NULL;

  /* Up leads out of the list as down led into it. */
  if (row == NULL && by < 0)
    return FALSE;
  if (next != NULL || by < 0)
    select_row (self, next);
  return TRUE;
}

static void
lb_suggestions_class_init (LbSuggestionsClass *klass)
{
  signals[VALUE] = g_signal_new ("value", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SNIPPET] = g_signal_new ("snippet", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
lb_suggestions_init (LbSuggestions *self)
{
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->list = GTK_LIST_BOX (list);
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_SINGLE);
  gtk_list_box_set_activate_on_single_click (self->list, TRUE);
  gtk_widget_set_can_focus (list, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Suggestions"), -1);
  g_signal_connect_object (list, "row-activated", G_CALLBACK (row_activated_cb), self,
                           G_CONNECT_SWAPPED);
  g_object_set (scrolled, "hscrollbar-policy", GTK_POLICY_EXTERNAL, "propagate-natural-height",
                TRUE, "propagate-natural-width", TRUE, "max-content-height", MAX_HEIGHT, "child",
                list, NULL);
  g_object_set (self, "autohide", FALSE, "has-arrow", FALSE, "position", GTK_POS_BOTTOM, "halign",
                GTK_ALIGN_START, "can-focus", FALSE, "child", scrolled, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self), "menu");
  gtk_widget_add_css_class (GTK_WIDGET (self), "suggestions");
}

LbSuggestions *
lb_suggestions_new (void)
{
  return g_object_new (LB_TYPE_SUGGESTIONS, NULL);
}

void
lb_suggestions_set_max_width (LbSuggestions *self, int width)
{
  GtkWidget *scrolled;

  g_return_if_fail (LB_IS_SUGGESTIONS (self));

  scrolled = gtk_popover_get_child (GTK_POPOVER (self));
  gtk_scrolled_window_set_max_content_width (GTK_SCROLLED_WINDOW (scrolled), MAX (width, 1));
}

void
lb_suggestions_complete (LbSuggestions *self, const LbSurveyField *field, const char *typed)
{
  const gboolean blank = typed[strspn (typed, " \t\r\n")] == '\0';

  g_return_if_fail (LB_IS_SUGGESTIONS (self));

  gtk_list_box_remove_all (self->list);
  show_list (self,
             !blank && strchr (typed, '\n') == NULL && add_values (self, field, typed, FALSE) > 0);
}

gboolean
lb_suggestions_show_all (LbSuggestions *self,
                         const LbSurveyField *field,
                         const char *typed,
                         const char *const *snippets)
{
  guint n;

  g_return_val_if_fail (LB_IS_SUGGESTIONS (self), FALSE);

  gtk_list_box_remove_all (self->list);
  n = add_values (self, field, typed, TRUE);
  for (gsize i = 0; snippets[i] != NULL; i++, n++)
    add_row (self, snippets[i], TRUE, NULL,
             /* Translators: what a screen reader says of a phrase that the user has kept */
             g_strdup_printf (_ ("%s, snippet"), snippets[i]));
  show_list (self, n > 0);
  if (n > 0)
    select_row (self, gtk_list_box_get_row_at_index (self->list, 0));
  return n > 0;
}

void
lb_suggestions_offer (LbSuggestions *self, const LbSurveyValue *values, guint n_values)
{
  g_return_if_fail (LB_IS_SUGGESTIONS (self));

  gtk_list_box_remove_all (self->list);
  for (guint i = 0; i < n_values; i++)
    if (values[i].n_captions > 0)
      add_value (self, &values[i]);
    else
      add_row (self, values[i].text, FALSE, NULL, g_strdup (values[i].text));
  show_list (self, n_values > 0);
}

gboolean
lb_suggestions_take_key (LbSuggestions *self, guint keyval)
{
  GtkListBoxRow *row;

  g_return_val_if_fail (LB_IS_SUGGESTIONS (self), FALSE);

  if (!gtk_widget_get_visible (GTK_WIDGET (self)))
    return FALSE;

  row = gtk_list_box_get_selected_row (self->list);
  switch (keyval)
    {
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down: return step (self, 1);
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:   return step (self, -1);
    case GDK_KEY_Escape:  gtk_popover_popdown (GTK_POPOVER (self)); return TRUE;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_ISO_Enter:
      if (row != NULL)
        take (self, row);
      return row != NULL;
    default: return FALSE;
    }
}
