#include "model/lb-replace-hit.h"

#include <string.h>

#include "base/lb-error.h"
#include "model/lb-prompt-node.h"
#include "model/lb-prompt-path.h"
#include "model/lb-prompt-private.h"

void
lb_replace_hit_free (LbReplaceHit *self)
{
  g_object_unref (self->change);
  g_free (self);
}

static char *
dup_json (const char *text)
{
  GString *json = g_string_new (NULL);

  lb_json_append_string (json, text);
  return g_string_free_and_steal (json);
}

static gboolean
is_blank (const char *text)
{
  while (g_unichar_isspace (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);

  return *text == '\0';
}

/* @path: where @text is. (transfer full) (nullable) */
static LbReplaceHit *
find_in_text (LbReplace *replace, const char *path, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  guint n = 0;
  g_autofree char *new = lb_replace_run (replace, text, &n, &error);
  LbReplaceHit *hit = NULL;

  if (new == NULL && error == NULL)
    return NULL;

  before = dup_json (text);
  after = new != NULL ? dup_json (new) : g_strdup (before);
  hit = g_new0 (LbReplaceHit, 1);
  hit->change = lb_prompt_change_new (path, before, after);
  hit->n_places = new != NULL ? n : 0;
  hit->n_bytes = strlen (new != NULL ? new : text);
  hit->is_blank = is_blank (new != NULL ? new : text);
  if (error != NULL)
    hit->fault = g_error_matches (error, LB_ERROR, LB_ERROR_TOO_LARGE) ? LB_REPLACE_FAULT_LONG
                                                                       : LB_REPLACE_FAULT_SLOW;

  return hit;
}

/* A document on the way through it. */
typedef struct
{
  LbReplace *replace;
  const LbJsonNode *root;
  GString *path;   /* of the value that is read, as in a prompt */
  GString *field;  /* the same with `[]` for any index */
  GPtrArray *hits; /* (nullable) */
  gboolean has_duplicates;
} Walk;

/* Of a key used twice the last counts; a path leads to that. */
static gboolean
is_reached (Walk *self, const LbJsonNode *node)
{
  return !self->has_duplicates || lb_prompt_node_find_path (self->root, self->path->str) == node;
}

static void
visit_text (Walk *self, const LbJsonNode *node)
{
  LbReplaceHit *hit = NULL;

  if (!lb_replace_takes_path (self->replace, self->field->str) || !is_reached (self, node) ||
      !(hit = find_in_text (self->replace, self->path->str, node->string)))
    return;

  if (self->hits == NULL)
    self->hits = g_ptr_array_new_with_free_func ((GDestroyNotify) lb_replace_hit_free);
  g_ptr_array_add (self->hits, hit);
}

static void
visit (Walk *self, const LbJsonNode *node)
{
  const gsize path_length = self->path->len;
  const gsize field_length = self->field->len;

  if (node->type == LB_JSON_STRING)
    visit_text (self, node);
  if (node->type != LB_JSON_OBJECT && node->type != LB_JSON_ARRAY)
    return;

  for (guint i = 0; i < lb_json_node_length (node); i++)
    {
      const LbJsonNode *child = g_ptr_array_index (node->children, i);

      if (node->type == LB_JSON_OBJECT)
        {
          lb_prompt_path_append_key (self->path, child->key);
          lb_prompt_path_append_key (self->field, child->key);
        }
      else
        {
          lb_prompt_path_append_index (self->path, i);
          g_string_append (self->field, "[]");
        }
      visit (self, child);
      g_string_truncate (self->path, path_length);
      g_string_truncate (self->field, field_length);
    }
}

GPtrArray *
lb_replace_find_in_prompt (LbReplace *replace, LbPrompt *prompt)
{
  Walk walk = { .replace = replace };

  g_return_val_if_fail (replace != NULL, NULL);
  g_return_val_if_fail (LB_IS_PROMPT (prompt), NULL);

  walk.root = lb_prompt_get_root (prompt);
  walk.has_duplicates = lb_json_document_get_n_duplicates (lb_prompt_get_document (prompt)) > 0;
  walk.path = g_string_new (NULL);
  walk.field = g_string_new (NULL);
  visit (&walk, walk.root);
  g_string_free (walk.path, TRUE);
  g_string_free (walk.field, TRUE);

  return walk.hits;
}

LbReplaceHit *
lb_replace_find_in_words (LbReplace *replace, const char *words)
{
  g_return_val_if_fail (replace != NULL && words != NULL, NULL);

  return find_in_text (replace, "", words);
}
