#include "service/lb-vision-traits.h"

#include "model/lb-prompt-path.h"
#include "model/lb-prompt-schema.h"
#include "service/lb-analyser-writer.h"

/* Of the picture itself: what the schema says of it is in the question. */
static gboolean
is_of_picture (const char *key)
{
  return g_str_equal (key, "short_description");
}

/* (transfer full): @self is released */
static LbPrompt *
replace (LbPrompt *self, LbPrompt *with)
{
  if (with == NULL)
    return self;

  g_object_unref (self);

  return with;
}

/* "ink and gouache; with a little pencil". A medium or a style that is shared is the whole of it.
 */
static LbPrompt *
carry_text (LbPrompt *caption, LbPrompt *schema, const char *path, gboolean whole)
{
  g_autofree char *shared = lb_prompt_get_string (schema, path);
  g_autofree char *said = lb_prompt_get_string (caption, path);
  g_autofree char *both = NULL;

  if (shared == NULL || *shared == '\0' || (said != NULL && lb_analyser_says (said, shared)))
    return caption;

  both = whole || said == NULL || *said == '\0' ? g_strdup (shared)
                                                : g_strconcat (shared, "; ", said, NULL);

  return replace (caption, lb_prompt_set_string (caption, path, both, NULL));
}

static LbPrompt *
carry_group (LbPrompt *caption, LbPrompt *schema, const LbPromptField *group)
{
  if (lb_prompt_get_length (caption, group->key) == 0)
    return caption;

  for (guint i = 0; i < group->shape->n_fields; i++)
    if (group->shape->fields[i].kind == LB_PROMPT_FIELD_TEXT)
      {
        g_autofree char *path = g_strdup_printf ("%s.%s", group->key, group->shape->fields[i].key);

        caption = carry_text (caption, schema, path, FALSE);
      }

  return caption;
}

char *
lb_vision_traits_carry (const char *caption_text, const char *visual_schema)
{
  const LbPromptShape *shape = lb_prompt_schema_get_root (LB_PROMPT_CAPTION);
  g_autoptr (LbPrompt) schema = visual_schema != NULL ? lb_prompt_new (visual_schema, NULL) : NULL;
  g_autoptr (LbPrompt) caption = lb_prompt_new (caption_text, NULL);

  if (schema == NULL || caption == NULL)
    return g_strdup (caption_text);

  for (guint i = 0; i < shape->n_fields; i++)
    {
      const LbPromptField *field = &shape->fields[i];

      if (field->kind == LB_PROMPT_FIELD_OBJECT)
        caption = carry_group (caption, schema, field);
      else if (field->kind == LB_PROMPT_FIELD_TEXT && !is_of_picture (field->key))
        caption = carry_text (caption, schema, field->key, field->nullable);
    }

  return g_strdup (lb_prompt_get_text (caption));
}

/* Whether the instruction may be what it was dropped for. */
static gboolean
is_spoken_of (const char *key, const char *instruction)
{
  g_auto (GStrv) parts = g_strsplit (key, "_", -1);
  g_autofree char *words = g_strjoinv (" ", parts);

  return lb_analyser_says (instruction, key) || lb_analyser_says (instruction, words);
}

static gboolean
is_dropped (LbPrompt *after, const char *key)
{
  g_auto (GStrv) keys = lb_prompt_get_keys (after, "");

  return keys != NULL && !g_strv_contains ((const char *const *) keys, key);
}

char *
lb_vision_traits_keep (const char *after_text, const char *before_text, const char *instruction)
{
  const LbPromptShape *shape = lb_prompt_schema_get_root (LB_PROMPT_CAPTION);
  g_autoptr (LbPrompt) before = lb_prompt_new (before_text, NULL);
  g_autoptr (LbPrompt) after = lb_prompt_new (after_text, NULL);
  g_auto (GStrv) keys = before != NULL ? lb_prompt_get_keys (before, "") : NULL;

  for (guint i = 0; after != NULL && keys != NULL && keys[i] != NULL; i++)
    if (lb_prompt_shape_find (shape, keys[i]) == NULL && is_dropped (after, keys[i]) &&
        !is_spoken_of (keys[i], instruction))
      {
        g_autoptr (GString) path = g_string_new (NULL);
        g_autofree char *value = NULL;

        lb_prompt_path_append_key (path, keys[i]);
        value = lb_prompt_get (before, path->str);
        after = replace (after, lb_prompt_set (after, path->str, value, NULL));
      }

  return g_strdup (after != NULL ? lb_prompt_get_text (after) : after_text);
}
