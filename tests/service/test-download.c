#include "lb-test-database.h"

#include <string.h>

#include <glib/gstdio.h>

#define FORMAT G_GINT64_FORMAT
#define PATIENCE_US (60 * G_USEC_PER_SEC)
#define TRY_US 5000

static LbTestService *service;
static gint64 project;
static gint64 legacy_project;

static char *
download_path (gint64 id)
{
  return g_strdup_printf ("/v1/datasets/%" FORMAT "/download", id);
}

static gint64
add_captioned (gint64 of, guint count)
{
  gint64 id = lb_test_add_dataset (service, of, "");
  g_autoptr (GBytes) picture = lb_test_picture (1024, 1024, FALSE, "jpeg", 1);

  lb_test_set_schema (service, id);
  lb_test_upload (service, id, picture);
  lb_test_fill (service, id, count);

  return id;
}

static guint
follow (const char *link)
{
  return lb_test_call_full (service, "GET", link, NULL, NULL, NULL);
}

static const char inspection[] =
  "import json, sys, zipfile\n"
  "z = zipfile.ZipFile(sys.argv[1])\n"
  "assert z.testzip() is None\n"
  "assert len(set(n.casefold() for n in z.namelist())) == len(z.namelist())\n"
  "assert all(i.compress_type == zipfile.ZIP_STORED for i in z.infolist())\n"
  "print(json.dumps([[i.filename, i.file_size,"
  " z.read(i).decode() if i.filename.endswith('.txt') else ''] for i in z.infolist()]))\n";

/* (transfer full): what another reader of ZIP files says of the last answer. */
static JsonArray *
inspect (void)
{
  g_autofree char *path = g_build_filename (service->folder, "download.zip", NULL);
  g_autofree char *listing = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (service->content_type, ==, "application/zip");
  g_file_set_contents (path, service->body, (gssize) service->length, &error);
  g_assert_no_error (error);
  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, "python3", "-c", inspection,
                              path, NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &listing, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (process));
  node = json_from_string (listing, NULL);
  g_unlink (path);

  return json_array_ref (json_node_get_array (node));
}

static const char *
entry_name (JsonArray *entries, guint index)
{
  return json_array_get_string_element (json_array_get_array_element (entries, index), 0);
}

static const char *
entry_words (JsonArray *entries, guint index)
{
  return json_array_get_string_element (json_array_get_array_element (entries, index), 2);
}

static void
name_image (gint64 dataset, guint index, const char *name)
{
  lb_test_sql (service,
               "UPDATE image SET image_name = '%s' WHERE id = (SELECT id FROM image"
               " WHERE dataset_id = %" FORMAT " ORDER BY id LIMIT 1 OFFSET %u)",
               name, dataset, index);
}

static void
test_basic (void)
{
  gint64 id = lb_test_add_dataset (service, project, "");
  g_autofree char *path = download_path (id);
  g_autoptr (GBytes) picture = lb_test_picture (1024, 1024, FALSE, "jpeg", 1);

  /* The kind is looked at before the state. */
  lb_test_refused (service, "GET", path, NULL, 409, "R90");
  lb_test_upload (service, id, picture);
  lb_test_refused (service, "GET", path, NULL, 409, "R90");
  g_assert_cmpstr (lb_test_text (service, "code"), ==, "dataset_basic");
}

static void
test_empty (void)
{
  gint64 id = lb_test_add_dataset (service, project, ", \"upload_type\": \"advanced\"");
  g_autofree char *path = download_path (id);

  lb_test_refused (service, "GET", path, NULL, 404, "R90");
  g_assert_cmpstr (lb_test_text (service, "code"), ==, "nothing_stored");
  lb_test_refused (service, "GET", "/v1/datasets/99999/download", NULL, 404, "R4");
  lb_test_refused (service, "POST", path, "{}", 405, NULL);
}

static void
test_both_paths (void)
{
  gint64 id = lb_test_add_filled (service, project, 1);
  g_autofree char *longer = lb_test_path ("datasets/%" FORMAT "/download", id);
  g_autofree char *link = lb_test_download_link (service, id, "download_url");
  g_autofree char *other = NULL;

  lb_test_done (service, "GET", longer, NULL, 200);
  other = g_strdup (lb_test_text (service, "download_url"));
  g_assert_cmpuint (follow (link), ==, 200);
  g_assert_cmpuint (follow (other), ==, 200);
}

/* R34 */
static void
test_completed (void)
{
  gint64 id = add_captioned (project, 5);
  g_autofree char *path = lb_test_path ("datasets/%" FORMAT, id);
  g_autofree char *link = NULL;

  lb_test_done (service, "PUT", path, "{\"status\": \"completed\"}", 200);
  link = lb_test_download_link (service, id, "download_url");
  g_assert_cmpuint (follow (link), ==, 200);
}

static void
test_one_image (void)
{
  gint64 id = lb_test_add_filled (service, project, 1);
  g_autofree char *link = lb_test_download_link (service, id, "download_url");
  g_autofree char *images = lb_test_path ("datasets/%" FORMAT "/images", id);
  g_autoptr (JsonArray) entries = NULL;
  JsonArray *entry;
  gint64 size;

  lb_test_done (service, "GET", images, NULL, 200);
  size = json_object_get_int_member (
    json_array_get_object_element (json_node_get_array (service->json), 0), "size_bytes");

  g_assert_cmpuint (follow (link), ==, 200);
  entries = inspect ();
  g_assert_cmpuint (json_array_get_length (entries), ==, 1);
  entry = json_array_get_array_element (entries, 0);
  g_assert_cmpstr (json_array_get_string_element (entry, 0), ==, "image-0001.jpg");
  g_assert_cmpint (json_array_get_int_element (entry, 1), ==, size);
}

static void
test_many (void)
{
  gint64 id = lb_test_add_filled (service, project, 300);
  g_autofree char *dataset = lb_test_path ("datasets/%" FORMAT, id);
  g_autofree char *link = lb_test_download_link (service, id, "download_url");
  g_autoptr (JsonArray) entries = NULL;
  g_autofree char *first = NULL;
  gsize size;

  g_assert_cmpuint (follow (link), ==, 200);
  entries = inspect ();
  g_assert_cmpuint (json_array_get_length (entries), ==, 300);
  g_assert_cmpstr (entry_name (entries, 0), ==, "image-0001.jpg");
  g_assert_cmpstr (entry_name (entries, 299), ==, "image-0300.jpg");

  /* The same each time. */
  size = service->length;
  first = g_memdup2 (service->body, size);
  g_assert_cmpuint (follow (link), ==, 200);
  g_assert_cmpmem (service->body, service->length, first, size);

  /* A deleted one is left out. */
  lb_test_sql (service,
               "UPDATE image SET deleted_at = 1 WHERE dataset_id = %" FORMAT
               " AND image_name = 'image-0002.jpg'",
               id);
  g_assert_cmpuint (follow (link), ==, 200);
  json_array_unref (entries);
  entries = inspect ();
  g_assert_cmpuint (json_array_get_length (entries), ==, 299);
  g_assert_cmpstr (entry_name (entries, 1), ==, "image-0003.jpg");
}

static void
test_names (void)
{
  static const struct
  {
    const char *image;
    const char *file;
  } names[] = {
    { "fox.jpg", "fox.jpg" },           { "fox.jpg", "fox (2).jpg" },
    { "FOX.png", "FOX (3).jpg" },       { "fox (2)", "fox (2) (2).jpg" },
    { "pier/fox.jpg", "pier_fox.jpg" }, { "../../etc/passwd", "_.._etc_passwd.jpg" },
    { "C:\\fox.jpeg", "C__fox.jpeg" },  { "", "image.jpg" },
    { "...", "image (2).jpg" },         { "con.jpg", "_con.jpg" },
    { "v1.2 draft", "v1.2 draft.jpg" }, { "gris é.webp", "gris é.jpg" },
    { "a\nb.jpg", "a_b.jpg" },
  };
  gint64 id = lb_test_add_filled (service, project, G_N_ELEMENTS (names));
  g_autofree char *link = lb_test_download_link (service, id, "download_url");
  g_autoptr (JsonArray) entries = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    name_image (id, i, names[i].image);

  g_assert_cmpuint (follow (link), ==, 200);
  entries = inspect ();
  g_assert_cmpuint (json_array_get_length (entries), ==, G_N_ELEMENTS (names));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_cmpstr (entry_name (entries, i), ==, names[i].file);
}

/* R63, R81: the words stand beside the picture, with the prefix in front. */
static void
test_legacy (void)
{
  gint64 id = lb_test_add_filled (service, legacy_project, 3);
  g_autofree char *path = lb_test_path ("datasets/%" FORMAT, id);
  g_autofree char *link = NULL;
  g_autoptr (JsonArray) entries = NULL;

  lb_test_done (service, "PUT", path, "{\"caption_prefix\": \"A fox, \"}", 200);
  lb_test_sql (service,
               "UPDATE image SET caption = 'on the pier', caption_source = 'manual'"
               " WHERE dataset_id = %" FORMAT,
               id);
  lb_test_sql (service,
               "UPDATE image SET caption = NULL, caption_source = 'pending'"
               " WHERE dataset_id = %" FORMAT " AND image_name = 'image-0002.jpg'",
               id);
  name_image (id, 2, "image-0001.png");

  link = lb_test_download_link (service, id, "download_url");
  g_assert_cmpuint (follow (link), ==, 200);
  entries = inspect ();
  g_assert_cmpuint (json_array_get_length (entries), ==, 5);
  g_assert_cmpstr (entry_name (entries, 0), ==, "image-0001.jpg");
  g_assert_cmpstr (entry_name (entries, 1), ==, "image-0001.txt");
  g_assert_cmpstr (entry_words (entries, 1), ==, "A fox, on the pier");
  g_assert_cmpstr (entry_name (entries, 2), ==, "image-0002.jpg");
  g_assert_cmpstr (entry_name (entries, 3), ==, "image-0001 (2).jpg");
  g_assert_cmpstr (entry_name (entries, 4), ==, "image-0001 (2).txt");
}

static void
wait_for_import (gint64 dataset)
{
  g_autofree char *path = lb_test_path ("datasets/%" FORMAT "/images/bulk-upload/status", dataset);
  gint64 end_us = g_get_monotonic_time () + PATIENCE_US;

  lb_test_done (service, "GET", path, NULL, 200);
  while (!g_str_equal (lb_test_text (service, "status"), "completed"))
    {
      g_assert_cmpstr (lb_test_text (service, "status"), !=, "failed");
      g_assert_cmpint (g_get_monotonic_time (), <, end_us);
      g_usleep (TRY_US);
      lb_test_done (service, "GET", path, NULL, 200);
    }
}

/* What was downloaded can be uploaded again: the same pictures with the same words. */
static void
test_round_trip (void)
{
  gint64 of = lb_test_add_project (service);
  gint64 source = lb_test_add_dataset (service, of, ", \"training_version\": \"max\"");
  gint64 copy;
  g_autofree char *zip = g_build_filename (service->folder, "round trip.zip", NULL);
  g_autofree char *uri = g_filename_to_uri (zip, NULL, NULL);
  g_autofree char *body =
    g_strdup_printf ("{\"zip_url\": \"%s\", \"automatic_captioning\": false}", uri);
  g_autofree char *bulk = NULL;
  g_autofree char *images = NULL;
  g_autofree char *link = NULL;

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GBytes) picture = lb_test_picture (1024, 1100, FALSE, "jpeg", i);
      g_autofree char *upload = lb_test_upload_body (picture, ", \"image_name\": \"fox.jpg\"");
      g_autofree char *path = lb_test_path ("datasets/%" FORMAT "/images", source);

      lb_test_done (service, "POST", path, upload, 201);
      lb_test_sql (service, "UPDATE image SET caption = 'on pier %u' WHERE id = %" FORMAT, i,
                   lb_test_number (service, "id"));
    }
  lb_test_sql (service, "UPDATE dataset SET upload_type = 'advanced' WHERE id = %" FORMAT, source);
  link = lb_test_download_link (service, source, "download_url");
  g_assert_cmpuint (follow (link), ==, 200);
  g_assert_true (g_file_set_contents (zip, service->body, (gssize) service->length, NULL));

  copy = lb_test_add_dataset (service, of,
                              ", \"training_version\": \"max\", \"upload_type\": \"advanced\"");
  bulk = lb_test_path ("datasets/%" FORMAT "/images/bulk-upload", copy);
  lb_test_done (service, "POST", bulk, body, 202);
  wait_for_import (copy);
  g_assert_cmpint (lb_test_number (service, "done"), ==, 3);
  g_assert_cmpint (lb_test_number (service, "failed"), ==, 0);

  images = lb_test_path ("datasets/%" FORMAT "/images", copy);
  lb_test_done (service, "GET", images, NULL, 200);
  for (guint i = 0; i < 3; i++)
    {
      JsonObject *image = json_array_get_object_element (json_node_get_array (service->json), i);
      g_autofree char *caption = g_strdup_printf ("on pier %u", i);
      g_autofree char *blob = lb_test_sql_text (service,
                                                "SELECT blob FROM image WHERE dataset_id = %" FORMAT
                                                " ORDER BY id LIMIT 1 OFFSET %u",
                                                source, i);

      g_assert_cmpstr (json_object_get_string_member (image, "caption"), ==, caption);
      g_assert_cmpstr (json_object_get_string_member (image, "caption_source"), ==, "manual");
      g_assert_cmpstr (json_object_get_string_member (image, "source_sha256"), ==, blob);
    }
}

static void
test_captions (void)
{
  gint64 id = add_captioned (project, 3);
  g_autofree char *link = lb_test_download_link (service, id, "captions_url");
  g_autofree char *caption = lb_test_sql_text (
    service, "SELECT caption FROM image WHERE dataset_id = %" FORMAT " LIMIT 1", id);
  g_auto (GStrv) lines = NULL;

  g_assert_cmpuint (follow (link), ==, 200);
  g_assert_cmpstr (service->content_type, ==, "application/jsonl");
  lines = g_strsplit (service->body, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 4);
  g_assert_cmpstr (lines[3], ==, "");
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (JsonNode) node = json_from_string (lines[i], NULL);
      g_autofree char *name = g_strdup_printf ("image-%04u.jpg", i + 1);
      JsonObject *object = json_node_get_object (node);

      g_assert_cmpstr (json_object_get_string_member (object, "file_name"), ==, name);
      g_assert_cmpstr (json_object_get_string_member (object, "caption"), ==, caption);
    }
}

static void
test_captions_legacy (void)
{
  gint64 id = lb_test_add_filled (service, legacy_project, 1);
  g_autofree char *path = lb_test_path ("datasets/%" FORMAT, id);
  g_autofree char *link = NULL;

  lb_test_done (service, "PUT", path, "{\"caption_prefix\": \"A fox\"}", 200);
  lb_test_sql (service, "UPDATE image SET caption = 'on the pier' WHERE dataset_id = %" FORMAT, id);
  link = lb_test_download_link (service, id, "captions_url");
  g_assert_cmpuint (follow (link), ==, 200);
  g_assert_cmpstr (service->body, ==,
                   "{\"file_name\":\"image-0001.jpg\",\"caption\":\"A fox on the pier\"}\n");
}

static void
test_not_all_automatic (void)
{
  static const char *const changes[] = {
    "caption_source = 'manual'",
    "caption = NULL, caption_source = 'pending'",
    "caption_source = 'unknown'",
  };

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      gint64 id = add_captioned (project, 3);
      g_autofree char *path = download_path (id);
      g_autofree char *link = lb_test_download_link (service, id, "captions_url");

      g_assert_cmpuint (follow (link), ==, 200);
      lb_test_sql (service,
                   "UPDATE image SET %s WHERE dataset_id = %" FORMAT
                   " AND image_name = 'image-0002.jpg'",
                   changes[i], id);
      lb_test_done (service, "GET", path, NULL, 200);
      g_assert_cmpstr (lb_test_text (service, "download_url"), !=, "");
      g_assert_false (
        json_object_has_member (json_node_get_object (service->json), "captions_url"));

      /* R92: a link of before is to be asked for again. */
      g_assert_cmpuint (follow (link), ==, 410);
      g_assert_cmpstr (lb_test_text (service, "rule"), ==, "R92");
    }
}

static void
test_link_needs_no_token (void)
{
  static const char token[] = "a-token-of-the-test";
  LbTestService *local = service;
  LbTestService *tcp = lb_test_service_new_for_port (token);
  g_autofree char *projects = g_strconcat (tcp->base, "/v1/tailored-gen/projects", NULL);
  g_autofree char *datasets = g_strconcat (tcp->base, "/v1/tailored-gen/datasets", NULL);
  g_autofree char *images = NULL;
  g_autofree char *body = NULL;
  g_autofree char *path = NULL;
  g_autofree char *link = NULL;
  g_autofree char *create = NULL;
  g_autofree char *upload = NULL;
  g_autoptr (GBytes) picture = lb_test_picture (1024, 1024, FALSE, "jpeg", 1);
  g_autoptr (JsonArray) entries = NULL;
  gint64 id;

  lb_test_call_full (tcp, "POST", projects, "application/json",
                     "{\"project_name\": \"P\", \"ip_medium\": \"photography\","
                     " \"ip_type\": \"other\"}",
                     "api_token", token, NULL);
  create = g_strdup_printf ("{\"project_id\": %" FORMAT ", \"name\": \"First set\"}",
                            lb_test_number (tcp, "id"));
  lb_test_call_full (tcp, "POST", datasets, "application/json", create, "api_token", token, NULL);
  id = lb_test_number (tcp, "id");
  images = g_strdup_printf ("%s/%" FORMAT "/images", datasets, id);
  upload = lb_test_upload_body (picture, "");
  lb_test_call_full (tcp, "POST", images, "application/json", upload, "api_token", token, NULL);
  lb_test_fill (tcp, id, 2);

  path = g_strdup_printf ("%s/v1/datasets/%" FORMAT "/download", tcp->base, id);
  g_assert_cmpuint (lb_test_call_full (tcp, "GET", path, NULL, NULL, NULL), ==, 401);
  g_assert_cmpuint (lb_test_call_full (tcp, "GET", path, NULL, NULL, "api_token", token, NULL), ==,
                    200);
  link = g_strdup (lb_test_text (tcp, "download_url"));
  g_assert_true (g_str_has_prefix (link, tcp->base));
  service = tcp;
  g_assert_cmpuint (follow (link), ==, 200);
  entries = inspect ();
  g_assert_cmpuint (json_array_get_length (entries), ==, 2);
  service = local;
  lb_test_service_free (tcp);
}

/* (transfer full): a link that was signed here for another time. */
static char *
sign (gint64 id, const char *what, gint64 expires_s)
{
  g_autofree char *key = lb_test_sql_text (service, "SELECT hex (value) FROM secret"
                                                    " WHERE name = 'links'");
  g_autofree char *text = g_strdup_printf ("%" FORMAT "/%s/%" FORMAT, id, what, expires_s);
  g_autofree char *signature = NULL;
  guint8 bytes[32];

  g_assert_cmpuint (strlen (key), ==, 2 * sizeof bytes);
  for (guint i = 0; i < sizeof bytes; i++)
    bytes[i] =
      (guint8) (g_ascii_xdigit_value (key[2 * i]) * 16 + g_ascii_xdigit_value (key[2 * i + 1]));
  signature = g_compute_hmac_for_data (G_CHECKSUM_SHA256, bytes, sizeof bytes,
                                       (const guchar *) text, strlen (text));

  return g_strdup_printf ("%s/files/%" FORMAT "/%s?expires=%" FORMAT "&signature=%s", service->base,
                          id, what, expires_s, signature);
}

static void
refused_link (const char *link)
{
  g_assert_cmpuint (follow (link), ==, 403);
  g_assert_cmpstr (lb_test_text (service, "rule"), ==, "R92");
}

static void
test_bad_links (void)
{
  gint64 id = add_captioned (project, 1);
  gint64 other = add_captioned (project, 1);
  gint64 now_s = g_get_real_time () / G_USEC_PER_SEC;
  static const char *const kinds[] = { "archive", "captions" };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *good = sign (id, kinds[i], now_s + 60);
      g_autofree char *late = sign (id, kinds[i], now_s - 1);
      g_autofree char *elsewhere = g_strdup_printf ("/files/%" FORMAT "/", other);
      g_autofree char *here = g_strdup_printf ("/files/%" FORMAT "/", id);
      g_autoptr (GString) moved = g_string_new (good);
      g_autoptr (GString) kind = g_string_new (good);
      g_autoptr (GString) forged = g_string_new (good);
      g_autoptr (GString) bare = g_string_new (good);
      char *last = &forged->str[forged->len - 1];

      g_assert_cmpuint (follow (good), ==, 200);
      refused_link (late);
      g_string_replace (moved, here, elsewhere, 1);
      refused_link (moved->str);
      g_string_replace (kind, kinds[i], "picture", 1);
      refused_link (kind->str);
      *last = *last == '0' ? '1' : '0';
      refused_link (forged->str);
      g_string_truncate (bare, (gsize) (strchr (bare->str, '?') - bare->str));
      refused_link (bare->str);
    }
}

static void
test_gone (void)
{
  gint64 id = lb_test_add_filled (service, project, 2);
  g_autofree char *path = lb_test_path ("datasets/%" FORMAT, id);
  g_autofree char *link = lb_test_download_link (service, id, "download_url");

  lb_test_sql (service, "UPDATE image SET deleted_at = 1 WHERE dataset_id = %" FORMAT, id);
  g_assert_cmpuint (follow (link), ==, 404);
  lb_test_done (service, "DELETE", path, NULL, 204);
  g_assert_cmpuint (follow (link), ==, 404);
}

static void
test_file_gone (void)
{
  gint64 id = lb_test_add_filled (service, project, 3);
  g_autofree char *link = lb_test_download_link (service, id, "download_url");
  g_autofree char *other = g_strnfill (64, 'a');

  lb_test_sql (service,
               "UPDATE image SET blob = '%s' WHERE dataset_id = %" FORMAT
               " AND image_name = 'image-0003.jpg'",
               other, id);
  g_assert_cmpuint (follow (link), ==, 410);
  g_assert_cmpstr (lb_test_text (service, "code"), ==, "picture_gone");
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  service = lb_test_service_new ();
  project = lb_test_add_project (service);
  legacy_project = lb_test_done (service, "POST", "/v1/tailored-gen/projects",
                                 "{\"project_name\": \"P\", \"ip_medium\": \"photography\","
                                 " \"ip_type\": \"other\", \"training_version\": \"max\"}",
                                 201);

  g_test_add_func ("/rules/R90-basic-is-refused", test_basic);
  g_test_add_func ("/rules/R90-nothing-stored", test_empty);
  g_test_add_func ("/rules/R90-both-paths", test_both_paths);
  g_test_add_func ("/rules/R90-completed", test_completed);
  g_test_add_func ("/rules/R91-captions-all-automatic", test_captions);
  g_test_add_func ("/rules/R91-captions-of-legacy", test_captions_legacy);
  g_test_add_func ("/rules/R91-not-all-automatic", test_not_all_automatic);
  g_test_add_func ("/rules/R92-link-needs-no-token", test_link_needs_no_token);
  g_test_add_func ("/rules/R92-bad-or-late-link", test_bad_links);
  g_test_add_func ("/rules/R92-dataset-gone", test_gone);
  g_test_add_func ("/rules/R63-prefix-in-archive", test_legacy);

  g_test_add_func ("/download/one-image", test_one_image);
  g_test_add_func ("/download/many-images", test_many);
  g_test_add_func ("/download/names", test_names);
  g_test_add_func ("/download/round-trip", test_round_trip);
  g_test_add_func ("/download/file-gone", test_file_gone);

  status = g_test_run ();
  lb_test_service_free (service);

  return status;
}
