#include "config.h"

#include "ui/check/lb-check-row.h"

#include <glib/gi18n.h>

struct _LbCheckRow
{
  GtkListBoxRow parent_instance;

  LbThumbnail *thumbnail;
  GtkWidget *lines;
  GtkLabel *name;
  GtkLabel *detail;
  GtkWidget *verdict;
  GtkImage *icon;
  GtkLabel *words;
  GtkWidget *button;
  GtkMenuButton *menu_button;

  GObject *item; /* (owned) */
};

G_DEFINE_FINAL_TYPE (LbCheckRow, lb_check_row, GTK_TYPE_LIST_BOX_ROW)

enum
{
  SIGNAL_CHANGE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
set_style (GtkWidget *widget, const char *style)
{
  static const char *const styles[] = { "success", "warning", "error", "dim-label" };

  for (gsize i = 0; i < G_N_ELEMENTS (styles); i++)
    if (g_str_equal (styles[i], style))
      gtk_widget_add_css_class (widget, styles[i]);
    else
      gtk_widget_remove_css_class (widget, styles[i]);
}

static void
clicked_cb (GtkButton *button, LbCheckRow *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGE], 0);
}

static void
lb_check_row_dispose (GObject *object)
{
  LbCheckRow *self = LB_CHECK_ROW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_CHECK_ROW);
  g_clear_object (&self->item);

  G_OBJECT_CLASS (lb_check_row_parent_class)->dispose (object);
}

static void
lb_check_row_class_init (LbCheckRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_check_row_dispose;

  signals[SIGNAL_CHANGE] = g_signal_new ("change", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (LB_TYPE_THUMBNAIL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/check/lb-check-row.ui");
  gtk_widget_class_bind_template_child (widget_class, LbCheckRow, thumbnail);
  gtk_widget_class_bind_template_child (widget_class, LbCheckRow, lines);
  gtk_widget_class_bind_template_child (widget_class, LbCheckRow, name);
  gtk_widget_class_bind_template_child (widget_class, LbCheckRow, detail);
  gtk_widget_class_bind_template_child (widget_class, LbCheckRow, verdict);
  gtk_widget_class_bind_template_child (widget_class, LbCheckRow, icon);
  gtk_widget_class_bind_template_child (widget_class, LbCheckRow, words);
  gtk_widget_class_bind_template_child (widget_class, LbCheckRow, button);
  gtk_widget_class_bind_template_child (widget_class, LbCheckRow, menu_button);
  gtk_widget_class_bind_template_callback (widget_class, clicked_cb);
}

static void
lb_check_row_init (LbCheckRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
lb_check_row_new (gpointer item, const char *name)
{
  LbCheckRow *self = g_object_new (LB_TYPE_CHECK_ROW, NULL);

  self->item = g_object_ref (item);
  gtk_label_set_label (self->name, name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name), name);

  return GTK_WIDGET (self);
}

gpointer
lb_check_row_get_item (LbCheckRow *self)
{
  g_return_val_if_fail (LB_IS_CHECK_ROW (self), NULL);

  return self->item;
}

LbThumbnail *
lb_check_row_show_thumbnail (LbCheckRow *self)
{
  g_return_val_if_fail (LB_IS_CHECK_ROW (self), NULL);

  gtk_widget_set_visible (GTK_WIDGET (self->thumbnail), TRUE);
  gtk_widget_set_margin_top (self->lines, 0);
  gtk_widget_set_margin_bottom (self->lines, 0);
  return self->thumbnail;
}

void
lb_check_row_set_verdict (
  LbCheckRow *self, const char *icon, const char *style, const char *words, gboolean taken)
{
  g_autofree char *spoken = NULL;

  g_return_if_fail (LB_IS_CHECK_ROW (self));

  /* Translators: what a screen reader says of a file: its name, whether it can be added */
  spoken = g_strdup_printf (_ ("%s, %s"), gtk_label_get_label (self->name), words);
  gtk_label_set_label (self->words, words);
  gtk_image_set_from_icon_name (self->icon, icon);
  set_style (self->verdict, style);
  gtk_widget_set_opacity (GTK_WIDGET (self->thumbnail), taken ? 1 : 0.6);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

void
lb_check_row_set_detail (LbCheckRow *self, const char *detail)
{
  g_return_if_fail (LB_IS_CHECK_ROW (self));

  gtk_label_set_label (self->detail, detail);
  gtk_widget_set_visible (GTK_WIDGET (self->detail), *detail != '\0');
}

void
lb_check_row_set_change (LbCheckRow *self, const char *label, gboolean sensitive)
{
  g_return_if_fail (LB_IS_CHECK_ROW (self));

  gtk_widget_set_visible (self->button, label != NULL);
  gtk_widget_set_sensitive (self->button, sensitive);
  if (label != NULL)
    gtk_button_set_label (GTK_BUTTON (self->button), label);
}

void
lb_check_row_set_menu (LbCheckRow *self, GMenuModel *menu)
{
  const char *name;
  g_autofree char *spoken = NULL;

  g_return_if_fail (LB_IS_CHECK_ROW (self));

  name = gtk_label_get_label (self->name);
  /* Translators: a menu with more that can be done with a file; %s is the file’s name */
  spoken = g_strdup_printf (_ ("More for %s"), name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->menu_button), _ ("More"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->menu_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken, -1);
  gtk_menu_button_set_menu_model (self->menu_button, menu);
  gtk_widget_set_visible (GTK_WIDGET (self->menu_button), menu != NULL);
}

gboolean
lb_check_row_focus_change (LbCheckRow *self)
{
  g_return_val_if_fail (LB_IS_CHECK_ROW (self), FALSE);

  if (gtk_widget_get_visible (self->button))
    return gtk_widget_grab_focus (self->button);

  return gtk_widget_get_visible (GTK_WIDGET (self->menu_button)) &&
         gtk_widget_grab_focus (GTK_WIDGET (self->menu_button));
}
