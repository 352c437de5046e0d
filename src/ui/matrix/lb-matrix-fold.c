#include "config.h"

#include "ui/matrix/lb-matrix-fold.h"

#include <glib/gi18n.h>

#include "ui/matrix/lb-matrix-words.h"

struct _LbMatrixFold
{
  GtkWidget parent_instance;

  GtkWidget *arrow; /* child */
  GtkWidget *value; /* child */
  GtkWidget *count; /* child */
};

G_DEFINE_FINAL_TYPE (LbMatrixFold, lb_matrix_fold, GTK_TYPE_WIDGET)

static void
lb_matrix_fold_dispose (GObject *object)
{
  LbMatrixFold *self = LB_MATRIX_FOLD (object);

  g_clear_pointer (&self->arrow, gtk_widget_unparent);
  g_clear_pointer (&self->value, gtk_widget_unparent);
  g_clear_pointer (&self->count, gtk_widget_unparent);

  G_OBJECT_CLASS (lb_matrix_fold_parent_class)->dispose (object);
}

static void
lb_matrix_fold_class_init (LbMatrixFoldClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_matrix_fold_dispose;

  gtk_widget_class_set_css_name (widget_class, "matrix-fold");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ROW);
}

static void
lb_matrix_fold_init (LbMatrixFold *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  const GtkAccessibleRole role = GTK_ACCESSIBLE_ROLE_PRESENTATION;

  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 9);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  self->arrow =
    g_object_new (GTK_TYPE_IMAGE, "icon-name", "pan-down-symbolic", "accessible-role", role, NULL);
  self->value = g_object_new (GTK_TYPE_LABEL, "ellipsize", PANGO_ELLIPSIZE_END, "xalign", 0.0,
                              "accessible-role", role, NULL);
  gtk_widget_add_css_class (self->value, "heading");
  self->count = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "accessible-role", role, NULL);
  gtk_widget_add_css_class (self->count, "caption");
  gtk_widget_add_css_class (self->count, "dim-label");
  gtk_widget_add_css_class (self->count, "numeric");
  gtk_widget_set_parent (self->arrow, GTK_WIDGET (self));
  gtk_widget_set_parent (self->value, GTK_WIDGET (self));
  gtk_widget_set_parent (self->count, GTK_WIDGET (self));
}

GtkWidget *
lb_matrix_fold_new (void)
{
  return g_object_new (LB_TYPE_MATRIX_FOLD, NULL);
}

void
lb_matrix_fold_show (LbMatrixFold *self, LbMatrixGrid *grid, guint nth)
{
  const LbMatrixEntry *entry = lb_matrix_sheet_get_entry (grid->sheet, nth);
  const gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (grid)) == GTK_TEXT_DIR_RTL;
  g_autofree char *value = NULL;
  g_autofree char *count =
    g_strdup_printf (ngettext ("%'u image", "%'u images", entry->n_images), entry->n_images);
  g_autofree char *name = NULL;

  g_return_if_fail (LB_IS_MATRIX_FOLD (self));

  if (entry->group == 0)
    /* Translators: over the images that have no value in a field */
    value = g_strdup (_ ("No value"));
  else
    value = lb_matrix_value_words (lb_matrix_sheet_get_values (grid->sheet), entry->group);
  name = g_strdup_printf ("%s, %s", value, count);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->arrow), !entry->folded ? "pan-down-symbolic"
                                                         : rtl          ? "pan-start-symbolic"
                                                                        : "pan-end-symbolic");
  gtk_label_set_text (GTK_LABEL (self->value), value);
  gtk_label_set_text (GTK_LABEL (self->count), count);
  if (grid->active == (int) nth)
    gtk_widget_add_css_class (GTK_WIDGET (self), "active");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "active");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_EXPANDED, !entry->folded,
                               -1);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_RELATION_ROW_INDEX,
                                  (int) nth + 2, -1);
}
