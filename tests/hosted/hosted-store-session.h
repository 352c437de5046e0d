#pragma once

#include "hosted-session-fixture.h"
#include "hosted-store.h"

G_BEGIN_DECLS

/* A session with a service elsewhere that remembers, and with the images of its dataset.
 * (transfer full): the service, for hosted_store_session_tear_down(). */
HostedStore *hosted_store_session_set_up (HostedSession *self, guint n_images);
/* Takes @store. */
void hosted_store_session_tear_down (HostedSession *self, HostedStore *store);

G_END_DECLS
