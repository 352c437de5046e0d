/* lookbook-decoder: the one program of Lookbook that decodes untrusted pictures. It reads requests
 * from a socket that it inherits and has no use by itself; see base/lb-decoder-protocol.h. */

#include "base/lb-descriptor-socket.h"
#include "decoder/decode.h"
#include "decoder/worker-calls.h"
#include "decoder/worker-limits.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static LbDecoderStatus
decode (const LbDecoderRequest *request, const guint8 *data, PictureSink *sink)
{
  switch ((LbDecoderFormat) request->format)
    {
    case LB_DECODER_JPEG: return decode_jpeg (data, request->length, sink);
    case LB_DECODER_PNG:  return decode_png (data, request->length, sink);
    case LB_DECODER_WEBP: return decode_webp (data, request->length, sink);
    default:              return LB_DECODER_DAMAGED;
    }
}

/* FALSE when the client can't be answered any more. */
static gboolean
answer (const LbDecoderRequest *request, const guint8 *data)
{
  LbDecoderReply reply = { .magic = LB_DECODER_MAGIC, .status = LB_DECODER_OK };
  PictureSink sink;
  gboolean sent;

  picture_sink_init (&sink, request);
  if (request->operation == LB_DECODER_EXIF)
    {
      read_exif (data, request->length, &reply);
    }
  else
    {
      reply.status = decode (request, data, &sink);
      if (reply.status == LB_DECODER_OK && !picture_sink_finish (&sink, &reply))
        reply.status = LB_DECODER_DAMAGED;
    }

  sent = lb_descriptor_socket_send (LB_DECODER_FD, &reply, sizeof reply,
                                    reply.status == LB_DECODER_OK ? sink.fd : -1);
  picture_sink_clear (&sink);
  return sent;
}

static gboolean
is_valid (const LbDecoderRequest *request, int fd)
{
  struct stat info;

  return request->magic == LB_DECODER_MAGIC && request->orientation >= 1 &&
         request->orientation <= 8 && request->max_side <= G_MAXUINT16 && fd >= 0 &&
         request->length > 0 && request->length <= LB_DECODER_FILE_BYTES_MAX &&
         fstat (fd, &info) == 0 && (guint64) info.st_size >= request->length;
}

static gboolean
serve (const LbDecoderRequest *request, int fd)
{
  gboolean answered;
  void *data;

  if (!is_valid (request, fd))
    return FALSE;

  data = mmap (NULL, request->length, PROT_READ, MAP_PRIVATE, fd, 0);
  if (data == MAP_FAILED)
    return FALSE;

  worker_limits_start_request ();
  answered = answer (request, data);
  munmap (data, request->length);
  return answered;
}

int
main (int argc, char *argv[])
{
  LbDecoderRequest request;
  gboolean more = TRUE;
  int fd;

  prepare_exif ();
  if (!worker_limits_enter () || !worker_calls_enter ())
    return EXIT_FAILURE;

  while (more && lb_descriptor_socket_receive (LB_DECODER_FD, &request, sizeof request, &fd, -1))
    {
      more = serve (&request, fd);
      if (fd >= 0)
        close (fd);
    }

  return more ? EXIT_SUCCESS : EXIT_FAILURE;
}
