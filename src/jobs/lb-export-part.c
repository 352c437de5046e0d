#include "jobs/lb-export-part.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "archive/lb-zip-writer.h"
#include "base/lb-disk.h"
#include "base/lb-sha256.h"
#include "jobs/lb-export-earlier.h"

#define PREFIX ".lookbook-export-"

struct _LbExportPart
{
  GObject parent_instance;

  char *target;        /* (owned) */
  char *parent;        /* (owned): the folder that both are in */
  char *path;          /* (owned) (nullable): of what is written, until it has its name */
  char *record;        /* (owned) (nullable): says where that is, to who comes after a kill */
  int record_fd;       /* locked as long as this is under way */
  int fd;              /* of the folder, or of the ZIP file */
  LbZipWriter *writer; /* (owned) (nullable): of a ZIP file */
  GString *sums;       /* (owned) */
  guint64 n_bytes;
};

G_DEFINE_FINAL_TYPE (LbExportPart, lb_export_part, G_TYPE_OBJECT)

/* Of the place that is written to, not of anything that a service has. */
static gboolean
fail (GError **error)
{
  const int code = errno;

  g_set_error_literal (error, LB_ERROR, lb_disk_error_code (code), g_strerror (code));
  return FALSE;
}

/* Links are removed and not followed. */
static void
remove_all (int parent_fd, const char *name)
{
  int fd = openat (parent_fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  g_autoptr (GDir) folder = NULL;
  g_autofree char *path = NULL;
  const char *below;

  if (fd < 0)
    {
      unlinkat (parent_fd, name, 0);
      return;
    }

  path = g_strdup_printf ("/proc/self/fd/%d", fd);
  folder = g_dir_open (path, 0, NULL);
  while (folder != NULL && (below = g_dir_read_name (folder)) != NULL)
    remove_all (fd, below);
  close (fd);
  unlinkat (parent_fd, name, AT_REMOVEDIR);
}

static void
forget_record (LbExportPart *self)
{
  if (self->record != NULL)
    g_unlink (self->record);
  if (self->record_fd >= 0)
    close (self->record_fd);
  self->record_fd = -1;
  g_clear_pointer (&self->record, g_free);
}

void
lb_export_part_discard (LbExportPart *self)
{
  g_clear_object (&self->writer);
  if (self->fd >= 0)
    close (self->fd);
  self->fd = -1;
  if (self->path != NULL)
    remove_all (AT_FDCWD, self->path);
  g_clear_pointer (&self->path, g_free);
  forget_record (self);
}

static void
lb_export_part_finalize (GObject *object)
{
  LbExportPart *self = LB_EXPORT_PART (object);

  lb_export_part_discard (self);
  g_free (self->target);
  g_free (self->parent);
  g_string_free (self->sums, TRUE);

  G_OBJECT_CLASS (lb_export_part_parent_class)->finalize (object);
}

static void
lb_export_part_class_init (LbExportPartClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lb_export_part_finalize;
}

static void
lb_export_part_init (LbExportPart *self)
{
  self->fd = -1;
  self->record_fd = -1;
  self->sums = g_string_new (NULL);
}

static char *
dup_records_folder (void)
{
  return g_build_filename (g_get_user_data_dir (), "lookbook", "exports", NULL);
}

/* Before anything is made there, so that whatever is left can be found. */
static gboolean
keep_record (LbExportPart *self, GError **error)
{
  /* Two paths, each ended by a NUL. */
  g_autofree char *folder = dup_records_folder ();
  g_autofree char *path = g_build_filename (folder, "XXXXXX", NULL);

  if (g_mkdir_with_parents (folder, 0700) != 0 || (self->record_fd = g_mkstemp (path)) < 0)
    return fail (error);

  self->record = g_steal_pointer (&path);
  if (flock (self->record_fd, LOCK_EX | LOCK_NB) != 0 ||
      !lb_disk_write (self->record_fd, self->path, strlen (self->path) + 1) ||
      !lb_disk_write (self->record_fd, self->target, strlen (self->target) + 1) ||
      fsync (self->record_fd) != 0)
    return fail (error);

  return TRUE;
}

/* Whether nothing is lost when another folder takes the place of @path. */
static gboolean
is_free (const char *path)
{
  g_autoptr (GDir) folder = NULL;
  g_autofree char *changed = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
    return TRUE;
  if (!g_file_test (path, G_FILE_TEST_IS_DIR))
    return FALSE;
  if (lb_export_earlier_is_there (path, FALSE))
    return (changed = lb_export_earlier_find_changed (path)) == NULL;

  folder = g_dir_open (path, 0, NULL);
  return folder != NULL && g_dir_read_name (folder) == NULL;
}

static gboolean
check_target (LbExportPart *self, gboolean zip, guint64 bytes, GError **error)
{
  struct statvfs info;

  if (zip ? g_file_test (self->target, G_FILE_TEST_IS_DIR) : !is_free (self->target))
    {
      g_set_error (error, LB_ERROR, LB_ERROR_CONFLICT,
                   "“%s” exists, and is no export, or was changed since", self->target);
      return FALSE;
    }
  if (statvfs (self->parent, &info) == 0 && info.f_blocks > 0 &&
      (guint64) info.f_bavail * info.f_frsize < bytes)
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_NO_SPACE, "No room for the export");
      return FALSE;
    }

  return TRUE;
}

static gboolean
open_part (LbExportPart *self, gboolean zip, GError **error)
{
  if (zip)
    {
      if ((self->fd = open (self->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666)) < 0)
        return fail (error);
      self->writer = lb_zip_writer_new_for_fd (self->fd);
      return TRUE;
    }

  if (g_mkdir (self->path, 0777) != 0 ||
      (self->fd = open (self->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) < 0)
    return fail (error);

  return TRUE;
}

LbExportPart *
lb_export_part_new (GFile *target, gboolean zip, guint64 bytes, GError **error)
{
  g_autoptr (LbExportPart) self = g_object_new (LB_TYPE_EXPORT_PART, NULL);
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *name = NULL;

  if (!(self->target = g_file_get_path (target)))
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_INVALID, "It is not on this computer");
      return NULL;
    }

  self->parent = g_path_get_dirname (self->target);
  if (!check_target (self, zip, bytes, error))
    return NULL;

  uuid[8] = '\0';
  name = g_strconcat (PREFIX, uuid, NULL);
  self->path = g_build_filename (self->parent, name, NULL);
  if (!keep_record (self, error) || !open_part (self, zip, error))
    return NULL;

  return g_steal_pointer (&self);
}

static gboolean
write_file (LbExportPart *self, const char *path, GBytes *bytes, GError **error)
{
  const char *slash = strchr (path, '/');
  gsize size = 0;
  const char *data = g_bytes_get_data (bytes, &size);
  gboolean written = FALSE;
  int number = 0;
  int fd;

  if (slash != NULL)
    {
      g_autofree char *folder = g_strndup (path, (gsize) (slash - path));

      if (mkdirat (self->fd, folder, 0777) != 0 && errno != EEXIST)
        return fail (error);
    }
  if ((fd = openat (self->fd, path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666)) < 0)
    return fail (error);

  written = lb_disk_write (fd, data, size);
  number = errno;
  if (close (fd) != 0 && written)
    return fail (error);
  errno = number;

  return written || fail (error);
}

static gboolean
add (LbExportPart *self, const char *path, GBytes *bytes, GError **error)
{
  self->n_bytes += g_bytes_get_size (bytes);
  return self->writer != NULL ? lb_zip_writer_add_bytes (self->writer, path, bytes, NULL, error)
                              : write_file (self, path, bytes, error);
}

gboolean
lb_export_part_add (LbExportPart *self, const char *path, GBytes *bytes, GError **error)
{
  g_autofree char *sum = lb_sha256_of_bytes (bytes);

  g_string_append_printf (self->sums, "%s  %s\n", sum, path);
  return add (self, path, bytes, error);
}

/* Where a file system can't swap two names, the old one is out of the way for a moment. */
static gboolean
swap (LbExportPart *self)
{
  g_autofree char *away = NULL;

  /* Somebody may have put something there meanwhile. */
  if (self->writer == NULL && !is_free (self->target))
    {
      errno = EEXIST;
      return FALSE;
    }
  if (renameat2 (AT_FDCWD, self->path, AT_FDCWD, self->target, RENAME_EXCHANGE) == 0)
    {
      remove_all (AT_FDCWD, self->path);
      return TRUE;
    }
  if (errno != EINVAL && errno != ENOSYS && errno != EOPNOTSUPP)
    return FALSE;

  away = g_strconcat (self->path, "-old", NULL);
  if (rename (self->target, away) != 0)
    return FALSE;
  if (rename (self->path, self->target) != 0)
    {
      int number = errno;

      rename (away, self->target);
      errno = number;
      return FALSE;
    }
  remove_all (AT_FDCWD, away);
  return TRUE;
}

static gboolean
give_name (LbExportPart *self)
{
  int parent_fd;

  if (rename (self->path, self->target) != 0 &&
      ((errno != ENOTEMPTY && errno != EEXIST) || !swap (self)))
    return FALSE;

  g_clear_pointer (&self->path, g_free);
  if ((parent_fd = open (self->parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) >= 0)
    {
      fsync (parent_fd);
      close (parent_fd);
    }
  return TRUE;
}

gboolean
lb_export_part_finish (LbExportPart *self, GError **error)
{
  g_autoptr (GBytes) sums = g_bytes_new (self->sums->str, self->sums->len);

  if (!add (self, LB_EXPORT_SUMS, sums, error) ||
      (self->writer != NULL && !lb_zip_writer_finish (self->writer, NULL, error)))
    return FALSE;

  /* One flush for thousands of files. */
  if ((self->writer != NULL ? fsync (self->fd) : syncfs (self->fd)) != 0 || !give_name (self))
    return fail (error);

  forget_record (self);
  return TRUE;
}

guint64
lb_export_part_get_bytes (LbExportPart *self)
{
  return self->n_bytes;
}

/* What a record names is removed only if it looks like ours. */
static void
clean_part (const char *path, const char *target)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *away = g_strconcat (path, "-old", NULL);

  if (!g_str_has_prefix (name, PREFIX))
    return;

  if (!g_file_test (target, G_FILE_TEST_EXISTS))
    rename (away, target);
  remove_all (AT_FDCWD, path);
  remove_all (AT_FDCWD, away);
}

static void
clean_one (const char *record)
{
  g_autofree char *paths = NULL;
  gsize length = 0;
  gsize first;
  int fd = open (record, O_RDONLY | O_CLOEXEC);

  if (fd < 0)
    return;
  if (flock (fd, LOCK_EX | LOCK_NB) != 0)
    {
      close (fd);
      return;
    }

  if (g_file_get_contents (record, &paths, &length, NULL) && length > 0 &&
      (first = strlen (paths) + 1) < length)
    clean_part (paths, paths + first);
  g_unlink (record);
  close (fd);
}

void
lb_export_part_clean (void)
{
  g_autofree char *path = dup_records_folder ();
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *record = g_build_filename (path, name, NULL);

      clean_one (record);
    }
}
