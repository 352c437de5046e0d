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

  LbUploadJob *job;  /* (owned) (nullable) */
  GtkSorter *sorter; /* (owned) (nullable) */
  guint settled;     /* done and failed when last sorted */
};

G_DEFINE_FINAL_TYPE (LbUploadList, lb_upload_list, ADW_TYPE_BIN)

static int
rank (LbCandidate *candidate)
{
  switch (lb_candidate_get_state (candidate))
    {
    case LB_CANDIDATE_SENDING:
    case LB_CANDIDATE_CAPTIONING: return 0;
    case LB_CANDIDATE_FAILED:     return 1;
    case LB_CANDIDATE_JUDGED:
    case LB_CANDIDATE_WAITING:    return 2;
    case LB_CANDIDATE_CANCELLED:  return 3;
    case LB_CANDIDATE_DONE:
    default:                      return 4;
    }
}

static int
compare_cb (gconstpointer a, gconstpointer b, gpointer data)
{
  return rank ((LbCandidate *) a) - rank ((LbCandidate *) b);
}

static gboolean
is_sent_cb (gpointer item, gpointer data)
{
  return lb_verdict_is_addable (lb_candidate_get_verdict (item));
}

static void
update (LbUploadList *self)
{
  g_autofree char *words = lb_upload_words (self->job);
  gboolean running = lb_upload_job_get_running (self->job);
  guint failed = lb_upload_job_get_n_failed (self->job);
  guint settled = lb_upload_job_get_n_done (self->job) + failed;
  double fraction;

  g_object_get (self->job, "fraction", &fraction, NULL);
  gtk_label_set_label (self->title, words);
  gtk_progress_bar_set_fraction (self->progress, CLAMP (fraction, 0, 1));
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

static void
let_go (LbUploadList *self)
{
  if (self->job != NULL)
    g_signal_handlers_disconnect_by_data (self->job, self);
  g_clear_object (&self->job);
  g_clear_object (&self->sorter);
}

static void
lb_upload_list_dispose (GObject *object)
{
  let_go (LB_UPLOAD_LIST (object));
  gtk_widget_dispose_template (GTK_WIDGET (object), LB_TYPE_UPLOAD_LIST);

  G_OBJECT_CLASS (lb_upload_list_parent_class)->dispose (object);
}

static void
lb_upload_list_class_init (LbUploadListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_upload_list_dispose;

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
}

static void
show_candidates (LbUploadList *self, GListModel *candidates)
{
  GtkFilter *filter = GTK_FILTER (gtk_custom_filter_new (is_sent_cb, NULL, NULL));
  GtkFilterListModel *sent = gtk_filter_list_model_new (g_object_ref (candidates), filter);
  GtkSortListModel *sorted =
    gtk_sort_list_model_new (G_LIST_MODEL (sent), g_object_ref (self->sorter));
  g_autoptr (GtkNoSelection) rows = gtk_no_selection_new (G_LIST_MODEL (sorted));

  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (rows));
}

void
lb_upload_list_set_job (LbUploadList *self, LbUploadJob *job)
{
  g_return_if_fail (LB_IS_UPLOAD_LIST (self));

  let_go (self);
  if (job == NULL)
    {
      gtk_list_view_set_model (self->list, NULL);
      return;
    }

  self->job = g_object_ref (job);
  self->sorter = GTK_SORTER (gtk_custom_sorter_new (compare_cb, NULL, NULL));
  self->settled = 0;
  show_candidates (self, lb_upload_job_get_candidates (job));
  g_signal_connect_swapped (job, "notify", G_CALLBACK (update), self);
  update (self);
}
