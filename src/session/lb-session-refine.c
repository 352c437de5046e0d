#include "session/lb-session-private.h"

#include "base/lb-error.h"

static DexFuture *
refine_fiber (gpointer data)
{
  LbSessionCall *call = data;
  LbSession *self = call->session;
  gint64 id = lb_dataset_get_id (LB_DATASET (call->object));
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) pictures = NULL;

  if (!(pictures = lb_session_encode_pictures (self, call->objects, &error)) ||
      !dex_await (lb_session_ensure_online (self), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  if (g_cancellable_is_cancelled (call->cancel))
    return dex_future_new_reject (LB_ERROR, LB_ERROR_CANCELLED, "Stopped");

  return lb_client_refine (self->client, id, call->text, call->detail, pictures, call->cancel);
}

/**
 * lb_session_refine:
 * @self: a session
 * @dataset: a live fibo draft
 * @text: a description or visual schema as JSON
 * @instruction: what is to be changed, in words
 * @context: (nullable) (element-type LbImage): pictures that the words are about
 * @cancel: (nullable): gives the request up, sent or not
 *
 * Nothing is saved. A picture too large for the request is sent as its thumbnail.
 *
 * Returns: (transfer full): a future of the edited document as a string; fails with
 * LB_ERROR_INVALID for what can't be edited, or an instruction that the service can't follow, and
 * with LB_ERROR_CANCELLED
 */
DexFuture *
lb_session_refine (LbSession *self,
                   LbDataset *dataset,
                   const char *text,
                   const char *instruction,
                   GPtrArray *context,
                   GCancellable *cancel)
{
  LbSessionCall *call = NULL;

  dex_return_error_if_fail (LB_IS_SESSION (self));
  dex_return_error_if_fail (LB_IS_DATASET (dataset));
  dex_return_error_if_fail (text != NULL);
  dex_return_error_if_fail (instruction != NULL);

  call = lb_session_call_new (self, dataset, text);
  call->detail = g_strdup (instruction);
  g_set_object (&call->cancel, cancel);
  call->objects = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; context != NULL && i < context->len; i++)
    g_ptr_array_add (call->objects, g_object_ref (g_ptr_array_index (context, i)));

  return lb_session_call_run (call, refine_fiber);
}
