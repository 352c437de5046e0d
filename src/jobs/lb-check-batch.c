#include "jobs/lb-check-batch.h"

#include <glib/gstdio.h>

#include "base/lb-sha256.h"
#include "base/lb-threads.h"
#include "imaging/lb-decoder.h"
#include "imaging/lb-probe.h"
#include "jobs/lb-drop-sort.h"
#include "jobs/lb-file-error.h"

typedef struct
{
  LbWalkWork *work;
  guint max;
} WalkCall;

static void
walk_work_clear (gpointer data)
{
  LbWalkWork *work = data;

  g_clear_pointer (&work->roots, g_ptr_array_unref);
  g_clear_pointer (&work->found, g_ptr_array_unref);
  g_clear_pointer (&work->sidecars, lb_sidecars_free);
  g_clear_object (&work->cancel);
}

LbWalkWork *
lb_walk_work_new (GPtrArray *roots, gboolean prefers_json, GCancellable *cancel)
{
  LbWalkWork *work = g_atomic_rc_box_new0 (LbWalkWork);

  work->roots = g_ptr_array_ref (roots);
  work->prefers_json = prefers_json;
  g_set_object (&work->cancel, cancel);
  return work;
}

void
lb_walk_work_unref (gpointer work)
{
  g_atomic_rc_box_release_full (work, walk_work_clear);
}

static void
walk_call_free (gpointer data)
{
  WalkCall *call = data;

  lb_walk_work_unref (call->work);
  g_free (call);
}

static DexFuture *
walk_fiber (gpointer data)
{
  WalkCall *call = data;
  LbWalkWork *work = call->work;

  work->found = lb_file_walk (work->roots, call->max, &work->clipped, work->cancel);
  work->sidecars = lb_drop_sort (work->found, work->roots, work->prefers_json, work->cancel);
  return dex_future_new_true ();
}

DexFuture *
lb_walk_work_run (LbWalkWork *work, guint max)
{
  WalkCall *call = g_new0 (WalkCall, 1);

  call->work = g_atomic_rc_box_acquire (work);
  call->max = max;
  return lb_threads_run (walk_fiber, call, walk_call_free);
}

static void
probe_work_clear (gpointer data)
{
  LbProbeWork *work = data;

  for (guint i = 0; i < work->n; i++)
    {
      g_free (work->answers[i].sha256);
      g_free (work->answers[i].caption);
      g_clear_error (&work->answers[i].error);
    }
  g_clear_pointer (&work->answers, g_free);
  g_clear_pointer (&work->found, g_ptr_array_unref);
  g_clear_pointer (&work->bytes, g_bytes_unref);
  g_clear_object (&work->cancel);
}

LbProbeWork *
lb_probe_work_new (GPtrArray *found, guint first, guint n, GCancellable *cancel)
{
  LbProbeWork *work = g_atomic_rc_box_new0 (LbProbeWork);

  work->found = g_ptr_array_ref (found);
  work->first = first;
  work->n = n;
  work->answers = g_new0 (LbProbeAnswer, n);
  g_set_object (&work->cancel, cancel);
  return work;
}

LbProbeWork *
lb_probe_work_new_for_bytes (GBytes *bytes)
{
  LbProbeWork *work = g_atomic_rc_box_new0 (LbProbeWork);

  work->bytes = g_bytes_ref (bytes);
  work->n = 1;
  work->answers = g_new0 (LbProbeAnswer, 1);
  return work;
}

void
lb_probe_work_unref (gpointer work)
{
  g_atomic_rc_box_release_full (work, probe_work_clear);
}

/* Many programs write an alpha channel into whatever they save: whether it is used. */
static void
look_through (LbProbeResult *probe, GFile *file, GBytes *bytes)
{
  if (lb_rules_judge_picture (probe, TRUE) == LB_VERDICT_FLATTEN)
    lb_decoder_look_through (lb_decoder_get_default (), file, bytes, probe);
}

static void
probe_bytes (LbProbeWork *work)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (work->bytes, &length);

  lb_probe_bytes (data, length, &work->answers[0].probe);
  look_through (&work->answers[0].probe, NULL, work->bytes);
  work->answers[0].sha256 = lb_sha256_of_bytes (work->bytes);
}

/* Unix microseconds, 0 when it can't be told. */
static gint64
get_mtime_us (GFile *file)
{
  g_autofree char *path = g_file_get_path (file);
  GStatBuf info = { 0 };

  if (path == NULL || g_stat (path, &info) != 0)
    return 0;

  return (gint64) info.st_mtim.tv_sec * G_USEC_PER_SEC + info.st_mtim.tv_nsec / 1000;
}

static void
probe_found (LbProbeWork *work, guint index)
{
  LbFoundFile *found = g_ptr_array_index (work->found, work->first + index);
  LbProbeAnswer *answer = &work->answers[index];
  g_autoptr (GError) error = NULL;

  answer->mtime_us = get_mtime_us (found->file);
  if (found->error != NULL)
    answer->error = g_error_copy (found->error);
  else if (!lb_probe_file (found->file, &answer->probe, &answer->sha256, work->cancel, &error))
    answer->error = lb_file_error_new (error);
  else
    look_through (&answer->probe, found->file, NULL);

  if (found->sidecar != NULL)
    answer->caption = lb_sidecar_read (found->sidecar, &answer->caption_fault, work->cancel);
}

static DexFuture *
probe_fiber (gpointer data)
{
  LbProbeWork *work = data;

  if (work->bytes != NULL)
    {
      probe_bytes (work);
      return dex_future_new_true ();
    }

  for (guint i = 0; i < work->n && !g_cancellable_is_cancelled (work->cancel); i++)
    probe_found (work, i);

  return dex_future_new_true ();
}

DexFuture *
lb_probe_work_run (LbProbeWork *work)
{
  return lb_threads_run (probe_fiber, g_atomic_rc_box_acquire (work), lb_probe_work_unref);
}
