#include "session/lb-session-private.h"

#include "base/lb-error.h"

/* What was last seen, the UUIDs of things, and what is kept out of sight. */

void
lb_session_remember (LbSession *self, gpointer object)
{
  if (self->mirror != NULL)
    lb_mirror_note (self->mirror, object);
}

gboolean
lb_session_fill_images (LbSession *self, gint64 dataset_id, int max)
{
  g_autoptr (GPtrArray) images = NULL;
  gboolean all;

  if (self->mirror == NULL || lb_session_has_images (self, dataset_id))
    return FALSE;

  /* What the disk does not give, the service does. */
  images = dex_await_boxed (lb_mirror_read_images (self->mirror, dataset_id, max), NULL);
  if (images == NULL || self->mirror == NULL || lb_session_has_images (self, dataset_id) ||
      lb_session_find_dataset (self, dataset_id) == NULL)
    return FALSE;

  all = max < 0 || images->len < (guint) max;
  lb_session_take_images (self, dataset_id, images,
                          all && lb_mirror_is_listed (self->mirror, dataset_id));

  return !all;
}

/**
 * lb_session_get_uuid:
 * @self: a session
 * @object: an #LbProject, #LbDataset or #LbImage
 *
 * Returns: (nullable): what it is called on this computer, for good; %NULL before
 *   lb_session_open() and after lb_session_close()
 */
const char *
lb_session_get_uuid (LbSession *self, gpointer object)
{
  g_return_val_if_fail (LB_IS_SESSION (self), NULL);
  g_return_val_if_fail (G_IS_OBJECT (object), NULL);

  return self->mirror != NULL ? lb_mirror_get_uuid (self->mirror, object) : NULL;
}

static gpointer
find_by_uuid (LbSession *self, const char *uuid, LbThingKind wanted)
{
  LbThingKind kind = LB_THING_PROJECT;
  gint64 id = 0;

  if (self->mirror == NULL || uuid == NULL || !lb_mirror_find (self->mirror, uuid, &kind, &id) ||
      kind != wanted)
    return NULL;

  switch (kind)
    {
    case LB_THING_PROJECT: return lb_session_find_project (self, id);
    case LB_THING_DATASET: return lb_session_find_dataset (self, id);
    case LB_THING_IMAGE:   return lb_session_find_image (self, id);
    case LB_THING_N_KINDS:
    default:               return NULL;
    }
}

LbProject *
lb_session_find_project_by_uuid (LbSession *self, const char *uuid)
{
  g_return_val_if_fail (LB_IS_SESSION (self), NULL);

  return find_by_uuid (self, uuid, LB_THING_PROJECT);
}

LbDataset *
lb_session_find_dataset_by_uuid (LbSession *self, const char *uuid)
{
  g_return_val_if_fail (LB_IS_SESSION (self), NULL);

  return find_by_uuid (self, uuid, LB_THING_DATASET);
}

LbImage *
lb_session_find_image_by_uuid (LbSession *self, const char *uuid)
{
  g_return_val_if_fail (LB_IS_SESSION (self), NULL);

  return find_by_uuid (self, uuid, LB_THING_IMAGE);
}

/* Hiding. */

static void
unref_object (gpointer object)
{
  g_clear_object (&object);
}

static void
hide (LbSession *self, const char *uuid, gpointer live)
{
  if (self->hidden == NULL)
    self->hidden = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, unref_object);
  g_hash_table_replace (self->hidden, g_strdup (uuid), live != NULL ? g_object_ref (live) : NULL);
  if (live != NULL)
    lb_session_unlist (self, live);
}

void
lb_session_hide (LbSession *self, gpointer object)
{
  const char *uuid = lb_session_get_uuid (self, object);

  g_return_if_fail (uuid != NULL);

  hide (self, uuid, object);
}

void
lb_session_hide_uuid (LbSession *self, const char *uuid)
{
  gpointer live = NULL;

  for (guint kind = 0; kind < LB_THING_N_KINDS && live == NULL; kind++)
    live = find_by_uuid (self, uuid, kind);
  hide (self, uuid, live);
}

gpointer
lb_session_show_uuid (LbSession *self, const char *uuid)
{
  g_autoptr (GObject) object = NULL;
  gpointer kept = NULL;
  gpointer key = NULL;

  if (self->hidden == NULL || !g_hash_table_steal_extended (self->hidden, uuid, &key, &kept))
    return NULL;

  g_free (key);
  object = kept;

  return object != NULL ? lb_session_adopt_new (self, object, self->clock) : NULL;
}

gboolean
lb_session_is_hidden (LbSession *self, gpointer object)
{
  const char *uuid = NULL;

  if (self->hidden == NULL || g_hash_table_size (self->hidden) == 0 || self->mirror == NULL)
    return FALSE;

  uuid = lb_mirror_peek_uuid (self->mirror, object);

  return uuid != NULL && g_hash_table_contains (self->hidden, uuid);
}

/* Another id. */

/* What hangs on the image. */
static gboolean
move_words (LbSession *self, gint64 old_id, gint64 new_id, gint64 dataset_id, GError **error)
{
  return dex_await (lb_image_notes_move (self->notes, old_id, new_id, dataset_id), error) &&
         dex_await (lb_outbox_move (self->outbox, old_id, new_id, dataset_id), error);
}

static DexFuture *
move_words_fiber (gpointer data)
{
  LbSessionCall *call = data;
  LbSession *self = call->session;
  const gint64 new_id = lb_image_get_id (LB_IMAGE (call->object));
  g_autoptr (GError) error = NULL;

  if (self->notes == NULL)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_INVALID, "The session is not open");
  if (!move_words (self, call->id, new_id, call->dataset_id, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  lb_session_update_review (self, new_id);
  lb_session_emit_edit_state (self, call->id);
  lb_session_emit_edit_state (self, new_id);

  return dex_future_new_true ();
}

DexFuture *
lb_session_move_words (LbSession *self, LbImage *from, LbImage *to)
{
  LbSessionCall *call = NULL;

  dex_return_error_if_fail (LB_IS_SESSION (self));
  dex_return_error_if_fail (LB_IS_IMAGE (from));
  dex_return_error_if_fail (LB_IS_IMAGE (to));

  call = lb_session_call_new (self, to, NULL);
  call->id = lb_image_get_id (from);
  call->dataset_id = lb_image_get_dataset_id (to);

  return lb_session_call_run (call, move_words_fiber);
}

static DexFuture *
rebind_fiber (gpointer data)
{
  LbSessionCall *call = data;
  LbSession *self = call->session;
  LbThingKind kind = LB_THING_PROJECT;
  g_autoptr (GError) error = NULL;
  g_autoptr (GObject) live = NULL;
  gint64 old_id = 0;

  if (self->mirror == NULL || !lb_mirror_find (self->mirror, call->text, &kind, &old_id))
    return dex_future_new_reject (LB_ERROR, LB_ERROR_NOT_FOUND, "There is no %s", call->text);

  if (kind == LB_THING_IMAGE)
    g_set_object (&live, (GObject *) lb_session_find_image (self, call->id));
  else if (kind == LB_THING_DATASET)
    g_set_object (&live, (GObject *) lb_session_find_dataset (self, call->id));
  else
    g_set_object (&live, (GObject *) lb_session_find_project (self, call->id));

  /* First what hangs on the thing, then the thing: an end in between is made good by the next try.
   */
  if (kind == LB_THING_IMAGE && old_id != call->id)
    {
      gint64 dataset_id = live != NULL ? lb_image_get_dataset_id (LB_IMAGE (live)) : 0;

      if (!move_words (self, old_id, call->id, dataset_id, &error))
        return dex_future_new_for_error (g_steal_pointer (&error));
    }
  if (self->mirror == NULL)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_CANCELLED, "The session is closed");
  if (live != NULL)
    lb_session_remember (self, live);
  if (!dex_await (lb_mirror_rebind (self->mirror, call->text, call->id), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  if (kind == LB_THING_IMAGE)
    {
      lb_session_update_review (self, call->id);
      lb_session_emit_edit_state (self, call->id);
    }

  return dex_future_new_true ();
}

DexFuture *
lb_session_rebind (LbSession *self, const char *uuid, gint64 new_id)
{
  LbSessionCall *call = NULL;

  dex_return_error_if_fail (LB_IS_SESSION (self));
  dex_return_error_if_fail (uuid != NULL);
  dex_return_error_if_fail (new_id > 0);

  call = lb_session_call_new (self, NULL, uuid);
  call->id = new_id;

  return lb_session_call_run (call, rebind_fiber);
}
