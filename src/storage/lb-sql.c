#include <errno.h>
#include <string.h>

#include "base/lb-error.h"
#include "storage/lb-database.h"

static LbError
code_for (sqlite3 *db, int result)
{
  switch (result & 0xff)
    {
    case SQLITE_FULL: return LB_ERROR_NO_SPACE;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
      return db != NULL && sqlite3_system_errno (db) == ENOSPC ? LB_ERROR_NO_SPACE
                                                               : LB_ERROR_STORAGE;
    default: return LB_ERROR_STORAGE;
    }
}

/* (transfer full) (nullable): the youngest copy that was kept before a migration. */
static char *
find_copy (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *prefix = g_strconcat (base, ".before-v", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint64 newest = 0;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, prefix))
      newest = MAX (newest, g_ascii_strtoull (name + strlen (prefix), NULL, 10));

  return newest > 0 ? g_strdup_printf ("%s%" G_GUINT64_FORMAT, prefix, newest) : NULL;
}

static gboolean
is_damage (int result)
{
  return (result & 0xff) == SQLITE_CORRUPT || (result & 0xff) == SQLITE_NOTADB;
}

/* Nothing is deleted or replaced by us: which copy is worth more is for a person to say. */
static void
set_damage (sqlite3 *db, const char *text, GError **error)
{
  const char *path = sqlite3_db_filename (db, NULL);
  g_autofree char *copy = path != NULL ? find_copy (path) : NULL;
  g_autoptr (GString) advice = g_string_new (NULL);
  GError *damage;

  g_string_append_printf (advice,
                          "The database “%s” is damaged (%s). It is left as it is. Stop the"
                          " program, then put a copy of yours in its place",
                          path != NULL ? path : "", text);
  if (copy != NULL)
    g_string_append_printf (advice, " (“%s” beside it is older)", copy);
  g_string_append (advice, ", or move it away to begin with an empty one");

  damage = g_error_new_literal (LB_ERROR, LB_ERROR_STORAGE, advice->str);
  lb_error_set_advice (damage);
  g_propagate_error (error, damage);
}

void
lb_sql_set_error (sqlite3 *db, GError **error)
{
  int result = db != NULL ? sqlite3_extended_errcode (db) : SQLITE_NOMEM;
  const char *text = db != NULL ? sqlite3_errmsg (db) : sqlite3_errstr (result);
  const char *path = db != NULL ? sqlite3_db_filename (db, NULL) : NULL;

  if ((result & 0xff) == SQLITE_BUSY || (result & 0xff) == SQLITE_LOCKED)
    g_set_error (error, LB_ERROR, LB_ERROR_STORAGE, "“%s” is in use by another program (%s)",
                 path != NULL ? path : "The database", text);
  else if (db != NULL && is_damage (result))
    set_damage (db, text, error);
  else
    g_set_error (error, LB_ERROR, code_for (db, result), "The database “%s” failed: %s (%d)",
                 path != NULL ? path : "", text, result);
}

static gboolean
bind_one (sqlite3_stmt *statement, int place, char type, va_list *args)
{
  const char *text;
  GBytes *bytes;
  gconstpointer data;
  gsize size;

  switch (type)
    {
    case 'i': return sqlite3_bind_int64 (statement, place, va_arg (*args, gint64)) == SQLITE_OK;
    case 'd': return sqlite3_bind_double (statement, place, va_arg (*args, double)) == SQLITE_OK;
    case 's':
      text = va_arg (*args, const char *);
      return sqlite3_bind_text (statement, place, text, -1, SQLITE_TRANSIENT) == SQLITE_OK;
    case 'b':
      if ((bytes = va_arg (*args, GBytes *)) == NULL)
        return sqlite3_bind_null (statement, place) == SQLITE_OK;
      data = g_bytes_get_data (bytes, &size);
      return sqlite3_bind_blob64 (statement, place, data != NULL ? data : "", size,
                                  SQLITE_TRANSIENT) == SQLITE_OK;
    case 'n': return sqlite3_bind_null (statement, place) == SQLITE_OK;
    default:  g_return_val_if_reached (FALSE);
    }
}

static sqlite3_stmt *
prepare_valist (sqlite3 *db, GError **error, const char *sql, const char *types, va_list *args)
{
  g_autoptr (sqlite3_stmt) statement = NULL;

  if (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL) != SQLITE_OK)
    {
      lb_sql_set_error (db, error);
      return NULL;
    }

  for (int i = 0; types != NULL && types[i] != '\0'; i++)
    if (!bind_one (statement, i + 1, types[i], args))
      {
        lb_sql_set_error (db, error);
        return NULL;
      }

  return g_steal_pointer (&statement);
}

sqlite3_stmt *
lb_sql_prepare (sqlite3 *db, GError **error, const char *sql, const char *types, ...)
{
  sqlite3_stmt *statement;
  va_list args;

  va_start (args, types);
  statement = prepare_valist (db, error, sql, types, &args);
  va_end (args);

  return statement;
}

gboolean
lb_sql_step (sqlite3_stmt *statement, GError **error)
{
  switch (sqlite3_step (statement))
    {
    case SQLITE_ROW:  return TRUE;
    case SQLITE_DONE: return FALSE;
    default:          lb_sql_set_error (sqlite3_db_handle (statement), error); return FALSE;
    }
}

gboolean
lb_sql_exec (sqlite3 *db, GError **error, const char *sql, const char *types, ...)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  int result;
  va_list args;

  va_start (args, types);
  statement = prepare_valist (db, error, sql, types, &args);
  va_end (args);

  if (statement == NULL)
    return FALSE;

  /* Rows of a pragma or a RETURNING clause are passed over. */
  while ((result = sqlite3_step (statement)) == SQLITE_ROW)
    ;

  if (result != SQLITE_DONE)
    {
      lb_sql_set_error (db, error);
      return FALSE;
    }

  return TRUE;
}
