#include "jobs/lb-caption-fit.h"

#include <string.h>

#include "base/lb-json.h"
#include "contract/lb-rules.h"
#include "jobs/lb-bulk-texts.h"
#include "model/lb-prompt.h"

#define MARK "\xef\xbb\xbf" /* some editors put it in front */

/* Members that only a structured prompt has. */
static const char *const prompt_keys[] = { "objects", "background_setting", "lighting",
                                           "aesthetics", "photographic_characteristics" };

/* Where trainers that keep a JSON file beside a picture have its words, in the order in which they
 * are looked for. */
static const char *const wrap_keys[] = { "structured_prompt", "caption", "text", "prompt",
                                         "description",       "tags" };

/* Whether it is meant as JSON, right or wrong. */
static gboolean
looks_like_json (const char *text)
{
  const char *at = g_str_has_prefix (text, MARK) ? text + 3 : text;

  while (g_ascii_isspace (*at))
    at++;

  return *at == '{' || g_str_has_prefix (at, "```") || g_str_has_prefix (at, "\"{");
}

static gboolean
has_prompt_key (LbPrompt *object)
{
  for (guint i = 0; i < G_N_ELEMENTS (prompt_keys); i++)
    {
      g_autofree char *value = lb_prompt_get (object, prompt_keys[i]);

      if (value != NULL)
        return TRUE;
    }

  return FALSE;
}

/* (transfer full) (nullable): the short description, when @text is a structured prompt. */
static char *
dup_short_description (const char *text)
{
  g_autoptr (LbPrompt) prompt = NULL;

  if (!looks_like_json (text) ||
      !(prompt = lb_prompt_new_repaired (text, LB_PROMPT_CAPTION, NULL, NULL)) ||
      !has_prompt_key (prompt))
    return NULL;

  return lb_prompt_get_string (prompt, "short_description");
}

/* What the rules ask of any text: that it is not blank, and not too long. */
static gboolean
is_usable (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));

  return lb_bulk_text_is_usable (bytes);
}

static gboolean
is_accepted (LbDataset *dataset, const char *text)
{
  g_autofree char *accepted = lb_rules_accept_caption (dataset, text, NULL);

  return accepted != NULL;
}

/* Whether nothing is wrong with the document but that some of its fields are not there. */
static gboolean
lacks_fields_only (LbPrompt *prompt)
{
  g_autoptr (GListModel) issues = lb_prompt_validate (prompt, LB_PROMPT_CAPTION);

  for (guint i = 0; i < g_list_model_get_n_items (issues); i++)
    {
      g_autoptr (LbPromptIssue) issue = g_list_model_get_item (issues, i);

      if (lb_prompt_issue_get_kind (issue) != LB_PROMPT_ISSUE_MISSING ||
          strpbrk (lb_prompt_issue_get_path (issue), ".[") != NULL)
        return FALSE;
    }

  return TRUE;
}

/* (transfer full) (nullable): @text, when it is some of the fields of a structured prompt. */
static LbPrompt *
new_fields (const char *text)
{
  g_autoptr (LbPrompt) fields = NULL;
  g_autofree char *words = NULL;

  /* Repairs would put in an empty list of objects. */
  if (!(fields = lb_prompt_new (text, NULL)))
    return NULL;

  words = lb_prompt_get (fields, "short_description");
  return (words != NULL || has_prompt_key (fields)) && lacks_fields_only (fields)
           ? g_steal_pointer (&fields)
           : NULL;
}

static LbCaptionFit
judge_prompt (LbDataset *dataset, const char *text)
{
  g_autoptr (LbPrompt) fields = NULL;

  if (!looks_like_json (text))
    return LB_CAPTION_FIT_PART;
  if (is_accepted (dataset, text))
    return LB_CAPTION_FIT_WHOLE;

  fields = new_fields (text);
  return fields != NULL ? LB_CAPTION_FIT_FIELDS : LB_CAPTION_FIT_DRAFT;
}

/**
 * lb_caption_fit_judge:
 * @dataset: where the picture goes
 * @text: UTF-8 that was found with it
 *
 * Returns: what lb_caption_fit() makes of it
 */
LbCaptionFit
lb_caption_fit_judge (LbDataset *dataset, const char *text)
{
  g_autofree char *words = NULL;

  g_return_val_if_fail (LB_IS_DATASET (dataset), LB_CAPTION_FIT_NONE);
  g_return_val_if_fail (text != NULL, LB_CAPTION_FIT_NONE);

  if (!is_usable (text))
    return LB_CAPTION_FIT_NONE;

  if (lb_dataset_is_fibo (dataset))
    return judge_prompt (dataset, text);

  words = dup_short_description (text);
  return words != NULL && *words != '\0' ? LB_CAPTION_FIT_PART : LB_CAPTION_FIT_WHOLE;
}

/* (transfer full): @present, or a new document, with @words as its short description. */
static char *
put_words (const char *words, const char *present)
{
  g_autoptr (LbPrompt) whole = present != NULL ? lb_prompt_new (present, NULL) : NULL;
  g_autoptr (LbPrompt) changed = NULL;

  if (whole == NULL)
    whole = lb_prompt_new ("{}", NULL);
  changed = lb_prompt_set_string (whole, "short_description", words, NULL);

  return changed != NULL ? g_strdup (lb_prompt_get_text (changed)) : g_strdup (words);
}

/* (transfer full): @present with the fields of @text in the place of its own, or @text alone where
 * that does not become a whole. */
static char *
put_fields (LbDataset *dataset, const char *text, const char *present)
{
  g_autoptr (LbPrompt) fields = new_fields (text);
  g_autoptr (LbPrompt) whole = present != NULL ? lb_prompt_new (present, NULL) : NULL;
  g_auto (GStrv) keys = lb_prompt_get_keys (fields, "");

  for (guint i = 0; whole != NULL && keys != NULL && keys[i] != NULL; i++)
    {
      g_autofree char *value = lb_prompt_get (fields, keys[i]);
      g_autoptr (LbPrompt) before = g_steal_pointer (&whole);

      whole = value != NULL ? lb_prompt_set (before, keys[i], value, NULL) : NULL;
    }

  return whole != NULL && lb_rules_caption_is_right (dataset, lb_prompt_get_text (whole))
           ? g_strdup (lb_prompt_get_text (whole))
           : g_strdup (text);
}

/**
 * lb_caption_fit:
 * @dataset: where the picture is
 * @text: UTF-8 that was found with it
 * @present: (nullable): the description that the picture has there
 *
 * Plain words for a structured prompt take the place of the short description in @present, which
 * stays valid so; without one they are all that the draft says, and the form shows what is missing.
 * Some fields of a structured prompt do the same.
 *
 * Returns: (transfer full) (nullable): the text for lb_session_edit_caption(); %NULL for
 *   %LB_CAPTION_FIT_NONE
 */
char *
lb_caption_fit (LbDataset *dataset, const char *text, const char *present)
{
  switch (lb_caption_fit_judge (dataset, text))
    {
    case LB_CAPTION_FIT_NONE: return NULL;
    case LB_CAPTION_FIT_PART:
      if (!lb_dataset_is_fibo (dataset))
        return dup_short_description (text);
      return put_words (text, present);
    case LB_CAPTION_FIT_FIELDS: return put_fields (dataset, text, present);
    case LB_CAPTION_FIT_WHOLE:
      if (lb_dataset_is_fibo (dataset) &&
          !lb_rules_caption_is_sendable (LB_RULES_LOCAL, dataset, text))
        return lb_rules_accept_caption (dataset, text, NULL);
      return g_strdup (text);
    default: return g_strdup (text);
    }
}

/* Whether more is nested in @json than any document may: no parser here looks into it. */
static gboolean
is_too_deep (const char *json)
{
  guint depth = 0;
  gboolean quoted = FALSE;

  for (; *json != '\0' && depth <= LB_JSON_MAX_DEPTH; json++)
    {
      if (*json == '\\' && json[1] != '\0')
        json++;
      else if (*json == '"')
        quoted = !quoted;
      else if (!quoted && (*json == '[' || *json == '{'))
        depth++;
      else if (!quoted && (*json == ']' || *json == '}') && depth > 0)
        depth--;
    }

  return depth > LB_JSON_MAX_DEPTH;
}

/**
 * lb_caption_fit_unwrap:
 * @json: what a JSON file beside a picture holds
 *
 * Returns: (transfer full) (nullable): the words in an object such as `{"caption": "a red door"}`,
 * as trainers write them, or in a string such as `"a red door"`; a structured prompt, and what is
 * no JSON, as it is; %NULL for any other JSON, which is no description
 */
char *
lb_caption_fit_unwrap (const char *json)
{
  g_autoptr (LbJsonDocument) document = NULL;
  g_autoptr (LbPrompt) object = NULL;
  const LbJsonNode *root = NULL;

  g_return_val_if_fail (json != NULL, NULL);

  if (is_too_deep (json))
    return NULL;
  document = lb_json_document_new (json, -1, NULL);
  root = document != NULL ? lb_json_document_get_root (document) : NULL;
  if (root != NULL && root->type == LB_JSON_STRING)
    return g_strdup (root->string);
  if (root != NULL && root->type != LB_JSON_OBJECT)
    return NULL;
  if (!(object = lb_prompt_new (json, NULL)) || has_prompt_key (object))
    return g_strdup (json);

  for (guint i = 0; i < G_N_ELEMENTS (wrap_keys); i++)
    {
      g_autofree char *value = lb_prompt_get_string (object, wrap_keys[i]);
      g_autofree char *inner = NULL;

      if (value != NULL && *value != '\0')
        return g_steal_pointer (&value);
      if ((inner = lb_prompt_get (object, wrap_keys[i])) != NULL && *inner == '{')
        return g_steal_pointer (&inner);
    }

  return g_strdup (json);
}
