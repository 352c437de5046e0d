#include "base/lb-decoder-protocol.h"
#include "base/lb-descriptor-socket.h"
#include "imaging/lb-shared-memory.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <gio/gio.h>
#include <glib/gstdio.h>

#define PATIENCE_MS (20 * 1000)

/* The program itself, spoken to as its client would not. */
typedef struct
{
  GSubprocess *process;
  int socket;
} Program;

static void
program_start (Program *program, gconstpointer data)
{
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
  g_autoptr (GError) error = NULL;
  int ends[2];

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends), ==, 0);
  g_subprocess_launcher_take_fd (launcher, ends[1], LB_DECODER_FD);
  program->process =
    g_subprocess_launcher_spawn (launcher, &error, g_getenv ("LOOKBOOK_DECODER"), NULL);
  g_assert_no_error (error);
  program->socket = ends[0];
}

static void
program_stop (Program *program, gconstpointer data)
{
  g_clear_fd (&program->socket, NULL);
  g_subprocess_wait (program->process, NULL, NULL);
  g_clear_object (&program->process);
}

static int
share (const char *name, gsize *length)
{
  g_autofree char *path = g_build_filename (g_getenv ("LB_TEST_CORPUS"), "edge", name, NULL);
  g_autofree char *data = NULL;
  g_autoptr (GError) error = NULL;
  int fd;

  g_file_get_contents (path, &data, length, &error);
  g_assert_no_error (error);
  fd = lb_shared_memory_new ((const guint8 *) data, *length, &error);
  g_assert_no_error (error);
  return fd;
}

static LbDecoderRequest
request_for (gsize length)
{
  return (LbDecoderRequest) {
    .magic = LB_DECODER_MAGIC,
    .operation = LB_DECODER_DECODE,
    .format = LB_DECODER_JPEG,
    .orientation = 1,
    .length = length,
  };
}

static void
test_answers (Program *program, gconstpointer data)
{
  gsize length;
  g_autofd int fd = share ("side-512.jpg", &length);
  LbDecoderRequest request = request_for (length);
  LbDecoderReply reply;

  for (int i = 0; i < 3; i++)
    {
      g_autofd int pixels = -1;

      g_assert_true (lb_descriptor_socket_send (program->socket, &request, sizeof request, fd));
      g_assert_true (
        lb_descriptor_socket_receive (program->socket, &reply, sizeof reply, &pixels, PATIENCE_MS));
      g_assert_cmpuint (reply.status, ==, LB_DECODER_OK);
      g_assert_cmpuint (reply.width, ==, 512);
      g_assert_cmpint (fcntl (pixels, F_GET_SEALS) & (F_SEAL_SHRINK | F_SEAL_WRITE), ==,
                       F_SEAL_SHRINK | F_SEAL_WRITE);
    }

  /* The client's end is how it learns that it is done. */
  close (program->socket);
  program->socket = -1;
  g_assert_true (g_subprocess_wait_check (program->process, NULL, NULL));
}

/* What no client of ours says ends the program, without an answer. */
static void
refuse (const LbDecoderRequest *request, gsize size, int fd)
{
  Program program;
  LbDecoderReply reply;
  int pixels;

  program_start (&program, NULL);
  g_assert_true (lb_descriptor_socket_send (program.socket, request, size, fd));
  g_assert_false (
    lb_descriptor_socket_receive (program.socket, &reply, sizeof reply, &pixels, PATIENCE_MS));
  g_assert_cmpint (errno, !=, ETIMEDOUT);
  program_stop (&program, NULL);
}

static void
test_nonsense (void)
{
  gsize length;
  g_autofd int fd = share ("side-512.jpg", &length);
  const LbDecoderRequest good = request_for (length);
  LbDecoderRequest bad = good;

  bad.magic++;
  refuse (&bad, sizeof bad, fd);
  bad = good;
  bad.orientation = 9;
  refuse (&bad, sizeof bad, fd);
  bad = good;
  bad.max_side = G_MAXUINT16 + 1;
  refuse (&bad, sizeof bad, fd);
  bad = good;
  bad.length = 0;
  refuse (&bad, sizeof bad, fd);
  bad = good;
  bad.length = length + 1; /* more than is shared */
  refuse (&bad, sizeof bad, fd);
  bad = good;
  bad.length = LB_DECODER_FILE_BYTES_MAX + 1;
  refuse (&bad, sizeof bad, fd);
  refuse (&good, sizeof good, -1);
  refuse (&good, sizeof good - 1, fd);
}

/* A format that is none, or not the file's, is a damaged picture and no reason to end. */
static void
test_wrong_format (Program *program, gconstpointer data)
{
  static const guint32 formats[] = { 0, LB_DECODER_PNG, LB_DECODER_WEBP, 4, G_MAXUINT32 };
  gsize length;
  g_autofd int fd = share ("side-512.jpg", &length);

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      LbDecoderRequest request = request_for (length);
      LbDecoderReply reply;
      int pixels;

      request.format = formats[i];
      g_assert_true (lb_descriptor_socket_send (program->socket, &request, sizeof request, fd));
      g_assert_true (
        lb_descriptor_socket_receive (program->socket, &reply, sizeof reply, &pixels, PATIENCE_MS));
      g_assert_cmpuint (reply.status, ==, LB_DECODER_DAMAGED);
      g_assert_cmpint (pixels, ==, -1);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/program/answers", Program, NULL, program_start, test_answers, program_stop);
  g_test_add_func ("/program/nonsense", test_nonsense);
  g_test_add ("/program/wrong-format", Program, NULL, program_start, test_wrong_format,
              program_stop);

  return g_test_run ();
}
