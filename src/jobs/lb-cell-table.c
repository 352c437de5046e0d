#include "jobs/lb-cell-table.h"

#include "base/lb-error.h"
#include "base/lb-threads.h"
#include "base/lb-weak.h"

#define MOST_READ 500 /* captions that are read together */
#define PAUSE_MS 100  /* between two readings while captions change one after the other */

/* An image, and what is known of it. */
typedef struct
{
  LbImage *image;       /* (owned) */
  LbCellRecord *record; /* (owned) (nullable) until it is read */
  guint version;        /* of its text */
  guint read_version;   /* that @record is of */
  gboolean outdated;    /* it is to be read */
} Entry;

struct _LbCellTable
{
  GObject parent_instance;

  LbDataset *dataset;   /* (owned) */
  GListModel *images;   /* (owned) */
  GPtrArray *followed;  /* (owned) (element-type Entry): as in @images */
  GHashTable *entries;  /* (owned) (element-type LbImage Entry): the same */
  LbCellValues *values; /* (owned) */
  DexPromise *settled;  /* (owned) (nullable): while somebody waits for that */
  gint64 read_us;       /* when the last reading was over */
  guint source_id;
  guint n_outdated;
  guint n_versions; /* of the texts of all images */
  gboolean reading;
  gboolean behind; /* some were left for the next reading */
  gboolean gone;   /* images have gone since the last signal */
};

G_DEFINE_FINAL_TYPE (LbCellTable, lb_cell_table, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void read_outdated (LbCellTable *self);

static void
entry_free (gpointer data)
{
  Entry *self = data;

  g_clear_pointer (&self->record, lb_cell_record_unref);
  g_object_unref (self->image);
  g_free (self);
}

static gboolean
read_cb (gpointer data)
{
  LbCellTable *self = data;

  self->source_id = 0;
  read_outdated (self);

  return G_SOURCE_REMOVE;
}

/* Any number of changes in a turn of the main loop are read together, and so are those of a while
 * where they do not end: who looks is told of all of them at once. */
static void
queue_read (LbCellTable *self)
{
  const gint64 wait_ms = PAUSE_MS - (g_get_monotonic_time () - self->read_us) / 1000;

  if (self->source_id != 0 || self->reading)
    return;

  if (self->behind || self->read_us == 0 || wait_ms <= 0)
    self->source_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, read_cb, self, NULL);
  else
    self->source_id = g_timeout_add ((guint) wait_ms, read_cb, self);
}

static void
set_outdated (LbCellTable *self, Entry *entry)
{
  entry->version = ++self->n_versions;
  self->n_outdated += !entry->outdated;
  entry->outdated = TRUE;
}

static void
text_changed_cb (LbImage *image, GParamSpec *pspec, LbCellTable *self)
{
  Entry *entry = g_hash_table_lookup (self->entries, image);

  if (entry == NULL)
    return;

  set_outdated (self, entry);
  queue_read (self);
}

static void
unfollow (LbCellTable *self, Entry *entry)
{
  g_signal_handlers_disconnect_by_data (entry->image, self);
  self->n_outdated -= entry->outdated;
  entry->outdated = FALSE;
  g_hash_table_remove (self->entries, entry->image);
}

static Entry *
follow (LbCellTable *self, LbImage *image)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->image = image;
  set_outdated (self, entry);
  g_hash_table_insert (self->entries, image, entry);
  g_signal_connect (image, "notify::text", G_CALLBACK (text_changed_cb), self);

  return entry;
}

static void
items_changed_cb (GListModel *images, guint position, guint removed, guint added, LbCellTable *self)
{
  for (guint i = 0; i < removed; i++)
    unfollow (self, g_ptr_array_index (self->followed, position + i));
  if (removed > 0)
    g_ptr_array_remove_range (self->followed, position, removed);
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (self->followed, (int) (position + i),
                        follow (self, g_list_model_get_item (images, position + i)));

  self->gone = self->gone || removed > 0;
  queue_read (self);
}

/* Reading, on a thread. */

typedef struct
{
  LbImage *image; /* (owned): for the main thread only */
  char *text;     /* (owned) (nullable) */
  guint version;
  LbCellRecord *record; /* (owned) (nullable) until it is read */
} Sheet;

static void
sheet_clear (gpointer data)
{
  Sheet *self = data;

  g_clear_object (&self->image);
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->record, lb_cell_record_unref);
}

typedef struct
{
  LbCellValues *values; /* (owned) */
  gboolean is_prompt;
  GArray *sheets; /* (owned) (element-type Sheet) */
} Reading;

static void
reading_clear (gpointer data)
{
  Reading *self = data;

  lb_cell_values_unref (self->values);
  g_array_unref (self->sheets);
}

static void
reading_unref (gpointer reading)
{
  g_atomic_rc_box_release_full (reading, reading_clear);
}

typedef struct
{
  GWeakRef *table;  /* (owned) */
  Reading *reading; /* (owned) */
} Errand;

static void
errand_free (gpointer data)
{
  Errand *self = data;

  lb_weak_free (self->table);
  reading_unref (self->reading);
  g_free (self);
}

static DexFuture *
read_fiber (gpointer data)
{
  Reading *reading = data;

  for (guint i = 0; i < reading->sheets->len; i++)
    {
      Sheet *sheet = &g_array_index (reading->sheets, Sheet, i);

      sheet->record = lb_cell_record_new (reading->values, sheet->text, reading->is_prompt);
    }

  return dex_future_new_true ();
}

static void
take (LbCellTable *self, Reading *reading)
{
  for (guint i = 0; i < reading->sheets->len; i++)
    {
      Sheet *sheet = &g_array_index (reading->sheets, Sheet, i);
      Entry *entry = g_hash_table_lookup (self->entries, sheet->image);

      /* An older reading must not take the place of a newer one. */
      if (entry == NULL || sheet->version <= entry->read_version || sheet->record == NULL)
        continue;
      g_clear_pointer (&entry->record, lb_cell_record_unref);
      entry->record = g_steal_pointer (&sheet->record);
      entry->read_version = sheet->version;
    }
}

static void
tell_settled (LbCellTable *self)
{
  g_autoptr (DexPromise) settled = g_steal_pointer (&self->settled);

  if (settled != NULL)
    dex_promise_resolve_boolean (settled, TRUE);
}

static DexFuture *
read_over_cb (DexFuture *future, gpointer data)
{
  Errand *errand = data;
  g_autoptr (LbCellTable) self = g_weak_ref_get (errand->table);

  if (self == NULL || self->entries == NULL)
    return NULL;

  self->reading = FALSE;
  self->read_us = g_get_monotonic_time ();
  take (self, errand->reading);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  if (self->n_outdated > 0)
    queue_read (self);
  else
    tell_settled (self);

  return NULL;
}

static Reading *
reading_new (LbCellTable *self)
{
  Reading *reading = g_atomic_rc_box_new0 (Reading);

  reading->values = lb_cell_values_ref (self->values);
  reading->is_prompt = lb_rules_caption_is_prompt (self->dataset);
  reading->sheets =
    g_array_sized_new (FALSE, TRUE, sizeof (Sheet), MIN (MOST_READ, self->n_outdated));
  g_array_set_clear_func (reading->sheets, sheet_clear);
  for (guint i = 0; self->n_outdated > 0 && reading->sheets->len < MOST_READ; i++)
    {
      Entry *entry = g_ptr_array_index (self->followed, i);
      Sheet sheet = { .version = entry->version };

      if (!entry->outdated)
        continue;
      sheet.image = g_object_ref (entry->image);
      sheet.text = g_strdup (lb_image_get_text (entry->image));
      g_array_append_val (reading->sheets, sheet);
      entry->outdated = FALSE;
      self->n_outdated--;
    }
  self->behind = self->n_outdated > 0;

  return reading;
}

static void
read_outdated (LbCellTable *self)
{
  Errand *errand = NULL;

  if (self->reading)
    return;
  if (self->n_outdated == 0)
    {
      if (self->gone)
        g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
      self->gone = FALSE;
      tell_settled (self);
      return;
    }

  self->reading = TRUE;
  self->gone = FALSE;
  errand = g_new0 (Errand, 1);
  errand->table = lb_weak_new (self);
  errand->reading = reading_new (self);
  dex_future_disown (dex_future_finally (
    lb_threads_run (read_fiber, g_atomic_rc_box_acquire (errand->reading), reading_unref),
    read_over_cb, errand, errand_free));
}

static void
lb_cell_table_dispose (GObject *object)
{
  LbCellTable *self = LB_CELL_TABLE (object);

  g_clear_handle_id (&self->source_id, g_source_remove);
  if (self->settled != NULL)
    dex_promise_reject (self->settled,
                        g_error_new (LB_ERROR, LB_ERROR_CANCELLED, "Nobody looks any more"));
  dex_clear (&self->settled);
  if (self->followed != NULL)
    for (guint i = 0; i < self->followed->len; i++)
      unfollow (self, g_ptr_array_index (self->followed, i));
  g_clear_pointer (&self->followed, g_ptr_array_unref);
  g_clear_pointer (&self->entries, g_hash_table_unref);
  if (self->images != NULL)
    g_signal_handlers_disconnect_by_data (self->images, self);
  g_clear_object (&self->images);
  g_clear_object (&self->dataset);
  g_clear_pointer (&self->values, lb_cell_values_unref);

  G_OBJECT_CLASS (lb_cell_table_parent_class)->dispose (object);
}

static void
lb_cell_table_class_init (LbCellTableClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lb_cell_table_dispose;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
lb_cell_table_init (LbCellTable *self)
{
  self->followed = g_ptr_array_new_with_free_func (entry_free);
  self->entries = g_hash_table_new (NULL, NULL);
  self->values = lb_cell_values_new ();
}

LbCellTable *
lb_cell_table_new (LbDataset *dataset, GListModel *images)
{
  LbCellTable *self = NULL;

  g_return_val_if_fail (LB_IS_DATASET (dataset), NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (images), NULL);

  self = g_object_new (LB_TYPE_CELL_TABLE, NULL);
  self->dataset = g_object_ref (dataset);
  self->images = g_object_ref (images);
  g_signal_connect (images, "items-changed", G_CALLBACK (items_changed_cb), self);
  items_changed_cb (images, 0, 0, g_list_model_get_n_items (images), self);

  return self;
}

LbCellValues *
lb_cell_table_get_values (LbCellTable *self)
{
  g_return_val_if_fail (LB_IS_CELL_TABLE (self), NULL);

  return self->values;
}

const LbCellRecord *
lb_cell_table_get (LbCellTable *self, LbImage *image)
{
  const Entry *entry = NULL;

  g_return_val_if_fail (LB_IS_CELL_TABLE (self), NULL);

  entry = g_hash_table_lookup (self->entries, image);
  return entry != NULL ? entry->record : NULL;
}

gboolean
lb_cell_table_is_behind (LbCellTable *self)
{
  g_return_val_if_fail (LB_IS_CELL_TABLE (self), FALSE);

  return self->behind;
}

DexFuture *
lb_cell_table_settle (LbCellTable *self)
{
  dex_return_error_if_fail (LB_IS_CELL_TABLE (self));

  if (!self->reading && self->source_id == 0)
    return dex_future_new_true ();

  if (self->settled == NULL)
    self->settled = dex_promise_new ();
  return dex_ref (DEX_FUTURE (self->settled));
}
