#include "session/lb-secrets-private.h"

#include <glib/gstdio.h>
#include <libsecret/secret.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "outcome.h"

#define ACCOUNT "8c1f3a52-8f5e-4c38-9d4c-1b3f1c6e7a10"
#define OTHER "0f0a2b7c-52de-4f0e-8d9b-8f1f6b0f3c55"
#define URL "https://engine.example"
#define TOKEN "canary-keyring-51aa"
#define NAME "org.freedesktop.secrets"

/* Each case has a process of its own: libsecret has one connection for all its life. */

typedef struct
{
  GTestDBus *bus;
  GSubprocess *service; /* (owned) (nullable) */
  char *root;
  LbSecrets *secrets;
} Fixture;

static void
appeared_cb (GDBusConnection *connection, const char *name, const char *owner, gpointer data)
{
  g_main_loop_quit (data);
}

static void
wait_for_service (void)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  guint id = g_bus_watch_name (G_BUS_TYPE_SESSION, NAME, G_BUS_NAME_WATCHER_FLAGS_NONE, appeared_cb,
                               NULL, loop, NULL);

  g_main_loop_run (loop);
  g_bus_unwatch_name (id);
}

static void
begin (Fixture *self, const char *kind)
{
  g_autofree char *script =
    g_test_build_filename (G_TEST_DIST, "session", "secret-service.py", NULL);
  g_autofree char *folder = NULL;
  g_autoptr (GError) error = NULL;

  self->root = g_dir_make_tmp ("lookbook-keyring-XXXXXX", NULL);
  self->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (self->bus);
  if (kind != NULL)
    {
      self->service =
        g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, "python3", script, kind, NULL);
      g_assert_no_error (error);
      wait_for_service ();
    }
  folder = g_build_filename (self->root, "tokens", NULL);
  self->secrets = lb_secrets_new (folder);
  /* Those that answer may take their time on a busy computer. */
  if (kind != NULL && g_str_has_prefix (kind, "hangs"))
    lb_secrets_set_patience (self->secrets, (LbSecretPatience) { 400, 800 });
}

/* Without unwinding: libsecret keeps its connection to a bus that is no more. */
static void
end (Fixture *self)
{
  if (self->service != NULL)
    {
      g_subprocess_force_exit (self->service);
      g_subprocess_wait (self->service, NULL, NULL);
    }
  g_rmdir (self->root);
  g_test_dbus_stop (self->bus);
  _exit (EXIT_SUCCESS);
}

static void
refused (DexFuture *future, LbError code)
{
  g_autoptr (GError) error = outcome_of (future);

  g_assert_error (error, LB_ERROR, (int) code);
  g_assert_null (strstr (error->message, TOKEN));
}

static DexFuture *
store (Fixture *self)
{
  return lb_secrets_store (self->secrets, ACCOUNT, URL, LB_SECRET_KEYRING, TOKEN);
}

static DexFuture *
look_up (Fixture *self)
{
  return lb_secrets_lookup (self->secrets, ACCOUNT, URL, LB_SECRET_KEYRING);
}

/* Nothing goes anywhere but where it was to go, whatever the keyring does. */
static void
assert_no_file (Fixture *self)
{
  g_autofree char *folder = g_build_filename (self->root, "tokens", NULL);

  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
  refused (lb_secrets_lookup (self->secrets, ACCOUNT, URL, LB_SECRET_SESSION), LB_ERROR_NOT_FOUND);
}

static void
run_ok (Fixture *self)
{
  refused (look_up (self), LB_ERROR_NOT_FOUND);
  outcome_is_done (store (self));
  outcome_is_text (look_up (self), TOKEN);
  outcome_is_text (
    lb_secrets_lookup (self->secrets, ACCOUNT, "https://ENGINE.example:443/x", LB_SECRET_KEYRING),
    TOKEN);
  refused (
    lb_secrets_lookup (self->secrets, ACCOUNT, "https://engine.example:8443", LB_SECRET_KEYRING),
    LB_ERROR_NOT_FOUND);
  refused (lb_secrets_lookup (self->secrets, OTHER, URL, LB_SECRET_KEYRING), LB_ERROR_NOT_FOUND);
  outcome_is_done (lb_secrets_store (self->secrets, OTHER, URL, LB_SECRET_KEYRING, "another"));
  outcome_is_done (lb_secrets_clear (self->secrets, ACCOUNT, LB_SECRET_KEYRING));
  refused (look_up (self), LB_ERROR_NOT_FOUND);
  outcome_is_text (lb_secrets_lookup (self->secrets, OTHER, URL, LB_SECRET_KEYRING), "another");
  outcome_is_done (lb_secrets_clear (self->secrets, ACCOUNT, LB_SECRET_KEYRING));
}

static void
run_absent (Fixture *self)
{
  refused (look_up (self), LB_ERROR_OFFLINE);
  refused (store (self), LB_ERROR_OFFLINE);
  refused (lb_secrets_clear (self->secrets, ACCOUNT, LB_SECRET_KEYRING), LB_ERROR_OFFLINE);
  outcome_is_done (lb_secrets_clear (self->secrets, ACCOUNT, LB_SECRET_FILE));
}

static void
run_locked (Fixture *self)
{
  refused (look_up (self), LB_ERROR_FORBIDDEN);
  refused (store (self), LB_ERROR_FORBIDDEN);
  refused (lb_secrets_clear (self->secrets, ACCOUNT, LB_SECRET_KEYRING), LB_ERROR_FORBIDDEN);
}

static void
run_opens (Fixture *self)
{
  outcome_is_text (look_up (self), "locked-canary");
  outcome_is_done (store (self));
  outcome_is_text (look_up (self), TOKEN);
}

static void
run_hangs (Fixture *self)
{
  gint64 start_us = g_get_monotonic_time ();

  refused (look_up (self), LB_ERROR_TIMED_OUT);
  refused (store (self), LB_ERROR_TIMED_OUT);
  refused (lb_secrets_clear (self->secrets, ACCOUNT, LB_SECRET_KEYRING), LB_ERROR_TIMED_OUT);
  g_assert_cmpint (g_get_monotonic_time () - start_us, <, 10 * G_USEC_PER_SEC);
}

static void
run_denies (Fixture *self)
{
  refused (look_up (self), LB_ERROR_FORBIDDEN);
  refused (store (self), LB_ERROR_FORBIDDEN);
}

static void
run_empty (Fixture *self)
{
  refused (store (self), LB_ERROR_STORAGE);
  refused (look_up (self), LB_ERROR_NOT_FOUND);
}

static void
run_newline (Fixture *self)
{
  outcome_is_done (store (self));
  outcome_is_text (look_up (self), TOKEN);
}

static void
run_breaks (Fixture *self)
{
  refused (store (self), LB_ERROR_STORAGE);
  outcome_is_done (lb_secrets_clear (self->secrets, ACCOUNT, LB_SECRET_KEYRING));
  refused (look_up (self), LB_ERROR_NOT_FOUND);
}

static void
run_forgets (Fixture *self)
{
  refused (store (self), LB_ERROR_STORAGE);
}

static const struct
{
  const char *kind;
  void (*run) (Fixture *self);
} kinds[] = {
  { "ok", run_ok },         { "absent", run_absent },   { "locked", run_locked },
  { "opens", run_opens },   { "hangs", run_hangs },     { "hangs-asking", run_hangs },
  { "denies", run_denies }, { "empty", run_empty },     { "newline", run_newline },
  { "breaks", run_breaks }, { "forgets", run_forgets },
};

static void
test_kind (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  Fixture self = { 0 };

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 60 * G_USEC_PER_SEC, G_TEST_SUBPROCESS_INHERIT_STDERR);
      g_test_trap_assert_passed ();
      return;
    }

  begin (&self, g_str_equal (kinds[i].kind, "absent") ? NULL : kinds[i].kind);
  kinds[i].run (&self);
  assert_no_file (&self);
  end (&self);
}

/* The one of GNOME, with a home of its own. */

static void
start_keyring (Fixture *self)
{
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE |
                               G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GError) error = NULL;
  GOutputStream *input = NULL;

  g_subprocess_launcher_setenv (launcher, "HOME", self->root, TRUE);
  g_subprocess_launcher_setenv (launcher, "XDG_DATA_HOME", self->root, TRUE);
  g_subprocess_launcher_setenv (launcher, "XDG_RUNTIME_DIR", self->root, TRUE);
  g_subprocess_launcher_unsetenv (launcher, "GNOME_KEYRING_CONTROL");
  self->service =
    g_subprocess_launcher_spawn (launcher, &error, "gnome-keyring-daemon", "--foreground",
                                 "--unlock", "--components=secrets", NULL);
  g_assert_no_error (error);
  input = g_subprocess_get_stdin_pipe (self->service);
  g_assert_true (g_output_stream_write_all (input, "secret", 6, NULL, NULL, NULL));
  g_assert_true (g_output_stream_close (input, NULL, NULL));
  wait_for_service ();
}

static void
lock_keyring (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretService) service = secret_service_get_sync (SECRET_SERVICE_NONE, NULL, &error);
  g_autoptr (SecretCollection) collection = NULL;
  g_autoptr (GList) objects = NULL;

  g_assert_no_error (error);
  collection = secret_collection_for_alias_sync (service, SECRET_COLLECTION_DEFAULT,
                                                 SECRET_COLLECTION_NONE, NULL, &error);
  g_assert_no_error (error);
  objects = g_list_append (NULL, collection);
  g_assert_cmpint (secret_service_lock_sync (service, objects, NULL, NULL, &error), ==, 1);
  g_assert_no_error (error);
}

static void
test_gnome_keyring (void)
{
  Fixture self = { 0 };

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 120 * G_USEC_PER_SEC, G_TEST_SUBPROCESS_INHERIT_STDERR);
      g_test_trap_assert_passed ();
      return;
    }

  begin (&self, NULL);
  lb_secrets_set_patience (self.secrets, (LbSecretPatience) { 30000, 30000 });
  start_keyring (&self);
  run_ok (&self);
  outcome_is_done (store (&self));
  lock_keyring ();
  lb_secrets_set_patience (self.secrets, (LbSecretPatience) { 5000, 5000 });
  refused (look_up (&self), LB_ERROR_FORBIDDEN);
  assert_no_file (&self);
  end (&self);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *path = g_strconcat ("/session/secrets/keyring/", kinds[i].kind, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_kind);
    }
  g_test_add_func ("/session/secrets/keyring/gnome", test_gnome_keyring);

  return g_test_run ();
}
