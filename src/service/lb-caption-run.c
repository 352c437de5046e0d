#include "service/lb-caption-run.h"

#include "base/lb-error.h"
#include "service/lb-caption-maker.h"

struct _LbCaptionRun
{
  GObject parent_instance;

  LbStore *store;         /* (owned) */
  LbCaptioner *captioner; /* (owned) */
  guint active;
  gboolean stopping;
};

G_DEFINE_FINAL_TYPE (LbCaptionRun, lb_caption_run, G_TYPE_OBJECT)

static void
lb_caption_run_finalize (GObject *object)
{
  LbCaptionRun *self = LB_CAPTION_RUN (object);

  g_clear_object (&self->store);
  g_clear_object (&self->captioner);

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
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;

  g_clear_object (&run->self);
  g_free (run);
}

/* (transfer full) (nullable): NULL keeps the old caption, which is what R69 wants of a failure. */
static char *
make_caption (Run *run, LbPicture *picture)
{
  LbCaptionRun *self = run->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  char *caption = NULL;

  bytes = dex_await_boxed (lb_blobs_get (lb_store_get_blobs (self->store), picture->blob), &error);
  if (bytes != NULL)
    caption = dex_await_string (
      lb_caption_make (self->store, self->captioner, run->dataset_id, bytes), &error);

  if (caption == NULL)
    g_message ("Image %" G_GINT64_FORMAT " keeps its caption: %s", picture->image_id,
               error->message);

  return caption;
}

/* FALSE at the end of the run. */
static gboolean
step (Run *run, GError **error)
{
  LbStore *store = run->self->store;
  g_autoptr (LbPicture) picture = NULL;
  g_autofree char *caption = NULL;

  if (!(picture = dex_await_boxed (lb_store_next_in_run (store, run->dataset_id), error)))
    return FALSE;

  caption = make_caption (run, picture);

  return dex_await (lb_store_step_run (store, run->dataset_id, picture->image_id, caption), error);
}

static DexFuture *
run_fiber (gpointer data)
{
  Run *run = data;
  LbCaptionRun *self = run->self;
  g_autoptr (GError) error = NULL;

  while (!self->stopping && step (run, &error))
    ;

  if (g_error_matches (error, LB_ERROR, LB_ERROR_NOT_FOUND))
    {
      g_clear_error (&error);
      dex_await (lb_store_end_run (self->store, run->dataset_id), &error);
    }

  if (error != NULL)
    g_warning ("A caption run stopped: %s", error->message);

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
lb_caption_run_stop (LbCaptionRun *self)
{
  self->stopping = TRUE;
}
