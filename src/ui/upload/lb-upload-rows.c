#include "config.h"

#include "ui/upload/lb-upload-rows.h"

#include "base/lb-namesakes.h"

#define SHOWN_WAITING 3
#define DONE_FOR_US (5 * G_USEC_PER_SEC)

struct _LbUploadRows
{
  GObject parent_instance;

  LbUploadQueue *queue;    /* (owned) */
  GtkSortListModel *model; /* (owned) */
  GtkFilter *filter;       /* (owned) */
  GtkSorter *sorter;       /* (owned) */
  GHashTable *hidden;      /* (owned): LbUpload to nothing; not owned, only compared */
  GHashTable *done_us; /* (owned): LbUpload (not owned, only compared) to when it was seen done */
  LbUpload *first_waiting; /* (owned) (nullable) */
  LbNamesakes *namesakes;  /* (owned) (nullable): NULL when there are other pictures since */
  guint n_waiting;
  guint n_done;
  guint order; /* of what was last shown, as one number */
  gboolean all_waiting;
};

G_DEFINE_FINAL_TYPE (LbUploadRows, lb_upload_rows, G_TYPE_OBJECT)

typedef enum
{
  PROP_FIRST_WAITING = 1,
  PROP_HAS_NAMESAKES
} LbUploadRowsProperty;

static GParamSpec *props[PROP_HAS_NAMESAKES + 1];

static guint
rank (LbUpload *upload)
{
  switch (lb_upload_get_state (upload))
    {
    case LB_UPLOAD_SENDING:    return 0;
    case LB_UPLOAD_CAPTIONING: return 1;
    case LB_UPLOAD_FAILED:     return 2;
    case LB_UPLOAD_CHECKING:   return 3;
    case LB_UPLOAD_QUEUED:
    case LB_UPLOAD_WAITING:    return 4;
    case LB_UPLOAD_CANCELLED:  return 5;
    case LB_UPLOAD_DONE:
    default:                   return 6;
    }
}

static int
compare_cb (gconstpointer a, gconstpointer b, gpointer data)
{
  return (int) rank ((LbUpload *) a) - (int) rank ((LbUpload *) b);
}

static gboolean
is_shown_cb (gpointer item, gpointer data)
{
  return !g_hash_table_contains (LB_UPLOAD_ROWS (data)->hidden, item);
}

static LbNamesakes *
get_namesakes (LbUploadRows *self)
{
  GListModel *queue = G_LIST_MODEL (self->queue);

  if (self->namesakes != NULL)
    return self->namesakes;

  self->namesakes = lb_namesakes_new ();
  for (guint i = 0; i < g_list_model_get_n_items (queue); i++)
    {
      g_autoptr (LbUpload) upload = g_list_model_get_item (queue, i);
      g_autofree char *path = lb_upload_dup_path (upload);

      lb_namesakes_add (self->namesakes, lb_upload_get_name (upload), path);
    }

  return self->namesakes;
}

static void
items_changed_cb (LbUploadRows *self)
{
  g_clear_pointer (&self->namesakes, lb_namesakes_free);
}

static void
lb_upload_rows_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch ((LbUploadRowsProperty) prop_id)
    {
    case PROP_FIRST_WAITING:
      g_value_set_object (value, LB_UPLOAD_ROWS (object)->first_waiting);
      break;
    case PROP_HAS_NAMESAKES:
      g_value_set_boolean (value, lb_namesakes_has_any (get_namesakes (LB_UPLOAD_ROWS (object))));
      break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_upload_rows_finalize (GObject *object)
{
  LbUploadRows *self = LB_UPLOAD_ROWS (object);

  g_clear_object (&self->first_waiting);
  g_clear_pointer (&self->namesakes, lb_namesakes_free);

  g_clear_object (&self->model);
  g_clear_object (&self->filter);
  g_clear_object (&self->sorter);
  g_clear_object (&self->queue);
  g_clear_pointer (&self->hidden, g_hash_table_unref);
  g_clear_pointer (&self->done_us, g_hash_table_unref);

  G_OBJECT_CLASS (lb_upload_rows_parent_class)->finalize (object);
}

static void
lb_upload_rows_class_init (LbUploadRowsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = lb_upload_rows_get_property;
  object_class->finalize = lb_upload_rows_finalize;

  props[PROP_FIRST_WAITING] = g_param_spec_object ("first-waiting", NULL, NULL, LB_TYPE_UPLOAD,
                                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_HAS_NAMESAKES] = g_param_spec_boolean ("has-namesakes", NULL, NULL, FALSE,
                                                    G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
lb_upload_rows_init (LbUploadRows *self)
{
  self->hidden = g_hash_table_new (NULL, NULL);
  self->done_us = g_hash_table_new_full (NULL, NULL, NULL, g_free);
}

LbUploadRows *
lb_upload_rows_new (LbUploadQueue *queue)
{
  LbUploadRows *self = g_object_new (LB_TYPE_UPLOAD_ROWS, NULL);
  GtkFilterListModel *shown;

  self->queue = g_object_ref (queue);
  g_signal_connect_object (queue, "items-changed", G_CALLBACK (items_changed_cb), self,
                           G_CONNECT_SWAPPED);
  self->filter = GTK_FILTER (gtk_custom_filter_new (is_shown_cb, self, NULL));
  self->sorter = GTK_SORTER (gtk_custom_sorter_new (compare_cb, NULL, NULL));
  shown =
    gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (queue)), g_object_ref (self->filter));
  self->model = gtk_sort_list_model_new (G_LIST_MODEL (shown), g_object_ref (self->sorter));
  return self;
}

GListModel *
lb_upload_rows_get_model (LbUploadRows *self)
{
  g_return_val_if_fail (LB_IS_UPLOAD_ROWS (self), NULL);

  return G_LIST_MODEL (self->model);
}

/* Whether @upload was done long enough ago; @young: (inout): set for one that is not. */
static gboolean
is_old (LbUploadRows *self, LbUpload *upload, gint64 now_us, gboolean *young)
{
  gint64 *since_us = g_hash_table_lookup (self->done_us, upload);

  if (since_us == NULL)
    {
      since_us = g_memdup2 (&now_us, sizeof now_us);
      g_hash_table_insert (self->done_us, upload, since_us);
    }
  if (now_us - *since_us >= DONE_FOR_US)
    return TRUE;

  *young = TRUE;
  return FALSE;
}

static gboolean
is_waiting (LbUpload *upload)
{
  const LbUploadState state = lb_upload_get_state (upload);

  return state == LB_UPLOAD_QUEUED || state == LB_UPLOAD_WAITING;
}

static gboolean
is_hidden (LbUploadRows *self, LbUpload *upload, gint64 now_us, guint *n_waiting, gboolean *young)
{
  switch (lb_upload_get_state (upload))
    {
    case LB_UPLOAD_DONE:       return is_old (self, upload, now_us, young);
    case LB_UPLOAD_QUEUED:
    case LB_UPLOAD_WAITING:    return ++*n_waiting > SHOWN_WAITING && !self->all_waiting;
    case LB_UPLOAD_SENDING:
    case LB_UPLOAD_CAPTIONING:
    case LB_UPLOAD_CHECKING:
    case LB_UPLOAD_FAILED:
    case LB_UPLOAD_CANCELLED:
    default:                   return FALSE;
    }
}

gboolean
lb_upload_rows_update (LbUploadRows *self, gint64 now_us)
{
  g_autoptr (LbUpload) first_waiting = NULL;
  GListModel *queue;
  guint order = 1;
  guint n_waiting = 0;
  gboolean young = FALSE;

  g_return_val_if_fail (LB_IS_UPLOAD_ROWS (self), FALSE);

  queue = G_LIST_MODEL (self->queue);
  self->n_waiting = self->n_done = 0;
  g_hash_table_remove_all (self->hidden);
  for (guint i = 0; i < g_list_model_get_n_items (queue); i++)
    {
      g_autoptr (LbUpload) upload = g_list_model_get_item (queue, i);

      if (first_waiting == NULL && is_waiting (upload))
        first_waiting = g_object_ref (upload);
      if (is_hidden (self, upload, now_us, &n_waiting, &young))
        {
          g_hash_table_add (self->hidden, upload);
          if (lb_upload_get_state (upload) == LB_UPLOAD_DONE)
            self->n_done++;
          else
            self->n_waiting++;
          continue;
        }
      order = order * 31 + g_direct_hash (upload) + rank (upload);
    }

  if (self->namesakes == NULL && lb_namesakes_has_any (get_namesakes (self)))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_HAS_NAMESAKES]);
  if (g_set_object (&self->first_waiting, first_waiting))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FIRST_WAITING]);
  /* A row that keeps its place keeps the focus. */
  if (order != self->order)
    {
      self->order = order;
      gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
      gtk_sorter_changed (self->sorter, GTK_SORTER_CHANGE_DIFFERENT);
    }
  if (g_list_model_get_n_items (queue) == 0)
    g_hash_table_remove_all (self->done_us);

  return young;
}

void
lb_upload_rows_set_all_waiting (LbUploadRows *self, gboolean all)
{
  g_return_if_fail (LB_IS_UPLOAD_ROWS (self));

  self->all_waiting = all;
}

LbUpload *
lb_upload_rows_get_first_waiting (LbUploadRows *self)
{
  g_return_val_if_fail (LB_IS_UPLOAD_ROWS (self), NULL);

  return self->first_waiting;
}

char *
lb_upload_rows_dup_folder (LbUploadRows *self, LbUpload *upload)
{
  g_autofree char *path = NULL;

  g_return_val_if_fail (LB_IS_UPLOAD_ROWS (self), NULL);
  g_return_val_if_fail (LB_IS_UPLOAD (upload), NULL);

  path = lb_upload_dup_path (upload);
  return lb_namesakes_dup_folder (get_namesakes (self), lb_upload_get_name (upload), path);
}

guint
lb_upload_rows_get_n_waiting (LbUploadRows *self)
{
  g_return_val_if_fail (LB_IS_UPLOAD_ROWS (self), 0);

  return self->n_waiting;
}

guint
lb_upload_rows_get_n_done (LbUploadRows *self)
{
  g_return_val_if_fail (LB_IS_UPLOAD_ROWS (self), 0);

  return self->n_done;
}
