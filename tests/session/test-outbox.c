#include "base/lb-error.h"
#include "session/lb-outbox.h"
#include "test-client-fixture.h"

/* The outbox against a service that answers when the test says so. */
typedef struct
{
  ServiceFixture service; /* for its folders only; nothing is started */
  LbOutbox *outbox;
  DexPromise *under_way; /* (owned) (nullable): the last one sent */
  GPtrArray *sent;       /* (owned) (element-type utf8) */
  guint n_parallel;
  guint most_parallel;
  char *refusal; /* (owned) (nullable) */
} Fixture;

static DexFuture *
send_cb (gint64 dataset_id, gint64 image_id, const char *text, gpointer data)
{
  Fixture *self = data;

  g_assert_cmpint (dataset_id, ==, 3);
  g_ptr_array_add (self->sent, g_strdup (text));
  self->n_parallel++;
  self->most_parallel = MAX (self->most_parallel, self->n_parallel);
  dex_clear (&self->under_way);
  self->under_way = dex_promise_new ();

  return DEX_FUTURE (dex_ref (self->under_way));
}

static void
refused_cb (LbOutbox *outbox, gint64 image_id, const char *message, Fixture *self)
{
  g_set_str (&self->refusal, message);
}

static LbOutbox *
open_outbox (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  LbOutbox *outbox = lb_outbox_new (self->service.state_dir, send_cb, self, &error);

  g_assert_no_error (error);
  g_signal_connect (outbox, "refused", G_CALLBACK (refused_cb), self);
  g_assert_true (wait_true (lb_outbox_load (outbox)));
  lb_outbox_start (outbox);

  return outbox;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  service_fixture_set_up (&self->service);
  self->sent = g_ptr_array_new_with_free_func (g_free);
  self->outbox = open_outbox (self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  lb_outbox_close (self->outbox, 1000);
  g_clear_object (&self->outbox);
  dex_clear (&self->under_way);
  g_clear_pointer (&self->sent, g_ptr_array_unref);
  g_clear_pointer (&self->refusal, g_free);
  service_fixture_tear_down (&self->service);
}

static void
answer (Fixture *self, int code, const char *message)
{
  self->n_parallel--;
  if (message == NULL)
    dex_promise_resolve_boolean (self->under_way, TRUE);
  else
    dex_promise_reject (self->under_way, g_error_new_literal (LB_ERROR, code, message));
}

typedef struct
{
  Fixture *fixture;
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

static void
wait_sent (Fixture *self, guint n_sent, const char *text)
{
  Wanted wanted = { self, n_sent, 0 };

  wait_until (is_sent, &wanted, "a send");
  g_assert_cmpuint (self->sent->len, ==, n_sent);
  g_assert_cmpstr (g_ptr_array_index (self->sent, n_sent - 1), ==, text);
}

static void
wait_state (Fixture *self, LbEditState state)
{
  Wanted wanted = { self, 0, state };

  wait_until (is_in_state, &wanted, "a state");
}

static void
edit (Fixture *self, const char *text, gboolean sendable)
{
  g_assert_true (wait_true (lb_outbox_edit (self->outbox, 3, 7, text, sendable)));
}

static void
test_newest_wins (Fixture *self, gconstpointer data)
{
  edit (self, "one", TRUE);
  wait_sent (self, 1, "one");
  g_assert_cmpint (lb_outbox_get_state (self->outbox, 7), ==, LB_EDIT_SENDING);
  edit (self, "two", TRUE);
  edit (self, "three", TRUE);
  g_assert_cmpuint (self->sent->len, ==, 1);
  g_assert_cmpint (lb_outbox_get_state (self->outbox, 7), ==, LB_EDIT_PENDING);

  answer (self, 0, NULL);
  wait_sent (self, 2, "three");
  answer (self, 0, NULL);
  wait_state (self, LB_EDIT_SAVED);
  g_assert_null (lb_outbox_get_text (self->outbox, 7));
  g_assert_cmpuint (self->most_parallel, ==, 1);
}

static void
test_passing_failures (Fixture *self, gconstpointer data)
{
  const int codes[] = { LB_ERROR_OFFLINE, LB_ERROR_TIMED_OUT, LB_ERROR_SERVER,
                        LB_ERROR_RATE_LIMITED };

  edit (self, "one", TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      wait_sent (self, i + 1, "one");
      answer (self, codes[i], "not now");
      wait_state (self, LB_EDIT_PENDING);
      lb_outbox_wake (self->outbox);
    }
  wait_sent (self, G_N_ELEMENTS (codes) + 1, "one");
  answer (self, 0, NULL);
  wait_state (self, LB_EDIT_SAVED);
  g_assert_null (self->refusal);
}

/* Nobody wakes it: the next attempt comes by itself. */
static void
test_backoff (Fixture *self, gconstpointer data)
{
  edit (self, "one", TRUE);
  wait_sent (self, 1, "one");
  answer (self, LB_ERROR_OFFLINE, "not now");
  wait_sent (self, 2, "one");
}

static void
test_refusal (Fixture *self, gconstpointer data)
{
  edit (self, "one", TRUE);
  wait_sent (self, 1, "one");
  answer (self, LB_ERROR_CONFLICT, "R34: done");
  wait_state (self, LB_EDIT_REFUSED);
  g_assert_cmpstr (self->refusal, ==, "R34: done");
  g_assert_cmpstr (lb_outbox_get_text (self->outbox, 7), ==, "one");
  g_assert_cmpstr (lb_outbox_get_message (self->outbox, 7), ==, "R34: done");

  /* It is known after a restart, and not sent again by itself. */
  lb_outbox_close (self->outbox, 1000);
  g_clear_object (&self->outbox);
  self->outbox = open_outbox (self);
  g_assert_cmpint (lb_outbox_get_state (self->outbox, 7), ==, LB_EDIT_REFUSED);
  g_assert_cmpstr (lb_outbox_get_message (self->outbox, 7), ==, "R34: done");
  g_assert_cmpuint (self->sent->len, ==, 1);

  lb_outbox_resend (self->outbox, 7);
  wait_sent (self, 2, "one");
  answer (self, 0, NULL);
  wait_state (self, LB_EDIT_SAVED);
}

/* A text refused while a newer one waits is nobody's worry any more. */
static void
test_refused_but_replaced (Fixture *self, gconstpointer data)
{
  edit (self, "one", TRUE);
  wait_sent (self, 1, "one");
  edit (self, "two", TRUE);
  answer (self, LB_ERROR_INVALID, "bad");
  wait_sent (self, 2, "two");
  g_assert_null (self->refusal);
}

static void
test_draft_over_send (Fixture *self, gconstpointer data)
{
  edit (self, "one", TRUE);
  wait_sent (self, 1, "one");
  edit (self, "half a", FALSE);
  answer (self, 0, NULL);
  g_assert_true (wait_true (lb_outbox_settle (self->outbox)));
  lb_outbox_close (self->outbox, 1000);
  g_clear_object (&self->outbox);
  self->outbox = open_outbox (self);
  g_assert_cmpint (lb_outbox_get_state (self->outbox, 7), ==, LB_EDIT_DRAFT);
  g_assert_cmpstr (lb_outbox_get_text (self->outbox, 7), ==, "half a");
}

static void
test_discard_while_sending (Fixture *self, gconstpointer data)
{
  edit (self, "one", TRUE);
  wait_sent (self, 1, "one");
  g_assert_true (wait_true (lb_outbox_discard (self->outbox, 7)));
  g_assert_cmpint (lb_outbox_get_state (self->outbox, 7), ==, LB_EDIT_SAVED);
  g_assert_true (lb_outbox_is_sending (self->outbox, 7));
  edit (self, "two", TRUE);
  g_assert_cmpuint (self->sent->len, ==, 1);
  answer (self, 0, NULL);
  wait_sent (self, 2, "two");
  answer (self, 0, NULL);
  wait_state (self, LB_EDIT_SAVED);
  g_assert_cmpuint (self->most_parallel, ==, 1);
}

/* Gone in the middle of a send: the row is there for the next one. */
static void
test_lost_while_sending (Fixture *self, gconstpointer data)
{
  edit (self, "one", TRUE);
  wait_sent (self, 1, "one");
  lb_outbox_close (self->outbox, 1000);
  g_clear_object (&self->outbox);
  self->n_parallel = 0;
  self->outbox = open_outbox (self);
  wait_sent (self, 2, "one");
  answer (self, 0, NULL);
  wait_state (self, LB_EDIT_SAVED);
}

static void
discard_cb (LbOutbox *outbox, gint64 image_id, gpointer data)
{
  if (lb_outbox_get_text (outbox, image_id) != NULL)
    dex_future_disown (lb_outbox_discard (outbox, image_id));
}

/* A listener that drops the edit in the middle of a change of state. */
static void
test_discard_by_listener (Fixture *self, gconstpointer data)
{
  gulong handler = 0;

  edit (self, "one", TRUE);
  wait_sent (self, 1, "one");
  handler = g_signal_connect (self->outbox, "state-changed", G_CALLBACK (discard_cb), NULL);
  answer (self, LB_ERROR_INVALID, "bad");
  wait_state (self, LB_EDIT_SAVED);
  g_signal_handler_disconnect (self->outbox, handler);
  g_assert_null (lb_outbox_get_text (self->outbox, 7));
}

static void
test_closed (Fixture *self, gconstpointer data)
{
  lb_outbox_close (self->outbox, 1000);
  g_free (wait_error (lb_outbox_edit (self->outbox, 3, 7, "late", TRUE), LB_ERROR_STORAGE));
  g_assert_cmpuint (self->sent->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

#define ADD(path, function) g_test_add ("/outbox/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("newest-wins", test_newest_wins);
  ADD ("passing-failures", test_passing_failures);
  ADD ("backoff", test_backoff);
  ADD ("refusal", test_refusal);
  ADD ("refused-but-replaced", test_refused_but_replaced);
  ADD ("draft-over-send", test_draft_over_send);
  ADD ("discard-while-sending", test_discard_while_sending);
  ADD ("lost-while-sending", test_lost_while_sending);
  ADD ("discard-by-listener", test_discard_by_listener);
  ADD ("closed", test_closed);

  return g_test_run ();
}
