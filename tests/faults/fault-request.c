#include "fault-request.h"

#include <string.h>

#include "contract/lb-routes.h"

#define BLOCK_BYTES 4096
#define BODY_MAX (16 * 1024 * 1024)

void
fault_request_free (FaultRequest *self)
{
  g_free (self->method);
  g_free (self->path);
  g_string_free (self->head, TRUE);
  g_free (self->body);
  g_free (self);
}

gboolean
fault_request_is_picture (const char *method, const char *path)
{
  gint64 object_id = 0;
  gint64 image_id = 0;

  return lb_route_match (method, path, &object_id, &image_id) == LB_ROUTE_UPLOAD_IMAGE;
}

FaultRequest *
fault_request_read_head (GDataInputStream *input, guint16 port)
{
  g_autoptr (FaultRequest) self = g_new0 (FaultRequest, 1);

  self->head = g_string_new (NULL);
  for (;;)
    {
      g_autofree char *line = g_data_input_stream_read_line (input, NULL, NULL, NULL);

      if (line == NULL)
        return NULL;
      g_strchomp (line);
      if (self->method == NULL)
        {
          g_auto (GStrv) words = g_strsplit (line, " ", 3);
          char *query = words[0] != NULL && words[1] != NULL ? strchr (words[1], '?') : NULL;

          if (g_strv_length (words) != 3)
            return NULL;
          self->method = g_strdup (words[0]);
          self->path =
            query != NULL ? g_strndup (words[1], (gsize) (query - words[1])) : g_strdup (words[1]);
        }
      if (g_ascii_strncasecmp (line, "Content-Length:", 15) == 0)
        self->length = g_ascii_strtoull (line + 15, NULL, 10);
      if (*line == '\0')
        break;
      if (g_ascii_strncasecmp (line, "Host:", 5) == 0)
        g_string_append_printf (self->head, "Host: 127.0.0.1:%u\r\n", port);
      else if (g_ascii_strncasecmp (line, "Connection:", 11) != 0)
        g_string_append_printf (self->head, "%s\r\n", line);
    }
  g_string_append (self->head, "Connection: close\r\n\r\n");
  self->picture = fault_request_is_picture (self->method, self->path);

  return self->length <= BODY_MAX ? g_steal_pointer (&self) : NULL;
}

gboolean
fault_request_read_body (FaultRequest *self, GDataInputStream *input, gsize until)
{
  gsize got = 0;

  self->body = g_malloc0 (self->length + 1);

  return g_input_stream_read_all (G_INPUT_STREAM (input), self->body, MIN (until, self->length),
                                  &got, NULL, NULL) &&
         got == MIN (until, self->length);
}

char *
fault_request_dup_image_name (const FaultRequest *self)
{
  static const char key[] = "\"image_name\":\"";
  const char *found = self->body != NULL ? strstr (self->body, key) : NULL;
  const char *end = NULL;

  if (found == NULL)
    return NULL;
  found += sizeof key - 1;
  end = strchr (found, '"');

  return end != NULL ? g_strndup (found, (gsize) (end - found)) : NULL;
}

GString *
fault_request_ask (const FaultRequest *self, guint16 port, guint *status)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GString) answer = g_string_new (NULL);
  char block[BLOCK_BYTES];
  gssize n = 0;
  char *closing = NULL;

  *status = 0;
  g_socket_client_set_enable_proxy (client, FALSE);
  connection = g_socket_client_connect_to_host (client, "127.0.0.1", port, NULL, NULL);
  if (connection == NULL ||
      !g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)),
                                  self->head->str, self->head->len, NULL, NULL, NULL) ||
      !g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)),
                                  self->body, self->length, NULL, NULL, NULL))
    return NULL;
  while ((n = g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), block,
                                   sizeof block, NULL, NULL)) > 0)
    g_string_append_len (answer, block, n);
  if (answer->len < strlen ("HTTP/1.1 200"))
    return NULL;

  *status = (guint) g_ascii_strtoull (answer->str + strlen ("HTTP/1.1 "), NULL, 10);
  /* Our own connection goes on. */
  if ((closing = strstr (answer->str, "Connection: close\r\n")) != NULL)
    g_string_erase (answer, closing - answer->str, strlen ("Connection: close\r\n"));

  return g_steal_pointer (&answer);
}
