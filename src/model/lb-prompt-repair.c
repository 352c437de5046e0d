/* The repairs of R62. Each is an edit of the one place that needs it, so that the rest of the text
 * stays to the byte. */
#include "model/lb-prompt.h"

#include "base/lb-error.h"
#include "base/lb-json.h"
#include "model/lb-prompt-schema.h"
#include "model/lb-prompt-slot.h"
#include "model/lb-prompt-write.h"

#include <string.h>

#define BYTE_ORDER_MARK "\xEF\xBB\xBF"
#define MOST_PASSES 8 /* one pass can open the way for another, seldom more */

/* Moves the ends of a text inward over byte order marks and blanks. */
static void
cut_blanks (const char **start, const char **end)
{
  for (;;)
    {
      if (*end - *start >= 3 && memcmp (*start, BYTE_ORDER_MARK, 3) == 0)
        *start += 3;
      else if (*start < *end && g_ascii_isspace (**start))
        (*start)++;
      else
        break;
    }
  while (*end > *start && g_ascii_isspace ((*end)[-1]))
    (*end)--;
}

/* Moves them over a fence of three or more backticks, with the word behind the opening one. */
static void
cut_fence (const char **start, const char **end)
{
  const char *p = *start;
  const char fence = *start < *end ? **start : '\0';

  if (fence != '`' && fence != '~')
    return;
  while (p < *end && *p == fence)
    p++;
  if (p - *start < 3)
    return;

  while (p < *end && (g_ascii_isalnum (*p) || strchr ("_+.-", *p)))
    p++;
  *start = p;
  if (*end - *start >= 3 && (*end)[-1] == fence && (*end)[-2] == fence && (*end)[-3] == fence)
    while (*end > *start && (*end)[-1] == fence)
      (*end)--;
}

static char *
cut (const char *text, gsize *offset)
{
  const char *start = text;
  const char *end = text + strlen (text);

  cut_blanks (&start, &end);
  cut_fence (&start, &end);
  cut_blanks (&start, &end);
  *offset = start - text;

  return g_strndup (start, end - start);
}

/* `shortDescription`, `Short Description` and `short-description` become `short_description`. */
static char *
spell_key (const char *key)
{
  GString *out = g_string_new (NULL);
  gboolean gap = FALSE;

  for (const char *p = key; *p; p++)
    {
      const gboolean hump = p > key && g_ascii_isupper (*p) &&
                            (g_ascii_islower (p[-1]) || g_ascii_isdigit (p[-1]) ||
                             (g_ascii_isupper (p[-1]) && g_ascii_islower (p[1])));

      if (g_ascii_isspace (*p) || *p == '-' || *p == '_' || *p == '.')
        {
          gap = TRUE;
          continue;
        }
      if ((gap || hump) && out->len > 0)
        g_string_append_c (out, '_');
      g_string_append_c (out, g_ascii_tolower (*p));
      gap = FALSE;
    }

  return g_string_free_and_steal (out);
}

static LbJsonDocument *
new_text_value (const char *text)
{
  g_autoptr (GString) json = g_string_new (NULL);

  lb_json_append_string (json, text);

  return lb_json_document_new (json->str, json->len, NULL);
}

static void
replace_with_text (LbPromptSlot *slot, const char *text)
{
  g_autoptr (LbJsonDocument) value = new_text_value (text);

  if (value)
    lb_prompt_slot_replace (slot, value);
}

/* Joins a list of texts, as sentences where they end like sentences, else with commas. Leaves a
 * list with anything else in it alone. */
static void
join_texts (LbPromptSlot *slot)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const guint n = lb_json_node_length (slot->source);

  for (guint i = 0; i < n; i++)
    {
      const LbJsonNode *child = lb_json_node_element (slot->source, i);

      if (child->type != LB_JSON_STRING)
        return;
      if (!*child->string)
        continue;
      if (text->len > 0)
        g_string_append (text, strchr (".!?;:,", text->str[text->len - 1]) ? " " : ", ");
      g_string_append (text, child->string);
    }
  if (n > 0)
    replace_with_text (slot, text->str);
}

static void
repair_text (LbPromptSlot *slot)
{
  if (slot->type == LB_JSON_ARRAY)
    join_texts (slot);
  else if (slot->type == LB_JSON_NUMBER)
    replace_with_text (slot, slot->source->string);
}

static void
repair_integer (LbPromptSlot *slot)
{
  g_autoptr (LbJsonDocument) value = NULL;
  g_autofree char *digits = NULL;
  const char *first;

  if (slot->type != LB_JSON_STRING)
    return;

  digits = g_strstrip (g_strdup (slot->source->string));
  if (!*digits || strspn (digits, "0123456789") != strlen (digits))
    return;

  first = digits + strspn (digits, "0");
  if (!*first)
    first--;

  value = lb_json_document_new (first, -1, NULL);
  lb_prompt_slot_replace (slot, value);
}

static void repair_members (LbPromptSlot *slot, const LbPromptShape *shape, LbPromptKind kind);

static void
repair_list (LbPromptSlot *slot, const LbPromptField *field, LbPromptKind kind)
{
  if (slot->type == LB_JSON_OBJECT)
    {
      repair_members (slot, field->shape, kind);
      lb_prompt_slot_wrap (slot);
    }
  else if (slot->type == LB_JSON_ARRAY)
    {
      for (guint i = 0; i < lb_prompt_slot_get_n_originals (slot); i++)
        {
          LbPromptSlot *element = lb_prompt_slot_get_original (slot, i);

          if (element->type == LB_JSON_OBJECT)
            repair_members (element, field->shape, kind);
        }
    }
  else if (slot->type == LB_JSON_NULL && !field->nullable)
    {
      g_autoptr (LbJsonDocument) empty = lb_json_document_new ("[]", -1, NULL);

      lb_prompt_slot_replace (slot, empty);
    }
}

static void
repair_value (LbPromptSlot *slot, const LbPromptField *field, LbPromptKind kind)
{
  switch (field->kind)
    {
    case LB_PROMPT_FIELD_TEXT:    repair_text (slot); break;
    case LB_PROMPT_FIELD_INTEGER: repair_integer (slot); break;
    case LB_PROMPT_FIELD_LIST:    repair_list (slot, field, kind); break;
    case LB_PROMPT_FIELD_OBJECT:
      if (slot->type == LB_JSON_OBJECT)
        repair_members (slot, field->shape, kind);
      break;
    case LB_PROMPT_FIELD_SCORE:
    case LB_PROMPT_FIELD_LOOSE: break;
    default:                    g_return_if_reached ();
    }
}

/* Whether an optional field says nothing. An empty list is kept: it says that there is none. A
 * visual schema is never reshaped, so there nothing is dropped. */
static gboolean
says_nothing (const LbJsonNode *node, const LbPromptField *field, LbPromptKind kind)
{
  if (kind == LB_PROMPT_SCHEMA || field->required)
    return FALSE;

  switch (node->type)
    {
    case LB_JSON_NULL:   return TRUE;
    case LB_JSON_STRING: return !*node->string;
    case LB_JSON_OBJECT: return lb_json_node_length (node) == 0;
    case LB_JSON_ARRAY:
      return lb_json_node_length (node) == 0 && field->kind != LB_PROMPT_FIELD_LIST;
    default: return FALSE;
    }
}

/* The keys that are used more than once, of which it is not ours to choose. */
static GHashTable *
find_repeated (const LbJsonNode *object)
{
  GHashTable *repeated = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < lb_json_node_length (object); i++)
    {
      const LbJsonNode *child = lb_json_node_element (object, i);

      if (child->duplicate)
        g_hash_table_add (repeated, child->key);
    }

  return repeated;
}

/* @field: what the member is, or is meant to be when it is misspelled */
static void
repair_member (LbPromptSlot *slot, const LbPromptField *field, LbPromptKind kind)
{
  if (says_nothing (slot->source, field, kind))
    {
      lb_prompt_slot_remove (slot);
      return;
    }

  if (strcmp (slot->source->key, field->key) != 0)
    lb_prompt_slot_rename (slot, field->key);
  repair_value (slot, field, kind);
}

static const LbPromptField *
find_misspelled (const LbPromptShape *shape, const char *key)
{
  g_autofree char *spelled = spell_key (key);

  return lb_prompt_shape_find (shape, spelled);
}

/* Members spelled right come first, so that a misspelled one never takes the name of another. */
static void
repair_members (LbPromptSlot *slot, const LbPromptShape *shape, LbPromptKind kind)
{
  g_autoptr (GHashTable) repeated = find_repeated (slot->source);
  g_autofree gboolean *taken = g_new0 (gboolean, shape->n_fields + 1);

  for (guint i = 0; i < lb_prompt_slot_get_n_originals (slot); i++)
    {
      LbPromptSlot *member = lb_prompt_slot_get_original (slot, i);
      const LbPromptField *field = lb_prompt_shape_find (shape, member->source->key);

      if (!field)
        continue;
      if (!g_hash_table_contains (repeated, field->key))
        repair_member (member, field, kind);
      taken[field - shape->fields] |= !member->removed;
    }

  for (guint i = 0; i < lb_prompt_slot_get_n_originals (slot); i++)
    {
      LbPromptSlot *member = lb_prompt_slot_get_original (slot, i);
      const char *key = member->source->key;
      const LbPromptField *field;

      if (lb_prompt_shape_find (shape, key) || g_hash_table_contains (repeated, key))
        continue;
      field = find_misspelled (shape, key);
      if (!field || taken[field - shape->fields])
        continue;
      repair_member (member, field, kind);
      taken[field - shape->fields] |= !member->removed;
    }
}

/* Objects that are missing altogether are an empty list. */
static void
add_missing_objects (LbPromptSlot *root)
{
  g_autoptr (LbJsonDocument) empty = NULL;

  if (lb_prompt_slot_get_member (root, "objects"))
    return;

  empty = lb_json_document_new ("[]", -1, NULL);
  lb_prompt_slot_replace (
    lb_prompt_slot_insert_member (root, "objects", lb_prompt_schema_get_root (LB_PROMPT_CAPTION)),
    empty);
}

/* One pass of the repairs inside the object. Returns (transfer full) (nullable) the new text, NULL
 * when nothing had to be done. */
static char *
repair_pass (LbJsonDocument *document, LbPromptKind kind)
{
  g_autoptr (LbPromptSlot) root = lb_prompt_slot_new (lb_json_document_get_root (document));

  repair_members (root, lb_prompt_schema_get_root (kind), kind);
  if (kind == LB_PROMPT_CAPTION)
    add_missing_objects (root);

  return root->changed ? lb_prompt_write (document, root) : NULL;
}

/* Reads @text after cutting what stands around the JSON and decoding one layer of it being a text.
 * Errors are placed in the text as given. @body: (out): the JSON that was read */
static LbJsonDocument *
unwrap (const char *text, char **body, GError **error)
{
  g_autoptr (LbJsonDocument) document = NULL;
  g_autoptr (GError) refused = NULL;
  const LbJsonNode *root;
  gsize offset;
  gsize place = 0;

  *body = cut (text, &offset);
  document = lb_json_document_new (*body, -1, &refused);
  if (!document)
    {
      lb_json_error_offset (refused, &place);
      lb_error_set_at (error, LB_ERROR_INVALID, offset + place, "%s", refused->message);
      return NULL;
    }

  root = lb_json_document_get_root (document);
  if (root->type == LB_JSON_STRING)
    {
      gsize inner;
      g_autofree char *decoded = cut (root->string, &inner);
      g_autoptr (LbJsonDocument) nested = lb_json_document_new (decoded, -1, NULL);

      if (nested && lb_json_document_get_root (nested)->type == LB_JSON_OBJECT)
        {
          g_free (*body);
          *body = g_steal_pointer (&decoded);
          return g_steal_pointer (&nested);
        }
    }
  if (root->type == LB_JSON_OBJECT)
    return g_steal_pointer (&document);

  lb_error_set_at (error, LB_ERROR_INVALID, offset, "an object in braces is expected");

  return NULL;
}

/**
 * lb_prompt_new_repaired:
 * @text: what a person or a model wrote
 * @kind: what it is meant to be
 * @repaired: (out) (optional): whether the prompt's text differs from @text
 * @error: return location for an error, placed in @text
 *
 * Repairs by R62; what needs no repair stays to the byte, and a second run changes nothing. Keys
 * are renamed only to ones that the contract knows and that are not there yet. A key used twice is
 * left as it is, for lb_prompt_validate() to report. In a visual schema null and empty fields are
 * valid and stay.
 *
 * Returns: (transfer full) (nullable): the prompt, which need not be valid, or %NULL with
 *   %LB_ERROR_INVALID when there is no JSON object in @text
 */
LbPrompt *
lb_prompt_new_repaired (const char *text, LbPromptKind kind, gboolean *repaired, GError **error)
{
  g_autoptr (LbJsonDocument) document = NULL;
  g_autofree char *body = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  document = unwrap (text, &body, error);
  if (!document)
    return NULL;

  for (guint i = 0; i < MOST_PASSES; i++)
    {
      g_autofree char *better = repair_pass (document, kind);

      if (!better)
        break;
      g_free (body);
      body = g_steal_pointer (&better);
      g_clear_pointer (&document, lb_json_document_unref);
      document = lb_json_document_new (body, -1, error);
      if (!document)
        return NULL;
    }
  if (repaired)
    *repaired = strcmp (body, text) != 0;

  return lb_prompt_new (body, error);
}
