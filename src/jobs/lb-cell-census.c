#include "jobs/lb-cell-census.h"

#include <string.h>

#include "base/lb-threads.h"
#include "base/lb-weak.h"

#define AT_ONCE 500        /* images that are counted without another thread */
#define UNNAMED_PERCENT 10 /* of a field's captions at most may not say whose it is */

/* What is counted, and what came of it. */
typedef struct
{
  LbCellValues *values; /* (owned) */
  GStrv paths;          /* (owned) */
  GPtrArray *images;    /* (owned) (element-type LbImage): for the main thread only */
  GPtrArray *records;   /* (owned) (element-type LbCellRecord): of these */
  GPtrArray *tallies;   /* (owned) (element-type LbCellTally): by path */
  GArray *owners;       /* (owned) (element-type guint): by path */
  GByteArray *outlying; /* (owned): of each image, whether it has such a cell */
  GByteArray *lacking;  /* (owned): the same of empty ones */
  guint n_outliers;
  guint n_empty;
} Count;

struct _LbCellCensus
{
  GObject parent_instance;

  LbCellTable *table;   /* (owned) */
  GListModel *images;   /* (owned) */
  GStrv paths;          /* (owned) */
  Count *count;         /* (owned) (nullable) until there is one */
  GHashTable *outlying; /* (owned) (element-type LbImage): of @count */
  GHashTable *lacking;  /* (owned) (element-type LbImage): of @count */
  gboolean counting;
  gboolean outdated; /* something has changed since that has begun */
};

G_DEFINE_FINAL_TYPE (LbCellCensus, lb_cell_census, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
count_clear (gpointer data)
{
  Count *self = data;

  lb_cell_values_unref (self->values);
  g_strfreev (self->paths);
  g_ptr_array_unref (self->images);
  g_ptr_array_unref (self->records);
  g_ptr_array_unref (self->tallies);
  g_array_unref (self->owners);
  g_byte_array_unref (self->outlying);
  g_byte_array_unref (self->lacking);
}

static void
count_unref (gpointer count)
{
  g_atomic_rc_box_release_full (count, count_clear);
}

/* What has no cells has no empty ones. */
static Count *
count_new (LbCellCensus *self)
{
  Count *count = g_atomic_rc_box_new0 (Count);
  const guint n = g_list_model_get_n_items (self->images);

  count->values = lb_cell_values_ref (lb_cell_table_get_values (self->table));
  count->paths = g_strdupv (self->paths);
  count->images = g_ptr_array_new_full (n, g_object_unref);
  count->records = g_ptr_array_new_full (n, (GDestroyNotify) lb_cell_record_unref);
  count->tallies = g_ptr_array_new_with_free_func ((GDestroyNotify) lb_cell_tally_free);
  count->owners = g_array_new (FALSE, FALSE, sizeof (guint));
  count->outlying = g_byte_array_new ();
  count->lacking = g_byte_array_new ();
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (self->images, i);
      const LbCellRecord *record = lb_cell_table_get (self->table, image);

      if (record == NULL || lb_cell_record_get_kind (record) != LB_CELL_RECORD_PROMPT)
        continue;
      g_ptr_array_add (count->images, g_steal_pointer (&image));
      g_ptr_array_add (count->records, lb_cell_record_ref ((LbCellRecord *) record));
    }

  return count;
}

/* Whose field it is in nearly all captions that have it; 0 for nobody's, also where many do not say
 * whose it is. */
static guint
find_owner (Count *self, guint number)
{
  g_autoptr (LbCellTally) tally = lb_cell_tally_new (self->values);
  guint n = 0;
  guint n_unnamed = 0;

  for (guint i = 0; i < self->records->len; i++)
    {
      const LbCellRecord *record = g_ptr_array_index (self->records, i);
      const guint owner = lb_cell_record_get_owner (record, number);

      if (lb_cell_record_get (record, number) == 0)
        continue;
      n++;
      n_unnamed += owner == 0;
      lb_cell_tally_add (tally, owner);
    }

  return n_unnamed * 100 <= n * UNNAMED_PERCENT ? lb_cell_tally_get_common (tally) : 0;
}

static void
count_path (Count *self, const char *path)
{
  LbCellTally *tally = lb_cell_tally_new (self->values);
  const guint number = lb_cell_values_add_path (self->values, path);
  const guint owner = find_owner (self, number);

  g_ptr_array_add (self->tallies, tally);
  g_array_append_val (self->owners, owner);
  for (guint i = 0; i < self->records->len; i++)
    lb_cell_tally_add (tally, lb_cell_record_get (g_ptr_array_index (self->records, i), number));
  for (guint i = 0; i < self->records->len; i++)
    {
      const guint value = lb_cell_record_get (g_ptr_array_index (self->records, i), number);

      if (value == 0)
        {
          self->lacking->data[i] = TRUE;
          self->n_empty++;
        }
      else if (lb_cell_tally_is_outlier (tally, value, NULL))
        {
          self->outlying->data[i] = TRUE;
          self->n_outliers++;
        }
    }
}

static void
set_length (GByteArray *flags, guint length)
{
  g_byte_array_set_size (flags, length);
  if (length > 0)
    memset (flags->data, FALSE, length);
}

static void
count_all (Count *self)
{
  set_length (self->outlying, self->records->len);
  set_length (self->lacking, self->records->len);
  for (guint i = 0; self->paths[i] != NULL; i++)
    count_path (self, self->paths[i]);
}

static DexFuture *
count_fiber (gpointer data)
{
  count_all (data);
  return dex_future_new_true ();
}

static void
take (LbCellCensus *self, Count *count)
{
  g_clear_pointer (&self->count, count_unref);
  self->count = g_atomic_rc_box_acquire (count);
  g_hash_table_remove_all (self->outlying);
  g_hash_table_remove_all (self->lacking);
  for (guint i = 0; i < count->images->len; i++)
    {
      if (count->outlying->data[i])
        g_hash_table_add (self->outlying, g_ptr_array_index (count->images, i));
      if (count->lacking->data[i])
        g_hash_table_add (self->lacking, g_ptr_array_index (count->images, i));
    }
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

typedef struct
{
  GWeakRef *census; /* (owned) */
  Count *count;     /* (owned) */
} Errand;

static void
errand_free (gpointer data)
{
  Errand *self = data;

  lb_weak_free (self->census);
  count_unref (self->count);
  g_free (self);
}

static DexFuture *
counted_cb (DexFuture *future, gpointer data)
{
  Errand *errand = data;
  g_autoptr (LbCellCensus) self = g_weak_ref_get (errand->census);

  if (self == NULL || self->images == NULL)
    return NULL;

  self->counting = FALSE;
  take (self, errand->count);
  if (self->outdated)
    lb_cell_census_count (self);

  return NULL;
}

static void
lb_cell_census_dispose (GObject *object)
{
  LbCellCensus *self = LB_CELL_CENSUS (object);

  g_clear_pointer (&self->outlying, g_hash_table_unref);
  g_clear_pointer (&self->lacking, g_hash_table_unref);
  g_clear_pointer (&self->count, count_unref);
  g_clear_pointer (&self->paths, g_strfreev);
  g_clear_object (&self->images);
  g_clear_object (&self->table);

  G_OBJECT_CLASS (lb_cell_census_parent_class)->dispose (object);
}

static void
lb_cell_census_class_init (LbCellCensusClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lb_cell_census_dispose;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
lb_cell_census_init (LbCellCensus *self)
{
  self->outlying = g_hash_table_new (NULL, NULL);
  self->lacking = g_hash_table_new (NULL, NULL);
  self->paths = g_new0 (char *, 1);
}

LbCellCensus *
lb_cell_census_new (LbCellTable *table, GListModel *images)
{
  LbCellCensus *self = NULL;

  g_return_val_if_fail (LB_IS_CELL_TABLE (table), NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (images), NULL);

  self = g_object_new (LB_TYPE_CELL_CENSUS, NULL);
  self->table = g_object_ref (table);
  self->images = g_object_ref (images);

  return self;
}

void
lb_cell_census_set_paths (LbCellCensus *self, const char *const *paths)
{
  g_return_if_fail (LB_IS_CELL_CENSUS (self));
  g_return_if_fail (paths != NULL);

  if (g_strv_equal ((const char *const *) self->paths, paths))
    return;

  g_strfreev (self->paths);
  self->paths = g_strdupv ((char **) paths);
  lb_cell_census_count (self);
}

void
lb_cell_census_count (LbCellCensus *self)
{
  Errand *errand = NULL;
  Count *count = NULL;

  g_return_if_fail (LB_IS_CELL_CENSUS (self));

  self->outdated = self->counting;
  if (self->counting)
    return;

  count = count_new (self);
  if (count->images->len <= AT_ONCE)
    {
      count_all (count);
      take (self, count);
      count_unref (count);
      return;
    }

  self->counting = TRUE;
  errand = g_new0 (Errand, 1);
  errand->census = lb_weak_new (self);
  errand->count = count;
  dex_future_disown (
    dex_future_finally (lb_threads_run (count_fiber, g_atomic_rc_box_acquire (count), count_unref),
                        counted_cb, errand, errand_free));
}

/* -1 for one that was not counted. */
static int
find_path (LbCellCensus *self, const char *path)
{
  for (guint i = 0; self->count != NULL && self->count->paths[i] != NULL; i++)
    if (g_str_equal (self->count->paths[i], path))
      return (int) i;

  return -1;
}

LbCellTally *
lb_cell_census_get_tally (LbCellCensus *self, const char *path)
{
  int nth;

  g_return_val_if_fail (LB_IS_CELL_CENSUS (self), NULL);

  nth = find_path (self, path);
  return nth >= 0 ? g_ptr_array_index (self->count->tallies, nth) : NULL;
}

guint
lb_cell_census_get_owner (LbCellCensus *self, const char *path)
{
  int nth;

  g_return_val_if_fail (LB_IS_CELL_CENSUS (self), 0);

  nth = find_path (self, path);
  return nth >= 0 ? g_array_index (self->count->owners, guint, nth) : 0;
}

guint
lb_cell_census_get_n_outliers (LbCellCensus *self)
{
  g_return_val_if_fail (LB_IS_CELL_CENSUS (self), 0);

  return self->count != NULL ? self->count->n_outliers : 0;
}

guint
lb_cell_census_get_n_empty (LbCellCensus *self)
{
  g_return_val_if_fail (LB_IS_CELL_CENSUS (self), 0);

  return self->count != NULL ? self->count->n_empty : 0;
}

gboolean
lb_cell_census_has_outlier (LbCellCensus *self, LbImage *image)
{
  g_return_val_if_fail (LB_IS_CELL_CENSUS (self), FALSE);

  return g_hash_table_contains (self->outlying, image);
}

gboolean
lb_cell_census_has_empty (LbCellCensus *self, LbImage *image)
{
  g_return_val_if_fail (LB_IS_CELL_CENSUS (self), FALSE);

  return g_hash_table_contains (self->lacking, image);
}
