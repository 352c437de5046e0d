#include "config.h"

#include "ui/upload/lb-upload-list.h"

#include "ui/upload/lb-upload-bar.h"
#include "ui/upload/lb-upload-row.h"

struct _LbUploadList
{
  AdwBin parent_instance;

  GtkLabel *title;
  GtkWidget *retry_button;
  GtkWidget *stop_button;
  GtkWidget *close_button;
  GtkProgressBar *progress;
  GtkListView *list;

  LbUploadQueue *queue; /* (owned) (nullable) until set */
  GtkSorter *sorter;    /* (owned) */
  guint settled;        /* done and failed when last sorted */
};

G_DEFINE_FINAL_TYPE (LbUploadList, lb_upload_list, ADW_TYPE_BIN)

static int
rank (LbUpload *upload)
{
  switch (lb_upload_get_state (upload))
    {
    case LB_UPLOAD_SENDING:
    case LB_UPLOAD_CAPTIONING: return 0;
    case LB_UPLOAD_FAILED:     return 1;
    case LB_UPLOAD_CHECKING:   return 2;
    case LB_UPLOAD_QUEUED:
    case LB_UPLOAD_WAITING:    return 3;
    case LB_UPLOAD_CANCELLED:  return 4;
    case LB_UPLOAD_DONE:
    default:                   return 5;
    }
}

static int
compare_cb (gconstpointer a, gconstpointer b, gpointer data)
{
  return rank ((LbUpload *) a) - rank ((LbUpload *) b);
}

static void
update (LbUploadList *self)
{
  g_autofree char *words = lb_upload_queue_words (self->queue);
  gboolean running = lb_upload_queue_get_running (self->queue);
  guint failed = lb_upload_queue_get_n_failed (self->queue);
  guint settled = lb_upload_queue_get_n_done (self->queue) + failed;

  gtk_label_set_label (self->title, words);
  gtk_progress_bar_set_fraction (self->progress, lb_upload_queue_get_fraction (self->queue));
  gtk_widget_set_visible (self->retry_button, !running && failed > 0);
  gtk_widget_set_visible (self->stop_button, running);
  gtk_widget_set_visible (self->close_button, !running);

  if (settled != self->settled)
    {
      self->settled = settled;
      gtk_sorter_changed (self->sorter, GTK_SORTER_CHANGE_DIFFERENT);
    }
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, LbUploadList *self)
{
  gtk_list_item_set_child (item, lb_upload_row_new ());
  gtk_list_item_set_activatable (item, FALSE);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, LbUploadList *self)
{
  lb_upload_row_bind (LB_UPLOAD_ROW (gtk_list_item_get_child (item)),
                      gtk_list_item_get_item (item));
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, LbUploadList *self)
{
  lb_upload_row_bind (LB_UPLOAD_ROW (gtk_list_item_get_child (item)), NULL);
}

/* The sheet gives what is asked for: as wide as the clamp allows, where there is room. */
static void
lb_upload_list_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  GtkWidget *clamp = adw_bin_get_child (ADW_BIN (widget));

  gtk_widget_measure (clamp, orientation, for_size, minimum, natural, minimum_baseline,
                      natural_baseline);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *natural = MAX (*natural, adw_clamp_get_maximum_size (ADW_CLAMP (clamp)));
}

static void
lb_upload_list_dispose (GObject *object)
{
  LbUploadList *self = LB_UPLOAD_LIST (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), LB_TYPE_UPLOAD_LIST);
  g_clear_object (&self->sorter);
  g_clear_object (&self->queue);

  G_OBJECT_CLASS (lb_upload_list_parent_class)->dispose (object);
}

static void
lb_upload_list_class_init (LbUploadListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_upload_list_dispose;
  widget_class->measure = lb_upload_list_measure;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/upload/lb-upload-list.ui");
  gtk_widget_class_bind_template_child (widget_class, LbUploadList, title);
  gtk_widget_class_bind_template_child (widget_class, LbUploadList, retry_button);
  gtk_widget_class_bind_template_child (widget_class, LbUploadList, stop_button);
  gtk_widget_class_bind_template_child (widget_class, LbUploadList, close_button);
  gtk_widget_class_bind_template_child (widget_class, LbUploadList, progress);
  gtk_widget_class_bind_template_child (widget_class, LbUploadList, list);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_cb);
}

static void
lb_upload_list_init (LbUploadList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->sorter = GTK_SORTER (gtk_custom_sorter_new (compare_cb, NULL, NULL));
}

void
lb_upload_list_set_queue (LbUploadList *self, LbUploadQueue *queue)
{
  GtkSortListModel *sorted;
  g_autoptr (GtkNoSelection) rows = NULL;

  g_return_if_fail (LB_IS_UPLOAD_LIST (self));
  g_return_if_fail (self->queue == NULL);

  self->queue = g_object_ref (queue);
  sorted =
    gtk_sort_list_model_new (g_object_ref (G_LIST_MODEL (queue)), g_object_ref (self->sorter));
  rows = gtk_no_selection_new (G_LIST_MODEL (sorted));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (rows));
  g_signal_connect_object (queue, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
