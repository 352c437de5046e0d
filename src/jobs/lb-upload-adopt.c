#include "jobs/lb-upload-queue-private.h"

#include "jobs/lb-caption-fit.h"
#include "jobs/lb-file-lasting.h"
#include "jobs/lb-upload-ledger.h"
#include "jobs/lb-upload-stage.h"
#include "jobs/lb-upload-store.h"
#include "session/lb-session-history.h"

/* The end of a row whose picture is there. */

/* (transfer full) (nullable): it is written while the rest is. */
static DexFuture *
begin_origin (LbUploadQueue *self, LbUpload *upload, LbImage *image)
{
  return upload->origin != NULL && lb_file_is_lasting (upload->origin)
           ? lb_session_set_origin (self->session, image, upload->origin)
           : NULL;
}

/* The picture is sent all the same when this can't be kept. */
static void
end_origin (LbUpload *upload, DexFuture *written)
{
  g_autoptr (GError) error = NULL;

  if (written != NULL && !dex_await (dex_ref (written), &error))
    g_debug ("Not known where “%s” came from: %s", upload->record->name, error->message);
}

/* What came with the picture, as far as it fits; whether it is kept. */
static gboolean
give_caption (
  LbUploadQueue *self, LbDataset *dataset, LbUpload *upload, LbImage *image, GError **error)
{
  g_autofree char *text = NULL;

  if (upload->record->caption == NULL)
    return TRUE;

  text = lb_caption_fit (dataset, upload->record->caption, lb_image_get_caption (image));

  return text == NULL || dex_await (lb_session_give_caption (self->session, image, text,
                                                             upload->record->caption_source),
                                    error);
}

/* The first answer tells whether pictures can be found by their names, and one that has another
 * name that they can't any more. */
static void
learn_names (LbUploadQueue *self, LbUpload *upload, LbImage *image)
{
  LbUploadNames names = g_strcmp0 (lb_image_get_image_name (image), upload->record->image_name) == 0
                          ? LB_UPLOAD_NAMES_KEPT
                          : LB_UPLOAD_NAMES_CHANGED;

  if (self->names == names || self->names == LB_UPLOAD_NAMES_CHANGED)
    return;

  self->names = names;
  dex_future_disown (lb_upload_store_set_fact (self->database, "names", self->names));
}

/* A service elsewhere does not say what a picture was made from. */
static void
remember_hash (LbUploadQueue *self, const LbUploadRecord *record)
{
  if (record->checked_sha256 != NULL)
    g_hash_table_replace (
      self->sent, g_memdup2 (&record->image_id, sizeof record->image_id),
      lb_upload_ledger_new_hashes (record->checked_sha256, record->staged_sha256));
}

/* What else is sent to the account knows it too; the row is taken care of here alone. Without it
 * the same file is no duplicate there. */
static void
share_ledger (LbUploadQueue *self, const LbUploadRecord *record)
{
  LbDatabase *account = lb_session_get_database (self->session);
  g_autoptr (LbUploadRecord) shared = NULL;
  g_autoptr (GError) error = NULL;

  if (self->own == NULL || account == NULL)
    return;

  shared = lb_upload_record_copy (record);
  shared->owner = 0;
  shared->flags &= ~LB_UPLOAD_FLAG_AGAIN;
  if (!dex_await (lb_upload_ledger_finish (account, shared), &error))
    g_debug ("“%s” is not known to have been sent: %s", record->name, error->message);
}

gboolean
lb_upload_queue_adopt (LbUploadQueue *self, LbDataset *dataset, LbUpload *upload, LbImage *image)
{
  LbUploadRecord *record = upload->record;
  g_autoptr (DexFuture) origin = NULL;
  g_autoptr (GError) error = NULL;

  if (upload->lost)
    return FALSE; /* whoever has it now finds its picture */

  record->image_id = lb_image_get_id (image);
  record->owner = lb_lease_get_owner (self->lease);
  learn_names (self, upload, image);
  origin = begin_origin (self, upload, image);
  share_ledger (self, record);
  if (!give_caption (self, dataset, upload, image, &error) || self->closed ||
      !dex_await (lb_upload_ledger_finish (self->database, record), &error))
    {
      /* On disk it is in doubt as before, and will be found again. */
      upload->in_doubt = TRUE;
      if (!self->closed)
        {
          lb_upload_queue_take_disk_error (self, error);
          lb_upload_queue_set_state (self, upload, LB_UPLOAD_CHECKING, -1, error);
        }
      return FALSE;
    }

  end_origin (upload, origin);
  upload->in_doubt = FALSE;
  record->state = LB_UPLOAD_DONE;
  if ((record->flags & LB_UPLOAD_FLAG_AGAIN) != 0 && self->names != LB_UPLOAD_NAMES_CHANGED)
    lb_upload_queue_note_again (self, record);
  remember_hash (self, record);
  if (!lb_upload_is_fetched (upload))
    lb_upload_stage_drop (self->folder, record->uuid);
  lb_upload_set_image (upload, image);
  lb_upload_queue_set_state (self, upload, LB_UPLOAD_DONE, 1, NULL);

  return TRUE;
}
