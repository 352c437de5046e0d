#include "config.h"

#include "ui/diff/lb-change-list.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "ui/diff/lb-change-row.h"
#include "ui/prompt/lb-issue-words.h"

/* The rest is taken or left as one. */
#define MAX_ROWS 100

struct _LbChangeList
{
  GtkBox parent_instance;

  GtkLabel *count_label;
  GtkLabel *same_label;
  GtkListBox *list;
  GtkCheckButton *rest_check;
  GtkWidget *issue_box;
  GtkLabel *issue_label;

  GListModel *changes; /* (owned) (nullable) */
  char *whole_title;   /* (owned) (nullable) */
  guint n_accepted;
  gboolean conflict;
  gboolean read_only;
  gboolean counting; /* the rest is being taken or left */
};

G_DEFINE_FINAL_TYPE (LbChangeList, lb_change_list, GTK_TYPE_BOX)

enum
{
  PROP_N_CHANGES = 1,
  PROP_N_ACCEPTED,
  PROP_CONFLICT,
  PROP_WHOLE_TITLE,
  PROP_READ_ONLY
};

static GParamSpec *props[PROP_READ_ONLY + 1];

static guint
count_accepted (LbChangeList *self)
{
  const guint n = lb_change_list_get_n_changes (self);
  guint n_accepted = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LbPromptChange) change = g_list_model_get_item (self->changes, i);

      n_accepted += lb_prompt_change_get_accepted (change);
    }

  return n_accepted;
}

static void
accepted_cb (LbChangeList *self)
{
  guint n_accepted = 0;

  if (self->counting)
    return;

  n_accepted = count_accepted (self);
  if (n_accepted == self->n_accepted)
    return;

  self->n_accepted = n_accepted;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_ACCEPTED]);
}

static void
row_activated_cb (LbChangeList *self, LbChangeRow *row)
{
  LbPromptChange *change = lb_change_row_get_change (row);

  lb_prompt_change_set_accepted (change, !lb_prompt_change_get_accepted (change));
}

static void
rest_toggled_cb (LbChangeList *self)
{
  const gboolean accepted = gtk_check_button_get_active (self->rest_check);

  self->counting = TRUE;
  for (guint i = MAX_ROWS; i < lb_change_list_get_n_changes (self); i++)
    {
      g_autoptr (LbPromptChange) change = g_list_model_get_item (self->changes, i);

      lb_prompt_change_set_accepted (change, accepted);
    }
  self->counting = FALSE;
  accepted_cb (self);
}

static void
show_counts (LbChangeList *self, LbPrompt *before)
{
  const guint n = lb_change_list_get_n_changes (self);
  const guint n_same =
    before != NULL && self->changes != NULL ? lb_prompt_count_same (before, self->changes) : 0;
  g_autofree char *count =
    g_strdup_printf (self->conflict ? ngettext ("%'u Difference", "%'u Differences", n)
                                    : ngettext ("%'u Change", "%'u Changes", n),
                     n);
  g_autofree char *same = g_strdup_printf (
    self->conflict ? ngettext ("%'u field is the same", "%'u fields are the same", n_same)
                   : ngettext ("%'u field stays as it is", "%'u fields stay as they are", n_same),
    n_same);

  gtk_label_set_label (self->count_label, count);
  gtk_label_set_label (self->same_label, same);
  gtk_widget_set_visible (GTK_WIDGET (self->same_label), n_same > 0);
}

static void
show_rest (LbChangeList *self)
{
  const guint n = lb_change_list_get_n_changes (self);
  const guint n_rest = n > MAX_ROWS ? n - MAX_ROWS : 0;
  g_autofree char *words = g_strdup_printf (
    self->conflict ? ngettext ("%'u More Difference", "%'u More Differences", n_rest)
                   : ngettext ("%'u More Change", "%'u More Changes", n_rest),
    n_rest);

  gtk_check_button_set_label (self->rest_check, words);
  gtk_check_button_set_active (self->rest_check, TRUE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->rest_check), !self->read_only);
  gtk_widget_set_visible (GTK_WIDGET (self->rest_check), n_rest > 0);
}

static void
drop_changes (LbChangeList *self)
{
  for (guint i = 0; i < lb_change_list_get_n_changes (self); i++)
    {
      g_autoptr (LbPromptChange) change = g_list_model_get_item (self->changes, i);

      g_signal_handlers_disconnect_by_data (change, self);
    }
  g_clear_object (&self->changes);
}

static void
lb_change_list_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  LbChangeList *self = LB_CHANGE_LIST (object);

  switch (prop_id)
    {
    case PROP_N_CHANGES:   g_value_set_uint (value, lb_change_list_get_n_changes (self)); break;
    case PROP_N_ACCEPTED:  g_value_set_uint (value, self->n_accepted); break;
    case PROP_CONFLICT:    g_value_set_boolean (value, self->conflict); break;
    case PROP_WHOLE_TITLE: g_value_set_string (value, self->whole_title); break;
    case PROP_READ_ONLY:   g_value_set_boolean (value, self->read_only); break;
    default:               G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_change_list_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  LbChangeList *self = LB_CHANGE_LIST (object);

  switch (prop_id)
    {
    case PROP_CONFLICT:    self->conflict = g_value_get_boolean (value); break;
    case PROP_WHOLE_TITLE: g_set_str (&self->whole_title, g_value_get_string (value)); break;
    case PROP_READ_ONLY:   self->read_only = g_value_get_boolean (value); break;
    default:               G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_change_list_dispose (GObject *object)
{
  LbChangeList *self = LB_CHANGE_LIST (object);

  drop_changes (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_CHANGE_LIST);
  g_clear_pointer (&self->whole_title, g_free);

  G_OBJECT_CLASS (lb_change_list_parent_class)->dispose (object);
}

static void
lb_change_list_class_init (LbChangeListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = lb_change_list_get_property;
  object_class->set_property = lb_change_list_set_property;
  object_class->dispose = lb_change_list_dispose;

  props[PROP_N_CHANGES] = g_param_spec_uint ("n-changes", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_N_ACCEPTED] = g_param_spec_uint ("n-accepted", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_CONFLICT] = g_param_spec_boolean ("conflict", NULL, NULL, FALSE,
                                               G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  props[PROP_WHOLE_TITLE] = g_param_spec_string ("whole-title", NULL, NULL, NULL,
                                                 G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  props[PROP_READ_ONLY] = g_param_spec_boolean ("read-only", NULL, NULL, FALSE,
                                                G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/diff/lb-change-list.ui");
  gtk_widget_class_bind_template_child (widget_class, LbChangeList, count_label);
  gtk_widget_class_bind_template_child (widget_class, LbChangeList, same_label);
  gtk_widget_class_bind_template_child (widget_class, LbChangeList, list);
  gtk_widget_class_bind_template_child (widget_class, LbChangeList, rest_check);
  gtk_widget_class_bind_template_child (widget_class, LbChangeList, issue_box);
  gtk_widget_class_bind_template_child (widget_class, LbChangeList, issue_label);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, rest_toggled_cb);
}

static void
lb_change_list_init (LbChangeList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
lb_change_list_new (void)
{
  return g_object_new (LB_TYPE_CHANGE_LIST, NULL);
}

static GtkWidget *
make_row (LbChangeList *self, LbPromptChange *change, LbPrompt *before)
{
  GtkWidget *row = lb_change_row_new (change, before);

  if (self->whole_title != NULL && *lb_prompt_change_get_path (change) == '\0')
    lb_change_row_set_title (LB_CHANGE_ROW (row), self->whole_title);
  if (self->conflict)
    lb_change_row_set_conflict (LB_CHANGE_ROW (row), TRUE);
  if (self->read_only)
    lb_change_row_set_read_only (LB_CHANGE_ROW (row));

  return row;
}

void
lb_change_list_set_changes (LbChangeList *self, GListModel *changes, LbPrompt *before)
{
  guint n = 0;

  g_return_if_fail (LB_IS_CHANGE_LIST (self));
  g_return_if_fail (changes == NULL || G_IS_LIST_MODEL (changes));

  drop_changes (self);
  gtk_list_box_remove_all (self->list);
  self->changes = changes != NULL ? g_object_ref (changes) : NULL;
  n = lb_change_list_get_n_changes (self);
  show_rest (self);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LbPromptChange) change = g_list_model_get_item (changes, i);

      g_signal_connect_object (change, "notify::accepted", G_CALLBACK (accepted_cb), self,
                               G_CONNECT_SWAPPED);
      if (i < MAX_ROWS)
        gtk_list_box_append (self->list, make_row (self, change, before));
    }
  gtk_widget_set_visible (GTK_WIDGET (self->list), n > 0);
  show_counts (self, before);
  self->n_accepted = count_accepted (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_CHANGES]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_ACCEPTED]);
}

GListModel *
lb_change_list_get_changes (LbChangeList *self)
{
  g_return_val_if_fail (LB_IS_CHANGE_LIST (self), NULL);

  return self->changes;
}

guint
lb_change_list_get_n_changes (LbChangeList *self)
{
  g_return_val_if_fail (LB_IS_CHANGE_LIST (self), 0);

  return self->changes != NULL ? g_list_model_get_n_items (self->changes) : 0;
}

guint
lb_change_list_get_n_accepted (LbChangeList *self)
{
  g_return_val_if_fail (LB_IS_CHANGE_LIST (self), 0);

  return self->n_accepted;
}

char *
lb_change_list_dup_apply_words (LbChangeList *self)
{
  guint n = 0;

  g_return_val_if_fail (LB_IS_CHANGE_LIST (self), NULL);

  n = lb_change_list_get_n_changes (self);
  if (n == self->n_accepted)
    return g_strdup_printf (ngettext ("Apply %'u Change", "Apply %'u Changes", n), n);

  /* Translators: how many changes are checked, and of how many */
  return g_strdup_printf (ngettext ("Apply %'u of %'u Change", "Apply %'u of %'u Changes", n),
                          self->n_accepted, n);
}

char *
lb_change_list_dup_restore_words (LbChangeList *self)
{
  guint n = 0;

  g_return_val_if_fail (LB_IS_CHANGE_LIST (self), NULL);

  n = lb_change_list_get_n_changes (self);
  if (self->n_accepted == 0 || self->n_accepted == n)
    return g_strdup (_ ("_Restore"));

  /* Translators: on a button: so many changes are checked, and of how many */
  return g_strdup_printf (_ ("_Restore %'u of %'u"), self->n_accepted, n);
}

void
lb_change_list_set_title (LbChangeList *self, guint position, const char *title)
{
  GtkListBoxRow *row = NULL;

  g_return_if_fail (LB_IS_CHANGE_LIST (self));

  row = gtk_list_box_get_row_at_index (self->list, (int) position);
  if (row != NULL)
    lb_change_row_set_title (LB_CHANGE_ROW (row), title);
}

void
lb_change_list_set_issue (LbChangeList *self, LbPromptIssue *issue)
{
  g_autofree char *clause = NULL;
  g_autofree char *words = NULL;

  g_return_if_fail (LB_IS_CHANGE_LIST (self));

  if (issue != NULL)
    {
      clause = lb_issue_clause (issue, TRUE);
      /* Translators: of the changes that are checked; %s is what is wrong: “Objects › 3 › Pose is
       * missing” */
      words = g_strdup_printf (_ ("What is checked can’t be taken without the rest: %s."), clause);
    }
  gtk_label_set_label (self->issue_label, words != NULL ? words : "");
  gtk_widget_set_visible (self->issue_box, issue != NULL);
}

gboolean
lb_change_list_focus (LbChangeList *self)
{
  GtkListBoxRow *row = NULL;

  g_return_val_if_fail (LB_IS_CHANGE_LIST (self), FALSE);

  row = gtk_list_box_get_row_at_index (self->list, 0);

  return row != NULL && gtk_widget_grab_focus (GTK_WIDGET (row));
}
