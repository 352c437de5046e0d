#include "hosted-store-session.h"
#include "quick-clock.h"
#include "session/lb-outbox-private.h"
#include "session/lb-session-private.h"
#include "session/lb-trash-private.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/prctl.h>
#include <sys/wait.h>

/* Two programs with one account at once: one sends, the other shows what waits and writes beside
 * it. The one that sends is stopped for a while, or dies, and nothing is lost or sent twice. It is
 * this test as a child. */

#define MANY 20

/* So long a change that the other one may have sent may still arrive. */
#define LATE_MS 1000

static void
open_session (LbSession *session)
{
  quick_clock_give (session->client);
  hosted_take_true (lb_session_open (session));
  for (LbChangeKind kind = 0; kind < LB_CHANGE_N_EDITS; kind++)
    session->changes[kind]->late_ms = LATE_MS;
}

/* The child: ORIGIN STATE-DIR. Ends with the test, also with one that has failed. */
G_NORETURN static void
send_all (char **argv)
{
  g_autoptr (LbSession) session = lb_session_new_hosted (argv[0], HOSTED_TOKEN, argv[1]);

  prctl (PR_SET_PDEATHSIG, SIGKILL);
  open_session (session);
  for (;;)
    g_main_context_iteration (NULL, TRUE);
}

/* (transfer full): one that can be taken back still, of the first image. */
static LbDeletion *
delete_first (LbSession *session)
{
  g_autoptr (GPtrArray) images = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (images, g_object_ref (lb_session_find_image (session, HOSTED_FIRST)));

  return lb_trash_take (session->trash, images, FALSE, 0);
}

/* The child: ORIGIN STATE-DIR. The text that it sends says that the deletion is on the disk. */
G_NORETURN static void
delete_and_wait (char **argv)
{
  g_autoptr (LbSession) session = lb_session_new_hosted (argv[0], HOSTED_TOKEN, argv[1]);
  g_autoptr (LbDeletion) deletion = NULL;

  prctl (PR_SET_PDEATHSIG, SIGKILL);
  open_session (session);
  hosted_take_true (
    lb_session_load_images (session, lb_session_find_dataset (session, HOSTED_DATASET)));
  deletion = delete_first (session);
  hosted_take_true (lb_session_edit_caption (
    session, lb_session_find_image (session, HOSTED_FIRST + 1), "First of 1"));
  for (;;)
    g_main_context_iteration (NULL, TRUE);
}

typedef struct
{
  HostedSession base;
  HostedStore *store;
  GSubprocess *child; /* (owned) (nullable) */
  guint n;            /* changes to wait for */
} Fixture;

static char *program;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->store = hosted_store_session_set_up (&self->base, MANY);
}

static void
kill_child (Fixture *self)
{
  if (self->child == NULL)
    return;

  hosted_kill (self->child);
  g_clear_object (&self->child);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  kill_child (self);
  hosted_store_session_tear_down (&self->base, self->store);
}

static LbImage *
image_of (Fixture *self, guint i)
{
  return lb_session_find_image (self->base.session, HOSTED_FIRST + i);
}

static void
edit (Fixture *self, guint i, const char *word)
{
  g_autofree char *text = g_strdup_printf ("%s of %u", word, i);

  hosted_take_true (lb_session_edit_caption (self->base.session, image_of (self, i), text));
}

/* What waits when the service is away. */
static void
write_offline (Fixture *self)
{
  hosted_server_leave (self->base.server);
  for (guint i = 0; i < MANY; i++)
    edit (self, i, "First");
  hosted_session_close (&self->base);
  hosted_server_return (self->base.server);
}

static gboolean
far_enough_cb (gpointer data)
{
  Fixture *self = data;

  return hosted_store_get_changes (self->store)->len >= self->n;
}

static void
spawn (Fixture *self, const char *what)
{
  g_autofree char *state = g_build_filename (self->base.root, "state", NULL);
  g_autoptr (GError) error = NULL;

  self->child = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, program, what,
                                  hosted_server_get_origin (self->base.server), state, NULL);
  g_assert_no_error (error);
}

/* Returns when all its threads stand still: the signal alone lets them run on for a while. */
static void
stop_child (Fixture *self)
{
  id_t pid = g_ascii_strtoull (g_subprocess_get_identifier (self->child), NULL, 10);
  siginfo_t info;

  g_subprocess_send_signal (self->child, SIGSTOP);
  g_assert_no_errno (waitid (P_PID, pid, &info, WSTOPPED | WNOWAIT));
  g_assert_cmpint (info.si_code, ==, CLD_STOPPED);
}

/* Until @n changes have come in all; then it stands still, and not while it writes: no other could
 * write until it goes on. */
static void
send_and_stop (Fixture *self, guint n)
{
  g_autofree char *path = g_build_filename (self->base.root, "state", "account.db", NULL);
  sqlite3 *db = NULL;

  self->n = n;
  hosted_wait_until (far_enough_cb, self, "some of the texts");
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  sqlite3_busy_timeout (db, 5000);
  g_assert_cmpint (sqlite3_exec (db, "BEGIN IMMEDIATE", NULL, NULL, NULL), ==, SQLITE_OK);
  stop_child (self);
  sqlite3_close (db);
}

static void
open_beside (Fixture *self)
{
  hosted_session_make (&self->base);
  open_session (self->base.session);
  g_clear_object (&self->base.dataset);
  g_set_object (&self->base.dataset, lb_session_find_dataset (self->base.session, 34));
  hosted_take_true (lb_session_load_images (self->base.session, self->base.dataset));
}

static gboolean
all_sent_cb (gpointer data)
{
  return lb_session_get_n_waiting (((Fixture *) data)->base.session) == 0;
}

/* How often a text came. */
static guint
count (Fixture *self, guint i, const char *word)
{
  GPtrArray *changes = hosted_store_get_changes (self->store);
  g_autofree char *change = g_strdup_printf ("PUT %u %s of %u", HOSTED_FIRST + i, word, i);
  guint n = 0;

  for (guint at = 0; at < changes->len; at++)
    n += g_str_equal (g_ptr_array_index (changes, at), change);

  return n;
}

static void
assert_stored (Fixture *self, guint i, const char *word)
{
  g_autofree char *text = g_strdup_printf ("%s of %u", word, i);

  g_assert_cmpstr (hosted_store_get (self->store, HOSTED_FIRST + i), ==, text);
}

static gboolean
has_seconds_cb (gpointer data)
{
  return count (data, 0, "Second") > 0 && count (data, MANY - 1, "Second") > 0;
}

/* What was under way when the program stood still is one text. */
#define UNDER_WAY 1

static void
test_stopped (Fixture *self, gconstpointer data)
{
  guint n_before = 0;

  write_offline (self);
  spawn (self, "--send");
  send_and_stop (self, 5);
  open_beside (self);
  g_assert_false (lb_session_is_sender (self->base.session));
  g_assert_cmpuint (lb_session_get_n_waiting (self->base.session), >=, MANY - 6);

  /* Shown and written, not sent. */
  n_before = hosted_store_get_changes (self->store)->len;
  g_assert_cmpint (lb_session_get_edit_state (self->base.session, image_of (self, MANY - 1)), ==,
                   LB_EDIT_PENDING);
  edit (self, MANY - 1, "Second");
  edit (self, 0, "Second");
  hosted_settle ();
  g_assert_cmpuint (hosted_store_get_changes (self->store)->len, <=, n_before + UNDER_WAY);

  g_subprocess_send_signal (self->child, SIGCONT);
  hosted_wait_until (has_seconds_cb, self, "what was written beside it");
  hosted_wait_until (all_sent_cb, self, "all texts, by the other program");
  g_assert_false (lb_session_is_sender (self->base.session));
  for (guint i = 1; i < MANY - 1; i++)
    {
      assert_stored (self, i, "First");
      g_assert_cmpuint (count (self, i, "First"), ==, 1);
    }
  assert_stored (self, 0, "Second");
  assert_stored (self, MANY - 1, "Second");
  g_assert_cmpuint (count (self, 0, "Second"), ==, 1);
  g_assert_cmpuint (count (self, MANY - 1, "Second"), ==, 1);
  g_assert_cmpuint (count (self, MANY - 1, "First"), <=, 1);
}

static gboolean
is_sender_cb (gpointer data)
{
  return lb_session_is_sender (((Fixture *) data)->base.session);
}

static void
test_dies (Fixture *self, gconstpointer data)
{
  write_offline (self);
  spawn (self, "--send");
  send_and_stop (self, 8);
  open_beside (self);
  g_assert_false (lb_session_is_sender (self->base.session));
  edit (self, MANY - 1, "Second");

  kill_child (self);
  hosted_wait_until (is_sender_cb, self, "the other one's place");
  hosted_wait_until (all_sent_cb, self, "all texts");
  for (guint i = 0; i < MANY - 1; i++)
    {
      assert_stored (self, i, "First");
      g_assert_cmpuint (count (self, i, "First"), ==, 1);
    }
  assert_stored (self, MANY - 1, "Second");
  g_assert_cmpuint (hosted_store_get_changes (self->store)->len, ==, MANY);
}

/* A name that is changed beside it goes out, and the one that sends sees it. */
static void
test_name (Fixture *self, gconstpointer data)
{
  g_autoptr (LbDataset) renamed = NULL;

  write_offline (self);
  spawn (self, "--send");
  send_and_stop (self, MANY);
  open_beside (self);
  g_subprocess_send_signal (self->child, SIGCONT);
  renamed = hosted_take_object (
    lb_session_rename_dataset (self->base.session, self->base.dataset, "Docks"));
  hosted_wait_until (all_sent_cb, self, "the name");
  g_assert_cmpstr (hosted_store_get_name (self->store), ==, "Docks");
  g_assert_cmpstr (lb_dataset_get_name (renamed), ==, "Docks");
  g_assert_false (lb_session_is_sender (self->base.session));
}

/* A lock that somebody has taken away, as a file system without locks would. */
static void
test_taken (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->base.root, "state", "sender.lock", NULL);

  g_assert_true (lb_session_is_sender (self->base.session));
  g_assert_cmpint (g_unlink (path), ==, 0);
  spawn (self, "--send");
  edit (self, 0, "Second");
  hosted_wait_until (all_sent_cb, self, "the text, by one of them");
  assert_stored (self, 0, "Second");
  g_assert_cmpuint (count (self, 0, "Second"), ==, 1);
}

static guint
count_deletions (Fixture *self)
{
  return hosted_server_count (self->base.server, "DELETE", NULL);
}

static gboolean
is_deleted_cb (gpointer data)
{
  return hosted_store_get (((Fixture *) data)->store, HOSTED_FIRST) == NULL;
}

static gboolean
has_first_cb (gpointer data)
{
  return image_of (data, 0) != NULL;
}

/* Until it is deleted, and whoever looks again is at rest. */
static void
commit (Fixture *self, LbDeletion *deletion)
{
  dex_future_disown (lb_deletion_commit (deletion));
  hosted_wait_until (is_deleted_cb, self, "the deletion");
  hosted_wait_until (all_sent_cb, self, "the end of it");
  hosted_take_true (lb_session_refresh (self->base.session));
  g_assert_cmpuint (count_deletions (self), ==, 1);
  g_assert_null (image_of (self, 0));
}

/* The other one dies while its deletion can be taken back: it was not deleted. Deleted here, it is
 * once. */
static void
test_deletion_dies (Fixture *self, gconstpointer data)
{
  g_autoptr (LbDeletion) deletion = NULL;

  hosted_session_close (&self->base);
  spawn (self, "--delete");
  self->n = 1;
  hosted_wait_until (far_enough_cb, self, "the deletion on the disk");
  open_beside (self);
  g_assert_false (lb_session_is_sender (self->base.session));
  kill_child (self);
  hosted_wait_until (is_sender_cb, self, "the other one's place");
  hosted_wait_until (has_first_cb, self, "the image that was not deleted");
  hosted_take_true (lb_session_refresh (self->base.session));
  g_assert_nonnull (image_of (self, 0));
  g_assert_cmpuint (count_deletions (self), ==, 0);

  deletion = delete_first (self->base.session);
  commit (self, deletion);
}

/* The other one ends while a deletion here can be taken back: it is not taken for one that nobody
 * meant, nor sent before it is meant. */
static void
test_deletion_open (Fixture *self, gconstpointer data)
{
  g_autoptr (LbDeletion) deletion = NULL;

  write_offline (self);
  spawn (self, "--send");
  send_and_stop (self, MANY);
  g_subprocess_send_signal (self->child, SIGCONT);
  open_beside (self);
  deletion = delete_first (self->base.session);
  g_assert_null (image_of (self, 0));
  kill_child (self);
  hosted_wait_until (is_sender_cb, self, "the other one's place");
  hosted_take_true (lb_session_refresh (self->base.session));
  g_assert_null (image_of (self, 0));
  g_assert_cmpuint (count_deletions (self), ==, 0);
  commit (self, deletion);
}

int
main (int argc, char **argv)
{
  if (argc == 4 && g_str_equal (argv[1], "--send"))
    {
      dex_init ();
      send_all (argv + 2);
    }
  if (argc == 4 && g_str_equal (argv[1], "--delete"))
    {
      dex_init ();
      delete_and_wait (argv + 2);
    }

  g_test_init (&argc, &argv, NULL);
  dex_init ();
  program = argv[0];
  g_test_add ("/hosted/share/stopped", Fixture, NULL, set_up, test_stopped, tear_down);
  g_test_add ("/hosted/share/dies", Fixture, NULL, set_up, test_dies, tear_down);
  g_test_add ("/hosted/share/name", Fixture, NULL, set_up, test_name, tear_down);
  g_test_add ("/hosted/share/taken", Fixture, NULL, set_up, test_taken, tear_down);
  g_test_add ("/hosted/share/deletion-dies", Fixture, NULL, set_up, test_deletion_dies, tear_down);
  g_test_add ("/hosted/share/deletion-open", Fixture, NULL, set_up, test_deletion_open, tear_down);

  return g_test_run ();
}
