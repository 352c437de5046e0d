#include "session/lb-session-private.h"

#include "base/lb-error.h"
#include "contract/lb-rules.h"

/* The list of images has no pages: while it grows it is read when it has grown by this part. */
#define GROWN_DIVISOR 5

/* Returns the live one. (transfer none) */
static LbBulkUpload *
adopt (LbSession *self, gint64 dataset_id, LbBulkUpload *fresh)
{
  LbBulkUpload *live = lb_object_table_get (self->bulk_table, dataset_id);

  if (live != NULL)
    {
      lb_bulk_upload_update_from (live, fresh);
      return live;
    }

  lb_object_table_set (self->bulk_table, dataset_id, fresh);
  lb_session_emit_bulk_upload (self, dataset_id);

  return fresh;
}

static DexFuture *
get_bulk_upload_cb (LbClient *client, gint64 dataset_id, gint64 b)
{
  return lb_client_get_bulk_upload (client, dataset_id);
}

/* Whether so many of its images are not known here yet that the list is worth reading. */
static gboolean
has_grown (LbSession *self, LbDataset *dataset, LbBulkUpload *bulk)
{
  guint known = g_list_model_get_n_items (lb_session_get_images (self, dataset));
  guint done = (guint) lb_bulk_upload_get_done (bulk);

  return done > known && (lb_bulk_upload_get_ended (bulk) || done - known > known / GROWN_DIVISOR);
}

/* Returns when dataset and images are as far as the import, or could not be read. */
static void
follow_images (LbSession *self, gint64 dataset_id, LbBulkUpload *bulk, LbSessionSight *sight)
{
  g_autoptr (LbDataset) dataset =
    dex_await_object (lb_session_reread_dataset (self, dataset_id), NULL);

  if (dataset == NULL)
    return;

  sight->mark += lb_dataset_get_updated_at (dataset);
  if (lb_session_has_images (self, dataset_id) && has_grown (self, dataset, bulk))
    dex_await (lb_session_load_images (self, dataset), NULL);
}

static gboolean
look (LbSession *self, gint64 dataset_id, LbSessionSight *sight)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LbBulkUpload) live = NULL;
  g_autoptr (LbBulkUpload) fresh =
    dex_await_object (lb_session_get (self, get_bulk_upload_cb, dataset_id, 0), &error);

  if (lb_session_find_dataset (self, dataset_id) == NULL)
    return FALSE;
  if (fresh == NULL)
    return lb_session_may_look_again (error, sight);

  /* The images are there before whoever waits for the end looks at them. */
  sight->mark =
    lb_bulk_upload_get_total_processed (fresh) + lb_bulk_upload_get_progress_percentage (fresh);
  follow_images (self, dataset_id, fresh, sight);
  if (lb_session_find_dataset (self, dataset_id) == NULL)
    return FALSE;

  live = g_object_ref (adopt (self, dataset_id, fresh));

  return !lb_bulk_upload_get_ended (live);
}

/* (transfer full): what a call resolves to. */
static DexFuture *
answer (LbSession *self, gint64 dataset_id, LbBulkUpload *fresh)
{
  LbBulkUpload *live = NULL;

  if (lb_session_find_dataset (self, dataset_id) == NULL)
    return lb_session_answer (NULL);

  live = adopt (self, dataset_id, fresh);
  if (!lb_bulk_upload_get_ended (live))
    lb_session_watch (self, self->bulk_runs, dataset_id, look);

  return lb_session_answer (live);
}

/* Only what the service says is an answer; without one it is asked again at the next occasion. */
static void
forget_unanswered (LbSession *self, gint64 dataset_id, const GError *error)
{
  if (!g_error_matches (error, LB_ERROR, LB_ERROR_NOT_FOUND) &&
      !g_error_matches (error, LB_ERROR, LB_ERROR_INVALID))
    g_hash_table_remove (self->bulk_asked, &dataset_id);
}

static DexFuture *
find_fiber (gpointer data)
{
  LbSessionCall *call = data;
  LbSession *self = call->session;
  g_autoptr (GError) error = NULL;
  g_autoptr (LbBulkUpload) fresh =
    dex_await_object (lb_session_get (self, get_bulk_upload_cb, call->id, 0), &error);

  if (fresh == NULL)
    {
      forget_unanswered (self, call->id, error);
      return dex_future_new_for_error (g_steal_pointer (&error));
    }

  return answer (self, call->id, fresh);
}

static DexFuture *
bulk_upload_fiber (gpointer data)
{
  LbSessionCall *call = data;
  LbSession *self = call->session;
  gboolean had_one = lb_object_table_get (self->bulk_table, call->id) != NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (LbBulkUpload) fresh = NULL;

  if (!dex_await (lb_session_ensure_online (self), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  fresh = lb_session_await_object (
    self, lb_client_bulk_upload (self->client, call->id, call->text, call->flag, call->moderated),
    &error);
  if (fresh == NULL && !had_one && lb_error_is_doubtful (error))
    fresh = dex_await_object (lb_session_get (self, get_bulk_upload_cb, call->id, 0), NULL);
  if (fresh == NULL)
    {
      forget_unanswered (self, call->id, error);
      return dex_future_new_for_error (g_steal_pointer (&error));
    }

  return answer (self, call->id, fresh);
}

/**
 * lb_session_bulk_upload:
 * @self: a session
 * @dataset: an empty advanced draft
 * @zip_url: where the service fetches the ZIP from; the one on this computer takes file URIs too
 * @automatic_captioning: for legacy datasets: %FALSE takes the texts beside the images
 * @content_moderation: whether a service elsewhere is to look at the pictures first (R52)
 *
 * There is one try a dataset. After an answer that was lost the service is asked whether it has the
 * import.
 *
 * Returns: (transfer full): a future of the live #LbBulkUpload; fails with LB_ERROR_INVALID when
 *   there was a try before or the dataset can't have one, TOO_LARGE
 */
DexFuture *
lb_session_bulk_upload (LbSession *self,
                        LbDataset *dataset,
                        const char *zip_url,
                        gboolean automatic_captioning,
                        gboolean content_moderation)
{
  LbSessionCall *call = NULL;
  GError *error = NULL;

  dex_return_error_if_fail (LB_IS_SESSION (self));
  dex_return_error_if_fail (LB_IS_DATASET (dataset));
  dex_return_error_if_fail (zip_url != NULL);

  if (!lb_rules_check_zip_url (zip_url, !self->hosted, &error))
    return dex_future_new_for_error (error);

  call = lb_session_call_new (self, dataset, zip_url);
  call->id = lb_dataset_get_id (dataset);
  call->flag = automatic_captioning;
  call->moderated = content_moderation;

  return lb_session_call_run (call, bulk_upload_fiber);
}

/**
 * lb_session_get_bulk_upload:
 * @self: a session
 * @dataset: a dataset
 *
 * "bulk-upload-changed" says when there is one.
 *
 * Returns: (transfer none) (nullable): its import as far as it is known here, changing while it
 *   goes on
 */
LbBulkUpload *
lb_session_get_bulk_upload (LbSession *self, LbDataset *dataset)
{
  g_return_val_if_fail (LB_IS_SESSION (self), NULL);
  g_return_val_if_fail (LB_IS_DATASET (dataset), NULL);

  return lb_object_table_get (self->bulk_table, lb_dataset_get_id (dataset));
}

gboolean
lb_session_is_importing (LbSession *self, LbDataset *dataset)
{
  LbBulkUpload *upload = lb_session_get_bulk_upload (self, dataset);

  return upload != NULL && !lb_bulk_upload_get_ended (upload);
}

/**
 * lb_session_find_bulk_upload:
 * @self: a session
 * @dataset: an advanced dataset
 *
 * Returns: (transfer full): a future of the live #LbBulkUpload; fails with LB_ERROR_NOT_FOUND when
 *   there was no try yet, INVALID for a basic dataset
 */
DexFuture *
lb_session_find_bulk_upload (LbSession *self, LbDataset *dataset)
{
  LbSessionCall *call = NULL;

  dex_return_error_if_fail (LB_IS_SESSION (self));
  dex_return_error_if_fail (LB_IS_DATASET (dataset));

  call = lb_session_call_new (self, dataset, NULL);
  call->id = lb_dataset_get_id (dataset);

  return lb_session_call_run (call, find_fiber);
}

/* Another program may have begun it since there was none. A service elsewhere is asked that again
 * only while nothing has come. */
static gboolean
may_have_one_by_now (LbSession *self, LbDataset *dataset)
{
  return !lb_dataset_get_completed (dataset) &&
         (!self->hosted || lb_dataset_get_images_count (dataset) <= 0);
}

void
lb_session_expect_bulk_upload (LbSession *self, LbDataset *dataset)
{
  gint64 id = lb_dataset_get_id (dataset);

  /* One that was given up may have gone on since. */
  if (lb_session_is_importing (self, dataset))
    lb_session_watch (self, self->bulk_runs, id, look);
  else if (lb_session_get_bulk_upload (self, dataset) == NULL && lb_dataset_is_advanced (dataset) &&
           (g_hash_table_add (self->bulk_asked, g_memdup2 (&id, sizeof id)) ||
            may_have_one_by_now (self, dataset)))
    dex_future_disown (lb_session_find_bulk_upload (self, dataset));
}
