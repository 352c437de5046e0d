#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "session/lb-history-step.h"

G_BEGIN_DECLS

/**
 * LbHistory:
 *
 * What was changed in one account, with before and after, kept in the account's database: a list
 * model of #LbHistoryStep, newest first. The session records by itself what is edited, deleted,
 * renamed, approved or described anew; lb_session_undo() and lb_session_redo() go through it. All
 * on the main thread.
 *
 * Properties: can-undo, can-redo (boolean); undo-step, redo-step (LbHistoryStep, nullable): what
 * undo would take back and redo would do again.
 */
#define LB_TYPE_HISTORY (lb_history_get_type ())
G_DECLARE_FINAL_TYPE (LbHistory, lb_history, LB, HISTORY, GObject)

gboolean lb_history_get_can_undo (LbHistory *self);
gboolean lb_history_get_can_redo (LbHistory *self);
LbHistoryStep *lb_history_get_undo_step (LbHistory *self); /* (nullable) (transfer none) */
LbHistoryStep *lb_history_get_redo_step (LbHistory *self);

/* Many changes that are one step. What is called between lb_history_enter() and lb_history_leave()
 * is of the group, also what comes of it before lb_history_end(); in between nothing may be waited
 * for. The step is in the list with its first change. Returns the group. */
gint64 lb_history_begin (LbHistory *self, LbHistoryKind kind);
void lb_history_enter (LbHistory *self, gint64 group);
void lb_history_leave (LbHistory *self);
/* (nullable) (transfer none): the step, NULL when nothing has changed. */
LbHistoryStep *lb_history_end (LbHistory *self, gint64 group);
/* A group that is there always: what is called in it is no step, because it belongs to something
 * new, such as the caption that comes with a picture. A group that is begun in it is the same. */
#define LB_HISTORY_UNRECORDED -1

/* The person has left the caption: what is typed next is another step. Without it a pause does. */
void lb_history_close_edit (LbHistory *self);

/* A caption that an image had. */
typedef struct
{
  char *text;
  char *source;   /* (nullable): who wrote it, as LbImage:caption-source says it */
  gint64 made_at; /* unix microseconds */
} LbCaptionVersion;

#define LB_TYPE_CAPTION_VERSION (lb_caption_version_get_type ())
GType lb_caption_version_get_type (void);
LbCaptionVersion *lb_caption_version_copy (const LbCaptionVersion *self);
void lb_caption_version_free (LbCaptionVersion *self);

G_END_DECLS
