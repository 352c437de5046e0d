#include "service/lb-vision-reply.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "contract/lb-api-error.h"
#include "contract/lb-contract-json.h"
#include "service/lb-vision-said.h"

void
lb_vision_reply_clear (LbVisionReply *self)
{
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->wrong, g_free);
  g_clear_error (&self->error);
}

static void G_GNUC_PRINTF (4, 5) set_verdict (
  LbVisionReply *self, LbVisionVerdict verdict, LbCaptionerError code, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);

  self->verdict = verdict;
  self->error = lb_captioner_error_new (code, 0, "%s", text);
}

static void
set_failed (LbVisionReply *self, const char *what)
{
  set_verdict (self, LB_VISION_FAILED, LB_CAPTIONER_ERROR_FAILED, "%s", what);
}

/* Whether the words of a refusal name an option that only some servers and models know. */
static gboolean
blames_option (const char *text)
{
  static const char *const words[] = { "max_tokens", "max_completion_tokens", "temperature", "seed",
                                       NULL };

  for (guint i = 0; words[i] != NULL; i++)
    if (strstr (text, words[i]) != NULL)
      return TRUE;

  return FALSE;
}

/* Words by which servers refuse the way an answer is asked for. */
static gboolean
blames_format (const char *text)
{
  static const char *const words[] = { "response_format", "json_schema", "json_object", "grammar",
                                       "schema",          "guided",      "structured",  NULL };
  g_autofree char *plain = g_ascii_strdown (text, -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (strstr (plain, words[i]) != NULL)
      return TRUE;

  return FALSE;
}

/* (transfer full): what the server says of a refusal, in any of the shapes that there are */
static char *
read_words (const LbVisionAnswer *answer)
{
  gsize length;
  const char *body = g_bytes_get_data (answer->body, &length);
  g_autoptr (GError) error =
    lb_api_error_read (answer->status, NULL, body != NULL ? body : "", length, NULL, NULL, NULL);

  return g_strdup (error->message);
}

static void
judge_refusal (LbVisionReply *self, const LbVisionAnswer *answer, LbVisionFormat format)
{
  g_autofree char *words = read_words (answer);
  guint status = answer->status;
  gboolean plainer = format != LB_VISION_FORMAT_TEXT;

  if (status == 401 || status == 403)
    set_verdict (self, LB_VISION_FAILED, LB_CAPTIONER_ERROR_KEY_REFUSED,
                 "The captioner refuses the key: %s", words);
  else if (status == 404)
    set_verdict (self, LB_VISION_FAILED, LB_CAPTIONER_ERROR_UNREACHABLE,
                 "The captioner's server knows no such model or address: %s", words);
  else if (status == 429)
    {
      self->verdict = LB_VISION_FAILED;
      self->error = lb_captioner_error_new (LB_CAPTIONER_ERROR_BUSY, answer->retry_after_s,
                                            "The captioner is asked too much: %s", words);
    }
  else if (status == 503)
    {
      self->verdict = LB_VISION_FAILED;
      self->error = lb_captioner_error_new (LB_CAPTIONER_ERROR_UNREACHABLE, answer->retry_after_s,
                                            "The captioner is not ready: %s", words);
    }
  else if ((status == 400 || status == 422) && blames_option (words))
    set_verdict (self, LB_VISION_REDUCE, LB_CAPTIONER_ERROR_FAILED,
                 "The captioner refuses the question: %s", words);
  else if (plainer && (status == 400 || status == 422 || status == 501 ||
                       (status >= 500 && blames_format (words))))
    set_verdict (self, LB_VISION_REFORMAT, LB_CAPTIONER_ERROR_FAILED,
                 "The captioner refuses the question: %s", words);
  else if (status >= 500 || status == 408)
    set_verdict (self, LB_VISION_FAILED, LB_CAPTIONER_ERROR_BROKE_OFF,
                 "The captioner's server failed (%u): %s", status, words);
  else
    set_verdict (self, LB_VISION_FAILED, LB_CAPTIONER_ERROR_FAILED,
                 "The captioner refuses the question (%u): %s", status, words);
}

static gboolean
is_web_page (const LbVisionAnswer *answer)
{
  gsize length;
  const char *body = g_bytes_get_data (answer->body, &length);

  if (answer->content_type != NULL && g_str_has_prefix (answer->content_type, "text/html"))
    return TRUE;
  while (length > 0 && g_ascii_isspace (*body))
    {
      body++;
      length--;
    }

  return length > 0 && *body == '<';
}

/* An error that came with a status of success. */
static gboolean
judge_error (LbVisionReply *self,
             JsonObject *root,
             const LbVisionAnswer *answer,
             LbVisionFormat format)
{
  JsonNode *error = json_object_get_member (root, "error");
  g_autofree char *words = NULL;

  if (error == NULL || JSON_NODE_HOLDS_NULL (error))
    return FALSE;

  words = read_words (answer);
  if (format != LB_VISION_FORMAT_TEXT && blames_format (words))
    set_verdict (self, LB_VISION_REFORMAT, LB_CAPTIONER_ERROR_FAILED,
                 "The captioner refuses the question: %s", words);
  else
    set_verdict (self, LB_VISION_FAILED, LB_CAPTIONER_ERROR_FAILED, "The captioner failed: %s",
                 words);

  return TRUE;
}

static JsonObject *
member_object (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static const char *
node_text (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
             json_node_get_value_type (node) == G_TYPE_STRING
           ? json_node_get_string (node)
           : NULL;
}

static JsonObject *
first_choice (JsonObject *root)
{
  JsonNode *node = json_object_get_member (root, "choices");
  JsonNode *first;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node) ||
      json_array_get_length (json_node_get_array (node)) == 0)
    return NULL;

  first = json_array_get_element (json_node_get_array (node), 0);

  return JSON_NODE_HOLDS_OBJECT (first) ? json_node_get_object (first) : NULL;
}

/* (transfer full) (nullable): content as a text, as a list of parts, or as the object itself */
static char *
read_content (JsonNode *content)
{
  g_autoptr (GString) out = NULL;
  JsonArray *parts;

  if (content == NULL || JSON_NODE_HOLDS_NULL (content))
    return NULL;
  if (JSON_NODE_HOLDS_OBJECT (content))
    return json_to_string (content, FALSE);
  if (!JSON_NODE_HOLDS_ARRAY (content))
    return g_strdup (node_text (content));

  out = g_string_new (NULL);
  parts = json_node_get_array (content);
  for (guint i = 0; i < json_array_get_length (parts); i++)
    {
      JsonNode *part = json_array_get_element (parts, i);
      const char *text = node_text (part);

      if (text == NULL && JSON_NODE_HOLDS_OBJECT (part))
        text = node_text (json_object_get_member (json_node_get_object (part), "text"));
      if (text != NULL)
        g_string_append (out, text);
    }

  return g_string_free_and_steal (g_steal_pointer (&out));
}

static void
judge_said (LbVisionReply *self, const char *said, const char *reason, LbVisionTask task)
{
  gboolean stopped = reason == NULL || *reason == '\0' || g_str_equal (reason, "stop");

  if (stopped)
    self->text = lb_vision_said_read (said, task, &self->wrong);
  else if (g_str_equal (reason, "length"))
    self->wrong = g_strdup ("The answer was cut off before its end. Be much briefer.");
  else
    self->wrong = g_strdup ("Answer in words, by yourself.");

  if (self->text != NULL)
    {
      self->verdict = LB_VISION_GOOD;
      return;
    }

  self->text = g_strdup (said);
  set_verdict (self, LB_VISION_REPAIR, LB_CAPTIONER_ERROR_FAILED, "The captioner's answer: %s",
               self->wrong);
}

static void
judge_choice (LbVisionReply *self, JsonObject *choice, LbVisionTask task)
{
  const char *reason = node_text (json_object_get_member (choice, "finish_reason"));
  JsonObject *message = member_object (choice, "message");
  const char *refusal =
    message != NULL ? node_text (json_object_get_member (message, "refusal")) : NULL;
  g_autofree char *said =
    message != NULL ? read_content (json_object_get_member (message, "content")) : NULL;

  if (refusal != NULL && *refusal != '\0')
    set_verdict (self, LB_VISION_FAILED, LB_CAPTIONER_ERROR_FAILED, "The captioner declines: %s",
                 refusal);
  else if (g_strcmp0 (reason, "content_filter") == 0)
    set_failed (self, "The captioner's server holds its answer back");
  else if (g_strcmp0 (reason, "length") == 0 && said == NULL)
    set_failed (self, "The captioner came to no answer before its limit");
  else if (said == NULL || *g_strchug (said) == '\0')
    set_verdict (self, LB_VISION_AGAIN, LB_CAPTIONER_ERROR_FAILED, "The captioner said nothing");
  else
    judge_said (self, said, reason, task);
}

static void
judge_body (LbVisionReply *self,
            const LbVisionAnswer *answer,
            LbVisionTask task,
            LbVisionFormat format)
{
  gsize length;
  const char *body = g_bytes_get_data (answer->body, &length);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = lb_contract_parse (body != NULL ? body : "", (gssize) length, &error);
  JsonObject *choice;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    {
      set_verdict (self, LB_VISION_AGAIN, LB_CAPTIONER_ERROR_FAILED,
                   "The captioner's server did not answer in JSON");
      return;
    }
  if (judge_error (self, json_node_get_object (node), answer, format))
    return;

  choice = first_choice (json_node_get_object (node));
  if (choice == NULL)
    set_verdict (self, LB_VISION_AGAIN, LB_CAPTIONER_ERROR_FAILED,
                 "The captioner's server sent no answer of the model");
  else
    judge_choice (self, choice, task);
}

void
lb_vision_reply_judge (LbVisionReply *self,
                       const LbVisionAnswer *answer,
                       LbVisionTask task,
                       LbVisionFormat format)
{
  *self = (LbVisionReply) { 0 };

  if (answer->status >= 300 && answer->status < 400)
    set_verdict (self, LB_VISION_FAILED, LB_CAPTIONER_ERROR_FAILED,
                 "The captioner's address leads on to another one, which is not followed: %s",
                 answer->location != NULL ? answer->location : "it does not say which");
  else if (answer->status < 200 || answer->status >= 300)
    judge_refusal (self, answer, format);
  else if (is_web_page (answer))
    set_failed (self, "A web page answers at the captioner's address, not a model");
  else
    judge_body (self, answer, task, format);
}
