#include "session/lb-history-object.h"

/* How steps come about: what is done in a group is one, and so is typing without a pause. */

/* Who stops typing for so long has come to the end of a thought. */
#define PAUSE_US (5 * G_USEC_PER_SEC)
/* What is random of a step's number. */
#define STEP_BITS 20

/* Groups. */

void
lb_history_group_free (LbHistoryGroup *self)
{
  g_hash_table_unref (self->uuids);
  g_free (self);
}

gint64
lb_history_begin (LbHistory *self, LbHistoryKind kind)
{
  LbHistoryGroup *group = NULL;

  g_return_val_if_fail (LB_IS_HISTORY (self), LB_HISTORY_ALONE);

  if (lb_history_get_group (self) == LB_HISTORY_UNRECORDED)
    return LB_HISTORY_UNRECORDED;

  group = g_new0 (LbHistoryGroup, 1);
  group->kind = kind;
  group->uuids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->last_group++;
  g_hash_table_insert (self->groups, g_memdup2 (&self->last_group, sizeof self->last_group), group);

  return self->last_group;
}

LbHistoryStep *
lb_history_end (LbHistory *self, gint64 group_id)
{
  LbHistoryGroup *group = NULL;
  LbHistoryStep *step = NULL;

  g_return_val_if_fail (LB_IS_HISTORY (self), NULL);

  group = g_hash_table_lookup (self->groups, &group_id);
  if (group != NULL && group->step_id != 0)
    step = lb_history_find (self, group->step_id);
  g_hash_table_remove (self->groups, &group_id);

  return step;
}

void
lb_history_enter (LbHistory *self, gint64 group)
{
  g_return_if_fail (LB_IS_HISTORY (self));

  g_array_append_val (self->entered, group);
}

void
lb_history_leave (LbHistory *self)
{
  g_return_if_fail (LB_IS_HISTORY (self));
  g_return_if_fail (self->entered->len > 0);

  g_array_set_size (self->entered, self->entered->len - 1);
}

gint64
lb_history_get_group (LbHistory *self)
{
  g_return_val_if_fail (LB_IS_HISTORY (self), LB_HISTORY_ALONE);

  if (self->entered->len == 0)
    return LB_HISTORY_ALONE;

  return g_array_index (self->entered, gint64, self->entered->len - 1);
}

/* Recording. */

void
lb_history_close_edit (LbHistory *self)
{
  g_return_if_fail (LB_IS_HISTORY (self));

  self->typed_step = 0;
  g_clear_pointer (&self->typed_uuid, g_free);
  g_clear_pointer (&self->typed_before, g_free);
}

/* Returns whether there was any. */
static gboolean
cut_undone (LbHistory *self)
{
  guint i = 0;
  gboolean cut = FALSE;

  while (i < g_list_model_get_n_items (G_LIST_MODEL (self)))
    {
      g_autoptr (LbHistoryStep) step = g_list_model_get_item (G_LIST_MODEL (self), i);

      if (lb_history_step_get_state (step) == LB_HISTORY_DONE)
        break;
      if (lb_history_step_get_state (step) == LB_HISTORY_UNDONE)
        {
          lb_history_take_out (self, i);
          cut = TRUE;
        }
      else
        i++;
    }

  return cut;
}

/* (nullable) (transfer none): the step that @change goes into. */
static LbHistoryStep *
find_open (LbHistory *self,
           LbHistoryGroup *group,
           LbHistoryKind kind,
           const LbHistoryChange *change)
{
  LbHistoryStep *step = NULL;

  if (group != NULL && group->step_id != 0)
    step = lb_history_find (self, group->step_id);
  else if (group == NULL && kind == LB_HISTORY_EDIT && self->typed_step != 0 &&
           g_str_equal (self->typed_uuid, change->uuid) &&
           g_get_monotonic_time () < self->typed_until)
    step = lb_history_get_undo_step (self);
  if (step == NULL || lb_history_step_get_state (step) != LB_HISTORY_DONE ||
      (group == NULL && lb_history_step_get_id (step) != self->typed_step))
    return NULL;

  return step;
}

static void
note_typing (LbHistory *self, const LbHistoryChange *change, gint64 step_id)
{
  if (self->typed_step != step_id)
    {
      self->typed_step = step_id;
      g_set_str (&self->typed_uuid, change->uuid);
      g_set_str (&self->typed_before, change->before);
    }
  self->typed_until = g_get_monotonic_time () + PAUSE_US;
}

/* The milliseconds of now, or one more than the newest step's, and a random rest: a step is newer
 * than all that are known, and none has the number of one that another program makes meanwhile. */
static gint64
make_id (LbHistory *self)
{
  const gint64 now = g_get_real_time () / 1000;

  return (MAX (now, (self->last_step >> STEP_BITS) + 1) << STEP_BITS) |
         g_random_int_range (0, 1 << STEP_BITS);
}

static LbHistoryStep *
add_step (LbHistory *self, LbHistoryKind kind, const char *name, const LbHistoryChange *change)
{
  const gboolean one_way =
    change->field == LB_HISTORY_VISUAL_SCHEMA && change->before == NULL; /* R28 */
  g_autoptr (LbHistoryStep) step = NULL;
  guint n = 0;

  self->last_step = make_id (self);
  step = lb_history_step_new (self->last_step, kind, change->thing,
                              one_way ? LB_HISTORY_BLOCKED : LB_HISTORY_DONE, name, 0,
                              g_get_real_time ());
  g_list_store_insert (self->steps, 0, step);
  n = g_list_model_get_n_items (G_LIST_MODEL (self->steps));
  if (n > LB_HISTORY_N_STEPS)
    lb_history_take_out (self, n - 1);

  return step; /* the list keeps it */
}

/* Typed and taken back by hand: nothing has changed. */
static gboolean
is_back (LbHistory *self, LbHistoryStep *step, const LbHistoryChange *change)
{
  return self->typed_step != 0 && lb_history_step_get_id (step) == self->typed_step &&
         g_strcmp0 (self->typed_before, change->after) == 0;
}

gint64
lb_history_record (
  LbHistory *self, gint64 group_id, LbHistoryKind kind, const char *name, LbHistoryChange *change)
{
  LbHistoryGroup *group = NULL;
  LbHistoryStep *step = NULL;
  LbHistoryRow *row = NULL;
  gboolean cuts = FALSE;
  gboolean is_new = FALSE;

  g_return_val_if_fail (LB_IS_HISTORY (self), 0);

  if (group_id == LB_HISTORY_UNRECORDED || self->database == NULL)
    {
      lb_history_change_free (change);
      return 0;
    }

  if ((group = g_hash_table_lookup (self->groups, &group_id)) != NULL)
    kind = group->kind;
  cuts = cut_undone (self);
  if ((step = find_open (self, group, kind, change)) == NULL)
    {
      lb_history_close_edit (self);
      step = add_step (self, kind, name, change);
      is_new = TRUE;
    }
  if (group != NULL)
    {
      group->step_id = lb_history_step_get_id (step);
      is_new = g_hash_table_add (group->uuids, g_strdup (change->uuid));
    }
  if (is_new)
    lb_history_step_set_count (step, lb_history_step_get_count (step) + 1);
  if (group == NULL && kind == LB_HISTORY_EDIT)
    note_typing (self, change, lb_history_step_get_id (step));

  row = lb_history_row_new_for_step (step);
  row->cuts = cuts;
  row->change = change;
  if (is_back (self, step, change) && !is_new)
    {
      dex_future_disown (lb_history_remove (self, row->step_id));
      lb_history_row_free (row);
      return 0;
    }
  dex_future_disown (lb_history_put (self, row));
  lb_history_notify_steps (self);

  return lb_history_step_get_id (step);
}
