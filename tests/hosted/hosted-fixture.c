#include "hosted-fixture.h"

#include "quick-clock.h"

void
hosted_fixture_set_up (HostedFixture *self, gconstpointer era)
{
  self->server = hosted_server_new (GPOINTER_TO_UINT (era));
  self->client = lb_client_new (hosted_server_get_origin (self->server), HOSTED_TOKEN);
  quick_clock_give (self->client);
}

void
hosted_fixture_tear_down (HostedFixture *self, gconstpointer era)
{
  lb_client_close (self->client);
  g_clear_object (&self->client);
  g_clear_pointer (&self->server, hosted_server_free);
}
