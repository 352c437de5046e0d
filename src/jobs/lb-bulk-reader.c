#include "jobs/lb-bulk-reader.h"

#include <string.h>

#include "archive/lb-zip-name.h"
#include "archive/lb-zip-reader.h"
#include "base/lb-error.h"
#include "base/lb-threads.h"
#include "contract/lb-limits.h"
#include "imaging/lb-decoder.h"
#include "imaging/lb-probe.h"
#include "jobs/lb-bulk-texts.h"
#include "jobs/lb-bulk-twins.h"
#include "jobs/lb-caption-file.h"
#include "jobs/lb-drop-sort.h"
#include "jobs/lb-file-error.h"
#include "jobs/lb-file-walk.h"

#define MAX_FILES 20000
#define BATCH_ENTRIES 32
#define BATCH_BYTES (16 * 1024 * 1024)     /* then the batch is over, so that the progress moves */
#define TEXTS_BYTES LB_CAPTION_TABLE_BYTES /* of all that a ZIP file says about its pictures */
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
  GArray *images; /* (owned) (element-type guint): entries of the ZIP file to be looked into */
  LbSidecars *sidecars; /* (owned) (nullable) before it is open */
  GPtrArray *notes;     /* (owned) (element-type LbSidecarNote) */
  GPtrArray *found;     /* (owned) (nullable) (element-type LbFoundFile) */
  GHashTable *names;    /* (owned): of files so far, folded */
  LbBulkTwins *twins;   /* (owned) */
  GPtrArray *batch;     /* (owned) (element-type LbBulkEntry) */
  gsize texts_bytes;    /* so far */
  guint n_tables;
  guint next;
  gboolean prefers_json;
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
  g_clear_pointer (&self->sidecars, lb_sidecars_free);
  g_clear_pointer (&self->notes, g_ptr_array_unref);
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
  self->notes = g_ptr_array_new_with_free_func ((GDestroyNotify) lb_sidecar_note_free);
  self->twins = lb_bulk_twins_new (load_entry, self);
}

LbBulkReader *
lb_bulk_reader_new (GPtrArray *roots, gboolean prefers_json, GCancellable *cancel)
{
  LbBulkReader *self = g_object_new (LB_TYPE_BULK_READER, NULL);

  self->roots = g_ptr_array_ref (roots);
  self->prefers_json = prefers_json;
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

static void
note_fault (LbBulkReader *self, const char *name, LbSidecarFault fault)
{
  LbSidecarNote *note = g_new0 (LbSidecarNote, 1);

  note->name = g_strdup (name);
  note->fault = fault;
  g_ptr_array_add (self->notes, note);
}

static const char *
last_name (const char *path)
{
  const char *slash = strrchr (path, '/');

  return slash != NULL ? slash + 1 : path;
}

/* What a ZIP file says about its pictures is read at once: no picture is without its description
 * only because that comes later. FALSE when nothing of the file can be used. */
static gboolean
add_text (LbBulkReader *self, guint index, GError **error)
{
  const LbZipEntry *entry = lb_zip_reader_get_entry (self->zip, index);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) fault = NULL;

  if (entry->size_bytes > TEXTS_BYTES - self->texts_bytes)
    {
      note_fault (self, last_name (entry->name), LB_SIDECAR_TOO_LARGE);
      return TRUE;
    }

  bytes = lb_zip_reader_read_bytes (self->zip, index, TEXTS_BYTES, self->cancel, &fault);
  if (bytes == NULL && (entry->refusal == LB_ZIP_REFUSAL_NONE ||
                        lb_zip_reader_get_refusal (self->zip) != LB_ZIP_REFUSAL_NONE))
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }
  if (bytes == NULL)
    {
      note_fault (self, last_name (entry->name), LB_SIDECAR_UNREADABLE);
      return TRUE;
    }

  self->texts_bytes += g_bytes_get_size (bytes);
  lb_sidecars_add_bytes (self->sidecars, entry->name, bytes);
  return TRUE;
}

static gboolean
may_describe (const LbZipEntry *entry)
{
  return entry->refusal == LB_ZIP_REFUSAL_NONE && entry->kind != LB_ZIP_KIND_METADATA &&
         lb_sidecars_takes (last_name (entry->name));
}

/* Whether it is nothing to tell of: folders, texts and what desktops leave behind, unless they are
 * refused, and what has told something about the pictures. */
static gboolean
is_passed (LbBulkReader *self, const LbZipEntry *entry)
{
  if (entry->refusal != LB_ZIP_REFUSAL_NONE)
    return FALSE;
  if (entry->kind == LB_ZIP_KIND_FOLDER || entry->kind == LB_ZIP_KIND_METADATA ||
      entry->kind == LB_ZIP_KIND_TEXT)
    return TRUE;
  if (!lb_sidecars_is_used (self->sidecars) ||
      (!may_describe (entry) && !lb_sidecars_is_of_export (self->sidecars, entry->name)))
    return FALSE;

  self->n_tables++;
  return TRUE;
}

static gboolean
sort_entries (LbBulkReader *self, GError **error)
{
  const guint n = lb_zip_reader_get_n_entries (self->zip);

  self->sidecars = lb_sidecars_new (self->prefers_json, self->cancel);
  for (guint i = 0; i < n; i++)
    {
      const LbZipEntry *entry = lb_zip_reader_get_entry (self->zip, i);

      if (may_describe (entry))
        {
          if (!add_text (self, i, error))
            return FALSE;
        }
      else if (entry->refusal == LB_ZIP_REFUSAL_NONE && entry->kind != LB_ZIP_KIND_FOLDER)
        lb_sidecars_add_picture (self->sidecars, entry->name);
    }
  lb_sidecars_match (self->sidecars);

  for (guint i = 0; i < n; i++)
    if (!is_passed (self, lb_zip_reader_get_entry (self->zip, i)))
      g_array_append_val (self->images, i);

  return TRUE;
}

static gboolean
open_zip (LbBulkReader *self, GError **error)
{
  const LbZipCaps caps = get_caps ();

  self->zip = lb_zip_reader_new (&caps);
  return lb_zip_reader_open_file (self->zip, self->zip_file, self->cancel, error) &&
         sort_entries (self, error);
}

/* R81: whether the service finds the words by itself: NAME.txt beside NAME.png. */
static gboolean
is_beside (LbSidecar *sidecar, const char *name)
{
  g_autofree char *text = lb_bulk_text_name (name);

  return g_strcmp0 (lb_sidecar_get_path (sidecar), text) == 0;
}

/* @path: as the descriptions were matched with it. */
static void
give_caption (LbBulkReader *self, LbBulkEntry *entry, const char *path, LbSidecar *sidecar)
{
  LbSidecarFault fault = LB_SIDECAR_OK;
  g_autofree char *caption =
    sidecar != NULL ? lb_sidecar_read (sidecar, &fault, self->cancel) : NULL;

  if (caption != NULL)
    lb_bulk_entry_set_caption (entry, caption, self->zip != NULL && is_beside (sidecar, path));
  else if (fault != LB_SIDECAR_OK)
    note_fault (self, lb_sidecar_get_name (sidecar), fault);
}

static void
describe (LbBulkReader *self, LbBulkEntry *entry)
{
  const char *name = lb_bulk_entry_get_name (entry);
  const LbExportOrigin *origin = lb_sidecars_find_origin (self->sidecars, name);

  give_caption (self, entry, name, lb_sidecars_find (self->sidecars, name));
  if (origin != NULL)
    lb_bulk_entry_set_original (entry, origin->name, origin->automatic);
}

/* Whether an alpha channel is used. */
static void
look_through (LbProbeResult *probe, GFile *file, GBytes *bytes)
{
  if (lb_rules_judge_picture (probe, FALSE) == LB_VERDICT_FLATTEN)
    lb_decoder_look_through (lb_decoder_get_default (), file, bytes, probe);
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
  look_through (&probe, NULL, bytes);
  lb_bulk_entry_set_probe (entry, &probe);
  lb_bulk_twins_add (self->twins, entry, bytes);
  describe (self, entry);
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

/* Texts that describe nothing are no pictures that are left out. */
static void
drop_texts (LbBulkReader *self)
{
  for (guint i = self->found->len; i > 0; i--)
    {
      LbFoundFile *found = self->found->pdata[i - 1];

      if (found->error == NULL && lb_zip_name_get_kind (found->path) == LB_ZIP_KIND_TEXT)
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

  self->sidecars = lb_drop_match (self->found, self->prefers_json, self->cancel);
  if (!lb_sidecars_is_used (self->sidecars))
    drop_texts (self);
  return TRUE;
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
      look_through (&probe, found->file, NULL);
      lb_bulk_entry_set_probe (entry, &probe);
      lb_bulk_twins_add (self->twins, entry, NULL);
      give_caption (self, entry, name, found->sidecar);
      if (found->position > 0)
        lb_bulk_entry_set_original (entry, found->name, found->automatic);
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

/* Folders and ZIP files say the rest of what they have to say by their pictures. */
GPtrArray *
lb_bulk_reader_take_notes (LbBulkReader *self)
{
  GPtrArray *all = NULL;
  GPtrArray *matched = NULL;

  g_return_val_if_fail (LB_IS_BULK_READER (self), NULL);

  all = g_steal_pointer (&self->notes);
  self->notes = g_ptr_array_new_with_free_func ((GDestroyNotify) lb_sidecar_note_free);
  if (self->sidecars == NULL || !lb_sidecars_is_used (self->sidecars))
    {
      g_ptr_array_set_size (all, 0);
      return all;
    }

  matched = lb_sidecars_get_notes (self->sidecars);
  for (guint i = 0; i < matched->len; i++)
    g_ptr_array_add (all, lb_sidecar_note_copy (matched->pdata[i]));

  return all;
}

LbExportManifest *
lb_bulk_reader_get_manifest (LbBulkReader *self)
{
  g_return_val_if_fail (LB_IS_BULK_READER (self), NULL);
  return self->sidecars != NULL ? lb_sidecars_get_manifest (self->sidecars) : NULL;
}

guint
lb_bulk_reader_get_n_tables (LbBulkReader *self)
{
  g_return_val_if_fail (LB_IS_BULK_READER (self), 0);
  return self->n_tables;
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
