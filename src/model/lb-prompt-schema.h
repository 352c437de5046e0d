#pragma once

#include "model/lb-prompt.h"

G_BEGIN_DECLS

typedef enum
{
  LB_PROMPT_FIELD_TEXT,
  LB_PROMPT_FIELD_INTEGER,
  LB_PROMPT_FIELD_SCORE,  /* a text out of lb_prompt_schema_get_scores() */
  LB_PROMPT_FIELD_OBJECT, /* its members are in the shape */
  LB_PROMPT_FIELD_LIST,   /* of objects, whose members are in the shape */
  LB_PROMPT_FIELD_LOOSE   /* a text, a list of texts or any object */
} LbPromptFieldKind;

typedef struct _LbPromptField LbPromptField;
typedef struct _LbPromptShape LbPromptShape;

/**
 * LbPromptField:
 * @key: key of the member
 * @kind: what its value must be
 * @required: whether it must be there
 * @nullable: whether null is allowed as well
 * @shape: (nullable): what is in it, for an object or a list
 * @advised_words: how many words of a text are advised at most, 0 for no advice
 *
 * One field that the contract knows. Static; fields stand in the order of the contract.
 */
struct _LbPromptField
{
  const char *key;
  LbPromptFieldKind kind;
  gboolean required;
  gboolean nullable;
  const LbPromptShape *shape;
  guint advised_words;
};

/**
 * LbPromptShape:
 * @fields: (array length=n_fields): the known members
 * @n_fields: their number
 * @only_texts: whether unknown members must be texts or null; otherwise they may be anything
 * @not_empty: whether there must be at least one member
 *
 * What the contract says of an object. Static.
 */
struct _LbPromptShape
{
  const LbPromptField *fields;
  guint n_fields;
  gboolean only_texts;
  gboolean not_empty;
};

const LbPromptShape *lb_prompt_schema_get_root (LbPromptKind kind);
const LbPromptShape *lb_prompt_schema_get_shape (LbPromptKind kind, const char *path);
const LbPromptField *lb_prompt_schema_get_field (LbPromptKind kind, const char *path);
const LbPromptField *
lb_prompt_schema_list_fields (LbPromptKind kind, const char *path, guint *n_fields);
const char *const *lb_prompt_schema_get_scores (void);

const LbPromptField *lb_prompt_shape_find (const LbPromptShape *self, const char *key);

G_END_DECLS
