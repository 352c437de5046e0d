#include <string.h>

#include "drop-folder.h"
#include "fault-args.h"
#include "fault-proxy.h"
#include "queue-fixture.h"

/* Pictures on a bad way: none is lost, and none is there twice. */

#define N_QUICK 60
#define N_DEEP 1000
#define N_AT_ONCE 100
#define ANSWER_BYTES 600 /* at most */
#define EVERY_BYTE 3
#define ATTEMPTS 8          /* at one picture, until it is given up */
#define N_FAULTED_TENTHS 10 /* every picture, and of ten other requests five */

typedef struct
{
  QueueFixture base;
  FaultProxy *proxy;
} Fixture;

static gboolean deep;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->base.folder = drop_folder_new ();
  self->base.host = picture_host_new ();
  self->proxy = fault_proxy_new (picture_host_get_origin (self->base.host));
  self->base.origin = fault_proxy_get_origin (self->proxy);
  queue_fixture_open (&self->base);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  queue_fixture_close (&self->base);
  fault_proxy_free (self->proxy);
  queue_fixture_tear_down (&self->base);
}

static void
retry_all (LbUploadQueue *queue)
{
  for (guint i = 0; i < lb_upload_queue_get_n_total (queue); i++)
    {
      g_autoptr (LbUpload) upload = g_list_model_get_item (G_LIST_MODEL (queue), i);

      if (lb_upload_get_state (upload) == LB_UPLOAD_FAILED)
        {
          g_test_message ("%s failed: %s", lb_upload_get_name (upload),
                          lb_upload_get_error (upload)->message);
          lb_upload_queue_retry (queue, upload);
        }
    }
}

static gboolean
is_quiet (QueueFixture *base)
{
  Fixture *self = (Fixture *) base;

  return fault_proxy_get_n_late (self->proxy) == 0 &&
         picture_host_get_n_pictures (base->host) == lb_upload_queue_get_n_done (base->queue);
}

/* What a service has taken by the ledger is what there is, but for what came late and was weeded.
 */
static void
assert_ledger (Fixture *self, guint n)
{
  g_autoptr (GPtrArray) ledger = fault_proxy_dup_ledger (self->proxy);
  g_autoptr (GHashTable) kept = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_kept = 0;

  for (guint i = 0; i < ledger->len; i++)
    {
      FaultEntry *entry = g_ptr_array_index (ledger, i);

      if (entry->image_name == NULL || entry->status != 201)
        continue;
      n_kept++;
      if (!g_hash_table_add (kept, entry->image_name))
        g_test_message ("%s was taken twice, and weeded", entry->image_name);
    }
  g_assert_cmpuint (g_hash_table_size (kept), ==, n);
  g_assert_cmpuint (n_kept - n, <=, fault_proxy_count (self->proxy, FAULT_LATE));
  g_test_message ("%u requests, %u pictures sent, %u taken, %u of them twice", ledger->len,
                  fault_proxy_get_n_sent (self->proxy), n_kept, n_kept - n);
}

static void
send_all (Fixture *self, guint n)
{
  queue_fixture_make_pictures (&self->base, n);
  queue_fixture_add (&self->base);
  queue_fixture_finish (&self->base);
  for (guint i = 0; lb_upload_queue_get_n_failed (self->base.queue) > 0; i++)
    {
      g_assert_cmpuint (i, <, 5);
      retry_all (self->base.queue);
      queue_fixture_finish (&self->base);
    }
  queue_fixture_wait (&self->base, is_quiet);
  queue_fixture_assert_all (&self->base, n);
  assert_ledger (self, n);
}

/* Every fault, one after the other. */
static void
test_toxic (Fixture *self, gconstpointer data)
{
  const Fault *fault = data;

  for (guint i = 0; i < 3; i++)
    fault_proxy_expect (self->proxy, fault);
  send_all (self, 5);
  g_assert_cmpuint (fault_proxy_count (self->proxy, fault->toxic), ==, 3);
}

/* Before the first answer nothing is known of names: what comes late is not taken for the picture
 * of the row after it, which has not arrived. */
static void
test_neighbour (Fixture *self, gconstpointer data)
{
  fault_proxy_expect (self->proxy, &(Fault) { .toxic = FAULT_LATE, .ms = 235 });
  fault_proxy_expect (self->proxy, &(Fault) { .toxic = FAULT_STATUS, .status = 500 });
  fault_proxy_expect (self->proxy, &(Fault) { .toxic = FAULT_STATUS, .status = 500 });
  send_all (self, 3);
}

/* The answer is lost after any of its bytes; in the whole set each third one, from the @first. */
static void
test_every_byte (Fixture *self, gconstpointer first)
{
  const guint n = deep ? ANSWER_BYTES / EVERY_BYTE : 8;

  for (guint i = 0; i < n; i++)
    {
      const Fault fault = { .toxic = i % 2 == 0 ? FAULT_RESET_ANSWER : FAULT_CUT_ANSWER,
                            .at = (gsize) i * ANSWER_BYTES / n + GPOINTER_TO_UINT (first) };

      fault_proxy_expect (self->proxy, &fault);
    }
  send_all (self, n);
  /* Nobody below us has sent one again. */
  g_assert_cmpuint (fault_proxy_get_n_sent (self->proxy), ==, n);
}

/* A service that gives names of its own: what is new in the dataset is the row's. */
static void
test_renamed (Fixture *self, gconstpointer data)
{
  const guint n = deep ? 60 : 10;

  picture_host_set_renames (self->base.host, TRUE);
  for (guint i = 0; i < n; i++)
    {
      const Fault fault = { .toxic = (FaultToxic) g_test_rand_int_range (0, FAULT_N_TOXICS),
                            .at = (gsize) g_test_rand_int_range (0, 600),
                            .ms = (guint) g_test_rand_int_range (0, 120),
                            .status = 500 };

      fault_proxy_expect (self->proxy, &fault);
    }
  send_all (self, n);
}

/* A service that takes to giving names of its own. */
static void
test_renamed_later (Fixture *self, gconstpointer data)
{
  const Fault lost = { .toxic = FAULT_RESET_ANSWER };

  send_all (self, 3);
  picture_host_set_renames (self->base.host, TRUE);
  lb_upload_queue_set_concurrency (self->base.queue, 1);
  fault_proxy_expect (self->proxy, &(Fault) { .toxic = FAULT_NONE });
  for (guint i = 0; i < 4; i++)
    fault_proxy_expect (self->proxy, &lost);
  send_all (self, 8);
  g_assert_cmpuint (fault_proxy_get_n_sent (self->proxy), ==, 8);
}

/* An hour of nothing but faults inside: what was given up waits for a person, and is all there. */
static void
test_hour (Fixture *self, gconstpointer data)
{
  const guint n = 5;

  picture_host_refuse (self->base.host, 503, "0", G_MAXUINT);
  queue_fixture_make_pictures (&self->base, n);
  queue_fixture_add (&self->base);
  queue_fixture_finish (&self->base);
  g_assert_cmpuint (lb_upload_queue_get_n_failed (self->base.queue), ==, n);
  g_assert_cmpuint (fault_proxy_get_n_sent (self->proxy), ==, n * ATTEMPTS);
  g_assert_cmpuint (picture_host_get_n_pictures (self->base.host), ==, 0);

  picture_host_refuse (self->base.host, 503, NULL, 0);
  g_assert_cmpuint (lb_upload_queue_retry_failed (self->base.queue), ==, n);
  queue_fixture_finish (&self->base);
  queue_fixture_assert_all (&self->base, n);
  assert_ledger (self, n);
}

static void
test_chance (Fixture *self, gconstpointer seed)
{
  guint n = deep ? N_AT_ONCE : N_QUICK;
  gint64 start_us = g_get_monotonic_time ();

  fault_proxy_set_chance (self->proxy, GPOINTER_TO_UINT (seed), N_FAULTED_TENTHS);
  send_all (self, n);
  g_test_message ("%u pictures in %.1f s, %u requests with one met a fault", n,
                  (double) (g_get_monotonic_time () - start_us) / G_USEC_PER_SEC,
                  fault_proxy_get_n_sent (self->proxy) -
                    fault_proxy_count (self->proxy, FAULT_NONE));
}

static void
add_toxics (void)
{
  static const struct
  {
    const char *name;
    Fault fault;
  } toxics[] = {
    { "latency", { .toxic = FAULT_LATENCY, .ms = 50 } },
    { "bandwidth", { .toxic = FAULT_BANDWIDTH, .ms = 50 } },
    { "reset-request", { .toxic = FAULT_RESET_REQUEST, .at = 100 } },
    { "stall-request", { .toxic = FAULT_STALL_REQUEST, .at = 300, .ms = 50 } },
    { "reset-answer", { .toxic = FAULT_RESET_ANSWER, .at = 0 } },
    { "stall-answer", { .toxic = FAULT_STALL_ANSWER, .at = 30, .ms = 50 } },
    { "cut-answer", { .toxic = FAULT_CUT_ANSWER, .at = 200 } },
    { "late", { .toxic = FAULT_LATE, .ms = 100 } },
    { "too-late", { .toxic = FAULT_LATE, .ms = 240 } },
    { "kept-500", { .toxic = FAULT_STATUS_AND_KEPT, .status = 500 } },
    { "500", { .toxic = FAULT_STATUS, .status = 500 } },
    { "503-rest", { .toxic = FAULT_STATUS, .status = 503, .retry_after = "2" } },
    { "429-seconds", { .toxic = FAULT_STATUS, .status = 429, .retry_after = "2" } },
    { "429-date",
      { .toxic = FAULT_STATUS, .status = 429, .retry_after = "Thu, 01 Jan 1970 00:00:00 GMT" } },
    { "429", { .toxic = FAULT_STATUS, .status = 429 } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (toxics); i++)
    {
      g_autofree char *path = g_strconcat ("/faults/upload/toxic/", toxics[i].name, NULL);

      g_test_add (path, Fixture, &toxics[i].fault, set_up, test_toxic, tear_down);
    }
}

int
main (int argc, char **argv)
{
  deep = fault_take_deep (&argc, argv);
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  add_toxics ();
  g_test_add ("/faults/upload/neighbour", Fixture, NULL, set_up, test_neighbour, tear_down);
  g_test_add ("/faults/upload/renamed", Fixture, NULL, set_up, test_renamed, tear_down);
  g_test_add ("/faults/upload/renamed-later", Fixture, NULL, set_up, test_renamed_later, tear_down);
  if (deep)
    g_test_add ("/faults/upload/hour", Fixture, NULL, set_up, test_hour, tear_down);
  for (guint first = 0; first < (deep ? EVERY_BYTE : 1); first++)
    {
      g_autofree char *path = g_strdup_printf ("/faults/upload/every-byte/%u", first);

      g_test_add (path, Fixture, GUINT_TO_POINTER (first), set_up, test_every_byte, tear_down);
    }
  for (guint seed = 1; seed <= (deep ? N_DEEP / N_AT_ONCE : 1); seed++)
    {
      g_autofree char *path = g_strdup_printf ("/faults/upload/chance/%u", seed);

      g_test_add (path, Fixture, GUINT_TO_POINTER (seed), set_up, test_chance, tear_down);
    }
  return g_test_run ();
}
