#include "base/lb-error.h"
#include "contract/lb-limits.h"
#include "session/lb-session-history.h"
#include "session/lb-session-private.h"
#include "session/lb-session-record.h"
#include "session/lb-trash-private.h"

LbHistory *
lb_session_get_history (LbSession *self)
{
  g_return_val_if_fail (LB_IS_SESSION (self), NULL);

  return self->history;
}

LbTrash *
lb_session_get_trash (LbSession *self)
{
  g_return_val_if_fail (LB_IS_SESSION (self), NULL);

  return self->trash;
}

/**
 * lb_session_give_caption:
 * @self: an open session
 * @image: a live image
 * @text: what came with its picture
 * @source: (nullable): "manual" or "automatic"; %NULL for the first
 *
 * Returns: (transfer full): a future, as from lb_session_edit_caption()
 */
DexFuture *
lb_session_give_caption (LbSession *self, LbImage *image, const char *text, const char *source)
{
  DexFuture *kept = NULL;

  dex_return_error_if_fail (LB_IS_SESSION (self));

  lb_session_note_given (self, image, text);
  if (self->history == NULL)
    return lb_session_edit_caption_from (self, image, text, source);

  lb_history_enter (self->history, LB_HISTORY_UNRECORDED);
  kept = lb_session_edit_caption_from (self, image, text, source);
  lb_history_leave (self->history);

  return kept;
}

/**
 * lb_session_list_versions:
 * @self: an open session
 * @image: an image
 *
 * Returns: (transfer full): a future of a boxed GPtrArray of LbCaptionVersion, newest first; empty
 *   for one that was never changed here
 */
DexFuture *
lb_session_list_versions (LbSession *self, LbImage *image)
{
  const char *uuid = NULL;

  dex_return_error_if_fail (LB_IS_SESSION (self));
  dex_return_error_if_fail (LB_IS_IMAGE (image));

  uuid = lb_session_get_uuid (self, image);
  if (self->history == NULL || uuid == NULL)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_INVALID, "The session is not open");

  return lb_history_list_versions (self->history, uuid);
}

static gboolean
can_restore_dataset (LbSession *self, LbDataset *dataset)
{
  const guint n_seen = g_list_model_get_n_items (lb_session_get_images (self, dataset));
  const int n_said = lb_dataset_get_images_count (dataset);

  return !lb_dataset_is_advanced (dataset) ||
         MAX (n_seen, (guint) MAX (n_said, 0)) <= LB_LIMIT_BASIC_IMAGES;
}

/**
 * lb_session_can_restore:
 * @self: an open session
 * @object: a live image, dataset or project
 *
 * Returns: whether it could be brought back with what a copy of it holds; a project with all of its
 *   datasets
 */
gboolean
lb_session_can_restore (LbSession *self, gpointer object)
{
  LbDataset *home = NULL;

  g_return_val_if_fail (LB_IS_SESSION (self), FALSE);

  if (!self->hosted)
    return TRUE;
  if (LB_IS_DATASET (object))
    return can_restore_dataset (self, object);
  if (LB_IS_IMAGE (object))
    {
      home = lb_session_find_dataset (self, lb_image_get_dataset_id (object));
      return home == NULL || !lb_dataset_is_advanced (home);
    }

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->datasets)); i++)
    {
      g_autoptr (LbDataset) dataset = g_list_model_get_item (G_LIST_MODEL (self->datasets), i);

      if (lb_dataset_get_project_id (dataset) == lb_project_get_id (object) &&
          !can_restore_dataset (self, dataset))
        return FALSE;
    }

  return TRUE;
}

gboolean
lb_session_may_come_back (LbSession *self, const char *dataset_uuid)
{
  g_return_val_if_fail (LB_IS_SESSION (self), FALSE);

  for (guint i = 0; self->trash != NULL && i < self->trash->all->len; i++)
    {
      const LbTrashRow *row = lb_trash_item_get_row (g_ptr_array_index (self->trash->all, i));

      if (row->state < LB_TRASH_GONE && g_strcmp0 (row->uuid, dataset_uuid) == 0)
        return TRUE;
    }

  return FALSE;
}

static LbDeletion *
delete_objects (LbSession *self, GPtrArray *objects, gboolean keep)
{
  const gint64 step_id = lb_session_record_deletion (self, objects, keep);

  return lb_trash_take (self->trash, objects, keep, step_id);
}

/**
 * lb_session_delete_images:
 * @self: an open session
 * @images: (element-type LbImage): live images of draft datasets
 *
 * They are hidden when this returns, and one step of the history. Nothing is sent before
 * lb_deletion_commit().
 *
 * Returns: (transfer full): the deletion
 */
LbDeletion *
lb_session_delete_images (LbSession *self, GPtrArray *images)
{
  g_return_val_if_fail (LB_IS_SESSION (self), NULL);
  g_return_val_if_fail (self->trash != NULL, NULL);
  g_return_val_if_fail (images != NULL && images->len > 0, NULL);

  return delete_objects (self, images,
                         lb_session_can_restore (self, g_ptr_array_index (images, 0)));
}

/**
 * lb_session_trash_dataset:
 * @self: an open session
 * @dataset: a live dataset
 * @keep: whether pictures, captions and their order are copied before the service deletes it
 *
 * Returns: (transfer full): the deletion
 */
LbDeletion *
lb_session_trash_dataset (LbSession *self, LbDataset *dataset, gboolean keep)
{
  g_autoptr (GPtrArray) objects = NULL;

  g_return_val_if_fail (LB_IS_SESSION (self), NULL);
  g_return_val_if_fail (self->trash != NULL, NULL);
  g_return_val_if_fail (LB_IS_DATASET (dataset), NULL);

  objects = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (objects, g_object_ref (dataset));

  return delete_objects (self, objects, keep);
}

/**
 * lb_session_trash_project:
 * @self: an open session
 * @project: a live project
 * @keep: whether its datasets are copied before the service deletes them
 *
 * Returns: (transfer full): the deletion, of itself and its datasets, which go first
 */
LbDeletion *
lb_session_trash_project (LbSession *self, LbProject *project, gboolean keep)
{
  g_autoptr (GPtrArray) objects = NULL;

  g_return_val_if_fail (LB_IS_SESSION (self), NULL);
  g_return_val_if_fail (self->trash != NULL, NULL);
  g_return_val_if_fail (LB_IS_PROJECT (project), NULL);

  objects = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (objects, g_object_ref (project));
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->datasets)); i++)
    {
      g_autoptr (LbDataset) dataset = g_list_model_get_item (G_LIST_MODEL (self->datasets), i);

      if (lb_dataset_get_project_id (dataset) == lb_project_get_id (project))
        g_ptr_array_add (objects, g_steal_pointer (&dataset));
    }

  return delete_objects (self, objects, keep);
}
