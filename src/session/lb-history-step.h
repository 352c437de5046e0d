#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* What a step did. Kept as numbers: a new one has to come last. */
typedef enum
{
  LB_HISTORY_EDIT,       /* captions, written by a person */
  LB_HISTORY_REGENERATE, /* captions, written anew by the service */
  LB_HISTORY_REFINE,     /* captions, after an instruction */
  LB_HISTORY_REPLACE,    /* captions, by find and replace */
  LB_HISTORY_APPROVE,
  LB_HISTORY_UNAPPROVE,
  LB_HISTORY_RENAME,
  LB_HISTORY_SCHEMA, /* a dataset's visual schema */
  LB_HISTORY_PREFIX, /* a dataset's caption prefix */
  LB_HISTORY_DELETE,
  LB_HISTORY_DISCARD,   /* drafts of captions, thrown away */
  LB_HISTORY_FREEZE,    /* which fields of a dataset's captions are constant */
  LB_HISTORY_DUPLICATES /* images that are like others, and captions that took what those had */
} LbHistoryKind;

typedef enum
{
  LB_HISTORY_IMAGE,
  LB_HISTORY_DATASET,
  LB_HISTORY_PROJECT
} LbHistoryThing;

typedef enum
{
  LB_HISTORY_DONE,   /* can be undone, once all newer ones are */
  LB_HISTORY_UNDONE, /* can be done again, once all older ones are */
  LB_HISTORY_BLOCKED /* there is no way back, or what it changed was changed elsewhere since */
} LbHistoryState;

/* What a change is of. Kept as numbers: a new one has to come last. */
typedef enum
{
  LB_HISTORY_CAPTION,  /* before and after are texts, with their sources */
  LB_HISTORY_APPROVAL, /* the approved words */
  LB_HISTORY_NAME,
  LB_HISTORY_VISUAL_SCHEMA,
  LB_HISTORY_CAPTION_PREFIX,
  LB_HISTORY_EXISTENCE, /* of what is in the trash; before and after mean nothing */
  LB_HISTORY_FROZEN     /* fields of a dataset, as LbFrozenFields has them as text */
} LbHistoryField;

/**
 * LbHistoryStep:
 *
 * One step that undo takes back: a change of one thing, or of many at once. Data for words that the
 * UI makes. Properties: name (string, nullable: of the first thing that it changed, as it was
 * called then), count (uint), state (LbHistoryState as uint), made-at (int64, unix microseconds).
 * On the main thread.
 */
#define LB_TYPE_HISTORY_STEP (lb_history_step_get_type ())
G_DECLARE_FINAL_TYPE (LbHistoryStep, lb_history_step, LB, HISTORY_STEP, GObject)

gint64 lb_history_step_get_id (LbHistoryStep *self);
LbHistoryKind lb_history_step_get_kind (LbHistoryStep *self);
LbHistoryThing lb_history_step_get_thing (LbHistoryStep *self);
LbHistoryState lb_history_step_get_state (LbHistoryStep *self);
const char *lb_history_step_get_name (LbHistoryStep *self); /* (nullable) */
guint lb_history_step_get_count (LbHistoryStep *self);
gint64 lb_history_step_get_made_at (LbHistoryStep *self);

G_END_DECLS
