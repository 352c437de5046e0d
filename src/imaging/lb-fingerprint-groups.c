#include "imaging/lb-fingerprint-groups.h"

#include "imaging/lb-pixels.h"

/* Multi-index hashing (Norouzi, Punjani, Fleet: "Fast Search in Hamming Space with Multi-Index
 * Hashing", 2012): of two hashes that differ in at most d of 64 bits, at least one of the four
 * sixteenths differs in at most d / 4. So each is looked up in four tables under its own sixteenth
 * and those next to it, instead of being laid beside all others. */

#define N_TABLES 4
#define N_KEYS 65536
#define MAX_KEYS (1 + 16 + 120) /* those that differ in at most two bits */

typedef struct
{
  LbFingerprintGauge *gauges; /* (owned) (array length=n) */
  guint n;
  LbLikeness likeness;
  LbFingerprintApart apart; /* (nullable) */
  gconstpointer data;
  guint radius;
  guint16 near[MAX_KEYS]; /* to be added without carry to a key */
  guint n_near;
  guint *starts[N_TABLES]; /* (owned): where a key's begin, and where the last one's end */
  guint *items[N_TABLES];  /* (owned) (array length=n): positions, by key */
} Search;

static guint
key_of (const Search *self, guint position, guint table)
{
  return (guint) (self->gauges[position].print->hash >> (16 * table)) & (N_KEYS - 1);
}

static void
fill_table (Search *self, guint table)
{
  guint *starts = g_new0 (guint, N_KEYS + 1);
  guint *items = g_new (guint, MAX (self->n, 1));

  for (guint i = 0; i < self->n; i++)
    starts[key_of (self, i, table) + 1]++;
  for (guint key = 0; key < N_KEYS; key++)
    starts[key + 1] += starts[key];
  /* Each start moves to its end here, which is the next one's start. */
  for (guint i = 0; i < self->n; i++)
    items[starts[key_of (self, i, table)]++] = i;
  for (guint key = N_KEYS; key > 0; key--)
    starts[key] = starts[key - 1];
  starts[0] = 0;

  self->starts[table] = starts;
  self->items[table] = items;
}

static void
list_near_keys (Search *self)
{
  for (guint key = 0; key < N_KEYS; key++)
    if ((guint) __builtin_popcount (key) <= self->radius)
      self->near[self->n_near++] = (guint16) key;
}

static void
search_init (Search *self, const LbFingerprint *prints)
{
  /* No more than two: see MAX_KEYS. */
  self->radius = MIN (lb_likeness_get_distance (self->likeness) / N_TABLES, 2);
  self->gauges = g_new (LbFingerprintGauge, MAX (self->n, 1));
  for (guint i = 0; i < self->n; i++)
    lb_fingerprint_gauge_init (&self->gauges[i], &prints[i]);
  list_near_keys (self);
  for (guint i = 0; i < N_TABLES; i++)
    fill_table (self, i);
}

static void
search_clear (Search *self)
{
  g_free (self->gauges);
  for (guint i = 0; i < N_TABLES; i++)
    {
      g_free (self->starts[i]);
      g_free (self->items[i]);
    }
}

/* Whether an earlier table has led to it already. */
static gboolean
was_met (const Search *self, guint one, guint other, guint table)
{
  for (guint i = 0; i < table; i++)
    if ((guint) __builtin_popcount (key_of (self, one, i) ^ key_of (self, other, i)) <=
        self->radius)
      return TRUE;

  return FALSE;
}

static gboolean
is_like (const Search *self, guint one, guint other)
{
  return lb_fingerprint_gauge_is_like (&self->gauges[one], &self->gauges[other], self->likeness) &&
         (self->apart == NULL || !self->apart (one, other, self->data));
}

typedef void (*MetFunc) (guint position, gpointer data);

/* Calls @func once for each that is like the one at @position and not taken, from @first on. */
static void
meet (const Search *self,
      guint position,
      guint first,
      const gboolean *taken,
      MetFunc func,
      gpointer data)
{
  for (guint table = 0; table < N_TABLES; table++)
    {
      const guint own = key_of (self, position, table);

      for (guint k = 0; k < self->n_near; k++)
        {
          const guint key = own ^ self->near[k];

          for (guint at = self->starts[table][key]; at < self->starts[table][key + 1]; at++)
            {
              const guint other = self->items[table][at];

              if (other >= first && other != position && !taken[other] &&
                  !was_met (self, position, other, table) && is_like (self, position, other))
                func (other, data);
            }
        }
    }
}

/* How many are like each. */

typedef struct
{
  guint *counts;
  guint position;
} Counting;

static void
count_cb (guint position, gpointer data)
{
  Counting *counting = data;

  counting->counts[position]++;
  counting->counts[counting->position]++;
}

/* (transfer full) (nullable): NULL when it was cancelled. */
static guint *
count_like (const Search *self, const gboolean *taken, GCancellable *cancel)
{
  g_autofree guint *counts = g_new0 (guint, MAX (self->n, 1));

  for (guint i = 0; i < self->n; i++)
    {
      Counting counting = { counts, i };

      if (g_cancellable_is_cancelled (cancel))
        return NULL;
      meet (self, i, i + 1, taken, count_cb, &counting);
    }

  return g_steal_pointer (&counts);
}

/* Groups. */

static int
compare_counts (gconstpointer a, gconstpointer b, gpointer data)
{
  const guint *counts = data;
  const guint one = *(const guint *) a;
  const guint other = *(const guint *) b;

  if (counts[one] != counts[other])
    return counts[one] > counts[other] ? -1 : 1;

  return one < other ? -1 : one > other;
}

static void
join_cb (guint position, gpointer data)
{
  g_array_append_val ((GArray *) data, position);
}

static int
compare_positions (gconstpointer a, gconstpointer b)
{
  const guint one = *(const guint *) a;
  const guint other = *(const guint *) b;

  return one < other ? -1 : one > other;
}

static guint
earliest (const GArray *group)
{
  return MIN (g_array_index (group, guint, 0), g_array_index (group, guint, 1));
}

static int
compare_groups (gconstpointer a, gconstpointer b)
{
  const guint one = earliest (a);
  const guint other = earliest (b);

  return one < other ? -1 : one > other;
}

/* (transfer full) (nullable): the one at @centre with all that are like it and in no group. */
static GArray *
gather (const Search *self, guint centre, gboolean *taken)
{
  g_autoptr (GArray) group = g_array_new (FALSE, FALSE, sizeof (guint));

  g_array_append_val (group, centre);
  meet (self, centre, 0, taken, join_cb, group);
  if (group->len < 2)
    return NULL;

  for (guint i = 0; i < group->len; i++)
    taken[g_array_index (group, guint, i)] = TRUE;
  qsort (&g_array_index (group, guint, 1), group->len - 1, sizeof (guint), compare_positions);

  return g_steal_pointer (&group);
}

/* Star clustering (Aslam, Pelekhov, Rus, 1998). */
static void
gather_all (const Search *self, GPtrArray *groups, GCancellable *cancel)
{
  g_autofree gboolean *taken = g_new0 (gboolean, MAX (self->n, 1));
  g_autofree guint *counts = count_like (self, taken, cancel);
  g_autoptr (GArray) order = g_array_new (FALSE, FALSE, sizeof (guint));

  if (counts == NULL)
    return;

  for (guint i = 0; i < self->n; i++)
    if (counts[i] > 0)
      g_array_append_val (order, i);
  g_array_sort_with_data (order, compare_counts, counts);
  for (guint i = 0; i < order->len && !g_cancellable_is_cancelled (cancel); i++)
    {
      const guint centre = g_array_index (order, guint, i);
      GArray *group = taken[centre] ? NULL : gather (self, centre, taken);

      if (group != NULL)
        g_ptr_array_add (groups, group);
    }
}

GPtrArray *
lb_fingerprint_groups_find (const LbFingerprint *prints,
                            guint n_prints,
                            LbLikeness likeness,
                            LbFingerprintApart apart,
                            gconstpointer data,
                            GCancellable *cancel)
{
  GPtrArray *groups = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  Search search = {
    .n = n_prints,
    .likeness = likeness,
    .apart = apart,
    .data = data,
  };

  g_return_val_if_fail (prints != NULL || n_prints == 0, groups);
  g_return_val_if_fail (likeness < LB_LIKENESS_N, groups);

  search_init (&search, prints);
  gather_all (&search, groups, cancel);
  search_clear (&search);
  if (g_cancellable_is_cancelled (cancel))
    g_ptr_array_set_size (groups, 0);
  g_ptr_array_sort_values (groups, compare_groups);

  return groups;
}
