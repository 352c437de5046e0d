#include "decoder/worker-calls.h"
#include "decoder/worker-sanitizer.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gio/gio.h>

#define LIVED 0
#define FAILED 1

/* Each does one thing as a picture that has taken over the decoder would. */
typedef int (*Deed) (void);

/* (out): how a process that makes no other calls than those of a decoder ends. */
static int
end_of (Deed deed)
{
  int status;
  pid_t pid = fork ();

  g_assert_cmpint (pid, >=, 0);
  if (pid == 0)
    {
      if (prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || !worker_calls_enter ())
        _exit (2);
      _exit (deed ());
    }

  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  return status;
}

#ifndef WORKER_SANITIZED
static int
call_out (void)
{
  return socket (AF_INET, SOCK_STREAM, 0) < 0 ? FAILED : LIVED;
}

static int
call_out_locally (void)
{
  return socket (AF_UNIX, SOCK_STREAM, 0) < 0 ? FAILED : LIVED;
}

static int
start_program (void)
{
  char *argv[] = { "/bin/true", NULL };

  execv (argv[0], argv);
  return FAILED;
}

static int
start_process (void)
{
  return fork () < 0 ? FAILED : LIVED;
}

static int
look_into_another (void)
{
  return ptrace (PTRACE_ATTACH, getppid (), NULL, NULL) < 0 ? FAILED : LIVED;
}

static int
kill_another (void)
{
  return kill (getpid (), 0) < 0 ? FAILED : LIVED;
}

static int
signal_another (void)
{
  return syscall (SYS_tgkill, getppid (), getppid (), 0) < 0 ? FAILED : LIVED;
}

static int
signal_itself (void)
{
  return raise (0) < 0 ? FAILED : LIVED;
}

static int
limit_another (void)
{
  struct rlimit limit;

  return prlimit (getppid (), RLIMIT_NOFILE, NULL, &limit) < 0 ? FAILED : LIVED;
}

static int
limit_itself (void)
{
  struct rlimit limit;

  return getrlimit (RLIMIT_CPU, &limit) == 0 && setrlimit (RLIMIT_CPU, &limit) == 0 ? LIVED
                                                                                    : FAILED;
}

static int
remove_file (void)
{
  return unlink ("/nowhere/at/all") < 0 ? FAILED : LIVED;
}

static int
make_code (void)
{
  return mmap (NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1,
               0) == MAP_FAILED
           ? FAILED
           : LIVED;
}

static int
run_memory (void)
{
  void *memory = mmap (NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

  return mprotect (memory, 4096, PROT_READ | PROT_EXEC) < 0 ? FAILED : LIVED;
}

static int
open_file (void)
{
  return open ("/etc/passwd", O_RDONLY | O_CLOEXEC) < 0 && errno == EACCES ? FAILED : LIVED;
}

static int
look_at_file (void)
{
  struct stat info;

  return stat ("/etc/passwd", &info) < 0 && errno == EACCES ? FAILED : LIVED;
}
#endif

static int
work (void)
{
  struct stat info;
  int fd = memfd_create ("pixels", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  char *memory;

  if (fd < 0 || ftruncate (fd, 4096) != 0 || fstat (fd, &info) != 0 || info.st_size != 4096)
    return FAILED;
  memory = mmap (NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (memory == MAP_FAILED)
    return FAILED;
  memory[0] = 'x';

  return munmap (memory, 4096) == 0 && close (fd) == 0 ? LIVED : FAILED;
}

static const struct
{
  const char *path;
  Deed deed;
  int signal; /* that ends it; 0: it lives */
  int answer; /* then */
} deeds[] = {
  { "/calls/work", work, 0, LIVED },
#ifndef WORKER_SANITIZED
  { "/calls/network", call_out, SIGSYS },
  { "/calls/socket", call_out_locally, SIGSYS },
  { "/calls/program", start_program, SIGSYS },
  { "/calls/process", start_process, SIGSYS },
  { "/calls/trace", look_into_another, SIGSYS },
  { "/calls/kill", kill_another, SIGSYS },
  { "/calls/signal", signal_another, SIGSYS },
  { "/calls/signal-itself", signal_itself, 0, LIVED },
  { "/calls/limit", limit_another, SIGSYS },
  { "/calls/limit-itself", limit_itself, 0, LIVED },
  { "/calls/remove", remove_file, SIGSYS },
  { "/calls/code", make_code, SIGSYS },
  { "/calls/run-memory", run_memory, SIGSYS },
  { "/calls/open", open_file, 0, FAILED },
  { "/calls/look", look_at_file, 0, FAILED },
#endif
};

static void
test_deed (gconstpointer data)
{
  int i = GPOINTER_TO_INT (data);
  int status = end_of (deeds[i].deed);

  if (deeds[i].signal != 0)
    {
      g_assert_true (WIFSIGNALED (status));
      g_assert_cmpint (WTERMSIG (status), ==, deeds[i].signal);
    }
  else
    {
      g_assert_true (WIFEXITED (status));
      g_assert_cmpint (WEXITSTATUS (status), ==, deeds[i].answer);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (deeds); i++)
    g_test_add_data_func (deeds[i].path, GINT_TO_POINTER (i), test_deed);
  return g_test_run ();
}
