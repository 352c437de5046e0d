#include "lb-test-service.h"

#include <string.h>

#define PROJECTS "/v1/tailored-gen/projects"
#define SCHEMA "/v1/tailored-gen/generate_visual_schema"
#define MIB (1024 * 1024)
#define FILE_MAX (50 * MIB)

static LbTestService *service;
static gint64 project;

/* A PNG whose header names a size, and that holds nothing of it. */
static GBytes *
png_header (guint32 width, guint32 height)
{
  static const guint8 rest[] = "\x08\x02\0\0\0\0\0\0\0"
                               "\0\0\0\x01IDATx\0\0\0\0"
                               "\0\0\0\0IEND\xae\x42\x60\x82";
  GByteArray *png = g_byte_array_new ();
  guint32 sides[2] = { GUINT32_TO_BE (width), GUINT32_TO_BE (height) };

  g_byte_array_append (png, (const guint8 *) "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR", 16);
  g_byte_array_append (png, (const guint8 *) sides, 8);
  g_byte_array_append (png, rest, sizeof rest - 1);

  return g_byte_array_free_to_bytes (png);
}

/* A good JPEG of exactly @size bytes: comments are put in before its scan. */
static GBytes *
jpeg_of_bytes (gsize size)
{
  g_autoptr (GBytes) plain = lb_test_picture (1024, 1024, FALSE, "jpeg", 1);
  g_autofree guint8 *comment = g_malloc0 (65535 + 2);
  GByteArray *jpeg = g_byte_array_new ();
  gsize length;
  const guint8 *data = g_bytes_get_data (plain, &length);
  gsize missing = size - length;
  gsize scan = 2;

  while (data[scan + 1] != 0xda)
    scan += 2 + ((gsize) data[scan + 2] << 8 | data[scan + 3]);

  g_byte_array_append (jpeg, data, (guint) scan);
  while (missing > 0)
    {
      /* Never leaves a rest that is too short for a segment. */
      gsize part = missing <= 65537 ? missing : MIN (missing - 4, 65537);

      comment[0] = 0xff;
      comment[1] = 0xfe;
      comment[2] = (guint8) ((part - 2) >> 8);
      comment[3] = (guint8) (part - 2);
      g_byte_array_append (jpeg, comment, (guint) part);
      missing -= part;
    }
  g_byte_array_append (jpeg, data + scan, (guint) (length - scan));
  g_assert_cmpuint (jpeg->len, ==, size);

  return g_byte_array_free_to_bytes (jpeg);
}

static char *
images_path (gint64 dataset)
{
  return lb_test_path ("datasets/%" G_GINT64_FORMAT "/images", dataset);
}

static void
refuse_picture (gint64 dataset, GBytes *picture, const char *extra, guint status, const char *rule)
{
  g_autofree char *path = images_path (dataset);
  g_autofree char *body = lb_test_upload_body (picture, extra);

  lb_test_refused (service, "POST", path, body, status, rule);
}

static void
assert_empty (gint64 dataset)
{
  g_autofree char *path = images_path (dataset);

  lb_test_done (service, "GET", path, NULL, 200);
  g_assert_cmpuint (lb_test_count (service), ==, 0);
}

/* R57: 50 MiB pass, a byte more does not. */
static void
test_file_bytes (void)
{
  gint64 dataset = lb_test_add_dataset (service, project, "");
  g_autoptr (GBytes) most = jpeg_of_bytes (FILE_MAX);
  g_autoptr (GBytes) over = jpeg_of_bytes (FILE_MAX + 1);

  refuse_picture (dataset, over, "", 413, "R57");
  g_assert_cmpstr (lb_test_text (service, "code"), ==, "too_large");
  assert_empty (dataset);
  lb_test_upload (service, dataset, most);
  g_assert_cmpint (lb_test_number (service, "size_bytes"), ==, FILE_MAX);
}

/* The most that the process has held so far. */
static gsize
peak_bytes (LbTestService *of)
{
  g_autofree char *path =
    g_strdup_printf ("/proc/%s/status", g_subprocess_get_identifier (of->process));
  g_autofree char *text = NULL;
  const char *at;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  at = strstr (text, "VmHWM:");
  g_assert_nonnull (at);

  return g_ascii_strtoull (at + strlen ("VmHWM:"), NULL, 10) * 1024;
}

/* R45: of an upload the picture is held, and what reads it; the text that it comes as is not. */
static void
test_memory (void)
{
  LbTestService *other = lb_test_service_new ();
  gint64 dataset = lb_test_add_dataset (other, lb_test_add_project (other), "");
  g_autoptr (GBytes) small = lb_test_picture (1024, 1024, FALSE, "jpeg", 1);
  g_autoptr (GBytes) most = jpeg_of_bytes (FILE_MAX);
  gsize before;
  gsize held;

  lb_test_upload (other, dataset, small);
  before = peak_bytes (other);
  lb_test_upload (other, dataset, most);
  held = peak_bytes (other) - before;
  g_test_message ("%zu MiB for a picture of %d", held / MIB, FILE_MAX / MIB);
#ifndef __SANITIZE_ADDRESS__ /* which keeps what was freed */
  g_assert_cmpuint (held, <, 2 * FILE_MAX + 16 * MIB);
#endif
  lb_test_service_free (other);
}

/* R57: sides and area, before and after enlarging. */
static void
test_sides (void)
{
  static const guint32 over[][2] = {
    { 16385, 1024 }, { 1024, 16385 }, { 10001, 10000 }, { 0x7fffffff, 0x7fffffff },
    { 4097, 256 },   { 256, 4097 },
  };
  gint64 dataset = lb_test_add_dataset (service, project, "");
  g_autoptr (GBytes) longest = lb_test_picture (16384, 1024, FALSE, "jpeg", 2);
  g_autoptr (GBytes) enlarged = lb_test_picture (4096, 256, FALSE, "jpeg", 3);
  g_autoptr (GBytes) area = png_header (10000, 10000);

  for (guint i = 0; i < G_N_ELEMENTS (over); i++)
    {
      g_autoptr (GBytes) picture = png_header (over[i][0], over[i][1]);

      g_test_message ("%u × %u", over[i][0], over[i][1]);
      refuse_picture (dataset, picture, "", 413, "R57");
    }
  /* The area is allowed, so that this one fails only because it is hollow. */
  refuse_picture (dataset, area, "", 415, "R46");
  assert_empty (dataset);

  lb_test_upload (service, dataset, longest);
  g_assert_cmpint (lb_test_number (service, "width"), ==, 16384);
  lb_test_upload (service, dataset, enlarged);
  g_assert_cmpint (lb_test_number (service, "width"), ==, 16384);
  g_assert_cmpint (lb_test_number (service, "height"), ==, 1024);
}

/* R58: whoever breaks several rules hears of the first. */
static void
test_order (void)
{
  gint64 dataset = lb_test_add_dataset (service, project, "");
  gint64 advanced = lb_test_add_dataset (service, project, ", \"upload_type\": \"advanced\"");
  g_autofree char *advanced_path = images_path (advanced);
  g_autofree char *path = images_path (dataset);
  g_autoptr (GBytes) wide = png_header (16385, 10);
  g_autoptr (GBytes) flat = png_header (100, 100);
  g_autoptr (GBytes) bent = lb_test_picture (200, 200, FALSE, "jpeg", 1);
  g_autoptr (GBytes) cut = g_bytes_new_from_bytes (bent, 0, g_bytes_get_size (bent) - 100);
  g_autofree char *wide_body = lb_test_upload_body (wide, "");

  /* 404 before 400. */
  lb_test_refused (service, "POST", "/v1/tailored-gen/datasets/99999/images", "{", 404, "R4");
  /* 400 of the body before 400 of the kind. */
  lb_test_refused (service, "POST", advanced_path, "{}", 400, "R44");
  /* 400 of the kind before 413 and 422. */
  lb_test_refused (service, "POST", advanced_path, wide_body, 400, "R42");
  /* 413 before 415 and 412: too wide, hollow and too low. */
  refuse_picture (dataset, wide, "", 413, "R57");
  /* 415 before 412: cut off and too small. */
  refuse_picture (dataset, cut, "", 415, "R46");
  /* 412 by the header alone, before the pixels are looked at. */
  refuse_picture (dataset, flat, "", 412, "R47");
  refuse_picture (dataset, flat, ", \"increase_resolution\": false", 412, "R48");
  /* 422 of fetching comes before all that a picture could break. */
  lb_test_refused (service, "POST", path, "{\"image_url\": \"ftp://a/\"}", 422, "R51");
  assert_empty (dataset);
}

/* R43 and R58: the state comes before the fetch and before the picture. */
static void
test_order_completed (void)
{
  gint64 of = lb_test_add_project (service);
  gint64 dataset = lb_test_add_dataset (service, of, ", \"training_version\": \"max\"");
  g_autofree char *path = images_path (dataset);
  g_autofree char *dataset_path = lb_test_path ("datasets/%" G_GINT64_FORMAT, dataset);
  g_autoptr (GBytes) picture = lb_test_picture (1024, 1024, FALSE, "jpeg", 1);
  g_autoptr (GBytes) wide = png_header (16385, 10);

  lb_test_upload (service, dataset, picture);
  lb_test_done (service, "PUT", dataset_path, "{\"status\": \"completed\"}", 200);
  lb_test_refused (service, "POST", path, "{\"image_url\": \"http://a/\"}", 409, "R43");
  refuse_picture (dataset, wide, "", 409, "R43");
  lb_test_refused (service, "POST", path, "{\"file\": \"...\"}", 400, "R45");
}

/* R9: each operation's own cap. */
static void
test_bodies (void)
{
  gint64 dataset = lb_test_add_dataset (service, project, "");
  g_autofree char *images = images_path (dataset);
  g_autofree char *image = g_strconcat (images, "/1", NULL);
  const struct
  {
    const char *method;
    const char *path;
    gsize cap;
  } cases[] = {
    { "POST", PROJECTS, 8 * MIB },
    { "POST", "/v1/tailored-gen/datasets", 8 * MIB },
    { "POST", SCHEMA, 24 * MIB },
    { "POST", images, 72 * MIB },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *body = g_strnfill (cases[i].cap + 1, ' ');

      g_test_message ("%s", cases[i].path);
      lb_test_refused (service, cases[i].method, cases[i].path, body, 413, "R9");
      g_assert_cmpstr (lb_test_text (service, "code"), ==, "body_too_large");
      body[cases[i].cap] = '\0';
      lb_test_refused (service, cases[i].method, cases[i].path, body, 400, "R9");
    }
  g_assert_cmpuint (lb_test_call (service, "GET", image, NULL), ==, 404);
}

/* R9: what is no JSON, or more of it than anybody means. */
static void
test_broken_json (void)
{
  g_autofree char *deep = g_strnfill (100000, '[');
  g_autofree char *open = g_strnfill (70, '[');
  g_autofree char *close = g_strnfill (70, ']');
  g_autofree char *nested = g_strdup_printf ("{\"project_name\": %s%s}", open, close);
  const char *const bodies[] = {
    "",
    "null",
    "\"text\"",
    "{\"project_name\": \"a\",}",
    "{'project_name': 'a'}",
    "{\"project_name\": NaN}",
    "{\"project_name\": \"\xff\xfe\"}",
    "{\"project_name\": \"\\ud800\"}",
    "{} {}",
    "{}{}",
    "[][]",
    "{}[]",
    deep,
    nested,
  };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autofree char *start = g_strndup (bodies[i], 60);
      g_autofree char *shown = g_strescape (start, NULL);

      g_test_message ("%s", shown);
      lb_test_refused (service, "POST", PROJECTS, bodies[i], 400, "R9");
    }
}

/* R9: seven megabytes of members nobody asked for cost neither time nor memory. */
static void
test_many_values (void)
{
  LbTestService *other = lb_test_service_new ();
  g_autoptr (GString) body = g_string_new ("{\"project_name\": \"a\"");
  g_autofree char *held_back = NULL;
  gsize before;
  gsize held;
  gint64 start;

  held_back = g_strnfill (7 * MIB, ' ');
  lb_test_refused (other, "POST", PROJECTS, held_back, 400, "R9");
  before = peak_bytes (other);

  for (guint i = 0; i < 600000; i++)
    g_string_append_printf (body, ", \"%u\": 1", i);
  g_string_append_c (body, '}');
  start = g_get_monotonic_time ();
  lb_test_refused (other, "POST", PROJECTS, body->str, 400, "R9");
  g_assert_nonnull (strstr (lb_test_text (other, "message"), "too many values"));

  held = peak_bytes (other) - before;
  g_test_message ("%zu MiB and %.3f s for %zu bytes", held / MIB,
                  (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC, body->len);
#ifndef __SANITIZE_ADDRESS__ /* which keeps what was freed */
  g_assert_cmpuint (held, <, 24 * MIB);
#endif
  lb_test_service_free (other);
}

static void
refuse_length (const char *method,
               const char *path,
               const char *before,
               const char *member,
               gsize most,
               const char *rule)
{
  g_autofree char *text = g_strnfill (most + 1, 'x');
  g_autofree char *body = g_strdup_printf ("{%s\"%s\": \"%s\"}", before, member, text);

  g_test_message ("%s", member);
  lb_test_refused (service, method, path, body, 400, rule);
  g_assert_cmpstr (lb_test_text (service, "field"), ==, member);
  g_assert_nonnull (strstr (lb_test_text (service, "message"), "longer"));
}

/* Texts are as long as somebody may mean them, and no longer: they stay with the service for ever.
 */
static void
test_texts (void)
{
  gint64 of = lb_test_add_project (service);
  gint64 dataset = lb_test_add_dataset (service, of, ", \"training_version\": \"max\"");
  g_autofree char *project_path = lb_test_path ("projects/%" G_GINT64_FORMAT, of);
  g_autofree char *path = lb_test_path ("datasets/%" G_GINT64_FORMAT, dataset);
  g_autofree char *images = images_path (dataset);
  g_autofree char *name = g_strnfill (1024, 'n');
  g_autofree char *named = g_strdup_printf ("{\"name\": \"%s\"}", name);

  refuse_length ("PUT", project_path, "", "project_name", 1024, "R14");
  refuse_length ("PUT", project_path, "", "ip_name", 1024, "R15");
  refuse_length ("PUT", project_path, "", "project_description", 64 * 1024, "R14");
  refuse_length ("PUT", project_path, "", "ip_description", 64 * 1024, "R15");
  refuse_length ("PUT", path, "", "name", 1024, "R27");
  refuse_length ("PUT", path, "", "caption_prefix", 64 * 1024, "R27");
  refuse_length ("PUT", path, "", "visual_schema", 256 * 1024, "R28");
  refuse_length ("POST", "/v1/tailored-gen/datasets", "\"project_id\": 1, \"name\": \"a\", ",
                 "description", 64 * 1024, "R20");
  refuse_length ("POST", images, "\"file\": \"AAAA\", ", "image_name", 1024, "R55");

  lb_test_done (service, "PUT", path, named, 200);
  g_assert_cmpstr (lb_test_text (service, "name"), ==, name);
}

/* R10 */
static void
test_ids (void)
{
  gint64 dataset = lb_test_add_dataset (service, project, "");
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, dataset);
  const char *const odd[] = { "x",  "0", "-1", "+1", "1.0", "0x1", "%20", "99999999999999999999999",
                              "1x", "" };

  for (guint i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      g_autofree char *of_project = lb_test_path ("projects/%s", odd[i]);
      g_autofree char *of_dataset = lb_test_path ("datasets/%s", odd[i]);
      g_autofree char *of_image = lb_test_path ("datasets/%s/images/%s", id, odd[i]);
      g_autofree char *of_both = lb_test_path ("datasets/%s/images/1", odd[i]);

      g_test_message ("“%s”", odd[i]);
      lb_test_refused (service, "GET", of_project, NULL, 404, NULL);
      lb_test_refused (service, "GET", of_dataset, NULL, 404, NULL);
      lb_test_refused (service, "DELETE", of_image, NULL, 404, NULL);
      lb_test_refused (service, "GET", of_both, NULL, 404, NULL);
    }
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  service = lb_test_service_new ();
  project = lb_test_add_project (service);

  g_test_add_func ("/limits/R45-memory", test_memory);
  g_test_add_func ("/limits/R57-file-bytes", test_file_bytes);
  g_test_add_func ("/limits/R57-sides", test_sides);
  g_test_add_func ("/limits/R58-order", test_order);
  g_test_add_func ("/limits/R43-R58-order-completed", test_order_completed);
  g_test_add_func ("/limits/R9-bodies", test_bodies);
  g_test_add_func ("/limits/R9-broken-json", test_broken_json);
  g_test_add_func ("/limits/R9-many-values", test_many_values);
  g_test_add_func ("/limits/texts", test_texts);
  g_test_add_func ("/limits/R10-ids", test_ids);

  status = g_test_run ();
  lb_test_service_free (service);

  return status;
}
