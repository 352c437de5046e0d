#include "session/lb-outbox-private.h"

#include "base/lb-error.h"

/* An edit is looked at before it is sent when it is so old: something else may have changed what it
 * was made over. */
#define OLD_US (10 * G_USEC_PER_SEC)

/* What an edit was made over, and conflicts with changes made elsewhere. */

static LbOutboxEdit *
find (LbOutbox *self, gint64 image_id)
{
  LbOutboxEdit *edit = lb_outbox_find_edit (self, image_id);

  return edit != NULL && !edit->over ? edit : NULL;
}

gboolean
lb_outbox_wants_look (LbOutbox *self, gint64 image_id, gint64 *since_us)
{
  LbOutboxEdit *edit = NULL;

  g_return_val_if_fail (LB_IS_OUTBOX (self), FALSE);

  edit = find (self, image_id);
  if (edit == NULL ||
      (!edit->waited && (edit->base == NULL || g_get_monotonic_time () - edit->edited_us < OLD_US)))
    return FALSE;

  *since_us = edit->edited_us;

  return TRUE;
}

gboolean
lb_outbox_is_base (
  LbOutbox *self, gint64 image_id, const char *text, LbOutboxSame same, gpointer data)
{
  LbOutboxEdit *edit = NULL;

  g_return_val_if_fail (LB_IS_OUTBOX (self), FALSE);
  g_return_val_if_fail (same != NULL, FALSE);

  edit = find (self, image_id);
  if (edit == NULL || edit->base == NULL || text == NULL)
    return TRUE;

  return same (text, edit->base, data) || lb_outbox_is_ours (self, image_id, text, same, data);
}

void
lb_outbox_rebase (LbOutbox *self, gint64 image_id, const char *base)
{
  LbOutboxEdit *edit = NULL;

  g_return_if_fail (LB_IS_OUTBOX (self));

  if ((edit = find (self, image_id)) == NULL)
    return;

  g_set_str (&edit->base, base);
  lb_outbox_settle_sent (self, edit);
  edit->anew = FALSE;
  edit->waited = FALSE;
  edit->edited_us = g_get_monotonic_time ();
}

DexFuture *
lb_outbox_begin_anew (LbOutbox *self, gint64 image_id)
{
  LbOutboxEdit *edit = NULL;

  dex_return_error_if_fail (LB_IS_OUTBOX (self));

  if ((edit = find (self, image_id)) == NULL)
    return dex_future_new_true ();

  edit->anew = TRUE;

  return lb_outbox_keep (self, edit);
}

DexFuture *
lb_outbox_end_anew (LbOutbox *self, gint64 image_id, const char *base, const char *text)
{
  LbOutboxEdit *edit = NULL;

  dex_return_error_if_fail (LB_IS_OUTBOX (self));

  if ((edit = find (self, image_id)) == NULL)
    return dex_future_new_true ();

  lb_outbox_rebase (self, image_id, base);

  return g_strcmp0 (edit->text, text) == 0 ? lb_outbox_discard (self, image_id, NULL)
                                           : lb_outbox_keep (self, edit);
}

gboolean
lb_outbox_is_anew (LbOutbox *self, gint64 image_id)
{
  LbOutboxEdit *edit = NULL;

  g_return_val_if_fail (LB_IS_OUTBOX (self), FALSE);

  edit = find (self, image_id);

  return edit != NULL && edit->anew;
}

const char *
lb_outbox_get_base (LbOutbox *self, gint64 image_id)
{
  LbOutboxEdit *edit = NULL;

  g_return_val_if_fail (LB_IS_OUTBOX (self), NULL);

  edit = find (self, image_id);

  return edit != NULL ? edit->base : NULL;
}

void
lb_outbox_suspect (LbOutbox *self, gint64 image_id)
{
  LbOutboxEdit *edit = NULL;

  g_return_if_fail (LB_IS_OUTBOX (self));

  if ((edit = find (self, image_id)) == NULL || edit->waited)
    return;

  edit->waited = TRUE;
  edit->edited_us = g_get_monotonic_time ();
}

void
lb_outbox_note_theirs (LbOutbox *self, gint64 image_id, const char *theirs)
{
  LbOutboxEdit *edit = NULL;

  g_return_if_fail (LB_IS_OUTBOX (self));

  if ((edit = find (self, image_id)) != NULL)
    g_set_str (&edit->theirs, theirs);
}

const char *
lb_outbox_get_theirs (LbOutbox *self, gint64 image_id)
{
  LbOutboxEdit *edit = NULL;

  g_return_val_if_fail (LB_IS_OUTBOX (self), NULL);

  edit = find (self, image_id);

  return edit != NULL ? edit->theirs : NULL;
}

void
lb_outbox_conflict_edit (LbOutbox *self, LbOutboxEdit *edit)
{
  lb_outbox_settle_sent (self, edit);
  lb_outbox_set_state (self, edit, LB_EDIT_CONFLICT);
  dex_future_disown (lb_outbox_keep (self, edit));
}

void
lb_outbox_strand_edit (LbOutbox *self, LbOutboxEdit *edit)
{
  edit->restoring = FALSE;
  g_ptr_array_set_size (edit->sent, 0);
  lb_outbox_set_state (self, edit, LB_EDIT_DRAFT);
  dex_future_disown (lb_outbox_keep (self, edit));
}

DexFuture *
lb_outbox_insist (LbOutbox *self, gint64 image_id, const char *base)
{
  LbOutboxEdit *edit = NULL;

  dex_return_error_if_fail (LB_IS_OUTBOX (self));

  edit = find (self, image_id);
  if (edit == NULL || edit->state != LB_EDIT_CONFLICT)
    return dex_future_new_true ();
  if (self->database == NULL)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_STORAGE, "The account is not open");

  lb_outbox_rebase (self, image_id, base);
  edit->changed_at = MAX (g_get_real_time (), edit->changed_at + 1);
  lb_outbox_set_state (self, edit, LB_EDIT_PENDING);

  return lb_outbox_keep (self, edit);
}

static DexFuture *
true_cb (DexFuture *future, gpointer data)
{
  return dex_future_new_true ();
}

DexFuture *
lb_outbox_move (LbOutbox *self, gint64 image_id, gint64 new_id, gint64 dataset_id)
{
  LbOutboxEdit *edit = NULL;
  LbOutboxEdit *other = NULL;
  g_autoptr (DexFuture) kept = NULL;
  g_autoptr (DexFuture) ended = NULL;
  g_autofree char *text = NULL;

  dex_return_error_if_fail (LB_IS_OUTBOX (self));

  edit = find (self, image_id);
  if (edit == NULL || image_id == new_id)
    return dex_future_new_true ();

  /* The newer of the two counts. What this was made over says nothing about the new one. */
  other = find (self, new_id);
  if (other != NULL && other->changed_at >= edit->changed_at)
    return lb_outbox_end_edit (self, edit, FALSE);

  text = g_strdup (edit->text);
  kept = lb_outbox_edit (self, dataset_id > 0 ? dataset_id : edit->dataset_id, new_id, text,
                         edit->state != LB_EDIT_DRAFT);
  ended = lb_outbox_end_edit (self, edit, FALSE);

  return dex_future_then (dex_future_all (g_steal_pointer (&kept), g_steal_pointer (&ended), NULL),
                          true_cb, NULL, NULL);
}

guint
lb_outbox_count (LbOutbox *self, LbEditState state)
{
  g_return_val_if_fail (LB_IS_OUTBOX (self), 0);
  g_return_val_if_fail (state < LB_EDIT_N_STATES, 0);

  return self->counts[state];
}

static gboolean
is_unsent (const LbOutboxEdit *edit)
{
  return !edit->over && (edit->state == LB_EDIT_PENDING || edit->state == LB_EDIT_SENDING);
}

guint
lb_outbox_count_dataset (LbOutbox *self, gint64 dataset_id)
{
  GHashTableIter iter;
  LbOutboxEdit *edit = NULL;
  guint n = 0;

  g_return_val_if_fail (LB_IS_OUTBOX (self), 0);

  g_hash_table_iter_init (&iter, self->edits);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &edit))
    if (edit->dataset_id == dataset_id && is_unsent (edit))
      n++;

  return n;
}

GArray *
lb_outbox_list (LbOutbox *self)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  GHashTableIter iter;
  LbOutboxEdit *edit = NULL;

  g_return_val_if_fail (LB_IS_OUTBOX (self), ids);

  g_hash_table_iter_init (&iter, self->edits);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &edit))
    if (!edit->over)
      g_array_append_val (ids, edit->image_id);

  return ids;
}

DexFuture *
lb_outbox_flush_dataset (LbOutbox *self, gint64 dataset_id)
{
  g_autoptr (GPtrArray) flushes = g_ptr_array_new_with_free_func (dex_unref);
  GHashTableIter iter;
  LbOutboxEdit *edit = NULL;

  dex_return_error_if_fail (LB_IS_OUTBOX (self));

  g_hash_table_iter_init (&iter, self->edits);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &edit))
    if (edit->dataset_id == dataset_id && is_unsent (edit))
      g_ptr_array_add (flushes, lb_outbox_flush (self, edit->image_id));
  if (flushes->len == 0)
    return dex_future_new_true ();

  return dex_future_then (dex_future_allv ((DexFuture **) flushes->pdata, flushes->len), true_cb,
                          NULL, NULL);
}
