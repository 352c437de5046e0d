#include "session/lb-saved-filters.h"

#include "base/lb-error.h"
#include "base/lb-weak.h"
#include "model/lb-entered-name.h"

#define LIST "SELECT id, name, text FROM saved_filter ORDER BY name COLLATE NOCASE, id"

struct _LbSavedFilters
{
  GObject parent_instance;

  LbDatabase *database; /* (owned) */
  GListStore *list;     /* (owned) */
};

G_DEFINE_FINAL_TYPE (LbSavedFilters, lb_saved_filters, G_TYPE_OBJECT)

/* What the database's thread is to do before it reads the list. */
typedef struct
{
  const char *sql; /* (nullable): static */
  char *name;      /* (owned) (nullable) */
  char *text;      /* (owned) (nullable) */
  gint64 id;
} Change;

static void
change_free (gpointer data)
{
  Change *self = data;

  g_free (self->name);
  g_free (self->text);
  g_free (self);
}

/* A name that another filter has stays with that. */
static gboolean
rename_filter (sqlite3 *db, const Change *change, GError **error)
{
  if (lb_sql_exec (db, error, change->sql, "si", change->name, change->id))
    return TRUE;

  if ((sqlite3_errcode (db) & 0xff) == SQLITE_CONSTRAINT)
    {
      g_clear_error (error);
      g_set_error_literal (error, LB_ERROR, LB_ERROR_CONFLICT, "There is a filter of this name");
    }
  return FALSE;
}

static gboolean
make_change (sqlite3 *db, const Change *change, GError **error)
{
  if (change->name != NULL && change->text != NULL)
    return lb_sql_exec (db, error, change->sql, "ss", change->name, change->text);
  if (change->name != NULL)
    return rename_filter (db, change, error);

  return lb_sql_exec (db, error, change->sql, "i", change->id);
}

static GValue *
work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  const Change *change = data;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (sqlite3_stmt) statement = NULL;
  g_autoptr (GError) failure = NULL;

  if (change->sql != NULL && !make_change (db, change, error))
    return NULL;
  if ((statement = lb_sql_prepare (db, error, LIST, "")) == NULL)
    return NULL;
  while (lb_sql_step (statement, &failure))
    g_ptr_array_add (rows, lb_saved_filter_new (sqlite3_column_int64 (statement, 0),
                                                (const char *) sqlite3_column_text (statement, 1),
                                                (const char *) sqlite3_column_text (statement, 2)));
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }

  return lb_value_new_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&rows));
}

static gboolean
is_same (LbSavedFilters *self, guint position, LbSavedFilter *row)
{
  g_autoptr (LbSavedFilter) present = g_list_model_get_item (G_LIST_MODEL (self->list), position);

  return lb_saved_filter_equal (present, row);
}

/* Changes no more of the list than is different. */
static void
show (LbSavedFilters *self, GPtrArray *rows)
{
  const guint n_present = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  const guint n_least = MIN (n_present, rows->len);
  guint head = 0;
  guint tail = 0;

  while (head < n_least && is_same (self, head, rows->pdata[head]))
    head++;
  while (tail < n_least - head &&
         is_same (self, n_present - tail - 1, rows->pdata[rows->len - tail - 1]))
    tail++;
  if (n_present - head - tail > 0 || rows->len - head - tail > 0)
    g_list_store_splice (self->list, head, n_present - head - tail, rows->pdata + head,
                         rows->len - head - tail);
}

static DexFuture *
done_cb (DexFuture *future, gpointer data)
{
  g_autoptr (LbSavedFilters) self = g_weak_ref_get (data);
  GPtrArray *rows = g_value_get_boxed (dex_future_get_value (future, NULL));

  if (self != NULL && self->list != NULL)
    show (self, rows);

  return dex_future_new_true ();
}

/* @change: (transfer full) */
static DexFuture *
run (LbSavedFilters *self, Change *change)
{
  return dex_future_then (lb_database_run (self->database, work, change, change_free), done_cb,
                          lb_weak_new (self), lb_weak_free);
}

static void
lb_saved_filters_dispose (GObject *object)
{
  LbSavedFilters *self = LB_SAVED_FILTERS (object);

  g_clear_object (&self->list);
  g_clear_object (&self->database);

  G_OBJECT_CLASS (lb_saved_filters_parent_class)->dispose (object);
}

static void
lb_saved_filters_class_init (LbSavedFiltersClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lb_saved_filters_dispose;
}

static void
lb_saved_filters_init (LbSavedFilters *self)
{
  self->list = g_list_store_new (LB_TYPE_SAVED_FILTER);
}

LbSavedFilters *
lb_saved_filters_new (LbDatabase *database)
{
  LbSavedFilters *self = NULL;

  g_return_val_if_fail (LB_IS_DATABASE (database), NULL);

  self = g_object_new (LB_TYPE_SAVED_FILTERS, NULL);
  self->database = g_object_ref (database);

  return self;
}

GListModel *
lb_saved_filters_get_list (LbSavedFilters *self)
{
  g_return_val_if_fail (LB_IS_SAVED_FILTERS (self), NULL);

  return G_LIST_MODEL (self->list);
}

DexFuture *
lb_saved_filters_load (LbSavedFilters *self)
{
  dex_return_error_if_fail (LB_IS_SAVED_FILTERS (self));

  return run (self, g_new0 (Change, 1));
}

/* (transfer full) (nullable): NULL for one that is blank, or no name. */
static char *
dup_name (const char *name)
{
  g_autofree char *stripped = g_strstrip (g_strdup (name));

  return lb_entered_name_judge (stripped) == LB_ENTERED_NAME_GOOD ? g_steal_pointer (&stripped)
                                                                  : NULL;
}

static DexFuture *
refuse_name (void)
{
  return dex_future_new_reject (LB_ERROR, LB_ERROR_INVALID, "A filter needs a name");
}

DexFuture *
lb_saved_filters_save (LbSavedFilters *self, const char *name, const char *text)
{
  g_autofree char *stripped = NULL;
  Change *change = NULL;

  dex_return_error_if_fail (LB_IS_SAVED_FILTERS (self));
  dex_return_error_if_fail (name != NULL && text != NULL);

  if ((stripped = dup_name (name)) == NULL)
    return refuse_name ();

  change = g_new0 (Change, 1);
  change->sql = "INSERT INTO saved_filter (name, text) VALUES (?, ?)"
                " ON CONFLICT (name) DO UPDATE SET text = excluded.text";
  change->name = g_steal_pointer (&stripped);
  change->text = g_strdup (text);
  return run (self, change);
}

DexFuture *
lb_saved_filters_rename (LbSavedFilters *self, LbSavedFilter *filter, const char *name)
{
  g_autofree char *stripped = NULL;
  Change *change = NULL;

  dex_return_error_if_fail (LB_IS_SAVED_FILTERS (self));
  dex_return_error_if_fail (LB_IS_SAVED_FILTER (filter) && name != NULL);

  if ((stripped = dup_name (name)) == NULL)
    return refuse_name ();

  change = g_new0 (Change, 1);
  change->sql = "UPDATE saved_filter SET name = ? WHERE id = ?";
  change->name = g_steal_pointer (&stripped);
  change->id = lb_saved_filter_get_id (filter);
  return run (self, change);
}

DexFuture *
lb_saved_filters_remove (LbSavedFilters *self, LbSavedFilter *filter)
{
  Change *change = NULL;

  dex_return_error_if_fail (LB_IS_SAVED_FILTERS (self));
  dex_return_error_if_fail (LB_IS_SAVED_FILTER (filter));

  change = g_new0 (Change, 1);
  change->sql = "DELETE FROM saved_filter WHERE id = ?";
  change->id = lb_saved_filter_get_id (filter);
  return run (self, change);
}
