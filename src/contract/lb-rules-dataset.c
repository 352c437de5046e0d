#include "contract/lb-rules.h"

#include "contract/lb-limits.h"
#include "contract/lb-rules-private.h"

static gboolean
lacks_schema (LbDataset *dataset)
{
  return lb_dataset_is_fibo (dataset) && lb_dataset_get_visual_schema (dataset) == NULL;
}

gboolean
lb_rules_check_draft (LbDataset *dataset, const char *rule, GError **error)
{
  if (!lb_dataset_get_completed (dataset))
    return TRUE;

  return lb_rules_refuse (error, LB_ERROR_CONFLICT, rule,
                          "The dataset is completed and can’t be changed any more");
}

guint
lb_rules_image_limit (LbDataset *dataset)
{
  return dataset != NULL && lb_dataset_is_advanced (dataset) ? LB_LIMIT_ADVANCED_IMAGES
                                                             : LB_LIMIT_BASIC_IMAGES;
}

gboolean
lb_rules_check_add (LbDataset *dataset, int present, int n, GError **error)
{
  if (lb_dataset_is_advanced (dataset))
    return lb_rules_refuse (error, LB_ERROR_INVALID, "R42",
                            "Single images can’t be added to an advanced dataset");
  if (!lb_rules_check_draft (dataset, "R43", error))
    return FALSE;
  if ((gint64) present + n > LB_LIMIT_BASIC_IMAGES)
    return lb_rules_refuse (error, LB_ERROR_CONFLICT, "R53",
                            "A basic dataset holds at most %d images, and there are %d already",
                            LB_LIMIT_BASIC_IMAGES, present);

  return TRUE;
}

gboolean
lb_rules_check_regenerate (LbDataset *dataset, GError **error)
{
  if (!lb_rules_check_draft (dataset, "R64", error))
    return FALSE;
  if (lacks_schema (dataset))
    return lb_rules_refuse (error, LB_ERROR_CONFLICT, "R65",
                            "The dataset has no visual_schema to make a caption under");
  if (lb_dataset_get_captioning (dataset))
    return lb_rules_refuse (error, LB_ERROR_CONFLICT, "R65",
                            "A caption run is in progress in this dataset");

  return TRUE;
}

gboolean
lb_rules_check_regenerate_all (LbDataset *dataset, int present, GError **error)
{
  if (!lb_rules_check_draft (dataset, "R70", error))
    return FALSE;
  if (present <= 0)
    return lb_rules_refuse (error, LB_ERROR_CONFLICT, "R70", "The dataset has no images");
  if (lacks_schema (dataset))
    return lb_rules_refuse (error, LB_ERROR_CONFLICT, "R70",
                            "The dataset has no visual_schema to make captions under");
  if (lb_dataset_get_captioning (dataset))
    return lb_rules_refuse (error, LB_ERROR_CONFLICT, "R70",
                            "A caption run is in progress in this dataset");

  return TRUE;
}

gboolean
lb_rules_read_max_images (const char *text, int *max_images, GError **error)
{
  gint64 number = LB_LIMIT_BASIC_IMAGES;

  if (text != NULL && !g_ascii_string_to_signed (text, 10, 1, LB_LIMIT_BASIC_IMAGES, &number, NULL))
    return lb_rules_refuse_field (error, LB_ERROR_INVALID, "R25", "max_images",
                                  "“max_images” must be a number from 1 to %d",
                                  LB_LIMIT_BASIC_IMAGES);

  *max_images = (int) number;
  return TRUE;
}

char *
lb_rules_clone_name (LbDataset *source)
{
  const char *name = lb_dataset_get_name (source);

  return g_strconcat ("Copy of ", name != NULL ? name : "", NULL);
}

gboolean
lb_rules_check_clone (const char *name, GError **error)
{
  if (name != NULL && *name == '\0')
    return lb_rules_refuse_field (error, LB_ERROR_INVALID, "R37", "name", "“name” can't be empty");

  return TRUE;
}

gboolean
lb_rules_check_prefix (LbDataset *dataset, const char *prefix, GError **error)
{
  if (prefix == NULL)
    return lb_rules_refuse_field (error, LB_ERROR_INVALID, "R27", "caption_prefix",
                                  "“caption_prefix” can't be null");
  if (lb_dataset_is_fibo (dataset))
    return lb_rules_refuse_field (error, LB_ERROR_INVALID, "R27", "caption_prefix",
                                  "A fibo dataset has no caption_prefix");

  return lb_rules_check_draft (dataset, "R34", error);
}

gboolean
lb_rules_check_download (LbDataset *dataset, int present, GError **error)
{
  if (!lb_dataset_is_advanced (dataset))
    return lb_rules_refuse (error, LB_ERROR_CONFLICT, "R90",
                            "Only an advanced dataset can be downloaded as an archive");
  if (present <= 0)
    return lb_rules_refuse (error, LB_ERROR_NOT_FOUND, "R90",
                            "Nothing is stored in the dataset yet");

  return TRUE;
}

void
lb_rules_readiness (LbDataset *dataset,
                    int images,
                    int captions_missing,
                    int captions_invalid,
                    LbReadiness *readiness)
{
  int needed = lb_dataset_is_fibo (dataset) ? LB_LIMIT_COMPLETE_FIBO : LB_LIMIT_COMPLETE_LEGACY;

  *readiness = (LbReadiness) {
    .already = lb_dataset_get_completed (dataset),
    .images_missing = MAX (0, needed - images),
    .schema_missing = lacks_schema (dataset),
    .run_going = lb_dataset_get_captioning (dataset),
    .captions_missing = captions_missing,
    .captions_invalid = captions_invalid,
  };
}

gboolean
lb_readiness_is_ready (const LbReadiness *readiness)
{
  return lb_readiness_check (readiness, NULL);
}

gboolean
lb_readiness_may_complete (LbRulesMode mode, const LbReadiness *readiness)
{
  if (mode == LB_RULES_LOCAL || readiness->already)
    return lb_readiness_is_ready (readiness);

  return readiness->images_missing == 0 && !readiness->schema_missing;
}

gboolean
lb_readiness_check (const LbReadiness *readiness, GError **error)
{
  if (readiness->already)
    return lb_rules_refuse (error, LB_ERROR_CONFLICT, "R33", "The dataset is completed already");
  if (readiness->images_missing > 0)
    return lb_rules_refuse (
      error, LB_ERROR_CONFLICT, "R30", "The dataset needs %d more %s to be completed",
      readiness->images_missing, readiness->images_missing == 1 ? "image" : "images");
  if (readiness->schema_missing)
    return lb_rules_refuse (error, LB_ERROR_CONFLICT, "R31",
                            "The dataset needs a visual_schema to be completed");
  if (readiness->run_going)
    return lb_rules_refuse (error, LB_ERROR_CONFLICT, "R32",
                            "A caption run or an import is in progress in this dataset");
  if (readiness->captions_missing > 0)
    return lb_rules_refuse (error, LB_ERROR_CONFLICT, "R32", "%d %s no caption yet",
                            readiness->captions_missing,
                            readiness->captions_missing == 1 ? "image has" : "images have");

  return TRUE;
}
