#include "contract/lb-contract-json.h"
#include "service/lb-base64.h"
#include "service/lb-captioner-choice.h"
#include "service/lb-fault.h"
#include "service/lb-handlers.h"

static gboolean
answer_setting (LbRequest *self)
{
  g_autoptr (LbCaptionerSetting) setting = lb_captioner_choice_get (self->parts->choice);

  return lb_request_answer_json (self, SOUP_STATUS_OK,
                                 lb_contract_write_captioner_setting (setting));
}

gboolean
lb_handle_get_captioner (LbRequest *self, GError **error)
{
  return answer_setting (self);
}

/* What the tolerant reader would pass over is refused here: a setting that is not taken as it was
 * meant would be found out late. */
static gboolean
check_types (LbRequest *self, GError **error)
{
  static const char *const texts[] = { "kind", "address", "model", "key" };
  JsonNode *number = json_object_get_member (json_node_get_object (self->json), "concurrency");
  const char *text = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (!lb_request_get_text (self, texts[i], NULL, &text, error))
      return FALSE;

  if (number != NULL && !JSON_NODE_HOLDS_NULL (number) &&
      (!JSON_NODE_HOLDS_VALUE (number) || json_node_get_value_type (number) != G_TYPE_INT64 ||
       json_node_get_int (number) < 1 || json_node_get_int (number) > LB_CAPTIONER_MAX_CONCURRENCY))
    {
      lb_fault_set (error, LB_ERROR_INVALID, NULL, "concurrency",
                    "“concurrency” is a number from 1 to %d", LB_CAPTIONER_MAX_CONCURRENCY);
      return FALSE;
    }

  return TRUE;
}

gboolean
lb_handle_set_captioner (LbRequest *self, GError **error)
{
  g_autoptr (LbCaptionerSetting) wish = NULL;

  if (!check_types (self, error) || !(wish = lb_contract_read_captioner_wish (self->json, error)) ||
      !dex_await (lb_captioner_choice_set (self->parts->choice, wish), error))
    return FALSE;

  return answer_setting (self);
}

/* A caption for a picture that belongs to nothing, so that a person sees what the captioner is
 * worth before all pictures are sent to it. */
gboolean
lb_handle_test_captioner (LbRequest *self, GError **error)
{
  g_autoptr (LbCaptionRequest) request = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *caption = NULL;
  const char *file = NULL;
  JsonObject *object;
  JsonNode *node;

  if (!lb_request_get_text (self, "file", NULL, &file, error))
    return FALSE;
  if (file == NULL)
    {
      lb_fault_set (error, LB_ERROR_INVALID, NULL, "file", "“file” is needed");
      return FALSE;
    }

  if (!(bytes = dex_await_boxed (lb_base64_decode (file, "R45", "file"), error)))
    return FALSE;
  request = lb_caption_request_new (bytes, NULL, NULL);
  g_set_object (&request->stop, lb_request_get_stop (self));
  if (!(caption = dex_await_string (lb_captioner_caption (self->parts->captioner, request), error)))
    return FALSE;

  object = json_object_new ();
  json_object_set_string_member (object, "caption", caption);
  node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, object);

  return lb_request_answer_json (self, SOUP_STATUS_OK, node);
}

/* For a person who chooses one, and for an address that is only being thought of. */
gboolean
lb_handle_list_models (LbRequest *self, GError **error)
{
  g_autoptr (LbCaptionerSetting) wish = NULL;
  g_auto (GStrv) models = NULL;

  if (!check_types (self, error) || !(wish = lb_contract_read_captioner_wish (self->json, error)) ||
      !(models = dex_await_boxed (
          lb_captioner_choice_list_models (self->parts->choice, wish, lb_request_get_stop (self)),
          error)))
    return FALSE;

  return lb_request_answer_json (self, SOUP_STATUS_OK,
                                 lb_contract_write_models ((const char *const *) models));
}
