#include "config.h"

#include "ui/matrix/lb-matrix-cell.h"

#include "ui/widgets/lb-text-line.h"

struct _LbMatrixCell
{
  GtkWidget parent_instance;

  GtkWidget *icon;   /* (nullable) until it stands out */
  GtkWidget *empty;  /* (nullable) until it has no value */
  GtkWidget *value;  /* (nullable) after disposing */
  char *name;        /* (owned) (nullable) until it shows something */
  char *description; /* (owned) (nullable): the same */
  gboolean selected;
};

G_DEFINE_FINAL_TYPE (LbMatrixCell, lb_matrix_cell, GTK_TYPE_WIDGET)

static void
lb_matrix_cell_dispose (GObject *object)
{
  LbMatrixCell *self = LB_MATRIX_CELL (object);

  g_clear_pointer (&self->icon, gtk_widget_unparent);
  g_clear_pointer (&self->empty, gtk_widget_unparent);
  g_clear_pointer (&self->value, gtk_widget_unparent);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->description, g_free);

  G_OBJECT_CLASS (lb_matrix_cell_parent_class)->dispose (object);
}

static void
lb_matrix_cell_class_init (LbMatrixCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_matrix_cell_dispose;

  gtk_widget_class_set_css_name (widget_class, "matrix-cell");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GRID_CELL);
}

static void
lb_matrix_cell_init (LbMatrixCell *self)
{
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  /* Not a label: that measures its text three times for each row, and asks for another layout of
   * the window with each new text. */
  self->value =
    g_object_new (LB_TYPE_TEXT_LINE, "css-name", "matrix-value", "hexpand", TRUE, "valign",
                  GTK_ALIGN_CENTER, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  gtk_widget_set_parent (self->value, GTK_WIDGET (self));
}

GtkWidget *
lb_matrix_cell_new (void)
{
  return g_object_new (LB_TYPE_MATRIX_CELL, NULL);
}

static void
set_class (GtkWidget *widget, const char *name, gboolean wanted)
{
  if (gtk_widget_has_css_class (widget, name) == wanted)
    return;

  if (wanted)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

static void
show_icon (LbMatrixCell *self, gboolean outlier)
{
  if (outlier && self->icon == NULL)
    {
      self->icon = g_object_new (GTK_TYPE_IMAGE, "icon-name", "dialog-warning-symbolic",
                                 "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
      gtk_widget_insert_after (self->icon, GTK_WIDGET (self), NULL);
    }
  if (self->icon != NULL)
    gtk_widget_set_visible (self->icon, outlier);
}

/* As wide as its words, with a frame around them. */
static void
show_empty (LbMatrixCell *self, const LbMatrixLook *look)
{
  if (look->empty && self->empty == NULL)
    {
      self->empty =
        g_object_new (GTK_TYPE_LABEL, "label", look->text, "ellipsize", PANGO_ELLIPSIZE_END,
                      "xalign", 0.0, "single-line-mode", TRUE, "valign", GTK_ALIGN_CENTER, "halign",
                      GTK_ALIGN_START, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
      gtk_widget_add_css_class (self->empty, "pill");
      gtk_widget_insert_before (self->empty, GTK_WIDGET (self), self->value);
    }
  if (self->empty != NULL)
    gtk_widget_set_visible (self->empty, look->empty);
  gtk_widget_set_visible (self->value, !look->empty);
  lb_text_line_set_text (LB_TEXT_LINE (self->value), look->empty ? NULL : look->text);
}

/* What assistive technology is told is told once: all cells in sight are shown again with every
 * change of the table. */
static void
show_names (LbMatrixCell *self, const LbMatrixLook *look)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (self);
  const gboolean first = self->name == NULL;

  if (g_set_str (&self->name, look->name))
    gtk_accessible_update_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL, look->name, -1);
  if (g_set_str (&self->description, look->description))
    gtk_accessible_update_property (accessible, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                    look->description, -1);
  if (!first && self->selected == look->selected)
    return;

  self->selected = look->selected;
  if (look->selected)
    gtk_widget_set_state_flags (GTK_WIDGET (self), GTK_STATE_FLAG_SELECTED, FALSE);
  else
    gtk_widget_unset_state_flags (GTK_WIDGET (self), GTK_STATE_FLAG_SELECTED);
  gtk_accessible_update_state (accessible, GTK_ACCESSIBLE_STATE_SELECTED, look->selected, -1);
}

void
lb_matrix_cell_show (LbMatrixCell *self, const LbMatrixLook *look)
{
  GtkWidget *widget = GTK_WIDGET (self);

  g_return_if_fail (LB_IS_MATRIX_CELL (self));

  show_empty (self, look);
  set_class (widget, "repeated", look->repeated);
  set_class (widget, "words", look->is_words);
  set_class (widget, "outlier", look->outlier);
  set_class (widget, "active", look->active);
  show_icon (self, look->outlier);
  show_names (self, look);
}
