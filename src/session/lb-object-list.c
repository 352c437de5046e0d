#include "session/lb-object-list.h"

void
lb_object_list_insert (GListStore *store, gpointer object, GCompareDataFunc compare)
{
  g_list_store_insert_sorted (store, object, compare, NULL);
}

gboolean
lb_object_list_remove (GListStore *store, gpointer object)
{
  guint position = 0;

  if (!g_list_store_find (store, object, &position))
    return FALSE;

  g_list_store_remove (store, position);
  return TRUE;
}

static gboolean
is_in_place (GListModel *model, guint position, gpointer object, GCompareDataFunc compare)
{
  if (position > 0)
    {
      g_autoptr (GObject) before = g_list_model_get_item (model, position - 1);

      if (compare (before, object, NULL) > 0)
        return FALSE;
    }
  if (position + 1 < g_list_model_get_n_items (model))
    {
      g_autoptr (GObject) after = g_list_model_get_item (model, position + 1);

      if (compare (object, after, NULL) > 0)
        return FALSE;
    }

  return TRUE;
}

void
lb_object_list_resort (GListStore *store, gpointer object, GCompareDataFunc compare)
{
  g_autoptr (GObject) kept = g_object_ref (object);
  guint position = 0;

  if (!g_list_store_find (store, object, &position) ||
      is_in_place (G_LIST_MODEL (store), position, object, compare))
    return;

  g_list_store_remove (store, position);
  g_list_store_insert_sorted (store, kept, compare, NULL);
}

typedef struct
{
  GCompareDataFunc compare;
} Order;

static int
compare_places (gconstpointer a, gconstpointer b, gpointer data)
{
  Order *order = data;

  return order->compare (*(gconstpointer *) a, *(gconstpointer *) b, NULL);
}

/* Removes what is not wanted, one splice a run of neighbours. */
static void
remove_others (GListStore *store, GHashTable *wanted)
{
  guint end = g_list_model_get_n_items (G_LIST_MODEL (store));
  guint run = 0;

  for (guint i = end; i-- > 0;)
    {
      g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (store), i);

      if (!g_hash_table_contains (wanted, item))
        run++;
      else if (run > 0)
        {
          g_list_store_splice (store, i + 1, run, NULL, 0);
          run = 0;
        }
    }
  if (run > 0)
    g_list_store_splice (store, 0, run, NULL, 0);
}

/* Puts sorted objects in their places, one splice for those that go between the same neighbours:
 * each splice is a change that all views of @store follow. */
static void
insert_all (GListStore *store, GPtrArray *added, GCompareDataFunc compare)
{
  guint position = 0;
  guint run;

  for (guint i = 0; i < added->len; i += run)
    {
      g_autoptr (GObject) next = NULL;

      while ((next = g_list_model_get_item (G_LIST_MODEL (store), position)) != NULL &&
             compare (next, g_ptr_array_index (added, i), NULL) <= 0)
        {
          g_clear_object (&next);
          position++;
        }
      for (run = 1; i + run < added->len; run++)
        if (next != NULL && compare (next, g_ptr_array_index (added, i + run), NULL) <= 0)
          break;
      g_list_store_splice (store, position, 0, added->pdata + i, run);
      position += run;
    }
}

void
lb_object_list_sync (GListStore *store, GPtrArray *wanted, GCompareDataFunc compare)
{
  g_autoptr (GHashTable) set = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) present = g_hash_table_new (NULL, NULL);
  g_autoptr (GPtrArray) added = g_ptr_array_new ();
  Order order = { compare };
  guint n_items;

  for (guint i = 0; i < wanted->len; i++)
    g_hash_table_add (set, g_ptr_array_index (wanted, i));
  remove_others (store, set);

  n_items = g_list_model_get_n_items (G_LIST_MODEL (store));
  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (store), i);

      g_hash_table_add (present, item);
    }
  for (guint i = 0; i < wanted->len; i++)
    if (g_hash_table_add (present, g_ptr_array_index (wanted, i)))
      g_ptr_array_add (added, g_ptr_array_index (wanted, i));

  g_ptr_array_sort_with_data (added, compare_places, &order);
  insert_all (store, added, compare);
}

GHashTable *
lb_object_table_new (void)
{
  return g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_object_unref);
}

void
lb_object_table_set (GHashTable *table, gint64 id, gpointer object)
{
  g_hash_table_replace (table, g_memdup2 (&id, sizeof id), g_object_ref (object));
}

gpointer
lb_object_table_get (GHashTable *table, gint64 id)
{
  return g_hash_table_lookup (table, &id);
}

void
lb_object_table_remove (GHashTable *table, gint64 id)
{
  g_hash_table_remove (table, &id);
}
