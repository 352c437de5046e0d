#include <string.h>

#include "zip-contents.h"

#define MUTATIONS 2000

static const char *const names[] = {
  "good-stored.zip",
  "good-deflated.zip",
  "good-zipfile.zip",
  "good-zipfile-piped.zip",
  "good-zipfile-piped-deflated.zip",
  "good-zip64-end.zip",
  "good-sizes-follow.zip",
  "good-directory-order.zip",
};

static GBytes *
load (const char *name)
{
  g_autofree char *path = g_build_filename (g_getenv ("LB_TEST_ZIPS"), name, NULL);
  char *data = NULL;
  gsize size = 0;

  g_assert_true (g_file_get_contents (path, &data, &size, NULL));

  return g_bytes_new_take (data, size);
}

/* Cut after each fiftieth part: never more than an error. */
static void
test_truncated (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GBytes) whole = load (names[i]);

      for (guint part = 0; part < 50; part++)
        {
          const gsize size = g_bytes_get_size (whole) * part / 50;
          const int code = size < 4 ? LB_ERROR_UNSUPPORTED : LB_ERROR_DAMAGED;
          g_autoptr (GBytes) bytes = g_bytes_new_from_bytes (whole, 0, size);
          g_autoptr (LbZipReader) reader = lb_zip_reader_new (NULL);
          g_autoptr (GError) error = NULL;

          g_assert_false (lb_zip_reader_open_bytes (reader, bytes, NULL, &error));
          g_assert_error (error, LB_ERROR, code);
        }
    }
}

static guint8
pick_byte (GRand *rand)
{
  static const guint8 telling[] = { 0, 1, 8, 0x7f, 0x80, 0xff, '/', '.', 'P', 'K' };

  return g_rand_boolean (rand) ? telling[g_rand_int_range (rand, 0, G_N_ELEMENTS (telling))]
                               : (guint8) g_rand_int (rand);
}

/* A place near a signature half of the time, since a hit in a picture changes little. */
static gsize
pick_place (GRand *rand, const guint8 *data, gsize size)
{
  const gsize start = (gsize) g_rand_int_range (rand, 0, (gint32) size);
  const guint8 *near = memmem (data + start, size - start, "PK", 2);

  if (near && g_rand_boolean (rand))
    {
      const gsize after = (gsize) g_rand_int_range (rand, 0, 60);

      return MIN ((gsize) (near - data) + after, size - 1);
    }

  return start;
}

static GBytes *
mutate (GRand *rand, GBytes *bytes)
{
  gsize size;
  const guint8 *original = g_bytes_get_data (bytes, &size);
  g_autoptr (GByteArray) data = g_byte_array_sized_new ((guint) size + 64);
  const gint32 changes = g_rand_int_range (rand, 1, 6);

  g_byte_array_append (data, original, (guint) size);
  for (gint32 i = 0; i < changes; i++)
    {
      const gsize place = pick_place (rand, data->data, data->len);
      const guint left = data->len - (guint) place;

      switch (g_rand_int_range (rand, 0, 8))
        {
        case 0:  g_byte_array_remove_range (data, (guint) place, MIN (left - 1, 7)); break;
        case 1:  g_byte_array_append (data, original + size / 2, 9); break;
        case 2:  memset (data->data + place, 0xff, MIN (left, 4)); break;
        case 3:  data->data[place] ^= (guint8) (1u << g_rand_int_range (rand, 0, 8)); break;
        default: data->data[place] = pick_byte (rand);
        }
    }

  return g_byte_array_free_to_bytes (g_steal_pointer (&data));
}

static void
test_mutated (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (20260728);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GBytes) whole = load (names[i]);

      for (guint j = 0; j < MUTATIONS / G_N_ELEMENTS (names); j++)
        {
          g_autoptr (GBytes) bytes = mutate (rand, whole);

          zip_contents_try (bytes);
        }
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/zip-damage/truncated", test_truncated);
  g_test_add_func ("/zip-damage/mutated", test_mutated);

  return g_test_run ();
}
