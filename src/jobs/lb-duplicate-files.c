#include "jobs/lb-duplicate-files.h"

#include "base/lb-threads.h"
#include "imaging/lb-decoder.h"
#include "imaging/lb-fingerprint-groups.h"

/* While one is decoded another one is read or measured. */
#define N_FIBERS 6

typedef struct
{
  gatomicrefcount ref_count;
  GPtrArray *files; /* (owned) (element-type GFile) */
  LbLikeness likeness;
  GCancellable *cancel;  /* (owned) */
  guint next;            /* of the files, on the main thread */
  LbFingerprint *prints; /* (owned) (array length=n_files); without a width: none */
} Finding;

static Finding *
finding_ref (Finding *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

static void
finding_unref (gpointer data)
{
  Finding *self = data;

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_ptr_array_unref (self->files);
  g_clear_object (&self->cancel);
  g_free (self->prints);
  g_free (self);
}

typedef struct
{
  Finding *finding;  /* (owned) */
  GdkPixbuf *pixels; /* (owned) */
  guint position;
} Taking;

static void
taking_free (gpointer data)
{
  Taking *taking = data;

  finding_unref (taking->finding);
  g_object_unref (taking->pixels);
  g_free (taking);
}

static DexFuture *
take_fiber (gpointer data)
{
  Taking *taking = data;

  lb_fingerprint_take (taking->pixels, &taking->finding->prints[taking->position]);

  return dex_future_new_true ();
}

static DexFuture *
look_fiber (gpointer data)
{
  Finding *self = data;

  while (self->next < self->files->len && !g_cancellable_is_cancelled (self->cancel))
    {
      const guint position = self->next++;
      GdkPixbuf *pixels = dex_await_object (
        lb_decoder_decode_file (lb_decoder_get_default (),
                                g_ptr_array_index (self->files, position), LB_FINGERPRINT_SIDE),
        NULL);
      Taking *taking;

      if (pixels == NULL)
        continue;

      taking = g_new0 (Taking, 1);
      taking->finding = finding_ref (self);
      taking->pixels = pixels;
      taking->position = position;
      dex_await (lb_threads_run (take_fiber, taking, taking_free), NULL);
    }

  return dex_future_new_true ();
}

/* What could not be decoded stays out. */
static DexFuture *
group_fiber (gpointer data)
{
  Finding *self = data;
  g_autoptr (GArray) prints = g_array_new (FALSE, FALSE, sizeof (LbFingerprint));
  g_autoptr (GArray) positions = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GPtrArray) groups = NULL;

  for (guint i = 0; i < self->files->len; i++)
    {
      if (self->prints[i].width == 0)
        continue;
      g_array_append_val (prints, self->prints[i]);
      g_array_append_val (positions, i);
    }
  groups = lb_fingerprint_groups_find ((const LbFingerprint *) prints->data, prints->len,
                                       self->likeness, NULL, NULL, self->cancel);
  for (guint i = 0; i < groups->len; i++)
    {
      GArray *group = g_ptr_array_index (groups, i);

      for (guint j = 0; j < group->len; j++)
        g_array_index (group, guint, j) =
          g_array_index (positions, guint, g_array_index (group, guint, j));
    }
  if (g_cancellable_is_cancelled (self->cancel))
    return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_CANCELLED, "It was stopped");

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&groups));
}

static DexFuture *
find_fiber (gpointer data)
{
  Finding *self = data;
  g_autoptr (GPtrArray) fibers = g_ptr_array_new_with_free_func (dex_unref);

  for (guint i = 0; i < N_FIBERS; i++)
    g_ptr_array_add (fibers,
                     dex_scheduler_spawn (NULL, 0, look_fiber, finding_ref (self), finding_unref));
  dex_await (dex_future_allv ((DexFuture *const *) fibers->pdata, fibers->len), NULL);

  return lb_threads_run (group_fiber, finding_ref (self), finding_unref);
}

DexFuture *
lb_duplicate_files_find (GPtrArray *files, LbLikeness likeness, GCancellable *cancel)
{
  Finding *self = NULL;

  dex_return_error_if_fail (files != NULL);
  dex_return_error_if_fail (likeness < LB_LIKENESS_N);

  self = g_new0 (Finding, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->files = g_ptr_array_ref (files);
  self->likeness = likeness;
  g_set_object (&self->cancel, cancel);
  self->prints = g_new0 (LbFingerprint, MAX (files->len, 1));

  return dex_scheduler_spawn (NULL, 0, find_fiber, self, finding_unref);
}
