/* Both names of a call are ours, where one is but another word for the other. */
#undef _FILE_OFFSET_BITS

#include "fault-calls.h"

#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

typedef struct
{
  guint n; /* so far */
  guint kill_at;
  gboolean after;
  guint fail_at;
  guint n_failing;
  int code;
} Watch;

static char *folder; /* (owned) (nullable) */
static GMutex mutex; /* over what follows */
static Watch watches[FAULT_N_CALLS];

void
fault_calls_watch (const char *path)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);

  memset (watches, 0, sizeof watches);
  g_set_str (&folder, path);
}

void
fault_calls_kill_at (FaultCall call, guint nth, gboolean after)
{
  watches[call].kill_at = nth;
  watches[call].after = after;
}

void
fault_calls_fail_at (FaultCall call, guint nth, guint n, int code)
{
  watches[call].fail_at = nth;
  watches[call].n_failing = n;
  watches[call].code = code;
}

guint
fault_calls_get_n (FaultCall call)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);

  return watches[call].n;
}

static gboolean
is_path_watched (const char *path)
{
  return folder != NULL && strncmp (path, folder, strlen (folder)) == 0;
}

static gboolean
is_file_watched (int fd)
{
  char link[64];
  char path[4096];
  ssize_t length = 0;

  if (folder == NULL)
    return FALSE;

  snprintf (link, sizeof link, "/proc/self/fd/%d", fd);
  length = readlink (link, path, sizeof path - 1);
  if (length <= 0)
    return FALSE;
  path[length] = '\0';

  return is_path_watched (path);
}

/* Whether the call is to be made at all; if not, errno says why. @dies: (out): right after it. */
static gboolean
count (FaultCall call, gboolean *dies)
{
  Watch *watch = &watches[call];
  gboolean fails = FALSE;

  g_mutex_lock (&mutex);
  watch->n++;
  *dies = watch->kill_at != 0 && watch->n == watch->kill_at;
  fails = watch->fail_at != 0 && watch->n >= watch->fail_at &&
          watch->n - watch->fail_at < watch->n_failing;
  g_mutex_unlock (&mutex);

  if (*dies && !watch->after)
    kill (getpid (), SIGKILL);
  if (fails)
    errno = watch->code;

  return !fails;
}

#define CALL(type, function, watched, call, parameters, ...)                                       \
  extern type function parameters;                                                                 \
  type function parameters                                                                         \
  {                                                                                                \
    static type (*original) parameters;                                                            \
    gboolean dies = FALSE;                                                                         \
    type result = 0;                                                                               \
                                                                                                   \
    if (original == NULL)                                                                          \
      original = dlsym (RTLD_NEXT, #function);                                                     \
    if ((watched) && !count (call, &dies))                                                         \
      return -1;                                                                                   \
    result = original (__VA_ARGS__);                                                               \
    if (dies)                                                                                      \
      kill (getpid (), SIGKILL);                                                                   \
    return result;                                                                                 \
  }

CALL (int, fsync, is_file_watched (fd), FAULT_CALL_SYNC, (int fd), fd)
CALL (int, fdatasync, is_file_watched (fd), FAULT_CALL_SYNC, (int fd), fd)
CALL (int, syncfs, is_file_watched (fd), FAULT_CALL_SYNC, (int fd), fd)
CALL (int,
      renameat2,
      is_path_watched (to),
      FAULT_CALL_RENAME,
      (int from_fd, const char *from, int to_fd, const char *to, unsigned int flags),
      from_fd,
      from,
      to_fd,
      to,
      flags)
CALL (int,
      renameat,
      is_file_watched (to_fd),
      FAULT_CALL_RENAME,
      (int from_fd, const char *from, int to_fd, const char *to),
      from_fd,
      from,
      to_fd,
      to)
CALL (ssize_t,
      write,
      is_file_watched (fd),
      FAULT_CALL_WRITE,
      (int fd, const void *bytes, size_t length),
      fd,
      bytes,
      length)
CALL (ssize_t,
      pwrite,
      is_file_watched (fd),
      FAULT_CALL_WRITE,
      (int fd, const void *bytes, size_t length, off_t at),
      fd,
      bytes,
      length,
      at)
CALL (ssize_t,
      pwrite64,
      is_file_watched (fd),
      FAULT_CALL_WRITE,
      (int fd, const void *bytes, size_t length, off64_t at),
      fd,
      bytes,
      length,
      at)
CALL (int,
      rename,
      is_path_watched (to),
      FAULT_CALL_RENAME,
      (const char *from, const char *to),
      from,
      to)
CALL (ssize_t,
      send,
      folder != NULL,
      FAULT_CALL_SEND,
      (int fd, const void *bytes, size_t length, int flags),
      fd,
      bytes,
      length,
      flags)
CALL (ssize_t,
      sendmsg,
      folder != NULL,
      FAULT_CALL_SEND,
      (int fd, const struct msghdr *message, int flags),
      fd,
      message,
      flags)
