#include <string.h>

#include <glib.h>

#include "service/lb-base64.h"
#include "service/lb-upload-reader.h"

/* What is left, and what was decoded: NULL for nothing. */
typedef struct
{
  const char *body;
  const char *rest;
  const char *file;
} Case;

static const Case cases[] = {
  { "{\"file\":\"QUJD\"}", "{\"file\":\"\"}", "ABC" },
  { " { \"a\" : [1, {\"file\": \"QUJD\"}], \"file\" : \"QUI=\" , \"b\": null } ",
    " { \"a\" : [1, {\"file\": \"QUJD\"}], \"file\" : \"\" , \"b\": null } ", "AB" },
  { "{\"file\": \"data:image/png;base64,QQ==\"}", "{\"file\": \"\"}", "A" },
  { "{\"file\": \"DATA:;BASE64,QQ==\"}", "{\"file\": \"\"}", "A" },
  { "{\"file\": \"QU\\nJD\\r\\n \\tQUJD\"}", "{\"file\": \"\"}", "ABCABC" },
  { "{\"file\": \"\\u0051UJD\"}", "{\"file\": \"\"}", "ABC" },
  { "{\"file\": \"\\/\\/8=\"}", "{\"file\": \"\"}", "\377\377" },
  { "{\"file\": \"dataQUJD\"}", "{\"file\": \"\"}", "u\253Z\101\102\103" },
  { "{\"file\": \"QUJD\", \"file\": \"Qg==\"}", "{\"file\": \"\", \"file\": \"\"}", "B" },
  { "{\"a\": \"file\", \"b\": \"\\\"file\\\": \", \"file\": \"QQ==\"}",
    "{\"a\": \"file\", \"b\": \"\\\"file\\\": \", \"file\": \"\"}", "A" },

  { "{}", "{}", NULL },
  { "", "", NULL },
  { "[{\"file\": \"QUJD\"}]", "[{\"file\": \"QUJD\"}]", NULL },
  { "\"file\": \"QUJD\"", "\"file\": \"QUJD\"", NULL },
  { "{\"a\": {\"file\": \"QUJD\"}}", "{\"a\": {\"file\": \"QUJD\"}}", NULL },
  { "{\"files\": \"QUJD\"}", "{\"files\": \"QUJD\"}", NULL },
  { "{\"fil\": \"QUJD\"}", "{\"fil\": \"QUJD\"}", NULL },
  { "{\"file\": [\"QUJD\"]}", "{\"file\": [\"QUJD\"]}", NULL },
  { "{\"file\": 5}", "{\"file\": 5}", NULL },
  { "{\"a\": \"\\\\\", \"b\": \"x\"}", "{\"a\": \"\\\\\", \"b\": \"x\"}", NULL },

  /* No base64. */
  { "{\"file\": \"\"}", "{\"file\": \"\"}", NULL },
  { "{\"file\": \"QUJ\"}", "{\"file\": \"\"}", NULL },
  { "{\"file\": \"Q===\"}", "{\"file\": \"\"}", NULL },
  { "{\"file\": \"QQ==QQ==\"}", "{\"file\": \"\"}", NULL },
  { "{\"file\": \"QU-_\"}", "{\"file\": \"\"}", NULL },
  { "{\"file\": \"data:image/png;base64,\"}", "{\"file\": \"\"}", NULL },
  { "{\"file\": \"data:image/png,QUJD\"}", "{\"file\": \"\"}", NULL },
  { "{\"file\": \"QU\\\"JD\"}", "{\"file\": \"\"}", NULL },
  { "{\"file\": \"QU\\u00e9D\"}", "{\"file\": \"\"}", NULL },
  { "{\"file\": \"QUJD\", \"file\": \"\"}", "{\"file\": \"\", \"file\": \"\"}", NULL },
  { "{\"file\": \"\303\251\"}", "{\"file\": \"\303\251\"}", NULL },

  /* What is bad stays bad. */
  { "{\"file\": \"QUJD", "{\"file\": \"", NULL },
  { "{\"file\": \"QU\nJD\"}", "{\"file\": \"\n\"}", NULL },
  { "{\"file\": \"QU\\xJD\"}", "{\"file\": \"\\ \"}", NULL },
  { "{\"file\": \"QU\377JD\"}", "{\"file\": \"\377\"}", NULL },
  { "{\"file\": \"\\u00zz\"}", "{\"file\": \"\\ \"}", NULL },
};

static void
check (const Case *each, gsize step)
{
  LbUploadReader *reader = lb_upload_reader_new ();
  gsize length = strlen (each->body);
  g_autoptr (GBytes) file = NULL;
  g_autoptr (GBytes) rest = NULL;
  g_autofree char *text = NULL;

  for (gsize at = 0; at < length; at += step)
    lb_upload_reader_push (reader, each->body + at, MIN (step, length - at));
  rest = lb_upload_reader_end (reader, &file);
  text = g_strndup (g_bytes_get_size (rest) > 0 ? g_bytes_get_data (rest, NULL) : "",
                    g_bytes_get_size (rest));
  g_assert_cmpstr (text, ==, each->rest);
  g_assert_true ((file != NULL) == (each->file != NULL));
  if (file != NULL)
    g_assert_cmpmem (g_bytes_get_data (file, NULL), g_bytes_get_size (file), each->file,
                     strlen (each->file));
  lb_upload_reader_free (reader);
}

/* Cut anywhere, it is the same. */
static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *shown = g_strescape (cases[i].body, NULL);

      g_test_message ("%s", shown);
      for (gsize step = 1; step <= strlen (cases[i].body) + 1; step++)
        check (&cases[i], step);
    }
}

/* As GLib's own decoder, in any pieces. */
static void
test_random (void)
{
  for (guint round = 0; round < 500; round++)
    {
      gsize size = (gsize) g_test_rand_int_range (1, 300);
      g_autofree guchar *data = g_malloc (size);
      g_autofree char *text = NULL;
      g_autoptr (LbBase64Reader) reader = lb_base64_reader_new ();
      g_autoptr (GBytes) bytes = NULL;
      gsize length;

      for (gsize i = 0; i < size; i++)
        data[i] = (guchar) g_test_rand_int ();
      text = g_base64_encode (data, size);
      length = strlen (text);
      for (gsize at = 0; at < length;)
        {
          gsize step = (gsize) g_test_rand_int_range (1, 50);

          step = MIN (step, length - at);
          lb_base64_reader_push (reader, text + at, step);
          at += step;
        }
      bytes = lb_base64_reader_end (reader);
      g_assert_nonnull (bytes);
      g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), data, size);
    }
}

/* A prefix without an end is not waited for. */
static void
test_long_prefix (void)
{
  g_autoptr (LbBase64Reader) reader = lb_base64_reader_new ();
  g_autofree char *filler = g_strnfill (2000, 'a');

  lb_base64_reader_push (reader, "data:", 5);
  lb_base64_reader_push (reader, filler, 2000);
  lb_base64_reader_push (reader, ";base64,QUJD", 12);
  g_assert_null (lb_base64_reader_end (reader));
}

static gsize
peak_bytes (void)
{
  g_autofree char *text = NULL;
  const char *at;

  g_assert_true (g_file_get_contents ("/proc/self/status", &text, NULL, NULL));
  at = strstr (text, "VmHWM:");
  g_assert_nonnull (at);

  return g_ascii_strtoull (at + 6, NULL, 10) * 1024;
}

/* The text is never held, nor are two copies of what it stands for. */
static void
test_memory (void)
{
  const gsize block = 64 * 1024;
  g_autofree char *letters = g_strnfill (block, 'A');
  LbUploadReader *reader = lb_upload_reader_new ();
  g_autoptr (GBytes) file = NULL;
  g_autoptr (GBytes) rest = NULL;
  gsize before = peak_bytes ();

  lb_upload_reader_push (reader, "{\"file\": \"", 10);
  for (guint i = 0; i < 1024; i++)
    lb_upload_reader_push (reader, letters, block);
  lb_upload_reader_push (reader, "\"}", 2);
  rest = lb_upload_reader_end (reader, &file);
  g_assert_cmpuint (g_bytes_get_size (file), ==, 48 * 1024 * 1024);
  g_assert_cmpuint (g_bytes_get_size (rest), ==, 12);
  g_test_message ("%zu MiB", (peak_bytes () - before) >> 20);
#ifndef __SANITIZE_ADDRESS__ /* which keeps what was freed */
  g_assert_cmpuint (peak_bytes () - before, <, 64 * 1024 * 1024);
#endif
  lb_upload_reader_free (reader);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/upload-reader/R45-cases", test_cases);
  g_test_add_func ("/upload-reader/R45-random", test_random);
  g_test_add_func ("/upload-reader/long-prefix", test_long_prefix);
  g_test_add_func ("/upload-reader/memory", test_memory);

  return g_test_run ();
}
