#pragma once

#include <libdex.h>

#include "jobs/lb-upload-record.h"

G_BEGIN_DECLS

/* Copies of pictures on their way, in a folder of their own: a file may change or vanish before its
 * turn. */

/**
 * LbUploadStaged:
 * @sent_sha256: of the copy
 * @original_sha256: of what it was made from
 * @mtime_us: of the file, 0 when there is none
 * @size_bytes: of what it was made from
 */
typedef struct
{
  char *sent_sha256;
  char *original_sha256;
  gint64 mtime_us;
  gint64 size_bytes;
} LbUploadStaged;

#define LB_TYPE_UPLOAD_STAGED (lb_upload_staged_get_type ())
GType lb_upload_staged_get_type (void);
LbUploadStaged *lb_upload_staged_copy (const LbUploadStaged *self);
void lb_upload_staged_free (LbUploadStaged *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbUploadStaged, lb_upload_staged_free)

/* Makes the copy of @record's picture, from @bytes (nullable), from the file it came from or, where
 * there is neither, from an earlier copy, in @folder on a worker thread: shared with the file where
 * the file system can. With LB_UPLOAD_FLAG_STRIP the copy is without what lb_strip_metadata() takes
 * out; of one that is cropped it is the part that is sent, see lb_upload_cropped_stage(). Once it
 * is there, whatever becomes of the file is nobody's business: it is the copy that is sent, after
 * its hash was looked at. Resolves to a boxed LbUploadStaged once the copy is on disk. Rejects with
 * G_IO_ERROR_WRONG_ETAG when the file is not the one that was checked, unless that is confirmed;
 * another G_IO_ERROR, in a few words, when it can't be read; LB_ERROR_UNSUPPORTED or DAMAGED when
 * it can't be stripped or decoded; LB_ERROR_NO_SPACE or STORAGE when the copy can't be written.
 */
DexFuture *lb_upload_stage (const char *folder, const LbUploadRecord *record, GBytes *bytes);
/* (transfer full): where the copy is. */
char *lb_upload_stage_path (const char *folder, const char *uuid);
/* Reads the copy on a worker thread and makes sure that it is whole. Resolves to boxed GBytes;
 * rejects with LB_ERROR_STORAGE when it is not. */
DexFuture *lb_upload_stage_load (const char *folder, const LbUploadRecord *record);
/* What the folder holds besides copies. */
#define LB_UPLOAD_STAGE_LOCK "lock"

/* Removes the copy; on a worker thread, nobody waits for it. */
void lb_upload_stage_drop (const char *folder, const char *uuid);
/* Makes the folder, and removes copies that are none of @uuids (element-type utf8), a set; on a
 * worker thread. Resolves TRUE. */
DexFuture *lb_upload_stage_tidy (const char *folder, GHashTable *uuids);
/* Whether @folder's disk has room for @size_bytes and a reserve: 64 MiB, or an eighth of a small
 * disk. */
gboolean lb_upload_stage_has_room (const char *folder, gint64 size_bytes);
/* How much that reserve is. */
gint64 lb_upload_stage_get_reserve (const char *folder);

G_END_DECLS
