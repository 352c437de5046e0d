#pragma once

#include "fault-calls.h"

G_BEGIN_DECLS

/* A test that is its own child as well: the child's last three arguments say at which call it is
 * killed, CALL NTH AFTER. */

/* In the child: counts calls from now on, for files below @folder. @argv: those three. */
void fault_child_arm (const char *folder, char **argv);
/* Ends that and writes into the file @path how many there were. */
void fault_child_tell (const char *path);

/* Runs the test as a child with @arguments; whether it came to its own end, which must be a good
 * one. @nth: 0: it is not killed. */
gboolean fault_child_run (const char *const *arguments, FaultCall call, guint nth, gboolean after);
/* What the child has told. */
void fault_child_read (const char *path, guint calls[FAULT_N_CALLS]);

G_END_DECLS
