/* Writes down each try to reach a network, and lets it happen: LD_PRELOAD. A line a try in the file
 * $LOOKBOOK_WITNESS: process, call, and where to. */

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void
write_down (const char *call, const char *where, int port)
{
  const char *path = getenv ("LOOKBOOK_WITNESS");
  char line[512];
  int length;
  int fd;

  if (path == NULL || (fd = open (path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600)) < 0)
    return;

  length =
    snprintf (line, sizeof line, "%s %s %s:%d\n", program_invocation_short_name, call, where, port);
  if (length > 0 && write (fd, line, (size_t) length) < 0)
    abort ();
  close (fd);
}

/* Sockets of a file system lead nowhere. */
static void
look_at (const char *call, const struct sockaddr *address)
{
  char where[INET6_ADDRSTRLEN] = "?";

  if (address == NULL)
    return;
  if (address->sa_family == AF_INET)
    {
      const struct sockaddr_in *four = (const struct sockaddr_in *) address;

      inet_ntop (AF_INET, &four->sin_addr, where, sizeof where);
      write_down (call, where, ntohs (four->sin_port));
    }
  else if (address->sa_family == AF_INET6)
    {
      const struct sockaddr_in6 *six = (const struct sockaddr_in6 *) address;

      inet_ntop (AF_INET6, &six->sin6_addr, where, sizeof where);
      write_down (call, where, ntohs (six->sin6_port));
    }
}

int
connect (int fd, const struct sockaddr *address, socklen_t length)
{
  static int (*real) (int, const struct sockaddr *, socklen_t);

  if (real == NULL)
    real = dlsym (RTLD_NEXT, "connect");
  look_at ("connect", address);

  return real (fd, address, length);
}

ssize_t
sendto (int fd,
        const void *data,
        size_t size,
        int flags,
        const struct sockaddr *address,
        socklen_t length)
{
  static ssize_t (*real) (int, const void *, size_t, int, const struct sockaddr *, socklen_t);

  if (real == NULL)
    real = dlsym (RTLD_NEXT, "sendto");
  look_at ("sendto", address);

  return real (fd, data, size, flags, address, length);
}

/* A name that is looked up tells somebody as well; the C library asks by ways of its own. */
int
getaddrinfo (const char *name,
             const char *service,
             const struct addrinfo *hints,
             struct addrinfo **found)
{
  static int (*real) (const char *, const char *, const struct addrinfo *, struct addrinfo **);

  if (real == NULL)
    real = dlsym (RTLD_NEXT, "getaddrinfo");
  if (name != NULL && (hints == NULL || (hints->ai_flags & AI_NUMERICHOST) == 0))
    write_down ("getaddrinfo", name, 0);

  return real (name, service, hints, found);
}
