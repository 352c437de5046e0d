#include "lb-test-service.h"

#include <libdex.h>
#include <string.h>
#include <sys/prctl.h>

#include "base/lb-error.h"
#include "model/lb-prompt.h"
#include "service/lb-captioner-choice.h"
#include "service/lb-vision-captioner.h"
#include "vision-fake.h"

#define GIVE_UP_US (60 * G_USEC_PER_SEC)
#define TIMEOUT_MS 400
#define KEY "sk-canary-0123456789"

typedef struct
{
  VisionFake *fake;
  LbVisionServer *server;
  LbCaptioner *captioner;
  GBytes *picture;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->fake = vision_fake_new ();
  self->server = lb_vision_server_new (vision_fake_get_address (self->fake), "m");
  self->captioner = lb_vision_captioner_new (self->server, NULL);
  self->picture =
    lb_test_picture (data == NULL ? 1500 : 300, data == NULL ? 1100 : 200, FALSE, "jpeg", 1);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_object (&self->captioner);
  g_clear_object (&self->server);
  g_clear_pointer (&self->picture, g_bytes_unref);
  g_clear_pointer (&self->fake, vision_fake_free);
}

static void
wait_until (gboolean (*reached) (gpointer data), gpointer data)
{
  gint64 start_us = g_get_monotonic_time ();

  while (!reached (data))
    {
      g_assert_cmpint (g_get_monotonic_time () - start_us, <, GIVE_UP_US);
      g_main_context_iteration (NULL, FALSE);
    }
}

static gboolean
is_done (gpointer future)
{
  return !dex_future_is_pending (future);
}

/* (transfer full) (nullable); takes @future. */
static char *
take_text (DexFuture *future, GError **error)
{
  const GValue *value;
  char *text = NULL;

  wait_until (is_done, future);
  if ((value = dex_future_get_value (future, error)) != NULL)
    text = g_value_dup_string (value);
  dex_unref (future);

  return text;
}

static DexFuture *
ask (Fixture *self, LbProject *project, const char *schema)
{
  g_autoptr (LbCaptionRequest) request = lb_caption_request_new (self->picture, project, schema);

  return lb_captioner_caption (self->captioner, request);
}

static char *
caption (Fixture *self, GError **error)
{
  return take_text (ask (self, NULL, NULL), error);
}

static void
assert_format (Fixture *self, const char *format)
{
  g_autofree char *asked = vision_fake_dup_format (self->fake);

  g_assert_cmpstr (asked, ==, format);
}

static char *
read_path (const char *text, const char *path)
{
  g_autoptr (LbPrompt) prompt = lb_prompt_new (text, NULL);

  g_assert_nonnull (prompt);

  return lb_prompt_get_string (prompt, path);
}

static void
test_caption (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = caption (self, &error);
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
test_same_question (Fixture *self, gconstpointer data)
{
  g_autofree char *one = caption (self, NULL);
  g_autofree char *first = vision_fake_dup_body (self->fake);
  g_autofree char *other = caption (self, NULL);
  g_autofree char *second = vision_fake_dup_body (self->fake);

  g_assert_cmpstr (one, ==, other);
  g_assert_cmpstr (first, ==, second);
  g_assert_nonnull (strstr (first, "\"temperature\":0"));
  g_assert_nonnull (strstr (first, "\"seed\":"));
}

/* Medium, subject and schema are told, and the schema's words are in the caption whatever it says.
 */
static void
test_project_and_schema (Fixture *self, gconstpointer data)
{
  g_autoptr (LbProject) project = lb_project_new (1);
  g_autofree char *text = NULL;
  g_autofree char *body = NULL;
  g_autofree char *medium = NULL;
  g_autofree char *light = NULL;
  g_autofree char *colors = NULL;

  g_object_set (project, "ip-medium", "illustration", "ip-name", "Rusty the fox", NULL);
  text = take_text (ask (self, project,
                         "{\"style_medium\":\"ink and gouache\",\"lighting\":{\"conditions\":"
                         "\"soft daylight\"},\"aesthetics\":{\"color_scheme\":\"GREYS\"}}"),
                    NULL);
  body = vision_fake_dup_body (self->fake);
  g_assert_nonnull (strstr (body, "Rusty the fox"));
  g_assert_nonnull (strstr (body, "illustrations"));
  g_assert_nonnull (strstr (body, "ink and gouache"));

  medium = read_path (text, "style_medium");
  light = read_path (text, "lighting.conditions");
  colors = read_path (text, "aesthetics.color_scheme");
  g_assert_cmpstr (medium, ==, "ink and gouache");
  g_assert_cmpstr (light, ==, "soft daylight; overcast");
  g_assert_cmpstr (colors, ==, "greys");
}

static void
test_legacy (Fixture *self, gconstpointer data)
{
  g_autoptr (LbCaptionRequest) request = lb_caption_request_new (self->picture, NULL, NULL);
  g_autofree char *text = NULL;
  g_autofree char *sentence = NULL;
  g_autofree char *body = NULL;

  request->plain = TRUE;
  request->prefix = g_strdup ("A drawing of Rusty, ");
  vision_fake_say (self->fake, "\"A fox\n  on a pier.\"");
  text = take_text (lb_captioner_caption (self->captioner, request), NULL);
  sentence = read_path (text, "short_description");
  g_assert_cmpstr (sentence, ==, "A fox on a pier.");
  assert_format (self, "text");
  body = vision_fake_dup_body (self->fake);
  g_assert_nonnull (strstr (body, "A drawing of Rusty, "));
}

static GPtrArray *
make_set (Fixture *self)
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
test_schema (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) set = make_set (self);
  g_autofree char *text = take_text (lb_captioner_generate_schema (self->captioner, set), NULL);

  assert_schema (text);
  g_assert_cmpuint (vision_fake_count (self->fake), ==, 1);
  g_assert_cmpuint (vision_fake_most_pictures (self->fake), ==, 5);
}

/* A server that takes one picture at a time is asked five times, and once for what they share; the
 * next time it is not tried again. */
static void
test_schema_one_by_one (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) set = make_set (self);
  g_autofree char *text = NULL;
  g_autofree char *again = NULL;
  guint before;

  vision_fake_set_max_pictures (self->fake, 1);
  text = take_text (lb_captioner_generate_schema (self->captioner, set), NULL);
  assert_schema (text);

  before = vision_fake_count (self->fake);
  again = take_text (lb_captioner_generate_schema (self->captioner, set), NULL);
  assert_schema (again);
  g_assert_cmpuint (vision_fake_count (self->fake) - before, ==, 6);
}

static char *
refine (Fixture *self, const char *prompt, const char *instruction)
{
  g_autoptr (GPtrArray) context = g_ptr_array_new ();
  g_autoptr (LbRefineRequest) request = NULL;

  g_ptr_array_add (context, self->picture);
  request = lb_refine_request_new (prompt, instruction, context);

  return take_text (lb_captioner_refine (self->captioner, request), NULL);
}

static void
test_refine (Fixture *self, gconstpointer data)
{
  g_autoptr (GString) before = g_string_new (vision_fake_caption);
  g_autofree char *after = NULL;
  g_autofree char *without = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *gone = NULL;
  g_autofree char *body = NULL;

  g_string_replace (before, "{\"short_description\"", "{\"my_note\":7,\"short_description\"", 1);
  after = refine (self, before->str, "make it evening");
  kept = read_path (after, "short_description");
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
test_ladder (Fixture *self, gconstpointer data)
{
  g_autofree char *one = NULL;
  g_autofree char *other = NULL;
  g_autofree char *body = NULL;

  vision_fake_refuse (self->fake, "json_schema");
  one = caption (self, NULL);
  g_assert_nonnull (one);
  g_assert_cmpuint (vision_fake_count (self->fake), ==, 2);
  assert_format (self, "json_object");
  body = vision_fake_dup_body (self->fake);
  g_assert_nonnull (strstr (body, "must fit this JSON schema"));

  other = caption (self, NULL);
  g_assert_cmpuint (vision_fake_count (self->fake), ==, 3);
  g_assert_cmpint (lb_vision_server_get_format (self->server), ==, LB_VISION_FORMAT_OBJECT);

  g_clear_pointer (&one, g_free);
  vision_fake_refuse (self->fake, "json_object");
  one = caption (self, NULL);
  g_assert_nonnull (one);
  assert_format (self, "text");
  g_assert_cmpuint (vision_fake_count (self->fake), ==, 5);
}

/* A server that refuses everything has not shown that it needs to be asked in plain words. */
static void
test_ladder_forgets (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *none = NULL;

  vision_fake_set_max_pictures (self->fake, 0);
  none = caption (self, &error);
  g_assert_null (none);
  g_assert_error (error, LB_CAPTIONER_ERROR, LB_CAPTIONER_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "At most 1 image"));
  g_assert_cmpint (lb_vision_server_get_format (self->server), ==, LB_VISION_FORMAT_SCHEMA);
}

/* Some know no seed, and some models no temperature; they are asked without, also the next time. */
static void
test_bare (Fixture *self, gconstpointer data)
{
  static const VisionFakeAnswer unknown = {
    .status = 400, .body = "{\"error\":{\"message\":\"Unsupported parameter: 'max_tokens'\"}}"
  };
  g_autofree char *text = NULL;
  g_autofree char *again = NULL;
  g_autofree char *body = NULL;

  vision_fake_allow_bare (self->fake);
  vision_fake_push (self->fake, &unknown);
  text = caption (self, NULL);
  g_assert_nonnull (text);
  again = caption (self, NULL);
  body = vision_fake_dup_body (self->fake);
  g_assert_null (strstr (body, "\"seed\""));
  assert_format (self, "json_schema");
  g_assert_cmpuint (vision_fake_count (self->fake), ==, 3);
}

static void
test_key (Fixture *self, gconstpointer data)
{
  g_autofree char *none = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  vision_fake_set_key (self->fake, KEY);
  none = caption (self, &error);
  g_assert_null (none);
  g_assert_error (error, LB_CAPTIONER_ERROR, LB_CAPTIONER_ERROR_KEY_REFUSED);

  lb_vision_server_set_key (self->server, KEY);
  text = caption (self, NULL);
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
test_concurrency (Fixture *self, gconstpointer data)
{
  DexFuture *asked[10];

  lb_vision_server_set_concurrency (self->server, 3);
  vision_fake_hold (self->fake, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (asked); i++)
    asked[i] = ask (self, NULL, NULL);
  wait_until (are_waiting, self->fake);
  g_assert_cmpuint (vision_fake_count (self->fake), ==, 3);
  vision_fake_hold (self->fake, FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (asked); i++)
    {
      g_autofree char *text = take_text (asked[i], NULL);

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
test_stop (Fixture *self, gconstpointer data)
{
  g_autoptr (LbCaptionRequest) request = lb_caption_request_new (self->picture, NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *none = NULL;
  g_autofree char *text = NULL;
  DexFuture *asked;

  vision_fake_hold (self->fake, TRUE);
  request->stop = g_cancellable_new ();
  asked = lb_captioner_caption (self->captioner, request);
  wait_until (is_waiting, self->fake);
  g_cancellable_cancel (request->stop);
  none = take_text (asked, &error);
  g_assert_null (none);
  g_assert_error (error, LB_ERROR, LB_ERROR_CANCELLED);
  wait_until (has_hung_up, self->fake);
  /* It says nothing of the server. */
  g_assert_null (lb_vision_server_get_failure (self->server));

  vision_fake_hold (self->fake, FALSE);
  text = caption (self, NULL);
  g_assert_nonnull (text);
}

static void
test_unreachable (Fixture *self, gconstpointer data)
{
  g_autoptr (LbVisionServer) server = lb_vision_server_new ("http://127.0.0.1:1/v1/", "m");
  g_autoptr (LbCaptioner) captioner = lb_vision_captioner_new (server, NULL);
  g_autoptr (LbCaptionRequest) request = lb_caption_request_new (self->picture, NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *none = take_text (lb_captioner_caption (captioner, request), &error);

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
test_redirect (Fixture *self, gconstpointer data)
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
      none = caption (self, &error);
      g_assert_null (none);
      g_assert_error (error, LB_CAPTIONER_ERROR, LB_CAPTIONER_ERROR_FAILED);
      g_assert_null (strstr (error->message, KEY));
    }
  g_assert_cmpuint (vision_fake_count (other), ==, 0);
}

/* Row 38 of the hazards: what servers and models really send. */
typedef struct
{
  const char *name;
  VisionFakeAnswer answer;
  const char *content;       /* JSON text for the envelope instead of a body */
  const char *finish_reason; /* "stop" unless said */
  gboolean recovers;         /* asked again, it is well */
  int code;                  /* else an LbCaptionerError */
  guint n_asked;             /* questions with this answer to each */
} Reply;

#define CUT_OBJECT "\"{\\\"short_description\\\":\\\"A lighthouse\\\",\\\"objects\\\":[{\""

static const Reply replies[] = {
  { "error-in-200",
    { .body = "{\"error\":{\"message\":\"model crashed\"}}" },
    .code = LB_CAPTIONER_ERROR_FAILED,
    .n_asked = 1 },
  { "error-text-in-200",
    { .body = "{\"error\":\"out of memory\"}" },
    .code = LB_CAPTIONER_ERROR_FAILED,
    .n_asked = 1 },
  { "schema-error-in-200",
    { .body = "{\"error\":\"json_schema is unknown here\"}" },
    .recovers = TRUE,
    .code = LB_CAPTIONER_ERROR_FAILED,
    .n_asked = 3 },
  { "finish-length", { 0 }, CUT_OBJECT, "\"length\"", TRUE, LB_CAPTIONER_ERROR_FAILED, 3 },
  { "finish-length-nothing", { 0 }, "null", "\"length\"", FALSE, LB_CAPTIONER_ERROR_FAILED, 1 },
  { "finish-filter", { 0 }, "\"\"", "\"content_filter\"", FALSE, LB_CAPTIONER_ERROR_FAILED, 1 },
  { "finish-tools", { 0 }, "\"{}\"", "\"tool_calls\"", TRUE, LB_CAPTIONER_ERROR_FAILED, 3 },
  { "cut-object", { 0 }, CUT_OBJECT, NULL, TRUE, LB_CAPTIONER_ERROR_FAILED, 3 },
  { "open-thought",
    { 0 },
    "\"<think>{\\\"a\\\":1} hm\"",
    NULL,
    TRUE,
    LB_CAPTIONER_ERROR_FAILED,
    3 },
  { "wrong-types",
    { 0 },
    "\"{\\\"short_description\\\":{\\\"a\\\":[]},\\\"objects\\\":7}\"",
    NULL,
    TRUE,
    LB_CAPTIONER_ERROR_FAILED,
    3 },
  { "another-document",
    { 0 },
    "\"{\\\"answer\\\":\\\"a lighthouse\\\"}\"",
    NULL,
    TRUE,
    LB_CAPTIONER_ERROR_FAILED,
    3 },
  { "a-list", { 0 }, "\"[1,2,3]\"", NULL, TRUE, LB_CAPTIONER_ERROR_FAILED, 3 },
  { "prose",
    { 0 },
    "\"It is a lighthouse, I believe.\"",
    NULL,
    TRUE,
    LB_CAPTIONER_ERROR_FAILED,
    3 },
  { "refusal-in-words",
    { 0 },
    "\"I'm sorry, but I can't help with that.\"",
    NULL,
    TRUE,
    LB_CAPTIONER_ERROR_FAILED,
    3 },
  { "refusal-member",
    { .body = "{\"choices\":[{\"message\":{\"content\":null,\"refusal\":\"I can't.\"},"
              "\"finish_reason\":\"stop\"}]}" },
    .code = LB_CAPTIONER_ERROR_FAILED,
    .n_asked = 1 },
  { "no-choices",
    { .body = "{\"choices\":[]}" },
    .recovers = TRUE,
    .code = LB_CAPTIONER_ERROR_FAILED,
    .n_asked = 3 },
  { "choices-of-another-kind",
    { .body = "{\"choices\":{\"0\":null}}" },
    .recovers = TRUE,
    .code = LB_CAPTIONER_ERROR_FAILED,
    .n_asked = 3 },
  { "no-message",
    { .body = "{\"choices\":[{\"text\":\"{}\"}]}" },
    .recovers = TRUE,
    .code = LB_CAPTIONER_ERROR_FAILED,
    .n_asked = 3 },
  { "empty-content", { 0 }, "\"  \"", NULL, TRUE, LB_CAPTIONER_ERROR_FAILED, 3 },
  { "null-content", { 0 }, "null", NULL, TRUE, LB_CAPTIONER_ERROR_FAILED, 3 },
  { "number-content", { 0 }, "7", NULL, TRUE, LB_CAPTIONER_ERROR_FAILED, 3 },
  { "empty-parts", { 0 }, "[]", NULL, TRUE, LB_CAPTIONER_ERROR_FAILED, 3 },
  { "empty-body",
    { .body = "" },
    .recovers = TRUE,
    .code = LB_CAPTIONER_ERROR_FAILED,
    .n_asked = 3 },
  { "broken-envelope",
    { .body = "{\"choices\":[{\"message\":" },
    .recovers = TRUE,
    .code = LB_CAPTIONER_ERROR_FAILED,
    .n_asked = 3 },
  { "bytes-of-no-text",
    { .body = "{\"choices\":\"\xff\xfe\"}" },
    .recovers = TRUE,
    .code = LB_CAPTIONER_ERROR_FAILED,
    .n_asked = 3 },
  { "html",
    { .type = "text/html", .body = "<html><title>Welcome</title></html>" },
    .code = LB_CAPTIONER_ERROR_FAILED,
    .n_asked = 1 },
  { "html-as-json",
    { .body = " \n<!doctype html><p>hello" },
    .code = LB_CAPTIONER_ERROR_FAILED,
    .n_asked = 1 },
  { "huge", { .way = VISION_FAKE_HUGE }, .code = LB_CAPTIONER_ERROR_FAILED, .n_asked = 1 },
  { "unauthorized",
    { .status = 401, .body = "{\"error\":{\"message\":\"no\"}}" },
    .code = LB_CAPTIONER_ERROR_KEY_REFUSED,
    .n_asked = 1 },
  { "forbidden", { .status = 403 }, .code = LB_CAPTIONER_ERROR_KEY_REFUSED, .n_asked = 1 },
  { "not-found",
    { .status = 404, .body = "{\"error\":{\"message\":\"model 'm' not found\"}}" },
    .code = LB_CAPTIONER_ERROR_UNREACHABLE,
    .n_asked = 1 },
  { "too-many",
    { .status = 429, .header = "Retry-After: 7" },
    .code = LB_CAPTIONER_ERROR_BUSY,
    .n_asked = 1 },
  { "server-error",
    { .status = 500, .body = "boom" },
    .code = LB_CAPTIONER_ERROR_BROKE_OFF,
    .n_asked = 1 },
  { "grammar-error",
    { .status = 500, .body = "{\"error\":{\"message\":\"failed to parse grammar\"}}" },
    .recovers = TRUE,
    .code = LB_CAPTIONER_ERROR_BROKE_OFF,
    .n_asked = 3 },
  { "loading",
    { .status = 503, .body = "{\"error\":{\"message\":\"Loading model\"}}" },
    .code = LB_CAPTIONER_ERROR_UNREACHABLE,
    .n_asked = 1 },
  { "too-long-a-question",
    { .status = 400, .body = "{\"error\":\"context exceeded\"}" },
    .recovers = TRUE,
    .code = LB_CAPTIONER_ERROR_FAILED,
    .n_asked = 3 },
  { "hung-up", { .way = VISION_FAKE_HANG }, .code = LB_CAPTIONER_ERROR_BROKE_OFF, .n_asked = 1 },
  { "cut-off", { .way = VISION_FAKE_CUT }, .code = LB_CAPTIONER_ERROR_BROKE_OFF, .n_asked = 1 },
  { "slow-drip", { .way = VISION_FAKE_DRIP }, .code = LB_CAPTIONER_ERROR_BROKE_OFF, .n_asked = 1 },
};

/* Answered like that for as long as it asks, then once only. */
static void
test_reply (Fixture *self, gconstpointer data)
{
  const Reply *reply = data;
  g_autofree char *body =
    reply->content != NULL
      ? vision_fake_envelope (reply->content,
                              reply->finish_reason != NULL ? reply->finish_reason : "\"stop\"")
      : g_strdup (reply->answer.body);
  VisionFakeAnswer answer = reply->answer;
  g_autoptr (GError) error = NULL;
  g_autofree char *none = NULL;
  g_autofree char *text = NULL;

  answer.body = body;
  if (answer.way == VISION_FAKE_DRIP)
    lb_vision_captioner_set_timeout (LB_VISION_CAPTIONER (self->captioner), TIMEOUT_MS);

  for (guint i = 0; i < reply->n_asked; i++)
    vision_fake_push (self->fake, &answer);
  none = caption (self, &error);
  g_assert_null (none);
  g_assert_error (error, LB_CAPTIONER_ERROR, reply->code);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_cmpuint (vision_fake_count (self->fake), ==, reply->n_asked);
  if (answer.status == 429)
    g_assert_cmpuint (lb_captioner_error_get_retry_after (error), ==, 7);

  if (!reply->recovers)
    return;

  lb_vision_server_set_format (self->server, LB_VISION_FORMAT_SCHEMA);
  vision_fake_push (self->fake, &answer);
  text = caption (self, NULL);
  g_assert_nonnull (text);
  g_assert_cmpuint (vision_fake_count (self->fake), ==, reply->n_asked + 2);
}

/* What is well behind some noise is taken at the first time of asking. */
typedef struct
{
  const char *name;
  const char *before;
  const char *after;
  gboolean parts;
} Noise;

static const Noise noises[] = {
  { "fence", "```json\n", "\n```", FALSE },
  { "fence-without-language", "```\n", "\n```\n", FALSE },
  { "thought", "<think>\nIs it {a} lighthouse? \"Yes\".\n</think>\n\n", "", FALSE },
  { "thought-that-was-begun-elsewhere", "It is one.</think>", "", FALSE },
  { "words-around", "Here is the description:\n", "\nLet me know if you need more!", FALSE },
  { "byte-order-mark", "\xef\xbb\xbf", "", FALSE },
  { "parts", "", "", TRUE },
};

static void
test_noise (Fixture *self, gconstpointer data)
{
  const Noise *noise = data;
  g_autofree char *said = g_strconcat (noise->before, vision_fake_caption, noise->after, NULL);
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_VALUE);
  g_autofree char *quoted = NULL;
  g_autofree char *content = NULL;
  g_autofree char *body = NULL;
  g_autofree char *text = NULL;
  g_autofree char *summary = NULL;
  VisionFakeAnswer answer = { 0 };

  json_node_set_string (node, said);
  quoted = json_to_string (node, FALSE);
  content = noise->parts ? g_strdup_printf ("[{\"type\":\"text\",\"text\":%s}]", quoted)
                         : g_strdup (quoted);
  body = vision_fake_envelope (content, "null");
  answer.body = body;
  vision_fake_push (self->fake, &answer);
  text = caption (self, NULL);
  g_assert_nonnull (text);
  summary = read_path (text, "short_description");
  g_assert_cmpstr (summary, ==, "A lighthouse on a rock.");
  g_assert_cmpuint (vision_fake_count (self->fake), ==, 1);
}

/* What was wrong is sent back with the words it was wrong in. */
static void
test_repair_is_told (Fixture *self, gconstpointer data)
{
  g_autofree char *wrong = vision_fake_envelope (
    "\"{\\\"short_description\\\":\\\"A kite over dunes\\\",\\\"objects\\\":[]}\"", "\"stop\"");
  const VisionFakeAnswer answer = { .body = wrong };
  g_autofree char *text = NULL;
  g_autofree char *body = NULL;

  vision_fake_push (self->fake, &answer);
  text = caption (self, NULL);
  g_assert_nonnull (text);
  body = vision_fake_dup_body (self->fake);
  g_assert_nonnull (strstr (body, "A kite over dunes"));
  g_assert_nonnull (strstr (body, "background_setting:"));
}

/* No core file has the key in it, and nothing that is answered or kept does. */
static void
test_no_core_file (Fixture *self, gconstpointer data)
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
  wait_until (is_done, set);
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

#define ADD(path, function) g_test_add ("/vision/" path, Fixture, NULL, set_up, function, tear_down)
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
  ADD ("repair-is-told", test_repair_is_told);
  ADD ("no-core-file", test_no_core_file);
  g_test_add_func ("/vision/addresses", test_addresses);
  for (guint i = 0; i < G_N_ELEMENTS (replies); i++)
    {
      g_autofree char *path = g_strconcat ("/vision/reply/", replies[i].name, NULL);

      g_test_add (path, Fixture, &replies[i], set_up, test_reply, tear_down);
    }
  for (guint i = 0; i < G_N_ELEMENTS (noises); i++)
    {
      g_autofree char *path = g_strconcat ("/vision/noise/", noises[i].name, NULL);

      g_test_add (path, Fixture, &noises[i], set_up, test_noise, tear_down);
    }

  return g_test_run ();
}
