#include "jobs/lb-upload-send.h"

#include "base/lb-error.h"

#define GRACE_MS 400 /* for the answer, once all is sent and the user wants to stop */

typedef struct
{
  const LbUploadSending *how;
  GCancellable *request; /* (owned): of this request alone */
  gulong handler;
  guint grace_id;
  gboolean all_sent;
} Sending;

static void
progress_cb (goffset sent_bytes, goffset total_bytes, gpointer data)
{
  Sending *sending = data;

  sending->all_sent = total_bytes > 0 && sent_bytes >= total_bytes;
  sending->how->progress (sent_bytes, total_bytes, sending->how->data);
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
begin (Sending *sending, const LbUploadSending *how)
{
  sending->how = how;
  sending->request = g_cancellable_new ();
  sending->handler = g_cancellable_connect (how->cancel, G_CALLBACK (cancelled_cb), sending, NULL);
}

/* Before a request is out to its last byte no service has the picture, unless one has answered. */
static gboolean
is_certain (const Sending *sending, const GError *error)
{
  return !sending->all_sent && !g_error_matches (error, LB_ERROR, LB_ERROR_SERVER) &&
         !g_error_matches (error, LB_ERROR, LB_ERROR_PROTOCOL);
}

/* (transfer full) (nullable): what came of @future. */
static LbImage *
end (Sending *sending, DexFuture *future, GError **error)
{
  LbImage *image = dex_await_object (future, error);

  if (image == NULL && is_certain (sending, *error))
    lb_error_set_unsent (*error);
  g_cancellable_disconnect (sending->how->cancel, sending->handler);
  g_clear_handle_id (&sending->grace_id, g_source_remove);
  g_clear_object (&sending->request);

  return image;
}

LbImage *
lb_upload_send (const LbUploadSending *how, GBytes *bytes, GError **error)
{
  Sending sending = { 0 };

  begin (&sending, how);

  return end (&sending,
              lb_session_upload_image (how->session, how->dataset, bytes, how->name,
                                       how->increase_resolution, how->content_moderation,
                                       sending.request, progress_cb, &sending),
              error);
}

LbImage *
lb_upload_send_file (const LbUploadSending *how,
                     const char *file_url,
                     const char *sha256,
                     GError **error)
{
  Sending sending = { 0 };

  begin (&sending, how);

  return end (&sending,
              lb_session_upload_file (how->session, how->dataset, file_url, sha256, how->name,
                                      how->increase_resolution, sending.request, progress_cb,
                                      &sending),
              error);
}

LbImage *
lb_upload_send_address (const LbUploadSending *how, const char *address, GError **error)
{
  Sending sending = { 0 };

  begin (&sending, how);

  return end (&sending,
              lb_session_upload_address (how->session, how->dataset, address, how->name,
                                         how->increase_resolution, how->content_moderation,
                                         sending.request, progress_cb, &sending),
              error);
}
