#include "vision-fixture.h"

#include "lb-test-service.h"
#include "model/lb-prompt.h"
#include "service/lb-vision-captioner.h"

#define GIVE_UP_US (60 * G_USEC_PER_SEC)

void
vision_fixture_set_up (VisionFixture *self, gconstpointer data)
{
  self->fake = vision_fake_new ();
  self->server = lb_vision_server_new (vision_fake_get_address (self->fake), "m");
  self->captioner = lb_vision_captioner_new (self->server, NULL);
  self->picture =
    lb_test_picture (data == NULL ? 1500 : 300, data == NULL ? 1100 : 200, FALSE, "jpeg", 1);
}

void
vision_fixture_tear_down (VisionFixture *self, gconstpointer data)
{
  g_clear_object (&self->captioner);
  g_clear_object (&self->server);
  g_clear_pointer (&self->picture, g_bytes_unref);
  g_clear_pointer (&self->fake, vision_fake_free);
}

void
vision_fixture_wait_until (gboolean (*reached) (gpointer data), gpointer data)
{
  gint64 start_us = g_get_monotonic_time ();

  while (!reached (data))
    {
      g_assert_cmpint (g_get_monotonic_time () - start_us, <, GIVE_UP_US);
      g_main_context_iteration (NULL, FALSE);
    }
}

gboolean
vision_fixture_is_done (gpointer future)
{
  return !dex_future_is_pending (future);
}

char *
vision_fixture_take_text (DexFuture *future, GError **error)
{
  const GValue *value;
  char *text = NULL;

  vision_fixture_wait_until (vision_fixture_is_done, future);
  if ((value = dex_future_get_value (future, error)) != NULL)
    text = g_value_dup_string (value);
  dex_unref (future);

  return text;
}

DexFuture *
vision_fixture_ask (VisionFixture *self, LbProject *project, const char *schema)
{
  g_autoptr (LbCaptionRequest) request = lb_caption_request_new (self->picture, project, schema);

  return lb_captioner_caption (self->captioner, request);
}

char *
vision_fixture_caption (VisionFixture *self, GError **error)
{
  return vision_fixture_take_text (vision_fixture_ask (self, NULL, NULL), error);
}

char *
vision_fixture_read_path (const char *text, const char *path)
{
  g_autoptr (LbPrompt) prompt = lb_prompt_new (text, NULL);

  g_assert_nonnull (prompt);

  return lb_prompt_get_string (prompt, path);
}
