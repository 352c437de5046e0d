#include "session/lb-service-child.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gstdio.h>

#define WORDS_BYTES 4096
#define PREFIX "lookbook-service: "

/* What the program ends with. */
#define STATUS_TAKEN 3
#define STATUS_FULL 4

struct _LbServiceChild
{
  int words; /* (owned) what it writes to its standard error; -1 when that could not be had */
  LbServiceChildState state;
};

static void
child_clear (gpointer data)
{
  LbServiceChild *self = data;

  g_clear_fd (&self->words, NULL);
}

void
lb_service_child_unref (LbServiceChild *self)
{
  g_atomic_rc_box_release_full (self, child_clear);
}

/* A piece of memory that takes so much and no more. The service outlives us: in a pipe it would
 * find nobody at the other end one day. */
static int
make_words (void)
{
  g_autofd int fd = memfd_create ("lookbook-service", MFD_CLOEXEC | MFD_ALLOW_SEALING);

  if (fd < 0 || ftruncate (fd, WORDS_BYTES) != 0 ||
      fcntl (fd, F_ADD_SEALS, F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) != 0)
    return -1;

  return g_steal_fd (&fd);
}

/* Between fork and exec: a session of its own keeps a terminal's signals for the app away. */
static void
leave_terminal (gpointer data)
{
  setsid ();
}

static void
ended_cb (GPid pid, int status, gpointer data)
{
  LbServiceChild *self = data;

  if (!WIFEXITED (status) || WEXITSTATUS (status) == 0)
    self->state = LB_SERVICE_CHILD_LEFT;
  else if (WEXITSTATUS (status) == STATUS_TAKEN)
    self->state = LB_SERVICE_CHILD_TAKEN;
  else if (WEXITSTATUS (status) == STATUS_FULL)
    self->state = LB_SERVICE_CHILD_FULL;
  else
    self->state = LB_SERVICE_CHILD_FAILED;
  g_spawn_close_pid (pid);
}

/* (transfer full): the tokens of other services are none of this one's business. */
static char **
make_environment (void)
{
  char **environment = g_get_environ ();

  environment = g_environ_unsetenv (environment, "LOOKBOOK_TOKEN");

  return g_environ_unsetenv (environment, "BRIA_API_TOKEN");
}

LbServiceChild *
lb_service_child_start (const char *program,
                        const char *data_dir,
                        const char *socket_path,
                        GError **error)
{
  g_autoptr (LbServiceChild) self = g_atomic_rc_box_new0 (LbServiceChild);
  const char *argv[] = { program, "--data", data_dir, "--socket", socket_path, NULL };
  g_auto (GStrv) environment = make_environment ();
  GSpawnFlags flags = G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL;
  GPid pid;

  self->words = make_words ();
  if (self->words < 0)
    flags |= G_SPAWN_STDERR_TO_DEV_NULL;
  if (!g_spawn_async_with_pipes_and_fds (NULL, argv, (const char *const *) environment, flags,
                                         leave_terminal, NULL, -1, -1, self->words, NULL, NULL, 0,
                                         &pid, NULL, NULL, NULL, error))
    return NULL;

  g_child_watch_add_full (G_PRIORITY_DEFAULT, pid, ended_cb, g_atomic_rc_box_acquire (self),
                          (GDestroyNotify) lb_service_child_unref);

  return g_steal_pointer (&self);
}

LbServiceChildState
lb_service_child_get_state (LbServiceChild *self)
{
  return self->state;
}

char *
lb_service_child_dup_words (LbServiceChild *self)
{
  char text[WORDS_BYTES + 1] = { 0 };
  const char *line;

  if (self->words < 0 || pread (self->words, text, WORDS_BYTES, 0) <= 0)
    return g_strdup ("");

  g_strchomp (text);
  line = strrchr (text, '\n') != NULL ? strrchr (text, '\n') + 1 : text;
  if (g_str_has_prefix (line, PREFIX))
    line += strlen (PREFIX);

  return g_utf8_make_valid (line, -1);
}
