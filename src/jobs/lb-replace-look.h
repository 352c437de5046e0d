#pragma once

#include <gio/gio.h>

#include "jobs/lb-replace-match.h"
#include "model/lb-replace.h"
#include "session/lb-frozen-fields.h"

G_BEGIN_DECLS

/**
 * LbReplaceTerms:
 * @find: what is found
 * @with: what comes in its place
 * @path: (nullable): in which field, as for lb_replace_new()
 * @flags: how
 *
 * What is to be replaced, as it is asked for.
 */
typedef struct
{
  const char *find;
  const char *with;
  const char *path;
  LbReplaceFlags flags;
} LbReplaceTerms;

/**
 * LbReplaceLook:
 *
 * Captions as they are now, and what would be replaced in them. It is filled on the main thread,
 * run on any other, and read and let go on the main thread again.
 */
typedef struct _LbReplaceLook LbReplaceLook;

/* @is_prompt: whether the captions are prompts, and no plain words. @frozen: (nullable). */
LbReplaceLook *
lb_replace_look_new (const LbReplaceTerms *terms, gboolean is_prompt, LbFrozenFields *frozen);
LbReplaceLook *lb_replace_look_ref (LbReplaceLook *self);
void lb_replace_look_unref (LbReplaceLook *self);
/* @text: (nullable): its caption. @may_change: whether that can be changed now. */
void
lb_replace_look_add (LbReplaceLook *self, LbImage *image, const char *text, gboolean may_change);
/* Once; it ends early when it is cancelled. */
void lb_replace_look_run (LbReplaceLook *self);
/* From any thread: nobody waits for it any more. */
void lb_replace_look_cancel (LbReplaceLook *self);
gboolean lb_replace_look_is_cancelled (LbReplaceLook *self);
/* (transfer none) (nullable): what is wrong with the terms. */
const LbReplaceIssue *lb_replace_look_get_issue (LbReplaceLook *self);
/* (transfer none) (element-type LbReplaceMatch): in the order of the images and of their texts. */
GPtrArray *lb_replace_look_get_matches (LbReplaceLook *self);
/* (transfer none) (element-type LbCaptionItem): those of them that can be changed, answered. */
GPtrArray *lb_replace_look_get_items (LbReplaceLook *self);
/* (transfer full) (element-type LbImage): all that were added. */
GPtrArray *lb_replace_look_list_images (LbReplaceLook *self);
/* Whether what is found, and where, is the same; what comes in its place need not be. */
gboolean lb_replace_look_finds_same (LbReplaceLook *self, LbReplaceLook *other);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbReplaceLook, lb_replace_look_unref)

G_END_DECLS
