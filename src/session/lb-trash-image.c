#include "session/lb-trash-private.h"

#include "base/lb-error.h"
#include "contract/lb-rules.h"
#include "model/lb-image-name.h"
#include "session/lb-history.h"
#include "session/lb-session-history.h"
#include "session/lb-session-private.h"

/* An image comes back out of the trash: under its old id where the service can do that, else sent
 * to it anew. */

static DexFuture *
edit_unrecorded (LbSession *session, LbImage *image, const LbTrashRow *row)
{
  LbHistory *history = lb_session_get_history (session);
  DexFuture *kept = NULL;

  lb_history_enter (history, LB_HISTORY_UNRECORDED);
  kept = lb_session_edit_caption_from (session, image, row->caption,
                                       row->source != NULL ? row->source : "manual");
  lb_history_leave (history);

  return kept;
}

/* Its caption, who wrote that, and that it was approved. */
static gboolean
restore_words (LbSession *session, LbImage *image, const LbTrashRow *row, GError **error)
{
  g_autofree char *text = lb_session_dup_caption_text (session, image);

  if (row->caption != NULL &&
      (g_strcmp0 (text, row->caption) != 0 ||
       g_strcmp0 (lb_session_get_caption_source (session, image), row->source) != 0) &&
      !dex_await (edit_unrecorded (session, image, row), error))
    return FALSE;
  if (session->notes == NULL)
    return TRUE;

  return dex_await (lb_image_notes_set (session->notes, LB_IMAGE_NOTE_APPROVED,
                                        lb_image_get_dataset_id (image), lb_image_get_id (image),
                                        row->approved),
                    error);
}

static GHashTable *
list_ids (GListModel *images)
{
  GHashTable *ids = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (images); i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (images, i);
      const gint64 id = lb_image_get_id (image);

      g_hash_table_add (ids, g_memdup2 (&id, sizeof id));
    }

  return ids;
}

/* R7: after an answer that is none, what was sent may be there. (transfer full) (nullable) */
static LbImage *
find_sent (LbSession *session, LbDataset *dataset, GHashTable *before, const char *name)
{
  GListModel *images = lb_session_get_images (session, dataset);

  if (!dex_await (lb_session_load_images (session, dataset), NULL))
    return NULL;

  for (guint i = 0; i < g_list_model_get_n_items (images); i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (images, i);
      const gint64 id = lb_image_get_id (image);

      if (!g_hash_table_contains (before, &id) &&
          g_strcmp0 (lb_image_get_image_name (image), name) == 0)
        return g_steal_pointer (&image);
    }

  return NULL;
}

/* (transfer full) (nullable): on this computer with the caption that it had, and also into a
 * dataset that takes other pictures only in bulk (R42). */
static LbImage *
return_copy (
  LbSession *session, LbDataset *dataset, GBytes *bytes, const LbTrashRow *row, GError **error)
{
  const guint64 since = session->clock;
  const gboolean sendable =
    row->caption != NULL &&
    lb_rules_caption_is_sendable (lb_session_get_rules_mode (session), dataset, row->caption);
  const char *source = g_strcmp0 (row->source, "automatic") == 0 ? "automatic" : "manual";
  g_autoptr (LbImage) fresh = NULL;
  LbImage *live = NULL;

  if (!dex_await (lb_session_ensure_online (session), error) ||
      !(fresh = lb_session_await_object (
          session,
          lb_client_return_image (session->client, lb_dataset_get_id (dataset), bytes, row->name,
                                  sendable ? row->caption : NULL, sendable ? source : NULL),
          error)))
    return NULL;

  if ((live = lb_session_adopt_new (session, fresh, since)) == NULL)
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_NOT_FOUND, "Its dataset is gone");
      return NULL;
    }

  return g_object_ref (live);
}

/* What is there already, so that what is sent can be told from it. */
static gboolean
look_before (LbSession *session, LbDataset *dataset, GError **error)
{
  if (!lb_session_is_hosted (session) &&
      lb_session_has_images (session, lb_dataset_get_id (dataset)))
    return TRUE;

  return dex_await (lb_session_load_images (session, dataset), error);
}

/* (transfer full) (nullable): what an earlier try has sent. */
static LbImage *
find_named (LbSession *session, LbDataset *dataset, const char *name)
{
  GListModel *images = lb_session_get_images (session, dataset);

  for (guint i = 0; name != NULL && i < g_list_model_get_n_items (images); i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (images, i);

      if (g_strcmp0 (lb_image_get_image_name (image), name) == 0)
        return g_steal_pointer (&image);
    }

  return NULL;
}

/* Under which name it goes out: one that no other picture has, on disk before it is sent and the
 * same from one try to the next, so that what had no answer is found and not sent again. */
static gboolean
choose_name (LbTrash *self, LbTrashRow *row, GError **error)
{
  g_autofree char *uuid = NULL;
  g_autofree char *known = NULL;

  if (row->detail != NULL || row->name == NULL)
    return TRUE;

  uuid = lb_image_name_new_uuid ();
  known = lb_image_name_unmark (row->name);
  row->detail = lb_image_name_mark (known, uuid);
  if (dex_await (lb_trash_run (self, lb_trash_rows_put, lb_trash_row_copy (row)), error))
    return TRUE;

  g_clear_pointer (&row->detail, g_free);

  return FALSE;
}

/* (transfer full) (nullable) */
static LbImage *
send_elsewhere (LbTrash *self, LbDataset *dataset, LbTrashRow *row, GBytes *bytes, GError **error)
{
  const char *name = NULL;

  if (!choose_name (self, row, error))
    return NULL;
  if (self->session == NULL)
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_CANCELLED, "The account is closed");
      return NULL;
    }

  name = row->detail != NULL ? row->detail : row->name;

  return dex_await_object (
    lb_session_upload_image (self->session, dataset, bytes, name, TRUE, FALSE, NULL, NULL, NULL),
    error);
}

/* (transfer full) (nullable): the image, sent anew from the copy on this computer. */
static LbImage *
send_copy (LbTrash *self, LbDataset *dataset, LbTrashRow *row, GError **error)
{
  LbSession *session = self->session;
  const gboolean hosted = lb_session_is_hosted (session);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GHashTable) before = NULL;
  g_autoptr (LbImage) image = NULL;
  g_autoptr (GError) failure = NULL;

  if (row->sha256 == NULL)
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_NOT_FOUND, "There is no copy of the picture");
      return NULL;
    }
  if (!(bytes = dex_await_boxed (lb_trash_files_load (self->folder, row->sha256), error)) ||
      !look_before (session, dataset, error))
    return NULL;

  before = list_ids (lb_session_get_images (session, dataset));
  image = find_named (session, dataset, row->detail);
  if (image == NULL)
    image = hosted ? send_elsewhere (self, dataset, row, bytes, &failure)
                   : return_copy (session, dataset, bytes, row, &failure);
  if (image == NULL && lb_error_is_doubtful (failure))
    image = find_sent (session, dataset, before, row->detail != NULL ? row->detail : row->name);
  if (image == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  if (!dex_await (lb_session_rebind (session, row->uuid, lb_image_get_id (image)), error))
    return NULL;

  return g_steal_pointer (&image);
}

/* (transfer full) (nullable): the image under its old id; NULL without an error where there is no
 * such way. */
static LbImage *
undelete (LbTrash *self, LbDataset *dataset, const LbTrashRow *row, GError **error)
{
  g_autoptr (GError) failure = NULL;
  LbImage *image = NULL;

  if (lb_session_is_hosted (self->session) || lb_dataset_get_id (dataset) != row->parent_id)
    return NULL;

  image =
    dex_await_object (lb_session_undelete_image (self->session, dataset, row->server_id), &failure);
  if (image == NULL && !g_error_matches (failure, LB_ERROR, LB_ERROR_NOT_FOUND))
    g_propagate_error (error, g_steal_pointer (&failure));

  return image;
}

LbImage *
lb_trash_restore_image (LbTrash *self, LbDataset *dataset, LbTrashRow *row, GError **error)
{
  g_autoptr (LbSession) session = g_object_ref (self->session);
  g_autoptr (LbImage) image = NULL;
  g_autoptr (GError) failure = NULL;

  if (lb_dataset_get_completed (dataset))
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_CONFLICT, "The dataset is complete");
      return NULL;
    }
  if (!(image = undelete (self, dataset, row, &failure)) && failure == NULL)
    image = send_copy (self, dataset, row, &failure);
  if (image == NULL || !restore_words (session, image, row, &failure))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }

  return g_steal_pointer (&image);
}
