#include "config.h"

#include "ui/conflict/lb-conflict-row.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "ui/conflict/lb-value-words.h"
#include "ui/prompt/lb-issue-words.h"

/* Of one text, in characters: as much as anybody compares, and no more than is laid out at once. */
#define MAX_SHOWN 3000
/* Of what both have in common before the first difference of such a text. */
#define LEAD 200
#define TINT_ALPHA 0.2

struct _LbConflictRow
{
  GtkListBoxRow parent_instance;

  GtkWidget *title; /* of the field; hidden for whole texts */
  GtkBox *sides;
  GtkLabel *mine;
  GtkLabel *theirs;
};

G_DEFINE_FINAL_TYPE (LbConflictRow, lb_conflict_row, GTK_TYPE_LIST_BOX_ROW)

/* Bytes from the start of both that are the same, up to the end of a word. */
static gsize
count_common_start (const char *text, const char *other)
{
  const char *word = text;
  const char *p = text;

  for (const char *q = other; *p != '\0' && *p == *q; p++, q++)
    if (g_ascii_isspace (*p))
      word = p + 1;

  /* One of them ends here, or both are the same. */
  if (*p == '\0' && (other[p - text] == '\0' || g_ascii_isspace (other[p - text])))
    word = p;
  else if (other[p - text] == '\0' && g_ascii_isspace (*p))
    word = p;

  return (gsize) (word - text);
}

/* Whether a word, or what parts two, begins at @at. What is behind @start begins with one. */
static gboolean
begins_word (const char *text, gsize start, gsize at)
{
  return at == start || g_ascii_isspace (text[at]) || g_ascii_isspace (text[at - 1]);
}

/* The same from the end, behind @start. */
static gsize
count_common_end (const char *text, const char *other, gsize start)
{
  const gsize length = strlen (text);
  const gsize other_length = strlen (other);
  const gsize most = MIN (length, other_length) - start;
  gsize word = 0;

  for (gsize i = 1; i <= most && text[length - i] == other[other_length - i]; i++)
    if (begins_word (text, start, length - i) && begins_word (other, start, other_length - i))
      word = i;

  return word;
}

/* (transfer full): what is marked of @text, from @start to @end. */
static PangoAttrList *
new_marks (gsize start, gsize end)
{
  PangoAttrList *marks = pango_attr_list_new ();
  GdkRGBA *tint = adw_style_manager_get_accent_color_rgba (adw_style_manager_get_default ());
  PangoAttribute *parts[] = {
    pango_attr_weight_new (PANGO_WEIGHT_BOLD),
    pango_attr_background_new ((guint16) (tint->red * G_MAXUINT16),
                               (guint16) (tint->green * G_MAXUINT16),
                               (guint16) (tint->blue * G_MAXUINT16)),
    pango_attr_background_alpha_new ((guint16) (TINT_ALPHA * G_MAXUINT16)),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      parts[i]->start_index = (guint) start;
      parts[i]->end_index = (guint) end;
      pango_attr_list_insert (marks, parts[i]);
    }
  gdk_rgba_free (tint);

  return marks;
}

/* Shows what there is room for of @text, from a little before @start on; that part is marked that
 * goes to @end. */
static void
show_text (GtkLabel *label, const char *text, gsize start, gsize end)
{
  const char *first = text;
  g_autoptr (GString) shown = g_string_new (NULL);
  g_autoptr (PangoAttrList) marks = NULL;
  gsize moved = 0;

  if (g_utf8_strlen (text, -1) > MAX_SHOWN && g_utf8_strlen (text, (gssize) start) > LEAD)
    {
      first = g_utf8_offset_to_pointer (text + start, -LEAD);
      g_string_append (shown, "…");
    }
  moved = shown->len;
  if (g_utf8_strlen (first, -1) > MAX_SHOWN)
    {
      g_string_append_len (shown, first, g_utf8_offset_to_pointer (first, MAX_SHOWN) - first);
      g_string_append (shown, "…");
    }
  else
    g_string_append (shown, first);

  start = start - (gsize) (first - text) + moved;
  end = MIN (end - (gsize) (first - text) + moved, shown->len);
  if (start < end)
    marks = new_marks (start, end);
  gtk_label_set_text (label, shown->str);
  gtk_label_set_attributes (label, marks);
}

static void
show_missing (GtkLabel *label, const char *words)
{
  gtk_label_set_text (label, words);
  gtk_widget_add_css_class (GTK_WIDGET (label), "dim-label");
}

/* @has_mine, @has_theirs: FALSE where the words only say that there is nothing. */
static void
show (
  LbConflictRow *self, const char *mine, gboolean has_mine, const char *theirs, gboolean has_theirs)
{
  const gboolean both = has_mine && has_theirs;
  /* Beside nothing all is new, and nothing is marked. */
  const gsize start = both ? count_common_start (mine, theirs) : 0;
  const gsize end = both ? count_common_end (mine, theirs, start) : 0;
  const char *title = gtk_label_get_label (GTK_LABEL (self->title));
  g_autofree char *both_words = NULL;
  g_autofree char *words = NULL;

  if (has_mine)
    show_text (self->mine, mine, start, both ? strlen (mine) - end : 0);
  else
    show_missing (self->mine, mine);
  if (has_theirs)
    show_text (self->theirs, theirs, start, both ? strlen (theirs) - end : 0);
  else
    show_missing (self->theirs, theirs);

  both_words = g_strdup_printf (
    /* Translators: what a screen reader says of two captions, or of what a field says in them */
    _ ("Yours: %s. Theirs: %s"), gtk_label_get_label (self->mine),
    gtk_label_get_label (self->theirs));
  words = g_strdup_printf ("%s. %s", title, both_words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  *title != '\0' ? words : both_words, -1);
}

static GtkLabel *
add_side (GtkBox *sides, const char *whose)
{
  GtkWidget *side = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *head = gtk_label_new (whose);
  GtkWidget *text = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (head), 0);
  gtk_widget_add_css_class (head, "caption");
  gtk_widget_add_css_class (head, "dim-label");
  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (text), PANGO_WRAP_WORD_CHAR);
  gtk_box_append (GTK_BOX (side), head);
  gtk_box_append (GTK_BOX (side), text);
  gtk_widget_set_hexpand (side, TRUE);
  gtk_box_append (sides, side);

  return GTK_LABEL (text);
}

static void
lb_conflict_row_class_init (LbConflictRowClass *klass)
{
}

static void
lb_conflict_row_init (LbConflictRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *sides = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 18);

  self->title = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->title), 0);
  gtk_label_set_wrap (GTK_LABEL (self->title), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->title), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (self->title, "heading");
  self->sides = GTK_BOX (sides);
  gtk_box_set_homogeneous (self->sides, TRUE);
  self->mine = add_side (self->sides, _ ("Yours"));
  self->theirs = add_side (self->sides, _ ("Theirs"));

  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 12);
  gtk_box_append (GTK_BOX (box), self->title);
  gtk_box_append (GTK_BOX (box), sides);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
}

GtkWidget *
lb_conflict_row_new (const char *path, const char *mine, const char *theirs)
{
  LbConflictRow *self = g_object_new (LB_TYPE_CONFLICT_ROW, NULL);
  g_autofree char *title = lb_path_words (path);
  g_autofree char *own = NULL;
  g_autofree char *other = NULL;
  const gboolean has_own = lb_value_words (mine, &own);
  const gboolean has_other = lb_value_words (theirs, &other);

  gtk_label_set_text (GTK_LABEL (self->title), title);
  show (self, own, has_own, other, has_other);

  return GTK_WIDGET (self);
}

GtkWidget *
lb_conflict_row_new_for_move (const char *path, guint mine, guint theirs)
{
  LbConflictRow *self = g_object_new (LB_TYPE_CONFLICT_ROW, NULL);
  g_autofree char *title = lb_path_words (path);
  /* Translators: where an object stands in its list, from 1 */
  g_autofree char *own = g_strdup_printf (_ ("Place %u"), mine + 1);
  g_autofree char *other = g_strdup_printf (_ ("Place %u"), theirs + 1);

  gtk_label_set_text (GTK_LABEL (self->title), title);
  show (self, own, TRUE, other, TRUE);

  return GTK_WIDGET (self);
}

/* @missing: what is said where there is nothing. */
static GtkWidget *
new_for_texts (const char *mine, const char *theirs, const char *missing)
{
  LbConflictRow *self = g_object_new (LB_TYPE_CONFLICT_ROW, NULL);
  const gboolean has_own = *mine != '\0';
  const gboolean has_other = theirs != NULL && *theirs != '\0';
  g_autofree char *own = has_own ? lb_lines_words (mine) : g_strdup (missing);
  g_autofree char *other = has_other ? lb_lines_words (theirs) : g_strdup (missing);

  gtk_widget_set_visible (self->title, FALSE);
  show (self, own, has_own, other, has_other);

  return GTK_WIDGET (self);
}

GtkWidget *
lb_conflict_row_new_for_texts (const char *mine, const char *theirs)
{
  return new_for_texts (mine, theirs, _ ("No caption"));
}

GtkWidget *
lb_conflict_row_new_for_values (const char *mine, const char *theirs)
{
  return new_for_texts (mine, theirs, C_ ("value", "None"));
}

void
lb_conflict_row_set_stacked (LbConflictRow *self, gboolean stacked)
{
  g_return_if_fail (LB_IS_CONFLICT_ROW (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->sides),
                                  stacked ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_box_set_spacing (self->sides, stacked ? 6 : 18);
  gtk_box_set_homogeneous (self->sides, !stacked);
}
