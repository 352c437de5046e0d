#include "session/lb-dataset-search.h"

#include <string.h>

#include "base/lb-threads.h"
#include "session/lb-account-entry.h"
#include "session/lb-mirror.h"

/* Who asks waits for at most a tenth of a second. */
#define BUSY_MS 40

typedef struct
{
  GPtrArray *ids;     /* (owned) (element-type utf8): of the accounts */
  GPtrArray *folders; /* (owned) (element-type utf8): of their states, in the same order */
  GStrv words;        /* (owned): folded */
} Search;

typedef struct
{
  LbDatasetHit *hit; /* (owned) (nullable) */
  char *key;         /* (owned): by which it is sorted */
  gboolean foremost;
} Found;

static void
hit_free (gpointer data)
{
  LbDatasetHit *self = data;

  if (self == NULL)
    return;

  g_free (self->account_id);
  g_free (self->uuid);
  g_free (self->name);
  g_free (self->project_name);
  g_free (self);
}

static void
found_free (gpointer data)
{
  Found *self = data;

  hit_free (self->hit);
  g_free (self->key);
  g_free (self);
}

static void
search_free (gpointer data)
{
  Search *self = data;

  g_ptr_array_unref (self->ids);
  g_ptr_array_unref (self->folders);
  g_strfreev (self->words);
  g_free (self);
}

/* (transfer full): without capitals and accents. */
static char *
fold (const char *text)
{
  g_autofree char *plain = g_utf8_normalize (text != NULL ? text : "", -1, G_NORMALIZE_ALL);
  g_autofree char *folded = plain != NULL ? g_utf8_casefold (plain, -1) : g_strdup ("");
  GString *kept = g_string_new (NULL);

  for (const char *at = folded; *at != '\0'; at = g_utf8_next_char (at))
    if (!g_unichar_ismark (g_utf8_get_char (at)))
      g_string_append_unichar (kept, g_utf8_get_char (at));

  return g_string_free_and_steal (kept);
}

static gboolean
matches (const char *name, const char *project_name, const char *const *words)
{
  for (gsize i = 0; words[i] != NULL; i++)
    if (strstr (name, words[i]) == NULL && strstr (project_name, words[i]) == NULL)
      return FALSE;

  return TRUE;
}

/* (nullable): one that was not looked for is none. */
static Found *
found_new (sqlite3_stmt *row, const char *account_id, const char *const *words)
{
  const char *name = (const char *) sqlite3_column_text (row, 2);
  const char *project_name = (const char *) sqlite3_column_text (row, 3);
  g_autofree char *key = fold (name);
  g_autofree char *project_key = fold (project_name);
  Found *self = NULL;

  if (name == NULL || !matches (key, project_key, words))
    return NULL;

  self = g_new0 (Found, 1);
  self->hit = g_new0 (LbDatasetHit, 1);
  self->hit->account_id = g_strdup (account_id);
  self->hit->uuid = g_strdup ((const char *) sqlite3_column_text (row, 0));
  self->hit->id = sqlite3_column_int64 (row, 1);
  self->hit->name = g_strdup (name);
  self->hit->project_name = g_strdup (project_name);
  self->foremost = words[0] != NULL && g_str_has_prefix (key, words[0]);
  self->key = g_steal_pointer (&key);

  return self;
}

/* Read as it is: what is not there is not made, and nothing is brought to another version. */
static void
look_through (Search *self, guint account, GPtrArray *all)
{
  g_autofree char *path =
    g_build_filename (g_ptr_array_index (self->folders, account), "account.db", NULL);
  g_autoptr (sqlite3_stmt) rows = NULL;
  sqlite3 *db = NULL;

  if (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK)
    {
      sqlite3_busy_timeout (db, BUSY_MS);
      rows = lb_sql_prepare (
        db, NULL,
        "SELECT dataset.uuid, dataset.server_id, json_extract (dataset.body, '$.name'),"
        " json_extract (project.body, '$.project_name') FROM thing AS dataset"
        " LEFT JOIN thing AS project ON project.kind = ? AND project.gone = 0"
        " AND project.server_id = dataset.parent_id"
        " AND json_valid (project.body)"
        " WHERE dataset.kind = ? AND dataset.gone = 0 AND json_valid (dataset.body)",
        "ii", (gint64) LB_THING_PROJECT, (gint64) LB_THING_DATASET);
    }
  while (rows != NULL && lb_sql_step (rows, NULL))
    {
      Found *found =
        found_new (rows, g_ptr_array_index (self->ids, account), (const char *const *) self->words);

      if (found != NULL)
        g_ptr_array_add (all, found);
    }
  g_clear_pointer (&rows, sqlite3_finalize);
  sqlite3_close (db);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const Found *first = *(Found *const *) a;
  const Found *second = *(Found *const *) b;

  if (first->foremost != second->foremost)
    return first->foremost ? -1 : 1;

  return strcmp (first->key, second->key);
}

static DexFuture *
search_fiber (gpointer data)
{
  Search *self = data;
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (found_free);
  GPtrArray *hits = g_ptr_array_new_with_free_func (hit_free);

  for (guint i = 0; i < self->ids->len; i++)
    look_through (self, i, all);
  g_ptr_array_sort (all, compare);
  for (guint i = 0; i < all->len; i++)
    g_ptr_array_add (hits, g_steal_pointer (&((Found *) g_ptr_array_index (all, i))->hit));

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, hits);
}

static GStrv
fold_words (const char *const *words)
{
  g_autoptr (GStrvBuilder) folded = g_strv_builder_new ();

  for (gsize i = 0; words != NULL && words[i] != NULL; i++)
    {
      g_autofree char *word = fold (words[i]);

      g_strstrip (word);
      if (*word != '\0')
        g_strv_builder_add (folded, word);
    }

  return g_strv_builder_end (folded);
}

DexFuture *
lb_dataset_search_run (GListModel *accounts, const char *const *words)
{
  Search *search = NULL;

  dex_return_error_if_fail (G_IS_LIST_MODEL (accounts));

  search = g_new0 (Search, 1);
  search->ids = g_ptr_array_new_with_free_func (g_free);
  search->folders = g_ptr_array_new_with_free_func (g_free);
  search->words = fold_words (words);
  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (LbAccountEntry) account = g_list_model_get_item (accounts, i);

      g_ptr_array_add (search->ids, g_strdup (lb_account_entry_get_id (account)));
      g_ptr_array_add (search->folders, g_strdup (lb_account_entry_get_state_dir (account)));
    }

  return lb_threads_run (search_fiber, search, search_free);
}
