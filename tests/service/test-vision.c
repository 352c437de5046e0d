#include "lb-test-service.h"

#include <string.h>
#include <sys/prctl.h>

#include "base/lb-error.h"
#include "model/lb-prompt.h"
#include "service/lb-captioner-choice.h"
#include "service/lb-vision-captioner.h"
#include "vision-fixture.h"

#define KEY "sk-canary-0123456789"

static void
assert_format (VisionFixture *self, const char *format)
{
  g_autofree char *asked = vision_fake_dup_format (self->fake);

  g_assert_cmpstr (asked, ==, format);
}

static void
test_caption (VisionFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = vision_fixture_caption (self, &error);
  g_autoptr (LbPrompt) prompt = NULL;
  g_autofree char *authorization = vision_fake_dup_authorization (self->fake);

  g_assert_no_error (error);
  prompt = lb_prompt_new (text, NULL);
  g_assert_true (lb_prompt_is_valid (prompt, LB_PROMPT_CAPTION));
  g_assert_cmpuint (vision_fake_count (self->fake), ==, 1);
  assert_format (self, "json_schema");
  g_assert_cmpstr (authorization, ==, "");
  g_assert_false (lb_captioner_answers_at_once (self->captioner));
}

/* R67: the question is the same to the byte, and asks for no chance. */
static void
test_same_question (VisionFixture *self, gconstpointer data)
{
  g_autofree char *one = vision_fixture_caption (self, NULL);
  g_autofree char *first = vision_fake_dup_body (self->fake);
  g_autofree char *other = vision_fixture_caption (self, NULL);
  g_autofree char *second = vision_fake_dup_body (self->fake);

  g_assert_cmpstr (one, ==, other);
  g_assert_cmpstr (first, ==, second);
  g_assert_nonnull (strstr (first, "\"temperature\":0"));
  g_assert_nonnull (strstr (first, "\"seed\":"));
}

/* Medium, subject and schema are told, and the schema's words are in the caption whatever it says.
 */
static void
test_project_and_schema (VisionFixture *self, gconstpointer data)
{
  g_autoptr (LbProject) project = lb_project_new (1);
  g_autofree char *text = NULL;
  g_autofree char *body = NULL;
  g_autofree char *medium = NULL;
  g_autofree char *light = NULL;
  g_autofree char *colors = NULL;

  g_object_set (project, "ip-medium", "illustration", "ip-name", "Rusty the fox", NULL);
  text = vision_fixture_take_text (
    vision_fixture_ask (self, project,
                        "{\"style_medium\":\"ink and gouache\",\"lighting\":{\"conditions\":"
                        "\"soft daylight\"},\"aesthetics\":{\"color_scheme\":\"GREYS\"}}"),
    NULL);
  body = vision_fake_dup_body (self->fake);
  g_assert_nonnull (strstr (body, "Rusty the fox"));
  g_assert_nonnull (strstr (body, "illustrations"));
  g_assert_nonnull (strstr (body, "ink and gouache"));

  medium = vision_fixture_read_path (text, "style_medium");
  light = vision_fixture_read_path (text, "lighting.conditions");
  colors = vision_fixture_read_path (text, "aesthetics.color_scheme");
  g_assert_cmpstr (medium, ==, "ink and gouache");
  g_assert_cmpstr (light, ==, "soft daylight; overcast");
  g_assert_cmpstr (colors, ==, "greys");
}

static void
test_legacy (VisionFixture *self, gconstpointer data)
{
  g_autoptr (LbCaptionRequest) request = lb_caption_request_new (self->picture, NULL, NULL);
  g_autofree char *text = NULL;
  g_autofree char *sentence = NULL;
  g_autofree char *body = NULL;

  request->plain = TRUE;
  request->prefix = g_strdup ("A drawing of Rusty, ");
  vision_fake_say (self->fake, "\"A fox\n  on a pier.\"");
  text = vision_fixture_take_text (lb_captioner_caption (self->captioner, request), NULL);
  sentence = vision_fixture_read_path (text, "short_description");
  g_assert_cmpstr (sentence, ==, "A fox on a pier.");
  assert_format (self, "text");
  body = vision_fake_dup_body (self->fake);
  g_assert_nonnull (strstr (body, "A drawing of Rusty, "));
}

static GPtrArray *
make_set (VisionFixture *self)
{
  GPtrArray *set = g_ptr_array_new_with_free_func ((GDestroyNotify) lb_caption_request_free);

  for (guint i = 0; i < 5; i++)
    g_ptr_array_add (set, lb_caption_request_new (self->picture, NULL, NULL));

  return set;
}

static void
assert_schema (const char *text)
{
  g_autoptr (LbPrompt) prompt = lb_prompt_new (text, NULL);
  g_autofree char *medium = lb_prompt_get_string (prompt, "style_medium");
  g_autofree char *nothing = lb_prompt_get (prompt, "background_setting");
  g_autofree char *empty = lb_prompt_get (prompt, "objects");

  g_assert_true (lb_prompt_is_valid (prompt, LB_PROMPT_SCHEMA));
  g_assert_cmpstr (medium, ==, "ink and gouache");
  g_assert_null (nothing);
  g_assert_null (empty);
}

static void
test_schema (VisionFixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) set = make_set (self);
  g_autofree char *text =
    vision_fixture_take_text (lb_captioner_generate_schema (self->captioner, set), NULL);

  assert_schema (text);
  g_assert_cmpuint (vision_fake_count (self->fake), ==, 1);
  g_assert_cmpuint (vision_fake_most_pictures (self->fake), ==, 5);
}

/* A server that takes one picture at a time is asked five times, and once for what they share; the
 * next time it is not tried again. */
static void
test_schema_one_by_one (VisionFixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) set = make_set (self);
  g_autofree char *text = NULL;
  g_autofree char *again = NULL;
  guint before;

  vision_fake_set_max_pictures (self->fake, 1);
  text = vision_fixture_take_text (lb_captioner_generate_schema (self->captioner, set), NULL);
  assert_schema (text);

  before = vision_fake_count (self->fake);
  again = vision_fixture_take_text (lb_captioner_generate_schema (self->captioner, set), NULL);
  assert_schema (again);
  g_assert_cmpuint (vision_fake_count (self->fake) - before, ==, 6);
}

static char *
refine (VisionFixture *self, const char *prompt, const char *instruction)
{
  g_autoptr (GPtrArray) context = g_ptr_array_new ();
  g_autoptr (LbRefineRequest) request = NULL;

  g_ptr_array_add (context, self->picture);
  request = lb_refine_request_new (prompt, instruction, context);

  return vision_fixture_take_text (lb_captioner_refine (self->captioner, request), NULL);
}

static void
test_refine (VisionFixture *self, gconstpointer data)
{
  g_autoptr (GString) before = g_string_new (vision_fake_caption);
  g_autofree char *after = NULL;
  g_autofree char *without = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *gone = NULL;
  g_autofree char *body = NULL;

  g_string_replace (before, "{\"short_description\"", "{\"my_note\":7,\"short_description\"", 1);
  after = refine (self, before->str, "make it evening");
  kept = vision_fixture_read_path (after, "short_description");
  g_assert_cmpstr (kept, ==, "A lighthouse on a rock.");
  g_assert_nonnull (strstr (after, "\"my_note\""));
  body = vision_fake_dup_body (self->fake);
  g_assert_nonnull (strstr (body, "make it evening"));
  g_assert_cmpuint (vision_fake_most_pictures (self->fake), ==, 1);
  assert_format (self, "json_schema");

  without = refine (self, before->str, "Remove my note, please");
  g_assert_null (strstr (without, "\"my_note\""));

  /* R88: what is no caption stays the kind of document that it is. */
  gone = refine (self, "{\"subject\":\"a fox\"}", "make it a wolf");
  g_assert_nonnull (gone);
  assert_format (self, "json_object");
}

/* Each rung is tried once; what was found out is remembered for the next picture. */
static void
test_ladder (VisionFixture *self, gconstpointer data)
{
  g_autofree char *one = NULL;
  g_autofree char *other = NULL;
  g_autofree char *body = NULL;

  vision_fake_refuse (self->fake, "json_schema");
  one = vision_fixture_caption (self, NULL);
  g_assert_nonnull (one);
  g_assert_cmpuint (vision_fake_count (self->fake), ==, 2);
  assert_format (self, "json_object");
  body = vision_fake_dup_body (self->fake);
  g_assert_nonnull (strstr (body, "must fit this JSON schema"));

  other = vision_fixture_caption (self, NULL);
  g_assert_cmpuint (vision_fake_count (self->fake), ==, 3);
  g_assert_cmpint (lb_vision_server_get_format (self->server), ==, LB_VISION_FORMAT_OBJECT);

  g_clear_pointer (&one, g_free);
  vision_fake_refuse (self->fake, "json_object");
  one = vision_fixture_caption (self, NULL);
  g_assert_nonnull (one);
  assert_format (self, "text");
  g_assert_cmpuint (vision_fake_count (self->fake), ==, 5);
}

/* A server that refuses everything has not shown that it needs to be asked in plain words. */
static void
test_ladder_forgets (VisionFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *none = NULL;

  vision_fake_set_max_pictures (self->fake, 0);
  none = vision_fixture_caption (self, &error);
  g_assert_null (none);
  g_assert_error (error, LB_CAPTIONER_ERROR, LB_CAPTIONER_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "At most 1 image"));
  g_assert_cmpint (lb_vision_server_get_format (self->server), ==, LB_VISION_FORMAT_SCHEMA);
}

/* Some know no seed, and some models no temperature; they are asked without, also the next time. */
static void
test_bare (VisionFixture *self, gconstpointer data)
{
  static const VisionFakeAnswer unknown = {
    .status = 400, .body = "{\"error\":{\"message\":\"Unsupported parameter: 'max_tokens'\"}}"
  };
  g_autofree char *text = NULL;
  g_autofree char *again = NULL;
  g_autofree char *body = NULL;

  vision_fake_allow_bare (self->fake);
  vision_fake_push (self->fake, &unknown);
  text = vision_fixture_caption (self, NULL);
  g_assert_nonnull (text);
  again = vision_fixture_caption (self, NULL);
  body = vision_fake_dup_body (self->fake);
  g_assert_null (strstr (body, "\"seed\""));
  assert_format (self, "json_schema");
  g_assert_cmpuint (vision_fake_count (self->fake), ==, 3);
}

static void
test_key (VisionFixture *self, gconstpointer data)
{
  static const VisionFakeAnswer telltale = {
    .status = 401, .body = "{\"error\":{\"message\":\"Incorrect API key: " KEY ".\"}}"
  };
  g_autofree char *none = NULL;
  g_autofree char *refused = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  vision_fake_set_key (self->fake, KEY);
  none = vision_fixture_caption (self, &error);
  g_assert_null (none);
  g_assert_error (error, LB_CAPTIONER_ERROR, LB_CAPTIONER_ERROR_KEY_REFUSED);

  /* The server's words are logged and shown, so the key is not among them. */
  lb_vision_server_set_key (self->server, KEY);
  vision_fake_push (self->fake, &telltale);
  g_clear_error (&error);
  refused = vision_fixture_caption (self, &error);
  g_assert_null (refused);
  g_assert_error (error, LB_CAPTIONER_ERROR, LB_CAPTIONER_ERROR_KEY_REFUSED);
  g_assert_nonnull (strstr (error->message, "Incorrect API key: …."));
  g_assert_null (strstr (lb_vision_server_get_failure (self->server)->message, KEY));

  text = vision_fixture_caption (self, NULL);
  g_assert_nonnull (text);
  g_assert_null (lb_vision_server_get_failure (self->server));
}

static gboolean
are_waiting (gpointer data)
{
  return vision_fake_count_waiting (data) >= 3;
}

/* Ten at once, never more than three under way. */
static void
test_concurrency (VisionFixture *self, gconstpointer data)
{
  DexFuture *asked[10];

  lb_vision_server_set_concurrency (self->server, 3);
  vision_fake_hold (self->fake, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (asked); i++)
    asked[i] = vision_fixture_ask (self, NULL, NULL);
  vision_fixture_wait_until (are_waiting, self->fake);
  g_assert_cmpuint (vision_fake_count (self->fake), ==, 3);
  vision_fake_hold (self->fake, FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (asked); i++)
    {
      g_autofree char *text = vision_fixture_take_text (asked[i], NULL);

      g_assert_nonnull (text);
    }
  g_assert_cmpuint (vision_fake_count (self->fake), ==, 10);
  g_assert_cmpuint (vision_fake_most_at_once (self->fake), ==, 3);
}

static gboolean
is_waiting (gpointer data)
{
  return vision_fake_count_waiting (data) == 1;
}

static gboolean
has_hung_up (gpointer data)
{
  return vision_fake_count_hung_up (data) == 1;
}

static void
test_stop (VisionFixture *self, gconstpointer data)
{
  g_autoptr (LbCaptionRequest) request = lb_caption_request_new (self->picture, NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *none = NULL;
  g_autofree char *text = NULL;
  DexFuture *asked;

  vision_fake_hold (self->fake, TRUE);
  request->stop = g_cancellable_new ();
  asked = lb_captioner_caption (self->captioner, request);
  vision_fixture_wait_until (is_waiting, self->fake);
  g_cancellable_cancel (request->stop);
  none = vision_fixture_take_text (asked, &error);
  g_assert_null (none);
  g_assert_error (error, LB_ERROR, LB_ERROR_CANCELLED);
  vision_fixture_wait_until (has_hung_up, self->fake);
  /* It says nothing of the server. */
  g_assert_null (lb_vision_server_get_failure (self->server));

  vision_fake_hold (self->fake, FALSE);
  text = vision_fixture_caption (self, NULL);
  g_assert_nonnull (text);
}

static void
test_unreachable (VisionFixture *self, gconstpointer data)
{
  g_autoptr (LbVisionServer) server = lb_vision_server_new ("http://127.0.0.1:1/v1/", "m");
  g_autoptr (LbCaptioner) captioner = lb_vision_captioner_new (server, NULL);
  g_autoptr (LbCaptionRequest) request = lb_caption_request_new (self->picture, NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *none =
    vision_fixture_take_text (lb_captioner_caption (captioner, request), &error);

  g_assert_null (none);
  g_assert_error (error, LB_CAPTIONER_ERROR, LB_CAPTIONER_ERROR_UNREACHABLE);
}

static void
test_addresses (void)
{
  static const char *const rows[][2] = {
    { "http://h:1", "http://h:1/v1/chat/completions" },
    { "http://h:1/", "http://h:1/v1/chat/completions" },
    { "http://h:1/v1", "http://h:1/v1/chat/completions" },
    { "http://h:1/v1//", "http://h:1/v1/chat/completions" },
    { "https://h/api/v1", "https://h/api/v1/chat/completions" },
    { "https://h/openai/chat/completions/", "https://h/openai/chat/completions" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *endpoint = lb_vision_endpoint (rows[i][0]);

      g_assert_cmpstr (endpoint, ==, rows[i][1]);
    }
}

/* Another origin to which a key must not go. */
static void
test_redirect (VisionFixture *self, gconstpointer data)
{
  g_autoptr (VisionFake) other = vision_fake_new ();
  g_autofree char *header =
    g_strdup_printf ("Location: %s/v1/chat/completions", vision_fake_get_address (other));
  static const guint statuses[] = { 301, 302, 303, 307, 308 };

  lb_vision_server_set_key (self->server, KEY);
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      const VisionFakeAnswer answer = { .status = statuses[i], .header = header };
      g_autoptr (GError) error = NULL;
      g_autofree char *none = NULL;

      vision_fake_push (self->fake, &answer);
      none = vision_fixture_caption (self, &error);
      g_assert_null (none);
      g_assert_error (error, LB_CAPTIONER_ERROR, LB_CAPTIONER_ERROR_FAILED);
      g_assert_null (strstr (error->message, KEY));
    }
  g_assert_cmpuint (vision_fake_count (other), ==, 0);
}

/* The key that was sent is hidden when another has taken its place meanwhile, and so is that one.
 */
static void
test_key_replaced (VisionFixture *self, gconstpointer data)
{
  static const VisionFakeAnswer answer = {
    .status = 401,
    .body = "{\"error\": {\"message\": \"Neither " KEY " nor sk-other-0123456789\"}}",
  };
  g_autoptr (GError) error = NULL;
  g_autofree char *none = NULL;
  DexFuture *asked;

  lb_vision_server_set_key (self->server, KEY);
  vision_fake_push (self->fake, &answer);
  vision_fake_hold (self->fake, TRUE);
  asked = vision_fixture_ask (self, NULL, NULL);
  vision_fixture_wait_until (is_waiting, self->fake);
  lb_vision_server_set_key (self->server, "sk-other-0123456789");
  vision_fake_hold (self->fake, FALSE);
  none = vision_fixture_take_text (asked, &error);
  g_assert_null (none);
  g_assert_error (error, LB_CAPTIONER_ERROR, LB_CAPTIONER_ERROR_KEY_REFUSED);
  g_assert_nonnull (strstr (error->message, "Neither … nor …"));
}

/* What was wrong is sent back with the words it was wrong in. */
static void
test_repair_is_told (VisionFixture *self, gconstpointer data)
{
  g_autofree char *wrong = vision_fake_envelope (
    "\"{\\\"short_description\\\":\\\"A kite over dunes\\\",\\\"objects\\\":[]}\"", "\"stop\"");
  const VisionFakeAnswer answer = { .body = wrong };
  g_autofree char *text = NULL;
  g_autofree char *body = NULL;

  vision_fake_push (self->fake, &answer);
  text = vision_fixture_caption (self, NULL);
  g_assert_nonnull (text);
  body = vision_fake_dup_body (self->fake);
  g_assert_nonnull (strstr (body, "A kite over dunes"));
  g_assert_nonnull (strstr (body, "background_setting:"));
}

/* No core file has the key in it, and nothing that is answered or kept does. */
static void
test_no_core_file (VisionFixture *self, gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("lb-vision-XXXXXX", NULL);
  g_autoptr (LbStore) store = lb_store_open (folder, NULL);
  g_autoptr (LbCaptionerChoice) choice = lb_captioner_choice_new (store, NULL);
  g_autoptr (LbCaptionerSetting) wish = lb_captioner_setting_new ();
  g_autoptr (LbCaptionerSetting) answer = NULL;
  DexFuture *set;

  g_assert_cmpint (prctl (PR_GET_DUMPABLE), ==, 1);
  g_object_set (wish, "kind", "vision", "address", "http://localhost:1", "model", "m", "key", KEY,
                NULL);
  set = lb_captioner_choice_set (choice, wish);
  vision_fixture_wait_until (vision_fixture_is_done, set);
  g_assert_nonnull (dex_future_get_value (set, NULL));
  dex_unref (set);
  g_assert_cmpint (prctl (PR_GET_DUMPABLE), ==, 0);
  prctl (PR_SET_DUMPABLE, 1);

  answer = lb_captioner_choice_get (choice);
  g_assert_true (lb_captioner_setting_has_key (answer));
  g_assert_null (lb_captioner_setting_get_key (answer));
  lb_store_close (store);
  lb_test_remove_tree (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

#define ADD(path, function)                                                                        \
  g_test_add ("/vision/" path, VisionFixture, NULL, vision_fixture_set_up, function,               \
              vision_fixture_tear_down)
  ADD ("caption", test_caption);
  ADD ("R67-same-question", test_same_question);
  ADD ("project-and-schema", test_project_and_schema);
  ADD ("R63-legacy", test_legacy);
  ADD ("R86-schema", test_schema);
  ADD ("R86-schema-one-by-one", test_schema_one_by_one);
  ADD ("R87-refine", test_refine);
  ADD ("ladder", test_ladder);
  ADD ("ladder-forgets", test_ladder_forgets);
  ADD ("bare", test_bare);
  ADD ("key", test_key);
  ADD ("concurrency", test_concurrency);
  ADD ("stop", test_stop);
  ADD ("unreachable", test_unreachable);
  ADD ("redirect", test_redirect);
  ADD ("key-replaced", test_key_replaced);
  ADD ("repair-is-told", test_repair_is_told);
  ADD ("no-core-file", test_no_core_file);
  g_test_add_func ("/vision/addresses", test_addresses);

  return g_test_run ();
}
