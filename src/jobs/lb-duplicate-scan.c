#include "jobs/lb-duplicate-scan.h"

#include "base/lb-error.h"
#include "base/lb-threads.h"
#include "imaging/lb-decoder.h"
#include "imaging/lb-fingerprint-groups.h"
#include "jobs/lb-duplicate-store.h"

/* Few enough that what somebody looks at meanwhile does not wait. */
#define N_FIBERS 4
/* A service's thumbnail is about that large; sharpness is measured in it. */
#define LOOK_SIDE 256
/* So many are written to the disk at once. */
#define N_AT_ONCE 100

struct _LbDuplicateScan
{
  GObject parent_instance;

  LbSession *session; /* (owned) */
  LbDataset *dataset; /* (owned) */
  GHashTable *prints; /* (owned) (element-type utf8 LbFingerprint): by UUID, all that is known */
  GHashTable *fresh;  /* (owned) (element-type utf8 LbFingerprint): what is not on the disk */
  LbDuplicateRecord *record; /* (owned) (nullable): as the disk has it */
  GPtrArray *images;         /* (owned) (element-type LbImage): of the present run */
  GCancellable *cancel;      /* (owned): of the present run */
  guint next;                /* of the images */
  guint n_done;
  guint n_total;
  guint n_unread;
};

G_DEFINE_FINAL_TYPE (LbDuplicateScan, lb_duplicate_scan, G_TYPE_OBJECT)

typedef enum
{
  PROP_N_DONE = 1,
  PROP_N_TOTAL,
  PROP_N_UNREAD
} LbDuplicateScanProperty;

static GParamSpec *props[PROP_N_UNREAD + 1];

static void
lb_duplicate_scan_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  LbDuplicateScan *self = LB_DUPLICATE_SCAN (object);

  switch ((LbDuplicateScanProperty) prop_id)
    {
    case PROP_N_DONE:   g_value_set_uint (value, self->n_done); break;
    case PROP_N_TOTAL:  g_value_set_uint (value, self->n_total); break;
    case PROP_N_UNREAD: g_value_set_uint (value, self->n_unread); break;
    default:            G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_duplicate_scan_finalize (GObject *object)
{
  LbDuplicateScan *self = LB_DUPLICATE_SCAN (object);

  g_clear_object (&self->session);
  g_clear_object (&self->dataset);
  g_clear_pointer (&self->prints, g_hash_table_unref);
  g_clear_pointer (&self->fresh, g_hash_table_unref);
  g_clear_pointer (&self->record, lb_duplicate_record_unref);
  g_clear_pointer (&self->images, g_ptr_array_unref);
  g_clear_object (&self->cancel);

  G_OBJECT_CLASS (lb_duplicate_scan_parent_class)->finalize (object);
}

static void
lb_duplicate_scan_class_init (LbDuplicateScanClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lb_duplicate_scan_get_property;
  object_class->finalize = lb_duplicate_scan_finalize;

  props[PROP_N_DONE] = g_param_spec_uint ("n-done", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_N_TOTAL] = g_param_spec_uint ("n-total", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_N_UNREAD] = g_param_spec_uint ("n-unread", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static GHashTable *
new_prints (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

static void
lb_duplicate_scan_init (LbDuplicateScan *self)
{
  self->prints = new_prints ();
  self->fresh = new_prints ();
  self->images = g_ptr_array_new_with_free_func (g_object_unref);
  self->cancel = g_cancellable_new ();
}

LbDuplicateScan *
lb_duplicate_scan_new (LbSession *session, LbDataset *dataset)
{
  LbDuplicateScan *self = NULL;

  g_return_val_if_fail (LB_IS_SESSION (session), NULL);
  g_return_val_if_fail (LB_IS_DATASET (dataset), NULL);

  self = g_object_new (LB_TYPE_DUPLICATE_SCAN, NULL);
  self->session = g_object_ref (session);
  self->dataset = g_object_ref (dataset);

  return self;
}

guint
lb_duplicate_scan_get_n_done (LbDuplicateScan *self)
{
  g_return_val_if_fail (LB_IS_DUPLICATE_SCAN (self), 0);

  return self->n_done;
}

guint
lb_duplicate_scan_get_n_total (LbDuplicateScan *self)
{
  g_return_val_if_fail (LB_IS_DUPLICATE_SCAN (self), 0);

  return self->n_total;
}

guint
lb_duplicate_scan_get_n_unread (LbDuplicateScan *self)
{
  g_return_val_if_fail (LB_IS_DUPLICATE_SCAN (self), 0);

  return self->n_unread;
}

guint
lb_duplicate_scan_get_n_parted (LbDuplicateScan *self)
{
  g_return_val_if_fail (LB_IS_DUPLICATE_SCAN (self), 0);

  return self->record != NULL ? self->record->n_sets : 0;
}

/* Learning. */

static void
count_done (LbDuplicateScan *self, gboolean read)
{
  self->n_done++;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_DONE]);
  if (read)
    return;

  self->n_unread++;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_UNREAD]);
}

/* Only what is lost by not being kept has to be made again: nobody waits for it, or is told. */
static void
keep_fresh (LbDuplicateScan *self)
{
  LbDatabase *database = lb_session_get_database (self->session);
  const char *uuid = lb_session_get_uuid (self->session, self->dataset);
  g_autoptr (GHashTable) fresh = g_steal_pointer (&self->fresh);

  self->fresh = new_prints ();
  if (database != NULL && uuid != NULL && g_hash_table_size (fresh) > 0)
    dex_future_disown (lb_duplicate_store_put (database, uuid, fresh));
}

typedef struct
{
  GdkPixbuf *pixels; /* (owned) */
  LbFingerprint print;
  gboolean taken;
} Taking;

static void
taking_free (Taking *taking)
{
  g_clear_object (&taking->pixels);
  g_free (taking);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Taking, taking_free)

static DexFuture *
take_work (gpointer data)
{
  Taking *taking = data;

  taking->taken = lb_fingerprint_take (taking->pixels, &taking->print);

  return dex_future_new_true ();
}

/* (nullable) (transfer full) */
static LbFingerprint *
look_at (LbDuplicateScan *self, LbImage *image)
{
  g_autoptr (Taking) taking = g_new0 (Taking, 1);
  g_autoptr (GBytes) bytes =
    dex_await_boxed (lb_session_fetch_thumbnail (self->session, image), NULL);

  if (bytes != NULL)
    taking->pixels =
      dex_await_object (lb_decoder_decode (lb_decoder_get_default (), bytes, LOOK_SIDE), NULL);
  if (taking->pixels != NULL)
    dex_await (lb_threads_run (take_work, taking, NULL), NULL);

  return taking->taken ? g_memdup2 (&taking->print, sizeof taking->print) : NULL;
}

static DexFuture *
learn_fiber (gpointer data)
{
  LbDuplicateScan *self = data;
  g_autoptr (GCancellable) cancel = g_object_ref (self->cancel);

  while (!g_cancellable_is_cancelled (cancel) && self->next < self->images->len)
    {
      g_autoptr (LbImage) image = g_object_ref (g_ptr_array_index (self->images, self->next++));
      /* The session may be closed before the picture is there. */
      g_autofree char *uuid = g_strdup (lb_session_get_uuid (self->session, image));
      LbFingerprint *print = NULL;

      if (uuid == NULL || g_hash_table_contains (self->prints, uuid))
        continue;
      print = look_at (self, image);
      if (print != NULL)
        {
          g_hash_table_insert (self->fresh, g_strdup (uuid), g_memdup2 (print, sizeof *print));
          g_hash_table_insert (self->prints, g_strdup (uuid), print);
        }
      if (g_cancellable_is_cancelled (cancel))
        break;
      count_done (self, print != NULL);
      if (g_hash_table_size (self->fresh) >= N_AT_ONCE)
        keep_fresh (self);
    }

  return dex_future_new_true ();
}

/* Grouping, on a thread. */

typedef struct
{
  LbDuplicateRecord *record; /* (owned) */
  GPtrArray *images;         /* (owned) (element-type LbImage): not on the thread */
  GPtrArray *uuids;          /* (owned) (element-type utf8) */
  GPtrArray *digests;        /* (owned) (element-type utf8): "" where it is not known */
  GArray *prints;            /* (owned) (element-type LbFingerprint) */
  GCancellable *cancel;      /* (owned) */
  LbLikeness likeness;
} Grouping;

static void
grouping_free (Grouping *grouping)
{
  lb_duplicate_record_unref (grouping->record);
  g_ptr_array_unref (grouping->images);
  g_ptr_array_unref (grouping->uuids);
  g_ptr_array_unref (grouping->digests);
  g_array_unref (grouping->prints);
  g_object_unref (grouping->cancel);
  g_free (grouping);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Grouping, grouping_free)

/* Those of which enough is known. */
static Grouping *
grouping_new (LbDuplicateScan *self, LbLikeness likeness)
{
  Grouping *grouping = g_new0 (Grouping, 1);

  grouping->record = lb_duplicate_record_ref (self->record);
  grouping->images = g_ptr_array_new_with_free_func (g_object_unref);
  grouping->uuids = g_ptr_array_new_with_free_func (g_free);
  grouping->digests = g_ptr_array_new_with_free_func (g_free);
  grouping->prints = g_array_new (FALSE, FALSE, sizeof (LbFingerprint));
  grouping->cancel = g_object_ref (self->cancel);
  grouping->likeness = likeness;
  for (guint i = 0; i < self->images->len; i++)
    {
      LbImage *image = g_ptr_array_index (self->images, i);
      const char *uuid = lb_session_get_uuid (self->session, image);
      const LbFingerprint *print = uuid != NULL ? g_hash_table_lookup (self->prints, uuid) : NULL;
      const char *digest = lb_image_get_source_sha256 (image);

      if (print == NULL)
        continue;
      g_ptr_array_add (grouping->images, g_object_ref (image));
      g_ptr_array_add (grouping->uuids, g_strdup (uuid));
      g_ptr_array_add (grouping->digests, g_strdup (digest != NULL ? digest : ""));
      g_array_append_vals (grouping->prints, print, 1);
    }

  return grouping;
}

static gboolean
is_apart (guint one, guint other, gconstpointer data)
{
  const Grouping *grouping = data;

  return lb_duplicate_record_is_apart (grouping->record, grouping->uuids->pdata[one],
                                       grouping->uuids->pdata[other]);
}

static DexFuture *
group_work (gpointer data)
{
  const Grouping *grouping = data;

  return dex_future_new_take_boxed (
    G_TYPE_PTR_ARRAY,
    lb_fingerprint_groups_find ((const LbFingerprint *) grouping->prints->data,
                                grouping->prints->len, grouping->likeness,
                                g_hash_table_size (grouping->record->apart) > 0 ? is_apart : NULL,
                                grouping, grouping->cancel));
}

static LbAlike
how_alike (const Grouping *grouping, const GArray *group)
{
  const guint first = g_array_index (group, guint, 0);
  const char *digest = g_ptr_array_index (grouping->digests, first);
  const LbFingerprint *print = &g_array_index (grouping->prints, LbFingerprint, first);
  LbImage *image = g_ptr_array_index (grouping->images, first);
  gboolean same_file = *digest != '\0';
  gboolean same_pixels = TRUE;

  for (guint i = 1; i < group->len; i++)
    {
      const guint at = g_array_index (group, guint, i);
      LbImage *other = g_ptr_array_index (grouping->images, at);

      same_file = same_file && g_str_equal (digest, grouping->digests->pdata[at]);
      /* Thumbnails of two sizes may be the same. */
      same_pixels = same_pixels &&
                    g_array_index (grouping->prints, LbFingerprint, at).pixels == print->pixels &&
                    lb_image_get_width (other) == lb_image_get_width (image) &&
                    lb_image_get_height (other) == lb_image_get_height (image);
    }

  return same_file ? LB_ALIKE_FILE : same_pixels ? LB_ALIKE_PICTURE : LB_ALIKE_NEARLY;
}

static int
compare_positions (gconstpointer a, gconstpointer b)
{
  const guint one = *(const guint *) a;
  const guint other = *(const guint *) b;

  return one < other ? -1 : one > other;
}

/* (transfer full) */
static LbDuplicateGroup *
make_group (LbDuplicateScan *self, const Grouping *grouping, GArray *group)
{
  const LbAlike alike = how_alike (grouping, group);
  g_autoptr (GPtrArray) images = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GArray) prints = g_array_new (FALSE, FALSE, sizeof (LbFingerprint));

  g_array_sort (group, compare_positions);
  for (guint i = 0; i < group->len; i++)
    {
      const guint at = g_array_index (group, guint, i);

      g_ptr_array_add (images, g_object_ref (g_ptr_array_index (grouping->images, at)));
      g_array_append_vals (prints, &g_array_index (grouping->prints, LbFingerprint, at), 1);
    }

  return lb_duplicate_group_new (self->session, self->dataset, images,
                                 (const LbFingerprint *) prints->data, alike);
}

/* Running. */

typedef struct
{
  LbDuplicateScan *scan; /* (owned) */
  LbLikeness likeness;
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;

  g_object_unref (run->scan);
  g_free (run);
}

static gboolean
is_stopped (LbDuplicateScan *self, GError **error)
{
  if (!g_cancellable_is_cancelled (self->cancel))
    return FALSE;

  g_set_error_literal (error, LB_ERROR, LB_ERROR_CANCELLED, "It was stopped");
  return TRUE;
}

static gboolean
load (LbDuplicateScan *self, GError **error)
{
  LbDatabase *database = lb_session_get_database (self->session);
  const char *uuid = lb_session_get_uuid (self->session, self->dataset);
  g_autoptr (LbDuplicateRecord) record = NULL;
  GHashTableIter iter;
  gpointer key = NULL;
  gpointer print = NULL;

  if (database == NULL || uuid == NULL)
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_INVALID, "The session is not open");
      return FALSE;
    }
  if (!(record = dex_await_boxed (lb_duplicate_store_load (database, uuid), error)))
    return FALSE;

  g_clear_pointer (&self->record, lb_duplicate_record_unref);
  self->record = g_steal_pointer (&record);
  g_hash_table_iter_init (&iter, self->record->prints);
  while (g_hash_table_iter_next (&iter, &key, &print))
    if (!g_hash_table_contains (self->prints, key))
      g_hash_table_insert (self->prints, g_strdup (key), g_memdup2 (print, sizeof (LbFingerprint)));

  return TRUE;
}

static void
list_images (LbDuplicateScan *self)
{
  GListModel *images = lb_session_get_images (self->session, self->dataset);

  g_ptr_array_set_size (self->images, 0);
  self->next = 0;
  self->n_done = 0;
  self->n_unread = 0;
  self->n_total = g_list_model_get_n_items (images);
  for (guint i = 0; i < self->n_total; i++)
    {
      LbImage *image = g_list_model_get_item (images, i);
      const char *uuid = lb_session_get_uuid (self->session, image);

      g_ptr_array_add (self->images, image);
      self->n_done += uuid == NULL || g_hash_table_contains (self->prints, uuid);
    }
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_TOTAL]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_DONE]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_UNREAD]);
}

static void
learn (LbDuplicateScan *self)
{
  g_autoptr (GPtrArray) fibers = g_ptr_array_new_with_free_func (dex_unref);

  for (guint i = 0; i < N_FIBERS; i++)
    g_ptr_array_add (
      fibers, dex_scheduler_spawn (NULL, 0, learn_fiber, g_object_ref (self), g_object_unref));
  dex_await (dex_future_allv ((DexFuture *const *) fibers->pdata, fibers->len), NULL);
  keep_fresh (self);
}

static DexFuture *
run_fiber (gpointer data)
{
  Run *run = data;
  LbDuplicateScan *self = run->scan;
  g_autoptr (GPtrArray) groups = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (Grouping) grouping = NULL;
  g_autoptr (GError) error = NULL;

  if (!load (self, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  list_images (self);
  learn (self);
  if (is_stopped (self, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  grouping = grouping_new (self, run->likeness);
  found = dex_await_boxed (lb_threads_run (group_work, grouping, NULL), NULL);
  for (guint i = 0; i < found->len && !g_cancellable_is_cancelled (self->cancel); i++)
    {
      LbDuplicateGroup *group = make_group (self, grouping, g_ptr_array_index (found, i));

      g_ptr_array_add (groups, group);
      dex_await (lb_duplicate_group_judge (group), NULL);
    }
  if (is_stopped (self, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&groups));
}

DexFuture *
lb_duplicate_scan_run (LbDuplicateScan *self, LbLikeness likeness)
{
  Run *run = NULL;

  dex_return_error_if_fail (LB_IS_DUPLICATE_SCAN (self));
  dex_return_error_if_fail (likeness < LB_LIKENESS_N);

  g_clear_object (&self->cancel);
  self->cancel = g_cancellable_new ();
  run = g_new0 (Run, 1);
  run->scan = g_object_ref (self);
  run->likeness = likeness;

  return dex_scheduler_spawn (NULL, 0, run_fiber, run, run_free);
}

void
lb_duplicate_scan_cancel (LbDuplicateScan *self)
{
  g_return_if_fail (LB_IS_DUPLICATE_SCAN (self));

  g_cancellable_cancel (self->cancel);
}

/* What a person says. */

static DexFuture *
reject_closed (void)
{
  return dex_future_new_reject (LB_ERROR, LB_ERROR_INVALID, "The session is not open");
}

DexFuture *
lb_duplicate_scan_part (LbDuplicateScan *self, LbDuplicateGroup *group)
{
  LbDatabase *database = NULL;
  const char *dataset_uuid = NULL;
  g_autoptr (GPtrArray) uuids = NULL;

  dex_return_error_if_fail (LB_IS_DUPLICATE_SCAN (self));
  dex_return_error_if_fail (LB_IS_DUPLICATE_GROUP (group));

  database = lb_session_get_database (self->session);
  dataset_uuid = lb_session_get_uuid (self->session, self->dataset);
  if (database == NULL || dataset_uuid == NULL)
    return reject_closed ();

  uuids = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < lb_duplicate_group_get_n (group); i++)
    {
      const LbDuplicateMember *member = lb_duplicate_group_get (group, i);

      g_ptr_array_add (uuids, g_strdup (lb_session_get_uuid (self->session, member->image)));
    }

  return lb_duplicate_store_part (database, dataset_uuid, uuids);
}

DexFuture *
lb_duplicate_scan_join (LbDuplicateScan *self, gint64 set)
{
  LbDatabase *database = NULL;
  const char *dataset_uuid = NULL;

  dex_return_error_if_fail (LB_IS_DUPLICATE_SCAN (self));

  database = lb_session_get_database (self->session);
  dataset_uuid = lb_session_get_uuid (self->session, self->dataset);
  if (database == NULL || dataset_uuid == NULL)
    return reject_closed ();

  return lb_duplicate_store_forget_set (database, dataset_uuid, set);
}
