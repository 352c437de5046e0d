#include "config.h"

#include "ui/check/lb-check-group.h"

#define FOLD_OVER 8
#define SHOWN_BEFORE_FOLD 2
#define OPENED_AT_ONCE 100

struct _LbCheckGroup
{
  AdwBin parent_instance;

  GtkLabel *title;
  GtkListBox *list;

  const LbCheckKind *kind; /* (nullable) until it is told */
  GObject *data;           /* (owned) (nullable) */
  GPtrArray *items;        /* (owned) (nullable) (element-type GObject) */
  GHashTable *rows;        /* (owned) (element-type GObject GtkWidget): made so far; a row loads its
                            * picture once, however often the list is filled */
  guint *opened;           /* (owned) (nullable): shown beyond the fold, by verdict */
};

G_DEFINE_FINAL_TYPE (LbCheckGroup, lb_check_group, ADW_TYPE_BIN)

static void fill (LbCheckGroup *self);

static guint
count_verdict (LbCheckGroup *self, guint verdict)
{
  guint n = 0;

  for (guint i = 0; i < self->items->len; i++)
    if (self->kind->get_verdict (self->items->pdata[i]) == verdict)
      n++;

  return n;
}

/* (nullable): the item with that verdict that @n others come before. */
static GObject *
nth_of_verdict (LbCheckGroup *self, guint verdict, guint n)
{
  for (guint i = 0; i < self->items->len; i++)
    if (self->kind->get_verdict (self->items->pdata[i]) == verdict && n-- == 0)
      return self->items->pdata[i];

  return NULL;
}

static void
fold_activated_cb (AdwActionRow *row, LbCheckGroup *self)
{
  const guint verdict = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), "lb-verdict"));
  const guint n_shown = SHOWN_BEFORE_FOLD + self->opened[verdict];
  GtkWidget *first = NULL;

  self->opened[verdict] += OPENED_AT_ONCE;
  fill (self);
  /* To the first of those that have come. */
  first = lb_check_group_find_row (self, nth_of_verdict (self, verdict, n_shown));
  if (first != NULL)
    gtk_widget_grab_focus (first);
}

/* For the eye: the words beside it say the same. */
static GtkWidget *
make_icon (const char *name)
{
  return g_object_new (GTK_TYPE_IMAGE, "icon-name", name, "accessible-role",
                       GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
}

static GtkWidget *
make_fold (LbCheckGroup *self, guint verdict, guint n)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = make_icon (self->kind->get_icon (verdict));
  GtkWidget *words = gtk_label_new (self->kind->get_words (verdict));
  GtkWidget *arrow = make_icon ("pan-down-symbolic");
  const char *style = self->kind->get_style (verdict);
  g_autofree char *title = self->kind->fold_title (self->items->pdata[0], n);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_label_set_wrap (GTK_LABEL (words), TRUE);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (words), GTK_NATURAL_WRAP_NONE);
  gtk_widget_add_css_class (icon, style);
  gtk_widget_add_css_class (words, style);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), icon);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), words);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), arrow);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data (G_OBJECT (row), "lb-verdict", GUINT_TO_POINTER (verdict));
  g_signal_connect_object (row, "activated", G_CALLBACK (fold_activated_cb), self, 0);

  return row;
}

static GtkWidget *
row_of (LbCheckGroup *self, GObject *item)
{
  GtkWidget *row = g_hash_table_lookup (self->rows, item);

  if (row == NULL)
    {
      row = g_object_ref_sink (self->kind->new_row (item, self->data));
      g_hash_table_insert (self->rows, g_object_ref (item), row);
    }
  else if (self->kind->update_row != NULL)
    self->kind->update_row (row);

  return row;
}

/* Returns: how many are left for the fold. */
static guint
fill_verdict (LbCheckGroup *self, guint verdict)
{
  const guint n = count_verdict (self, verdict);
  const guint limit = n > FOLD_OVER ? SHOWN_BEFORE_FOLD + self->opened[verdict] : n;
  guint shown = 0;

  for (guint i = 0; i < self->items->len && shown < limit; i++)
    {
      GObject *item = self->items->pdata[i];

      if (self->kind->get_verdict (item) != verdict)
        continue;
      gtk_list_box_append (self->list, row_of (self, item));
      shown++;
    }

  return n - shown;
}

/* What is folded stands below all that is shown. */
static void
fill (LbCheckGroup *self)
{
  g_autofree guint *n_folded = g_new0 (guint, self->kind->n_verdicts);

  gtk_list_box_remove_all (self->list);
  for (guint verdict = 0; verdict < self->kind->n_verdicts; verdict++)
    n_folded[verdict] = fill_verdict (self, verdict);
  for (guint verdict = 0; verdict < self->kind->n_verdicts; verdict++)
    if (n_folded[verdict] > 0)
      gtk_list_box_append (self->list, make_fold (self, verdict, n_folded[verdict]));
}

static void
lb_check_group_finalize (GObject *object)
{
  LbCheckGroup *self = LB_CHECK_GROUP (object);

  g_clear_pointer (&self->rows, g_hash_table_unref);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_pointer (&self->opened, g_free);
  g_clear_object (&self->data);

  G_OBJECT_CLASS (lb_check_group_parent_class)->finalize (object);
}

static void
lb_check_group_class_init (LbCheckGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lb_check_group_finalize;
}

static void
lb_check_group_init (LbCheckGroup *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->rows = g_hash_table_new_full (NULL, NULL, g_object_unref, g_object_unref);
  self->title = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->title, 0);
  gtk_label_set_wrap (self->title, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->title), "heading");
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_list_box_set_tab_behavior (self->list, GTK_LIST_TAB_ALL);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                  self->title, NULL, -1);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->title));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->list));
  adw_bin_set_child (ADW_BIN (self), box);
}

GtkWidget *
lb_check_group_new (void)
{
  return g_object_new (LB_TYPE_CHECK_GROUP, NULL);
}

void
lb_check_group_set_kind (LbCheckGroup *self, const LbCheckKind *kind, GObject *data)
{
  g_return_if_fail (LB_IS_CHECK_GROUP (self));
  g_return_if_fail (self->items == NULL);

  self->kind = kind;
  g_set_object (&self->data, data);
  g_clear_pointer (&self->opened, g_free);
  self->opened = g_new0 (guint, kind->n_verdicts);
}

void
lb_check_group_set (LbCheckGroup *self, const char *title, GPtrArray *items)
{
  g_return_if_fail (LB_IS_CHECK_GROUP (self));
  g_return_if_fail (self->kind != NULL);

  g_clear_pointer (&self->items, g_ptr_array_unref);
  self->items = g_ptr_array_ref (items);
  gtk_label_set_label (self->title, title != NULL ? title : "");
  gtk_widget_set_visible (GTK_WIDGET (self->title), title != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), items->len > 0);
  fill (self);
}

const char *
lb_check_group_get_title (LbCheckGroup *self)
{
  g_return_val_if_fail (LB_IS_CHECK_GROUP (self), NULL);

  return gtk_label_get_label (self->title);
}

guint
lb_check_group_get_n_rows (LbCheckGroup *self)
{
  guint n = 0;

  g_return_val_if_fail (LB_IS_CHECK_GROUP (self), 0);

  while (gtk_list_box_get_row_at_index (self->list, (int) n) != NULL)
    n++;

  return n;
}

GtkWidget *
lb_check_group_find_row (LbCheckGroup *self, gpointer item)
{
  GtkWidget *row;

  g_return_val_if_fail (LB_IS_CHECK_GROUP (self), NULL);

  row = g_hash_table_lookup (self->rows, item);
  return row != NULL && gtk_widget_get_parent (row) != NULL ? row : NULL;
}
