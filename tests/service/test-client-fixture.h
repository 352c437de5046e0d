#pragma once

#include <libdex.h>

G_BEGIN_DECLS

/* A service of its own for each test, over its real socket, and futures waited for from a test. */
typedef struct
{
  char *root;        /* (owned): a temporary folder */
  char *data_dir;    /* (owned): below it */
  char *state_dir;   /* (owned): below it */
  char *socket_path; /* (owned) */
} ServiceFixture;

void service_fixture_set_up (ServiceFixture *self);
/* Kills the service and removes the folder. */
void service_fixture_tear_down (ServiceFixture *self);
/* Starts the service if it does not run; fails the test when it does not answer. */
void service_fixture_start (ServiceFixture *self);
/* kill -9, then waits until the socket refuses. */
void service_fixture_kill (ServiceFixture *self);
/* The process behind the socket, 0 when nobody answers. */
int service_fixture_get_pid (ServiceFixture *self);
gboolean service_fixture_is_running (ServiceFixture *self);

/* All take the future and run the main context until it is done. */
gboolean wait_true (DexFuture *future);
gpointer wait_object (DexFuture *future); /* (transfer full) */
gpointer wait_boxed (DexFuture *future);  /* (transfer full) */
char *wait_string (DexFuture *future);    /* (transfer full) */
/* The future must be rejected with @code; returns the message, (transfer full). */
char *wait_error (DexFuture *future, int code);
/* Runs the main context until @check says TRUE; fails the test after 30 s. */
typedef gboolean (*WaitCheck) (gpointer data);
void wait_until (WaitCheck check, gpointer data, const char *what);

/* (transfer full): a PNG of one colour with a frame. */
GBytes *make_picture (int width, int height, guint32 rgb);
/* (transfer full): a valid structured prompt or visual schema from the contract's examples. */
char *read_example (const char *name);
/* (transfer full): the example prompt with another short description. */
char *make_prompt (const char *short_description);

G_END_DECLS
