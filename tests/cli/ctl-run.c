#include "ctl-run.h"

#include <string.h>

static GSubprocess *
start (const char *folder, GSubprocessFlags flags, const char *const *arguments)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
    flags | G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_auto (GStrv) argv = NULL;
  g_autoptr (GError) error = NULL;
  GSubprocess *process;

  g_strv_builder_add (builder, g_getenv ("LOOKBOOKCTL"));
  g_strv_builder_addv (builder, (const char **) arguments);
  argv = g_strv_builder_end (builder);
  g_subprocess_launcher_set_cwd (launcher, folder);
  /* It ends when the last future is done, while a worker thread may still hold that one on the
   * stack of a fiber, where a leak checker doesn't look. */
  g_subprocess_launcher_setenv (launcher, "ASAN_OPTIONS", "detect_leaks=0", TRUE);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv, &error);
  g_assert_no_error (error);

  return process;
}

GSubprocess *
ctl_start (const char *folder, const char *const *arguments)
{
  return start (folder, G_SUBPROCESS_FLAGS_NONE, arguments);
}

/* Names on the command line need not be UTF-8, so what comes out is taken as it is. */
static char *
to_text (GBytes *bytes)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  return g_strndup (data != NULL ? data : "", length);
}

void
ctl_drop_sanitizer_line (char *text)
{
  char *line = strstr (text, "WARNING: ASan doesn't fully support makecontext");
  const char *end = line != NULL ? strchr (line, '\n') : NULL;

  if (end == NULL)
    return;

  while (line > text && line[-1] != '\n')
    line--;
  memmove (line, end + 1, strlen (end + 1) + 1);
}

/* @input: (nullable) */
static int
finish (GSubprocess *process, GBytes *input, char **output, char **complaint)
{
  g_autoptr (GBytes) out = NULL;
  g_autoptr (GBytes) err = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_subprocess_communicate (process, input, NULL, &out, &err, &error));
  g_assert_no_error (error);
  if (output != NULL)
    *output = to_text (out);
  if (complaint != NULL)
    {
      *complaint = to_text (err);
      ctl_drop_sanitizer_line (*complaint);
    }
  g_assert_true (g_subprocess_get_if_exited (process));

  return g_subprocess_get_exit_status (process);
}

int
ctl_run (const char *folder, const char *const *arguments, char **output, char **complaint)
{
  g_autoptr (GSubprocess) process = ctl_start (folder, arguments);

  return finish (process, NULL, output, complaint);
}

int
ctl_run_fed (const char *folder,
             const char *input,
             gssize length,
             const char *const *arguments,
             char **output,
             char **complaint)
{
  g_autoptr (GSubprocess) process = start (folder, G_SUBPROCESS_FLAGS_STDIN_PIPE, arguments);
  g_autoptr (GBytes) bytes = g_bytes_new (input, length >= 0 ? (gsize) length : strlen (input));

  return finish (process, bytes, output, complaint);
}
