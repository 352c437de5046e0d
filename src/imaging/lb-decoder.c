#include "imaging/lb-decoder.h"

#include "base/lb-area-average.h"
#include "base/lb-error.h"
#include "imaging/lb-decoder-worker.h"
#include "imaging/lb-probe.h"
#include "imaging/lb-shared-memory.h"

#include <glib/gstdio.h>
#include <string.h>

#define MAX_WORKERS 2
#define BLOCK_BYTES (128 * 1024)

/* The worker stops itself after 10 s of processor time; this is for one that hangs or was stopped,
 * on a machine that may be busy. */
#define TIMEOUT_MS (20 * 1000)

struct _LbDecoder
{
  GObject parent_instance;

  GThreadPool *threads; /* (owned): each thread asks one worker at a time */
  GMutex lock;
  GQueue idle;  /* (element-type LbDecoderWorker) (owned), under the lock */
  gint n_asked; /* atomic */
  int timeout_ms;
};

G_DEFINE_FINAL_TYPE (LbDecoder, lb_decoder, G_TYPE_OBJECT)

/* A thread that waits for one answer. */
typedef struct
{
  GMutex lock;
  GCond answered;
  gboolean is_over; /* under the lock */
  gboolean opaque;
  gboolean damaged;
} Look;

typedef struct
{
  LbDecoderOperation operation;
  DexPromise *promise; /* (owned) (nullable): else there is a look */
  Look *look;          /* (nullable) on the stack of the thread that waits */
  GBytes *bytes;       /* (owned) (nullable): else the file is read */
  GFile *file;         /* (owned) (nullable) */
  int max_side;
} DecoderJob;

static void
decoder_job_free (DecoderJob *job)
{
  dex_clear (&job->promise);
  g_clear_pointer (&job->bytes, g_bytes_unref);
  g_clear_object (&job->file);
  g_free (job);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecoderJob, decoder_job_free)

static gboolean
fail (GError **error, LbError code, const char *message)
{
  g_set_error_literal (error, LB_ERROR, code, message);
  return FALSE;
}

/* R46 and R57, by the header alone. */
static gboolean
judge (const LbProbeResult *probe, GError **error)
{
  if (!lb_format_word (probe->format))
    return fail (error, LB_ERROR_UNSUPPORTED, "The file is neither JPEG, PNG nor WebP");
  if (probe->frames > 1)
    return fail (error, LB_ERROR_UNSUPPORTED, "The picture is animated");
  if (probe->size_bytes > LB_DECODER_FILE_BYTES_MAX)
    return fail (error, LB_ERROR_TOO_LARGE, "The file is over 50 MiB");
  if (probe->width > LB_DECODER_SIDE_MAX || probe->height > LB_DECODER_SIDE_MAX)
    return fail (error, LB_ERROR_TOO_LARGE, "The picture is over 16384 pixels a side");
  if ((gint64) probe->width * probe->height > LB_DECODER_PIXELS_MAX)
    return fail (error, LB_ERROR_TOO_LARGE, "The picture is over 100 megapixels");
  if (probe->truncated || probe->width == 0 || probe->height == 0)
    return fail (error, LB_ERROR_UNSUPPORTED, "The file ends too early");

  return TRUE;
}

static LbDecoderFormat
format_for (LbFormat format)
{
  switch (format)
    {
    case LB_FORMAT_JPEG: return LB_DECODER_JPEG;
    case LB_FORMAT_PNG:  return LB_DECODER_PNG;
    case LB_FORMAT_WEBP: return LB_DECODER_WEBP;
    default:             g_return_val_if_reached (0); /* judge() lets no other pass */
    }
}

/* The header is judged first, so that a large file of another kind is never read. */
static GBytes *
read_file (GFile *file, GError **error)
{
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree guint8 *block = NULL;
  LbProbeResult probe;
  gssize got;

  if (!lb_probe_file (file, &probe, NULL, NULL, error) || !judge (&probe, error) ||
      !(stream = g_file_read (file, NULL, error)))
    return NULL;

  block = g_malloc (BLOCK_BYTES);
  while ((got = g_input_stream_read (G_INPUT_STREAM (stream), block, BLOCK_BYTES, NULL, error)) > 0)
    {
      g_byte_array_append (bytes, block, (guint) got);
      if (bytes->len > LB_DECODER_FILE_BYTES_MAX)
        {
          fail (error, LB_ERROR_TOO_LARGE, "The file is over 50 MiB");
          return NULL;
        }
    }

  return got < 0 ? NULL : g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

static LbDecoderWorker *
take_worker (LbDecoder *self, GError **error)
{
  LbDecoderWorker *worker;

  g_mutex_lock (&self->lock);
  worker = g_queue_pop_head (&self->idle);
  g_mutex_unlock (&self->lock);

  return worker ? worker : lb_decoder_worker_new (self->timeout_ms, error);
}

static void
return_worker (LbDecoder *self, LbDecoderWorker *worker)
{
  g_mutex_lock (&self->lock);
  g_queue_push_head (&self->idle, worker);
  g_mutex_unlock (&self->lock);
}

/* Asks one worker after another while those that are taken turn out to have ended idle. */
static gboolean
ask (LbDecoder *self,
     const LbDecoderRequest *request,
     int fd,
     LbDecoderReply *reply,
     int *reply_fd,
     GError **error)
{
  for (int i = 0; i <= MAX_WORKERS; i++)
    {
      g_autoptr (LbDecoderWorker) worker = take_worker (self, error);

      if (!worker)
        return FALSE;
      if (!lb_decoder_worker_send (worker, request, fd))
        continue;

      g_atomic_int_inc (&self->n_asked);
      if (!lb_decoder_worker_receive (worker, reply, reply_fd))
        return fail (error, LB_ERROR_DAMAGED, "The decoder failed at this picture");

      return_worker (self, g_steal_pointer (&worker));
      return TRUE;
    }

  return fail (error, LB_ERROR_SERVER, "The decoder does not stay up");
}

/* A worker is not trusted: what it says of the pixels must be what the header promised. */
static GdkPixbuf *
take_pixels (const LbDecoderReply *reply,
             int fd,
             const LbProbeResult *probe,
             const DecoderJob *job,
             GError **error)
{
  g_autoptr (GBytes) pixels = NULL;
  int shown_width;
  int shown_height;
  int width;
  int height;

  lb_probe_result_shown_size (probe, &shown_width, &shown_height);
  lb_area_average_fit (shown_width, shown_height, job->max_side, &width, &height);
  if (reply->width != (guint32) width || reply->height != (guint32) height ||
      (reply->channels != 3 &&
       (reply->channels != 4 || job->operation == LB_DECODER_DECODE_OPAQUE)) ||
      reply->stride < reply->width * reply->channels || reply->stride > 4 * LB_DECODER_SIDE_MAX ||
      fd < 0 || !(pixels = lb_shared_memory_map (fd, (gsize) reply->stride * reply->height)))
    {
      fail (error, LB_ERROR_DAMAGED, "The picture is not what its header says");
      return NULL;
    }

  return gdk_pixbuf_new_from_bytes (pixels, GDK_COLORSPACE_RGB, reply->channels == 4, 8, width,
                                    height, (int) reply->stride);
}

static LbPictureExif *
take_exif (const LbDecoderReply *reply)
{
  LbPictureExif *exif = g_new0 (LbPictureExif, 1);
  gsize length = strnlen (reply->lens, sizeof reply->lens);

  exif->focal_length_mm = reply->focal_length_mm;
  exif->focal_length_35mm = reply->focal_length_35mm;
  exif->exposure_s = reply->exposure_s;
  exif->f_number = reply->f_number;
  exif->iso = reply->iso;
  if (length > 0)
    exif->lens = g_utf8_make_valid (reply->lens, (gssize) length);
  return exif;
}

static gboolean
run_job (LbDecoder *self, DecoderJob *job, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GdkPixbuf) pixels = NULL;
  LbDecoderRequest request = { .magic = LB_DECODER_MAGIC, .operation = job->operation };
  LbDecoderReply reply = { 0 };
  g_autofd int input_fd = -1;
  g_autofd int reply_fd = -1;
  LbProbeResult probe;
  const guint8 *data;
  gsize length;

  bytes = job->bytes ? g_bytes_ref (job->bytes) : read_file (job->file, error);
  if (!bytes)
    return FALSE;

  data = g_bytes_get_data (bytes, &length);
  lb_probe_bytes (data, length, &probe);
  if (!judge (&probe, error) || (input_fd = lb_shared_memory_new (data, length, error)) < 0)
    return FALSE;

  request.format = format_for (probe.format);
  request.orientation = (guint32) probe.orientation;
  request.max_side = (guint32) job->max_side;
  request.length = length;
  if (!ask (self, &request, input_fd, &reply, &reply_fd, error))
    return FALSE;
  if (reply.status == LB_DECODER_TOO_LARGE)
    return fail (error, LB_ERROR_TOO_LARGE, "The picture takes too much memory");
  if (reply.status != LB_DECODER_OK)
    return fail (error, LB_ERROR_DAMAGED, "The picture is damaged");

  if (job->operation == LB_DECODER_EXIF)
    {
      dex_promise_resolve_boxed (job->promise, LB_TYPE_PICTURE_EXIF, take_exif (&reply));
      return TRUE;
    }

  if (job->operation == LB_DECODER_LOOK)
    {
      job->look->opaque = !reply.transparent;
      return TRUE;
    }

  if (!(pixels = take_pixels (&reply, reply_fd, &probe, job, error)))
    return FALSE;
  dex_promise_resolve_object (job->promise, g_steal_pointer (&pixels));
  return TRUE;
}

/* Who waits has a place for the answer until it is over. */
static void
run_look (LbDecoder *self, DecoderJob *job)
{
  g_autoptr (GError) error = NULL;

  if (!run_job (self, job, &error))
    {
      g_debug ("Not known whether a picture is opaque: %s", error->message);
      job->look->damaged = g_error_matches (error, LB_ERROR, LB_ERROR_DAMAGED);
    }

  g_mutex_lock (&job->look->lock);
  job->look->is_over = TRUE;
  g_cond_signal (&job->look->answered);
  g_mutex_unlock (&job->look->lock);
}

static void
thread_cb (gpointer data, gpointer user_data)
{
  LbDecoder *self = user_data;
  g_autoptr (DecoderJob) job = data;
  g_autoptr (GError) error = NULL;

  if (job->look != NULL)
    {
      run_look (self, job);
      return;
    }

  /* Nobody waits any more, as when a tile was scrolled away. */
  if (g_cancellable_is_cancelled (dex_promise_get_cancellable (job->promise)))
    fail (&error, LB_ERROR_CANCELLED, "The picture is not wanted any more");
  else if (run_job (self, job, &error))
    return;

  dex_promise_reject (job->promise, g_steal_pointer (&error));
}

static void
lb_decoder_finalize (GObject *object)
{
  LbDecoder *self = LB_DECODER (object);

  g_thread_pool_free (self->threads, FALSE, TRUE);
  g_queue_clear_full (&self->idle, (GDestroyNotify) lb_decoder_worker_free);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (lb_decoder_parent_class)->finalize (object);
}

static void
lb_decoder_class_init (LbDecoderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lb_decoder_finalize;
}

static void
lb_decoder_init (LbDecoder *self)
{
  int n_threads = (int) MIN (MAX_WORKERS, g_get_num_processors ());

  self->timeout_ms = TIMEOUT_MS;
  g_mutex_init (&self->lock);
  g_queue_init (&self->idle);
  self->threads = g_thread_pool_new (thread_cb, self, n_threads, FALSE, NULL);
}

/**
 * lb_decoder_get_default:
 *
 * Workers are started when they are first needed. They end by themselves when this process does.
 *
 * Returns: (transfer none): the one decoder of this process
 */
LbDecoder *
lb_decoder_get_default (void)
{
  static LbDecoder *decoder;

  if (g_once_init_enter_pointer (&decoder))
    g_once_init_leave_pointer (&decoder, g_object_new (LB_TYPE_DECODER, NULL));
  return decoder;
}

/**
 * lb_decoder_new:
 * @timeout_ms: how long a worker may take to answer
 *
 * Returns: (transfer full): a decoder with workers of its own, as tests need it
 */
LbDecoder *
lb_decoder_new (int timeout_ms)
{
  LbDecoder *self;

  g_return_val_if_fail (timeout_ms > 0, NULL);

  self = g_object_new (LB_TYPE_DECODER, NULL);
  self->timeout_ms = timeout_ms;
  return self;
}

static DexFuture *
push_job (LbDecoder *self, LbDecoderOperation operation, GBytes *bytes, GFile *file, int max_side)
{
  DecoderJob *job = g_new0 (DecoderJob, 1);
  DexPromise *promise = dex_promise_new_cancellable ();

  job->operation = operation;
  job->promise = dex_ref (promise);
  job->bytes = bytes ? g_bytes_ref (bytes) : NULL;
  job->file = file ? g_object_ref (file) : NULL;
  job->max_side = max_side;
  g_thread_pool_push (self->threads, job, NULL);
  return DEX_FUTURE (promise);
}

/**
 * lb_decoder_decode:
 * @self: a decoder
 * @bytes: a whole file
 * @max_side: pixels of the longer side to scale down to; 0 for full size
 *
 * Returns: (transfer full): resolves to a #GdkPixbuf, to be read and not written to. Fails with
 *   %LB_ERROR_UNSUPPORTED (no JPEG, PNG or WebP, or one that is animated or cut off),
 *   %LB_ERROR_TOO_LARGE, %LB_ERROR_DAMAGED, %LB_ERROR_SERVER when no worker can be run
 */
DexFuture *
lb_decoder_decode (LbDecoder *self, GBytes *bytes, int max_side)
{
  dex_return_error_if_fail (LB_IS_DECODER (self));
  dex_return_error_if_fail (bytes != NULL);
  dex_return_error_if_fail (max_side >= 0);

  return push_job (self, LB_DECODER_DECODE, bytes, NULL, max_side);
}

DexFuture *
lb_decoder_decode_opaque (LbDecoder *self, GBytes *bytes, int max_side)
{
  dex_return_error_if_fail (LB_IS_DECODER (self));
  dex_return_error_if_fail (bytes != NULL);
  dex_return_error_if_fail (max_side >= 0);

  return push_job (self, LB_DECODER_DECODE_OPAQUE, bytes, NULL, max_side);
}

/* As lb_decoder_decode(); fails with a GIO error too when the file can't be read. */
DexFuture *
lb_decoder_decode_file (LbDecoder *self, GFile *file, int max_side)
{
  dex_return_error_if_fail (LB_IS_DECODER (self));
  dex_return_error_if_fail (G_IS_FILE (file));
  dex_return_error_if_fail (max_side >= 0);

  return push_job (self, LB_DECODER_DECODE, NULL, file, max_side);
}

DexFuture *
lb_decoder_read_exif (LbDecoder *self, GBytes *bytes)
{
  dex_return_error_if_fail (LB_IS_DECODER (self));
  dex_return_error_if_fail (bytes != NULL);

  return push_job (self, LB_DECODER_EXIF, bytes, NULL, 0);
}

void
lb_decoder_look_through (LbDecoder *self, GFile *file, GBytes *bytes, LbProbeResult *probe)
{
  Look look = { 0 };
  DecoderJob *job = NULL;

  g_return_if_fail (LB_IS_DECODER (self));
  g_return_if_fail ((file != NULL) != (bytes != NULL));

  job = g_new0 (DecoderJob, 1);
  job->operation = LB_DECODER_LOOK;
  job->look = &look;
  job->bytes = bytes != NULL ? g_bytes_ref (bytes) : NULL;
  g_set_object (&job->file, file);
  g_mutex_init (&look.lock);
  g_cond_init (&look.answered);
  g_thread_pool_push (self->threads, job, NULL);

  g_mutex_lock (&look.lock);
  while (!look.is_over)
    g_cond_wait (&look.answered, &look.lock);
  g_mutex_unlock (&look.lock);
  g_cond_clear (&look.answered);
  g_mutex_clear (&look.lock);

  probe->opaque = look.opaque;
  probe->truncated |= look.damaged;
}

/* How many requests have been given to workers; a refusal by the header is none. */
guint
lb_decoder_get_n_asked (LbDecoder *self)
{
  g_return_val_if_fail (LB_IS_DECODER (self), 0);

  return (guint) g_atomic_int_get (&self->n_asked);
}
