#include "decoder/worker-limits.h"

#include <errno.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

#include "decoder/worker-sanitizer.h"

#define MEMORY_BYTES (1024 * 1024 * 1024)
#define REQUEST_CPU_S 10
#define MAX_FILES 32
#define NICENESS 10

static gboolean
set_limit (int resource, rlim_t value)
{
  struct rlimit limit = { .rlim_cur = value, .rlim_max = value };

  return setrlimit (resource, &limit) == 0;
}

gboolean
worker_limits_enter (void)
{
  if (prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
    return FALSE;

  /* A window that is scrolled comes before the pictures it shows next. Where that is not allowed,
   * nothing is lost but speed. */
  if (nice (NICENESS) == -1)
    errno = 0;

#ifndef WORKER_SANITIZED
  if (prctl (PR_SET_DUMPABLE, 0, 0, 0, 0) != 0 || !set_limit (RLIMIT_AS, MEMORY_BYTES) ||
      !set_limit (RLIMIT_NPROC, 0))
    return FALSE;
#endif

  return set_limit (RLIMIT_CORE, 0) && set_limit (RLIMIT_NOFILE, MAX_FILES);
}

void
worker_limits_start_request (void)
{
  struct rlimit limit;
  struct rusage usage;

  if (getrusage (RUSAGE_SELF, &usage) != 0 || getrlimit (RLIMIT_CPU, &limit) != 0)
    return;

  limit.rlim_cur = (rlim_t) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec + REQUEST_CPU_S + 1);
  if (limit.rlim_max != RLIM_INFINITY)
    limit.rlim_cur = MIN (limit.rlim_cur, limit.rlim_max);
  setrlimit (RLIMIT_CPU, &limit);
}
