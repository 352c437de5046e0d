#pragma once

#include <libdex.h>

G_BEGIN_DECLS

/* What a zip_url may be (R75, R76), and the file that one names. */

/* 5 GiB: what the service counts (R76). */
#define LB_BULK_ZIP_BYTES (G_GUINT64_CONSTANT (5) * 1024 * 1024 * 1024)

/* Judges the text alone. @local: whether the caller came over the Unix socket, and so is the user
 * whose files the service can read. @is_file: (out): whether it names a file. */
gboolean
lb_bulk_source_check (const char *zip_url, gboolean local, gboolean *is_file, GError **error);
/* (transfer full): the last part of @zip_url, to be shown. */
char *lb_bulk_source_name (const char *zip_url);
/* Resolves to the mark of the file at once: a string that changes when the file does. Refuses by
 * R75 what is no regular file that can be read, by R76 one that is too large. */
DexFuture *lb_bulk_source_look (const char *zip_url);
/* Resolves to an open descriptor (LB_TYPE_BULK_FD). LB_ERROR_GONE when the file is there no more or
 * is not what @mark says, LB_ERROR_UNPROCESSABLE when it can't be read. */
DexFuture *lb_bulk_source_open (const char *zip_url, const char *mark);

/* A descriptor that is closed with its last reference. */
typedef struct
{
  int fd;
} LbBulkFd;

#define LB_TYPE_BULK_FD (lb_bulk_fd_get_type ())
GType lb_bulk_fd_get_type (void);
LbBulkFd *lb_bulk_fd_new (int fd);
LbBulkFd *lb_bulk_fd_ref (LbBulkFd *self);
void lb_bulk_fd_unref (LbBulkFd *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbBulkFd, lb_bulk_fd_unref)

/* (transfer full) (nullable): of an open file; NULL when it is no regular one. */
char *lb_bulk_fd_mark (LbBulkFd *self);

G_END_DECLS
