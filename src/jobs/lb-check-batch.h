#pragma once

#include <libdex.h>

#include "jobs/lb-candidate.h"
#include "jobs/lb-file-walk.h"

G_BEGIN_DECLS

/* What a worker thread does for LbCheckJob: it fills plain values, and the main thread makes the
 * candidates from them once the future is done. Counted by reference, on any thread. */

typedef struct
{
  GPtrArray *roots; /* (owned) (element-type GFile) */
  GCancellable *cancel;
  gboolean prefers_json; /* as for lb_drop_sort() */
  GPtrArray *found;      /* (owned) (element-type LbFoundFile) the outcome */
  LbSidecars *sidecars;  /* (owned) the outcome */
  gboolean clipped;
} LbWalkWork;

typedef struct
{
  LbProbeResult probe;
  char *sha256;    /* (owned) (nullable) */
  gint64 mtime_us; /* of the file before it was read; 0: not known */
  GError *error;   /* (owned) (nullable) */
  char *caption;   /* (owned) (nullable): of the sidecar, if it has one that can be read */
  LbSidecarFault caption_fault;
} LbProbeAnswer;

typedef struct
{
  GPtrArray *found; /* (owned) (element-type LbFoundFile) all of them */
  GBytes *bytes;    /* (owned) (nullable) a pasted picture in place of files */
  guint first;
  guint n;
  GCancellable *cancel;
  LbProbeAnswer *answers; /* (owned) (array length=n) the outcome */
} LbProbeWork;

/* @prefers_json: whether the dataset takes structured prompts. */
LbWalkWork *lb_walk_work_new (GPtrArray *roots, gboolean prefers_json, GCancellable *cancel);
void lb_walk_work_unref (gpointer work);
/* Resolves TRUE when `found` is filled. */
DexFuture *lb_walk_work_run (LbWalkWork *work, guint max);

LbProbeWork *lb_probe_work_new (GPtrArray *found, guint first, guint n, GCancellable *cancel);
LbProbeWork *lb_probe_work_new_for_bytes (GBytes *bytes);
void lb_probe_work_unref (gpointer work);
/* Resolves TRUE when `answers` are filled. */
DexFuture *lb_probe_work_run (LbProbeWork *work);

G_END_DECLS
