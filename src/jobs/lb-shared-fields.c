#include "jobs/lb-shared-fields.h"

#include "model/lb-caption-survey.h"

/* Returns in how many of @captions the most frequent value is. @json: (out) (transfer full)
 * (nullable): that value. */
static guint
count_common (const char *const *captions, const char *path, char **json)
{
  g_autoptr (GHashTable) counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint most = 0;

  *json = NULL;
  for (gsize i = 0; captions[i] != NULL; i++)
    {
      g_autoptr (LbPrompt) prompt = lb_prompt_new (captions[i], NULL);
      char *value = prompt != NULL ? lb_prompt_get (prompt, path) : NULL;
      guint n = 0;

      if (value == NULL)
        continue;
      n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, value)) + 1;
      if (n > most)
        {
          most = n;
          g_set_str (json, value);
        }
      g_hash_table_replace (counts, value, GUINT_TO_POINTER (n));
    }

  return most;
}

/* A field that may have one value everywhere. */
typedef struct
{
  char *path; /* (owned) */
  char *json; /* (owned) */
} Candidate;

static void
candidate_free (gpointer data)
{
  Candidate *candidate = data;

  g_free (candidate->path);
  g_free (candidate->json);
  g_free (candidate);
}

/* (transfer full) (element-type Candidate): what the first caption has in the fields that all of
 * them have. */
static GPtrArray *
list_candidates (const char *const *captions, gsize n_captions)
{
  g_autoptr (LbCaptionSurvey) survey = lb_caption_survey_new (captions, n_captions);
  g_autoptr (LbPrompt) first = lb_prompt_new (captions[0], NULL);
  GPtrArray *shared = lb_caption_survey_get_shared (survey);
  GPtrArray *candidates = g_ptr_array_new_with_free_func (candidate_free);

  for (guint i = 0; first != NULL && i < shared->len; i++)
    {
      const LbSurveyField *field = g_ptr_array_index (shared, i);
      Candidate *candidate = NULL;

      if (!lb_frozen_fields_can_have (field->path) || field->n_captions < n_captions)
        continue;
      candidate = g_new0 (Candidate, 1);
      candidate->path = g_strdup (field->path);
      candidate->json = lb_prompt_get (first, field->path);
      g_ptr_array_add (candidates, candidate);
    }

  return candidates;
}

/* Leaves those that @caption has the same value of. */
static void
sift (GPtrArray *candidates, const char *caption)
{
  g_autoptr (LbPrompt) prompt = lb_prompt_new (caption, NULL);

  for (guint i = candidates->len; i > 0; i--)
    {
      const Candidate *candidate = g_ptr_array_index (candidates, i - 1);
      g_autofree char *json = prompt != NULL ? lb_prompt_get (prompt, candidate->path) : NULL;

      if (json == NULL || g_strcmp0 (json, candidate->json) != 0)
        g_ptr_array_remove_index (candidates, i - 1);
    }
}

LbFrozenFields *
lb_shared_fields_find (const char *const *captions)
{
  const gsize n_captions = g_strv_length ((char **) captions);
  LbFrozenFields *fields = lb_frozen_fields_new (NULL);
  g_autoptr (GPtrArray) candidates = NULL;

  if (n_captions < 2)
    return fields;

  candidates = list_candidates (captions, n_captions);
  for (gsize i = 1; i < n_captions && candidates->len > 0; i++)
    sift (candidates, captions[i]);
  for (guint i = 0; i < candidates->len; i++)
    {
      const Candidate *candidate = g_ptr_array_index (candidates, i);
      g_autoptr (LbFrozenFields) before = fields;

      fields = lb_frozen_fields_with (before, candidate->path, candidate->json);
    }

  return fields;
}

char *
lb_shared_fields_dup_common (const char *const *captions, const char *path)
{
  char *json = NULL;

  count_common (captions, path, &json);
  return json;
}
