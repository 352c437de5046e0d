#include "jobs/lb-upload-send.h"

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
  Sending sending = { .request = request, .progress = progress, .data = data };
  gulong handler = g_cancellable_connect (cancel, G_CALLBACK (cancelled_cb), &sending, NULL);
  LbImage *image =
    dex_await_object (lb_session_upload_image (session, dataset, bytes, name, increase_resolution,
                                               content_moderation, request, progress_cb, &sending),
                      error);

  g_cancellable_disconnect (cancel, handler);
  g_clear_handle_id (&sending.grace_id, g_source_remove);

  return image;
}
