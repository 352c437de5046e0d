#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Tests with windows, some of which have a keyring: those run in a process of their own, on a bus
 * where there is nothing else. */

/* The first thing of main(). Returns: (transfer full) (nullable): that bus, in such a process. */
GTestDBus *keyring_fixture_begin (int *argc, char ***argv);
/* Runs @test in a process of its own, which ends with it. */
void keyring_fixture_run_apart (void (*test) (gconstpointer data), gconstpointer data);
/* (transfer full): a keyring that works, or fails in the way that @kind says; see
 * tests/session/secret-service.py. It is on the bus when this returns. */
GSubprocess *keyring_fixture_start (const char *kind);

G_END_DECLS
