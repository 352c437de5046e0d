#include "jobs/lb-cell-table.h"

#include "base/lb-error.h"
#include "base/lb-threads.h"
#include "base/lb-weak.h"
#include "jobs/lb-image-roll.h"

#define MOST_READ 500 /* captions that are read together */
#define PAUSE_MS 100  /* between two readings while captions change one after the other */

/* An image, and what is known of it. */
typedef struct
{
  LbImageRollEntry parent;
  LbCellRecord *record; /* (owned) (nullable) until it is read */
  guint version;        /* of its text */
  guint read_version;   /* that @record is of */
  gboolean outdated;    /* it is to be read */
} Entry;

struct _LbCellTable
{
  GObject parent_instance;

  LbDataset *dataset;   /* (owned) */
  LbImageRoll *roll;    /* (owned) (nullable) after disposing: of Entry */
  LbCellValues *values; /* (owned) */
  DexPromise *settled;  /* (owned) (nullable): while somebody waits for that */
  gint64 read_us;       /* when the last reading was over */
  guint source_id;
  guint n_outdated;
  guint n_versions; /* of the texts of all images */
  gboolean reading;
  gboolean behind; /* some were left for the next reading, or are not on the roll yet */
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
came (gpointer owner, gpointer entry)
{
  set_outdated (owner, entry);
}

static void
went (gpointer owner, gpointer data)
{
  LbCellTable *self = owner;
  Entry *entry = data;

  self->n_outdated -= entry->outdated;
  g_clear_pointer (&entry->record, lb_cell_record_unref);
}

static void
text_changed (gpointer owner, gpointer entry, GParamSpec *pspec)
{
  set_outdated (owner, entry);
  queue_read (owner);
}

static void
images_changed (gpointer owner, gboolean gone)
{
  LbCellTable *self = owner;

  self->gone = self->gone || gone;
  queue_read (self);
}

static const LbImageRollKind roll_kind = {
  .entry_size = sizeof (Entry),
  .signal = "notify::text",
  .came = came,
  .went = went,
  .notified = text_changed,
  .changed = images_changed,
};

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
      Entry *entry = lb_image_roll_find (self->roll, sheet->image);

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
  g_autoptr (DexPromise) settled = NULL;

  if (!lb_image_roll_is_complete (self->roll))
    return;

  settled = g_steal_pointer (&self->settled);
  if (settled != NULL)
    dex_promise_resolve_boolean (settled, TRUE);
}

static DexFuture *
read_over_cb (DexFuture *future, gpointer data)
{
  Errand *errand = data;
  g_autoptr (LbCellTable) self = g_weak_ref_get (errand->table);

  if (self == NULL || self->roll == NULL)
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
      Entry *entry = lb_image_roll_get (self->roll, i);
      Sheet sheet = { .version = entry->version };

      if (!entry->outdated)
        continue;
      sheet.image = g_object_ref (entry->parent.image);
      sheet.text = g_strdup (lb_image_get_text (sheet.image));
      g_array_append_val (reading->sheets, sheet);
      entry->outdated = FALSE;
      self->n_outdated--;
    }
  self->behind = self->n_outdated > 0 || !lb_image_roll_is_complete (self->roll);

  return reading;
}

/* There is nothing to be read, but images may have gone: those that were waited for as well. */
static void
tell_gone (LbCellTable *self)
{
  const gboolean behind = !lb_image_roll_is_complete (self->roll);
  const gboolean changed = self->gone || self->behind != behind;

  self->gone = FALSE;
  self->behind = behind;
  if (changed)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  tell_settled (self);
}

static void
read_outdated (LbCellTable *self)
{
  Errand *errand = NULL;

  if (self->reading)
    return;
  if (self->n_outdated == 0)
    {
      tell_gone (self);
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
  g_clear_pointer (&self->roll, lb_image_roll_free);
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
  self->roll = lb_image_roll_new (images, &roll_kind, self);
  queue_read (self);

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

  entry = lb_image_roll_find (self->roll, image);
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

  if (!self->reading && self->source_id == 0 && lb_image_roll_is_complete (self->roll))
    return dex_future_new_true ();

  if (self->settled == NULL)
    self->settled = dex_promise_new ();
  return dex_ref (DEX_FUTURE (self->settled));
}
