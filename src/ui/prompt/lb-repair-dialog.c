#include "config.h"

#include "ui/prompt/lb-repair-dialog.h"

#include <glib/gi18n.h>

#include "model/lb-comparison.h"
#include "ui/diff/lb-change-list.h"
#include "ui/diff/lb-change-text.h"
#include "ui/diff/lb-change-words.h"

struct _LbRepairDialog
{
  AdwDialog parent_instance;

  GtkLabel *words;
  LbChangeList *list;
  GtkListBox *report;
  GtkLabel *apply_label;

  gboolean offer;           /* to be made, rather than made already */
  LbComparison *comparison; /* (owned) */
};

G_DEFINE_FINAL_TYPE (LbRepairDialog, lb_repair_dialog, ADW_TYPE_DIALOG)

enum
{
  PROP_OFFER = 1
};

static GParamSpec *props[PROP_OFFER + 1];

static void
accepted_cb (LbRepairDialog *self)
{
  g_autofree char *words = NULL;
  const guint n_accepted = lb_change_list_get_n_accepted (self->list);

  if (!self->offer)
    return;

  words = lb_change_list_dup_apply_words (self->list);
  gtk_label_set_label (self->apply_label, words);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "repair.apply", n_accepted > 0);
}

static void
apply_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LbRepairDialog *self = LB_REPAIR_DIALOG (widget);
  g_autofree char *repaired = lb_comparison_dup_result (self->comparison);

  if (repaired != NULL)
    g_signal_emit_by_name (self, "repaired", repaired);
  adw_dialog_close (ADW_DIALOG (self));
}

/* A change to be read. */
static GtkWidget *
make_row (LbPromptChange *change, LbPrompt *before)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *label;
  GtkWidget *text = lb_change_text_new ();
  g_autofree char *title = lb_change_title (change, before);
  g_autofree char *old = NULL;
  g_autofree char *new = NULL;
  g_autofree char *words = NULL;

  lb_change_texts (change, &old, &new);
  /* Translators: a field of a caption, what it said and what it says now */
  words = g_strdup_printf (_ ("%s. Before: %s. Now: %s"), title, old != NULL ? old : _ ("Empty"),
                           new != NULL ? new : _ ("Empty"));
  label = gtk_label_new (title);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, "heading");
  lb_change_text_set_texts (LB_CHANGE_TEXT (text), old, new);
  g_object_set (box, "margin-start", 12, "margin-end", 12, "margin-top", 9, "margin-bottom", 9,
                NULL);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), text);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  return row;
}

static void
show_changes (LbRepairDialog *self)
{
  GListModel *changes = lb_comparison_get_changes (self->comparison);
  LbPrompt *before = lb_comparison_get_prompt (self->comparison);
  const guint n = g_list_model_get_n_items (changes);

  if (self->offer)
    {
      lb_change_list_set_changes (self->list, changes, before);
      accepted_cb (self);
      return;
    }

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LbPromptChange) change = g_list_model_get_item (changes, i);

      gtk_list_box_append (self->report, make_row (change, before));
    }
}

static void
lb_repair_dialog_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  LbRepairDialog *self = LB_REPAIR_DIALOG (object);

  switch (prop_id)
    {
    case PROP_OFFER: g_value_set_boolean (value, self->offer); break;
    default:         G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_repair_dialog_set_property (GObject *object,
                               guint prop_id,
                               const GValue *value,
                               GParamSpec *pspec)
{
  LbRepairDialog *self = LB_REPAIR_DIALOG (object);

  switch (prop_id)
    {
    case PROP_OFFER: self->offer = g_value_get_boolean (value); break;
    default:         G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_repair_dialog_dispose (GObject *object)
{
  LbRepairDialog *self = LB_REPAIR_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_REPAIR_DIALOG);
  g_clear_object (&self->comparison);

  G_OBJECT_CLASS (lb_repair_dialog_parent_class)->dispose (object);
}

static void
lb_repair_dialog_class_init (LbRepairDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = lb_repair_dialog_get_property;
  object_class->set_property = lb_repair_dialog_set_property;
  object_class->dispose = lb_repair_dialog_dispose;

  props[PROP_OFFER] = g_param_spec_boolean (
    "offer", NULL, NULL, TRUE, G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
  g_signal_new ("repaired", LB_TYPE_REPAIR_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (LB_TYPE_CHANGE_LIST);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/prompt/lb-repair-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LbRepairDialog, words);
  gtk_widget_class_bind_template_child (widget_class, LbRepairDialog, list);
  gtk_widget_class_bind_template_child (widget_class, LbRepairDialog, report);
  gtk_widget_class_bind_template_child (widget_class, LbRepairDialog, apply_label);
  gtk_widget_class_bind_template_callback (widget_class, accepted_cb);
  gtk_widget_class_install_action (widget_class, "repair.apply", NULL, apply_cb);
}

static void
lb_repair_dialog_init (LbRepairDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static LbRepairDialog *
new_dialog (const char *before, const char *after, gboolean offer)
{
  LbRepairDialog *self = g_object_new (LB_TYPE_REPAIR_DIALOG, "offer", offer, NULL);

  self->comparison = lb_comparison_new (before, after, TRUE);
  adw_dialog_set_title (ADW_DIALOG (self), offer ? _ ("Repair") : _ ("Repaired on Saving"));
  gtk_label_set_label (self->words,
                       offer ? _ ("This is what can be put right without knowing the picture.")
                             : _ ("The service has put these right. Undo brings back what was "
                                  "written."));
  show_changes (self);
  return self;
}

LbRepairDialog *
lb_repair_dialog_new (const char *before, const char *after)
{
  g_return_val_if_fail (before != NULL, NULL);
  g_return_val_if_fail (after != NULL, NULL);

  return new_dialog (before, after, TRUE);
}

LbRepairDialog *
lb_repair_dialog_new_report (const char *before, const char *after)
{
  g_return_val_if_fail (before != NULL, NULL);
  g_return_val_if_fail (after != NULL, NULL);

  return new_dialog (before, after, FALSE);
}

gboolean
lb_repair_dialog_has_changes (const char *before, const char *after)
{
  g_autoptr (LbComparison) comparison = NULL;

  g_return_val_if_fail (before != NULL, FALSE);
  g_return_val_if_fail (after != NULL, FALSE);

  if (g_str_equal (before, after))
    return FALSE;

  comparison = lb_comparison_new (before, after, TRUE);
  return g_list_model_get_n_items (lb_comparison_get_changes (comparison)) > 0;
}
