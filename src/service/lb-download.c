#include "service/lb-download.h"

#include <gio/gunixinputstream.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "archive/lb-download-names.h"
#include "archive/lb-zip-writer.h"
#include "base/lb-threads.h"
#include "contract/lb-contract-json.h"
#include "contract/lb-rules.h"

struct _LbDownloadWriter
{
  LbStore *store;       /* (owned) */
  LbDownloadPlan *plan; /* (owned) */
};

LbDownloadWriter *
lb_download_writer_new (LbStore *store, LbDownloadPlan *plan)
{
  LbDownloadWriter *self = g_new0 (LbDownloadWriter, 1);

  self->store = g_object_ref (store);
  self->plan = lb_download_plan_ref (plan);

  return self;
}

void
lb_download_writer_free (LbDownloadWriter *self)
{
  if (self == NULL)
    return;

  g_clear_object (&self->store);
  g_clear_pointer (&self->plan, lb_download_plan_unref);
  g_free (self);
}

/* @words: (out) (transfer full) (nullable): the caption as it is used (R63). */
static gboolean
read_words (LbDownloadWriter *self, const LbDownloadEntry *entry, char **words, GError **error)
{
  g_autofree char *caption = NULL;

  if (!lb_store_read_caption (self->store, entry->image_id, &caption, error))
    return FALSE;

  *words = caption != NULL ? lb_rules_full_caption (self->plan->dataset, caption) : NULL;

  return TRUE;
}

static gboolean
add_picture (LbDownloadWriter *self,
             LbZipWriter *zip,
             const LbDownloadEntry *entry,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (GInputStream) input = NULL;
  guint64 size_bytes;
  int fd = lb_blobs_open (lb_store_get_blobs (self->store), entry->blob, &size_bytes, error);

  if (fd < 0)
    return FALSE;

  input = g_unix_input_stream_new (fd, TRUE);

  return lb_zip_writer_add_stream (zip, entry->file_name, input, size_bytes, cancellable, error);
}

static gboolean
add_words (LbDownloadWriter *self,
           LbZipWriter *zip,
           const LbDownloadEntry *entry,
           GCancellable *cancellable,
           GError **error)
{
  g_autofree char *name = lb_download_name_of_text (entry->file_name);
  g_autofree char *words = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (!read_words (self, entry, &words, error))
    return FALSE;
  if (words == NULL)
    return TRUE;

  bytes = g_bytes_new (words, strlen (words));

  return lb_zip_writer_add_bytes (zip, name, bytes, cancellable, error);
}

gboolean
lb_download_write_archive (GOutputStream *output,
                           gpointer data,
                           GCancellable *cancellable,
                           GError **error)
{
  LbDownloadWriter *self = data;
  g_autoptr (LbZipWriter) zip = lb_zip_writer_new (output);
  gboolean with_words = !lb_dataset_is_fibo (self->plan->dataset);

  for (guint i = 0; i < self->plan->entries->len; i++)
    {
      const LbDownloadEntry *entry = g_ptr_array_index (self->plan->entries, i);

      if (!add_picture (self, zip, entry, cancellable, error) ||
          (with_words && !add_words (self, zip, entry, cancellable, error)))
        return FALSE;
    }

  return lb_zip_writer_finish (zip, cancellable, error);
}

/* (transfer full): with the line's end. */
static char *
write_line (const char *file_name, const char *words)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text = NULL;
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "file_name", file_name);
  json_object_set_string_member (object, "caption", words);
  json_node_take_object (node, object);
  text = lb_contract_to_text (node, NULL);

  return g_strconcat (text, "\n", NULL);
}

gboolean
lb_download_write_captions (GOutputStream *output,
                            gpointer data,
                            GCancellable *cancellable,
                            GError **error)
{
  LbDownloadWriter *self = data;

  for (guint i = 0; i < self->plan->entries->len; i++)
    {
      const LbDownloadEntry *entry = g_ptr_array_index (self->plan->entries, i);
      g_autofree char *words = NULL;
      g_autofree char *line = NULL;

      if (!read_words (self, entry, &words, error))
        return FALSE;
      line = write_line (entry->file_name, words != NULL ? words : "");
      if (!g_output_stream_write_all (output, line, strlen (line), NULL, cancellable, error))
        return FALSE;
    }

  return TRUE;
}

static DexFuture *
check_fiber (gpointer data)
{
  LbDownloadWriter *self = data;
  LbBlobs *blobs = lb_store_get_blobs (self->store);

  for (guint i = 0; i < self->plan->entries->len; i++)
    {
      const LbDownloadEntry *entry = g_ptr_array_index (self->plan->entries, i);
      GError *error = NULL;
      guint64 size_bytes;
      g_autofd int fd = lb_blobs_open (blobs, entry->blob, &size_bytes, &error);

      if (fd < 0)
        return dex_future_new_for_error (error);
    }

  return dex_future_new_for_boolean (TRUE);
}

DexFuture *
lb_download_check_files (LbStore *store, LbDownloadPlan *plan)
{
  return lb_threads_run (check_fiber, lb_download_writer_new (store, plan),
                         (GDestroyNotify) lb_download_writer_free);
}
