#include "session/lb-trash-private.h"

#include <json-glib/json-glib.h>

#include "base/lb-error.h"
#include "contract/lb-contract-json.h"
#include "session/lb-history-private.h"
#include "session/lb-session-history.h"
#include "session/lb-session-private.h"

/* Into the trash, and what a person does with it there. */

static void
describe_image (LbSession *session, LbTrashRow *row, LbImage *image)
{
  LbDataset *dataset = lb_session_find_dataset (session, lb_image_get_dataset_id (image));

  row->server_id = lb_image_get_id (image);
  row->parent_id = lb_image_get_dataset_id (image);
  row->name = g_strdup (lb_image_get_image_name (image));
  row->caption = lb_session_dup_caption_text (session, image);
  row->source = g_strdup (lb_session_get_caption_source (session, image));
  if (session->notes != NULL)
    row->approved =
      g_strdup (lb_image_notes_get (session->notes, LB_IMAGE_NOTE_APPROVED, row->server_id));
  if (dataset != NULL)
    {
      row->parent_uuid = g_strdup (lb_session_get_uuid (session, dataset));
      row->place = g_strdup (lb_dataset_get_name (dataset));
    }
}

static char *
write_detail (LbDataset *dataset, LbProject *project)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  if (dataset != NULL)
    json_object_set_member (object, "dataset", lb_contract_write_dataset (dataset, NULL));
  if (project != NULL)
    json_object_set_member (object, "project", lb_contract_write_project (project));
  json_node_take_object (node, object);

  return json_to_string (node, FALSE);
}

static void
describe_dataset (LbSession *session, LbTrashRow *row, LbDataset *dataset)
{
  LbProject *project = lb_session_find_project (session, lb_dataset_get_project_id (dataset));

  row->server_id = lb_dataset_get_id (dataset);
  row->parent_id = lb_dataset_get_project_id (dataset);
  row->name = g_strdup (lb_dataset_get_name (dataset));
  row->detail = write_detail (dataset, project);
  if (project != NULL)
    {
      row->parent_uuid = g_strdup (lb_session_get_uuid (session, project));
      row->place = g_strdup (lb_project_get_project_name (project));
    }
}

static LbTrashRow *
row_of (LbSession *session, GObject *object)
{
  const char *uuid = lb_session_get_uuid (session, object);
  LbTrashRow *row = NULL;

  if (LB_IS_IMAGE (object))
    {
      row = lb_trash_row_new (LB_HISTORY_IMAGE, uuid);
      describe_image (session, row, LB_IMAGE (object));
    }
  else if (LB_IS_DATASET (object))
    {
      row = lb_trash_row_new (LB_HISTORY_DATASET, uuid);
      describe_dataset (session, row, LB_DATASET (object));
    }
  else
    {
      row = lb_trash_row_new (LB_HISTORY_PROJECT, uuid);
      row->server_id = lb_project_get_id (LB_PROJECT (object));
      row->name = g_strdup (lb_project_get_project_name (LB_PROJECT (object)));
      row->detail = write_detail (NULL, LB_PROJECT (object));
    }

  return row;
}

typedef struct
{
  LbDeletion *deletion; /* (owned) */
  LbTrash *trash;       /* (owned) */
  DexFuture *write;     /* (owned) */
  gint64 step_id;
} Keeping;

static void
keeping_free (Keeping *keeping)
{
  g_clear_object (&keeping->deletion);
  g_clear_object (&keeping->trash);
  dex_clear (&keeping->write);
  g_free (keeping);
}

/* The disk would not take note of it, so it is not deleted. */
static void
give_up (Keeping *keeping, GPtrArray *items)
{
  LbTrash *self = keeping->trash;
  LbHistory *history = self->session != NULL ? lb_session_get_history (self->session) : NULL;

  for (guint i = 0; i < items->len; i++)
    {
      LbTrashItem *item = g_ptr_array_index (items, i);

      if (self->session != NULL)
        lb_session_show_uuid (self->session, lb_trash_item_get_row (item)->uuid);
      g_ptr_array_remove (self->all, item);
    }
  if (history != NULL && keeping->step_id != 0)
    dex_future_disown (lb_history_remove (history, keeping->step_id));
  lb_deletion_set_state (keeping->deletion, LB_DELETION_FAILED);
}

static DexFuture *
keep_fiber (gpointer data)
{
  Keeping *keeping = data;
  GPtrArray *items = lb_deletion_get_items (keeping->deletion);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = dex_await_boxed (g_steal_pointer (&keeping->write), &error);

  if (ids == NULL)
    {
      give_up (keeping, items);
      return dex_future_new_for_error (g_steal_pointer (&error));
    }

  for (guint i = 0; i < items->len; i++)
    lb_trash_item_get_row (g_ptr_array_index (items, i))->id = g_array_index (ids, gint64, i);

  return dex_future_new_true ();
}

LbDeletion *
lb_trash_take (LbTrash *self, GPtrArray *objects, gboolean keep, gint64 step_id)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) lb_trash_row_free);
  Keeping *keeping = g_new0 (Keeping, 1);
  LbDeletion *deletion = NULL;

  for (guint i = 0; i < objects->len; i++)
    {
      GObject *object = g_ptr_array_index (objects, i);
      LbTrashRow *row = row_of (self->session, object);

      row->step_id = step_id;
      row->keep = keep;
      row->position = 0;
      g_ptr_array_add (rows, lb_trash_row_copy (row));
      g_ptr_array_add (items, lb_trash_item_new (row, object));
    }
  for (guint i = 0; i < items->len; i++)
    {
      lb_trash_add (self, g_ptr_array_index (items, i));
      lb_session_hide (self->session, g_ptr_array_index (objects, i));
    }

  deletion = lb_deletion_new (self, step_id, items);
  keeping->deletion = g_object_ref (deletion);
  keeping->trash = g_object_ref (self);
  keeping->step_id = step_id;
  keeping->write =
    lb_database_run (self->database, lb_trash_rows_add, rows, (GDestroyNotify) g_ptr_array_unref);
  lb_deletion_set_kept (
    deletion, dex_scheduler_spawn (NULL, 0, keep_fiber, keeping, (GDestroyNotify) keeping_free));

  return deletion;
}

/* Out again. */

typedef struct
{
  LbTrash *trash;   /* (owned) */
  GPtrArray *items; /* (owned) */
  gint64 step_id;
} Errand;

static void
errand_free (Errand *errand)
{
  g_clear_object (&errand->trash);
  g_clear_pointer (&errand->items, g_ptr_array_unref);
  g_free (errand);
}

static Errand *
errand_new (LbTrash *self)
{
  Errand *errand = g_new0 (Errand, 1);

  errand->trash = g_object_ref (self);
  errand->items = g_ptr_array_new_with_free_func (g_object_unref);

  return errand;
}

static DexFuture *
errand_run (Errand *errand, DexFiberFunc fiber)
{
  return dex_scheduler_spawn (NULL, 0, fiber, errand, (GDestroyNotify) errand_free);
}

/* (transfer full): what went with a step and is still in the trash, projects first. */
static GPtrArray *
list_items (LbTrash *self, gint64 step_id)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->all->len; i++)
    {
      LbTrashItem *item = g_ptr_array_index (self->all, i);
      LbTrashRow *row = lb_trash_item_get_row (item);

      if (row->step_id == step_id)
        g_ptr_array_insert (items, row->kind == LB_HISTORY_PROJECT ? 0 : -1, g_object_ref (item));
    }

  return items;
}

static gpointer
restore_one (LbTrash *self, LbTrashItem *item, GError **error)
{
  g_autoptr (GObject) live = NULL;
  gpointer back = NULL;

  lb_trash_recall (self, item);
  if ((back = lb_trash_restore_item (self, item, error)) != NULL)
    g_set_object (&live, back);
  lb_trash_let_go (self, item);

  return live; /* the session keeps it */
}

static DexFuture *
bring_back_fiber (gpointer data)
{
  Errand *errand = data;
  LbTrash *self = errand->trash;
  LbDeletion *open = g_hash_table_lookup (self->open, &errand->step_id);
  g_autoptr (LbDeletion) deletion = open != NULL ? g_object_ref (open) : NULL;
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (GError) first_error = NULL;

  if (deletion != NULL && !dex_await (lb_deletion_when_kept (deletion), &first_error))
    return dex_future_new_for_error (g_steal_pointer (&first_error));

  items = list_items (self, errand->step_id);
  if (items->len == 0)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_NOT_FOUND, "It is not in the trash any more");

  for (guint i = 0; i < items->len; i++)
    {
      g_autoptr (GError) error = NULL;

      if (restore_one (self, g_ptr_array_index (items, i), &error) == NULL && first_error == NULL)
        first_error = g_steal_pointer (&error);
    }
  if (deletion != NULL && first_error == NULL)
    lb_deletion_set_state (deletion, LB_DELETION_UNDONE);
  if (self->session != NULL)
    lb_trash_start (self);
  if (first_error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&first_error));

  return dex_future_new_true ();
}

DexFuture *
lb_trash_bring_back (LbTrash *self, gint64 step_id)
{
  Errand *errand = NULL;

  dex_return_error_if_fail (LB_IS_TRASH (self));

  errand = errand_new (self);
  errand->step_id = step_id;

  return errand_run (errand, bring_back_fiber);
}

/* A deletion of which nothing is left in the trash can't be undone any more. */
static void
forget_step (LbTrash *self, gint64 step_id)
{
  g_autoptr (GPtrArray) left = list_items (self, step_id);
  LbHistory *history = self->session != NULL ? lb_session_get_history (self->session) : NULL;
  LbHistoryStep *step = history != NULL ? lb_history_find (history, step_id) : NULL;

  if (history != NULL && step_id != 0 && left->len == 0 &&
      (step == NULL || lb_history_step_get_kind (step) == LB_HISTORY_DELETE))
    dex_future_disown (lb_history_remove (history, step_id));
  if (self->session != NULL)
    lb_trash_start (self);
}

static DexFuture *
restore_fiber (gpointer data)
{
  Errand *errand = data;
  LbTrashItem *item = g_ptr_array_index (errand->items, 0);
  const gint64 step_id = lb_trash_item_get_row (item)->step_id;
  g_autoptr (GError) error = NULL;
  g_autoptr (GObject) live = NULL;
  gpointer back = restore_one (errand->trash, item, &error);

  if (back == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  g_set_object (&live, back);
  forget_step (errand->trash, step_id);

  return dex_future_new_take_object (g_steal_pointer (&live));
}

DexFuture *
lb_trash_restore (LbTrash *self, LbTrashItem *item)
{
  Errand *errand = NULL;

  dex_return_error_if_fail (LB_IS_TRASH (self));
  dex_return_error_if_fail (LB_IS_TRASH_ITEM (item));

  errand = errand_new (self);
  g_ptr_array_add (errand->items, g_object_ref (item));

  return errand_run (errand, restore_fiber);
}

/* What the service has still goes there first, without a copy now. */
static gboolean
delete_one (LbTrash *self, LbTrashItem *item, GError **error)
{
  LbTrashRow *row = lb_trash_item_get_row (item);
  const gint64 step_id = row->step_id;
  gboolean done = TRUE;

  lb_trash_recall (self, item);
  if (row->state < LB_TRASH_GONE)
    {
      row->keep = FALSE;
      lb_trash_item_set_error (item, NULL);
      done = lb_trash_put (self, item, error);
    }
  else
    done = lb_trash_end (self, item, error);
  lb_trash_let_go (self, item);
  if (done)
    forget_step (self, step_id);

  return done;
}

static DexFuture *
delete_fiber (gpointer data)
{
  Errand *errand = data;
  g_autoptr (GError) first_error = NULL;

  for (guint i = 0; i < errand->items->len; i++)
    {
      g_autoptr (GError) error = NULL;

      if (!delete_one (errand->trash, g_ptr_array_index (errand->items, i), &error) &&
          first_error == NULL)
        first_error = g_steal_pointer (&error);
    }
  if (first_error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&first_error));

  return dex_future_new_true ();
}

DexFuture *
lb_trash_delete (LbTrash *self, LbTrashItem *item)
{
  Errand *errand = NULL;

  dex_return_error_if_fail (LB_IS_TRASH (self));
  dex_return_error_if_fail (LB_IS_TRASH_ITEM (item));

  errand = errand_new (self);
  g_ptr_array_add (errand->items, g_object_ref (item));

  return errand_run (errand, delete_fiber);
}

DexFuture *
lb_trash_empty (LbTrash *self)
{
  Errand *errand = NULL;

  dex_return_error_if_fail (LB_IS_TRASH (self));

  errand = errand_new (self);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self)); i++)
    g_ptr_array_add (errand->items, g_list_model_get_item (G_LIST_MODEL (self), i));

  return errand_run (errand, delete_fiber);
}
