#include "random-prompt.h"

#include <string.h>

/* What holds for every document: the samples of the contract, the captions that come with the
 * application, captions with every oddity that JSON allows, and generated ones. */

#define N_GENERATED 2000

typedef struct
{
  GPtrArray *all;      /* (element-type LbPrompt) */
  GPtrArray *captions; /* (element-type LbPrompt): of @all, those that are valid captions */
} Fixture;

static void
load_file (Fixture *self, const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (LbPrompt) prompt = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, &error));
  prompt = lb_prompt_new (text, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (lb_prompt_get_text (prompt), ==, text);
  g_ptr_array_add (self->all, g_object_ref (prompt));
  if (lb_prompt_is_valid (prompt, LB_PROMPT_CAPTION))
    g_ptr_array_add (self->captions, g_object_ref (prompt));
  else
    g_assert_true (lb_prompt_is_valid (prompt, LB_PROMPT_SCHEMA));
}

static void
load_folder (Fixture *self, const char *place)
{
  g_autofree char *folder = g_build_filename (g_getenv ("G_TEST_SRCDIR"), place, NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".json"))
      g_ptr_array_add (names, g_strdup (name));
  g_assert_cmpuint (names->len, >, 0);
  g_ptr_array_sort_values (names, (GCompareFunc) strcmp); /* the same on every file system */
  for (guint i = 0; i < names->len; i++)
    load_file (self, folder, g_ptr_array_index (names, i));
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->all = g_ptr_array_new_with_free_func (g_object_unref);
  self->captions = g_ptr_array_new_with_free_func (g_object_unref);
  load_folder (self, "contract/examples");
  load_folder (self, "model/prompts");
  load_folder (self, "../data/samples/captions");
  g_assert_cmpuint (self->captions->len, >=, 16);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_ptr_array_unref (self->captions);
  g_ptr_array_unref (self->all);
}

static gboolean
say_the_same (LbPrompt *a, LbPrompt *b)
{
  g_autoptr (GListModel) changes = lb_prompt_diff (a, b);

  return g_list_model_get_n_items (changes) == 0;
}

/* (transfer full): the path of the member @i of what is at @path. */
static char *
member_path (const char *path, char **keys, guint i)
{
  return keys != NULL ? g_strdup_printf ("%s[\"%s\"]", path, keys[i])
                      : g_strdup_printf ("%s[%u]", path, i);
}

static void
check_value (LbPrompt *prompt, LbPrompt *formatted, const char *path)
{
  const guint n = lb_prompt_get_length (prompt, path);
  g_auto (GStrv) keys = lb_prompt_get_keys (prompt, path);
  g_auto (GStrv) formatted_keys = lb_prompt_get_keys (formatted, path);
  g_autofree char *json = lb_prompt_get (prompt, path);
  g_autofree char *formatted_json = lb_prompt_get (formatted, path);
  g_autoptr (GError) error = NULL;
  g_autoptr (LbPrompt) same = lb_prompt_set (prompt, path, json, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (lb_prompt_get_text (same), ==, lb_prompt_get_text (prompt));
  g_assert_cmpuint (lb_prompt_get_length (formatted, path), ==, n);
  g_assert_true ((keys == NULL) == (formatted_keys == NULL));
  if (keys != NULL)
    g_assert_cmpstrv (keys, formatted_keys);
  if (*json != '{' && *json != '[')
    g_assert_cmpstr (formatted_json, ==, json);

  for (guint i = 0; i < (keys != NULL ? g_strv_length (keys) : n); i++)
    {
      g_autofree char *inner = member_path (path, keys, i);

      check_value (prompt, formatted, inner);
    }
}

/* Every value that is read and written again is the same to the byte, and so is everything around
 * it; another layout keeps the order of the keys, unknown ones too, and how values are spelled. */
static void
check_identity (LbPrompt *prompt)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = lb_prompt_format (prompt);
  g_autoptr (LbPrompt) formatted = lb_prompt_new (text, &error);
  g_autofree char *again = NULL;

  g_assert_no_error (error);
  again = lb_prompt_format (formatted);
  g_assert_cmpstr (again, ==, text);
  g_assert_true (say_the_same (prompt, formatted));
  for (LbPromptKind kind = LB_PROMPT_CAPTION; kind <= LB_PROMPT_SCHEMA; kind++)
    g_assert_true (lb_prompt_is_valid (prompt, kind) == lb_prompt_is_valid (formatted, kind));
  check_value (prompt, formatted, "");
}

static void
test_identity (Fixture *self, gconstpointer data)
{
  for (guint i = 0; i < self->all->len; i++)
    check_identity (g_ptr_array_index (self->all, i));
}

static void
test_generated_identity (Fixture *self, gconstpointer data)
{
  for (guint i = 0; i < N_GENERATED; i++)
    {
      g_autoptr (LbPrompt) prompt = random_prompt_new ();

      check_identity (prompt);
    }
}

static void
accept_some (GListModel *changes, gboolean all)
{
  for (guint i = 0; i < g_list_model_get_n_items (changes); i++)
    {
      g_autoptr (LbPromptChange) change = g_list_model_get_item (changes, i);

      lb_prompt_change_set_accepted (change, all || g_test_rand_bit ());
    }
}

/* All changes lead to the target, and any of them to a caption that can be sent. */
static void
check_way (LbPrompt *before, LbPrompt *after, guint n_subsets)
{
  g_autoptr (GListModel) changes = lb_prompt_diff (before, after);
  g_autoptr (GError) error = NULL;
  g_autoptr (LbPrompt) whole = lb_prompt_apply (before, changes, &error);

  g_assert_no_error (error);
  g_assert_true (say_the_same (whole, after));
  for (guint i = 0; i < n_subsets; i++)
    {
      g_autoptr (LbPrompt) part = NULL;
      g_autoptr (LbPrompt) read = NULL;

      accept_some (changes, FALSE);
      part = lb_prompt_apply (before, changes, &error);
      g_assert_no_error (error);
      read = lb_prompt_new (lb_prompt_get_text (part), &error);
      g_assert_no_error (error);
      if (!lb_prompt_is_valid (read, LB_PROMPT_CAPTION))
        g_error ("%s\n-> %s\nmade %s", lb_prompt_get_text (before), lb_prompt_get_text (after),
                 lb_prompt_get_text (read));
    }
}

static void
test_pairs (Fixture *self, gconstpointer data)
{
  for (guint i = 0; i < self->captions->len; i++)
    for (guint k = 0; k < self->captions->len; k++)
      check_way (g_ptr_array_index (self->captions, i), g_ptr_array_index (self->captions, k), 16);
}

/* (transfer full): @caption after a few edits that leave it valid. */
static LbPrompt *
edit_caption (Fixture *self, LbPrompt *caption)
{
  g_autoptr (LbPrompt) edited = g_object_ref (caption);

  for (int n = g_test_rand_int_range (1, 8); n > 0; n--)
    {
      LbPrompt *other =
        g_ptr_array_index (self->captions, g_test_rand_int_range (0, (int) self->captions->len));
      g_autofree char *path = random_prompt_path (edited);
      g_autofree char *from = random_prompt_path (other);
      g_autofree char *json = lb_prompt_get (other, from);
      g_autoptr (LbPrompt) next =
        *path != '\0'
          ? lb_prompt_set (edited, path, g_test_rand_int_range (0, 3) > 0 ? json : NULL, NULL)
          : NULL;

      if (next != NULL && lb_prompt_is_valid (next, LB_PROMPT_CAPTION))
        g_set_object (&edited, next);
    }
  return g_steal_pointer (&edited);
}

static void
test_edited (Fixture *self, gconstpointer data)
{
  for (guint i = 0; i < N_GENERATED; i++)
    {
      LbPrompt *before = g_ptr_array_index (self->captions, i % self->captions->len);
      g_autoptr (LbPrompt) after = edit_caption (self, before);

      check_way (before, after, 4);
      check_way (after, before, 4);
    }
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("/prompt-properties/identity", test_identity);
  add ("/prompt-properties/generated-identity", test_generated_identity);
  add ("/prompt-properties/pairs", test_pairs);
  add ("/prompt-properties/edited", test_edited);

  return g_test_run ();
}
