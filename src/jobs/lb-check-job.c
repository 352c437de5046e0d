#include "jobs/lb-check-job.h"

#include "base/lb-error.h"
#include "jobs/lb-check-batch.h"
#include "jobs/lb-crop-source.h"
#include "jobs/lb-judge.h"

#define MAX_FILES 20000
#define BATCH_FILES 32 /* one change of the list, and one trip to a worker */
#define N_WORKERS 2

struct _LbCheckJob
{
  GObject parent_instance;

  GListStore *candidates; /* (owned) (element-type LbCandidate) natural order of names */
  LbDataset *dataset;     /* (owned) (nullable) */
  LbJudge *judge;         /* (owned) */
  GPtrArray *stray;       /* (owned) (element-type LbSidecarNote) */
  GCancellable *cancel;   /* (owned) of the present run */
  guint n_found;
  guint n_checked;
  guint n_running; /* runs under way */
  gboolean increase_resolution;
  gboolean leaves_captions;
  guint n_captions;
  gboolean clipped;           /* more files than are looked at */
  LbExportManifest *manifest; /* (owned) (nullable) */
};

static void crop_source_init (LbCropSourceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LbCheckJob,
                               lb_check_job,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LB_TYPE_CROP_SOURCE, crop_source_init))

typedef enum
{
  PROP_N_FOUND = 1,
  PROP_N_CHECKED,
  PROP_N_ADDABLE,
  PROP_CHECKING,
  PROP_CLIPPED,
  PROP_N_CAPTIONS,
  PROP_N_STRAY,
  PROP_TAKES_CAPTIONS,
  PROP_INCREASE_RESOLUTION
} LbCheckJobProperty;

static GParamSpec *props[PROP_INCREASE_RESOLUTION + 1];

static void
lb_check_job_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  LbCheckJob *self = LB_CHECK_JOB (object);

  switch ((LbCheckJobProperty) prop_id)
    {
    case PROP_N_FOUND:             g_value_set_uint (value, self->n_found); break;
    case PROP_N_CHECKED:           g_value_set_uint (value, self->n_checked); break;
    case PROP_N_ADDABLE:           g_value_set_uint (value, lb_judge_get_n_addable (self->judge)); break;
    case PROP_CHECKING:            g_value_set_boolean (value, self->n_running > 0); break;
    case PROP_CLIPPED:             g_value_set_boolean (value, self->clipped); break;
    case PROP_N_CAPTIONS:          g_value_set_uint (value, self->n_captions); break;
    case PROP_N_STRAY:             g_value_set_uint (value, self->stray->len); break;
    case PROP_TAKES_CAPTIONS:      g_value_set_boolean (value, !self->leaves_captions); break;
    case PROP_INCREASE_RESOLUTION: g_value_set_boolean (value, self->increase_resolution); break;
    default:                       G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_check_job_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  LbCheckJob *self = LB_CHECK_JOB (object);

  switch (prop_id)
    {
    case PROP_INCREASE_RESOLUTION:
      lb_check_job_set_increase_resolution (self, g_value_get_boolean (value));
      break;
    case PROP_TAKES_CAPTIONS:
      lb_check_job_set_takes_captions (self, g_value_get_boolean (value));
      break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_check_job_finalize (GObject *object)
{
  LbCheckJob *self = LB_CHECK_JOB (object);

  g_clear_object (&self->candidates);
  g_clear_object (&self->cancel);
  g_clear_object (&self->dataset);
  g_clear_pointer (&self->judge, lb_judge_free);
  g_clear_pointer (&self->stray, g_ptr_array_unref);
  g_clear_pointer (&self->manifest, lb_export_manifest_unref);

  G_OBJECT_CLASS (lb_check_job_parent_class)->finalize (object);
}

static void
lb_check_job_class_init (LbCheckJobClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lb_check_job_get_property;
  object_class->set_property = lb_check_job_set_property;
  object_class->finalize = lb_check_job_finalize;

  props[PROP_N_FOUND] = g_param_spec_uint ("n-found", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_N_CHECKED] = g_param_spec_uint ("n-checked", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_N_ADDABLE] = g_param_spec_uint ("n-addable", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_CHECKING] = g_param_spec_boolean ("checking", NULL, NULL, FALSE, flags);
  props[PROP_CLIPPED] = g_param_spec_boolean ("clipped", NULL, NULL, FALSE, flags);
  props[PROP_N_CAPTIONS] = g_param_spec_uint ("n-captions", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_N_STRAY] = g_param_spec_uint ("n-stray", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_TAKES_CAPTIONS] = g_param_spec_boolean (
    "takes-captions", NULL, NULL, TRUE, flags | G_PARAM_WRITABLE | G_PARAM_EXPLICIT_NOTIFY);
  props[PROP_INCREASE_RESOLUTION] = g_param_spec_boolean (
    "increase-resolution", NULL, NULL, TRUE, flags | G_PARAM_WRITABLE | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
lb_check_job_init (LbCheckJob *self)
{
  self->candidates = g_list_store_new (LB_TYPE_CANDIDATE);
  self->cancel = g_cancellable_new ();
  self->stray = g_ptr_array_new_with_free_func ((GDestroyNotify) lb_sidecar_note_free);
  self->increase_resolution = TRUE;
}

LbCheckJob *
lb_check_job_new (LbDataset *dataset, GListModel *present)
{
  LbCheckJob *self = g_object_new (LB_TYPE_CHECK_JOB, NULL);

  g_set_object (&self->dataset, dataset);
  self->judge = lb_judge_new (dataset, present);
  return self;
}

/* Those of an export first, in its order; then by name. */
static int
compare (gconstpointer a, gconstpointer b, gpointer data)
{
  const guint left_position = lb_candidate_get_position ((LbCandidate *) a);
  const guint right_position = lb_candidate_get_position ((LbCandidate *) b);
  g_autofree char *left =
    g_utf8_collate_key_for_filename (lb_candidate_get_name ((LbCandidate *) a), -1);
  g_autofree char *right =
    g_utf8_collate_key_for_filename (lb_candidate_get_name ((LbCandidate *) b), -1);

  /* 0, of no export, comes after all the others. */
  if (left_position != right_position)
    return left_position - 1 < right_position - 1 ? -1 : 1;

  return g_strcmp0 (left, right);
}

static void
judge_all (LbCheckJob *self)
{
  GListModel *list = G_LIST_MODEL (self->candidates);

  lb_judge_restart (self->judge, self->increase_resolution);
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (LbCandidate) candidate = g_list_model_get_item (list, i);

      lb_judge_candidate (self->judge, candidate);
    }
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_ADDABLE]);
}

/* One change of the list for the whole batch where it goes to the end, which is the rule. */
static void
add_candidates (LbCheckJob *self, GPtrArray *batch)
{
  GListModel *list = G_LIST_MODEL (self->candidates);
  guint n = g_list_model_get_n_items (list);
  g_autoptr (LbCandidate) last = n > 0 ? g_list_model_get_item (list, n - 1) : NULL;

  if (batch->len == 0)
    return;

  if (last == NULL || compare (last, batch->pdata[0], NULL) <= 0)
    {
      for (guint i = 0; i < batch->len; i++)
        lb_judge_candidate (self->judge, batch->pdata[i]);
      g_list_store_splice (self->candidates, n, 0, batch->pdata, batch->len);
    }
  else
    {
      for (guint i = 0; i < batch->len; i++)
        g_list_store_insert_sorted (self->candidates, batch->pdata[i], compare, NULL);
      judge_all (self);
    }

  self->n_checked += batch->len;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_CHECKED]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_ADDABLE]);
}

void
lb_check_job_set_waiting (LbCheckJob *self, GListModel *waiting)
{
  g_return_if_fail (LB_IS_CHECK_JOB (self));
  g_return_if_fail (waiting == NULL || G_IS_LIST_MODEL (waiting));

  lb_judge_set_waiting (self->judge, waiting);
  judge_all (self);
}

void
lb_check_job_set_sent (LbCheckJob *self, GHashTable *sent)
{
  g_return_if_fail (LB_IS_CHECK_JOB (self));

  lb_judge_set_sent (self->judge, sent);
  judge_all (self);
}

void
lb_check_job_set_rules_mode (LbCheckJob *self, LbRulesMode mode)
{
  g_return_if_fail (LB_IS_CHECK_JOB (self));

  lb_judge_set_rules_mode (self->judge, mode);
  judge_all (self);
}

static void
add_found (LbCheckJob *self, guint n)
{
  self->n_found += n;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_FOUND]);
}

/* One call of run(); shared by its workers. */
typedef struct
{
  LbCheckJob *job;      /* (owned) */
  GPtrArray *roots;     /* (owned) (element-type GFile) */
  GBytes *bytes;        /* (owned) (nullable) */
  char *name;           /* (owned) (nullable) of @bytes */
  GCancellable *cancel; /* (owned) */
  GPtrArray *found;     /* (owned) (nullable) (element-type LbFoundFile) */
  GPtrArray *done;      /* (owned) (element-type LbProbeWork) by number of batch; NULL until done */
  guint next_batch;     /* to be probed */
  guint next_shown;     /* to be put into the list */
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;

  g_clear_object (&run->job);
  g_clear_pointer (&run->roots, g_ptr_array_unref);
  g_clear_pointer (&run->bytes, g_bytes_unref);
  g_clear_pointer (&run->name, g_free);
  g_clear_object (&run->cancel);
  g_clear_pointer (&run->found, g_ptr_array_unref);
  g_clear_pointer (&run->done, g_ptr_array_unref);
  g_free (run);
}

static void
add_stray (LbCheckJob *self, const char *name, guint line, LbSidecarFault fault)
{
  LbSidecarNote *note = g_new0 (LbSidecarNote, 1);

  note->name = g_strdup (name);
  note->line = line;
  note->fault = fault;
  g_ptr_array_add (self->stray, note);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_STRAY]);
}

/* @sidecar: (nullable). */
static void
give_caption (LbCheckJob *self, LbCandidate *candidate, LbSidecar *sidecar, LbProbeAnswer *answer)
{
  if (answer->caption != NULL)
    {
      lb_candidate_set_caption_line (candidate, lb_sidecar_get_line (sidecar));
      lb_candidate_set_caption (candidate, answer->caption, lb_sidecar_get_name (sidecar));
      lb_candidate_set_takes_caption (candidate, !self->leaves_captions);
      self->n_captions++;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_CAPTIONS]);
    }
  else if (answer->caption_fault != LB_SIDECAR_OK)
    add_stray (self, lb_sidecar_get_name (sidecar), lb_sidecar_get_line (sidecar),
               answer->caption_fault);
}

static LbCandidate *
new_candidate (Run *run, LbProbeWork *work, guint index)
{
  LbProbeAnswer *answer = &work->answers[index];
  LbFoundFile *found = NULL;
  LbCandidate *candidate = NULL;

  if (work->bytes != NULL)
    {
      candidate = lb_candidate_new (run->name, NULL, run->bytes);
    }
  else
    {
      found = g_ptr_array_index (work->found, work->first + index);
      candidate = lb_candidate_new (found->name, found->file, NULL);
      lb_candidate_set_path (candidate, found->path);
      lb_candidate_set_keeper (candidate, found->keeper);
      lb_candidate_set_origin (candidate, found->position, found->automatic);
      give_caption (run->job, candidate, found->sidecar, answer);
    }
  lb_candidate_set_probe (candidate, &answer->probe, answer->sha256, answer->error);
  lb_candidate_set_mtime_us (candidate, answer->mtime_us);

  return candidate;
}

static void
show_work (Run *run, LbProbeWork *work)
{
  g_autoptr (GPtrArray) batch = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < work->n; i++)
    g_ptr_array_add (batch, new_candidate (run, work, i));
  add_candidates (run->job, batch);
}

static void
work_clear (gpointer work)
{
  if (work != NULL)
    lb_probe_work_unref (work);
}

/* Two of these take batches in turn; a batch is shown once all before it are. */
static DexFuture *
worker_fiber (gpointer data)
{
  Run *run = data;

  while (run->next_batch < run->done->len && !g_cancellable_is_cancelled (run->cancel))
    {
      guint batch = run->next_batch++;
      guint first = batch * BATCH_FILES;
      guint n = MIN (BATCH_FILES, run->found->len - first);
      LbProbeWork *work = lb_probe_work_new (run->found, first, n, run->cancel);

      g_ptr_array_index (run->done, batch) = NULL;
      dex_await (lb_probe_work_run (work), NULL);
      g_ptr_array_index (run->done, batch) = work;
      if (g_cancellable_is_cancelled (run->cancel))
        break;

      while (run->next_shown < run->done->len && run->done->pdata[run->next_shown] != NULL)
        show_work (run, run->done->pdata[run->next_shown++]);
    }

  return dex_future_new_true ();
}

static void
probe_found_files (Run *run)
{
  g_autoptr (GPtrArray) workers = g_ptr_array_new_with_free_func (dex_unref);
  guint n_batches = (run->found->len + BATCH_FILES - 1) / BATCH_FILES;

  run->done = g_ptr_array_new_with_free_func (work_clear);
  g_ptr_array_set_size (run->done, (int) n_batches);

  for (guint i = 0; i < MIN (N_WORKERS, n_batches); i++)
    g_ptr_array_add (workers, dex_scheduler_spawn (NULL, 0, worker_fiber, run, NULL));
  for (guint i = 0; i < workers->len; i++)
    dex_await (dex_ref (workers->pdata[i]), NULL);
}

static void
set_running (LbCheckJob *self, int change)
{
  gboolean before = self->n_running > 0;

  self->n_running += change;
  if (before != (self->n_running > 0))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CHECKING]);
}

/* Whether structured prompts are taken. */
static gboolean
prefers_json (LbCheckJob *self)
{
  return self->dataset == NULL || lb_dataset_is_fibo (self->dataset);
}

/* @manifest: (nullable). */
static void
take_manifest (LbCheckJob *self, LbExportManifest *manifest)
{
  g_clear_pointer (&self->manifest, lb_export_manifest_unref);
  if (manifest != NULL)
    self->manifest = lb_export_manifest_ref (manifest);
}

static void
check_files (Run *run)
{
  LbWalkWork *walk = lb_walk_work_new (run->roots, prefers_json (run->job), run->cancel);
  GPtrArray *notes = NULL;

  dex_await (lb_walk_work_run (walk, MAX_FILES), NULL);
  run->found = g_ptr_array_ref (walk->found);
  take_manifest (run->job, lb_sidecars_get_manifest (walk->sidecars));
  notes = lb_sidecars_is_used (walk->sidecars) ? lb_sidecars_get_notes (walk->sidecars) : NULL;
  for (guint i = 0; notes != NULL && i < notes->len; i++)
    {
      LbSidecarNote *note = notes->pdata[i];

      add_stray (run->job, note->name, note->line, note->fault);
    }
  if (walk->clipped && !run->job->clipped)
    {
      run->job->clipped = TRUE;
      g_object_notify_by_pspec (G_OBJECT (run->job), props[PROP_CLIPPED]);
    }
  lb_walk_work_unref (walk);

  if (g_cancellable_is_cancelled (run->cancel))
    return;
  add_found (run->job, run->found->len);
  probe_found_files (run);
}

static void
check_bytes (Run *run)
{
  LbProbeWork *work = lb_probe_work_new_for_bytes (run->bytes);

  add_found (run->job, 1);
  dex_await (lb_probe_work_run (work), NULL);
  if (!g_cancellable_is_cancelled (run->cancel))
    show_work (run, work);
  lb_probe_work_unref (work);
}

static DexFuture *
run_fiber (gpointer data)
{
  Run *run = data;

  set_running (run->job, 1);
  if (run->bytes != NULL)
    check_bytes (run);
  else
    check_files (run);
  set_running (run->job, -1);

  if (g_cancellable_is_cancelled (run->cancel))
    return dex_future_new_reject (LB_ERROR, LB_ERROR_CANCELLED, "The check was stopped");

  return dex_future_new_true ();
}

static DexFuture *
start (LbCheckJob *self, Run *run)
{
  run->job = g_object_ref (self);
  run->cancel = g_object_ref (self->cancel);
  return dex_scheduler_spawn (NULL, 0, run_fiber, run, run_free);
}

/**
 * lb_check_job_run:
 * @self: a check
 * @files: (element-type GFile): files and folders
 *
 * Looks into every file below @files and adds a judged candidate for each. May be called again for
 * more files. Of more than 20,000 files the rest is left out, and `clipped` says so.
 *
 * Returns: (transfer full): a future of %TRUE; it rejects with LB_ERROR_CANCELLED
 */
DexFuture *
lb_check_job_run (LbCheckJob *self, GListModel *files)
{
  Run *run = NULL;

  dex_return_error_if_fail (LB_IS_CHECK_JOB (self));
  dex_return_error_if_fail (G_IS_LIST_MODEL (files));

  run = g_new0 (Run, 1);
  run->roots = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    g_ptr_array_add (run->roots, g_list_model_get_item (files, i));

  return start (self, run);
}

DexFuture *
lb_check_job_run_bytes (LbCheckJob *self, GBytes *bytes, const char *name)
{
  Run *run = NULL;

  dex_return_error_if_fail (LB_IS_CHECK_JOB (self));
  dex_return_error_if_fail (bytes != NULL);
  dex_return_error_if_fail (name != NULL);

  run = g_new0 (Run, 1);
  run->bytes = g_bytes_ref (bytes);
  run->name = g_strdup (name);

  return start (self, run);
}

/* Candidates judged so far stay. */
void
lb_check_job_cancel (LbCheckJob *self)
{
  g_return_if_fail (LB_IS_CHECK_JOB (self));

  g_cancellable_cancel (self->cancel);
  g_object_unref (self->cancel);
  self->cancel = g_cancellable_new ();
}

GListModel *
lb_check_job_get_candidates (LbCheckJob *self)
{
  g_return_val_if_fail (LB_IS_CHECK_JOB (self), NULL);
  return G_LIST_MODEL (self->candidates);
}

guint
lb_check_job_get_n_addable (LbCheckJob *self)
{
  g_return_val_if_fail (LB_IS_CHECK_JOB (self), 0);
  return lb_judge_get_n_addable (self->judge);
}

gboolean
lb_check_job_get_increase_resolution (LbCheckJob *self)
{
  g_return_val_if_fail (LB_IS_CHECK_JOB (self), FALSE);
  return self->increase_resolution;
}

void
lb_check_job_set_increase_resolution (LbCheckJob *self, gboolean increase)
{
  g_return_if_fail (LB_IS_CHECK_JOB (self));

  if (self->increase_resolution == !!increase)
    return;

  self->increase_resolution = !!increase;
  judge_all (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_INCREASE_RESOLUTION]);
}

guint
lb_check_job_get_room (LbCheckJob *self)
{
  g_return_val_if_fail (LB_IS_CHECK_JOB (self), 0);
  return lb_judge_get_room (self->judge);
}

void
lb_check_job_want (LbCheckJob *self, LbCandidate *candidate, gboolean wanted)
{
  g_return_if_fail (LB_IS_CHECK_JOB (self));
  g_return_if_fail (LB_IS_CANDIDATE (candidate));

  if (lb_candidate_is_wanted (candidate) == !!wanted)
    return;

  lb_candidate_set_wanted (candidate, !!wanted);
  judge_all (self);
}

void
lb_check_job_crop (LbCheckJob *self, LbCandidate *const *candidates, const LbCrop *crops, guint n)
{
  g_return_if_fail (LB_IS_CHECK_JOB (self));

  for (guint i = 0; i < n; i++)
    {
      const LbCropRoom room = lb_candidate_get_crop_room (candidates[i], self->increase_resolution);
      LbCrop crop = crops[i];

      if (lb_crop_is_set (&crop))
        lb_crop_fit (&crop, &room);
      lb_candidate_set_crop (candidates[i], lb_crop_is_whole (&crop, &room) ? NULL : &crop);
    }
  judge_all (self);
}

static GPtrArray *
list_uncropped (LbCropSource *source)
{
  GListModel *all = G_LIST_MODEL (LB_CHECK_JOB (source)->candidates);
  GPtrArray *uncropped = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (LbCandidate) candidate = g_list_model_get_item (all, i);

      if (lb_candidate_is_addable (candidate) && lb_candidate_can_be_drawn (candidate) &&
          !lb_crop_is_set (lb_candidate_get_crop (candidate)))
        g_ptr_array_add (uncropped, g_steal_pointer (&candidate));
    }

  return uncropped;
}

static const char *
get_crop_name (LbCropSource *source, gpointer candidate)
{
  return lb_candidate_get_name (candidate);
}

static LbCropRoom
get_crop_room (LbCropSource *source, gpointer candidate)
{
  return lb_candidate_get_crop_room (candidate, LB_CHECK_JOB (source)->increase_resolution);
}

static GFile *
get_crop_file (LbCropSource *source, gpointer candidate)
{
  return lb_candidate_get_file (candidate);
}

static DexFuture *
read_crop (LbCropSource *source, gpointer candidate)
{
  return dex_future_new_take_boxed (G_TYPE_BYTES, g_bytes_ref (lb_candidate_get_bytes (candidate)));
}

static void
crop (LbCropSource *source, const GPtrArray *candidates, const LbCrop *crops)
{
  lb_check_job_crop (LB_CHECK_JOB (source), (LbCandidate *const *) candidates->pdata, crops,
                     candidates->len);
}

static void
crop_source_init (LbCropSourceInterface *iface)
{
  iface->list_uncropped = list_uncropped;
  iface->get_name = get_crop_name;
  iface->get_room = get_crop_room;
  iface->get_file = get_crop_file;
  iface->read = read_crop;
  iface->crop = crop;
}

LbDataset *
lb_check_job_get_dataset (LbCheckJob *self)
{
  g_return_val_if_fail (LB_IS_CHECK_JOB (self), NULL);
  return self->dataset;
}

guint
lb_check_job_get_n_captions (LbCheckJob *self)
{
  g_return_val_if_fail (LB_IS_CHECK_JOB (self), 0);
  return self->n_captions;
}

GPtrArray *
lb_check_job_get_stray_captions (LbCheckJob *self)
{
  g_return_val_if_fail (LB_IS_CHECK_JOB (self), NULL);
  return self->stray;
}

void
lb_check_job_set_takes_captions (LbCheckJob *self, gboolean takes_captions)
{
  g_return_if_fail (LB_IS_CHECK_JOB (self));

  if (self->leaves_captions == !takes_captions)
    return;

  self->leaves_captions = !takes_captions;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->candidates)); i++)
    {
      g_autoptr (LbCandidate) candidate =
        g_list_model_get_item (G_LIST_MODEL (self->candidates), i);

      lb_candidate_set_takes_caption (candidate, takes_captions);
    }
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TAKES_CAPTIONS]);
}

LbExportManifest *
lb_check_job_get_manifest (LbCheckJob *self)
{
  g_return_val_if_fail (LB_IS_CHECK_JOB (self), NULL);
  return self->manifest;
}
