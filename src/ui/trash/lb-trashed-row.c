#include "config.h"

#include "ui/trash/lb-trashed-row.h"

#include <glib/gi18n.h>

#include "ui/trash/lb-trash-words.h"
#include "ui/widgets/lb-ellipsis-tooltip.h"
#include "ui/widgets/lb-picture-loader.h"
#include "ui/widgets/lb-thumbnail.h"

#define THUMBNAIL_SIDE 48

struct _LbTrashedRow
{
  AdwBin parent_instance;

  LbThumbnail *thumbnail;
  GtkWidget *empty_icon; /* of a dataset without images */
  GtkLabel *title;
  GtkLabel *subtitle;
  GtkWidget *restore_button;
  GtkWidget *delete_button;

  LbTrash *trash;    /* (owned) (nullable) */
  LbTrashItem *item; /* (owned) (nullable) */
  guint n_shown;     /* copies when the picture was asked for */
};

G_DEFINE_FINAL_TYPE (LbTrashedRow, lb_trashed_row, ADW_TYPE_BIN)

static void
restore_cb (GtkButton *button, LbTrashedRow *self)
{
  g_signal_emit_by_name (self, "restore", self->item);
}

static void
delete_cb (GtkButton *button, LbTrashedRow *self)
{
  g_signal_emit_by_name (self, "delete", self->item);
}

static void
lb_trashed_row_dispose (GObject *object)
{
  lb_trashed_row_set_item (LB_TRASHED_ROW (object), NULL, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), LB_TYPE_TRASHED_ROW);

  G_OBJECT_CLASS (lb_trashed_row_parent_class)->dispose (object);
}

static void
lb_trashed_row_class_init (LbTrashedRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_trashed_row_dispose;

  g_type_ensure (LB_TYPE_THUMBNAIL);
  g_signal_new ("restore", LB_TYPE_TRASHED_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                1, LB_TYPE_TRASH_ITEM);
  g_signal_new ("delete", LB_TYPE_TRASHED_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                1, LB_TYPE_TRASH_ITEM);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/trash/lb-trashed-row.ui");
  gtk_widget_class_bind_template_child (widget_class, LbTrashedRow, thumbnail);
  gtk_widget_class_bind_template_child (widget_class, LbTrashedRow, empty_icon);
  gtk_widget_class_bind_template_child (widget_class, LbTrashedRow, title);
  gtk_widget_class_bind_template_child (widget_class, LbTrashedRow, subtitle);
  gtk_widget_class_bind_template_child (widget_class, LbTrashedRow, restore_button);
  gtk_widget_class_bind_template_child (widget_class, LbTrashedRow, delete_button);
  gtk_widget_class_bind_template_callback (widget_class, restore_cb);
  gtk_widget_class_bind_template_callback (widget_class, delete_cb);
}

static void
lb_trashed_row_init (LbTrashedRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  lb_ellipsis_tooltip_add (self->title);
}

GtkWidget *
lb_trashed_row_new (void)
{
  return g_object_new (LB_TYPE_TRASHED_ROW, NULL);
}

static DexFuture *
decode_cb (DexFuture *future, gpointer data)
{
  g_autoptr (GBytes) bytes = dex_await_boxed (dex_ref (future), NULL);

  return lb_picture_loader_load_file (NULL, bytes, GPOINTER_TO_INT (data));
}

static void
show_picture (LbTrashedRow *self)
{
  const guint n_kept = lb_trash_item_get_n_kept (self->item);
  const int side = THUMBNAIL_SIDE * gtk_widget_get_scale_factor (GTK_WIDGET (self));

  if (n_kept > 0 && self->n_shown == 0)
    lb_thumbnail_set_future (self->thumbnail,
                             dex_future_then (lb_trash_load_picture (self->trash, self->item),
                                              decode_cb, GINT_TO_POINTER (side), NULL));
  self->n_shown = n_kept;
  gtk_widget_set_visible (self->empty_icon, n_kept == 0);
}

static void
update (LbTrashedRow *self)
{
  g_autofree char *name = lb_trash_name_words (self->item);
  g_autofree char *detail = lb_trash_detail_words (self->item);
  /* Translators: %s is the name of an image or dataset */
  g_autofree char *restore = g_strdup_printf (_ ("Restore “%s”"), name);
  /* Translators: %s is the name of an image or dataset */
  g_autofree char *delete = g_strdup_printf (_ ("Delete “%s” permanently"), name);

  gtk_label_set_label (self->title, name);
  gtk_label_set_label (self->subtitle, detail);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->restore_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, restore, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->delete_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, delete, -1);
  show_picture (self);
}

void
lb_trashed_row_set_item (LbTrashedRow *self, LbTrash *trash, LbTrashItem *item)
{
  g_return_if_fail (LB_IS_TRASHED_ROW (self));

  if (self->item != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->item, self);
      lb_thumbnail_set_image (self->thumbnail, NULL, NULL);
    }
  g_set_object (&self->trash, trash);
  g_set_object (&self->item, item);
  self->n_shown = 0;
  if (item == NULL)
    return;

  g_signal_connect_swapped (item, "notify", G_CALLBACK (update), self);
  update (self);
}
