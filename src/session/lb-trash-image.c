#include "base/lb-sha256.h"
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

/* What is there already, so that what is sent can be told from it. */
static gboolean
look_before (LbSession *session, LbDataset *dataset, GError **error)
{
  if (!lb_session_is_hosted (session) &&
      lb_session_has_images (session, lb_dataset_get_id (dataset)))
    return TRUE;

  return dex_await (lb_session_load_images (session, dataset), error);
}

typedef struct
{
  LbSession *session;    /* not owned */
  LbDataset *dataset;    /* not owned */
  const LbTrashRow *row; /* not owned */
  GBytes *bytes;         /* not owned */
} Sending;

static gboolean
look_cb (gpointer data, GError **error)
{
  Sending *sending = data;

  return dex_await (lb_session_load_images (sending->session, sending->dataset), error);
}

static gint64
image_id_cb (gpointer object)
{
  return lb_image_get_id (object);
}

/* Whether it was sent from here under a name that no other picture has. */
static gboolean
is_marked (const char *name)
{
  g_autofree char *known = name != NULL ? lb_image_name_unmark (name) : NULL;

  return g_strcmp0 (name, known) != 0;
}

/* An account that gives its own names has it under another one: then the picture tells. On this
 * computer it comes back under the name that it had, which may be a marked one too. */
static gboolean
is_ours_cb (gpointer object, gpointer data, GError **error)
{
  Sending *sending = data;
  const LbTrashRow *row = sending->row;
  const gboolean hosted = lb_session_is_hosted (sending->session);
  const char *name = lb_image_get_image_name (object);
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *sha256 = NULL;

  if (row->detail != NULL && g_strcmp0 (name, row->detail) == 0)
    return TRUE;
  if ((hosted ? is_marked (name) : g_strcmp0 (name, row->name) != 0) ||
      !(bytes = dex_await_boxed (lb_session_fetch_picture (sending->session, object), error)))
    return FALSE;

  sha256 = lb_sha256_of_bytes (bytes);

  return g_str_equal (sha256, row->sha256);
}

static gpointer
send_cb (gpointer data, GError **error)
{
  Sending *sending = data;
  const LbTrashRow *row = sending->row;
  const char *name = row->detail != NULL ? row->detail : row->name;

  return dex_await_object (lb_session_upload_image (sending->session, sending->dataset,
                                                    sending->bytes, name, TRUE, FALSE, NULL, NULL,
                                                    NULL),
                           error);
}

/* On this computer with the caption that it had, and also into a dataset that takes other pictures
 * only in bulk (R42). */
static gpointer
return_cb (gpointer data, GError **error)
{
  Sending *sending = data;
  LbSession *session = sending->session;
  const LbTrashRow *row = sending->row;
  const guint64 since = session->clock;
  const gboolean sendable =
    row->caption != NULL && lb_rules_caption_is_sendable (lb_session_get_rules_mode (session),
                                                          sending->dataset, row->caption);
  const char *source = g_strcmp0 (row->source, "automatic") == 0 ? "automatic" : "manual";
  g_autoptr (LbImage) fresh = NULL;
  LbImage *live = NULL;

  if (!dex_await (lb_session_ensure_online (session), error) ||
      !(fresh = lb_session_await_object (
          session,
          lb_client_return_image (session->client, lb_dataset_get_id (sending->dataset),
                                  sending->bytes, row->name, sendable ? row->caption : NULL,
                                  sendable ? source : NULL, row->uuid),
          error)))
    return NULL;

  if ((live = lb_session_adopt_new (session, fresh, since)) == NULL)
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_NOT_FOUND, "Its dataset is gone");
      return NULL;
    }

  return g_object_ref (live);
}

/* Under which name it goes out: one that no other picture has, on disk before it is sent and the
 * same from one try to the next. */
static void
choose_name (LbTrashRow *row)
{
  g_autofree char *uuid = NULL;
  g_autofree char *known = NULL;

  if (row->detail != NULL || row->name == NULL)
    return;

  uuid = lb_image_name_new_uuid ();
  known = lb_image_name_unmark (row->name);
  row->detail = lb_image_name_mark (known, uuid);
}

/* (transfer full) (nullable): what an earlier try has come to. */
static LbImage *
find_bound (LbSession *session, LbDataset *dataset, const char *uuid)
{
  LbImage *image = lb_session_find_image_by_uuid (session, uuid);

  return image != NULL && lb_image_get_dataset_id (image) == lb_dataset_get_id (dataset)
           ? g_object_ref (image)
           : NULL;
}

/* (transfer full) (nullable): the image, sent anew from the copy on this computer. */
static LbImage *
send_copy (LbTrash *self, LbDataset *dataset, LbTrashRow *row, GError **error)
{
  LbSession *session = self->session;
  const gboolean hosted = lb_session_is_hosted (session);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (LbImage) image = NULL;
  Sending sending = { session, dataset, row };
  const LbTrashMaker maker = { "image",     lb_session_get_images (session, dataset),
                               image_id_cb, is_ours_cb,
                               look_cb,     hosted ? send_cb : return_cb,
                               &sending };

  if (row->sha256 == NULL)
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_GONE, "There is no copy of the picture");
      return NULL;
    }
  if (!(bytes = dex_await_boxed (lb_trash_files_load (self->folder, row->sha256), error)) ||
      !look_before (session, dataset, error))
    return NULL;
  if ((image = find_bound (session, dataset, row->uuid)) != NULL)
    return g_steal_pointer (&image);

  sending.bytes = bytes;
  if (hosted)
    choose_name (row);

  return lb_trash_make (self, row, row->uuid, &maker, error);
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
