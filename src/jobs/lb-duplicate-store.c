#include "jobs/lb-duplicate-store.h"

LbDuplicateRecord *
lb_duplicate_record_ref (LbDuplicateRecord *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
lb_duplicate_record_unref (LbDuplicateRecord *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_hash_table_unref (self->prints);
  g_hash_table_unref (self->apart);
  g_free (self);
}

G_DEFINE_BOXED_TYPE (LbDuplicateRecord,
                     lb_duplicate_record,
                     lb_duplicate_record_ref,
                     lb_duplicate_record_unref)

static LbDuplicateRecord *
record_new (void)
{
  LbDuplicateRecord *self = g_new0 (LbDuplicateRecord, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->prints = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->apart =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);

  return self;
}

gboolean
lb_duplicate_record_is_apart (const LbDuplicateRecord *self, const char *one, const char *other)
{
  const GArray *sets = g_hash_table_lookup (self->apart, one);
  const GArray *others = sets != NULL ? g_hash_table_lookup (self->apart, other) : NULL;

  for (guint i = 0; others != NULL && i < sets->len; i++)
    for (guint j = 0; j < others->len; j++)
      if (g_array_index (sets, gint64, i) == g_array_index (others, gint64, j))
        return TRUE;

  return FALSE;
}

/* For the database's thread. */
typedef struct
{
  char *dataset_uuid; /* (owned) */
  GHashTable *prints; /* (owned) (nullable) */
  GPtrArray *uuids;   /* (owned) (nullable) */
  gint64 set;
} Work;

static Work *
work_new (const char *dataset_uuid)
{
  Work *work = g_new0 (Work, 1);

  work->dataset_uuid = g_strdup (dataset_uuid);

  return work;
}

static void
work_free (gpointer data)
{
  Work *work = data;

  g_free (work->dataset_uuid);
  g_clear_pointer (&work->prints, g_hash_table_unref);
  g_clear_pointer (&work->uuids, g_ptr_array_unref);
  g_free (work);
}

/* What another version has written is as good as not there. */
static gboolean
read_prints (sqlite3 *db, const char *dataset_uuid, LbDuplicateRecord *record, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  GError *failure = NULL;

  if (!(statement = lb_sql_prepare (db, error,
                                    "SELECT image_uuid, body FROM fingerprint"
                                    " WHERE dataset_uuid = ?",
                                    "s", dataset_uuid)))
    return FALSE;

  while (lb_sql_step (statement, &failure))
    {
      g_autoptr (GBytes) bytes = g_bytes_new (sqlite3_column_blob (statement, 1),
                                              (gsize) sqlite3_column_bytes (statement, 1));
      g_autofree LbFingerprint *print = g_new (LbFingerprint, 1);

      if (lb_fingerprint_from_bytes (bytes, print))
        g_hash_table_insert (record->prints,
                             g_strdup ((const char *) sqlite3_column_text (statement, 0)),
                             g_steal_pointer (&print));
    }
  if (failure != NULL)
    g_propagate_error (error, failure);

  return failure == NULL;
}

static void
add_set (LbDuplicateRecord *record, const char *uuid, gint64 set)
{
  GArray *sets = g_hash_table_lookup (record->apart, uuid);

  if (sets == NULL)
    {
      sets = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_hash_table_insert (record->apart, g_strdup (uuid), sets);
    }
  g_array_append_val (sets, set);
}

static gboolean
read_apart (sqlite3 *db, const char *dataset_uuid, LbDuplicateRecord *record, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  GError *failure = NULL;
  gint64 last = 0;

  if (!(statement = lb_sql_prepare (db, error,
                                    "SELECT set_id, image_uuid FROM apart"
                                    " WHERE dataset_uuid = ? ORDER BY set_id",
                                    "s", dataset_uuid)))
    return FALSE;

  while (lb_sql_step (statement, &failure))
    {
      const gint64 set = sqlite3_column_int64 (statement, 0);

      add_set (record, (const char *) sqlite3_column_text (statement, 1), set);
      record->n_sets += set != last;
      last = set;
    }
  if (failure != NULL)
    g_propagate_error (error, failure);

  return failure == NULL;
}

/* What was learnt of images that nobody can have back any more. A copy in the trash keeps the name
 * of its image, which is the same again when it comes back. */
static gboolean
forget_gone (sqlite3 *db, GError **error)
{
  return lb_sql_exec (db, error,
                      "DELETE FROM fingerprint WHERE"
                      " image_uuid IN (SELECT uuid FROM thing WHERE gone = 1) AND"
                      " image_uuid NOT IN (SELECT uuid FROM trash)",
                      "") &&
         lb_sql_exec (db, error,
                      "DELETE FROM apart WHERE"
                      " image_uuid IN (SELECT uuid FROM thing WHERE gone = 1) AND"
                      " image_uuid NOT IN (SELECT uuid FROM trash)",
                      "");
}

static GValue *
load_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  const Work *work = data;
  g_autoptr (LbDuplicateRecord) record = record_new ();

  if (!forget_gone (db, error) || !read_prints (db, work->dataset_uuid, record, error) ||
      !read_apart (db, work->dataset_uuid, record, error))
    return NULL;

  return lb_value_new_boxed (LB_TYPE_DUPLICATE_RECORD, g_steal_pointer (&record));
}

DexFuture *
lb_duplicate_store_load (LbDatabase *database, const char *dataset_uuid)
{
  dex_return_error_if_fail (LB_IS_DATABASE (database));
  dex_return_error_if_fail (dataset_uuid != NULL);

  return lb_database_run (database, load_work, work_new (dataset_uuid), work_free);
}

static GValue *
put_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  const Work *work = data;
  GHashTableIter iter;
  gpointer uuid = NULL;
  gpointer print = NULL;

  g_hash_table_iter_init (&iter, work->prints);
  while (g_hash_table_iter_next (&iter, &uuid, &print))
    {
      g_autoptr (GBytes) bytes = lb_fingerprint_to_bytes (print);

      if (!lb_sql_exec (db, error,
                        "INSERT OR REPLACE INTO fingerprint (image_uuid, dataset_uuid, body)"
                        " VALUES (?, ?, ?)",
                        "ssb", uuid, work->dataset_uuid, bytes))
        return NULL;
    }

  return lb_value_new_boolean (TRUE);
}

DexFuture *
lb_duplicate_store_put (LbDatabase *database, const char *dataset_uuid, GHashTable *prints)
{
  Work *work = NULL;

  dex_return_error_if_fail (LB_IS_DATABASE (database));
  dex_return_error_if_fail (dataset_uuid != NULL);
  dex_return_error_if_fail (prints != NULL);

  work = work_new (dataset_uuid);
  work->prints = g_hash_table_ref (prints);

  return lb_database_run (database, put_work, work, work_free);
}

static GValue *
part_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  const Work *work = data;
  g_autoptr (sqlite3_stmt) statement =
    lb_sql_prepare (db, error, "SELECT ifnull (max (set_id), 0) + 1 FROM apart", "");
  gint64 set = 0;

  if (statement == NULL || !lb_sql_step (statement, error))
    return NULL;

  set = sqlite3_column_int64 (statement, 0);
  for (guint i = 0; i < work->uuids->len; i++)
    if (!lb_sql_exec (db, error,
                      "INSERT OR IGNORE INTO apart (set_id, image_uuid, dataset_uuid)"
                      " VALUES (?, ?, ?)",
                      "iss", set, g_ptr_array_index (work->uuids, i), work->dataset_uuid))
      return NULL;

  return lb_value_new_int64 (set);
}

DexFuture *
lb_duplicate_store_part (LbDatabase *database, const char *dataset_uuid, GPtrArray *uuids)
{
  Work *work = NULL;

  dex_return_error_if_fail (LB_IS_DATABASE (database));
  dex_return_error_if_fail (dataset_uuid != NULL);
  dex_return_error_if_fail (uuids != NULL);

  work = work_new (dataset_uuid);
  work->uuids = g_ptr_array_ref (uuids);

  return lb_database_run (database, part_work, work, work_free);
}

static GValue *
forget_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  const Work *work = data;

  return lb_sql_exec (db, error, "DELETE FROM apart WHERE dataset_uuid = ? AND ? IN (0, set_id)",
                      "si", work->dataset_uuid, work->set)
           ? lb_value_new_boolean (TRUE)
           : NULL;
}

DexFuture *
lb_duplicate_store_forget_set (LbDatabase *database, const char *dataset_uuid, gint64 set)
{
  Work *work = NULL;

  dex_return_error_if_fail (LB_IS_DATABASE (database));
  dex_return_error_if_fail (dataset_uuid != NULL);

  work = work_new (dataset_uuid);
  work->set = set;

  return lb_database_run (database, forget_work, work, work_free);
}
