#include <sqlite3.h>

#include "base/lb-error.h"
#include "session/lb-outbox-private.h"
#include "test-outbox-fixture.h"

/* What is late may come until the test says that it is over. */
#define OPEN_END_MS (60 * 60 * 1000)

static gboolean
same_cb (const char *text, const char *other, gpointer data)
{
  return g_str_equal (text, other);
}

static void
test_newest_wins (OutboxFixture *self, gconstpointer data)
{
  outbox_fixture_edit (self, "one", TRUE);
  outbox_fixture_wait_sent (self, 1, "one");
  g_assert_cmpint (lb_outbox_get_state (self->outbox, 7), ==, LB_EDIT_SENDING);
  outbox_fixture_edit (self, "two", TRUE);
  outbox_fixture_edit (self, "three", TRUE);
  g_assert_cmpuint (self->sent->len, ==, 1);
  g_assert_cmpint (lb_outbox_get_state (self->outbox, 7), ==, LB_EDIT_PENDING);

  outbox_fixture_answer (self, 0, NULL);
  outbox_fixture_wait_sent (self, 2, "three");
  outbox_fixture_answer (self, 0, NULL);
  outbox_fixture_wait_state (self, LB_EDIT_SAVED);
  g_assert_null (lb_outbox_get_text (self->outbox, 7));
  g_assert_cmpuint (self->most_parallel, ==, 1);
}

static void
test_passing_failures (OutboxFixture *self, gconstpointer data)
{
  const int codes[] = { LB_ERROR_OFFLINE,      LB_ERROR_TIMED_OUT, LB_ERROR_SERVER,
                        LB_ERROR_RATE_LIMITED, LB_ERROR_STORAGE,   LB_ERROR_NO_SPACE,
                        LB_ERROR_NEWER };

  outbox_fixture_edit (self, "one", TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      outbox_fixture_wait_sent (self, i + 1, "one");
      outbox_fixture_answer (self, codes[i], "not now");
      outbox_fixture_wait_state (self, LB_EDIT_PENDING);
      lb_outbox_wake (self->outbox);
    }
  outbox_fixture_wait_sent (self, G_N_ELEMENTS (codes) + 1, "one");
  outbox_fixture_answer (self, 0, NULL);
  outbox_fixture_wait_state (self, LB_EDIT_SAVED);
  g_assert_null (self->refusal);
}

/* Nobody wakes it: the next attempt comes by itself. */
static void
test_backoff (OutboxFixture *self, gconstpointer data)
{
  outbox_fixture_edit (self, "one", TRUE);
  outbox_fixture_wait_sent (self, 1, "one");
  outbox_fixture_answer (self, LB_ERROR_OFFLINE, "not now");
  outbox_fixture_wait_sent (self, 2, "one");
}

static void
test_refusal (OutboxFixture *self, gconstpointer data)
{
  outbox_fixture_edit (self, "one", TRUE);
  outbox_fixture_wait_sent (self, 1, "one");
  outbox_fixture_answer (self, LB_ERROR_CONFLICT, "R34: done");
  outbox_fixture_wait_state (self, LB_EDIT_REFUSED);
  g_assert_cmpstr (self->refusal, ==, "R34: done");
  g_assert_cmpstr (lb_outbox_get_text (self->outbox, 7), ==, "one");
  g_assert_error (lb_outbox_get_error (self->outbox, 7), LB_ERROR, LB_ERROR_CONFLICT);
  g_assert_cmpstr (lb_outbox_get_error (self->outbox, 7)->message, ==, "R34: done");

  /* It is known after a restart, and not sent again by itself. */
  outbox_fixture_reopen (self);
  g_assert_cmpint (lb_outbox_get_state (self->outbox, 7), ==, LB_EDIT_REFUSED);
  g_assert_error (lb_outbox_get_error (self->outbox, 7), LB_ERROR, LB_ERROR_CONFLICT);
  g_assert_cmpstr (lb_outbox_get_error (self->outbox, 7)->message, ==, "R34: done");
  g_assert_cmpuint (self->sent->len, ==, 1);

  lb_outbox_resend (self->outbox, 7);
  outbox_fixture_wait_sent (self, 2, "one");
  outbox_fixture_answer (self, 0, NULL);
  outbox_fixture_wait_state (self, LB_EDIT_SAVED);
}

/* A text refused while a newer one waits is nobody's worry any more. */
static void
test_refused_but_replaced (OutboxFixture *self, gconstpointer data)
{
  outbox_fixture_edit (self, "one", TRUE);
  outbox_fixture_wait_sent (self, 1, "one");
  outbox_fixture_edit (self, "two", TRUE);
  outbox_fixture_answer (self, LB_ERROR_INVALID, "bad");
  outbox_fixture_wait_sent (self, 2, "two");
  g_assert_null (self->refusal);
}

static void
test_draft_over_send (OutboxFixture *self, gconstpointer data)
{
  outbox_fixture_edit (self, "one", TRUE);
  outbox_fixture_wait_sent (self, 1, "one");
  outbox_fixture_edit (self, "half a", FALSE);
  outbox_fixture_answer (self, 0, NULL);
  g_assert_true (wait_true (lb_outbox_flush (self->outbox, 7)));
  outbox_fixture_reopen (self);
  g_assert_cmpint (lb_outbox_get_state (self->outbox, 7), ==, LB_EDIT_DRAFT);
  g_assert_cmpstr (lb_outbox_get_text (self->outbox, 7), ==, "half a");
}

/* The service may have it: what it had before has to be sent, or the text would come back. */
static void
test_discard_while_sending (OutboxFixture *self, gconstpointer data)
{
  outbox_fixture_edit (self, "one", TRUE);
  outbox_fixture_wait_sent (self, 1, "one");
  g_assert_false (self->restoring);
  g_assert_true (wait_true (lb_outbox_discard (self->outbox, 7, "before")));
  g_assert_cmpstr (lb_outbox_get_text (self->outbox, 7), ==, "before");
  outbox_fixture_answer (self, 0, NULL);
  outbox_fixture_wait_sent (self, 2, "before");
  g_assert_true (self->restoring);
  outbox_fixture_answer (self, 0, NULL);
  outbox_fixture_wait_state (self, LB_EDIT_SAVED);
  g_assert_null (lb_outbox_get_text (self->outbox, 7));
  g_assert_cmpuint (self->most_parallel, ==, 1);

  /* After a crash as well. */
  outbox_fixture_edit (self, "two", TRUE);
  outbox_fixture_wait_sent (self, 3, "two");
  g_assert_true (wait_true (lb_outbox_discard (self->outbox, 7, "before")));
  outbox_fixture_reopen (self);
  outbox_fixture_wait_sent (self, 4, "before");
  outbox_fixture_answer (self, 0, NULL);
  outbox_fixture_wait_state (self, LB_EDIT_SAVED);
}

/* What goes back to the service is nobody's draft. */
static void
test_discard_refused (OutboxFixture *self, gconstpointer data)
{
  outbox_fixture_edit (self, "one", TRUE);
  outbox_fixture_wait_sent (self, 1, "one");
  g_assert_true (wait_true (lb_outbox_discard (self->outbox, 7, "before")));
  outbox_fixture_answer (self, LB_ERROR_CONFLICT, "R34: done");
  outbox_fixture_wait_sent (self, 2, "before");
  outbox_fixture_answer (self, LB_ERROR_CONFLICT, "R34: done");
  outbox_fixture_wait_state (self, LB_EDIT_SAVED);
  g_assert_null (self->refusal);
}

/* With nothing to send instead, the way of sending looks what has become of it. */
static void
test_discard_without_caption (OutboxFixture *self, gconstpointer data)
{
  outbox_fixture_edit (self, "one", TRUE);
  outbox_fixture_wait_sent (self, 1, "one");
  g_assert_true (wait_true (lb_outbox_discard (self->outbox, 7, NULL)));
  g_assert_cmpstr (lb_outbox_get_text (self->outbox, 7), ==, "");
  outbox_fixture_answer (self, LB_ERROR_INVALID, "bad");
  outbox_fixture_wait_sent (self, 2, "");
  g_assert_true (self->restoring);
  outbox_fixture_answer (self, 0, NULL);
  outbox_fixture_wait_state (self, LB_EDIT_SAVED);
  g_assert_null (lb_outbox_get_text (self->outbox, 7));
  g_assert_null (self->refusal);

  /* Also after an end that says nothing, and a restart. */
  outbox_fixture_edit (self, "two", TRUE);
  outbox_fixture_wait_sent (self, 3, "two");
  g_assert_true (wait_true (lb_outbox_discard (self->outbox, 7, NULL)));
  outbox_fixture_reopen (self);
  g_assert_true (lb_outbox_is_sending (self->outbox, 7));
  outbox_fixture_wait_sent (self, 4, "");
  g_assert_true (self->restoring);
  g_assert_true (lb_outbox_is_ours (self->outbox, 7, "two", same_cb, NULL));

  /* It was taken: nothing is what the user wants, and what is kept. */
  outbox_fixture_reject (self, LB_OUTBOX_ERROR, LB_OUTBOX_ERROR_TAKEN);
  outbox_fixture_wait_state (self, LB_EDIT_DRAFT);
  outbox_fixture_reopen (self);
  g_assert_cmpint (lb_outbox_get_state (self->outbox, 7), ==, LB_EDIT_DRAFT);
  g_assert_cmpstr (lb_outbox_get_text (self->outbox, 7), ==, "");
  g_assert_false (lb_outbox_is_sending (self->outbox, 7));

  /* And an edit made meanwhile is newer than the wish. */
  outbox_fixture_edit (self, "three", TRUE);
  outbox_fixture_wait_sent (self, 5, "three");
  g_assert_true (wait_true (lb_outbox_discard (self->outbox, 7, NULL)));
  outbox_fixture_edit (self, "four", TRUE);
  outbox_fixture_answer (self, 0, NULL);
  outbox_fixture_wait_sent (self, 6, "four");
  g_assert_false (self->restoring);
}

/* What waits is given up while an older text is under way, or has come to no known end. */
static void
test_discard_newer (OutboxFixture *self, gconstpointer data)
{
  outbox_fixture_edit (self, "one", TRUE);
  outbox_fixture_wait_sent (self, 1, "one");
  outbox_fixture_edit (self, "two", TRUE);
  g_assert_cmpint (lb_outbox_get_state (self->outbox, 7), ==, LB_EDIT_PENDING);
  g_assert_true (wait_true (lb_outbox_discard (self->outbox, 7, NULL)));
  outbox_fixture_answer (self, 0, NULL);
  outbox_fixture_wait_sent (self, 2, "");
  g_assert_true (self->restoring);
  g_assert_true (lb_outbox_is_ours (self->outbox, 7, "one", same_cb, NULL));
  outbox_fixture_reject (self, LB_OUTBOX_ERROR, LB_OUTBOX_ERROR_TAKEN);
  outbox_fixture_wait_state (self, LB_EDIT_DRAFT);

  /* A draft is in the way of the next attempt, and not of the doubt. */
  outbox_fixture_edit (self, "three", TRUE);
  outbox_fixture_wait_sent (self, 3, "three");
  outbox_fixture_edit (self, "half a", FALSE);
  outbox_fixture_answer (self, LB_ERROR_TIMED_OUT, "no answer");
  g_assert_true (wait_true (lb_outbox_flush (self->outbox, 7)));
  outbox_fixture_reopen (self);
  g_assert_cmpint (lb_outbox_get_state (self->outbox, 7), ==, LB_EDIT_DRAFT);
  g_assert_true (lb_outbox_is_sending (self->outbox, 7));
  g_assert_true (wait_true (lb_outbox_discard (self->outbox, 7, "before")));
  outbox_fixture_wait_sent (self, 4, "before");
  g_assert_true (self->restoring);
  g_assert_true (lb_outbox_is_ours (self->outbox, 7, "three", same_cb, NULL));
}

/* What was refused, or never left, is in nobody's way. */
static void
test_discard_certain (OutboxFixture *self, gconstpointer data)
{
  const int codes[] = { LB_ERROR_RATE_LIMITED, LB_ERROR_UNAUTHORIZED };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      outbox_fixture_edit (self, "one", TRUE);
      outbox_fixture_wait_sent (self, i + 1, "one");
      outbox_fixture_answer (self, codes[i], "not now");
      outbox_fixture_wait_state (self, LB_EDIT_PENDING);
      g_assert_false (lb_outbox_is_sending (self->outbox, 7));
      g_assert_true (wait_true (lb_outbox_discard (self->outbox, 7, "before")));
      g_assert_null (lb_outbox_get_text (self->outbox, 7));
      outbox_fixture_reopen (self);
    }

  outbox_fixture_edit (self, "two", TRUE);
  outbox_fixture_wait_sent (self, 3, "two");
  lb_outbox_note_unsent (self->outbox, 7);
  outbox_fixture_answer (self, LB_ERROR_OFFLINE, "nobody there");
  outbox_fixture_wait_state (self, LB_EDIT_PENDING);
  g_assert_false (lb_outbox_is_sending (self->outbox, 7));
}

/* A text of which no answer came may still arrive after a newer one: that is looked at again. */
static void
test_late (OutboxFixture *self, gconstpointer data)
{
  gint64 since_us = 0;

  self->outbox->late_ms = OPEN_END_MS;
  outbox_fixture_edit (self, "one", TRUE);
  outbox_fixture_wait_sent (self, 1, "one");
  outbox_fixture_answer (self, LB_ERROR_TIMED_OUT, "no answer");
  outbox_fixture_edit (self, "two", TRUE);
  outbox_fixture_wait_sent (self, 2, "two");
  outbox_fixture_answer (self, 0, NULL);
  outbox_fixture_wait_state (self, LB_EDIT_PENDING);
  self->outbox->late_ms = 0;
  lb_outbox_wake (self->outbox);
  outbox_fixture_wait_sent (self, 3, "two");
  g_assert_true (lb_outbox_wants_look (self->outbox, 7, &since_us));
  outbox_fixture_answer (self, 0, NULL);
  outbox_fixture_wait_state (self, LB_EDIT_SAVED);

  /* The same text again is not to be looked at: it can only become what it is. */
  self->outbox->late_ms = OPEN_END_MS;
  outbox_fixture_edit (self, "three", TRUE);
  outbox_fixture_wait_sent (self, 4, "three");
  outbox_fixture_answer (self, LB_ERROR_SERVER, "fault");
  outbox_fixture_wait_sent (self, 5, "three");
  outbox_fixture_answer (self, 0, NULL);
  outbox_fixture_wait_state (self, LB_EDIT_SAVED);
  g_assert_cmpuint (self->sent->len, ==, 5);

  /* A newer text does not wait for it. */
  outbox_fixture_edit (self, "four", TRUE);
  outbox_fixture_wait_sent (self, 6, "four");
  outbox_fixture_answer (self, LB_ERROR_TIMED_OUT, "no answer");
  outbox_fixture_edit (self, "five", TRUE);
  outbox_fixture_wait_sent (self, 7, "five");
  outbox_fixture_answer (self, 0, NULL);
  outbox_fixture_wait_state (self, LB_EDIT_PENDING);
  outbox_fixture_edit (self, "six", TRUE);
  outbox_fixture_wait_sent (self, 8, "six");
}

static void
test_flush (OutboxFixture *self, gconstpointer data)
{
  DexFuture *flushed = NULL;

  g_assert_true (wait_true (lb_outbox_flush (self->outbox, 7)));
  dex_future_disown (outbox_fixture_try_edit (self, "one", TRUE));
  flushed = lb_outbox_flush (self->outbox, 7);
  outbox_fixture_wait_sent (self, 1, "one");
  outbox_fixture_edit (self, "two", TRUE);
  outbox_fixture_answer (self, 0, NULL);
  outbox_fixture_wait_sent (self, 2, "two");
  g_assert_true (dex_future_is_pending (flushed));
  outbox_fixture_answer (self, 0, NULL);
  g_assert_true (wait_true (flushed));
  g_assert_false (lb_outbox_is_sending (self->outbox, 7));

  /* It does not wait for better times, nor make anybody else wait for them. */
  outbox_fixture_edit (self, "three", TRUE);
  outbox_fixture_wait_sent (self, 3, "three");
  outbox_fixture_answer (self, LB_ERROR_OFFLINE, "not now");
  outbox_fixture_wait_state (self, LB_EDIT_PENDING);
  flushed = lb_outbox_flush (self->outbox, 7);
  outbox_fixture_wait_sent (self, 4, "three");
  outbox_fixture_answer (self, LB_ERROR_OFFLINE, "still not");
  g_free (wait_error (flushed, LB_ERROR_OFFLINE));

  /* A refusal is an outcome. */
  flushed = lb_outbox_flush (self->outbox, 7);
  outbox_fixture_wait_sent (self, 5, "three");
  outbox_fixture_answer (self, LB_ERROR_INVALID, "bad");
  g_assert_true (wait_true (flushed));
  g_assert_cmpint (lb_outbox_get_state (self->outbox, 7), ==, LB_EDIT_REFUSED);

  /* And so is the end. */
  outbox_fixture_edit (self, "four", TRUE);
  outbox_fixture_wait_sent (self, 6, "four");
  flushed = lb_outbox_flush (self->outbox, 7);
  lb_outbox_stop (self->outbox);
  g_free (wait_error (flushed, LB_ERROR_CANCELLED));
}

static void
test_hold (OutboxFixture *self, gconstpointer data)
{
  lb_outbox_hold (self->outbox, 7);
  outbox_fixture_edit (self, "one", TRUE);
  g_assert_cmpint (lb_outbox_get_state (self->outbox, 7), ==, LB_EDIT_PENDING);
  g_assert_true (wait_true (lb_outbox_flush (self->outbox, 7)));
  g_assert_cmpuint (self->sent->len, ==, 0);
  lb_outbox_release (self->outbox, 7);
  outbox_fixture_wait_sent (self, 1, "one");

  /* The next one of a chain waits too. */
  lb_outbox_hold (self->outbox, 7);
  outbox_fixture_edit (self, "two", TRUE);
  outbox_fixture_answer (self, 0, NULL);
  g_assert_true (wait_true (lb_outbox_flush (self->outbox, 7)));
  g_assert_cmpuint (self->sent->len, ==, 1);
  lb_outbox_release (self->outbox, 7);
  outbox_fixture_wait_sent (self, 2, "two");
  outbox_fixture_answer (self, 0, NULL);
  outbox_fixture_wait_state (self, LB_EDIT_SAVED);

  /* What was there before goes out. */
  dex_future_disown (outbox_fixture_try_edit (self, "three", TRUE));
  lb_outbox_hold (self->outbox, 7);
  outbox_fixture_wait_sent (self, 3, "three");
}

/* Gone in the middle of a send: the row is there for the next one. */
static void
test_lost_while_sending (OutboxFixture *self, gconstpointer data)
{
  outbox_fixture_edit (self, "one", TRUE);
  outbox_fixture_wait_sent (self, 1, "one");
  outbox_fixture_reopen (self);
  outbox_fixture_wait_sent (self, 2, "one");
  outbox_fixture_answer (self, 0, NULL);
  outbox_fixture_wait_state (self, LB_EDIT_SAVED);
}

static void
discard_cb (LbOutbox *outbox, gint64 image_id, gpointer data)
{
  if (lb_outbox_get_text (outbox, image_id) != NULL)
    dex_future_disown (lb_outbox_discard (outbox, image_id, NULL));
}

/* A listener that drops the edit in the middle of a change of state. */
static void
test_discard_by_listener (OutboxFixture *self, gconstpointer data)
{
  gulong handler = 0;

  outbox_fixture_edit (self, "one", TRUE);
  outbox_fixture_wait_sent (self, 1, "one");
  handler = g_signal_connect (self->outbox, "state-changed", G_CALLBACK (discard_cb), NULL);
  outbox_fixture_answer (self, LB_ERROR_INVALID, "bad");
  outbox_fixture_wait_state (self, LB_EDIT_SAVED);
  g_signal_handler_disconnect (self->outbox, handler);
  g_assert_null (lb_outbox_get_text (self->outbox, 7));
}

static void
test_closed (OutboxFixture *self, gconstpointer data)
{
  lb_outbox_close (self->outbox);
  g_free (wait_error (lb_outbox_edit (self->outbox, 3, 7, "late", TRUE), LB_ERROR_STORAGE));
  g_assert_cmpuint (self->sent->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

#define ADD(path, function)                                                                        \
  g_test_add ("/outbox/" path, OutboxFixture, NULL, outbox_fixture_set_up, function,               \
              outbox_fixture_tear_down)
  ADD ("newest-wins", test_newest_wins);
  ADD ("passing-failures", test_passing_failures);
  ADD ("backoff", test_backoff);
  ADD ("refusal", test_refusal);
  ADD ("refused-but-replaced", test_refused_but_replaced);
  ADD ("draft-over-send", test_draft_over_send);
  ADD ("discard-while-sending", test_discard_while_sending);
  ADD ("discard-refused", test_discard_refused);
  ADD ("discard-without-caption", test_discard_without_caption);
  ADD ("discard-newer", test_discard_newer);
  ADD ("discard-certain", test_discard_certain);
  ADD ("late", test_late);
  ADD ("flush", test_flush);
  ADD ("hold", test_hold);
  ADD ("lost-while-sending", test_lost_while_sending);
  ADD ("discard-by-listener", test_discard_by_listener);
  ADD ("closed", test_closed);

  return g_test_run ();
}
