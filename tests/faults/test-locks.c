/* Another program holds the file for a while: that is waited for, or told, and never taken for
 * damage. */
#include <string.h>

#include <gio/gio.h>
#include <libdex.h>
#include <sqlite3.h>
#include <unistd.h>

#include "base/lb-error.h"
#include "fault-args.h"
#include "fault-databases.h"

#define SHORT_MS 400 /* within SQLite's patience of five seconds */

typedef struct
{
  const FaultDatabase *of;
  char *root;   /* (owned) temporary */
  char *folder; /* (owned) */
  char *path;   /* (owned) */
  GRand *rand;  /* (owned) */
  char *rows;   /* (owned) */
  GSubprocess *holder;
} Fixture;

static const char *program;

/* In the other process: holds the file, says so, and lets go of it when it is told to. */
static int
hold (const char *path)
{
  sqlite3 *db;
  char byte;

  if (sqlite3_open (path, &db) != SQLITE_OK ||
      sqlite3_exec (db, "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE", NULL, NULL, NULL) !=
        SQLITE_OK)
    return 1;
  if (write (STDOUT_FILENO, "h", 1) != 1)
    return 2;
  while (read (STDIN_FILENO, &byte, 1) > 0)
    ;
  sqlite3_close (db);

  return 0;
}

static void
set_up (Fixture *self, gconstpointer of)
{
  gpointer opened;

  self->of = of;
  self->root = g_dir_make_tmp ("lb-locks-XXXXXX", NULL);
  self->folder = fault_make_folder (self->root);
  self->path = fault_path (of, self->folder);
  self->rand = g_rand_new_with_seed (20266);
  opened = fault_open (of, self->folder);
  for (guint i = 0; i < 20; i++)
    fault_change (of, opened, self->rand);
  self->of->close (opened);
  self->rows = fault_dump (self->path, NULL);
}

static void
tear_down (Fixture *self, gconstpointer of)
{
  fault_remove_folder (self->root);
  g_rand_free (self->rand);
  g_free (self->rows);
  g_free (self->path);
  g_free (self->folder);
  g_free (self->root);
}

static void
lock (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  char byte;

  self->holder = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                                   &error, program, "--hold", self->path, NULL);
  g_assert_no_error (error);
  g_assert_cmpint (
    g_input_stream_read (g_subprocess_get_stdout_pipe (self->holder), &byte, 1, NULL, NULL), ==, 1);
}

static gboolean
unlock_cb (gpointer data)
{
  Fixture *self = data;

  g_assert_true (g_output_stream_close (g_subprocess_get_stdin_pipe (self->holder), NULL, NULL));
  g_assert_true (g_subprocess_wait_check (self->holder, NULL, NULL));
  g_clear_object (&self->holder);

  return G_SOURCE_REMOVE;
}

static gpointer
unlock_thread (gpointer data)
{
  g_usleep (SHORT_MS * 1000);
  unlock_cb (data);

  return NULL;
}

static void
assert_nothing_aside (Fixture *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    g_assert_null (strstr (name, "broken"));
}

/* It opens when the other has let go. */
static void
test_short (Fixture *self, gconstpointer of)
{
  GThread *thread;
  gpointer opened;

  lock (self);
  thread = g_thread_new ("unlock", unlock_thread, self);
  opened = fault_open (self->of, self->folder);
  g_thread_join (thread);
  g_assert_null (self->of->get_set_aside (opened));
  fault_change (self->of, opened, self->rand);
  self->of->close (opened);
  assert_nothing_aside (self);
}

/* It says that another has it, and has lost nothing by it. */
static void
test_long (Fixture *self, gconstpointer of)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *rows = NULL;
  gpointer opened;

  lock (self);
  g_assert_null (self->of->open (self->folder, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_STORAGE);
  g_assert_nonnull (strstr (error->message, "in use"));
  g_assert_false (lb_error_is_advice (error));
  assert_nothing_aside (self);
  unlock_cb (self);

  opened = fault_open (self->of, self->folder);
  g_assert_null (self->of->get_set_aside (opened));
  self->of->close (opened);
  rows = fault_dump (self->path, NULL);
  g_assert_cmpstr (rows, ==, self->rows);
}

int
main (int argc, char **argv)
{
  if (argc == 3 && g_str_equal (argv[1], "--hold"))
    return hold (argv[2]);

  program = argv[0];
  fault_take_deep (&argc, argv);
  g_test_init (&argc, &argv, NULL);
  dex_init ();

#define ADD(path, of, function)                                                                    \
  g_test_add ("/locks/" path, Fixture, of, set_up, function, tear_down)
  ADD ("account/short", &fault_account, test_short);
  ADD ("account/long", &fault_account, test_long);
  ADD ("service/short", &fault_service, test_short);
  ADD ("service/long", &fault_service, test_long);

  return g_test_run ();
}
