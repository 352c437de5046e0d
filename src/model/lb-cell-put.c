#include "model/lb-cell-put.h"

#include <string.h>

#include "base/lb-json.h"
#include "model/lb-cell-values.h"
#include "model/lb-prompt-node.h"
#include "model/lb-prompt-path.h"
#include "model/lb-prompt-private.h"
#include "model/lb-prompt-schema.h"

/* (nullable): where the next list begins in @path: its "[]", outside of a quoted key. */
static const char *
find_list (const char *path)
{
  gboolean quoted = FALSE;

  for (; *path != '\0'; path++)
    {
      if (*path == '"')
        quoted = !quoted;
      else if (quoted && *path == '\\' && path[1] != '\0')
        path++;
      else if (!quoted && path[0] == '[' && path[1] == ']')
        return path;
    }

  return NULL;
}

/* Adds to @places where @rest, of a path with lists, leads to from @base, for all elements. */
static void
find_places (LbPrompt *caption, const char *base, const char *rest, GPtrArray *places)
{
  const char *list = find_list (rest);
  g_autofree char *head = NULL;
  g_autofree char *prefix = NULL;
  const LbJsonNode *node = NULL;

  if (list == NULL)
    {
      g_ptr_array_add (places, g_strconcat (base, rest, NULL));
      return;
    }

  head = g_strndup (rest, (gsize) (list - rest));
  prefix = g_strconcat (base, head, NULL);
  node = lb_prompt_node_find_path (lb_prompt_get_root (caption), prefix);
  if (node == NULL || node->type != LB_JSON_ARRAY)
    return;
  for (guint i = 0; i < lb_json_node_length (node); i++)
    {
      g_autofree char *element = g_strdup_printf ("%s[%u]", prefix, i);

      find_places (caption, element, list + 2, places);
    }
}

static const LbJsonNode *
node_at (LbPrompt *caption, const char *place)
{
  return lb_prompt_node_find_path (lb_prompt_get_root (caption), place);
}

static gboolean
is_nested (const LbJsonNode *node)
{
  return node != NULL && (node->type == LB_JSON_OBJECT || node->type == LB_JSON_ARRAY);
}

static gboolean
has_value (const LbJsonNode *node)
{
  return node != NULL && node->type != LB_JSON_NULL && !is_nested (node) && *node->string != '\0';
}

static gboolean
is_digits (const char *text)
{
  const char *digits = *text == '-' ? text + 1 : text;

  return *digits != '\0' && strspn (digits, "0123456789") == strlen (digits) &&
         (*digits != '0' || digits[1] == '\0');
}

/* (transfer full) (nullable): @text as the JSON that belongs at @place; NULL where it is to be a
 * number and is none. */
static char *
to_json (LbPrompt *caption, const char *place, const char *text)
{
  const LbPromptField *field = lb_prompt_schema_get_field (LB_PROMPT_CAPTION, place);
  const LbJsonNode *present = node_at (caption, place);
  g_autoptr (LbJsonDocument) document = NULL;
  GString *json = NULL;

  if (field != NULL && field->kind == LB_PROMPT_FIELD_INTEGER)
    return is_digits (text) ? g_strdup (text) : NULL;

  /* What the contract does not know stays of its kind, if it can. */
  if (field == NULL && present != NULL && present->type != LB_JSON_STRING &&
      (document = lb_json_document_new (text, -1, NULL)) &&
      lb_json_document_get_root (document)->type == present->type)
    return g_strdup (text);

  json = g_string_new (NULL);
  lb_json_append_string (json, text);
  return g_string_free_and_steal (json);
}

/* (transfer full): @steps but the last as a path. */
static char *
parent_path (const GArray *steps)
{
  g_autoptr (GString) path = g_string_new (NULL);

  for (guint i = 0; i + 1 < steps->len; i++)
    {
      const LbPromptStep *step = &g_array_index (steps, LbPromptStep, i);

      if (step->key != NULL)
        lb_prompt_path_append_key (path, step->key);
      else
        lb_prompt_path_append_index (path, step->index);
    }

  return g_string_free_and_steal (g_steal_pointer (&path));
}

/* (transfer full): what is to be taken out so that there is nothing at @place: also the object
 * around it that would be empty, and may be left out. */
static char *
what_to_remove (LbPrompt *caption, const char *place)
{
  g_autoptr (GArray) steps = lb_prompt_path_parse (place, NULL);
  const LbPromptField *field = NULL;
  const LbJsonNode *node = NULL;
  g_autofree char *parent = NULL;

  if (steps == NULL || steps->len < 2 ||
      g_array_index (steps, LbPromptStep, steps->len - 2).key == NULL)
    return g_strdup (place);

  parent = parent_path (steps);
  field = lb_prompt_schema_get_field (LB_PROMPT_CAPTION, parent);
  node = node_at (caption, parent);
  if (lb_json_node_length (node) > 1 || (field != NULL && field->required))
    return g_strdup (place);

  return what_to_remove (caption, parent);
}

/* (transfer full) (nullable) */
static LbPrompt *
put_one (LbPrompt *caption, const char *place, const char *text, LbCellRefusal *why)
{
  g_autofree char *json = NULL;

  if (is_nested (node_at (caption, place)))
    {
      *why = LB_CELL_NO_VALUE;
      return NULL;
    }
  if (!(json = to_json (caption, place, text)))
    {
      *why = LB_CELL_NUMBER;
      return NULL;
    }

  *why = LB_CELL_NO_VALUE; /* something on the way is no object */
  return lb_prompt_set (caption, place, json, NULL);
}

/* The last first: what is before it keeps its index. */
static LbPrompt *
remove_all (LbPrompt *caption, GPtrArray *held)
{
  g_autoptr (LbPrompt) after = g_object_ref (caption);

  for (guint i = held->len; i > 0; i--)
    {
      g_autofree char *gone = what_to_remove (after, g_ptr_array_index (held, i - 1));
      g_autoptr (LbPrompt) next = lb_prompt_set (after, gone, NULL, NULL);

      if (next != NULL)
        g_set_object (&after, next);
    }

  return g_steal_pointer (&after);
}

static LbPrompt *
put_each (LbPrompt *caption, GPtrArray *held, const char *text, LbCellRefusal *why)
{
  g_auto (GStrv) parts = g_strsplit (text, LB_CELL_SEPARATOR, -1);
  g_autoptr (LbPrompt) after = g_object_ref (caption);

  *why = LB_CELL_COUNT;
  if (g_strv_length (parts) != held->len)
    return NULL;

  for (guint i = 0; i < held->len; i++)
    {
      g_autoptr (LbPrompt) next = NULL;

      if (*g_strstrip (parts[i]) == '\0' ||
          !(next = put_one (after, g_ptr_array_index (held, i), parts[i], why)))
        return NULL;
      g_set_object (&after, next);
    }

  return g_steal_pointer (&after);
}

/* Whether @text has the values of several elements, of another caption, and here is one. */
static gboolean
is_of_others (LbPrompt *caption, GPtrArray *held, const char *path, const char *text)
{
  return held->len == 1 && find_list (path) != NULL && strstr (text, LB_CELL_SEPARATOR) != NULL &&
         strstr (node_at (caption, g_ptr_array_index (held, 0))->string, LB_CELL_SEPARATOR) == NULL;
}

/* (transfer full) (nullable): where a value goes while there is none: the first element. A list of
 * texts may begin with it. */
static char *
first_place (const char *path, GPtrArray *places)
{
  const char *list = find_list (path);
  g_autofree char *head = NULL;

  if (places->len > 0)
    return g_strdup (g_ptr_array_index (places, 0));
  if (list == NULL || list[2] != '\0')
    return NULL;

  head = g_strndup (path, (gsize) (list - path));
  return g_strconcat (head, "[0]", NULL);
}

/**
 * lb_cell_put:
 * @caption: a caption
 * @path: a field as #LbCellRecord has it: `lighting.direction`, `objects[].pose`
 * @text: what is to stand in it; the empty text leaves it out
 * @why: (out): why not
 * @n_values: (out): for LB_CELL_COUNT, how many values there have to be
 *
 * Puts a value into one cell. In a list the one element that has the field gets it, else the first;
 * where several have it there must be as many values, with %LB_CELL_SEPARATOR between them. Whether
 * the caption is valid with it is not judged.
 *
 * Returns: (transfer full) (nullable): the caption with it, @caption where it is there already
 */
LbPrompt *
lb_cell_put (
  LbPrompt *caption, const char *path, const char *text, LbCellRefusal *why, guint *n_values)
{
  g_autoptr (GPtrArray) places = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) held = g_ptr_array_new ();
  g_autofree char *tight = NULL;
  g_autofree char *first = NULL;

  g_return_val_if_fail (LB_IS_PROMPT (caption), NULL);
  g_return_val_if_fail (path != NULL && text != NULL, NULL);

  tight = g_strstrip (g_strdup (text));
  find_places (caption, "", path, places);
  for (guint i = 0; i < places->len; i++)
    if (has_value (node_at (caption, g_ptr_array_index (places, i))))
      g_ptr_array_add (held, g_ptr_array_index (places, i));
  *n_values = held->len;

  if (*tight == '\0')
    return remove_all (caption, held);
  if (held->len > 1 || is_of_others (caption, held, path, tight))
    return put_each (caption, held, tight, why);
  if (held->len == 1)
    return put_one (caption, g_ptr_array_index (held, 0), tight, why);

  if (!(first = first_place (path, places)))
    {
      *why = LB_CELL_NO_ELEMENT;
      return NULL;
    }
  return put_one (caption, first, tight, why);
}

static void
list_shape (GStrvBuilder *paths, const LbPromptShape *shape, const char *prefix)
{
  for (guint i = 0; i < shape->n_fields; i++)
    {
      const LbPromptField *field = &shape->fields[i];
      g_autofree char *path = g_strconcat (prefix, field->key, NULL);
      g_autofree char *within = NULL;

      if (field->shape == NULL)
        {
          g_strv_builder_add (paths, path);
          continue;
        }
      within = g_strconcat (path, field->kind == LB_PROMPT_FIELD_LIST ? "[]." : ".", NULL);
      list_shape (paths, field->shape, within);
    }
}

char **
lb_cell_list_paths (void)
{
  g_autoptr (GStrvBuilder) paths = g_strv_builder_new ();

  list_shape (paths, lb_prompt_schema_get_root (LB_PROMPT_CAPTION), "");
  return g_strv_builder_end (paths);
}
