#include "config.h"

#include "ui/diff/lb-change-row.h"

#include <glib/gi18n.h>

#include "ui/diff/lb-change-text.h"
#include "ui/diff/lb-change-words.h"

struct _LbChangeRow
{
  GtkListBoxRow parent_instance;

  GtkCheckButton *check;
  GtkWidget *content;
  GtkLabel *title;
  GtkLabel *tag;
  LbChangeText *text;

  LbPromptChange *change; /* (owned) */
  gboolean conflict;      /* before is theirs, after is mine */
};

G_DEFINE_FINAL_TYPE (LbChangeRow, lb_change_row, GTK_TYPE_LIST_BOX_ROW)

static void
accepted_cb (LbChangeRow *self)
{
  const gboolean accepted = lb_prompt_change_get_accepted (self->change);

  if (accepted)
    gtk_widget_remove_css_class (GTK_WIDGET (self), "refused");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self), "refused");
  gtk_accessible_update_state (
    GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_CHECKED,
    accepted ? GTK_ACCESSIBLE_TRISTATE_TRUE : GTK_ACCESSIBLE_TRISTATE_FALSE, -1);
}

/* (transfer full): what a change does to a field, in words. */
static char *
step_words (const char *title, const char *before, const char *after)
{
  if (before == NULL)
    /* Translators: a field of a caption, then what comes into it */
    return g_strdup_printf (_ ("%s. New: %s"), title, after != NULL ? after : _ ("Empty"));
  if (after == NULL)
    /* Translators: a field of a caption, then what goes from it */
    return g_strdup_printf (_ ("%s. Removed: %s"), title, before);

  /* Translators: a field of a caption, then what it says before and after a change */
  return g_strdup_printf (_ ("%s. Before: %s. After: %s"), title, before, after);
}

/* What a screen reader says: strokes and tints are for the eye. */
static void
set_accessible (LbChangeRow *self)
{
  const char *title = gtk_label_get_label (self->title);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *words = NULL;

  lb_change_texts (self->change, &before, &after);
  if (self->conflict)
    /* Translators: a field of a caption, then what it says here and what somebody else wrote */
    words =
      g_strdup_printf (_ ("%s. Yours: %s. Theirs: %s"), title, after != NULL ? after : _ ("Empty"),
                       before != NULL ? before : _ ("Empty"));
  else
    words = step_words (title, before, after);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

/* @tag: (nullable) */
static void
show_tag (LbChangeRow *self, const char *tag)
{
  gtk_label_set_label (self->tag, tag != NULL ? tag : "");
  gtk_widget_set_visible (GTK_WIDGET (self->tag), tag != NULL);
}

/* (nullable) */
static const char *
conflict_tag (LbPromptChange *change)
{
  if (lb_prompt_change_get_before (change) == NULL)
    /* Translators: of a field that only the caption written here has */
    return C_ ("change", "Only yours");
  if (lb_prompt_change_get_after (change) == NULL)
    /* Translators: of a field that only the caption written elsewhere has */
    return C_ ("change", "Only theirs");

  return lb_change_tag (change);
}

static void
lb_change_row_dispose (GObject *object)
{
  LbChangeRow *self = LB_CHANGE_ROW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_CHANGE_ROW);
  g_clear_object (&self->change);

  G_OBJECT_CLASS (lb_change_row_parent_class)->dispose (object);
}

static void
lb_change_row_class_init (LbChangeRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_change_row_dispose;

  g_type_ensure (LB_TYPE_CHANGE_TEXT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/diff/lb-change-row.ui");
  gtk_widget_class_bind_template_child (widget_class, LbChangeRow, check);
  gtk_widget_class_bind_template_child (widget_class, LbChangeRow, content);
  gtk_widget_class_bind_template_child (widget_class, LbChangeRow, title);
  gtk_widget_class_bind_template_child (widget_class, LbChangeRow, tag);
  gtk_widget_class_bind_template_child (widget_class, LbChangeRow, text);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_CHECKBOX);
}

static void
lb_change_row_init (LbChangeRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
lb_change_row_new (LbPromptChange *change, LbPrompt *before)
{
  LbChangeRow *self = NULL;
  g_autofree char *title = NULL;
  g_autofree char *old = NULL;
  g_autofree char *new = NULL;

  g_return_val_if_fail (LB_IS_PROMPT_CHANGE (change), NULL);

  self = g_object_new (LB_TYPE_CHANGE_ROW, NULL);
  self->change = g_object_ref (change);
  title = lb_change_title (change, before);
  lb_change_texts (change, &old, &new);
  gtk_label_set_label (self->title, title);
  show_tag (self, lb_change_tag (change));
  lb_change_text_set_texts (self->text, old, new);
  set_accessible (self);
  g_object_bind_property (change, "accepted", self->check, "active",
                          G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  g_signal_connect_object (change, "notify::accepted", G_CALLBACK (accepted_cb), self,
                           G_CONNECT_SWAPPED);
  accepted_cb (self);

  return GTK_WIDGET (self);
}

LbPromptChange *
lb_change_row_get_change (LbChangeRow *self)
{
  g_return_val_if_fail (LB_IS_CHANGE_ROW (self), NULL);

  return self->change;
}

void
lb_change_row_set_title (LbChangeRow *self, const char *title)
{
  g_return_if_fail (LB_IS_CHANGE_ROW (self));

  gtk_label_set_label (self->title, title);
  set_accessible (self);
}

void
lb_change_row_set_conflict (LbChangeRow *self, gboolean conflict)
{
  g_return_if_fail (LB_IS_CHANGE_ROW (self));

  self->conflict = conflict;
  show_tag (self, conflict ? conflict_tag (self->change) : lb_change_tag (self->change));
  set_accessible (self);
}

void
lb_change_row_set_read_only (LbChangeRow *self)
{
  g_return_if_fail (LB_IS_CHANGE_ROW (self));

  g_signal_handlers_disconnect_by_data (self->change, self);
  gtk_widget_set_visible (GTK_WIDGET (self->check), FALSE);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_accessible_reset_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_CHECKED);
  g_object_set (self, "accessible-role", GTK_ACCESSIBLE_ROLE_LIST_ITEM, NULL);
}
