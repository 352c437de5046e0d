#include "config.h"

#include "ui/prompt/lb-prompt-form.h"

#include <glib/gi18n.h>

#include "ui/prompt/lb-field-list.h"
#include "ui/prompt/lb-form-groups.h"
#include "ui/prompt/lb-issue-line.h"
#include "ui/prompt/lb-list-group.h"

/* After this, and the opening of what is around it, a row has its place. */
#define SETTLING_US (100 * G_TIME_SPAN_MILLISECOND)

typedef struct
{
  GtkWidget *group;    /* (unowned) */
  LbFieldList *fields; /* (owned) (nullable): a list of objects has none */
} Group;

struct _LbPromptForm
{
  AdwBin parent_instance;

  LbPromptDraft *draft;   /* (owned) */
  GtkBox *box;            /* (unowned) child */
  LbIssueLine *issue;     /* (unowned): of the document as a whole */
  GPtrArray *groups;      /* (owned) (element-type Group) (nullable) until there was a prompt */
  gboolean started;       /* the rows are those of the prompt, not of one before */
  GListModel *issues;     /* (owned) (nullable) */
  LbUsedValues *values;   /* (owned) (nullable) */
  LbFrozenFields *frozen; /* (owned) (nullable) */
  guint seek_tick;        /* until the focus has been brought into view */
  gint64 seek_end;        /* monotonic time of its last frame */
};

G_DEFINE_FINAL_TYPE (LbPromptForm, lb_prompt_form, ADW_TYPE_BIN)

enum
{
  EDITED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
group_free (gpointer data)
{
  Group *group = data;

  g_clear_object (&group->fields);
  g_free (group);
}

/* (transfer none) (nullable): the row with the focus. */
static GtkWidget *
find_focus_row (LbPromptForm *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self)))
    return NULL;

  return LB_IS_FORM_ROW (focus) ? focus : gtk_widget_get_ancestor (focus, LB_TYPE_FORM_ROW);
}

/* Whether what is around @row is still on its way to its full height. */
static gboolean
is_opening (GtkWidget *row)
{
  for (GtkWidget *parent = row; parent != NULL; parent = gtk_widget_get_parent (parent))
    if (GTK_IS_REVEALER (parent) && gtk_revealer_get_reveal_child (GTK_REVEALER (parent)) !=
                                      gtk_revealer_get_child_revealed (GTK_REVEALER (parent)))
      return TRUE;
  return FALSE;
}

static gboolean
seek_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  LbPromptForm *self = LB_PROMPT_FORM (widget);
  GtkWidget *row = find_focus_row (self);

  for (GtkWidget *parent = widget; parent != NULL && row != NULL;
       parent = gtk_widget_get_parent (parent))
    if (GTK_IS_VIEWPORT (parent))
      gtk_viewport_scroll_to (GTK_VIEWPORT (parent), row, NULL);

  if (row != NULL && is_opening (row))
    self->seek_end = g_get_monotonic_time () + SETTLING_US;
  if (row != NULL && g_get_monotonic_time () < self->seek_end)
    return G_SOURCE_CONTINUE;

  self->seek_tick = 0;
  return G_SOURCE_REMOVE;
}

/* Keeps the row with the focus in view, which has no place yet or grows. */
static void
seek_focus (LbPromptForm *self, gint64 duration)
{
  self->seek_end = MAX (self->seek_end, g_get_monotonic_time () + duration);
  if (self->seek_tick == 0)
    self->seek_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), seek_cb, NULL, NULL);
}

static void
edited_cb (LbPromptForm *self)
{
  seek_focus (self, 0);
  g_signal_emit (self, signals[EDITED], 0);
}

static void
update_group (Group *group)
{
  if (group->fields == NULL)
    {
      lb_list_group_update (LB_LIST_GROUP (group->group));
      return;
    }

  lb_field_list_update (group->fields);
  gtk_widget_set_visible (group->group, lb_field_list_has_rows (group->fields));
}

static void
changed_cb (LbPromptForm *self)
{
  for (guint i = 0; self->started && i < self->groups->len; i++)
    update_group (self->groups->pdata[i]);
  if (self->started)
    lb_issue_line_set_issue (self->issue, lb_prompt_draft_find_issue (self->draft, ""));
}

static void
add_group (LbPromptForm *self, const LbFormGroup *layout)
{
  const LbPromptShape *root = lb_prompt_schema_get_root (lb_prompt_draft_get_kind (self->draft));
  const LbPromptField *first =
    layout->keys[0] != NULL ? lb_prompt_shape_find (root, layout->keys[0]) : NULL;
  Group *group = g_new0 (Group, 1);

  if (first != NULL && first->kind == LB_PROMPT_FIELD_LIST)
    group->group = lb_list_group_new (self->draft, _ (layout->title), first);
  else
    {
      group->group = adw_preferences_group_new ();
      adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group->group), _ (layout->title));
      group->fields =
        lb_field_list_new (group->group, NULL, self->draft, "", root, layout->keys, layout->flags);
    }
  gtk_box_append (self->box, group->group);
  g_ptr_array_add (self->groups, group);
  update_group (group);
}

static void
build (LbPromptForm *self)
{
  guint n_layouts = 0;
  const LbFormGroup *layouts = lb_form_groups_get (&n_layouts);

  self->groups = g_ptr_array_new_with_free_func (group_free);
  for (guint i = 0; i < n_layouts; i++)
    add_group (self, &layouts[i]);
  lb_issue_line_set_issue (self->issue, lb_prompt_draft_find_issue (self->draft, ""));
}

static void
tear_down (LbPromptForm *self)
{
  for (guint i = 0; self->groups != NULL && i < self->groups->len; i++)
    gtk_box_remove (self->box, ((Group *) self->groups->pdata[i])->group);
  g_clear_pointer (&self->groups, g_ptr_array_unref);
  self->started = FALSE;
}

static void
start_draft (LbPromptForm *self, LbPromptKind kind, gboolean editable)
{
  if (self->draft != NULL)
    g_signal_handlers_disconnect_by_data (self->draft, self);
  g_clear_object (&self->draft);

  self->draft = lb_prompt_draft_new (kind);
  lb_prompt_draft_set_editable (self->draft, editable);
  lb_prompt_draft_set_issues (self->draft, self->issues);
  lb_prompt_draft_set_values (self->draft, self->values);
  lb_prompt_draft_set_frozen (self->draft, self->frozen);
  g_signal_connect_object (self->draft, "edited", G_CALLBACK (edited_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->draft, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
}

static gboolean
lb_prompt_form_grab_focus (GtkWidget *widget)
{
  LbPromptForm *self = LB_PROMPT_FORM (widget);

  return self->groups != NULL &&
         gtk_widget_child_focus (GTK_WIDGET (self->box), GTK_DIR_TAB_FORWARD);
}

static void
lb_prompt_form_dispose (GObject *object)
{
  LbPromptForm *self = LB_PROMPT_FORM (object);

  if (self->draft != NULL)
    g_signal_handlers_disconnect_by_data (self->draft, self);
  g_clear_pointer (&self->groups, g_ptr_array_unref);
  g_clear_object (&self->issues);
  g_clear_object (&self->values);
  g_clear_object (&self->frozen);
  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_object (&self->draft);

  G_OBJECT_CLASS (lb_prompt_form_parent_class)->dispose (object);
}

static void
lb_prompt_form_class_init (LbPromptFormClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lb_prompt_form_dispose;
  GTK_WIDGET_CLASS (klass)->grab_focus = lb_prompt_form_grab_focus;

  signals[EDITED] = g_signal_new ("edited", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
lb_prompt_form_init (LbPromptForm *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  GtkWidget *issue = lb_issue_line_new ();

  gtk_widget_add_css_class (box, "prompt-form");
  self->box = GTK_BOX (box);
  self->issue = LB_ISSUE_LINE (issue);
  gtk_box_append (self->box, issue);
  adw_bin_set_child (ADW_BIN (self), box);
  start_draft (self, LB_PROMPT_CAPTION, TRUE);
}

LbPromptForm *
lb_prompt_form_new (void)
{
  return g_object_new (LB_TYPE_PROMPT_FORM, NULL);
}

void
lb_prompt_form_set_kind (LbPromptForm *self, LbPromptKind kind)
{
  g_return_if_fail (LB_IS_PROMPT_FORM (self));

  if (lb_prompt_draft_get_kind (self->draft) == kind)
    return;

  tear_down (self);
  start_draft (self, kind, lb_prompt_draft_get_editable (self->draft));
}

void
lb_prompt_form_reset (LbPromptForm *self)
{
  g_return_if_fail (LB_IS_PROMPT_FORM (self));

  /* The rows stay, for most of them can show the next prompt as well. */
  self->started = FALSE;
  lb_prompt_form_set_issues (self, NULL);
  lb_prompt_draft_set_prompt (self->draft, NULL);
}

void
lb_prompt_form_set_prompt (LbPromptForm *self, LbPrompt *prompt)
{
  g_return_if_fail (LB_IS_PROMPT_FORM (self));
  g_return_if_fail (prompt == NULL || LB_IS_PROMPT (prompt));

  if (self->started)
    {
      lb_prompt_draft_set_prompt (self->draft, prompt);
      return;
    }

  /* Rows that are there already take it up. */
  self->started = self->groups != NULL;
  lb_prompt_draft_start (self->draft, prompt);
  if (self->groups == NULL)
    build (self);
  self->started = TRUE;
}

LbPrompt *
lb_prompt_form_get_prompt (LbPromptForm *self)
{
  g_return_val_if_fail (LB_IS_PROMPT_FORM (self), NULL);

  return lb_prompt_draft_get_prompt (self->draft);
}

void
lb_prompt_form_set_issues (LbPromptForm *self, GListModel *issues)
{
  g_return_if_fail (LB_IS_PROMPT_FORM (self));

  g_set_object (&self->issues, issues);
  lb_prompt_draft_set_issues (self->draft, issues);
}

void
lb_prompt_form_set_values (LbPromptForm *self, LbUsedValues *values)
{
  g_return_if_fail (LB_IS_PROMPT_FORM (self));
  g_return_if_fail (values == NULL || LB_IS_USED_VALUES (values));

  g_set_object (&self->values, values);
  lb_prompt_draft_set_values (self->draft, values);
}

void
lb_prompt_form_set_frozen (LbPromptForm *self, LbFrozenFields *frozen)
{
  g_return_if_fail (LB_IS_PROMPT_FORM (self));

  g_set_object (&self->frozen, frozen);
  lb_prompt_draft_set_frozen (self->draft, frozen);
}

void
lb_prompt_form_set_editable (LbPromptForm *self, gboolean editable)
{
  g_return_if_fail (LB_IS_PROMPT_FORM (self));

  lb_prompt_draft_set_editable (self->draft, editable);
}

void
lb_prompt_form_show_path (LbPromptForm *self, const char *path)
{
  g_return_if_fail (LB_IS_PROMPT_FORM (self));
  g_return_if_fail (path != NULL);

  seek_focus (self, SETTLING_US);
  for (guint i = 0; self->groups != NULL && i < self->groups->len; i++)
    {
      Group *group = self->groups->pdata[i];

      if (group->fields != NULL ? lb_field_list_show_path (group->fields, path)
                                : lb_list_group_show_path (LB_LIST_GROUP (group->group), path))
        return;
    }

  gtk_widget_grab_focus (GTK_WIDGET (self));
}

char *
lb_prompt_form_dup_focus_path (LbPromptForm *self)
{
  GtkWidget *row;

  g_return_val_if_fail (LB_IS_PROMPT_FORM (self), NULL);

  if ((row = find_focus_row (self)) != NULL)
    return g_strdup (lb_form_row_get_path (LB_FORM_ROW (row)));

  /* Each keeps in mind in which of its children the focus was last, while the window is active. */
  for (GtkWidget *child = GTK_WIDGET (self); child != NULL;
       child = gtk_widget_get_focus_child (child))
    if (LB_IS_FORM_ROW (child))
      row = child;
  return row != NULL ? g_strdup (lb_form_row_get_path (LB_FORM_ROW (row))) : NULL;
}
