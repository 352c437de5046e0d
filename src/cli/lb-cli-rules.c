#include "config.h"

#include "cli/lb-cli-rules.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "contract/lb-limits.h"

static gboolean
is_one_of (const char *rule, const char *const *rules)
{
  return rule != NULL && g_strv_contains (rules, rule);
}

/* R65, R70: @name has no schema, or is at it. (transfer full) */
static char *
writing_words (LbDataset *dataset, const char *name)
{
  if (lb_dataset_is_fibo (dataset) && lb_dataset_get_visual_schema (dataset) == NULL)
    /* Translators: a dataset; DATASET and --generate are not translated */
    return g_strdup_printf (_ ("“%s” has no visual schema yet; “lookbookctl schema DATASET "
                               "--generate” has one written"),
                            name);

  return g_strdup_printf (_ ("Captions of “%s” are being written already"), name);
}

char *
lb_cli_rules_words (const GError *refusal, LbDataset *dataset)
{
  static const char *const drafts[] = { "R27", "R34", "R43", "R64", "R65", "R70", "R87", NULL };
  static const char *const writings[] = { "R65", "R70", NULL };
  static const char *const prefixes[] = { "R27", NULL };
  static const char *const schemas[] = { "R86", NULL };
  static const char *const refinings[] = { "R87", NULL };
  g_autofree char *rule = lb_rules_error_rule (refusal);
  g_autofree char *name = lb_visible_text (lb_dataset_get_name (dataset));

  if (is_one_of (rule, drafts) && lb_dataset_get_completed (dataset))
    return g_strdup_printf (_ ("“%s” is complete and can’t be changed"), name);
  if (is_one_of (rule, writings))
    return writing_words (dataset, name);
  if (is_one_of (rule, prefixes) && lb_dataset_is_fibo (dataset))
    return g_strdup_printf (_ ("“%s” has a visual schema, and no prefix; --set sets it"), name);
  if (is_one_of (rule, schemas))
    /* Translators: the least and the largest number */
    return g_strdup_printf (_ ("A schema is written from %d to %d images"),
                            LB_LIMIT_SCHEMA_IMAGES_MIN, LB_LIMIT_SCHEMA_IMAGES_MAX);
  if (is_one_of (rule, refinings) && !lb_dataset_is_fibo (dataset))
    return g_strdup (_ ("Captions of this dataset are plain words, which can’t be refined"));

  return lb_visible_text (lb_rules_error_text (refusal));
}
