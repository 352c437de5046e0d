/* Judges a prompt by the tables of lb-prompt-schema.c. */
#include "model/lb-prompt.h"

#include "model/lb-prompt-path.h"
#include "model/lb-prompt-private.h"
#include "model/lb-prompt-schema.h"

#include <gio/gio.h>
#include <string.h>

typedef struct
{
  LbPromptIssueKind kind;
  gsize offset;
  char *path; /* (owned) */
  char *what; /* (owned) the message without the line */
} Finding;

typedef struct
{
  GPtrArray *findings; /* (owned) (element-type Finding) */
  GString *path;       /* (owned) of the value being judged */
} Judge;

static void
finding_free (Finding *finding)
{
  g_free (finding->path);
  g_free (finding->what);
  g_free (finding);
}

/* How messages call the place being judged. */
static const char *
place (const Judge *self)
{
  return self->path->len > 0 ? self->path->str : "the document";
}

/* Takes @what. */
static void
report (Judge *self, LbPromptIssueKind kind, gsize offset, char *what)
{
  Finding *finding = g_new0 (Finding, 1);

  finding->kind = kind;
  finding->offset = offset;
  finding->path = g_strdup (self->path->str);
  finding->what = what;
  g_ptr_array_add (self->findings, finding);
}

static const char *
describe_type (LbJsonType type)
{
  switch (type)
    {
    case LB_JSON_NULL:    return "null";
    case LB_JSON_BOOLEAN: return "true or false";
    case LB_JSON_NUMBER:  return "a number";
    case LB_JSON_STRING:  return "a text";
    case LB_JSON_ARRAY:   return "a list";
    case LB_JSON_OBJECT:  return "an object";
    default:              g_return_val_if_reached ("something else");
    }
}

static const char *
describe_kind (LbPromptFieldKind kind)
{
  switch (kind)
    {
    case LB_PROMPT_FIELD_TEXT:    return "a text";
    case LB_PROMPT_FIELD_SCORE:   return "a text";
    case LB_PROMPT_FIELD_INTEGER: return "a whole number";
    case LB_PROMPT_FIELD_OBJECT:  return "an object";
    case LB_PROMPT_FIELD_LIST:    return "a list of objects";
    case LB_PROMPT_FIELD_LOOSE:   return "a text, a list of texts or an object";
    default:                      g_return_val_if_reached ("something else");
    }
}

static LbPromptIssueKind
issue_of_kind (LbPromptFieldKind kind)
{
  switch (kind)
    {
    case LB_PROMPT_FIELD_INTEGER: return LB_PROMPT_ISSUE_NOT_INTEGER;
    case LB_PROMPT_FIELD_OBJECT:  return LB_PROMPT_ISSUE_NOT_OBJECT;
    case LB_PROMPT_FIELD_LIST:    return LB_PROMPT_ISSUE_NOT_LIST;
    case LB_PROMPT_FIELD_LOOSE:   return LB_PROMPT_ISSUE_NOT_LOOSE;
    case LB_PROMPT_FIELD_TEXT:
    case LB_PROMPT_FIELD_SCORE:
    default:                      return LB_PROMPT_ISSUE_NOT_TEXT;
    }
}

static void
report_type (Judge *self, const LbJsonNode *node, LbPromptFieldKind kind)
{
  const gboolean fraction = kind == LB_PROMPT_FIELD_INTEGER && node->type == LB_JSON_NUMBER;

  report (self, issue_of_kind (kind), node->start,
          g_strdup_printf ("%s must be %s, not %s", place (self), describe_kind (kind),
                           fraction ? node->string : describe_type (node->type)));
}

/* Whether a number in any spelling, such as 3, 3.0 or 1e5, is whole. */
static gboolean
is_whole (const char *number)
{
  const char *exponent = strpbrk (number, "eE");
  const char *end = exponent ? exponent : number + strlen (number);
  const char *point = memchr (number, '.', end - number);
  const char *last = end;
  gint64 needed;

  while (last > number && (last[-1] == '0' || last[-1] == '.' || last[-1] == '-'))
    last--;
  if (last == number)
    return TRUE; /* zero */

  if (point && last > point)
    needed = last - point - 1;
  else
    needed = -((point ? point : end) - last);

  return !exponent ? needed <= 0 : g_ascii_strtoll (exponent + 1, NULL, 10) >= needed;
}

static void
judge_score (Judge *self, const LbJsonNode *node)
{
  const char *const *scores = lb_prompt_schema_get_scores ();
  g_autofree char *list = NULL;

  if (node->type != LB_JSON_STRING)
    {
      report_type (self, node, LB_PROMPT_FIELD_SCORE);
      return;
    }
  if (g_strv_contains (scores, node->string))
    return;

  list = g_strjoinv (", ", (char **) scores);
  report (self, LB_PROMPT_ISSUE_VALUE, node->start,
          g_strdup_printf ("%s must be one of: %s", place (self), list));
}

static void judge_members (Judge *self, const LbJsonNode *node, const LbPromptShape *shape);
static void judge_inside (Judge *self, const LbJsonNode *node);

static void
judge_list (Judge *self, const LbJsonNode *node, const LbPromptShape *shape)
{
  const gsize length = self->path->len;

  for (guint i = 0; i < lb_json_node_length (node); i++)
    {
      const LbJsonNode *child = lb_json_node_element (node, i);

      lb_prompt_path_append_index (self->path, i);
      if (child->type == LB_JSON_OBJECT)
        judge_members (self, child, shape);
      else
        report_type (self, child, LB_PROMPT_FIELD_OBJECT);
      g_string_truncate (self->path, length);
    }
}

static void
judge_loose (Judge *self, const LbJsonNode *node)
{
  gboolean fits = node->type == LB_JSON_STRING || node->children;

  for (guint i = 0; node->type == LB_JSON_ARRAY && i < lb_json_node_length (node); i++)
    fits = fits && lb_json_node_element (node, i)->type == LB_JSON_STRING;

  if (!fits)
    report_type (self, node, LB_PROMPT_FIELD_LOOSE);
  judge_inside (self, node);
}

static void
judge_value (Judge *self, const LbJsonNode *node, const LbPromptField *field)
{
  gboolean fits = TRUE;

  if (node->type == LB_JSON_NULL && field->nullable)
    return;

  switch (field->kind)
    {
    case LB_PROMPT_FIELD_TEXT: fits = node->type == LB_JSON_STRING; break;
    case LB_PROMPT_FIELD_INTEGER:
      fits = node->type == LB_JSON_NUMBER && is_whole (node->string);
      break;
    case LB_PROMPT_FIELD_OBJECT:
      fits = node->type == LB_JSON_OBJECT;
      if (fits)
        judge_members (self, node, field->shape);
      break;
    case LB_PROMPT_FIELD_LIST:
      fits = node->type == LB_JSON_ARRAY;
      if (fits)
        judge_list (self, node, field->shape);
      break;
    case LB_PROMPT_FIELD_SCORE: judge_score (self, node); break;
    case LB_PROMPT_FIELD_LOOSE: judge_loose (self, node); break;
    default:                    g_return_if_reached ();
    }

  if (!fits)
    report_type (self, node, field->kind);
}

static void
judge_unknown (Judge *self, const LbJsonNode *node, const LbPromptShape *shape)
{
  if (shape && shape->only_texts && node->type != LB_JSON_STRING && node->type != LB_JSON_NULL)
    report_type (self, node, LB_PROMPT_FIELD_TEXT);

  judge_inside (self, node);
}

/* @shape: (nullable): NULL for an object of which the contract says nothing. */
static void
judge_member (Judge *self, const LbJsonNode *node, const LbPromptShape *shape)
{
  const LbPromptField *field = shape ? lb_prompt_shape_find (shape, node->key) : NULL;
  const gsize length = self->path->len;

  lb_prompt_path_append_key (self->path, node->key);
  if (node->duplicate)
    report (self, LB_PROMPT_ISSUE_DUPLICATE, node->key_start,
            g_strdup_printf ("%s is there twice", place (self)));
  if (field)
    judge_value (self, node, field);
  else
    judge_unknown (self, node, shape);
  g_string_truncate (self->path, length);
}

/* Looks for keys used twice in a value that the contract leaves open. */
static void
judge_inside (Judge *self, const LbJsonNode *node)
{
  const gsize length = self->path->len;

  for (guint i = 0; i < lb_json_node_length (node); i++)
    {
      const LbJsonNode *child = lb_json_node_element (node, i);

      if (child->key)
        {
          judge_member (self, child, NULL);
          continue;
        }
      lb_prompt_path_append_index (self->path, i);
      judge_inside (self, child);
      g_string_truncate (self->path, length);
    }
}

static void
judge_members (Judge *self, const LbJsonNode *node, const LbPromptShape *shape)
{
  const gsize length = self->path->len;

  if (shape->not_empty && lb_json_node_length (node) == 0)
    report (self, LB_PROMPT_ISSUE_EMPTY, node->start,
            g_strdup_printf ("%s is empty", place (self)));

  for (guint i = 0; i < shape->n_fields; i++)
    {
      const LbPromptField *field = &shape->fields[i];

      if (!field->required || lb_json_node_member (node, field->key))
        continue;
      lb_prompt_path_append_key (self->path, field->key);
      report (self, LB_PROMPT_ISSUE_MISSING, node->start,
              g_strdup_printf ("%s is missing", place (self)));
      g_string_truncate (self->path, length);
    }

  for (guint i = 0; i < lb_json_node_length (node); i++)
    judge_member (self, lb_json_node_element (node, i), shape);
}

/* Findings come in document order but for what is reported at its parent, hence stable. */
static int
compare_findings (gconstpointer a, gconstpointer b, gpointer data)
{
  const Finding *left = *(const Finding *const *) a;
  const Finding *right = *(const Finding *const *) b;

  return (left->offset > right->offset) - (left->offset < right->offset);
}

/* Finds all lines in one pass over the text. */
static GListModel *
locate (GPtrArray *findings, const char *text)
{
  GListStore *issues = g_list_store_new (LB_TYPE_PROMPT_ISSUE);
  gsize pos = 0;
  guint line = 1;
  guint column = 1;

  g_sort_array (findings->pdata, findings->len, sizeof (gpointer), compare_findings, NULL);
  for (guint i = 0; i < findings->len; i++)
    {
      const Finding *finding = g_ptr_array_index (findings, i);
      g_autoptr (LbPromptIssue) issue = NULL;
      g_autofree char *message = NULL;
      guint lines;
      guint columns;

      lb_json_locate (text + pos, finding->offset - pos, &lines, &columns);
      column = lines > 1 ? columns : column + columns - 1;
      line += lines - 1;
      pos = finding->offset;

      message = g_strdup_printf ("line %u, %s", line, finding->what);
      issue = lb_prompt_issue_new (finding->kind, finding->path, line, column, message);
      g_list_store_append (issues, issue);
    }

  return G_LIST_MODEL (issues);
}

/* What is missing is placed at the object that lacks it, a key used twice at its second use. */
GListModel *
lb_prompt_validate (LbPrompt *self, LbPromptKind kind)
{
  Judge judge = { 0 };
  GListModel *issues;

  g_return_val_if_fail (LB_IS_PROMPT (self), NULL);

  judge.findings = g_ptr_array_new_with_free_func ((GDestroyNotify) finding_free);
  judge.path = g_string_new (NULL);
  judge_members (&judge, lb_prompt_get_root (self), lb_prompt_schema_get_root (kind));
  issues = locate (judge.findings, lb_prompt_get_text (self));

  g_string_free (judge.path, TRUE);
  g_ptr_array_unref (judge.findings);

  return issues;
}

gboolean
lb_prompt_is_valid (LbPrompt *self, LbPromptKind kind)
{
  g_autoptr (GListModel) issues = lb_prompt_validate (self, kind);

  return issues && g_list_model_get_n_items (issues) == 0;
}
