#include "contract/lb-rules.h"

#include "contract/lb-limits.h"
#include "contract/lb-rules-address.h"
#include "contract/lb-rules-private.h"

gboolean
lb_rules_check_bulk (LbDataset *dataset, int present, gboolean tried, GError **error)
{
  if (!lb_dataset_is_advanced (dataset))
    return lb_rules_refuse (error, LB_ERROR_INVALID, "R73",
                            "Only an advanced dataset takes a ZIP file");
  if (lb_dataset_get_completed (dataset))
    return lb_rules_refuse (error, LB_ERROR_INVALID, "R73",
                            "The dataset is completed and can’t be changed any more");
  if (tried)
    return lb_rules_refuse (error, LB_ERROR_INVALID, "R74",
                            "The dataset has had its one bulk upload; make a new dataset");
  if (present > 0)
    return lb_rules_refuse (error, LB_ERROR_INVALID, "R74",
                            "The dataset has images already; make a new dataset");

  return TRUE;
}

gboolean
lb_rules_check_zip_url (const char *url, gboolean files, GError **error)
{
  if (url == NULL || *url == '\0')
    return lb_rules_refuse_field (error, LB_ERROR_INVALID, "R75", "zip_url",
                                  "“zip_url” is required");
  if (lb_rules_is_web_address (url) || (files && lb_rules_is_file_address (url)))
    return TRUE;

  return lb_rules_refuse_field (error, LB_ERROR_INVALID, "R75", "zip_url",
                                files ? "“zip_url” must be an http, https or file address"
                                      : "“zip_url” must be an http or https address");
}

gboolean
lb_rules_check_zip (guint64 size_bytes, guint n_images, GError **error)
{
  if (size_bytes > LB_LIMIT_ZIP_BYTES)
    {
      g_autofree char *size = g_format_size (size_bytes);

      return lb_rules_refuse (error, LB_ERROR_TOO_LARGE, "R76",
                              "The ZIP file has %s; at most 5 GB are allowed", size);
    }
  if (n_images > LB_LIMIT_ADVANCED_IMAGES)
    return lb_rules_refuse (error, LB_ERROR_INVALID, "R77",
                            "The ZIP file holds %u images; at most %d are taken", n_images,
                            LB_LIMIT_ADVANCED_IMAGES);

  return TRUE;
}
