#include "service/lb-caption-run.h"

#include "base/lb-error.h"
#include "service/lb-caption-maker.h"

static const guint usual_waits_ms[] = { 2000, 5000, 15000, 30000 };

struct _LbCaptionRun
{
  GObject parent_instance;

  LbStore *store;         /* (owned) */
  LbCaptioner *captioner; /* (owned) */
  DexCancellable *stop;   /* (owned) */
  const guint *waits_ms;
  guint n_waits;
  guint active;
};

G_DEFINE_FINAL_TYPE (LbCaptionRun, lb_caption_run, G_TYPE_OBJECT)

static void
lb_caption_run_finalize (GObject *object)
{
  LbCaptionRun *self = LB_CAPTION_RUN (object);

  g_clear_object (&self->store);
  g_clear_object (&self->captioner);
  dex_clear (&self->stop);

  G_OBJECT_CLASS (lb_caption_run_parent_class)->finalize (object);
}

static void
lb_caption_run_class_init (LbCaptionRunClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lb_caption_run_finalize;
}

static void
lb_caption_run_init (LbCaptionRun *self)
{
  self->stop = dex_cancellable_new ();
  self->waits_ms = usual_waits_ms;
  self->n_waits = G_N_ELEMENTS (usual_waits_ms);
}

LbCaptionRun *
lb_caption_run_new (LbStore *store, LbCaptioner *captioner)
{
  LbCaptionRun *self = g_object_new (LB_TYPE_CAPTION_RUN, NULL);

  self->store = g_object_ref (store);
  self->captioner = g_object_ref (captioner);

  return self;
}

typedef struct
{
  LbCaptionRun *self; /* (owned) */
  gint64 dataset_id;
  LbPicture *picture; /* (owned) (nullable) the one in hand */
  char *caption;      /* (owned) (nullable) made of it */
  gboolean made;      /* the captioner is through with it */
  gboolean at_end;    /* nothing is left but to say so */
  guint n_failed;     /* in a row */
} Run;

static void
put_down (Run *run)
{
  g_clear_pointer (&run->picture, lb_picture_free);
  g_clear_pointer (&run->caption, g_free);
  run->made = FALSE;
}

static void
run_free (gpointer data)
{
  Run *run = data;

  put_down (run);
  g_clear_object (&run->self);
  g_free (run);
}

/* What a person, or time, will mend. */
static gboolean
is_passing (const GError *error)
{
  return g_error_matches (error, LB_ERROR, LB_ERROR_NO_SPACE) ||
         g_error_matches (error, LB_ERROR, LB_ERROR_STORAGE);
}

/* Without a caption the image keeps its old one, which is what R69 wants of a failure. A picture
 * that can't be read is tried again for a while: one bad file does not hold up the rest. */
static gboolean
make_caption (Run *run, GError **error)
{
  LbCaptionRun *self = run->self;
  g_autoptr (GError) failure = NULL;
  g_autoptr (GBytes) bytes = NULL;

  bytes =
    dex_await_boxed (lb_blobs_get (lb_store_get_blobs (self->store), run->picture->blob), &failure);
  if (bytes != NULL)
    run->caption = dex_await_string (
      lb_caption_make (self->store, self->captioner, run->dataset_id, bytes), &failure);

  if (failure != NULL && is_passing (failure) && run->n_failed < self->n_waits)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (failure != NULL)
    g_message ("Image %" G_GINT64_FORMAT " keeps its caption: %s", run->picture->image_id,
               failure->message);
  run->made = TRUE;

  return TRUE;
}

/* Goes on where it failed when it is called again. LB_ERROR_NOT_FOUND at the end of the run. */
static gboolean
step (Run *run, GError **error)
{
  LbStore *store = run->self->store;

  if (run->picture == NULL &&
      !(run->picture = dex_await_boxed (lb_store_next_in_run (store, run->dataset_id), error)))
    return FALSE;
  if ((!run->made && !make_caption (run, error)) ||
      !dex_await (lb_store_step_run (store, run->picture, run->caption), error))
    return FALSE;

  put_down (run);

  return TRUE;
}

static void
wait_a_while (Run *run, const GError *error)
{
  LbCaptionRun *self = run->self;
  guint wait_ms = self->waits_ms[MIN (run->n_failed, self->n_waits - 1)];

  g_message ("A caption run waits for %u ms: %s", wait_ms, error->message);
  run->n_failed++;
  dex_await (dex_future_first (dex_timeout_new_msec ((int) wait_ms), dex_ref (self->stop), NULL),
             NULL);
}

static gboolean
is_stopping (LbCaptionRun *self)
{
  return !dex_future_is_pending (DEX_FUTURE (self->stop));
}

/* A dataset must not stay in progress for ever, so whatever ends the run is noted as its end. */
static DexFuture *
run_fiber (gpointer data)
{
  Run *run = data;
  LbCaptionRun *self = run->self;

  while (!is_stopping (self))
    {
      g_autoptr (GError) error = NULL;
      gboolean done = run->at_end
                        ? dex_await (lb_store_end_run (self->store, run->dataset_id), &error)
                        : step (run, &error);

      if (done && run->at_end)
        break;
      if (done)
        run->n_failed = 0;
      else if (is_passing (error))
        wait_a_while (run, error);
      else
        {
          if (!g_error_matches (error, LB_ERROR, LB_ERROR_NOT_FOUND))
            g_warning ("A caption run ends early: %s", error->message);
          if (run->at_end)
            break;
          run->at_end = TRUE;
        }
    }

  self->active--;

  return dex_future_new_for_boolean (TRUE);
}

void
lb_caption_run_start (LbCaptionRun *self, gint64 dataset_id)
{
  Run *run = g_new0 (Run, 1);

  run->self = g_object_ref (self);
  run->dataset_id = dataset_id;
  self->active++;

  dex_future_disown (dex_scheduler_spawn (NULL, 256 * 1024, run_fiber, run, run_free));
}

guint
lb_caption_run_get_active (LbCaptionRun *self)
{
  return self->active;
}

void
lb_caption_run_set_waits (LbCaptionRun *self, const guint *waits_ms, guint n_waits)
{
  g_return_if_fail (n_waits > 0);

  self->waits_ms = waits_ms;
  self->n_waits = n_waits;
}

void
lb_caption_run_stop (LbCaptionRun *self)
{
  dex_cancellable_cancel (self->stop);
}
