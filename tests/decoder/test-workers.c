#include "base/lb-error.h"
#include "imaging/lb-decoder.h"
#include "corpus-pictures.h"
#include "worker-processes.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer)
#define SANITIZED 1
#endif
#endif

static void
assert_decodes (LbDecoder *decoder)
{
  g_autoptr (GBytes) bytes = corpus_load ("side-512.jpg");
  g_autoptr (DexFuture) future = lb_decoder_decode (decoder, bytes, 0);
  g_autoptr (GError) error = NULL;
  const GValue *value;

  corpus_wait_for (future);
  value = dex_future_get_value (future, &error);
  g_assert_no_error (error);
  g_assert_cmpint (gdk_pixbuf_get_width (g_value_get_object (value)), ==, 512);
}

static void
assert_fails (LbDecoder *decoder, GBytes *bytes, LbError code)
{
  g_autoptr (DexFuture) future = lb_decoder_decode (decoder, bytes, 0);
  g_autoptr (GError) error = NULL;

  corpus_wait_for (future);
  g_assert_null (dex_future_get_value (future, &error));
  g_assert_error (error, LB_ERROR, (int) code);
}

static int
only_worker (void)
{
  g_autoptr (GArray) pids = worker_processes_find ();

  g_assert_cmpuint (pids->len, ==, 1);
  return g_array_index (pids, int, 0);
}

/* A progressive JPEG with the headers of @n_scans scans and the data of none. Decoding takes memory
 * for all coefficients of all components, and time for each scan. */
static GBytes *
hollow_jpeg (guint16 side, guint8 components, guint n_scans)
{
  static const guint8 table[] = "\xff\xc4\0\x14\0\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";
  GByteArray *jpeg = g_byte_array_new ();
  const guint8 frame[] = { 0xff,
                           0xc2,
                           0,
                           (guint8) (8 + 3 * components),
                           8,
                           (guint8) (side >> 8),
                           (guint8) side,
                           (guint8) (side >> 8),
                           (guint8) side,
                           components };
  const guint8 scan[] = { 0xff, 0xda, 0, 8, 1, 1, 0, 0, 0, 0 };

  g_byte_array_append (jpeg, (const guint8 *) "\xff\xd8", 2);
  g_byte_array_append (jpeg, (const guint8 *) "\xff\xdb\0\x43\0", 5);
  for (int i = 0; i < 64; i++)
    g_byte_array_append (jpeg, (const guint8 *) "\1", 1);
  g_byte_array_append (jpeg, frame, sizeof frame);
  for (guint8 i = 1; i <= components; i++)
    {
      const guint8 component[] = { i, 0x11, 0 };

      g_byte_array_append (jpeg, component, sizeof component);
    }
  g_byte_array_append (jpeg, table, sizeof table - 1);
  for (guint i = 0; i < n_scans; i++)
    g_byte_array_append (jpeg, scan, sizeof scan);
  g_byte_array_append (jpeg, (const guint8 *) "\xff\xd9", 2);
  return g_byte_array_free_to_bytes (jpeg);
}

/* What a worker has given up before it sees the first picture. */
static void
test_limits (void)
{
  g_autoptr (LbDecoder) decoder = lb_decoder_new (20 * 1000);
  guint64 soft;
  guint64 hard;
  g_autofree char *calls = NULL;
  g_autofree char *privileges = NULL;
  int pid;

  assert_decodes (decoder);
  pid = only_worker ();

#ifndef SANITIZED
  calls = worker_processes_read_status (pid, "Seccomp");
  g_assert_cmpstr (calls, ==, "2");
  privileges = worker_processes_read_status (pid, "NoNewPrivs");
  g_assert_cmpstr (privileges, ==, "1");
  worker_processes_read_limit (pid, "Max address space", &soft, &hard);
  g_assert_cmpuint (soft, ==, 1024 * 1024 * 1024);
  g_assert_cmpuint (hard, ==, 1024 * 1024 * 1024);
  worker_processes_read_limit (pid, "Max processes", &soft, &hard);
  g_assert_cmpuint (hard, ==, 0);
#endif
  worker_processes_read_limit (pid, "Max core file size", &soft, &hard);
  g_assert_cmpuint (hard, ==, 0);
  worker_processes_read_limit (pid, "Max open files", &soft, &hard);
  g_assert_cmpuint (hard, ==, 32);
  /* Ten seconds for the request that it was given, and hardly any of them used. */
  worker_processes_read_limit (pid, "Max cpu time", &soft, &hard);
  g_assert_cmpuint (soft, >=, 10);
  g_assert_cmpuint (soft, <=, 12);
}

/* Four components of 10000 × 10000 coefficients and the pixels: the worker has 1 GiB. It says so
 * and lives on; without its limit it would have found the picture to be damaged. */
static void
test_memory (void)
{
  g_autoptr (LbDecoder) decoder = lb_decoder_new (60 * 1000);
  g_autoptr (GBytes) large = hollow_jpeg (10000, 4, 1);
  g_autoptr (GBytes) small = hollow_jpeg (100, 4, 1);
  int pid;

  assert_decodes (decoder);
  pid = only_worker ();
  assert_fails (decoder, small, LB_ERROR_DAMAGED);
#ifndef SANITIZED
  assert_fails (decoder, large, LB_ERROR_TOO_LARGE);
#endif
  assert_decodes (decoder);
  g_assert_cmpint (only_worker (), ==, pid);
}

/* A worker that takes more processor time than it has dies of it, and the picture is a bad one. The
 * limit is lowered from outside, which spares the test ten seconds. */
static void
test_processor_time (void)
{
  g_autoptr (LbDecoder) decoder = lb_decoder_new (60 * 1000);
  g_autoptr (GBytes) heavy = hollow_jpeg (9000, 1, 199);
  const struct rlimit second = { .rlim_cur = 1, .rlim_max = 1 };
  gint64 start_us;
  int pid;

  assert_decodes (decoder);
  pid = only_worker ();
  g_assert_cmpint (prlimit (pid, RLIMIT_CPU, &second, NULL), ==, 0);
  start_us = g_get_monotonic_time ();
  assert_fails (decoder, heavy, LB_ERROR_DAMAGED);
  g_assert_cmpint (g_get_monotonic_time () - start_us, <, 50 * G_USEC_PER_SEC);

  assert_decodes (decoder);
  g_assert_cmpint (only_worker (), !=, pid);
}

/* Neither processor time nor memory: it just does not answer. */
static void
test_hangs (void)
{
  g_autoptr (LbDecoder) decoder = lb_decoder_new (500);
  g_autoptr (GBytes) bytes = corpus_load ("side-256.jpg");
  gint64 start_us;
  int pid;

  assert_decodes (decoder);
  pid = only_worker ();
  kill (pid, SIGSTOP);
  start_us = g_get_monotonic_time ();
  assert_fails (decoder, bytes, LB_ERROR_DAMAGED);
  g_assert_cmpint (g_get_monotonic_time () - start_us, >=, 450 * 1000);

  assert_decodes (decoder);
  g_assert_cmpint (only_worker (), !=, pid);
  g_assert_cmpint (kill (pid, 0), !=, 0);
}

static guint
count_rejected (GPtrArray *futures)
{
  guint n = 0;

  for (guint i = 0; i < futures->len; i++)
    {
      DexFuture *future = g_ptr_array_index (futures, i);
      g_autoptr (GError) error = NULL;

      corpus_wait_for (future);
      if (dex_future_get_value (future, &error))
        continue;
      g_assert_error (error, LB_ERROR, LB_ERROR_DAMAGED);
      n++;
    }
  return n;
}

/* Stopped workers can't answer, so that the kill surely comes while one has a request. */
static void
test_killed_at_work (void)
{
  g_autoptr (LbDecoder) decoder = lb_decoder_new (60 * 1000);
  g_autoptr (GBytes) bytes = corpus_load ("side-512.jpg");
  g_autoptr (GPtrArray) futures = g_ptr_array_new_with_free_func (dex_unref);
  guint n_asked;
  guint wanted;
  int pid;

  assert_decodes (decoder);
  pid = only_worker ();
  n_asked = lb_decoder_get_n_asked (decoder);
  kill (pid, SIGSTOP);
  for (guint i = 0; i < 16; i++)
    g_ptr_array_add (futures, lb_decoder_decode (decoder, bytes, 0));
  /* The others of the queue go to the second worker, where there is a core for it. */
  wanted = n_asked + (g_get_num_processors () > 1 ? 16 : 1);
  while (lb_decoder_get_n_asked (decoder) < wanted)
    g_thread_yield ();

  kill (pid, SIGKILL);
  /* One of sixteen pays for it, those in the queue and beside it do not. */
  g_assert_cmpuint (count_rejected (futures), ==, 1);
  assert_decodes (decoder);
}

static void
test_killed_idle (void)
{
  g_autoptr (LbDecoder) decoder = lb_decoder_new (20 * 1000);
  gboolean running = TRUE;

  assert_decodes (decoder);
  worker_processes_signal (SIGKILL);
  while (running)
    {
      g_autoptr (GArray) pids = worker_processes_find ();

      running = pids->len > 0;
      g_thread_yield ();
    }
  assert_decodes (decoder);
}

static void
test_no_leaks (void)
{
  g_autoptr (LbDecoder) decoder = lb_decoder_new (20 * 1000);
  g_autoptr (GBytes) good = corpus_load ("side-512.jpg");
  g_autoptr (GBytes) bad = hollow_jpeg (600, 3, 1);
  guint n_descriptors = 0;

  for (int round = 0; round < 5; round++)
    {
      g_autoptr (GPtrArray) futures = g_ptr_array_new_with_free_func (dex_unref);
      g_autoptr (GArray) children = NULL;

      for (int i = 0; i < 24; i++)
        g_ptr_array_add (futures, lb_decoder_decode (decoder, i % 4 == 3 ? bad : good, 128));
      g_assert_cmpuint (count_rejected (futures), ==, 6);

      children = worker_processes_find ();
      g_assert_cmpuint (children->len, >=, 1);
      g_assert_cmpuint (children->len, <=, 2);
      if (round == 1)
        n_descriptors = worker_processes_count_descriptors ();
    }
  /* A second worker or another thread may have come since, with a few of its own. The bad pictures
   * of three rounds would leave 18 behind. */
  g_assert_cmpuint (worker_processes_count_descriptors (), <, n_descriptors + 6);
}

/* A decoder that goes takes its workers with it. */
static void
test_ends (void)
{
  LbDecoder *decoder = lb_decoder_new (20 * 1000);
  g_autoptr (GArray) pids = NULL;

  assert_decodes (decoder);
  g_object_unref (decoder);
  pids = worker_processes_find ();
  g_assert_cmpuint (pids->len, ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  g_test_add_func ("/workers/limits", test_limits);
  g_test_add_func ("/workers/memory", test_memory);
  g_test_add_func ("/workers/processor-time", test_processor_time);
  g_test_add_func ("/workers/hangs", test_hangs);
  g_test_add_func ("/workers/killed-at-work", test_killed_at_work);
  g_test_add_func ("/workers/killed-idle", test_killed_idle);
  g_test_add_func ("/workers/no-leaks", test_no_leaks);
  g_test_add_func ("/workers/ends", test_ends);

  return g_test_run ();
}
