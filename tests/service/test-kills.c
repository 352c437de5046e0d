#include "lb-test-database.h"
#include "lb-test-service.h"

#include <stdlib.h>
#include <string.h>

#include <gio/gunixsocketaddress.h>
#include <sqlite3.h>

#define KILLS 20
#define UPLOADERS 3
#define CAPTION                                                                                    \
  "{\\\"short_description\\\": \\\"%s\\\", \\\"objects\\\": [], "                                  \
  "\\\"background_setting\\\": \\\"a pier\\\", \\\"lighting\\\": "                                 \
  "{\\\"conditions\\\": \\\"x\\\", \\\"direction\\\": \\\"x\\\"}, "                                \
  "\\\"aesthetics\\\": {\\\"composition\\\": \\\"x\\\", "                                          \
  "\\\"color_scheme\\\": \\\"x\\\", \\\"mood_atmosphere\\\": \\\"x\\\"}, "                         \
  "\\\"style_medium\\\": \\\"ink\\\", \\\"context\\\": \\\"a book\\\"}"

/* What an uploader knows of one picture. What it asked for and heard nothing of may be so or not;
 * what it was told has to be so. */
typedef struct
{
  char *name;         /* (owned) unique */
  char *sha256;       /* (owned) of the file as sent */
  gboolean as_sent;   /* needs no change, so that it is stored to the byte */
  gint64 id;          /* 0 until told */
  gboolean captioned; /* told that its caption is now its name */
  gboolean asked_caption;
  gboolean deleted;
  gboolean asked_delete;
  gboolean present; /* as last seen */
} Entry;

typedef struct
{
  LbTestService *service;
  gint64 dataset;
  GMutex lock;
  GHashTable *entries; /* (owned) (element-type utf8 Entry), under the lock */
  GPtrArray *pictures; /* (owned) (element-type GBytes) */
  gint n_told;         /* atomic: of this round */
  gint n_named;        /* atomic */
} Ledger;

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free (entry->name);
  g_free (entry->sha256);
  g_free (entry);
}

/* A comment behind the start of a JPEG makes each file one of its own. */
static GBytes *
make_unique (GBytes *jpeg, const char *name)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (jpeg, &size);
  const guint8 head[] = { 0xff, 0xfe, 0, (guint8) (strlen (name) + 2) };
  GByteArray *out = g_byte_array_new ();

  g_byte_array_append (out, data, 2);
  g_byte_array_append (out, head, sizeof head);
  g_byte_array_append (out, (const guint8 *) name, (guint) strlen (name));
  g_byte_array_append (out, data + 2, (guint) size - 2);

  return g_byte_array_free_to_bytes (out);
}

/* The status, and the answer's id; 0 when there was no answer. */
static guint
call (SoupSession *session, const char *method, const char *path, const char *body, gint64 *id)
{
  g_autofree char *url = g_strconcat ("http://lookbook.localhost", path, NULL);
  g_autoptr (SoupMessage) message = soup_message_new (method, url);
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = NULL;
  gsize size;
  gconstpointer data;

  if (body != NULL)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));

      soup_message_set_request_body_from_bytes (message, "application/json", bytes);
    }
  answer = soup_session_send_and_read (session, message, NULL, NULL);
  if (answer == NULL)
    return 0;

  data = g_bytes_get_data (answer, &size);
  text = g_strndup (data, size);
  node = size > 0 ? json_from_string (text, NULL) : NULL;
  if (id != NULL && node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    *id = json_object_get_int_member_with_default (json_node_get_object (node), "id", 0);

  return soup_message_get_status (message);
}

static Entry *
add_entry (Ledger *ledger, GBytes **file)
{
  int n = g_atomic_int_add (&ledger->n_named, 1);
  Entry *entry = g_new0 (Entry, 1);
  GBytes *picture = g_ptr_array_index (ledger->pictures, n % ledger->pictures->len);

  entry->name = g_strdup_printf ("kill-%d", n);
  entry->as_sent = n % 4 != 3; /* each fourth is small and gets enlarged */
  *file = make_unique (picture, entry->name);
  entry->sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, *file);

  g_mutex_lock (&ledger->lock);
  g_hash_table_insert (ledger->entries, entry->name, entry);
  g_mutex_unlock (&ledger->lock);

  return entry;
}

/* FALSE when the service did not answer any more. */
static gboolean
upload_one (Ledger *ledger, SoupSession *session)
{
  g_autoptr (GBytes) file = NULL;
  Entry *entry = add_entry (ledger, &file);
  g_autofree char *images = lb_test_path ("datasets/%" G_GINT64_FORMAT "/images", ledger->dataset);
  g_autofree char *extra = g_strdup_printf (", \"image_name\": \"%s\"", entry->name);
  g_autofree char *body = lb_test_upload_body (file, extra);
  g_autofree char *caption = g_strdup_printf ("{\"caption\": \"" CAPTION "\"}", entry->name);
  g_autofree char *image = NULL;
  gint64 id = 0;
  guint status;

  if ((status = call (session, "POST", images, body, &id)) == 0)
    return FALSE;
  g_assert_cmpuint (status, ==, 201);
  g_assert_cmpint (id, >, 0);
  entry->id = id;
  g_atomic_int_inc (&ledger->n_told);

  image = g_strdup_printf ("%s/%" G_GINT64_FORMAT, images, id);
  if (id % 3 == 0)
    {
      entry->asked_caption = TRUE;
      if ((status = call (session, "PUT", image, caption, NULL)) == 0)
        return FALSE;
      g_assert_cmpuint (status, ==, 200);
      entry->captioned = TRUE;
    }
  if (id % 5 == 0)
    {
      entry->asked_delete = TRUE;
      if ((status = call (session, "DELETE", image, NULL, NULL)) == 0)
        return FALSE;
      g_assert_cmpuint (status, ==, 204);
      entry->deleted = TRUE;
    }

  return TRUE;
}

static gpointer
upload_thread (gpointer data)
{
  Ledger *ledger = data;
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (ledger->service->socket);
  g_autoptr (SoupSession) session =
    soup_session_new_with_options ("remote-connectable", address, "timeout", 60, NULL);

  while (upload_one (ledger, session))
    ;

  return NULL;
}

static void
assert_blob (LbTestService *service, const char *name, gint64 size)
{
  g_autofree char *path = lb_test_blob_path (service, name);
  g_autofree char *sha256 = NULL;
  g_autofree char *data = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_file_get_contents (path, &data, &length, &error);
  g_assert_no_error (error);
  sha256 = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) data, length);
  g_assert_cmpstr (sha256, ==, name);
  if (size >= 0)
    g_assert_cmpint ((gint64) length, ==, size);
}

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint count = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      count += g_file_test (path, G_FILE_TEST_IS_DIR) ? count_files (path) : 1;
    }

  return count;
}

static sqlite3_stmt *
prepare (sqlite3 *db, const char *sql)
{
  sqlite3_stmt *statement;

  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL), ==, SQLITE_OK);

  return statement;
}

static gint64
read_number (sqlite3 *db, const char *sql)
{
  sqlite3_stmt *statement = prepare (db, sql);
  gint64 number;

  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  number = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);

  return number;
}

/* One row of an image against what its uploader knows. */
static void
check_row (Ledger *ledger, sqlite3_stmt *row)
{
  const char *name = (const char *) sqlite3_column_text (row, 1);
  const char *blob = (const char *) sqlite3_column_text (row, 2);
  const char *thumbnail = (const char *) sqlite3_column_text (row, 3);
  const char *caption = (const char *) sqlite3_column_text (row, 5);
  const char *source = (const char *) sqlite3_column_text (row, 6);
  gboolean deleted = sqlite3_column_type (row, 8) != SQLITE_NULL;
  Entry *entry = g_hash_table_lookup (ledger->entries, name);

  g_assert_nonnull (entry);
  g_assert_false (entry->present); /* not twice */
  entry->present = TRUE;
  if (entry->id != 0)
    g_assert_cmpint (sqlite3_column_int64 (row, 0), ==, entry->id);
  entry->id = sqlite3_column_int64 (row, 0);

  assert_blob (ledger->service, blob, sqlite3_column_int64 (row, 4));
  assert_blob (ledger->service, thumbnail, -1);
  g_assert_cmpstr ((const char *) sqlite3_column_text (row, 7), ==, entry->sha256);
  if (entry->as_sent)
    g_assert_cmpstr (blob, ==, entry->sha256);

  g_assert_nonnull (caption);
  if (entry->captioned || (entry->asked_caption && g_str_equal (source, "manual")))
    {
      g_assert_cmpstr (source, ==, "manual");
      g_assert_nonnull (strstr (caption, name));
    }
  else
    {
      g_assert_cmpstr (source, ==, "automatic");
    }

  g_assert_true (deleted == entry->deleted || (deleted && entry->asked_delete));
  entry->deleted = deleted;
}

/* The files as the kill left them; the service does not run. */
static void
check_files (Ledger *ledger)
{
  g_autofree char *path = g_build_filename (ledger->service->data, "service.sqlite", NULL);
  g_autoptr (GPtrArray) lost = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value;
  sqlite3_stmt *statement;
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  statement = prepare (db, "PRAGMA integrity_check");
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  g_assert_cmpstr ((const char *) sqlite3_column_text (statement, 0), ==, "ok");
  sqlite3_finalize (statement);
  g_assert_cmpint (read_number (db, "SELECT count(*) FROM pragma_foreign_key_check"), ==, 0);

  statement = prepare (db, "SELECT id, image_name, blob, thumbnail, size_bytes, caption,"
                           " caption_source, source_sha256, deleted_at FROM image");
  while (sqlite3_step (statement) == SQLITE_ROW)
    check_row (ledger, statement);
  sqlite3_finalize (statement);
  sqlite3_close (db);

  g_hash_table_iter_init (&iter, ledger->entries);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Entry *entry = value;

      if (entry->present)
        entry->present = FALSE;
      else if (entry->id != 0)
        g_ptr_array_add (lost, entry->name);
      else
        g_hash_table_iter_remove (&iter);
    }
  g_ptr_array_add (lost, NULL);
  if (lost->len > 1)
    {
      g_autofree char *names = g_strjoinv (", ", (char **) lost->pdata);

      g_error ("Told to be stored, and lost: %s", names);
    }
}

/* What the service says of this round's pictures after its new start. */
static void
check_answers (Ledger *ledger)
{
  LbTestService *service = ledger->service;
  g_autofree char *images = lb_test_path ("datasets/%" G_GINT64_FORMAT "/images", ledger->dataset);
  g_autofree char *fresh = g_build_filename (service->data, "blobs", "fresh", NULL);
  g_autoptr (JsonNode) list = NULL;
  JsonArray *array;

  g_assert_cmpuint (count_files (fresh), ==, 0);
  lb_test_done (service, "GET", images, NULL, 200);
  list = json_node_ref (service->json);
  array = json_node_get_array (list);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *object = json_array_get_object_element (array, i);
      const char *name = json_object_get_string_member (object, "image_name");
      Entry *entry = g_hash_table_lookup (ledger->entries, name);
      g_autofree char *sha256 = NULL;

      g_assert_nonnull (entry);
      g_assert_false (entry->deleted);
      g_assert_cmpint (json_object_get_int_member (object, "id"), ==, entry->id);
      g_assert_cmpuint (lb_test_call_full (service, "GET",
                                           json_object_get_string_member (object, "image_url"),
                                           NULL, NULL, NULL),
                        ==, 200);
      sha256 = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) service->body,
                                            service->length);
      if (entry->as_sent)
        g_assert_cmpstr (sha256, ==, entry->sha256);
    }
}

/* No blob is left that no image names. */
static void
check_swept (Ledger *ledger)
{
  g_autofree char *path = g_build_filename (ledger->service->data, "service.sqlite", NULL);
  g_autofree char *blobs = g_build_filename (ledger->service->data, "blobs", NULL);
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  g_assert_cmpint (read_number (db, "SELECT count(*) FROM (SELECT blob FROM image UNION"
                                    " SELECT thumbnail FROM image)"),
                   ==, count_files (blobs));
  sqlite3_close (db);
}

static void
kill_at_work (Ledger *ledger, gint64 project)
{
  int wanted = g_test_rand_int_range (0, 8);
  gulong more_us = (gulong) g_test_rand_int_range (0, 60 * 1000);
  GThread *threads[UPLOADERS];

  ledger->dataset = lb_test_add_dataset (ledger->service, project, "");
  lb_test_set_schema (ledger->service, ledger->dataset);
  g_atomic_int_set (&ledger->n_told, 0);
  for (guint i = 0; i < UPLOADERS; i++)
    threads[i] = g_thread_new ("uploader", upload_thread, ledger);

  while (g_atomic_int_get (&ledger->n_told) < wanted)
    g_usleep (1000);
  g_usleep (more_us); /* anywhere in the work that follows */
  lb_test_service_kill (ledger->service);
  for (guint i = 0; i < UPLOADERS; i++)
    g_thread_join (threads[i]);

  check_files (ledger);
  lb_test_service_start (ledger->service);
  check_answers (ledger);
  check_swept (ledger);
}

/* Twenty kills while three callers add, caption and delete: what they were told holds, what they
 * were not told is there whole or not at all. */
static void
test_kills (void)
{
  Ledger ledger = { .service = lb_test_service_new () };
  gint64 project = lb_test_add_project (ledger.service);

  g_mutex_init (&ledger.lock);
  ledger.entries = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, entry_free);
  ledger.pictures = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  for (guint i = 0; i < 12; i++)
    {
      int side = i % 4 == 3 ? 400 : 1024;

      g_ptr_array_add (ledger.pictures, lb_test_picture (side, side, FALSE, "jpeg", i));
    }

  for (guint i = 0; i < KILLS; i++)
    kill_at_work (&ledger, project);
  g_test_message ("%d sent, %u kept over %d kills", ledger.n_named,
                  g_hash_table_size (ledger.entries), KILLS);
  g_assert_cmpuint (g_hash_table_size (ledger.entries), >, KILLS);

  g_hash_table_unref (ledger.entries);
  g_ptr_array_unref (ledger.pictures);
  g_mutex_clear (&ledger.lock);
  lb_test_service_free (ledger.service);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kills/while-uploading", test_kills);

  return g_test_run ();
}
