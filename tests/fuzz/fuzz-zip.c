/* A whole ZIP file (archive/lb-zip-reader.h): its directory, its names, its entries unpacked. */

#include "fuzz-target.h"

#include <stdlib.h>
#include <string.h>

#include "archive/lb-zip-reader.h"

static const LbZipCaps caps = {
  .max_images = 50,
  .max_entries = 200,
  .max_bytes = 4 * 1024 * 1024,
  .max_ratio = 100,
  .ratio_from_bytes = 64 * 1024,
};

typedef struct
{
  guint64 bytes; /* of all entries so far */
} Unpacked;

static gboolean
count_cb (const guint8 *data, gsize size, gpointer user_data, GError **error)
{
  Unpacked *unpacked = user_data;

  unpacked->bytes += size;
  return TRUE;
}

/* Names that the reader lets pass lead nowhere but down. */
static void
check_name (const char *name)
{
  if (name == NULL || !g_utf8_validate (name, -1, NULL) || *name == '/' || strchr (name, '\\') ||
      g_str_has_prefix (name, "../") || strstr (name, "/../") || g_str_has_suffix (name, "/.."))
    abort ();
}

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  return 0;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (LbZipReader) reader = lb_zip_reader_new (&caps);
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  Unpacked unpacked = { 0 };

  if (!lb_zip_reader_open_bytes (reader, bytes, NULL, NULL))
    {
      if (!lb_zip_refusal_is_whole (lb_zip_reader_get_refusal (reader)))
        abort ();
      return 0;
    }

  for (guint i = 0; i < lb_zip_reader_get_n_entries (reader); i++)
    {
      const LbZipEntry *entry = lb_zip_reader_get_entry (reader, i);

      if (entry->refusal != LB_ZIP_REFUSAL_NONE)
        continue;
      check_name (entry->name);
      lb_zip_reader_read (reader, i, count_cb, &unpacked, NULL, NULL);
    }

  if (unpacked.bytes > caps.max_bytes)
    abort ();
  return 0;
}
