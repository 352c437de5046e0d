#include "service/lb-vision-request.h"

#include <string.h>

#include "base/lb-json.h"
#include "service/lb-vision-schema.h"

#define MAX_TOKENS 4096
#define SEED 7
#define REPLY_CHARS 8000 /* of a wrong answer that are sent back */

LbVisionRequest *
lb_vision_request_new (LbVisionTask task, char *system, char *words)
{
  LbVisionRequest *self = g_new0 (LbVisionRequest, 1);

  self->task = task;
  self->system = system;
  self->words = words;
  self->pictures = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  self->turns = g_ptr_array_new_with_free_func (g_free);

  return self;
}

void
lb_vision_request_free (LbVisionRequest *self)
{
  g_clear_pointer (&self->system, g_free);
  g_clear_pointer (&self->words, g_free);
  g_clear_pointer (&self->pictures, g_ptr_array_unref);
  g_clear_pointer (&self->turns, g_ptr_array_unref);
  g_free (self);
}

void
lb_vision_request_add_picture (LbVisionRequest *self, GBytes *jpeg)
{
  g_ptr_array_add (self->pictures, g_bytes_ref (jpeg));
}

void
lb_vision_request_add_turn (LbVisionRequest *self, const char *reply, const char *wrong)
{
  g_ptr_array_set_size (self->turns, 0);
  g_ptr_array_add (self->turns, g_utf8_strlen (reply, -1) > REPLY_CHARS
                                  ? g_utf8_substring (reply, 0, REPLY_CHARS)
                                  : g_strdup (reply));
  g_ptr_array_add (self->turns, g_strdup (wrong));
}

static const char *
schema_of (LbVisionTask task)
{
  switch (task)
    {
    case LB_VISION_CAPTION:  return lb_vision_schema_get (LB_PROMPT_CAPTION);
    case LB_VISION_SCHEMA:   return lb_vision_schema_get (LB_PROMPT_SCHEMA);
    case LB_VISION_SENTENCE:
    case LB_VISION_DOCUMENT:
    default:                 return NULL;
    }
}

static void
append_message (GString *out, const char *role, const char *text)
{
  g_string_append_printf (
    out, "%s{\"role\":\"%s\",\"content\":", out->str[out->len - 1] == '[' ? "" : ",", role);
  lb_json_append_string (out, text);
  g_string_append_c (out, '}');
}

/* A server that is not held to the schema is told of it. */
static void
append_system (GString *out, const LbVisionRequest *self, LbVisionFormat format)
{
  const char *schema = schema_of (self->task);
  g_autofree char *with_schema = NULL;

  if (schema != NULL && format != LB_VISION_FORMAT_SCHEMA)
    with_schema =
      g_strdup_printf ("%s\nThe JSON object must fit this JSON schema:\n%s", self->system, schema);
  append_message (out, "system", with_schema != NULL ? with_schema : self->system);
}

static void
append_question (GString *out, const LbVisionRequest *self)
{
  if (self->pictures->len == 0)
    {
      append_message (out, "user", self->words);
      return;
    }

  g_string_append (out, ",{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":");
  lb_json_append_string (out, self->words);
  g_string_append_c (out, '}');
  for (guint i = 0; i < self->pictures->len; i++)
    {
      GBytes *jpeg = self->pictures->pdata[i];
      g_autofree char *text =
        g_base64_encode (g_bytes_get_data (jpeg, NULL), g_bytes_get_size (jpeg));

      g_string_append (out, ",{\"type\":\"image_url\",\"image_url\":"
                            "{\"url\":\"data:image/jpeg;base64,");
      g_string_append (out, text);
      g_string_append (out, "\"}}");
    }
  g_string_append (out, "]}");
}

static void
append_format (GString *out, const LbVisionRequest *self, LbVisionFormat format)
{
  const char *schema = schema_of (self->task);

  if (self->task == LB_VISION_SENTENCE || format == LB_VISION_FORMAT_TEXT)
    return;

  if (schema != NULL && format == LB_VISION_FORMAT_SCHEMA)
    g_string_append_printf (out,
                            ",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":"
                            "{\"name\":\"%s\",\"strict\":true,\"schema\":%s}}",
                            self->task == LB_VISION_CAPTION ? "structured_prompt" : "visual_schema",
                            schema);
  else
    g_string_append (out, ",\"response_format\":{\"type\":\"json_object\"}");
}

GBytes *
lb_vision_request_write (const LbVisionRequest *self,
                         const char *model,
                         LbVisionFormat format,
                         gboolean bare)
{
  GString *out = g_string_new ("{\"model\":");

  lb_json_append_string (out, model);
  g_string_append (out, ",\"stream\":false");
  if (!bare)
    g_string_append_printf (out, ",\"temperature\":0,\"seed\":%d,\"max_tokens\":%d", SEED,
                            MAX_TOKENS);
  g_string_append (out, ",\"messages\":[");
  append_system (out, self, format);
  append_question (out, self);
  for (guint i = 0; i < self->turns->len; i++)
    append_message (out, i % 2 == 0 ? "assistant" : "user", self->turns->pdata[i]);
  g_string_append_c (out, ']');
  append_format (out, self, format);
  g_string_append_c (out, '}');

  return g_string_free_to_bytes (out);
}
