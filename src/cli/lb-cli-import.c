#include "cli/lb-cli-import.h"

#include "jobs/lb-caption-fit.h"
#include "session/lb-session-history.h"

/* (transfer full): the images of @dataset by what they were made from. */
static GHashTable *
index_images (LbUploadQueue *queue, LbDataset *dataset)
{
  GListModel *images = lb_session_get_images (lb_upload_queue_get_session (queue), dataset);
  GHashTable *sent = lb_upload_queue_get_sent (queue);
  GHashTable *index = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (images); i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (images, i);
      const gint64 id = lb_image_get_id (image);
      const char *sha256 = lb_image_get_source_sha256 (image);

      if (sha256 == NULL && sent != NULL)
        sha256 = g_hash_table_lookup (sent, &id);
      if (sha256 != NULL)
        g_hash_table_insert (index, g_strdup (sha256), g_steal_pointer (&image));
    }

  return index;
}

/* (transfer full) (nullable): what the caption of @image is to be; NULL where it is that already,
 * or stays. */
static char *
choose (
  LbCliImport *self, LbSession *session, LbDataset *dataset, LbCandidate *candidate, LbImage *image)
{
  g_autofree char *present = lb_session_dup_caption_text (session, image);
  g_autofree char *text = lb_caption_fit (dataset, lb_candidate_get_caption (candidate), present);

  if (text == NULL || g_strcmp0 (text, present) == 0)
    return NULL;
  if (present == NULL || self->overwrites || !lb_session_is_manual (session, image))
    return g_steal_pointer (&text);

  self->n_kept++;
  return NULL;
}

static void
bring (LbSession *session, LbCandidate *candidate, LbImage *image, const char *text, gint64 group)
{
  LbHistory *history = lb_session_get_history (session);
  const char *source = lb_candidate_is_caption_automatic (candidate) ? "automatic" : "manual";

  lb_history_enter (history, group);
  dex_future_disown (lb_session_edit_caption_from (session, image, text, source));
  lb_history_leave (history);
  lb_candidate_set_image (candidate, image);
}

void
lb_cli_import_captions (LbCliImport *self,
                        LbUploadQueue *queue,
                        LbDataset *dataset,
                        GListModel *candidates)
{
  LbSession *session = lb_upload_queue_get_session (queue);
  LbHistory *history = lb_session_get_history (session);
  g_autoptr (GHashTable) index = index_images (queue, dataset);
  const gint64 group = lb_history_begin (history, LB_HISTORY_EDIT);

  for (guint i = 0; i < g_list_model_get_n_items (candidates); i++)
    {
      g_autoptr (LbCandidate) candidate = g_list_model_get_item (candidates, i);
      const char *sha256 = lb_candidate_get_sha256 (candidate);
      LbImage *image = NULL;
      g_autofree char *text = NULL;

      if (sha256 == NULL || lb_candidate_get_caption (candidate) == NULL ||
          lb_candidate_get_verdict (candidate) != LB_VERDICT_DUPLICATE ||
          !(image = g_hash_table_lookup (index, sha256)))
        continue;
      if ((text = choose (self, session, dataset, candidate, image)) != NULL)
        {
          self->n_brought++;
          if (!self->dry_run)
            bring (session, candidate, image, text, group);
        }
      g_hash_table_remove (index, sha256); /* of two captions for one image the first counts */
    }
  lb_history_end (history, group);
}
