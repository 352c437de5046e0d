#include "service/lb-door.h"

#include <fcntl.h>

#include <glib-unix.h>

#define WAIT_MS 100
#define SPARE 8 /* descriptors that have to be free before listening again makes sense */

struct _LbDoor
{
  SoupServer *server;
  GSocket *socket; /* (owned) */
  guint watch_id;
  guint wait_id;
};

static void watch (LbDoor *self);

static gboolean
has_room (LbDoor *self)
{
  int taken[SPARE];
  guint count = 0;

  while (count < SPARE &&
         (taken[count] = fcntl (g_socket_get_fd (self->socket), F_DUPFD_CLOEXEC, 0)) >= 0)
    count++;
  for (guint i = 0; i < count; i++)
    close (taken[i]);

  return count == SPARE;
}

static gboolean
again_cb (gpointer data)
{
  LbDoor *self = data;
  g_autoptr (GError) error = NULL;

  if (!has_room (self))
    return G_SOURCE_CONTINUE;

  if (!soup_server_listen_socket (self->server, self->socket, 0, &error))
    g_warning ("Could not listen again: %s", error->message);
  self->wait_id = 0;
  watch (self);

  return G_SOURCE_REMOVE;
}

/* Somebody waits at the door, and the server, whose own watch goes before this one, does not come:
 * it has given up. */
static gboolean
nobody_came_cb (int fd, GIOCondition condition, gpointer data)
{
  LbDoor *self = data;

  self->watch_id = 0;
  self->wait_id = g_timeout_add (WAIT_MS, again_cb, self);

  return G_SOURCE_REMOVE;
}

static void
watch (LbDoor *self)
{
  self->watch_id = g_unix_fd_add_full (G_PRIORITY_LOW, g_socket_get_fd (self->socket), G_IO_IN,
                                       nobody_came_cb, self, NULL);
}

LbDoor *
lb_door_new (SoupServer *server, GSocket *socket, GError **error)
{
  LbDoor *self;

  /* Who was there and is gone must not hold up the rest. */
  g_socket_set_blocking (socket, FALSE);
  if (!soup_server_listen_socket (server, socket, 0, error))
    return NULL;

  self = g_new0 (LbDoor, 1);
  self->server = server;
  self->socket = g_object_ref (socket);
  watch (self);

  return self;
}

void
lb_door_free (LbDoor *self)
{
  g_clear_handle_id (&self->watch_id, g_source_remove);
  g_clear_handle_id (&self->wait_id, g_source_remove);
  g_clear_object (&self->socket);
  g_free (self);
}
