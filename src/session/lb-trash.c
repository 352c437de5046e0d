#include "session/lb-trash-private.h"

#include "base/lb-error.h"
#include "session/lb-session-changes.h"
#include "session/lb-session-private.h"
#include "session/lb-trash-days.h"

/* Once an hour. */
#define PURGE_S 3600

typedef enum
{
  PROP_N_WAITING = 1,
  PROP_WAITING_ERROR
} LbTrashProperty;

static GParamSpec *props[PROP_WAITING_ERROR + 1];
static guint refused_signal;

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LbTrash,
                               lb_trash,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static GType
get_item_type (GListModel *list)
{
  return LB_TYPE_TRASH_ITEM;
}

static guint
get_n_items (GListModel *list)
{
  return g_list_model_get_n_items (G_LIST_MODEL (LB_TRASH (list)->items));
}

static gpointer
get_item (GListModel *list, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (LB_TRASH (list)->items), position);
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

/* Of the first one that can't go on, -1 without one. */
static int
waiting_error (LbTrash *self)
{
  for (guint i = 0; i < self->all->len; i++)
    {
      g_autoptr (GError) error = lb_trash_item_dup_error (g_ptr_array_index (self->all, i));

      if (error != NULL)
        return error->code;
    }

  return -1;
}

static void
lb_trash_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  LbTrash *self = LB_TRASH (object);

  switch ((LbTrashProperty) prop_id)
    {
    case PROP_N_WAITING:     g_value_set_uint (value, lb_trash_get_n_waiting (self)); break;
    case PROP_WAITING_ERROR: g_value_set_int (value, waiting_error (self)); break;
    default:                 G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_trash_finalize (GObject *object)
{
  LbTrash *self = LB_TRASH (object);

  g_clear_handle_id (&self->purge_source, g_source_remove);
  dex_cancellable_cancel (self->stop);
  g_clear_object (&self->database);
  g_clear_object (&self->items);
  g_clear_object (&self->busy);
  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->all, g_ptr_array_unref);
  g_clear_pointer (&self->open, g_hash_table_unref);
  g_clear_pointer (&self->recalled, g_hash_table_unref);
  g_clear_pointer (&self->failed, g_hash_table_unref);
  g_clear_pointer (&self->theirs, g_hash_table_unref);
  g_clear_pointer (&self->ended, g_hash_table_unref);
  dex_clear (&self->rest);
  dex_clear (&self->making);
  dex_clear (&self->stop);
  dex_clear (&self->wake);

  G_OBJECT_CLASS (lb_trash_parent_class)->finalize (object);
}

static void
lb_trash_class_init (LbTrashClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lb_trash_get_property;
  object_class->finalize = lb_trash_finalize;

  props[PROP_N_WAITING] = g_param_spec_uint ("n-waiting", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_WAITING_ERROR] =
    g_param_spec_int ("waiting-error", NULL, NULL, -1, G_MAXINT, -1, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  refused_signal = g_signal_new ("refused", LB_TYPE_TRASH, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 2, LB_TYPE_TRASH_ITEM, G_TYPE_ERROR);
}

static void
items_changed_cb (LbTrash *self, guint position, guint removed, guint added)
{
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

static void
lb_trash_init (LbTrash *self)
{
  self->items = g_list_store_new (LB_TYPE_TRASH_ITEM);
  g_signal_connect_object (self->items, "items-changed", G_CALLBACK (items_changed_cb), self,
                           G_CONNECT_SWAPPED);
  self->all = g_ptr_array_new_with_free_func (g_object_unref);
  self->open = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->recalled = g_hash_table_new (NULL, NULL);
  self->failed = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  self->theirs = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  self->ended = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->stop = dex_cancellable_new ();
  self->wake = dex_cancellable_new ();
  self->now_us = g_get_real_time;
}

LbTrash *
lb_trash_new (LbSession *session, LbDatabase *database, const char *state_dir)
{
  LbTrash *self = g_object_new (LB_TYPE_TRASH, NULL);

  self->session = session;
  g_set_object (&self->database, database);
  self->folder = g_build_filename (state_dir, "trash", NULL);

  return self;
}

guint
lb_trash_count_waiting (LbTrash *self, LbHistoryThing kind)
{
  guint n = 0;

  for (guint i = 0; i < self->all->len; i++)
    {
      const LbTrashRow *row = lb_trash_item_get_row (g_ptr_array_index (self->all, i));

      n += row->kind == kind && row->state > LB_TRASH_HIDDEN && row->state < LB_TRASH_GONE;
    }

  return n;
}

guint
lb_trash_get_n_waiting (LbTrash *self)
{
  guint n = 0;

  g_return_val_if_fail (LB_IS_TRASH (self), 0);

  for (guint i = 0; i < get_n_items (G_LIST_MODEL (self)); i++)
    {
      g_autoptr (LbTrashItem) item = get_item (G_LIST_MODEL (self), i);

      n += lb_trash_item_get_waiting (item);
    }

  return n;
}

guint
lb_trash_get_n_stuck (LbTrash *self)
{
  guint n = 0;

  g_return_val_if_fail (LB_IS_TRASH (self), 0);

  for (guint i = 0; i < get_n_items (G_LIST_MODEL (self)); i++)
    {
      g_autoptr (LbTrashItem) item = get_item (G_LIST_MODEL (self), i);
      g_autoptr (GError) error = lb_trash_item_dup_error (item);

      n += lb_trash_item_get_waiting (item) && error != NULL;
    }

  return n;
}

gboolean
lb_trash_is_at_rest (LbTrash *self)
{
  g_return_val_if_fail (LB_IS_TRASH (self), TRUE);

  return !self->working || self->pausing;
}

void
lb_trash_note_change (LbTrash *self, LbTrashItem *item)
{
  lb_trash_item_changed (item);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_WAITING]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_WAITING_ERROR]);
  if (self->session != NULL)
    lb_session_update_waiting (self->session);
}

void
lb_trash_emit_refused (LbTrash *self, LbTrashItem *item, const GError *error)
{
  g_signal_emit (self, refused_signal, 0, item, error);
}

/* What is in it. */

void
lb_trash_add (LbTrash *self, LbTrashItem *item)
{
  g_ptr_array_add (self->all, g_object_ref (item));
}

/* A project is no more than its datasets, so it is not shown. */
void
lb_trash_show_in_list (LbTrash *self, LbTrashItem *item)
{
  if (lb_trash_item_get_row (item)->kind != LB_HISTORY_PROJECT &&
      !g_list_store_find (self->items, item, NULL))
    g_list_store_insert (self->items, 0, item);
  lb_trash_note_change (self, item);
}

DexFuture *
lb_trash_run (LbTrash *self, LbDatabaseWork work, LbTrashRow *row)
{
  if (self->database != NULL)
    return lb_database_run (self->database, work, row, (GDestroyNotify) lb_trash_row_free);

  lb_trash_row_free (row);

  return dex_future_new_reject (LB_ERROR, LB_ERROR_CANCELLED, "The account is closed");
}

gboolean
lb_trash_put (LbTrash *self, LbTrashItem *item, GError **error)
{
  g_autoptr (DexFuture) put =
    lb_trash_run (self, lb_trash_rows_put, lb_trash_row_copy (lb_trash_item_get_row (item)));

  /* All counts are of the row as it is now, before the fiber gives way. */
  lb_trash_note_change (self, item);

  return dex_await (g_steal_pointer (&put), error);
}

gboolean
lb_trash_drop (LbTrash *self, LbTrashItem *item, GError **error)
{
  LbTrashRow *row = lb_trash_item_get_row (item);
  guint position = 0;

  if (row->id != 0 &&
      !dex_await (lb_trash_run (self, lb_trash_rows_remove, lb_trash_row_copy (row)), error))
    return FALSE;

  g_hash_table_add (self->ended, g_memdup2 (&row->id, sizeof row->id));
  g_object_ref (item);
  if (g_list_store_find (self->items, item, &position))
    g_list_store_remove (self->items, position);
  g_ptr_array_remove (self->all, item);
  lb_trash_note_change (self, item);
  g_object_unref (item);

  return TRUE;
}

gboolean
lb_trash_end (LbTrash *self, LbTrashItem *item, GError **error)
{
  const LbTrashRow *row = lb_trash_item_get_row (item);
  g_autoptr (LbSession) session = self->session != NULL ? g_object_ref (self->session) : NULL;

  /* Numbers are not given twice, so what could not be dropped does no harm. One that is there again
   * in part has the number of that. The session may be closed in between. */
  if (row->kind == LB_HISTORY_DATASET && row->state != LB_TRASH_RESTORING && session != NULL)
    {
      dex_await (lb_session_drop_notes (session, row->server_id), NULL);
      dex_await (lb_session_drop_frozen (session, row->uuid), NULL);
    }

  return lb_trash_drop (self, item, error);
}

void
lb_trash_recall (LbTrash *self, LbTrashItem *item)
{
  g_hash_table_add (self->recalled, item);
  while (self->busy == item && self->rest != NULL)
    dex_await (dex_ref (self->rest), NULL);
}

void
lb_trash_let_go (LbTrash *self, LbTrashItem *item)
{
  g_hash_table_remove (self->recalled, item);
}

/* Loading. */

/* (transfer full): no more than its id, to be hidden by. */
static gpointer
make_object (const LbTrashRow *row)
{
  GObject *object = NULL;

  switch (row->kind)
    {
    case LB_HISTORY_IMAGE:
      object = G_OBJECT (lb_image_new (row->server_id));
      g_object_set (object, "dataset-id", row->parent_id, NULL);
      break;
    case LB_HISTORY_DATASET:
      object = G_OBJECT (lb_dataset_new (row->server_id));
      g_object_set (object, "project-id", row->parent_id, NULL);
      break;
    case LB_HISTORY_PROJECT:
    default:                 object = G_OBJECT (lb_project_new (row->server_id)); break;
    }

  return object;
}

/* Another program may be at what this one has read. */
static gboolean
is_alone (LbTrash *self)
{
  return self->session == NULL || lb_session_is_sender (self->session);
}

/* Call from a fiber. What is on its way somewhere stays. */
static gboolean
purge (LbTrash *self, GError **error)
{
  const LbTrashLook look = { self->now_us (), lb_trash_days_get () };
  const gint64 oldest = look.now_us - look.days * G_TIME_SPAN_DAY;
  g_autoptr (GPtrArray) old = g_ptr_array_new_with_free_func (g_object_unref);

  /* Nothing goes either where the disk takes no note of it. */
  if (self->database == NULL ||
      !dex_await_boolean (lb_database_run (self->database, lb_trash_rows_look,
                                           g_memdup2 (&look, sizeof look), g_free),
                          NULL))
    return TRUE;

  for (guint i = 0; i < self->all->len; i++)
    {
      LbTrashItem *item = g_ptr_array_index (self->all, i);
      const LbTrashRow *row = lb_trash_item_get_row (item);

      if (row->state == LB_TRASH_GONE && row->deleted_at < oldest &&
          !g_hash_table_contains (self->recalled, item))
        g_ptr_array_add (old, g_object_ref (item));
    }
  for (guint i = 0; i < old->len; i++)
    if (!lb_trash_end (self, g_ptr_array_index (old, i), error))
      return FALSE;

  return TRUE;
}

static const LbTrashRow *
find_row (GPtrArray *rows, gint64 id)
{
  for (guint i = 0; i < rows->len; i++)
    if (((LbTrashRow *) g_ptr_array_index (rows, i))->id == id)
      return g_ptr_array_index (rows, i);

  return NULL;
}

/* Call from a fiber, once the other program is gone: what it had hidden and not meant was not
 * deleted, what it has taken out is not in the trash, and both are shown again but for what was to
 * go for good. The rest is as far as it has come with it. */
static gboolean
settle_theirs (LbTrash *self, GError **error)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) rows = NULL;
  GHashTableIter iter;
  gpointer one = NULL;

  g_hash_table_iter_init (&iter, self->theirs);
  while (g_hash_table_iter_next (&iter, &one, NULL))
    g_ptr_array_add (items, g_object_ref (one));
  if (items->len == 0)
    return TRUE;
  if (!(rows = dex_await_boxed (lb_trash_run (self, lb_trash_rows_read, NULL), error)))
    return FALSE;

  for (guint i = 0; i < items->len && self->session != NULL; i++)
    {
      LbTrashItem *item = g_ptr_array_index (items, i);
      LbTrashRow *row = lb_trash_item_get_row (item);
      const LbTrashRow *kept = find_row (rows, row->id);

      /* What a person is having back from here is on its way. */
      if (!g_hash_table_contains (self->recalled, item))
        {
          if (kept != NULL && kept->state != LB_TRASH_HIDDEN)
            {
              lb_trash_item_set_row (item, lb_trash_row_copy (kept));
              lb_trash_note_change (self, item);
            }
          else if (!lb_trash_drop (self, item, error))
            return FALSE;
          else if (self->session != NULL && (row->keep || row->state == LB_TRASH_HIDDEN))
            lb_session_show_uuid (self->session, row->uuid);
        }
      g_hash_table_remove (self->theirs, item);
    }

  return TRUE;
}

static DexFuture *
purge_fiber (gpointer data)
{
  LbTrash *self = data;
  g_autoptr (GError) error = NULL;

  if (is_alone (self) && (!settle_theirs (self, &error) || !purge (self, &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));
  if (self->session != NULL)
    lb_trash_start (self);

  return dex_future_new_true ();
}

DexFuture *
lb_trash_purge (LbTrash *self)
{
  dex_return_error_if_fail (LB_IS_TRASH (self));

  return dex_scheduler_spawn (NULL, 0, purge_fiber, g_object_ref (self), g_object_unref);
}

static gboolean
purge_cb (gpointer data)
{
  dex_future_disown (lb_trash_purge (data));

  return G_SOURCE_CONTINUE;
}

void
lb_trash_set_clock (LbTrash *self, LbTrashNow now_us)
{
  g_return_if_fail (LB_IS_TRASH (self));

  self->now_us = now_us;
  for (guint i = 0; i < self->all->len; i++)
    lb_trash_item_set_clock (g_ptr_array_index (self->all, i), now_us);
}

static DexFuture *
load_fiber (gpointer data)
{
  LbTrash *self = data;
  g_autoptr (GError) error = NULL;
  const gboolean alone = is_alone (self);
  g_autoptr (GPtrArray) rows = dex_await_boxed (
    lb_trash_run (self, alone ? lb_trash_rows_begin : lb_trash_rows_read, NULL), &error);

  if (rows == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  for (guint i = 0; i < rows->len; i++)
    {
      LbTrashRow *row = g_ptr_array_index (rows, i);
      g_autoptr (GObject) object = row->state < LB_TRASH_GONE ? make_object (row) : NULL;
      g_autoptr (LbTrashItem) item = lb_trash_item_new (lb_trash_row_copy (row), object);

      if (object != NULL && self->session != NULL)
        lb_session_hide_uuid (self->session, row->uuid);
      if (!alone)
        g_hash_table_add (self->theirs, g_object_ref (item));
      lb_trash_add (self, item);
      lb_trash_show_in_list (self, item);
    }
  if (alone && !purge (self, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  self->purge_source = g_timeout_add_seconds (PURGE_S, purge_cb, self);

  return dex_future_new_true ();
}

DexFuture *
lb_trash_load (LbTrash *self)
{
  dex_return_error_if_fail (LB_IS_TRASH (self));

  return dex_scheduler_spawn (NULL, 0, load_fiber, g_object_ref (self), g_object_unref);
}

void
lb_trash_close (LbTrash *self)
{
  g_return_if_fail (LB_IS_TRASH (self));

  g_clear_handle_id (&self->purge_source, g_source_remove);
  dex_cancellable_cancel (self->stop);
  if (g_hash_table_size (self->open) > 0)
    dex_future_disown (
      lb_trash_run (self, lb_trash_rows_commit, lb_trash_row_new (LB_HISTORY_IMAGE, NULL)));
  g_clear_object (&self->database);
  self->session = NULL;
}

/* Pictures. */

static DexFuture *
load_picture_fiber (gpointer data)
{
  LbTrashItem *item = g_object_get_data (data, "lb-item");
  LbTrash *self = g_object_get_data (data, "lb-trash");
  g_autofree char *sha256 = g_strdup (lb_trash_item_get_row (item)->sha256);
  g_autoptr (GError) error = NULL;

  if (lb_trash_item_is_dataset (item))
    {
      g_autoptr (GPtrArray) rows =
        dex_await_boxed (lb_trash_run (self, lb_trash_rows_list_owned,
                                       lb_trash_row_copy (lb_trash_item_get_row (item))),
                         &error);

      if (rows == NULL)
        return dex_future_new_for_error (g_steal_pointer (&error));
      for (guint i = 0; i < rows->len && sha256 == NULL; i++)
        g_set_str (&sha256, ((LbTrashRow *) g_ptr_array_index (rows, i))->sha256);
    }
  if (sha256 == NULL)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_NOT_FOUND, "There is no copy yet");

  return lb_trash_files_load (self->folder, sha256);
}

DexFuture *
lb_trash_load_picture (LbTrash *self, LbTrashItem *item)
{
  g_autoptr (GObject) both = NULL;

  dex_return_error_if_fail (LB_IS_TRASH (self));
  dex_return_error_if_fail (LB_IS_TRASH_ITEM (item));

  both = g_object_new (G_TYPE_OBJECT, NULL);
  g_object_set_data_full (both, "lb-item", g_object_ref (item), g_object_unref);
  g_object_set_data_full (both, "lb-trash", g_object_ref (self), g_object_unref);

  return dex_scheduler_spawn (NULL, 0, load_picture_fiber, g_steal_pointer (&both), g_object_unref);
}
