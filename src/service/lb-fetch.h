#pragma once

#include <gio/gio.h>
#include <libdex.h>

G_BEGIN_DECLS

/**
 * LbFetch:
 *
 * Gets what an address in a request points to. Whoever may send requests chooses the address, so
 * only public places are connected to: every address, that of each redirect as well, is judged by
 * LbAddressFilter after its name has been resolved, and that same address is connected to. Sends
 * neither cookies nor a referrer nor any token, and uses no proxy. Lives on the main thread.
 */
#define LB_TYPE_FETCH (lb_fetch_get_type ())
G_DECLARE_FINAL_TYPE (LbFetch, lb_fetch, LB, FETCH, GObject)

/* @total: 0 while it is not known. Called on the main thread. */
typedef void (*LbFetchProgress) (guint64 got, guint64 total, gpointer data);

LbFetch *lb_fetch_new (void);
/* Lets what @origin ("HOST:PORT") serves be fetched though its address is not public. Fails with
 * LB_ERROR_INVALID when @origin is not written so. */
gboolean lb_fetch_allow_origin (LbFetch *self, const char *origin, GError **error);
/* Resolves to a boxed GBytes of at most @max_bytes, or to LB_ERROR_UNPROCESSABLE when @url is not
 * http(s), is refused or gives nothing in 30 s, LB_ERROR_TOO_LARGE when there is more. */
DexFuture *lb_fetch_bytes (LbFetch *self, const char *url, gsize max_bytes);
/* How long lb_fetch_bytes() may take, and lb_fetch_to_fd() may go without a byte; the default suits
 * all but tests. */
void lb_fetch_set_patience (LbFetch *self, guint ms);
/* Ends all that is under way, with LB_ERROR_CANCELLED, and all that comes later. */
void lb_fetch_stop (LbFetch *self);
/* Writes what is at @url to @fd, which stays the caller's and open until the future has ended, in
 * bounded memory, and resolves to TRUE; the same errors and LB_ERROR_CANCELLED, LB_ERROR_NO_SPACE,
 * LB_ERROR_STORAGE. Takes as long as bytes keep coming.
 * @cancel, @progress: (nullable) */
DexFuture *lb_fetch_to_fd (LbFetch *self,
                           const char *url,
                           int fd,
                           guint64 max_bytes,
                           GCancellable *cancel,
                           LbFetchProgress progress,
                           gpointer data);

G_END_DECLS
