#include "session/lb-session-private.h"

#include "session/lb-session-changes.h"
#include "session/lb-session-live.h"

/* Whole lists, as the service tells them or as they were last seen. */

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

      if (!g_hash_table_contains (named, &id) && !lb_session_touched_since (self, kind, id, since))
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
          (!lb_session_touched_since (self, "p", id, since) &&
           !lb_session_is_hidden (self, project)))
        lb_session_adopt_project (self, project);
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
          (!lb_session_touched_since (self, "d", id, since) &&
           !lb_session_is_hidden (self, dataset)))
        lb_session_adopt_dataset (self, dataset);
    }
}

/* One splice for a whole list is kinder to a view than one an image. */
void
lb_session_sync_images (LbSession *self, LbDataset *dataset, GPtrArray *fresh, guint64 since)
{
  gint64 dataset_id = lb_dataset_get_id (dataset);
  GListStore *store = lb_session_image_store (self, dataset_id);
  g_autoptr (GPtrArray) wanted = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GArray) gone =
    vanished_ids (self, G_LIST_MODEL (store), fresh, (IdOf) lb_image_get_id, "i", since);

  for (guint i = 0; i < gone->len; i++)
    {
      lb_session_end_vanished (self, LB_THING_IMAGE, g_array_index (gone, gint64, i));
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
        g_ptr_array_add (wanted, g_object_ref (lb_session_adopt_image (self, image)));
      else if (!lb_session_touched_since (self, "i", id, since) &&
               !lb_session_is_hidden (self, image))
        {
          lb_object_table_set (self->image_table, id, image);
          if ((early = lb_object_table_get (self->early_table, id)) != NULL &&
              !lb_session_is_stale (lb_image_get_updated_at (early),
                                    lb_image_get_updated_at (image)))
            lb_image_update_from (image, early);
          lb_object_table_remove (self->early_table, id);
          lb_session_begin_image (self, image);
          lb_session_remember (self, image);
          g_ptr_array_add (wanted, g_object_ref (image));
        }
    }
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (store)); i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (G_LIST_MODEL (store), i);

      if (lb_session_find_image (self, lb_image_get_id (image)) == image &&
          lb_session_touched_since (self, "i", lb_image_get_id (image), since))
        g_ptr_array_add (wanted, g_steal_pointer (&image));
    }
  lb_object_list_sync (store, wanted, lb_session_compare_images);
  g_hash_table_add (self->loaded, g_memdup2 (&dataset_id, sizeof dataset_id));
  lb_session_count_images (self, dataset_id, 0);
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
  lb_object_list_sync (self->datasets, datasets, lb_session_compare_datasets);
  for (guint i = 0; i < datasets->len; i++)
    {
      LbDataset *dataset = g_ptr_array_index (datasets, i);
      GListStore *store = lb_session_project_store (self, lb_dataset_get_project_id (dataset));

      if (store != NULL && !g_list_store_find (store, dataset, NULL))
        lb_object_list_insert (store, dataset, lb_session_compare_datasets);
    }
  /* Last: whoever is told of a project asks for its datasets. */
  lb_object_list_sync (self->projects, projects, lb_session_compare_projects);
}

void
lb_session_take_images (LbSession *self, gint64 dataset_id, GPtrArray *images, gboolean all)
{
  GListStore *store = lb_session_image_store (self, dataset_id);
  g_autoptr (GPtrArray) wanted = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (store)); i++)
    g_ptr_array_add (wanted, g_list_model_get_item (G_LIST_MODEL (store), i));
  for (guint i = 0; i < images->len; i++)
    {
      LbImage *image = g_ptr_array_index (images, i);
      gint64 id = lb_image_get_id (image);

      if (lb_session_find_image (self, id) != NULL || lb_session_touched_since (self, "i", id, 0) ||
          lb_session_is_hidden (self, image))
        continue;
      lb_object_table_set (self->image_table, id, image);
      lb_session_begin_image (self, image);
      g_ptr_array_add (wanted, g_object_ref (image));
    }
  lb_object_list_sync (store, wanted, lb_session_compare_images);
  if (all)
    g_hash_table_add (self->loaded, g_memdup2 (&dataset_id, sizeof dataset_id));
}
