#include "model/lb-caption-survey.h"

#include "model/lb-prompt-private.h"
#include "model/lb-prompt-schema.h"

#include <string.h>

#define SHARED_PERCENT 60
#define WORDS_LENGTH 24 /* characters; longer values that hardly repeat are free text */

/* A field while it is counted. */
typedef struct
{
  LbSurveyField field; /* must come first: lists of fields point here */
  char *path;          /* (owned) */
  guint rank;          /* place in the contract's order */
  guint last_caption;  /* number, from 1, of the caption it was seen in last */
  guint n_mentions;    /* captions of each value, added up */
  gsize length;        /* characters of all its different values */
  GHashTable *values;  /* (owned) (nullable) (element-type utf8 Value): by compared spelling */
} Field;

typedef struct
{
  char *text; /* (owned) */
  guint n_captions;
  guint last_caption; /* number, from 1 */
  guint order;        /* in which it came */
} Value;

struct _LbCaptionSurvey
{
  GObject parent_instance;

  guint n_captions;
  guint n_invalid;
  GHashTable *fields; /* (owned) (element-type utf8 Field): by path */
  GPtrArray *shared;  /* (owned) (element-type LbSurveyField) */
  GPtrArray *varied;  /* (owned) (element-type LbSurveyField) */
};

G_DEFINE_FINAL_TYPE (LbCaptionSurvey, lb_caption_survey, G_TYPE_OBJECT)

/* The counting of one survey. */
typedef struct
{
  LbCaptionSurvey *survey; /* (unowned) */
  GHashTable *known; /* (owned) (element-type utf8 guint): place of a path, from 1; 0: left out */
  GString *path;     /* (owned): where it is */
  guint caption;     /* number, from 1 */
} Count;

static void
value_free (gpointer data)
{
  Value *value = data;

  g_free (value->text);
  g_free (value);
}

static void
field_free (gpointer data)
{
  Field *self = data;

  for (guint i = 0; i < self->field.n_listed; i++)
    g_free ((char *) self->field.values[i].text);
  g_free ((LbSurveyValue *) self->field.values);
  g_clear_pointer (&self->values, g_hash_table_unref);
  g_free (self->path);
  g_free (self);
}

static void
lb_caption_survey_finalize (GObject *object)
{
  LbCaptionSurvey *self = LB_CAPTION_SURVEY (object);

  g_ptr_array_unref (self->shared);
  g_ptr_array_unref (self->varied);
  g_hash_table_unref (self->fields);

  G_OBJECT_CLASS (lb_caption_survey_parent_class)->finalize (object);
}

static void
lb_caption_survey_class_init (LbCaptionSurveyClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lb_caption_survey_finalize;
}

static void
lb_caption_survey_init (LbCaptionSurvey *self)
{
  self->fields = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, field_free);
  self->shared = g_ptr_array_new ();
  self->varied = g_ptr_array_new ();
}

/* Says of one picture what it shows, or how good it is. */
static gboolean
is_left_out (const LbPromptField *field)
{
  return field->kind == LB_PROMPT_FIELD_SCORE || g_str_equal (field->key, "short_description") ||
         g_str_equal (field->key, "edit_instruction");
}

static void
rank_shape (GHashTable *known, const LbPromptShape *shape, const char *prefix)
{
  for (guint i = 0; i < shape->n_fields; i++)
    {
      const LbPromptField *field = &shape->fields[i];
      const guint rank = is_left_out (field) ? 0 : g_hash_table_size (known) + 1;
      char *path = g_strconcat (prefix, field->key, NULL);

      g_hash_table_insert (known, path, GUINT_TO_POINTER (rank));
      if (field->shape != NULL)
        {
          g_autofree char *within =
            g_strconcat (path, field->kind == LB_PROMPT_FIELD_LIST ? "[]." : ".", NULL);

          rank_shape (known, field->shape, within);
        }
    }
}

/* (nullable): the field at the path where the count is, or NULL for one that is not surveyed. */
static Field *
find_field (Count *count)
{
  GHashTable *fields = count->survey->fields;
  Field *field = g_hash_table_lookup (fields, count->path->str);
  gpointer rank;

  if (field != NULL)
    return field;

  if (!g_hash_table_lookup_extended (count->known, count->path->str, NULL, &rank))
    rank = GUINT_TO_POINTER (g_hash_table_size (count->known) + g_hash_table_size (fields) + 1);
  if (rank == NULL)
    return NULL;

  field = g_new0 (Field, 1);
  field->path = g_strdup (count->path->str);
  field->field.path = field->path;
  field->rank = GPOINTER_TO_UINT (rank);
  field->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, value_free);
  g_hash_table_insert (fields, field->path, field);
  return field;
}

/* (transfer full): @text without blanks around it and the full stop at its end. An ellipsis is
 * none. */
static char *
trim (const char *text)
{
  char *trimmed = g_strstrip (g_strdup (text));
  const gsize length = strlen (trimmed);

  if (length > 1 && trimmed[length - 1] == '.' && trimmed[length - 2] != '.')
    {
      trimmed[length - 1] = '\0';
      g_strchomp (trimmed);
    }
  return trimmed;
}

static void
count_value (Count *count, const char *text)
{
  g_autofree char *trimmed = trim (text);
  g_autofree char *folded = NULL;
  Field *field;
  Value *value;

  if (*trimmed == '\0' || (field = find_field (count)) == NULL)
    return;

  if (field->last_caption != count->caption)
    field->field.n_captions++;
  field->last_caption = count->caption;

  folded = g_utf8_casefold (trimmed, -1);
  if ((value = g_hash_table_lookup (field->values, folded)) == NULL)
    {
      value = g_new0 (Value, 1);
      value->order = g_hash_table_size (field->values);
      value->text = g_steal_pointer (&trimmed);
      field->length += (gsize) g_utf8_strlen (value->text, -1);
      g_hash_table_insert (field->values, g_steal_pointer (&folded), value);
    }
  if (value->last_caption != count->caption)
    {
      value->n_captions++;
      field->n_mentions++;
    }
  value->last_caption = count->caption;
}

static void count_node (Count *count, const LbJsonNode *node);

static void
count_members (Count *count, const LbJsonNode *node)
{
  const gsize here = count->path->len;

  for (guint i = 0; i < lb_json_node_length (node); i++)
    {
      const LbJsonNode *member = g_ptr_array_index (node->children, i);

      if (node->type == LB_JSON_OBJECT && here > 0)
        g_string_append_c (count->path, '.');
      g_string_append (count->path, node->type == LB_JSON_OBJECT ? member->key : "[]");
      count_node (count, member);
      g_string_truncate (count->path, here);
    }
}

static void
count_node (Count *count, const LbJsonNode *node)
{
  switch (node->type)
    {
    case LB_JSON_OBJECT:
    case LB_JSON_ARRAY:   count_members (count, node); break;
    case LB_JSON_STRING:
    case LB_JSON_NUMBER:
    case LB_JSON_BOOLEAN: count_value (count, node->string); break;
    case LB_JSON_NULL:    break;
    default:              g_assert_not_reached ();
    }
}

static void
count_captions (LbCaptionSurvey *self, const char *const *captions, gsize n_captions)
{
  Count count = { .survey = self };
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GString) path = g_string_new (NULL);

  rank_shape (known, lb_prompt_schema_get_root (LB_PROMPT_CAPTION), "");
  count.known = known;
  count.path = path;

  for (gsize i = 0; i < n_captions; i++)
    {
      g_autoptr (LbPrompt) prompt = lb_prompt_new (captions[i], NULL);

      if (prompt == NULL || !lb_prompt_is_valid (prompt, LB_PROMPT_CAPTION))
        {
          self->n_invalid++;
          continue;
        }

      self->n_captions++;
      count.caption = self->n_captions;
      count_node (&count, lb_prompt_get_root (prompt));
    }
}

static int
compare_values (gconstpointer a, gconstpointer b)
{
  const Value *one = *(Value *const *) a;
  const Value *other = *(Value *const *) b;

  if (one->n_captions != other->n_captions)
    return one->n_captions > other->n_captions ? -1 : 1;

  return one->order < other->order ? -1 : 1;
}

/* Turns what was counted into the list that is shown. */
static void
list_values (Field *self)
{
  g_autoptr (GPtrArray) values = g_hash_table_get_values_as_ptr_array (self->values);
  const guint n_listed = MIN (values->len, LB_SURVEY_MAX_VALUES);
  LbSurveyValue *listed = g_new (LbSurveyValue, n_listed);

  g_ptr_array_sort (values, compare_values);
  for (guint i = 0; i < n_listed; i++)
    {
      Value *value = g_ptr_array_index (values, i);

      listed[i].text = g_steal_pointer (&value->text);
      listed[i].n_captions = value->n_captions;
    }
  self->field.n_values = values->len;
  self->field.values = listed;
  self->field.n_listed = n_listed;
  g_clear_pointer (&self->values, g_hash_table_unref);
}

/* Where one object of several is, and how big it looks there: most pictures have every such value
 * somewhere, which makes nothing of it common to them. */
static gboolean
is_placement (const Field *self)
{
  static const char *const paths[] = { "objects[].location", "objects[].relative_size",
                                       "objects[].number_of_objects", "text_render[].location",
                                       NULL };

  return g_strv_contains (paths, self->path);
}

static gboolean
is_shared (const Field *self, guint n_captions)
{
  const guint n_most = self->field.values[0].n_captions;

  return n_most >= 2 && !is_placement (self) && n_most * 100 >= n_captions * SHARED_PERCENT;
}

static gboolean
is_free_text (const Field *self)
{
  return self->field.n_values * 4 > self->n_mentions * 3 &&
         self->length > (gsize) self->field.n_values * WORDS_LENGTH;
}

static int
compare_shared (gconstpointer a, gconstpointer b)
{
  const Field *one = *(Field *const *) a;
  const Field *other = *(Field *const *) b;
  const guint n_one = one->field.values[0].n_captions;
  const guint n_other = other->field.values[0].n_captions;

  if (n_one != n_other)
    return n_one > n_other ? -1 : 1;

  return one->rank < other->rank ? -1 : 1;
}

static int
compare_varied (gconstpointer a, gconstpointer b)
{
  const Field *one = *(Field *const *) a;
  const Field *other = *(Field *const *) b;

  if (one->field.n_captions != other->field.n_captions)
    return one->field.n_captions > other->field.n_captions ? -1 : 1;

  return one->rank < other->rank ? -1 : 1;
}

static void
sort_fields (LbCaptionSurvey *self)
{
  GHashTableIter iter;
  gpointer data;

  g_hash_table_iter_init (&iter, self->fields);
  while (g_hash_table_iter_next (&iter, NULL, &data))
    {
      Field *field = data;

      list_values (field);
      if (is_shared (field, self->n_captions))
        g_ptr_array_add (self->shared, field);
      else if (field->field.n_values >= 2 && field->field.n_captions >= 2 && !is_free_text (field))
        g_ptr_array_add (self->varied, field);
    }

  g_ptr_array_sort (self->shared, compare_shared);
  g_ptr_array_sort (self->varied, compare_varied);
}

/**
 * lb_caption_survey_new:
 * @captions: (array length=n_captions): texts of captions, valid ones or not
 * @n_captions: their number
 *
 * Counts what they say. Takes some ten microseconds a caption: many are for another thread.
 *
 * Returns: (transfer full): a survey
 */
LbCaptionSurvey *
lb_caption_survey_new (const char *const *captions, gsize n_captions)
{
  LbCaptionSurvey *self = g_object_new (LB_TYPE_CAPTION_SURVEY, NULL);

  g_return_val_if_fail (captions != NULL || n_captions == 0, self);

  count_captions (self, captions, n_captions);
  sort_fields (self);
  return self;
}

guint
lb_caption_survey_get_n_captions (LbCaptionSurvey *self)
{
  g_return_val_if_fail (LB_IS_CAPTION_SURVEY (self), 0);

  return self->n_captions;
}

guint
lb_caption_survey_get_n_invalid (LbCaptionSurvey *self)
{
  g_return_val_if_fail (LB_IS_CAPTION_SURVEY (self), 0);

  return self->n_invalid;
}

const LbSurveyField *
lb_caption_survey_find (LbCaptionSurvey *self, const char *path)
{
  g_return_val_if_fail (LB_IS_CAPTION_SURVEY (self), NULL);
  g_return_val_if_fail (path != NULL, NULL);

  return g_hash_table_lookup (self->fields, path);
}

/**
 * lb_caption_survey_get_shared:
 * @self: a survey
 *
 * The fields in which at least 60 % of the captions, and no fewer than two, have the same value;
 * those with the most such captions first, then in the order of the contract. Where an object is
 * and how big it looks there (location, relative_size, number_of_objects) is never among them.
 *
 * Returns: (transfer none) (element-type LbSurveyField): the value they share is the first of each
 */
GPtrArray *
lb_caption_survey_get_shared (LbCaptionSurvey *self)
{
  g_return_val_if_fail (LB_IS_CAPTION_SURVEY (self), NULL);

  return self->shared;
}

/**
 * lb_caption_survey_get_varied:
 * @self: a survey
 *
 * The other fields that at least two captions have, with two values or more; those that most
 * captions have first, then in the order of the contract. Left out is free text: a field of which
 * more than three quarters of what is said is new, in more than 24 characters on average.
 *
 * Returns: (transfer none) (element-type LbSurveyField)
 */
GPtrArray *
lb_caption_survey_get_varied (LbCaptionSurvey *self)
{
  g_return_val_if_fail (LB_IS_CAPTION_SURVEY (self), NULL);

  return self->varied;
}
