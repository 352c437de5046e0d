#include "jobs/lb-picture-load.h"

#include "base/lb-threads.h"
#include "jobs/lb-file-error.h"

#define ATTRIBUTES G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE

typedef struct
{
  GFile *file;
  char *sha256; /* (nullable): not known of what is too large for our own service */
  gint64 size_bytes;
} Load;

static void
load_free (gpointer data)
{
  Load *load = data;

  g_object_unref (load->file);
  g_free (load->sha256);
  g_free (load);
}

static DexFuture *
reject_changed (void)
{
  g_autoptr (GError) error =
    g_error_new_literal (G_IO_ERROR, G_IO_ERROR_WRONG_ETAG, "Another hash or size");

  return dex_future_new_for_error (lb_file_error_new (error));
}

/* One byte more than there were tells of growth, and a file that grows on and on is not followed.
 */
static GBytes *
read_bytes (Load *load, GError **error)
{
  g_autoptr (GFileInputStream) stream = g_file_read (load->file, NULL, error);
  g_autofree guint8 *data = NULL;
  gsize got = 0;

  if (stream == NULL)
    return NULL;

  data = g_malloc ((gsize) load->size_bytes + 1);
  if (!g_input_stream_read_all (G_INPUT_STREAM (stream), data, (gsize) load->size_bytes + 1, &got,
                                NULL, error))
    return NULL;

  return g_bytes_new_take (g_steal_pointer (&data), got);
}

static DexFuture *
load_fiber (gpointer data)
{
  Load *load = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInfo) info = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *sha256 = NULL;

  /* Kind and size first: what has become a pipe is not waited for, nor a film read into memory. */
  info = g_file_query_info (load->file, ATTRIBUTES, G_FILE_QUERY_INFO_NONE, NULL, &error);
  if (info != NULL && (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR ||
                       g_file_info_get_size (info) != load->size_bytes))
    return reject_changed ();
  if (info == NULL || !(bytes = read_bytes (load, &error)))
    return dex_future_new_for_error (lb_file_error_new (error));

  if (g_bytes_get_size (bytes) != (gsize) load->size_bytes)
    return reject_changed ();
  if (load->sha256 != NULL)
    {
      sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
      if (!g_str_equal (sha256, load->sha256))
        return reject_changed ();
    }

  return dex_future_new_take_boxed (G_TYPE_BYTES, g_steal_pointer (&bytes));
}

DexFuture *
lb_picture_load (LbCandidate *candidate)
{
  Load *load = NULL;

  if (lb_candidate_get_bytes (candidate) != NULL)
    return dex_future_new_take_boxed (G_TYPE_BYTES,
                                      g_bytes_ref (lb_candidate_get_bytes (candidate)));

  load = g_new0 (Load, 1);
  load->file = g_object_ref (lb_candidate_get_file (candidate));
  load->sha256 = g_strdup (lb_candidate_get_sha256 (candidate));
  load->size_bytes = lb_candidate_get_probe (candidate)->size_bytes;

  return lb_threads_run (load_fiber, load, load_free);
}
