#include "lb-test-service.h"

#include <glib/gstdio.h>
#include <string.h>

#include "config.h"
#include "contract/lb-routes.h"

/* The private operations as data/contract/private.json describes them. */
static LbTestService *service;
static JsonObject *document;

static const LbRoute routes[] = { LB_ROUTE_HELLO,         LB_ROUTE_LEAVE,
                                  LB_ROUTE_UNDELETE,      LB_ROUTE_GET_CAPTIONER,
                                  LB_ROUTE_SET_CAPTIONER, LB_ROUTE_TEST_CAPTIONER,
                                  LB_ROUTE_RETURN_IMAGE,  LB_ROUTE_LIST_MODELS,
                                  LB_ROUTE_UPLOAD_FILE };

static JsonObject *
inside (JsonObject *object, const char *name)
{
  if (!json_object_has_member (object, name))
    g_error ("The document has no “%s”", name);

  return json_object_get_object_member (object, name);
}

/* The path of the document for @route's. */
static const char *
documented_path (LbRoute route)
{
  switch (route)
    {
    case LB_ROUTE_HELLO:          return "/hello";
    case LB_ROUTE_LEAVE:          return "/leave";
    case LB_ROUTE_GET_CAPTIONER:
    case LB_ROUTE_SET_CAPTIONER:  return "/captioner";
    case LB_ROUTE_TEST_CAPTIONER: return "/captioner/test";
    case LB_ROUTE_LIST_MODELS:    return "/captioner/models";
    case LB_ROUTE_RETURN_IMAGE:   return "/datasets/{dataset_id}/images";
    case LB_ROUTE_UPLOAD_FILE:    return "/datasets/{dataset_id}/images/from-file";
    default:                      return "/datasets/{dataset_id}/images/{image_id}/undelete";
    }
}

static JsonObject *
find_responses (LbRoute route)
{
  g_autofree char *method = g_ascii_strdown (lb_route_method (route), -1);
  JsonObject *path = inside (inside (document, "paths"), documented_path (route));

  return inside (inside (path, method), "responses");
}

static gboolean
has_body (LbRoute route)
{
  g_autofree char *method = g_ascii_strdown (lb_route_method (route), -1);
  JsonObject *path = inside (inside (document, "paths"), documented_path (route));

  return json_object_has_member (inside (path, method), "requestBody");
}

/* (nullable): where the document keeps the form of the answer; an answer without one has no body.
 */
static const char *
find_form (LbRoute route, guint status)
{
  g_autofree char *number = g_strdup_printf ("%u", status);
  JsonObject *response = inside (find_responses (route), number);

  if (!json_object_has_member (response, "content"))
    return NULL;

  return json_object_get_string_member (
    inside (inside (inside (response, "content"), "application/json"), "schema"), "$ref");
}

/* Calls @route and asserts that what comes is documented. */
static void
call (LbRoute route, gint64 dataset, gint64 image, guint status)
{
  g_autofree char *path = lb_route_path (route, dataset, image);
  const char *form = find_form (route, status);

  g_assert_cmpuint (lb_test_call (service, lb_route_method (route), path, NULL), ==, status);
  if (form == NULL)
    {
      g_assert_cmpuint (service->length, ==, 0);
      return;
    }

  g_assert_cmpstr (service->content_type, ==, "application/json");
  g_assert_true (JSON_NODE_HOLDS_OBJECT (service->json));
  if (g_str_has_suffix (form, "/LocalError"))
    {
      g_assert_cmpstr (lb_test_text (service, "message"), !=, "");
      g_assert_cmpstr (lb_test_text (service, "error"), ==, lb_test_text (service, "message"));
      g_assert_cmpstr (lb_test_text (service, "code"), !=, "");
    }
}

static void
test_paths (void)
{
  JsonArray *servers = json_object_get_array_member (document, "servers");
  const char *base =
    json_object_get_string_member (json_array_get_object_element (servers, 0), "url");
  const char *root = strstr (base, "/lookbook/v1");

  g_autoptr (GList) paths = json_object_get_values (inside (document, "paths"));
  guint n_operations = 0;

  for (GList *at = paths; at != NULL; at = at->next)
    n_operations += json_object_get_size (json_node_get_object (at->data));
  g_assert_cmpuint (n_operations, ==, G_N_ELEMENTS (routes));
  for (gsize i = 0; i < G_N_ELEMENTS (routes); i++)
    {
      g_autofree char *path = lb_route_path (routes[i], 71, 903);
      g_autoptr (GString) expected = g_string_new (root);

      g_string_append (expected, documented_path (routes[i]));
      g_string_replace (expected, "{dataset_id}", "71", 0);
      g_string_replace (expected, "{image_id}", "903", 0);
      g_assert_cmpstr (path, ==, expected->str);
      g_assert_nonnull (find_responses (routes[i]));
      g_assert_cmpint (lb_route_body_cap (routes[i]) > 0, ==, has_body (routes[i]));
      lb_test_refused (service, "DELETE", path, NULL, 405, NULL);
    }
}

static void
test_hello (void)
{
  JsonObject *schemas = inside (inside (document, "components"), "schemas");
  JsonObject *schema = inside (schemas, "Hello");
  JsonArray *required = json_object_get_array_member (schema, "required");
  JsonObject *answer = NULL;

  call (LB_ROUTE_HELLO, 0, 0, 200);
  g_assert_cmpstr (find_form (LB_ROUTE_HELLO, 200), ==, "#/components/schemas/Hello");
  answer = json_node_get_object (service->json);
  g_assert_cmpuint (json_object_get_size (answer), ==, json_array_get_length (required));
  for (guint i = 0; i < json_array_get_length (required); i++)
    {
      const char *name = json_array_get_string_element (required, i);
      JsonObject *property = inside (inside (schema, "properties"), name);

      g_assert_cmpstr (json_object_get_string_member (property, "type"), ==, "string");
      g_assert_cmpstr (lb_test_text (service, name), !=, "");
    }
  g_assert_cmpstr (
    lb_test_text (service, "service"), ==,
    json_object_get_string_member (inside (inside (schema, "properties"), "service"), "const"));
  g_assert_cmpstr (lb_test_text (service, "version"), ==, LB_VERSION);
}

/* What is answered is named in the document, and what must be there is. */
static void
test_captioner (void)
{
  JsonObject *schema = inside (inside (inside (document, "components"), "schemas"), "Captioner");
  JsonArray *required = json_object_get_array_member (schema, "required");
  g_autoptr (GList) names = NULL;
  JsonObject *answer;

  lb_test_done (service, "PUT", "/lookbook/v1/captioner",
                "{\"kind\": \"vision\", \"address\": \"http://127.0.0.1:1\", \"model\": \"m\","
                " \"concurrency\": 2, \"key\": \"k\"}",
                200);
  lb_test_done (service, "PUT", "/lookbook/v1/captioner", "{\"kind\": \"analyser\"}", 200);
  call (LB_ROUTE_GET_CAPTIONER, 0, 0, 200);
  g_assert_cmpstr (find_form (LB_ROUTE_GET_CAPTIONER, 200), ==, "#/components/schemas/Captioner");
  answer = json_node_get_object (service->json);
  names = json_object_get_members (answer);
  for (GList *at = names; at != NULL; at = at->next)
    g_assert_true (json_object_has_member (inside (schema, "properties"), at->data));
  for (guint i = 0; i < json_array_get_length (required); i++)
    g_assert_true (json_object_has_member (answer, json_array_get_string_element (required, i)));
  lb_test_refused (service, "PUT", "/lookbook/v1/captioner", "{\"kind\": 1}", 400, NULL);
}

/* The image comes back as GET has it, but for the time of the change. */
static void
test_undelete (void)
{
  g_autoptr (GBytes) first = lb_test_picture (1024, 1024, FALSE, "jpeg", 1);
  g_autoptr (GBytes) second = lb_test_picture (1024, 1024, FALSE, "jpeg", 2);
  gint64 dataset =
    lb_test_add_dataset (service, lb_test_add_project (service), ", \"training_version\": \"max\"");
  gint64 image = lb_test_upload (service, dataset, first);
  g_autofree char *path = lb_route_path (LB_ROUTE_GET_IMAGE, dataset, image);
  g_autofree char *dataset_path = lb_route_path (LB_ROUTE_GET_DATASET, dataset, 0);
  g_autoptr (JsonNode) before = NULL;
  g_autoptr (GList) names = NULL;

  lb_test_upload (service, dataset, second);
  lb_test_done (service, "GET", path, NULL, 200);
  before = json_node_copy (service->json);
  names = json_object_get_members (json_node_get_object (before));

  for (int i = 0; i < 2; i++) /* once more for one that is there */
    {
      if (i == 0)
        lb_test_done (service, "DELETE", path, NULL, 204);
      call (LB_ROUTE_UNDELETE, dataset, image, 200);
      g_assert_cmpuint (json_object_get_size (json_node_get_object (service->json)), ==,
                        g_list_length (names));
      for (GList *at = names; at != NULL; at = at->next)
        {
          JsonNode *old = json_object_get_member (json_node_get_object (before), at->data);
          JsonNode *new = json_object_get_member (json_node_get_object (service->json), at->data);

          g_assert_nonnull (new);
          if (!g_str_equal (at->data, "updated_at") && !g_str_has_suffix (at->data, "_url"))
            g_assert_true (json_node_equal (old, new));
        }
    }

  call (LB_ROUTE_UNDELETE, dataset, 999, 404);
  call (LB_ROUTE_UNDELETE, 999, image, 404);
  lb_test_done (service, "DELETE", path, NULL, 204);
  lb_test_done (service, "PUT", dataset_path,
                "{\"caption_prefix\": \"A fox, \", \"status\": \"completed\"}", 200);
  call (LB_ROUTE_UNDELETE, dataset, image, 409);
  g_assert_cmpstr (lb_test_text (service, "rule"), ==, "R43");
}

/* What was deleted with its dataset is put back, also where others come in bulk only. */
static void
test_return (void)
{
  g_autoptr (GBytes) picture = lb_test_picture (1024, 1024, FALSE, "jpeg", 3);
  gint64 dataset =
    lb_test_add_dataset (service, lb_test_add_project (service),
                         ", \"training_version\": \"max\", \"upload_type\": \"advanced\"");
  g_autofree char *file =
    g_base64_encode (g_bytes_get_data (picture, NULL), g_bytes_get_size (picture));
  g_autofree char *path = lb_route_path (LB_ROUTE_RETURN_IMAGE, dataset, 0);
  g_autofree char *missing = lb_route_path (LB_ROUTE_RETURN_IMAGE, 999, 0);
  g_autofree char *public = lb_route_path (LB_ROUTE_UPLOAD_IMAGE, dataset, 0);
  g_autofree char *body =
    g_strdup_printf ("{\"file\": \"%s\", \"image_name\": \"boat.jpg\", \"caption\": \"A boat\","
                     " \"caption_source\": \"automatic\"}",
                     file);
  g_autofree char *wrong =
    g_strdup_printf ("{\"file\": \"%s\", \"caption_source\": \"nobody\"}", file);
  g_autofree char *bare = g_strdup_printf ("{\"file\": \"%s\"}", file);

  lb_test_refused (service, "POST", public, body, 400, "R42");
  lb_test_done (service, "POST", path, body, 201);
  g_assert_cmpstr (lb_test_text (service, "image_name"), ==, "boat.jpg");
  g_assert_cmpstr (lb_test_text (service, "caption"), ==, "A boat");
  g_assert_cmpstr (lb_test_text (service, "caption_source"), ==, "automatic");
  lb_test_done (service, "POST", path, bare, 201);
  g_assert_cmpstr (lb_test_text (service, "caption_source"), ==, "pending");
  lb_test_refused (service, "POST", path, "{\"image_name\": \"boat.jpg\"}", 400, "R44");
  lb_test_refused (service, "POST", path, wrong, 400, "R72");
  lb_test_refused (service, "POST", missing, body, 404, "R4");
}

/* Who does not know what became of it asks again, and it comes back once. */
static void
test_return_again (void)
{
  g_autoptr (GBytes) picture = lb_test_picture (1024, 1024, FALSE, "jpeg", 4);
  gint64 dataset = lb_test_add_dataset (service, lb_test_add_project (service), "");
  g_autofree char *file =
    g_base64_encode (g_bytes_get_data (picture, NULL), g_bytes_get_size (picture));
  g_autofree char *path = lb_route_path (LB_ROUTE_RETURN_IMAGE, dataset, 0);
  g_autofree char *body = g_strdup_printf ("{\"file\": \"%s\", \"return_key\": \"one\"}", file);
  g_autofree char *other = g_strdup_printf ("{\"file\": \"%s\", \"return_key\": \"two\"}", file);
  g_autofree char *wrong = g_strdup_printf ("{\"file\": \"%s\", \"return_key\": 1}", file);
  g_autofree char *image = NULL;
  gint64 id = 0;

  lb_test_done (service, "POST", path, body, 201);
  id = lb_test_number (service, "id");
  lb_test_done (service, "POST", path, body, 201);
  g_assert_cmpint (lb_test_number (service, "id"), ==, id);
  lb_test_done (service, "POST", path, other, 201);
  g_assert_cmpint (lb_test_number (service, "id"), !=, id);
  lb_test_refused (service, "POST", path, wrong, 400, "R44");

  /* What was deleted since may come back once more. */
  image = lb_route_path (LB_ROUTE_DELETE_IMAGE, dataset, id);
  lb_test_done (service, "DELETE", image, NULL, 204);
  lb_test_done (service, "POST", path, body, 201);
  g_assert_cmpint (lb_test_number (service, "id"), !=, id);
}

static char *
file_body (const char *path, const char *sha256)
{
  g_autofree char *url = g_filename_to_uri (path, NULL, NULL);

  return g_strdup_printf ("{\"file_url\": \"%s\", \"sha256\": \"%s\", \"image_name\": \"boat\","
                          " \"increase_resolution\": false}",
                          url, sha256);
}

/* What the service reads itself is judged as what is sent to it, and is what it is said to be. */
static void
test_upload_file (void)
{
  static const char *const wrong[] = {
    "{}",
    "{\"sha256\": \"00\"}",
    "{\"file_url\": 1, \"sha256\": \"00\"}",
    "{\"file_url\": \"/etc/hostname\", \"sha256\": \"00\"}",
    "{\"file_url\": \"http://localhost/boat.jpg\", \"sha256\": \"00\"}",
    "{\"file_url\": \"file://elsewhere/boat.jpg\", \"sha256\": \"00\"}",
    "{\"file_url\": \"file:///etc/hostname\"}",
    "{\"file_url\": \"file:///etc/hostname\", \"sha256\": \"00\"}",
    "{\"file_url\": \"file:///etc/hostname\", \"sha256\":"
    " \"00000000000000000000000000000000000000000000000000000000000000AA\"}",
    "{\"file_url\": \"file:///etc/hostname?one#two\", \"sha256\":"
    " \"0000000000000000000000000000000000000000000000000000000000000000\"}",
  };
  static const char *const not_there[] = { "/dev/zero", "/proc/self/nothing", "/etc" };
  g_autoptr (GBytes) picture = lb_test_picture (1024, 1024, FALSE, "jpeg", 5);
  g_autoptr (GBytes) small = lb_test_picture (512, 512, FALSE, "jpeg", 6);
  gint64 dataset = lb_test_add_dataset (service, lb_test_add_project (service), "");
  gint64 advanced =
    lb_test_add_dataset (service, lb_test_add_project (service),
                         ", \"training_version\": \"max\", \"upload_type\": \"advanced\"");
  g_autofree char *path = lb_route_path (LB_ROUTE_UPLOAD_FILE, dataset, 0);
  g_autofree char *missing = lb_route_path (LB_ROUTE_UPLOAD_FILE, 999, 0);
  g_autofree char *bulk_only = lb_route_path (LB_ROUTE_UPLOAD_FILE, advanced, 0);
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, picture);
  g_autofree char *small_sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, small);
  g_autofree char *file = g_build_filename (g_get_tmp_dir (), "lookbook-from-file.jpg", NULL);
  g_autofree char *body = file_body (file, sha256);
  g_autofree char *small_body = file_body (file, small_sha256);

  lb_test_refused (service, "POST", path, body, 410, NULL);
  g_assert_true (g_file_set_contents (file, g_bytes_get_data (picture, NULL),
                                      (gssize) g_bytes_get_size (picture), NULL));
  lb_test_done (service, "POST", path, body, 201);
  g_assert_cmpstr (lb_test_text (service, "image_name"), ==, "boat");
  g_assert_cmpstr (lb_test_text (service, "source_sha256"), ==, sha256);
  g_assert_cmpint (lb_test_number (service, "width"), ==, 1024);

  lb_test_refused (service, "POST", path, small_body, 410, NULL); /* another sum */
  g_assert_true (g_file_set_contents (file, g_bytes_get_data (small, NULL),
                                      (gssize) g_bytes_get_size (small), NULL));
  lb_test_refused (service, "POST", path, small_body, 412, "R48");
  lb_test_refused (service, "POST", path, body, 410, NULL);
  lb_test_refused (service, "POST", missing, body, 404, "R4");
  lb_test_refused (service, "POST", bulk_only, body, 400, "R42");
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    lb_test_refused (service, "POST", path, wrong[i], 400, "R44");
  for (gsize i = 0; i < G_N_ELEMENTS (not_there); i++)
    {
      g_autofree char *no_file = file_body (not_there[i], sha256);

      lb_test_refused (service, "POST", path, no_file, 410, NULL);
    }
  g_unlink (file);
}

/* The last one, because then the service is gone. */
static void
test_leave (void)
{
  gint64 dataset = lb_test_add_dataset (service, lb_test_add_project (service), "");
  g_autofree char *images = lb_route_path (LB_ROUTE_GET_IMAGES, dataset, 0);

  for (guint i = 0; i < 12; i++)
    {
      g_autoptr (GBytes) picture = lb_test_picture (1024, 1024, FALSE, "jpeg", 10 + i);

      lb_test_upload (service, dataset, picture);
    }
  lb_test_set_schema (service, dataset);
  lb_test_done (service, "PUT", images, NULL, 202);
  call (LB_ROUTE_LEAVE, 0, 0, 409);
  lb_test_wait_for_captions (service, dataset);

  call (LB_ROUTE_LEAVE, 0, 0, 204);
  g_assert_true (g_subprocess_wait (service->process, NULL, NULL));
  g_assert_cmpint (g_subprocess_get_exit_status (service->process), ==, 0);
  g_clear_object (&service->process);
}

int
main (int argc, char **argv)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  int result;

  g_test_init (&argc, &argv, NULL);
  path = g_test_build_filename (G_TEST_DIST, "..", "data", "contract", "private.json", NULL);
  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  document = json_node_get_object (json_parser_get_root (parser));
  service = lb_test_service_new ();

  g_test_add_func ("/private/paths", test_paths);
  g_test_add_func ("/private/hello", test_hello);
  g_test_add_func ("/private/undelete", test_undelete);
  g_test_add_func ("/private/return", test_return);
  g_test_add_func ("/private/return-again", test_return_again);
  g_test_add_func ("/private/upload-file", test_upload_file);
  g_test_add_func ("/private/captioner", test_captioner);
  g_test_add_func ("/private/leave", test_leave);

  result = g_test_run ();
  lb_test_service_free (service);
  return result;
}
