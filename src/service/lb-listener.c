#include "service/lb-listener.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>

#include "base/lb-error.h"

#define BACKLOG 64
#define PORT_TRIES 16

static gboolean
is_answered (GSocketAddress *address)
{
  g_autoptr (GSocket) socket =
    g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, NULL);

  return socket != NULL && g_socket_connect (socket, address, NULL, NULL);
}

static gboolean
make_room (const char *path, GSocketAddress *address, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  struct stat info;

  if (!g_file_test (folder, G_FILE_TEST_IS_DIR) &&
      (g_mkdir_with_parents (folder, 0700) != 0 || g_chmod (folder, 0700) != 0))
    {
      g_set_error (error, LB_ERROR, LB_ERROR_STORAGE, "Could not make “%s”: %s", folder,
                   g_strerror (errno));
      return FALSE;
    }

  if (g_lstat (path, &info) != 0)
    return TRUE;

  if (!S_ISSOCK (info.st_mode) || is_answered (address))
    {
      g_set_error (error, LB_ERROR, LB_ERROR_CONFLICT, "“%s” is in use", path);
      return FALSE;
    }

  g_unlink (path);

  return TRUE;
}

static GSocket *
listen_at (GSocket *socket, GSocketAddress *address, GError **error)
{
  if (!g_socket_bind (socket, address, TRUE, error))
    return NULL;

  g_socket_set_listen_backlog (socket, BACKLOG);
  if (!g_socket_listen (socket, error))
    return NULL;

  return g_object_ref (socket);
}

GSocket *
lb_listener_new_unix (const char *path, GError **error)
{
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
  g_autoptr (GSocket) socket = NULL;
  GSocket *listener;
  mode_t mask;

  if (!make_room (path, address, error) ||
      !(socket = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM,
                               G_SOCKET_PROTOCOL_DEFAULT, error)))
    return NULL;

  /* The mode has to hold from the first moment. */
  mask = umask (0177);
  listener = listen_at (socket, address, error);
  umask (mask);

  return listener;
}

static GSocket *
listen_loopback (GSocketFamily family, guint port, GError **error)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (family);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, (guint16) port);
  g_autoptr (GSocket) socket =
    g_socket_new (family, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, error);

  return socket != NULL ? listen_at (socket, address, error) : NULL;
}

static guint
get_port (GSocket *socket)
{
  g_autoptr (GSocketAddress) address = g_socket_get_local_address (socket, NULL);

  return address != NULL ? g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)) : 0;
}

gboolean
lb_listener_new_port (guint *port, GSocket **four, GSocket **six, GError **error)
{
  for (guint try = 1;; try++)
    {
      g_autoptr (GError) failure = NULL;

      if (!(*four = listen_loopback (G_SOCKET_FAMILY_IPV4, *port, error)))
        return FALSE;

      *six = listen_loopback (G_SOCKET_FAMILY_IPV6, get_port (*four), &failure);
      if (*six != NULL || !g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE))
        break;

      g_clear_object (four);
      if (*port != 0 || try == PORT_TRIES)
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
    }

  *port = get_port (*four);

  return TRUE;
}
