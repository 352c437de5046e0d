#include "lb-test-service.h"

#include <glib/gstdio.h>
#include <sched.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#define NOBODY 65534
#define REQUEST "GET /v1/tailored-gen/projects HTTP/1.1\r\nHost: lookbook.localhost\r\n\r\n"

static LbTestService *service;

/* In a child of ours, where nothing of GLib may be used: the status of the answer by tens, which is
 * all that the status of a process holds. */
static int
ask (void)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  char answer[16] = { 0 };
  gsize length = 0;
  int end = socket (AF_UNIX, SOCK_STREAM, 0);

  strncpy (address.sun_path, service->socket, sizeof address.sun_path - 1);
  if (connect (end, (struct sockaddr *) &address, sizeof address) != 0 ||
      write (end, REQUEST, strlen (REQUEST)) != (gssize) strlen (REQUEST))
    return 1;
  while (length < 12)
    {
      gssize count = read (end, answer + length, 12 - length);

      if (count <= 0)
        return 2;
      length += count;
    }

  return atoi (answer + 9) / 10;
}

static int
wait_for (pid_t child)
{
  int status = 0;

  g_assert_cmpint (child, >, 0);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));

  return WEXITSTATUS (status);
}

/* What the application is for a service that an earlier start of the Flatpak has left running. */
static void
test_other_processes (void)
{
  pid_t child = fork ();

  if (child == 0)
    {
      int status = 3;
      pid_t grandchild;

      if (unshare (geteuid () == 0 ? CLONE_NEWPID : CLONE_NEWUSER | CLONE_NEWPID) != 0)
        _exit (4);
      grandchild = fork ();
      if (grandchild == 0)
        _exit (ask ());
      waitpid (grandchild, &status, 0);
      _exit (WIFEXITED (status) ? WEXITSTATUS (status) : 5);
    }

  g_assert_cmpint (wait_for (child), ==, 20);
}

/* R3: even one who gets at the socket. Only root can be another one for a while. */
static void
test_other_person (void)
{
  g_autofree char *folder = g_path_get_dirname (service->socket);
  pid_t child;

  g_assert_cmpint (g_chmod (service->folder, 0711), ==, 0);
  g_assert_cmpint (g_chmod (folder, 0711), ==, 0);
  g_assert_cmpint (g_chmod (service->socket, 0666), ==, 0);

  child = fork ();
  if (child == 0)
    {
      if (setresgid (NOBODY, NOBODY, NOBODY) != 0 || setresuid (NOBODY, NOBODY, NOBODY) != 0)
        _exit (6);
      _exit (ask ());
    }

  g_assert_cmpint (wait_for (child), ==, 40);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  service = lb_test_service_new ();

  g_test_add_func ("/peers/other-processes", test_other_processes);
  if (geteuid () == 0)
    g_test_add_func ("/peers/other-person", test_other_person);

  status = g_test_run ();
  lb_test_service_free (service);

  return status;
}
