#include "contract/lb-contract-json.h"
#include "contract/lb-limits.h"
#include "contract/lb-rules.h"
#include "service/lb-caption-maker.h"
#include "service/lb-fault.h"
#include "service/lb-handlers.h"

#include <string.h>

static gboolean
answer_image (LbRequest *self, DexFuture *future, GError **error)
{
  g_autoptr (LbImage) image = dex_await_object (future, error);

  if (image == NULL)
    return FALSE;

  lb_request_sign_image (self, image);

  return lb_request_answer_json (self, SOUP_STATUS_OK, lb_contract_write_image (image));
}

/* R59 */
static gboolean
read_change (LbRequest *self, const char **caption, gboolean *regenerate, GError **error)
{
  if (!lb_request_get_text (self, "caption", "R59", caption, error) ||
      !lb_request_get_boolean (self, "regenerate_caption", "R59", regenerate, error))
    return FALSE;

  if ((*caption != NULL) == *regenerate)
    {
      lb_fault_set (error, LB_ERROR_INVALID, "R59", "caption",
                    "Exactly one of “caption” and “regenerate_caption” is needed");
      return FALSE;
    }

  if (*caption != NULL && strlen (*caption) > LB_LIMIT_CAPTION_BYTES)
    {
      lb_fault_set (error, LB_ERROR_INVALID, "R61", "caption", "The caption is too long");
      return FALSE;
    }

  return TRUE;
}

static gboolean
set_caption (LbRequest *self, LbDataset *dataset, const char *caption, GError **error)
{
  g_autofree char *accepted = lb_rules_accept_caption (dataset, caption, error);

  if (accepted == NULL)
    return FALSE;

  return answer_image (
    self, lb_store_set_caption (self->parts->store, self->object_id, self->image_id, accepted),
    error);
}

static gboolean
regenerate (LbRequest *self, LbDataset *dataset, GError **error)
{
  LbStore *store = self->parts->store;
  g_autoptr (LbPicture) picture = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *caption = NULL;

  if (!lb_rules_check_draft (dataset, "R64", error) ||
      !lb_rules_check_regenerate (dataset, error) ||
      !(picture = dex_await_boxed (lb_store_get_picture (store, self->image_id), error)) ||
      !(bytes =
          dex_await_boxed (lb_blobs_get (lb_store_get_blobs (store), picture->blob), error)) ||
      !(caption = dex_await_string (lb_caption_make (store, self->parts->captioner, self->object_id,
                                                     bytes, lb_request_get_stop (self)),
                                    error)))
    return FALSE;

  return answer_image (self, lb_store_set_automatic_caption (store, picture, caption), error);
}

gboolean
lb_handle_update_caption (LbRequest *self, GError **error)
{
  g_autoptr (LbDataset) dataset = NULL;
  const char *caption = NULL;
  gboolean again = FALSE;

  if (!read_change (self, &caption, &again, error) ||
      !(dataset =
          dex_await_object (lb_store_get_dataset (self->parts->store, self->object_id), error)))
    return FALSE;

  return again ? regenerate (self, dataset, error) : set_caption (self, dataset, caption, error);
}

gboolean
lb_handle_regenerate_all (LbRequest *self, GError **error)
{
  g_autoptr (LbDataset) dataset = NULL;

  if (!(dataset =
          dex_await_object (lb_store_start_run (self->parts->store, self->object_id), error)))
    return FALSE;

  lb_caption_run_start (self->parts->runs, self->object_id);
  lb_dataset_set_images_count (dataset, -1);

  return lb_request_answer_json (self, SOUP_STATUS_ACCEPTED,
                                 lb_contract_write_dataset (dataset, NULL));
}
