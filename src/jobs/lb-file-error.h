#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (transfer full): @error of reading a file as G_IO_ERROR of the same code with a few words in
 * place of GLib's sentence, which holds the whole path. An error of LB_ERROR stays as it is. */
GError *lb_file_error_new (const GError *error);

G_END_DECLS
