#include "session/lb-session-private.h"

#include "base/lb-error.h"
#include "session/lb-history-private.h"
#include "session/lb-service-process.h"
#include "session/lb-session-changes.h"
#include "session/lb-trash-private.h"

#define THUMBNAIL_STORE_BYTES (128 * 1024 * 1024)
#define CLOSE_MS 1000

/* Opening, reading again, closing. */

static void
edit_state_changed_cb (LbOutbox *outbox, gint64 image_id, LbSession *self)
{
  LbImage *image = lb_session_find_image (self, image_id);

  if (image != NULL)
    {
      lb_session_show_draft (self, image);
      lb_session_see_caption (self, image, FALSE);
    }
  lb_session_update_waiting (self);
  lb_session_update_review (self, image_id);
  lb_session_emit_edit_state (self, image_id);
}

static void
edit_refused_cb (LbOutbox *outbox, gint64 image_id, const char *message, LbSession *self)
{
  LbImage *image = lb_session_find_image (self, image_id);

  if (image != NULL)
    lb_session_emit_caption_refused (self, image, message);
}

static void
note_changed_cb (LbImageNotes *notes, gint64 image_id, LbSession *self)
{
  lb_session_update_review (self, image_id);
}

static void
frozen_changed_cb (LbFreezes *freezes, const char *uuid, LbSession *self)
{
  LbDataset *dataset = lb_session_find_dataset_by_uuid (self, uuid);

  if (dataset != NULL && !self->closed)
    lb_session_emit_frozen (self, dataset);
}

/* Without what is on disk a new edit could hide an older one, so the outbox is there only once it
 * is loaded. */
static gboolean
open_account (LbSession *self, GError **error)
{
  g_autoptr (LbDatabase) database = NULL;
  g_autoptr (LbImageNotes) notes = NULL;
  g_autoptr (LbFreezes) freezes = NULL;
  g_autoptr (LbMirror) mirror = NULL;
  g_autoptr (LbTrash) trash = NULL;
  g_autoptr (LbHistory) history = NULL;
  g_autoptr (GPtrArray) seen = NULL;
  g_autofree char *folder = NULL;

  if (self->database != NULL)
    return TRUE;

  if (!(database = dex_await_object (lb_account_open (self->state_dir), error)))
    return FALSE;
  notes = lb_image_notes_new (database);
  freezes = lb_freezes_new (database);
  mirror = lb_mirror_new (database);
  if (self->gate == NULL)
    lb_session_init_changes (self);
  if (!lb_session_begin_share (self, database, error))
    return FALSE;
  trash = lb_trash_new (self, database, self->state_dir);
  history = lb_history_new (database);
  if (!dex_await (lb_image_notes_load (notes), error) ||
      !dex_await (lb_freezes_load (freezes), error) ||
      !(seen = dex_await_boxed (lb_mirror_load (mirror), error)) ||
      !lb_session_load_changes (self, database, error) ||
      !dex_await (lb_trash_load (trash), error) || !dex_await (lb_history_load (history), error))
    return FALSE;
  if (self->closed)
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_CANCELLED, "The session is closed");
      return FALSE;
    }

  self->database = g_steal_pointer (&database);
  self->notes = g_steal_pointer (&notes);
  self->freezes = g_steal_pointer (&freezes);
  self->saved_filters = lb_saved_filters_new (self->database);
  self->mirror = g_steal_pointer (&mirror);
  g_set_object (&self->outbox, self->changes[LB_CHANGE_CAPTION]);
  self->trash = g_steal_pointer (&trash);
  self->history = g_steal_pointer (&history);
  g_signal_connect (self->notes, "changed", G_CALLBACK (note_changed_cb), self);
  g_signal_connect (self->freezes, "changed", G_CALLBACK (frozen_changed_cb), self);
  g_signal_connect (self->outbox, "state-changed", G_CALLBACK (edit_state_changed_cb), self);
  g_signal_connect (self->outbox, "refused", G_CALLBACK (edit_refused_cb), self);
  folder = lb_thumbnail_store_dup_folder (self->state_dir);
  self->thumbnails = lb_thumbnail_store_new (folder, THUMBNAIL_STORE_BYTES);
  lb_session_begin_changes (self);
  lb_session_fill (self, seen);
  lb_session_follow_share (self);

  return TRUE;
}

static DexFuture *
get_projects_cb (LbClient *client, gint64 a, gint64 b)
{
  return lb_client_list_projects (client);
}

static DexFuture *
get_datasets_cb (LbClient *client, gint64 a, gint64 b)
{
  return lb_client_list_datasets (client);
}

static gboolean
read_lists (LbSession *self, GError **error)
{
  g_autoptr (GPtrArray) projects = NULL;
  g_autoptr (GPtrArray) datasets = NULL;
  guint64 since = self->clock;

  if (!(projects = dex_await_boxed (lb_session_get (self, get_projects_cb, 0, 0), error)) ||
      !(datasets = dex_await_boxed (lb_session_get (self, get_datasets_cb, 0, 0), error)))
    return FALSE;

  lb_session_sync_projects (self, projects, since);
  lb_session_sync_datasets (self, datasets, since);
  if (!self->closed)
    lb_session_start_changes (self);

  return TRUE;
}

/* Where the account is to be made in the service's folder, the service takes that first: in a
 * folder that it refuses nothing is made. */
static gboolean
take_folder (LbSession *self, GError **error)
{
  g_autofree char *state_dir = g_canonicalize_filename (self->state_dir, NULL);
  g_autofree char *above = g_path_get_dirname (state_dir);
  g_autofree char *data_dir =
    self->data_dir != NULL ? g_canonicalize_filename (self->data_dir, NULL) : NULL;

  if (self->hosted || self->database != NULL || g_strcmp0 (above, data_dir) != 0 ||
      g_file_test (self->state_dir, G_FILE_TEST_EXISTS))
    return TRUE;

  return dex_await (lb_service_process_join (self->data_dir), error);
}

static DexFuture *
open_fiber (gpointer data)
{
  LbSessionCall *call = data;
  LbSession *self = call->session;
  g_autoptr (GError) error = NULL;
  gboolean done = take_folder (self, &error) && open_account (self, &error) &&
                  dex_await (lb_session_rejoin (self), &error) && read_lists (self, &error);

  dex_clear (&self->opening);
  if (!done)
    return dex_future_new_for_error (g_steal_pointer (&error));
  if (self->closed)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_CANCELLED, "The session is closed");

  lb_trash_start (self->trash);

  return dex_future_new_true ();
}

/**
 * lb_session_open:
 * @self: a session
 *
 * Drafts are there even when the service is not; then this may be called again. Calls made while
 * one is under way share its outcome.
 *
 * Returns: (transfer full): a future of %TRUE; fails with LB_ERROR_OFFLINE, STORAGE, NO_SPACE or
 *   NEWER
 */
DexFuture *
lb_session_open (LbSession *self)
{
  dex_return_error_if_fail (LB_IS_SESSION (self));

  if (self->closed)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_CANCELLED, "The session is closed");
  if (self->opening == NULL)
    self->opening = lb_session_call_run (lb_session_call_new (self, NULL, NULL), open_fiber);

  return dex_ref (self->opening);
}

static DexFuture *
refresh_fiber (gpointer data)
{
  LbSessionCall *call = data;
  LbSession *self = call->session;
  g_autoptr (GError) error = NULL;

  if (!read_lists (self, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->datasets)); i++)
    {
      g_autoptr (LbDataset) dataset = g_list_model_get_item (G_LIST_MODEL (self->datasets), i);

      if (lb_session_has_images (self, lb_dataset_get_id (dataset)) &&
          !dex_await (lb_session_load_images (self, dataset), &error))
        return dex_future_new_for_error (g_steal_pointer (&error));
    }

  return dex_future_new_true ();
}

/**
 * lb_session_refresh:
 * @self: a session
 *
 * Reads projects, datasets and the image lists in use again; what did not change stays untouched.
 *
 * Returns: (transfer full): a future of %TRUE
 */
DexFuture *
lb_session_refresh (LbSession *self)
{
  dex_return_error_if_fail (LB_IS_SESSION (self));

  return lb_session_call_run (lb_session_call_new (self, NULL, NULL), refresh_fiber);
}

/**
 * lb_session_close:
 * @self: a session
 *
 * What is under way fails with LB_ERROR_CANCELLED. Blocks until what was edited is on disk, at most
 * a second; what the disk would not take before is tried once more.
 */
void
lb_session_close (LbSession *self)
{
  g_return_if_fail (LB_IS_SESSION (self));

  if (self->closed)
    return;

  self->closed = TRUE;
  lb_session_stop (self);
  if (self->database == NULL)
    {
      lb_session_end_share (self);
      return;
    }

  lb_session_stop_changes (self, TRUE);
  lb_trash_close (self->trash);
  g_clear_object (&self->trash);
  lb_history_close (self->history);
  g_clear_object (&self->history);
  lb_mirror_close (self->mirror);
  g_clear_object (&self->mirror);
  g_clear_object (&self->notes);
  g_clear_object (&self->freezes);
  g_clear_object (&self->saved_filters);
  lb_account_close (self->database, CLOSE_MS);
  g_clear_object (&self->database);
  lb_session_end_share (self);
}
