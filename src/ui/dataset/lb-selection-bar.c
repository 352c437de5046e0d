#include "config.h"

#include "ui/dataset/lb-selection-bar.h"

#include <glib/gi18n.h>

#include "ui/widgets/lb-button-name.h"

struct _LbSelectionBar
{
  AdwBin parent_instance;

  GtkLabel *count;
  GtkWidget *approve_button;
  AdwButtonContent *approve_content;
  GtkWidget *refine_button;
  AdwButtonContent *refine_content;
  GtkWidget *regenerate_button;
  AdwButtonContent *regenerate_content;
  GtkWidget *separator;
  GtkWidget *delete_button;

  guint n;
  LbSelectionBarRoom room;
  gboolean read_only;
};

G_DEFINE_FINAL_TYPE (LbSelectionBar, lb_selection_bar, ADW_TYPE_BIN)

static void
update (LbSelectionBar *self)
{
  const gboolean wide = self->room == LB_SELECTION_BAR_WIDE;
  g_autofree char *words =
    g_strdup_printf (ngettext ("%'u selected", "%'u selected", self->n), self->n);
  g_autofree char *number = g_strdup_printf ("%'u", self->n);

  gtk_label_set_label (self->count, self->room == LB_SELECTION_BAR_TINY ? number : words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->count), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  words, -1);
  gtk_widget_set_hexpand (GTK_WIDGET (self->count), !wide);
  adw_button_content_set_label (self->approve_content, wide ? _ ("Approve") : "");
  adw_button_content_set_label (self->refine_content, wide ? _ ("Refine…") : "");
  adw_button_content_set_label (self->regenerate_content, wide ? _ ("Regenerate…") : "");
  gtk_widget_set_visible (self->approve_button, !self->read_only);
  gtk_widget_set_visible (self->refine_button, !self->read_only);
  gtk_widget_set_visible (self->regenerate_button, !self->read_only);
  gtk_widget_set_visible (self->separator, wide && !self->read_only);
  gtk_widget_set_visible (self->delete_button, !self->read_only);
}

static void
lb_selection_bar_dispose (GObject *object)
{
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), LB_TYPE_SELECTION_BAR);

  G_OBJECT_CLASS (lb_selection_bar_parent_class)->dispose (object);
}

static void
lb_selection_bar_class_init (LbSelectionBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_selection_bar_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/dataset/lb-selection-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, LbSelectionBar, count);
  gtk_widget_class_bind_template_child (widget_class, LbSelectionBar, approve_button);
  gtk_widget_class_bind_template_child (widget_class, LbSelectionBar, approve_content);
  gtk_widget_class_bind_template_child (widget_class, LbSelectionBar, refine_button);
  gtk_widget_class_bind_template_child (widget_class, LbSelectionBar, refine_content);
  gtk_widget_class_bind_template_child (widget_class, LbSelectionBar, regenerate_button);
  gtk_widget_class_bind_template_child (widget_class, LbSelectionBar, regenerate_content);
  gtk_widget_class_bind_template_child (widget_class, LbSelectionBar, separator);
  gtk_widget_class_bind_template_child (widget_class, LbSelectionBar, delete_button);
}

static void
lb_selection_bar_init (LbSelectionBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  lb_button_name_keep (self->approve_content);
  lb_button_name_keep (self->refine_content);
  lb_button_name_keep (self->regenerate_content);
  update (self);
}

void
lb_selection_bar_set_count (LbSelectionBar *self, guint count)
{
  g_return_if_fail (LB_IS_SELECTION_BAR (self));

  self->n = count;
  update (self);
}

void
lb_selection_bar_set_room (LbSelectionBar *self, LbSelectionBarRoom room)
{
  g_return_if_fail (LB_IS_SELECTION_BAR (self));

  self->room = room;
  update (self);
}

void
lb_selection_bar_set_refine_reason (LbSelectionBar *self, const char *reason)
{
  g_return_if_fail (LB_IS_SELECTION_BAR (self));

  gtk_widget_set_tooltip_text (self->refine_button,
                               reason != NULL ? reason : _ ("Change by an Instruction (Ctrl+R)"));
}

void
lb_selection_bar_set_read_only (LbSelectionBar *self, gboolean read_only)
{
  g_return_if_fail (LB_IS_SELECTION_BAR (self));

  self->read_only = read_only;
  update (self);
}

const char *
lb_selection_bar_get_words (LbSelectionBar *self)
{
  g_return_val_if_fail (LB_IS_SELECTION_BAR (self), NULL);

  return gtk_label_get_label (self->count);
}
