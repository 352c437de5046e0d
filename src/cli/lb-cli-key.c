#include "config.h"

#include "cli/lb-cli-key.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "cli/lb-cli-options.h"

#define MAX_BYTES 4096

/* One line of it; FALSE with errno. */
static gboolean
read_line (int fd, char *buffer, gsize size)
{
  gsize length = 0;
  ssize_t got;

  while (length < size - 1)
    {
      got = read (fd, buffer + length, 1);
      if (got < 0 && errno == EINTR)
        continue;
      if (got < 0)
        return FALSE;
      if (got == 0 || buffer[length] == '\n')
        break;
      length++;
    }
  buffer[length] = '\0';

  return TRUE;
}

static const int ending_signals[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };

static struct termios shown; /* how the terminal was before it was told not to show the key */

/* Shows what is typed again, and ends as the signal would have ended it. */
static void
end_cb (int number)
{
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &shown);
  signal (number, SIG_DFL);
  raise (number);
}

/* @before: (out): what the signals did until now. */
static void
catch_ends (struct sigaction before[])
{
  struct sigaction action = { .sa_handler = end_cb };

  sigemptyset (&action.sa_mask);
  for (gsize i = 0; i < G_N_ELEMENTS (ending_signals); i++)
    sigaction (ending_signals[i], &action, &before[i]);
}

static void
release_ends (const struct sigaction before[])
{
  for (gsize i = 0; i < G_N_ELEMENTS (ending_signals); i++)
    sigaction (ending_signals[i], &before[i], NULL);
}

static gboolean
ask_hidden (const char *question, char *buffer, gsize size)
{
  struct sigaction before[G_N_ELEMENTS (ending_signals)];
  struct termios hidden = shown;
  gboolean done;

  catch_ends (before);
  hidden.c_lflag &= ~(tcflag_t) ECHO;
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &hidden);
  g_printerr ("%s ", question);
  done = read_line (STDIN_FILENO, buffer, size);
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &shown);
  release_ends (before);
  g_printerr ("\n");

  return done;
}

gboolean
lb_cli_ask_secret (const char *question, char *buffer, gsize size)
{
  if (tcgetattr (STDIN_FILENO, &shown) != 0)
    return read_line (STDIN_FILENO, buffer, size);

  return ask_hidden (question, buffer, size);
}

static gboolean
read_file (const char *path, char *buffer, gsize size)
{
  g_autofd int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);

  return fd >= 0 && read_line (fd, buffer, size);
}

char *
lb_cli_read_key (const char *path)
{
  char buffer[MAX_BYTES + 2];
  char *key = NULL;
  gboolean done = g_str_equal (path, "-") ? lb_cli_ask_secret (_ ("Key:"), buffer, sizeof buffer)
                                          : read_file (path, buffer, sizeof buffer);

  if (!done)
    lb_cli_complain (_ ("“%s” can’t be read: %s"), path, g_strerror (errno));
  else if (strlen (buffer) > MAX_BYTES)
    lb_cli_complain ("%s", _ ("The key is too long"));
  else if (*g_strstrip (buffer) == '\0')
    lb_cli_complain ("%s", _ ("There is no key in it; --no-key says that none is needed"));
  else
    key = g_strdup (buffer);
  explicit_bzero (buffer, sizeof buffer);

  return key;
}
