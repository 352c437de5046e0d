#pragma once

#include "session/lb-history.h"
#include "session/lb-step-change.h"
#include "session/lb-trash.h"
#include "storage/lb-database.h"

G_BEGIN_DECLS

/* One thing's change. Keys are local UUIDs, so that it follows a thing that got another id. */
typedef struct
{
  char *uuid;          /* of the image, dataset or project */
  char *dataset_uuid;  /* (nullable): where an image is */
  char *before;        /* (nullable) */
  char *after;         /* (nullable): of a caption that the service is writing, not known yet */
  char *source_before; /* (nullable) */
  char *source_after;  /* (nullable) */
  LbHistoryField field;
  LbHistoryThing thing;
} LbHistoryChange;

LbHistoryChange *lb_history_change_new (LbHistoryThing thing,
                                        const char *uuid,
                                        const char *dataset_uuid,
                                        LbHistoryField field);
void lb_history_change_set_before (LbHistoryChange *self, const char *text, const char *source);
void lb_history_change_set_after (LbHistoryChange *self, const char *text, const char *source);
LbHistoryChange *lb_history_change_copy (const LbHistoryChange *self);
void lb_history_change_free (LbHistoryChange *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbHistoryChange, lb_history_change_free)

LbHistoryStep *lb_history_step_new (gint64 id,
                                    LbHistoryKind kind,
                                    LbHistoryThing thing,
                                    LbHistoryState state,
                                    const char *name,
                                    guint count,
                                    gint64 made_at);
LbStepChange *lb_step_change_new (gint64 step_id,
                                  gint64 id,
                                  LbHistoryThing thing,
                                  LbHistoryField field,
                                  const char *uuid,
                                  const char *dataset_uuid,
                                  const char *name,
                                  gboolean in_trash);
gint64 lb_step_change_get_id (LbStepChange *self);
gint64 lb_step_change_get_step_id (LbStepChange *self);
const char *lb_step_change_get_uuid (LbStepChange *self);
const char *lb_step_change_get_dataset_uuid (LbStepChange *self); /* (nullable) */
/* @object, @dataset: (nullable) */
void lb_step_change_set_object (LbStepChange *self, gpointer object, LbDataset *dataset);
void lb_step_change_set_texts (LbStepChange *self, const LbHistoryChange *change);
void lb_history_step_set_state (LbHistoryStep *self, LbHistoryState state);
void lb_history_step_set_count (LbHistoryStep *self, guint count);

/* The group that lb_history_get_group() gives beside those of lb_history_enter(): */
#define LB_HISTORY_ALONE 0 /* a step of its own */

LbHistory *lb_history_new (LbDatabase *database);
/* Reads what earlier runs left; resolves TRUE. */
DexFuture *lb_history_load (LbHistory *self);
/* Takes in what other programs have written since: their steps, and that what was undone is no
 * more. A deletion that @trash does not know of yet comes another time. */
DexFuture *lb_history_merge (LbHistory *self, LbTrash *trash);
/* Lets go of the database; what was recorded is written before it closes. */
void lb_history_close (LbHistory *self);

/* What lb_history_enter() said, or that. */
gint64 lb_history_get_group (LbHistory *self);
/* Takes @change. @name: (nullable): what the thing is called. Every step that was undone can't be
 * done again after it. A change in a group goes into the step of the group, and typing into the
 * step of the typing before it; what changes one thing twice within a step is one change. Returns
 * the step's id, 0 for LB_HISTORY_UNRECORDED. */
gint64 lb_history_record (
  LbHistory *self, gint64 group, LbHistoryKind kind, const char *name, LbHistoryChange *change);
/* The step was never taken, or was taken back out of turn. Resolves TRUE. */
DexFuture *lb_history_remove (LbHistory *self, gint64 step_id);
/* (nullable) (transfer none) */
LbHistoryStep *lb_history_find (LbHistory *self, gint64 step_id);
/* Resolves TRUE once it is on disk. */
DexFuture *lb_history_set_state (LbHistory *self, LbHistoryStep *step, LbHistoryState state);
/* Resolves to a boxed GPtrArray of LbHistoryChange, in the order in which they were made. */
DexFuture *lb_history_list_changes (LbHistory *self, LbHistoryStep *step);
/* Resolves to a boxed GPtrArray of LbStepChange without what was there before and after, one a
 * thing, in the order in which they were made. */
DexFuture *lb_history_list_things (LbHistory *self, LbHistoryStep *step);
/* Resolves to a boxed GPtrArray of the one LbHistoryChange that @change was listed for; of none
 * when the step has gone. */
DexFuture *lb_history_read_change (LbHistory *self, LbStepChange *change);
/* What the service has written is known by now. Resolves TRUE. */
DexFuture *
lb_history_complete_change (LbHistory *self, LbHistoryStep *step, const LbHistoryChange *change);
/* What the newest change of this thing led to, the text that @change has before, has become another
 * at once, without anybody's doing: it belongs to that step. Nothing where it led to another text.
 * Takes @change. Resolves TRUE once it is on disk. */
DexFuture *lb_history_amend (LbHistory *self, LbHistoryChange *change);
/* What @change was before is a version from now on, whatever becomes of the change. Takes @change.
 * Resolves TRUE once it is on disk. */
DexFuture *lb_history_keep_version (LbHistory *self, LbHistoryChange *change);
/* Resolves to a boxed GPtrArray of LbCaptionVersion, newest first. */
DexFuture *lb_history_list_versions (LbHistory *self, const char *uuid);

G_END_DECLS
