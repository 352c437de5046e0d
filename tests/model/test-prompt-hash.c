#include "model/lb-prompt-hash.h"

static void
assert_same (const char *one, const char *other, LbPromptKind kind, gboolean same)
{
  g_autofree char *hash = lb_prompt_hash (one, kind);
  g_autofree char *other_hash = lb_prompt_hash (other, kind);

  g_assert_cmpuint (strlen (hash), ==, LB_PROMPT_HASH_LENGTH);
  if (same)
    g_assert_cmpstr (hash, ==, other_hash);
  else
    g_assert_cmpstr (hash, !=, other_hash);
}

static void
test_spellings (void)
{
  const char *schema = "{\"context\": \"Storybook.\", \"style_medium\": \"ink\"}";

  /* Order, blanks, escapes, a mark in front. */
  assert_same (schema, "{ \"style_medium\":\"ink\",\n  \"context\":\"Storybook.\" }\n",
               LB_PROMPT_SCHEMA, TRUE);
  assert_same (schema, "\xef\xbb\xbf{\"context\":\"Story\\u0062ook.\",\"style_medium\":\"ink\"}",
               LB_PROMPT_SCHEMA, TRUE);
  /* Of what is in it the order counts where it is one. */
  assert_same ("{\"objects\":[{\"description\":\"a\"},{\"description\":\"b\"}]}",
               "{\"objects\":[{\"description\":\"b\"},{\"description\":\"a\"}]}", LB_PROMPT_SCHEMA,
               FALSE);
  assert_same ("{\"lighting\":{\"direction\":\"a\",\"conditions\":\"b\"}}",
               "{\"lighting\":{\"conditions\":\"b\",\"direction\":\"a\"}}", LB_PROMPT_SCHEMA, TRUE);
  assert_same (schema, "{\"context\":\"Storybook\",\"style_medium\":\"ink\"}", LB_PROMPT_SCHEMA,
               FALSE);
  assert_same (schema, "{\"context\":\"Storybook.\"}", LB_PROMPT_SCHEMA, FALSE);
}

/* What the service mends (R62) makes no caption another one. */
static void
test_repaired (void)
{
  const char *caption =
    "{\"short_description\":\"A fox.\",\"objects\":[{\"description\":\"fox\"}]}";

  assert_same (
    caption,
    "```json\n{\"short_description\":\"A fox.\",\"objects\":{\"description\":\"fox\"}}\n```",
    LB_PROMPT_CAPTION, TRUE);
}

static void
test_plain (void)
{
  assert_same ("a red fox", "  a red fox\n", LB_PROMPT_CAPTION, TRUE);
  assert_same ("a red fox", "a red  fox", LB_PROMPT_CAPTION, FALSE);
  assert_same ("{ not yet", "{ not  yet", LB_PROMPT_SCHEMA, FALSE);
  assert_same ("", " ", LB_PROMPT_SCHEMA, TRUE);
}

/* It is on disk, so it is never made in another way. */
static void
test_lasting (void)
{
  g_autofree char *schema = lb_prompt_hash ("{\"context\": \"Kept.\"}", LB_PROMPT_SCHEMA);
  g_autofree char *expected =
    g_compute_checksum_for_string (G_CHECKSUM_SHA256, "{\"context\":\"Kept.\",}", -1);

  expected[LB_PROMPT_HASH_LENGTH] = '\0';
  g_assert_cmpstr (schema, ==, expected);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/prompt-hash/spellings", test_spellings);
  g_test_add_func ("/model/prompt-hash/repaired", test_repaired);
  g_test_add_func ("/model/prompt-hash/plain", test_plain);
  g_test_add_func ("/model/prompt-hash/lasting", test_lasting);
  return g_test_run ();
}
