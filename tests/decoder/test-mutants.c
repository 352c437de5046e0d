#include "base/lb-error.h"
#include "imaging/lb-decoder.h"
#include "corpus-pictures.h"
#include "worker-processes.h"

#include <string.h>

#define MUTANTS 700
#define AT_A_TIME 20

static const char *const names[] = {
  "side-256.jpg",        "progressive.jpg",  "cmyk.jpg",      "orient-6.jpg",  "grey.jpg",
  "alpha.png",           "palette-trns.png", "grey16.png",    "orient-6.png",  "dup-near.webp",
  "alpha-lossless.webp", "alpha-lossy.webp", "orient-6.webp", "animated.webp",
};

/* Headers are short and matter most, so that half of the changes fall into the first kilobyte. */
static GBytes *
mutate (GBytes *bytes)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  guint8 *copy = g_memdup2 (data, length);
  int times = 1 << g_test_rand_int_range (0, 6);

  for (int i = 0; i < times; i++)
    {
      gsize end = g_test_rand_int_range (0, 2) ? length : MIN (length, 1024);
      gsize at = (gsize) g_test_rand_int_range (0, (gint32) end);

      switch (g_test_rand_int_range (0, 4))
        {
        case 0:  copy[at] ^= (guint8) (1 << g_test_rand_int_range (0, 8)); break;
        case 1:  copy[at] = (guint8) g_test_rand_int_range (0, 256); break;
        case 2:  copy[at] = 0xff; break;
        default: memset (copy + at, 0, MIN (length - at, 8)); break;
        }
    }
  if (g_test_rand_int_range (0, 8) == 0)
    length = (gsize) g_test_rand_int_range (1, (gint32) length);
  return g_bytes_new_take (copy, length);
}

/* Each broken picture becomes a picture or an error of its kind; no worker dies of one. */
static void
test_mutants (void)
{
  g_autoptr (LbDecoder) decoder = lb_decoder_new (60 * 1000);
  g_autoptr (GArray) before = NULL;
  g_autoptr (GArray) after = NULL;
  guint n_good = 0;

  for (guint i = 0; i < MUTANTS; i += AT_A_TIME)
    {
      g_autoptr (GPtrArray) futures = g_ptr_array_new_with_free_func (dex_unref);

      for (guint j = i; j < i + AT_A_TIME; j++)
        {
          g_autoptr (GBytes) whole = corpus_load (names[j % G_N_ELEMENTS (names)]);
          g_autoptr (GBytes) mutant = mutate (whole);

          g_ptr_array_add (futures, j % 7 == 6 ? lb_decoder_read_exif (decoder, mutant)
                                               : lb_decoder_decode (decoder, mutant, 200));
        }
      for (guint j = 0; j < futures->len; j++)
        {
          g_autoptr (GError) error = NULL;

          corpus_wait_for (g_ptr_array_index (futures, j));
          if (dex_future_get_value (g_ptr_array_index (futures, j), &error))
            n_good++;
          else
            g_assert_true (g_error_matches (error, LB_ERROR, LB_ERROR_DAMAGED) ||
                           g_error_matches (error, LB_ERROR, LB_ERROR_UNSUPPORTED) ||
                           g_error_matches (error, LB_ERROR, LB_ERROR_TOO_LARGE));
        }

      /* With the first batch all workers are there. */
      if (before == NULL)
        before = worker_processes_find ();
    }

  after = worker_processes_find ();
  g_test_message ("%u of %u still were pictures", n_good, MUTANTS);
  g_assert_cmpmem (before->data, before->len * sizeof (int), after->data,
                   after->len * sizeof (int));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_test_add_func ("/mutants/pictures", test_mutants);

  return g_test_run ();
}
