#include "fault-child.h"

#include <gio/gio.h>
#include <signal.h>

static const char *const call_names[FAULT_N_CALLS] = { "sync", "write", "rename", "send" };

void
fault_child_arm (const char *folder, char **argv)
{
  fault_calls_watch (folder);
  fault_calls_kill_at ((FaultCall) g_ascii_strtoull (argv[0], NULL, 10),
                       (guint) g_ascii_strtoull (argv[1], NULL, 10),
                       g_str_equal (argv[2], "after"));
}

void
fault_child_tell (const char *path)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (FaultCall call = 0; call < FAULT_N_CALLS; call++)
    g_string_append_printf (text, "%u ", fault_calls_get_n (call));
  fault_calls_watch (NULL);
  g_assert_true (g_file_set_contents (path, text->str, -1, NULL));
}

static void
ended_cb (GObject *process, GAsyncResult *result, gpointer data)
{
  g_assert_true (g_subprocess_wait_finish (G_SUBPROCESS (process), result, NULL));
  *(gboolean *) data = TRUE;
}

gboolean
fault_child_run (const char *const *arguments, FaultCall call, guint nth, gboolean after)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) command = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  gboolean ended = FALSE;

  if (nth > 0)
    g_test_message ("killed %s %s %u", after ? "after" : "at", call_names[call], nth);
  g_strv_builder_add (builder, "/proc/self/exe");
  g_strv_builder_addv (builder, (const char **) arguments);
  g_strv_builder_take (builder, g_strdup_printf ("%u", call));
  g_strv_builder_take (builder, g_strdup_printf ("%u", nth));
  g_strv_builder_add (builder, after ? "after" : "before");
  command = g_strv_builder_end (builder);
  process =
    g_subprocess_newv ((const char *const *) command, G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error);
  g_assert_no_error (error);
  g_subprocess_wait_async (process, NULL, ended_cb, &ended);
  while (!ended)
    g_main_context_iteration (NULL, TRUE);

  if (g_subprocess_get_if_signaled (process))
    g_assert_cmpint (g_subprocess_get_term_sig (process), ==, SIGKILL);
  else
    g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 0);

  return g_subprocess_get_if_exited (process);
}

void
fault_child_read (const char *path, guint calls[FAULT_N_CALLS])
{
  g_autofree char *text = NULL;
  char *at = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  at = text;
  for (FaultCall call = 0; call < FAULT_N_CALLS; call++)
    calls[call] = (guint) g_ascii_strtoull (at, &at, 10);
}
