#include "jobs/lb-bulk-reader.h"

#include "archive/lb-zip-name.h"
#include "archive/lb-zip-reader.h"
#include "base/lb-error.h"
#include "base/lb-threads.h"
#include "contract/lb-limits.h"
#include "imaging/lb-probe.h"
#include "jobs/lb-bulk-texts.h"
#include "jobs/lb-bulk-twins.h"
#include "jobs/lb-file-error.h"
#include "jobs/lb-file-walk.h"

#define MAX_FILES 20000
#define BATCH_ENTRIES 32
#define BATCH_BYTES (16 * 1024 * 1024) /* then the batch is over, so that the progress moves */
#define ATTRIBUTES                                                                                 \
  G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE                                \
                                 "," G_FILE_ATTRIBUTE_STANDARD_CONTENT_TYPE

struct _LbBulkReader
{
  GObject parent_instance;

  GPtrArray *roots;     /* (owned) (element-type GFile) */
  GCancellable *cancel; /* (owned) */
  LbZipReader *zip;     /* (owned) (nullable) for folders */
  GFile *zip_file;      /* (owned) (nullable) for folders */
  guint64 zip_bytes;
  GArray *images;     /* (owned) (element-type guint): entries of the ZIP file to be looked into */
  GHashTable *texts;  /* (owned): stem to the index in the ZIP file, or to the GFile (owned) */
  GPtrArray *found;   /* (owned) (nullable) (element-type LbFoundFile) */
  GHashTable *names;  /* (owned): of files so far, folded */
  LbBulkTwins *twins; /* (owned) */
  GPtrArray *batch;   /* (owned) (element-type LbBulkEntry) */
  guint next;
  gboolean takes_texts;
};

G_DEFINE_FINAL_TYPE (LbBulkReader, lb_bulk_reader, G_TYPE_OBJECT)

/* (transfer full) (nullable): what is in @entry. */
static GBytes *
load_entry (LbBulkEntry *entry, gpointer data)
{
  LbBulkReader *self = data;
  GFile *file = lb_bulk_entry_get_file (entry);

  if (file != NULL)
    return g_file_load_bytes (file, self->cancel, NULL, NULL);

  return lb_zip_reader_read_bytes (self->zip, lb_bulk_entry_get_index (entry), LB_LIMIT_FILE_BYTES,
                                   self->cancel, NULL);
}

static void
lb_bulk_reader_finalize (GObject *object)
{
  LbBulkReader *self = LB_BULK_READER (object);

  g_clear_pointer (&self->roots, g_ptr_array_unref);
  g_clear_object (&self->cancel);
  g_clear_object (&self->zip);
  g_clear_object (&self->zip_file);
  g_clear_pointer (&self->images, g_array_unref);
  g_clear_pointer (&self->texts, g_hash_table_unref);
  g_clear_pointer (&self->found, g_ptr_array_unref);
  g_clear_pointer (&self->names, g_hash_table_unref);
  g_clear_pointer (&self->twins, lb_bulk_twins_free);
  g_clear_pointer (&self->batch, g_ptr_array_unref);

  G_OBJECT_CLASS (lb_bulk_reader_parent_class)->finalize (object);
}

static void
lb_bulk_reader_class_init (LbBulkReaderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lb_bulk_reader_finalize;
}

static void
lb_bulk_reader_init (LbBulkReader *self)
{
  self->images = g_array_new (FALSE, FALSE, sizeof (guint));
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->batch = g_ptr_array_new_with_free_func (g_object_unref);
  self->twins = lb_bulk_twins_new (load_entry, self);
}

LbBulkReader *
lb_bulk_reader_new (GPtrArray *roots, gboolean takes_texts, GCancellable *cancel)
{
  LbBulkReader *self = g_object_new (LB_TYPE_BULK_READER, NULL);

  self->roots = g_ptr_array_ref (roots);
  self->takes_texts = takes_texts;
  g_set_object (&self->cancel, cancel);
  return self;
}

/* ZIP files */

/* R77 is judged over all images, so none is refused for being one too many. */
static LbZipCaps
get_caps (void)
{
  LbZipCaps caps = lb_zip_caps_default;

  caps.max_images = caps.max_entries;
  return caps;
}

/* Folders, texts and what desktops leave behind are nothing to tell of, unless they are refused. */
static void
sort_entries (LbBulkReader *self)
{
  self->texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < lb_zip_reader_get_n_entries (self->zip); i++)
    {
      const LbZipEntry *entry = lb_zip_reader_get_entry (self->zip, i);
      const gboolean passed =
        entry->refusal == LB_ZIP_REFUSAL_NONE &&
        (entry->kind == LB_ZIP_KIND_FOLDER || entry->kind == LB_ZIP_KIND_METADATA ||
         entry->kind == LB_ZIP_KIND_TEXT);

      if (!passed)
        g_array_append_val (self->images, i);
      else if (entry->kind == LB_ZIP_KIND_TEXT && self->takes_texts)
        g_hash_table_insert (self->texts, lb_bulk_text_stem (entry->name), GUINT_TO_POINTER (i));
    }
}

static gboolean
open_zip (LbBulkReader *self, GError **error)
{
  const LbZipCaps caps = get_caps ();

  self->zip = lb_zip_reader_new (&caps);
  if (!lb_zip_reader_open_file (self->zip, self->zip_file, self->cancel, error))
    return FALSE;

  sort_entries (self);
  return TRUE;
}

static void
read_text (LbBulkReader *self, LbBulkEntry *entry)
{
  g_autofree char *stem = lb_bulk_text_stem (lb_bulk_entry_get_name (entry));
  g_autoptr (GBytes) bytes = NULL;
  gpointer index;

  if (!g_hash_table_lookup_extended (self->texts, stem, NULL, &index))
    return;

  bytes = lb_zip_reader_read_bytes (self->zip, GPOINTER_TO_UINT (index), LB_LIMIT_CAPTION_BYTES,
                                    self->cancel, NULL);
  if (bytes != NULL && lb_bulk_text_is_usable (bytes))
    lb_bulk_entry_set_text (entry, NULL, GPOINTER_TO_UINT (index), g_bytes_get_size (bytes));
}

/* FALSE only when nothing of the file can be used; what is wrong with one entry it says itself. */
static gboolean
read_entry (LbBulkReader *self, guint index, LbBulkEntry *entry, GError **error)
{
  const LbZipEntry *found = lb_zip_reader_get_entry (self->zip, index);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) fault = NULL;
  LbProbeResult probe;
  gsize size;

  if (found->refusal != LB_ZIP_REFUSAL_NONE || found->size_bytes > LB_LIMIT_FILE_BYTES)
    return TRUE;

  bytes = lb_zip_reader_read_bytes (self->zip, index, LB_LIMIT_FILE_BYTES, self->cancel, &fault);
  if (bytes == NULL && (found->refusal == LB_ZIP_REFUSAL_NONE ||
                        lb_zip_reader_get_refusal (self->zip) != LB_ZIP_REFUSAL_NONE))
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }
  lb_bulk_entry_set_refusal (entry, found->refusal);
  if (bytes == NULL)
    return TRUE;

  lb_probe_bytes (g_bytes_get_data (bytes, &size), g_bytes_get_size (bytes), &probe);
  lb_bulk_entry_set_probe (entry, &probe);
  lb_bulk_twins_add (self->twins, entry, bytes);
  if (self->takes_texts)
    read_text (self, entry);
  return TRUE;
}

static gboolean
read_entries (LbBulkReader *self, GError **error)
{
  guint64 n_bytes = 0;

  while (self->next < self->images->len && self->batch->len < BATCH_ENTRIES &&
         n_bytes < BATCH_BYTES)
    {
      const guint index = g_array_index (self->images, guint, self->next++);
      const LbZipEntry *found = lb_zip_reader_get_entry (self->zip, index);
      LbBulkEntry *entry = lb_bulk_entry_new_for_zip (found, index);

      g_ptr_array_add (self->batch, entry);
      n_bytes += found->size_bytes;
      if (!read_entry (self, index, entry, error))
        return FALSE;
    }

  return TRUE;
}

/* Folders */

/* (transfer full): the way to @file from the folder that was chosen, or its name alone. With
 * several folders each keeps its own name. */
static char *
name_in_zip (LbBulkReader *self, GFile *file)
{
  for (guint i = 0; i < self->roots->len; i++)
    {
      GFile *root = self->roots->pdata[i];
      g_autofree char *path = g_file_get_relative_path (root, file);
      g_autofree char *folder = self->roots->len > 1 ? g_file_get_basename (root) : NULL;

      if (path != NULL)
        return folder != NULL ? g_build_filename (folder, path, NULL) : g_steal_pointer (&path);
    }

  return g_file_get_basename (file);
}

static gboolean
is_text (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);

  return name != NULL && lb_zip_name_get_kind (name) == LB_ZIP_KIND_TEXT;
}

/* The texts are taken out of the list of files. */
static void
sort_files (LbBulkReader *self)
{
  self->texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  for (guint i = self->found->len; i > 0; i--)
    {
      LbFoundFile *found = self->found->pdata[i - 1];
      g_autofree char *name = NULL;

      if (found->error != NULL || !is_text (found->file))
        continue;
      name = name_in_zip (self, found->file);
      g_hash_table_insert (self->texts, lb_bulk_text_stem (name), g_object_ref (found->file));
      g_ptr_array_remove_index (self->found, i - 1);
    }
}

static gboolean
open_folders (LbBulkReader *self, GError **error)
{
  gboolean clipped = FALSE;

  self->found = lb_file_walk (self->roots, MAX_FILES, &clipped, self->cancel);
  if (clipped)
    {
      g_set_error (error, LB_ERROR, LB_ERROR_TOO_LARGE, "There are over %d files", MAX_FILES);
      return FALSE;
    }

  sort_files (self);
  return TRUE;
}

static void
load_text (LbBulkReader *self, LbBulkEntry *entry, const char *name)
{
  g_autofree char *stem = lb_bulk_text_stem (name);
  GFile *file = g_hash_table_lookup (self->texts, stem);
  g_autoptr (GFileInfo) info = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (file == NULL)
    return;

  info = g_file_query_info (file, ATTRIBUTES, G_FILE_QUERY_INFO_NONE, self->cancel, NULL);
  if (info == NULL || g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR ||
      g_file_info_get_size (info) > LB_LIMIT_CAPTION_BYTES)
    return;

  bytes = g_file_load_bytes (file, self->cancel, NULL, NULL);
  if (bytes != NULL && lb_bulk_text_is_usable (bytes))
    lb_bulk_entry_set_text (entry, file, 0, g_bytes_get_size (bytes));
}

static LbBulkEntry *
read_file (LbBulkReader *self, LbFoundFile *found)
{
  g_autofree char *name = name_in_zip (self, found->file);
  LbBulkEntry *entry = lb_bulk_entry_new_for_file (found->file, name);
  g_autoptr (GError) error = NULL;
  LbProbeResult probe;

  if (found->error != NULL)
    lb_bulk_entry_set_unreadable (entry, found->error->message);
  else if (lb_bulk_entry_get_refusal (entry) == LB_ZIP_REFUSAL_NONE &&
           !g_hash_table_add (self->names, lb_zip_name_to_key (name)))
    lb_bulk_entry_set_refusal (entry, LB_ZIP_REFUSAL_DUPLICATE);
  else if (!lb_probe_file (found->file, &probe, NULL, self->cancel, &error))
    {
      g_autoptr (GError) fault = lb_file_error_new (error);

      lb_bulk_entry_set_unreadable (entry, fault->message);
    }
  else
    {
      lb_bulk_entry_set_probe (entry, &probe);
      lb_bulk_twins_add (self->twins, entry, NULL);
      if (self->takes_texts)
        load_text (self, entry, name);
    }

  return entry;
}

static gboolean
read_files (LbBulkReader *self, GError **error)
{
  while (self->next < self->found->len && self->batch->len < BATCH_ENTRIES)
    {
      if (g_cancellable_set_error_if_cancelled (self->cancel, error))
        return FALSE;
      g_ptr_array_add (self->batch, read_file (self, self->found->pdata[self->next++]));
    }

  return TRUE;
}

/* Both */

/* One file that calls itself a ZIP file is taken for one, whatever it holds. */
static gboolean
find_zip (LbBulkReader *self)
{
  g_autoptr (GFileInfo) info = NULL;
  g_autofree char *name = NULL;

  if (self->roots->len != 1)
    return FALSE;

  name = g_file_get_basename (self->roots->pdata[0]);
  info = g_file_query_info (self->roots->pdata[0], ATTRIBUTES, G_FILE_QUERY_INFO_NONE, self->cancel,
                            NULL);
  if (info == NULL || g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR || name == NULL ||
      lb_zip_name_get_kind (name) == LB_ZIP_KIND_IMAGE)
    return FALSE;

  self->zip_file = g_object_ref (self->roots->pdata[0]);
  self->zip_bytes = (guint64) g_file_info_get_size (info);
  return TRUE;
}

static DexFuture *
open_fiber (gpointer data)
{
  LbBulkReader *self = data;
  GError *error = NULL;

  if (find_zip (self) ? open_zip (self, &error) : open_folders (self, &error))
    return dex_future_new_true ();

  return dex_future_new_for_error (error);
}

static DexFuture *
read_fiber (gpointer data)
{
  LbBulkReader *self = data;
  GError *error = NULL;

  if (self->zip != NULL ? read_entries (self, &error) : read_files (self, &error))
    return dex_future_new_true ();

  return dex_future_new_for_error (error);
}

static DexFuture *
spawn (LbBulkReader *self, DexFiberFunc func)
{
  return lb_threads_run (func, g_object_ref (self), g_object_unref);
}

DexFuture *
lb_bulk_reader_open (LbBulkReader *self)
{
  dex_return_error_if_fail (LB_IS_BULK_READER (self));
  return spawn (self, open_fiber);
}

DexFuture *
lb_bulk_reader_read (LbBulkReader *self)
{
  dex_return_error_if_fail (LB_IS_BULK_READER (self));
  return spawn (self, read_fiber);
}

GPtrArray *
lb_bulk_reader_take (LbBulkReader *self)
{
  GPtrArray *batch;

  g_return_val_if_fail (LB_IS_BULK_READER (self), NULL);

  batch = g_steal_pointer (&self->batch);
  self->batch = g_ptr_array_new_with_free_func (g_object_unref);
  return batch;
}

guint
lb_bulk_reader_get_n_found (LbBulkReader *self)
{
  g_return_val_if_fail (LB_IS_BULK_READER (self), 0);
  return self->found != NULL ? self->found->len : self->images->len;
}

GFile *
lb_bulk_reader_get_zip (LbBulkReader *self)
{
  g_return_val_if_fail (LB_IS_BULK_READER (self), NULL);
  return self->zip_file;
}

guint64
lb_bulk_reader_get_zip_bytes (LbBulkReader *self)
{
  g_return_val_if_fail (LB_IS_BULK_READER (self), 0);
  return self->zip_bytes;
}

LbZipRefusal
lb_bulk_reader_get_refusal (LbBulkReader *self)
{
  g_return_val_if_fail (LB_IS_BULK_READER (self), LB_ZIP_REFUSAL_NONE);
  return self->zip != NULL ? lb_zip_reader_get_refusal (self->zip) : LB_ZIP_REFUSAL_NONE;
}
