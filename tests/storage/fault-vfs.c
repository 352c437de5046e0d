#include "fault-vfs.h"

#include <string.h>

#define SECTOR 512

/* What a file holds, and what of it has reached the disk. */
typedef struct
{
  GByteArray *now;  /* (owned) */
  GByteArray *kept; /* (owned) */
} Content;

typedef struct
{
  sqlite3_file base;
  sqlite3_file *real; /* lies behind this struct */
  Content *content;   /* (nullable): of the table below, for databases and their WAL */
} FaultFile;

static sqlite3_vfs *real_vfs;
static sqlite3_vfs fault_vfs;
static GMutex lock;
static GHashTable *contents; /* (owned) (element-type filename Content), under the lock */

static gboolean armed;
static FaultOperation fail_operation;
static guint fail_skip;
static int fail_code;
static guint n_failed;

static FaultFunc watch_func;
static gpointer watch_data;

static void
content_free (gpointer data)
{
  Content *content = data;

  g_byte_array_unref (content->now);
  g_byte_array_unref (content->kept);
  g_free (content);
}

static void
content_sync (Content *content)
{
  g_byte_array_set_size (content->kept, 0);
  if (content->now->len > 0)
    g_byte_array_append (content->kept, content->now->data, content->now->len);
}

static void
set_size (GByteArray *array, gsize size)
{
  guint before = array->len;

  g_byte_array_set_size (array, (guint) size);
  if (size > before)
    memset (array->data + before, 0, size - before);
}

/* SQLITE_OK, or what this operation has to fail with. */
static int
try_operation (FaultOperation operation)
{
  if (watch_func != NULL)
    watch_func (watch_data);

  if (!armed || operation != fail_operation)
    return SQLITE_OK;
  if (fail_skip > 0)
    {
      fail_skip--;
      return SQLITE_OK;
    }
  n_failed++;

  return fail_code;
}

static int
fault_close (sqlite3_file *file)
{
  FaultFile *self = (FaultFile *) file;

  return self->real->pMethods->xClose (self->real);
}

static int
fault_read (sqlite3_file *file, void *to, int n, sqlite3_int64 at)
{
  FaultFile *self = (FaultFile *) file;

  return self->real->pMethods->xRead (self->real, to, n, at);
}

static int
fault_write (sqlite3_file *file, const void *from, int n, sqlite3_int64 at)
{
  FaultFile *self = (FaultFile *) file;
  int result = try_operation (FAULT_WRITE);

  if (result != SQLITE_OK)
    return result;

  if (self->content != NULL)
    {
      g_mutex_lock (&lock);
      set_size (self->content->now, MAX (self->content->now->len, (gsize) (at + n)));
      memcpy (self->content->now->data + at, from, n);
      g_mutex_unlock (&lock);
    }

  return self->real->pMethods->xWrite (self->real, from, n, at);
}

static int
fault_truncate (sqlite3_file *file, sqlite3_int64 size)
{
  FaultFile *self = (FaultFile *) file;
  int result = try_operation (FAULT_TRUNCATE);

  if (result != SQLITE_OK)
    return result;

  if (self->content != NULL)
    {
      g_mutex_lock (&lock);
      set_size (self->content->now, (gsize) size);
      g_mutex_unlock (&lock);
    }

  return self->real->pMethods->xTruncate (self->real, size);
}

static int
fault_sync (sqlite3_file *file, int flags)
{
  FaultFile *self = (FaultFile *) file;
  int result = try_operation (FAULT_SYNC);

  if (result != SQLITE_OK)
    return result;

  if (self->content != NULL)
    {
      g_mutex_lock (&lock);
      content_sync (self->content);
      g_mutex_unlock (&lock);
    }

  return self->real->pMethods->xSync (self->real, flags);
}

static int
fault_file_size (sqlite3_file *file, sqlite3_int64 *size)
{
  FaultFile *self = (FaultFile *) file;

  return self->real->pMethods->xFileSize (self->real, size);
}

static int
fault_lock (sqlite3_file *file, int level)
{
  FaultFile *self = (FaultFile *) file;

  return self->real->pMethods->xLock (self->real, level);
}

static int
fault_unlock (sqlite3_file *file, int level)
{
  FaultFile *self = (FaultFile *) file;

  return self->real->pMethods->xUnlock (self->real, level);
}

static int
fault_check_lock (sqlite3_file *file, int *locked)
{
  FaultFile *self = (FaultFile *) file;

  return self->real->pMethods->xCheckReservedLock (self->real, locked);
}

static int
fault_control (sqlite3_file *file, int operation, void *data)
{
  FaultFile *self = (FaultFile *) file;

  return self->real->pMethods->xFileControl (self->real, operation, data);
}

static int
fault_sector_size (sqlite3_file *file)
{
  return SECTOR;
}

/* Nothing is promised of what a loss of power leaves. */
static int
fault_characteristics (sqlite3_file *file)
{
  return 0;
}

static int
fault_shm_map (sqlite3_file *file, int page, int size, int extend, void volatile **to)
{
  FaultFile *self = (FaultFile *) file;

  return self->real->pMethods->xShmMap (self->real, page, size, extend, to);
}

static int
fault_shm_lock (sqlite3_file *file, int offset, int n, int flags)
{
  FaultFile *self = (FaultFile *) file;

  return self->real->pMethods->xShmLock (self->real, offset, n, flags);
}

static void
fault_shm_barrier (sqlite3_file *file)
{
  FaultFile *self = (FaultFile *) file;

  self->real->pMethods->xShmBarrier (self->real);
}

static int
fault_shm_unmap (sqlite3_file *file, int delete)
{
  FaultFile *self = (FaultFile *) file;

  return self->real->pMethods->xShmUnmap (self->real, delete);
}

static const sqlite3_io_methods methods = {
  .iVersion = 2,
  .xClose = fault_close,
  .xRead = fault_read,
  .xWrite = fault_write,
  .xTruncate = fault_truncate,
  .xSync = fault_sync,
  .xFileSize = fault_file_size,
  .xLock = fault_lock,
  .xUnlock = fault_unlock,
  .xCheckReservedLock = fault_check_lock,
  .xFileControl = fault_control,
  .xSectorSize = fault_sector_size,
  .xDeviceCharacteristics = fault_characteristics,
  .xShmMap = fault_shm_map,
  .xShmLock = fault_shm_lock,
  .xShmBarrier = fault_shm_barrier,
  .xShmUnmap = fault_shm_unmap,
};

/* What is there already counts as synced. */
static Content *
content_for (const char *name)
{
  Content *content;
  char *data;
  gsize size;

  g_mutex_lock (&lock);
  content = g_hash_table_lookup (contents, name);
  if (content == NULL)
    {
      content = g_new0 (Content, 1);
      content->now = g_byte_array_new ();
      content->kept = g_byte_array_new ();
      if (g_file_get_contents (name, &data, &size, NULL))
        {
          g_byte_array_append (content->now, (const guint8 *) data, (guint) size);
          content_sync (content);
          g_free (data);
        }
      g_hash_table_insert (contents, g_strdup (name), content);
    }
  g_mutex_unlock (&lock);

  return content;
}

static int
fault_open (sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags)
{
  FaultFile *self = (FaultFile *) file;
  int result;

  self->base.pMethods = NULL;
  self->real = (sqlite3_file *) (self + 1);
  self->content = NULL;
  result = real_vfs->xOpen (real_vfs, name, self->real, flags, out_flags);
  if (result != SQLITE_OK)
    return result;

  if (name != NULL && (flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL)) != 0)
    self->content = content_for (name);
  self->base.pMethods = &methods;

  return SQLITE_OK;
}

static int
fault_delete (sqlite3_vfs *vfs, const char *name, int sync_folder)
{
  g_mutex_lock (&lock);
  g_hash_table_remove (contents, name);
  g_mutex_unlock (&lock);

  return real_vfs->xDelete (real_vfs, name, sync_folder);
}

void
fault_vfs_install (void)
{
  real_vfs = sqlite3_vfs_find (NULL);
  fault_vfs = *real_vfs;
  fault_vfs.zName = "fault";
  fault_vfs.pNext = NULL;
  fault_vfs.szOsFile = (int) sizeof (FaultFile) + real_vfs->szOsFile;
  fault_vfs.xOpen = fault_open;
  fault_vfs.xDelete = fault_delete;
  contents = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, content_free);
  g_assert_cmpint (sqlite3_vfs_register (&fault_vfs, TRUE), ==, SQLITE_OK);
}

void
fault_vfs_fail (FaultOperation operation, guint skip, int code)
{
  fail_operation = operation;
  fail_skip = skip;
  fail_code = code;
  n_failed = 0;
  armed = TRUE;
}

guint
fault_vfs_mend (void)
{
  armed = FALSE;

  return n_failed;
}

void
fault_vfs_watch (FaultFunc func, gpointer data)
{
  watch_func = func;
  watch_data = data;
}

void
fault_vfs_forget (void)
{
  g_hash_table_remove_all (contents);
}

void
fault_vfs_forget_file (const char *path)
{
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);

  g_mutex_lock (&lock);
  g_hash_table_remove (contents, path);
  g_hash_table_remove (contents, wal);
  g_mutex_unlock (&lock);
}

static void
crash_file (const char *name, const char *to, GRand *rand)
{
  g_autoptr (GByteArray) left = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  Content *content;

  g_mutex_lock (&lock);
  content = g_hash_table_lookup (contents, name);
  if (content != NULL)
    {
      g_byte_array_append (left, content->kept->data, content->kept->len);
      if (g_rand_boolean (rand))
        set_size (left, content->now->len);
      for (guint at = 0; at < MIN (left->len, content->now->len); at += SECTOR)
        if (g_rand_boolean (rand))
          memcpy (left->data + at, content->now->data + at,
                  MIN (SECTOR, MIN (left->len, content->now->len) - at));
    }
  g_mutex_unlock (&lock);

  g_file_set_contents_full (to, (const char *) left->data, left->len, G_FILE_SET_CONTENTS_NONE,
                            0600, &error);
  g_assert_no_error (error);
}

void
fault_vfs_crash (const char *path, const char *to, GRand *rand)
{
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);
  g_autofree char *to_wal = g_strconcat (to, "-wal", NULL);

  crash_file (path, to, rand);
  crash_file (wal, to_wal, rand);
}
