#include <gio/gio.h>
#include <glib/gstdio.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include "api/lb-client-private.h"
#include "base/lb-error.h"
#include "fault-args.h"
#include "fault-proxy.h"
#include "hosted-fixture.h"
#include "quick-clock.h"

/* Single requests on a bad way, and refused ones: how often each goes out, and how long it is
 * waited for. */

#define N_QUICK 40
#define N_DEEP 200
#define LARGE_BYTES (10 * 1024 * 1024)
/* For a busy computer. */
#define SLACK_US (3 * (gint64) G_USEC_PER_SEC / 2)

typedef struct
{
  HostedFixture base;
  FaultProxy *proxy;
  LbClient *client; /* (owned): by way of the proxy */
} Fixture;

static gboolean deep;

static void
set_up (Fixture *self, gconstpointer data)
{
  hosted_fixture_set_up (&self->base, GUINT_TO_POINTER (HOSTED_MIXED));
  self->proxy = fault_proxy_new (hosted_server_get_origin (self->base.server));
  self->client = lb_client_new (fault_proxy_get_origin (self->proxy), HOSTED_TOKEN);
  quick_clock_give (self->client);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  lb_client_close (self->client);
  g_object_unref (self->client);
  fault_proxy_free (self->proxy);
  hosted_fixture_tear_down (&self->base, NULL);
}

/* How often the service was asked, and how often somebody tried to. */

static guint
count (Fixture *self, const char *method)
{
  g_autoptr (GPtrArray) ledger = fault_proxy_dup_ledger (self->proxy);
  guint n = 0;

  for (guint i = 0; i < ledger->len; i++)
    n += g_str_equal (((FaultEntry *) g_ptr_array_index (ledger, i))->method, method);

  return n;
}

/* A connection that was kept is closed instead of an answer: no change goes out a second time. */
static void
test_once (Fixture *self, gconstpointer data)
{
  const LbRoute route = GPOINTER_TO_INT (data);
  const char *method = lb_route_method (route);
  const Fault lost = { .toxic = FAULT_CUT_ANSWER, .any = TRUE };
  const guint n = deep ? N_DEEP : N_QUICK;
  guint n_looks = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) looked = hosted_outcome (hosted_call (self->client, LB_ROUTE_GET_DATASET));

      g_assert_no_error (looked);
      fault_proxy_expect (self->proxy, &lost);
      error = hosted_refusal (hosted_call (self->client, route), LB_ERROR_OFFLINE);
      g_assert_cmpuint (count (self, method), ==, i + 1);
      n_looks++;
    }
  /* There were kept connections that it could have gone out on. */
  g_assert_cmpuint (fault_proxy_get_n_connections (self->proxy), <, 2 * n_looks);
}

/* Every operation refused with every status: a refusal stands, and a fault inside does for what
 * changes something. */
static void
test_status (Fixture *self, gconstpointer data)
{
  const guint status = GPOINTER_TO_UINT (data);
  g_autoptr (GPtrArray) futures = g_ptr_array_new ();
  guint n_expected = 0;

  hosted_server_say (self->base.server, NULL, NULL, status, NULL, "{\"message\":\"No\"}");
  for (int route = LB_ROUTE_NONE + 1; route < LB_N_ROUTES; route++)
    {
      DexFuture *future = hosted_call (self->base.client, route);
      g_autofree char *elsewhere = lb_route_other_path (route, 34, 56);
      gboolean repeated = status >= 500 && g_str_equal (lb_route_method (route), "GET");

      if (future == NULL)
        continue;
      g_ptr_array_add (futures, future);
      n_expected += 1 + (repeated || (status == 404 && elsewhere != NULL));
    }
  g_assert_cmpuint (futures->len, >=, 20);
  for (guint i = 0; i < futures->len; i++)
    {
      g_autoptr (GError) error = hosted_outcome (futures->pdata[i]);

      g_assert_nonnull (error);
      g_assert_true (error->domain == LB_ERROR);
      g_assert_cmpint (error->code == LB_ERROR_SERVER, ==, status >= 500);
      g_assert_cmpint (error->code == LB_ERROR_UNAUTHORIZED, ==, status == 401);
      g_assert_cmpint (error->code == LB_ERROR_RATE_LIMITED, ==, status == 429);
    }
  g_assert_cmpuint (hosted_server_count (self->base.server, NULL, NULL), ==, n_expected);
}

/* How long. A second of a deadline is @second_ms here. */

static void
begin (Fixture *self, const Fault *fault, guint second_ms)
{
  self->client->second_ms = second_ms;
  fault_proxy_expect (self->proxy, fault);
}

/* Not sooner than it should be, and not much later. */
static void
assert_took (gint64 start_us, guint seconds, guint second_ms)
{
  gint64 took_us = g_get_monotonic_time () - start_us;
  gint64 expected_us = (gint64) seconds * second_ms * 1000;

  g_test_message ("%.2f s for %.2f s", (double) took_us / G_USEC_PER_SEC,
                  (double) expected_us / G_USEC_PER_SEC);
  g_assert_cmpint (took_us, >=, expected_us);
  g_assert_cmpint (took_us, <=, expected_us + SLACK_US);
}

static void
test_no_answer (Fixture *self, gconstpointer at)
{
  const Fault silence = { .toxic = FAULT_HANG_ANSWER, .at = GPOINTER_TO_SIZE (at), .any = TRUE };
  gint64 start_us = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;

  begin (self, &silence, 10);
  error = hosted_refusal (hosted_call (self->client, LB_ROUTE_GET_DATASET), LB_ERROR_TIMED_OUT);
  assert_took (start_us, 60, 10);
}

/* What writes captions may take ten minutes. */
static void
test_captions (Fixture *self, gconstpointer data)
{
  const Fault silence = { .toxic = FAULT_HANG_ANSWER, .any = TRUE };
  gint64 start_us = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;

  begin (self, &silence, 2);
  error = hosted_refusal (hosted_call (self->client, LB_ROUTE_UPLOAD_IMAGE), LB_ERROR_TIMED_OUT);
  assert_took (start_us, 600, 2);
  g_assert_cmpuint (count (self, "POST"), ==, 1);
}

/* (transfer full): a picture; one of LARGE_BYTES is nothing that buffers on the way would take. */
static DexFuture *
upload (Fixture *self, gsize length, GCancellable *cancel)
{
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_malloc0 (length), length);

  return lb_client_upload_image (self->client, 34, bytes, "pier.png", FALSE, FALSE, cancel, NULL,
                                 NULL);
}

/* But not with what goes out. */
static void
test_no_request (Fixture *self, gconstpointer data)
{
  const Fault silence = { .toxic = FAULT_HANG_REQUEST, .at = 1000 };
  gint64 start_us = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;

  begin (self, &silence, 10);
  error = hosted_refusal (upload (self, LARGE_BYTES, NULL), LB_ERROR_TIMED_OUT);
  g_assert_nonnull (strstr (error->message, "Nothing could be sent"));
  assert_took (start_us, 60, 10);
}

static void
cancel_cb (gpointer cancel)
{
  g_cancellable_cancel (cancel);
}

/* Whatever it hangs in, it ends when it is stopped. */
static void
test_stop (Fixture *self, gconstpointer data)
{
  const Fault *silence = data;
  gsize length = silence->toxic == FAULT_HANG_REQUEST ? LARGE_BYTES : 1000;
  g_autoptr (GCancellable) cancel = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  DexFuture *sending = NULL;
  gint64 start_us = 0;

  begin (self, silence, 1000);
  sending = upload (self, length, cancel);
  while (fault_proxy_count (self->proxy, silence->toxic) == 0)
    g_main_context_iteration (NULL, FALSE);
  start_us = g_get_monotonic_time ();
  g_timeout_add_once (20, cancel_cb, cancel);
  error = hosted_refusal (sending, LB_ERROR_CANCELLED);
  g_test_message ("%.0f ms", (double) (g_get_monotonic_time () - start_us) / 1000 - 20);
  g_assert_cmpint (g_get_monotonic_time () - start_us, <, SLACK_US);
}

/* Somebody listens and takes no connection. */
static void
test_no_connection (Fixture *self, gconstpointer data)
{
  struct sockaddr_in address = { .sin_family = AF_INET };
  socklen_t length = sizeof address;
  g_autofd int listener = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  g_autofd int one = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  g_autofree char *origin = NULL;
  g_autoptr (LbClient) client = NULL;
  g_autoptr (GError) error = NULL;
  gint64 start_us = 0;

  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  g_assert_cmpint (bind (listener, (struct sockaddr *) &address, length), ==, 0);
  g_assert_cmpint (listen (listener, 0), ==, 0);
  g_assert_cmpint (getsockname (listener, (struct sockaddr *) &address, &length), ==, 0);
  /* One is all that waits there. */
  g_assert_cmpint (connect (one, (struct sockaddr *) &address, length), ==, 0);

  origin = g_strdup_printf ("http://127.0.0.1:%u", ntohs (address.sin_port));
  client = lb_client_new (origin, HOSTED_TOKEN);
  quick_clock_give (client);
  client->second_ms = 20;
  start_us = g_get_monotonic_time ();
  error = hosted_refusal (hosted_call (client, LB_ROUTE_UPLOAD_IMAGE), LB_ERROR_OFFLINE);
  g_assert_nonnull (strstr (error->message, "no connection in 15 seconds"));
  assert_took (start_us, 15, 20);
  lb_client_close (client);
}

static void
test_slow_close (Fixture *self, gconstpointer data)
{
  const Fault slow = { .toxic = FAULT_SLOW_CLOSE, .ms = 2000, .any = TRUE };
  gint64 start_us = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;

  begin (self, &slow, 1000);
  error = hosted_outcome (hosted_call (self->client, LB_ROUTE_GET_DATASET));
  g_assert_no_error (error);
  g_assert_cmpint (g_get_monotonic_time () - start_us, <, SLACK_US);
}

static void
add_tables (void)
{
  static const struct
  {
    const char *name;
    LbRoute route;
  } changes[] = { { "picture", LB_ROUTE_UPLOAD_IMAGE },
                  { "caption", LB_ROUTE_UPDATE_CAPTION },
                  { "regenerate", LB_ROUTE_REGENERATE_ALL },
                  { "delete", LB_ROUTE_DELETE_IMAGE } };
  static const guint statuses[] = { 400, 401, 403, 404, 409, 410, 412, 413,
                                    415, 422, 429, 500, 502, 503, 504 };

  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autofree char *path = g_strconcat ("/faults/requests/once/", changes[i].name, NULL);

      g_test_add (path, Fixture, GINT_TO_POINTER (changes[i].route), set_up, test_once, tear_down);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autofree char *path = g_strdup_printf ("/faults/requests/status/%u", statuses[i]);

      g_test_add (path, Fixture, GUINT_TO_POINTER (statuses[i]), set_up, test_status, tear_down);
    }
}

int
main (int argc, char **argv)
{
  static const Fault no_answer = { .toxic = FAULT_HANG_ANSWER, .at = 30 };
  static const Fault no_request = { .toxic = FAULT_HANG_REQUEST, .at = 30 };

  deep = fault_take_deep (&argc, argv);
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  add_tables ();
#define ADD(path, function, data)                                                                  \
  g_test_add ("/faults/requests/" path, Fixture, data, set_up, function, tear_down)
  ADD ("silence/answer", test_no_answer, GSIZE_TO_POINTER (0));
  ADD ("silence/half-an-answer", test_no_answer, GSIZE_TO_POINTER (120));
  ADD ("silence/captions", test_captions, NULL);
  ADD ("silence/request", test_no_request, NULL);
  ADD ("silence/connection", test_no_connection, NULL);
  ADD ("silence/slow-close", test_slow_close, NULL);
  ADD ("stop/answer", test_stop, &no_answer);
  ADD ("stop/request", test_stop, &no_request);
  return g_test_run ();
}
