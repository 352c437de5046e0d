#include "drop-folder.h"
#include "export-fixture.h"
#include "fault-args.h"
#include "fault-child.h"
#include "jobs/lb-export-job.h"
#include "session/lb-account-list.h"
#include "session/lb-secrets.h"

/* A program that writes out files, which is this one again as a child, is killed at any write, sync
 * or change of a name: whoever reads them finds all of what was there or all of what is new. */

#define EXPORT "--export"
#define ACCOUNTS "--accounts"
#define TOKENS "--tokens"
#define TOKEN "canary-killed-51f7"
#define ACCOUNT "f2b1c1f0-8d0f-4d6e-9d43-3d5f0b0f5a11"
#define URL "https://engine.example"
#define N_PICTURES 3
#define N_QUICK 5
#define N_DEEP 50
#define N_ACCOUNTS 60

typedef struct
{
  const char *name;
  LbExportFormat format;
  gboolean zip;
} Kind;

static const FaultCall calls[] = { FAULT_CALL_WRITE, FAULT_CALL_SYNC, FAULT_CALL_RENAME };

static gboolean deep;

/* The children. */

/* ORIGIN FOLDER FORMAT TARGET CALL NTH AFTER: into FOLDER's place. */
static int
write_out (char **argv)
{
  QueueFixture self = { .origin = argv[0], .folder = argv[1] };
  g_autofree char *place = g_build_filename (self.folder, "place", NULL);
  g_autofree char *told = g_build_filename (self.folder, "calls", NULL);
  g_autoptr (GFile) target = g_file_new_build_filename (place, argv[3], NULL);
  g_autoptr (LbExportJob) job = NULL;
  g_autoptr (GError) error = NULL;

  queue_fixture_open (&self);
  g_assert_true (drop_folder_wait (lb_session_load_images (self.session, self.dataset), NULL));
  job = lb_export_job_new (self.session, self.dataset, target,
                           (LbExportFormat) g_ascii_strtoull (argv[2], NULL, 10),
                           g_str_has_suffix (argv[3], ".zip"));
  fault_child_arm (place, argv + 4);
  drop_folder_wait (lb_export_job_run (job), &error);
  g_assert_no_error (error);
  fault_child_tell (told);
  g_clear_object (&job);
  queue_fixture_close (&self);

  return 0;
}

/* FOLDER CALL NTH AFTER: adds accounts until it is killed. */
static int
add_accounts (char **argv)
{
  g_autoptr (LbAccountList) list = lb_account_list_new (argv[0]);

  fault_child_arm (argv[0], argv + 1);
  for (guint i = 0; i < N_ACCOUNTS; i++)
    {
      g_autofree char *id = lb_account_list_new_id ();
      const LbAccountFacts facts = { id, "https://engine.example", 10, LB_SECRET_FILE };
      g_autoptr (GError) error = NULL;

      drop_folder_wait (lb_account_list_add (list, id, &facts), &error);
      g_assert_no_error (error);
    }

  return 0;
}

/* FOLDER CALL NTH AFTER: keeps a token, again and again. */
static int
keep_token (char **argv)
{
  g_autoptr (LbSecrets) secrets = lb_secrets_new (argv[0]);

  fault_child_arm (argv[0], argv + 1);
  for (guint i = 0; i < N_ACCOUNTS; i++)
    {
      g_autoptr (GError) error = NULL;

      drop_folder_wait (lb_secrets_store (secrets, ACCOUNT, URL, LB_SECRET_FILE, TOKEN), &error);
      g_assert_no_error (error);
    }

  return 0;
}

/* The test. */

typedef struct
{
  ExportFixture base; /* without a session, but at first */
  guint n_killed;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  export_fixture_set_up (&self->base, 0);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  export_fixture_tear_down (&self->base);
}

/* Whether it came to its own end. */
static gboolean
run_export (Fixture *self, const Kind *kind, FaultCall call, guint nth, gboolean after)
{
  g_autofree char *format = g_strdup_printf ("%d", kind->format);
  const char *const arguments[] = { EXPORT,
                                    picture_host_get_origin (self->base.base.host),
                                    self->base.base.folder,
                                    format,
                                    kind->zip ? "out.zip" : "out",
                                    NULL };
  gboolean ended = FALSE;

  export_fixture_serve (&self->base, 4 * N_PICTURES);
  ended = fault_child_run (arguments, call, nth, after);
  self->n_killed += !ended;

  return ended;
}

/* (transfer full): names and hashes of the target alone. */
static char *
describe (Fixture *self)
{
  return export_fixture_ask_shell (&self->base,
                                   "find out out.zip 2>/dev/null | sort;"
                                   "find out out.zip -type f -print0 2>/dev/null | sort -z |"
                                   "xargs -0 sha256sum");
}

/* One picture less was there before. */
static void
test_export (Fixture *self, gconstpointer data)
{
  const Kind *kind = data;
  const guint n_kills = deep ? N_DEEP : N_QUICK;
  guint n_calls[FAULT_N_CALLS] = { 0 };
  g_autofree char *told = g_build_filename (self->base.base.folder, "calls", NULL);
  g_autofree char *old = NULL;
  g_autofree char *new = NULL;
  g_autofree char *clean = NULL;
  guint n_old = 0;

  export_fixture_send (&self->base, N_PICTURES - 1);
  queue_fixture_close (&self->base.base);
  g_assert_true (run_export (self, kind, FAULT_CALL_SYNC, 0, FALSE));
  old = describe (self);
  g_free (export_fixture_ask_shell (&self->base, "cp -a . ../before"));
  queue_fixture_open (&self->base.base);
  export_fixture_send (&self->base, N_PICTURES);
  queue_fixture_close (&self->base.base);
  g_assert_true (run_export (self, kind, FAULT_CALL_SYNC, 0, FALSE));
  new = describe (self);
  clean = export_fixture_ask_shell (&self->base, EXPORT_FIXTURE_LIST_ALL);
  g_assert_cmpstr (old, !=, new);
  fault_child_read (told, n_calls);

  for (guint i = 0; i < n_kills; i++)
    {
      FaultCall call = calls[i % G_N_ELEMENTS (calls)];
      guint nth = (guint) g_test_rand_int_range (1, (gint32) n_calls[call] + 1);
      g_autofree char *found = NULL;
      g_autofree char *last = NULL;

      g_free (
        export_fixture_ask_shell (&self->base, "find . -mindepth 1 -delete; cp -a ../before/. ."));
      run_export (self, kind, call, nth, i % 2 == 0);
      found = describe (self);
      if (g_strcmp0 (found, old) != 0)
        g_assert_cmpstr (found, ==, new);
      else
        n_old++;
      g_assert_true (run_export (self, kind, FAULT_CALL_SYNC, 0, FALSE));
      last = export_fixture_ask_shell (&self->base, EXPORT_FIXTURE_LIST_ALL);
      g_assert_cmpstr (last, ==, clean);
    }
  g_test_message ("%u writes, %u syncs, %u names; killed %u times, %u times the old one stayed",
                  n_calls[FAULT_CALL_WRITE], n_calls[FAULT_CALL_SYNC], n_calls[FAULT_CALL_RENAME],
                  self->n_killed, n_old);
  g_assert_cmpuint (self->n_killed, >, n_kills / 2);
}

/* Kills a child that writes into the folder itself; it never comes to its end. */
static void
kill_writer (Fixture *self, const char *child, guint i)
{
  const char *const arguments[] = { child, self->base.place, NULL };

  g_assert_false (
    fault_child_run (arguments, calls[i % G_N_ELEMENTS (calls)], 1 + i / 3 % 4, i % 2 == 0));
}

/* A token in a file is there or not, and once it is forgotten nothing is left of it. */
static void
test_tokens (Fixture *self, gconstpointer data)
{
  const guint n_kills = deep ? N_DEEP : 3 * N_QUICK;

  for (guint i = 0; i < n_kills; i++)
    {
      g_autoptr (LbSecrets) secrets = lb_secrets_new (self->base.place);
      g_autofree char *left = NULL;

      kill_writer (self, TOKENS, i);
      g_assert_true (drop_folder_wait (lb_secrets_clear (secrets, ACCOUNT, LB_SECRET_FILE), NULL));
      left = export_fixture_ask_shell (&self->base, "find . -type f; grep -ra " TOKEN " .");
      g_assert_cmpstr (left, ==, "");
    }
}

/* The list of accounts: those of before are there, and perhaps a new one. */
static void
test_accounts (Fixture *self, gconstpointer data)
{
  const guint n_kills = deep ? N_DEEP : 3 * N_QUICK;
  guint n_before = 1;

  for (guint i = 0; i < n_kills; i++)
    {
      g_autoptr (LbAccountList) list = NULL;
      g_autofree char *left = NULL;
      guint n = 0;

      kill_writer (self, ACCOUNTS, i);
      list = lb_account_list_new (self->base.place);
      g_assert_null (lb_account_list_get_set_aside (list));
      n = g_list_model_get_n_items (G_LIST_MODEL (list));
      g_assert_cmpuint (n, >=, n_before);
      g_assert_cmpuint (n, <=, n_before + 4);
      n_before = n;
      left = export_fixture_ask_shell (&self->base, "ls -A | grep -v -e '^accounts.ini$' -e lock");
      g_assert_cmpstr (left, ==, "");
    }
}

int
main (int argc, char **argv)
{
  static const Kind kinds[] = {
    { "imagefolder", LB_EXPORT_IMAGEFOLDER, FALSE },
    { "imagefolder-zip", LB_EXPORT_IMAGEFOLDER, TRUE },
    { "fibo", LB_EXPORT_FIBO, FALSE },
    { "txt", LB_EXPORT_TXT, FALSE },
  };

  deep = fault_take_deep (&argc, argv);
  dex_init ();
  if (argc == 9 && g_str_equal (argv[1], EXPORT))
    return write_out (argv + 2);
  if (argc == 6 && g_str_equal (argv[1], ACCOUNTS))
    return add_accounts (argv + 2);
  if (argc == 6 && g_str_equal (argv[1], TOKENS))
    return keep_token (argv + 2);

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *path = g_strconcat ("/faults/file-kill/", kinds[i].name, NULL);

      g_test_add (path, Fixture, &kinds[i], set_up, test_export, tear_down);
    }
  g_test_add ("/faults/file-kill/token", Fixture, NULL, set_up, test_tokens, tear_down);
  g_test_add ("/faults/file-kill/accounts", Fixture, NULL, set_up, test_accounts, tear_down);
  return g_test_run ();
}
