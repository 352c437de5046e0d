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

static DexFuture *
models_fiber (gpointer data)
{
  LbSessionCall *call = data;
  g_autoptr (GError) error = NULL;

  if (!dex_await (lb_session_ensure_online (call->session), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return lb_client_list_models (call->session->client, LB_CAPTIONER_SETTING (call->object));
}

DexFuture *
lb_session_list_models (LbSession *self, LbCaptionerSetting *setting)
{
  dex_return_error_if_fail (LB_IS_SESSION (self));
  dex_return_error_if_fail (LB_IS_CAPTIONER_SETTING (setting));

  if (self->hosted)
    return reject_elsewhere ();

  return lb_session_call_run (lb_session_call_new (self, setting, NULL), models_fiber);
}

/* The key is asked for only when the captioner waits for it, so that no keyring is unlocked without
 * need. Whoever chose another meanwhile has given its key too. */
static DexFuture *
hand_key_fiber (gpointer data)
{
  LbSessionCall *call = data;
  LbSession *self = call->session;
  g_autoptr (LbCaptionerSetting) setting = NULL;
  g_autoptr (LbCaptionerSetting) wish = NULL;
  g_autoptr (GError) error = NULL;
  const char *address = NULL;
  char *key = NULL;

  if (!(setting = dex_await_object (lb_client_get_captioner (self->client), &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));
  if (self->closed || !g_str_equal (lb_captioner_setting_get_state (setting), "waiting_for_key"))
    return dex_future_new_true ();

  address = lb_captioner_setting_get_address (setting);
  key = dex_await_string (
    lb_secrets_lookup (self->secrets, LB_SECRETS_CAPTIONER, address, LB_SECRET_KEYRING), &error);
  if (key == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  wish = lb_captioner_setting_new ();
  g_object_set (wish, "kind", lb_captioner_setting_get_kind (setting), "address", address, "key",
                key, NULL);
  lb_secrets_free_token (key);

  return self->closed ? dex_future_new_true () : lb_client_set_captioner (self->client, wish);
}

void
lb_session_hand_key (LbSession *self)
{
  if (self->secrets != NULL && self->client != NULL && !self->hosted && !self->closed)
    dex_future_disown (
      lb_session_call_run (lb_session_call_new (self, NULL, NULL), hand_key_fiber));
}

void
lb_session_set_secrets (LbSession *self, LbSecrets *secrets)
{
  g_return_if_fail (LB_IS_SESSION (self));
  g_return_if_fail (LB_IS_SECRETS (secrets));

  if (g_set_object (&self->secrets, secrets))
    lb_session_hand_key (self);
}
