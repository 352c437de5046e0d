#include "session/lb-session-private.h"

#include "base/lb-error.h"
#include "session/lb-session-changes.h"

/* The one live object of each id, and the lists that show it. */

static int
compare_times (gint64 time_a, gint64 time_b, gint64 id_a, gint64 id_b)
{
  if (time_a != time_b)
    return time_a < time_b ? -1 : 1;

  return id_a < id_b ? -1 : id_a > id_b;
}

static int
compare_projects (gconstpointer a, gconstpointer b, gpointer data)
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

static int
compare_datasets (gconstpointer a, gconstpointer b, gpointer data)
{
  LbDataset *dataset_a = LB_DATASET ((gpointer) a);
  LbDataset *dataset_b = LB_DATASET ((gpointer) b);

  return compare_times (lb_dataset_get_created_at (dataset_a),
                        lb_dataset_get_created_at (dataset_b), lb_dataset_get_id (dataset_a),
                        lb_dataset_get_id (dataset_b));
}

static int
compare_images (gconstpointer a, gconstpointer b, gpointer data)
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

static gboolean
touched_since (LbSession *self, const char *kind, gint64 id, guint64 since)
{
  g_autofree char *key = g_strdup_printf ("%s%" G_GINT64_FORMAT, kind, id);
  guint64 *when = g_hash_table_lookup (self->touched, key);

  return when != NULL && *when > since;
}

/* Answers can overtake each other: an older state must not replace a newer one. */
static gboolean
is_stale (gint64 fresh_us, gint64 live_us)
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

static LbProject *
adopt_project (LbSession *self, LbProject *fresh)
{
  gint64 id = lb_project_get_id (fresh);
  LbProject *live = lb_session_find_project (self, id);

  lb_session_note_seen (self, fresh);
  lb_session_overlay (self, fresh, TRUE);
  if (live != NULL)
    {
      if (!is_stale (lb_project_get_updated_at (fresh), lb_project_get_updated_at (live)))
        update (self, live, fresh);
      lb_object_list_resort (self->projects, live, compare_projects);
      return live;
    }

  lb_object_table_set (self->project_table, id, fresh);
  touch (self, "p", id);
  lb_object_list_insert (self->projects, fresh, compare_projects);
  lb_session_remember (self, fresh);

  return fresh;
}

static GListStore *
project_store (LbSession *self, gint64 project_id)
{
  return lb_object_table_get (self->project_lists, project_id);
}

static void
begin_watching (LbSession *self, LbDataset *dataset)
{
  if (lb_dataset_get_captioning (dataset))
    lb_session_follow_run (self, lb_dataset_get_id (dataset));
}

static LbDataset *
adopt_dataset (LbSession *self, LbDataset *fresh)
{
  gint64 id = lb_dataset_get_id (fresh);
  LbDataset *live = lb_session_find_dataset (self, id);
  GListStore *store = NULL;

  lb_session_note_seen (self, fresh);
  lb_session_overlay (self, fresh, TRUE);
  if (live != NULL)
    {
      if (!is_stale (lb_dataset_get_updated_at (fresh), lb_dataset_get_updated_at (live)))
        update (self, live, fresh);
      begin_watching (self, live);
      return live;
    }

  lb_object_table_set (self->dataset_table, id, fresh);
  touch (self, "d", id);
  lb_object_list_insert (self->datasets, fresh, compare_datasets);
  if ((store = project_store (self, lb_dataset_get_project_id (fresh))) != NULL)
    lb_object_list_insert (store, fresh, compare_datasets);
  lb_session_remember (self, fresh);
  begin_watching (self, fresh);

  return fresh;
}

static GListStore *
image_store (LbSession *self, gint64 dataset_id)
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

static void
count_images (LbSession *self, gint64 dataset_id, int change)
{
  LbDataset *dataset = lb_session_find_dataset (self, dataset_id);
  int count = 0;

  if (dataset == NULL)
    return;

  if (lb_session_has_images (self, dataset_id))
    count = (int) g_list_model_get_n_items (G_LIST_MODEL (image_store (self, dataset_id)));
  else
    count = MAX (lb_dataset_get_images_count (dataset), 0) + change;
  if (lb_dataset_get_images_count (dataset) == MAX (count, 0))
    return;
  lb_dataset_set_images_count (dataset, MAX (count, 0));
  lb_session_remember (self, dataset);
}

static LbImage *
adopt_image (LbSession *self, LbImage *fresh)
{
  gint64 id = lb_image_get_id (fresh);
  gint64 dataset_id = lb_image_get_dataset_id (fresh);
  LbImage *live = lb_session_find_image (self, id);

  lb_session_note_seen (self, fresh);
  if (live != NULL)
    {
      if (!is_stale (lb_image_get_updated_at (fresh), lb_image_get_updated_at (live)))
        update (self, live, fresh);
      lb_session_update_review (self, id);
      return live;
    }

  lb_object_table_set (self->image_table, id, fresh);
  lb_object_table_remove (self->early_table, id);
  lb_session_begin_review (self, fresh);
  touch (self, "i", id);
  lb_object_list_insert (image_store (self, dataset_id), fresh, compare_images);
  lb_session_remember (self, fresh);
  count_images (self, dataset_id, 1);

  return fresh;
}

void
lb_session_show_change (LbSession *self, gpointer live, const char *property, const char *value)
{
  g_object_set (live, property, value, NULL);
  if (LB_IS_PROJECT (live))
    lb_object_list_resort (self->projects, live, compare_projects);
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
    return adopt_project (self, fresh);
  if (LB_IS_DATASET (fresh))
    return adopt_dataset (self, fresh);

  return adopt_image (self, fresh);
}

gpointer
lb_session_adopt_new (LbSession *self, gpointer fresh, guint64 since)
{
  gpointer live = lb_session_adopt_existing (self, fresh);

  if (live != NULL || lb_session_is_hidden (self, fresh))
    return live;

  if (LB_IS_PROJECT (fresh) && !touched_since (self, "p", lb_project_get_id (fresh), since))
    return adopt_project (self, fresh);
  if (LB_IS_DATASET (fresh) && !touched_since (self, "d", lb_dataset_get_id (fresh), since) &&
      lb_session_find_project (self, lb_dataset_get_project_id (fresh)) != NULL)
    return adopt_dataset (self, fresh);
  if (LB_IS_IMAGE (fresh) && !touched_since (self, "i", lb_image_get_id (fresh), since) &&
      lb_session_find_dataset (self, lb_image_get_dataset_id (fresh)) != NULL)
    return adopt_image (self, fresh);

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
  lb_object_list_remove (image_store (self, dataset_id), image);
  count_images (self, dataset_id, -1);
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
  if ((store = project_store (self, lb_dataset_get_project_id (dataset))) != NULL)
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
  if (live != NULL)
    lb_session_unlist (self, live);
  if (self->mirror != NULL)
    lb_mirror_drop (self->mirror, kind, id);
  if (self->thumbnails != NULL && kind == LB_THING_IMAGE)
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

typedef gint64 (*IdOf) (gpointer object);

/* Ids that are live in @store, not in @fresh, and not added here since the question was sent. */
static GArray *
vanished_ids (
  LbSession *self, GListModel *store, GPtrArray *fresh, IdOf id_of, const char *kind, guint64 since)
{
  g_autoptr (GHashTable) named = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < fresh->len; i++)
    {
      gint64 id = id_of (g_ptr_array_index (fresh, i));

      g_hash_table_add (named, g_memdup2 (&id, sizeof id));
    }
  for (guint i = 0; i < g_list_model_get_n_items (store); i++)
    {
      g_autoptr (GObject) object = g_list_model_get_item (store, i);
      gint64 id = id_of (object);

      if (!g_hash_table_contains (named, &id) && !touched_since (self, kind, id, since))
        g_array_append_val (ids, id);
    }

  return ids;
}

void
lb_session_sync_projects (LbSession *self, GPtrArray *fresh, guint64 since)
{
  g_autoptr (GArray) gone =
    vanished_ids (self, G_LIST_MODEL (self->projects), fresh, (IdOf) lb_project_get_id, "p", since);

  for (guint i = 0; i < gone->len; i++)
    lb_session_drop_project (self, g_array_index (gone, gint64, i));
  for (guint i = 0; i < fresh->len; i++)
    {
      LbProject *project = g_ptr_array_index (fresh, i);
      gint64 id = lb_project_get_id (project);

      if (lb_session_find_project (self, id) != NULL ||
          (!touched_since (self, "p", id, since) && !lb_session_is_hidden (self, project)))
        adopt_project (self, project);
    }
}

void
lb_session_sync_datasets (LbSession *self, GPtrArray *fresh, guint64 since)
{
  g_autoptr (GArray) gone =
    vanished_ids (self, G_LIST_MODEL (self->datasets), fresh, (IdOf) lb_dataset_get_id, "d", since);

  for (guint i = 0; i < gone->len; i++)
    lb_session_drop_dataset (self, g_array_index (gone, gint64, i));
  for (guint i = 0; i < fresh->len; i++)
    {
      LbDataset *dataset = g_ptr_array_index (fresh, i);
      gint64 id = lb_dataset_get_id (dataset);

      if (lb_session_find_dataset (self, id) != NULL ||
          (!touched_since (self, "d", id, since) && !lb_session_is_hidden (self, dataset)))
        adopt_dataset (self, dataset);
    }
}

/* One splice for a whole list is kinder to a view than one an image. */
void
lb_session_sync_images (LbSession *self, LbDataset *dataset, GPtrArray *fresh, guint64 since)
{
  gint64 dataset_id = lb_dataset_get_id (dataset);
  GListStore *store = image_store (self, dataset_id);
  g_autoptr (GPtrArray) wanted = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GArray) gone =
    vanished_ids (self, G_LIST_MODEL (store), fresh, (IdOf) lb_image_get_id, "i", since);

  for (guint i = 0; i < gone->len; i++)
    {
      lb_object_table_remove (self->image_table, g_array_index (gone, gint64, i));
      if (self->mirror != NULL)
        lb_mirror_drop (self->mirror, LB_THING_IMAGE, g_array_index (gone, gint64, i));
    }
  for (guint i = 0; i < fresh->len; i++)
    {
      LbImage *image = g_ptr_array_index (fresh, i);
      LbImage *early = NULL;
      gint64 id = lb_image_get_id (image);

      if (lb_session_find_image (self, id) != NULL)
        g_ptr_array_add (wanted, g_object_ref (adopt_image (self, image)));
      else if (!touched_since (self, "i", id, since) && !lb_session_is_hidden (self, image))
        {
          lb_object_table_set (self->image_table, id, image);
          if ((early = lb_object_table_get (self->early_table, id)) != NULL &&
              !is_stale (lb_image_get_updated_at (early), lb_image_get_updated_at (image)))
            lb_image_update_from (image, early);
          lb_object_table_remove (self->early_table, id);
          lb_session_begin_review (self, image);
          lb_session_remember (self, image);
          g_ptr_array_add (wanted, g_object_ref (image));
        }
    }
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (store)); i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (G_LIST_MODEL (store), i);

      if (lb_session_find_image (self, lb_image_get_id (image)) == image &&
          touched_since (self, "i", lb_image_get_id (image), since))
        g_ptr_array_add (wanted, g_steal_pointer (&image));
    }
  lb_object_list_sync (store, wanted, compare_images);
  g_hash_table_add (self->loaded, g_memdup2 (&dataset_id, sizeof dataset_id));
  count_images (self, dataset_id, 0);
  if (self->mirror != NULL)
    lb_mirror_note_listed (self->mirror, dataset_id);
}

/* As last seen: nothing is news, and nothing is watched before the service has said so. */
void
lb_session_fill (LbSession *self, GPtrArray *objects)
{
  g_autoptr (GPtrArray) projects = g_ptr_array_new ();
  g_autoptr (GPtrArray) datasets = g_ptr_array_new ();

  for (guint i = 0; i < objects->len; i++)
    {
      gpointer object = g_ptr_array_index (objects, i);
      const gboolean hidden = lb_session_is_hidden (self, object);

      lb_session_overlay (self, object, FALSE);

      if (LB_IS_PROJECT (object) && !hidden &&
          lb_session_find_project (self, lb_project_get_id (object)) == NULL)
        {
          lb_object_table_set (self->project_table, lb_project_get_id (object), object);
          g_ptr_array_add (projects, object);
        }
      else if (LB_IS_DATASET (object) && !hidden &&
               lb_session_find_dataset (self, lb_dataset_get_id (object)) == NULL)
        {
          lb_object_table_set (self->dataset_table, lb_dataset_get_id (object), object);
          g_ptr_array_add (datasets, object);
        }
    }
  lb_object_list_sync (self->datasets, datasets, compare_datasets);
  for (guint i = 0; i < datasets->len; i++)
    {
      LbDataset *dataset = g_ptr_array_index (datasets, i);
      GListStore *store = project_store (self, lb_dataset_get_project_id (dataset));

      if (store != NULL && !g_list_store_find (store, dataset, NULL))
        lb_object_list_insert (store, dataset, compare_datasets);
    }
  /* Last: whoever is told of a project asks for its datasets. */
  lb_object_list_sync (self->projects, projects, compare_projects);
}

void
lb_session_take_images (LbSession *self, gint64 dataset_id, GPtrArray *images, gboolean all)
{
  GListStore *store = image_store (self, dataset_id);
  g_autoptr (GPtrArray) wanted = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (store)); i++)
    g_ptr_array_add (wanted, g_list_model_get_item (G_LIST_MODEL (store), i));
  for (guint i = 0; i < images->len; i++)
    {
      LbImage *image = g_ptr_array_index (images, i);
      gint64 id = lb_image_get_id (image);

      if (lb_session_find_image (self, id) != NULL || touched_since (self, "i", id, 0) ||
          lb_session_is_hidden (self, image))
        continue;
      lb_object_table_set (self->image_table, id, image);
      lb_session_begin_review (self, image);
      g_ptr_array_add (wanted, g_object_ref (image));
    }
  lb_object_list_sync (store, wanted, compare_images);
  if (all)
    g_hash_table_add (self->loaded, g_memdup2 (&dataset_id, sizeof dataset_id));
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

  return G_LIST_MODEL (image_store (self, lb_dataset_get_id (dataset)));
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
  if ((store = project_store (self, id)) != NULL)
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
