#include "config.h"

#include "ui/bulk/lb-bulk-row.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "ui/bulk/lb-bulk-words.h"
#include "ui/widgets/lb-thumbnail.h"

struct _LbBulkRow
{
  GtkListBoxRow parent_instance;

  LbThumbnail *thumbnail;
  GtkLabel *name;
  GtkLabel *detail;
  GtkWidget *verdict;
  GtkImage *icon;
  GtkLabel *words;

  LbBulkEntry *entry;       /* (owned) */
  LbBulkPictures *pictures; /* (owned) (nullable): until it was asked for one */
};

G_DEFINE_FINAL_TYPE (LbBulkRow, lb_bulk_row, GTK_TYPE_LIST_BOX_ROW)

static gboolean
can_be_drawn (LbBulkEntry *entry)
{
  const LbProbeResult *probe = lb_bulk_entry_get_probe (entry);

  return lb_bulk_entry_get_refusal (entry) == LB_ZIP_REFUSAL_NONE &&
         lb_format_word (probe->format) != NULL && !probe->truncated &&
         lb_bulk_entry_get_verdict (entry) != LB_BULK_TOO_LARGE;
}

/* Only once somebody can see it. */
static void
map_cb (LbBulkRow *self)
{
  g_autoptr (LbBulkPictures) pictures = g_steal_pointer (&self->pictures);

  if (pictures == NULL)
    return;
  if (can_be_drawn (self->entry))
    lb_thumbnail_set_future (self->thumbnail, lb_bulk_pictures_load (pictures, self->entry));
  else
    lb_thumbnail_set_missing (self->thumbnail);
}

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
lb_bulk_row_dispose (GObject *object)
{
  LbBulkRow *self = LB_BULK_ROW (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), LB_TYPE_BULK_ROW);
  g_clear_object (&self->entry);
  g_clear_object (&self->pictures);

  G_OBJECT_CLASS (lb_bulk_row_parent_class)->dispose (object);
}

static void
lb_bulk_row_class_init (LbBulkRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_bulk_row_dispose;

  g_type_ensure (LB_TYPE_THUMBNAIL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/bulk/lb-bulk-row.ui");
  gtk_widget_class_bind_template_child (widget_class, LbBulkRow, thumbnail);
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
lb_bulk_row_new (LbBulkEntry *entry, LbBulkPictures *pictures)
{
  LbBulkRow *self = g_object_new (LB_TYPE_BULK_ROW, NULL);
  g_autofree char *name = lb_visible_text (lb_bulk_entry_get_name (entry));

  self->entry = g_object_ref (entry);
  gtk_label_set_label (self->name, *name != '\0' ? name : _ ("Without a name"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name), name);
  gtk_widget_set_visible (GTK_WIDGET (self->thumbnail), pictures != NULL);
  if (g_set_object (&self->pictures, pictures))
    g_signal_connect (self, "map", G_CALLBACK (map_cb), NULL);
  lb_bulk_row_update (self);

  return GTK_WIDGET (self);
}

void
lb_bulk_row_update (LbBulkRow *self)
{
  const LbBulkVerdict verdict = lb_bulk_entry_get_verdict (self->entry);
  g_autofree char *words = lb_bulk_verdict_words (self->entry);
  g_autofree char *detail = lb_bulk_entry_detail_words (self->entry);
  /* Translators: what a screen reader says of a file: its name, whether it can be added */
  g_autofree char *spoken = g_strdup_printf (_ ("%s, %s"), gtk_label_get_label (self->name), words);

  gtk_label_set_label (self->detail, detail);
  gtk_widget_set_visible (GTK_WIDGET (self->detail), *detail != '\0');
  gtk_label_set_label (self->words, words);
  gtk_image_set_from_icon_name (self->icon, lb_bulk_verdict_icon (verdict));
  set_style (self->verdict, lb_bulk_verdict_style (verdict));
  gtk_widget_set_opacity (GTK_WIDGET (self->thumbnail),
                          lb_bulk_entry_is_ready (self->entry) ? 1 : 0.6);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}
