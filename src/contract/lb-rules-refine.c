#include "contract/lb-rules.h"

#include "contract/lb-limits.h"
#include "contract/lb-rules-private.h"

gboolean
lb_rules_check_schema_images (guint n_images, GError **error)
{
  if (n_images >= LB_LIMIT_SCHEMA_IMAGES_MIN && n_images <= LB_LIMIT_SCHEMA_IMAGES_MAX)
    return TRUE;

  return lb_rules_refuse_field (error, LB_ERROR_INVALID, "R86", "images",
                                "“images” must hold %d to %d pictures", LB_LIMIT_SCHEMA_IMAGES_MIN,
                                LB_LIMIT_SCHEMA_IMAGES_MAX);
}

static gboolean
check_document (const char *structured_prompt, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autoptr (LbPrompt) prompt = NULL;

  if (structured_prompt == NULL)
    return lb_rules_refuse_field (error, LB_ERROR_INVALID, "R87", "structured_prompt",
                                  "“structured_prompt” is required");
  if (!(prompt = lb_prompt_new (structured_prompt, &reason)))
    return lb_rules_refuse_field (error, LB_ERROR_INVALID, "R88", "structured_prompt",
                                  "“structured_prompt” must be a string that holds a JSON object: "
                                  "%s",
                                  reason->message);

  return TRUE;
}

gboolean
lb_rules_check_refine (LbDataset *dataset,
                       const char *structured_prompt,
                       const char *instruction,
                       GError **error)
{
  if (!check_document (structured_prompt, error))
    return FALSE;
  if (instruction == NULL || *instruction == '\0')
    return lb_rules_refuse_field (error, LB_ERROR_INVALID, "R87", "instruction",
                                  "“instruction” is required");
  if (!lb_dataset_is_fibo (dataset))
    return lb_rules_refuse (error, LB_ERROR_INVALID, "R87",
                            "A legacy dataset has no structured prompts");
  if (lb_dataset_get_completed (dataset))
    return lb_rules_refuse (error, LB_ERROR_INVALID, "R87",
                            "The dataset is completed and can’t be changed any more");

  return TRUE;
}
