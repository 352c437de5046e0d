#include "../storage/fault-vfs.h"
#include "base/lb-error.h"
#include "test-outbox-fixture.h"

/* What becomes of edits when the disk will not take them. */

static void
set_up (OutboxFixture *self, gconstpointer data)
{
  fault_vfs_forget ();
  outbox_fixture_set_up (self, data);
}

static void
tear_down (OutboxFixture *self, gconstpointer data)
{
  fault_vfs_mend ();
  outbox_fixture_tear_down (self, data);
}

static void
fail_edit (OutboxFixture *self, const char *text, gboolean sendable, int code)
{
  g_free (wait_error (outbox_fixture_try_edit (self, text, sendable), code));
  g_assert_cmpint (lb_outbox_get_state (self->outbox, 7), ==, LB_EDIT_UNKEPT);
  g_assert_cmpstr (lb_outbox_get_text (self->outbox, 7), ==, text);
  g_assert_error (lb_outbox_get_error (self->outbox, 7), LB_ERROR, code);
  g_assert_false (lb_outbox_is_kept (self->outbox, 7));
}

/* What another program would find on disk now. */
static char *
text_on_disk (OutboxFixture *self)
{
  LbOutbox *other = outbox_fixture_load (self);
  char *text = g_strdup (lb_outbox_get_text (other, 7));

  lb_outbox_close (other);
  g_object_unref (other);

  return text;
}

static void
assert_on_disk (OutboxFixture *self, const char *text)
{
  g_autofree char *found = text_on_disk (self);

  g_assert_cmpstr (found, ==, text);
}

static void
test_same_text_again (OutboxFixture *self, gconstpointer data)
{
  fault_vfs_fail (FAULT_WRITE, 0, SQLITE_IOERR_WRITE);
  fail_edit (self, "one", TRUE, LB_ERROR_STORAGE);
  fail_edit (self, "one", TRUE, LB_ERROR_STORAGE);
  g_free (wait_error (lb_outbox_flush (self->outbox, 7), LB_ERROR_STORAGE));
  g_assert_cmpuint (self->sent->len, ==, 0);

  g_assert_cmpuint (fault_vfs_mend (), >, 0);
  outbox_fixture_edit (self, "one", TRUE);
  g_assert_true (lb_outbox_is_kept (self->outbox, 7));
  g_assert_null (lb_outbox_get_error (self->outbox, 7));
  outbox_fixture_wait_sent (self, 1, "one");
  assert_on_disk (self, "one");
}

/* Nobody edits again: it is written after a while all the same, and sent. */
static void
test_by_itself (OutboxFixture *self, gconstpointer data)
{
  fault_vfs_fail (FAULT_SYNC, 0, SQLITE_IOERR_FSYNC);
  fail_edit (self, "one", TRUE, LB_ERROR_STORAGE);
  g_assert_cmpuint (fault_vfs_mend (), >, 0);
  outbox_fixture_wait_sent (self, 1, "one");
  assert_on_disk (self, "one");
  outbox_fixture_answer (self, 0, NULL);
  outbox_fixture_wait_state (self, LB_EDIT_SAVED);
}

static void
test_full_disk (OutboxFixture *self, gconstpointer data)
{
  outbox_fixture_edit (self, "older", FALSE);
  fault_vfs_fail (FAULT_WRITE, 0, SQLITE_FULL);
  fail_edit (self, "half a", FALSE, LB_ERROR_NO_SPACE);
  g_assert_cmpuint (fault_vfs_mend (), >, 0);
  outbox_fixture_wait_state (self, LB_EDIT_DRAFT);
  assert_on_disk (self, "half a");
  g_assert_cmpuint (self->sent->len, ==, 0);
}

/* An edit of another image shows that the disk is there again. */
static void
test_next_edit_helps (OutboxFixture *self, gconstpointer data)
{
  fault_vfs_fail (FAULT_WRITE, 0, SQLITE_IOERR_WRITE);
  fail_edit (self, "one", FALSE, LB_ERROR_STORAGE);
  fault_vfs_mend ();
  g_assert_true (wait_true (lb_outbox_edit (self->outbox, 3, 8, "other", FALSE)));
  outbox_fixture_wait_state (self, LB_EDIT_DRAFT);
  assert_on_disk (self, "one");
}

/* Closing is the last chance. */
static void
test_close_tries_again (OutboxFixture *self, gconstpointer data)
{
  fault_vfs_fail (FAULT_WRITE, 0, SQLITE_IOERR_WRITE);
  fail_edit (self, "one", FALSE, LB_ERROR_STORAGE);
  fault_vfs_mend ();
  outbox_fixture_reopen (self);
  g_assert_cmpstr (lb_outbox_get_text (self->outbox, 7), ==, "one");
}

static void
test_discard_fails (OutboxFixture *self, gconstpointer data)
{
  outbox_fixture_edit (self, "half a", FALSE);
  fault_vfs_fail (FAULT_WRITE, 0, SQLITE_IOERR_WRITE);
  g_free (wait_error (lb_outbox_discard (self->outbox, 7, NULL), LB_ERROR_STORAGE));
  g_assert_cmpint (lb_outbox_get_state (self->outbox, 7), ==, LB_EDIT_DRAFT);
  g_assert_cmpstr (lb_outbox_get_text (self->outbox, 7), ==, "half a");
  fault_vfs_mend ();
  assert_on_disk (self, "half a");
  g_assert_true (wait_true (lb_outbox_discard (self->outbox, 7, NULL)));
  assert_on_disk (self, NULL);
}

static gboolean
is_off_disk (gpointer data)
{
  g_autofree char *text = text_on_disk (data);

  return text == NULL;
}

static void
write_cb (gpointer data)
{
  g_atomic_int_inc ((int *) data);
}

static gboolean
has_written (gpointer data)
{
  return g_atomic_int_get ((int *) data) > 0;
}

/* What the service has must not be sent again by the next run. */
static void
test_sent_but_not_forgotten (OutboxFixture *self, gconstpointer data)
{
  int n_writes = 0;

  outbox_fixture_edit (self, "one", TRUE);
  outbox_fixture_wait_sent (self, 1, "one");
  fault_vfs_fail (FAULT_WRITE, 0, SQLITE_IOERR_WRITE);
  fault_vfs_watch (write_cb, &n_writes);
  outbox_fixture_answer (self, 0, NULL);
  outbox_fixture_wait_state (self, LB_EDIT_SAVED);
  wait_until (has_written, &n_writes, "the row to be written");
  assert_on_disk (self, "one");
  g_assert_cmpuint (fault_vfs_mend (), >, 0);
  wait_until (is_off_disk, self, "the row to go");
  fault_vfs_watch (NULL, NULL);
  g_assert_cmpint (lb_outbox_get_state (self->outbox, 7), ==, LB_EDIT_SAVED);
  g_assert_cmpuint (self->sent->len, ==, 1);
}

/* A refusal that can't be noted leaves the text kept. */
static void
test_refusal_not_noted (OutboxFixture *self, gconstpointer data)
{
  outbox_fixture_edit (self, "one", TRUE);
  outbox_fixture_wait_sent (self, 1, "one");
  fault_vfs_fail (FAULT_WRITE, 0, SQLITE_IOERR_WRITE);
  outbox_fixture_answer (self, LB_ERROR_CONFLICT, "R34: done");
  outbox_fixture_wait_state (self, LB_EDIT_REFUSED);
  g_assert_true (lb_outbox_is_kept (self->outbox, 7));
  g_assert_error (lb_outbox_get_error (self->outbox, 7), LB_ERROR, LB_ERROR_CONFLICT);
  assert_on_disk (self, "one");
}

typedef struct
{
  guint n_writes;
  GMutex mutex;
  GCond cond;
  gboolean open;
} Gate;

static void
gate_cb (gpointer data)
{
  Gate *gate = data;

  g_mutex_lock (&gate->mutex);
  gate->n_writes++;
  while (!gate->open)
    g_cond_wait (&gate->cond, &gate->mutex);
  g_mutex_unlock (&gate->mutex);
}

/* A disk that can't follow gets the newest text next, not a queue of old ones. */
static void
test_slow_disk (OutboxFixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) writes = g_ptr_array_new_with_free_func (dex_unref);
  Gate gate = { 0 };
  guint n_for_one = 0;

  g_mutex_init (&gate.mutex);
  g_cond_init (&gate.cond);
  gate.open = TRUE;
  fault_vfs_watch (gate_cb, &gate);
  outbox_fixture_edit (self, "one", FALSE);
  g_mutex_lock (&gate.mutex);
  n_for_one = gate.n_writes;
  gate.n_writes = 0;
  gate.open = FALSE;
  g_mutex_unlock (&gate.mutex);
  g_assert_cmpuint (n_for_one, >, 0);

  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *text = g_strdup_printf ("text %u", i);

      g_ptr_array_add (writes, outbox_fixture_try_edit (self, text, FALSE));
    }
  g_mutex_lock (&gate.mutex);
  gate.open = TRUE;
  g_cond_signal (&gate.cond);
  g_mutex_unlock (&gate.mutex);
  for (guint i = 0; i < writes->len; i++)
    g_assert_true (wait_true (dex_ref (g_ptr_array_index (writes, i))));
  fault_vfs_watch (NULL, NULL);
  assert_on_disk (self, "text 99");
  g_assert_cmpuint (gate.n_writes, <=, 3 * n_for_one);
  g_cond_clear (&gate.cond);
  g_mutex_clear (&gate.mutex);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  fault_vfs_install ();

#define ADD(path, function)                                                                        \
  g_test_add ("/outbox/faults/" path, OutboxFixture, NULL, set_up, function, tear_down)
  ADD ("same-text-again", test_same_text_again);
  ADD ("by-itself", test_by_itself);
  ADD ("full-disk", test_full_disk);
  ADD ("next-edit-helps", test_next_edit_helps);
  ADD ("close-tries-again", test_close_tries_again);
  ADD ("discard-fails", test_discard_fails);
  ADD ("sent-but-not-forgotten", test_sent_but_not_forgotten);
  ADD ("refusal-not-noted", test_refusal_not_noted);
  ADD ("slow-disk", test_slow_disk);

  return g_test_run ();
}
