/* Replies of a service (contract/lb-contract-json.h): each reader on any JSON, and what it read
 * written and read again. */

#include "fuzz-target.h"

#include <stdlib.h>

#include "contract/lb-contract-json.h"

static void
read_lists (JsonNode *node)
{
  g_autoptr (GPtrArray) projects =
    lb_contract_read_list (node, (LbContractReader) lb_contract_read_project, NULL);
  g_autoptr (GPtrArray) datasets =
    lb_contract_read_list (node, (LbContractReader) lb_contract_read_dataset, NULL);
  g_autoptr (GPtrArray) images =
    lb_contract_read_list (node, (LbContractReader) lb_contract_read_image, NULL);
}

static void
read_dataset (JsonNode *node)
{
  g_autoptr (LbDataset) dataset = lb_contract_read_dataset (node, NULL);
  g_autoptr (GPtrArray) images = lb_contract_read_dataset_images (node, NULL);
  g_autoptr (JsonNode) written = NULL;
  g_autoptr (LbDataset) again = NULL;

  if (dataset == NULL)
    return;

  written = lb_contract_write_dataset (dataset, images);
  again = lb_contract_read_dataset (written, NULL);
  if (again == NULL || lb_dataset_get_id (again) != lb_dataset_get_id (dataset) ||
      g_strcmp0 (lb_dataset_get_name (again), lb_dataset_get_name (dataset)) != 0)
    abort ();
}

static void
read_image (JsonNode *node)
{
  g_autoptr (LbImage) image = lb_contract_read_image (node, NULL);
  g_autoptr (JsonNode) written = NULL;
  g_autoptr (LbImage) again = NULL;

  if (image == NULL)
    return;

  written = lb_contract_write_image (image);
  again = lb_contract_read_image (written, NULL);
  if (again == NULL || lb_image_get_id (again) != lb_image_get_id (image) ||
      g_strcmp0 (lb_image_get_caption (again), lb_image_get_caption (image)) != 0)
    abort ();
}

static void
read_others (JsonNode *node)
{
  g_autoptr (LbProject) project = lb_contract_read_project (node, NULL);
  g_autoptr (LbBulkUpload) bulk = lb_contract_read_bulk_upload (node, NULL);
  g_autofree char *schema = lb_contract_read_string (node, "visual_schema", NULL);
}

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  return 0;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (JsonNode) node = lb_contract_parse ((const char *) data, (gssize) size, NULL);

  if (node == NULL)
    return 0;

  read_lists (node);
  read_dataset (node);
  read_image (node);
  read_others (node);

  return 0;
}
