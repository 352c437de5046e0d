#include "jobs/lb-upload-send.h"

#include "base/lb-threads.h"
#include "imaging/lb-strip.h"

#define GRACE_MS 400 /* for the answer, once all is sent and the user wants to stop */

typedef struct
{
  GCancellable *request; /* (owned): of this request alone */
  guint grace_id;
  gboolean all_sent;
  GFileProgressCallback progress;
  gpointer data;
} Sending;

static void
progress_cb (goffset sent_bytes, goffset total_bytes, gpointer data)
{
  Sending *sending = data;

  sending->all_sent = total_bytes > 0 && sent_bytes >= total_bytes;
  sending->progress (sent_bytes, total_bytes, sending->data);
}

static void
give_up_cb (gpointer data)
{
  Sending *sending = data;

  sending->grace_id = 0;
  g_cancellable_cancel (sending->request);
}

static void
cancelled_cb (GCancellable *cancel, Sending *sending)
{
  if (!sending->all_sent)
    g_cancellable_cancel (sending->request);
  else if (sending->grace_id == 0)
    sending->grace_id = g_timeout_add_once (GRACE_MS, give_up_cb, sending);
}

static void
bytes_free (gpointer bytes)
{
  g_bytes_unref (bytes);
}

static DexFuture *
strip_fiber (gpointer data)
{
  GError *error = NULL;
  GBytes *stripped = lb_strip_metadata (data, &error);

  if (stripped == NULL)
    return dex_future_new_for_error (error);

  return dex_future_new_take_boxed (G_TYPE_BYTES, stripped);
}

/* (transfer full) (nullable): what leaves this computer. A picture whose hidden details can't be
 * told from its pixels does not, if they are to be taken out. */
static GBytes *
prepare (LbSession *session, GBytes *bytes, GError **error)
{
  if (!lb_session_strips_metadata (session))
    return g_bytes_ref (bytes);

  return dex_await_boxed (lb_threads_run (strip_fiber, g_bytes_ref (bytes), bytes_free), error);
}

LbImage *
lb_upload_send (LbSession *session,
                LbDataset *dataset,
                GBytes *bytes,
                const char *name,
                gboolean increase_resolution,
                gboolean content_moderation,
                GCancellable *cancel,
                GFileProgressCallback progress,
                gpointer data,
                GError **error)
{
  g_autoptr (GCancellable) request = g_cancellable_new ();
  g_autoptr (GBytes) sent = prepare (session, bytes, error);
  Sending sending = { .request = request, .progress = progress, .data = data };
  LbImage *image = NULL;
  gulong handler = 0;

  if (sent == NULL)
    return NULL;

  handler = g_cancellable_connect (cancel, G_CALLBACK (cancelled_cb), &sending, NULL);
  image =
    dex_await_object (lb_session_upload_image (session, dataset, sent, name, increase_resolution,
                                               content_moderation, request, progress_cb, &sending),
                      error);

  g_cancellable_disconnect (cancel, handler);
  g_clear_handle_id (&sending.grace_id, g_source_remove);

  return image;
}
