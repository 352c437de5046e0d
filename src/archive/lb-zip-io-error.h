#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Says in LB_ERROR what went wrong below us. @below: (transfer full): of G_IO_ERROR or LB_ERROR. */
void lb_zip_io_error_propagate (GError **error, GError *below);
/* The same for an errno. */
void lb_zip_io_error_set_errno (GError **error, int number);
/* Whether to go on; sets LB_ERROR_CANCELLED if not. */
gboolean lb_zip_io_error_check_cancelled (GCancellable *cancellable, GError **error);

G_END_DECLS
