#include "ctl-hosted.h"

#include <string.h>

typedef struct
{
  char *output;
  char *complaint;
  gboolean done;
} Answer;

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Answer *answer = data;
  g_autoptr (GError) error = NULL;

  g_subprocess_communicate_utf8_finish (G_SUBPROCESS (source), result, &answer->output,
                                        &answer->complaint, &error);
  g_assert_no_error (error);
  answer->done = TRUE;
}

GSubprocess *
ctl_hosted_start (const char *root, const char *token, const char *const *arguments)
{
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                               G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_autofree char *bus = g_strconcat ("unix:path=", root, "/no-bus", NULL);
  g_autoptr (GError) error = NULL;
  GSubprocess *process = NULL;

  g_subprocess_launcher_setenv (launcher, "XDG_DATA_HOME", root, TRUE);
  g_subprocess_launcher_setenv (launcher, "HOME", root, TRUE);
  g_subprocess_launcher_setenv (launcher, "DBUS_SESSION_BUS_ADDRESS", bus, TRUE);
  /* As ctl_start() has it: what is under way at the end is no leak. */
  g_subprocess_launcher_setenv (launcher, "ASAN_OPTIONS", "detect_leaks=0", TRUE);
  if (token != NULL)
    g_subprocess_launcher_setenv (launcher, "BRIA_API_TOKEN", token, TRUE);
  g_ptr_array_add (words, (gpointer) g_getenv ("LOOKBOOKCTL"));
  for (; *arguments != NULL; arguments++)
    g_ptr_array_add (words, (gpointer) *arguments);
  g_ptr_array_add (words, NULL);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) words->pdata, &error);
  g_assert_no_error (error);

  return process;
}

int
ctl_hosted_run (const char *root,
                const char *input,
                const char *token,
                const char *const *arguments,
                char **output,
                char **complaint)
{
  g_autoptr (GSubprocess) process = ctl_hosted_start (root, token, arguments);
  Answer answer = { 0 };

  g_subprocess_communicate_utf8_async (process, input != NULL ? input : "", NULL, ended_cb,
                                       &answer);
  while (!answer.done)
    g_main_context_iteration (NULL, TRUE);

  g_assert_null (strstr (answer.output, CTL_HOSTED_TOKEN));
  g_assert_null (strstr (answer.complaint, CTL_HOSTED_TOKEN));
  if (output != NULL)
    *output = g_steal_pointer (&answer.output);
  if (complaint != NULL)
    *complaint = g_steal_pointer (&answer.complaint);
  g_free (answer.output);
  g_free (answer.complaint);

  return g_subprocess_get_exit_status (process);
}
