#include "jobs/lb-upload-cropped.h"

#include <glib/gstdio.h>
#include <unistd.h>

#include "base/lb-error.h"
#include "base/lb-sha256.h"
#include "base/lb-threads.h"
#include "imaging/lb-decoder.h"
#include "jobs/lb-crop-cut.h"
#include "jobs/lb-upload-disk.h"
#include "jobs/lb-upload-source.h"

#define PART ".part" /* what is being written */

/* Goes from one thread to the next; only one has it in hand. */
typedef struct
{
  char *folder;           /* (owned) */
  LbUploadRecord *record; /* (owned) */
  GBytes *bytes;          /* (owned) (nullable): of the whole picture, once it was read */
  LbUploadStaged *staged; /* (owned) */
  GdkPixbuf *pixels;      /* (owned) (nullable): the same, decoded */
} Work;

static void
work_clear (gpointer data)
{
  Work *self = data;

  g_free (self->folder);
  lb_upload_record_free (self->record);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  lb_upload_staged_free (self->staged);
  g_clear_object (&self->pixels);
}

static void
work_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, work_clear);
}

static DexFuture *
read_fiber (gpointer data)
{
  Work *work = data;
  g_autoptr (GError) error = NULL;
  GBytes *bytes = lb_upload_source_read (work->record, work->bytes, work->staged, &error);

  if (bytes == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  g_clear_pointer (&work->bytes, g_bytes_unref);
  work->bytes = bytes;
  return dex_future_new_true ();
}

static gboolean
write_copy (Work *work, GBytes *bytes, GError **error)
{
  g_autofree char *path = lb_upload_stage_path (work->folder, work->record->uuid);
  g_autofree char *temporary = g_strconcat (path, PART, NULL);
  gsize size = 0;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  gboolean kept = FALSE;
  int fd = lb_upload_disk_create (temporary, error);

  if (fd < 0)
    return FALSE;

  kept = lb_upload_disk_write (fd, data, size, error) &&
         lb_upload_disk_keep (fd, temporary, path, error);
  close (fd);
  if (!kept)
    g_unlink (temporary);

  return kept;
}

static DexFuture *
write_fiber (gpointer data)
{
  Work *work = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes =
    lb_crop_cut (&work->record->crop, work->bytes, work->pixels, &work->record->probe, &error);

  if (bytes == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  if (!lb_upload_stage_has_room (work->folder, (gint64) g_bytes_get_size (bytes)))
    return dex_future_new_reject (LB_ERROR, LB_ERROR_NO_SPACE, "The disk is full");

  work->staged->sent_sha256 = lb_sha256_of_bytes (bytes);
  if (!write_copy (work, bytes, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_boxed (LB_TYPE_UPLOAD_STAGED, lb_upload_staged_copy (work->staged));
}

static DexFuture *
stage_fiber (gpointer data)
{
  Work *work = data;
  g_autoptr (GError) error = NULL;

  if (!dex_await (lb_threads_run (read_fiber, g_atomic_rc_box_acquire (work), work_unref),
                  &error) ||
      !(work->pixels =
          dex_await_object (lb_decoder_decode (lb_decoder_get_default (), work->bytes, 0), &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return lb_threads_run (write_fiber, g_atomic_rc_box_acquire (work), work_unref);
}

DexFuture *
lb_upload_cropped_stage (const char *folder, const LbUploadRecord *record, GBytes *bytes)
{
  Work *work = g_atomic_rc_box_new0 (Work);

  work->folder = g_strdup (folder);
  work->record = lb_upload_record_copy (record);
  work->bytes = bytes != NULL ? g_bytes_ref (bytes) : NULL;
  work->staged = g_new0 (LbUploadStaged, 1);

  return dex_scheduler_spawn (NULL, 0, stage_fiber, work, work_unref);
}
