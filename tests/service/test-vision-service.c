#include "lb-test-service.h"

#include <fcntl.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <gio/gunixsocketaddress.h>

#include "service/lb-captioner-address.h"
#include "vision-fake.h"

#define ID "%" G_GINT64_FORMAT
#define KEY "sk-canary-9876543210"
#define CAPTIONER "/lookbook/v1/captioner"
#define GIVE_UP_US (90 * G_USEC_PER_SEC)
#define TRY_US 5000

/* The real service, and a model for it to ask. */
typedef struct
{
  VisionFake *fake;
  LbTestService *service;
  gint64 project;
  GBytes *picture;
} Fixture;

static void
choose (Fixture *self, const char *extra)
{
  g_autofree char *body =
    g_strdup_printf ("{\"kind\": \"vision\", \"address\": \"%s\", \"model\": \"m\"%s}",
                     vision_fake_get_address (self->fake), extra);

  lb_test_done (self->service, "PUT", CAPTIONER, body, 200);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->fake = vision_fake_new ();
  self->service = lb_test_service_new ();
  self->project = lb_test_add_project (self->service);
  self->picture = lb_test_picture (1024, 1024, FALSE, "jpeg", 3);
  choose (self, "");
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  vision_fake_hold (self->fake, FALSE);
  g_clear_pointer (&self->service, lb_test_service_free);
  g_clear_pointer (&self->fake, vision_fake_free);
  g_clear_pointer (&self->picture, g_bytes_unref);
}

static gint64
add_fibo (Fixture *self)
{
  gint64 dataset = lb_test_add_dataset (self->service, self->project, "");

  lb_test_set_schema (self->service, dataset);

  return dataset;
}

static void
get_dataset (Fixture *self, gint64 dataset)
{
  g_autofree char *path = lb_test_path ("datasets/" ID "?max_images=1", dataset);

  lb_test_done (self->service, "GET", path, NULL, 200);
}

static void
assert_status (Fixture *self, gint64 dataset, const char *status)
{
  get_dataset (self, dataset);
  g_assert_cmpstr (lb_test_text (self->service, "captions_update_status"), ==, status);
}

static void
get_image (Fixture *self, gint64 dataset, gint64 image)
{
  g_autofree char *path = lb_test_path ("datasets/" ID "/images/" ID, dataset, image);

  lb_test_done (self->service, "GET", path, NULL, 200);
}

static void
assert_image (
  Fixture *self, gint64 dataset, gint64 image, const char *caption_part, const char *source)
{
  get_image (self, dataset, image);
  g_assert_cmpstr (lb_test_text (self->service, "caption_source"), ==, source);
  if (caption_part == NULL)
    g_assert_true (lb_test_is_null (self->service, "caption"));
  else
    g_assert_nonnull (strstr (lb_test_text (self->service, "caption"), caption_part));
}

/* Waits until @count questions wait for their answer. */
static void
wait_for_questions (Fixture *self, guint count)
{
  gint64 end_us = g_get_monotonic_time () + GIVE_UP_US;

  while (vision_fake_count_waiting (self->fake) < count)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end_us);
      g_usleep (TRY_US);
    }
}

static void
wait_for_hang_up (Fixture *self, guint count)
{
  gint64 end_us = g_get_monotonic_time () + GIVE_UP_US;

  while (vision_fake_count_hung_up (self->fake) < count)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end_us);
      g_usleep (TRY_US);
    }
}

static void
wait_for_state (Fixture *self, const char *state)
{
  gint64 end_us = g_get_monotonic_time () + GIVE_UP_US;

  do
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end_us);
      lb_test_done (self->service, "GET", CAPTIONER, NULL, 200);
    }
  while (!g_str_equal (lb_test_text (self->service, "state"), state));
}

static void
write_by_hand (Fixture *self, gint64 dataset, gint64 image, const char *caption)
{
  g_autofree char *path = lb_test_path ("datasets/" ID "/images/" ID, dataset, image);
  g_autofree char *body = g_strdup_printf ("{\"caption\": \"%s\"}", caption);

  lb_test_done (self->service, "PUT", path, body, 200);
}

static void
start_run (Fixture *self, gint64 dataset)
{
  g_autofree char *path = lb_test_path ("datasets/" ID "/images", dataset);

  lb_test_done (self->service, "PUT", path, NULL, 202);
}

static void
test_answers_at_once (Fixture *self, gconstpointer data)
{
  gint64 dataset = add_fibo (self);
  gint64 images[3];

  vision_fake_hold (self->fake, TRUE);
  images[0] = lb_test_upload (self->service, dataset, self->picture);
  g_assert_true (lb_test_is_null (self->service, "caption"));
  g_assert_cmpstr (lb_test_text (self->service, "caption_source"), ==, "pending");
  assert_status (self, dataset, "in_progress");

  /* More that arrive are taken in by the same run. */
  wait_for_questions (self, 1);
  images[1] = lb_test_upload (self->service, dataset, self->picture);
  images[2] = lb_test_upload (self->service, dataset, self->picture);
  assert_image (self, dataset, images[1], NULL, "pending");
  vision_fake_hold (self->fake, FALSE);
  lb_test_wait_for_captions (self->service, dataset);

  for (guint i = 0; i < G_N_ELEMENTS (images); i++)
    assert_image (self, dataset, images[i], "A lighthouse on a rock.", "automatic");
  g_assert_cmpuint (vision_fake_count (self->fake), ==, 3);
  g_assert_cmpuint (vision_fake_most_at_once (self->fake), ==, 1);

  /* And those that arrive when it has ended begin another. */
  images[0] = lb_test_upload (self->service, dataset, self->picture);
  lb_test_wait_for_captions (self->service, dataset);
  assert_image (self, dataset, images[0], "A lighthouse on a rock.", "automatic");
}

static void
test_without_schema (Fixture *self, gconstpointer data)
{
  gint64 dataset = lb_test_add_dataset (self->service, self->project, "");
  gint64 image = lb_test_upload (self->service, dataset, self->picture);

  assert_image (self, dataset, image, NULL, "pending");
  assert_status (self, dataset, "empty");
  g_assert_cmpuint (vision_fake_count (self->fake), ==, 0);
}

static void
test_legacy (Fixture *self, gconstpointer data)
{
  gint64 dataset =
    lb_test_add_dataset (self->service, self->project, ", \"training_version\": \"max\"");
  gint64 image = lb_test_upload (self->service, dataset, self->picture);

  lb_test_wait_for_captions (self->service, dataset);
  assert_image (self, dataset, image, "lighthouse", "automatic");
  /* It goes on behind the prefix. */
  g_assert_cmpstr (lb_test_text (self->service, "caption"), ==, "a lighthouse on a rock.");
}

/* Refused three times over, each picture is left as it was, and the run is done. */
static void
test_failures (Fixture *self, gconstpointer data)
{
  static const VisionFakeAnswer bad = { .body = "{\"choices\":[]}" };
  gint64 dataset =
    lb_test_add_dataset (self->service, self->project, ", \"training_version\": \"max\"");
  gint64 old = lb_test_upload (self->service, dataset, self->picture);
  gint64 fresh;

  lb_test_wait_for_captions (self->service, dataset);
  for (guint i = 0; i < 3; i++)
    vision_fake_push (self->fake, &bad);
  fresh = lb_test_upload (self->service, dataset, self->picture);
  lb_test_wait_for_captions (self->service, dataset);
  assert_image (self, dataset, fresh, NULL, "pending");

  for (guint i = 0; i < 6; i++)
    vision_fake_push (self->fake, &bad);
  start_run (self, dataset);
  lb_test_wait_for_captions (self->service, dataset);
  assert_image (self, dataset, old, "a lighthouse on a rock.", "automatic");
  assert_image (self, dataset, fresh, NULL, "pending");
}

static void
test_by_hand_meanwhile (Fixture *self, gconstpointer data)
{
  gint64 dataset =
    lb_test_add_dataset (self->service, self->project, ", \"training_version\": \"max\"");
  gint64 images[3];

  for (guint i = 0; i < G_N_ELEMENTS (images); i++)
    images[i] = lb_test_upload (self->service, dataset, self->picture);
  lb_test_wait_for_captions (self->service, dataset);

  vision_fake_say (self->fake, "Another lighthouse.");
  vision_fake_hold (self->fake, TRUE);
  start_run (self, dataset);
  wait_for_questions (self, 1);
  write_by_hand (self, dataset, images[0], "mine"); /* in hand */
  write_by_hand (self, dataset, images[1], "mine"); /* to come */
  vision_fake_hold (self->fake, FALSE);
  lb_test_wait_for_captions (self->service, dataset);

  assert_image (self, dataset, images[0], "mine", "manual");
  assert_image (self, dataset, images[1], "mine", "manual");
  assert_image (self, dataset, images[2], "nother lighthouse.", "automatic");
}

static void
test_several_at_once (Fixture *self, gconstpointer data)
{
  gint64 dataset = add_fibo (self);

  choose (self, ", \"concurrency\": 3");
  vision_fake_hold (self->fake, TRUE);
  for (guint i = 0; i < 6; i++)
    lb_test_upload (self->service, dataset, self->picture);
  wait_for_questions (self, 3);
  vision_fake_hold (self->fake, FALSE);
  lb_test_wait_for_captions (self->service, dataset);
  g_assert_cmpuint (vision_fake_most_at_once (self->fake), ==, 3);
  g_assert_cmpuint (vision_fake_count (self->fake), ==, 6);
}

/* What is deleted is not paid for. */
static void
test_deleted (Fixture *self, gconstpointer data)
{
  gint64 dataset = add_fibo (self);
  gint64 image;
  g_autofree char *image_path = NULL;
  g_autofree char *dataset_path = lb_test_path ("datasets/" ID, dataset);

  vision_fake_hold (self->fake, TRUE);
  image = lb_test_upload (self->service, dataset, self->picture);
  image_path = lb_test_path ("datasets/" ID "/images/" ID, dataset, image);
  wait_for_questions (self, 1);
  lb_test_done (self->service, "DELETE", image_path, NULL, 204);
  wait_for_hang_up (self, 1);
  lb_test_wait_for_captions (self->service, dataset);

  lb_test_upload (self->service, dataset, self->picture);
  wait_for_questions (self, 1);
  lb_test_done (self->service, "DELETE", dataset_path, NULL, 204);
  wait_for_hang_up (self, 2);
}

/* Taken back after the run went on without it, it gets its caption all the same. */
static void
test_taken_back (Fixture *self, gconstpointer data)
{
  gint64 dataset = add_fibo (self);
  gint64 image;
  g_autofree char *path = NULL;
  g_autofree char *back = NULL;

  vision_fake_hold (self->fake, TRUE);
  image = lb_test_upload (self->service, dataset, self->picture);
  path = lb_test_path ("datasets/" ID "/images/" ID, dataset, image);
  back = g_strdup_printf ("/lookbook/v1/datasets/" ID "/images/" ID "/undelete", dataset, image);
  wait_for_questions (self, 1);
  lb_test_done (self->service, "DELETE", path, NULL, 204);
  lb_test_wait_for_captions (self->service, dataset);
  vision_fake_hold (self->fake, FALSE);

  lb_test_done (self->service, "POST", back, NULL, 200);
  do
    get_image (self, dataset, image);
  while (lb_test_is_null (self->service, "caption"));
  assert_image (self, dataset, image, "A lighthouse on a rock.", "automatic");
}

/* The picture in hand is finished by the one it was given to, the next is the new one's. */
static void
test_switched (Fixture *self, gconstpointer data)
{
  gint64 dataset = add_fibo (self);
  gint64 images[2];

  vision_fake_hold (self->fake, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (images); i++)
    images[i] = lb_test_upload (self->service, dataset, self->picture);
  wait_for_questions (self, 1);
  lb_test_done (self->service, "PUT", CAPTIONER, "{\"kind\": \"analyser\"}", 200);
  vision_fake_hold (self->fake, FALSE);
  lb_test_wait_for_captions (self->service, dataset);

  assert_image (self, dataset, images[0], "A lighthouse on a rock.", "automatic");
  assert_image (self, dataset, images[1], "{", "automatic");
  g_assert_null (strstr (lb_test_text (self->service, "caption"), "lighthouse"));
  g_assert_cmpuint (vision_fake_count (self->fake), ==, 1);
}

/* Nobody there: the run waits, is seen to live, and goes on with a server that answers. */
static void
test_unreachable (Fixture *self, gconstpointer data)
{
  gint64 dataset = add_fibo (self);
  gint64 end_us = g_get_monotonic_time () + GIVE_UP_US;
  g_autofree char *before = NULL;
  gint64 image;

  lb_test_done (self->service, "PUT", CAPTIONER, "{\"address\": \"http://127.0.0.1:1\"}", 200);
  image = lb_test_upload (self->service, dataset, self->picture);
  wait_for_state (self, "unreachable");
  g_assert_cmpstr (lb_test_text (self->service, "message"), !=, "");
  get_dataset (self, dataset);
  before = g_strdup (lb_test_text (self->service, "updated_at"));
  do
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end_us);
      g_usleep (TRY_US);
      assert_status (self, dataset, "in_progress");
    }
  while (g_str_equal (lb_test_text (self->service, "updated_at"), before));

  choose (self, "");
  lb_test_wait_for_captions (self->service, dataset);
  assert_image (self, dataset, image, "A lighthouse on a rock.", "automatic");
  wait_for_state (self, "ready");
}

/* A service that is to end waits for no model, whoever asked it, and before which choice. */
static void
test_stopped (Fixture *self, gconstpointer data)
{
  gint64 dataset = add_fibo (self);
  gint64 image;
  g_autofree char *body = lb_test_upload_body (self->picture, "");
  g_autofree char *url = g_strconcat (self->service->base, CAPTIONER "/test", NULL);
  g_autoptr (SoupMessage) message = soup_message_new ("POST", url);
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));

  choose (self, ", \"concurrency\": 2");
  vision_fake_hold (self->fake, TRUE);
  soup_message_set_request_body_from_bytes (message, "application/json", bytes);
  soup_session_send_async (self->service->session, message, 0, NULL, NULL, NULL);
  while (vision_fake_count_waiting (self->fake) < 1)
    g_main_context_iteration (NULL, FALSE);
  choose (self, ", \"concurrency\": 3");
  image = lb_test_upload (self->service, dataset, self->picture);
  wait_for_questions (self, 2);

  lb_test_service_stop (self->service);
  wait_for_hang_up (self, 2);
  vision_fake_hold (self->fake, FALSE);
  lb_test_service_start (self->service);
  lb_test_wait_for_captions (self->service, dataset);
  assert_image (self, dataset, image, "A lighthouse on a rock.", "automatic");
}

static void
test_killed (Fixture *self, gconstpointer data)
{
  gint64 dataset = add_fibo (self);
  gint64 image;

  vision_fake_hold (self->fake, TRUE);
  image = lb_test_upload (self->service, dataset, self->picture);
  wait_for_questions (self, 1);
  lb_test_service_kill (self->service);
  vision_fake_hold (self->fake, FALSE);
  lb_test_service_start (self->service);
  lb_test_wait_for_captions (self->service, dataset);
  assert_image (self, dataset, image, "A lighthouse on a rock.", "automatic");
}

/* Whether @needle is in any file below @path. */
static gboolean
is_in_files (const char *path, const char *needle)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;
  g_autofree char *text = NULL;
  gsize length;

  if (dir == NULL)
    return g_file_get_contents (path, &text, &length, NULL) &&
           memmem (text, length, needle, strlen (needle)) != NULL;

  while ((name = g_dir_read_name (dir)))
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (is_in_files (child, needle))
        return TRUE;
    }

  return FALSE;
}

/* What the service says goes to a file for as long as it lives. */
static int
catch_log (Fixture *self, char **path)
{
  int old = dup (STDERR_FILENO);
  int file;

  *path = g_build_filename (self->service->folder, "log", NULL);
  file = open (*path, O_WRONLY | O_CREAT | O_APPEND, 0600);
  dup2 (file, STDERR_FILENO);
  close (file);

  return old;
}

static void
assert_key_is_nowhere (Fixture *self)
{
  g_autofree char *proc =
    g_strdup_printf ("/proc/%s", g_subprocess_get_identifier (self->service->process));
  g_autofree char *cmdline = g_build_filename (proc, "cmdline", NULL);
  g_autofree char *environ_path = g_build_filename (proc, "environ", NULL);

  g_assert_false (is_in_files (self->service->folder, KEY));
  g_assert_false (is_in_files (cmdline, KEY));
  g_assert_false (is_in_files (environ_path, KEY));
}

/* Killed in the middle, it has no key any more: the run waits for it, and nothing is lost. */
static void
test_killed_with_key (Fixture *self, gconstpointer data)
{
  gint64 dataset = add_fibo (self);
  g_autofree char *log = NULL;
  gint64 images[2];
  int old;

  lb_test_service_stop (self->service);
  old = catch_log (self, &log);
  g_setenv ("G_MESSAGES_DEBUG", "all", TRUE);
  lb_test_service_start (self->service);
  vision_fake_set_key (self->fake, KEY);
  choose (self, ", \"key\": \"" KEY "\"");
  g_assert_null (strstr (self->service->body, KEY));

  images[0] = lb_test_upload (self->service, dataset, self->picture);
  lb_test_wait_for_captions (self->service, dataset);
  vision_fake_hold (self->fake, TRUE);
  images[1] = lb_test_upload (self->service, dataset, self->picture);
  wait_for_questions (self, 1);
  assert_key_is_nowhere (self);
  lb_test_service_kill (self->service);
  vision_fake_hold (self->fake, FALSE);

  lb_test_service_start (self->service);
  wait_for_state (self, "waiting_for_key");
  g_assert_false (
    json_object_get_boolean_member (json_node_get_object (self->service->json), "has_key"));
  assert_status (self, dataset, "in_progress");
  assert_image (self, dataset, images[1], NULL, "pending");
  g_assert_cmpuint (vision_fake_count (self->fake), ==, 2);

  lb_test_done (self->service, "PUT", CAPTIONER, "{\"key\": \"wrong\"}", 200);
  wait_for_state (self, "key_refused");
  lb_test_done (self->service, "PUT", CAPTIONER, "{\"key\": \"" KEY "\"}", 200);
  lb_test_wait_for_captions (self->service, dataset);
  assert_image (self, dataset, images[1], "A lighthouse on a rock.", "automatic");
  assert_key_is_nowhere (self);

  dup2 (old, STDERR_FILENO);
  close (old);
  g_unsetenv ("G_MESSAGES_DEBUG");
  g_assert_false (is_in_files (log, KEY));
}

/* A program of another version need not wait for a run that waits for a person. */
static void
test_leaves_while_waiting (Fixture *self, gconstpointer data)
{
  gint64 dataset = add_fibo (self);

  choose (self, ", \"key\": \"" KEY "\"");
  lb_test_service_stop (self->service);
  lb_test_service_start (self->service);
  lb_test_upload (self->service, dataset, self->picture);
  assert_status (self, dataset, "in_progress");
  wait_for_state (self, "waiting_for_key");
  while (lb_test_call (self->service, "POST", "/lookbook/v1/leave", NULL) == 409)
    g_usleep (TRY_US);
  g_assert_cmpuint (self->service->status, ==, 204);
  g_assert_true (g_subprocess_wait (self->service->process, NULL, NULL));
  g_clear_object (&self->service->process);

  lb_test_service_start (self->service);
  assert_status (self, dataset, "in_progress");
  g_assert_cmpuint (vision_fake_count (self->fake), ==, 0);
}

static void
test_one_caption (Fixture *self, gconstpointer data)
{
  gint64 dataset = add_fibo (self);
  gint64 image = lb_test_upload (self->service, dataset, self->picture);
  g_autofree char *path = lb_test_path ("datasets/" ID "/images/" ID, dataset, image);

  lb_test_wait_for_captions (self->service, dataset);
  vision_fake_say (self->fake, "Another lighthouse.");
  lb_test_done (self->service, "PUT", path, "{\"regenerate_caption\": true}", 200);
  g_assert_nonnull (strstr (lb_test_text (self->service, "caption"), "Another lighthouse."));
  /* The schema's fields are in it. */
  g_assert_nonnull (strstr (lb_test_text (self->service, "caption"), "ink and gouache"));

  lb_test_done (self->service, "PUT", CAPTIONER, "{\"address\": \"http://127.0.0.1:1\"}", 200);
  lb_test_refused (self->service, "PUT", path, "{\"regenerate_caption\": true}", 500, NULL);
  g_assert_cmpstr (lb_test_text (self->service, "code"), ==, "captioner_unreachable");
  assert_image (self, dataset, image, "Another lighthouse.", "automatic");
}

static void
test_schema_and_refine (Fixture *self, gconstpointer data)
{
  gint64 dataset = add_fibo (self);
  gsize size;
  const guint8 *bytes = g_bytes_get_data (self->picture, &size);
  g_autofree char *text = g_base64_encode (bytes, size);
  g_autofree char *body = g_strdup_printf ("{\"images\": [\"%s\", \"%s\", \"%s\", \"%s\", \"%s\"]}",
                                           text, text, text, text, text);
  g_autoptr (JsonObject) refine = json_object_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *refine_body = NULL;

  lb_test_done (self->service, "POST", "/v1/tailored-gen/generate_visual_schema", body, 200);
  g_assert_nonnull (strstr (lb_test_text (self->service, "visual_schema"), "ink and gouache"));

  json_object_set_int_member (refine, "dataset_id", dataset);
  json_object_set_string_member (refine, "structured_prompt", vision_fake_caption);
  json_object_set_string_member (refine, "instruction", "Let it rain a little");
  json_node_set_object (node, refine);
  refine_body = json_to_string (node, FALSE);
  lb_test_done (self->service, "POST", "/v1/tailored-gen/refine_structured_prompt", refine_body,
                200);
  g_assert_nonnull (strstr (lb_test_text (self->service, "structured_prompt"), "A lighthouse"));
}

static void
test_test (Fixture *self, gconstpointer data)
{
  static const VisionFakeAnswer missing = {
    .status = 404, .body = "{\"error\":{\"message\":\"model 'm' not found, try pulling it\"}}"
  };
  g_autofree char *body = lb_test_upload_body (self->picture, "");

  lb_test_done (self->service, "POST", CAPTIONER "/test", body, 200);
  g_assert_nonnull (strstr (lb_test_text (self->service, "caption"), "A lighthouse on a rock."));
  lb_test_done (self->service, "GET", CAPTIONER, NULL, 200);
  g_assert_cmpstr (lb_test_text (self->service, "format"), ==, "json_schema");

  vision_fake_push (self->fake, &missing);
  lb_test_refused (self->service, "POST", CAPTIONER "/test", body, 500, NULL);
  g_assert_nonnull (strstr (lb_test_text (self->service, "message"), "try pulling it"));
  lb_test_refused (self->service, "POST", CAPTIONER "/test", "{}", 400, NULL);
  lb_test_refused (self->service, "POST", CAPTIONER "/test", "{\"file\": \"!\"}", 400, NULL);
}

static gboolean
says (Fixture *self, const char *member)
{
  return json_object_get_boolean_member (json_node_get_object (self->service->json), member);
}

static void
test_setting (Fixture *self, gconstpointer data)
{
  static const char *const refused[] = {
    "{\"kind\": \"oracle\"}",
    "{\"kind\": 7}",
    "{\"address\": \"ftp://h\"}",
    "{\"address\": \"http://\"}",
    "{\"address\": \"http://user:secret@h\"}",
    "{\"address\": \"http://h/?key=secret\"}",
    "{\"address\": \"http://h/#x\"}",
    "{\"address\": \"http://h/\\u0001\"}",
    "{\"address\": [\"http://h\"]}",
    "{\"model\": \"\"}",
    "{\"model\": false}",
    "{\"concurrency\": 0}",
    "{\"concurrency\": 9}",
    "{\"concurrency\": \"2\"}",
    "{\"concurrency\": 1.5}",
    "{\"key\": \"a b\"}",
    "{\"key\": \"a\\r\\nHost: x\"}",
    "{\"key\": \"schl\xc3\xbcssel\"}",
    "{\"key\": 7}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    lb_test_refused (self->service, "PUT", CAPTIONER, refused[i], 400, NULL);

  lb_test_done (self->service, "GET", CAPTIONER, NULL, 200);
  g_assert_cmpstr (lb_test_text (self->service, "address"), ==,
                   vision_fake_get_address (self->fake));
  g_assert_cmpint (lb_test_number (self->service, "concurrency"), ==, 1);
  g_assert_false (says (self, "has_key"));
  g_assert_false (says (self, "unencrypted"));

  lb_test_done (self->service, "PUT", CAPTIONER, "{\"key\": \"" KEY "\", \"concurrency\": 2}", 200);
  g_assert_true (says (self, "has_key"));
  lb_test_done (self->service, "PUT", CAPTIONER, "{\"model\": \"other\"}", 200);
  g_assert_true (says (self, "has_key"));
  g_assert_cmpint (lb_test_number (self->service, "concurrency"), ==, 2);

  /* A key is for the server that it was given for. */
  lb_test_done (self->service, "PUT", CAPTIONER, "{\"address\": \"http://192.168.1.9:11434\"}",
                200);
  g_assert_false (says (self, "has_key"));
  g_assert_true (says (self, "unencrypted"));
  g_assert_cmpstr (lb_test_text (self->service, "state"), ==, "ready");
  lb_test_done (self->service, "PUT", CAPTIONER, "{\"address\": \"https://192.168.1.9\"}", 200);
  g_assert_false (says (self, "unencrypted"));
}

/* Sends a request, waits until the model is asked, and hangs up. */
static void
ask_and_leave (Fixture *self, const char *method, const char *path, const char *body)
{
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (self->service->socket);
  g_autoptr (GSocket) line =
    g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, NULL);
  g_autofree char *request =
    g_strdup_printf ("%s %s HTTP/1.1\r\nHost: lookbook.localhost\r\n"
                     "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
                     method, path, strlen (body), body);
  guint n_gone = vision_fake_count_hung_up (self->fake);

  g_test_message ("%s", path);
  g_assert_true (g_socket_connect (line, address, NULL, NULL));
  for (gsize sent = 0; sent < strlen (request);)
    {
      gssize count = g_socket_send (line, request + sent, strlen (request) - sent, NULL, NULL);

      g_assert_cmpint (count, >, 0);
      sent += (gsize) count;
    }
  wait_for_questions (self, 1);
  g_assert_true (g_socket_close (line, NULL));
  wait_for_hang_up (self, n_gone + 1);
}

/* Who is gone is not worked for: the model has others to answer, and what was there stays. */
static void
test_caller_leaves (Fixture *self, gconstpointer data)
{
  gint64 dataset = add_fibo (self);
  gint64 image = lb_test_upload (self->service, dataset, self->picture);
  g_autofree char *encoded =
    g_base64_encode (g_bytes_get_data (self->picture, NULL), g_bytes_get_size (self->picture));
  g_autofree char *path = lb_test_path ("datasets/" ID "/images/" ID, dataset, image);
  g_autofree char *test = g_strdup_printf ("{\"file\": \"%s\"}", encoded);
  g_autofree char *schema =
    g_strdup_printf ("{\"images\": [\"%s\", \"%s\", \"%s\", \"%s\", \"%s\"]}", encoded, encoded,
                     encoded, encoded, encoded);
  g_autofree char *refine =
    g_strdup_printf ("{\"dataset_id\": " ID ", \"structured_prompt\": \"{\\\"a\\\": 1}\","
                     " \"instruction\": \"more of it\"}",
                     dataset);

  lb_test_wait_for_captions (self->service, dataset);
  get_image (self, dataset, image);
  vision_fake_say (self->fake, "Something else");
  vision_fake_hold (self->fake, TRUE);
  ask_and_leave (self, "PUT", path, "{\"regenerate_caption\": true}");
  ask_and_leave (self, "POST", CAPTIONER "/test", test);
  ask_and_leave (self, "POST", "/v1/tailored-gen/generate_visual_schema", schema);
  ask_and_leave (self, "POST", "/v1/tailored-gen/refine_structured_prompt", refine);

  vision_fake_hold (self->fake, FALSE);
  assert_image (self, dataset, image, "short_description", "automatic");
  g_assert_null (strstr (lb_test_text (self->service, "caption"), "Something else"));
}

/* Over TCP nobody gets at it, with the right token or without. */
static void
test_not_over_tcp (void)
{
  LbTestService *service = lb_test_service_new_for_port ("t0ken");
  g_autofree char *url = g_strconcat (service->base, CAPTIONER, NULL);

  lb_test_call_full (service, "GET", url, NULL, NULL, "api_token", "t0ken", NULL);
  g_assert_cmpuint (service->status, ==, 404);
  lb_test_call_full (service, "PUT", url, "application/json", "{\"kind\": \"analyser\"}",
                     "api_token", "t0ken", NULL);
  g_assert_cmpuint (service->status, ==, 404);
  lb_test_service_free (service);
}

static void
test_addresses (void)
{
  g_assert_false (lb_captioner_address_is_open ("http://localhost:11434"));
  g_assert_false (lb_captioner_address_is_open ("http://127.3.2.1"));
  g_assert_false (lb_captioner_address_is_open ("http://[::1]:8080/v1"));
  g_assert_false (lb_captioner_address_is_open ("https://example.org"));
  g_assert_true (lb_captioner_address_is_open ("http://localhost.example.org"));
  g_assert_true (lb_captioner_address_is_open ("http://127.0.0.1.example.org"));
  g_assert_true (lb_captioner_address_is_open ("HTTP://10.0.0.2:8000"));
  g_assert_true (lb_captioner_address_is_here ("https://localhost:8443/v1"));
  g_assert_false (lb_captioner_address_is_here ("http://10.0.0.2"));
  g_assert_true (lb_captioner_address_same_server ("http://H:1/v1", "http://h:1"));
  g_assert_false (lb_captioner_address_same_server ("http://h:1", "https://h:1"));
  g_assert_false (lb_captioner_address_same_server ("http://h:1", "http://h:2"));
  g_assert_false (lb_captioner_address_same_server (NULL, "http://h:2"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add ("/vision/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("R54-answers-at-once", test_answers_at_once);
  ADD ("R54-without-schema", test_without_schema);
  ADD ("R54-legacy", test_legacy);
  ADD ("R69-failures-keep-what-was", test_failures);
  ADD ("R68-by-hand-meanwhile", test_by_hand_meanwhile);
  ADD ("R67-one-caption", test_one_caption);
  ADD ("several-at-once", test_several_at_once);
  ADD ("deleted", test_deleted);
  ADD ("taken-back", test_taken_back);
  ADD ("switched", test_switched);
  ADD ("R71-unreachable", test_unreachable);
  ADD ("stopped", test_stopped);
  ADD ("killed", test_killed);
  ADD ("killed-with-key", test_killed_with_key);
  ADD ("leaves-while-waiting", test_leaves_while_waiting);
  ADD ("R86-R87-schema-and-refine", test_schema_and_refine);
  ADD ("test", test_test);
  ADD ("setting", test_setting);
  ADD ("caller-leaves", test_caller_leaves);
  g_test_add_func ("/vision/not-over-tcp", test_not_over_tcp);
  g_test_add_func ("/vision/open-addresses", test_addresses);

  return g_test_run ();
}
