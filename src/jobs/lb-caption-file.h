#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What a file beside pictures holds: the words of one, or a table of many. All of it blocks: for a
 * worker thread. Errors: LB_ERROR_TOO_LARGE over a limit, LB_ERROR_UNSUPPORTED for what is no text
 * in UTF-8 or UTF-16, LB_ERROR_INVALID for a table that is none, else as lb_file_error_new(). */

#define LB_CAPTION_TABLE_BYTES (64 * 1024 * 1024) /* of metadata.jsonl, metadata.csv */

/**
 * LbCaptionRecord:
 * @file_name: of the picture, as the table has it, from the table's folder on
 * @text: (nullable): the description; none where the table has an empty one
 * @line: where it stands, from 1
 */
typedef struct
{
  char *file_name;
  char *text;
  guint line;
} LbCaptionRecord;

/* A line that is not taken. */
typedef struct
{
  guint line;
  gboolean too_large; /* its text; otherwise it can't be understood */
} LbCaptionFault;

/* What is right in a table is taken. */
typedef struct
{
  GPtrArray *records; /* (owned) (element-type LbCaptionRecord) */
  GArray *faults;     /* (owned) (element-type LbCaptionFault): in the order of their lines */
} LbCaptionTable;

char *lb_caption_file_decode (GBytes *bytes, gboolean verbatim, GError **error);
GBytes *lb_caption_file_load (GFile *file, gsize max_bytes, GCancellable *cancel, GError **error);
LbCaptionTable *lb_caption_table_new_from_jsonl (GBytes *bytes, GError **error);
LbCaptionTable *lb_caption_table_new_from_csv (GBytes *bytes, GError **error);
void lb_caption_table_free (LbCaptionTable *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbCaptionTable, lb_caption_table_free)

G_END_DECLS
