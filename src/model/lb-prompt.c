#include "model/lb-prompt.h"

#include "base/lb-error.h"
#include "model/lb-prompt-edit.h"
#include "model/lb-prompt-node.h"
#include "model/lb-prompt-path.h"
#include "model/lb-prompt-private.h"
#include "model/lb-prompt-write.h"

#include <string.h>

struct _LbPrompt
{
  GObject parent_instance;

  LbJsonDocument *document; /* (owned) its root is an object */
};

G_DEFINE_FINAL_TYPE (LbPrompt, lb_prompt, G_TYPE_OBJECT)

static void
lb_prompt_finalize (GObject *object)
{
  LbPrompt *self = LB_PROMPT (object);

  g_clear_pointer (&self->document, lb_json_document_unref);

  G_OBJECT_CLASS (lb_prompt_parent_class)->finalize (object);
}

static void
lb_prompt_class_init (LbPromptClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lb_prompt_finalize;
}

static void
lb_prompt_init (LbPrompt *self)
{
}

/**
 * lb_prompt_new:
 * @text: JSON text
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the prompt, or %NULL with %LB_ERROR_INVALID when @text is
 *   not JSON or its root is not an object
 */
LbPrompt *
lb_prompt_new (const char *text, GError **error)
{
  g_autoptr (LbJsonDocument) document = NULL;
  LbPrompt *self;
  gsize start;

  g_return_val_if_fail (text != NULL, NULL);

  /* Said first: without its opening brace the rest reads as the strangest things. */
  start = strspn (text, " \t\r\n");
  if (text[start] != '{')
    {
      lb_error_set_at (error, LB_ERROR_INVALID, start, "an object in braces is expected");
      return NULL;
    }

  document = lb_json_document_new (text, -1, error);
  if (!document)
    return NULL;

  self = g_object_new (LB_TYPE_PROMPT, NULL);
  self->document = g_steal_pointer (&document);

  return self;
}

LbJsonDocument *
lb_prompt_get_document (LbPrompt *self)
{
  g_return_val_if_fail (LB_IS_PROMPT (self), NULL);

  return self->document;
}

const LbJsonNode *
lb_prompt_get_root (LbPrompt *self)
{
  return lb_json_document_get_root (lb_prompt_get_document (self));
}

const char *
lb_prompt_get_text (LbPrompt *self)
{
  g_return_val_if_fail (LB_IS_PROMPT (self), NULL);

  return lb_json_document_get_text (self->document, NULL);
}

static const LbJsonNode *
find (LbPrompt *self, const char *path)
{
  return lb_prompt_node_find_path (lb_prompt_get_root (self), path);
}

char *
lb_prompt_get (LbPrompt *self, const char *path)
{
  const LbJsonNode *node;

  g_return_val_if_fail (LB_IS_PROMPT (self), NULL);
  g_return_val_if_fail (path != NULL, NULL);

  node = find (self, path);

  return node ? g_strndup (lb_prompt_get_text (self) + node->start, node->end - node->start) : NULL;
}

char *
lb_prompt_get_string (LbPrompt *self, const char *path)
{
  const LbJsonNode *node;

  g_return_val_if_fail (LB_IS_PROMPT (self), NULL);
  g_return_val_if_fail (path != NULL, NULL);

  node = find (self, path);

  return node && node->type == LB_JSON_STRING ? g_strdup (node->string) : NULL;
}

/* A key used twice counts once. */
guint
lb_prompt_get_length (LbPrompt *self, const char *path)
{
  const LbJsonNode *node;
  guint n = 0;

  g_return_val_if_fail (LB_IS_PROMPT (self), 0);
  g_return_val_if_fail (path != NULL, 0);

  node = find (self, path);
  for (guint i = 0; i < lb_json_node_length (node); i++)
    n += lb_json_node_element (node, i)->duplicate ? 0 : 1;

  return n;
}

char **
lb_prompt_get_keys (LbPrompt *self, const char *path)
{
  g_autoptr (GStrvBuilder) keys = g_strv_builder_new ();
  const LbJsonNode *node;

  g_return_val_if_fail (LB_IS_PROMPT (self), NULL);
  g_return_val_if_fail (path != NULL, NULL);

  node = find (self, path);
  if (!node || node->type != LB_JSON_OBJECT)
    return NULL;

  for (guint i = 0; i < lb_json_node_length (node); i++)
    {
      const LbJsonNode *child = lb_json_node_element (node, i);

      if (!child->duplicate)
        g_strv_builder_add (keys, child->key);
    }

  return g_strv_builder_end (keys);
}

/* Whether @json is what already stands at @steps, to the byte. */
static gboolean
is_same_text (LbPrompt *self, const GArray *steps, const char *json)
{
  const LbJsonNode *node = lb_prompt_node_find (lb_prompt_get_root (self), steps);

  return node && json && strlen (json) == node->end - node->start &&
         memcmp (lb_prompt_get_text (self) + node->start, json, node->end - node->start) == 0;
}

/**
 * lb_prompt_set:
 * @self: a prompt
 * @path: where
 * @json: (nullable): JSON text, or %NULL to remove what is at @path
 * @error: return location for an error
 *
 * The layout around the place is kept. A new member of a known object goes where the contract has
 * it, any other at the end; an array or object is laid out like its surroundings. Parents that are
 * missing or null are made. Removing what is not there changes nothing.
 *
 * Returns: (transfer full) (nullable): the new prompt, or %NULL with %LB_ERROR_INVALID when @path
 *   or @json is malformed, or @path leads through a value of another kind or past a list's end
 */
LbPrompt *
lb_prompt_set (LbPrompt *self, const char *path, const char *json, GError **error)
{
  g_autoptr (GArray) steps = NULL;
  g_autoptr (LbJsonDocument) value = NULL;
  g_autoptr (LbPromptSlot) root = NULL;
  g_autofree char *text = NULL;

  g_return_val_if_fail (LB_IS_PROMPT (self), NULL);
  g_return_val_if_fail (path != NULL, NULL);

  steps = lb_prompt_path_parse (path, error);
  if (!steps || (json && !(value = lb_json_document_new (json, -1, error))))
    return NULL;
  if (is_same_text (self, steps, json))
    return g_object_ref (self);

  root = lb_prompt_slot_new (lb_prompt_get_root (self));
  if (value ? !lb_prompt_edit_set (root, steps, value, error)
            : !lb_prompt_edit_remove (root, steps, error))
    return NULL;
  if (!root->changed)
    return g_object_ref (self);

  text = steps->len > 0 ? lb_prompt_write (self->document, root) : g_strdup (json);

  return lb_prompt_new (text, error);
}

/* As lb_prompt_set() with the text @value, which is not JSON but is written as such. */
LbPrompt *
lb_prompt_set_string (LbPrompt *self, const char *path, const char *value, GError **error)
{
  g_autoptr (GString) json = g_string_new (NULL);

  g_return_val_if_fail (LB_IS_PROMPT (self), NULL);
  g_return_val_if_fail (value != NULL, NULL);

  lb_json_append_string (json, value);

  return lb_prompt_set (self, path, json->str, error);
}

/* Fails with LB_ERROR_INVALID when there is no such member, or @key is beside it already. */
LbPrompt *
lb_prompt_rename (LbPrompt *self, const char *path, const char *key, GError **error)
{
  g_autoptr (GArray) steps = NULL;
  g_autoptr (LbPromptSlot) root = NULL;
  g_autofree char *text = NULL;

  g_return_val_if_fail (LB_IS_PROMPT (self), NULL);
  g_return_val_if_fail (path != NULL && key != NULL, NULL);

  if (!(steps = lb_prompt_path_parse (path, error)))
    return NULL;
  root = lb_prompt_slot_new (lb_prompt_get_root (self));
  if (!lb_prompt_edit_rename (root, steps, key, error))
    return NULL;
  if (!root->changed)
    return g_object_ref (self);
  text = lb_prompt_write (self->document, root);

  return lb_prompt_new (text, error);
}

char *
lb_prompt_format (LbPrompt *self)
{
  g_return_val_if_fail (LB_IS_PROMPT (self), NULL);

  return lb_prompt_write_pretty (self->document);
}

/* The first text that says something, in document order; depth is bounded by the document. */
static const char *
first_text (const LbJsonNode *node)
{
  if (node->type == LB_JSON_STRING)
    return strspn (node->string, " \t\r\n") < strlen (node->string) ? node->string : NULL;

  for (guint i = 0; i < lb_json_node_length (node); i++)
    {
      const char *text = first_text (lb_json_node_element (node, i));

      if (text)
        return text;
    }

  return NULL;
}

/* An empty text when there is no text in it. */
char *
lb_prompt_summarise (LbPrompt *self)
{
  const LbJsonNode *description;
  const char *text = NULL;
  g_autoptr (GString) line = g_string_new (NULL);

  g_return_val_if_fail (LB_IS_PROMPT (self), NULL);

  description = lb_json_node_member (lb_prompt_get_root (self), "short_description");
  if (description)
    text = first_text (description);
  if (!text)
    text = first_text (lb_prompt_get_root (self));

  for (const char *p = text ? text : ""; *p; p = g_utf8_next_char (p))
    {
      const gunichar c = g_utf8_get_char (p);

      if (!g_unichar_isspace (c) && !g_unichar_iscntrl (c))
        g_string_append_unichar (line, c);
      else if (line->len > 0 && line->str[line->len - 1] != ' ')
        g_string_append_c (line, ' ');
    }

  return g_strchomp (g_string_free_and_steal (g_steal_pointer (&line)));
}
