#include "config.h"

#include "ui/search/lb-condition-row.h"

#include <glib/gi18n.h>

#include "model/lb-query.h"

/* Kinds of fields, as flags. */
typedef enum
{
  KIND_ANYTHING = 1 << 0,
  KIND_TEXT = 1 << 1,
  KIND_PATH = 1 << 2,
  KIND_CHOICE = 1 << 3,
  KIND_NUMBER = 1 << 4
} Kind;

#define KIND_WORDS (KIND_ANYTHING | KIND_TEXT | KIND_PATH)

typedef struct
{
  const char *label; /* translatable */
  guint kinds;
  LbQueryTest test;
  gboolean inverted;
} Comparison;

static const Comparison comparisons[] = {
  /* Translators: from here on what is between a field and a value: “Mood”, “Contains”, “calm” */
  { N_ ("Contains"), KIND_WORDS, LB_QUERY_HAS, FALSE },
  { N_ ("Does not contain"), KIND_WORDS, LB_QUERY_HAS, TRUE },
  { N_ ("Has the words"), KIND_WORDS, LB_QUERY_WORDS, FALSE },
  { N_ ("Has not the words"), KIND_WORDS, LB_QUERY_WORDS, TRUE },
  { N_ ("Has words that begin with"), KIND_WORDS, LB_QUERY_BEGINS, FALSE },
  { N_ ("Has no words that begin with"), KIND_WORDS, LB_QUERY_BEGINS, TRUE },
  { N_ ("Is"), KIND_TEXT | KIND_PATH | KIND_CHOICE, LB_QUERY_IS, FALSE },
  { N_ ("Is not"), KIND_TEXT | KIND_PATH | KIND_CHOICE, LB_QUERY_IS_NOT, FALSE },
  { N_ ("Has a value"), KIND_TEXT | KIND_PATH, LB_QUERY_ANY, FALSE },
  { N_ ("Has no value"), KIND_TEXT | KIND_PATH, LB_QUERY_ANY, TRUE },
  { "=", KIND_NUMBER, LB_QUERY_IS, FALSE },
  { "≠", KIND_NUMBER, LB_QUERY_IS_NOT, FALSE },
  { "<", KIND_NUMBER | KIND_PATH, LB_QUERY_LESS, FALSE },
  { "≤", KIND_NUMBER | KIND_PATH, LB_QUERY_AT_MOST, FALSE },
  { ">", KIND_NUMBER | KIND_PATH, LB_QUERY_MORE, FALSE },
  { "≥", KIND_NUMBER | KIND_PATH, LB_QUERY_AT_LEAST, FALSE },
  { N_ ("Is known"), KIND_NUMBER, LB_QUERY_ANY, FALSE },
  { N_ ("Is not known"), KIND_NUMBER, LB_QUERY_ANY, TRUE },
};

struct _LbConditionRow
{
  GtkListBoxRow parent_instance;

  GtkDropDown *field;
  GtkDropDown *comparison;
  GtkEditable *value;
  GtkDropDown *choice;

  const Comparison *offered[G_N_ELEMENTS (comparisons)]; /* as in @comparison */
  guint kind;
};

G_DEFINE_FINAL_TYPE (LbConditionRow, lb_condition_row, GTK_TYPE_LIST_BOX_ROW)

enum
{
  CHANGED,
  REMOVE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static Kind
kind_of (LbQueryField field)
{
  if (field == LB_QUERY_ANYTHING)
    return KIND_ANYTHING;
  if (field == LB_QUERY_PATH)
    return KIND_PATH;
  if (lb_query_field_list_values (field) != NULL)
    return KIND_CHOICE;

  return lb_query_field_is_number (field) ? KIND_NUMBER : KIND_TEXT;
}

/* The place in @comparisons of what says @test; -1 for none. */
static int
find_comparison (Kind kind, LbQueryTest test, gboolean inverted)
{
  for (gsize i = 0; i < G_N_ELEMENTS (comparisons); i++)
    if ((comparisons[i].kinds & kind) != 0 && comparisons[i].test == test &&
        comparisons[i].inverted == inverted)
      return (int) i;

  return -1;
}

/* The condition in @node, which may be in NOT. */
static const LbQueryNode *
term_of (const LbQueryNode *node)
{
  return node->kind == LB_QUERY_NODE_NOT ? g_ptr_array_index (node->children, 0) : node;
}

gboolean
lb_condition_row_can_show (const LbQueryNode *node)
{
  const LbQueryNode *term = term_of (node);

  return term->kind == LB_QUERY_NODE_TERM &&
         find_comparison (kind_of (term->field), term->test, term != node) >= 0;
}

static LbQueryField
get_field (LbConditionRow *self)
{
  GtkStringObject *item = gtk_drop_down_get_selected_item (self->field);

  if (gtk_drop_down_get_selected (self->field) == 0 || item == NULL)
    return LB_QUERY_ANYTHING;

  return lb_query_field_from_name (gtk_string_object_get_string (item));
}

static const Comparison *
get_comparison (LbConditionRow *self)
{
  const guint place = gtk_drop_down_get_selected (self->comparison);

  return place != GTK_INVALID_LIST_POSITION ? self->offered[place] : NULL;
}

static void
show_value (LbConditionRow *self)
{
  const Comparison *comparison = get_comparison (self);
  const gboolean wanted = comparison != NULL && comparison->test != LB_QUERY_ANY;

  gtk_widget_set_visible (GTK_WIDGET (self->choice), wanted && self->kind == KIND_CHOICE);
  gtk_widget_set_visible (GTK_WIDGET (self->value), wanted && self->kind != KIND_CHOICE);
}

static void
changed (LbConditionRow *self)
{
  if (lb_condition_row_is_wrong (self))
    gtk_widget_add_css_class (GTK_WIDGET (self->value), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->value), "error");
  g_signal_emit (self, signals[CHANGED], 0);
}

/* What can be said of the field that is chosen. */
static void
offer_comparisons (LbConditionRow *self, Kind kind)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  guint n = 0;

  self->kind = kind;
  for (gsize i = 0; i < G_N_ELEMENTS (comparisons); i++)
    if ((comparisons[i].kinds & kind) != 0)
      {
        gtk_string_list_append (labels, _ (comparisons[i].label));
        self->offered[n++] = &comparisons[i];
      }
  gtk_drop_down_set_model (self->comparison, G_LIST_MODEL (labels));
}

static void
field_changed_cb (GtkDropDown *drop_down, GParamSpec *pspec, LbConditionRow *self)
{
  const LbQueryField field = get_field (self);
  const Kind kind = kind_of (field);

  if (kind == KIND_CHOICE)
    {
      g_autoptr (GtkStringList) values = gtk_string_list_new (lb_query_field_list_values (field));

      gtk_drop_down_set_model (self->choice, G_LIST_MODEL (values));
    }
  if (self->kind != kind)
    offer_comparisons (self, kind);
  show_value (self);
  changed (self);
}

static void
comparison_changed_cb (GtkDropDown *drop_down, GParamSpec *pspec, LbConditionRow *self)
{
  show_value (self);
  changed (self);
}

static void
value_changed_cb (GtkEditable *entry, LbConditionRow *self)
{
  changed (self);
}

static void
choice_changed_cb (GtkDropDown *drop_down, GParamSpec *pspec, LbConditionRow *self)
{
  changed (self);
}

static void
remove_clicked_cb (GtkButton *button, LbConditionRow *self)
{
  g_signal_emit (self, signals[REMOVE], 0);
}

static void
lb_condition_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LB_TYPE_CONDITION_ROW);

  G_OBJECT_CLASS (lb_condition_row_parent_class)->dispose (object);
}

static void
lb_condition_row_class_init (LbConditionRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_condition_row_dispose;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[REMOVE] = g_signal_new ("remove", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/search/lb-condition-row.ui");
  gtk_widget_class_bind_template_child (widget_class, LbConditionRow, field);
  gtk_widget_class_bind_template_child (widget_class, LbConditionRow, comparison);
  gtk_widget_class_bind_template_child (widget_class, LbConditionRow, value);
  gtk_widget_class_bind_template_child (widget_class, LbConditionRow, choice);
  gtk_widget_class_bind_template_callback (widget_class, field_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, comparison_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, value_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, choice_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_clicked_cb);
}

static void
lb_condition_row_init (LbConditionRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* The place of what @node is about among @fields, behind "Anything"; it is added if it is new. */
static guint
find_field (GtkStringList *fields, const LbQueryNode *node)
{
  const char *name =
    node->field == LB_QUERY_PATH ? node->path : lb_query_field_get_name (node->field);
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (fields));

  if (name == NULL)
    return 0;
  for (guint i = 1; i < n; i++)
    if (g_str_equal (gtk_string_list_get_string (fields, i), name))
      return i;

  gtk_string_list_append (fields, name);
  return n;
}

static void
show_node (LbConditionRow *self, GtkStringList *fields, const LbQueryNode *node)
{
  const LbQueryNode *term = term_of (node);
  const int place = find_comparison (kind_of (term->field), term->test, term != node);

  gtk_drop_down_set_selected (self->field, find_field (fields, term));
  for (guint i = 0; i < g_list_model_get_n_items (gtk_drop_down_get_model (self->comparison)); i++)
    if (self->offered[i] == &comparisons[place])
      gtk_drop_down_set_selected (self->comparison, i);
  if (self->kind == KIND_CHOICE)
    gtk_drop_down_set_selected (self->choice,
                                (guint) lb_query_field_find_value (term->field, term->text));
  else
    gtk_editable_set_text (self->value, term->text != NULL ? term->text : "");
}

LbConditionRow *
lb_condition_row_new (const char *const *fields, const LbQueryNode *node)
{
  LbConditionRow *self = g_object_new (LB_TYPE_CONDITION_ROW, NULL);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  /* Translators: that a condition is about: the name and all of the caption */
  gtk_string_list_append (names, _ ("Anything"));
  for (; *fields != NULL; fields++)
    gtk_string_list_append (names, *fields);
  gtk_drop_down_set_model (self->field, G_LIST_MODEL (names));
  if (node != NULL)
    show_node (self, names, node);

  return self;
}

/* (transfer full): what the row says, right or not; NULL without a value. */
static LbQueryNode *
make_term (LbConditionRow *self)
{
  const Comparison *comparison = get_comparison (self);
  const LbQueryField field = get_field (self);
  GtkStringObject *item = gtk_drop_down_get_selected_item (self->field);
  const char *path = field == LB_QUERY_PATH ? gtk_string_object_get_string (item) : NULL;
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (self->value)));
  LbQueryTest test;

  if (comparison == NULL)
    return NULL;
  test = comparison->test;
  if (test == LB_QUERY_ANY)
    return lb_query_node_new (field, path, test, NULL);
  if (self->kind == KIND_CHOICE)
    {
      item = gtk_drop_down_get_selected_item (self->choice);
      return lb_query_node_new (field, path, test, gtk_string_object_get_string (item));
    }
  if (*text == '\0')
    return NULL;

  /* What is looked for within words is one word; several may go on at their end. */
  if (test == LB_QUERY_HAS && !lb_query_node_is_word (field, text))
    test = LB_QUERY_BEGINS;
  return lb_query_node_new (field, path, test, text);
}

/* Whether the language takes it as it is. */
static gboolean
is_right (const LbQueryNode *node)
{
  g_autofree char *text = lb_query_node_format (node);
  g_autoptr (LbQuery) query = lb_query_new (text, NULL);

  return query != NULL;
}

LbQueryNode *
lb_condition_row_dup_node (LbConditionRow *self)
{
  g_autoptr (LbQueryNode) term = NULL;

  g_return_val_if_fail (LB_IS_CONDITION_ROW (self), NULL);

  term = make_term (self);
  if (term == NULL || !is_right (term))
    return NULL;
  if (get_comparison (self)->inverted)
    return lb_query_node_new_group (LB_QUERY_NODE_NOT, g_steal_pointer (&term));

  return g_steal_pointer (&term);
}

gboolean
lb_condition_row_is_wrong (LbConditionRow *self)
{
  g_autoptr (LbQueryNode) term = NULL;

  g_return_val_if_fail (LB_IS_CONDITION_ROW (self), FALSE);

  term = make_term (self);
  return term != NULL && !is_right (term);
}

GtkWidget *
lb_condition_row_get_field (LbConditionRow *self)
{
  g_return_val_if_fail (LB_IS_CONDITION_ROW (self), NULL);

  return GTK_WIDGET (self->field);
}
