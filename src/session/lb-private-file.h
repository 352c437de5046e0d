#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Small files that only this person may read, whatever the umask says. All block: for a worker
 * thread, but for a few bytes at the start. Errors are LB_ERROR_STORAGE, NO_SPACE, NOT_FOUND, and
 * FORBIDDEN for what others could read or have put there. What a crash has left of a write is wiped
 * by the next call with the same name. */

/* A folder of this person alone; made if it is not there. */
gboolean lb_private_file_make_folder (const char *folder, GError **error);
/* Puts @text under @name in place of what is there, in one step that outlives a power cut. A link
 * of that name is replaced, never followed. */
gboolean
lb_private_file_write (const char *folder, const char *name, const char *text, GError **error);
/* (transfer full) (nullable): what is there. Links are not followed. What others could read is
 * closed to them, folder and file; with @alone, such a file, or one that somebody else owns, is
 * FORBIDDEN. */
char *lb_private_file_read (const char *folder, const char *name, gboolean alone, GError **error);
/* Overwrites and removes it; TRUE as well when there is none. */
gboolean lb_private_file_wipe (const char *folder, const char *name, GError **error);

G_END_DECLS
