#include "config.h"

#include "ui/bulk/lb-bulk-pictures.h"

#include "archive/lb-zip-reader.h"
#include "base/lb-error.h"
#include "base/lb-threads.h"
#include "contract/lb-limits.h"
#include "ui/widgets/lb-picture-loader.h"

#define MAX_SIDE 128 /* device pixels */

struct _LbBulkPictures
{
  GObject parent_instance;

  GFile *zip;           /* (owned) (nullable) */
  LbZipReader *reader;  /* (owned) (nullable) until it is needed; in one thread at a time */
  GCancellable *cancel; /* (owned) */
  GQueue waiting;       /* (element-type Load) (owned) */
  gboolean running;
};

G_DEFINE_FINAL_TYPE (LbBulkPictures, lb_bulk_pictures, G_TYPE_OBJECT)

typedef struct
{
  LbBulkEntry *entry;  /* (owned) */
  DexPromise *promise; /* (owned) */
  gboolean whole;      /* the bytes of the file are asked for */
} Load;

static void
load_free (gpointer data)
{
  Load *load = data;

  g_object_unref (load->entry);
  dex_unref (load->promise);
  g_free (load);
}

static void
lb_bulk_pictures_finalize (GObject *object)
{
  LbBulkPictures *self = LB_BULK_PICTURES (object);

  g_queue_clear_full (&self->waiting, load_free);
  g_clear_object (&self->reader);
  g_clear_object (&self->zip);
  g_clear_object (&self->cancel);

  G_OBJECT_CLASS (lb_bulk_pictures_parent_class)->finalize (object);
}

static void
lb_bulk_pictures_class_init (LbBulkPicturesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lb_bulk_pictures_finalize;
}

static void
lb_bulk_pictures_init (LbBulkPictures *self)
{
  self->cancel = g_cancellable_new ();
  g_queue_init (&self->waiting);
}

LbBulkPictures *
lb_bulk_pictures_new (void)
{
  return g_object_new (LB_TYPE_BULK_PICTURES, NULL);
}

void
lb_bulk_pictures_set_zip (LbBulkPictures *self, GFile *zip)
{
  g_return_if_fail (LB_IS_BULK_PICTURES (self));
  g_set_object (&self->zip, zip);
}

typedef struct
{
  LbBulkPictures *pictures; /* (owned) */
  guint index;
} Read;

static void
read_free (gpointer data)
{
  Read *read = data;

  g_object_unref (read->pictures);
  g_free (read);
}

static gboolean
open_zip (LbBulkPictures *self, GError **error)
{
  LbZipCaps caps = lb_zip_caps_default;
  g_autoptr (LbZipReader) reader = NULL;

  if (self->reader != NULL)
    return TRUE;

  caps.max_images = caps.max_entries;
  reader = lb_zip_reader_new (&caps);
  if (!lb_zip_reader_open_file (reader, self->zip, self->cancel, error))
    return FALSE;

  self->reader = g_steal_pointer (&reader);
  return TRUE;
}

/* In a thread. The file may be another one by now: the decoder is asked about any bytes. */
static DexFuture *
read_fiber (gpointer data)
{
  Read *read = data;
  LbBulkPictures *self = read->pictures;
  GError *error = NULL;
  GBytes *bytes;

  if (!open_zip (self, &error))
    return dex_future_new_for_error (error);
  if (read->index >= lb_zip_reader_get_n_entries (self->reader))
    return dex_future_new_reject (LB_ERROR, LB_ERROR_NOT_FOUND, "The entry is gone");

  bytes =
    lb_zip_reader_read_bytes (self->reader, read->index, LB_LIMIT_FILE_BYTES, self->cancel, &error);
  return bytes != NULL ? dex_future_new_take_boxed (G_TYPE_BYTES, bytes)
                       : dex_future_new_for_error (error);
}

/* (transfer full) (nullable): of an entry of the ZIP file. */
static GBytes *
load_bytes (LbBulkPictures *self, LbBulkEntry *entry, GError **error)
{
  Read *read = NULL;

  if (self->zip == NULL)
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_NOT_FOUND, "There is no file");
      return NULL;
    }

  read = g_new0 (Read, 1);
  read->pictures = g_object_ref (self);
  read->index = lb_bulk_entry_get_index (entry);
  return dex_await_boxed (lb_threads_run (read_fiber, read, read_free), error);
}

static GdkTexture *
load_texture (LbBulkPictures *self, LbBulkEntry *entry, GError **error)
{
  GFile *file = lb_bulk_entry_get_file (entry);
  g_autoptr (GBytes) bytes = NULL;

  if (file == NULL && !(bytes = load_bytes (self, entry, error)))
    return NULL;

  return dex_await_object (lb_picture_loader_load_file (file, bytes, MAX_SIDE), error);
}

static gboolean
run_load (LbBulkPictures *self, Load *load, GError **error)
{
  g_autoptr (GdkTexture) texture = NULL;
  GBytes *bytes = NULL;

  if (g_cancellable_set_error_if_cancelled (self->cancel, error))
    return FALSE;
  if (load->whole)
    {
      if (!(bytes = load_bytes (self, load->entry, error)))
        return FALSE;
      dex_promise_resolve_boxed (load->promise, G_TYPE_BYTES, bytes);
      return TRUE;
    }
  if (!(texture = load_texture (self, load->entry, error)))
    return FALSE;

  dex_promise_resolve_object (load->promise, g_steal_pointer (&texture));
  return TRUE;
}

static DexFuture *
load_fiber (gpointer data)
{
  LbBulkPictures *self = data;
  Load *load;

  while ((load = g_queue_pop_head (&self->waiting)) != NULL)
    {
      g_autoptr (GError) error = NULL;

      if (!run_load (self, load, &error))
        dex_promise_reject (load->promise, g_steal_pointer (&error));
      load_free (load);
    }

  self->running = FALSE;
  return dex_future_new_true ();
}

/* @whole: what somebody waits for comes before pictures that are only looked at. */
static DexFuture *
queue (LbBulkPictures *self, LbBulkEntry *entry, gboolean whole)
{
  DexPromise *promise = dex_promise_new ();
  Load *load = g_new0 (Load, 1);

  load->entry = g_object_ref (entry);
  load->promise = dex_ref (promise);
  load->whole = whole;
  if (whole)
    g_queue_push_head (&self->waiting, load);
  else
    g_queue_push_tail (&self->waiting, load);
  if (!self->running)
    {
      self->running = TRUE;
      dex_future_disown (
        dex_scheduler_spawn (NULL, 0, load_fiber, g_object_ref (self), g_object_unref));
    }

  return DEX_FUTURE (promise);
}

DexFuture *
lb_bulk_pictures_load (LbBulkPictures *self, LbBulkEntry *entry)
{
  dex_return_error_if_fail (LB_IS_BULK_PICTURES (self));
  dex_return_error_if_fail (LB_IS_BULK_ENTRY (entry));

  return queue (self, entry, FALSE);
}

DexFuture *
lb_bulk_pictures_read (LbBulkPictures *self, LbBulkEntry *entry)
{
  dex_return_error_if_fail (LB_IS_BULK_PICTURES (self));
  dex_return_error_if_fail (LB_IS_BULK_ENTRY (entry));

  return queue (self, entry, TRUE);
}

void
lb_bulk_pictures_stop (LbBulkPictures *self)
{
  g_return_if_fail (LB_IS_BULK_PICTURES (self));
  g_cancellable_cancel (self->cancel);
}
