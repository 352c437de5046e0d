#include <gio/gio.h>

#include "session/lb-object-list.h"
#include "session/lb-picture-cache.h"

/* Any object with a number will do. */
static GObject *
new_item (int number)
{
  GObject *item = g_object_new (G_TYPE_OBJECT, NULL);

  g_object_set_data (item, "number", GINT_TO_POINTER (number));
  return item;
}

static int
number_of (gconstpointer item)
{
  return GPOINTER_TO_INT (g_object_get_data ((GObject *) item, "number"));
}

static int
compare (gconstpointer a, gconstpointer b, gpointer data)
{
  return number_of (a) - number_of (b);
}

typedef struct
{
  guint n_calls;
  guint n_removed;
  guint n_added;
} Changes;

static void
changed_cb (GListModel *list, guint position, guint removed, guint added, Changes *changes)
{
  changes->n_calls++;
  changes->n_removed += removed;
  changes->n_added += added;
}

static void
assert_numbers (GListStore *store, const char *expected)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (store)); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (store), i);

      g_string_append_printf (text, "%s%d", i > 0 ? " " : "", number_of (item));
    }
  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_sync (void)
{
  g_autoptr (GListStore) store = g_list_store_new (G_TYPE_OBJECT);
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) wanted = g_ptr_array_new ();
  static const guint come[] = { 9, 3, 8, 1 };
  Changes changes = { 0 };

  for (int i = 0; i < 10; i++)
    g_ptr_array_add (all, new_item (i));
  for (guint i = 10; i-- > 0;)
    g_ptr_array_add (wanted, g_ptr_array_index (all, i));
  g_signal_connect (store, "items-changed", G_CALLBACK (changed_cb), &changes);

  lb_object_list_sync (store, wanted, compare);
  assert_numbers (store, "0 1 2 3 4 5 6 7 8 9");
  g_assert_cmpuint (changes.n_calls, ==, 1);

  lb_object_list_sync (store, wanted, compare);
  g_assert_cmpuint (changes.n_calls, ==, 1);

  /* Two runs go, each in one piece; the rest is not touched. */
  changes = (Changes) { 0 };
  g_ptr_array_remove_range (wanted, 6, 3);
  g_ptr_array_remove_range (wanted, 0, 2);
  lb_object_list_sync (store, wanted, compare);
  assert_numbers (store, "0 4 5 6 7");
  g_assert_cmpuint (changes.n_calls, ==, 2);
  g_assert_cmpuint (changes.n_removed, ==, 5);
  g_assert_cmpuint (changes.n_added, ==, 0);

  changes = (Changes) { 0 };
  g_ptr_array_add (wanted, g_ptr_array_index (all, 2));
  lb_object_list_sync (store, wanted, compare);
  assert_numbers (store, "0 2 4 5 6 7");
  g_assert_cmpuint (changes.n_calls, ==, 1);
  g_assert_cmpuint (changes.n_removed, ==, 0);

  /* Those that come go in by runs as well. */
  changes = (Changes) { 0 };
  for (guint i = 0; i < G_N_ELEMENTS (come); i++)
    g_ptr_array_add (wanted, g_ptr_array_index (all, come[i]));
  lb_object_list_sync (store, wanted, compare);
  assert_numbers (store, "0 1 2 3 4 5 6 7 8 9");
  g_assert_cmpuint (changes.n_calls, ==, 3);
  g_assert_cmpuint (changes.n_added, ==, 4);
  g_assert_cmpuint (changes.n_removed, ==, 0);

  g_ptr_array_set_size (wanted, 0);
  lb_object_list_sync (store, wanted, compare);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (store)), ==, 0);
}

static void
test_resort (void)
{
  g_autoptr (GListStore) store = g_list_store_new (G_TYPE_OBJECT);
  g_autoptr (GObject) one = new_item (10);
  g_autoptr (GObject) two = new_item (20);
  g_autoptr (GObject) stranger = new_item (1);
  Changes changes = { 0 };

  lb_object_list_insert (store, two, compare);
  lb_object_list_insert (store, one, compare);
  assert_numbers (store, "10 20");
  g_signal_connect (store, "items-changed", G_CALLBACK (changed_cb), &changes);

  g_object_set_data (one, "number", GINT_TO_POINTER (15));
  lb_object_list_resort (store, one, compare);
  lb_object_list_resort (store, stranger, compare);
  g_assert_cmpuint (changes.n_calls, ==, 0);

  g_object_set_data (one, "number", GINT_TO_POINTER (30));
  lb_object_list_resort (store, one, compare);
  assert_numbers (store, "20 30");
  g_assert_true (lb_object_list_remove (store, one));
  g_assert_false (lb_object_list_remove (store, one));
}

static void
test_picture_cache (void)
{
  g_autoptr (LbPictureCache) cache = lb_picture_cache_new (10);
  g_autoptr (GBytes) four = g_bytes_new_static ("aaaa", 4);
  g_autoptr (GBytes) eleven = g_bytes_new_static ("bbbbbbbbbbb", 11);
  g_autoptr (GBytes) one = NULL;
  g_autoptr (GBytes) two = NULL;
  g_autoptr (GBytes) three = NULL;

  lb_picture_cache_put (cache, "1", four);
  lb_picture_cache_put (cache, "2", four);
  g_assert_cmpuint (lb_picture_cache_get_size (cache), ==, 8);
  one = lb_picture_cache_get (cache, "1");
  lb_picture_cache_put (cache, "3", four);
  g_assert_cmpuint (lb_picture_cache_get_size (cache), ==, 8);
  two = lb_picture_cache_get (cache, "2");
  three = lb_picture_cache_get (cache, "3");
  g_assert_nonnull (one);
  g_assert_null (two);
  g_assert_nonnull (three);

  /* Larger than everything: not kept, and what was under its name is gone. */
  lb_picture_cache_put (cache, "3", eleven);
  g_assert_null (lb_picture_cache_get (cache, "3"));
  g_assert_cmpuint (lb_picture_cache_get_size (cache), ==, 4);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/object-list/sync", test_sync);
  g_test_add_func ("/object-list/resort", test_resort);
  g_test_add_func ("/picture-cache/cap", test_picture_cache);

  return g_test_run ();
}
