#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* Writes a whole answer to @output, on a thread of its own, where it may wait for disk and caller.
 * It gives up with an error when @cancellable says that nobody listens any more. */
typedef gboolean (*LbStreamWrite) (GOutputStream *output,
                                   gpointer data,
                                   GCancellable *cancellable,
                                   GError **error);

/**
 * LbStreams:
 *
 * Answers that are too large to be held: each is written on a thread and goes out as it comes, with
 * less than a megabyte on its way. A caller who does not listen holds the writing up, and one
 * who hangs up ends it. An answer whose writing fails is cut off, so that nobody takes it for
 * whole.
 */
#define LB_TYPE_STREAMS (lb_streams_get_type ())
G_DECLARE_FINAL_TYPE (LbStreams, lb_streams, LB, STREAMS, GObject)

LbStreams *lb_streams_new (void);
/* Makes @write's output the body of @message, whose status and other headers are set. @destroy
 * frees @data on the main thread, at the end or when starting fails. */
gboolean lb_streams_start (LbStreams *self,
                           SoupServerMessage *message,
                           LbStreamWrite write,
                           gpointer data,
                           GDestroyNotify destroy,
                           GError **error);
/* Also the property "n-running", which notifies. */
guint lb_streams_get_n_running (LbStreams *self);
/* Cuts all off, and returns when their threads have ended. */
void lb_streams_stop (LbStreams *self);

G_END_DECLS
