#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define LB_TYPE_ZIP_WRITER (lb_zip_writer_get_type ())
G_DECLARE_FINAL_TYPE (LbZipWriter, lb_zip_writer, LB, ZIP_WRITER, GObject)

LbZipWriter *lb_zip_writer_new (GOutputStream *output);
LbZipWriter *lb_zip_writer_new_for_fd (int fd);

gboolean lb_zip_writer_add_bytes (
  LbZipWriter *self, const char *name, GBytes *bytes, GCancellable *cancellable, GError **error);
gboolean lb_zip_writer_add_stream (LbZipWriter *self,
                                   const char *name,
                                   GInputStream *input,
                                   guint64 size_bytes,
                                   GCancellable *cancellable,
                                   GError **error);
gboolean lb_zip_writer_finish (LbZipWriter *self, GCancellable *cancellable, GError **error);

G_END_DECLS
