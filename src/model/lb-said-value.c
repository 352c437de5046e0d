#include "model/lb-said-value.h"

#include <string.h>

#include "model/lb-query-node.h"
#include "model/lb-query-scanner.h"

/* Of the query for one value: several stand in one query, which has an end as well. */
#define MAX_QUERY_BYTES 1000

static void
said_value_free (gpointer data)
{
  LbSaidValue *self = data;

  g_ptr_array_unref (self->spellings);
  g_free (self);
}

char *
lb_said_value_plain (const char *text)
{
  static const char *const articles[] = { "a ", "an ", "the ", NULL };
  char *plain = g_strdelimit (g_strdup (text), "-_", ' ');

  for (guint i = 0; articles[i] != NULL; i++)
    if (g_str_has_prefix (plain, articles[i]))
      {
        const char *rest = plain + strlen (articles[i]);

        memmove (plain, rest, strlen (rest) + 1);
      }
  for (gsize length = strlen (plain); length > 0 && strchr (" .,;:!", plain[length - 1]) != NULL;)
    plain[--length] = '\0';

  return plain;
}

/* (transfer full) (element-type guint8): by number of a field, whether it is one of @paths. */
static GByteArray *
find_fields (LbQuerySet *set, const char *const *paths)
{
  LbQueryPaths *known = lb_query_set_get_paths (set);
  GByteArray *wanted = g_byte_array_new ();

  g_byte_array_set_size (wanted, lb_query_paths_get_length (known));
  if (wanted->len > 0)
    memset (wanted->data, FALSE, wanted->len);
  for (guint i = 0; paths[i] != NULL; i++)
    {
      gsize wrong_at = 0;
      gboolean is_index = FALSE;
      g_auto (GStrv) keys = lb_query_path_read (paths[i], &wrong_at, &is_index);

      for (guint path = 0; keys != NULL && path < wanted->len; path++)
        if (lb_query_paths_fits (known, path, (const char *const *) keys))
          wanted->data[path] = TRUE;
    }

  return wanted;
}

/* @seen: what this image has said already; @text: (transfer full) */
static void
count_value (GHashTable *spellings, GHashTable *seen, char *text)
{
  gpointer known = NULL;
  gpointer n_images = NULL;

  if (g_hash_table_lookup_extended (spellings, text, &known, &n_images))
    g_free (text);
  else
    {
      g_hash_table_insert (spellings, text, NULL);
      known = text;
    }
  /* The key that is there stays: the one that is given is freed. */
  if (g_hash_table_add (seen, known))
    g_hash_table_insert (spellings, g_strdup (known),
                         GUINT_TO_POINTER (GPOINTER_TO_UINT (n_images) + 1));
}

GHashTable *
lb_said_values_count (LbQuerySet *set, const char *const *paths)
{
  g_autoptr (GByteArray) wanted = find_fields (set, paths);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTable *spellings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < lb_query_set_get_length (set); i++)
    {
      const LbQueryRecord *record = lb_query_set_get_record (set, i);
      guint n_values = 0;
      gsize length = 0;
      const LbQueryValue *values = lb_query_record_get_values (record, &n_values);
      const char *text = lb_query_record_get_text (record, &length);

      g_hash_table_remove_all (seen);
      for (guint j = 0; j < n_values; j++)
        if (values[j].path < wanted->len && wanted->data[values[j].path])
          count_value (spellings, seen,
                       g_strndup (text + values[j].start, values[j].end - values[j].start));
    }

  return spellings;
}

static int
compare_values (gconstpointer a, gconstpointer b)
{
  const LbSaidValue *one = *(LbSaidValue *const *) a;
  const LbSaidValue *other = *(LbSaidValue *const *) b;

  if (one->n_images != other->n_images)
    return one->n_images > other->n_images ? -1 : 1;

  return strcmp (one->label, other->label);
}

GPtrArray *
lb_said_values_join (GHashTable *spellings)
{
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GPtrArray *values = g_ptr_array_new_with_free_func (said_value_free);
  GHashTableIter iter;
  gpointer text = NULL;
  gpointer number = NULL;

  g_hash_table_iter_init (&iter, spellings);
  while (g_hash_table_iter_next (&iter, &text, &number))
    {
      const guint n_images = GPOINTER_TO_UINT (number);
      g_autofree char *plain = lb_said_value_plain (text);
      LbSaidValue *value = g_hash_table_lookup (known, plain);

      if (value == NULL)
        {
          value = g_new0 (LbSaidValue, 1);
          value->spellings = g_ptr_array_new ();
          g_ptr_array_add (values, value);
          g_hash_table_insert (known, g_steal_pointer (&plain), value);
        }
      if (n_images > value->n_label_images ||
          (n_images == value->n_label_images && strcmp (text, value->label) < 0))
        {
          value->label = text;
          value->n_label_images = n_images;
        }
      value->n_images += n_images;
      g_ptr_array_add (value->spellings, text);
    }
  g_ptr_array_sort (values, compare_values);

  return values;
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (a, b);
}

char *
lb_said_value_write (const LbSaidValue *self, const char *path)
{
  GString *query = g_string_new (NULL);

  g_ptr_array_sort_values (self->spellings, compare_texts);
  for (guint i = 0; i < self->spellings->len; i++)
    {
      g_autoptr (LbQueryNode) node = lb_query_node_new (LB_QUERY_PATH, path, LB_QUERY_IS,
                                                        g_ptr_array_index (self->spellings, i));
      g_autofree char *condition = lb_query_node_format (node);

      if (i > 0 && query->len + strlen (condition) > MAX_QUERY_BYTES)
        break;
      g_string_append_printf (query, "%s%s", i > 0 ? " OR " : "", condition);
    }

  return g_string_free_and_steal (query);
}
