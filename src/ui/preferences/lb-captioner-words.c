#include "config.h"

#include "ui/preferences/lb-captioner-words.h"

#include <glib/gi18n.h>

#include "base/lb-error.h"
#include "base/lb-visible-text.h"
#include "contract/lb-rules.h"
#include "ui/widgets/lb-error-words.h"

static const char *
state_words (LbCaptionerSetting *setting)
{
  const char *state = lb_captioner_setting_get_state (setting);

  if (g_str_equal (state, "waiting_for_key"))
    return _ ("Waits for its key");
  if (g_str_equal (state, "key_refused"))
    return _ ("The server refuses the key");
  if (g_str_equal (state, "unreachable"))
    return _ ("The server or the model can’t be reached");
  if (g_str_equal (state, "busy"))
    return _ ("The server asks to be left alone for a while");
  if (lb_captioner_setting_has_key (setting))
    return _ ("Ready, with a key");

  return C_ ("captioner", "Ready");
}

char *
lb_captioner_state_words (LbCaptionerSetting *setting)
{
  const char *state = state_words (setting);

  if (!lb_captioner_setting_is_unencrypted (setting))
    return g_strdup (state);

  /* Translators: the state of a server, then a warning about it */
  return g_strdup_printf (
    _ ("%s. Pictures go there unencrypted: who shares the network can see them."), state);
}

char *
lb_captioner_error_words (const GError *error)
{
  const char *said = NULL;

  if (!g_error_matches (error, LB_ERROR, LB_ERROR_SERVER) &&
      !g_error_matches (error, LB_ERROR, LB_ERROR_INVALID))
    return lb_error_words (error);

  said = lb_rules_error_text (error);

  return lb_visible_text (said != NULL && *said != '\0' ? said : error->message);
}

const char *
lb_captioner_privacy_words (gboolean vision)
{
  if (!vision)
    return _ ("The built-in captioner says only what it can measure. Nothing leaves this "
              "computer.");

  return _ ("Each picture is sent to the address below as a smaller copy without hidden details, "
            "and to no other. Datasets of an account are described by its service.");
}

char *
lb_captioner_time_words (double seconds)
{
  /* Translators: %.1f is a number of seconds */
  return g_strdup_printf (_ ("Answered in %.1f seconds"), seconds);
}
