#pragma once

#include "session/lb-session.h"

G_BEGIN_DECLS

/**
 * LbRefusal:
 * @kind: of the change
 * @id: of what it is a change
 * @dataset_id: that is or was in, 0 for a project
 * @name: (nullable): what that is called, as far as it is known
 * @place: (nullable): the name of the dataset that an image was in, while that is there
 * @text: what was written here
 * @error: (nullable): why the service would not take it
 * @gone: the service does not have the thing any more
 *
 * A change that goes nowhere by itself and that no page shows: a name, visual schema or caption
 * prefix that the service refused when nobody waited for it any more, or a caption of an image that
 * was deleted elsewhere before it was sent. It is kept until somebody sends it again or discards
 * it.
 */
typedef struct
{
  LbChangeKind kind;
  gint64 id;
  gint64 dataset_id;
  char *name;
  char *place;
  char *text;
  GError *error;
  gboolean gone;
} LbRefusal;

void lb_refusal_free (LbRefusal *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbRefusal, lb_refusal_free)

/* (transfer full) (element-type LbRefusal): of projects first, then of datasets, then of images.
 * "notify::n-waiting" says when it changes. */
GPtrArray *lb_session_list_refusals (LbSession *self);
/* Sends @text in the place of what was refused. Resolves TRUE once the service has it, or it has to
 * wait; fails as the service refuses it, and it stays as it was, with @text; with
 * LB_ERROR_NOT_FOUND when there is nothing any more that it could be sent for. */
DexFuture *lb_session_retry_refusal (LbSession *self, const LbRefusal *refusal, const char *text);
/* Resolves to a boxed GBytes, the encoded thumbnail of the image that a caption was written for;
 * fails with LB_ERROR_NOT_FOUND for other changes, and where it was never seen. */
DexFuture *lb_session_load_refusal_picture (LbSession *self, const LbRefusal *refusal);
/* Resolves TRUE once it is gone from the disk. */
DexFuture *lb_session_discard_refusal (LbSession *self, const LbRefusal *refusal);

G_END_DECLS
