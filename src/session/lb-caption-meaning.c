#include "session/lb-caption-meaning.h"

#include "base/lb-json-canonical.h"
#include "model/lb-prompt.h"

/* (transfer full): the one spelling of all that say what @caption says. */
static char *
spell (const char *caption)
{
  g_autoptr (LbPrompt) prompt = lb_prompt_new_repaired (caption, LB_PROMPT_CAPTION, NULL, NULL);
  g_autoptr (LbJsonDocument) document = NULL;
  g_autoptr (GString) words = NULL;

  if (prompt != NULL)
    document = lb_json_document_new (lb_prompt_get_text (prompt), -1, NULL);
  if (document == NULL)
    return g_strstrip (g_strdup (caption));

  words = g_string_new (NULL);
  lb_json_append_canonical (words, lb_json_document_get_root (document));

  return g_string_free_and_steal (g_steal_pointer (&words));
}

gboolean
lb_caption_means_same (const char *caption, const char *other)
{
  g_autofree char *spelled = NULL;
  g_autofree char *other_spelled = NULL;

  g_return_val_if_fail (caption != NULL, FALSE);
  g_return_val_if_fail (other != NULL, FALSE);

  if (g_str_equal (caption, other))
    return TRUE;

  spelled = spell (caption);
  other_spelled = spell (other);

  return g_str_equal (spelled, other_spelled);
}

gboolean
lb_json_means_same (const char *text, const char *other)
{
  g_autoptr (LbJsonDocument) document = NULL;
  g_autoptr (LbJsonDocument) other_document = NULL;
  g_autoptr (GString) words = g_string_new (NULL);
  g_autoptr (GString) other_words = g_string_new (NULL);

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (other != NULL, FALSE);

  if (!(document = lb_json_document_new (text, -1, NULL)) ||
      !(other_document = lb_json_document_new (other, -1, NULL)))
    return FALSE;

  lb_json_append_canonical (words, lb_json_document_get_root (document));
  lb_json_append_canonical (other_words, lb_json_document_get_root (other_document));

  return g_string_equal (words, other_words);
}
