#pragma once

#include "model/lb-cell-put.h"
#include "model/lb-prompt-issue.h"
#include "session/lb-session.h"

G_BEGIN_DECLS

typedef enum
{
  LB_CELL_PROBLEM_NOT_NOW, /* the caption is not what the service has or will have, or is no prompt
                              that can be read, or was changed meanwhile */
  LB_CELL_PROBLEM_FROZEN,  /* the field has one value in all captions */
  LB_CELL_PROBLEM_REFUSED, /* see @why */
  LB_CELL_PROBLEM_INVALID, /* see @issue */
  LB_CELL_PROBLEM_TOO_LONG,
  LB_CELL_PROBLEM_NOT_KEPT /* see @error */
} LbCellProblemKind;

/**
 * LbCellProblem:
 * @image: whose cell
 * @path: (nullable): which cell; NULL for the caption as a whole
 * @kind: what is wrong
 * @why: of a cell that can't take the text
 * @n_values: how many values there have to be, for LB_CELL_COUNT
 * @issue: (nullable): what would be wrong with the caption
 * @error: (nullable): what the disk said
 *
 * Why something was not written.
 */
typedef struct
{
  LbImage *image;
  char *path;
  LbCellProblemKind kind;
  LbCellRefusal why;
  guint n_values;
  LbPromptIssue *issue;
  GError *error;
} LbCellProblem;

/**
 * LbCellJob:
 *
 * Puts texts into cells of a table of captions, all of them as one step of the history. What a
 * caption would be less valid with, what is frozen at another value and what can't be changed now
 * is left as it is, and told.
 */
#define LB_TYPE_CELL_JOB (lb_cell_job_get_type ())
G_DECLARE_FINAL_TYPE (LbCellJob, lb_cell_job, LB, CELL_JOB, GObject)

LbCellJob *lb_cell_job_new (LbSession *session, LbDataset *dataset);
/* @path: as #LbCellRecord has it; @text: as for lb_cell_put(). Before it runs. */
void lb_cell_job_add (LbCellJob *self, LbImage *image, const char *path, const char *text);
guint lb_cell_job_get_n_cells (LbCellJob *self);
DexFuture *lb_cell_job_run (LbCellJob *self);
/* (transfer none) (element-type LbCellProblem): once it has run. */
GPtrArray *lb_cell_job_get_problems (LbCellJob *self);

G_END_DECLS
