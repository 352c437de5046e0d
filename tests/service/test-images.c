#include "lb-test-service.h"

#include <string.h>

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gstdio.h>

static LbTestService *service;
static gint64 project;

static char *
images_path (gint64 dataset)
{
  return lb_test_path ("datasets/%" G_GINT64_FORMAT "/images", dataset);
}

static char *
image_path (gint64 dataset, gint64 image)
{
  return lb_test_path ("datasets/%" G_GINT64_FORMAT "/images/%" G_GINT64_FORMAT, dataset, image);
}

static guint
fetch (const char *url)
{
  return lb_test_call_full (service, "GET", url, NULL, NULL, NULL);
}

static GdkPixbuf *
load_last (void)
{
  g_autoptr (GInputStream) stream =
    g_memory_input_stream_new_from_data (service->body, service->length, NULL);
  g_autoptr (GError) error = NULL;
  GdkPixbuf *pixels = gdk_pixbuf_new_from_stream (stream, NULL, &error);

  g_assert_no_error (error);

  return pixels;
}

/* R49: what needs no change is stored to the byte; R54, R55; the fields of our own; R92. */
static void
test_kept (void)
{
  gint64 dataset = lb_test_add_dataset (service, project, "");
  g_autoptr (GBytes) picture = lb_test_picture (1200, 1024, FALSE, "jpeg", 1);
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, picture);
  gint64 id = lb_test_upload (service, dataset, picture);
  g_autofree char *name = g_strdup_printf ("image-%" G_GINT64_FORMAT ".jpg", id);
  g_autofree char *url = g_strdup (lb_test_text (service, "image_url"));
  g_autofree char *thumbnail_url = g_strdup (lb_test_text (service, "thumbnail_url"));
  g_autoptr (GdkPixbuf) thumbnail = NULL;

  g_assert_true (lb_test_is_null (service, "caption"));
  g_assert_cmpstr (lb_test_text (service, "caption_source"), ==, "pending");
  g_assert_cmpstr (lb_test_text (service, "image_name"), ==, name);
  g_assert_cmpstr (lb_test_text (service, "format"), ==, "jpeg");
  g_assert_cmpstr (lb_test_text (service, "source_sha256"), ==, sha256);
  g_assert_cmpstr (lb_test_text (service, "stored_sha256"), ==, sha256);
  g_assert_cmpint (lb_test_number (service, "width"), ==, 1200);
  g_assert_cmpint (lb_test_number (service, "height"), ==, 1024);
  g_assert_cmpint (lb_test_number (service, "source_width"), ==, 1200);
  g_assert_cmpint (lb_test_number (service, "size_bytes"), ==, g_bytes_get_size (picture));
  g_assert_true (g_str_has_prefix (url, "http://lookbook.localhost/files/"));

  g_assert_cmpuint (fetch (url), ==, 200);
  g_assert_cmpstr (service->content_type, ==, "image/jpeg");
  g_assert_cmpmem (service->body, service->length, g_bytes_get_data (picture, NULL),
                   g_bytes_get_size (picture));
  g_assert_cmpuint (fetch (thumbnail_url), ==, 200);
  thumbnail = load_last ();
  g_assert_cmpint (gdk_pixbuf_get_width (thumbnail), ==, 480);
}

/* R47, R49: 256 passes and is enlarged in its own format. */
static void
test_enlarged (void)
{
  gint64 dataset = lb_test_add_dataset (service, project, "");
  g_autoptr (GBytes) picture = lb_test_picture (512, 256, FALSE, "png", 2);
  g_autofree char *url = NULL;
  g_autofree char *said = NULL;
  g_autofree char *source = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, picture);
  g_autofree char *sha256 = NULL;
  g_autoptr (GdkPixbuf) stored = NULL;

  lb_test_upload (service, dataset, picture);
  g_assert_cmpint (lb_test_number (service, "width"), ==, 2048);
  g_assert_cmpint (lb_test_number (service, "height"), ==, 1024);
  g_assert_cmpint (lb_test_number (service, "source_width"), ==, 512);
  g_assert_cmpint (lb_test_number (service, "source_height"), ==, 256);
  g_assert_cmpstr (lb_test_text (service, "format"), ==, "png");
  g_assert_cmpstr (lb_test_text (service, "source_sha256"), ==, source);
  said = g_strdup (lb_test_text (service, "stored_sha256"));

  url = g_strdup (lb_test_text (service, "image_url"));
  g_assert_cmpuint (fetch (url), ==, 200);
  g_assert_cmpstr (service->content_type, ==, "image/png");
  sha256 = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) service->body,
                                        service->length);
  g_assert_cmpstr (said, ==, sha256);
  stored = load_last ();
  g_assert_cmpint (gdk_pixbuf_get_width (stored), ==, 2048);
}

static GBytes *
load_edge (const char *name)
{
  g_autofree char *path = g_build_filename (g_getenv ("LB_TEST_CORPUS"), "edge", name, NULL);
  g_autoptr (GError) error = NULL;
  char *data;
  gsize size;

  g_file_get_contents (path, &data, &size, &error);
  g_assert_no_error (error);

  return g_bytes_new_take (data, size);
}

/* R47 to R49 at their edges, and each format in its own. */
static void
test_edges (void)
{
  static const struct
  {
    const char *name;
    const char *extra;
    int width;
    int height;
    const char *format;
    gboolean kept;
  } cases[] = {
    { "side-256.jpg", "", 1024, 1024, "jpeg", FALSE },
    { "side-1023.jpg", "", 1024, 1024, "jpeg", FALSE },
    { "side-1024.jpg", "", 1024, 1024, "jpeg", TRUE },
    { "side-1024.jpg", ", \"increase_resolution\": false", 1024, 1024, "jpeg", TRUE },
    { "side-2000x800.jpg", "", 2560, 1024, "jpeg", FALSE },
    { "orient-6.jpg", "", 1100, 1200, "jpeg", TRUE },
    { "orient-6.webp", "", 1100, 1200, "webp", TRUE },
    { "alpha-lossless.webp", "", 1200, 1100, "webp", FALSE },
    { "palette-trns.png", "", 1200, 1100, "png", FALSE },
    { "cmyk.jpg", "", 1200, 1100, "jpeg", TRUE },
    { "jpg-named.png", "", 1200, 1100, "jpeg", TRUE },
  };
  gint64 dataset = lb_test_add_dataset (service, project, "");
  g_autofree char *path = images_path (dataset);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) picture = load_edge (cases[i].name);
      g_autofree char *body = lb_test_upload_body (picture, cases[i].extra);
      g_autofree char *url = NULL;
      g_autofree char *type = g_strdup_printf ("image/%s", cases[i].format);

      g_test_message ("%s", cases[i].name);
      lb_test_done (service, "POST", path, body, 201);
      g_assert_cmpint (lb_test_number (service, "width"), ==, cases[i].width);
      g_assert_cmpint (lb_test_number (service, "height"), ==, cases[i].height);
      g_assert_cmpstr (lb_test_text (service, "format"), ==, cases[i].format);

      url = g_strdup (lb_test_text (service, "image_url"));
      g_assert_cmpuint (fetch (url), ==, 200);
      g_assert_cmpstr (service->content_type, ==, type);
      g_assert_cmpint (
        service->length == g_bytes_get_size (picture) &&
          memcmp (service->body, g_bytes_get_data (picture, NULL), service->length) == 0,
        ==, cases[i].kept);
    }
}

/* R46 */
static void
test_formats_refused (void)
{
  static const char *const names[] = {
    "animated.webp", "animated.gif",    "bitmap.bmp", "truncated.jpg",
    "truncated.png", "header-only.jpg", "text.jpg",
  };
  gint64 dataset = lb_test_add_dataset (service, project, "");
  g_autofree char *path = images_path (dataset);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GBytes) picture = load_edge (names[i]);
      g_autofree char *body = lb_test_upload_body (picture, "");

      g_test_message ("%s", names[i]);
      lb_test_refused (service, "POST", path, body, 415, "R46");
    }
  lb_test_done (service, "GET", path, NULL, 200);
  g_assert_cmpuint (lb_test_count (service), ==, 0);
}

/* R7: a fault inside is a 500 without particulars; nothing is half stored, and all goes on once the
 * fault is gone. */
static void
test_storage_fails (void)
{
  LbTestService *other = lb_test_service_new ();
  gint64 dataset = lb_test_add_dataset (other, lb_test_add_project (other), "");
  g_autofree char *path = images_path (dataset);
  g_autofree char *fresh = g_build_filename (other->data, "blobs", "fresh", NULL);
  g_autoptr (GBytes) picture = lb_test_picture (1024, 1024, FALSE, "jpeg", 1);
  g_autofree char *body = lb_test_upload_body (picture, "");

  /* No folder where one has to be. */
  g_assert_cmpint (g_rmdir (fresh), ==, 0);
  g_assert_true (g_file_set_contents (fresh, "", 0, NULL));
  lb_test_refused (other, "POST", path, body, 500, NULL);
  g_assert_cmpstr (lb_test_text (other, "code"), ==, "server_error");
  g_assert_null (strstr (other->body, "fresh"));
  lb_test_done (other, "GET", path, NULL, 200);
  g_assert_cmpuint (lb_test_count (other), ==, 0);

  g_assert_cmpint (g_unlink (fresh), ==, 0);
  lb_test_done (other, "POST", path, body, 201);
  lb_test_service_free (other);
}

/* R50 */
static void
test_flattened (void)
{
  gint64 dataset = lb_test_add_dataset (service, project, "");
  g_autoptr (GBytes) picture = lb_test_picture (1024, 1024, TRUE, "png", 3);
  g_autofree char *url = NULL;
  g_autoptr (GdkPixbuf) stored = NULL;
  const guint8 *at;

  lb_test_upload (service, dataset, picture);
  url = g_strdup (lb_test_text (service, "image_url"));
  g_assert_cmpuint (fetch (url), ==, 200);
  stored = load_last ();
  g_assert_false (gdk_pixbuf_get_has_alpha (stored));
  at = gdk_pixbuf_read_pixels (stored);
  g_assert_cmpint (at[0] + at[1] + at[2], ==, 0);
  at += (gsize) 1023 * gdk_pixbuf_get_n_channels (stored);
  g_assert_cmpint (at[0] + at[1] + at[2], >, 0);
}

/* R44 to R48, R51, R52 */
static void
test_refused (void)
{
  gint64 dataset = lb_test_add_dataset (service, project, "");
  g_autofree char *path = images_path (dataset);
  g_autoptr (GBytes) small = lb_test_picture (255, 1024, FALSE, "png", 4);
  g_autoptr (GBytes) middle = lb_test_picture (1023, 1024, FALSE, "png", 4);
  g_autoptr (GBytes) good = lb_test_picture (1024, 1024, FALSE, "jpeg", 4);
  g_autoptr (GBytes) cut = g_bytes_new_from_bytes (good, 0, g_bytes_get_size (good) / 2);
  g_autoptr (GBytes) words = g_bytes_new_static ("this is not a picture", 21);
  g_autofree char *small_body = lb_test_upload_body (small, "");
  g_autofree char *middle_body = lb_test_upload_body (middle, ", \"increase_resolution\": false");
  g_autofree char *cut_body = lb_test_upload_body (cut, "");
  g_autofree char *words_body = lb_test_upload_body (words, "");
  g_autofree char *odd_body = lb_test_upload_body (good, ", \"increase_resolution\": \"yes\"");
  g_autofree char *moderated = lb_test_upload_body (good, ", \"content_moderation\": true");

  lb_test_refused (service, "POST", path, "{}", 400, "R44");
  lb_test_refused (service, "POST", path, "{\"file\": \"YQ==\", \"image_url\": \"http://a/\"}", 400,
                   "R44");
  lb_test_refused (service, "POST", path, "{\"file\": \"not base64!\"}", 400, "R45");
  lb_test_refused (service, "POST", path, "{\"file\": \"\"}", 400, "R45");
  lb_test_refused (service, "POST", path, "{\"file\": 12}", 400, "R45");
  lb_test_refused (service, "POST", path, odd_body, 400, "R47");
  lb_test_refused (service, "POST", path, "{\"image_url\": \"http://127.0.0.1/a.png\"}", 422,
                   "R51");
  lb_test_refused (service, "POST", path, cut_body, 415, "R46");
  lb_test_refused (service, "POST", path, words_body, 415, "R46");
  lb_test_refused (service, "POST", path, small_body, 412, "R47");
  lb_test_refused (service, "POST", path, middle_body, 412, "R48");
  lb_test_refused (service, "POST", "/v1/tailored-gen/datasets/99999/images", "{}", 404, "R4");

  lb_test_done (service, "GET", path, NULL, 200);
  g_assert_cmpuint (lb_test_count (service), ==, 0);
  lb_test_done (service, "POST", path, moderated, 201);
}

/* R42, and that kind comes before the picture (R58). */
static void
test_advanced (void)
{
  gint64 dataset = lb_test_add_dataset (service, project, ", \"upload_type\": \"advanced\"");
  g_autofree char *path = images_path (dataset);

  lb_test_refused (service, "POST", path, "{\"file\": \"YWJj\"}", 400, "R42");
  lb_test_refused (service, "POST", path, "{\"file\": \"...\"}", 400, "R45");
  lb_test_refused (service, "POST", path, "{\"image_url\": \"http://a/\"}", 400, "R42");
}

static void
test_named (void)
{
  gint64 dataset = lb_test_add_dataset (service, project, "");
  g_autofree char *path = images_path (dataset);
  g_autoptr (GBytes) picture = lb_test_picture (1024, 1024, FALSE, "jpeg", 6);
  gsize size;
  const guint8 *data = g_bytes_get_data (picture, &size);
  g_autofree char *text = g_base64_encode (data, size);
  g_autofree char *body = g_strdup_printf (
    "{\"file\": \"data:image/jpeg;base64,%s\", \"image_name\": \"<b>pier</b>.jpg\"}", text);

  lb_test_done (service, "POST", path, body, 201);
  g_assert_cmpstr (lb_test_text (service, "image_name"), ==, "<b>pier</b>.jpg");
}

/* R53, also for two who come at once, and its place before the picture. */
static void
test_full (void)
{
  gint64 dataset = lb_test_add_dataset (service, project, "");
  g_autofree char *path = images_path (dataset);
  g_autofree char *url = g_strconcat (service->base, path, NULL);
  g_autoptr (GBytes) picture = lb_test_picture (1024, 1024, FALSE, "jpeg", 7);
  g_autofree char *body = lb_test_upload_body (picture, "");
  g_autofree char *first = NULL;
  gint64 id = 0;

  for (guint i = 0; i < 200; i++)
    id = lb_test_done (service, "POST", path, body, 201);

  lb_test_refused (service, "POST", path, body, 409, "R53");
  lb_test_refused (service, "POST", path, "{\"image_url\": \"http://a/\"}", 409, "R53");
  lb_test_refused (service, "POST", path, "{\"file\": \"YWJj\"}", 409, "R53");

  first = image_path (dataset, id);
  lb_test_done (service, "DELETE", first, NULL, 204);
  {
    guint good = 0;
    guint full = 0;
    guint answered = 0;
    g_autoptr (GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);

    for (guint i = 0; i < 2; i++)
      {
        SoupMessage *message = soup_message_new ("POST", url);
        g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));

        soup_message_set_request_body_from_bytes (message, "application/json", bytes);
        g_ptr_array_add (messages, message);
        g_signal_connect_swapped (message, "finished", G_CALLBACK (g_atomic_int_inc), &answered);
        soup_session_send_async (service->session, message, 0, NULL, NULL, NULL);
      }
    while (answered < 2)
      g_main_context_iteration (NULL, TRUE);
    for (guint i = 0; i < 2; i++)
      {
        guint status = soup_message_get_status (g_ptr_array_index (messages, i));

        good += status == 201;
        full += status == 409;
      }
    g_assert_cmpuint (good, ==, 1);
    g_assert_cmpuint (full, ==, 1);
  }

  lb_test_done (service, "GET", path, NULL, 200);
  g_assert_cmpuint (lb_test_count (service), ==, 200);
}

/* R4, R25, and deleting with its way back. */
static void
test_delete (void)
{
  gint64 dataset = lb_test_add_dataset (service, project, "");
  gint64 other = lb_test_add_dataset (service, project, "");
  g_autoptr (GBytes) picture = lb_test_picture (1024, 1024, FALSE, "jpeg", 8);
  gint64 id = lb_test_upload (service, dataset, picture);
  g_autofree char *url = g_strdup (lb_test_text (service, "image_url"));
  g_autofree char *path = image_path (dataset, id);
  g_autofree char *elsewhere = image_path (other, id);
  g_autofree char *list = images_path (dataset);
  g_autofree char *back = g_strdup_printf (
    "/lookbook/v1/datasets/%" G_GINT64_FORMAT "/images/%" G_GINT64_FORMAT "/undelete", dataset, id);
  g_autofree char *wrong = g_strdup_printf (
    "/lookbook/v1/datasets/%" G_GINT64_FORMAT "/images/%" G_GINT64_FORMAT "/undelete", other, id);

  lb_test_refused (service, "GET", elsewhere, NULL, 404, "R4");
  lb_test_refused (service, "DELETE", elsewhere, NULL, 404, "R4");
  lb_test_done (service, "DELETE", path, NULL, 204);
  lb_test_refused (service, "GET", path, NULL, 404, "R4");
  lb_test_refused (service, "DELETE", path, NULL, 404, "R4");
  lb_test_refused (service, "PUT", path, "{\"caption\": \"{}\"}", 404, "R4");
  g_assert_cmpuint (fetch (url), ==, 404);
  lb_test_done (service, "GET", list, NULL, 200);
  g_assert_cmpuint (lb_test_count (service), ==, 0);

  lb_test_refused (service, "POST", wrong, NULL, 404, "R4");
  g_assert_cmpint (lb_test_done (service, "POST", back, NULL, 200), ==, id);
  g_assert_cmpint (lb_test_done (service, "POST", back, NULL, 200), ==, id);
  lb_test_done (service, "GET", path, NULL, 200);
  g_assert_cmpuint (fetch (url), ==, 200);
}

/* R92 */
static void
test_links (void)
{
  gint64 dataset = lb_test_add_dataset (service, project, "");
  g_autoptr (GBytes) picture = lb_test_picture (1024, 1024, FALSE, "jpeg", 9);
  gint64 id = lb_test_upload (service, dataset, picture);
  g_autofree char *url = g_strdup (lb_test_text (service, "image_url"));
  g_autofree char *wrong = g_strconcat (url, "0", NULL);
  g_autofree char *bare = g_strndup (url, strcspn (url, "?"));
  g_autofree char *late = g_strconcat (bare, "?expires=1000", strchr (url, '&'), NULL);
  g_autofree char *later = g_strconcat (bare, "?expires=99999999999", strchr (url, '&'), NULL);
  g_autofree char *next = g_strdup_printf (
    "http://lookbook.localhost/files/%" G_GINT64_FORMAT "/picture%s", id - 1, strchr (url, '?'));
  g_autofree char *kind = g_strdup_printf (
    "http://lookbook.localhost/files/%" G_GINT64_FORMAT "/thumbnail%s", id, strchr (url, '?'));
  g_autofree char *up =
    g_strdup_printf ("http://lookbook.localhost/files/%" G_GINT64_FORMAT "/..%%2fservice.sqlite%s",
                     id, strchr (url, '?'));

  g_assert_cmpuint (fetch (wrong), ==, 403);
  g_assert_cmpstr (lb_test_text (service, "rule"), ==, "R92");
  g_assert_cmpuint (fetch (bare), ==, 403);
  g_assert_cmpuint (fetch (late), ==, 403);
  g_assert_cmpuint (fetch (later), ==, 403);
  g_assert_cmpuint (fetch (next), ==, 403);
  g_assert_cmpuint (fetch (kind), ==, 403);
  g_assert_cmpuint (fetch (up), !=, 200);
  g_assert_cmpuint (fetch (url), ==, 200);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  service = lb_test_service_new ();
  project = lb_test_add_project (service);

  g_test_add_func ("/images/R49-kept-to-the-byte", test_kept);
  g_test_add_func ("/images/R49-enlarged-in-its-format", test_enlarged);
  g_test_add_func ("/images/R47-R48-R49-edges", test_edges);
  g_test_add_func ("/images/R46-formats-refused", test_formats_refused);
  g_test_add_func ("/images/R7-storage-fails", test_storage_fails);
  g_test_add_func ("/images/R50-flattened", test_flattened);
  g_test_add_func ("/images/refused", test_refused);
  g_test_add_func ("/images/R42-advanced", test_advanced);
  g_test_add_func ("/images/R45-data-uri", test_named);
  g_test_add_func ("/images/R53-201st", test_full);
  g_test_add_func ("/images/delete", test_delete);
  g_test_add_func ("/images/R92-forged-links", test_links);

  status = g_test_run ();
  lb_test_service_free (service);

  return status;
}
