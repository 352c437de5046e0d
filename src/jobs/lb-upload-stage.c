#include "jobs/lb-upload-stage.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/lb-error.h"
#include "base/lb-sha256.h"
#include "base/lb-threads.h"
#include "jobs/lb-upload-cropped.h"
#include "jobs/lb-upload-disk.h"
#include "jobs/lb-upload-source.h"

#define RESERVE_BYTES (64 * (guint64) 1024 * 1024)
#define RESERVE_SHARE 8
#define PART ".part" /* what is being written */

G_DEFINE_BOXED_TYPE (LbUploadStaged, lb_upload_staged, lb_upload_staged_copy, lb_upload_staged_free)

LbUploadStaged *
lb_upload_staged_copy (const LbUploadStaged *self)
{
  LbUploadStaged *copy = g_memdup2 (self, sizeof *self);

  copy->sent_sha256 = g_strdup (self->sent_sha256);
  copy->original_sha256 = g_strdup (self->original_sha256);

  return copy;
}

void
lb_upload_staged_free (LbUploadStaged *self)
{
  g_clear_pointer (&self->sent_sha256, g_free);
  g_clear_pointer (&self->original_sha256, g_free);
  g_free (self);
}

typedef struct
{
  char *folder;           /* (owned) */
  LbUploadRecord *record; /* (owned) */
  GBytes *bytes;          /* (owned) (nullable) */
} Work;

static void
work_free (gpointer data)
{
  Work *self = data;

  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->record, lb_upload_record_free);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self);
}

static Work *
work_new (const char *folder, const LbUploadRecord *record, GBytes *bytes)
{
  Work *self = g_new0 (Work, 1);

  self->folder = g_strdup (folder);
  self->record = lb_upload_record_copy (record);
  self->bytes = bytes != NULL ? g_bytes_ref (bytes) : NULL;

  return self;
}

char *
lb_upload_stage_path (const char *folder, const char *uuid)
{
  return g_build_filename (folder, uuid, NULL);
}

static guint64
get_reserve (const struct statvfs *disk)
{
  return MIN (RESERVE_BYTES, (guint64) disk->f_blocks * disk->f_frsize / RESERVE_SHARE);
}

gboolean
lb_upload_stage_has_room (const char *folder, gint64 size_bytes)
{
  struct statvfs disk = { 0 };

  /* What can't be asked will say so itself. */
  return statvfs (folder, &disk) != 0 || (guint64) disk.f_bavail * disk.f_frsize >=
                                           (guint64) MAX (size_bytes, 0) + get_reserve (&disk);
}

gint64
lb_upload_stage_get_reserve (const char *folder)
{
  struct statvfs disk = { 0 };

  return statvfs (folder, &disk) == 0 ? (gint64) get_reserve (&disk) : (gint64) RESERVE_BYTES;
}

static DexFuture *
stage_fiber (gpointer data)
{
  Work *work = data;
  LbUploadRecord *record = work->record;
  g_autofree char *path = lb_upload_stage_path (work->folder, record->uuid);
  g_autofree char *temporary = g_strconcat (path, PART, NULL);
  g_autoptr (LbUploadStaged) staged = NULL;
  g_autoptr (GError) error = NULL;
  gboolean kept = FALSE;
  int fd = -1;

  if (!lb_upload_stage_has_room (work->folder, record->probe.size_bytes))
    return dex_future_new_reject (LB_ERROR, LB_ERROR_NO_SPACE, "The disk is full");
  if ((fd = lb_upload_disk_create (temporary, &error)) < 0)
    return dex_future_new_for_error (g_steal_pointer (&error));

  staged = lb_upload_source_copy (record, work->bytes, path, fd, &error);
  kept = staged != NULL && lb_upload_disk_keep (fd, temporary, path, &error);
  close (fd);
  if (!kept)
    {
      g_unlink (temporary);
      return dex_future_new_for_error (g_steal_pointer (&error));
    }

  return dex_future_new_take_boxed (LB_TYPE_UPLOAD_STAGED, g_steal_pointer (&staged));
}

DexFuture *
lb_upload_stage (const char *folder, const LbUploadRecord *record, GBytes *bytes)
{
  if (lb_crop_is_set (&record->crop))
    return lb_upload_cropped_stage (folder, record, bytes);

  return lb_threads_run (stage_fiber, work_new (folder, record, bytes), work_free);
}

static DexFuture *
load_fiber (gpointer data)
{
  Work *work = data;
  g_autofree char *path = lb_upload_stage_path (work->folder, work->record->uuid);
  g_autofree char *sha256 = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  char *contents = NULL;
  gsize length = 0;

  if (!g_file_get_contents (path, &contents, &length, &error))
    return dex_future_new_reject (LB_ERROR, LB_ERROR_STORAGE, "The copy can’t be read: %s",
                                  error->message);

  bytes = g_bytes_new_take (contents, length);
  sha256 = lb_sha256_of_bytes (bytes);
  if (g_strcmp0 (sha256, work->record->staged_sha256) != 0)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_STORAGE, "The copy is damaged");

  return dex_future_new_take_boxed (G_TYPE_BYTES, g_steal_pointer (&bytes));
}

DexFuture *
lb_upload_stage_load (const char *folder, const LbUploadRecord *record)
{
  return lb_threads_run (load_fiber, work_new (folder, record, NULL), work_free);
}

static DexFuture *
drop_fiber (gpointer data)
{
  if (g_unlink (data) != 0 && errno != ENOENT)
    g_debug ("A copy can’t be removed: %s", g_strerror (errno));

  return dex_future_new_true ();
}

void
lb_upload_stage_drop (const char *folder, const char *uuid)
{
  dex_future_disown (lb_threads_run (drop_fiber, lb_upload_stage_path (folder, uuid), g_free));
}

typedef struct
{
  char *folder;      /* (owned) */
  GHashTable *uuids; /* (owned) (element-type utf8): a set */
} Tidy;

static void
tidy_free (gpointer data)
{
  Tidy *self = data;

  g_free (self->folder);
  g_hash_table_unref (self->uuids);
  g_free (self);
}

static DexFuture *
tidy_fiber (gpointer data)
{
  Tidy *self = data;
  g_autoptr (GDir) folder = NULL;
  const char *name = NULL;

  if (g_mkdir_with_parents (self->folder, 0700) != 0)
    {
      g_autoptr (GError) error = NULL;

      lb_upload_disk_set_error (&error, errno);
      return dex_future_new_for_error (g_steal_pointer (&error));
    }

  folder = g_dir_open (self->folder, 0, NULL);
  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);

      if (!g_str_equal (name, LB_UPLOAD_STAGE_LOCK) && !g_hash_table_contains (self->uuids, name))
        g_unlink (path);
    }

  return dex_future_new_true ();
}

DexFuture *
lb_upload_stage_tidy (const char *folder, GHashTable *uuids)
{
  Tidy *self = g_new0 (Tidy, 1);
  GHashTableIter iter;
  gpointer uuid = NULL;

  self->folder = g_strdup (folder);
  self->uuids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_iter_init (&iter, uuids);
  while (g_hash_table_iter_next (&iter, &uuid, NULL))
    g_hash_table_add (self->uuids, g_strdup (uuid));

  return lb_threads_run (tidy_fiber, self, tidy_free);
}
