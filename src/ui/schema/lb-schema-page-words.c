#include "config.h"

#include "ui/schema/lb-schema-page-private.h"

#include <glib/gi18n.h>

#include "contract/lb-limits.h"
#include "model/lb-prompt-hash.h"
#include "ui/prompt/lb-issue-words.h"

/* What applying the schema of the hash @schema (nullable) does to the captions. */
typedef struct
{
  guint n_stale;   /* that were made under another one, by no person */
  guint n_missing; /* images without */
  guint n_manual;  /* that a person wrote */
} Effect;

static Effect
count_captions (LbSchemaPage *self, const char *schema)
{
  const guint n_images = g_list_model_get_n_items (self->images);
  Effect effect = { 0 };

  for (guint i = 0; i < n_images; i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (self->images, i);

      if (lb_session_is_manual (self->session, image))
        effect.n_manual++;
      else if (lb_image_get_caption (image) == NULL)
        effect.n_missing++;
      else if (!lb_session_is_made_under (self->session, image, schema))
        effect.n_stale++;
    }

  return effect;
}

/* (transfer full) (nullable): of what is written and not applied; of what is applied without. */
static char *
dup_schema_hash (LbSchemaPage *self)
{
  g_autofree char *text = NULL;

  if (!self->changed)
    return g_strdup (lb_dataset_get_schema_hash (self->dataset));

  text = lb_text_pane_dup_text (self->editor);

  return lb_prompt_hash (text, LB_PROMPT_SCHEMA);
}

/* (transfer full) */
static char *
stale_words (LbSchemaPage *self, guint n_stale)
{
  if (n_stale == 0)
    return g_strdup (_ ("Applying changes no caption by itself."));
  if (!self->changed)
    return g_strdup_printf (ngettext ("%'u caption is stale.", "%'u captions are stale.", n_stale),
                            n_stale);

  return g_strdup_printf (ngettext ("Applying marks %'u caption as stale.",
                                    "Applying marks %'u captions as stale.", n_stale),
                          n_stale);
}

/* (transfer full) */
static char *
issue_words (LbSchemaPage *self, guint n_issues)
{
  g_autoptr (LbPromptIssue) issue = lb_text_pane_dup_first_issue (self->editor);
  g_autofree char *count =
    g_strdup_printf (ngettext ("%'u problem is in the way of applying.",
                               "%'u problems are in the way of applying.", n_issues),
                     n_issues);
  g_autofree char *first = NULL;

  if (issue == NULL)
    return g_steal_pointer (&count);

  if (g_strcmp0 (lb_text_pane_get_view_name (self->editor), "form") == 0)
    {
      g_autofree char *place = lb_path_words (lb_prompt_issue_get_path (issue));
      g_autofree char *words = lb_issue_words (issue);

      /* Translators: a field, and what is wrong with it */
      first = *place != '\0' ? g_strdup_printf (C_ ("issue", "%s: %s"), place, words)
                             : g_steal_pointer (&words);
    }
  else
    first = lb_issue_title (issue);
  /* Translators: two sentences; the second is without a full stop */
  return g_strdup_printf (C_ ("sentences", "%s %s"), count, first);
}

char *
lb_schema_page_hint_words (LbSchemaPage *self)
{
  const guint n_issues = lb_text_pane_get_n_issues (self->editor);
  g_autoptr (GStrvBuilder) sentences = g_strv_builder_new ();
  g_autofree char *schema = NULL;
  g_auto (GStrv) list = NULL;
  Effect effect;

  if (lb_dataset_get_completed (self->dataset))
    return g_strdup (_ ("Complete datasets can’t be changed."));
  if (self->changed && n_issues > 0)
    return issue_words (self, n_issues);

  schema = dup_schema_hash (self);
  effect = count_captions (self, schema);
  g_strv_builder_take (sentences, stale_words (self, effect.n_stale));
  if (effect.n_missing > 0)
    g_strv_builder_take (
      sentences, g_strdup_printf (ngettext ("%'u can be written afterwards.",
                                            "%'u can be written afterwards.", effect.n_missing),
                                  effect.n_missing));
  if (effect.n_manual > 0)
    g_strv_builder_take (
      sentences, g_strdup_printf (ngettext ("%'u hand-written one is kept.",
                                            "%'u hand-written ones are kept.", effect.n_manual),
                                  effect.n_manual));
  list = g_strv_builder_end (sentences);
  /* Translators: between two sentences */
  return g_strjoinv (C_ ("sentences", " "), list);
}

char *
lb_schema_page_reason_words (LbSchemaPage *self)
{
  const guint n_chosen = lb_schema_pictures_get_n_chosen (self->pictures);
  const guint n_images = g_list_model_get_n_items (self->images);
  const guint n_needed = LB_LIMIT_SCHEMA_IMAGES_MIN;

  if (lb_dataset_get_completed (self->dataset))
    return g_strdup (_ ("Complete datasets can’t be changed."));
  if (n_images < n_needed)
    return g_strdup_printf (ngettext ("It takes %'u images; add %'u more to the dataset first.",
                                      "It takes %'u images; add %'u more to the dataset first.",
                                      n_needed - n_images),
                            n_needed, n_needed - n_images);
  if (n_chosen < n_needed)
    return g_strdup_printf (
      ngettext ("Choose %'u more picture.", "Choose %'u more pictures.", n_needed - n_chosen),
      n_needed - n_chosen);
  if (lb_dataset_jobs_find (self->runs, self->dataset) != NULL)
    return g_strdup (_ ("Captions are being written; wait for them or stop it."));

  return NULL;
}
