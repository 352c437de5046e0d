#include "config.h"

#include "ui/search/lb-query-dialog.h"

#include <glib/gi18n.h>

#include "ui/search/lb-condition-row.h"
#include "ui/widgets/lb-first-focus.h"

struct _LbQueryDialog
{
  AdwDialog parent_instance;

  GtkWidget *apply_button;
  GtkLabel *kept;
  AdwToggleGroup *match;
  GtkListBox *list;
  GtkWidget *add_row;
  GtkLabel *preview;

  LbQueryNode *base; /* (owned) (nullable): what the form can't say */
  char **fields;     /* (owned) */
};

G_DEFINE_FINAL_TYPE (LbQueryDialog, lb_query_dialog, ADW_TYPE_DIALOG)

enum
{
  APPLY,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* (nullable): NULL behind the last condition. */
static LbConditionRow *
nth_row (LbQueryDialog *self, int i)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, i);

  return LB_IS_CONDITION_ROW (row) ? LB_CONDITION_ROW (row) : NULL;
}

/* (transfer full) (nullable): what all rows with a value say together. */
static LbQueryNode *
join_rows (LbQueryDialog *self)
{
  const gboolean any = g_strcmp0 (adw_toggle_group_get_active_name (self->match), "any") == 0;
  const LbQueryNodeKind kind = any ? LB_QUERY_NODE_OR : LB_QUERY_NODE_AND;
  LbQueryNode *all = NULL;

  for (int i = 0; nth_row (self, i) != NULL; i++)
    {
      LbQueryNode *node = lb_condition_row_dup_node (nth_row (self, i));

      if (node == NULL)
        continue;
      if (all == NULL)
        all = node;
      else
        {
          if (all->kind != kind)
            all = lb_query_node_new_group (kind, all);
          lb_query_node_add (all, node);
        }
    }

  return all;
}

/* (transfer full): the query that the dialog says. */
static char *
dup_text (LbQueryDialog *self)
{
  LbQueryNode *rows = join_rows (self);
  g_autoptr (LbQueryNode) all = NULL;

  if (self->base == NULL || rows == NULL)
    {
      all = self->base != NULL ? lb_query_node_copy (self->base) : rows;
      return all != NULL ? lb_query_node_format (all) : g_strdup ("");
    }

  all = lb_query_node_new_group (LB_QUERY_NODE_AND, lb_query_node_copy (self->base));
  lb_query_node_add (all, rows);
  return lb_query_node_format (all);
}

static void
update (LbQueryDialog *self)
{
  g_autofree char *text = dup_text (self);
  gboolean wrong = FALSE;

  for (int i = 0; nth_row (self, i) != NULL; i++)
    wrong |= lb_condition_row_is_wrong (nth_row (self, i));
  gtk_widget_set_sensitive (self->apply_button, !wrong);
  gtk_label_set_label (self->preview, text);
}

/* What has the focus goes: a neighbour gets it. */
static void
remove_cb (LbConditionRow *row, LbQueryDialog *self)
{
  const int place = gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row));
  LbConditionRow *next = NULL;

  lb_first_focus_end (ADW_DIALOG (self));
  gtk_list_box_remove (self->list, GTK_WIDGET (row));
  next = nth_row (self, place) != NULL ? nth_row (self, place) : nth_row (self, place - 1);
  if (next != NULL)
    gtk_widget_child_focus (GTK_WIDGET (next), GTK_DIR_TAB_FORWARD);
  else
    gtk_widget_grab_focus (self->add_row);
  update (self);
}

static LbConditionRow *
add (LbQueryDialog *self, const LbQueryNode *node)
{
  LbConditionRow *row = lb_condition_row_new ((const char *const *) self->fields, node);

  g_signal_connect_object (row, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "remove", G_CALLBACK (remove_cb), self, 0);
  gtk_list_box_insert (self->list, GTK_WIDGET (row),
                       gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (self->add_row)));

  return row;
}

static void
add_activated_cb (AdwButtonRow *button, LbQueryDialog *self)
{
  LbConditionRow *row = add (self, NULL);

  update (self);
  gtk_widget_child_focus (GTK_WIDGET (row), GTK_DIR_TAB_FORWARD);
}

static void
match_changed_cb (AdwToggleGroup *group, GParamSpec *pspec, LbQueryDialog *self)
{
  update (self);
}

static void
apply_clicked_cb (GtkButton *button, LbQueryDialog *self)
{
  g_autofree char *text = dup_text (self);

  g_signal_emit (self, signals[APPLY], 0, text);
  adw_dialog_close (ADW_DIALOG (self));
}

static void
lb_query_dialog_dispose (GObject *object)
{
  LbQueryDialog *self = LB_QUERY_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_QUERY_DIALOG);
  g_clear_pointer (&self->base, lb_query_node_free);
  g_clear_pointer (&self->fields, g_strfreev);

  G_OBJECT_CLASS (lb_query_dialog_parent_class)->dispose (object);
}

static void
lb_query_dialog_class_init (LbQueryDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_query_dialog_dispose;

  signals[APPLY] = g_signal_new ("apply", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/search/lb-query-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LbQueryDialog, apply_button);
  gtk_widget_class_bind_template_child (widget_class, LbQueryDialog, kept);
  gtk_widget_class_bind_template_child (widget_class, LbQueryDialog, match);
  gtk_widget_class_bind_template_child (widget_class, LbQueryDialog, list);
  gtk_widget_class_bind_template_child (widget_class, LbQueryDialog, add_row);
  gtk_widget_class_bind_template_child (widget_class, LbQueryDialog, preview);
  gtk_widget_class_bind_template_callback (widget_class, apply_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, match_changed_cb);
}

static void
lb_query_dialog_init (LbQueryDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Makes rows of @root; FALSE when they can't say it, and there are none then. */
static gboolean
show_rows (LbQueryDialog *self, const LbQueryNode *root)
{
  const gboolean several = root->kind == LB_QUERY_NODE_AND || root->kind == LB_QUERY_NODE_OR;

  if (!several)
    {
      if (lb_condition_row_can_show (root))
        add (self, root);
      return lb_condition_row_can_show (root);
    }

  for (guint i = 0; i < root->children->len; i++)
    if (!lb_condition_row_can_show (g_ptr_array_index (root->children, i)))
      return FALSE;
  for (guint i = 0; i < root->children->len; i++)
    add (self, g_ptr_array_index (root->children, i));
  if (root->kind == LB_QUERY_NODE_OR)
    adw_toggle_group_set_active_name (self->match, "any");

  return TRUE;
}

static void
keep (LbQueryDialog *self, const LbQueryNode *root)
{
  g_autofree char *text = lb_query_node_format (root);
  /* Translators: %s is a filter that was written by hand */
  g_autofree char *words =
    g_strdup_printf (_ ("What is written is kept, and the conditions are added to it: %s"), text);

  self->base = lb_query_node_copy (root);
  gtk_label_set_label (self->kept, words);
  gtk_widget_set_visible (GTK_WIDGET (self->kept), TRUE);
}

LbQueryDialog *
lb_query_dialog_new (LbQuery *query, const char *const *fields)
{
  LbQueryDialog *self = g_object_new (LB_TYPE_QUERY_DIALOG, NULL);
  const LbQueryNode *root = query != NULL ? lb_query_get_root (query) : NULL;

  self->fields = g_strdupv ((char **) fields);
  if (root != NULL && !show_rows (self, root))
    keep (self, root);
  if (nth_row (self, 0) == NULL)
    add (self, NULL);
  lb_first_focus_set (ADW_DIALOG (self), lb_condition_row_get_field (nth_row (self, 0)));
  update (self);

  return self;
}
