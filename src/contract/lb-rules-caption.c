#include "contract/lb-rules.h"

#include <string.h>

#include "contract/lb-limits.h"
#include "contract/lb-rules-private.h"

gboolean
lb_rules_check_visual_schema (const char *text, GError **error)
{
  g_autoptr (LbPrompt) prompt = NULL;
  g_autoptr (GError) reason = NULL;

  if (text == NULL)
    return lb_rules_refuse (error, LB_ERROR_INVALID, "R28",
                            "visual_schema must be a string that holds a JSON object");
  if (!(prompt = lb_prompt_new (text, &reason)))
    return lb_rules_refuse (error, LB_ERROR_INVALID, "R28", "visual_schema is not valid JSON: %s",
                            reason->message);
  if (!lb_prompt_is_valid (prompt, LB_PROMPT_SCHEMA))
    return lb_rules_refuse_prompt (prompt, LB_PROMPT_SCHEMA, "R28", "visual_schema", error);

  return TRUE;
}

/* Whether there is anything but blanks. */
static gboolean
has_words (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      if (!g_unichar_isspace (g_utf8_get_char (text)))
        return TRUE;
    }

  return FALSE;
}

static char *
accept_prompt (const char *caption, GError **error)
{
  g_autoptr (LbPrompt) prompt = NULL;
  g_autoptr (GError) reason = NULL;

  if (!(prompt = lb_prompt_new_repaired (caption, LB_PROMPT_CAPTION, NULL, &reason)))
    {
      lb_rules_refuse (error, LB_ERROR_INVALID, "R61", "caption is not a JSON object: %s",
                       reason->message);
      return NULL;
    }
  if (!lb_prompt_is_valid (prompt, LB_PROMPT_CAPTION))
    {
      lb_rules_refuse_prompt (prompt, LB_PROMPT_CAPTION, "R61", "caption", error);
      return NULL;
    }

  return g_strdup (lb_prompt_get_text (prompt));
}

static gboolean
starts_with_word (const char *text)
{
  return *text != '\0' && g_unichar_isalnum (g_utf8_get_char (text));
}

static gboolean
ends_in_word (const char *text)
{
  return *text != '\0' && starts_with_word (g_utf8_prev_char (text + strlen (text)));
}

/* R63: words that come with the prefix are kept without it, so that it does not stand there twice.
 * “A fox” is not the start of “A foxglove”. */
static char *
accept_words (LbDataset *dataset, const char *caption, GError **error)
{
  const char *prefix = lb_dataset_get_caption_prefix (dataset);
  const char *rest;

  if (prefix == NULL || *prefix == '\0' || !g_str_has_prefix (caption, prefix))
    return g_strdup (caption);

  rest = caption + strlen (prefix);
  if (ends_in_word (prefix) && starts_with_word (rest))
    return g_strdup (caption);
  if (!has_words (rest))
    {
      lb_rules_refuse (error, LB_ERROR_INVALID, "R63", "caption says no more than the prefix");
      return NULL;
    }

  return g_strchug (g_strdup (rest));
}

static gboolean
check_text (const char *caption, const char *rule, GError **error)
{
  if (caption == NULL || !g_utf8_validate (caption, -1, NULL) || !has_words (caption))
    return lb_rules_refuse (error, LB_ERROR_INVALID, rule,
                            "caption must be a text that is not empty");
  if (strlen (caption) > LB_LIMIT_CAPTION_BYTES)
    return lb_rules_refuse (error, LB_ERROR_INVALID, rule, "caption is longer than 256 KiB");

  return TRUE;
}

gboolean
lb_rules_caption_is_prompt (LbDataset *dataset)
{
  return dataset == NULL || lb_dataset_is_fibo (dataset);
}

gboolean
lb_rules_caption_is_right (LbDataset *dataset, const char *caption)
{
  g_autoptr (LbPrompt) prompt = NULL;

  if (!check_text (caption, "R61", NULL))
    return FALSE;
  if (!lb_rules_caption_is_prompt (dataset))
    return TRUE;

  prompt = lb_prompt_new (caption, NULL);
  return prompt != NULL && lb_prompt_is_valid (prompt, LB_PROMPT_CAPTION);
}

gboolean
lb_rules_caption_is_sendable (LbRulesMode mode, LbDataset *dataset, const char *caption)
{
  g_autoptr (LbPrompt) prompt = NULL;

  if (mode == LB_RULES_LOCAL || !lb_rules_caption_is_prompt (dataset))
    return lb_rules_caption_is_right (dataset, caption);

  return check_text (caption, "R61", NULL) && (prompt = lb_prompt_new (caption, NULL)) != NULL;
}

char *
lb_rules_accept_caption (LbDataset *dataset, const char *caption, GError **error)
{
  gboolean is_prompt = lb_rules_caption_is_prompt (dataset);

  if (!check_text (caption, is_prompt ? "R61" : "R63", error))
    return NULL;

  return is_prompt ? accept_prompt (caption, error) : accept_words (dataset, caption, error);
}

char *
lb_rules_full_caption (LbDataset *dataset, const char *caption)
{
  const char *prefix =
    lb_rules_caption_is_prompt (dataset) ? NULL : lb_dataset_get_caption_prefix (dataset);

  g_return_val_if_fail (caption != NULL, NULL);

  if (prefix == NULL || *prefix == '\0')
    return g_strdup (caption);

  return g_strconcat (prefix, ends_in_word (prefix) && starts_with_word (caption) ? " " : "",
                      caption, NULL);
}
