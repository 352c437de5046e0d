/* What a person writes behind "to" or a colon, as a value of the kind that belongs to the place. */
#include "model/lb-instruction-value.h"

#include "base/lb-error.h"
#include "model/lb-prompt-node.h"
#include "model/lb-prompt-private.h"
#include "model/lb-prompt-schema.h"

#include <string.h>

/* What stands at a place, what the contract knows of it, and what is to stand there. */
typedef struct
{
  const LbJsonNode *node;     /* (nullable) */
  const LbPromptField *field; /* (nullable) */
  const char *path;
  char *text;
  LbInstructionWriting writing;
} Entry;

static void
entry_clear (Entry *self)
{
  g_clear_pointer (&self->text, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Entry, entry_clear)

static gboolean
has_list_shape (const Entry *self)
{
  return self->field && self->field->kind == LB_PROMPT_FIELD_LIST;
}

static gboolean
read_entry (Entry *self, LbInstructionSpan value, GError **error)
{
  self->text = lb_instruction_span_read (value, &self->writing);
  if (!*self->text && self->writing == LB_INSTRUCTION_WORDS)
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_INVALID, "it says nothing to put there");
      return FALSE;
    }
  if (self->writing == LB_INSTRUCTION_WORDS && lb_instruction_span_holds_verb (value))
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_INVALID,
                           "another sentence seems to begin in it: put a full stop between the "
                           "two, or quotes around the text");
      return FALSE;
    }
  if (self->writing == LB_INSTRUCTION_JSON)
    {
      g_autoptr (LbJsonDocument) document = lb_json_document_new (self->text, -1, NULL);

      if (document)
        return TRUE;
      g_set_error_literal (error, LB_ERROR, LB_ERROR_INVALID,
                           "what is in brackets is not JSON: put quotes around a text");
      return FALSE;
    }

  return TRUE;
}

static char *
json_of_text (const char *text)
{
  GString *json = g_string_new (NULL);

  lb_json_append_string (json, text);

  return g_string_free_and_steal (json);
}

/* Whether every element is a text. */
static gboolean
is_list_of_texts (const LbJsonNode *node)
{
  if (!node || node->type != LB_JSON_ARRAY)
    return FALSE;
  for (guint i = 0; i < lb_json_node_length (node); i++)
    if (lb_json_node_element (node, i)->type != LB_JSON_STRING)
      return FALSE;

  return TRUE;
}

/* red, green as a list of two texts; what is in quotes is one. */
static char *
json_of_texts (const Entry *self)
{
  const gboolean one = self->writing == LB_INSTRUCTION_QUOTED;
  g_auto (GStrv) parts = one ? NULL : g_strsplit (self->text, ",", -1);
  GString *json = g_string_new ("[");

  for (guint i = 0; parts && parts[i]; i++)
    {
      if (!*g_strstrip (parts[i]))
        continue;
      if (json->len > 1)
        g_string_append (json, ", ");
      lb_json_append_string (json, parts[i]);
    }
  if (one)
    lb_json_append_string (json, self->text);
  g_string_append_c (json, ']');

  return g_string_free_and_steal (json);
}

static void
set_no_text (GError **error, LbPrompt *prompt, const Entry *self)
{
  g_auto (GStrv) keys = lb_prompt_get_keys (prompt, self->path);
  g_autofree char *joined = keys && g_strv_length (keys) <= 16 ? g_strjoinv (", ", keys) : NULL;
  g_autofree char *shown = joined && *joined ? lb_instruction_abridge (joined) : NULL;

  g_set_error (error, LB_ERROR, LB_ERROR_INVALID,
               shown ? "“%s” is not one text: name what is in it (%s), or write JSON"
                     : "“%s” is not one text: name what is in it, or write JSON%s",
               self->path, shown ? shown : "");
}

static gboolean
is_number (const char *text)
{
  g_autoptr (LbJsonDocument) document = lb_json_document_new (text, -1, NULL);

  return document && lb_json_document_get_root (document)->type == LB_JSON_NUMBER;
}

/* (transfer full) (nullable): words as the number, truth or null that belongs there; NULL when a
 * text does. */
static char *
json_of_words (const Entry *self, GError **error)
{
  const gboolean integer = self->field && self->field->kind == LB_PROMPT_FIELD_INTEGER;
  const LbJsonType type = self->node ? self->node->type : LB_JSON_NULL;
  guint number;

  if (g_str_equal (self->text, "null"))
    return g_strdup ("null");
  if (self->node && type == LB_JSON_BOOLEAN &&
      (g_str_equal (self->text, "true") || g_str_equal (self->text, "false")))
    return g_strdup (self->text);
  if ((integer || type == LB_JSON_NUMBER) && is_number (self->text))
    return g_strdup (self->text);
  if ((integer || type == LB_JSON_NUMBER) && lb_instruction_read_number (self->text, &number))
    return g_strdup_printf ("%u", number);
  if (integer)
    g_set_error (error, LB_ERROR, LB_ERROR_INVALID, "“%s” is a whole number", self->path);

  return NULL;
}

/* (transfer full) (nullable): the value as JSON, for one place. */
static char *
to_json (LbPrompt *prompt, const Entry *self, GError **error)
{
  const LbJsonType type = self->node ? self->node->type : LB_JSON_NULL;
  g_autoptr (GError) failure = NULL;
  g_autofree char *json = NULL;

  if (self->writing == LB_INSTRUCTION_JSON)
    return g_strdup (self->text);
  if (self->writing == LB_INSTRUCTION_WORDS)
    json = json_of_words (self, &failure);
  if (failure)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  if (json)
    return g_steal_pointer (&json);
  if (is_list_of_texts (self->node) && !has_list_shape (self))
    return json_of_texts (self);
  if (type == LB_JSON_ARRAY || type == LB_JSON_OBJECT || has_list_shape (self) ||
      (self->field && self->field->kind == LB_PROMPT_FIELD_OBJECT))
    {
      set_no_text (error, prompt, self);
      return NULL;
    }

  return json_of_text (self->text);
}

static Entry
look_up (LbPrompt *prompt, LbPromptKind kind, const char *path)
{
  return (Entry) {
    .node = lb_prompt_node_find_path (lb_prompt_get_root (prompt), path),
    .field = lb_prompt_schema_get_field (kind, path),
    .path = path,
  };
}

/**
 * lb_instruction_set_value:
 * @kind: what @prompt is
 * @path: where
 * @value: what to put there
 * @error: return location for an error
 *
 * Words become a number where there is one, a list where there is one of texts, else a text.
 *
 * Returns: (transfer full) (nullable): the new document, or %NULL with %LB_ERROR_INVALID
 */
LbPrompt *
lb_instruction_set_value (
  LbPrompt *prompt, LbPromptKind kind, const char *path, LbInstructionSpan value, GError **error)
{
  g_auto (Entry) entry = look_up (prompt, kind, path);
  g_autofree char *json = NULL;

  if (!read_entry (&entry, value, error) || !(json = to_json (prompt, &entry, error)))
    return NULL;

  return lb_prompt_set (prompt, path, json, error);
}

static gboolean
ends_sentence (const char *text)
{
  const gsize length = strlen (text);

  return length > 0 && (strchr (".!?", text[length - 1]) || g_str_has_suffix (text, "…"));
}

/* @old with @entry behind it: as a sentence behind a sentence, else with a comma. */
static char *
join (const char *old, const Entry *entry)
{
  g_autoptr (GString) out = g_string_new (old);
  const char *new = entry->text;

  while (out->len > 0 && g_ascii_isspace (out->str[out->len - 1]))
    g_string_truncate (out, out->len - 1);
  if (out->len == 0 || !*new)
    return g_strdup (*new ? new : old);
  if (!ends_sentence (out->str))
    {
      g_string_append_printf (out, ", %s", new);
      return g_string_free_and_steal (g_steal_pointer (&out));
    }

  g_string_append_c (out, ' ');
  if (entry->writing != LB_INSTRUCTION_WORDS)
    {
      g_string_append (out, new);
      return g_string_free_and_steal (g_steal_pointer (&out));
    }
  /* The full stop behind the words has ended the sentence of the instruction. */
  g_string_append_unichar (out, g_unichar_toupper (g_utf8_get_char (new)));
  g_string_append (out, g_utf8_next_char (new));
  if (!ends_sentence (new))
    g_string_append_c (out, '.');

  return g_string_free_and_steal (g_steal_pointer (&out));
}

/* (transfer full) (nullable): the value as an element of the list that is or can be there. A text
 * is the first field of an object: its description. */
static char *
to_element (LbPrompt *prompt, const Entry *self, GError **error)
{
  g_autofree char *text = NULL;

  if (self->writing == LB_INSTRUCTION_JSON)
    return g_strdup (self->text);

  text = json_of_text (self->text);
  if (has_list_shape (self))
    return g_strdup_printf ("{ \"%s\": %s }", self->field->shape->fields[0].key, text);
  if (is_list_of_texts (self->node))
    return g_steal_pointer (&text);
  set_no_text (error, prompt, self);

  return NULL;
}

/* Appends to the list at @entry's path, which is made when it is not there. */
static LbPrompt *
append (LbPrompt *prompt, const Entry *entry, GError **error)
{
  const gboolean present = entry->node && entry->node->type == LB_JSON_ARRAY;
  g_autofree char *element = to_element (prompt, entry, error);
  g_autofree char *place = NULL;

  if (!element)
    return NULL;
  place = g_strdup_printf ("%s[%u]", entry->path, present ? lb_json_node_length (entry->node) : 0);

  return lb_prompt_set (prompt, place, element, error);
}

/**
 * lb_instruction_add_value:
 * @kind: what @prompt is
 * @path: where
 * @value: what comes in addition
 * @error: return location for an error
 *
 * A text goes on with it, a list gets one element more; where nothing is, it is put.
 *
 * Returns: (transfer full) (nullable): the new document, or %NULL with %LB_ERROR_INVALID
 */
LbPrompt *
lb_instruction_add_value (
  LbPrompt *prompt, LbPromptKind kind, const char *path, LbInstructionSpan value, GError **error)
{
  g_auto (Entry) entry = look_up (prompt, kind, path);
  const gboolean absent = !entry.node || entry.node->type == LB_JSON_NULL;
  g_autofree char *text = NULL;

  if (!read_entry (&entry, value, error))
    return NULL;
  if (absent && has_list_shape (&entry) && entry.writing == LB_INSTRUCTION_JSON &&
      *entry.text == '[')
    return lb_prompt_set (prompt, path, entry.text, error);
  if ((!absent && entry.node->type == LB_JSON_ARRAY) || (absent && has_list_shape (&entry)))
    return append (prompt, &entry, error);
  if (absent)
    return lb_instruction_set_value (prompt, kind, path, value, error);
  if (entry.node->type != LB_JSON_STRING || entry.writing == LB_INSTRUCTION_JSON)
    {
      g_set_error (error, LB_ERROR, LB_ERROR_INVALID,
                   "nothing can be added to “%s”: set it, or name what is in it", path);
      return NULL;
    }

  text = join (entry.node->string, &entry);

  return lb_prompt_set_string (prompt, path, text, error);
}
