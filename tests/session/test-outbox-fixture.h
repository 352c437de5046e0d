#pragma once

#include "session/lb-outbox.h"
#include "test-client-fixture.h"

G_BEGIN_DECLS

/* An outbox, and a service that answers when the test says so, and does nothing after it. All is
 * about image 7 of dataset 3. */
typedef struct
{
  ServiceFixture service; /* for its folders only; nothing is started */
  LbOutbox *outbox;
  DexPromise *under_way; /* (owned) (nullable): the last one sent */
  GPtrArray *all;        /* (owned) (element-type DexPromise): every one sent */
  GPtrArray *sent;       /* (owned) (element-type utf8) */
  gboolean restoring;    /* of the last one sent */
  guint n_parallel;
  guint most_parallel;
  char *refusal; /* (owned) (nullable) */
} OutboxFixture;

void outbox_fixture_set_up (OutboxFixture *self, gconstpointer data);
void outbox_fixture_tear_down (OutboxFixture *self, gconstpointer data);
/* Opens one over the same folder, not started; with it goes the database, after the writes. */
LbOutbox *outbox_fixture_load (OutboxFixture *self);
/* Closes it and starts another one. */
void outbox_fixture_reopen (OutboxFixture *self);

/* @message: NULL for a success, else the service fails with @code. */
void outbox_fixture_answer (OutboxFixture *self, int code, const char *message);
/* The service fails with an error of another domain. */
void outbox_fixture_reject (OutboxFixture *self, GQuark domain, int code);
/* The @n_sent-th send is @text, and there is no other. */
void outbox_fixture_wait_sent (OutboxFixture *self, guint n_sent, const char *text);
void outbox_fixture_wait_state (OutboxFixture *self, LbEditState state);
/* Waits until it is on disk. */
void outbox_fixture_edit (OutboxFixture *self, const char *text, gboolean sendable);
DexFuture *outbox_fixture_try_edit (OutboxFixture *self, const char *text, gboolean sendable);

G_END_DECLS
