#include "jobs/lb-bulk-pack.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "archive/lb-zip-reader.h"
#include "archive/lb-zip-writer.h"
#include "base/lb-error.h"
#include "base/lb-threads.h"
#include "contract/lb-limits.h"
#include "imaging/lb-decoder.h"
#include "imaging/lb-strip.h"
#include "jobs/lb-bulk-pack-names.h"
#include "jobs/lb-bulk-packed.h"
#include "jobs/lb-bulk-texts.h"
#include "jobs/lb-crop-cut.h"

#define BATCH_BYTES (32 * 1024 * 1024) /* then the progress moves */

struct _LbBulkPack
{
  GObject parent_instance;

  LbBulkReport *report; /* (owned) */
  GFile *target;        /* (owned) */
  GCancellable *cancel; /* (owned) */
  double fraction;
  gboolean strips;
};

G_DEFINE_FINAL_TYPE (LbBulkPack, lb_bulk_pack, G_TYPE_OBJECT)

typedef enum
{
  PROP_FRACTION = 1
} LbBulkPackProperty;

static GParamSpec *props[PROP_FRACTION + 1];

static void
lb_bulk_pack_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch ((LbBulkPackProperty) prop_id)
    {
    case PROP_FRACTION: g_value_set_double (value, LB_BULK_PACK (object)->fraction); break;
    default:            G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_bulk_pack_finalize (GObject *object)
{
  LbBulkPack *self = LB_BULK_PACK (object);

  g_clear_object (&self->report);
  g_clear_object (&self->target);
  g_clear_object (&self->cancel);

  G_OBJECT_CLASS (lb_bulk_pack_parent_class)->finalize (object);
}

static void
lb_bulk_pack_class_init (LbBulkPackClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = lb_bulk_pack_get_property;
  object_class->finalize = lb_bulk_pack_finalize;

  props[PROP_FRACTION] = g_param_spec_double ("fraction", NULL, NULL, 0, 1, 0,
                                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
lb_bulk_pack_init (LbBulkPack *self)
{
  self->cancel = g_cancellable_new ();
}

LbBulkPack *
lb_bulk_pack_new (LbBulkReport *report, GFile *target)
{
  LbBulkPack *self = g_object_new (LB_TYPE_BULK_PACK, NULL);

  self->report = g_object_ref (report);
  self->target = g_object_ref (target);
  return self;
}

void
lb_bulk_pack_set_strips (LbBulkPack *self, gboolean strips)
{
  g_return_if_fail (LB_IS_BULK_PACK (self));

  self->strips = strips;
}

/* What the worker thread has: nothing of it changes on the main thread while a batch is packed. */
typedef struct
{
  LbBulkPack *pack;       /* (owned) */
  GPtrArray *entries;     /* (owned) (element-type LbBulkEntry): what is ready */
  GFile *zip;             /* (owned) (nullable): where they are in */
  GFile *part;            /* (owned): what is written; the target once it is whole */
  GCancellable *cancel;   /* (owned) */
  GOutputStream *output;  /* (owned) (nullable) before the first batch */
  LbZipReader *reader;    /* (owned) (nullable): of @zip */
  LbZipWriter *writer;    /* (owned) (nullable) before the first batch */
  LbBulkPackNames *names; /* (owned) */
  GBytes *whole;          /* (owned) (nullable): the next entry, of which a part goes in */
  GdkPixbuf *pixels;      /* (owned) (nullable): the same, decoded */
  guint64 total_bytes;
  guint64 done_bytes;
  guint next;
  gboolean with_texts;
  gboolean strips;
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;

  g_clear_object (&run->writer);
  g_clear_object (&run->output);
  g_clear_object (&run->reader);
  g_clear_object (&run->zip);
  g_clear_object (&run->part);
  g_clear_object (&run->cancel);
  g_clear_pointer (&run->entries, g_ptr_array_unref);
  g_clear_pointer (&run->names, lb_bulk_pack_names_free);
  g_clear_pointer (&run->whole, g_bytes_unref);
  g_clear_object (&run->pixels);
  g_clear_object (&run->pack);
}

static void
run_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, run_free);
}

/* Says in LB_ERROR what GIO said of a file. */
static gboolean
fail (GError **error, GError *below)
{
  LbError code = LB_ERROR_STORAGE;

  if (below->domain == LB_ERROR)
    {
      g_propagate_error (error, below);
      return FALSE;
    }
  if (g_error_matches (below, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    code = LB_ERROR_NOT_FOUND;
  else if (g_error_matches (below, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
    code = LB_ERROR_NO_SPACE;
  else if (g_error_matches (below, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    code = LB_ERROR_CANCELLED;

  g_set_error (error, LB_ERROR, code, "%s", below->message);
  g_error_free (below);
  return FALSE;
}

static gboolean
check_room (Run *run, GFile *folder, GError **error)
{
  g_autoptr (GFileInfo) info =
    g_file_query_filesystem_info (folder, G_FILE_ATTRIBUTE_FILESYSTEM_FREE, run->cancel, NULL);

  if (info == NULL || !g_file_info_has_attribute (info, G_FILE_ATTRIBUTE_FILESYSTEM_FREE) ||
      g_file_info_get_attribute_uint64 (info, G_FILE_ATTRIBUTE_FILESYSTEM_FREE) > run->total_bytes)
    return TRUE;

  g_set_error_literal (error, LB_ERROR, LB_ERROR_NO_SPACE, "No room for the ZIP file");
  return FALSE;
}

static gboolean
open_all (Run *run, GError **error)
{
  g_autoptr (GFile) folder = g_file_get_parent (run->part);
  LbZipCaps caps = lb_zip_caps_default;
  GError *below = NULL;

  if (g_mkdir_with_parents (g_file_peek_path (folder), 0700) != 0)
    {
      g_set_error (error, LB_ERROR, LB_ERROR_STORAGE, "The folder “%s” can't be made: %s",
                   g_file_peek_path (folder), g_strerror (errno));
      return FALSE;
    }
  if (!check_room (run, folder, error))
    return FALSE;

  /* Replacing what an earlier try has left would write beside it, and move that there in the end,
   * also after a failure. */
  g_file_delete (run->part, NULL, NULL);
  run->output =
    G_OUTPUT_STREAM (g_file_create (run->part, G_FILE_CREATE_PRIVATE, run->cancel, &below));
  if (run->output == NULL)
    return fail (error, below);
  run->writer = lb_zip_writer_new (run->output);
  if (run->zip == NULL)
    return TRUE;

  caps.max_images = caps.max_entries;
  run->reader = lb_zip_reader_new (&caps);
  return lb_zip_reader_open_file (run->reader, run->zip, run->cancel, error);
}

/* What may leave of a picture. */
static gboolean
add_bytes (Run *run, GBytes *bytes, const char *name, GError **error)
{
  g_autoptr (GBytes) sent = run->strips ? lb_strip_metadata (bytes, error) : g_bytes_ref (bytes);

  if (sent != NULL)
    return lb_zip_writer_add_bytes (run->writer, name, sent, run->cancel, error);

  g_prefix_error (error, "“%s”: ", name);
  return FALSE;
}

/* (transfer full) (nullable): as large as when it was looked into, or it is another file by now. */
static GBytes *
read_file (Run *run, GFile *file, const char *name, guint64 size_bytes, GError **error)
{
  GError *below = NULL;
  g_autoptr (GBytes) bytes = g_file_load_bytes (file, run->cancel, NULL, &below);

  if (bytes == NULL)
    {
      fail (error, below);
      return NULL;
    }
  if (g_bytes_get_size (bytes) == size_bytes)
    return g_steal_pointer (&bytes);

  g_set_error (error, LB_ERROR, LB_ERROR_CONFLICT, "“%s” has changed", name);
  return NULL;
}

static gboolean
add_stripped_file (Run *run, GFile *file, const char *name, guint64 size_bytes, GError **error)
{
  g_autoptr (GBytes) bytes = read_file (run, file, name, size_bytes, error);

  return bytes != NULL && add_bytes (run, bytes, name, error);
}

static gboolean
add_file (Run *run, GFile *file, const char *name, guint64 size_bytes, GError **error)
{
  GError *below = NULL;
  g_autoptr (GFileInputStream) input = NULL;

  if (run->strips)
    return add_stripped_file (run, file, name, size_bytes, error);
  if (!(input = g_file_read (file, run->cancel, &below)))
    return fail (error, below);

  return lb_zip_writer_add_stream (run->writer, name, G_INPUT_STREAM (input), size_bytes,
                                   run->cancel, error);
}

static gboolean
add_zipped (Run *run, guint index, const char *name, gsize max_bytes, GError **error)
{
  g_autoptr (GBytes) bytes =
    lb_zip_reader_read_bytes (run->reader, index, max_bytes, run->cancel, error);

  return bytes != NULL && add_bytes (run, bytes, name, error);
}

static gboolean
add_text (Run *run, LbBulkEntry *entry, const char *name, GError **error)
{
  const char *caption = lb_bulk_entry_get_caption (entry);
  g_autofree char *text_name = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (!run->with_texts || caption == NULL)
    return TRUE;

  text_name = lb_bulk_text_name (name);
  bytes = g_bytes_new_static (caption, strlen (caption));
  return lb_zip_writer_add_bytes (run->writer, text_name, bytes, run->cancel, error);
}

static guint64
size_of (LbBulkEntry *entry)
{
  return (guint64) lb_bulk_entry_get_probe (entry)->size_bytes;
}

static gboolean
add_part (Run *run, LbBulkEntry *entry, const char *name, GError **error)
{
  g_autoptr (GBytes) part = lb_crop_cut (lb_bulk_entry_get_crop (entry), run->whole, run->pixels,
                                         lb_bulk_entry_get_probe (entry), error);

  g_clear_pointer (&run->whole, g_bytes_unref);
  g_clear_object (&run->pixels);
  return part != NULL && add_bytes (run, part, name, error);
}

static gboolean
add_picture (Run *run, LbBulkEntry *entry, const char *name, GError **error)
{
  GFile *file = lb_bulk_entry_get_file (entry);

  if (run->pixels != NULL)
    return add_part (run, entry, name, error);
  if (file != NULL)
    return add_file (run, file, name, size_of (entry), error);

  return add_zipped (run, lb_bulk_entry_get_index (entry), name, LB_LIMIT_FILE_BYTES, error);
}

static gboolean
add_entry (Run *run, LbBulkEntry *entry, GError **error)
{
  g_autofree char *name = lb_bulk_pack_names_add (run->names, entry);

  if (!add_picture (run, entry, name, error))
    return FALSE;

  run->done_bytes += size_of (entry);
  return add_text (run, entry, name, error);
}

/* The file has its name once it is whole. */
static gboolean
finish (Run *run, GError **error)
{
  GError *below = NULL;

  if (!lb_zip_writer_finish (run->writer, run->cancel, error))
    return FALSE;
  if (g_output_stream_close (run->output, run->cancel, &below) &&
      g_file_move (run->part, run->pack->target, G_FILE_COPY_OVERWRITE, run->cancel, NULL, NULL,
                   &below))
    return TRUE;

  return fail (error, below);
}

/* What was written is of no use. */
static void
drop (Run *run)
{
  g_clear_object (&run->writer);
  g_file_delete (run->part, NULL, NULL);
}

/* Whether a part of the next entry goes in, for which it is to be decoded: elsewhere. */
static gboolean
needs_pixels (Run *run)
{
  return run->next < run->entries->len && run->pixels == NULL &&
         lb_crop_is_set (lb_bulk_entry_get_crop (run->entries->pdata[run->next]));
}

static DexFuture *
batch_fiber (gpointer data)
{
  Run *run = data;
  const guint64 end_bytes = run->done_bytes + BATCH_BYTES;
  GError *error = NULL;
  gboolean done = run->writer != NULL || open_all (run, &error);

  while (done && run->next < run->entries->len && run->done_bytes < end_bytes &&
         !needs_pixels (run))
    done = add_entry (run, run->entries->pdata[run->next++], &error);
  if (done && run->next == run->entries->len)
    done = finish (run, &error);

  if (done)
    return dex_future_new_true ();

  drop (run);
  return dex_future_new_for_error (error);
}

static DexFuture *
drop_fiber (gpointer data)
{
  drop (data);
  return dex_future_new_true ();
}

/* The next entry as it is. */
static DexFuture *
read_fiber (gpointer data)
{
  Run *run = data;
  LbBulkEntry *entry = run->entries->pdata[run->next];
  GFile *file = lb_bulk_entry_get_file (entry);
  GError *error = NULL;

  run->whole = file != NULL
                 ? read_file (run, file, lb_bulk_entry_get_name (entry), size_of (entry), &error)
                 : lb_zip_reader_read_bytes (run->reader, lb_bulk_entry_get_index (entry),
                                             LB_LIMIT_FILE_BYTES, run->cancel, &error);
  return run->whole != NULL ? dex_future_new_true () : dex_future_new_for_error (error);
}

/* Awaits; where it fails, nothing is left of what was written. */
static gboolean
decode_next (Run *run, GError **error)
{
  if (dex_await (lb_threads_run (read_fiber, g_atomic_rc_box_acquire (run), run_unref), error) &&
      (run->pixels =
         dex_await_object (lb_decoder_decode (lb_decoder_get_default (), run->whole, 0), error)))
    return TRUE;

  dex_await (lb_threads_run (drop_fiber, g_atomic_rc_box_acquire (run), run_unref), NULL);
  return FALSE;
}

static DexFuture *
run_fiber (gpointer data)
{
  Run *run = data;
  LbBulkPack *self = run->pack;
  gboolean more = TRUE;

  while (more)
    {
      GError *error = NULL;

      if (!dex_await (lb_threads_run (batch_fiber, g_atomic_rc_box_acquire (run), run_unref),
                      &error) ||
          (needs_pixels (run) && !decode_next (run, &error)))
        return dex_future_new_for_error (error);

      more = run->next < run->entries->len;
      self->fraction =
        run->total_bytes > 0 ? CLAMP ((double) run->done_bytes / run->total_bytes, 0, 1) : 1;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FRACTION]);
    }

  return dex_future_new_true ();
}

static Run *
run_new (LbBulkPack *self)
{
  Run *run = g_atomic_rc_box_new0 (Run);
  GListModel *entries = lb_bulk_report_get_entries (self->report);

  run->pack = g_object_ref (self);
  run->cancel = g_object_ref (self->cancel);
  run->part = lb_bulk_packed_get_part (self->target);
  run->total_bytes = lb_bulk_report_get_n_bytes (self->report, TRUE);
  run->with_texts = lb_bulk_report_carries_texts (self->report);
  run->strips = self->strips;
  run->names = lb_bulk_pack_names_new (run->with_texts);
  g_set_object (&run->zip, lb_bulk_report_get_zip (self->report));
  run->entries = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr (LbBulkEntry) entry = g_list_model_get_item (entries, i);

      if (lb_bulk_entry_is_ready (entry))
        g_ptr_array_add (run->entries, g_steal_pointer (&entry));
    }

  return run;
}

DexFuture *
lb_bulk_pack_run (LbBulkPack *self)
{
  dex_return_error_if_fail (LB_IS_BULK_PACK (self));

  return dex_scheduler_spawn (NULL, 0, run_fiber, run_new (self), run_unref);
}

void
lb_bulk_pack_cancel (LbBulkPack *self)
{
  g_return_if_fail (LB_IS_BULK_PACK (self));
  g_cancellable_cancel (self->cancel);
}

double
lb_bulk_pack_get_fraction (LbBulkPack *self)
{
  g_return_val_if_fail (LB_IS_BULK_PACK (self), 0);
  return self->fraction;
}
