#include "session/lb-lease.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/lb-error.h"
#include "session/lb-account.h"
#include "test-client-fixture.h"

/* Two programs of one account, each with its lease and its connection to the database: to the
 * system, files that are opened twice are as two programs'. */

#define KEY "sender"

static gboolean locks_known = TRUE;

/* In place of the system's, for a file system without locks. */
int
flock (int fd, int operation)
{
  if (locks_known)
    return (int) syscall (SYS_flock, fd, operation);

  errno = ENOLCK;
  return -1;
}

typedef struct
{
  LbDatabase *database; /* (owned) */
  LbLease *lease;       /* (owned) */
} Program;

typedef struct
{
  ServiceFixture service; /* for its folders only; nothing is started */
  char *path;             /* (owned): of the lock */
  Program one;
  Program other;
} Fixture;

static void
begin (Fixture *self, Program *program)
{
  program->database = wait_object (lb_account_open (self->service.state_dir));
  program->lease = lb_lease_new (self->path, KEY);
}

static void
end (Program *program)
{
  g_clear_pointer (&program->lease, lb_lease_free);
  lb_account_close (program->database, 1000);
  g_clear_object (&program->database);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  locks_known = TRUE;
  service_fixture_set_up (&self->service);
  self->path = g_build_filename (self->service.state_dir, "made", "lock", NULL);
  begin (self, &self->one);
  begin (self, &self->other);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  end (&self->one);
  end (&self->other);
  g_free (self->path);
  service_fixture_tear_down (&self->service);
}

static gboolean
take (Program *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DexFuture) future = lb_lease_take (self->lease, self->database);
  gboolean held = FALSE;

  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
  held = g_value_get_boolean (dex_future_get_value (future, &error));
  g_assert_no_error (error);
  g_assert_cmpint (held, ==, lb_lease_is_held (self->lease));

  return held;
}

static void
assert_refused (Program *self)
{
  g_free (wait_error (lb_lease_check (self->lease, self->database), LB_ERROR_CONFLICT));
}

static GValue *
write_work (LbDatabase *database, sqlite3 *db, gpointer owner, GError **error)
{
  return lb_lease_check_owner (db, KEY, *(gint64 *) owner, error) ? lb_value_new_boolean (TRUE)
                                                                  : NULL;
}

/* Whether what belongs to @owner may be written. */
static gboolean
can_write (Program *self, gint64 owner)
{
  g_autoptr (GError) error = NULL;
  GValue *done = lb_database_run_sync (self->database, write_work, &owner, &error);

  if (done == NULL)
    g_assert_error (error, LB_ERROR, LB_ERROR_CONFLICT);
  g_clear_pointer (&done, lb_value_free);

  return error == NULL;
}

static void
test_one (Fixture *self, gconstpointer data)
{
  assert_refused (&self->one);
  g_assert_cmpint (lb_lease_get_owner (self->one.lease), ==, 0);
  g_assert_true (take (&self->one));
  g_assert_true (take (&self->one));
  g_assert_cmpint (lb_lease_get_owner (self->one.lease), !=, 0);

  for (guint i = 0; i < 3; i++)
    g_assert_false (take (&self->other));
  assert_refused (&self->other);
  g_assert_true (wait_true (lb_lease_check (self->one.lease, self->one.database)));
  g_assert_true (can_write (&self->one, lb_lease_get_owner (self->one.lease)));
}

/* Its rows are the next one's, and what comes late from it is refused. */
static void
test_given (Fixture *self, gconstpointer data)
{
  gint64 first = 0;

  g_assert_true (take (&self->one));
  first = lb_lease_get_owner (self->one.lease);
  lb_lease_drop (self->one.lease);
  g_assert_false (lb_lease_is_held (self->one.lease));
  g_assert_true (take (&self->other));

  g_assert_cmpint (lb_lease_get_owner (self->one.lease), ==, first);
  g_assert_false (can_write (&self->one, first));
  g_assert_true (can_write (&self->other, lb_lease_get_owner (self->other.lease)));
  g_assert_true (can_write (&self->one, 0));
  g_assert_false (take (&self->one));
}

/* Who has no lock learns from the database that another has come. */
static void
test_without_locks (Fixture *self, gconstpointer data)
{
  locks_known = FALSE;
  g_assert_true (take (&self->one));
  g_assert_true (wait_true (lb_lease_check (self->one.lease, self->one.database)));
  g_assert_true (take (&self->other));

  assert_refused (&self->one);
  g_assert_false (can_write (&self->one, lb_lease_get_owner (self->one.lease)));
  g_assert_true (wait_true (lb_lease_check (self->other.lease, self->other.database)));
  g_assert_true (can_write (&self->other, lb_lease_get_owner (self->other.lease)));
}

/* A lock on a file that nobody finds any more keeps nobody out. */
static void
test_removed (Fixture *self, gconstpointer data)
{
  g_assert_true (take (&self->one));
  g_assert_cmpint (g_unlink (self->path), ==, 0);
  assert_refused (&self->one);
  g_assert_true (take (&self->other));
  g_assert_true (wait_true (lb_lease_check (self->other.lease, self->other.database)));
}

static GValue *
wait_work (LbDatabase *database, sqlite3 *db, gpointer mutex, GError **error)
{
  g_mutex_lock (mutex);
  g_mutex_unlock (mutex);

  return lb_value_new_boolean (TRUE);
}

/* Dropped before it was there, it is nobody's. */
static void
test_dropped (Fixture *self, gconstpointer data)
{
  g_autoptr (DexFuture) before = NULL;
  g_autoptr (DexFuture) future = NULL;
  GMutex held;

  g_mutex_init (&held);
  g_mutex_lock (&held);
  before = lb_database_run (self->one.database, wait_work, &held, NULL);
  future = lb_lease_take (self->one.lease, self->one.database);
  lb_lease_drop (self->one.lease);
  g_mutex_unlock (&held);
  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (g_value_get_boolean (dex_future_get_value (future, NULL)));
  g_assert_false (lb_lease_is_held (self->one.lease));
  g_clear_pointer (&future, dex_unref);
  g_mutex_clear (&held);
  g_assert_true (take (&self->other));
}

static GValue *
break_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  return lb_sql_exec (db, error, "DROP TABLE upload_fact", "") ? lb_value_new_boolean (TRUE) : NULL;
}

/* What can't be said in the database is not held, and does not keep others out. */
static void
test_unsaid (Fixture *self, gconstpointer data)
{
  int fd = -1;

  g_assert_true (wait_true (lb_database_run (self->one.database, break_work, NULL, NULL)));
  g_free (wait_error (lb_lease_take (self->one.lease, self->one.database), LB_ERROR_STORAGE));
  g_assert_false (lb_lease_is_held (self->one.lease));

  fd = g_open (self->path, O_RDWR | O_CLOEXEC);
  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (flock (fd, LOCK_EX | LOCK_NB), ==, 0);
  g_assert_true (g_close (fd, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

#define ADD(path, function)                                                                        \
  g_test_add ("/session/lease/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("one", test_one);
  ADD ("given", test_given);
  ADD ("without-locks", test_without_locks);
  ADD ("removed", test_removed);
  ADD ("dropped", test_dropped);
  ADD ("unsaid", test_unsaid);

  return g_test_run ();
}
