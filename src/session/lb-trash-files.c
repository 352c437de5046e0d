#include "base/lb-sha256.h"
#include "session/lb-trash-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/lb-disk.h"
#include "base/lb-threads.h"

/* Longer than any picture that a service takes (R57). */
#define LARGEST_BYTES (256 * 1024 * 1024)

typedef struct
{
  char *folder;      /* (owned) */
  char *sha256;      /* (owned) (nullable) */
  GBytes *bytes;     /* (owned) (nullable) */
  GPtrArray *hashes; /* (owned) (nullable) */
} Task;

static void
task_free (Task *self)
{
  g_free (self->folder);
  g_free (self->sha256);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->hashes, g_ptr_array_unref);
  g_free (self);
}

static Task *
task_new (const char *folder)
{
  Task *self = g_new0 (Task, 1);

  self->folder = g_strdup (folder);

  return self;
}

static gboolean
fail (GError **error, const char *what)
{
  const int code = errno;

  g_set_error (error, LB_ERROR, lb_disk_error_code (code), "%s in the trash: %s", what,
               g_strerror (code));

  return FALSE;
}

static int
open_again (const char *path, int flags, int mode)
{
  int fd = -1;

  do
    fd = open (path, flags | O_CLOEXEC | O_NOFOLLOW, mode);
  while (fd < 0 && errno == EINTR);

  return fd;
}

/* (transfer full) (nullable) */
static GBytes *
read_all (const char *path, GError **error)
{
  g_autofree char *data = NULL;
  struct stat status;
  gsize done = 0;
  int fd = open_again (path, O_RDONLY, 0);

  if (fd < 0 || fstat (fd, &status) < 0 || !S_ISREG (status.st_mode) ||
      status.st_size > LARGEST_BYTES)
    {
      fail (error, "A picture can't be read");
      if (fd >= 0)
        close (fd);
      return NULL;
    }

  data = g_malloc ((gsize) status.st_size + 1);
  while (done < (gsize) status.st_size)
    {
      const gssize n = read (fd, data + done, (gsize) status.st_size - done);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        break;
      done += (gsize) n;
    }
  close (fd);

  return g_bytes_new_take (g_steal_pointer (&data), done);
}

/* What was written is read again: only what can be had back counts as kept. */
static gboolean
is_there (const char *path, const char *sha256)
{
  g_autoptr (GBytes) bytes = read_all (path, NULL);
  g_autofree char *found = NULL;

  if (bytes != NULL)
    found = lb_sha256_of_bytes (bytes);

  return g_strcmp0 (found, sha256) == 0;
}

static gboolean
write_file (const char *path, GBytes *bytes, GError **error)
{
  int fd = open_again (path, O_WRONLY | O_CREAT | O_EXCL, 0600);
  gsize size = 0;
  gconstpointer data = g_bytes_get_data (bytes, &size);
  gboolean done = FALSE;

  if (fd < 0)
    return fail (error, "A picture can't be written");

  done = fchmod (fd, 0600) == 0 && lb_disk_write (fd, data, size) && fsync (fd) == 0;
  if (!done)
    fail (error, "A picture can't be written");
  if (close (fd) < 0 && done)
    done = fail (error, "A picture can't be written");

  return done;
}

static gboolean
give_name (const char *draft, const char *path, const char *sha256, GError **error)
{
  if (!is_there (draft, sha256))
    {
      errno = EIO;
      return fail (error, "A picture is not what was written");
    }

  return rename (draft, path) == 0 || fail (error, "A picture can't have its name");
}

static gboolean
keep (Task *task, const char *sha256, GError **error)
{
  g_autofree char *path = g_build_filename (task->folder, sha256, NULL);
  g_autofree char *draft = g_strdup_printf ("%s.%08x.part", path, g_random_int ());

  if (g_mkdir_with_parents (task->folder, 0700) < 0)
    return fail (error, "There is no folder");
  if (is_there (path, sha256))
    return TRUE;

  if (!write_file (draft, task->bytes, error) || !give_name (draft, path, sha256, error))
    {
      g_unlink (draft);
      return FALSE;
    }

  return lb_disk_sync_folder (task->folder) || fail (error, "The folder can't be synced");
}

static DexFuture *
keep_work (gpointer data)
{
  Task *task = data;
  g_autofree char *sha256 = lb_sha256_of_bytes (task->bytes);
  g_autoptr (GError) error = NULL;

  if (!keep (task, sha256, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_string (g_steal_pointer (&sha256));
}

DexFuture *
lb_trash_files_keep (const char *folder, GBytes *bytes)
{
  Task *task = task_new (folder);

  task->bytes = g_bytes_ref (bytes);

  return lb_threads_run (keep_work, task, (GDestroyNotify) task_free);
}

static DexFuture *
load_work (gpointer data)
{
  Task *task = data;
  g_autofree char *path = g_build_filename (task->folder, task->sha256, NULL);
  g_autofree char *found = NULL;
  g_autoptr (GBytes) bytes = read_all (path, NULL);

  if (bytes == NULL)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_NOT_FOUND, "The copy is not there any more");

  found = lb_sha256_of_bytes (bytes);
  if (!g_str_equal (found, task->sha256))
    return dex_future_new_reject (LB_ERROR, LB_ERROR_DAMAGED, "The copy is not what was kept");

  return dex_future_new_take_boxed (G_TYPE_BYTES, g_steal_pointer (&bytes));
}

DexFuture *
lb_trash_files_load (const char *folder, const char *sha256)
{
  Task *task = task_new (folder);

  task->sha256 = g_strdup (sha256);

  return lb_threads_run (load_work, task, (GDestroyNotify) task_free);
}

static DexFuture *
find_work (gpointer data)
{
  Task *task = data;
  g_autofree char *path = g_build_filename (task->folder, task->sha256, NULL);

  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return dex_future_new_reject (LB_ERROR, LB_ERROR_NOT_FOUND, "The copy is not there any more");

  return dex_future_new_true ();
}

DexFuture *
lb_trash_files_find (const char *folder, const char *sha256)
{
  Task *task = task_new (folder);

  task->sha256 = g_strdup (sha256);

  return lb_threads_run (find_work, task, (GDestroyNotify) task_free);
}

void
lb_trash_files_sweep (const char *folder, GPtrArray *hashes)
{
  g_autoptr (GHashTable) wanted = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name = NULL;

  for (guint i = 0; i < hashes->len; i++)
    g_hash_table_add (wanted, g_ptr_array_index (hashes, i));
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (!g_hash_table_contains (wanted, name))
        g_unlink (path);
    }
}
