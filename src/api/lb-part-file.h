#pragma once

#include <gio/gio.h>
#include <libdex.h>

G_BEGIN_DECLS

/**
 * LbPartFile:
 *
 * A file that is not yet whole: it is written beside its place, under a hidden name that ends in
 * ".part", and gets the place when it is whole and on disk. Freed before, it leaves nothing behind.
 */
typedef struct _LbPartFile LbPartFile;

/* Call from a fiber. @file: what is in its place stays there until lb_part_file_finish(). NULL with
 * LB_ERROR_STORAGE or NO_SPACE. */
LbPartFile *lb_part_file_new (GFile *file, GError **error);
void lb_part_file_free (LbPartFile *self);
GOutputStream *lb_part_file_get_stream (LbPartFile *self);
/* Call from a fiber. Replaces what is in its place. FALSE with LB_ERROR_STORAGE or NO_SPACE. */
gboolean lb_part_file_finish (LbPartFile *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbPartFile, lb_part_file_free)

G_END_DECLS
