#include "service/lb-bulk-zip.h"

#include <string.h>

#include "archive/lb-zip-name.h"
#include "base/lb-threads.h"
#include "contract/lb-limits.h"
#include "service/lb-fault.h"

struct _LbBulkZip
{
  GObject parent_instance;

  LbZipReader *reader; /* (owned) */
  LbBulkFd *fd;        /* (owned) */
  char *mark;          /* (owned) of the file as it was opened */
  GHashTable *texts;   /* (owned) (element-type utf8 guint): name without its ending -> entry */
  LbBulkFault fault;
};

G_DEFINE_FINAL_TYPE (LbBulkZip, lb_bulk_zip, G_TYPE_OBJECT)
G_DEFINE_BOXED_TYPE (LbBulkItem, lb_bulk_item, lb_bulk_item_copy, lb_bulk_item_free)

static void
lb_bulk_zip_finalize (GObject *object)
{
  LbBulkZip *self = LB_BULK_ZIP (object);

  g_clear_object (&self->reader);
  g_clear_pointer (&self->fd, lb_bulk_fd_unref);
  g_clear_pointer (&self->mark, g_free);
  g_clear_pointer (&self->texts, g_hash_table_unref);

  G_OBJECT_CLASS (lb_bulk_zip_parent_class)->finalize (object);
}

static void
lb_bulk_zip_class_init (LbBulkZipClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lb_bulk_zip_finalize;
}

static void
lb_bulk_zip_init (LbBulkZip *self)
{
  self->reader = lb_zip_reader_new (NULL);
  self->texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

LbBulkItem *
lb_bulk_item_copy (const LbBulkItem *self)
{
  LbBulkItem *copy = g_new0 (LbBulkItem, 1);

  copy->picture = g_bytes_ref (self->picture);
  copy->text = self->text != NULL ? g_bytes_ref (self->text) : NULL;

  return copy;
}

void
lb_bulk_item_free (LbBulkItem *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->picture, g_bytes_unref);
  g_clear_pointer (&self->text, g_bytes_unref);
  g_free (self);
}

/* (transfer full): what a picture and its text have in common, as some file systems see it. */
static char *
get_stem (const char *name)
{
  const char *slash = strrchr (name, '/');
  const char *dot = strrchr (name, '.');
  g_autofree char *stem =
    dot != NULL && (slash == NULL || dot > slash) ? g_strndup (name, dot - name) : g_strdup (name);

  return lb_zip_name_to_key (stem);
}

static void
find_texts (LbBulkZip *self)
{
  for (guint i = 0; i < lb_zip_reader_get_n_entries (self->reader); i++)
    {
      const LbZipEntry *entry = lb_zip_reader_get_entry (self->reader, i);

      if (entry->kind == LB_ZIP_KIND_TEXT && entry->refusal == LB_ZIP_REFUSAL_NONE)
        g_hash_table_insert (self->texts, get_stem (entry->name), GUINT_TO_POINTER (i));
    }
}

/* A call on its way to a thread. */
typedef struct
{
  LbBulkZip *self;      /* (owned) */
  GCancellable *cancel; /* (owned) (nullable) */
  guint index;
  gboolean with_text;
} Call;

static void
call_free (gpointer data)
{
  Call *call = data;

  g_clear_object (&call->self);
  g_clear_object (&call->cancel);
  g_free (call);
}

static DexFuture *
on_thread (
  DexFiberFunc work, LbBulkZip *self, guint index, gboolean with_text, GCancellable *cancel)
{
  Call *call = g_new0 (Call, 1);

  call->self = g_object_ref (self);
  call->cancel = cancel != NULL ? g_object_ref (cancel) : NULL;
  call->index = index;
  call->with_text = with_text;

  return lb_threads_run (work, call, call_free);
}

/* What the disk says is told as what it means here: the file is out of reach. */
static GError *
blame_source (LbBulkZip *self, GError *error)
{
  g_autofree char *mark = lb_bulk_fd_mark (self->fd);
  GError *blame = NULL;

  if (g_error_matches (error, LB_ERROR, LB_ERROR_CANCELLED))
    return error;

  if (g_strcmp0 (mark, self->mark) != 0)
    lb_fault_set (&blame, LB_ERROR_GONE, "R84", NULL,
                  "The ZIP file has changed while it was being read");
  else
    lb_fault_set (&blame, LB_ERROR_UNPROCESSABLE, "R75", NULL, "The ZIP file can’t be read: %s",
                  error->message);
  g_error_free (error);

  return blame;
}

static DexFuture *
open_fiber (gpointer data)
{
  Call *call = data;
  LbBulkZip *self = call->self;
  GError *error = NULL;

  if (lb_zip_reader_open_fd (self->reader, self->fd->fd, call->cancel, &error))
    {
      find_texts (self);
      return dex_future_new_for_object (self);
    }

  self->fault = LB_BULK_FAULT_WHOLE;
  if (lb_zip_reader_get_refusal (self->reader) == LB_ZIP_REFUSAL_NONE)
    error = blame_source (self, error);

  return dex_future_new_for_error (error);
}

DexFuture *
lb_bulk_zip_open (LbBulkFd *fd, GCancellable *cancel)
{
  g_autoptr (LbBulkZip) self = g_object_new (LB_TYPE_BULK_ZIP, NULL);

  self->fd = lb_bulk_fd_ref (fd);
  self->mark = lb_bulk_fd_mark (fd);

  return on_thread (open_fiber, self, 0, FALSE, cancel);
}

guint
lb_bulk_zip_get_n_entries (LbBulkZip *self)
{
  return lb_zip_reader_get_n_entries (self->reader);
}

const char *
lb_bulk_zip_get_name (LbBulkZip *self, guint index)
{
  return lb_zip_reader_get_entry (self->reader, index)->name;
}

guint64
lb_bulk_zip_get_size (LbBulkZip *self, guint index)
{
  return lb_zip_reader_get_entry (self->reader, index)->size_bytes;
}

gboolean
lb_bulk_zip_passes_over (LbBulkZip *self, guint index)
{
  const LbZipEntry *entry = lb_zip_reader_get_entry (self->reader, index);

  return entry->refusal == LB_ZIP_REFUSAL_NONE &&
         (entry->kind == LB_ZIP_KIND_FOLDER || entry->kind == LB_ZIP_KIND_METADATA ||
          entry->kind == LB_ZIP_KIND_TEXT);
}

gboolean
lb_bulk_zip_check (LbBulkZip *self, guint index, GError **error)
{
  const LbZipEntry *entry = lb_zip_reader_get_entry (self->reader, index);

  if (entry->refusal != LB_ZIP_REFUSAL_NONE)
    {
      lb_zip_refusal_set_error (entry->refusal, "The entry", error);
      return FALSE;
    }

  if (entry->size_bytes > LB_LIMIT_FILE_BYTES)
    {
      g_autofree char *size = g_format_size_full (entry->size_bytes, G_FORMAT_SIZE_IEC_UNITS);

      lb_fault_set (error, LB_ERROR_TOO_LARGE, "R57", NULL,
                    "The picture file has %s; at most 50 MiB are allowed", size);
      return FALSE;
    }

  return TRUE;
}

/* A file that was cut short or written over gives entries that look damaged. */
static LbBulkFault
judge_fault (LbBulkZip *self, guint index, GError **error)
{
  g_autofree char *mark = lb_bulk_fd_mark (self->fd);
  LbZipRefusal refusal = lb_zip_reader_get_entry (self->reader, index)->refusal;

  if (refusal == LB_ZIP_REFUSAL_NONE || g_strcmp0 (mark, self->mark) != 0)
    {
      *error = blame_source (self, *error);
      return LB_BULK_FAULT_SOURCE;
    }

  g_clear_error (error);
  if (lb_zip_refusal_is_whole (refusal))
    {
      lb_zip_refusal_set_error (refusal, NULL, error);
      return LB_BULK_FAULT_WHOLE;
    }

  lb_zip_refusal_set_error (refusal, "The entry", error);

  return LB_BULK_FAULT_ENTRY;
}

/* (transfer full) (nullable) */
static GBytes *
read_entry (Call *call, guint index, gsize max_bytes, GError **error)
{
  LbBulkZip *self = call->self;
  GError *failure = NULL;
  GBytes *bytes = lb_zip_reader_read_bytes (self->reader, index, max_bytes, call->cancel, &failure);

  if (bytes == NULL)
    {
      self->fault = judge_fault (self, index, &failure);
      g_propagate_error (error, failure);
    }

  return bytes;
}

/* Leaves @text NULL when there is none. */
static gboolean
read_text (Call *call, GBytes **text, GError **error)
{
  LbBulkZip *self = call->self;
  g_autofree char *stem = get_stem (lb_bulk_zip_get_name (self, call->index));
  gpointer found;
  guint index;

  if (!g_hash_table_lookup_extended (self->texts, stem, NULL, &found))
    return TRUE;

  index = GPOINTER_TO_UINT (found);
  if (lb_bulk_zip_get_size (self, index) > LB_LIMIT_CAPTION_BYTES)
    {
      self->fault = LB_BULK_FAULT_ENTRY;
      lb_fault_set (error, LB_ERROR_INVALID, "R63", NULL, "The caption is longer than 256 KiB");
      return FALSE;
    }

  *text = read_entry (call, index, LB_LIMIT_CAPTION_BYTES, error);
  if (*text == NULL && self->fault == LB_BULK_FAULT_ENTRY)
    {
      g_clear_error (error);
      lb_fault_set (error, LB_ERROR_INVALID, "R81", NULL, "The text beside the picture is damaged");
    }

  return *text != NULL;
}

static DexFuture *
read_fiber (gpointer data)
{
  Call *call = data;
  g_autoptr (LbBulkItem) item = g_new0 (LbBulkItem, 1);
  GError *error = NULL;

  if ((call->with_text && !read_text (call, &item->text, &error)) ||
      !(item->picture = read_entry (call, call->index, LB_LIMIT_FILE_BYTES, &error)))
    return dex_future_new_for_error (error);

  return dex_future_new_take_boxed (LB_TYPE_BULK_ITEM, g_steal_pointer (&item));
}

DexFuture *
lb_bulk_zip_read (LbBulkZip *self, guint index, gboolean with_text, GCancellable *cancel)
{
  return on_thread (read_fiber, self, index, with_text, cancel);
}

LbBulkFault
lb_bulk_zip_get_fault (LbBulkZip *self)
{
  return self->fault;
}
