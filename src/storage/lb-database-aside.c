/* A file that is no database any more is kept, out of the way of a new one. */
#include <errno.h>

#include <glib/gstdio.h>

#include "base/lb-error.h"
#include "storage/lb-database-private.h"

/* Only what SQLite itself calls broken counts: a locked file or a failing disk does not. */
static gboolean
is_broken (int result)
{
  return (result & 0xff) == SQLITE_NOTADB || (result & 0xff) == SQLITE_CORRUPT;
}

static gboolean
file_is_damaged (const char *path)
{
  sqlite3 *db = NULL;
  sqlite3_stmt *check = NULL;
  int result = sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW, NULL);
  gboolean damaged = FALSE;

  if (result == SQLITE_OK)
    result = sqlite3_prepare_v2 (db, "PRAGMA quick_check(1)", -1, &check, NULL);
  if (result == SQLITE_OK)
    result = sqlite3_step (check);

  if (result == SQLITE_ROW)
    damaged = g_strcmp0 ((const char *) sqlite3_column_text (check, 0), "ok") != 0;
  else
    damaged = is_broken (result);

  sqlite3_finalize (check);
  sqlite3_close (db);

  return damaged;
}

/* What SQLite keeps beside the file goes with it: it would be taken for the new one's. */
static gboolean
move_with_companions (const char *from, const char *to, GError **error)
{
  static const char *const suffixes[] = { "-wal", "-shm", "-journal" };

  if (g_rename (from, to) != 0)
    {
      g_set_error (error, LB_ERROR, LB_ERROR_STORAGE, "Could not set aside “%s”: %s", from,
                   g_strerror (errno));
      return FALSE;
    }

  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *old = g_strconcat (from, suffixes[i], NULL);
      g_autofree char *new = g_strconcat (to, suffixes[i], NULL);

      if (g_rename (old, new) != 0)
        g_unlink (old);
    }

  return TRUE;
}

gboolean
lb_database_set_aside (const char *path, char **aside, GError **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *stamp = g_date_time_format (now, "%Y%m%d-%H%M%S");
  g_autofree char *name = NULL;

  *aside = NULL;
  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR) || !file_is_damaged (path))
    return TRUE;

  name = g_strdup_printf ("%s.broken-%s", path, stamp);
  if (!move_with_companions (path, name, error))
    return FALSE;
  *aside = g_steal_pointer (&name);

  return TRUE;
}
