#include "config.h"

#include "ui/sidebar/lb-dataset-names.h"

#include <glib/gi18n.h>

#include "model/lb-entered-name.h"

struct _LbDatasetNames
{
  GObject parent_instance;

  GListModel *datasets; /* (owned) */
  GPtrArray *followed;  /* (owned) (element-type LbDataset): as in @datasets */
  GPtrArray *looks;     /* (owned) (element-type utf8): of the names of @followed */
};

G_DEFINE_FINAL_TYPE (LbDatasetNames, lb_dataset_names, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* (transfer full) */
static char *
dup_looks (LbDataset *dataset)
{
  const char *name = lb_dataset_get_name (dataset);

  return lb_entered_name_dup_looks (name != NULL ? name : "");
}

static void
renamed_cb (LbDatasetNames *self, GParamSpec *pspec, LbDataset *dataset)
{
  guint i = 0;

  if (g_ptr_array_find (self->followed, dataset, &i))
    {
      g_free (self->looks->pdata[i]);
      self->looks->pdata[i] = dup_looks (dataset);
    }
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
items_changed_cb (
  GListModel *datasets, guint position, guint removed, guint added, LbDatasetNames *self)
{
  for (guint i = position; i < position + removed; i++)
    g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->followed, i), self);
  if (removed > 0)
    {
      g_ptr_array_remove_range (self->followed, position, removed);
      g_ptr_array_remove_range (self->looks, position, removed);
    }
  for (guint i = position; i < position + added; i++)
    {
      LbDataset *dataset = g_list_model_get_item (datasets, i);

      g_signal_connect_object (dataset, "notify::name", G_CALLBACK (renamed_cb), self,
                               G_CONNECT_SWAPPED);
      g_ptr_array_insert (self->followed, (int) i, dataset);
      g_ptr_array_insert (self->looks, (int) i, dup_looks (dataset));
    }
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
lb_dataset_names_finalize (GObject *object)
{
  LbDatasetNames *self = LB_DATASET_NAMES (object);

  g_clear_object (&self->datasets);
  g_clear_pointer (&self->followed, g_ptr_array_unref);
  g_clear_pointer (&self->looks, g_ptr_array_unref);

  G_OBJECT_CLASS (lb_dataset_names_parent_class)->finalize (object);
}

static void
lb_dataset_names_class_init (LbDatasetNamesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lb_dataset_names_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
lb_dataset_names_init (LbDatasetNames *self)
{
  self->followed = g_ptr_array_new_with_free_func (g_object_unref);
  self->looks = g_ptr_array_new_with_free_func (g_free);
}

LbDatasetNames *
lb_dataset_names_get (LbSession *session)
{
  static const char key[] = "lb-dataset-names";
  LbDatasetNames *names;

  g_return_val_if_fail (LB_IS_SESSION (session), NULL);

  if (!(names = g_object_get_data (G_OBJECT (session), key)))
    {
      names = g_object_new (LB_TYPE_DATASET_NAMES, NULL);
      names->datasets = g_object_ref (lb_session_get_datasets (session));
      g_signal_connect_object (names->datasets, "items-changed", G_CALLBACK (items_changed_cb),
                               names, 0);
      items_changed_cb (names->datasets, 0, 0, g_list_model_get_n_items (names->datasets), names);
      g_object_set_data_full (G_OBJECT (session), key, names, g_object_unref);
    }
  return names;
}

gboolean
lb_dataset_names_is_shared (LbDatasetNames *self, LbDataset *dataset)
{
  const char *looks = NULL;
  guint at = 0;

  g_return_val_if_fail (LB_IS_DATASET_NAMES (self), FALSE);
  g_return_val_if_fail (LB_IS_DATASET (dataset), FALSE);

  if (!g_ptr_array_find (self->followed, dataset, &at))
    return FALSE;

  looks = self->looks->pdata[at];
  for (guint i = 0; i < self->followed->len; i++)
    {
      LbDataset *other = g_ptr_array_index (self->followed, i);

      if (other != dataset &&
          lb_dataset_get_project_id (other) == lb_dataset_get_project_id (dataset) &&
          g_strcmp0 (self->looks->pdata[i], looks) == 0)
        return TRUE;
    }

  return FALSE;
}

char *
lb_dataset_names_dup_detail (LbDatasetNames *self, LbDataset *dataset)
{
  const int n = MAX (lb_dataset_get_images_count (dataset), 0);
  const char *state = lb_dataset_get_completed (dataset) ? _ ("Complete") : _ ("Draft");
  g_autofree char *count = n == 0 ? g_strdup (_ ("No images"))
                                  : g_strdup_printf (ngettext ("%'d image", "%'d images", n), n);
  g_autofree char *number = NULL;

  g_return_val_if_fail (LB_IS_DATASET_NAMES (self), NULL);

  if (!lb_dataset_names_is_shared (self, dataset))
    /* Translators: how many images a dataset has, and its state */
    return g_strdup_printf (_ ("%s · %s"), count, state);

  number = g_strdup_printf ("%" G_GINT64_FORMAT, lb_dataset_get_id (dataset));
  /* Translators: how many images a dataset has, its state, and its number, which tells it from
   * another one of the same name */
  return g_strdup_printf (_ ("%s · %s · No. %s"), count, state, number);
}
