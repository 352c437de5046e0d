#include "jobs/lb-cell-job.h"

#include <string.h>

#include "base/lb-error.h"
#include "base/lb-threads.h"
#include "contract/lb-limits.h"
#include "jobs/lb-caption-step.h"
#include "session/lb-field-fit.h"
#include "session/lb-session-frozen.h"

#define SLICE 200 /* captions that the main thread looks at before it does something else */

typedef struct
{
  char *path; /* (owned) */
  char *text; /* (owned) */
} Cell;

/* What is to be written into one caption. */
typedef struct
{
  LbCaptionItem *item; /* (owned): for the main thread only */
  GArray *cells;       /* (owned) (element-type Cell) */
  char *text;          /* (owned) (nullable): NULL when nobody may change it now */
  LbPrompt *before;    /* (owned) (nullable) when it does not parse */
  GListModel *changes; /* (owned) (nullable) */
  GPtrArray *problems; /* (owned) (element-type LbCellProblem) */
} Task;

struct _LbCellJob
{
  GObject parent_instance;

  LbSession *session;  /* (owned) */
  LbDataset *dataset;  /* (owned) */
  GPtrArray *images;   /* (owned) (element-type LbImage): of @cells */
  GArray *cells;       /* (owned) (element-type Cell): what was added, until it runs */
  GPtrArray *tasks;    /* (owned) (element-type Task) */
  GPtrArray *problems; /* (owned) (element-type LbCellProblem) */
  guint n_cells;
};

G_DEFINE_FINAL_TYPE (LbCellJob, lb_cell_job, G_TYPE_OBJECT)

static void
cell_clear (gpointer data)
{
  Cell *self = data;

  g_free (self->path);
  g_free (self->text);
}

static GArray *
new_cells (void)
{
  GArray *cells = g_array_new (FALSE, FALSE, sizeof (Cell));

  g_array_set_clear_func (cells, cell_clear);
  return cells;
}

static void
problem_free (gpointer data)
{
  LbCellProblem *self = data;

  g_object_unref (self->image);
  g_free (self->path);
  g_clear_object (&self->issue);
  g_clear_error (&self->error);
  g_free (self);
}

static void
task_free (gpointer data)
{
  Task *self = data;

  g_object_unref (self->item);
  g_array_unref (self->cells);
  g_free (self->text);
  g_clear_object (&self->before);
  g_clear_object (&self->changes);
  g_ptr_array_unref (self->problems);
  g_free (self);
}

static void
lb_cell_job_finalize (GObject *object)
{
  LbCellJob *self = LB_CELL_JOB (object);

  g_ptr_array_unref (self->images);
  g_array_unref (self->cells);
  g_ptr_array_unref (self->tasks);
  g_ptr_array_unref (self->problems);
  g_clear_object (&self->dataset);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (lb_cell_job_parent_class)->finalize (object);
}

static void
lb_cell_job_class_init (LbCellJobClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lb_cell_job_finalize;
}

static void
lb_cell_job_init (LbCellJob *self)
{
  self->images = g_ptr_array_new_with_free_func (g_object_unref);
  self->cells = new_cells ();
  self->tasks = g_ptr_array_new_with_free_func (task_free);
  self->problems = g_ptr_array_new_with_free_func (problem_free);
}

LbCellJob *
lb_cell_job_new (LbSession *session, LbDataset *dataset)
{
  LbCellJob *self = g_object_new (LB_TYPE_CELL_JOB, NULL);

  self->session = g_object_ref (session);
  self->dataset = g_object_ref (dataset);

  return self;
}

void
lb_cell_job_add (LbCellJob *self, LbImage *image, const char *path, const char *text)
{
  const Cell cell = { g_strdup (path), g_strdup (text) };

  g_return_if_fail (LB_IS_CELL_JOB (self));

  g_ptr_array_add (self->images, g_object_ref (image));
  g_array_append_val (self->cells, cell);
  self->n_cells++;
}

guint
lb_cell_job_get_n_cells (LbCellJob *self)
{
  g_return_val_if_fail (LB_IS_CELL_JOB (self), 0);

  return self->n_cells;
}

GPtrArray *
lb_cell_job_get_problems (LbCellJob *self)
{
  g_return_val_if_fail (LB_IS_CELL_JOB (self), NULL);

  return self->problems;
}

/* @path: (nullable) */
static LbCellProblem *
add_problem (Task *task, const char *path, LbCellProblemKind kind)
{
  LbCellProblem *problem = g_new0 (LbCellProblem, 1);

  problem->image = g_object_ref (lb_caption_item_get_image (task->item));
  problem->path = g_strdup (path);
  problem->kind = kind;
  g_ptr_array_add (task->problems, problem);

  return problem;
}

/* Making the captions, on a thread. */

typedef struct
{
  GPtrArray *tasks;       /* (owned) (element-type Task) */
  LbFrozenFields *frozen; /* (owned) (nullable) */
} Making;

static void
making_free (gpointer data)
{
  Making *self = data;

  g_ptr_array_unref (self->tasks);
  g_clear_object (&self->frozen);
  g_free (self);
}

/* (transfer full) (nullable): what is wrong with @after and was not with @before. */
static LbPromptIssue *
find_issue (LbPrompt *before, LbPrompt *after)
{
  g_autoptr (GListModel) old = lb_prompt_validate (before, LB_PROMPT_CAPTION);
  g_autoptr (GListModel) issues = lb_prompt_validate (after, LB_PROMPT_CAPTION);

  for (guint i = 0; i < g_list_model_get_n_items (issues); i++)
    {
      g_autoptr (LbPromptIssue) issue = g_list_model_get_item (issues, i);
      gboolean known = FALSE;

      for (guint j = 0; j < g_list_model_get_n_items (old) && !known; j++)
        {
          g_autoptr (LbPromptIssue) one = g_list_model_get_item (old, j);

          known = lb_prompt_issue_get_kind (one) == lb_prompt_issue_get_kind (issue) &&
                  g_str_equal (lb_prompt_issue_get_path (one), lb_prompt_issue_get_path (issue));
        }
      if (!known)
        return g_steal_pointer (&issue);
    }

  return NULL;
}

/* Whether @after has another value than the one that the field is frozen at, and @before not. */
static gboolean
leaves_frozen (LbFrozenFields *fields, LbPrompt *before, LbPrompt *after)
{
  g_auto (GStrv) paths = fields != NULL ? lb_frozen_fields_dup_paths (fields) : NULL;

  for (guint i = 0; paths != NULL && paths[i] != NULL; i++)
    {
      g_autofree char *value = lb_frozen_fields_dup_value (fields, paths[i]);
      g_autofree char *old = lb_prompt_get (before, paths[i]);
      g_autofree char *json = lb_prompt_get (after, paths[i]);
      g_autoptr (LbPrompt) fit = NULL;

      if (g_strcmp0 (old, json) == 0)
        continue;
      fit = lb_prompt_set (after, paths[i], value, NULL);
      if (fit == NULL || !g_str_equal (lb_prompt_get_text (fit), lb_prompt_get_text (after)))
        return TRUE;
    }

  return FALSE;
}

/* @caption: (inout): what the cells before have made of it. */
static void
make_cell (Task *task, LbPrompt **caption, const Cell *cell, LbFrozenFields *frozen)
{
  LbCellRefusal why = LB_CELL_NO_VALUE;
  guint n_values = 0;
  g_autoptr (LbPrompt) after = lb_cell_put (*caption, cell->path, cell->text, &why, &n_values);
  LbCellProblem *problem = NULL;

  if (after == NULL)
    {
      problem = add_problem (task, cell->path, LB_CELL_PROBLEM_REFUSED);
      problem->why = why;
      problem->n_values = n_values;
    }
  else if (leaves_frozen (frozen, *caption, after))
    add_problem (task, cell->path, LB_CELL_PROBLEM_FROZEN);
  else if (lb_field_fit_is_no_worse (*caption, after))
    g_set_object (caption, after);
  else if (strlen (lb_prompt_get_text (after)) > LB_LIMIT_CAPTION_BYTES)
    add_problem (task, cell->path, LB_CELL_PROBLEM_TOO_LONG);
  else
    {
      problem = add_problem (task, cell->path, LB_CELL_PROBLEM_INVALID);
      problem->issue = find_issue (*caption, after);
    }
}

static void
make_caption (Task *task, LbFrozenFields *frozen)
{
  g_autoptr (LbPrompt) caption = NULL;

  if (task->text == NULL || !(task->before = lb_prompt_new (task->text, NULL)))
    {
      add_problem (task, NULL, LB_CELL_PROBLEM_NOT_NOW);
      return;
    }

  caption = g_object_ref (task->before);
  for (guint i = 0; i < task->cells->len; i++)
    make_cell (task, &caption, &g_array_index (task->cells, Cell, i), frozen);
  task->changes = lb_prompt_diff (task->before, caption);
}

static DexFuture *
make_fiber (gpointer data)
{
  Making *making = data;

  for (guint i = 0; i < making->tasks->len; i++)
    make_caption (g_ptr_array_index (making->tasks, i), making->frozen);

  return dex_future_new_true ();
}

/* Between two of many: whatever else waits for the main thread has its turn. */
static void
rest (guint nth)
{
  if (nth > 0 && nth % SLICE == 0)
    dex_await (dex_timeout_new_msec (1), NULL);
}

static Task *
add_task (LbCellJob *self, LbCaptionStep *step, LbImage *image)
{
  Task *task = g_new0 (Task, 1);

  task->item = lb_caption_item_new (image);
  task->cells = new_cells ();
  task->problems = g_ptr_array_new_with_free_func (problem_free);
  if (lb_caption_step_can_change (step, image))
    task->text = lb_caption_step_dup_text (step, image);
  g_ptr_array_add (self->tasks, task);

  return task;
}

/* One for each image. */
static void
make_tasks (LbCellJob *self, LbCaptionStep *step)
{
  g_autoptr (GHashTable) found = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < self->cells->len; i++)
    {
      LbImage *image = g_ptr_array_index (self->images, i);
      Cell *added = &g_array_index (self->cells, Cell, i);
      const Cell cell = { g_steal_pointer (&added->path), g_steal_pointer (&added->text) };
      Task *task = g_hash_table_lookup (found, image);

      if (task == NULL)
        {
          rest (self->tasks->len);
          task = add_task (self, step, image);
          g_hash_table_insert (found, image, task);
        }
      g_array_append_val (task->cells, cell);
    }
}

/* (transfer full) (element-type LbCaptionItem): those with something to be written. */
static GListModel *
list_items (LbCellJob *self)
{
  GListStore *items = g_list_store_new (LB_TYPE_CAPTION_ITEM);

  for (guint i = 0; i < self->tasks->len; i++)
    {
      Task *task = g_ptr_array_index (self->tasks, i);

      rest (i);
      if (task->changes == NULL)
        continue;
      lb_caption_item_answer (task->item, task->before, task->changes);
      g_list_store_append (items, task->item);
    }

  return G_LIST_MODEL (items);
}

static void
collect_problems (LbCellJob *self)
{
  for (guint i = 0; i < self->tasks->len; i++)
    {
      Task *task = g_ptr_array_index (self->tasks, i);
      const GError *error = lb_caption_item_get_error (task->item);

      if (lb_caption_item_get_state (task->item) == LB_CAPTION_ITEM_OUTDATED)
        add_problem (task, NULL, LB_CELL_PROBLEM_NOT_NOW);
      else if (error != NULL)
        add_problem (task, NULL, LB_CELL_PROBLEM_NOT_KEPT)->error = g_error_copy (error);
      g_ptr_array_extend_and_steal (self->problems, g_steal_pointer (&task->problems));
      task->problems = g_ptr_array_new_with_free_func (problem_free);
    }
}

static DexFuture *
run_fiber (gpointer data)
{
  LbCellJob *self = data;
  g_autoptr (LbCaptionStep) step =
    lb_caption_step_new (self->session, self->dataset, LB_HISTORY_EDIT);
  Making *making = g_new0 (Making, 1);
  LbFrozenFields *frozen = lb_session_get_frozen (self->session, self->dataset);
  g_autoptr (GListModel) items = NULL;
  g_autoptr (GError) error = NULL;
  guint n_written;

  making->tasks = g_ptr_array_ref (self->tasks);
  making->frozen = frozen != NULL ? g_object_ref (frozen) : NULL;
  make_tasks (self, step);
  if (!dex_await (lb_threads_run (make_fiber, making, making_free), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  items = list_items (self);
  n_written = dex_await_uint (lb_caption_step_write (step, items), &error);
  if (error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  collect_problems (self);
  return dex_future_new_for_uint (n_written);
}

/**
 * lb_cell_job_run:
 * @self: a job that has not run
 *
 * Writes what was added, and finds the problems.
 *
 * Returns: (transfer full): a future of the number of captions that were written (uint); it rejects
 *   with LB_ERROR_INVALID where the session is not open
 */
DexFuture *
lb_cell_job_run (LbCellJob *self)
{
  dex_return_error_if_fail (LB_IS_CELL_JOB (self));

  return dex_scheduler_spawn (NULL, 0, run_fiber, g_object_ref (self), g_object_unref);
}
