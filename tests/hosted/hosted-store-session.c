#include "hosted-store-session.h"

HostedStore *
hosted_store_session_set_up (HostedSession *self, guint n_images)
{
  HostedStore *store = NULL;

  hosted_session_set_up (self, GUINT_TO_POINTER (HOSTED_LEGACY));
  store = hosted_store_new (self->server, n_images);
  hosted_take_true (lb_session_refresh (self->session));
  hosted_take_true (lb_session_load_images (self->session, self->dataset));

  return store;
}

void
hosted_store_session_tear_down (HostedSession *self, HostedStore *store)
{
  hosted_session_close (self);
  hosted_store_free (store);
  hosted_session_tear_down (self, NULL);
}
