#include "config.h"

#include "ui/bulk/lb-bulk-row.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "ui/bulk/lb-bulk-words.h"

struct _LbBulkRow
{
  GtkListBoxRow parent_instance;

  GtkLabel *name;
  GtkLabel *detail;
  GtkWidget *verdict;
  GtkImage *icon;
  GtkLabel *words;
};

G_DEFINE_FINAL_TYPE (LbBulkRow, lb_bulk_row, GTK_TYPE_LIST_BOX_ROW)

static void
lb_bulk_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LB_TYPE_BULK_ROW);

  G_OBJECT_CLASS (lb_bulk_row_parent_class)->dispose (object);
}

static void
lb_bulk_row_class_init (LbBulkRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_bulk_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/bulk/lb-bulk-row.ui");
  gtk_widget_class_bind_template_child (widget_class, LbBulkRow, name);
  gtk_widget_class_bind_template_child (widget_class, LbBulkRow, detail);
  gtk_widget_class_bind_template_child (widget_class, LbBulkRow, verdict);
  gtk_widget_class_bind_template_child (widget_class, LbBulkRow, icon);
  gtk_widget_class_bind_template_child (widget_class, LbBulkRow, words);
}

static void
lb_bulk_row_init (LbBulkRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
lb_bulk_row_new (LbBulkEntry *entry)
{
  LbBulkRow *self = g_object_new (LB_TYPE_BULK_ROW, NULL);
  const LbBulkVerdict verdict = lb_bulk_entry_get_verdict (entry);
  g_autofree char *name = lb_visible_text (lb_bulk_entry_get_name (entry));
  g_autofree char *words = lb_bulk_verdict_words (entry);
  g_autofree char *detail = lb_bulk_entry_detail_words (entry);
  /* Translators: what a screen reader says of a file: its name, whether it can be added */
  g_autofree char *spoken = g_strdup_printf (_ ("%s, %s"), name, words);

  gtk_label_set_label (self->name, *name != '\0' ? name : _ ("Without a name"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name), name);
  gtk_label_set_label (self->detail, detail);
  gtk_widget_set_visible (GTK_WIDGET (self->detail), *detail != '\0');
  gtk_label_set_label (self->words, words);
  gtk_image_set_from_icon_name (self->icon, lb_bulk_verdict_icon (verdict));
  gtk_widget_add_css_class (self->verdict, lb_bulk_verdict_style (verdict));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);

  return GTK_WIDGET (self);
}
