#pragma once

#include "hosted-replies.h"

G_BEGIN_DECLS

/* A service elsewhere, on a free loopback port and in the test's own main context: it answers every
 * operation as its documentation says, and whatever a test wants it to say instead. */
typedef struct _HostedServer HostedServer;

HostedServer *hosted_server_new (HostedEra era);
void hosted_server_free (HostedServer *self);
/* "http://127.0.0.1:PORT". */
const char *hosted_server_get_origin (HostedServer *self);

/* The next request to @method and @path, either NULL for any, is answered with this; several are
 * taken in their order. @headers: (nullable): "Name: value" lines; JSON is said to come unless one
 * of them says what does. @body: (nullable). */
void hosted_server_say_once (HostedServer *self,
                             const char *method,
                             const char *path,
                             guint status,
                             const char *headers,
                             const char *body);
/* The same for good, and after what is to be said once; the last one counts. */
void hosted_server_say (HostedServer *self,
                        const char *method,
                        const char *path,
                        guint status,
                        const char *headers,
                        const char *body);
/* The same with any bytes. */
void hosted_server_say_bytes (
  HostedServer *self, const char *method, const char *path, guint status, GBytes *body);
/* Whatever is not to be said is asked of @answer. @status: (out); returns the body, or NULL
 * for what is usual. */
typedef char *(*HostedAnswer) (
  const char *method, const char *path, const char *body, guint *status, gpointer data);
void hosted_server_ask (HostedServer *self, HostedAnswer answer, gpointer data);
/* Nobody is there, and again is at the same address. */
void hosted_server_leave (HostedServer *self);
void hosted_server_return (HostedServer *self);
/* Every GET of @path is answered with @n_bytes, one at a time with a while between them. */
void hosted_server_drip (HostedServer *self, const char *path, guint n_bytes, guint interval_ms);
/* From here on no minute of @now_us (monotonic) may have more than @requests requests; one more is
 * answered with 429, which says how long to wait if @says_rest. */
void hosted_server_enforce (HostedServer *self,
                            guint requests,
                            gboolean says_rest,
                            gint64 (*now_us) (gpointer data),
                            gpointer data);
/* How many were refused for that. */
guint hosted_server_get_n_limited (HostedServer *self);
/* All that was to be said, and was heard. */
void hosted_server_forget (HostedServer *self);

/* Of requests to @method and @path, either NULL for any. */
guint hosted_server_count (HostedServer *self, const char *method, const char *path);
/* (transfer none): the body of the last such request; fails the test when there is none. */
const char *hosted_server_last_body (HostedServer *self, const char *method, const char *path);
/* (transfer none): all heads of requests so far, with the names of headers in small letters. */
const char *hosted_server_get_heads (HostedServer *self);

G_END_DECLS
