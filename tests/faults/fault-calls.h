#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The C library's calls that files and sockets hang on, which a program with fault-calls.c in it
 * has instead: counted, and one of them is its last or fails. Calls for files count below one
 * folder alone. */
typedef enum
{
  FAULT_CALL_SYNC,   /* fsync, fdatasync, syncfs */
  FAULT_CALL_WRITE,  /* write, pwrite */
  FAULT_CALL_RENAME, /* rename, renameat, renameat2 */
  FAULT_CALL_SEND,   /* send, sendmsg: to the network */
  FAULT_N_CALLS
} FaultCall;

/* What counts from now on, from 0. @folder: (nullable): nothing does. */
void fault_calls_watch (const char *folder);
/* The program is killed at the @nth call, instead of it or just @after it. */
void fault_calls_kill_at (FaultCall call, guint nth, gboolean after);
/* The @nth call and those after it, @n in all, fail with @code. */
void fault_calls_fail_at (FaultCall call, guint nth, guint n, int code);
guint fault_calls_get_n (FaultCall call);

G_END_DECLS
