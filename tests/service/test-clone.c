#include "lb-test-database.h"

#include <string.h>

#define FORMAT G_GINT64_FORMAT

static LbTestService *service;
static gint64 project;

static char *
clone_path (gint64 id)
{
  return lb_test_path ("datasets/%" FORMAT "/clone", id);
}

static gint64
copy_of (gint64 id, const char *body)
{
  g_autofree char *path = clone_path (id);

  return lb_test_done (service, "POST", path, body, 201);
}

static gint64
add_image (gint64 dataset, guint seed)
{
  g_autoptr (GBytes) picture = lb_test_picture (1024, 1024, FALSE, "jpeg", seed);

  return lb_test_upload (service, dataset, picture);
}

/* (transfer full): the last answer's images. */
static JsonArray *
take_images (void)
{
  JsonNode *node = json_object_get_member (json_node_get_object (service->json), "images");

  return json_array_ref (json_node_get_array (node));
}

static const char *
image_text (JsonArray *images, guint index, const char *member)
{
  return json_object_get_string_member (json_array_get_object_element (images, index), member);
}

static gint64
image_number (JsonArray *images, guint index, const char *member)
{
  return json_object_get_int_member (json_array_get_object_element (images, index), member);
}

static void
test_named (void)
{
  gint64 source = lb_test_add_dataset (service, project, ", \"description\": \"of the pier\"");
  g_autofree char *path = clone_path (source);

  copy_of (source, "{}");
  g_assert_cmpstr (lb_test_text (service, "name"), ==, "Copy of First set");
  g_assert_cmpstr (lb_test_text (service, "description"), ==, "of the pier");
  g_assert_cmpstr (lb_test_text (service, "status"), ==, "draft");

  copy_of (source, "{\"name\": \"Second set\", \"description\": \"\"}");
  g_assert_cmpstr (lb_test_text (service, "name"), ==, "Second set");
  g_assert_cmpstr (lb_test_text (service, "description"), ==, "");

  copy_of (source, "{\"name\": null, \"description\": null, \"unknown\": 1}");
  g_assert_cmpstr (lb_test_text (service, "name"), ==, "Copy of First set");
  g_assert_cmpstr (lb_test_text (service, "description"), ==, "of the pier");

  /* The source is as it was. */
  g_clear_pointer (&path, g_free);
  path = lb_test_path ("datasets/%" FORMAT, source);
  lb_test_done (service, "GET", path, NULL, 200);
  g_assert_cmpstr (lb_test_text (service, "name"), ==, "First set");
}

/* The one body that may be left out. */
static void
test_without_body (void)
{
  gint64 source = lb_test_add_dataset (service, project, "");
  g_autofree char *path = clone_path (source);
  g_autofree char *url = g_strconcat (service->base, path, NULL);

  g_assert_cmpuint (lb_test_call_full (service, "POST", url, NULL, NULL, NULL), ==, 201);
  g_assert_cmpstr (lb_test_text (service, "name"), ==, "Copy of First set");
  g_assert_cmpuint (lb_test_call_full (service, "POST", url, "application/json", "", NULL), ==,
                    201);
  g_assert_cmpuint (lb_test_call_full (service, "POST", url, "text/plain", "{}", NULL), ==, 415);
}

static void
test_refused (void)
{
  gint64 source = lb_test_add_dataset (service, project, "");
  g_autofree char *path = clone_path (source);

  lb_test_refused (service, "POST", path, "{\"name\": \"\"}", 400, "R37");
  g_assert_cmpstr (lb_test_text (service, "field"), ==, "name");
  lb_test_refused (service, "POST", path, "{\"name\": 7}", 400, "R37");
  lb_test_refused (service, "POST", path, "{\"description\": []}", 400, "R37");
  lb_test_refused (service, "POST", path, "[]", 400, "R9");
  lb_test_refused (service, "POST", "/v1/tailored-gen/datasets/99999/clone", "{}", 404, "R4");
  lb_test_refused (service, "GET", path, NULL, 405, NULL);
}

/* What stays, what is new, and that both can go their own ways from here. */
static void
test_copied (void)
{
  gint64 source = lb_test_add_dataset (service, project, "");
  g_autofree char *source_path = lb_test_path ("datasets/%" FORMAT, source);
  g_autofree char *image_path = NULL;
  g_autofree char *file = NULL;
  g_autoptr (JsonArray) before = NULL;
  g_autoptr (JsonArray) after = NULL;
  gint64 copy;
  gsize size;

  add_image (source, 1); /* pending */
  lb_test_set_schema (service, source);
  add_image (source, 2); /* automatic */
  image_path = lb_test_path ("datasets/%" FORMAT "/images/%" FORMAT, source, add_image (source, 3));
  lb_test_sql (service,
               "UPDATE image SET caption_source = 'manual', upload_source_url ="
               " 'https://images.example.org/fox.png' WHERE id = %" FORMAT,
               lb_test_number (service, "id"));
  lb_test_done (service, "GET", source_path, NULL, 200);
  before = take_images ();
  g_assert_cmpuint (json_array_get_length (before), ==, 3);

  copy = copy_of (source, "{}");
  g_assert_cmpint (copy, !=, source);
  g_assert_cmpint (lb_test_number (service, "project_id"), ==, project);
  g_assert_cmpstr (lb_test_text (service, "training_version"), ==, "fibo");
  g_assert_cmpstr (lb_test_text (service, "upload_type"), ==, "basic");
  g_assert_cmpstr (lb_test_text (service, "visual_schema"), !=, "");
  g_assert_cmpint (lb_test_number (service, "images_count"), ==, 3);
  after = take_images ();
  g_assert_cmpuint (json_array_get_length (after), ==, 3);

  for (guint i = 0; i < 3; i++)
    {
      static const char *const kept[] = { "caption_source", "image_name", "source_sha256",
                                          "format" };

      g_assert_cmpint (image_number (after, i, "id"), >, image_number (before, 2, "id"));
      g_assert_cmpint (image_number (after, i, "dataset_id"), ==, copy);
      for (guint k = 0; k < G_N_ELEMENTS (kept); k++)
        g_assert_cmpstr (image_text (after, i, kept[k]), ==, image_text (before, i, kept[k]));
    }
  g_assert_true (json_object_get_null_member (json_array_get_object_element (after, 0), "caption"));
  g_assert_cmpstr (image_text (after, 1, "caption"), ==, image_text (before, 1, "caption"));
  g_assert_cmpstr (image_text (after, 2, "upload_source_url"), ==,
                   "https://images.example.org/fox.png");

  /* The files are one, and stay when the source has gone. */
  lb_test_call_full (service, "GET", image_text (before, 1, "image_url"), NULL, NULL, NULL);
  size = service->length;
  file = g_memdup2 (service->body, size);
  lb_test_done (service, "DELETE", source_path, NULL, 204);
  lb_test_service_stop (service);
  lb_test_service_start (service);
  g_assert_cmpuint (
    lb_test_call_full (service, "GET", image_text (after, 1, "image_url"), NULL, NULL, NULL), ==,
    200);
  g_assert_cmpmem (service->body, service->length, file, size);
}

/* An image that was deleted, and may be brought back in the source, is not copied. */
static void
test_deleted_image (void)
{
  gint64 source = lb_test_add_dataset (service, project, "");
  gint64 image = add_image (source, 1);
  g_autofree char *image_path =
    lb_test_path ("datasets/%" FORMAT "/images/%" FORMAT, source, image);
  g_autofree char *undelete = g_strdup_printf (
    "/lookbook/v1/datasets/%" FORMAT "/images/%" FORMAT "/undelete", source, image);
  g_autofree char *copy_path = NULL;

  lb_test_done (service, "DELETE", image_path, NULL, 204);
  copy_path = lb_test_path ("datasets/%" FORMAT, copy_of (source, "{}"));
  g_assert_cmpint (lb_test_number (service, "images_count"), ==, 0);

  lb_test_done (service, "POST", undelete, NULL, 200);
  lb_test_done (service, "GET", copy_path, NULL, 200);
  g_assert_cmpint (lb_test_number (service, "images_count"), ==, 0);
}

static void
test_of_completed (void)
{
  gint64 of = lb_test_add_project (service);
  gint64 source = lb_test_add_dataset (service, of, ", \"training_version\": \"max\"");
  g_autofree char *path = lb_test_path ("datasets/%" FORMAT, source);
  g_autofree char *copy_images = NULL;
  g_autoptr (GBytes) picture = lb_test_picture (1024, 1024, FALSE, "jpeg", 2);
  gint64 copy;

  add_image (source, 1);
  lb_test_done (service, "PUT", path,
                "{\"caption_prefix\": \"A fox, \", \"status\": \"completed\"}", 200);
  copy = copy_of (source, "{}");
  g_assert_cmpstr (lb_test_text (service, "status"), ==, "draft");
  g_assert_cmpstr (lb_test_text (service, "training_version"), ==, "max");
  g_assert_cmpstr (lb_test_text (service, "caption_prefix"), ==, "A fox, ");
  lb_test_upload (service, copy, picture);

  /* R34: the source takes none. */
  copy_images = lb_test_path ("datasets/%" FORMAT "/images", source);
  {
    g_autofree char *body = lb_test_upload_body (picture, "");

    lb_test_refused (service, "POST", copy_images, body, 409, "R43");
  }
}

static void
test_captions_status (void)
{
  static const struct
  {
    const char *before;
    const char *after;
  } cases[] = {
    { "empty", "empty" },
    { "completed", "completed" },
    { "in_progress", "empty" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 source = lb_test_add_dataset (service, project, "");

      lb_test_sql (service, "UPDATE dataset SET captions_update_status = '%s' WHERE id = %" FORMAT,
                   cases[i].before, source);
      copy_of (source, "{}");
      g_assert_cmpstr (lb_test_text (service, "captions_update_status"), ==, cases[i].after);
      g_assert_true (lb_test_is_null (service, "captions_source"));
    }
}

static void
test_captions_source (void)
{
  gint64 source = lb_test_add_dataset (service, project, ", \"upload_type\": \"advanced\"");

  lb_test_sql (service, "UPDATE dataset SET captions_source = 'manual' WHERE id = %" FORMAT,
               source);
  copy_of (source, "{}");
  g_assert_cmpstr (lb_test_text (service, "captions_source"), ==, "manual");
  g_assert_cmpstr (lb_test_text (service, "upload_type"), ==, "advanced");
}

static void
test_no_bulk (void)
{
  gint64 source = lb_test_add_dataset (service, project, "");
  g_autofree char *path = NULL;
  gint64 copy;

  add_image (source, 1);
  lb_test_fill (service, source, 3);
  copy = copy_of (source, "{}");
  g_assert_cmpstr (lb_test_text (service, "upload_type"), ==, "advanced");
  g_assert_cmpint (lb_test_number (service, "images_count"), ==, 3);
  path = lb_test_path ("datasets/%" FORMAT "/images/bulk-upload", copy);
  lb_test_refused (service, "POST", path, "{\"zip_url\": \"https://zip.example.org/a.zip\"}", 400,
                   NULL);

  /* Nor when its images have gone. */
  lb_test_sql (service, "UPDATE image SET deleted_at = 1 WHERE dataset_id = %" FORMAT, copy);
  lb_test_refused (service, "POST", path, "{\"zip_url\": \"https://zip.example.org/a.zip\"}", 400,
                   "R40");
}

/* More images than an answer holds. */
static void
test_many (void)
{
  gint64 source = lb_test_add_dataset (service, project, "");
  g_autofree char *path = NULL;
  g_autoptr (JsonArray) images = NULL;

  add_image (source, 1);
  lb_test_fill (service, source, 1000);
  path = lb_test_path ("datasets/%" FORMAT "/images", copy_of (source, "{}"));
  g_assert_cmpint (lb_test_number (service, "images_count"), ==, 1000);
  images = take_images ();
  g_assert_cmpuint (json_array_get_length (images), ==, 200);
  lb_test_done (service, "GET", path, NULL, 200);
  g_assert_cmpuint (lb_test_count (service), ==, 1000);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  service = lb_test_service_new ();
  project = lb_test_add_project (service);

  g_test_add_func ("/rules/R37-named-after-its-source", test_named);
  g_test_add_func ("/rules/R37-body-is-optional", test_without_body);
  g_test_add_func ("/rules/R37-refused", test_refused);
  g_test_add_func ("/rules/R38-images-copied", test_copied);
  g_test_add_func ("/rules/R38-deleted-images-left-behind", test_deleted_image);
  g_test_add_func ("/rules/R38-completed-source", test_of_completed);
  g_test_add_func ("/rules/R38-thousand-images", test_many);
  g_test_add_func ("/rules/R39-captions-update-status", test_captions_status);
  g_test_add_func ("/rules/R39-captions-source", test_captions_source);
  g_test_add_func ("/rules/R40-filled-clone-takes-no-bulk", test_no_bulk);

  status = g_test_run ();
  lb_test_service_free (service);

  return status;
}
