#include "zip-contents.h"

#include <string.h>

typedef struct
{
  GChecksum *checksum; /* (nullable) */
  guint64 total;
} Sum;

static gboolean
add_chunk (const guint8 *data, gsize size, gpointer user_data, GError **error)
{
  Sum *sum = user_data;

  g_assert_cmpuint (size, >, 0);
  sum->total += size;
  if (sum->checksum)
    g_checksum_update (sum->checksum, data, (gssize) size);

  return TRUE;
}

static void
add_length (GChecksum *checksum, guint64 length)
{
  guint64 number = GUINT64_TO_LE (length);

  g_checksum_update (checksum, (const guint8 *) &number, sizeof number);
}

char *
zip_contents_hash (LbZipReader *reader, GError **error)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  for (guint i = 0; i < lb_zip_reader_get_n_entries (reader); i++)
    {
      const LbZipEntry *entry = lb_zip_reader_get_entry (reader, i);
      Sum sum = { checksum, 0 };

      add_length (checksum, strlen (entry->name));
      g_checksum_update (checksum, (const guint8 *) entry->name, (gssize) strlen (entry->name));
      add_length (checksum, entry->size_bytes);
      if (!lb_zip_reader_read (reader, i, add_chunk, &sum, NULL, error))
        return NULL;
      g_assert_cmpuint (sum.total, ==, entry->size_bytes);
    }

  return g_strdup (g_checksum_get_string (checksum));
}

LbZipReader *
zip_contents_open (GBytes *bytes)
{
  LbZipReader *reader = lb_zip_reader_new (NULL);
  g_autoptr (GError) error = NULL;

  lb_zip_reader_open_bytes (reader, bytes, NULL, &error);
  g_assert_no_error (error);

  return reader;
}

void
zip_contents_try (GBytes *bytes)
{
  g_autoptr (LbZipReader) reader = lb_zip_reader_new (NULL);
  g_autoptr (GError) error = NULL;

  if (!lb_zip_reader_open_bytes (reader, bytes, NULL, &error))
    {
      g_assert_true (error && error->domain == LB_ERROR);
      g_assert_true (lb_zip_refusal_is_whole (lb_zip_reader_get_refusal (reader)));
      g_assert_cmpuint (lb_zip_reader_get_n_entries (reader), ==, 0);
      return;
    }

  g_assert_no_error (error);
  for (guint i = 0; i < lb_zip_reader_get_n_entries (reader); i++)
    {
      const LbZipEntry *entry = lb_zip_reader_get_entry (reader, i);
      g_autoptr (GError) reading = NULL;
      Sum sum = { NULL, 0 };

      g_assert_true (g_utf8_validate (entry->name, -1, NULL));
      if (!lb_zip_reader_read (reader, i, add_chunk, &sum, NULL, &reading))
        {
          g_assert_true (reading && reading->domain == LB_ERROR);
          g_assert_true (entry->refusal != LB_ZIP_REFUSAL_NONE ||
                         lb_zip_reader_get_refusal (reader) != LB_ZIP_REFUSAL_NONE);
        }
      g_assert_cmpuint (sum.total, <=, entry->size_bytes);
    }
}
