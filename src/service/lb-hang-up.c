#include "service/lb-hang-up.h"

#include <errno.h>
#include <sys/socket.h>

#include <glib-unix.h>

struct _LbHangUp
{
  GSocket *socket;           /* (owned) keeps the descriptor */
  GCancellable *cancellable; /* (owned) */
  guint watch_id;
};

/* A caller that sends its next request already is still there, and is not looked at again. */
static gboolean
readable_cb (int fd, GIOCondition condition, gpointer data)
{
  LbHangUp *self = data;
  char byte;
  ssize_t got = recv (fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT);

  if (got < 0 && (errno == EAGAIN || errno == EINTR))
    return G_SOURCE_CONTINUE;

  self->watch_id = 0;
  if (got <= 0)
    g_cancellable_cancel (self->cancellable);

  return G_SOURCE_REMOVE;
}

LbHangUp *
lb_hang_up_new (GSocket *socket)
{
  LbHangUp *self = g_new0 (LbHangUp, 1);

  self->socket = g_object_ref (socket);
  self->cancellable = g_cancellable_new ();
  self->watch_id =
    g_unix_fd_add (g_socket_get_fd (socket), G_IO_IN | G_IO_HUP | G_IO_ERR, readable_cb, self);

  return self;
}

void
lb_hang_up_free (LbHangUp *self)
{
  g_clear_handle_id (&self->watch_id, g_source_remove);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->socket);
  g_free (self);
}

GCancellable *
lb_hang_up_get_cancellable (LbHangUp *self)
{
  return self->cancellable;
}
