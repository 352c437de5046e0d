#include "imaging/lb-decoder-worker.h"

#include "config.h"

#include "base/lb-descriptor-socket.h"
#include "base/lb-error.h"

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#define PROGRAM "lookbook-decoder"

struct _LbDecoderWorker
{
  GSubprocess *process; /* (owned) */
  int socket;           /* (owned) */
  int timeout_ms;
};

static char *
find_program (void)
{
  const char *named = g_getenv ("LOOKBOOK_DECODER");
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);

  if (named && *named)
    return g_strdup (named);

  if (self)
    {
      g_autofree char *folder = g_path_get_dirname (self);
      g_autofree char *beside = g_build_filename (folder, PROGRAM, NULL);

      if (g_file_test (beside, G_FILE_TEST_IS_EXECUTABLE))
        return g_steal_pointer (&beside);
    }

  return g_build_filename (LB_LIBEXECDIR, PROGRAM, NULL);
}

/* Fails with LB_ERROR_SERVER when the program can't be run. */
LbDecoderWorker *
lb_decoder_worker_new (int timeout_ms, GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) local = NULL;
  g_autofree char *program = find_program ();
  LbDecoderWorker *self;
  int ends[2];
  /* What reads strangers' bytes gets to know nothing. */
  static const char *const secrets[] = { "LOOKBOOK_TOKEN", "BRIA_API_TOKEN" };

  if (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
    {
      g_set_error (error, LB_ERROR, LB_ERROR_SERVER, "No socket for the decoder: %s",
                   g_strerror (errno));
      return NULL;
    }

  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
  g_subprocess_launcher_take_fd (launcher, ends[1], LB_DECODER_FD);
  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    g_subprocess_launcher_unsetenv (launcher, secrets[i]);
  process = g_subprocess_launcher_spawn (launcher, &local, program, NULL);
  if (!process)
    {
      close (ends[0]);
      g_set_error (error, LB_ERROR, LB_ERROR_SERVER, "Can't run %s: %s", program, local->message);
      return NULL;
    }

  self = g_new0 (LbDecoderWorker, 1);
  self->process = g_steal_pointer (&process);
  self->socket = ends[0];
  self->timeout_ms = timeout_ms;
  return self;
}

void
lb_decoder_worker_free (LbDecoderWorker *self)
{
  close (self->socket);
  g_subprocess_force_exit (self->process);
  g_subprocess_wait (self->process, NULL, NULL);
  g_object_unref (self->process);
  g_free (self);
}

gboolean
lb_decoder_worker_send (LbDecoderWorker *self, const LbDecoderRequest *request, int fd)
{
  return lb_descriptor_socket_send (self->socket, request, sizeof *request, fd);
}

gboolean
lb_decoder_worker_receive (LbDecoderWorker *self, LbDecoderReply *reply, int *fd)
{
  if (!lb_descriptor_socket_receive (self->socket, reply, sizeof *reply, fd, self->timeout_ms))
    return FALSE;
  if (reply->magic == LB_DECODER_MAGIC)
    return TRUE;

  if (*fd >= 0)
    close (*fd);
  *fd = -1;
  return FALSE;
}
