#pragma once

#include "model/lb-query-set.h"

G_BEGIN_DECLS

typedef enum
{
  LB_LINT_FEW,         /* few images for what the project is about */
  LB_LINT_NO_NAME,     /* captions do not have the name that is to be learned */
  LB_LINT_SCHEMA_WORD, /* captions do not have the medium that the schema gives all of them */
  LB_LINT_IDENTITY     /* captions keep describing what is to be learned */
} LbLintKind;

/**
 * LbLintSubject:
 * @ip_type: (nullable): of the project, in the API's words
 * @ip_name: (nullable): what the project is about: the word that calls it later (R15)
 * @schema: (nullable): the visual schema of the dataset, JSON
 * @prefix: (nullable): what is put before captions of plain words (R63)
 * @is_prompt: whether captions are structured prompts
 *
 * What a dataset is for.
 */
typedef struct
{
  const char *ip_type;
  const char *ip_name;
  const char *schema;
  const char *prefix;
  gboolean is_prompt;
} LbLintSubject;

/**
 * LbLintFinding:
 * @kind: what is worth a look
 * @n_images: how many images it is about
 * @n_of: how many there should be for %LB_LINT_FEW, else how many captions there are
 * @text: (nullable): the name, the medium, or what is described
 * @path: (nullable): the field of @text, over all lists
 * @query: (nullable): finds the images; %NULL for %LB_LINT_FEW
 */
typedef struct
{
  LbLintKind kind;
  guint n_images;
  guint n_of;
  char *text;
  char *path;
  char *query;
} LbLintFinding;

void lb_lint_finding_free (LbLintFinding *self);

/**
 * lb_readiness_lint_find:
 * @set: the images
 * @subject: what they are for
 *
 * What is worth a look before a dataset is completed; nothing of it stands in the way. The rules:
 *
 * - FEW: under 20 images for a character or the variants of one thing (`defined_character`,
 *   `object_variants`, `character_variants`), which is to be known from all sides; under 10 for
 *   anything else. An empty set has none.
 * - NO_NAME: the project has a name, and captions exist without it as whole words. A prefix that
 *   has it counts for all captions.
 * - SCHEMA_WORD: the schema has a `style_medium`, and captions exist whose `style_medium` does not
 *   have it as whole words.
 * - IDENTITY: of five captions or more, at least 80 % say the same value in a field that describes
 *   what is to be learned, and the schema does not say it. For characters and variants these are
 *   description, shape_and_color, texture, appearance_details, skin_tone_and_texture and clothing
 *   of objects; for `stylized_scene`, `multi_object_set` and `icons` style_medium, artistic_style,
 *   color_scheme and texture of objects. What is said in every caption is learned as belonging to
 *   these words, and not to the name or the style. One finding a field.
 *
 * Returns: (transfer full) (element-type LbLintFinding): in this order
 */
GPtrArray *lb_readiness_lint_find (LbQuerySet *set, const LbLintSubject *subject);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbLintFinding, lb_lint_finding_free)

G_END_DECLS
