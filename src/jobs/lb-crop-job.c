#include "jobs/lb-crop-job.h"

#include "base/lb-error.h"
#include "jobs/lb-crop-advise.h"

#define N_WORKERS 3 /* one more than the decoder has, which is never to wait */

struct _LbCropJob
{
  GObject parent_instance;

  LbCropSource *source;        /* (owned) */
  const LbAspectBucket *shape; /* (nullable) */
  LbCropWay way;
  GListStore *proposals; /* (owned) */
  GPtrArray *pictures;   /* (owned) (element-type GObject) of the source */
  GPtrArray *found;      /* (owned) (element-type LbCropProposal, nullable) by picture */
  gboolean *looked;      /* (owned) (nullable) by picture */
  guint next;            /* to be looked at */
  guint next_shown;      /* to be put into the list */
  guint n_looked;
  gboolean running;
  gboolean cancelled;
};

G_DEFINE_FINAL_TYPE (LbCropJob, lb_crop_job, G_TYPE_OBJECT)

typedef enum
{
  PROP_N_TOTAL = 1,
  PROP_N_LOOKED,
  PROP_RUNNING
} LbCropJobProperty;

static GParamSpec *props[PROP_RUNNING + 1];

static void
lb_crop_job_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  LbCropJob *self = LB_CROP_JOB (object);

  switch ((LbCropJobProperty) prop_id)
    {
    case PROP_N_TOTAL:  g_value_set_uint (value, self->pictures->len); break;
    case PROP_N_LOOKED: g_value_set_uint (value, self->n_looked); break;
    case PROP_RUNNING:  g_value_set_boolean (value, self->running); break;
    default:            G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_crop_job_finalize (GObject *object)
{
  LbCropJob *self = LB_CROP_JOB (object);

  g_clear_object (&self->source);
  g_clear_object (&self->proposals);
  g_clear_pointer (&self->pictures, g_ptr_array_unref);
  g_clear_pointer (&self->found, g_ptr_array_unref);
  g_clear_pointer (&self->looked, g_free);

  G_OBJECT_CLASS (lb_crop_job_parent_class)->finalize (object);
}

static void
lb_crop_job_class_init (LbCropJobClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lb_crop_job_get_property;
  object_class->finalize = lb_crop_job_finalize;

  props[PROP_N_TOTAL] = g_param_spec_uint ("n-total", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_N_LOOKED] = g_param_spec_uint ("n-looked", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_RUNNING] = g_param_spec_boolean ("running", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
unref_nullable (gpointer object)
{
  if (object != NULL)
    g_object_unref (object);
}

static void
lb_crop_job_init (LbCropJob *self)
{
  self->proposals = g_list_store_new (LB_TYPE_CROP_PROPOSAL);
  self->found = g_ptr_array_new_with_free_func (unref_nullable);
}

LbCropJob *
lb_crop_job_new (LbCropSource *source, LbCropWay way, const LbAspectBucket *shape)
{
  LbCropJob *self = g_object_new (LB_TYPE_CROP_JOB, NULL);

  self->source = g_object_ref (source);
  self->way = way;
  self->shape = shape;
  self->pictures = lb_crop_source_list_uncropped (source);
  g_ptr_array_set_size (self->found, (int) self->pictures->len);
  self->looked = g_new0 (gboolean, self->pictures->len);

  return self;
}

/* Not set: nothing is to be cut. */
static LbCrop
choose (LbCropJob *self, const LbCropAdvice *advice, const LbCropRoom *room)
{
  LbCrop crop = advice->trimmed;
  const LbAspectBucket *shape = self->shape;

  switch (self->way)
    {
    case LB_CROP_WAY_SUGGESTED: return advice->suggested;
    case LB_CROP_WAY_TRIMMED:   return crop;
    case LB_CROP_WAY_SHAPE:
    default:                    break;
    }

  if (!lb_crop_is_set (&crop))
    crop = (LbCrop) { 0, 0, room->width, room->height };
  if (shape == NULL)
    shape = lb_aspect_bucket_find_nearest (crop.width, crop.height);
  lb_crop_take_shape (&crop, shape, room);

  return lb_crop_is_whole (&crop, room) ? (LbCrop) { 0 } : crop;
}

/* In the order of the pictures, as far as all before are looked at. */
static void
show_found (LbCropJob *self)
{
  while (self->next_shown < self->pictures->len && self->looked[self->next_shown])
    {
      LbCropProposal *proposal = self->found->pdata[self->next_shown++];

      if (proposal != NULL)
        g_list_store_append (self->proposals, proposal);
    }
}

/* (transfer full) (nullable): for a picture that can be read. */
static LbCropAdvice *
advise (LbCropJob *self, gpointer picture, const LbCropRoom *room)
{
  GFile *file = lb_crop_source_get_file (self->source, picture);
  g_autoptr (GBytes) bytes = NULL;

  if (file == NULL &&
      !(bytes = dex_await_boxed (lb_crop_source_read (self->source, picture), NULL)))
    return NULL;
  if (self->cancelled)
    return NULL;

  return dex_await_boxed (lb_crop_advise (file, bytes, room), NULL);
}

static void
look_at (LbCropJob *self, guint index)
{
  gpointer picture = self->pictures->pdata[index];
  const LbCropRoom room = lb_crop_source_get_room (self->source, picture);
  g_autoptr (LbCropAdvice) advice = advise (self, picture, &room);
  LbCrop crop = { 0 };

  if (self->cancelled)
    return;

  if (advice != NULL)
    crop = choose (self, advice, &room);
  if (lb_crop_is_set (&crop))
    self->found->pdata[index] = lb_crop_proposal_new (self->source, picture, &crop);
  self->looked[index] = TRUE;
  self->n_looked++;
  show_found (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_LOOKED]);
}

static DexFuture *
worker_fiber (gpointer data)
{
  LbCropJob *self = data;

  while (!self->cancelled && self->next < self->pictures->len)
    look_at (self, self->next++);

  return dex_future_new_true ();
}

static DexFuture *
run_fiber (gpointer data)
{
  LbCropJob *self = data;
  g_autoptr (GPtrArray) workers = g_ptr_array_new_with_free_func (dex_unref);

  for (guint i = 0; i < MIN (N_WORKERS, self->pictures->len); i++)
    g_ptr_array_add (
      workers, dex_scheduler_spawn (NULL, 0, worker_fiber, g_object_ref (self), g_object_unref));
  for (guint i = 0; i < workers->len; i++)
    dex_await (dex_ref (workers->pdata[i]), NULL);
  self->running = FALSE;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_RUNNING]);

  if (self->cancelled)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_CANCELLED, "Nobody wants to know any more");

  return dex_future_new_true ();
}

DexFuture *
lb_crop_job_run (LbCropJob *self)
{
  dex_return_error_if_fail (LB_IS_CROP_JOB (self));
  dex_return_error_if_fail (!self->running && self->next == 0);

  self->running = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_RUNNING]);

  return dex_scheduler_spawn (NULL, 0, run_fiber, g_object_ref (self), g_object_unref);
}

void
lb_crop_job_cancel (LbCropJob *self)
{
  g_return_if_fail (LB_IS_CROP_JOB (self));
  self->cancelled = TRUE;
}

GListModel *
lb_crop_job_get_proposals (LbCropJob *self)
{
  g_return_val_if_fail (LB_IS_CROP_JOB (self), NULL);
  return G_LIST_MODEL (self->proposals);
}

guint
lb_crop_job_get_n_chosen (LbCropJob *self)
{
  guint n = 0;

  g_return_val_if_fail (LB_IS_CROP_JOB (self), 0);

  for (guint i = 0; i < self->found->len; i++)
    n += self->found->pdata[i] != NULL && lb_crop_proposal_get_chosen (self->found->pdata[i]);

  return n;
}

guint
lb_crop_job_apply (LbCropJob *self)
{
  g_autoptr (GPtrArray) pictures = g_ptr_array_new ();
  g_autoptr (GArray) crops = g_array_new (FALSE, FALSE, sizeof (LbCrop));

  g_return_val_if_fail (LB_IS_CROP_JOB (self), 0);

  for (guint i = 0; i < self->found->len; i++)
    {
      LbCropProposal *proposal = self->found->pdata[i];

      if (proposal == NULL || !lb_crop_proposal_get_chosen (proposal))
        continue;
      g_ptr_array_add (pictures, lb_crop_proposal_get_picture (proposal));
      g_array_append_val (crops, *lb_crop_proposal_get_crop (proposal));
    }
  lb_crop_source_crop (self->source, pictures, (LbCrop *) crops->data);

  return pictures->len;
}
