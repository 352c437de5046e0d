#include "session/lb-session-private.h"

#include "base/lb-error.h"
#include "contract/lb-rules.h"
#include "session/lb-caption-meaning.h"
#include "session/lb-history-private.h"

/* So old may be what is known of a dataset's images when an edit that has waited is sent. */
#define LOOK_US (5 * 60 * G_USEC_PER_SEC)
/* And of what an edit is made over that goes out at once. */
#define KNOWN_US (60 * G_USEC_PER_SEC)
/* So many edits are looked at one by one; more are worth the whole list. */
#define FEW 3

/* Changes made here and elsewhere at once, and who wrote what. */

gboolean
lb_session_means_same (LbSession *self, LbImage *image, const char *text, const char *other)
{
  LbDataset *dataset = lb_session_find_dataset (self, lb_image_get_dataset_id (image));
  g_autofree char *stored = NULL;
  g_autofree char *other_stored = NULL;

  if (text == NULL || *text == '\0' || other == NULL || *other == '\0')
    return (text == NULL || *text == '\0') && (other == NULL || *other == '\0');
  if (g_str_equal (text, other))
    return TRUE;
  if (lb_rules_caption_is_prompt (dataset))
    return lb_caption_means_same (text, other);

  /* The words of a legacy dataset are themselves alone, but for the prefix that goes and blanks
   * around them. */
  stored = lb_rules_accept_caption (dataset, text, NULL);
  other_stored = lb_rules_accept_caption (dataset, other, NULL);

  return stored != NULL && other_stored != NULL &&
         g_str_equal (g_strstrip (stored), g_strstrip (other_stored));
}

typedef struct
{
  LbSession *session;
  LbImage *image;
} Comparing;

static gboolean
same_cb (const char *text, const char *other, gpointer data)
{
  Comparing *comparing = data;

  return lb_session_means_same (comparing->session, comparing->image, text, other);
}

gboolean
lb_session_caption_is_ours (LbSession *self, LbImage *image, const char *caption)
{
  Comparing comparing = { self, image };

  return lb_outbox_is_ours (self->outbox, lb_image_get_id (image), caption, same_cb, &comparing);
}

/* When things were last seen at the service. */

static gint64
seen_key (LbThingKind kind, gint64 id)
{
  return id * LB_THING_N_KINDS + kind;
}

void
lb_session_note_seen (LbSession *self, gpointer object)
{
  LbThingKind kind = LB_THING_PROJECT;
  gint64 now_us = g_get_monotonic_time ();
  gint64 id = 0;
  gint64 key = 0;

  if (!lb_mirror_identify (object, &kind, &id))
    return;

  key = seen_key (kind, id);
  g_hash_table_replace (self->seen, g_memdup2 (&key, sizeof key),
                        g_memdup2 (&now_us, sizeof now_us));
}

gboolean
lb_session_was_just_seen (LbSession *self, LbThingKind kind, gint64 id)
{
  const gint64 key = seen_key (kind, id);
  const gint64 *seen_us = g_hash_table_lookup (self->seen, &key);

  return seen_us != NULL && g_get_monotonic_time () - *seen_us < KNOWN_US;
}

static gboolean
is_known (LbSession *self, gint64 dataset_id, gint64 since_us)
{
  gint64 *asked_us = g_hash_table_lookup (self->looks, &dataset_id);

  return asked_us != NULL && *asked_us >= since_us && g_get_monotonic_time () - *asked_us < LOOK_US;
}

/* (transfer full) (nullable): the image as the service has it now; NULL with no error when it has
 * it no more. */
static LbImage *
look (LbSession *self, gint64 dataset_id, gint64 image_id, gint64 since_us, GError **error)
{
  LbDataset *dataset = lb_session_find_dataset (self, dataset_id);
  LbImage *live = NULL;
  LbImage *fresh = NULL;

  if (!is_known (self, dataset_id, since_us))
    {
      if (dataset == NULL || lb_outbox_count_dataset (self->outbox, dataset_id) <= FEW)
        {
          if ((fresh = lb_session_await_object (
                 self, lb_client_get_image (self->client, dataset_id, image_id), error)))
            lb_session_adopt_existing (self, fresh);
          return fresh;
        }
      if (!dex_await (lb_session_load_images (self, dataset), error))
        return NULL;
    }

  live = lb_session_find_image (self, image_id);

  return live != NULL ? g_object_ref (live) : NULL;
}

/* Whether the service wrote it because it was asked to from here, and no person since. */
static gboolean
is_from_asking (LbSession *self, LbImage *image)
{
  return lb_outbox_is_anew (self->outbox, lb_image_get_id (image)) &&
         g_strcmp0 (lb_image_get_caption_source (image), "automatic") == 0;
}

/* Whether its dataset is listed without it: there is nothing to be asked. What was deleted here,
 * the service has still. */
static gboolean
is_gone (LbSession *self, gint64 dataset_id, gint64 image_id)
{
  g_autoptr (LbImage) image = lb_image_new (image_id);

  return lb_session_find_dataset (self, dataset_id) != NULL &&
         lb_session_has_images (self, dataset_id) && !lb_session_is_hidden (self, image);
}

gboolean
lb_session_check_caption (LbSession *self,
                          gint64 dataset_id,
                          gint64 image_id,
                          const char *text,
                          gboolean *there,
                          GError **error)
{
  g_autoptr (LbImage) image = NULL;
  g_autoptr (GError) failure = NULL;
  Comparing comparing = { .session = self };
  gint64 since_us = 0;

  *there = FALSE;
  if (!lb_outbox_wants_look (self->outbox, image_id, &since_us))
    {
      since_us = g_get_monotonic_time () - KNOWN_US;
      if (lb_outbox_get_base (self->outbox, image_id) == NULL ||
          lb_session_was_just_seen (self, LB_THING_IMAGE, image_id) ||
          is_known (self, dataset_id, since_us))
        return TRUE;
    }

  image = look (self, dataset_id, image_id, since_us, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (image == NULL && is_gone (self, dataset_id, image_id))
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_NOT_FOUND, "The image was deleted elsewhere");
      return FALSE;
    }
  if (image == NULL)
    return TRUE;

  comparing.image = image;
  *there = lb_session_means_same (self, image, lb_image_get_caption (image), text);
  if (!*there && !is_from_asking (self, image) &&
      !lb_outbox_is_base (self->outbox, image_id, lb_image_get_caption (image), same_cb,
                          &comparing))
    {
      g_set_error_literal (error, LB_OUTBOX_ERROR, LB_OUTBOX_ERROR_CONFLICT,
                           "The caption was changed elsewhere");
      return FALSE;
    }

  /* Also where it is there already: what was typed meanwhile is made over that. */
  lb_outbox_rebase (self->outbox, image_id, lb_image_get_caption (image));

  return TRUE;
}

/**
 * lb_session_dup_conflict:
 * @self: a session
 * @image: an image, live or not
 * @base: (out) (optional) (nullable): the caption that the edit here was made over
 * @theirs: (out) (optional) (nullable): the one that the service has
 *
 * What was edited here is what lb_session_dup_caption_text() gives.
 *
 * Returns: whether there is a conflict; else both are not touched
 */
gboolean
lb_session_dup_conflict (LbSession *self, LbImage *image, char **base, char **theirs)
{
  g_return_val_if_fail (LB_IS_SESSION (self), FALSE);
  g_return_val_if_fail (LB_IS_IMAGE (image), FALSE);

  if (lb_session_get_edit_state (self, image) != LB_EDIT_CONFLICT)
    return FALSE;

  if (base != NULL)
    *base = g_strdup (lb_outbox_get_base (self->outbox, lb_image_get_id (image)));
  if (theirs != NULL)
    *theirs = g_strdup (lb_image_get_caption (image));

  return TRUE;
}

/* What somebody else wrote is about to be written over: it is a version from now on. The disk takes
 * one after the other, so it is there before anything is sent. */
static void
keep_theirs (LbSession *self, LbImage *image)
{
  const char *uuid = lb_session_get_uuid (self, image);
  const char *theirs = lb_image_get_caption (image);
  LbHistoryChange *change = NULL;

  if (self->history == NULL || uuid == NULL || theirs == NULL || *theirs == '\0')
    return;

  change = lb_history_change_new (LB_HISTORY_IMAGE, uuid, NULL, LB_HISTORY_CAPTION);
  lb_history_change_set_before (change, theirs, lb_image_get_caption_source (image));
  dex_future_disown (lb_history_keep_version (self->history, change));
}

/**
 * lb_session_resolve_conflict:
 * @self: a session
 * @image: a live image
 * @keep_mine: whether the edit goes out over the service's caption; else it is dropped
 *
 * Returns: (transfer full): a future of %TRUE once that is on disk; fails with LB_ERROR_STORAGE or
 *   NO_SPACE, before lb_session_open() with INVALID
 */
DexFuture *
lb_session_resolve_conflict (LbSession *self, LbImage *image, gboolean keep_mine)
{
  gint64 id = 0;

  dex_return_error_if_fail (LB_IS_SESSION (self));
  dex_return_error_if_fail (LB_IS_IMAGE (image));

  if (self->outbox == NULL)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_INVALID, "The session is not open");

  id = lb_image_get_id (image);
  if (lb_outbox_get_state (self->outbox, id) != LB_EDIT_CONFLICT)
    return dex_future_new_true ();
  if (!keep_mine)
    return lb_session_discard_draft (self, image);

  keep_theirs (self, image);

  return lb_outbox_insist (self->outbox, id, lb_image_get_caption (image));
}

/**
 * lb_session_merge_conflict:
 * @self: a session
 * @image: a live image
 * @text: what is to be there instead of both
 *
 * An end in between leaves @text in conflict with theirs.
 *
 * Returns: (transfer full): a future of %TRUE once that is on disk; fails with LB_ERROR_STORAGE or
 *   NO_SPACE, before lb_session_open() with INVALID
 */
DexFuture *
lb_session_merge_conflict (LbSession *self, LbImage *image, const char *text)
{
  gint64 id = 0;

  dex_return_error_if_fail (LB_IS_SESSION (self));
  dex_return_error_if_fail (LB_IS_IMAGE (image));
  dex_return_error_if_fail (text != NULL);

  if (self->outbox == NULL)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_INVALID, "The session is not open");

  id = lb_image_get_id (image);
  if (lb_outbox_get_state (self->outbox, id) != LB_EDIT_CONFLICT)
    return dex_future_new_true ();

  keep_theirs (self, image);
  if (self->history != NULL)
    lb_history_close_edit (self->history);
  dex_future_disown (lb_session_edit_caption (self, image, text));
  if (self->history != NULL)
    lb_history_close_edit (self->history);

  return lb_outbox_insist (self->outbox, id, lb_image_get_caption (image));
}

/* Who wrote it. */

/**
 * lb_session_edit_caption_from:
 * @self: an open session
 * @image: a live image
 * @text: the whole new description
 * @source: (nullable): "automatic" for one that no person wrote; else it is a person's
 *
 * Like lb_session_edit_caption(). The service takes whatever it is sent for a person's; what is
 * known here counts for as long as the image shows these words.
 *
 * Returns: (transfer full): a future of %TRUE once the draft is on disk
 */
DexFuture *
lb_session_edit_caption_from (LbSession *self, LbImage *image, const char *text, const char *source)
{
  dex_return_error_if_fail (LB_IS_SESSION (self));
  dex_return_error_if_fail (LB_IS_IMAGE (image));
  dex_return_error_if_fail (text != NULL);

  /* The disk takes one after the other: an end in between makes no person of a machine. */
  if (g_strcmp0 (source, "automatic") == 0 && self->notes != NULL)
    dex_future_disown (lb_image_notes_set (self->notes, LB_IMAGE_NOTE_MACHINE,
                                           lb_image_get_dataset_id (image), lb_image_get_id (image),
                                           text));

  return lb_session_edit_caption (self, image, text);
}

/**
 * lb_session_get_caption_source:
 * @self: a session
 * @image: an image, live or not
 *
 * Returns: (nullable): "manual" or "automatic" for what lb_session_dup_caption_text() gives, as far
 *   as it is known here; else the service's word for it
 */
const char *
lb_session_get_caption_source (LbSession *self, LbImage *image)
{
  const char *source = NULL;
  const char *machine = NULL;
  g_autofree char *text = NULL;

  g_return_val_if_fail (LB_IS_SESSION (self), NULL);
  g_return_val_if_fail (LB_IS_IMAGE (image), NULL);

  source = lb_session_get_edit_state (self, image) != LB_EDIT_SAVED
             ? "manual"
             : lb_image_get_caption_source (image);
  if (g_strcmp0 (source, "manual") != 0 || self->notes == NULL)
    return source;

  machine = lb_image_notes_get (self->notes, LB_IMAGE_NOTE_MACHINE, lb_image_get_id (image));
  if (machine == NULL)
    return source;
  text = lb_session_dup_caption_text (self, image);

  return lb_session_means_same (self, image, text, machine) ? "automatic" : source;
}
