#include "lb-test-database.h"

#include <sqlite3.h>

#define PATIENCE_MS 10000

static sqlite3 *
open_database (LbTestService *self)
{
  g_autofree char *path = g_build_filename (self->data, "service.sqlite", NULL);
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  sqlite3_busy_timeout (db, PATIENCE_MS);

  return db;
}

void
lb_test_sql (LbTestService *self, const char *format, ...)
{
  sqlite3 *db = open_database (self);
  g_autofree char *sql = NULL;
  va_list args;

  va_start (args, format);
  sql = g_strdup_vprintf (format, args);
  va_end (args);

  if (sqlite3_exec (db, sql, NULL, NULL, NULL) != SQLITE_OK)
    g_error ("%s: %s", sql, sqlite3_errmsg (db));
  sqlite3_close (db);
}

char *
lb_test_sql_text (LbTestService *self, const char *format, ...)
{
  sqlite3 *db = open_database (self);
  g_autofree char *sql = NULL;
  sqlite3_stmt *statement;
  va_list args;
  char *text;

  va_start (args, format);
  sql = g_strdup_vprintf (format, args);
  va_end (args);

  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  text = g_strdup ((const char *) sqlite3_column_text (statement, 0));
  sqlite3_finalize (statement);
  sqlite3_close (db);

  return text;
}

char *
lb_test_blob_path (LbTestService *self, const char *name)
{
  g_autofree char *outer = g_strndup (name, 2);

  return g_build_filename (self->data, "blobs", outer, name, NULL);
}

void
lb_test_fill (LbTestService *self, gint64 dataset_id, guint count)
{
  static const char columns[] =
    "caption, caption_source, blob, thumbnail, format, width, height, size_bytes, source_sha256,"
    " source_width, source_height, created_at, updated_at";

  lb_test_sql (self,
               "BEGIN;"
               "WITH RECURSIVE number (n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM number"
               " WHERE n < %u)"
               " INSERT INTO image (dataset_id, image_name, %s)"
               " SELECT dataset_id, format ('image-%%04d.jpg', n), %s FROM image, number"
               " WHERE dataset_id = %" G_GINT64_FORMAT " AND n <= %u;"
               "UPDATE image SET image_name = 'image-0001.jpg' WHERE id ="
               " (SELECT min (id) FROM image WHERE dataset_id = %" G_GINT64_FORMAT ");"
               "UPDATE dataset SET upload_type = 'advanced', captions_source = 'automatic'"
               " WHERE id = %" G_GINT64_FORMAT ";"
               "COMMIT;",
               count, columns, columns, dataset_id, count, dataset_id, dataset_id);
}

gint64
lb_test_add_filled (LbTestService *self, gint64 project_id, guint count)
{
  gint64 id = lb_test_add_dataset (self, project_id, "");
  g_autoptr (GBytes) picture = lb_test_picture (1024, 1024, FALSE, "jpeg", 1);

  lb_test_upload (self, id, picture);
  lb_test_fill (self, id, count);

  return id;
}

char *
lb_test_download_link (LbTestService *self, gint64 dataset_id, const char *member)
{
  g_autofree char *path =
    g_strdup_printf ("/v1/datasets/%" G_GINT64_FORMAT "/download", dataset_id);

  lb_test_done (self, "GET", path, NULL, 200);

  return g_strdup (lb_test_text (self, member));
}
