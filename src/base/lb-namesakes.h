#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Files of one name in several folders, and what tells them apart. */
typedef struct _LbNamesakes LbNamesakes;

LbNamesakes *lb_namesakes_new (void);
void lb_namesakes_free (LbNamesakes *self);
/* @path: (nullable): the file's, with any folders that it is in; it counts as none. */
void lb_namesakes_add (LbNamesakes *self, const char *name, const char *path);
/* Whether any name is there more than once. */
gboolean lb_namesakes_has_any (LbNamesakes *self);
/* (transfer full) (nullable): the shortest end of the folder of @path that no namesake's has, such
 * as "2024/harbour"; NULL where there is none, or all are in one folder. */
char *lb_namesakes_dup_folder (LbNamesakes *self, const char *name, const char *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbNamesakes, lb_namesakes_free)

G_END_DECLS
