#include "decoder/worker-calls.h"

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <unistd.h>

#include "decoder/worker-sanitizer.h"

#ifndef WORKER_SANITIZED

static const int allowed[] = {
  /* the socket and what comes over it */
  SCMP_SYS (recvmsg),
  SCMP_SYS (sendmsg),
  SCMP_SYS (poll),
  SCMP_SYS (ppoll),
  SCMP_SYS (read),
  SCMP_SYS (write),
  SCMP_SYS (writev),
  SCMP_SYS (close),
  SCMP_SYS (lseek),
  SCMP_SYS (fstat),
  SCMP_SYS (fcntl),
  /* memory, and the pixels in it */
  SCMP_SYS (brk),
  SCMP_SYS (munmap),
  SCMP_SYS (mremap),
  SCMP_SYS (madvise),
  SCMP_SYS (memfd_create),
  SCMP_SYS (ftruncate),
  /* time, locks, limits */
  SCMP_SYS (futex),
  SCMP_SYS (sched_yield),
  SCMP_SYS (clock_gettime),
  SCMP_SYS (gettimeofday),
  SCMP_SYS (time),
  SCMP_SYS (getrandom),
  SCMP_SYS (getrusage),
  SCMP_SYS (getrlimit),
  SCMP_SYS (setrlimit),
  SCMP_SYS (ugetrlimit),
  SCMP_SYS (rseq),
  /* its end */
  SCMP_SYS (rt_sigaction),
  SCMP_SYS (rt_sigprocmask),
  SCMP_SYS (rt_sigreturn),
  SCMP_SYS (restart_syscall),
  SCMP_SYS (getpid),
  SCMP_SYS (gettid),
  SCMP_SYS (exit),
  SCMP_SYS (exit_group),
};

/* What a library asks for and can do without. */
static const int denied[] = {
  SCMP_SYS (open),      SCMP_SYS (openat),     SCMP_SYS (openat2), SCMP_SYS (access),
  SCMP_SYS (faccessat), SCMP_SYS (stat),       SCMP_SYS (lstat),   SCMP_SYS (statx),
  SCMP_SYS (readlink),  SCMP_SYS (readlinkat), SCMP_SYS (ioctl),
};

typedef struct
{
  guint32 action;
  int call;
  struct scmp_arg_cmp condition;
} Conditional;

/* Memory is never both written and run, only what is open is looked at, and no other process of the
 * same user is sent a signal or given limits. */
static gboolean
add_conditional (scmp_filter_ctx filter)
{
  const struct scmp_arg_cmp not_run = SCMP_A2 (SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
  const struct scmp_arg_cmp itself = SCMP_A0 (SCMP_CMP_EQ, (scmp_datum_t) getpid ());
  const struct scmp_arg_cmp caller = SCMP_A0 (SCMP_CMP_EQ, 0);
  const Conditional rules[] = {
    { SCMP_ACT_ALLOW, SCMP_SYS (tgkill), itself },
    { SCMP_ACT_ALLOW, SCMP_SYS (prlimit64), caller },
    { SCMP_ACT_ALLOW, SCMP_SYS (mmap), not_run },
    { SCMP_ACT_ALLOW, SCMP_SYS (mmap2), not_run },
    { SCMP_ACT_ALLOW, SCMP_SYS (mprotect), not_run },
    { SCMP_ACT_ALLOW, SCMP_SYS (newfstatat),
      SCMP_A3 (SCMP_CMP_MASKED_EQ, AT_EMPTY_PATH, AT_EMPTY_PATH) },
    { SCMP_ACT_ERRNO (EACCES), SCMP_SYS (newfstatat),
      SCMP_A3 (SCMP_CMP_MASKED_EQ, AT_EMPTY_PATH, 0) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    if (seccomp_rule_add_array (filter, rules[i].action, rules[i].call, 1, &rules[i].condition) !=
        0)
      return FALSE;

  return TRUE;
}

/* A call that this machine's kind of processor does not have is no failure. */
static gboolean
add_rules (scmp_filter_ctx filter)
{
  for (guint i = 0; i < G_N_ELEMENTS (allowed); i++)
    if (seccomp_rule_add (filter, SCMP_ACT_ALLOW, allowed[i], 0) != 0)
      return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (denied); i++)
    if (seccomp_rule_add (filter, SCMP_ACT_ERRNO (EACCES), denied[i], 0) != 0)
      return FALSE;

  return add_conditional (filter);
}

gboolean
worker_calls_enter (void)
{
  scmp_filter_ctx filter = seccomp_init (SCMP_ACT_KILL_PROCESS);
  gboolean entered = filter != NULL && add_rules (filter) && seccomp_load (filter) == 0;

  if (filter != NULL)
    seccomp_release (filter);
  return entered;
}

#else

gboolean
worker_calls_enter (void)
{
  return TRUE;
}

#endif
