#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* A layer below SQLite that can fail on demand, and that knows which bytes a loss of power would
 * leave of the files. For one database at a time. */

typedef enum
{
  FAULT_WRITE,
  FAULT_SYNC,
  FAULT_TRUNCATE
} FaultOperation;

typedef void (*FaultFunc) (gpointer data);

/* From now on the files of this process are opened through it. */
void fault_vfs_install (void);
/* After @skip more of them each @operation fails with @code, until fault_vfs_mend(). */
void fault_vfs_fail (FaultOperation operation, guint skip, int code);
/* Returns how many have failed. */
guint fault_vfs_mend (void);
/* Called on the thread that writes, before each write, sync and truncation. */
void fault_vfs_watch (FaultFunc func, gpointer data);
/* Forgets the files of a test that is over. */
void fault_vfs_forget (void);
/* Forgets one database, which nobody has open any more. */
void fault_vfs_forget_file (const char *path);
/* Writes to @to, and its WAL beside it, what may be left of the database at @path when the power
 * goes now: all that was synced, and any of the 512-byte sectors that were not. */
void fault_vfs_crash (const char *path, const char *to, GRand *rand);

G_END_DECLS
