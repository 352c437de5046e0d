#include "lb-test-service.h"

#include <string.h>

#define PATH "/v1/tailored-gen/refine_structured_prompt"

/* With a line of its own, a number and blanks that must come back as they went. */
#define CAPTION                                                                                    \
  "{\n"                                                                                            \
  "  \"short_description\": \"A mug.\",\n"                                                         \
  "  \"objects\": [{\"description\": \"mug\", \"location\": \"center\", \"relationship\": \"\","   \
  " \"pose\": \"up\"}],\n"                                                                         \
  "  \"background_setting\": \"A table.\",\n"                                                      \
  "  \"lighting\": { \"conditions\": \"overcast\",  \"direction\": \"side\" },\n"                  \
  "  \"aesthetics\": {\"composition\": \"\", \"color_scheme\": \"blues\","                         \
  " \"mood_atmosphere\": \"quiet\"},\n"                                                            \
  "  \"context\": \"A shop page.\",\n"                                                             \
  "  \"x-run\": 1e400\n"                                                                           \
  "}"

typedef struct
{
  LbTestService *service;
  gint64 dataset;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->service = lb_test_service_new ();
  self->dataset =
    lb_test_add_dataset (self->service, lb_test_add_project (self->service), data ? data : "");
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  lb_test_service_free (self->service);
}

static void
append_text (GString *body, const char *member, const char *text)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_VALUE);
  g_autofree char *json = NULL;

  if (text == NULL)
    return;
  json_node_set_string (node, text);
  json = json_to_string (node, FALSE);
  g_string_append_printf (body, ", \"%s\": %s", member, json);
}

/* @prompt, @instruction: (nullable): left out; @extra: more members, with a comma in front. */
static char *
body_of (gint64 dataset, const char *prompt, const char *instruction, const char *extra)
{
  GString *body = g_string_new (NULL);

  g_string_append_printf (body, "{\"dataset_id\": %" G_GINT64_FORMAT, dataset);
  append_text (body, "structured_prompt", prompt);
  append_text (body, "instruction", instruction);
  g_string_append_printf (body, "%s}", extra);

  return g_string_free_and_steal (body);
}

static void
assert_refused (Fixture *self, const char *body, guint status, const char *rule, const char *field)
{
  lb_test_refused (self->service, "POST", PATH, body, status, rule);
  if (field != NULL)
    g_assert_cmpstr (lb_test_text (self->service, "field"), ==, field);
}

static void
test_needs (Fixture *self, gconstpointer data)
{
  g_autofree char *no_prompt = body_of (self->dataset, NULL, "remove pose", "");
  g_autofree char *no_instruction = body_of (self->dataset, CAPTION, NULL, "");
  g_autofree char *empty = body_of (self->dataset, CAPTION, "", "");
  g_autofree char *unknown = body_of (self->dataset + 1000, CAPTION, "remove pose", "");

  assert_refused (self, "{\"structured_prompt\": \"{}\", \"instruction\": \"a\"}", 400, "R87",
                  "dataset_id");
  assert_refused (self, "{\"dataset_id\": \"many\"}", 400, "R87", "dataset_id");
  assert_refused (self, no_prompt, 400, "R87", "structured_prompt");
  assert_refused (self, no_instruction, 400, "R87", "instruction");
  assert_refused (self, empty, 400, "R87", "instruction");
  assert_refused (self, unknown, 404, NULL, NULL);
}

static void
test_completed (Fixture *self, gconstpointer data)
{
  g_autofree char *path = lb_test_path ("datasets/%" G_GINT64_FORMAT, self->dataset);
  g_autofree char *body = body_of (self->dataset, CAPTION, "remove pose", "");

  lb_test_set_schema (self->service, self->dataset);
  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (GBytes) picture = lb_test_picture (1024, 1024, FALSE, "png", i);

      lb_test_upload (self->service, self->dataset, picture);
    }
  lb_test_done (self->service, "PUT", path, "{\"status\": \"completed\"}", 200);

  assert_refused (self, body, 400, "R87", NULL);
}

static void
test_legacy (Fixture *self, gconstpointer data)
{
  g_autofree char *body = body_of (self->dataset, CAPTION, "remove pose", "");

  assert_refused (self, body, 400, "R87", NULL);
}

static void
test_not_an_object (Fixture *self, gconstpointer data)
{
  static const char *const texts[] = { "", "[]", "\"text\"", "{\"a\":", "null" };
  g_autofree char *object =
    body_of (self->dataset, NULL, "remove a", ", \"structured_prompt\": {\"a\": \"b\"}");

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *body = body_of (self->dataset, texts[i], "remove pose", "");

      assert_refused (self, body, 400, "R88", "structured_prompt");
    }
  assert_refused (self, object, 400, "R88", "structured_prompt");
}

/* The answer is the same kind of document, and what is stored is not it. */
static void
test_answer (Fixture *self, gconstpointer data)
{
  const char *schema = "{\"style_medium\": \"ink\",  \"palette\": [\"teal\"]}";
  g_autofree char *path = lb_test_path ("datasets/%" G_GINT64_FORMAT, self->dataset);
  g_autofree char *caption_body =
    body_of (self->dataset, CAPTION,
             "Set the lighting direction to backlit; remove pose. Replace mug with cup.", "");
  g_autofree char *schema_body = body_of (self->dataset, schema, "add palette: rust", "");
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  const char *text;

  lb_test_set_schema (self->service, self->dataset);
  lb_test_done (self->service, "GET", path, NULL, 200);
  before = g_strdup (self->service->body);

  lb_test_done (self->service, "POST", PATH, caption_body, 200);
  text = lb_test_text (self->service, "structured_prompt");
  g_assert_nonnull (strstr (text, "{ \"conditions\": \"overcast\",  \"direction\": \"backlit\" }"));
  g_assert_nonnull (strstr (text, "\"short_description\": \"A cup.\""));
  g_assert_nonnull (strstr (text, "\"x-run\": 1e400\n}"));
  g_assert_null (strstr (text, "pose"));

  lb_test_done (self->service, "POST", PATH, schema_body, 200);
  g_assert_cmpstr (lb_test_text (self->service, "structured_prompt"), ==,
                   "{\"style_medium\": \"ink\",  \"palette\": [\"teal\", \"rust\"]}");

  lb_test_done (self->service, "GET", path, NULL, 200);
  after = g_strdup (self->service->body);
  g_assert_cmpstr (before, ==, after);
}

/* What a document may not become is refused, as what no grammar knows is; all says what works. */
static void
test_needs_model (Fixture *self, gconstpointer data)
{
  static const char *const instructions[] = { "make it moodier", "remove context",
                                              "set direction to left. Add drama" };

  for (guint i = 0; i < G_N_ELEMENTS (instructions); i++)
    {
      g_autofree char *body = body_of (self->dataset, CAPTION, instructions[i], "");

      assert_refused (self, body, 400, "R88", "instruction");
      g_assert_cmpstr (lb_test_text (self->service, "code"), ==, "instruction_needs_model");
      g_assert_nonnull (strstr (lb_test_text (self->service, "message"), "“set PATH to …”"));
    }
}

static void
test_context_images (Fixture *self, gconstpointer data)
{
  g_autoptr (GBytes) picture = lb_test_picture (64, 64, FALSE, "jpeg", 1);
  gsize size;
  const guint8 *bytes = g_bytes_get_data (picture, &size);
  g_autofree char *base64 = g_base64_encode (bytes, size);
  g_autofree char *good = g_strdup_printf (
    ", \"context_images\": [\"%s\", \"data:image/jpeg;base64,%s\"]", base64, base64);
  g_autofree char *cut = g_strdup_printf (", \"context_images\": [\"%.32s\"]", base64);
  const char *bad[] = {
    ", \"context_images\": \"text\"",
    ", \"context_images\": [1]",
    ", \"context_images\": [\"\"]",
    ", \"context_images\": [\"?\"]",
    ", \"context_images\": [\"aGVsbG8=\"]",
    ", \"context_images\": [\"http://127.0.0.1:1/a.png\"]",
    ", \"context_images\": [\"https://pictures.invalid/a.png\"]",
    cut,
  };
  const char *taken[] = { good, ", \"context_images\": []", ", \"context_images\": null" };

  for (guint i = 0; i < G_N_ELEMENTS (taken); i++)
    {
      g_autofree char *body = body_of (self->dataset, CAPTION, "remove pose", taken[i]);

      lb_test_done (self->service, "POST", PATH, body, 200);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *body = body_of (self->dataset, CAPTION, "remove pose", bad[i]);

      assert_refused (self, body, 400, "R89", "context_images");
    }
}

/* R9's cap is the one of schemas. */
static void
test_cap (Fixture *self, gconstpointer data)
{
  g_autofree char *pad = g_strnfill (9 * 1024 * 1024, ' ');
  g_autofree char *large = body_of (self->dataset, CAPTION, "remove pose", pad);
  g_autofree char *more = g_strnfill (24 * 1024 * 1024, ' ');
  g_autofree char *too_large = body_of (self->dataset, CAPTION, "remove pose", more);

  lb_test_done (self->service, "POST", PATH, large, 200);
  lb_test_refused (self->service, "POST", PATH, too_large, 413, "R9");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, fields, test) g_test_add (path, Fixture, fields, set_up, test, tear_down)

  ADD ("/refine/R87-dataset-prompt-and-instruction", NULL, test_needs);
  ADD ("/refine/R87-not-in-a-completed-dataset", NULL, test_completed);
  ADD ("/refine/R87-not-in-a-legacy-dataset", ", \"training_version\": \"max\"", test_legacy);
  ADD ("/refine/R88-only-an-object", NULL, test_not_an_object);
  ADD ("/refine/R88-same-kind-and-not-saved", NULL, test_answer);
  ADD ("/refine/R88-needs-a-model", NULL, test_needs_model);
  ADD ("/refine/R89-context-images", NULL, test_context_images);
  ADD ("/refine/R9-cap-of-schemas", NULL, test_cap);

  return g_test_run ();
}
