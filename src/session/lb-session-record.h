#pragma once

#include "session/lb-history-private.h"
#include "session/lb-session.h"

G_BEGIN_DECLS

/* What the session tells its history, before it changes something. All but the last return the
 * step's id, 0 where nothing is recorded. */
gint64 lb_session_record_edit (
  LbSession *self, LbImage *image, LbHistoryKind kind, const char *text, const char *source);
/* What lb_history_enter() said last. */
gint64 lb_session_get_group (LbSession *self);
/* @text: (nullable): the words that are approved from now on. */
gint64 lb_session_record_approval (LbSession *self, LbImage *image, const char *text);
/* @object: a dataset or project */
gint64 lb_session_record_name (LbSession *self, gpointer object, const char *name);
gint64 lb_session_record_schema (LbSession *self, LbDataset *dataset, const char *schema);
/* @text: as lb_frozen_fields_get_text(). */
gint64 lb_session_record_frozen (LbSession *self, LbDataset *dataset, const char *text);
gint64 lb_session_record_prefix (LbSession *self, LbDataset *dataset, const char *prefix);
/* Of deletions: @objects of one kind. */
gint64 lb_session_record_deletion (LbSession *self, GPtrArray *objects, gboolean keep);
/* What an image was before its caption is made anew. */
typedef struct
{
  char *text;     /* (nullable) */
  char *source;   /* (nullable) */
  char *approved; /* (nullable) */
  char *made;     /* (nullable): what became of the new one at once */
  gint64 group;
} LbCaptionBefore;

LbCaptionBefore *lb_session_look_at_caption (LbSession *self, LbImage *image);
void lb_caption_before_free (LbCaptionBefore *self);
/* After it was; @image has the new one. */
void
lb_session_record_regeneration (LbSession *self, LbImage *image, const LbCaptionBefore *before);
/* A caption may be made anew without an answer that says so. The service is about to be asked for
 * one: resolves TRUE once it is on disk what @image is now. @text: (nullable): what it was when a
 * person asked; what is typed since stays. */
DexFuture *lb_session_expect_regeneration (LbSession *self,
                                           LbImage *image,
                                           const LbCaptionBefore *before,
                                           const char *text);
/* It is known what came of it. */
void lb_session_end_regeneration (LbSession *self, LbImage *image);
/* Whether @image, as the service tells it, has one that is such. */
gboolean lb_session_was_regenerated (LbSession *self, LbImage *image);
/* The live @image is as the service has told it: what is seen of one that had no answer is a step
 * now. */
void lb_session_settle_regeneration (LbSession *self, LbImage *image);
/* (transfer full): @work (transfer full); when it fails the step was none. */
DexFuture *lb_session_recorded (LbSession *self, gint64 step_id, DexFuture *work);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbCaptionBefore, lb_caption_before_free)

G_END_DECLS
