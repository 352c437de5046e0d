#include "vision-raw-answer.h"

#include <string.h>

#define DRIP_MS 20

typedef struct
{
  GIOStream *stream; /* (owned) */
} Drip;

static gboolean
drip_cb (gpointer data)
{
  Drip *drip = data;

  if (g_output_stream_write (g_io_stream_get_output_stream (drip->stream), " ", 1, NULL, NULL) == 1)
    return G_SOURCE_CONTINUE;

  return G_SOURCE_REMOVE;
}

static void
drip_free (gpointer data)
{
  Drip *drip = data;

  g_io_stream_close (drip->stream, NULL, NULL);
  g_object_unref (drip->stream);
  g_free (drip);
}

void
vision_raw_answer_send (SoupServerMessage *message, VisionFakeWay way, GMainContext *context)
{
  static const char head[] = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                             "Content-Length: 100000\r\n\r\n{\"choices\":";
  GIOStream *stream = soup_server_message_steal_connection (message);
  Drip *drip;
  GSource *source;

  if (way != VISION_FAKE_HANG)
    g_output_stream_write_all (g_io_stream_get_output_stream (stream), head, strlen (head), NULL,
                               NULL, NULL);
  if (way != VISION_FAKE_DRIP)
    {
      g_io_stream_close (stream, NULL, NULL);
      g_object_unref (stream);
      return;
    }

  drip = g_new0 (Drip, 1);
  drip->stream = stream;
  source = g_timeout_source_new (DRIP_MS);
  g_source_set_callback (source, drip_cb, drip, drip_free);
  g_source_attach (source, context);
  g_source_unref (source);
}
