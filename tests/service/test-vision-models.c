#include "lb-test-service.h"

#include <string.h>

#include "service/lb-vision-models.h"
#include "vision-fake.h"

#define KEY "sk-canary-models-55"
#define CAPTIONER "/lookbook/v1/captioner"
#define MODELS CAPTIONER "/models"

/* Which models a server has, as a person is shown them who chooses one. */
typedef struct
{
  VisionFake *fake;
  LbTestService *service;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->fake = vision_fake_new ();
  self->service = lb_test_service_new ();
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_pointer (&self->service, lb_test_service_free);
  g_clear_pointer (&self->fake, vision_fake_free);
}

/* (transfer full): the names with blanks in between */
static char *
names (Fixture *self)
{
  JsonArray *array =
    json_object_get_array_member (json_node_get_object (self->service->json), "models");
  GString *all = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (array); i++)
    g_string_append_printf (all, "%s ", json_array_get_string_element (array, i));

  return g_string_free (all, FALSE);
}

/* (transfer full) */
static char *
request (Fixture *self, const char *rest)
{
  return g_strdup_printf ("{\"address\": \"%s\"%s}", vision_fake_get_address (self->fake), rest);
}

/* What can't see is not offered, and the choice stays as it is. */
static void
test_list (Fixture *self, gconstpointer data)
{
  g_autofree char *body = request (self, "");
  g_autofree char *found = NULL;

  lb_test_done (self->service, "POST", MODELS, body, 200);
  found = names (self);
  g_assert_cmpstr (found, ==, "m ");
  lb_test_done (self->service, "GET", CAPTIONER, NULL, 200);
  g_assert_cmpstr (lb_test_text (self->service, "kind"), ==, "analyser");
  g_assert_cmpuint (vision_fake_count (self->fake), ==, 0);
}

/* A key of the request is used for it alone; one that was given is used for its own server. */
static void
test_key (Fixture *self, gconstpointer data)
{
  g_autofree char *without = request (self, "");
  g_autofree char *with = request (self, ", \"key\": \"" KEY "\"");
  g_autofree char *choice =
    request (self, ", \"kind\": \"vision\", \"model\": \"m\", \"key\": \"" KEY "\"");
  g_autofree char *authorization = NULL;
  g_autoptr (VisionFake) other = vision_fake_new ();
  g_autofree char *elsewhere =
    g_strdup_printf ("{\"address\": \"%s\"}", vision_fake_get_address (other));

  vision_fake_set_key (self->fake, KEY);
  g_assert_cmpuint (lb_test_call (self->service, "POST", MODELS, without), ==, 500);
  g_assert_cmpstr (lb_test_text (self->service, "code"), ==, "captioner_refuses_key");
  lb_test_done (self->service, "POST", MODELS, with, 200);
  g_assert_cmpuint (lb_test_call (self->service, "POST", MODELS, without), ==, 500);

  lb_test_done (self->service, "PUT", CAPTIONER, choice, 200);
  lb_test_done (self->service, "POST", MODELS, without, 200);
  lb_test_done (self->service, "POST", MODELS, "{}", 200);
  lb_test_done (self->service, "POST", MODELS, elsewhere, 200);
  authorization = vision_fake_dup_authorization (other);
  g_assert_cmpstr (authorization, ==, "");
}

static void
test_refusals (Fixture *self, gconstpointer data)
{
  static const VisionFakeAnswer answers[] = {
    { 404, NULL, NULL, "{\"error\":{\"message\":\"Not found\"}}", VISION_FAKE_WHOLE },
    { 302, NULL, "Location: http://127.0.0.1:1/v1/models", "", VISION_FAKE_WHOLE },
    { 200, "text/html", NULL, "<html>Welcome</html>", VISION_FAKE_WHOLE },
    { 200, NULL, NULL, "{\"data\":{}}", VISION_FAKE_WHOLE },
  };
  g_autofree char *body = request (self, "");

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      vision_fake_push (self->fake, &answers[i]);
      g_assert_cmpuint (lb_test_call (self->service, "POST", MODELS, body), ==, 500);
      g_assert_cmpstr (lb_test_text (self->service, "code"), ==, "captioner_unreachable");
    }
  g_assert_cmpuint (vision_fake_count_lists (self->fake), ==, G_N_ELEMENTS (answers));

  g_assert_cmpuint (
    lb_test_call (self->service, "POST", MODELS, "{\"address\": \"http://127.0.0.1:1\"}"), ==, 500);
  lb_test_refused (self->service, "POST", MODELS, "{}", 400, NULL);
  lb_test_refused (self->service, "POST", MODELS, "{\"address\": \"file:///etc\"}", 400, NULL);
  lb_test_refused (self->service, "POST", MODELS, "{\"address\": 1}", 400, NULL);
}

static void
assert_read (const char *text, const char *expected)
{
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));
  g_auto (GStrv) models = lb_vision_models_read (body);
  g_autofree char *all = models != NULL ? g_strjoinv (" ", models) : NULL;

  g_assert_cmpstr (all, ==, expected);
}

/* Of what a server says nothing is believed. */
static void
test_read (void)
{
  assert_read ("", NULL);
  assert_read ("[]", NULL);
  assert_read ("{}", NULL);
  assert_read ("{\"data\": []}", "");
  assert_read ("{\"data\": [{\"id\": \"a\"}, {\"id\": \"b\"}, {\"id\": \"a\"}]}", "a b");
  assert_read ("{\"data\": [1, null, {}, {\"id\": 7}, {\"id\": \"\"}, {\"id\": \"c\"}]}", "c");
  assert_read ("{\"data\": [{\"id\": \"a\", \"architecture\": {\"input_modalities\": [\"text\"]}},"
               " {\"id\": \"b\", \"architecture\": {\"input_modalities\": [1, \"image\"]}},"
               " {\"id\": \"c\", \"architecture\": {\"input_modalities\": 5}},"
               " {\"id\": \"d\", \"architecture\": null}]}",
               "b c d");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function)                                                                        \
  g_test_add ("/vision-models/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("list", test_list);
  ADD ("key", test_key);
  ADD ("refusals", test_refusals);
  g_test_add_func ("/vision-models/read", test_read);

  return g_test_run ();
}
