#include "jobs/lb-caption-table.h"

#include "base/lb-error.h"
#include "base/lb-threads.h"
#include "base/lb-weak.h"

/* An image, and what is known of it. */
typedef struct
{
  LbImage *image;       /* (owned) */
  LbCellRecord *record; /* (owned) (nullable) until it is read */
  guint version;        /* of its text */
  guint read_version;   /* that @record is of */
} Entry;

struct _LbCaptionTable
{
  GObject parent_instance;

  LbDataset *dataset;   /* (owned) */
  GListModel *images;   /* (owned) */
  GPtrArray *followed;  /* (owned) (element-type Entry): as in @images */
  GHashTable *entries;  /* (owned) (element-type LbImage Entry): the same */
  GHashTable *outdated; /* (owned) (element-type LbImage): (unowned) to be read */
  LbCellValues *values; /* (owned) */
  DexPromise *settled;  /* (owned) (nullable): while somebody waits for that */
  guint idle_id;
  guint n_versions; /* of the texts of all images */
  gboolean reading;
  gboolean gone; /* images have gone since the last signal */
};

G_DEFINE_FINAL_TYPE (LbCaptionTable, lb_caption_table, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void read_outdated (LbCaptionTable *self);

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
  LbCaptionTable *self = data;

  self->idle_id = 0;
  read_outdated (self);

  return G_SOURCE_REMOVE;
}

/* Any number of changes in a turn of the main loop are read together. */
static void
queue_read (LbCaptionTable *self)
{
  if (self->idle_id == 0 && !self->reading)
    self->idle_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, read_cb, self, NULL);
}

static void
text_changed_cb (LbImage *image, GParamSpec *pspec, LbCaptionTable *self)
{
  Entry *entry = g_hash_table_lookup (self->entries, image);

  if (entry == NULL)
    return;

  entry->version = ++self->n_versions;
  g_hash_table_add (self->outdated, image);
  queue_read (self);
}

static void
unfollow (LbCaptionTable *self, Entry *entry)
{
  g_signal_handlers_disconnect_by_data (entry->image, self);
  g_hash_table_remove (self->outdated, entry->image);
  g_hash_table_remove (self->entries, entry->image);
}

static Entry *
follow (LbCaptionTable *self, LbImage *image)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->image = image;
  entry->version = ++self->n_versions;
  g_hash_table_insert (self->entries, image, entry);
  g_hash_table_add (self->outdated, image);
  g_signal_connect (image, "notify::text", G_CALLBACK (text_changed_cb), self);

  return entry;
}

static void
items_changed_cb (
  GListModel *images, guint position, guint removed, guint added, LbCaptionTable *self)
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
take (LbCaptionTable *self, Reading *reading)
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
tell_settled (LbCaptionTable *self)
{
  g_autoptr (DexPromise) settled = g_steal_pointer (&self->settled);

  if (settled != NULL)
    dex_promise_resolve_boolean (settled, TRUE);
}

static DexFuture *
read_over_cb (DexFuture *future, gpointer data)
{
  Errand *errand = data;
  g_autoptr (LbCaptionTable) self = g_weak_ref_get (errand->table);

  if (self == NULL || self->entries == NULL)
    return NULL;

  self->reading = FALSE;
  take (self, errand->reading);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  if (g_hash_table_size (self->outdated) > 0)
    queue_read (self);
  else
    tell_settled (self);

  return NULL;
}

static Reading *
reading_new (LbCaptionTable *self)
{
  Reading *reading = g_atomic_rc_box_new0 (Reading);
  GHashTableIter iter;
  gpointer image = NULL;

  reading->values = lb_cell_values_ref (self->values);
  reading->is_prompt = lb_rules_caption_is_prompt (self->dataset);
  reading->sheets =
    g_array_sized_new (FALSE, TRUE, sizeof (Sheet), g_hash_table_size (self->outdated));
  g_array_set_clear_func (reading->sheets, sheet_clear);
  g_hash_table_iter_init (&iter, self->outdated);
  while (g_hash_table_iter_next (&iter, &image, NULL))
    {
      const Entry *entry = g_hash_table_lookup (self->entries, image);
      const Sheet sheet = { .image = g_object_ref (image),
                            .text = g_strdup (lb_image_get_text (image)),
                            .version = entry->version };

      g_array_append_val (reading->sheets, sheet);
    }
  g_hash_table_remove_all (self->outdated);

  return reading;
}

static void
read_outdated (LbCaptionTable *self)
{
  Errand *errand = NULL;

  if (self->reading)
    return;
  if (g_hash_table_size (self->outdated) == 0)
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
lb_caption_table_dispose (GObject *object)
{
  LbCaptionTable *self = LB_CAPTION_TABLE (object);

  g_clear_handle_id (&self->idle_id, g_source_remove);
  if (self->settled != NULL)
    dex_promise_reject (self->settled,
                        g_error_new (LB_ERROR, LB_ERROR_CANCELLED, "Nobody looks any more"));
  dex_clear (&self->settled);
  if (self->followed != NULL)
    for (guint i = 0; i < self->followed->len; i++)
      unfollow (self, g_ptr_array_index (self->followed, i));
  g_clear_pointer (&self->followed, g_ptr_array_unref);
  g_clear_pointer (&self->outdated, g_hash_table_unref);
  g_clear_pointer (&self->entries, g_hash_table_unref);
  if (self->images != NULL)
    g_signal_handlers_disconnect_by_data (self->images, self);
  g_clear_object (&self->images);
  g_clear_object (&self->dataset);
  g_clear_pointer (&self->values, lb_cell_values_unref);

  G_OBJECT_CLASS (lb_caption_table_parent_class)->dispose (object);
}

static void
lb_caption_table_class_init (LbCaptionTableClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lb_caption_table_dispose;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
lb_caption_table_init (LbCaptionTable *self)
{
  self->followed = g_ptr_array_new_with_free_func (entry_free);
  self->entries = g_hash_table_new (NULL, NULL);
  self->outdated = g_hash_table_new (NULL, NULL);
  self->values = lb_cell_values_new ();
}

LbCaptionTable *
lb_caption_table_new (LbDataset *dataset, GListModel *images)
{
  LbCaptionTable *self = NULL;

  g_return_val_if_fail (LB_IS_DATASET (dataset), NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (images), NULL);

  self = g_object_new (LB_TYPE_CAPTION_TABLE, NULL);
  self->dataset = g_object_ref (dataset);
  self->images = g_object_ref (images);
  g_signal_connect (images, "items-changed", G_CALLBACK (items_changed_cb), self);
  items_changed_cb (images, 0, 0, g_list_model_get_n_items (images), self);

  return self;
}

LbCellValues *
lb_caption_table_get_values (LbCaptionTable *self)
{
  g_return_val_if_fail (LB_IS_CAPTION_TABLE (self), NULL);

  return self->values;
}

const LbCellRecord *
lb_caption_table_get (LbCaptionTable *self, LbImage *image)
{
  const Entry *entry = NULL;

  g_return_val_if_fail (LB_IS_CAPTION_TABLE (self), NULL);

  entry = g_hash_table_lookup (self->entries, image);
  return entry != NULL ? entry->record : NULL;
}

DexFuture *
lb_caption_table_settle (LbCaptionTable *self)
{
  dex_return_error_if_fail (LB_IS_CAPTION_TABLE (self));

  if (!self->reading && self->idle_id == 0)
    return dex_future_new_true ();

  if (self->settled == NULL)
    self->settled = dex_promise_new ();
  return dex_ref (DEX_FUTURE (self->settled));
}
