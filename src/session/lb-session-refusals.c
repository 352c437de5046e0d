#include "session/lb-refusal.h"

#include "base/lb-error.h"
#include "base/lb-weak.h"
#include "session/lb-session-changes.h"
#include "session/lb-session-private.h"

void
lb_refusal_free (LbRefusal *self)
{
  g_free (self->name);
  g_free (self->place);
  g_free (self->text);
  g_clear_error (&self->error);
  g_free (self);
}

static gboolean
is_caption (LbChangeKind kind)
{
  return kind == LB_CHANGE_CAPTION;
}

static gboolean
is_gone_error (const GError *error)
{
  return g_error_matches (error, LB_ERROR, LB_ERROR_NOT_FOUND) ||
         g_error_matches (error, LB_ERROR, LB_ERROR_GONE);
}

/* An image on its way into the trash has its words there. */
static gboolean
is_hidden (LbSession *self, LbChangeKind kind, gint64 id)
{
  const char *uuid = lb_mirror_find_uuid (self->mirror, lb_change_types[kind].thing, id);

  return uuid != NULL && self->hidden != NULL && g_hash_table_contains (self->hidden, uuid);
}

/* A caption that was refused is shown with its image as long as there is one. */
static gboolean
is_refusal (LbSession *self, LbChangeKind kind, gint64 id)
{
  if (lb_outbox_get_state (self->changes[kind], id) != LB_EDIT_REFUSED)
    return FALSE;

  return !is_caption (kind) ||
         (lb_session_find_image (self, id) == NULL && !is_hidden (self, kind, id) &&
          is_gone_error (lb_outbox_get_error (self->changes[kind], id)));
}

static char *
dup_name (LbSession *self, LbChangeKind kind, gint64 id)
{
  const gpointer live = lb_session_find_thing (self, lb_change_types[kind].thing, id);

  if (is_caption (kind))
    return g_strdup (lb_image_notes_get (self->notes, LB_IMAGE_NOTE_NAME, id));
  if (live == NULL)
    return NULL;

  return g_strdup (LB_IS_PROJECT (live) ? lb_project_get_project_name (live)
                                        : lb_dataset_get_name (live));
}

static LbRefusal *
refusal_new (LbSession *self, LbChangeKind kind, gint64 id)
{
  LbOutbox *outbox = self->changes[kind];
  LbRefusal *refusal = g_new0 (LbRefusal, 1);
  const GError *error = lb_outbox_get_error (outbox, id);
  LbDataset *place = NULL;

  refusal->kind = kind;
  refusal->id = id;
  refusal->dataset_id = lb_outbox_get_dataset_id (outbox, id);
  refusal->name = dup_name (self, kind, id);
  if (is_caption (kind) && (place = lb_session_find_dataset (self, refusal->dataset_id)) != NULL)
    refusal->place = g_strdup (lb_dataset_get_name (place));
  refusal->text = g_strdup (lb_outbox_get_text (outbox, id));
  refusal->error = error != NULL ? g_error_copy (error) : NULL;
  refusal->gone = lb_session_find_thing (self, lb_change_types[kind].thing, id) == NULL;

  return refusal;
}

/* (transfer full) (element-type gint64) */
static GArray *
list_ids (LbSession *self, LbChangeKind kind)
{
  g_autoptr (GArray) all = lb_outbox_list (self->changes[kind]);
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < all->len; i++)
    if (is_refusal (self, kind, g_array_index (all, gint64, i)))
      g_array_append_val (ids, g_array_index (all, gint64, i));

  return ids;
}

static const LbChangeKind kinds[] = {
  LB_CHANGE_PROJECT_NAME, LB_CHANGE_DATASET_NAME, LB_CHANGE_SCHEMA,
  LB_CHANGE_PREFIX,       LB_CHANGE_CAPTION,
};

static gboolean
is_open (LbSession *self)
{
  return self->outbox != NULL && self->mirror != NULL && self->notes != NULL;
}

guint
lb_session_count_refusals (LbSession *self, guint *n_captions)
{
  guint n = 0;

  *n_captions = 0;
  for (gsize i = 0; is_open (self) && i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (GArray) ids = NULL;

      /* Most of the time there is nothing to look at. */
      if (lb_outbox_count (self->changes[kinds[i]], LB_EDIT_REFUSED) == 0)
        continue;
      ids = list_ids (self, kinds[i]);
      n += ids->len;
      if (is_caption (kinds[i]))
        *n_captions = ids->len;
    }

  return n;
}

/**
 * lb_session_list_refusals:
 * @self: a session
 *
 * Returns: (transfer full) (element-type LbRefusal): what is kept and goes nowhere by itself; empty
 *   before lb_session_open() and after closing
 */
GPtrArray *
lb_session_list_refusals (LbSession *self)
{
  GPtrArray *refusals = g_ptr_array_new_with_free_func ((GDestroyNotify) lb_refusal_free);

  g_return_val_if_fail (LB_IS_SESSION (self), refusals);

  for (gsize i = 0; is_open (self) && i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (GArray) ids = list_ids (self, kinds[i]);

      for (guint j = 0; j < ids->len; j++)
        g_ptr_array_add (refusals, refusal_new (self, kinds[i], g_array_index (ids, gint64, j)));
    }

  return refusals;
}

/* Calls @what for every change of the thing, and of the images in it. */
static void
for_edits_of (LbSession *self, LbThingKind thing, gint64 id, void (*what) (LbOutbox *, gint64))
{
  for (gsize i = 0; is_open (self) && i < G_N_ELEMENTS (kinds); i++)
    {
      LbOutbox *outbox = self->changes[kinds[i]];
      g_autoptr (GArray) ids = lb_outbox_list (outbox);

      for (guint j = 0; j < ids->len; j++)
        {
          const gint64 one = g_array_index (ids, gint64, j);

          if ((lb_change_types[kinds[i]].thing == thing && one == id) ||
              (thing == LB_THING_DATASET && lb_outbox_get_dataset_id (outbox, one) == id))
            what (outbox, one);
        }
    }
}

static void
refuse (LbOutbox *outbox, gint64 id)
{
  g_autoptr (GError) error =
    g_error_new_literal (LB_ERROR, LB_ERROR_NOT_FOUND, "It was deleted elsewhere");

  if (lb_outbox_get_state (outbox, id) != LB_EDIT_REFUSED)
    lb_outbox_refuse (outbox, id, error);
}

static void
forget (LbOutbox *outbox, gint64 id)
{
  dex_future_disown (lb_outbox_forget (outbox, id));
}

static DexFuture *
named_cb (DexFuture *future, gpointer data)
{
  g_autoptr (LbSession) self = g_weak_ref_get (data);

  if (self != NULL)
    g_object_notify (G_OBJECT (self), "n-waiting");

  return dex_future_new_true ();
}

/* The words outlive the image, and so does what it was called. */
static void
keep_name (LbSession *self, LbImage *image)
{
  const gint64 id = lb_image_get_id (image);

  if (is_open (self) && lb_outbox_get_text (self->outbox, id) != NULL)
    dex_future_disown (dex_future_then (lb_image_notes_set (self->notes, LB_IMAGE_NOTE_NAME,
                                                            lb_image_get_dataset_id (image), id,
                                                            lb_image_get_shown_name (image)),
                                        named_cb, lb_weak_new (self), lb_weak_free));
}

static DexFuture *
images_read_cb (DexFuture *future, gpointer data)
{
  g_autoptr (LbSession) self = g_weak_ref_get (data);
  g_autoptr (GPtrArray) images = dex_await_boxed (dex_ref (future), NULL);

  for (guint i = 0; self != NULL && is_open (self) && i < images->len; i++)
    if (is_refusal (self, LB_CHANGE_CAPTION, lb_image_get_id (g_ptr_array_index (images, i))))
      keep_name (self, g_ptr_array_index (images, i));

  return dex_future_new_true ();
}

/* (transfer full) (element-type gint64): of captions whose image has no name. */
static GHashTable *
find_nameless (LbSession *self)
{
  g_autoptr (GArray) ids = list_ids (self, LB_CHANGE_CAPTION);
  GHashTable *datasets = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  for (guint i = 0; i < ids->len; i++)
    {
      const gint64 id = g_array_index (ids, gint64, i);
      const gint64 dataset_id = lb_outbox_get_dataset_id (self->outbox, id);

      if (lb_image_notes_get (self->notes, LB_IMAGE_NOTE_NAME, id) == NULL)
        g_hash_table_add (datasets, g_memdup2 (&dataset_id, sizeof dataset_id));
    }

  return datasets;
}

void
lb_session_name_refusals (LbSession *self)
{
  g_autoptr (GHashTable) datasets = NULL;
  GHashTableIter iter;
  gint64 *dataset_id = NULL;

  if (!is_open (self) || lb_outbox_count (self->outbox, LB_EDIT_REFUSED) == 0)
    return;

  datasets = find_nameless (self);
  g_hash_table_iter_init (&iter, datasets);
  while (g_hash_table_iter_next (&iter, (gpointer *) &dataset_id, NULL))
    dex_future_disown (dex_future_then (lb_mirror_read_images (self->mirror, *dataset_id, -1),
                                        images_read_cb, lb_weak_new (self), lb_weak_free));
}

void
lb_session_end_vanished (LbSession *self, LbThingKind thing, gint64 id)
{
  GListStore *images =
    thing == LB_THING_DATASET ? lb_object_table_get (self->image_lists, id) : NULL;
  LbImage *image = thing == LB_THING_IMAGE ? lb_session_find_image (self, id) : NULL;

  if (image != NULL)
    keep_name (self, image);
  for (guint i = 0; images != NULL && i < g_list_model_get_n_items (G_LIST_MODEL (images)); i++)
    {
      g_autoptr (LbImage) one = g_list_model_get_item (G_LIST_MODEL (images), i);

      keep_name (self, one);
    }
  for_edits_of (self, thing, id, refuse);
  lb_session_name_refusals (self);
}

void
lb_session_end_edits (LbSession *self, LbThingKind thing, gint64 id)
{
  for_edits_of (self, thing, id, forget);
}

static DexFuture *
true_cb (DexFuture *future, gpointer data)
{
  return dex_future_new_true ();
}

/* (transfer full): the way of whoever makes such a change first. */
static DexFuture *
change (LbSession *self, LbChangeKind kind, gpointer live, const char *text)
{
  switch (kind)
    {
    case LB_CHANGE_PROJECT_NAME:   return lb_session_rename_project (self, live, text);
    case LB_CHANGE_DATASET_NAME:   return lb_session_rename_dataset (self, live, text);
    case LB_CHANGE_SCHEMA:         return lb_session_set_visual_schema (self, live, text);
    case LB_CHANGE_PREFIX:         return lb_session_set_caption_prefix (self, live, text);
    case LB_CHANGE_CAPTION:        return lb_session_edit_caption (self, live, text);
    case LB_CHANGE_DELETE_IMAGE:
    case LB_CHANGE_DELETE_DATASET:
    case LB_CHANGE_DELETE_PROJECT:
    case LB_CHANGE_N_KINDS:
    default:                       g_return_val_if_reached (lb_session_answer (NULL));
    }
}

/**
 * lb_session_retry_refusal:
 * @self: an open session
 * @refusal: what was refused
 * @text: what to send now
 *
 * Returns: (transfer full): a future of %TRUE
 */
DexFuture *
lb_session_retry_refusal (LbSession *self, const LbRefusal *refusal, const char *text)
{
  gpointer live = NULL;

  dex_return_error_if_fail (LB_IS_SESSION (self));
  dex_return_error_if_fail (refusal != NULL);
  dex_return_error_if_fail (text != NULL);

  live = lb_session_find_thing (self, lb_change_types[refusal->kind].thing, refusal->id);
  if (live == NULL)
    return lb_session_answer (NULL);

  return dex_future_then (change (self, refusal->kind, live, text), true_cb, NULL, NULL);
}

/**
 * lb_session_load_refusal_picture:
 * @self: an open session
 * @refusal: what was refused
 *
 * Returns: (transfer full): a future of the encoded thumbnail as #GBytes
 */
DexFuture *
lb_session_load_refusal_picture (LbSession *self, const LbRefusal *refusal)
{
  dex_return_error_if_fail (LB_IS_SESSION (self));
  dex_return_error_if_fail (refusal != NULL);

  if (self->thumbnails == NULL || !is_caption (refusal->kind))
    return dex_future_new_reject (LB_ERROR, LB_ERROR_NOT_FOUND, "There is no picture");

  return lb_thumbnail_store_read_any (self->thumbnails, refusal->id);
}

/**
 * lb_session_discard_refusal:
 * @self: an open session
 * @refusal: what was refused
 *
 * Returns: (transfer full): a future of %TRUE; fails with LB_ERROR_STORAGE or NO_SPACE
 */
DexFuture *
lb_session_discard_refusal (LbSession *self, const LbRefusal *refusal)
{
  dex_return_error_if_fail (LB_IS_SESSION (self));
  dex_return_error_if_fail (refusal != NULL);

  if (!is_open (self) || !is_refusal (self, refusal->kind, refusal->id))
    return dex_future_new_true ();
  if (is_caption (refusal->kind))
    {
      dex_future_disown (lb_image_notes_set (self->notes, LB_IMAGE_NOTE_NAME, refusal->dataset_id,
                                             refusal->id, NULL));
      if (self->thumbnails != NULL)
        lb_thumbnail_store_drop (self->thumbnails, refusal->id);
    }

  return lb_outbox_forget (self->changes[refusal->kind], refusal->id);
}
