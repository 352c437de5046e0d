#include "session/lb-trash-private.h"

#include "base/lb-error.h"
#include "session/lb-history-private.h"
#include "session/lb-session-history.h"

struct _LbDeletion
{
  GObject parent_instance;

  LbTrash *trash; /* (owned) */
  gint64 step_id;
  GPtrArray *items; /* (owned) */
  DexFuture *kept;  /* (owned) (nullable) */
  LbDeletionState state;
};

G_DEFINE_FINAL_TYPE (LbDeletion, lb_deletion, G_TYPE_OBJECT)

typedef enum
{
  PROP_STATE = 1
} LbDeletionProperty;

static GParamSpec *props[PROP_STATE + 1];

static void
lb_deletion_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  LbDeletion *self = LB_DELETION (object);

  switch ((LbDeletionProperty) prop_id)
    {
    case PROP_STATE: g_value_set_uint (value, self->state); break;
    default:         G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_deletion_finalize (GObject *object)
{
  LbDeletion *self = LB_DELETION (object);

  if (g_hash_table_lookup (self->trash->open, &self->step_id) == self)
    g_hash_table_remove (self->trash->open, &self->step_id);
  g_clear_object (&self->trash);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  dex_clear (&self->kept);

  G_OBJECT_CLASS (lb_deletion_parent_class)->finalize (object);
}

static void
lb_deletion_class_init (LbDeletionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = lb_deletion_get_property;
  object_class->finalize = lb_deletion_finalize;

  props[PROP_STATE] = g_param_spec_uint ("state", NULL, NULL, 0, LB_DELETION_FAILED, 0,
                                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
lb_deletion_init (LbDeletion *self)
{
}

LbDeletion *
lb_deletion_new (LbTrash *trash, gint64 step_id, GPtrArray *items)
{
  LbDeletion *self = g_object_new (LB_TYPE_DELETION, NULL);

  self->trash = g_object_ref (trash);
  self->step_id = step_id;
  self->items = g_ptr_array_ref (items);
  g_hash_table_replace (trash->open, g_memdup2 (&step_id, sizeof step_id), self);

  return self;
}

GPtrArray *
lb_deletion_get_items (LbDeletion *self)
{
  g_return_val_if_fail (LB_IS_DELETION (self), NULL);

  return self->items;
}

void
lb_deletion_set_kept (LbDeletion *self, DexFuture *kept)
{
  self->kept = kept;
}

void
lb_deletion_set_state (LbDeletion *self, LbDeletionState state)
{
  if (self->state == state)
    return;

  self->state = state;
  if (state != LB_DELETION_HIDDEN &&
      g_hash_table_lookup (self->trash->open, &self->step_id) == self)
    g_hash_table_remove (self->trash->open, &self->step_id);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
}

LbDeletionState
lb_deletion_get_state (LbDeletion *self)
{
  g_return_val_if_fail (LB_IS_DELETION (self), LB_DELETION_FAILED);

  return self->state;
}

DexFuture *
lb_deletion_when_kept (LbDeletion *self)
{
  dex_return_error_if_fail (LB_IS_DELETION (self));

  return self->kept != NULL ? dex_ref (self->kept) : dex_future_new_true ();
}

/* What goes without a copy does not come back. */
static void
close_step (LbDeletion *self)
{
  LbTrashRow *row =
    self->items->len > 0 ? lb_trash_item_get_row (g_ptr_array_index (self->items, 0)) : NULL;
  LbHistory *history =
    self->trash->session != NULL ? lb_session_get_history (self->trash->session) : NULL;
  LbHistoryStep *step = history != NULL ? lb_history_find (history, self->step_id) : NULL;

  if (row != NULL && !row->keep && step != NULL)
    dex_future_disown (lb_history_set_state (history, step, LB_HISTORY_BLOCKED));
}

static DexFuture *
commit_fiber (gpointer data)
{
  LbDeletion *self = data;
  g_autoptr (GError) error = NULL;
  LbTrashRow *row = NULL;

  if (!dex_await (lb_deletion_when_kept (self), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  if (self->state != LB_DELETION_HIDDEN)
    return dex_future_new_true ();

  row = lb_trash_row_new (LB_HISTORY_IMAGE, NULL);
  row->step_id = self->step_id;
  if (!dex_await (lb_trash_run (self->trash, lb_trash_rows_commit, row), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  if (self->state != LB_DELETION_HIDDEN)
    return dex_future_new_true ();

  for (guint i = 0; i < self->items->len; i++)
    {
      LbTrashItem *item = g_ptr_array_index (self->items, i);

      if (lb_trash_item_get_row (item)->state == LB_TRASH_HIDDEN)
        {
          lb_trash_item_get_row (item)->state = LB_TRASH_WAITING;
          lb_trash_show_in_list (self->trash, item);
        }
    }
  lb_deletion_set_state (self, LB_DELETION_COMMITTED);
  close_step (self);
  lb_trash_start (self->trash);

  return dex_future_new_true ();
}

DexFuture *
lb_deletion_commit (LbDeletion *self)
{
  dex_return_error_if_fail (LB_IS_DELETION (self));

  return dex_scheduler_spawn (NULL, 0, commit_fiber, g_object_ref (self), g_object_unref);
}

static DexFuture *
undo_fiber (gpointer data)
{
  LbDeletion *self = data;
  g_autoptr (LbSession) session =
    self->trash->session != NULL ? g_object_ref (self->trash->session) : NULL;
  LbHistory *history = session != NULL ? lb_session_get_history (session) : NULL;
  LbHistoryStep *step = history != NULL ? lb_history_find (history, self->step_id) : NULL;
  g_autoptr (GError) error = NULL;
  DexFuture *work = NULL;

  if (self->state == LB_DELETION_UNDONE || self->state == LB_DELETION_FAILED)
    return dex_future_new_true ();
  /* The step may have done more than delete. */
  if (step == NULL)
    work = lb_trash_bring_back (self->trash, self->step_id);
  else if (lb_history_get_undo_step (history) == step)
    work = lb_session_undo (session);
  else
    work = lb_session_undo_step (session, self->step_id);
  if (!dex_await (work, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

DexFuture *
lb_deletion_undo (LbDeletion *self)
{
  dex_return_error_if_fail (LB_IS_DELETION (self));

  return dex_scheduler_spawn (NULL, 0, undo_fiber, g_object_ref (self), g_object_unref);
}
