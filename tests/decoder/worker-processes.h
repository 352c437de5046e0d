#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The processes that this one has started and that still run, zombies too. (element-type int),
 * (transfer full), sorted. */
GArray *worker_processes_find (void);
/* To all of them; there must be one. */
void worker_processes_signal (int number);
/* A row of /proc/PID/limits: its soft and its hard limit; G_MAXUINT64 for none. */
void worker_processes_read_limit (int pid, const char *name, guint64 *soft, guint64 *hard);
/* (transfer full): a row of /proc/PID/status without its name, e.g. "2". */
char *worker_processes_read_status (int pid, const char *name);
guint worker_processes_count_descriptors (void);

G_END_DECLS
