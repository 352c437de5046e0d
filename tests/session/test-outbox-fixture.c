#include "test-outbox-fixture.h"

#include "base/lb-error.h"
#include "session/lb-account.h"
#include "session/lb-outbox-private.h"

static DexFuture *
send_cb (gint64 dataset_id, gint64 image_id, const char *text, gboolean restoring, gpointer data)
{
  OutboxFixture *self = data;

  g_assert_cmpint (dataset_id, ==, 3);
  g_assert_cmpint (image_id, ==, 7);
  g_ptr_array_add (self->sent, g_strdup (text));
  self->restoring = restoring;
  self->n_parallel++;
  self->most_parallel = MAX (self->most_parallel, self->n_parallel);
  dex_clear (&self->under_way);
  self->under_way = dex_promise_new ();
  g_ptr_array_add (self->all, dex_ref (self->under_way));

  return DEX_FUTURE (dex_ref (self->under_way));
}

static void
refused_cb (LbOutbox *outbox, gint64 image_id, const char *message, OutboxFixture *self)
{
  g_set_str (&self->refusal, message);
}

LbOutbox *
outbox_fixture_load (OutboxFixture *self)
{
  g_autoptr (LbDatabase) database = wait_object (lb_account_open (self->service.state_dir));
  LbOutbox *outbox = lb_outbox_new (send_cb, self);

  outbox->late_ms = 0;
  g_signal_connect (outbox, "refused", G_CALLBACK (refused_cb), self);
  g_assert_true (wait_true (lb_outbox_load (outbox, database)));

  return outbox;
}

void
outbox_fixture_set_up (OutboxFixture *self, gconstpointer data)
{
  service_fixture_set_up (&self->service);
  self->sent = g_ptr_array_new_with_free_func (g_free);
  self->all = g_ptr_array_new_with_free_func (dex_unref);
  self->outbox = outbox_fixture_load (self);
  lb_outbox_start (self->outbox);
}

void
outbox_fixture_tear_down (OutboxFixture *self, gconstpointer data)
{
  lb_outbox_close (self->outbox);
  g_clear_object (&self->outbox);
  dex_clear (&self->under_way);
  /* Each send comes to its end, as those of a client do when it is closed. */
  for (guint i = 0; i < self->all->len; i++)
    if (dex_future_is_pending (g_ptr_array_index (self->all, i)))
      dex_promise_reject (g_ptr_array_index (self->all, i),
                          g_error_new_literal (LB_ERROR, LB_ERROR_CANCELLED, "Closed"));
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_clear_pointer (&self->all, g_ptr_array_unref);
  g_clear_pointer (&self->sent, g_ptr_array_unref);
  g_clear_pointer (&self->refusal, g_free);
  service_fixture_tear_down (&self->service);
}

void
outbox_fixture_reopen (OutboxFixture *self)
{
  lb_outbox_close (self->outbox);
  g_clear_object (&self->outbox);
  self->n_parallel = 0;
  self->outbox = outbox_fixture_load (self);
  lb_outbox_start (self->outbox);
}

void
outbox_fixture_answer (OutboxFixture *self, int code, const char *message)
{
  self->n_parallel--;
  if (message == NULL)
    dex_promise_resolve_boolean (self->under_way, TRUE);
  else
    dex_promise_reject (self->under_way, g_error_new_literal (LB_ERROR, code, message));
}

void
outbox_fixture_reject (OutboxFixture *self, GQuark domain, int code)
{
  self->n_parallel--;
  dex_promise_reject (self->under_way, g_error_new_literal (domain, code, "No"));
}

typedef struct
{
  OutboxFixture *fixture;
  guint n_sent;
  LbEditState state;
} Wanted;

static gboolean
is_sent (gpointer data)
{
  Wanted *wanted = data;

  return wanted->fixture->sent->len >= wanted->n_sent;
}

static gboolean
is_in_state (gpointer data)
{
  Wanted *wanted = data;

  return lb_outbox_get_state (wanted->fixture->outbox, 7) == wanted->state;
}

void
outbox_fixture_wait_sent (OutboxFixture *self, guint n_sent, const char *text)
{
  Wanted wanted = { self, n_sent, 0 };

  wait_until (is_sent, &wanted, "a send");
  g_assert_cmpuint (self->sent->len, ==, n_sent);
  g_assert_cmpstr (g_ptr_array_index (self->sent, n_sent - 1), ==, text);
}

void
outbox_fixture_wait_state (OutboxFixture *self, LbEditState state)
{
  Wanted wanted = { self, 0, state };

  wait_until (is_in_state, &wanted, "a state");
}

DexFuture *
outbox_fixture_try_edit (OutboxFixture *self, const char *text, gboolean sendable)
{
  return lb_outbox_edit (self->outbox, 3, 7, text, sendable);
}

void
outbox_fixture_edit (OutboxFixture *self, const char *text, gboolean sendable)
{
  g_assert_true (wait_true (outbox_fixture_try_edit (self, text, sendable)));
}
