#pragma once

#include <gio/gio.h>

#include "service/lb-service.h"

G_BEGIN_DECLS

#define LB_TEST_GIVE_UP_S 20

/* A service in this process, which the main thread runs while a test plays its callers on a thread
 * of its own, over real sockets. */
typedef struct
{
  char *folder; /* (owned) */
  char *path;   /* (owned) of the socket */
  LbService *service;
  guint port;
  gint done; /* atomic */
} LbTestCallers;

/* As a fixture of g_test_add(). */
void lb_test_callers_set_up (LbTestCallers *self, gconstpointer data);
void lb_test_callers_tear_down (LbTestCallers *self, gconstpointer data);
/* Also on a port, with @token. */
void lb_test_callers_listen (LbTestCallers *self, const char *token);
/* Runs the service until @callers, on their thread, are through. @limits: (nullable) */
void lb_test_callers_play (LbTestCallers *self,
                           const LbConnectionLimits *limits,
                           void (*callers) (LbTestCallers *self));

/* On the callers' thread. (transfer full): a line to the service, over its socket or its port. */
GSocketConnection *lb_test_connect (LbTestCallers *self);
GSocketConnection *lb_test_connect_to_port (LbTestCallers *self);
/* FALSE when the line was cut before. */
gboolean lb_test_say (GSocketConnection *connection, const char *text);
/* Reads one answer, whole; its status, or 0 when the line was cut instead. */
guint lb_test_hear (GSocketConnection *connection);
/* (transfer none): the body of the last answer. @length: (out) (optional) */
const char *lb_test_heard (gsize *length);
/* One small request and its status. */
guint lb_test_ask (GSocketConnection *connection);
void lb_test_assert_answers_others (LbTestCallers *self);

G_END_DECLS
