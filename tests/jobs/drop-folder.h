#pragma once

#include <gio/gio.h>
#include <libdex.h>

/* A temporary folder with small generated pictures, and waiting for futures, for the tests here. */

char *drop_folder_new (void);
void drop_folder_free (char *folder);
/* A PNG of one colour (0xRRGGBBAA; opaque ones get no alpha channel). */
void
drop_folder_add_png (const char *folder, const char *name, int width, int height, guint32 rgba);
void drop_folder_add_bytes (const char *folder, const char *name, const char *bytes, gssize length);
void drop_folder_add_link (const char *folder, const char *name, const char *target);
/* (transfer full) (element-type GFile) */
GListModel *drop_folder_list (const char *folder, const char *const *names);

/* Runs the main context until @future (transfer full) is done; whether it resolved. */
gboolean drop_folder_wait (DexFuture *future, GError **error);
