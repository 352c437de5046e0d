#include "vision-fixture.h"

#include <json-glib/json-glib.h>

#include "service/lb-vision-captioner.h"

#define TIMEOUT_MS 400

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
test_reply (VisionFixture *self, gconstpointer data)
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
  none = vision_fixture_caption (self, &error);
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
  text = vision_fixture_caption (self, NULL);
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
test_noise (VisionFixture *self, gconstpointer data)
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
  text = vision_fixture_caption (self, NULL);
  g_assert_nonnull (text);
  summary = vision_fixture_read_path (text, "short_description");
  g_assert_cmpstr (summary, ==, "A lighthouse on a rock.");
  g_assert_cmpuint (vision_fake_count (self->fake), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  for (guint i = 0; i < G_N_ELEMENTS (replies); i++)
    {
      g_autofree char *path = g_strconcat ("/vision/reply/", replies[i].name, NULL);

      g_test_add (path, VisionFixture, &replies[i], vision_fixture_set_up, test_reply,
                  vision_fixture_tear_down);
    }
  for (guint i = 0; i < G_N_ELEMENTS (noises); i++)
    {
      g_autofree char *path = g_strconcat ("/vision/noise/", noises[i].name, NULL);

      g_test_add (path, VisionFixture, &noises[i], vision_fixture_set_up, test_noise,
                  vision_fixture_tear_down);
    }

  return g_test_run ();
}
