#pragma once

#include <gio/gio.h>

#include "jobs/lb-candidate.h"
#include "model/lb-dataset.h"

G_BEGIN_DECLS

/* Judges the candidates of one drop in their order: each by itself, then whether it is there
 * already, then whether there is room (R53). */
typedef struct _LbJudge LbJudge;

/* @dataset, @present: (nullable) as for lb_check_job_new(). */
LbJudge *lb_judge_new (LbDataset *dataset, GListModel *present);
/* Local at first; counts from the next restart on. */
void lb_judge_set_rules_mode (LbJudge *self, LbRulesMode mode);
void lb_judge_free (LbJudge *self);
/* @waiting: (nullable): as for lb_check_job_set_waiting(); counts from the next restart on. */
void lb_judge_set_waiting (LbJudge *self, GListModel *waiting);
/* @sent: (nullable): as for lb_check_job_set_sent(); counts from the next restart on. */
void lb_judge_set_sent (LbJudge *self, GHashTable *sent);
/* Forgets the candidates judged so far and takes the room and the images as they are now. */
void lb_judge_restart (LbJudge *self, gboolean increase_resolution);
/* Sets the verdict of @candidate. */
void lb_judge_candidate (LbJudge *self, LbCandidate *candidate);
guint lb_judge_get_n_addable (LbJudge *self);
/* How many more would be. */
guint lb_judge_get_room (LbJudge *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbJudge, lb_judge_free)

G_END_DECLS
