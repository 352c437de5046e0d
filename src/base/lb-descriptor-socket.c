#include "base/lb-descriptor-socket.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

typedef union
{
  struct cmsghdr header;
  char bytes[CMSG_SPACE (sizeof (int))];
} Control;

gboolean
lb_descriptor_socket_send (int socket, const void *message, gsize length, int fd)
{
  struct iovec part = { .iov_base = (void *) message, .iov_len = length };
  struct msghdr header = { .msg_iov = &part, .msg_iovlen = 1 };
  Control control;
  gssize sent;

  if (fd >= 0)
    {
      struct cmsghdr *rights;

      memset (&control, 0, sizeof control);
      header.msg_control = control.bytes;
      header.msg_controllen = sizeof control.bytes;
      rights = CMSG_FIRSTHDR (&header);
      rights->cmsg_level = SOL_SOCKET;
      rights->cmsg_type = SCM_RIGHTS;
      rights->cmsg_len = CMSG_LEN (sizeof (int));
      memcpy (CMSG_DATA (rights), &fd, sizeof fd);
    }

  do
    sent = sendmsg (socket, &header, MSG_NOSIGNAL);
  while (sent < 0 && errno == EINTR);

  return sent == (gssize) length;
}

static gboolean
wait_readable (int socket, int timeout_ms)
{
  gint64 end_us = g_get_monotonic_time () + (gint64) timeout_ms * 1000;
  struct pollfd wanted = { .fd = socket, .events = POLLIN };

  for (;;)
    {
      gint64 left_ms = timeout_ms < 0 ? -1 : (end_us - g_get_monotonic_time () + 999) / 1000;
      int n = poll (&wanted, 1, timeout_ms < 0 ? -1 : (int) MAX (0, left_ms));

      if (n > 0)
        return TRUE;
      if (n == 0)
        errno = ETIMEDOUT;
      if (n == 0 || errno != EINTR)
        return FALSE;
    }
}

static void
take_descriptor (struct msghdr *header, int *fd)
{
  for (struct cmsghdr *part = CMSG_FIRSTHDR (header); part; part = CMSG_NXTHDR (header, part))
    {
      if (part->cmsg_level == SOL_SOCKET && part->cmsg_type == SCM_RIGHTS &&
          part->cmsg_len == CMSG_LEN (sizeof (int)) && *fd < 0)
        memcpy (fd, CMSG_DATA (part), sizeof *fd);
    }
}

gboolean
lb_descriptor_socket_receive (int socket, void *message, gsize length, int *fd, int timeout_ms)
{
  struct iovec part = { .iov_base = message, .iov_len = length };
  Control control;
  struct msghdr header = {
    .msg_iov = &part,
    .msg_iovlen = 1,
    .msg_control = control.bytes,
    .msg_controllen = sizeof control.bytes,
  };
  gssize got;

  *fd = -1;
  if (!wait_readable (socket, timeout_ms))
    return FALSE;

  do
    got = recvmsg (socket, &header, MSG_CMSG_CLOEXEC);
  while (got < 0 && errno == EINTR);
  if (got < 0)
    return FALSE;

  take_descriptor (&header, fd);
  if (got == (gssize) length && (header.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) == 0)
    return TRUE;

  if (*fd >= 0)
    close (*fd);
  *fd = -1;
  errno = got == 0 ? EPIPE : EPROTO;
  return FALSE;
}
