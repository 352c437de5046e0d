#include "service/lb-vision-said.h"

#include <string.h>

#include "base/lb-json.h"
#include "contract/lb-limits.h"
#include "model/lb-prompt.h"

#define N_ISSUES 8
#define MAX_SENTENCE_BYTES 2000

/* How models say that they won't, at the beginning of what they say. */
static const char *const refusals[] = {
  "i'm sorry",     "i am sorry", "sorry,",           "i can't",     "i cannot",
  "i can not",     "i won't",    "i'm unable",       "i am unable", "i'm not able",
  "i am not able", "as an ai",   "unfortunately, i", NULL,
};

static gboolean
is_refusal (const char *text)
{
  g_autofree char *plain = g_ascii_strdown (text, -1);
  g_auto (GStrv) parts = g_strsplit (plain, "’", -1);
  g_autofree char *straight = g_strjoinv ("'", parts);

  for (guint i = 0; refusals[i] != NULL; i++)
    if (g_str_has_prefix (straight, refusals[i]))
      return TRUE;

  return FALSE;
}

/* (transfer full): without what is between <think> and </think>. What was never closed is all
 * thought. */
static char *
cut_thoughts (const char *said)
{
  static const char *const tags[] = { "think", "thinking", "reasoning" };
  g_autofree char *text = g_strdup (said);

  for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
    {
      g_autofree char *open = g_strdup_printf ("<%s>", tags[i]);
      g_autofree char *close = g_strdup_printf ("</%s>", tags[i]);
      g_autofree char *old = NULL;
      const char *end = g_strrstr (text, close);

      if (end != NULL)
        {
          old = g_steal_pointer (&text);
          text = g_strdup (end + strlen (close));
        }
      else if (g_str_has_prefix (g_strchug (text), open))
        *text = '\0';
    }

  return g_strdup (g_strstrip (text));
}

/* The end of the object that begins at @from, or NULL when it is cut off. */
static const char *
find_end (const char *from)
{
  gboolean quoted = FALSE;
  guint depth = 0;

  for (const char *at = from; *at != '\0'; at++)
    {
      if (quoted && *at == '\\' && at[1] != '\0')
        at++;
      else if (*at == '"')
        quoted = !quoted;
      else if (!quoted && *at == '{')
        depth++;
      else if (!quoted && *at == '}' && --depth == 0)
        return at + 1;
    }

  return NULL;
}

/* (transfer full) (nullable): the object among the words, @cut when its end is missing. */
static char *
find_object (const char *text, gboolean *cut)
{
  const char *from = strchr (text, '{');
  const char *end = from != NULL ? find_end (from) : NULL;

  *cut = from != NULL && end == NULL;
  if (end == NULL)
    return NULL;

  return g_strndup (from, end - from);
}

/* (transfer full) */
static char *
list_issues (GListModel *issues)
{
  g_autoptr (GString) list = g_string_new ("It does not fit the schema:");

  for (guint i = 0; i < MIN (g_list_model_get_n_items (issues), N_ISSUES); i++)
    {
      g_autoptr (LbPromptIssue) issue = g_list_model_get_item (issues, i);
      const char *path = lb_prompt_issue_get_path (issue);

      g_string_append_printf (list, "\n- %s: %s",
                              path != NULL && *path != '\0' ? path : "the whole",
                              lb_prompt_issue_get_message (issue));
    }

  return g_string_free_and_steal (g_steal_pointer (&list));
}

static gboolean
is_nothing (const LbJsonNode *node)
{
  return node->type == LB_JSON_NULL || node->duplicate ||
         (node->type == LB_JSON_STRING && *node->string == '\0');
}

/* Only what the pictures share is in a visual schema: nothing stands for what they don't. FALSE
 * when nothing is left. */
static gboolean
write_shared (GString *out, const LbJsonNode *node, const char *text)
{
  gboolean object = node->type == LB_JSON_OBJECT;
  gsize start = out->len;
  gboolean any = FALSE;

  if (is_nothing (node))
    return FALSE;
  if (!object && node->type != LB_JSON_ARRAY)
    {
      g_string_append_len (out, text + node->start, (gssize) (node->end - node->start));
      return TRUE;
    }

  g_string_append_c (out, object ? '{' : '[');
  for (guint i = 0; i < lb_json_node_length (node); i++)
    {
      const LbJsonNode *child = lb_json_node_element (node, i);
      gsize before = out->len;

      if (any)
        g_string_append_c (out, ',');
      if (object)
        {
          lb_json_append_string (out, child->key);
          g_string_append_c (out, ':');
        }
      if (write_shared (out, child, text))
        any = TRUE;
      else
        g_string_truncate (out, before);
    }
  g_string_append_c (out, object ? '}' : ']');

  if (!any)
    g_string_truncate (out, start);

  return any;
}

/* (transfer full) (nullable) */
static char *
keep_shared (const char *text)
{
  g_autoptr (LbJsonDocument) document = lb_json_document_new (text, -1, NULL);
  g_autoptr (GString) out = g_string_new (NULL);
  const LbJsonNode *root = document != NULL ? lb_json_document_get_root (document) : NULL;

  if (root == NULL || !write_shared (out, root, text))
    return NULL;

  return g_string_free_and_steal (g_steal_pointer (&out));
}

static gboolean
says_no (LbPrompt *prompt, char **wrong)
{
  g_autofree char *summary = lb_prompt_get_string (prompt, "short_description");

  if (summary == NULL || !is_refusal (summary))
    return FALSE;
  *wrong = g_strdup ("That describes nothing. Describe what can be seen in the picture.");

  return TRUE;
}

/* (transfer full) (nullable) */
static char *
read_prompt (const char *object, LbPromptKind kind, char **wrong)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LbPrompt) prompt = lb_prompt_new_repaired (object, kind, NULL, &error);
  g_autoptr (GListModel) issues = NULL;

  if (prompt == NULL)
    {
      *wrong = g_strdup_printf ("It is not valid JSON: %s", error->message);
      return NULL;
    }

  issues = lb_prompt_validate (prompt, kind);
  if (g_list_model_get_n_items (issues) > 0)
    {
      *wrong = list_issues (issues);
      return NULL;
    }

  return says_no (prompt, wrong) ? NULL : g_strdup (lb_prompt_get_text (prompt));
}

static char *
read_schema (const char *object, char **wrong)
{
  g_autofree char *shared = keep_shared (object);

  if (shared == NULL)
    {
      *wrong = g_strdup ("Nothing is said in it. Name what the pictures have in common.");
      return NULL;
    }

  return read_prompt (shared, LB_PROMPT_SCHEMA, wrong);
}

static char *
read_document (const char *object, char **wrong)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LbPrompt) prompt = lb_prompt_new (object, &error);

  if (prompt == NULL)
    {
      *wrong = g_strdup_printf ("It is not valid JSON: %s", error->message);
      return NULL;
    }

  return g_strdup (lb_prompt_get_text (prompt));
}

/* One line of words, without the quotes that some put around it. */
static char *
read_sentence (const char *text, char **wrong)
{
  g_autoptr (GString) line = g_string_new (NULL);
  gsize length;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);
      gboolean blank = g_unichar_isspace (c) || g_unichar_iscntrl (c);

      if (!blank)
        g_string_append_unichar (line, c);
      else if (line->len > 0 && line->str[line->len - 1] != ' ')
        g_string_append_c (line, ' ');
    }
  g_string_truncate (line, strlen (g_strchomp (line->str)));
  length = line->len;
  if (length > 2 && line->str[0] == '"' && strchr (line->str + 1, '"') == line->str + length - 1)
    {
      g_string_truncate (line, length - 1);
      g_string_erase (line, 0, 1);
    }

  if (line->len == 0 || is_refusal (line->str))
    *wrong = g_strdup ("That describes nothing. Describe what can be seen in the picture.");
  else if (strpbrk (line->str, "{}`") != NULL)
    *wrong = g_strdup ("Answer with one plain sentence: no JSON, no code.");
  else if (line->len > MAX_SENTENCE_BYTES)
    *wrong = g_strdup ("That is too long. Answer with one sentence of at most 40 words.");

  return *wrong == NULL ? g_string_free_and_steal (g_steal_pointer (&line)) : NULL;
}

char *
lb_vision_said_read (const char *said, LbVisionTask task, char **wrong)
{
  g_autofree char *text = cut_thoughts (said);
  g_autofree char *object = NULL;
  gboolean cut = FALSE;

  *wrong = NULL;
  if (task == LB_VISION_SENTENCE)
    return read_sentence (text, wrong);

  object = find_object (text, &cut);
  if (object == NULL)
    {
      *wrong = g_strdup (cut ? "The JSON object is cut off before its end. Be briefer."
                             : "There is no JSON object in it.");
      return NULL;
    }
  if (strlen (object) > LB_LIMIT_CAPTION_BYTES)
    {
      *wrong = g_strdup ("That is far too long. Be briefer.");
      return NULL;
    }

  switch (task)
    {
    case LB_VISION_CAPTION:  return read_prompt (object, LB_PROMPT_CAPTION, wrong);
    case LB_VISION_SCHEMA:   return read_schema (object, wrong);
    case LB_VISION_DOCUMENT:
    default:                 return read_document (object, wrong);
    }
}
