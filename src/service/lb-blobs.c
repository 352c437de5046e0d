#include "service/lb-blobs.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "base/lb-error.h"
#include "service/lb-fault.h"

struct _LbBlobs
{
  GObject parent_instance;

  char *folder; /* (owned) */
  char *fresh;  /* (owned) where files are written before they have their name */
};

G_DEFINE_FINAL_TYPE (LbBlobs, lb_blobs, G_TYPE_OBJECT)

static void
lb_blobs_finalize (GObject *object)
{
  LbBlobs *self = LB_BLOBS (object);

  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->fresh, g_free);

  G_OBJECT_CLASS (lb_blobs_parent_class)->finalize (object);
}

static void
lb_blobs_class_init (LbBlobsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lb_blobs_finalize;
}

static void
lb_blobs_init (LbBlobs *self)
{
}

static gboolean
fail_errno (const char *what, GError **error)
{
  int code = errno;

  g_set_error (error, LB_ERROR,
               code == ENOSPC || code == EDQUOT ? LB_ERROR_NO_SPACE : LB_ERROR_STORAGE, "%s: %s",
               what, g_strerror (code));

  return FALSE;
}

static gboolean
make_folder (const char *path, GError **error)
{
  if (g_mkdir (path, 0700) == 0)
    return g_chmod (path, 0700) == 0 || fail_errno ("Could not make a folder", error);

  return errno == EEXIST || fail_errno ("Could not make a folder", error);
}

static gboolean
is_name (const char *name)
{
  return strlen (name) == 64 && strspn (name, "0123456789abcdef") == 64;
}

static char *
path_of (LbBlobs *self, const char *name)
{
  return g_strdup_printf ("%s/%.2s/%.2s/%s", self->folder, name, name + 2, name);
}

static void
clear_fresh (LbBlobs *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->fresh, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (self->fresh, name, NULL);

      g_unlink (path);
    }
}

LbBlobs *
lb_blobs_new (const char *folder, GError **error)
{
  g_autoptr (LbBlobs) self = g_object_new (LB_TYPE_BLOBS, NULL);

  self->folder = g_strdup (folder);
  self->fresh = g_build_filename (folder, "fresh", NULL);
  if (!make_folder (self->folder, error) || !make_folder (self->fresh, error))
    return NULL;

  clear_fresh (self);

  return g_steal_pointer (&self);
}

static gboolean
sync_folder (const char *path, GError **error)
{
  g_autofd int fd = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  return (fd >= 0 && fsync (fd) == 0) || fail_errno ("Could not sync a folder", error);
}

static gboolean
write_all (int fd, GBytes *bytes, GError **error)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  while (size > 0)
    {
      gssize done = write (fd, data, size);

      if (done < 0 && errno == EINTR)
        continue;
      if (done < 0)
        return fail_errno ("Could not write a picture", error);
      data += done;
      size -= done;
    }

  return fsync (fd) == 0 || fail_errno ("Could not sync a picture", error);
}

static gboolean
make_place (LbBlobs *self, const char *name, GError **error)
{
  g_autofree char *outer = g_strdup_printf ("%s/%.2s", self->folder, name);
  g_autofree char *inner = g_strdup_printf ("%s/%.2s", outer, name + 2);

  return make_folder (outer, error) && make_folder (inner, error);
}

/* Each time, also for a file that is there already: whoever put it may have been cut off before. A
 * folder in which nothing is new costs nothing. */
static gboolean
sync_place (LbBlobs *self, const char *name, GError **error)
{
  g_autofree char *outer = g_strdup_printf ("%s/%.2s", self->folder, name);
  g_autofree char *inner = g_strdup_printf ("%s/%.2s", outer, name + 2);

  return sync_folder (inner, error) && sync_folder (outer, error) &&
         sync_folder (self->folder, error);
}

static gboolean
put_file (LbBlobs *self, const char *name, GBytes *bytes, GError **error)
{
  g_autofree char *path = path_of (self, name);
  g_autofree char *temporary = NULL;
  g_autofree char *unique = g_uuid_string_random ();
  g_autofd int fd = -1;
  struct stat info;

  if (g_stat (path, &info) == 0 && (gsize) info.st_size == g_bytes_get_size (bytes))
    return sync_place (self, name, error);

  if (!make_place (self, name, error))
    return FALSE;

  temporary = g_build_filename (self->fresh, unique, NULL);
  fd = open (temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0 || fchmod (fd, 0600) != 0)
    return fail_errno ("Could not make a file", error);

  if (!write_all (fd, bytes, error) ||
      (g_rename (temporary, path) != 0 && !fail_errno ("Could not name a picture", error)))
    {
      g_unlink (temporary);
      return FALSE;
    }

  return sync_place (self, name, error);
}

typedef struct
{
  LbBlobs *self; /* (owned) */
  GBytes *bytes; /* (owned) */
} Put;

static void
put_free (gpointer data)
{
  Put *put = data;

  g_clear_object (&put->self);
  g_clear_pointer (&put->bytes, g_bytes_unref);
  g_free (put);
}

static DexFuture *
put_fiber (gpointer data)
{
  Put *put = data;
  GError *error = NULL;
  g_autofree char *name = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, put->bytes);

  if (!put_file (put->self, name, put->bytes, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_take_string (g_steal_pointer (&name));
}

DexFuture *
lb_blobs_put (LbBlobs *self, GBytes *bytes)
{
  Put *put = g_new0 (Put, 1);

  put->self = g_object_ref (self);
  put->bytes = g_bytes_ref (bytes);

  return dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0, put_fiber, put,
                              put_free);
}

static DexFuture *
gone_if_not_found (DexFuture *future, gpointer data)
{
  g_autoptr (GError) error = NULL;

  dex_future_get_value (future, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    {
      GError *fault = NULL;

      lb_fault_set (&fault, LB_ERROR_GONE, "R66", NULL,
                    "The picture's file is gone from the storage");
      return dex_future_new_for_error (fault);
    }

  return dex_future_new_reject (LB_ERROR, LB_ERROR_STORAGE, "Could not read a picture: %s",
                                error->message);
}

DexFuture *
lb_blobs_get (LbBlobs *self, const char *name)
{
  g_autofree char *path = path_of (self, name);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  return dex_future_catch (dex_file_load_contents_bytes (file), gone_if_not_found, NULL, NULL);
}

gboolean
lb_blobs_has (LbBlobs *self, const char *name)
{
  g_autofree char *path = path_of (self, name);

  return g_file_test (path, G_FILE_TEST_IS_REGULAR);
}

static void
sweep_folder (const char *folder, int depth, GHashTable *wanted)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (depth < 2 && strlen (name) == 2)
        sweep_folder (path, depth + 1, wanted);
      else if (depth == 2 && is_name (name) && !g_hash_table_contains (wanted, name))
        g_unlink (path);
    }
}

void
lb_blobs_sweep (LbBlobs *self, GHashTable *wanted)
{
  sweep_folder (self->folder, 0, wanted);
}
