#include "model/lb-prompt-schema.h"
#include "model/lb-prompt.h"

#include "base/lb-json.h"

#include <gio/gio.h>
#include <pthread.h>
#include <string.h>

#define FULL                                                                                       \
  "\"short_description\":\"s\",\"objects\":[],\"background_setting\":\"b\","                       \
  "\"lighting\":{\"conditions\":\"c\",\"direction\":\"d\"},"                                       \
  "\"aesthetics\":{\"composition\":\"c\",\"color_scheme\":\"s\",\"mood_atmosphere\":\"m\"},"       \
  "\"context\":\"c\""
#define THING "\"description\":\"d\",\"location\":\"l\",\"relationship\":\"r\""

typedef struct
{
  LbPromptKind kind;
  const char *text;
  const char *issues; /* "kind path line:column" of each, with semicolons between */
} Case;

static const Case cases[] = {
  { LB_PROMPT_CAPTION, "{" FULL "}", "" },
  { LB_PROMPT_CAPTION, "{" FULL ",\"x\":[{\"y\":1}]}", "" },
  { LB_PROMPT_CAPTION,
    "{" FULL ",\"style_medium\":null,\"text_render\":null,\"artistic_style\":null}", "" },
  { LB_PROMPT_CAPTION, "{" FULL ",\"text_render\":[],\"edit_instruction\":\"e\"}", "" },
  { LB_PROMPT_CAPTION, "{" FULL ",\"photographic_characteristics\":null}", "" },
  { LB_PROMPT_CAPTION, "{" FULL ",\"style_medium\":1}", "not-text style_medium 1:" },
  { LB_PROMPT_CAPTION, "{" FULL ",\n\"style_medium\": true}", "not-text style_medium 2:17" },
  { LB_PROMPT_CAPTION, "{" FULL ",\n\"text_render\": {}}", "not-list text_render 2:16" },
  { LB_PROMPT_CAPTION, "{" FULL ",\n\"text_render\": [1,{}]}",
    "not-object text_render[0] 2:17;missing text_render[1].text 2:19;missing "
    "text_render[1].location 2:19;"
    "missing text_render[1].size 2:19;missing text_render[1].color 2:19;missing "
    "text_render[1].font 2:19" },
  { LB_PROMPT_CAPTION,
    "{" FULL ",\n\"photographic_characteristics\": {\"focus\":null,\n\"depth_of_field\":\"d\"}}",
    "missing photographic_characteristics.camera_angle 2:33;"
    "missing photographic_characteristics.lens_focal_length 2:33;"
    "not-text photographic_characteristics.focus 2:42" },
  { LB_PROMPT_CAPTION, "{" FULL ",\n\"context\":\"twice\"}", "duplicate context 2:1" },
  { LB_PROMPT_CAPTION, "{" FULL ",\n\"x\":[{\"\xc3\xa9\":1,\"\xc3\xa9\":2}]}",
    "duplicate x[0][\"\xc3\xa9\"] 2:13" },
  { LB_PROMPT_CAPTION, "{\n}",
    "missing short_description 1:1;missing objects 1:1;missing background_setting 1:1;missing "
    "lighting 1:1;missing aesthetics "
    "1:1;"
    "missing context 1:1" },
  { LB_PROMPT_SCHEMA, "{}", "empty  1:1" },
  { LB_PROMPT_SCHEMA, "{\"anything\":{\"a\":[1]}}", "" },
  { LB_PROMPT_SCHEMA, "{\"style\":\"a\",\"colors\":[\"a\",\"b\"]}", "" },
  { LB_PROMPT_SCHEMA, "{\"style\":null,\"colors\":{\"a\":1}}", "" },
  { LB_PROMPT_SCHEMA, "{\"style\":1}", "not-loose style 1:10" },
  { LB_PROMPT_SCHEMA, "{\"style\":[1]}", "not-loose style 1:10" },
  { LB_PROMPT_SCHEMA, "{\"style\":{\"a\":1,\"a\":2}}", "duplicate style.a 1:17" },
  { LB_PROMPT_SCHEMA, "{\"objects\":[{}]}", "empty objects[0] 1:13" },
  { LB_PROMPT_SCHEMA, "{\"objects\":[{\"pose\":null,\"hat\":\"red\"}]}", "" },
  { LB_PROMPT_SCHEMA, "{\"objects\":[{\"hat\":1}]}", "not-text objects[0].hat 1:20" },
  { LB_PROMPT_SCHEMA, "{\"objects\":[{\"number_of_objects\":3}]}", "" },
  { LB_PROMPT_SCHEMA, "{\"objects\":null,\"lighting\":null,\"text_render\":null}", "" },
  { LB_PROMPT_SCHEMA, "{\"objects\":{}}", "not-list objects 1:12" },
  { LB_PROMPT_SCHEMA, "{\"lighting\":{}}", "" },
  { LB_PROMPT_SCHEMA, "{\"lighting\":\"dawn\"}", "not-object lighting 1:13" },
  { LB_PROMPT_SCHEMA, "{\"lighting\":{\"odd key\":[]}}", "not-text lighting[\"odd key\"] 1:24" },
  { LB_PROMPT_SCHEMA, "{\"aesthetics\":{\"preference_score\":\"any\"}}", "" },
  { LB_PROMPT_SCHEMA, "{\"context\":1}", "not-text context 1:12" },
};

static const char *const kinds[] = {
  [LB_PROMPT_ISSUE_SYNTAX] = "syntax",         [LB_PROMPT_ISSUE_MISSING] = "missing",
  [LB_PROMPT_ISSUE_NOT_TEXT] = "not-text",     [LB_PROMPT_ISSUE_NOT_INTEGER] = "not-integer",
  [LB_PROMPT_ISSUE_NOT_OBJECT] = "not-object", [LB_PROMPT_ISSUE_NOT_LIST] = "not-list",
  [LB_PROMPT_ISSUE_NOT_LOOSE] = "not-loose",   [LB_PROMPT_ISSUE_VALUE] = "value",
  [LB_PROMPT_ISSUE_EMPTY] = "empty",           [LB_PROMPT_ISSUE_DUPLICATE] = "duplicate",
};

static char *
list_issues (LbPrompt *prompt, LbPromptKind kind)
{
  g_autoptr (GListModel) issues = lb_prompt_validate (prompt, kind);
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (issues); i++)
    {
      g_autoptr (LbPromptIssue) issue = g_list_model_get_item (issues, i);
      g_autofree char *start = g_strdup_printf ("line %u, ", lb_prompt_issue_get_line (issue));

      g_assert_true (g_str_has_prefix (lb_prompt_issue_get_message (issue), start));
      g_string_append_printf (out, "%s%s %s %u:%u", i ? ";" : "",
                              kinds[lb_prompt_issue_get_kind (issue)],
                              lb_prompt_issue_get_path (issue), lb_prompt_issue_get_line (issue),
                              lb_prompt_issue_get_column (issue));
    }

  return g_string_free_and_steal (g_steal_pointer (&out));
}

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LbPrompt) prompt = lb_prompt_new (cases[i].text, NULL);
      g_autofree char *issues = list_issues (prompt, cases[i].kind);

      g_test_message ("%s", cases[i].text);
      if (g_str_has_suffix (cases[i].issues, ":"))
        g_assert_true (g_str_has_prefix (issues, cases[i].issues));
      else
        g_assert_cmpstr (issues, ==, cases[i].issues);
      g_assert_cmpint (lb_prompt_is_valid (prompt, cases[i].kind), ==, !*cases[i].issues);
    }
}

static void
test_messages (void)
{
  static const struct
  {
    const char *text;
    const char *message;
  } messages[] = {
    { "{\n\"lighting\":\n{\"conditions\":\"c\"}}", "line 3, lighting.direction is missing" },
    { "{\n\"lighting\":\"dawn\"}", "line 2, lighting must be an object, not a text" },
    { "{\"objects\":3}", "line 1, objects must be a list of objects, not a number" },
    { "{\"objects\":[null]}", "line 1, objects[0] must be an object, not null" },
    { "{\"context\":[]}", "line 1, context must be a text, not a list" },
    { "{\"context\":\"\",\n\"context\":\"\"}", "line 2, context is there twice" },
    { "{\"objects\":[{\"number_of_objects\":1.5}]}",
      "line 1, objects[0].number_of_objects must be a whole number, not 1.5" },
    { "{\"aesthetics\":{\"preference_score\":\"best\"}}",
      "line 1, aesthetics.preference_score must be one of: very low, low, medium, high, very "
      "high" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (messages); i++)
    {
      g_autoptr (LbPrompt) prompt = lb_prompt_new (messages[i].text, NULL);
      g_autoptr (GListModel) issues = lb_prompt_validate (prompt, LB_PROMPT_CAPTION);
      gboolean found = FALSE;

      for (guint k = 0; k < g_list_model_get_n_items (issues); k++)
        {
          g_autoptr (LbPromptIssue) issue = g_list_model_get_item (issues, k);

          found |= g_str_equal (lb_prompt_issue_get_message (issue), messages[i].message);
        }
      g_test_message ("%s", messages[i].message);
      g_assert_true (found);
    }
}

static void
test_whole_numbers (void)
{
  static const struct
  {
    const char *number;
    gboolean whole;
  } numbers[] = {
    { "0", TRUE },
    { "-0", TRUE },
    { "0.0", TRUE },
    { "0e9", TRUE },
    { "0.000e-9", TRUE },
    { "3", TRUE },
    { "-3", TRUE },
    { "3.0", TRUE },
    { "3.10", FALSE },
    { "3.5", FALSE },
    { "3.5e1", TRUE },
    { "3.55e1", FALSE },
    { "1e5", TRUE },
    { "1E+5", TRUE },
    { "1e-1", FALSE },
    { "10e-1", TRUE },
    { "100e-2", TRUE },
    { "100e-3", FALSE },
    { "1.00e-1", FALSE },
    { "10.0e-1", TRUE },
    { "12345678901234567890", TRUE },
    { "1e999999999999999999999", TRUE },
    { "null", TRUE },
    { "\"3\"", FALSE },
    { "true", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autoptr (LbPrompt) prompt = lb_prompt_new ("{" FULL "}", NULL);
      g_autofree char *thing =
        g_strdup_printf ("[{" THING ",\"number_of_objects\":%s}]", numbers[i].number);
      g_autoptr (LbPrompt) with = lb_prompt_set (prompt, "objects", thing, NULL);

      g_test_message ("%s", numbers[i].number);
      g_assert_cmpint (lb_prompt_is_valid (with, LB_PROMPT_CAPTION), ==, numbers[i].whole);
    }
}

/* The examples of the contract. */
static void
test_examples (void)
{
  static const struct
  {
    const char *name;
    LbPromptKind kind;
    gboolean has_nulls; /* which R62 drops */
  } examples[] = {
    { "structured-prompt.illustration.json", LB_PROMPT_CAPTION, TRUE },
    { "structured-prompt.photo.json", LB_PROMPT_CAPTION, FALSE },
    { "visual-schema.character.json", LB_PROMPT_SCHEMA, FALSE },
    { "visual-schema.style.json", LB_PROMPT_SCHEMA, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (examples); i++)
    {
      g_autofree char *file =
        g_test_build_filename (G_TEST_DIST, "contract", "examples", examples[i].name, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (LbPrompt) prompt = NULL;
      g_autoptr (LbPrompt) repaired = NULL;
      g_autofree char *text = NULL;
      g_autofree char *issues = NULL;
      gboolean changed = -1;

      g_file_get_contents (file, &text, NULL, &error);
      g_assert_no_error (error);
      prompt = lb_prompt_new (text, &error);
      g_assert_no_error (error);
      issues = list_issues (prompt, examples[i].kind);
      g_assert_cmpstr (issues, ==, "");

      repaired = lb_prompt_new_repaired (g_strchomp (text), examples[i].kind, &changed, &error);
      g_assert_no_error (error);
      g_assert_cmpint (changed, ==, examples[i].has_nulls);
      g_assert_true (lb_prompt_is_valid (repaired, examples[i].kind));
      if (!examples[i].has_nulls)
        g_assert_cmpstr (lb_prompt_get_text (repaired), ==, text);
    }
}

/* A recursion as deep as documents get, on the small stack of a worker. */
static gpointer
judge_deep (gpointer data)
{
  g_autoptr (GString) text = g_string_new ("{\"style\":");
  g_autoptr (GString) other = NULL;
  g_autoptr (LbPrompt) prompt = NULL;
  g_autoptr (LbPrompt) changed = NULL;
  g_autoptr (GListModel) issues = NULL;
  g_autoptr (GListModel) changes = NULL;
  g_autofree char *formatted = NULL;
  g_autofree char *summary = NULL;

  for (guint i = 0; i < 31; i++)
    g_string_append (text, "[{\"a\":");
  other = g_string_new (text->str);
  g_string_append (text, "1");
  g_string_append (other, "2");
  for (guint i = 0; i < 31; i++)
    {
      g_string_append (text, "}]");
      g_string_append (other, "}]");
    }
  g_string_append (text, "}");
  g_string_append (other, "}");

  prompt = lb_prompt_new_repaired (text->str, LB_PROMPT_SCHEMA, NULL, NULL);
  changed = lb_prompt_new (other->str, NULL);
  issues = lb_prompt_validate (prompt, LB_PROMPT_SCHEMA);
  changes = lb_prompt_diff (prompt, changed);
  formatted = lb_prompt_format (prompt);
  summary = lb_prompt_summarise (prompt);
  g_assert_cmpuint (g_list_model_get_n_items (issues), ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (changes), ==, 1);

  return data;
}

static void
test_small_stack (void)
{
  pthread_attr_t attributes;
  pthread_t thread;

  pthread_attr_init (&attributes);
  g_assert_cmpint (pthread_attr_setstacksize (&attributes, 256 * 1024), ==, 0);
  g_assert_cmpint (pthread_create (&thread, &attributes, judge_deep, NULL), ==, 0);
  g_assert_cmpint (pthread_join (thread, NULL), ==, 0);
  pthread_attr_destroy (&attributes);
}

/* A schema of the contract as a document, for looking up its references. */
typedef struct
{
  LbJsonDocument *document; /* (owned) */
  const LbJsonNode *root;
} Contract;

static void
contract_open (Contract *self, const char *name)
{
  g_autofree char *file = g_test_build_filename (G_TEST_DIST, "..", "data", "contract", name, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (file, &text, NULL, &error);
  g_assert_no_error (error);
  self->document = lb_json_document_new (text, -1, &error);
  g_assert_no_error (error);
  self->root = lb_json_document_get_root (self->document);
}

static const LbJsonNode *
resolve (const Contract *self, const LbJsonNode *node)
{
  const LbJsonNode *reference = lb_json_node_member (node, "$ref");

  if (!reference)
    return node;
  g_assert_true (g_str_has_prefix (reference->string, "#/$defs/"));

  return lb_json_node_member (lb_json_node_member (self->root, "$defs"),
                              reference->string + strlen ("#/$defs/"));
}

/* Adds what @node allows to @types and leaves in @inner the part that tells what is inside. */
static void
collect_types (const Contract *self,
               const LbJsonNode *node,
               GString *types,
               const LbJsonNode **inner)
{
  const LbJsonNode *alternatives;
  const LbJsonNode *type;

  node = resolve (self, node);
  alternatives = lb_json_node_member (node, "anyOf");
  for (guint i = 0; i < lb_json_node_length (alternatives); i++)
    collect_types (self, lb_json_node_element (alternatives, i), types, inner);

  type = lb_json_node_member (node, "type");
  if (!type)
    return;
  if (lb_json_node_member (node, "enum"))
    g_string_append (types, "enum ");
  if (type->type == LB_JSON_STRING)
    g_string_append_printf (types, "%s ", type->string);
  for (guint i = 0; i < lb_json_node_length (type); i++)
    g_string_append_printf (types, "%s ", lb_json_node_element (type, i)->string);
  if (strstr (types->str, "object") || strstr (types->str, "array"))
    *inner = *inner ? *inner : node;
}

static const char *
expected_types (const LbPromptField *field)
{
  switch (field->kind)
    {
    case LB_PROMPT_FIELD_TEXT:    return field->nullable ? "string null " : "string ";
    case LB_PROMPT_FIELD_SCORE:   return "enum string ";
    case LB_PROMPT_FIELD_INTEGER: return "integer null ";
    case LB_PROMPT_FIELD_OBJECT:  return field->nullable ? "object null " : "object ";
    case LB_PROMPT_FIELD_LIST:    return field->nullable ? "array null " : "array ";
    case LB_PROMPT_FIELD_LOOSE:   return "string null array object ";
    default:                      g_assert_not_reached ();
    }
}

static gboolean
is_required (const LbJsonNode *object, const char *key)
{
  const LbJsonNode *required = lb_json_node_member (object, "required");

  for (guint i = 0; i < lb_json_node_length (required); i++)
    if (g_str_equal (lb_json_node_element (required, i)->string, key))
      return TRUE;

  return FALSE;
}

static void
check_shape (const Contract *self, const LbJsonNode *object, const LbPromptShape *shape);

static void
check_field (const Contract *self, const LbJsonNode *node, const LbPromptField *field)
{
  g_autoptr (GString) types = g_string_new (NULL);
  const LbJsonNode *advice = lb_json_node_member (node, "x-advisory");
  const LbJsonNode *words = advice ? lb_json_node_member (advice, "maxWords") : NULL;
  const LbJsonNode *inner = NULL;

  g_assert_cmpint (field->advised_words, ==,
                   words ? (int) g_ascii_strtoll (words->string, NULL, 10) : 0);
  collect_types (self, node, types, &inner);
  g_assert_cmpstr (types->str, ==, expected_types (field));
  if (field->kind == LB_PROMPT_FIELD_OBJECT)
    check_shape (self, inner, field->shape);
  if (field->kind == LB_PROMPT_FIELD_LIST)
    check_shape (self, resolve (self, lb_json_node_member (inner, "items")), field->shape);
}

/* Same members in the same order; what the table knows beyond them falls under the rule for others.
 */
static void
check_shape (const Contract *self, const LbJsonNode *object, const LbPromptShape *shape)
{
  const LbJsonNode *properties = lb_json_node_member (object, "properties");
  const LbJsonNode *others = lb_json_node_member (object, "additionalProperties");
  const LbPromptField *previous = NULL;

  g_assert_cmpint (shape->only_texts, ==, others && others->type == LB_JSON_OBJECT);
  g_assert_cmpint (shape->not_empty, ==, lb_json_node_member (object, "minProperties") != NULL);
  for (guint i = 0; i < lb_json_node_length (properties); i++)
    {
      const LbJsonNode *property = lb_json_node_element (properties, i);
      const LbPromptField *field = lb_prompt_shape_find (shape, property->key);

      g_test_message ("%s", property->key);
      g_assert_nonnull (field);
      g_assert_true (field > previous);
      previous = field;
      g_assert_cmpint (field->required, ==, is_required (object, field->key));
      check_field (self, property, field);
    }
  for (guint i = 0; i < shape->n_fields; i++)
    if (!lb_json_node_member (properties, shape->fields[i].key))
      {
        g_assert_true (shape->only_texts);
        check_field (self, others, &shape->fields[i]);
      }
}

static void
test_tables (void)
{
  static const char *const names[] = { "structured-prompt.schema.json",
                                       "visual-schema.schema.json" };

  for (guint kind = 0; kind < G_N_ELEMENTS (names); kind++)
    {
      Contract contract;

      contract_open (&contract, names[kind]);
      check_shape (&contract, contract.root, lb_prompt_schema_get_root (kind));
      lb_json_document_unref (contract.document);
    }
}

static void
test_key_order (void)
{
  Contract contract;
  const LbJsonNode *order;
  const LbJsonNode *scores;
  const LbPromptField *fields;
  guint n;

  contract_open (&contract, "structured-prompt.schema.json");
  order = lb_json_node_member (contract.root, "x-key-order");
  fields = lb_prompt_schema_list_fields (LB_PROMPT_CAPTION, "", &n);
  g_assert_cmpuint (n, ==, lb_json_node_length (order) + 1);
  for (guint i = 0; i + 1 < n; i++)
    g_assert_cmpstr (fields[i].key, ==, lb_json_node_element (order, i)->string);

  scores = lb_json_node_member (lb_json_node_member (contract.root, "$defs"), "score");
  scores = lb_json_node_member (scores, "enum");
  g_assert_cmpuint (g_strv_length ((char **) lb_prompt_schema_get_scores ()), ==,
                    lb_json_node_length (scores));
  for (guint i = 0; i < lb_json_node_length (scores); i++)
    g_assert_cmpstr (lb_prompt_schema_get_scores ()[i], ==,
                     lb_json_node_element (scores, i)->string);
  lb_json_document_unref (contract.document);
}

static void
test_schema_paths (void)
{
  guint n;

  g_assert_cmpint (lb_prompt_schema_get_field (LB_PROMPT_CAPTION, "objects[7].pose")->kind, ==,
                   LB_PROMPT_FIELD_TEXT);
  g_assert_cmpint (lb_prompt_schema_get_field (LB_PROMPT_CAPTION, "objects")->kind, ==,
                   LB_PROMPT_FIELD_LIST);
  g_assert_true (lb_prompt_schema_get_field (LB_PROMPT_CAPTION, "lighting.direction")->required);
  g_assert_false (lb_prompt_schema_get_field (LB_PROMPT_SCHEMA, "lighting.direction")->required);
  g_assert_null (lb_prompt_schema_get_field (LB_PROMPT_CAPTION, ""));
  g_assert_null (lb_prompt_schema_get_field (LB_PROMPT_CAPTION, "objects[0]"));
  g_assert_null (lb_prompt_schema_get_field (LB_PROMPT_CAPTION, "objects.pose"));
  g_assert_null (lb_prompt_schema_get_field (LB_PROMPT_CAPTION, "lighting[0].direction"));
  g_assert_null (lb_prompt_schema_get_field (LB_PROMPT_CAPTION, "style"));
  g_assert_null (lb_prompt_schema_get_field (LB_PROMPT_CAPTION, "a..b"));
  g_assert_null (lb_prompt_schema_list_fields (LB_PROMPT_CAPTION, "context", &n));
  g_assert_cmpuint (n, ==, 0);
  g_assert_nonnull (lb_prompt_schema_list_fields (LB_PROMPT_CAPTION, "objects[0]", &n));
  g_assert_cmpuint (n, ==, 15);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/prompt-validate/cases", test_cases);
  g_test_add_func ("/prompt-validate/messages", test_messages);
  g_test_add_func ("/prompt-validate/whole-numbers", test_whole_numbers);
  g_test_add_func ("/prompt-validate/examples", test_examples);
  g_test_add_func ("/prompt-validate/small-stack", test_small_stack);
  g_test_add_func ("/prompt-schema/tables", test_tables);
  g_test_add_func ("/prompt-schema/key-order", test_key_order);
  g_test_add_func ("/prompt-schema/paths", test_schema_paths);

  return g_test_run ();
}
