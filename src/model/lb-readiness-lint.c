#include "model/lb-readiness-lint.h"

#include <string.h>

#include "base/lb-json.h"
#include "model/lb-query-node.h"
#include "model/lb-said-value.h"

#define FEW_OF_ONE_THING 20
#define FEW_OF_A_STYLE 10
#define LEAST_CAPTIONS 5
#define IDENTITY_PERCENT 80

void
lb_lint_finding_free (LbLintFinding *self)
{
  g_free (self->text);
  g_free (self->path);
  g_free (self->query);
  g_free (self);
}

static LbLintFinding *
add_finding (GPtrArray *findings, LbLintKind kind, guint n_images, guint n_of)
{
  LbLintFinding *finding = g_new0 (LbLintFinding, 1);

  finding->kind = kind;
  finding->n_images = n_images;
  finding->n_of = n_of;
  g_ptr_array_add (findings, finding);

  return finding;
}

static gboolean
is_one_of (const char *ip_type, const char *const *types)
{
  return ip_type != NULL && g_strv_contains (types, ip_type);
}

static gboolean
is_of_one_thing (const LbLintSubject *subject)
{
  static const char *const types[] = { "defined_character", "object_variants", "character_variants",
                                       NULL };

  return is_one_of (subject->ip_type, types);
}

static gboolean
is_of_a_style (const LbLintSubject *subject)
{
  static const char *const types[] = { "stylized_scene", "multi_object_set", "icons", NULL };

  return is_one_of (subject->ip_type, types);
}

static void
look_for_few (LbQuerySet *set, const LbLintSubject *subject, GPtrArray *findings)
{
  const guint n_images = lb_query_set_get_length (set);
  const guint n_wanted = is_of_one_thing (subject) ? FEW_OF_ONE_THING : FEW_OF_A_STYLE;

  if (n_images > 0 && n_images < n_wanted)
    add_finding (findings, LB_LINT_FEW, n_images, n_wanted);
}

/* Whether @query finds @text as whole words in @words, which are no caption. */
static gboolean
has_words (const char *words, const char *query)
{
  g_autoptr (LbQueryPaths) paths = lb_query_paths_new ();
  g_autoptr (LbQuerySet) set = lb_query_set_new (paths);
  g_autoptr (LbQueryRecord) record = lb_query_record_new (paths, NULL, words, FALSE);
  const LbQueryFacts facts = { 0 };

  lb_query_set_add (set, record, &facts);
  return lb_query_set_count (set, query) > 0;
}

/* (transfer full) */
static char *
write_words (LbQueryField field, const char *path, const char *text)
{
  g_autoptr (LbQueryNode) node = lb_query_node_new (field, path, LB_QUERY_WORDS, text);

  return lb_query_node_format (node);
}

static void
look_for_words (LbQuerySet *set,
                LbLintKind kind,
                const char *words,
                const char *text,
                const char *path,
                guint n_captions,
                GPtrArray *findings)
{
  g_autofree char *query = g_strdup_printf ("caption:* AND NOT %s", words);
  const guint n_without = lb_query_set_count (set, query);
  LbLintFinding *finding = NULL;

  if (n_without == 0)
    return;

  finding = add_finding (findings, kind, n_without, n_captions);
  finding->text = g_strdup (text);
  finding->path = g_strdup (path);
  finding->query = g_steal_pointer (&query);
}

static void
look_for_name (LbQuerySet *set, const LbLintSubject *subject, guint n_captions, GPtrArray *findings)
{
  g_autofree char *name = g_strstrip (g_strdup (subject->ip_name != NULL ? subject->ip_name : ""));
  g_autofree char *words = NULL;

  if (*name == '\0')
    return;

  words = write_words (LB_QUERY_CAPTION, NULL, name);
  if (!subject->is_prompt && subject->prefix != NULL && has_words (subject->prefix, words))
    return;

  look_for_words (set, LB_LINT_NO_NAME, words, name, NULL, n_captions, findings);
}

static void
look_for_medium (LbQuerySet *set,
                 const LbLintSubject *subject,
                 guint n_captions,
                 GPtrArray *findings)
{
  g_autoptr (LbJsonDocument) schema =
    subject->schema != NULL ? lb_json_document_new (subject->schema, -1, NULL) : NULL;
  const LbJsonNode *root = schema != NULL ? lb_json_document_get_root (schema) : NULL;
  const LbJsonNode *medium = root != NULL && root->type == LB_JSON_OBJECT
                               ? lb_json_node_member (root, "style_medium")
                               : NULL;
  g_autofree char *text = NULL;
  g_autofree char *words = NULL;

  if (!subject->is_prompt || medium == NULL || medium->type != LB_JSON_STRING)
    return;

  text = g_strstrip (g_strdup (medium->string));
  if (g_str_has_suffix (text, "."))
    text[strlen (text) - 1] = '\0';
  if (*text == '\0')
    return;

  words = write_words (LB_QUERY_PATH, "style_medium", text);
  look_for_words (set, LB_LINT_SCHEMA_WORD, words, text, "style_medium", n_captions, findings);
}

/* (transfer full): all that the schema says, to look for values in. */
static char *
read_schema (const char *schema)
{
  g_autoptr (LbQueryPaths) paths = lb_query_paths_new ();
  g_autoptr (LbQueryRecord) record = lb_query_record_new (paths, NULL, schema, TRUE);
  g_autofree char *text = NULL;
  gsize length = 0;
  const char *said = lb_query_record_get_text (record, &length);

  text = g_strndup (said, length);
  return g_strdelimit (g_steal_pointer (&text), "-_", ' ');
}

static void
look_in_field (
  LbQuerySet *set, const char *path, const char *schema_text, guint n_captions, GPtrArray *findings)
{
  const char *const paths[] = { path, NULL };
  g_autoptr (GHashTable) spellings = lb_said_values_count (set, paths);
  g_autoptr (GPtrArray) values = lb_said_values_join (spellings);
  const LbSaidValue *top = values->len > 0 ? g_ptr_array_index (values, 0) : NULL;
  g_autofree char *plain = top != NULL ? lb_said_value_plain (top->label) : NULL;
  g_autofree char *query = NULL;
  guint n_images = 0;
  LbLintFinding *finding = NULL;

  if (top == NULL || *plain == '\0' || strstr (schema_text, plain) != NULL)
    return;

  query = lb_said_value_write (top, path);
  n_images = lb_query_set_count (set, query);
  if (n_images * 100 < n_captions * IDENTITY_PERCENT)
    return;

  finding = add_finding (findings, LB_LINT_IDENTITY, n_images, n_captions);
  finding->text = g_strdup (top->label);
  finding->path = g_strdup (path);
  finding->query = g_steal_pointer (&query);
}

static void
look_for_identity (LbQuerySet *set,
                   const LbLintSubject *subject,
                   guint n_captions,
                   GPtrArray *findings)
{
  static const char *const of_one_thing[] = {
    "objects[].description",
    "objects[].shape_and_color",
    "objects[].texture",
    "objects[].appearance_details",
    "objects[].skin_tone_and_texture",
    "objects[].clothing",
    NULL,
  };
  static const char *const of_a_style[] = { "style_medium", "artistic_style",
                                            "aesthetics.color_scheme", "objects[].texture", NULL };
  g_autofree char *schema = read_schema (subject->schema);
  const char *const *paths = is_of_one_thing (subject) ? of_one_thing
                             : is_of_a_style (subject) ? of_a_style
                                                       : NULL;

  if (!subject->is_prompt || n_captions < LEAST_CAPTIONS)
    return;

  for (guint i = 0; paths != NULL && paths[i] != NULL; i++)
    look_in_field (set, paths[i], schema, n_captions, findings);
}

GPtrArray *
lb_readiness_lint_find (LbQuerySet *set, const LbLintSubject *subject)
{
  GPtrArray *findings = g_ptr_array_new_with_free_func ((GDestroyNotify) lb_lint_finding_free);
  guint n_captions = 0;

  g_return_val_if_fail (set != NULL, findings);
  g_return_val_if_fail (subject != NULL, findings);

  n_captions = lb_query_set_count (set, "caption:*");
  look_for_few (set, subject, findings);
  look_for_name (set, subject, n_captions, findings);
  look_for_medium (set, subject, n_captions, findings);
  look_for_identity (set, subject, n_captions, findings);

  return findings;
}
