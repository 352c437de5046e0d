#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A host on a free loopback port that answers the bytes it was given, whatever they are, one answer
 * a request in their order, on threads of its own. */
typedef struct _RawHost RawHost;

RawHost *raw_host_new (void);
/* Waits until the clients have closed their connections. */
void raw_host_free (RawHost *self);
const char *raw_host_get_origin (RawHost *self);
/* Without a next answer the connection is closed. */
void raw_host_answer (RawHost *self, const char *bytes, gssize length);
/* The same, and the connection stays open for the next request. */
void raw_host_answer_and_stay (RawHost *self, const char *bytes, gssize length);
/* Goes on with @n_bytes blanks, as long as somebody listens. */
void raw_host_answer_blanks (RawHost *self, const char *head, gint64 n_bytes);
guint raw_host_get_n_requests (RawHost *self);
/* (transfer full): head and body of all requests so far. */
char *raw_host_dup_requests (RawHost *self);

G_END_DECLS
