#include "session/lb-mirror.h"

#include "base/lb-error.h"
#include "base/lb-sha256.h"
#include "model/lb-dataset.h"
#include "model/lb-image.h"
#include "model/lb-project.h"
#include "session/lb-mirror-row.h"

#define BATCH 256 /* copies made in one go on the main thread */
#define FEW 16    /* rows that others need not mind waiting for */
#define AGAIN_S 5

/* What is known of one thing. */
typedef struct
{
  char *uuid; /* (owned) */
  LbThingKind kind;
  gint64 id;
  gint64 parent_id;
  gboolean gone;
  gboolean listed;
  gboolean kept; /* the UUID is on disk, or queued for it */
} Thing;

struct _LbMirror
{
  GObject parent_instance;

  LbDatabase *database;              /* (owned) (nullable) after closing */
  GHashTable *uuids;                 /* (owned) (element-type utf8 Thing) */
  GHashTable *ids[LB_THING_N_KINDS]; /* (owned) (element-type gint64 Thing) */
  GHashTable *dirty; /* (owned) (element-type Thing GObject): to be written; NULL: no new body */
  GPtrArray *lost;   /* (owned) (element-type LbMirrorRow): could not be written */
  guint idle_id;
  guint again_id;
};

G_DEFINE_FINAL_TYPE (LbMirror, lb_mirror, G_TYPE_OBJECT)

static void
thing_free (Thing *self)
{
  g_free (self->uuid);
  g_free (self);
}

static void
clear_object (gpointer object)
{
  g_clear_object (&object);
}

static void
lb_mirror_dispose (GObject *object)
{
  LbMirror *self = LB_MIRROR (object);

  g_clear_handle_id (&self->idle_id, g_source_remove);
  g_clear_handle_id (&self->again_id, g_source_remove);

  G_OBJECT_CLASS (lb_mirror_parent_class)->dispose (object);
}

static void
lb_mirror_finalize (GObject *object)
{
  LbMirror *self = LB_MIRROR (object);

  g_clear_object (&self->database);
  g_clear_pointer (&self->dirty, g_hash_table_unref);
  for (guint i = 0; i < LB_THING_N_KINDS; i++)
    g_clear_pointer (&self->ids[i], g_hash_table_unref);
  g_clear_pointer (&self->uuids, g_hash_table_unref);
  g_clear_pointer (&self->lost, g_ptr_array_unref);

  G_OBJECT_CLASS (lb_mirror_parent_class)->finalize (object);
}

static void
lb_mirror_class_init (LbMirrorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = lb_mirror_dispose;
  object_class->finalize = lb_mirror_finalize;
}

static void
lb_mirror_init (LbMirror *self)
{
  self->uuids = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) thing_free);
  for (guint i = 0; i < LB_THING_N_KINDS; i++)
    self->ids[i] = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->dirty = g_hash_table_new_full (NULL, NULL, NULL, clear_object);
  self->lost = g_ptr_array_new_with_free_func ((GDestroyNotify) lb_mirror_row_free);
}

LbMirror *
lb_mirror_new (LbDatabase *database)
{
  LbMirror *self = NULL;

  g_return_val_if_fail (LB_IS_DATABASE (database), NULL);

  self = g_object_new (LB_TYPE_MIRROR, NULL);
  g_set_object (&self->database, database);

  return self;
}

gboolean
lb_mirror_identify (gpointer object, LbThingKind *kind, gint64 *id)
{
  if (LB_IS_IMAGE (object))
    {
      *kind = LB_THING_IMAGE;
      *id = lb_image_get_id (object);
    }
  else if (LB_IS_DATASET (object))
    {
      *kind = LB_THING_DATASET;
      *id = lb_dataset_get_id (object);
    }
  else if (LB_IS_PROJECT (object))
    {
      *kind = LB_THING_PROJECT;
      *id = lb_project_get_id (object);
    }
  else
    return FALSE;

  return TRUE;
}

static gint64
parent_of (gpointer object)
{
  if (LB_IS_IMAGE (object))
    return lb_image_get_dataset_id (object);

  return LB_IS_DATASET (object) ? lb_dataset_get_project_id (object) : 0;
}

/* Things in memory. */

static Thing *
find (LbMirror *self, LbThingKind kind, gint64 id)
{
  return g_hash_table_lookup (self->ids[kind], &id);
}

/* Takes @uuid. */
static Thing *
add (LbMirror *self, char *uuid, LbThingKind kind, gint64 id)
{
  Thing *thing = g_new0 (Thing, 1);

  thing->uuid = uuid;
  thing->kind = kind;
  thing->id = id;
  g_hash_table_insert (self->uuids, thing->uuid, thing);
  g_hash_table_replace (self->ids[kind], &thing->id, thing);

  return thing;
}

static void
forget (LbMirror *self, Thing *thing)
{
  if (find (self, thing->kind, thing->id) == thing)
    g_hash_table_remove (self->ids[thing->kind], &thing->id);
  g_hash_table_remove (self->dirty, thing);
  g_hash_table_remove (self->uuids, thing->uuid);
}

/* (transfer full): every program that sees a thing first gives it the same one, so that two beside
 * each other mean the same thing by it. A thing that has another id by now keeps its own. */
static char *
make_uuid (LbMirror *self, LbThingKind kind, gint64 id)
{
  g_autofree char *name = g_strdup_printf ("lookbook %d %" G_GINT64_FORMAT, (int) kind, id);
  g_autofree char *sum = lb_sha256_of_string (name);
  char *uuid =
    g_strdup_printf ("%.8s-%.4s-8%.3s-a%.3s-%.12s", sum, sum + 8, sum + 12, sum + 15, sum + 18);

  if (!g_hash_table_contains (self->uuids, uuid))
    return uuid;

  g_free (uuid);
  return g_uuid_string_random ();
}

static Thing *
ensure (LbMirror *self, gpointer object)
{
  LbThingKind kind = LB_THING_PROJECT;
  gint64 id = 0;
  Thing *thing = NULL;

  if (!lb_mirror_identify (object, &kind, &id) || id <= 0)
    return NULL;
  if ((thing = find (self, kind, id)) == NULL)
    thing = add (self, make_uuid (self, kind, id), kind, id);

  return thing;
}

/* Writing. */

static LbMirrorRow *
row_new (Thing *thing, GObject *object)
{
  LbMirrorRow *row = lb_mirror_row_new (thing->uuid, thing->kind, thing->id);

  row->gone = thing->gone;
  row->listed = thing->listed;
  row->parent_id = thing->parent_id;
  row->copy = object != NULL ? lb_mirror_row_copy (object) : NULL;

  return row;
}

typedef struct
{
  LbMirror *mirror; /* (owned) */
  GPtrArray *rows;  /* (owned) (element-type LbMirrorRow) */
  DexFuture *write; /* (owned) */
} Writing;

static void
writing_free (Writing *self)
{
  g_clear_object (&self->mirror);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  dex_clear (&self->write);
  g_free (self);
}

static gboolean
again_cb (gpointer data)
{
  LbMirror *self = data;

  self->again_id = 0;
  dex_future_disown (lb_mirror_flush (self));

  return G_SOURCE_REMOVE;
}

static DexFuture *
written_fiber (gpointer data)
{
  Writing *writing = data;
  LbMirror *self = writing->mirror;
  g_autoptr (GError) error = NULL;

  if (dex_await (g_steal_pointer (&writing->write), &error))
    return dex_future_new_true ();

  if (self->database != NULL)
    {
      g_ptr_array_extend_and_steal (self->lost, g_steal_pointer (&writing->rows));
      if (self->again_id == 0)
        self->again_id = g_timeout_add_seconds (AGAIN_S, again_cb, self);
    }

  return dex_future_new_for_error (g_steal_pointer (&error));
}

/* Takes @rows. */
static DexFuture *
write_rows (LbMirror *self, GPtrArray *rows)
{
  Writing *writing = g_new0 (Writing, 1);

  writing->mirror = g_object_ref (self);
  writing->rows = rows;
  writing->write =
    rows->len <= FEW
      ? lb_database_run_shared (self->database, lb_mirror_row_keep, g_ptr_array_ref (rows),
                                (GDestroyNotify) g_ptr_array_unref)
      : lb_database_run (self->database, lb_mirror_row_keep, g_ptr_array_ref (rows),
                         (GDestroyNotify) g_ptr_array_unref);

  return dex_scheduler_spawn (NULL, 0, written_fiber, writing, (GDestroyNotify) writing_free);
}

/* (transfer full): what was lost before, then up to @n of what has changed. */
static GPtrArray *
take_rows (LbMirror *self, guint n)
{
  GPtrArray *rows = g_steal_pointer (&self->lost);
  GHashTableIter iter;
  gpointer thing = NULL;
  gpointer object = NULL;

  self->lost = g_ptr_array_new_with_free_func ((GDestroyNotify) lb_mirror_row_free);
  g_hash_table_iter_init (&iter, self->dirty);
  for (guint i = 0; i < n && g_hash_table_iter_next (&iter, &thing, &object); i++)
    {
      g_ptr_array_add (rows, row_new (thing, object));
      ((Thing *) thing)->kept = TRUE;
      g_hash_table_iter_remove (&iter);
    }

  return rows;
}

static gboolean
idle_cb (gpointer data)
{
  LbMirror *self = data;

  if (self->database != NULL)
    dex_future_disown (write_rows (self, take_rows (self, BATCH)));
  if (self->database != NULL && g_hash_table_size (self->dirty) > 0)
    return G_SOURCE_CONTINUE;

  self->idle_id = 0;
  return G_SOURCE_REMOVE;
}

/* @object: (nullable): as it is when it is written. */
static void
mark (LbMirror *self, Thing *thing, gpointer object)
{
  if (self->database == NULL)
    return;

  if (object != NULL || !g_hash_table_contains (self->dirty, thing))
    g_hash_table_replace (self->dirty, thing, object != NULL ? g_object_ref (object) : NULL);
  if (self->idle_id == 0)
    self->idle_id = g_idle_add (idle_cb, self);
}

DexFuture *
lb_mirror_flush (LbMirror *self)
{
  dex_return_error_if_fail (LB_IS_MIRROR (self));

  if (self->database == NULL)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_STORAGE, "The account is not open");

  g_clear_handle_id (&self->idle_id, g_source_remove);

  return write_rows (self, take_rows (self, G_MAXUINT));
}

void
lb_mirror_hurry (LbMirror *self, LbThingKind kind, gint64 id)
{
  Thing *thing = NULL;
  gpointer object = NULL;
  GPtrArray *rows = NULL;

  g_return_if_fail (LB_IS_MIRROR (self));

  thing = find (self, kind, id);
  if (thing == NULL || self->database == NULL ||
      !g_hash_table_lookup_extended (self->dirty, thing, NULL, &object))
    return;

  /* What was lost before is older. */
  rows = take_rows (self, 0);
  g_ptr_array_add (rows, row_new (thing, object));
  thing->kept = TRUE;
  g_hash_table_remove (self->dirty, thing);
  dex_future_disown (write_rows (self, rows));
}

void
lb_mirror_close (LbMirror *self)
{
  g_return_if_fail (LB_IS_MIRROR (self));

  if (self->database == NULL)
    return;

  if (g_hash_table_size (self->dirty) > 0 || self->lost->len > 0)
    dex_future_disown (lb_mirror_flush (self));
  g_clear_handle_id (&self->idle_id, g_source_remove);
  g_clear_handle_id (&self->again_id, g_source_remove);
  g_clear_object (&self->database);
}

/* Reading. */

static DexFuture *
load_fiber (gpointer data)
{
  LbMirror *self = data;
  g_autoptr (GPtrArray) objects = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;

  if (!(rows = dex_await_boxed (lb_database_run (self->database, lb_mirror_row_read, NULL, NULL),
                                &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  for (guint i = 0; i < rows->len; i++)
    {
      LbMirrorRow *row = g_ptr_array_index (rows, i);
      Thing *thing = add (self, g_steal_pointer (&row->uuid), row->kind, row->id);

      thing->parent_id = row->parent_id;
      thing->gone = row->gone;
      thing->listed = row->listed;
      thing->kept = TRUE;
      if (row->copy != NULL && !row->gone)
        g_ptr_array_add (objects, g_steal_pointer (&row->copy));
    }

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&objects));
}

DexFuture *
lb_mirror_load (LbMirror *self)
{
  dex_return_error_if_fail (LB_IS_MIRROR (self));
  dex_return_error_if_fail (g_hash_table_size (self->uuids) == 0);

  return dex_scheduler_spawn (NULL, 0, load_fiber, g_object_ref (self), g_object_unref);
}

DexFuture *
lb_mirror_read_images (LbMirror *self, gint64 dataset_id, int max)
{
  const LbMirrorImages wanted = { .dataset_id = dataset_id, .max = max };

  dex_return_error_if_fail (LB_IS_MIRROR (self));

  if (self->database == NULL)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_STORAGE, "The account is not open");

  return lb_database_run (self->database, lb_mirror_row_read_images,
                          g_memdup2 (&wanted, sizeof wanted), g_free);
}

/* Changing. */

void
lb_mirror_note (LbMirror *self, gpointer object)
{
  Thing *thing = NULL;

  g_return_if_fail (LB_IS_MIRROR (self));

  if ((thing = ensure (self, object)) == NULL)
    return;

  thing->gone = FALSE;
  thing->parent_id = parent_of (object);
  mark (self, thing, object);
}

void
lb_mirror_note_listed (LbMirror *self, gint64 dataset_id)
{
  Thing *thing = NULL;

  g_return_if_fail (LB_IS_MIRROR (self));

  thing = find (self, LB_THING_DATASET, dataset_id);
  if (thing == NULL || thing->listed)
    return;

  thing->listed = TRUE;
  mark (self, thing, NULL);
}

gboolean
lb_mirror_is_listed (LbMirror *self, gint64 dataset_id)
{
  Thing *thing = NULL;

  g_return_val_if_fail (LB_IS_MIRROR (self), FALSE);

  thing = find (self, LB_THING_DATASET, dataset_id);

  return thing != NULL && thing->listed && !thing->gone;
}

static void
drop_images (LbMirror *self, gint64 dataset_id)
{
  GHashTableIter iter;
  Thing *thing = NULL;

  g_hash_table_iter_init (&iter, self->ids[LB_THING_IMAGE]);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &thing))
    if (thing->parent_id == dataset_id && !thing->gone)
      {
        thing->gone = TRUE;
        if (g_hash_table_contains (self->dirty, thing))
          g_hash_table_replace (self->dirty, thing, NULL);
      }
}

void
lb_mirror_drop (LbMirror *self, LbThingKind kind, gint64 id)
{
  Thing *thing = NULL;

  g_return_if_fail (LB_IS_MIRROR (self));

  if ((thing = find (self, kind, id)) == NULL || thing->gone)
    return;

  thing->gone = TRUE;
  thing->listed = FALSE;
  g_hash_table_remove (self->dirty, thing);
  mark (self, thing, NULL);
  if (kind == LB_THING_DATASET)
    drop_images (self, id);
}

const char *
lb_mirror_get_uuid (LbMirror *self, gpointer object)
{
  Thing *thing = NULL;

  g_return_val_if_fail (LB_IS_MIRROR (self), NULL);

  if ((thing = ensure (self, object)) == NULL)
    return NULL;

  if (!thing->kept && self->database != NULL)
    {
      if (!g_hash_table_contains (self->dirty, thing))
        lb_mirror_note (self, object);
      dex_future_disown (lb_mirror_flush (self));
    }

  return thing->uuid;
}

const char *
lb_mirror_find_uuid (LbMirror *self, LbThingKind kind, gint64 id)
{
  Thing *thing = NULL;

  g_return_val_if_fail (LB_IS_MIRROR (self), NULL);
  g_return_val_if_fail (kind < LB_THING_N_KINDS, NULL);

  thing = find (self, kind, id);

  return thing != NULL ? thing->uuid : NULL;
}

const char *
lb_mirror_peek_uuid (LbMirror *self, gpointer object)
{
  LbThingKind kind = LB_THING_PROJECT;
  gint64 id = 0;
  Thing *thing = NULL;

  g_return_val_if_fail (LB_IS_MIRROR (self), NULL);

  if (lb_mirror_identify (object, &kind, &id))
    thing = find (self, kind, id);

  return thing != NULL ? thing->uuid : NULL;
}

gboolean
lb_mirror_find (LbMirror *self, const char *uuid, LbThingKind *kind, gint64 *id)
{
  Thing *thing = NULL;

  g_return_val_if_fail (LB_IS_MIRROR (self), FALSE);
  g_return_val_if_fail (uuid != NULL, FALSE);

  if ((thing = g_hash_table_lookup (self->uuids, uuid)) == NULL)
    return FALSE;

  *kind = thing->kind;
  *id = thing->id;

  return TRUE;
}

DexFuture *
lb_mirror_rebind (LbMirror *self, const char *uuid, gint64 new_id)
{
  Thing *thing = NULL;
  Thing *other = NULL;
  g_autoptr (GObject) object = NULL;

  dex_return_error_if_fail (LB_IS_MIRROR (self));
  dex_return_error_if_fail (uuid != NULL);
  dex_return_error_if_fail (new_id > 0);

  if ((thing = g_hash_table_lookup (self->uuids, uuid)) == NULL)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_NOT_FOUND, "There is no %s", uuid);

  if ((other = find (self, thing->kind, new_id)) != NULL && other != thing)
    {
      GObject *waiting = g_hash_table_lookup (self->dirty, other);

      thing->parent_id = other->parent_id;
      if (waiting != NULL)
        object = g_object_ref (waiting);
      forget (self, other);
    }
  if (find (self, thing->kind, thing->id) == thing)
    g_hash_table_remove (self->ids[thing->kind], &thing->id);
  thing->id = new_id;
  thing->gone = FALSE;
  g_hash_table_replace (self->ids[thing->kind], &thing->id, thing);
  mark (self, thing, object);

  return lb_mirror_flush (self);
}
