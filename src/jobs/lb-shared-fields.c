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

LbFrozenFields *
lb_shared_fields_find (const char *const *captions)
{
  const gsize n_captions = g_strv_length ((char **) captions);
  g_autoptr (LbCaptionSurvey) survey = lb_caption_survey_new (captions, n_captions);
  GPtrArray *shared = lb_caption_survey_get_shared (survey);
  LbFrozenFields *fields = lb_frozen_fields_new (NULL);

  for (guint i = 0; i < shared->len && n_captions > 1; i++)
    {
      const LbSurveyField *field = g_ptr_array_index (shared, i);
      g_autoptr (LbFrozenFields) before = fields;
      g_autofree char *json = NULL;

      if (lb_frozen_fields_can_have (field->path) && field->n_captions == n_captions &&
          count_common (captions, field->path, &json) == n_captions)
        fields = lb_frozen_fields_with (before, field->path, json);
      else
        before = NULL;
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
