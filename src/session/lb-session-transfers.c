#include "session/lb-session-private.h"

#include "base/lb-error.h"

static DexFuture *
download_cb (LbClient *client, gint64 dataset_id, gint64 b)
{
  return lb_client_download (client, dataset_id);
}

/**
 * lb_session_download:
 * @self: a session
 * @dataset: an advanced dataset
 *
 * Returns: (transfer full): a future of a boxed #LbDownload; fails with LB_ERROR_CONFLICT for a
 *   basic dataset, NOT_FOUND while nothing is stored
 */
DexFuture *
lb_session_download (LbSession *self, LbDataset *dataset)
{
  dex_return_error_if_fail (LB_IS_SESSION (self));
  dex_return_error_if_fail (LB_IS_DATASET (dataset));

  return lb_session_get (self, download_cb, lb_dataset_get_id (dataset), 0);
}

/* The file is the call's object, the address its text; the flag is set when the file is sent. */
static DexFuture *
transfer_fiber (gpointer data)
{
  LbSessionCall *call = data;
  LbSession *self = call->session;
  g_autoptr (GError) error = NULL;

  if (self->client == NULL && !dex_await (lb_session_rejoin (self), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return (call->flag ? lb_client_put_file : lb_client_fetch_to_file) (
    self->client, call->text, G_FILE (call->object), call->cancel, call->progress, call->data);
}

static DexFuture *
transfer (LbSession *self,
          const char *url,
          GFile *file,
          gboolean sends,
          GCancellable *cancel,
          GFileProgressCallback progress,
          gpointer data)
{
  LbSessionCall *call = NULL;

  dex_return_error_if_fail (LB_IS_SESSION (self));
  dex_return_error_if_fail (url != NULL);
  dex_return_error_if_fail (G_IS_FILE (file));

  call = lb_session_call_new (self, file, url);
  call->flag = sends;
  g_set_object (&call->cancel, cancel);
  call->progress = progress;
  call->data = data;

  return lb_session_call_run (call, transfer_fiber);
}

DexFuture *
lb_session_fetch_to_file (LbSession *self,
                          const char *url,
                          GFile *file,
                          GCancellable *cancel,
                          GFileProgressCallback progress,
                          gpointer data)
{
  return transfer (self, url, file, FALSE, cancel, progress, data);
}

DexFuture *
lb_session_put_file (LbSession *self,
                     const char *url,
                     GFile *file,
                     GCancellable *cancel,
                     GFileProgressCallback progress,
                     gpointer data)
{
  return transfer (self, url, file, TRUE, cancel, progress, data);
}
