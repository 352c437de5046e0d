#include "session/lb-thumbnail-store.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <utime.h>

#include "base/lb-error.h"
#include "base/lb-sha256.h"
#include "base/lb-threads.h"

/* In front of the picture: which state of the image it is of. */
#define HEAD_BYTES sizeof (gint64)
/* Every so many bytes written the folder is looked at as a whole. */
#define LOOK_PART 16
/* And then so much is left free. */
#define ROOM_PART 8

struct _LbThumbnailStore
{
  GObject parent_instance;

  char *folder; /* (owned) */
  goffset cap_bytes;
  goffset written_bytes; /* since the folder was looked at; -1: it was not yet */
};

G_DEFINE_FINAL_TYPE (LbThumbnailStore, lb_thumbnail_store, G_TYPE_OBJECT)

static void
lb_thumbnail_store_finalize (GObject *object)
{
  g_free (LB_THUMBNAIL_STORE (object)->folder);

  G_OBJECT_CLASS (lb_thumbnail_store_parent_class)->finalize (object);
}

static void
lb_thumbnail_store_class_init (LbThumbnailStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lb_thumbnail_store_finalize;
}

static void
lb_thumbnail_store_init (LbThumbnailStore *self)
{
  self->written_bytes = -1;
}

LbThumbnailStore *
lb_thumbnail_store_new (const char *folder, goffset cap_bytes)
{
  LbThumbnailStore *self = NULL;

  g_return_val_if_fail (folder != NULL, NULL);

  self = g_object_new (LB_TYPE_THUMBNAIL_STORE, NULL);
  self->folder = g_strdup (folder);
  self->cap_bytes = cap_bytes;

  return self;
}

/* For accounts of this user it is the cache's; others keep it beside their records. */
char *
lb_thumbnail_store_dup_folder (const char *state_dir)
{
  g_autofree char *key = NULL;

  if (!g_str_has_prefix (state_dir, g_get_user_data_dir ()))
    return g_build_filename (state_dir, "thumbnails", NULL);

  key = lb_sha256_of_string (state_dir);
  key[16] = '\0';

  return g_build_filename (g_get_user_cache_dir (), "lookbook", "thumbnails", key, NULL);
}

typedef struct
{
  char *folder;      /* (owned) */
  char *path;        /* (owned) */
  GBytes *bytes;     /* (owned) (nullable) */
  gint64 updated_at; /* -1: any */
  goffset cap_bytes;
  gboolean look;
} Task;

static void
task_free (gpointer data)
{
  Task *self = data;

  g_free (self->folder);
  g_free (self->path);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self);
}

static Task *
task_new (LbThumbnailStore *self, gint64 image_id)
{
  Task *task = g_new0 (Task, 1);
  g_autofree char *name = g_strdup_printf ("%" G_GINT64_FORMAT, image_id);

  task->folder = g_strdup (self->folder);
  task->path = g_build_filename (self->folder, name, NULL);
  task->cap_bytes = self->cap_bytes;

  return task;
}

static DexFuture *
read_fiber (gpointer data)
{
  Task *task = data;
  g_autofree char *contents = NULL;
  g_autoptr (GBytes) whole = NULL;
  gsize length = 0;
  gint64 updated_at = 0;

  if (!g_file_get_contents (task->path, &contents, &length, NULL) || length <= HEAD_BYTES)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_NOT_FOUND, "There is no such thumbnail");
  memcpy (&updated_at, contents, HEAD_BYTES);
  if (task->updated_at != -1 && updated_at != task->updated_at)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_NOT_FOUND, "The thumbnail is an older one");

  /* When it was used last. */
  utime (task->path, NULL);
  whole = g_bytes_new_take (g_steal_pointer (&contents), length);

  return dex_future_new_take_boxed (
    G_TYPE_BYTES, g_bytes_new_from_bytes (whole, HEAD_BYTES, length - HEAD_BYTES));
}

static DexFuture *
read_picture (LbThumbnailStore *self, gint64 image_id, gint64 updated_at)
{
  Task *task = task_new (self, image_id);

  task->updated_at = updated_at;

  return lb_threads_run (read_fiber, task, task_free);
}

DexFuture *
lb_thumbnail_store_read (LbThumbnailStore *self, gint64 image_id, gint64 updated_at)
{
  dex_return_error_if_fail (LB_IS_THUMBNAIL_STORE (self));

  return read_picture (self, image_id, updated_at);
}

DexFuture *
lb_thumbnail_store_read_any (LbThumbnailStore *self, gint64 image_id)
{
  dex_return_error_if_fail (LB_IS_THUMBNAIL_STORE (self));

  return read_picture (self, image_id, -1);
}

typedef struct
{
  char *path; /* (owned) */
  goffset size_bytes;
  gint64 used_at;
} File;

static void
file_free (gpointer data)
{
  g_free (((File *) data)->path);
  g_free (data);
}

static int
compare_files (gconstpointer a, gconstpointer b)
{
  const File *file_a = a;
  const File *file_b = b;

  return file_a->used_at < file_b->used_at ? -1 : file_a->used_at > file_b->used_at;
}

/* Removes what was not used for longest until there is room again. */
static void
make_room (const char *folder, goffset cap_bytes)
{
  g_autoptr (GDir) entries = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (file_free);
  goffset total = 0;
  const char *name = NULL;

  while (entries != NULL && (name = g_dir_read_name (entries)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      GStatBuf facts;
      File *file = NULL;

      if (g_lstat (path, &facts) != 0 || !S_ISREG (facts.st_mode))
        continue;
      file = g_new0 (File, 1);
      file->path = g_steal_pointer (&path);
      file->size_bytes = facts.st_size;
      file->used_at = facts.st_mtime;
      total += facts.st_size;
      g_ptr_array_add (files, file);
    }
  if (total <= cap_bytes)
    return;

  g_ptr_array_sort_values (files, compare_files);
  for (guint i = 0; i < files->len && total > cap_bytes - cap_bytes / ROOM_PART; i++)
    {
      File *file = g_ptr_array_index (files, i);

      if (g_remove (file->path) == 0)
        total -= file->size_bytes;
    }
}

static DexFuture *
write_fiber (gpointer data)
{
  Task *task = data;
  gsize length = 0;
  const char *picture = g_bytes_get_data (task->bytes, &length);
  g_autofree char *contents = g_malloc (HEAD_BYTES + length);

  memcpy (contents, &task->updated_at, HEAD_BYTES);
  memcpy (contents + HEAD_BYTES, picture, length);
  if (g_mkdir_with_parents (task->folder, 0700) == 0)
    g_file_set_contents_full (task->path, contents, (gssize) (HEAD_BYTES + length),
                              G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL);
  if (task->look)
    make_room (task->folder, task->cap_bytes);

  return dex_future_new_true ();
}

DexFuture *
lb_thumbnail_store_write (LbThumbnailStore *self, gint64 image_id, gint64 updated_at, GBytes *bytes)
{
  Task *task = NULL;

  dex_return_error_if_fail (LB_IS_THUMBNAIL_STORE (self));
  dex_return_error_if_fail (bytes != NULL);

  if ((goffset) g_bytes_get_size (bytes) > self->cap_bytes / LOOK_PART)
    return dex_future_new_true ();

  task = task_new (self, image_id);
  task->bytes = g_bytes_ref (bytes);
  task->updated_at = updated_at;
  if (self->written_bytes < 0 || self->written_bytes > self->cap_bytes / LOOK_PART)
    {
      task->look = TRUE;
      self->written_bytes = 0;
    }
  self->written_bytes += (goffset) g_bytes_get_size (bytes);

  return lb_threads_run (write_fiber, task, task_free);
}

static DexFuture *
drop_fiber (gpointer data)
{
  g_remove (((Task *) data)->path);

  return dex_future_new_true ();
}

void
lb_thumbnail_store_drop (LbThumbnailStore *self, gint64 image_id)
{
  g_return_if_fail (LB_IS_THUMBNAIL_STORE (self));

  dex_future_disown (lb_threads_run (drop_fiber, task_new (self, image_id), task_free));
}
