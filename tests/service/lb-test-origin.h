#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * LbTestOrigin:
 *
 * A server that pictures and archives are fetched from, on threads of its own, so that a test may
 * block. It writes what it is told to the byte, right or wrong, and hangs up.
 */
typedef struct _LbTestOrigin LbTestOrigin;

/* @address: "127.0.0.1", or "0.0.0.0" for all of this machine's. */
LbTestOrigin *lb_test_origin_new (const char *address);
void lb_test_origin_free (LbTestOrigin *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbTestOrigin, lb_test_origin_free)

guint lb_test_origin_get_port (LbTestOrigin *self);
/* (transfer full): "http://127.0.0.1:PORT" and @path. */
char *lb_test_origin_url (LbTestOrigin *self, const char *path);
/* (transfer full): "127.0.0.1:PORT". */
char *lb_test_origin_name (LbTestOrigin *self);

/* What is at @path: 200 and @body with its length. @lines: (nullable): more headers, each with its
 * end. Anything that nothing was said of is 404. */
void lb_test_origin_set (LbTestOrigin *self, const char *path, const char *lines, GBytes *body);
/* 302 to @location. */
void lb_test_origin_redirect (LbTestOrigin *self, const char *path, const char *location);
/* The whole answer as it is. */
void lb_test_origin_set_raw (LbTestOrigin *self, const char *path, const char *answer);
/* @answer, then a letter each @pause_ms for as long as somebody listens; 0: no letter ever. */
void
lb_test_origin_set_slow (LbTestOrigin *self, const char *path, const char *answer, guint pause_ms);
/* @answer, then @count times @block. */
void lb_test_origin_set_long (
  LbTestOrigin *self, const char *path, const char *answer, GBytes *block, guint count);

/* Connections so far, those that said nothing among them. */
guint lb_test_origin_get_hits (LbTestOrigin *self);
/* (transfer full): the requests' lines and headers since the last call. */
char *lb_test_origin_take_log (LbTestOrigin *self);

G_END_DECLS
