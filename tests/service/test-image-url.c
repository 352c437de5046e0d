#include "lb-test-origin.h"
#include "lb-test-service.h"

#include <signal.h>
#include <string.h>

#include <gio/gunixsocketaddress.h>

#define REFINE "/v1/tailored-gen/refine_structured_prompt"
#define SCHEMA "/v1/tailored-gen/generate_visual_schema"
#define MIB (1024 * 1024)

static LbTestService *service;
static LbTestOrigin *origin;       /* may be fetched from */
static LbTestOrigin *canary;       /* may not */
static SoupSession *other_session; /* with lines of its own, as many as are asked for */
static gint64 project;

static char *
images_path (gint64 dataset)
{
  return lb_test_path ("datasets/%" G_GINT64_FORMAT "/images", dataset);
}

static char *
write_upload (const char *url, const char *extra)
{
  return g_strdup_printf ("{\"image_url\": \"%s\"%s}", url, extra);
}

/* The picture at @path of the origin. */
static gint64
upload (gint64 dataset, const char *path, const char *extra)
{
  g_autofree char *url = lb_test_origin_url (origin, path);
  g_autofree char *body = write_upload (url, extra);
  g_autofree char *images = images_path (dataset);

  return lb_test_done (service, "POST", images, body, 201);
}

static void
refuse_url (gint64 dataset, const char *url, guint status, const char *rule)
{
  g_autofree char *body = write_upload (url, "");
  g_autofree char *images = images_path (dataset);

  g_test_message ("%s", url);
  lb_test_refused (service, "POST", images, body, status, rule);
}

static void
refuse (gint64 dataset, const char *path, guint status, const char *rule)
{
  g_autofree char *url = lb_test_origin_url (origin, path);

  refuse_url (dataset, url, status, rule);
}

static void
assert_empty (gint64 dataset)
{
  g_autofree char *images = images_path (dataset);

  lb_test_done (service, "GET", images, NULL, 200);
  g_assert_cmpuint (lb_test_count (service), ==, 0);
}

static void
put_text (const char *path, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  lb_test_origin_set (origin, path, NULL, bytes);
}

static void
test_stored (void)
{
  gint64 dataset = lb_test_add_dataset (service, project, "");
  g_autoptr (GBytes) picture = lb_test_picture (1200, 1024, FALSE, "jpeg", 1);
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, picture);
  g_autofree char *url = lb_test_origin_url (origin, "/boats/rusty.jpg?size=full#top");
  g_autofree char *body = write_upload (url, "");
  g_autofree char *images = images_path (dataset);
  g_autofree char *link = NULL;

  lb_test_origin_set (origin, "/boats/rusty.jpg?size=full", NULL, picture);
  lb_test_done (service, "POST", images, body, 201);
  g_assert_cmpstr (lb_test_text (service, "upload_source_url"), ==, url);
  g_assert_cmpstr (lb_test_text (service, "source_sha256"), ==, sha256);
  g_assert_cmpint (lb_test_number (service, "width"), ==, 1200);

  link = g_strdup (lb_test_text (service, "image_url"));
  g_assert_cmpuint (lb_test_call_full (service, "GET", link, NULL, NULL, NULL), ==, 200);
  g_assert_cmpuint (service->length, ==, g_bytes_get_size (picture));
  g_assert_cmpint (
    memcmp (service->body, g_bytes_get_data (picture, NULL), g_bytes_get_size (picture)), ==, 0);
}

/* Another request finds where it came from, and that of a file says that there is nothing. */
static void
test_source_url (void)
{
  gint64 dataset = lb_test_add_dataset (service, project, "");
  g_autoptr (GBytes) picture = lb_test_picture (1024, 1024, FALSE, "png", 2);
  g_autofree char *url = lb_test_origin_url (origin, "/a.png");
  g_autofree char *image = NULL;

  lb_test_origin_set (origin, "/a.png", NULL, picture);
  image = lb_test_path ("datasets/%" G_GINT64_FORMAT "/images/%" G_GINT64_FORMAT, dataset,
                        upload (dataset, "/a.png", ""));
  lb_test_done (service, "GET", image, NULL, 200);
  g_assert_cmpstr (lb_test_text (service, "upload_source_url"), ==, url);
  lb_test_upload (service, dataset, picture);
  g_assert_cmpstr (lb_test_text (service, "upload_source_url"), ==, "");
}

static void
test_redirected (void)
{
  gint64 dataset = lb_test_add_dataset (service, project, "");
  g_autoptr (GBytes) picture = lb_test_picture (1024, 1024, FALSE, "jpeg", 3);
  g_autofree char *url = lb_test_origin_url (origin, "/now/here.jpg");
  g_autofree char *away = lb_test_origin_url (canary, "/now/here.jpg");

  lb_test_origin_set (origin, "/now/here.jpg", NULL, picture);
  lb_test_origin_set (canary, "/now/here.jpg", NULL, picture);
  lb_test_origin_redirect (origin, "/once/there.jpg", url);
  lb_test_origin_redirect (origin, "/away.jpg", away);
  upload (dataset, "/once/there.jpg", "");
  /* As it was asked for. */
  g_assert_cmpstr (lb_test_text (service, "image_name"), ==, "there.jpg");
  refuse (dataset, "/away.jpg", 422, "R51");
  g_assert_cmpuint (lb_test_origin_get_hits (canary), ==, 0);
}

/* R44 */
static void
test_exactly_one (void)
{
  gint64 dataset = lb_test_add_dataset (service, project, "");
  g_autofree char *images = images_path (dataset);
  guint hits = lb_test_origin_get_hits (origin);
  g_autofree char *url = lb_test_origin_url (origin, "/any");
  g_autofree char *both = g_strdup_printf ("{\"file\": \"AAAA\", \"image_url\": \"%s\"}", url);
  g_autofree char *nulls = g_strdup_printf ("{\"file\": null, \"image_url\": \"%s\"}", url);

  lb_test_refused (service, "POST", images, both, 400, "R44");
  lb_test_refused (service, "POST", images, "{}", 400, "R44");
  lb_test_refused (service, "POST", images, "{\"file\": null, \"image_url\": null}", 400, "R44");
  lb_test_refused (service, "POST", images, "{\"image_url\": 1}", 400, "R44");
  lb_test_refused (service, "POST", images, "{\"image_url\": [\"http://a\"]}", 400, "R44");
  g_assert_cmpuint (lb_test_origin_get_hits (origin), ==, hits);
  /* A null is the same as nothing. */
  lb_test_refused (service, "POST", images, nulls, 422, "R51");
  g_assert_cmpuint (lb_test_origin_get_hits (origin), ==, hits + 1);
}

/* R51 */
static void
test_not_http (void)
{
  static const char *const urls[] = {
    "",
    "a.png",
    "/etc/passwd",
    "file:///etc/passwd",
    "ftp://example.org/a.png",
    "data:image/png;base64,AAAA",
    "http:",
    "http://",
    "https:///a.png",
    "http://user@example.org/a.png",
    "http://0x7f.1/a.png",
    "http://2130706433/a.png",
    "http://127.1/a.png",
  };
  gint64 dataset = lb_test_add_dataset (service, project, "");

  for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    refuse_url (dataset, urls[i], 422, "R51");
  g_assert_cmpstr (lb_test_text (service, "code"), ==, "url_not_fetched");
  g_assert_cmpstr (lb_test_text (service, "field"), ==, "image_url");
  assert_empty (dataset);
}

static void
test_hidden (void)
{
  static const char *const hosts[] = { "127.0.0.1", "localhost", "lookbook.localhost", "[::1]",
                                       "[::ffff:127.0.0.1]" };
  gint64 dataset = lb_test_add_dataset (service, project, "");

  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      g_autofree char *url =
        g_strdup_printf ("http://%s:%u/a.png", hosts[i], lb_test_origin_get_port (canary));

      refuse_url (dataset, url, 422, "R51");
    }
  g_assert_cmpuint (lb_test_origin_get_hits (canary), ==, 0);
  assert_empty (dataset);
}

static void
test_unreachable (void)
{
  gint64 dataset = lb_test_add_dataset (service, project, "");

  lb_test_origin_set_raw (origin, "/empty", "");
  lb_test_origin_set_raw (origin, "/fault", "HTTP/1.1 500 Fault\r\nContent-Length: 0\r\n\r\n");
  lb_test_origin_set_raw (origin, "/cut", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\ncut");
  lb_test_origin_redirect (origin, "/round", "/round");
  refuse (dataset, "/nothing", 422, "R51");
  refuse (dataset, "/empty", 422, "R51");
  refuse (dataset, "/fault", 422, "R51");
  refuse (dataset, "/cut", 422, "R51");
  refuse (dataset, "/round", 422, "R51");
  assert_empty (dataset);
}

static void
test_no_picture (void)
{
  gint64 dataset = lb_test_add_dataset (service, project, "");

  put_text ("/page.html", "<!doctype html><title>A picture</title><img src=a.png>");
  put_text ("/text.png", "Not a picture, whatever its name says");
  put_text ("/nothing.png", "");
  put_text ("/answer.json", "{\"error\": \"no such picture\"}");
  refuse (dataset, "/page.html", 422, "R51");
  refuse (dataset, "/text.png", 422, "R51");
  refuse (dataset, "/nothing.png", 422, "R51");
  refuse (dataset, "/answer.json", 422, "R51");
  assert_empty (dataset);
}

/* R46, R47, R48, R57: the rest as with a file. */
static void
test_unfit (void)
{
  gint64 dataset = lb_test_add_dataset (service, project, "");
  g_autoptr (GBytes) small = lb_test_picture (255, 300, FALSE, "png", 1);
  g_autoptr (GBytes) edge = lb_test_picture (256, 300, FALSE, "png", 1);
  g_autoptr (GBytes) bmp = lb_test_picture (300, 300, FALSE, "bmp", 1);
  g_autoptr (GBytes) whole = lb_test_picture (1024, 1024, FALSE, "jpeg", 1);
  g_autoptr (GBytes) cut = g_bytes_new_from_bytes (whole, 0, g_bytes_get_size (whole) - 100);
  g_autofree char *url = lb_test_origin_url (origin, "/edge.png");
  g_autofree char *strict = write_upload (url, ", \"increase_resolution\": false");
  g_autofree char *images = images_path (dataset);

  lb_test_origin_set (origin, "/small.png", NULL, small);
  lb_test_origin_set (origin, "/edge.png", NULL, edge);
  lb_test_origin_set (origin, "/odd.png", NULL, bmp);
  lb_test_origin_set (origin, "/cut.jpg", NULL, cut);
  refuse (dataset, "/odd.png", 415, "R46");
  refuse (dataset, "/cut.jpg", 415, "R46");
  refuse (dataset, "/small.png", 412, "R47");
  lb_test_refused (service, "POST", images, strict, 412, "R48");
  assert_empty (dataset);
  upload (dataset, "/edge.png", "");
  g_assert_cmpint (lb_test_number (service, "width"), ==, 1024);
}

static void
test_too_large (void)
{
  gint64 dataset = lb_test_add_dataset (service, project, "");
  g_autoptr (GBytes) block = g_bytes_new_take (g_strnfill (MIB, 'x'), MIB);

  lb_test_origin_set_long (origin, "/untold", "HTTP/1.1 200 OK\r\n\r\n", block, 60);
  lb_test_origin_set_slow (origin, "/told", "HTTP/1.1 200 OK\r\nContent-Length: 52428801\r\n\r\n",
                           0);
  refuse (dataset, "/untold", 413, "R57");
  refuse (dataset, "/told", 413, "R57");
  assert_empty (dataset);
}

/* R52 */
static void
test_moderation (void)
{
  gint64 dataset = lb_test_add_dataset (service, project, "");
  g_autoptr (GBytes) picture = lb_test_picture (1024, 1024, FALSE, "jpeg", 4);
  g_autofree char *images = images_path (dataset);
  g_autofree char *file = lb_test_upload_body (picture, ", \"content_moderation\": true");
  g_autofree char *odd = lb_test_upload_body (picture, ", \"content_moderation\": \"yes\"");

  lb_test_origin_set (origin, "/m.jpg", NULL, picture);
  upload (dataset, "/m.jpg", ", \"content_moderation\": true");
  upload (dataset, "/m.jpg", ", \"content_moderation\": false");
  lb_test_done (service, "POST", images, file, 201);
  lb_test_refused (service, "POST", images, odd, 400, "R52");
}

/* R55 */
static void
test_names (void)
{
  static const struct
  {
    const char *path;
    const char *name; /* NULL: the one of its own */
  } cases[] = {
    { "/a/rusty-on-the-pier.png", "rusty-on-the-pier.png" },
    { "/a.jpg?b=/c.jpg", "a.jpg" },
    { "/no-ending", "no-ending" },
    { "/two%20words.png", "two words.png" },
    { "/gr%C3%BCn.png", "grün.png" },
    { "/grün.png", "grün.png" },
    { "/a%2Fb.png", "a_b.png" },
    { "/..%2F..%2Fetc%2Fpasswd", ".._.._etc_passwd" },
    { "/a%5Cb.png", "a_b.png" },
    { "/a%0D%0Ab.png", "a__b.png" },
    { "/a%FFb.png", NULL },
    { "/a%00b.png", NULL },
    { "/%20%20", NULL },
    { "/folder/", NULL },
    { "/", NULL },
    { "", NULL },
  };
  gint64 dataset = lb_test_add_dataset (service, project, "");
  g_autoptr (GBytes) picture = lb_test_picture (1024, 1024, FALSE, "jpeg", 5);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *own = NULL;
      g_autofree char *at = g_strdup (*cases[i].path != '\0' ? cases[i].path : "/");
      gint64 id;

      if (g_str_equal (at, "/grün.png"))
        g_set_str (&at, "/gr%C3%BCn.png");
      g_test_message ("%s", cases[i].path);
      lb_test_origin_set (origin, at, NULL, picture);
      id = upload (dataset, cases[i].path, "");
      own = g_strdup_printf ("image-%" G_GINT64_FORMAT ".jpg", id);
      g_assert_cmpstr (lb_test_text (service, "image_name"), ==,
                       cases[i].name != NULL ? cases[i].name : own);
    }
}

static void
test_names_told (void)
{
  gint64 dataset = lb_test_add_dataset (service, project, "");
  g_autoptr (GBytes) picture = lb_test_picture (1024, 1024, FALSE, "jpeg", 5);
  g_autofree char *letters = g_strnfill (400, 'n');
  g_autofree char *path = g_strdup_printf ("/%s.jpg", letters);

  lb_test_origin_set (origin, "/a.jpg", NULL, picture);
  lb_test_origin_set (origin, path, NULL, picture);
  upload (dataset, "/a.jpg", ", \"image_name\": \"My own name\"");
  g_assert_cmpstr (lb_test_text (service, "image_name"), ==, "My own name");
  upload (dataset, "/a.jpg", ", \"image_name\": \"\"");
  g_assert_cmpstr (lb_test_text (service, "image_name"), ==, "a.jpg");
  upload (dataset, path, "");
  g_assert_cmpuint (strlen (lb_test_text (service, "image_name")), ==, 255);
}

/* R54 */
static void
test_caption (void)
{
  gint64 dataset = lb_test_add_dataset (service, project, "");
  g_autoptr (GBytes) picture = lb_test_picture (1024, 1024, FALSE, "jpeg", 6);

  lb_test_origin_set (origin, "/c.jpg", NULL, picture);
  upload (dataset, "/c.jpg", "");
  g_assert_true (lb_test_is_null (service, "caption"));
  g_assert_cmpstr (lb_test_text (service, "caption_source"), ==, "pending");
  lb_test_set_schema (service, dataset);
  upload (dataset, "/c.jpg", "");
  g_assert_cmpstr (lb_test_text (service, "caption"), !=, "");
  g_assert_cmpstr (lb_test_text (service, "caption_source"), ==, "automatic");
}

/* R58: nothing is fetched for a request that is refused anyway. */
static void
test_order (void)
{
  gint64 advanced = lb_test_add_dataset (service, project, ", \"upload_type\": \"advanced\"");
  gint64 of = lb_test_add_project (service);
  gint64 dataset = lb_test_add_dataset (service, of, ", \"training_version\": \"max\"");
  g_autoptr (GBytes) picture = lb_test_picture (1024, 1024, FALSE, "jpeg", 7);
  g_autofree char *completed = lb_test_path ("datasets/%" G_GINT64_FORMAT, dataset);
  guint hits;

  lb_test_origin_set (origin, "/o.jpg", NULL, picture);
  upload (dataset, "/o.jpg", "");
  lb_test_done (service, "PUT", completed, "{\"status\": \"completed\"}", 200);
  hits = lb_test_origin_get_hits (origin);
  refuse (advanced, "/o.jpg", 400, "R42");
  refuse (dataset, "/o.jpg", 409, "R43");
  refuse (99999, "/o.jpg", 404, "R4");
  g_assert_cmpuint (lb_test_origin_get_hits (origin), ==, hits);
}

/* R86: addresses and pictures side by side. */
static void
test_schema (void)
{
  g_autoptr (GBytes) picture = lb_test_picture (400, 300, FALSE, "jpeg", 8);
  g_autoptr (GBytes) bmp = lb_test_picture (300, 300, FALSE, "bmp", 1);
  gsize size;
  const guint8 *data = g_bytes_get_data (picture, &size);
  g_autofree char *file = g_base64_encode (data, size);
  g_autofree char *good = lb_test_origin_url (origin, "/s.jpg");
  g_autofree char *odd = lb_test_origin_url (origin, "/s.bmp");
  g_autofree char *page = lb_test_origin_url (origin, "/s.html");
  g_autofree char *gone = lb_test_origin_url (origin, "/gone.jpg");
  g_autofree char *inside = lb_test_origin_url (canary, "/s.jpg");
  const struct
  {
    const char *last;
    guint status;
  } cases[] = { { good, 200 },
                { file, 200 },
                { odd, 415 },
                { page, 422 },
                { gone, 422 },
                { inside, 422 },
                { "ftp://example.org/a.png", 400 },
                { "!!!!", 400 },
                { "", 400 } };

  lb_test_origin_set (origin, "/s.jpg", NULL, picture);
  lb_test_origin_set (origin, "/s.bmp", NULL, bmp);
  put_text ("/s.html", "<p>no picture");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *body =
        g_strdup_printf ("{\"images\": [\"%s\", \"%s\", \"%s\", \"%s\", \"%s\"]}", good, file, good,
                         file, cases[i].last);

      g_test_message ("%u: %.60s", cases[i].status, cases[i].last);
      if (cases[i].status != 200)
        {
          lb_test_refused (service, "POST", SCHEMA, body, cases[i].status, NULL);
          continue;
        }
      lb_test_done (service, "POST", SCHEMA, body, 200);
      g_assert_cmpstr (lb_test_text (service, "visual_schema"), !=, "");
    }
  g_assert_cmpuint (lb_test_origin_get_hits (canary), ==, 0);
}

/* R89 */
static void
test_context (void)
{
  gint64 dataset = lb_test_add_dataset (service, project, "");
  g_autoptr (GBytes) picture = lb_test_picture (400, 300, FALSE, "jpeg", 11);
  g_autofree char *good = lb_test_origin_url (origin, "/c.jpg");
  g_autofree char *page = lb_test_origin_url (origin, "/c.html");
  g_autofree char *inside = lb_test_origin_url (canary, "/c.jpg");
  const struct
  {
    const char *url;
    guint status;
  } cases[] = { { good, 200 }, { page, 400 }, { inside, 400 }, { "http://127.1/c.jpg", 400 } };

  lb_test_origin_set (origin, "/c.jpg", NULL, picture);
  put_text ("/c.html", "<p>no picture");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *body =
        g_strdup_printf ("{\"dataset_id\": %" G_GINT64_FORMAT ", \"structured_prompt\":"
                         " \"{\\\"style_medium\\\": \\\"ink\\\"}\", \"instruction\":"
                         " \"set style_medium to oil\", \"context_images\": [\"%s\"]}",
                         dataset, cases[i].url);

      g_test_message ("%s", cases[i].url);
      if (cases[i].status == 200)
        lb_test_done (service, "POST", REFINE, body, 200);
      else
        lb_test_refused (service, "POST", REFINE, body, 400, "R89");
    }
  g_assert_cmpuint (lb_test_origin_get_hits (canary), ==, 0);
}

/* Servers that dawdle keep those waiting who fetch as well, four at a time, and nobody else. */
static void
test_at_a_time (void)
{
  gint64 dataset = lb_test_add_dataset (service, project, "");
  g_autoptr (GBytes) picture = lb_test_picture (1024, 1024, FALSE, "jpeg", 12);
  g_autofree char *images = images_path (dataset);
  g_autofree char *path = g_strconcat (service->base, images, NULL);
  g_autofree char *silent = lb_test_origin_url (origin, "/silent");
  g_autofree char *body = write_upload (silent, "");
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));
  g_autoptr (GCancellable) cancel = g_cancellable_new ();
  guint hits = lb_test_origin_get_hits (origin);

  lb_test_origin_set_slow (origin, "/silent", "", 0);
  for (guint i = 0; i < 6; i++)
    {
      g_autoptr (SoupMessage) message = soup_message_new ("POST", path);

      soup_message_set_request_body_from_bytes (message, "application/json", bytes);
      soup_message_add_flags (message, SOUP_MESSAGE_NEW_CONNECTION);
      soup_session_send_async (other_session, message, G_PRIORITY_DEFAULT, cancel, NULL, NULL);
    }
  while (lb_test_origin_get_hits (origin) < hits + 4)
    g_main_context_iteration (NULL, FALSE);
  lb_test_upload (service, dataset, picture);
  g_assert_cmpuint (lb_test_origin_get_hits (origin), ==, hits + 4);
  g_cancellable_cancel (cancel);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* Who asks for a picture is not told who else asks. */
static void
test_request (void)
{
  gint64 dataset = lb_test_add_dataset (service, project, "");
  g_autoptr (GBytes) picture = lb_test_picture (1024, 1024, FALSE, "jpeg", 9);
  g_autofree char *url = lb_test_origin_url (origin, "/q.jpg");
  g_autofree char *body = write_upload (url, "");
  g_autofree char *images = images_path (dataset);
  g_autofree char *whole = g_strconcat (service->base, images, NULL);
  g_autofree char *log = NULL;

  lb_test_origin_set (origin, "/q.jpg", NULL, picture);
  g_free (lb_test_origin_take_log (origin));
  g_assert_cmpuint (lb_test_call_full (service, "POST", whole, "application/json", body,
                                       "api_token", "a-secret", "Cookie", "a=b", NULL),
                    ==, 201);
  log = lb_test_origin_take_log (origin);
  g_assert_true (g_str_has_prefix (log, "GET /q.jpg HTTP/1.1\r\n"));
  g_assert_null (strcasestr (log, "secret"));
  g_assert_null (strcasestr (log, "cookie"));
  g_assert_null (strcasestr (log, "referer"));
}

/* (transfer full): what the program says, started with @value. */
static char *
run_with (const char *option, const char *value, int wanted)
{
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *data = g_build_filename (service->folder, "other", NULL);
  g_autofree char *socket = g_build_filename (service->folder, "other.sock", NULL);
  g_autoptr (GError) error = NULL;
  char *words = NULL;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE,
                              &error, g_getenv ("LOOKBOOK_SERVICE"), "--data", data, "--socket",
                              socket, option, value, NULL);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, &words, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, wanted);

  return words;
}

static void
test_option (void)
{
  g_autofree char *help = run_with ("--help", NULL, 0);
  g_autofree char *bad = run_with ("--fetch-from", "http://nas.example/", 2);

  g_assert_nonnull (strstr (help, "--fetch-from=HOST:PORT"));
  g_assert_nonnull (strstr (bad, "is not HOST:PORT"));
}

/* A service that is told to end does not wait for what others dawdle over. */
static void
test_stop (void)
{
  LbTestService *other = NULL;
  g_autofree char *name = lb_test_origin_name (origin);
  g_autofree char *url = lb_test_origin_url (origin, "/silent");
  g_autofree char *body = write_upload (url, "");
  g_autofree char *path = NULL;
  g_autoptr (SoupMessage) message = NULL;
  g_autoptr (GBytes) bytes = NULL;
  guint hits = lb_test_origin_get_hits (origin);
  gint64 start_us;
  gint answered = 0;
  guint status;

  lb_test_origin_set_slow (origin, "/silent", "", 0);
  other = lb_test_service_new_fetching (name);
  lb_test_add_dataset (other, lb_test_add_project (other), "");
  path = g_strconcat (other->base, "/v1/tailored-gen/datasets/1/images", NULL);
  message = soup_message_new ("POST", path);
  bytes = g_bytes_new (body, strlen (body));
  soup_message_set_request_body_from_bytes (message, "application/json", bytes);
  g_signal_connect_swapped (message, "finished", G_CALLBACK (g_atomic_int_inc), &answered);
  soup_session_send_async (other->session, message, G_PRIORITY_DEFAULT, NULL, NULL, NULL);
  while (lb_test_origin_get_hits (origin) == hits)
    g_main_context_iteration (NULL, FALSE);

  start_us = g_get_monotonic_time ();
  g_subprocess_send_signal (other->process, SIGTERM);
  while (answered == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (g_get_monotonic_time () - start_us, <, 20 * G_USEC_PER_SEC);
  /* Nothing is wrong with the address, so it is not refused for that; the line may be cut first. */
  status = soup_message_get_status (message);
  g_assert_true (status == 500 || status == 0);
  lb_test_service_stop (other);
  lb_test_service_free (other);
}

int
main (int argc, char **argv)
{
  g_autofree char *name = NULL;
  g_autoptr (GSocketAddress) address = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  origin = lb_test_origin_new ("127.0.0.1");
  canary = lb_test_origin_new ("127.0.0.1");
  name = lb_test_origin_name (origin);
  service = lb_test_service_new_fetching (name);
  project = lb_test_add_project (service);
  address = g_unix_socket_address_new (service->socket);
  other_session =
    soup_session_new_with_options ("remote-connectable", address, "max-conns-per-host", 10, NULL);

  g_test_add_func ("/image-url/stored", test_stored);
  g_test_add_func ("/image-url/source-url", test_source_url);
  g_test_add_func ("/image-url/redirected", test_redirected);
  g_test_add_func ("/image-url/R44-exactly-one", test_exactly_one);
  g_test_add_func ("/image-url/R51-not-http", test_not_http);
  g_test_add_func ("/image-url/R51-hidden", test_hidden);
  g_test_add_func ("/image-url/R51-unreachable", test_unreachable);
  g_test_add_func ("/image-url/R51-no-picture", test_no_picture);
  g_test_add_func ("/image-url/R58-unfit", test_unfit);
  g_test_add_func ("/image-url/R57-too-large", test_too_large);
  g_test_add_func ("/image-url/R52-moderation", test_moderation);
  g_test_add_func ("/image-url/R55-names", test_names);
  g_test_add_func ("/image-url/R55-names-told", test_names_told);
  g_test_add_func ("/image-url/R54-caption", test_caption);
  g_test_add_func ("/image-url/R58-order", test_order);
  g_test_add_func ("/image-url/R86-schema", test_schema);
  g_test_add_func ("/image-url/R89-context", test_context);
  g_test_add_func ("/image-url/request", test_request);
  g_test_add_func ("/image-url/option", test_option);
  g_test_add_func ("/image-url/stop", test_stop);
  g_test_add_func ("/image-url/at-a-time", test_at_a_time);

  status = g_test_run ();
  soup_session_abort (other_session);
  g_object_unref (other_session);
  lb_test_service_free (service);
  lb_test_origin_free (origin);
  lb_test_origin_free (canary);

  return status;
}
