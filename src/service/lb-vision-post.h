#pragma once

#include <libdex.h>
#include <libsoup/soup.h>

G_BEGIN_DECLS

#define LB_VISION_ANSWER_BYTES (4 * 1024 * 1024)

/* What a server sent back, of whatever kind. */
typedef struct
{
  guint status;
  char *content_type; /* (owned) (nullable) */
  char *location;     /* (owned) (nullable) of a redirect */
  guint retry_after_s;
  GBytes *body; /* (owned) */
} LbVisionAnswer;

#define LB_TYPE_VISION_ANSWER (lb_vision_answer_get_type ())
GType lb_vision_answer_get_type (void);
LbVisionAnswer *lb_vision_answer_new (guint status, const char *content_type, GBytes *body);
LbVisionAnswer *lb_vision_answer_copy (const LbVisionAnswer *self);
void lb_vision_answer_free (LbVisionAnswer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbVisionAnswer, lb_vision_answer_free)

/* (transfer full): for questions; it keeps no cookies and no passwords. */
SoupSession *lb_vision_session_new (void);

/* Sends @body as JSON, exactly once, and follows no redirect. @key: (nullable); @stop, @closing:
 * (nullable). Resolves to a boxed LbVisionAnswer whatever its status is. Rejects with
 * LB_CAPTIONER_ERROR_UNREACHABLE when it did not get as far as asking, BROKE_OFF when the answer
 * did not come or not whole within @timeout_ms, FAILED when it is too large; LB_ERROR_CANCELLED. */
DexFuture *lb_vision_post (SoupSession *session,
                           const char *url,
                           const char *key,
                           GBytes *body,
                           guint timeout_ms,
                           GCancellable *stop,
                           GCancellable *closing);
/* The same for what a server tells of itself. */
DexFuture *lb_vision_get (SoupSession *session,
                          const char *url,
                          const char *key,
                          guint timeout_ms,
                          GCancellable *stop,
                          GCancellable *closing);

G_END_DECLS
