#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What descriptions of some pictures of one folder may be called there, as LbSidecars looks for
 * them: to find them beside pictures that were named alone. */
typedef struct _LbSidecarNames LbSidecarNames;

LbSidecarNames *lb_sidecar_names_new (void);
void lb_sidecar_names_free (LbSidecarNames *self);
/* @picture: a name without its folder, UTF-8 or not. A file that is no picture, such as a ZIP file
 * or a description itself, adds none. */
void lb_sidecar_names_add (LbSidecarNames *self, const char *picture);
gboolean lb_sidecar_names_has (LbSidecarNames *self, const char *name);

G_END_DECLS
