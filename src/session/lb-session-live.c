#include "session/lb-session-private.h"

#include "base/lb-error.h"
#include "session/lb-session-changes.h"
#include "session/lb-session-live.h"
#include "session/lb-session-record.h"

/* The one live object of each id. */

static int
compare_times (gint64 time_a, gint64 time_b, gint64 id_a, gint64 id_b)
{
  if (time_a != time_b)
    return time_a < time_b ? -1 : 1;

  return id_a < id_b ? -1 : id_a > id_b;
}

int
lb_session_compare_projects (gconstpointer a, gconstpointer b, gpointer data)
{
  LbProject *project_a = LB_PROJECT ((gpointer) a);
  LbProject *project_b = LB_PROJECT ((gpointer) b);
  const char *name_a = lb_project_get_project_name (project_a);
  const char *name_b = lb_project_get_project_name (project_b);
  int order = g_utf8_collate (name_a != NULL ? name_a : "", name_b != NULL ? name_b : "");

  if (order != 0)
    return order;

  return compare_times (0, 0, lb_project_get_id (project_a), lb_project_get_id (project_b));
}

int
lb_session_compare_datasets (gconstpointer a, gconstpointer b, gpointer data)
{
  LbDataset *dataset_a = LB_DATASET ((gpointer) a);
  LbDataset *dataset_b = LB_DATASET ((gpointer) b);

  return compare_times (lb_dataset_get_created_at (dataset_a),
                        lb_dataset_get_created_at (dataset_b), lb_dataset_get_id (dataset_a),
                        lb_dataset_get_id (dataset_b));
}

int
lb_session_compare_images (gconstpointer a, gconstpointer b, gpointer data)
{
  LbImage *image_a = LB_IMAGE ((gpointer) a);
  LbImage *image_b = LB_IMAGE ((gpointer) b);

  return compare_times (lb_image_get_created_at (image_a), lb_image_get_created_at (image_b),
                        lb_image_get_id (image_a), lb_image_get_id (image_b));
}

/* When an id was last added or removed here, on a clock of our own that only such changes move. */
static void
touch (LbSession *self, const char *kind, gint64 id)
{
  guint64 *now = g_new (guint64, 1);

  *now = ++self->clock;
  g_hash_table_replace (self->touched, g_strdup_printf ("%s%" G_GINT64_FORMAT, kind, id), now);
}

gboolean
lb_session_touched_since (LbSession *self, const char *kind, gint64 id, guint64 since)
{
  g_autofree char *key = g_strdup_printf ("%s%" G_GINT64_FORMAT, kind, id);
  guint64 *when = g_hash_table_lookup (self->touched, key);

  return when != NULL && *when > since;
}

/* Answers can overtake each other: an older state must not replace a newer one. */
gboolean
lb_session_is_stale (gint64 fresh_us, gint64 live_us)
{
  return fresh_us != 0 && live_us != 0 && fresh_us < live_us;
}

static void
changed_cb (GObject *live, GParamSpec *pspec, gboolean *changed)
{
  if (!g_str_equal (pspec->name, "image-url") && !g_str_equal (pspec->name, "thumbnail-url"))
    *changed = TRUE;
}

static void
update (LbSession *self, gpointer live, gpointer fresh)
{
  gboolean changed = FALSE;
  const gulong id = g_signal_connect (live, "notify", G_CALLBACK (changed_cb), &changed);

  lb_record_update_from (live, fresh);
  g_signal_handler_disconnect (live, id);
  if (changed)
    lb_session_remember (self, live);
}

LbProject *
lb_session_adopt_project (LbSession *self, LbProject *fresh)
{
  gint64 id = lb_project_get_id (fresh);
  LbProject *live = lb_session_find_project (self, id);

  lb_session_note_seen (self, fresh);
  lb_session_overlay (self, fresh, TRUE);
  if (live != NULL)
    {
      if (!lb_session_is_stale (lb_project_get_updated_at (fresh),
                                lb_project_get_updated_at (live)))
        update (self, live, fresh);
      lb_object_list_resort (self->projects, live, lb_session_compare_projects);
      return live;
    }

  lb_object_table_set (self->project_table, id, fresh);
  touch (self, "p", id);
  lb_object_list_insert (self->projects, fresh, lb_session_compare_projects);
  lb_session_remember (self, fresh);

  return fresh;
}

GListStore *
lb_session_project_store (LbSession *self, gint64 project_id)
{
  return lb_object_table_get (self->project_lists, project_id);
}

static void
begin_watching (LbSession *self, LbDataset *dataset)
{
  if (lb_dataset_get_captioning (dataset))
    lb_session_follow_run (self, lb_dataset_get_id (dataset));
}

LbDataset *
lb_session_adopt_dataset (LbSession *self, LbDataset *fresh)
{
  gint64 id = lb_dataset_get_id (fresh);
  LbDataset *live = lb_session_find_dataset (self, id);
  GListStore *store = NULL;

  lb_session_note_seen (self, fresh);
  lb_session_overlay (self, fresh, TRUE);
  if (live != NULL)
    {
      if (!lb_session_is_stale (lb_dataset_get_updated_at (fresh),
                                lb_dataset_get_updated_at (live)))
        update (self, live, fresh);
      begin_watching (self, live);
      return live;
    }

  lb_object_table_set (self->dataset_table, id, fresh);
  touch (self, "d", id);
  lb_object_list_insert (self->datasets, fresh, lb_session_compare_datasets);
  if ((store = lb_session_project_store (self, lb_dataset_get_project_id (fresh))) != NULL)
    lb_object_list_insert (store, fresh, lb_session_compare_datasets);
  lb_session_remember (self, fresh);
  begin_watching (self, fresh);

  return fresh;
}

GListStore *
lb_session_image_store (LbSession *self, gint64 dataset_id)
{
  GListStore *store = lb_object_table_get (self->image_lists, dataset_id);

  if (store == NULL)
    {
      g_autoptr (GListStore) made = g_list_store_new (LB_TYPE_IMAGE);

      lb_object_table_set (self->image_lists, dataset_id, made);
      store = made;
    }

  return store;
}

void
lb_session_count_images (LbSession *self, gint64 dataset_id, int change)
{
  LbDataset *dataset = lb_session_find_dataset (self, dataset_id);
  int count = 0;

  if (dataset == NULL)
    return;

  if (lb_session_has_images (self, dataset_id))
    count =
      (int) g_list_model_get_n_items (G_LIST_MODEL (lb_session_image_store (self, dataset_id)));
  else
    count = MAX (lb_dataset_get_images_count (dataset), 0) + change;
  if (lb_dataset_get_images_count (dataset) == MAX (count, 0))
    return;
  lb_dataset_set_images_count (dataset, MAX (count, 0));
  lb_session_remember (self, dataset);
}

LbImage *
lb_session_adopt_image (LbSession *self, LbImage *fresh)
{
  gint64 id = lb_image_get_id (fresh);
  gint64 dataset_id = lb_image_get_dataset_id (fresh);
  LbImage *live = lb_session_find_image (self, id);

  lb_session_note_seen (self, fresh);
  if (live != NULL)
    {
      if (!lb_session_is_stale (lb_image_get_updated_at (fresh), lb_image_get_updated_at (live)))
        {
          const gboolean same =
            g_strcmp0 (lb_image_get_caption (live), lb_image_get_caption (fresh)) == 0;

          update (self, live, fresh);
          if (!same)
            lb_session_see_caption (self, live, TRUE);
        }
      lb_session_settle_regeneration (self, live);
      lb_session_update_review (self, id);
      return live;
    }

  lb_object_table_set (self->image_table, id, fresh);
  lb_object_table_remove (self->early_table, id);
  lb_session_begin_image (self, fresh);
  touch (self, "i", id);
  lb_object_list_insert (lb_session_image_store (self, dataset_id), fresh,
                         lb_session_compare_images);
  lb_session_remember (self, fresh);
  lb_session_count_images (self, dataset_id, 1);
  lb_session_settle_regeneration (self, fresh);

  return fresh;
}

void
lb_session_show_change (LbSession *self, gpointer live, const char *property, const char *value)
{
  g_object_set (live, property, value, NULL);
  if (LB_IS_PROJECT (live))
    lb_object_list_resort (self->projects, live, lb_session_compare_projects);
  lb_session_remember (self, live);
}

gpointer
lb_session_adopt_existing (LbSession *self, gpointer fresh)
{
  gpointer live = NULL;

  if (LB_IS_PROJECT (fresh))
    live = lb_session_find_project (self, lb_project_get_id (fresh));
  else if (LB_IS_DATASET (fresh))
    live = lb_session_find_dataset (self, lb_dataset_get_id (fresh));
  else
    live = lb_session_find_image (self, lb_image_get_id (fresh));
  if (live == NULL)
    {
      /* The list that brings the image may have been answered before. */
      if (LB_IS_IMAGE (fresh) && !lb_session_has_images (self, lb_image_get_dataset_id (fresh)))
        lb_object_table_set (self->early_table, lb_image_get_id (fresh), fresh);
      return NULL;
    }

  if (LB_IS_PROJECT (fresh))
    return lb_session_adopt_project (self, fresh);
  if (LB_IS_DATASET (fresh))
    return lb_session_adopt_dataset (self, fresh);

  return lb_session_adopt_image (self, fresh);
}

gpointer
lb_session_adopt_new (LbSession *self, gpointer fresh, guint64 since)
{
  gpointer live = lb_session_adopt_existing (self, fresh);

  if (live != NULL || lb_session_is_hidden (self, fresh))
    return live;

  if (LB_IS_PROJECT (fresh) &&
      !lb_session_touched_since (self, "p", lb_project_get_id (fresh), since))
    return lb_session_adopt_project (self, fresh);
  if (LB_IS_DATASET (fresh) &&
      !lb_session_touched_since (self, "d", lb_dataset_get_id (fresh), since) &&
      lb_session_find_project (self, lb_dataset_get_project_id (fresh)) != NULL)
    return lb_session_adopt_dataset (self, fresh);
  if (LB_IS_IMAGE (fresh) &&
      !lb_session_touched_since (self, "i", lb_image_get_id (fresh), since) &&
      lb_session_find_dataset (self, lb_image_get_dataset_id (fresh)) != NULL)
    return lb_session_adopt_image (self, fresh);

  return NULL;
}

DexFuture *
lb_session_answer (gpointer live)
{
  if (live == NULL)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_NOT_FOUND, "It was deleted meanwhile");

  return dex_future_new_for_object (live);
}

static void
unlist_image (LbSession *self, LbImage *image)
{
  gint64 id = lb_image_get_id (image);
  gint64 dataset_id = lb_image_get_dataset_id (image);

  lb_object_table_remove (self->image_table, id);
  touch (self, "i", id);
  lb_object_list_remove (lb_session_image_store (self, dataset_id), image);
  lb_session_count_images (self, dataset_id, -1);
}

/* The images of a dataset that is gone; their drafts stay on disk. */
static void
forget_images (LbSession *self, gint64 dataset_id)
{
  GListStore *store = lb_object_table_get (self->image_lists, dataset_id);

  if (store == NULL)
    return;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (store)); i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (G_LIST_MODEL (store), i);

      lb_object_table_remove (self->image_table, lb_image_get_id (image));
    }
  g_list_store_remove_all (store);
  g_hash_table_remove (self->loaded, &dataset_id);
  lb_object_table_remove (self->image_lists, dataset_id);
}

static void
unlist_dataset (LbSession *self, LbDataset *dataset)
{
  gint64 id = lb_dataset_get_id (dataset);
  GListStore *store = NULL;

  lb_object_table_remove (self->dataset_table, id);
  touch (self, "d", id);
  lb_object_list_remove (self->datasets, dataset);
  if ((store = lb_session_project_store (self, lb_dataset_get_project_id (dataset))) != NULL)
    lb_object_list_remove (store, dataset);
  lb_object_table_remove (self->bulk_table, id);
  forget_images (self, id);
}

static void
unlist_project (LbSession *self, LbProject *project)
{
  gint64 id = lb_project_get_id (project);

  lb_object_table_remove (self->project_table, id);
  touch (self, "p", id);
  lb_object_list_remove (self->projects, project);
  lb_object_table_remove (self->project_lists, id);
}

void
lb_session_unlist (LbSession *self, gpointer object)
{
  g_autoptr (GObject) kept = g_object_ref (object);

  if (LB_IS_IMAGE (object) && lb_session_find_image (self, lb_image_get_id (object)) == object)
    unlist_image (self, object);
  else if (LB_IS_DATASET (object) &&
           lb_session_find_dataset (self, lb_dataset_get_id (object)) == object)
    unlist_dataset (self, object);
  else if (LB_IS_PROJECT (object) &&
           lb_session_find_project (self, lb_project_get_id (object)) == object)
    unlist_project (self, object);
}

/* The service has it no more. */
static void
forget (LbSession *self, LbThingKind kind, gint64 id, gpointer live)
{
  lb_session_end_vanished (self, kind, id);
  if (live != NULL)
    lb_session_unlist (self, live);
  if (self->mirror != NULL)
    lb_mirror_drop (self->mirror, kind, id);
  /* With words that were not sent, what they are about is shown. */
  if (self->thumbnails != NULL && kind == LB_THING_IMAGE &&
      (self->outbox == NULL || lb_outbox_get_text (self->outbox, id) == NULL))
    lb_thumbnail_store_drop (self->thumbnails, id);
}

void
lb_session_drop_image (LbSession *self, gint64 id)
{
  forget (self, LB_THING_IMAGE, id, lb_session_find_image (self, id));
}

void
lb_session_drop_dataset (LbSession *self, gint64 id)
{
  forget (self, LB_THING_DATASET, id, lb_session_find_dataset (self, id));
}

void
lb_session_drop_project (LbSession *self, gint64 id)
{
  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (self->datasets)); i-- > 0;)
    {
      g_autoptr (LbDataset) dataset = g_list_model_get_item (G_LIST_MODEL (self->datasets), i);

      if (lb_dataset_get_project_id (dataset) == id)
        lb_session_drop_dataset (self, lb_dataset_get_id (dataset));
    }
  forget (self, LB_THING_PROJECT, id, lb_session_find_project (self, id));
}

gboolean
lb_session_has_images (LbSession *self, gint64 dataset_id)
{
  return g_hash_table_contains (self->loaded, &dataset_id);
}

GListModel *
lb_session_get_images (LbSession *self, LbDataset *dataset)
{
  g_return_val_if_fail (LB_IS_SESSION (self), NULL);
  g_return_val_if_fail (LB_IS_DATASET (dataset), NULL);

  return G_LIST_MODEL (lb_session_image_store (self, lb_dataset_get_id (dataset)));
}

/**
 * lb_session_get_project_datasets:
 * @self: a session
 * @project: one of its projects
 *
 * Returns: (transfer full): the live list of the project's datasets, oldest first; the same list
 *   each time
 */
GListModel *
lb_session_get_project_datasets (LbSession *self, LbProject *project)
{
  GListStore *store = NULL;
  gint64 id = 0;

  g_return_val_if_fail (LB_IS_SESSION (self), NULL);
  g_return_val_if_fail (LB_IS_PROJECT (project), NULL);

  id = lb_project_get_id (project);
  if ((store = lb_session_project_store (self, id)) != NULL)
    return g_object_ref (G_LIST_MODEL (store));

  store = g_list_store_new (LB_TYPE_DATASET);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->datasets)); i++)
    {
      g_autoptr (LbDataset) dataset = g_list_model_get_item (G_LIST_MODEL (self->datasets), i);

      if (lb_dataset_get_project_id (dataset) == id)
        g_list_store_append (store, dataset);
    }
  lb_object_table_set (self->project_lists, id, store);

  return G_LIST_MODEL (store);
}
