#include "api/lb-client.h"
#include "base/lb-error.h"
#include "test-client-fixture.h"

#include <string.h>

/* The client against the real service over its real socket. */
typedef struct
{
  ServiceFixture service;
  LbClient *client;
  LbProject *project; /* photography, other */
  LbDataset *dataset; /* basic, fibo, no schema */
} Fixture;

static LbProject *
new_project (const char *name, const char *medium, const char *type)
{
  LbProject *project = lb_project_new (1);

  g_object_set (project, "project-name", name, "ip-medium", medium, "ip-type", type, NULL);

  return project;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (LbProject) wanted = new_project ("Harbour", "photography", "other");

  service_fixture_set_up (&self->service);
  service_fixture_start (&self->service);
  self->client = lb_client_new_for_socket (self->service.socket_path);
  self->project = wait_object (lb_client_create_project (self->client, wanted));
  self->dataset = wait_object (lb_client_create_dataset (
    self->client, lb_project_get_id (self->project), "First", "fibo", "basic", "words"));
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_object (&self->project);
  g_clear_object (&self->dataset);
  g_clear_object (&self->client);
  service_fixture_tear_down (&self->service);
}

static LbImage *
upload (Fixture *self, int side, guint32 rgb)
{
  g_autoptr (GBytes) bytes = make_picture (side, side, rgb);

  return wait_object (lb_client_upload_image (self->client, lb_dataset_get_id (self->dataset),
                                              bytes, "picture.png", TRUE, FALSE, NULL, NULL, NULL));
}

static void
set_schema (Fixture *self)
{
  g_autofree char *schema = read_example ("visual-schema.style.json");
  g_autoptr (LbDataset) dataset = wait_object (
    lb_client_update_dataset (self->client, lb_dataset_get_id (self->dataset), NULL, schema, NULL));

  g_assert_cmpstr (lb_dataset_get_visual_schema (dataset), !=, NULL);
}

static void
assert_refused (DexFuture *future, int code, const char *rule)
{
  g_autofree char *message = wait_error (future, code);

  if (rule != NULL && !g_str_has_prefix (message, rule))
    g_error ("“%s” does not begin with %s", message, rule);
}

static void
test_hello (Fixture *self, gconstpointer data)
{
  g_autofree char *version = wait_string (lb_client_hello (self->client));

  g_assert_cmpstr (version, !=, "");
}

static void
test_projects (Fixture *self, gconstpointer data)
{
  gint64 id = lb_project_get_id (self->project);
  g_autoptr (LbProject) bad = new_project ("Icons", "photography", "icons");
  g_autoptr (LbProject) one = wait_object (lb_client_get_project (self->client, id));
  g_autoptr (LbProject) renamed = NULL;
  g_autoptr (GPtrArray) all = NULL;

  g_assert_cmpstr (lb_project_get_project_name (one), ==, "Harbour");
  renamed =
    wait_object (lb_client_update_project (self->client, id, "Quay", "the sea", NULL, NULL));
  g_assert_cmpstr (lb_project_get_project_name (renamed), ==, "Quay");
  g_assert_cmpstr (lb_project_get_project_description (renamed), ==, "the sea");
  all = wait_boxed (lb_client_list_projects (self->client));
  g_assert_cmpuint (all->len, ==, 1);

  assert_refused (lb_client_create_project (self->client, bad), LB_ERROR_INVALID, "R16");
  assert_refused (lb_client_get_project (self->client, 999), LB_ERROR_NOT_FOUND, NULL);
  assert_refused (lb_client_update_project (self->client, 999, "x", NULL, NULL, NULL),
                  LB_ERROR_NOT_FOUND, NULL);

  g_assert_true (wait_true (lb_client_delete_project (self->client, id)));
  assert_refused (lb_client_delete_project (self->client, id), LB_ERROR_NOT_FOUND, NULL);
  assert_refused (lb_client_get_dataset (self->client, lb_dataset_get_id (self->dataset), 1),
                  LB_ERROR_NOT_FOUND, NULL);
}

static void
test_datasets (Fixture *self, gconstpointer data)
{
  gint64 id = lb_dataset_get_id (self->dataset);
  gint64 project_id = lb_project_get_id (self->project);
  g_autoptr (LbDataset) one = wait_object (lb_client_get_dataset (self->client, id, 1));
  g_autoptr (LbDataset) renamed = NULL;
  g_autoptr (GPtrArray) all = wait_boxed (lb_client_list_datasets (self->client));
  g_autoptr (GPtrArray) some =
    wait_boxed (lb_client_list_project_datasets (self->client, project_id));

  g_assert_cmpstr (lb_dataset_get_name (one), ==, "First");
  g_assert_cmpstr (lb_dataset_get_description (one), ==, "words");
  g_assert_cmpint (lb_dataset_get_project_id (one), ==, project_id);
  g_assert_cmpint (lb_dataset_get_images_count (one), ==, 0);
  g_assert_false (lb_dataset_get_completed (one));
  g_assert_cmpuint (all->len, ==, 1);
  g_assert_cmpuint (some->len, ==, 1);
  renamed = wait_object (lb_client_update_dataset (self->client, id, "Second", NULL, NULL));
  g_assert_cmpstr (lb_dataset_get_name (renamed), ==, "Second");

  assert_refused (lb_client_get_dataset (self->client, id, 201), LB_ERROR_INVALID, "R25");
  assert_refused (lb_client_create_dataset (self->client, project_id, "x", "max", "basic", NULL),
                  LB_ERROR_INVALID, "R22");
  assert_refused (lb_client_create_dataset (self->client, 999, "x", NULL, NULL, NULL),
                  LB_ERROR_NOT_FOUND, NULL);
  assert_refused (lb_client_list_project_datasets (self->client, 999), LB_ERROR_NOT_FOUND, NULL);
  assert_refused (lb_client_update_dataset (self->client, id, NULL, "{}", NULL), LB_ERROR_INVALID,
                  "R28");
  assert_refused (lb_client_update_dataset (self->client, id, NULL, NULL, "completed"),
                  LB_ERROR_CONFLICT, "R30");

  g_assert_true (wait_true (lb_client_delete_dataset (self->client, id)));
  assert_refused (lb_client_delete_dataset (self->client, id), LB_ERROR_NOT_FOUND, NULL);
}

static void
test_images (Fixture *self, gconstpointer data)
{
  gint64 dataset_id = lb_dataset_get_id (self->dataset);
  g_autoptr (LbImage) image = upload (self, 300, 0x804020);
  gint64 id = lb_image_get_id (image);
  g_autoptr (LbImage) one = wait_object (lb_client_get_image (self->client, dataset_id, id));
  g_autoptr (GPtrArray) all = wait_boxed (lb_client_list_images (self->client, dataset_id));
  g_autoptr (GBytes) picture = NULL;
  g_autoptr (GBytes) thumbnail = NULL;
  g_autoptr (LbImage) back = NULL;
  g_autofree char *forged = NULL;

  g_assert_cmpstr (lb_image_get_image_name (one), ==, "picture.png");
  g_assert_cmpint (lb_image_get_width (one), ==, 1024);
  g_assert_cmpuint (all->len, ==, 1);

  picture = wait_boxed (lb_client_fetch (self->client, lb_image_get_image_url (image)));
  thumbnail = wait_boxed (lb_client_fetch (self->client, lb_image_get_thumbnail_url (image)));
  g_assert_cmpint ((gint64) g_bytes_get_size (picture), ==, lb_image_get_size_bytes (image));
  g_assert_cmpuint (g_bytes_get_size (thumbnail), >, 100);
  forged = g_strconcat (lb_image_get_image_url (image), "0", NULL);
  assert_refused (lb_client_fetch (self->client, forged), LB_ERROR_FORBIDDEN, NULL);

  assert_refused (lb_client_get_image (self->client, dataset_id, 999), LB_ERROR_NOT_FOUND, NULL);
  assert_refused (lb_client_list_images (self->client, 999), LB_ERROR_NOT_FOUND, NULL);
  g_assert_true (wait_true (lb_client_delete_image (self->client, dataset_id, id)));
  assert_refused (lb_client_delete_image (self->client, dataset_id, id), LB_ERROR_NOT_FOUND, NULL);
  back = wait_object (lb_client_undelete_image (self->client, dataset_id, id));
  g_assert_cmpint (lb_image_get_id (back), ==, id);
  assert_refused (lb_client_undelete_image (self->client, dataset_id, 999), LB_ERROR_NOT_FOUND,
                  NULL);
}

static void
test_upload_refusals (Fixture *self, gconstpointer data)
{
  gint64 id = lb_dataset_get_id (self->dataset);
  g_autoptr (GBytes) small = make_picture (255, 255, 0x102030);
  g_autoptr (GBytes) medium = make_picture (1023, 1024, 0x102030);
  g_autoptr (GBytes) text = g_bytes_new_static ("hello, not a picture", 20);

#define UPLOAD(dataset_id, bytes, increase)                                                        \
  lb_client_upload_image (self->client, dataset_id, bytes, "x", increase, FALSE, NULL, NULL, NULL)
  assert_refused (UPLOAD (id, small, TRUE), LB_ERROR_TOO_SMALL, "R47");
  assert_refused (UPLOAD (id, medium, FALSE), LB_ERROR_TOO_SMALL, "R48");
  assert_refused (UPLOAD (id, text, TRUE), LB_ERROR_UNSUPPORTED, "R46");
  assert_refused (UPLOAD (999, medium, TRUE), LB_ERROR_NOT_FOUND, NULL);
#undef UPLOAD
}

static void
test_captions (Fixture *self, gconstpointer data)
{
  gint64 dataset_id = lb_dataset_get_id (self->dataset);
  g_autoptr (LbImage) image = upload (self, 1024, 0x3366aa);
  gint64 id = lb_image_get_id (image);
  g_autofree char *prompt = make_prompt ("A red boat.");
  g_autoptr (LbImage) written = NULL;
  g_autoptr (LbImage) made = NULL;

  g_assert_null (lb_image_get_caption (image));
  assert_refused (lb_client_regenerate_caption (self->client, dataset_id, id), LB_ERROR_CONFLICT,
                  "R65");
  assert_refused (lb_client_regenerate_all (self->client, dataset_id), LB_ERROR_CONFLICT, "R70");
  assert_refused (lb_client_set_caption (self->client, dataset_id, id, "not json"),
                  LB_ERROR_INVALID, "R61");
  written = wait_object (lb_client_set_caption (self->client, dataset_id, id, prompt));
  g_assert_cmpstr (lb_image_get_caption_source (written), ==, "manual");
  g_assert_nonnull (strstr (lb_image_get_caption (written), "A red boat."));

  set_schema (self);
  made = wait_object (lb_client_regenerate_caption (self->client, dataset_id, id));
  g_assert_cmpstr (lb_image_get_caption_source (made), ==, "automatic");
  g_assert_true (lb_image_get_caption_valid (made));
  assert_refused (lb_client_set_caption (self->client, dataset_id, 999, prompt), LB_ERROR_NOT_FOUND,
                  NULL);
}

static gboolean
is_captioned (gpointer data)
{
  Fixture *self = data;
  g_autoptr (LbDataset) dataset =
    wait_object (lb_client_get_dataset (self->client, lb_dataset_get_id (self->dataset), 1));

  return g_strcmp0 (lb_dataset_get_captions_update_status (dataset), "completed") == 0;
}

static void
test_schema_to_completion (Fixture *self, gconstpointer data)
{
  gint64 id = lb_dataset_get_id (self->dataset);
  g_autoptr (GPtrArray) pictures = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (LbDataset) running = NULL;
  g_autoptr (LbDataset) complete = NULL;
  g_autofree char *schema = NULL;

  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (GBytes) bytes = make_picture (1024, 1024, 0x203040 * (i + 1));
      g_autoptr (LbImage) image = upload (self, 1024, 0x112233 * (i + 1));
      gsize size = 0;
      gconstpointer raw = g_bytes_get_data (bytes, &size);

      g_assert_cmpint (lb_image_get_id (image), >, 0);
      if (i == 4)
        assert_refused (lb_client_generate_visual_schema (self->client, pictures), LB_ERROR_INVALID,
                        "R86");
      g_ptr_array_add (pictures, g_base64_encode (raw, size));
    }

  schema = wait_string (lb_client_generate_visual_schema (self->client, pictures));
  g_assert_cmpint (schema[0], ==, '{');
  assert_refused (lb_client_update_dataset (self->client, id, NULL, NULL, "completed"),
                  LB_ERROR_CONFLICT, "R31");
  complete = wait_object (lb_client_update_dataset (self->client, id, NULL, schema, NULL));
  g_clear_object (&complete);
  running = wait_object (lb_client_regenerate_all (self->client, id));
  g_assert_true (lb_dataset_get_captioning (running));
  wait_until (is_captioned, self, "the caption run");
  complete = wait_object (lb_client_update_dataset (self->client, id, NULL, NULL, "completed"));
  g_assert_true (lb_dataset_get_completed (complete));
  assert_refused (lb_client_update_dataset (self->client, id, NULL, schema, NULL),
                  LB_ERROR_CONFLICT, NULL);
  assert_refused (lb_client_update_dataset (self->client, id, NULL, NULL, "draft"),
                  LB_ERROR_CONFLICT, "R33");
}

static void
test_offline (Fixture *self, gconstpointer data)
{
  service_fixture_kill (&self->service);
  assert_refused (lb_client_hello (self->client), LB_ERROR_OFFLINE, NULL);
  assert_refused (lb_client_delete_dataset (self->client, 1), LB_ERROR_OFFLINE, NULL);
  service_fixture_start (&self->service);
  test_hello (self, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

#define ADD(path, function) g_test_add ("/client/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("hello", test_hello);
  ADD ("projects", test_projects);
  ADD ("datasets", test_datasets);
  ADD ("images", test_images);
  ADD ("upload-refusals", test_upload_refusals);
  ADD ("captions", test_captions);
  ADD ("schema-to-completion", test_schema_to_completion);
  ADD ("offline", test_offline);

  return g_test_run ();
}
