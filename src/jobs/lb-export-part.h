#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * LbExportPart:
 *
 * A folder or ZIP file that is being written, under a hidden name beside the one that it gets when
 * it is whole and on disk. Until then what had that name before is as it was. One that was not
 * finished is removed with this object, and one that a killed program has left by
 * lb_export_part_clean(). All of it blocks: for a worker thread.
 */
#define LB_EXPORT_SUMS "SHA256SUMS"

#define LB_TYPE_EXPORT_PART (lb_export_part_get_type ())
G_DECLARE_FINAL_TYPE (LbExportPart, lb_export_part, LB, EXPORT_PART, GObject)

/* @target: a folder, or a ZIP file with @zip; its parent must be there. Fails with LB_ERROR_INVALID
 * for what is not on this computer, CONFLICT for a folder with something else in it than an earlier
 * export as it was written, NO_SPACE for less room than @bytes, STORAGE. */
LbExportPart *lb_export_part_new (GFile *target, gboolean zip, guint64 bytes, GError **error);
/* @path: with slashes; at most one folder. Fails with LB_ERROR_NO_SPACE or STORAGE. */
gboolean lb_export_part_add (LbExportPart *self, const char *path, GBytes *bytes, GError **error);
/* Adds SHA256SUMS of all the files, and gives it its name. */
gboolean lb_export_part_finish (LbExportPart *self, GError **error);
/* Removes one that was not finished, at once: a thread may hold on to the object for a moment. */
void lb_export_part_discard (LbExportPart *self);
guint64 lb_export_part_get_bytes (LbExportPart *self); /* added so far */

/* Removes what exports of killed programs have left. */
void lb_export_part_clean (void);

G_END_DECLS
