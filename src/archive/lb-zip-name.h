#pragma once

#include "archive/lb-zip-entry.h"

G_BEGIN_DECLS

/* What a name alone says; the reader and the writer have these rules in common. */

/* NONE, or what is wrong with the @size bytes at @name, which need not be text. */
LbZipRefusal lb_zip_name_check (const char *name, gsize size);
/* (transfer full): valid UTF-8 of at most some 1024 bytes, whatever the name is. Without the `./`
 * that some programs put before every name. */
char *lb_zip_name_to_display (const char *name, gsize size);
/* (transfer full): the same for two names that some file system takes for one. Only for a name
 * that lb_zip_name_check() finds nothing wrong with. */
char *lb_zip_name_to_key (const char *name);
/* By the name alone: an image is what ends in .jpg, .png and so on. */
LbZipKind lb_zip_name_get_kind (const char *name);
/* Whether it ends like an archive's. */
gboolean lb_zip_name_is_archive (const char *name);

G_END_DECLS
