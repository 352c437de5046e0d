#include "config.h"

#include "ui/complete/lb-complete-errand.h"

#include "contract/lb-rules.h"
#include "ui/dataset/lb-image-tally.h"

struct _LbCompleteErrand
{
  GObject parent_instance;

  LbDataset *dataset;     /* (owned) */
  GListModel *images;     /* (owned) */
  LbImageTally *tally;    /* (owned) */
  LbUploadQueue *uploads; /* (owned) (nullable) */
  char *place;            /* (owned) */
  gboolean done;
};

G_DEFINE_FINAL_TYPE (LbCompleteErrand, lb_complete_errand, G_TYPE_OBJECT)

enum
{
  DONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
has_enough (LbCompleteErrand *self)
{
  LbReadiness rules;

  lb_rules_readiness (self->dataset, (int) g_list_model_get_n_items (self->images), 0, 0, &rules);
  return rules.images_missing == 0 &&
         (self->uploads == NULL || !lb_upload_queue_get_running (self->uploads));
}

static gboolean
is_done (LbCompleteErrand *self)
{
  if (g_str_equal (self->place, "schema"))
    return lb_dataset_get_visual_schema (self->dataset) != NULL;
  if (g_str_equal (self->place, "add"))
    return has_enough (self);

  return lb_image_tally_get_shown (self->tally, lb_image_show_from_word (self->place)) == 0;
}

static void
look (LbCompleteErrand *self)
{
  if (self->done || !is_done (self))
    return;

  self->done = TRUE;
  g_signal_emit (self, signals[DONE], 0);
}

static void
lb_complete_errand_finalize (GObject *object)
{
  LbCompleteErrand *self = LB_COMPLETE_ERRAND (object);

  g_clear_object (&self->uploads);
  g_clear_object (&self->tally);
  g_clear_object (&self->images);
  g_clear_object (&self->dataset);
  g_free (self->place);

  G_OBJECT_CLASS (lb_complete_errand_parent_class)->finalize (object);
}

static void
lb_complete_errand_class_init (LbCompleteErrandClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lb_complete_errand_finalize;

  signals[DONE] = g_signal_new ("done", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
}

static void
lb_complete_errand_init (LbCompleteErrand *self)
{
}

LbCompleteErrand *
lb_complete_errand_new (LbSession *session,
                        LbDataset *dataset,
                        GListModel *images,
                        LbUploadQueue *uploads,
                        const char *place)
{
  LbCompleteErrand *self;

  g_return_val_if_fail (LB_IS_SESSION (session), NULL);
  g_return_val_if_fail (LB_IS_DATASET (dataset), NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (images), NULL);
  g_return_val_if_fail (place != NULL, NULL);

  self = g_object_new (LB_TYPE_COMPLETE_ERRAND, NULL);
  self->dataset = g_object_ref (dataset);
  self->images = g_object_ref (images);
  self->tally = lb_image_tally_new (session, dataset, images);
  self->place = g_strdup (place);
  g_set_object (&self->uploads, uploads);
  g_signal_connect_object (self->tally, "changed", G_CALLBACK (look), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dataset, "notify", G_CALLBACK (look), self, G_CONNECT_SWAPPED);
  if (uploads != NULL)
    g_signal_connect_object (uploads, "notify", G_CALLBACK (look), self, G_CONNECT_SWAPPED);

  return self;
}

gboolean
lb_complete_errand_is_done (LbCompleteErrand *self)
{
  g_return_val_if_fail (LB_IS_COMPLETE_ERRAND (self), FALSE);

  return self->done;
}
