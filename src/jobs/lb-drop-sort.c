#include "jobs/lb-drop-sort.h"

#include <stdlib.h>
#include <string.h>

#include "archive/lb-zip-reader.h"
#include "base/lb-error.h"
#include "contract/lb-limits.h"
#include "jobs/lb-caption-file.h"
#include "jobs/lb-unpacked.h"

static const char *
last_name (const char *path)
{
  const char *slash = strrchr (path, '/');

  return slash != NULL ? slash + 1 : path;
}

/* Only what was dropped itself is opened. */
static gboolean
is_zip (LbFoundFile *file, GPtrArray *roots)
{
  gsize length = strlen (file->name);

  if (file->error != NULL || length < 5 ||
      g_ascii_strcasecmp (file->name + length - 4, ".zip") != 0)
    return FALSE;

  return g_ptr_array_find_with_equal_func (roots, file->file, (GEqualFunc) g_file_equal, NULL);
}

static gsize
limit_of (const LbZipEntry *entry)
{
  if (!lb_sidecars_takes (last_name (entry->name)))
    return LB_LIMIT_FILE_BYTES;

  return LB_CAPTION_TABLE_BYTES;
}

/* R57: what is too large is not unpacked only to be refused. */
static gboolean
unpack_entry (LbZipReader *reader, guint index, GFile *copy, GCancellable *cancel, GError **error)
{
  const LbZipEntry *entry = lb_zip_reader_get_entry (reader, index);
  g_autoptr (GFileOutputStream) output = NULL;

  if (entry->refusal != LB_ZIP_REFUSAL_NONE)
    {
      lb_zip_refusal_set_error (entry->refusal, entry->name, error);
      return FALSE;
    }
  if (entry->size_bytes > limit_of (entry))
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_TOO_LARGE, "The picture is over 50 MiB");
      return FALSE;
    }

  output = g_file_create (copy, G_FILE_CREATE_PRIVATE, cancel, error);
  return output != NULL &&
         lb_zip_reader_read_to_stream (reader, index, G_OUTPUT_STREAM (output), cancel, error) &&
         g_output_stream_close (G_OUTPUT_STREAM (output), cancel, error);
}

/* A full disk, or a file that is bad as a whole, ends it; one bad entry does not. */
static gboolean
ends_all (LbZipReader *reader, const GError *error)
{
  return lb_zip_reader_get_refusal (reader) != LB_ZIP_REFUSAL_NONE ||
         g_error_matches (error, LB_ERROR, LB_ERROR_NO_SPACE) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE) ||
         g_error_matches (error, LB_ERROR, LB_ERROR_CANCELLED) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static gboolean
unpack_entries (
  LbZipReader *reader, LbFoundFile *zip, GPtrArray *out, GCancellable *cancel, GError **error)
{
  guint64 total = 0;
  g_autoptr (LbUnpacked) folder = NULL;

  for (guint i = 0; i < lb_zip_reader_get_n_entries (reader); i++)
    total += lb_zip_reader_get_entry (reader, i)->size_bytes;
  if (!(folder = lb_unpacked_new (total, error)))
    return FALSE;

  for (guint i = 0; i < lb_zip_reader_get_n_entries (reader); i++)
    {
      const LbZipEntry *entry = lb_zip_reader_get_entry (reader, i);
      g_autoptr (GFile) copy = lb_unpacked_get_file (folder, i);
      g_autofree char *path = g_strconcat (zip->path, "/", entry->name, NULL);
      g_autoptr (GError) fault = NULL;
      LbFoundFile *found = NULL;

      if (entry->kind == LB_ZIP_KIND_FOLDER || entry->kind == LB_ZIP_KIND_METADATA)
        continue;
      if (!unpack_entry (reader, i, copy, cancel, &fault) && ends_all (reader, fault))
        {
          g_propagate_error (error, g_steal_pointer (&fault));
          return FALSE;
        }
      found = lb_found_file_new (copy, last_name (entry->name), path, fault);
      found->keeper = G_OBJECT (g_object_ref (folder));
      g_ptr_array_add (out, found);
    }

  return TRUE;
}

/* FALSE: @zip stays in the list, and says why. */
static gboolean
unpack (LbFoundFile *zip, GPtrArray *out, GCancellable *cancel)
{
  LbZipCaps caps = lb_zip_caps_default;
  g_autoptr (LbZipReader) reader = NULL;
  g_autoptr (GPtrArray) entries =
    g_ptr_array_new_with_free_func ((GDestroyNotify) lb_found_file_free);
  g_autoptr (GError) error = NULL;

  caps.max_images = caps.max_entries;
  reader = lb_zip_reader_new (&caps);
  if (lb_zip_reader_open_file (reader, zip->file, cancel, &error) &&
      unpack_entries (reader, zip, entries, cancel, &error))
    {
      g_ptr_array_extend_and_steal (out, g_steal_pointer (&entries));
      return TRUE;
    }

  zip->error = g_steal_pointer (&error);
  return FALSE;
}

static void
unpack_all (GPtrArray *found, GPtrArray *roots, GCancellable *cancel)
{
  g_autoptr (GPtrArray) out = g_ptr_array_new_with_free_func ((GDestroyNotify) lb_found_file_free);

  for (guint i = found->len; i > 0; i--)
    if (is_zip (found->pdata[i - 1], roots) && unpack (found->pdata[i - 1], out, cancel))
      g_ptr_array_remove_index (found, i - 1);

  if (out->len == 0)
    return;
  g_ptr_array_extend_and_steal (found, g_steal_pointer (&out));
  lb_found_files_sort (found);
}

static gboolean
may_describe (LbFoundFile *file)
{
  return file->error == NULL && lb_sidecars_takes (last_name (file->path));
}

/* Somebody else's folder may have a link in it to a file of the person's own, which would be sent
 * along as words. What is in a table is not taken without the name of a picture. */
static gboolean
leads_out (LbFoundFile *file)
{
  const char *path = g_file_peek_path (file->file);
  g_autofree char *above = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *end = NULL;
  gsize length = 0;

  if (path == NULL || !g_file_test (path, G_FILE_TEST_IS_SYMLINK) ||
      lb_sidecars_is_table (last_name (file->path)))
    return FALSE;

  above = g_path_get_dirname (path);
  folder = realpath (above, NULL);
  end = realpath (path, NULL);
  length = folder != NULL ? strlen (folder) : 0;

  return folder == NULL || end == NULL || strncmp (end, folder, length) != 0 || end[length] != '/';
}

/* A picture of an export is called again what it was called. */
static void
give_origin (LbFoundFile *file, const LbExportOrigin *origin)
{
  if (origin == NULL)
    return;

  g_free (file->name);
  file->name = g_strdup (origin->name);
  file->position = origin->position + 1;
  file->automatic = origin->automatic;
}

static void
take_out (GPtrArray *found, LbSidecars *sidecars)
{
  for (guint i = found->len; i > 0; i--)
    {
      LbFoundFile *file = found->pdata[i - 1];
      LbSidecar *sidecar = NULL;

      if (may_describe (file) || lb_sidecars_is_of_export (sidecars, file->path))
        {
          g_ptr_array_remove_index (found, i - 1);
          continue;
        }
      if ((sidecar = lb_sidecars_find (sidecars, file->path)) != NULL)
        file->sidecar = lb_sidecar_ref (sidecar);
      give_origin (file, lb_sidecars_find_origin (sidecars, file->path));
    }
  lb_found_files_sort (found);
}

/* Nobody has named them. */
static void
take_out_beside (GPtrArray *found)
{
  for (guint i = found->len; i > 0; i--)
    if (((LbFoundFile *) found->pdata[i - 1])->beside)
      g_ptr_array_remove_index (found, i - 1);
}

LbSidecars *
lb_drop_match (GPtrArray *found, gboolean prefers_json, GCancellable *cancel)
{
  LbSidecars *sidecars = lb_sidecars_new (prefers_json, cancel);

  for (guint i = 0; i < found->len; i++)
    {
      LbFoundFile *file = found->pdata[i];

      if (may_describe (file) && leads_out (file))
        lb_sidecars_leave_out (sidecars, file->path, LB_SIDECAR_LINK);
      else if (file->beside)
        lb_sidecars_add_beside (sidecars, file->path, file->file);
      else if (may_describe (file))
        lb_sidecars_add (sidecars, file->path, file->file, file->keeper);
      else if (file->error == NULL)
        lb_sidecars_add_picture (sidecars, file->path);
    }
  lb_sidecars_match (sidecars);
  if (lb_sidecars_is_used (sidecars))
    take_out (found, sidecars);
  else
    take_out_beside (found);

  return sidecars;
}

LbSidecars *
lb_drop_sort (GPtrArray *found, GPtrArray *roots, gboolean prefers_json, GCancellable *cancel)
{
  unpack_all (found, roots, cancel);

  return lb_drop_match (found, prefers_json, cancel);
}
