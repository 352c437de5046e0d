#include "lb-test-database.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>
#include <sqlite3.h>

#define NAME "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define TEMPORARY "6f0e3c1c-2b1f-4c39-8d55-1f3f0a0f6b11"

/* A folder of somebody's, with files of all the kinds that the service would delete of its own. */
typedef struct
{
  char *root;   /* (owned) temporary */
  char *data;   /* (owned) the data folder, there already */
  char *victim; /* (owned) */
} Fixture;

static char *
write_file (const char *folder, const char *name)
{
  char *path = g_build_filename (folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, "precious", -1, NULL));

  return path;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  static const char *const names[] = { "letter.txt", TEMPORARY, "23/" NAME, "01/23/" NAME };

  self->root = g_dir_make_tmp ("lb-folders-XXXXXX", NULL);
  self->data = g_build_filename (self->root, "data", NULL);
  self->victim = g_build_filename (self->root, "victim", NULL);
  g_assert_cmpint (g_mkdir (self->data, 0700), ==, 0);
  g_assert_cmpint (g_mkdir (self->victim, 0755), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = write_file (self->victim, names[i]);

      g_assert_cmpint (g_chmod (self->victim, 0755), ==, 0);
    }
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  lb_test_remove_tree (self->root);
  g_free (self->root);
  g_free (self->data);
  g_free (self->victim);
}

static guint
mode_of (const char *path)
{
  struct stat info;

  g_assert_cmpint (g_lstat (path, &info), ==, 0);

  return info.st_mode & 07777;
}

static guint
count_entries (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint count = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    count++;

  return count;
}

static void
assert_untouched (Fixture *self)
{
  g_autofree char *inner = g_build_filename (self->victim, "23", NAME, NULL);
  g_autofree char *deep = g_build_filename (self->victim, "01", "23", NAME, NULL);
  g_autofree char *temporary = g_build_filename (self->victim, TEMPORARY, NULL);

  g_assert_cmpuint (count_entries (self->victim), ==, 4);
  g_assert_cmpuint (mode_of (self->victim), ==, 0755);
  g_assert_true (g_file_test (inner, G_FILE_TEST_IS_REGULAR));
  g_assert_true (g_file_test (deep, G_FILE_TEST_IS_REGULAR));
  g_assert_true (g_file_test (temporary, G_FILE_TEST_IS_REGULAR));
}

/* (transfer full) (nullable): what it says when it does not start; NULL when it does, and then it
 * is ended again. */
static char *
start (Fixture *self, const char *data)
{
  g_autofree char *socket = g_build_filename (self->root, "run", "s.sock", NULL);
  g_autofree char *words = NULL;
  g_autoptr (GSubprocess) process =
    g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_PIPE, NULL, g_getenv ("LOOKBOOK_SERVICE"), "--data",
                      data, "--socket", socket, NULL);

  /* It has the signal in mind from before it listens. */
  while (!g_file_test (socket, G_FILE_TEST_EXISTS) && g_subprocess_get_identifier (process) != NULL)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
  g_subprocess_send_signal (process, SIGTERM);
  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, NULL, &words, NULL));
  g_assert_true (g_subprocess_get_if_exited (process));

  if (g_subprocess_get_exit_status (process) == 0)
    return NULL;

  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 1);
  g_assert_nonnull (words);
  g_assert_true (g_str_has_prefix (words, "lookbook-service: "));

  return g_steal_pointer (&words);
}

static void
plant (const char *target, const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_assert_cmpint (symlink (target, path), ==, 0);
}

/* A link in place of a folder of ours: it says so and touches nothing behind it. */
static void
test_planted_folder (Fixture *self, gconstpointer data)
{
  const char *const name = data;
  g_autofree char *words = NULL;

  plant (self->victim, self->data, name);
  words = start (self, self->data);
  g_assert_nonnull (words);
  assert_untouched (self);
}

/* A link among the folders of pictures is passed by. */
static void
test_planted_inside (Fixture *self, gconstpointer data)
{
  const char *const name = data;

  plant (self->victim, self->data, name);
  g_assert_null (start (self, self->data));
  assert_untouched (self);
}

/* Only what looks like ours is cleared away. */
static void
test_others_stay (Fixture *self, gconstpointer data)
{
  g_autofree char *stale = write_file (self->data, "blobs/fresh/" TEMPORARY);
  g_autofree char *stays = write_file (self->data, "blobs/fresh/notes.txt");
  g_autofree char *unnamed = write_file (self->data, "blobs/01/" NAME);
  g_autofree char *deeper = write_file (self->data, "blobs/01/23/" NAME);
  g_autofree char *misplaced = write_file (self->data, "blobs/ff/23/" NAME);
  g_autofree char *odd = write_file (self->data, "blobs/01/23/notes.txt");

  g_assert_null (start (self, self->data));
  g_assert_false (g_file_test (stale, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (unnamed, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (deeper, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (stays, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (misplaced, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (odd, G_FILE_TEST_EXISTS));
}

/* A folder of other things keeps its mode, also the second time; what is the service's is private
 * all the same. */
static void
test_foreign (Fixture *self, gconstpointer data)
{
  g_autofree char *database = g_build_filename (self->victim, "service.sqlite", NULL);
  g_autofree char *blobs = g_build_filename (self->victim, "blobs", NULL);

  for (guint i = 0; i < 2; i++)
    {
      g_assert_null (start (self, self->victim));
      g_assert_cmpuint (mode_of (self->victim), ==, 0755);
      g_assert_cmpuint (mode_of (database), ==, 0600);
      g_assert_cmpuint (mode_of (blobs), ==, 0700);
    }
}

/* One that is all ours is made private again. */
static void
test_own (Fixture *self, gconstpointer data)
{
  for (guint i = 0; i < 2; i++)
    {
      g_assert_cmpint (g_chmod (self->data, 0755), ==, 0);
      g_assert_null (start (self, self->data));
      g_assert_cmpuint (mode_of (self->data), ==, 0700);
    }
}

static void
assert_refused (Fixture *self, const char *data, const char *why)
{
  guint before = mode_of (data);
  guint entries = count_entries (data);
  g_autofree char *words = start (self, data);

  g_assert_nonnull (words);
  g_assert_nonnull (strstr (words, why));
  g_assert_cmpuint (mode_of (data), ==, before);
  g_assert_cmpuint (count_entries (data), ==, entries);
}

static void
test_shared (Fixture *self, gconstpointer data)
{
  g_assert_cmpint (g_chmod (self->data, 01777), ==, 0);
  assert_refused (self, self->data, "shared");
  g_assert_cmpint (g_chmod (self->victim, 0777), ==, 0);
  assert_refused (self, self->victim, "written to by others");
}

static void
test_somebody_elses (Fixture *self, gconstpointer data)
{
  if (geteuid () != 0)
    {
      assert_refused (self, "/", "somebody else");
      return;
    }

  g_assert_cmpint (chown (self->data, 65534, 65534), ==, 0);
  assert_refused (self, self->data, "somebody else");
}

/* In place of a picture, a link to somebody's file is not served. */
static void
test_planted_picture (void)
{
  LbTestService *service = lb_test_service_new ();
  gint64 dataset = lb_test_add_dataset (service, lb_test_add_project (service), "");
  g_autoptr (GBytes) picture = lb_test_picture (1024, 1024, FALSE, "jpeg", 1);
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, picture);
  g_autofree char *blob = lb_test_blob_path (service, sha256);
  g_autofree char *secret = write_file (service->folder, "secret");
  g_autofree char *url = NULL;

  lb_test_upload (service, dataset, picture);
  url = g_strdup (lb_test_text (service, "image_url"));
  g_assert_cmpint (g_unlink (blob), ==, 0);
  g_assert_cmpint (symlink (secret, blob), ==, 0);
  g_assert_cmpuint (lb_test_call_full (service, "GET", url, NULL, NULL, NULL), ==, 409);
  g_assert_null (strstr (service->body, "precious"));

  /* The same picture again takes the link's place, not its target's. */
  lb_test_upload (service, dataset, picture);
  g_assert_false (g_file_test (blob, G_FILE_TEST_IS_SYMLINK));
  g_assert_cmpuint (lb_test_call_full (service, "GET", url, NULL, NULL, NULL), ==, 200);
  lb_test_service_free (service);
}

static void
make_folder (const char *path)
{
  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
}

/* Something in the place of a picture's file, or its folder: said with its path, as nothing that is
 * worth trying again; the rest goes on, and so does this once it is away. */
static void
test_blocked (void)
{
  LbTestService *service = lb_test_service_new ();
  gint64 dataset = lb_test_add_dataset (service, lb_test_add_project (service), "");
  g_autoptr (GBytes) picture = lb_test_picture (1024, 1024, FALSE, "jpeg", 1);
  g_autoptr (GBytes) other = lb_test_picture (1024, 1024, FALSE, "jpeg", 2);
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, picture);
  g_autofree char *body = lb_test_upload_body (picture, "");
  g_autofree char *images = lb_test_path ("datasets/%" G_GINT64_FORMAT "/images", dataset);
  g_autofree char *blob = lb_test_blob_path (service, sha256);
  g_autofree char *folder = g_path_get_dirname (blob);
  g_autofree char *precious = NULL;

  g_assert_true (g_file_set_contents (folder, "precious", -1, NULL));
  lb_test_refused (service, "POST", images, body, 409, NULL);
  g_assert_cmpstr (lb_test_text (service, "code"), ==, "conflict");
  g_assert_nonnull (strstr (lb_test_text (service, "message"), folder));
  lb_test_upload (service, dataset, other);

  g_assert_cmpint (g_unlink (folder), ==, 0);
  precious = write_file (blob, "precious");
  lb_test_refused (service, "POST", images, body, 409, NULL);
  g_assert_nonnull (strstr (lb_test_text (service, "message"), blob));
  g_assert_true (g_file_test (precious, G_FILE_TEST_EXISTS));

  g_assert_cmpint (g_unlink (precious), ==, 0);
  g_assert_cmpint (g_rmdir (blob), ==, 0);
  lb_test_upload (service, dataset, picture);
  lb_test_service_free (service);
}

/* What is ours and in the way for no reason is mended: an empty folder in the place of a picture,
 * and folders that have lost their mode. */
static void
test_mended (void)
{
  static const guint modes[] = { 0000, 0400, 0500, 0200, 0777 };
  LbTestService *service = lb_test_service_new ();
  gint64 dataset = lb_test_add_dataset (service, lb_test_add_project (service), "");
  g_autoptr (GBytes) picture = lb_test_picture (1024, 1024, FALSE, "jpeg", 1);
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, picture);
  g_autofree char *blob = lb_test_blob_path (service, sha256);
  g_autofree char *folder = g_path_get_dirname (blob);

  make_folder (folder);
  make_folder (blob);
  lb_test_upload (service, dataset, picture);
  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      g_assert_cmpint (g_unlink (blob), ==, 0);
      g_assert_cmpint (g_chmod (folder, modes[i]), ==, 0);
      lb_test_upload (service, dataset, picture);
      g_assert_cmpuint (mode_of (folder), ==, 0700);
      g_assert_true (g_file_test (blob, G_FILE_TEST_IS_REGULAR));
    }
  lb_test_service_free (service);
}

/* What the disk or somebody has done to a picture's file is mended by the same picture again. */
static void
test_changed (void)
{
  LbTestService *service = lb_test_service_new ();
  gint64 dataset = lb_test_add_dataset (service, lb_test_add_project (service), "");
  g_autoptr (GBytes) picture = lb_test_picture (1024, 1024, FALSE, "jpeg", 1);
  gsize size = 0;
  const char *data = g_bytes_get_data (picture, &size);
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, picture);
  g_autofree char *blob = lb_test_blob_path (service, sha256);
  g_autofree char *flipped = g_memdup2 (data, size);

  lb_test_upload (service, dataset, picture);
  flipped[size - 1] ^= 1;
  for (guint i = 0; i < 3; i++)
    {
      const gsize sizes[] = { size, size / 2, 0 };
      g_autofree char *now = NULL;
      gsize length = 0;

      g_assert_true (g_file_set_contents (blob, flipped, (gssize) sizes[i], NULL));
      lb_test_upload (service, dataset, picture);
      g_assert_true (g_file_get_contents (blob, &now, &length, NULL));
      g_assert_cmpmem (now, length, data, size);
    }
  lb_test_service_free (service);
}

/* Stops the service to change its database; returns the number that is the first row, or 0. */
static int
change (LbTestService *service, const char *sql)
{
  g_autofree char *path = g_build_filename (service->data, "service.sqlite", NULL);
  sqlite3_stmt *statement;
  sqlite3 *db;
  int number = 0;

  lb_test_service_stop (service);
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL), ==, SQLITE_OK);
  if (sqlite3_step (statement) == SQLITE_ROW)
    number = sqlite3_column_int (statement, 0);
  g_assert_cmpint (sqlite3_finalize (statement), ==, SQLITE_OK);
  sqlite3_close (db);
  lb_test_service_start (service);

  return number;
}

/* Names in the database that name no file of ours lead nowhere; a key that is none is replaced. */
static void
test_bad_database (void)
{
  static const char *const names[] = { "'.././secret'", "''", "'" NAME "/../x'", "'ab'",
                                       "upper('" NAME "')" };
  LbTestService *service = lb_test_service_new ();
  gint64 dataset = lb_test_add_dataset (service, lb_test_add_project (service), "");
  g_autoptr (GBytes) picture = lb_test_picture (1024, 1024, FALSE, "jpeg", 1);
  g_autofree char *secret = write_file (service->folder, "secret");
  g_autofree char *old = NULL;

  lb_test_upload (service, dataset, picture);
  old = g_strdup (lb_test_text (service, "thumbnail_url"));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *sql = g_strdup_printf ("UPDATE image SET blob = %s", names[i]);
      g_autofree char *url = NULL;

      change (service, sql);
      lb_test_done (service, "GET", "/v1/tailored-gen/datasets/1/images/1", NULL, 200);
      url = g_strdup (lb_test_text (service, "image_url"));
      g_assert_cmpuint (lb_test_call_full (service, "GET", url, NULL, NULL, NULL), ==, 410);
    }

  g_assert_cmpuint (lb_test_call_full (service, "GET", old, NULL, NULL, NULL), ==, 200);
  change (service, "UPDATE secret SET value = x''");
  g_assert_cmpuint (lb_test_call_full (service, "GET", old, NULL, NULL, NULL), ==, 403);
  lb_test_done (service, "GET", "/v1/tailored-gen/datasets/1/images/1", NULL, 200);
  g_free (old);
  old = g_strdup (lb_test_text (service, "thumbnail_url"));
  g_assert_cmpuint (lb_test_call_full (service, "GET", old, NULL, NULL, NULL), ==, 200);
  /* The new one is kept. */
  g_assert_cmpint (change (service, "SELECT length (value) FROM secret"), ==, 32);
  g_assert_cmpuint (lb_test_call_full (service, "GET", old, NULL, NULL, NULL), ==, 200);
  lb_test_service_free (service);
}

/* Nothing is kept of what was never there. */
static void
test_new_folder (void)
{
  LbTestService *service = lb_test_service_new ();
  g_autoptr (GDir) dir = g_dir_open (service->data, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    g_assert_null (strstr (name, "before"));
  lb_test_service_free (service);
}

/* Overwrites the root page of @table while the service is away. @emptied: it seems to have no rows.
 */
static void
damage (LbTestService *service, const char *table, gboolean emptied)
{
  static const guint8 no_rows[] = { 0x0d, 0, 0, 0, 0, 0x10, 0, 0 }; /* of a page of 4096 bytes */
  g_autofree char *path = g_build_filename (service->data, "service.sqlite", NULL);
  g_autofree char *page = lb_test_sql_text (
    service, "SELECT rootpage FROM sqlite_schema WHERE type = 'table' AND name = '%s'", table);
  g_autofree char *size = lb_test_sql_text (service, "PRAGMA page_size");
  gsize n = g_ascii_strtoull (size, NULL, 10);
  g_autofree char *garbage = g_strnfill (n, '?');
  g_autofd int fd = -1;

  if (emptied)
    {
      g_assert_cmpuint (n, ==, 4096);
      memcpy (garbage, no_rows, sizeof no_rows);
    }
  lb_test_service_stop (service);
  fd = g_open (path, O_WRONLY | O_CLOEXEC, 0);
  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (pwrite (fd, garbage, n, (off_t) ((g_ascii_strtoull (page, NULL, 10) - 1) * n)),
                   ==, n);
}

/* Where pictures once had their place they are found, and stay for as long as they are needed. */
static void
test_deeper (void)
{
  LbTestService *service = lb_test_service_new ();
  gint64 dataset = lb_test_add_dataset (service, lb_test_add_project (service), "");
  g_autoptr (GBytes) picture = lb_test_picture (1024, 1024, FALSE, "jpeg", 1);
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, picture);
  g_autofree char *blob = lb_test_blob_path (service, sha256);
  g_autofree char *folder =
    g_strdup_printf ("%s/blobs/%.2s/%.2s", service->data, sha256, sha256 + 2);
  g_autofree char *deeper = g_build_filename (folder, sha256, NULL);
  g_autofree char *url = NULL;

  lb_test_upload (service, dataset, picture);
  url = g_strdup (lb_test_text (service, "image_url"));
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_cmpint (g_rename (blob, deeper), ==, 0);
  g_assert_cmpuint (lb_test_call_full (service, "GET", url, NULL, NULL, NULL), ==, 200);

  lb_test_service_stop (service);
  lb_test_service_start (service);
  g_assert_true (g_file_test (deeper, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (blob, G_FILE_TEST_EXISTS));
  lb_test_service_free (service);
}

/* Rows that went with a damaged page do not take their pictures with them at the next start. */
static void
test_damage_keeps_pictures (void)
{
  LbTestService *service = lb_test_service_new ();
  gint64 dataset = lb_test_add_dataset (service, lb_test_add_project (service), "");
  g_autoptr (GBytes) picture = lb_test_picture (1024, 1024, FALSE, "jpeg", 1);
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, picture);
  g_autofree char *blob = lb_test_blob_path (service, sha256);

  lb_test_upload (service, dataset, picture);
  g_assert_true (g_file_test (blob, G_FILE_TEST_EXISTS));
  damage (service, "image", TRUE);
  lb_test_service_start (service);
  lb_test_service_stop (service);
  g_assert_true (g_file_test (blob, G_FILE_TEST_EXISTS));
  lb_test_service_free (service);
}

/* Damage amidst the database is told with the file's name and what to do; nothing is thrown away.
 */
static void
test_damaged_database (void)
{
  LbTestService *service = lb_test_service_new ();
  g_autofree char *path = g_build_filename (service->data, "service.sqlite", NULL);
  g_autofree char *copy = g_strconcat (path, ".before-v3", NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GBytes) picture = lb_test_picture (1024, 1024, FALSE, "jpeg", 1);
  gsize size;
  gsize left;

  lb_test_upload (service, lb_test_add_dataset (service, lb_test_add_project (service), ""),
                  picture);
  damage (service, "project", FALSE);
  g_assert_true (g_file_set_contents (copy, "a copy", -1, NULL));
  g_assert_true (g_file_get_contents (path, &before, &size, NULL));
  lb_test_service_start (service);
  lb_test_refused (service, "GET", "/v1/tailored-gen/projects", NULL, 500, NULL);
  g_assert_nonnull (strstr (lb_test_text (service, "message"), path));
  g_assert_nonnull (strstr (lb_test_text (service, "message"), "is damaged"));
  g_assert_nonnull (strstr (lb_test_text (service, "message"), "in its place"));
  g_assert_nonnull (strstr (lb_test_text (service, "message"), "“service.sqlite.before-v3”"));

  lb_test_service_stop (service);
  g_assert_true (g_file_get_contents (path, &after, &left, NULL));
  g_assert_cmpmem (before, size, after, left);
  g_assert_true (g_file_test (copy, G_FILE_TEST_EXISTS));
  lb_test_service_free (service);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, data, function)                                                                  \
  g_test_add ("/folders/" path, Fixture, data, set_up, function, tear_down)
  ADD ("planted/blobs", "blobs", test_planted_folder);
  ADD ("planted/fresh", "blobs/fresh", test_planted_folder);
  ADD ("planted/lock", "lock", test_planted_folder);
  ADD ("planted/database", "service.sqlite", test_planted_folder);
  ADD ("planted/outer", "blobs/01", test_planted_inside);
  ADD ("planted/inner", "blobs/01/23", test_planted_inside);
  ADD ("others-stay", NULL, test_others_stay);
  ADD ("foreign", NULL, test_foreign);
  ADD ("own", NULL, test_own);
  ADD ("shared", NULL, test_shared);
  ADD ("somebody-elses", NULL, test_somebody_elses);
  g_test_add_func ("/folders/planted/picture", test_planted_picture);
  g_test_add_func ("/folders/blocked", test_blocked);
  g_test_add_func ("/folders/mended", test_mended);
  g_test_add_func ("/folders/changed", test_changed);
  g_test_add_func ("/folders/bad-database", test_bad_database);
  g_test_add_func ("/folders/new-folder", test_new_folder);
  g_test_add_func ("/folders/damaged-database", test_damaged_database);
  g_test_add_func ("/folders/deeper", test_deeper);
  g_test_add_func ("/folders/damage-keeps-pictures", test_damage_keeps_pictures);

  return g_test_run ();
}
