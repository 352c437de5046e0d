#include "session/lb-session-private.h"

#include "base/lb-error.h"

static DexFuture *
reject_elsewhere (void)
{
  return dex_future_new_reject (LB_ERROR, LB_ERROR_INVALID,
                                "A service elsewhere chooses its captioner itself");
}

static DexFuture *
get_captioner_cb (LbClient *client, gint64 a, gint64 b)
{
  return lb_client_get_captioner (client);
}

DexFuture *
lb_session_get_captioner (LbSession *self)
{
  dex_return_error_if_fail (LB_IS_SESSION (self));

  if (self->hosted)
    return reject_elsewhere ();

  return lb_session_get (self, get_captioner_cb, 0, 0);
}

static DexFuture *
set_fiber (gpointer data)
{
  LbSessionCall *call = data;
  g_autoptr (GError) error = NULL;

  if (!dex_await (lb_session_ensure_online (call->session), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return lb_client_set_captioner (call->session->client, LB_CAPTIONER_SETTING (call->object));
}

DexFuture *
lb_session_set_captioner (LbSession *self, LbCaptionerSetting *setting)
{
  dex_return_error_if_fail (LB_IS_SESSION (self));
  dex_return_error_if_fail (LB_IS_CAPTIONER_SETTING (setting));

  if (self->hosted)
    return reject_elsewhere ();

  return lb_session_call_run (lb_session_call_new (self, setting, NULL), set_fiber);
}

static DexFuture *
test_fiber (gpointer data)
{
  LbSessionCall *call = data;
  g_autoptr (GError) error = NULL;

  if (!dex_await (lb_session_ensure_online (call->session), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return lb_client_test_captioner (call->session->client, call->bytes);
}

DexFuture *
lb_session_test_captioner (LbSession *self, GBytes *bytes)
{
  LbSessionCall *call = NULL;

  dex_return_error_if_fail (LB_IS_SESSION (self));
  dex_return_error_if_fail (bytes != NULL);

  if (self->hosted)
    return reject_elsewhere ();

  call = lb_session_call_new (self, NULL, NULL);
  call->bytes = g_bytes_ref (bytes);

  return lb_session_call_run (call, test_fiber);
}
