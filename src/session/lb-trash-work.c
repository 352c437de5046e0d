#include "session/lb-trash-private.h"

#include "base/lb-error.h"
#include "session/lb-history-private.h"
#include "session/lb-outbox-private.h"
#include "session/lb-session-history.h"
#include "session/lb-session-changes.h"
#include "session/lb-session-private.h"

/* Copies what is meant to go, then has the service delete it: one thing after the other, in the
 * order in which they were deleted. What can't go on holds up nothing behind it. Every state is on
 * disk before what follows from it is done. */

/* What may pass by itself. */
static gboolean
is_passing (const GError *error)
{
  return error->domain != LB_ERROR || g_error_matches (error, LB_ERROR, LB_ERROR_OFFLINE) ||
         g_error_matches (error, LB_ERROR, LB_ERROR_TIMED_OUT) ||
         g_error_matches (error, LB_ERROR, LB_ERROR_SERVER) ||
         g_error_matches (error, LB_ERROR, LB_ERROR_PROTOCOL) ||
         g_error_matches (error, LB_ERROR, LB_ERROR_RATE_LIMITED) ||
         g_error_matches (error, LB_ERROR, LB_ERROR_UNAUTHORIZED) ||
         g_error_matches (error, LB_ERROR, LB_ERROR_STORAGE) ||
         g_error_matches (error, LB_ERROR, LB_ERROR_NO_SPACE) ||
         g_error_matches (error, LB_ERROR, LB_ERROR_NEWER);
}

/* What each of the others would meet too. */
static gboolean
is_general (const GError *error)
{
  return g_error_matches (error, LB_ERROR, LB_ERROR_OFFLINE) ||
         g_error_matches (error, LB_ERROR, LB_ERROR_RATE_LIMITED) ||
         g_error_matches (error, LB_ERROR, LB_ERROR_UNAUTHORIZED) ||
         g_error_matches (error, LB_ERROR, LB_ERROR_NO_SPACE) ||
         g_error_matches (error, LB_ERROR, LB_ERROR_NEWER) ||
         lb_error_get_retry_after (error, NULL);
}

/* A picture that can't come any more. Elsewhere nobody knows: it may be there tomorrow. */
static gboolean
is_lost (LbTrash *self, const GError *error)
{
  return self->session != NULL && !lb_session_is_hosted (self->session) &&
         (g_error_matches (error, LB_ERROR, LB_ERROR_GONE) ||
          g_error_matches (error, LB_ERROR, LB_ERROR_DAMAGED));
}

static gboolean
is_stuck (LbTrashItem *item)
{
  g_autoptr (GError) error = lb_trash_item_dup_error (item);

  return error != NULL && !is_passing (error);
}

static gboolean
has_datasets_left (LbTrash *self, gint64 step_id)
{
  for (guint i = 0; i < self->all->len; i++)
    {
      LbTrashRow *row = lb_trash_item_get_row (g_ptr_array_index (self->all, i));

      if (row->step_id == step_id && row->kind == LB_HISTORY_DATASET && row->state < LB_TRASH_GONE)
        return TRUE;
    }

  return FALSE;
}

/* (nullable) (transfer full): of those that have not failed since all were gone through. */
static LbTrashItem *
find_next (LbTrash *self)
{
  for (guint i = 0; i < self->all->len; i++)
    {
      LbTrashItem *item = g_ptr_array_index (self->all, i);
      LbTrashRow *row = lb_trash_item_get_row (item);

      if (row->state >= LB_TRASH_WAITING && row->state < LB_TRASH_GONE && !is_stuck (item) &&
          !g_hash_table_contains (self->recalled, item) &&
          !g_hash_table_contains (self->failed, item) &&
          (!g_hash_table_contains (self->theirs, item) || lb_session_is_sender (self->session)) &&
          (row->kind != LB_HISTORY_PROJECT || !has_datasets_left (self, row->step_id)))
        return g_object_ref (item);
    }

  return NULL;
}

static gboolean
is_recalled (LbTrash *self, LbTrashItem *item)
{
  return g_hash_table_contains (self->recalled, item) || self->session == NULL ||
         !dex_future_is_pending (DEX_FUTURE (self->stop));
}

static gboolean
is_closed (LbTrash *self, GError **error)
{
  if (self->session != NULL)
    return FALSE;

  g_set_error_literal (error, LB_ERROR, LB_ERROR_CANCELLED, "The account is closed");

  return TRUE;
}

/* Whether the service has it no more; FALSE with @error when it has, or nobody can say. */
static gboolean
is_gone (LbTrash *self, const LbTrashRow *row, GError **error)
{
  g_autoptr (GObject) fresh = NULL;
  g_autoptr (GError) failure = NULL;

  if (is_closed (self, error))
    return FALSE;

  fresh = dex_await_object (
    row->kind == LB_HISTORY_IMAGE
      ? lb_session_get (self->session, lb_session_get_image_cb, row->parent_id, row->server_id)
      : lb_session_get (self->session, lb_session_get_dataset_cb, row->server_id, 1),
    &failure);
  if (g_error_matches (failure, LB_ERROR, LB_ERROR_NOT_FOUND))
    return TRUE;

  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  else
    g_set_error_literal (error, LB_ERROR, LB_ERROR_GONE, "The service does not give the picture");

  return FALSE;
}

/* Returns the hash. (transfer full) (nullable) */
static char *
keep_picture (LbTrash *self, LbImage *image, gint64 *size_bytes, GError **error)
{
  g_autoptr (GBytes) bytes =
    dex_await_boxed (lb_session_fetch_picture (self->session, image), error);

  if (bytes == NULL)
    return NULL;
  *size_bytes = (gint64) g_bytes_get_size (bytes);

  return dex_await_string (lb_trash_files_keep (self->folder, bytes), error);
}

/* The same; without one, and TRUE, where the picture is lost. @item: what is told so. */
static gboolean
keep_picture_if_any (
  LbTrash *self, LbTrashItem *item, LbTrashRow *row, LbImage *image, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if ((row->sha256 = keep_picture (self, image, &row->size_bytes, &failure)) != NULL)
    return TRUE;

  if (g_error_matches (failure, LB_ERROR, LB_ERROR_GONE) ||
      g_error_matches (failure, LB_ERROR, LB_ERROR_DAMAGED))
    lb_trash_item_add_lost (item, row->name);
  if (is_lost (self, failure))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));

  return FALSE;
}

/* Another program may sweep it away before it is written here that it is needed; after that nobody
 * does. */
static gboolean
confirm (LbTrash *self, LbTrashRow *row, GError **error)
{
  if (dex_await (lb_trash_files_find (self->folder, row->sha256), NULL))
    return TRUE;

  g_clear_pointer (&row->sha256, g_free);
  row->size_bytes = 0;
  row->state = LB_TRASH_WAITING;
  if (dex_await (lb_trash_run (self, lb_trash_rows_put, lb_trash_row_copy (row)), error))
    g_set_error_literal (error, LB_ERROR, LB_ERROR_STORAGE, "A copy has gone before its time");

  return FALSE;
}

/* @fresh is the image as the service has it now; what was written here and is not there yet counts
 * more. Returns whether it is another caption than the one that was kept. */
static gboolean
take_caption (LbTrash *self, LbTrashRow *row, LbImage *fresh)
{
  g_autofree char *text = lb_session_dup_caption_text (self->session, fresh);
  const gboolean is_new = g_set_str (&row->caption, text);

  return g_set_str (&row->source, lb_session_get_caption_source (self->session, fresh)) || is_new;
}

/* Somebody may have changed it elsewhere since it was seen here. */
static gboolean
keep_caption (LbTrash *self, LbTrashRow *row, GError **error)
{
  g_autoptr (LbImage) fresh = NULL;

  if (is_closed (self, error) ||
      !(fresh = dex_await_object (
          lb_session_get (self->session, lb_session_get_image_cb, row->parent_id, row->server_id),
          error)) ||
      is_closed (self, error))
    return FALSE;

  take_caption (self, row, fresh);

  return TRUE;
}

static gboolean
keep_image (LbTrash *self, LbTrashItem *item, GError **error)
{
  LbTrashRow *row = lb_trash_item_get_row (item);

  if (row->sha256 == NULL)
    {
      if (!keep_picture_if_any (self, item, row, lb_trash_item_get_object (item), error))
        return FALSE;
      /* Who sweeps does so in between. */
      if (self->session != NULL && !lb_session_is_sender (self->session) &&
          !lb_trash_put (self, item, error))
        return FALSE;
    }
  if ((row->sha256 != NULL && !confirm (self, row, error)) || !keep_caption (self, row, error))
    return FALSE;

  row->state = LB_TRASH_KEPT;

  return lb_trash_put (self, item, error);
}

/* Images of a dataset: first all that there are, with their captions, then their pictures. */

static LbTrashRow *
row_of_image (LbTrash *self, const LbTrashRow *owner, LbImage *image, gint64 position)
{
  LbSession *session = self->session;
  const gint64 id = lb_image_get_id (image);
  const char *uuid = lb_session_get_uuid (session, image);
  g_autofree char *fresh_uuid = g_uuid_string_random ();
  LbTrashRow *row = lb_trash_row_new (LB_HISTORY_IMAGE, uuid != NULL ? uuid : fresh_uuid);

  row->owner = owner->id;
  row->step_id = owner->step_id;
  row->state = LB_TRASH_WAITING;
  row->keep = TRUE;
  row->parent_uuid = g_strdup (owner->uuid);
  row->parent_id = owner->server_id;
  row->server_id = id;
  row->name = g_strdup (lb_image_get_image_name (image));
  row->caption = lb_session_dup_caption_text (session, image);
  row->source = g_strdup (lb_session_get_caption_source (session, image));
  if (session->notes != NULL)
    row->approved = g_strdup (lb_image_notes_get (session->notes, LB_IMAGE_NOTE_APPROVED, id));
  row->position = position;
  row->deleted_at = owner->deleted_at;

  return row;
}

static int
compare_images (gconstpointer a, gconstpointer b)
{
  LbImage *image_a = *(LbImage **) a;
  LbImage *image_b = *(LbImage **) b;
  const gint64 time_a = lb_image_get_created_at (image_a);
  const gint64 time_b = lb_image_get_created_at (image_b);

  if (time_a != time_b)
    return time_a < time_b ? -1 : 1;

  return lb_image_get_id (image_a) < lb_image_get_id (image_b) ? -1 : 1;
}

static GPtrArray *
list_owned (LbTrash *self, LbTrashItem *item, GError **error)
{
  return dex_await_boxed (
    lb_trash_run (self, lb_trash_rows_list_owned, lb_trash_row_copy (lb_trash_item_get_row (item))),
    error);
}

/* Call from a fiber: it is not of the dataset any more. */
static gboolean
drop_owned (LbTrash *self, LbTrashItem *item, const LbTrashRow *owned, GError **error)
{
  LbTrashRow *row = lb_trash_item_get_row (item);

  if (!dex_await (lb_trash_run (self, lb_trash_rows_remove, lb_trash_row_copy (owned)), error))
    return FALSE;

  row->n_images -= MIN (row->n_images, 1);
  if (owned->sha256 != NULL)
    {
      row->n_kept -= MIN (row->n_kept, 1);
      row->size_bytes -= owned->size_bytes;
    }
  lb_trash_note_change (self, item);

  return TRUE;
}

/* (transfer full) (nullable): the images that the dataset has now, in their order. */
static GPtrArray *
list_images (LbTrash *self, const LbTrashRow *row, GError **error)
{
  GPtrArray *images =
    is_closed (self, error)
      ? NULL
      : dex_await_boxed (
          lb_session_get (self->session, lb_session_get_images_cb, row->server_id, 0), error);

  if (images != NULL && is_closed (self, error))
    g_clear_pointer (&images, g_ptr_array_unref);
  if (images != NULL)
    g_ptr_array_sort (images, compare_images);

  return images;
}

/* Takes @rows. */
static gboolean
add_owned (LbTrash *self, LbTrashItem *item, GPtrArray *rows, GError **error)
{
  g_autoptr (GArray) ids = dex_await_boxed (
    lb_database_run (self->database, lb_trash_rows_add, rows, (GDestroyNotify) g_ptr_array_unref),
    error);

  if (ids == NULL)
    return FALSE;

  lb_trash_item_get_row (item)->n_images += ids->len;
  lb_trash_note_change (self, item);

  return TRUE;
}

static gint64
find_owned (GPtrArray *owned, gint64 server_id)
{
  for (guint i = 0; i < owned->len; i++)
    if (((LbTrashRow *) g_ptr_array_index (owned, i))->server_id == server_id)
      return i;

  return -1;
}

/* The rows follow what the dataset has by now: what has come since it was read last, here or
 * elsewhere, is copied too, what has another caption gets that, and what has gone since is not
 * waited for. @n_new: (out). */
static gboolean
read_images (LbTrash *self, LbTrashItem *item, guint *n_new, GError **error)
{
  LbTrashRow *row = lb_trash_item_get_row (item);
  g_autoptr (GPtrArray) images = list_images (self, row, error);
  g_autoptr (GPtrArray) owned = images != NULL ? list_owned (self, item, error) : NULL;
  g_autoptr (GPtrArray) changed =
    g_ptr_array_new_with_free_func ((GDestroyNotify) lb_trash_row_free);
  GPtrArray *fresh = NULL;
  gint64 position = 0;

  if (owned == NULL || is_closed (self, error))
    return FALSE;

  if (owned->len > 0)
    position = ((LbTrashRow *) g_ptr_array_index (owned, owned->len - 1))->position + 1;
  fresh = g_ptr_array_new_with_free_func ((GDestroyNotify) lb_trash_row_free);
  for (guint i = 0; i < images->len; i++)
    {
      LbImage *image = g_ptr_array_index (images, i);
      const gint64 at = find_owned (owned, lb_image_get_id (image));

      if (at < 0)
        g_ptr_array_add (fresh, row_of_image (self, row, image, position++));
      else if (take_caption (self, g_ptr_array_index (owned, at), image))
        g_ptr_array_add (changed, g_ptr_array_steal_index (owned, (guint) at));
      else
        g_ptr_array_remove_index (owned, (guint) at);
    }
  *n_new = fresh->len;
  if (!add_owned (self, item, fresh, error))
    return FALSE;

  for (guint i = 0; i < changed->len; i++)
    if (!dex_await (lb_trash_run (self, lb_trash_rows_put,
                                  lb_trash_row_copy (g_ptr_array_index (changed, i))),
                    error))
      return FALSE;
  for (guint i = 0; i < owned->len; i++)
    if (!drop_owned (self, item, g_ptr_array_index (owned, i), error))
      return FALSE;

  return TRUE;
}

static gboolean
keep_owned (LbTrash *self, LbTrashItem *item, LbTrashRow *owned, GError **error)
{
  LbTrashRow *row = lb_trash_item_get_row (item);
  g_autoptr (LbImage) image = lb_image_new (owned->server_id);
  g_autoptr (GError) failure = NULL;

  g_object_set (image, "dataset-id", owned->parent_id, NULL);
  if (!keep_picture_if_any (self, item, owned, image, &failure))
    {
      if (g_error_matches (failure, LB_ERROR, LB_ERROR_NOT_FOUND))
        return is_gone (self, owned, error) && drop_owned (self, item, owned, error);
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }

  owned->state = LB_TRASH_GONE;
  if (!dex_await (lb_trash_run (self, lb_trash_rows_put, lb_trash_row_copy (owned)), error))
    return FALSE;

  row->n_kept += owned->sha256 != NULL;
  row->size_bytes += owned->size_bytes;
  lb_trash_note_change (self, item);

  return TRUE;
}

static gboolean
confirm_owned (LbTrash *self, LbTrashItem *item, LbTrashRow *owned, GError **error)
{
  LbTrashRow *row = lb_trash_item_get_row (item);
  const gint64 size_bytes = owned->size_bytes;

  if (confirm (self, owned, error))
    return TRUE;

  row->n_kept--;
  row->size_bytes -= size_bytes;
  lb_trash_note_change (self, item);

  return FALSE;
}

/* @left: (out): a person has taken it back. */
static gboolean
keep_images (LbTrash *self, LbTrashItem *item, gboolean *left, GError **error)
{
  g_autoptr (GPtrArray) owned = list_owned (self, item, error);

  for (guint i = 0; owned != NULL && i < owned->len; i++)
    {
      LbTrashRow *one = g_ptr_array_index (owned, i);

      if ((*left = is_recalled (self, item)))
        return TRUE;
      if ((one->sha256 == NULL && one->state != LB_TRASH_GONE &&
           !keep_owned (self, item, one, error)) ||
          (one->sha256 != NULL && !confirm_owned (self, item, one, error)))
        return FALSE;
    }

  return owned != NULL;
}

/* Until nothing new has come while the rest was copied. */
static gboolean
keep_dataset (LbTrash *self, LbTrashItem *item, GError **error)
{
  LbTrashRow *row = lb_trash_item_get_row (item);
  gboolean left = FALSE;
  guint n_new = 0;

  do
    {
      if (!read_images (self, item, &n_new, error) || !keep_images (self, item, &left, error))
        return FALSE;
      if (left)
        return TRUE;
    }
  while (n_new > 0);

  row->state = LB_TRASH_KEPT;

  return lb_trash_put (self, item, error);
}

static gboolean
keep (LbTrash *self, LbTrashItem *item, GError **error)
{
  LbTrashRow *row = lb_trash_item_get_row (item);

  if (row->state != LB_TRASH_WAITING || !row->keep || row->kind == LB_HISTORY_PROJECT)
    return TRUE;

  return row->kind == LB_HISTORY_IMAGE ? keep_image (self, item, error)
                                       : keep_dataset (self, item, error);
}

static DexFuture *
ask_to_delete (LbSession *session, const LbTrashRow *row)
{
  switch (row->kind)
    {
    case LB_HISTORY_IMAGE:
      return lb_client_delete_image (session->client, row->parent_id, row->server_id);
    case LB_HISTORY_DATASET: return lb_client_delete_dataset (session->client, row->server_id);
    case LB_HISTORY_PROJECT:
    default:                 return lb_client_delete_project (session->client, row->server_id);
    }
}

/* The service has it no more. What was not sent of it went into the trash, or was not to be kept.
 */
static void
drop (LbSession *session, LbHistoryThing kind, gint64 id)
{
  switch (kind)
    {
    case LB_HISTORY_IMAGE:
      lb_session_end_edits (session, LB_THING_IMAGE, id);
      lb_session_drop_image (session, id);
      break;
    case LB_HISTORY_DATASET:
      lb_session_end_edits (session, LB_THING_DATASET, id);
      lb_session_drop_dataset (session, id);
      break;
    case LB_HISTORY_PROJECT:
    default:
      lb_session_end_edits (session, LB_THING_PROJECT, id);
      lb_session_drop_project (session, id);
    }
}

/* Its days begin when the copy is all that there is, however long that has waited. */
static gboolean
end_kept (LbTrash *self, LbTrashItem *item, GError **error)
{
  LbTrashRow *row = lb_trash_item_get_row (item);

  row->state = LB_TRASH_GONE;
  row->deleted_at = self->now_us ();

  return lb_trash_put (self, item, error);
}

static gboolean
send_deletion (LbTrash *self, LbTrashItem *item, GError **error)
{
  g_autoptr (LbSession) session = g_object_ref (self->session);
  LbTrashRow *row = lb_trash_item_get_row (item);
  g_autoptr (GError) failure = NULL;

  if (!dex_await (lb_session_ensure_online (session), error))
    return FALSE;
  if (is_recalled (self, item))
    return TRUE;

  row->state = LB_TRASH_SENDING;
  if (!lb_trash_put (self, item, error))
    return FALSE;
  if (!lb_session_await_true (session, ask_to_delete (session, row), &failure) &&
      !g_error_matches (failure, LB_ERROR, LB_ERROR_NOT_FOUND))
    {
      /* What was refused for sure, or not asked for, is there; the rest may be gone. */
      if (!lb_error_is_doubtful (failure))
        row->state = row->keep ? LB_TRASH_KEPT : LB_TRASH_WAITING;
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }

  drop (session, row->kind, row->server_id);
  if (!row->keep)
    return lb_trash_end (self, item, error);

  return end_kept (self, item, error);
}

/* The service says no: it is there, and is shown again. */
static void
give_back (LbTrash *self, LbTrashItem *item, const GError *error)
{
  const gint64 step_id = lb_trash_item_get_row (item)->step_id;
  LbHistory *history = NULL;

  if (self->session == NULL)
    return;

  history = lb_session_get_history (self->session);
  lb_session_show_uuid (self->session, lb_trash_item_get_row (item)->uuid);
  if (lb_trash_drop (self, item, NULL) && history != NULL && step_id != 0)
    dex_future_disown (lb_history_remove (history, step_id));
  lb_trash_emit_refused (self, item, error);
}

/* It was deleted elsewhere: what was copied by then can be had back. */
static gboolean
end_gone (LbTrash *self, LbTrashItem *item, GError **error)
{
  LbTrashRow *row = lb_trash_item_get_row (item);
  g_autoptr (GPtrArray) owned = NULL;

  if (row->kind == LB_HISTORY_IMAGE || row->n_kept == 0)
    return lb_trash_drop (self, item, error);

  if (!(owned = list_owned (self, item, error)))
    return FALSE;
  for (guint i = 0; i < owned->len; i++)
    {
      const LbTrashRow *one = g_ptr_array_index (owned, i);

      if (one->sha256 == NULL && !drop_owned (self, item, one, error))
        return FALSE;
    }
  if (is_closed (self, error))
    return FALSE;

  drop (self->session, row->kind, row->server_id);

  return end_kept (self, item, error);
}

static gboolean
process (LbTrash *self, LbTrashItem *item, GError **error)
{
  g_autoptr (GError) failure = NULL;
  gboolean copied = keep (self, item, &failure);

  if (!copied && g_error_matches (failure, LB_ERROR, LB_ERROR_NOT_FOUND))
    return is_gone (self, lb_trash_item_get_row (item), error) && end_gone (self, item, error);
  if (!copied)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (is_recalled (self, item))
    return TRUE;
  if (send_deletion (self, item, &failure))
    {
      lb_trash_item_set_error (item, NULL);
      return TRUE;
    }

  if (is_passing (failure) || g_error_matches (failure, LB_ERROR, LB_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  give_back (self, item, failure);

  return TRUE;
}

/* Files that nobody needs any more, also halves of them. Only in between, so that one that was just
 * written is not taken for such. */
static void
sweep (LbTrash *self)
{
  if (self->session == NULL || self->database == NULL || !lb_session_is_sender (self->session))
    return;

  dex_await (lb_database_run (self->database, lb_trash_rows_sweep, g_strdup (self->folder), g_free),
             NULL);
}

typedef struct
{
  GWeakRef trash;
  DexCancellable *stop; /* (owned) */
} Work;

static void
work_free (Work *work)
{
  g_weak_ref_clear (&work->trash);
  dex_clear (&work->stop);
  g_free (work);
}

/* FALSE when there is nothing left to do; else @wait_ms to wait first. */
static gboolean
work_once (LbTrash *self, guint *attempts, int *wait_ms)
{
  g_autoptr (LbSession) session = self->session != NULL ? g_object_ref (self->session) : NULL;
  g_autoptr (LbTrashItem) item = session != NULL ? find_next (self) : NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (DexPromise) rest = NULL;
  guint rest_s = 0;
  gboolean done = FALSE;

  *wait_ms = 0;
  if (item == NULL)
    {
      if (session != NULL)
        sweep (self);
      if (self->session == NULL || (item = find_next (self)) != NULL)
        return item != NULL;
      if (g_hash_table_size (self->failed) == 0)
        return FALSE;

      g_hash_table_remove_all (self->failed);
      *wait_ms = lb_outbox_backoff_ms ((*attempts)++);
      return TRUE;
    }

  g_set_object (&self->busy, item);
  self->rest = dex_promise_new ();
  done = process (self, item, &error);
  g_clear_object (&self->busy);
  rest = g_steal_pointer (&self->rest);
  dex_promise_resolve_boolean (rest, TRUE);

  if (done)
    {
      *attempts = 0;
      return TRUE;
    }
  if (g_error_matches (error, LB_ERROR, LB_ERROR_CANCELLED))
    return FALSE;

  lb_trash_item_set_error (item, error);
  lb_trash_note_change (self, item);
  if (is_passing (error) && !is_general (error))
    g_hash_table_add (self->failed, g_object_ref (item));
  else if (is_passing (error))
    {
      lb_error_get_retry_after (error, &rest_s);
      *wait_ms = MAX (lb_outbox_backoff_ms ((*attempts)++), (int) rest_s * 1000);
    }

  return TRUE;
}

static DexFuture *
work_fiber (gpointer data)
{
  Work *work = data;
  guint attempts = 0;
  int wait_ms = 0;

  for (;;)
    {
      g_autoptr (LbTrash) self = g_weak_ref_get (&work->trash);
      g_autoptr (DexFuture) pause = NULL;

      if (self == NULL || !dex_future_is_pending (DEX_FUTURE (work->stop)))
        break;
      self->asked = FALSE;
      self->pausing = FALSE;
      if (!work_once (self, &attempts, &wait_ms))
        {
          if (self->asked)
            continue;
          self->working = FALSE;
          break;
        }
      if (wait_ms == 0)
        continue;
      self->pausing = TRUE;
      pause = dex_future_first (dex_timeout_new_msec (wait_ms), dex_ref (self->wake),
                                dex_ref (work->stop), NULL);
      g_clear_object (&self);
      dex_await (g_steal_pointer (&pause), NULL);
    }

  return dex_future_new_true ();
}

void
lb_trash_start (LbTrash *self)
{
  g_autoptr (DexCancellable) wake = NULL;
  Work *work = NULL;

  g_return_if_fail (LB_IS_TRASH (self));

  wake = g_steal_pointer (&self->wake);
  self->wake = dex_cancellable_new ();
  dex_cancellable_cancel (wake);
  self->asked = TRUE;
  self->pausing = FALSE;
  if (self->working || !dex_future_is_pending (DEX_FUTURE (self->stop)))
    return;

  self->working = TRUE;
  work = g_new0 (Work, 1);
  g_weak_ref_init (&work->trash, self);
  work->stop = dex_ref (self->stop);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, work_fiber, work, (GDestroyNotify) work_free));
}
