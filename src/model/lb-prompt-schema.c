/* structured-prompt.schema.json and visual-schema.schema.json as tables; a test holds the two
 * against each other. */
#include "model/lb-prompt-schema.h"

#include "model/lb-prompt-path.h"

#include <string.h>

#define TEXT(name) { .key = name, .kind = LB_PROMPT_FIELD_TEXT, .required = TRUE }
#define SHORT_TEXT(name, n)                                                                        \
  { .key = name, .kind = LB_PROMPT_FIELD_TEXT, .required = TRUE, .advised_words = n }
#define OPTIONAL(name) { .key = name, .kind = LB_PROMPT_FIELD_TEXT, .nullable = TRUE }
#define SHORT_OPTIONAL(name, n)                                                                    \
  { .key = name, .kind = LB_PROMPT_FIELD_TEXT, .nullable = TRUE, .advised_words = n }
#define SCORE(name) { .key = name, .kind = LB_PROMPT_FIELD_SCORE }
#define COUNT(name) { .key = name, .kind = LB_PROMPT_FIELD_INTEGER, .nullable = TRUE }
#define LOOSE(name) { .key = name, .kind = LB_PROMPT_FIELD_LOOSE, .nullable = TRUE }
#define OBJECT(name, within)                                                                       \
  { .key = name, .kind = LB_PROMPT_FIELD_OBJECT, .required = TRUE, .shape = &within }
#define LIST(name, within)                                                                         \
  { .key = name, .kind = LB_PROMPT_FIELD_LIST, .required = TRUE, .shape = &within }
#define OPTIONAL_OBJECT(name, within)                                                              \
  { .key = name, .kind = LB_PROMPT_FIELD_OBJECT, .nullable = TRUE, .shape = &within }
#define OPTIONAL_LIST(name, within)                                                                \
  { .key = name, .kind = LB_PROMPT_FIELD_LIST, .nullable = TRUE, .shape = &within }
#define SHAPE(list, ...) { .fields = list, .n_fields = G_N_ELEMENTS (list), __VA_ARGS__ }

static const LbPromptField object_fields[] = {
  SHORT_TEXT ("description", 100),
  TEXT ("location"),
  TEXT ("relationship"),
  OPTIONAL ("relative_size"),
  OPTIONAL ("shape_and_color"),
  OPTIONAL ("texture"),
  OPTIONAL ("appearance_details"),
  COUNT ("number_of_objects"),
  OPTIONAL ("pose"),
  OPTIONAL ("expression"),
  OPTIONAL ("clothing"),
  OPTIONAL ("action"),
  OPTIONAL ("gender"),
  OPTIONAL ("skin_tone_and_texture"),
  OPTIONAL ("orientation"),
};

static const LbPromptField lighting_fields[] = {
  TEXT ("conditions"),
  TEXT ("direction"),
  OPTIONAL ("shadows"),
};

static const LbPromptField aesthetics_fields[] = {
  TEXT ("composition"),       TEXT ("color_scheme"),     TEXT ("mood_atmosphere"),
  SCORE ("preference_score"), SCORE ("aesthetic_score"),
};

static const LbPromptField photographic_fields[] = {
  TEXT ("depth_of_field"),
  TEXT ("focus"),
  TEXT ("camera_angle"),
  TEXT ("lens_focal_length"),
};

static const LbPromptField text_render_fields[] = {
  TEXT ("text"),  TEXT ("location"), TEXT ("size"),
  TEXT ("color"), TEXT ("font"),     OPTIONAL ("appearance_details"),
};

static const LbPromptShape object_shape = SHAPE (object_fields);
static const LbPromptShape lighting_shape = SHAPE (lighting_fields);
static const LbPromptShape aesthetics_shape = SHAPE (aesthetics_fields);
static const LbPromptShape photographic_shape = SHAPE (photographic_fields);
static const LbPromptShape text_render_shape = SHAPE (text_render_fields);

static const LbPromptField caption_fields[] = {
  SHORT_TEXT ("short_description", 200),
  LIST ("objects", object_shape),
  TEXT ("background_setting"),
  OBJECT ("lighting", lighting_shape),
  OBJECT ("aesthetics", aesthetics_shape),
  OPTIONAL_OBJECT ("photographic_characteristics", photographic_shape),
  OPTIONAL ("style_medium"),
  OPTIONAL_LIST ("text_render", text_render_shape),
  TEXT ("context"),
  SHORT_OPTIONAL ("artistic_style", 3),
  OPTIONAL ("edit_instruction"),
};

static const LbPromptShape caption_shape = SHAPE (caption_fields);

/* A visual schema states only what is constant: the fields of a caption, all of them optional. */

static const LbPromptField partial_object_fields[] = {
  OPTIONAL ("description"),
  OPTIONAL ("location"),
  OPTIONAL ("relationship"),
  OPTIONAL ("relative_size"),
  OPTIONAL ("shape_and_color"),
  OPTIONAL ("texture"),
  OPTIONAL ("appearance_details"),
  COUNT ("number_of_objects"),
  OPTIONAL ("pose"),
  OPTIONAL ("expression"),
  OPTIONAL ("clothing"),
  OPTIONAL ("action"),
  OPTIONAL ("gender"),
  OPTIONAL ("skin_tone_and_texture"),
  OPTIONAL ("orientation"),
};

static const LbPromptField partial_lighting_fields[] = {
  OPTIONAL ("conditions"),
  OPTIONAL ("direction"),
  OPTIONAL ("shadows"),
};

static const LbPromptField partial_aesthetics_fields[] = {
  OPTIONAL ("composition"),
  OPTIONAL ("color_scheme"),
  OPTIONAL ("mood_atmosphere"),
};

static const LbPromptField partial_photographic_fields[] = {
  OPTIONAL ("depth_of_field"),
  OPTIONAL ("focus"),
  OPTIONAL ("camera_angle"),
  OPTIONAL ("lens_focal_length"),
};

static const LbPromptField partial_text_render_fields[] = {
  OPTIONAL ("text"),  OPTIONAL ("location"), OPTIONAL ("size"),
  OPTIONAL ("color"), OPTIONAL ("font"),     OPTIONAL ("appearance_details"),
};

static const LbPromptShape partial_object_shape =
  SHAPE (partial_object_fields, .only_texts = TRUE, .not_empty = TRUE);
static const LbPromptShape partial_lighting_shape =
  SHAPE (partial_lighting_fields, .only_texts = TRUE);
static const LbPromptShape partial_aesthetics_shape =
  SHAPE (partial_aesthetics_fields, .only_texts = TRUE);
static const LbPromptShape partial_photographic_shape =
  SHAPE (partial_photographic_fields, .only_texts = TRUE);
static const LbPromptShape partial_text_render_shape =
  SHAPE (partial_text_render_fields, .only_texts = TRUE);

static const LbPromptField schema_fields[] = {
  LOOSE ("style"),
  LOOSE ("colors"),
  OPTIONAL ("short_description"),
  OPTIONAL_LIST ("objects", partial_object_shape),
  OPTIONAL ("background_setting"),
  OPTIONAL_OBJECT ("lighting", partial_lighting_shape),
  OPTIONAL_OBJECT ("aesthetics", partial_aesthetics_shape),
  OPTIONAL_OBJECT ("photographic_characteristics", partial_photographic_shape),
  OPTIONAL ("style_medium"),
  OPTIONAL_LIST ("text_render", partial_text_render_shape),
  OPTIONAL ("context"),
  OPTIONAL ("artistic_style"),
};

static const LbPromptShape schema_shape = SHAPE (schema_fields, .not_empty = TRUE);

/* The shape of the whole document. */
const LbPromptShape *
lb_prompt_schema_get_root (LbPromptKind kind)
{
  return kind == LB_PROMPT_SCHEMA ? &schema_shape : &caption_shape;
}

/* Walks the first @n_steps. @field: (out) (optional): the last known member passed, or NULL. */
static const LbPromptShape *
walk (LbPromptKind kind, const GArray *steps, guint n_steps, const LbPromptField **field)
{
  const LbPromptShape *shape = lb_prompt_schema_get_root (kind);
  const LbPromptField *found = NULL;

  for (guint i = 0; i < n_steps; i++)
    {
      const LbPromptStep *step = &g_array_index (steps, LbPromptStep, i);

      if (!step->key && found && found->kind == LB_PROMPT_FIELD_LIST)
        {
          shape = found->shape;
          found = NULL;
          continue;
        }
      found = step->key && shape ? lb_prompt_shape_find (shape, step->key) : NULL;
      shape = found && found->kind == LB_PROMPT_FIELD_OBJECT ? found->shape : NULL;
    }
  if (field)
    *field = found;

  return shape;
}

/* What the contract says of the object at @path, such as `lighting` or `objects[0]`; NULL when it
 * is no known object. The index does not matter. */
const LbPromptShape *
lb_prompt_schema_get_shape (LbPromptKind kind, const char *path)
{
  g_autoptr (GArray) steps = lb_prompt_path_parse (path, NULL);

  return steps ? walk (kind, steps, steps->len, NULL) : NULL;
}

/* What the contract says of the member at @path, such as `objects[0].pose`; NULL when it does not
 * know it. */
const LbPromptField *
lb_prompt_schema_get_field (LbPromptKind kind, const char *path)
{
  g_autoptr (GArray) steps = lb_prompt_path_parse (path, NULL);
  const LbPromptField *field = NULL;

  if (steps)
    walk (kind, steps, steps->len, &field);

  return field;
}

/* (transfer none) (nullable) (array length=n_fields): the known members of the object at @path, in
 * the order in which they are written. */
const LbPromptField *
lb_prompt_schema_list_fields (LbPromptKind kind, const char *path, guint *n_fields)
{
  const LbPromptShape *shape = lb_prompt_schema_get_shape (kind, path);

  *n_fields = shape ? shape->n_fields : 0;

  return shape ? shape->fields : NULL;
}

/* (transfer none) (array zero-terminated=1): from the lowest to the highest. */
const char *const *
lb_prompt_schema_get_scores (void)
{
  static const char *const scores[] = { "very low", "low", "medium", "high", "very high", NULL };

  return scores;
}

/* The known member @key, or NULL. */
const LbPromptField *
lb_prompt_shape_find (const LbPromptShape *self, const char *key)
{
  for (guint i = 0; i < self->n_fields; i++)
    if (strcmp (self->fields[i].key, key) == 0)
      return &self->fields[i];

  return NULL;
}
