#include "jobs/lb-set-survey.h"

#include "base/lb-error.h"
#include "base/lb-threads.h"
#include "base/lb-weak.h"
#include "contract/lb-rules.h"
#include "jobs/lb-image-finder.h"
#include "model/lb-readiness-lint.h"
#include "model/lb-thin-spot.h"

struct _LbSetSurvey
{
  GObject parent_instance;

  LbSession *session;    /* (owned) */
  LbDataset *dataset;    /* (owned) */
  LbImageFinder *finder; /* (owned): reads what the images say */
  LbCoverage *coverage;  /* (owned) (nullable) */
  GPtrArray *spots;      /* (owned) (nullable) (element-type LbThinSpot) */
  GPtrArray *findings;   /* (owned) (nullable) (element-type LbLintFinding) */
  DexPromise *settled;   /* (owned) */
  gboolean counting;
  gboolean outdated; /* something was read since the counting has begun */
};

G_DEFINE_FINAL_TYPE (LbSetSurvey, lb_set_survey, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* What a thread counts. */
typedef struct
{
  gatomicrefcount ref_count;
  LbQuerySet *set; /* (owned) */
  char *ip_type;   /* (owned) (nullable) */
  char *ip_name;   /* (owned) (nullable) */
  char *schema;    /* (owned) (nullable) */
  char *prefix;    /* (owned) (nullable) */
  gboolean is_prompt;
  LbCoverage *coverage; /* (owned) (nullable): from here on what it has found */
  GPtrArray *spots;     /* (owned) (nullable) */
  GPtrArray *findings;  /* (owned) (nullable) */
} Counting;

static void count (LbSetSurvey *self);

static void
counting_unref (gpointer data)
{
  Counting *self = data;

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  lb_query_set_unref (self->set);
  g_free (self->ip_type);
  g_free (self->ip_name);
  g_free (self->schema);
  g_free (self->prefix);
  g_clear_object (&self->coverage);
  g_clear_pointer (&self->spots, g_ptr_array_unref);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  g_free (self);
}

static DexFuture *
count_fiber (gpointer data)
{
  Counting *self = data;
  const LbLintSubject subject = {
    .ip_type = self->ip_type,
    .ip_name = self->ip_name,
    .schema = self->schema,
    .prefix = self->prefix,
    .is_prompt = self->is_prompt,
  };

  self->coverage = lb_coverage_new (self->set);
  self->spots = lb_thin_spots_find (self->coverage);
  self->findings = lb_readiness_lint_find (self->set, &subject);

  return dex_future_new_true ();
}

/* For what is done with the outcome. */
typedef struct
{
  GWeakRef *survey;   /* (owned) */
  Counting *counting; /* (owned) */
} Errand;

static void
errand_free (gpointer data)
{
  Errand *self = data;

  lb_weak_free (self->survey);
  counting_unref (self->counting);
  g_free (self);
}

static DexFuture *
counted_cb (DexFuture *future, gpointer data)
{
  Errand *errand = data;
  g_autoptr (LbSetSurvey) self = g_weak_ref_get (errand->survey);

  if (self == NULL || self->finder == NULL)
    return NULL;

  self->counting = FALSE;
  g_set_object (&self->coverage, errand->counting->coverage);
  g_clear_pointer (&self->spots, g_ptr_array_unref);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  self->spots = g_ptr_array_ref (errand->counting->spots);
  self->findings = g_ptr_array_ref (errand->counting->findings);
  if (self->outdated)
    count (self);
  if (dex_future_is_pending (DEX_FUTURE (self->settled)))
    dex_promise_resolve_boolean (self->settled, TRUE);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);

  return NULL;
}

static void
count (LbSetSurvey *self)
{
  LbProject *project =
    lb_session_find_project (self->session, lb_dataset_get_project_id (self->dataset));
  Counting *counting = NULL;
  Errand *errand = NULL;

  self->outdated = TRUE;
  if (self->counting)
    return;

  self->counting = TRUE;
  self->outdated = FALSE;
  counting = g_new0 (Counting, 1);
  g_atomic_ref_count_init (&counting->ref_count);
  counting->set = lb_image_finder_dup_set (self->finder);
  counting->schema = g_strdup (lb_dataset_get_visual_schema (self->dataset));
  counting->prefix = g_strdup (lb_dataset_get_caption_prefix (self->dataset));
  counting->is_prompt = lb_rules_caption_is_prompt (self->dataset);
  if (project != NULL)
    {
      counting->ip_type = g_strdup (lb_project_get_ip_type (project));
      counting->ip_name = g_strdup (lb_project_get_ip_name (project));
    }
  errand = g_new0 (Errand, 1);
  errand->survey = lb_weak_new (self);
  errand->counting = counting;
  g_atomic_ref_count_inc (&counting->ref_count);
  dex_future_disown (dex_future_finally (lb_threads_run (count_fiber, counting, counting_unref),
                                         counted_cb, errand, errand_free));
}

static void
lb_set_survey_dispose (GObject *object)
{
  LbSetSurvey *self = LB_SET_SURVEY (object);

  if (self->settled != NULL && dex_future_is_pending (DEX_FUTURE (self->settled)))
    dex_promise_reject (self->settled,
                        g_error_new (LB_ERROR, LB_ERROR_CANCELLED, "Nobody counts any more"));
  dex_clear (&self->settled);
  if (self->finder != NULL)
    g_signal_handlers_disconnect_by_data (self->finder, self);
  g_clear_object (&self->finder);
  g_clear_pointer (&self->spots, g_ptr_array_unref);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  g_clear_object (&self->coverage);
  g_clear_object (&self->dataset);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (lb_set_survey_parent_class)->dispose (object);
}

static void
lb_set_survey_class_init (LbSetSurveyClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lb_set_survey_dispose;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
lb_set_survey_init (LbSetSurvey *self)
{
  self->settled = dex_promise_new ();
}

LbSetSurvey *
lb_set_survey_new (LbSession *session, LbDataset *dataset, GListModel *images)
{
  LbSetSurvey *self = NULL;

  g_return_val_if_fail (LB_IS_SESSION (session), NULL);
  g_return_val_if_fail (LB_IS_DATASET (dataset), NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (images), NULL);

  self = g_object_new (LB_TYPE_SET_SURVEY, NULL);
  self->session = g_object_ref (session);
  self->dataset = g_object_ref (dataset);
  self->finder = lb_image_finder_new (session, dataset, images);
  g_signal_connect_swapped (self->finder, "read", G_CALLBACK (count), self);
  lb_image_finder_prepare (self->finder);

  return self;
}

DexFuture *
lb_set_survey_settle (LbSetSurvey *self)
{
  dex_return_error_if_fail (LB_IS_SET_SURVEY (self));

  return dex_ref (DEX_FUTURE (self->settled));
}

LbCoverage *
lb_set_survey_get_coverage (LbSetSurvey *self)
{
  g_return_val_if_fail (LB_IS_SET_SURVEY (self), NULL);

  return self->coverage;
}

GPtrArray *
lb_set_survey_get_spots (LbSetSurvey *self)
{
  g_return_val_if_fail (LB_IS_SET_SURVEY (self), NULL);

  return self->spots;
}

GPtrArray *
lb_set_survey_get_findings (LbSetSurvey *self)
{
  g_return_val_if_fail (LB_IS_SET_SURVEY (self), NULL);

  return self->findings;
}
