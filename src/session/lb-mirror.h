#pragma once

#include <libdex.h>

#include "storage/lb-database.h"

G_BEGIN_DECLS

/* The numbers are stored. */
typedef enum
{
  LB_THING_PROJECT,
  LB_THING_DATASET,
  LB_THING_IMAGE,
  LB_THING_N_KINDS
} LbThingKind;

/**
 * LbMirror:
 *
 * Projects, datasets and images as the service last told them, in the account's database, each
 * under a UUID of this computer's own. What changes is written, a batch at a time and never a whole
 * list; what could not be written is tried again. The links to pictures run out and are not kept.
 * All on the main thread.
 */
#define LB_TYPE_MIRROR (lb_mirror_get_type ())
G_DECLARE_FINAL_TYPE (LbMirror, lb_mirror, LB, MIRROR, GObject)

LbMirror *lb_mirror_new (LbDatabase *database);
/* Reads what an earlier run left: a boxed GPtrArray of LbProject, then LbDataset. */
DexFuture *lb_mirror_load (LbMirror *self);
/* A boxed GPtrArray of LbImage: those of a dataset as last seen, the first @max of them or, with
 * -1, all. */
DexFuture *lb_mirror_read_images (LbMirror *self, gint64 dataset_id, int max);
/* Queues all that is not written yet; resolves TRUE once it is on disk. */
DexFuture *lb_mirror_flush (LbMirror *self);
/* Queues what is not written yet of one thing: before all that is asked of the database from now
 * on. */
void lb_mirror_hurry (LbMirror *self, LbThingKind kind, gint64 id);
/* Like lb_mirror_flush() without waiting, and lets go of the database. */
void lb_mirror_close (LbMirror *self);

/* @object, an LbProject, LbDataset or LbImage, is new or has changed. */
void lb_mirror_note (LbMirror *self, gpointer object);
/* All images of the dataset are there. */
void lb_mirror_note_listed (LbMirror *self, gint64 dataset_id);
gboolean lb_mirror_is_listed (LbMirror *self, gint64 dataset_id);
/* The service has it no more, nor what is in it. */
void lb_mirror_drop (LbMirror *self, LbThingKind kind, gint64 id);

/* (nullable): NULL for an @object that is no thing. One that was never seen gets a UUID now. What
 * is written to the database after this comes after the UUID. */
const char *lb_mirror_get_uuid (LbMirror *self, gpointer object);
/* The same, NULL for one that was never seen. */
const char *lb_mirror_peek_uuid (LbMirror *self, gpointer object);
const char *lb_mirror_find_uuid (LbMirror *self, LbThingKind kind, gint64 id);
/* @kind, @id: (out). FALSE for a UUID that is not known. */
gboolean lb_mirror_find (LbMirror *self, const char *uuid, LbThingKind *kind, gint64 *id);
/* @uuid has another id now; the UUID that @new_id had, if any, is no more. Resolves TRUE once it is
 * on disk; FALSE and NOT_FOUND when @uuid is not known. */
DexFuture *lb_mirror_rebind (LbMirror *self, const char *uuid, gint64 new_id);

/* @kind, @id: (out). FALSE when @object is none of the three. */
gboolean lb_mirror_identify (gpointer object, LbThingKind *kind, gint64 *id);

G_END_DECLS
