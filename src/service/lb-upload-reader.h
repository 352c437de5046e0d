#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * LbUploadReader:
 *
 * The body of an upload as it comes in. The text of its member "file" is decoded at once, so that
 * neither it nor the whole body is ever held; in what is left of the body that text is empty. Says
 * nothing of whether the body is good JSON: what is bad in it stays bad.
 */
typedef struct _LbUploadReader LbUploadReader;

LbUploadReader *lb_upload_reader_new (void);
void lb_upload_reader_free (LbUploadReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbUploadReader, lb_upload_reader_free)
void lb_upload_reader_push (LbUploadReader *self, const char *text, gsize length);
/* (transfer full): what is left of the body. @file: (out) (transfer full) (nullable): what the last
 * "file" stands for; NULL when there is none, or it is no base64. The reader is done then. */
GBytes *lb_upload_reader_end (LbUploadReader *self, GBytes **file);

G_END_DECLS
