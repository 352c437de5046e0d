#include "lb-test-service.h"

#include <string.h>

#include <gdk-pixbuf/gdk-pixbuf.h>

#define PROJECTS "/v1/tailored-gen/projects"
#define SCHEMA "/v1/tailored-gen/generate_visual_schema"

static LbTestService *service;
static gint64 project;

static char *
images_path (gint64 dataset)
{
  return lb_test_path ("datasets/%" G_GINT64_FORMAT "/images", dataset);
}

static void
add (gint64 dataset, GBytes *picture, const char *extra)
{
  g_autofree char *path = images_path (dataset);
  g_autofree char *body = lb_test_upload_body (picture, extra);

  lb_test_done (service, "POST", path, body, 201);
}

static void
refuse (gint64 dataset, GBytes *picture, const char *extra, guint status, const char *rule)
{
  g_autofree char *path = images_path (dataset);
  g_autofree char *body = lb_test_upload_body (picture, extra);

  lb_test_refused (service, "POST", path, body, status, rule);
}

static void
refuse_body (gint64 dataset, const char *body, guint status, const char *rule)
{
  g_autofree char *path = images_path (dataset);

  g_test_message ("%s", body);
  lb_test_refused (service, "POST", path, body, status, rule);
}

static GdkPixbuf *
load_last_image (void)
{
  g_autofree char *url = g_strdup (lb_test_text (service, "image_url"));
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GError) error = NULL;
  GdkPixbuf *pixels;

  g_assert_cmpuint (lb_test_call_full (service, "GET", url, NULL, NULL, NULL), ==, 200);
  stream = g_memory_input_stream_new_from_data (service->body, (gssize) service->length, NULL);
  pixels = gdk_pixbuf_new_from_stream (stream, NULL, &error);
  g_assert_no_error (error);

  return pixels;
}

/* R5: message and error say the same, code is a word for programs. */
static void
test_error_bodies (void)
{
  gint64 dataset = lb_test_add_dataset (service, project, "");
  gint64 advanced = lb_test_add_dataset (service, project, ", \"upload_type\": \"advanced\"");
  g_autofree char *images = images_path (dataset);
  g_autofree char *of_advanced = images_path (advanced);
  const struct
  {
    const char *method;
    const char *path;
    const char *body;
    guint status;
    const char *code;
  } cases[] = {
    { "POST", PROJECTS, "{", 400, "bad_json" },
    { "POST", PROJECTS, "{}", 400, "invalid" },
    { "GET", "/v1/nothing", NULL, 404, "not_found" },
    { "GET", PROJECTS "/99999", NULL, 404, "not_found" },
    { "PATCH", PROJECTS, NULL, 405, "method_not_allowed" },
    { "POST", of_advanced, "{\"file\": \"AAAA\"}", 400, "dataset_advanced" },
    { "PUT", images, NULL, 409, "cannot_regenerate" },
    { "POST", images, "{\"file\": \"AAAA\"}", 415, "unsupported_format" },
    { "POST", images, "{\"image_url\": \"ftp://a\"}", 422, "url_not_fetched" },
    { "GET", "/files/1/picture", NULL, 403, "bad_link" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *url = g_strconcat (service->base, cases[i].path, NULL);

      g_test_message ("%s %s", cases[i].method, cases[i].path);
      lb_test_call_full (service, cases[i].method, url,
                         cases[i].body != NULL ? "application/json" : NULL, cases[i].body, NULL);
      g_assert_cmpuint (service->status, ==, cases[i].status);
      g_assert_cmpstr (service->content_type, ==, "application/json");
      g_assert_cmpstr (lb_test_text (service, "message"), !=, "");
      g_assert_cmpstr (lb_test_text (service, "error"), ==, lb_test_text (service, "message"));
      g_assert_cmpstr (lb_test_text (service, "code"), ==, cases[i].code);
    }
}

/* R6: there is nothing to pay for here, and no rate. */
static void
test_no_rate (void)
{
  for (guint i = 0; i < 300; i++)
    lb_test_done (service, "GET", PROJECTS, NULL, 200);
}

/* R8: what a path does not do is 405, and says what it does. */
static void
test_methods (void)
{
  static const struct
  {
    const char *method;
    const char *path;
    const char *allowed;
  } cases[] = {
    { "DELETE", PROJECTS, "GET, POST" },           { "PUT", PROJECTS, "GET, POST" },
    { "OPTIONS", PROJECTS, "GET, POST" },          { "TRACE", PROJECTS, "GET, POST" },
    { "POST", PROJECTS "/1", "GET, PUT, DELETE" }, { "GET", SCHEMA, "POST" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *url = g_strconcat (service->base, cases[i].path, NULL);
      g_autoptr (SoupMessage) message = soup_message_new (cases[i].method, url);
      g_autoptr (GBytes) answer =
        soup_session_send_and_read (service->session, message, NULL, NULL);

      g_test_message ("%s %s", cases[i].method, cases[i].path);
      g_assert_nonnull (answer);
      g_assert_cmpuint (soup_message_get_status (message), ==, 405);
      g_assert_cmpstr (
        soup_message_headers_get_one (soup_message_get_response_headers (message), "Allow"), ==,
        cases[i].allowed);
    }
}

/* R42: whatever its family. */
static void
test_advanced (void)
{
  static const char *const extras[] = {
    ", \"upload_type\": \"advanced\"",
    ", \"upload_type\": \"advanced\", \"training_version\": \"max\"",
  };
  g_autoptr (GBytes) picture = lb_test_picture (1024, 1024, FALSE, "jpeg", 1);

  for (guint i = 0; i < G_N_ELEMENTS (extras); i++)
    {
      gint64 of = lb_test_add_project (service);

      refuse (lb_test_add_dataset (service, of, extras[i]), picture, "", 400, "R42");
    }
}

/* R43: neither in nor out. */
static void
test_completed (void)
{
  gint64 of = lb_test_add_project (service);
  gint64 dataset = lb_test_add_dataset (service, of, ", \"training_version\": \"max\"");
  g_autoptr (GBytes) picture = lb_test_picture (1024, 1024, FALSE, "jpeg", 1);
  gint64 id = lb_test_upload (service, dataset, picture);
  g_autofree char *path = lb_test_path ("datasets/%" G_GINT64_FORMAT, dataset);
  g_autofree char *image = g_strdup_printf ("%s/images/%" G_GINT64_FORMAT, path, id);

  lb_test_done (service, "PUT", path, "{\"status\": \"completed\"}", 200);
  refuse (dataset, picture, "", 409, "R43");
  g_assert_cmpstr (lb_test_text (service, "code"), ==, "dataset_completed");
  lb_test_refused (service, "DELETE", image, NULL, 409, "R43");
  lb_test_done (service, "GET", image, NULL, 200);
}

/* R44 */
static void
test_exactly_one (void)
{
  gint64 dataset = lb_test_add_dataset (service, project, "");

  refuse_body (dataset, "{}", 400, "R44");
  refuse_body (dataset, "{\"image_name\": \"a.png\"}", 400, "R44");
  refuse_body (dataset, "{\"file\": null}", 400, "R44");
  refuse_body (dataset, "{\"file\": \"AAAA\", \"image_url\": \"http://a.example/\"}", 400, "R44");
  refuse_body (dataset, "{\"file\": \"\", \"image_url\": \"\"}", 400, "R44");
}

/* R45 */
static void
test_base64 (void)
{
  static const char *const bodies[] = {
    "{\"file\": \"\"}",
    "{\"file\": \"   \"}",
    "{\"file\": \"not base64!\"}",
    "{\"file\": \"QUJ\"}",
    "{\"file\": \"QQ==QQ==\"}",
    "{\"file\": \"data:image/png,QUJD\"}",
    "{\"file\": \"data:image/png;base64,\"}",
    "{\"file\": \"\303\251\"}",
    "{\"file\": \"\\u0000\"}",
    "{\"file\": 12}",
    "{\"file\": true}",
    "{\"file\": [\"QUJD\"]}",
    "{\"file\": {\"a\": \"QUJD\"}}",
  };
  gint64 dataset = lb_test_add_dataset (service, project, "");

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    refuse_body (dataset, bodies[i], 400, "R45");
}

/* The picture may stand anywhere among the members, with blanks and escapes in it, and comes in as
 * it was. */
static void
test_base64_spelled (void)
{
  gint64 dataset = lb_test_add_dataset (service, project, "");
  g_autofree char *path = images_path (dataset);
  g_autoptr (GBytes) picture = lb_test_picture (1024, 1024, FALSE, "jpeg", 2);
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, picture);
  gsize size;
  const guint8 *data = g_bytes_get_data (picture, &size);
  g_autofree char *text = g_base64_encode (data, size);
  g_autoptr (GString) lines = g_string_new (text);
  const struct
  {
    const char *before;
    const char *after;
  } cases[] = {
    { "{\"file\": \"", "\", \"image_name\": \"a\"}" },
    { " {\n\"image_name\" : \"a\" ,\n\"file\" : \"", "\"\n} " },
    { "{\"image_name\": \"a\", \"x\": {\"file\": \"AAAA\"}, \"file\": \"data:image/jpeg;base64,",
      "\"}" },
    { "{\"image_name\": \"a\", \"file\": \"AAAA\", \"file\": \"", "\"}" },
    { "{\"image_name\": \"a\", \"\\u0066ile\": \"", "\"}" },
  };

  for (gsize at = 76; at < lines->len; at += 76 + 4)
    g_string_insert (lines, (gssize) at, "\\r\\n");
  g_string_replace (lines, "/", "\\/", 0);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *body = g_strconcat (cases[i].before, lines->str, cases[i].after, NULL);

      g_test_message ("%s…", cases[i].before);
      lb_test_done (service, "POST", path, body, 201);
      g_assert_cmpstr (lb_test_text (service, "source_sha256"), ==, sha256);
      g_assert_cmpstr (lb_test_text (service, "image_name"), ==, "a");
    }
}

/* R46: a name says nothing. */
static void
test_by_content (void)
{
  gint64 dataset = lb_test_add_dataset (service, project, "");
  g_autoptr (GBytes) png = lb_test_picture (1024, 1024, FALSE, "png", 3);
  g_autoptr (GBytes) bmp = lb_test_picture (1024, 1024, FALSE, "bmp", 3);
  g_autoptr (GBytes) cut = g_bytes_new_from_bytes (png, 0, g_bytes_get_size (png) - 20);
  g_autoptr (GBytes) words = g_bytes_new_static ("no picture", 10);

  add (dataset, png, ", \"image_name\": \"a.jpg\"");
  g_assert_cmpstr (lb_test_text (service, "format"), ==, "png");
  refuse (dataset, bmp, ", \"image_name\": \"a.png\"", 415, "R46");
  refuse (dataset, cut, "", 415, "R46");
  refuse (dataset, words, ", \"image_name\": \"a.png\"", 415, "R46");
}

/* R47 */
static void
test_lowest_side (void)
{
  gint64 dataset = lb_test_add_dataset (service, project, "");
  g_autoptr (GBytes) below = lb_test_picture (255, 2000, FALSE, "png", 4);
  g_autoptr (GBytes) lowest = lb_test_picture (256, 2000, FALSE, "png", 4);
  g_autoptr (GBytes) higher = lb_test_picture (1024, 1025, FALSE, "png", 4);

  refuse (dataset, below, "", 412, "R47");
  refuse (dataset, below, ", \"increase_resolution\": true", 412, "R47");
  add (dataset, lowest, "");
  g_assert_cmpint (lb_test_number (service, "width"), ==, 1024);
  g_assert_cmpint (lb_test_number (service, "height"), ==, 8000);
  add (dataset, higher, "");
  g_assert_cmpint (lb_test_number (service, "height"), ==, 1025);
}

/* R48 */
static void
test_as_it_is (void)
{
  gint64 dataset = lb_test_add_dataset (service, project, "");
  g_autoptr (GBytes) below = lb_test_picture (1023, 4000, FALSE, "png", 5);
  g_autoptr (GBytes) lowest = lb_test_picture (1024, 1024, FALSE, "png", 5);

  refuse (dataset, below, ", \"increase_resolution\": false", 412, "R48");
  add (dataset, lowest, ", \"increase_resolution\": false");
  add (dataset, below, ", \"increase_resolution\": true");
}

/* R49: nothing is cut off at the sides. */
static void
test_not_cropped (void)
{
  gint64 dataset = lb_test_add_dataset (service, project, "");
  g_autoptr (GBytes) wide = lb_test_picture (800, 400, FALSE, "png", 6);
  g_autoptr (GdkPixbuf) stored = NULL;
  const guint8 *at;

  add (dataset, wide, "");
  g_assert_cmpint (lb_test_number (service, "source_width"), ==, 800);
  stored = load_last_image ();
  g_assert_cmpint (gdk_pixbuf_get_width (stored), ==, 2048);
  g_assert_cmpint (gdk_pixbuf_get_height (stored), ==, 1024);
  /* The picture's first band and its last one. */
  at = gdk_pixbuf_read_pixels (stored);
  g_assert_cmpint (at[0], ==, 40);
  at += (gsize) 2047 * gdk_pixbuf_get_n_channels (stored);
  g_assert_cmpint (at[0], ==, 40 + 3 * 50);
}

/* R50, enlarged as well. */
static void
test_no_alpha (void)
{
  gint64 dataset = lb_test_add_dataset (service, project, "");
  g_autoptr (GBytes) clear = lb_test_picture (512, 512, TRUE, "png", 7);
  g_autoptr (GdkPixbuf) stored = NULL;
  const guint8 *at;

  add (dataset, clear, "");
  stored = load_last_image ();
  g_assert_cmpint (gdk_pixbuf_get_width (stored), ==, 1024);
  g_assert_false (gdk_pixbuf_get_has_alpha (stored));
  at = gdk_pixbuf_read_pixels (stored);
  g_assert_cmpint (at[0] + at[1] + at[2], ==, 0);
}

/* R53 stands in test-images.c. R55: any text is a name; none is one of its own. */
static void
test_names (void)
{
  static const char *const names[] = { "Rusty on the pier", "../../etc/passwd", "<b>a</b>",
                                       "ünïcödé 船.png", "a\\nb" };
  gint64 dataset = lb_test_add_dataset (service, project, "");
  g_autoptr (GBytes) jpeg = lb_test_picture (1024, 1024, FALSE, "jpeg", 8);
  g_autoptr (GBytes) png = lb_test_picture (1024, 1024, FALSE, "png", 8);
  g_autofree char *of_jpeg = NULL;
  g_autofree char *of_png = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *extra = g_strdup_printf (", \"image_name\": \"%s\"", names[i]);
      g_autofree char *name = g_strcompress (names[i]);

      add (dataset, jpeg, extra);
      g_assert_cmpstr (lb_test_text (service, "image_name"), ==, name);
    }
  add (dataset, jpeg, "");
  of_jpeg = g_strdup_printf ("image-%" G_GINT64_FORMAT ".jpg", lb_test_number (service, "id"));
  g_assert_cmpstr (lb_test_text (service, "image_name"), ==, of_jpeg);
  add (dataset, png, ", \"image_name\": null");
  of_png = g_strdup_printf ("image-%" G_GINT64_FORMAT ".png", lb_test_number (service, "id"));
  g_assert_cmpstr (lb_test_text (service, "image_name"), ==, of_png);
}

/* R56: five are needed to complete a dataset, not to begin with one. */
static void
test_first_alone (void)
{
  gint64 dataset = lb_test_add_dataset (service, project, "");
  g_autofree char *path = images_path (dataset);
  g_autoptr (GBytes) picture = lb_test_picture (1024, 1024, FALSE, "jpeg", 9);

  add (dataset, picture, "");
  lb_test_done (service, "GET", path, NULL, 200);
  g_assert_cmpuint (lb_test_count (service), ==, 1);
}

/* R86 */
static void
test_schema_count (void)
{
  g_autoptr (GBytes) picture = lb_test_picture (300, 300, FALSE, "jpeg", 10);
  gsize size;
  const guint8 *data = g_bytes_get_data (picture, &size);
  g_autofree char *text = g_base64_encode (data, size);

  for (guint count = 0; count <= 11; count++)
    {
      g_autoptr (GString) body = g_string_new ("{\"images\": [");

      for (guint i = 0; i < count; i++)
        g_string_append_printf (body, "%s\"%s\"", i > 0 ? "," : "", text);
      g_string_append (body, "]}");
      if (count >= 5 && count <= 10)
        lb_test_done (service, "POST", SCHEMA, body->str, 200);
      else
        lb_test_refused (service, "POST", SCHEMA, body->str, 400, "R86");
    }
  lb_test_refused (service, "POST", SCHEMA, "{}", 400, "R86");
  lb_test_refused (service, "POST", SCHEMA, "{\"images\": \"AAAA\"}", 400, "R86");
  lb_test_refused (service, "POST", SCHEMA, "{\"images\": [1, 2, 3, 4, 5]}", 400, "R86");
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  service = lb_test_service_new ();
  project = lb_test_add_project (service);

  g_test_add_func ("/rules/R5-error-bodies", test_error_bodies);
  g_test_add_func ("/rules/R6-no-rate-here", test_no_rate);
  g_test_add_func ("/rules/R8-no-such-method", test_methods);
  g_test_add_func ("/rules/R42-advanced-takes-no-single-image", test_advanced);
  g_test_add_func ("/rules/R43-completed-takes-none-and-gives-none", test_completed);
  g_test_add_func ("/rules/R44-exactly-one", test_exactly_one);
  g_test_add_func ("/rules/R45-undecodable", test_base64);
  g_test_add_func ("/rules/R45-spelled-in-many-ways", test_base64_spelled);
  g_test_add_func ("/rules/R46-by-content", test_by_content);
  g_test_add_func ("/rules/R47-256-passes", test_lowest_side);
  g_test_add_func ("/rules/R48-1024-without-enlarging", test_as_it_is);
  g_test_add_func ("/rules/R49-not-cropped", test_not_cropped);
  g_test_add_func ("/rules/R50-black-and-opaque", test_no_alpha);
  g_test_add_func ("/rules/R55-names", test_names);
  g_test_add_func ("/rules/R56-one-is-enough", test_first_alone);
  g_test_add_func ("/rules/R86-five-to-ten", test_schema_count);

  status = g_test_run ();
  lb_test_service_free (service);

  return status;
}
