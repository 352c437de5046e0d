#include "config.h"

#include "ui/diff/lb-change-text.h"

#include <string.h>

#include "model/lb-word-diff.h"

/* Of each of the two texts, in characters: as much as anybody compares, and no more than is laid
 * out at once. */
#define MAX_SHOWN 4000
/* Of what both have in common before the first difference of such a text. */
#define LEAD 200
#define TINT_ALPHA 0.16

struct _LbChangeText
{
  GtkWidget parent_instance;

  GtkWidget *label;
  GtkWidget *removed; /* neither is ever seen: they know the theme's colours */
  GtkWidget *added;
  char *before; /* (owned) */
  char *after;  /* (owned) */
  GdkRGBA removed_color;
  GdkRGBA added_color;
};

G_DEFINE_FINAL_TYPE (LbChangeText, lb_change_text, GTK_TYPE_WIDGET)

static void
add_attribute (PangoAttrList *attributes, PangoAttribute *attribute, gsize start, gsize end)
{
  attribute->start_index = (guint) start;
  attribute->end_index = (guint) end;
  pango_attr_list_insert (attributes, attribute);
}

/* Colours of the theme may be a little out of what a screen can show. */
#define CHANNEL(value) ((guint16) (CLAMP (value, 0, 1) * G_MAXUINT16))

static void
mark (PangoAttrList *attributes, LbWordKind kind, const GdkRGBA *color, gsize start, gsize end)
{
  add_attribute (
    attributes,
    pango_attr_foreground_new (CHANNEL (color->red), CHANNEL (color->green), CHANNEL (color->blue)),
    start, end);
  add_attribute (
    attributes,
    pango_attr_background_new (CHANNEL (color->red), CHANNEL (color->green), CHANNEL (color->blue)),
    start, end);
  add_attribute (attributes, pango_attr_background_alpha_new (CHANNEL (TINT_ALPHA)), start, end);
  add_attribute (attributes,
                 kind == LB_WORD_ADDED ? pango_attr_weight_new (PANGO_WEIGHT_BOLD)
                                       : pango_attr_strikethrough_new (TRUE),
                 start, end);
}

#undef CHANNEL

/* Two tints that touch read as one word. */
static gboolean
wants_space (const GString *words, const LbWordRun *run, const LbWordRun *last)
{
  return last != NULL && last->kind == LB_WORD_REMOVED && run->kind == LB_WORD_ADDED &&
         !g_ascii_isspace (words->str[words->len - 1]);
}

/* Lines begin where those of the text do, whichever way the window reads. */
static void
align (LbChangeText *self)
{
  PangoLayout *layout = gtk_label_get_layout (GTK_LABEL (self->label));
  const PangoDirection direction = pango_layout_get_direction (layout, 0);
  const gboolean mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL
                              ? direction == PANGO_DIRECTION_LTR
                              : direction == PANGO_DIRECTION_RTL;

  gtk_label_set_xalign (GTK_LABEL (self->label), mirrored ? 1 : 0);
}

static void
show (LbChangeText *self)
{
  g_autoptr (GArray) runs = lb_word_diff (self->before, self->after);
  g_autoptr (GString) words = g_string_new (NULL);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  const LbWordRun *last = NULL;

  for (guint i = 0; i < runs->len; i++)
    {
      const LbWordRun *run = &g_array_index (runs, LbWordRun, i);
      const char *text = run->kind == LB_WORD_ADDED ? self->after : self->before;
      gsize start = 0;

      if (wants_space (words, run, last))
        g_string_append_c (words, ' ');
      start = words->len;
      g_string_append_len (words, text + run->start, (gssize) run->length);
      if (run->kind != LB_WORD_KEPT)
        mark (attributes, run->kind,
              run->kind == LB_WORD_ADDED ? &self->added_color : &self->removed_color, start,
              words->len);
      last = run;
    }

  gtk_label_set_text (GTK_LABEL (self->label), words->str);
  gtk_label_set_attributes (GTK_LABEL (self->label), attributes);
  align (self);
}

/* The theme, or its contrast, may have changed. */
static void
lb_change_text_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  LbChangeText *self = LB_CHANGE_TEXT (widget);
  GdkRGBA removed = { 0 };
  GdkRGBA added = { 0 };

  GTK_WIDGET_CLASS (lb_change_text_parent_class)->css_changed (widget, change);

  gtk_widget_get_color (self->removed, &removed);
  gtk_widget_get_color (self->added, &added);
  if (gdk_rgba_equal (&removed, &self->removed_color) &&
      gdk_rgba_equal (&added, &self->added_color))
    return;

  self->removed_color = removed;
  self->added_color = added;
  show (self);
}

static void
lb_change_text_dispose (GObject *object)
{
  LbChangeText *self = LB_CHANGE_TEXT (object);

  g_clear_pointer (&self->label, gtk_widget_unparent);
  g_clear_pointer (&self->removed, gtk_widget_unparent);
  g_clear_pointer (&self->added, gtk_widget_unparent);
  g_clear_pointer (&self->before, g_free);
  g_clear_pointer (&self->after, g_free);

  G_OBJECT_CLASS (lb_change_text_parent_class)->dispose (object);
}

static void
lb_change_text_class_init (LbChangeTextClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_change_text_dispose;
  widget_class->css_changed = lb_change_text_css_changed;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "change-text");
}

static GtkWidget *
add_hidden (LbChangeText *self, const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_widget_add_css_class (label, style);
  gtk_widget_set_visible (label, FALSE);
  gtk_widget_set_parent (label, GTK_WIDGET (self));

  return label;
}

static void
lb_change_text_init (LbChangeText *self)
{
  self->before = g_strdup ("");
  self->after = g_strdup ("");
  self->removed = add_hidden (self, "error");
  self->added = add_hidden (self, "success");
  self->label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  gtk_label_set_wrap (GTK_LABEL (self->label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));
}

GtkWidget *
lb_change_text_new (void)
{
  return g_object_new (LB_TYPE_CHANGE_TEXT, NULL);
}

static gboolean
is_long (const char *text)
{
  return g_utf8_strlen (text, -1) > MAX_SHOWN;
}

/* In bytes: what two texts need not show of what both begin with, up to a letter. */
static gsize
count_skipped (const char *text, const char *other)
{
  const char *p = text;

  if (!is_long (text) && !is_long (other))
    return 0;

  while (*p != '\0' && g_utf8_get_char (p) == g_utf8_get_char (other + (p - text)))
    p = g_utf8_next_char (p);
  if (g_utf8_strlen (text, p - text) <= LEAD)
    return 0;

  return (gsize) (g_utf8_offset_to_pointer (p, -LEAD) - text);
}

/* (transfer full) */
static char *
cut (const char *text, gsize skipped)
{
  const char *from = text + skipped;
  g_autofree char *most = g_utf8_substring (from, 0, MIN (g_utf8_strlen (from, -1), MAX_SHOWN));

  return g_strconcat (skipped > 0 ? "…" : "", most, is_long (from) ? "…" : "", NULL);
}

void
lb_change_text_set_texts (LbChangeText *self, const char *before, const char *after)
{
  gsize skipped = 0;

  g_return_if_fail (LB_IS_CHANGE_TEXT (self));

  if (before == NULL)
    before = "";
  if (after == NULL)
    after = "";
  skipped = count_skipped (before, after);
  g_free (self->before);
  g_free (self->after);
  self->before = cut (before, skipped);
  self->after = cut (after, skipped);
  show (self);
}
