#include "base/lb-error.h"
#include "base/lb-json.h"

#include <string.h>

/* JSON texts that must be read, by what they are about. */
static const char *const good[] = {
  "{}",
  "[]",
  " \t\r\n{ }\n",
  "null",
  "true",
  "false",
  "0",
  "-0",
  "-1",
  "10",
  "1.5",
  "0.1",
  "1e5",
  "1E5",
  "1e+5",
  "1e-5",
  "1.25e-300",
  "12345678901234567890",
  "1e999999",
  "123456789012345678901234567890.0000000000000000001",
  "\"\"",
  "\"a\"",
  "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
  "\"\\u0041\"",
  "\"\\u00e9\\u4E2D\"",
  "\"\\ud83d\\ude00\"",
  "\"\\uD83D\\uDE00x\"",
  "\"\\u0000\"",
  "\"\\uFFFF\"",
  "\"\xc3\xa9\"",
  "\"\xf0\x9f\x98\x80\"",
  "\"\x7f\"",
  "\"\xe2\x80\xa8\"",
  "\"// no comment\"",
  "[1]",
  "[1,2]",
  "[ 1 , 2 ]",
  "[[],[[]],{}]",
  "[null,true,false,\"\",0]",
  "{\"a\":1}",
  "{ \"a\" : 1 , \"b\" : 2 }",
  "{\"\":0}",
  "{\"a\":1,\"a\":2}",
  "{\"a\\u0062\":1}",
  "{\"a\":{\"a\":{\"a\":[]}}}",
  "{\"nan\":\"NaN\"}",
};

/* Texts that must be refused, and the byte at which. */
static const struct
{
  const char *text;
  gsize offset;
} bad[] = {
  { "", 0 },
  { " ", 1 },
  { "\xef\xbb\xbf{}", 0 },
  { "{", 1 },
  { "[", 1 },
  { "}", 0 },
  { "]", 0 },
  { "[}", 1 },
  { "{]", 1 },
  { "[1", 2 },
  { "[1,", 3 },
  { "[1,]", 3 },
  { "[,1]", 1 },
  { "[1 2]", 3 },
  { "[1]]", 3 },
  { "[1}", 2 },
  { "{}{}", 2 },
  { "{} x", 3 },
  { "{\"a\"", 4 },
  { "{\"a\":", 5 },
  { "{\"a\":}", 5 },
  { "{\"a\":1", 6 },
  { "{\"a\":1,", 7 },
  { "{\"a\":1,}", 7 },
  { "{\"a\" 1}", 5 },
  { "{\"a\",1}", 4 },
  { "{a:1}", 1 },
  { "{'a':1}", 1 },
  { "{1:1}", 1 },
  { "{null:1}", 1 },
  { "{\"a\":1 \"b\":2}", 7 },
  { "{\"a\":1;\"b\":2}", 6 },
  { "NaN", 0 },
  { "[NaN]", 1 },
  { "Infinity", 0 },
  { "-Infinity", 0 },
  { "+1", 0 },
  { "-", 0 },
  { "--1", 0 },
  { "01", 0 },
  { "-01", 0 },
  { "00", 0 },
  { "1.", 0 },
  { ".5", 0 },
  { "1.e5", 0 },
  { "1e", 0 },
  { "1e+", 0 },
  { "0x10", 1 },
  { "1_000", 1 },
  { "1,000", 1 },
  { "True", 0 },
  { "TRUE", 0 },
  { "tru", 0 },
  { "nul", 0 },
  { "truex", 4 },
  { "None", 0 },
  { "undefined", 0 },
  { "\"", 0 },
  { "\"a", 0 },
  { "\"a\\\"", 0 },
  { "\"\\", 1 },
  { "\"\\x41\"", 1 },
  { "\"\\a\"", 1 },
  { "\"\\'\"", 1 },
  { "\"\\u\"", 1 },
  { "\"\\u004\"", 1 },
  { "\"\\u00g0\"", 1 },
  { "\"\\U0041\"", 1 },
  { "\"\\ud83d\"", 1 },
  { "\"\\ud83dx\"", 1 },
  { "\"\\ud83d\\n\"", 1 },
  { "\"\\ud83d\\u0041\"", 1 },
  { "\"\\ud83d\\ud83d\"", 1 },
  { "\"ab\\ude00\"", 3 },
  { "\"a\nb\"", 2 },
  { "\"a\tb\"", 2 },
  { "\"a\x01\"", 2 },
  { "'a'", 0 },
  { "// note\n{}", 0 },
  { "{} // note", 3 },
  { "/* note */ {}", 0 },
  { "{\"a\":1 /* note */}", 7 },
  { "\"\xff\"", 1 },
  { "\"a\xc3\"", 2 },
  { "\"\xc0\x80\"", 1 },
  { "\"\xed\xa0\x80\"", 1 },
  { "\"\xf4\x90\x80\x80\"", 1 },
  { "[\"a\",\n\xfe]", 6 },
  { "\v{}", 0 },
  { "\xc2\xa0{}", 0 },
};

static void
test_good (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (LbJsonDocument) document = lb_json_document_new (good[i], -1, &error);
      gsize length;

      g_test_message ("%s", good[i]);
      g_assert_no_error (error);
      g_assert_cmpstr (lb_json_document_get_text (document, &length), ==, good[i]);
      g_assert_cmpuint (length, ==, strlen (good[i]));
    }
}

static void
test_bad (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (LbJsonDocument) document = lb_json_document_new (bad[i].text, -1, &error);
      gsize offset = G_MAXSIZE;

      g_test_message ("case %u", i);
      g_assert_null (document);
      g_assert_error (error, LB_ERROR, LB_ERROR_INVALID);
      g_assert_true (lb_json_error_offset (error, &offset));
      g_assert_cmpuint (offset, ==, bad[i].offset);
      g_assert_cmpuint (strlen (error->message), >, 0);
    }
}

static void
test_length (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LbJsonDocument) part = lb_json_document_new ("[1]garbage", 3, &error);
  g_autoptr (LbJsonDocument) none = NULL;
  gsize offset;

  g_assert_no_error (error);
  g_assert_cmpstr (lb_json_document_get_text (part, NULL), ==, "[1]");

  none = lb_json_document_new ("[1\0]", 4, &error);
  g_assert_null (none);
  g_assert_error (error, LB_ERROR, LB_ERROR_INVALID);
  g_assert_true (lb_json_error_offset (error, &offset));
  g_assert_cmpuint (offset, ==, 2);
}

/* @depth arrays within each other. */
static char *
nest (guint depth)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < depth; i++)
    g_string_append (text, i % 2 ? "{\"k\":" : "[");
  g_string_append (text, "1");
  for (guint i = depth; i > 0; i--)
    g_string_append_c (text, (i - 1) % 2 ? '}' : ']');

  return g_string_free_and_steal (text);
}

static gpointer
read_deep (gpointer data)
{
  const guint depths[] = { 1, 63, 64, 65, 1000, 1000000 };

  for (guint i = 0; i < G_N_ELEMENTS (depths); i++)
    {
      g_autofree char *text = nest (depths[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (LbJsonDocument) document = lb_json_document_new (text, -1, &error);

      if (depths[i] <= LB_JSON_MAX_DEPTH)
        g_assert_no_error (error);
      else
        g_assert_error (error, LB_ERROR, LB_ERROR_INVALID);
      g_assert_cmpint (document != NULL, ==, depths[i] <= LB_JSON_MAX_DEPTH);
    }

  return data;
}

static void
test_depth (void)
{
  GThread *thread = g_thread_new ("deep", read_deep, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (LbJsonDocument) empty = NULL;
  g_autofree char *text =
    g_strconcat ("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[{}",
                 "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]", "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]", NULL);

  g_thread_join (thread);
  empty = lb_json_document_new (text, -1, &error);
  g_assert_error (error, LB_ERROR, LB_ERROR_INVALID);
}

static void
test_nodes (void)
{
  static const char text[] = "{ \"a\" : [ 1.50, \"x\\ny\" ],\n \"b\":{\"c\":null}, \"a\":true }";
  g_autoptr (LbJsonDocument) document = lb_json_document_new (text, -1, NULL);
  const LbJsonNode *root = lb_json_document_get_root (document);
  const LbJsonNode *list = lb_json_node_element (root, 0);
  const LbJsonNode *node;

  g_assert_cmpint (root->type, ==, LB_JSON_OBJECT);
  g_assert_cmpuint (root->start, ==, 0);
  g_assert_cmpuint (root->end, ==, strlen (text));
  g_assert_null (root->parent);
  g_assert_cmpuint (lb_json_node_length (root), ==, 3);
  g_assert_cmpuint (lb_json_document_get_n_duplicates (document), ==, 1);

  g_assert_cmpstr (list->key, ==, "a");
  g_assert_cmpuint (list->key_start, ==, 2);
  g_assert_cmpuint (list->key_end, ==, 5);
  g_assert_cmpuint (list->start, ==, 8);
  g_assert_true (list->parent == root);
  g_assert_false (list->duplicate);

  node = lb_json_node_element (list, 0);
  g_assert_cmpstr (node->string, ==, "1.50");
  g_assert_null (node->key);
  g_assert_null (node->children);
  node = lb_json_node_element (list, 1);
  g_assert_cmpstr (node->string, ==, "x\ny");
  g_assert_cmpuint (node->end - node->start, ==, strlen ("\"x\\ny\""));
  g_assert_null (lb_json_node_element (list, 2));

  node = lb_json_node_member (root, "a");
  g_assert_cmpint (node->type, ==, LB_JSON_BOOLEAN);
  g_assert_true (node->duplicate);
  node = lb_json_node_member (lb_json_node_member (root, "b"), "c");
  g_assert_cmpint (node->type, ==, LB_JSON_NULL);
  g_assert_null (lb_json_node_member (root, "c"));
  g_assert_null (lb_json_node_member (list, "a"));
  g_assert_null (lb_json_node_member (NULL, "a"));
  g_assert_cmpuint (lb_json_node_length (node), ==, 0);
}

static void
test_decoding (void)
{
  static const struct
  {
    const char *json;
    const char *text;
  } cases[] = {
    { "\"\\u0041\\u00e9\\u4e2d\"", "A\xc3\xa9\xe4\xb8\xad" },
    { "\"\\ud83d\\ude00\"", "\xf0\x9f\x98\x80" },
    { "\"\\uD800\\uDC00\"", "\xf0\x90\x80\x80" },
    { "\"\\udbff\\udfff\"", "\xf4\x8f\xbf\xbf" },
    { "\"a\\u0000b\"", "a\xef\xbf\xbd"
                       "b" },
    { "\"\\/\\\\\\\"\"", "/\\\"" },
    { "\"\\b\\f\\n\\r\\t\"", "\b\f\n\r\t" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LbJsonDocument) document = lb_json_document_new (cases[i].json, -1, NULL);

      g_assert_cmpstr (lb_json_document_get_root (document)->string, ==, cases[i].text);
    }
}

static void
test_append_string (void)
{
  static const struct
  {
    const char *text;
    const char *json;
  } cases[] = {
    { "", "\"\"" },
    { "plain", "\"plain\"" },
    { "\"\\/", "\"\\\"\\\\/\"" },
    { "\b\f\n\r\t", "\"\\b\\f\\n\\r\\t\"" },
    { "\x01\x1f\x7f", "\"\\u0001\\u001f\x7f\"" },
    { "\xc3\xa9 \xf0\x9f\x98\x80", "\"\xc3\xa9 \xf0\x9f\x98\x80\"" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) out = g_string_new ("x");
      g_autoptr (LbJsonDocument) document = NULL;

      lb_json_append_string (out, cases[i].text);
      g_assert_cmpstr (out->str + 1, ==, cases[i].json);
      document = lb_json_document_new (out->str + 1, -1, NULL);
      g_assert_cmpstr (lb_json_document_get_root (document)->string, ==, cases[i].text);
    }
}

static void
test_locate (void)
{
  static const char text[] = "ab\n\xc3\xa9x\r\ny\rz\n\n";
  static const struct
  {
    gsize offset;
    guint line;
    guint column;
  } cases[] = {
    { 0, 1, 1 }, { 1, 1, 2 },  { 2, 1, 3 },  { 3, 2, 1 },  { 5, 2, 2 },  { 6, 2, 3 },  { 8, 3, 1 },
    { 9, 3, 2 }, { 10, 4, 1 }, { 11, 4, 2 }, { 12, 5, 1 }, { 13, 6, 1 }, { 99, 6, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint line;
      guint column;

      lb_json_locate (text, cases[i].offset, &line, &column);
      g_assert_cmpuint (line, ==, cases[i].line);
      g_assert_cmpuint (column, ==, cases[i].column);
    }
  lb_json_locate (text, 1, NULL, NULL);
}

static void
test_duplicates (void)
{
  const guint sizes[] = { 2, 12, 13, 500, 20000 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GString) text = g_string_new ("{");
      g_autoptr (LbJsonDocument) document = NULL;
      const LbJsonNode *root;

      for (guint k = 0; k < sizes[i]; k++)
        g_string_append_printf (text, "%s\"k%u\":%u", k ? "," : "", k % (sizes[i] - 1), k);
      g_string_append_c (text, '}');
      document = lb_json_document_new (text->str, -1, NULL);
      root = lb_json_document_get_root (document);

      g_assert_cmpuint (lb_json_document_get_n_duplicates (document), ==, 1);
      g_assert_false (lb_json_node_element (root, 0)->duplicate);
      g_assert_true (lb_json_node_element (root, sizes[i] - 1)->duplicate);
      g_assert_true (lb_json_node_member (root, "k0") == lb_json_node_element (root, sizes[i] - 1));
    }
}

/* Texts that would take minutes if anything were quadratic. */
static void
test_large (void)
{
  const guint n = 300000;
  g_autoptr (GString) text = g_string_new ("[");
  g_autoptr (GString) string = g_string_new ("\"");
  g_autoptr (LbJsonDocument) list = NULL;
  g_autoptr (LbJsonDocument) escapes = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_string_append (text, i ? ",{}" : "{}");
      g_string_append (string, "\\u0041\\ud83d\\ude00");
    }
  g_string_append_c (text, ']');
  g_string_append_c (string, '"');

  list = lb_json_document_new_capped (text->str, -1, n + 1, NULL);
  g_assert_cmpuint (lb_json_node_length (lb_json_document_get_root (list)), ==, n);
  escapes = lb_json_document_new (string->str, -1, NULL);
  g_assert_cmpuint (strlen (lb_json_document_get_root (escapes)->string), ==, n * 5);
}

/* What has too many values is refused where they become too many, whatever stands behind. */
static void
test_capped (void)
{
  static const char text[] = "[{},[1,\"a\"],{\"k\":null}]";
  static const gsize offsets[] = { 0, 1, 4, 5, 7, 12, 13 };

  for (guint i = 0; i < G_N_ELEMENTS (offsets); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (LbJsonDocument) document = lb_json_document_new_capped (text, -1, i, &error);
      gsize offset = G_MAXSIZE;

      g_assert_null (document);
      g_assert_error (error, LB_ERROR, LB_ERROR_INVALID);
      g_assert_true (lb_json_error_offset (error, &offset));
      g_assert_cmpuint (offset, ==, offsets[i]);
    }

  {
    g_autoptr (LbJsonDocument) whole = lb_json_document_new_capped (text, -1, 7, NULL);

    g_assert_nonnull (whole);
  }
}

/* (transfer full): an object of @n members. */
static char *
make_members (guint n)
{
  GString *text = g_string_new ("{\"k\":1");

  for (guint i = 1; i < n; i++)
    g_string_append_printf (text, ",\"k%06u\":1", i);
  g_string_append_c (text, '}');

  return g_string_free_and_steal (text);
}

/* Seven megabytes of keys are not read to their end; any list that fits into a caption is. */
static void
test_many (void)
{
  g_autofree char *most = make_members (LB_JSON_MAX_MEMBERS);
  g_autofree char *over = make_members (LB_JSON_MAX_MEMBERS + 1);
  g_autofree char *hostile = make_members (600000);
  g_autoptr (GString) list = g_string_new ("[1");
  g_autoptr (LbJsonDocument) held = lb_json_document_new (most, -1, NULL);
  g_autoptr (LbJsonDocument) caption = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) early = NULL;
  gsize offset;

  g_assert_nonnull (held);
  g_assert_null (lb_json_document_new (over, -1, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_INVALID);
  g_assert_null (lb_json_document_new (hostile, -1, &early));
  g_assert_true (lb_json_error_offset (early, &offset));
  g_assert_cmpuint (offset, <, strlen (most) + 2);

  while (list->len + 3 <= 256 * 1024)
    g_string_append (list, ",1");
  g_string_append_c (list, ']');
  caption = lb_json_document_new (list->str, -1, NULL);
  g_assert_nonnull (caption);
}

/* Random damage to a text: it is either refused inside the text or kept to the byte. */
static void
test_mutations (void)
{
  static const char seed[] =
    "{\"a\": [1, -2.5e3, \"x\\u00e9\\ud83d\\ude00\", true, null], \"b\": {\"c\": {}, \"d\": []},\n"
    " \"\xc3\xa9\": \"\\\"\\\\\", \"a\": false}";
  static const char alphabet[] = "{}[]\",:\\u0123e.-tfn \n\xc3\xa9";

  for (guint round = 0; round < 20000; round++)
    {
      gsize length = strlen (seed);
      g_autofree char *text = g_strdup (seed);
      g_autoptr (GError) error = NULL;
      g_autoptr (LbJsonDocument) document = NULL;

      for (int flips = g_test_rand_int_range (0, 4); flips > 0; flips--)
        text[g_test_rand_int_range (0, length)] =
          g_test_rand_bit () ? alphabet[g_test_rand_int_range (0, sizeof alphabet - 1)]
                             : (char) g_test_rand_int_range (0, 256);
      if (g_test_rand_bit ())
        length = g_test_rand_int_range (0, length + 1);

      document = lb_json_document_new (text, length, &error);
      if (document)
        {
          gsize kept;
          const char *written = lb_json_document_get_text (document, &kept);

          g_assert_cmpmem (written, kept, text, length);
        }
      else
        {
          gsize offset = G_MAXSIZE;

          g_assert_error (error, LB_ERROR, LB_ERROR_INVALID);
          g_assert_true (lb_json_error_offset (error, &offset));
          g_assert_cmpuint (offset, <=, length);
        }
    }
}

static void
test_error_place (void)
{
  g_autoptr (GError) plain = g_error_new_literal (LB_ERROR, LB_ERROR_OFFLINE, "away");
  g_autoptr (GError) foreign = g_error_new_literal (G_CONVERT_ERROR, 0, "x");
  g_autoptr (GError) located = NULL;
  g_autoptr (GError) copy = NULL;
  gsize offset = 7;

  g_assert_false (lb_json_error_offset (NULL, &offset));
  g_assert_false (lb_json_error_offset (plain, &offset));
  g_assert_false (lb_json_error_offset (foreign, &offset));
  g_assert_cmpuint (offset, ==, 7);

  lb_error_set_at (&located, LB_ERROR_INVALID, 42, "at %d", 42);
  lb_error_set_at (NULL, LB_ERROR_INVALID, 42, "nobody asks");
  copy = g_error_copy (located);
  g_prefix_error (&copy, "caption: ");
  g_assert_true (lb_json_error_offset (copy, &offset));
  g_assert_cmpuint (offset, ==, 42);
  g_assert_cmpstr (copy->message, ==, "caption: at 42");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/json/good", test_good);
  g_test_add_func ("/json/bad", test_bad);
  g_test_add_func ("/json/length", test_length);
  g_test_add_func ("/json/depth", test_depth);
  g_test_add_func ("/json/nodes", test_nodes);
  g_test_add_func ("/json/decoding", test_decoding);
  g_test_add_func ("/json/append-string", test_append_string);
  g_test_add_func ("/json/locate", test_locate);
  g_test_add_func ("/json/duplicates", test_duplicates);
  g_test_add_func ("/json/large", test_large);
  g_test_add_func ("/json/capped", test_capped);
  g_test_add_func ("/json/many", test_many);
  g_test_add_func ("/json/mutations", test_mutations);
  g_test_add_func ("/json/error-place", test_error_place);

  return g_test_run ();
}
