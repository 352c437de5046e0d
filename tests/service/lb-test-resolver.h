#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * LbTestResolver:
 *
 * Answers for names as it is told, and for nothing else, and counts how often it is asked.
 */
#define LB_TYPE_TEST_RESOLVER (lb_test_resolver_get_type ())
G_DECLARE_FINAL_TYPE (LbTestResolver, lb_test_resolver, LB, TEST_RESOLVER, GResolver)

/* The default one of this process from now on. */
LbTestResolver *lb_test_resolver_new (void);
/* @answers: "1.2.3.4 5.6.7.8|127.0.0.1": what it says at first, and then; the last for ever. */
void lb_test_resolver_set (LbTestResolver *self, const char *name, const char *answers);
guint lb_test_resolver_get_count (LbTestResolver *self);

/* Leaves for a network of this process's own, where the addresses given, public or not, lead back
 * to it and no other anywhere. Before there is a second thread. */
void lb_test_network_enter (const char *const *addresses);

G_END_DECLS
