#include "jobs/lb-export-job.h"

#include <string.h>

#include "archive/lb-download-names.h"
#include "base/lb-error.h"
#include "base/lb-sha256.h"
#include "base/lb-threads.h"
#include "jobs/lb-export-part.h"
#include "jobs/lb-export-plan.h"
#include "model/lb-image-name.h"

#define MARK "\xef\xbb\xbf" /* of UTF-8 */
#define N_AHEAD 3           /* pictures that are fetched while one is written */

struct _LbExportJob
{
  GObject parent_instance;

  LbSession *session;   /* (owned) */
  LbDataset *dataset;   /* (owned) */
  GFile *target;        /* (owned) */
  GListModel *images;   /* (owned) (nullable): only these */
  GCancellable *cancel; /* (owned) */
  char *failed;         /* (owned) (nullable) */
  GPtrArray *left_out;  /* (owned) (element-type LbExportFailure) */
  LbExportFormat format;
  gboolean zip;
  guint n_done;
  guint n_total;
  guint n_drafts;
  guint n_missing;
  guint64 n_bytes;
};

G_DEFINE_FINAL_TYPE (LbExportJob, lb_export_job, G_TYPE_OBJECT)

typedef enum
{
  PROP_N_DONE = 1,
  PROP_N_TOTAL
} LbExportJobProperty;

static GParamSpec *props[PROP_N_TOTAL + 1];

static void
failure_free (gpointer data)
{
  LbExportFailure *failure = data;

  g_clear_object (&failure->image);
  g_free (failure->name);
  g_clear_error (&failure->error);
  g_free (failure);
}

static void
lb_export_job_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  LbExportJob *self = LB_EXPORT_JOB (object);

  switch ((LbExportJobProperty) prop_id)
    {
    case PROP_N_DONE:  g_value_set_uint (value, self->n_done); break;
    case PROP_N_TOTAL: g_value_set_uint (value, self->n_total); break;
    default:           G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_export_job_finalize (GObject *object)
{
  LbExportJob *self = LB_EXPORT_JOB (object);

  g_clear_object (&self->session);
  g_clear_object (&self->dataset);
  g_clear_object (&self->target);
  g_clear_object (&self->images);
  g_clear_object (&self->cancel);
  g_clear_pointer (&self->failed, g_free);
  g_clear_pointer (&self->left_out, g_ptr_array_unref);

  G_OBJECT_CLASS (lb_export_job_parent_class)->finalize (object);
}

static void
lb_export_job_class_init (LbExportJobClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lb_export_job_get_property;
  object_class->finalize = lb_export_job_finalize;

  props[PROP_N_DONE] = g_param_spec_uint ("n-done", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_N_TOTAL] = g_param_spec_uint ("n-total", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
lb_export_job_init (LbExportJob *self)
{
  self->cancel = g_cancellable_new ();
  self->left_out = g_ptr_array_new_with_free_func (failure_free);
}

LbExportJob *
lb_export_job_new (
  LbSession *session, LbDataset *dataset, GFile *target, LbExportFormat format, gboolean zip)
{
  LbExportJob *self = NULL;

  g_return_val_if_fail (LB_IS_SESSION (session), NULL);
  g_return_val_if_fail (LB_IS_DATASET (dataset), NULL);
  g_return_val_if_fail (G_IS_FILE (target), NULL);

  self = g_object_new (LB_TYPE_EXPORT_JOB, NULL);
  self->session = g_object_ref (session);
  self->dataset = g_object_ref (dataset);
  self->target = g_object_ref (target);
  self->format = format;
  self->zip = zip;

  return self;
}

void
lb_export_job_set_images (LbExportJob *self, GListModel *images)
{
  g_return_if_fail (LB_IS_EXPORT_JOB (self));
  g_return_if_fail (G_IS_LIST_MODEL (images));

  g_set_object (&self->images, images);
}

/* One step on a worker thread. */
typedef struct
{
  LbExportPart *part; /* (owned) (nullable): made by the first step, which has none */
  GFile *target;      /* (owned) */
  guint64 n_bytes;
  gboolean zip;
  gboolean last;
  GPtrArray *texts; /* (owned) (element-type LbExportText): to be added */
} Step;

static void
step_free (gpointer data)
{
  Step *step = data;

  g_clear_object (&step->part);
  g_clear_object (&step->target);
  g_clear_pointer (&step->texts, g_ptr_array_unref);
  g_free (step);
}

static DexFuture *
step_fiber (gpointer data)
{
  Step *step = data;
  GError *error = NULL;
  gboolean done = TRUE;

  if (step->part == NULL)
    {
      lb_export_part_clean ();
      step->part = lb_export_part_new (step->target, step->zip, step->n_bytes, &error);
      return step->part != NULL ? dex_future_new_take_object (g_object_ref (step->part))
                                : dex_future_new_for_error (error);
    }

  for (guint i = 0; done && i < step->texts->len; i++)
    {
      LbExportText *text = step->texts->pdata[i];

      done = lb_export_part_add (step->part, text->path, text->bytes, &error);
    }
  if (done && step->last)
    done = lb_export_part_finish (step->part, &error);

  return done ? dex_future_new_true () : dex_future_new_for_error (error);
}

/* (transfer full) (nullable) */
static LbExportPart *
begin (LbExportJob *self, LbExportPlan *plan, GError **error)
{
  Step *step = g_new0 (Step, 1);

  step->target = g_object_ref (self->target);
  step->zip = self->zip;
  step->n_bytes = lb_export_plan_get_bytes (plan);
  return dex_await_object (lb_threads_run (step_fiber, step, step_free), error);
}

static DexFuture *
discard_fiber (gpointer part)
{
  lb_export_part_discard (part);

  return dex_future_new_true ();
}

/* @texts: (transfer full) */
static gboolean
add (LbExportPart *part, GPtrArray *texts, gboolean last, GError **error)
{
  Step *step = g_new0 (Step, 1);

  step->part = g_object_ref (part);
  step->texts = texts;
  step->last = last;
  return dex_await (lb_threads_run (step_fiber, step, step_free), error);
}

static void
set_n_done (LbExportJob *self, guint n_done)
{
  self->n_done = n_done;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_DONE]);
}

/* Whoever reads it takes one mark off. */
static GBytes *
write_text (const char *text)
{
  g_autofree char *marked =
    g_str_has_prefix (text, MARK) ? g_strconcat (MARK, text, NULL) : g_strdup (text);
  gsize length = strlen (marked);

  return g_bytes_new_take (g_steal_pointer (&marked), length);
}

static gboolean
add_item (LbExportJob *self,
          LbExportPart *part,
          LbExportPlan *plan,
          LbExportItem *item,
          GBytes *picture,
          GError **error)
{
  GPtrArray *texts = lb_export_texts_new ();
  char *path = NULL;

  lb_export_plan_place (plan, item, picture);
  path = lb_export_plan_dup_text_path (plan, item);
  lb_export_texts_take (texts, g_strdup (item->path), g_bytes_ref (picture));
  if (path != NULL)
    lb_export_texts_take (texts, path, write_text (item->text));

  return add (part, texts, FALSE, error);
}

/* A picture that has come, and what it has to be. */
typedef struct
{
  GBytes *bytes; /* (owned) (nullable) */
  char *sha256;  /* (owned) */
} Check;

static void
check_free (gpointer data)
{
  Check *check = data;

  g_clear_pointer (&check->bytes, g_bytes_unref);
  g_free (check->sha256);
  g_free (check);
}

static DexFuture *
check_fiber (gpointer data)
{
  Check *check = data;
  g_autofree char *sha256 = lb_sha256_of_bytes (check->bytes);

  if (!g_str_equal (sha256, check->sha256))
    return dex_future_new_reject (LB_ERROR, LB_ERROR_DAMAGED, "The picture is not what was stored");

  return dex_future_new_take_boxed (G_TYPE_BYTES, g_steal_pointer (&check->bytes));
}

static DexFuture *
fetched_cb (DexFuture *fetched, gpointer sha256)
{
  Check *check = g_new0 (Check, 1);

  check->bytes = dex_await_boxed (dex_ref (fetched), NULL);
  check->sha256 = g_strdup (sha256);

  return lb_threads_run (check_fiber, check, check_free);
}

/* (transfer full): a service elsewhere does not say what a picture has to be. */
static DexFuture *
fetch_checked (LbExportJob *self, LbImage *image)
{
  const char *sha256 = lb_image_get_stored_sha256 (image);
  DexFuture *fetched = lb_session_fetch_picture (self->session, image);

  return sha256 != NULL ? dex_future_then (fetched, fetched_cb, g_strdup (sha256), g_free)
                        : fetched;
}

/* Pictures that come next are on their way while one is written. */
typedef struct
{
  LbExportJob *job;
  GPtrArray *items;
  GQueue futures; /* (element-type DexFuture) */
  guint next;
} Fetching;

static void
fetch_ahead (Fetching *fetching)
{
  while (fetching->next < fetching->items->len && fetching->futures.length < N_AHEAD)
    {
      LbExportItem *item = fetching->items->pdata[fetching->next++];

      g_queue_push_tail (&fetching->futures, fetch_checked (fetching->job, item->image));
    }
}

/* (transfer full) */
static char *
dup_name (LbExportItem *item)
{
  char *name = lb_image_name_unmark (lb_image_get_image_name (item->image));

  return name != NULL ? name : g_strdup_printf ("%" G_GINT64_FORMAT, lb_image_get_id (item->image));
}

/* What ails one picture, and need not ail the next. */
static gboolean
is_of_one (const GError *error)
{
  return error->domain == LB_ERROR && error->code != LB_ERROR_OFFLINE &&
         error->code != LB_ERROR_UNAUTHORIZED && error->code != LB_ERROR_TIMED_OUT &&
         error->code != LB_ERROR_RATE_LIMITED && error->code != LB_ERROR_CANCELLED;
}

/* @error: (transfer full) */
static void
leave_out (LbExportJob *self, LbExportItem *item, GError *error)
{
  LbExportFailure *failure = g_new0 (LbExportFailure, 1);

  if (g_error_matches (error, LB_ERROR, LB_ERROR_NOT_FOUND) ||
      g_error_matches (error, LB_ERROR, LB_ERROR_CONFLICT))
    error->code = LB_ERROR_GONE;
  if (error->code == LB_ERROR_DAMAGED)
    lb_session_forget_picture (self->session, item->image);
  failure->image = g_object_ref (item->image);
  failure->name = dup_name (item);
  failure->error = error;
  g_ptr_array_add (self->left_out, failure);
}

/* Waits for the next picture and adds it. @skipped: (element-type LbExportItem): takes it when it
 * is to be left out. */
static gboolean
add_next (LbExportJob *self,
          LbExportPart *part,
          LbExportPlan *plan,
          LbExportItem *item,
          DexFuture *fetched,
          GPtrArray *skipped,
          GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (GBytes) picture = dex_await_boxed (fetched, &failure);

  if (picture != NULL)
    return add_item (self, part, plan, item, picture, error);

  if (is_of_one (failure))
    {
      leave_out (self, item, g_steal_pointer (&failure));
      g_ptr_array_add (skipped, item);
      return TRUE;
    }

  self->failed = dup_name (item);
  g_propagate_error (error, g_steal_pointer (&failure));

  return FALSE;
}

/* An export of nothing is none. */
static gboolean
check_any_left (LbExportJob *self, LbExportPlan *plan, GError **error)
{
  const LbExportFailure *first = NULL;

  self->n_missing = lb_export_plan_get_n_missing (plan);
  if (self->left_out->len == 0 || lb_export_plan_get_items (plan)->len > 0)
    return TRUE;

  first = g_ptr_array_index (self->left_out, 0);
  self->failed = g_strdup (first->name);
  g_propagate_error (error, g_error_copy (first->error));

  return FALSE;
}

static gboolean
add_items (LbExportJob *self, LbExportPart *part, LbExportPlan *plan, GError **error)
{
  Fetching fetching = { .job = self, .items = lb_export_plan_get_items (plan) };
  g_autoptr (GPtrArray) skipped = g_ptr_array_new ();
  gboolean done = TRUE;

  for (guint i = 0; done && i < fetching.items->len; i++)
    {
      LbExportItem *item = fetching.items->pdata[i];

      if (g_cancellable_set_error_if_cancelled (self->cancel, error))
        {
          done = FALSE;
          break;
        }
      fetch_ahead (&fetching);
      done =
        add_next (self, part, plan, item, g_queue_pop_head (&fetching.futures), skipped, error);
      if (done)
        set_n_done (self, i + 1);
    }

  g_queue_clear_full (&fetching.futures, dex_unref);
  for (guint i = 0; i < skipped->len; i++)
    lb_export_plan_leave_out (plan, skipped->pdata[i]);

  return done && check_any_left (self, plan, error);
}

/* As they are now; offline, as they were last seen. */
static GListModel *
load_images (LbExportJob *self, GError **error)
{
  GListModel *images = lb_session_get_images (self->session, self->dataset);
  g_autoptr (GError) failure = NULL;

  if (!dex_await (lb_session_load_images (self->session, self->dataset), &failure) &&
      g_list_model_get_n_items (images) == 0)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  if (g_list_model_get_n_items (images) == 0)
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_NOT_FOUND, "The dataset has no pictures");
      return NULL;
    }

  return images;
}

static gboolean export (LbExportJob *self, GError **error)
{
  GListModel *images = load_images (self, error);
  g_autoptr (LbExportPlan) plan = NULL;
  g_autoptr (LbExportPart) part = NULL;

  if (images == NULL)
    return FALSE;

  plan = lb_export_plan_new (self->session, self->dataset,
                             self->images != NULL ? self->images : images, self->format);
  self->n_drafts = lb_export_plan_get_n_drafts (plan);
  self->n_missing = lb_export_plan_get_n_missing (plan);
  self->n_total = lb_export_plan_get_items (plan)->len;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_TOTAL]);

  if (!(part = begin (self, plan, error)))
    return FALSE;
  if (!add_items (self, part, plan, error) ||
      g_cancellable_set_error_if_cancelled (self->cancel, error) ||
      !add (part, lb_export_plan_list_texts (plan), TRUE, error))
    {
      dex_await (lb_threads_run (discard_fiber, g_object_ref (part), g_object_unref), NULL);
      return FALSE;
    }

  self->n_bytes = lb_export_part_get_bytes (part);
  return TRUE;
}

static DexFuture *
run_fiber (gpointer data)
{
  LbExportJob *self = data;
  g_autoptr (GError) error = NULL;

  if (export (self, &error))
    return dex_future_new_true ();
  if (g_cancellable_is_cancelled (self->cancel))
    return dex_future_new_reject (LB_ERROR, LB_ERROR_CANCELLED, "The export was stopped");

  return dex_future_new_for_error (g_steal_pointer (&error));
}

DexFuture *
lb_export_job_run (LbExportJob *self)
{
  dex_return_error_if_fail (LB_IS_EXPORT_JOB (self));

  return dex_scheduler_spawn (NULL, 0, run_fiber, g_object_ref (self), g_object_unref);
}

void
lb_export_job_cancel (LbExportJob *self)
{
  g_return_if_fail (LB_IS_EXPORT_JOB (self));
  g_cancellable_cancel (self->cancel);
}

LbDataset *
lb_export_job_get_dataset (LbExportJob *self)
{
  g_return_val_if_fail (LB_IS_EXPORT_JOB (self), NULL);
  return self->dataset;
}

GFile *
lb_export_job_get_target (LbExportJob *self)
{
  g_return_val_if_fail (LB_IS_EXPORT_JOB (self), NULL);
  return self->target;
}

guint
lb_export_job_get_n_done (LbExportJob *self)
{
  g_return_val_if_fail (LB_IS_EXPORT_JOB (self), 0);
  return self->n_done;
}

guint
lb_export_job_get_n_total (LbExportJob *self)
{
  g_return_val_if_fail (LB_IS_EXPORT_JOB (self), 0);
  return self->n_total;
}

const char *
lb_export_job_get_failed (LbExportJob *self)
{
  g_return_val_if_fail (LB_IS_EXPORT_JOB (self), NULL);
  return self->failed;
}

GPtrArray *
lb_export_job_get_left_out (LbExportJob *self)
{
  g_return_val_if_fail (LB_IS_EXPORT_JOB (self), NULL);
  return self->left_out;
}

guint
lb_export_job_get_n_drafts (LbExportJob *self)
{
  g_return_val_if_fail (LB_IS_EXPORT_JOB (self), 0);
  return self->n_drafts;
}

guint
lb_export_job_get_n_missing (LbExportJob *self)
{
  g_return_val_if_fail (LB_IS_EXPORT_JOB (self), 0);
  return self->n_missing;
}

guint64
lb_export_job_get_bytes (LbExportJob *self)
{
  g_return_val_if_fail (LB_IS_EXPORT_JOB (self), 0);
  return self->n_bytes;
}

char *
lb_export_name (LbDataset *dataset)
{
  g_return_val_if_fail (LB_IS_DATASET (dataset), NULL);
  return lb_download_name_clean (lb_dataset_get_name (dataset));
}

guint64
lb_export_estimate (GListModel *images)
{
  guint64 n_bytes = 0;

  for (guint i = 0; i < g_list_model_get_n_items (images); i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (images, i);
      const char *caption = lb_image_get_caption (image);

      n_bytes += (guint64) MAX (0, lb_image_get_size_bytes (image)) +
                 (caption != NULL ? strlen (caption) : 0);
    }

  return n_bytes;
}
