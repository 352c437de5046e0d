#pragma once

#include <gio/gio.h>

#include "jobs/lb-export-manifest.h"

G_BEGIN_DECLS

/**
 * LbSidecarFault:
 *
 * Why a description that was found goes to no picture.
 */
typedef enum
{
  LB_SIDECAR_OK,
  LB_SIDECAR_UNMATCHED,  /* no picture has its name */
  LB_SIDECAR_SECOND,     /* the picture has one that goes before it */
  LB_SIDECAR_NOT_TEXT,   /* neither UTF-8 nor UTF-16 */
  LB_SIDECAR_TOO_LARGE,  /* over 256 KiB, or a table over 64 MiB */
  LB_SIDECAR_WRONG,      /* a table, or a line of it, that can't be understood */
  LB_SIDECAR_UNREADABLE, /* can't be opened */
  LB_SIDECAR_BLANK,      /* nothing in it */
  LB_SIDECAR_LINK        /* leads out of the folder that it is in */
} LbSidecarFault;

/**
 * LbSidecarNote:
 *
 * One description that was found and goes to no picture. Boxed.
 */
typedef struct
{
  char *name; /* of the file, valid UTF-8 */
  guint line; /* of a table; 0 for a file of one picture */
  LbSidecarFault fault;
} LbSidecarNote;

LbSidecarNote *lb_sidecar_note_copy (const LbSidecarNote *self);
void lb_sidecar_note_free (LbSidecarNote *self);

/**
 * LbSidecar:
 *
 * A description found with pictures: a file with their name, or one entry of a table. Not changed
 * once it is matched, so that several threads may read it.
 */
typedef struct _LbSidecar LbSidecar;

LbSidecar *lb_sidecar_ref (LbSidecar *self);
void lb_sidecar_unref (LbSidecar *self);
/* The file it is in, valid UTF-8, as a person may see it. */
const char *lb_sidecar_get_name (LbSidecar *self);
/* Of a table; 0 for a file of one picture. */
guint lb_sidecar_get_line (LbSidecar *self);
/* As it was added. */
const char *lb_sidecar_get_path (LbSidecar *self);
/* (transfer full) (nullable): the words. Blocks. @fault: (out) */
char *lb_sidecar_read (LbSidecar *self, LbSidecarFault *fault, GCancellable *cancel);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbSidecar, lb_sidecar_unref)

/**
 * LbSidecars:
 *
 * Which description belongs to which picture of one drop. Beside NAME.jpg these are looked at, and
 * the first that is there counts: a file with the whole name and one more ending (NAME.jpg.txt),
 * one with the name alone (NAME.txt), an entry of metadata.jsonl, one of metadata.csv. Of several
 * endings, structured prompts prefer `.json` over `.txt` over `.caption`, and plain words `.txt`
 * over `.caption` over `.json`. A table stands in the picture's folder or in one above; its names
 * start from its own folder, and where none does, a name alone counts if only one picture has it.
 * A name in another case, or with its accents spelled another way, is the same name unless there is
 * one that is quite the same.
 *
 * Paths are UTF-8 with slashes and start anywhere, the same for all of one LbSidecars. Blocks: for
 * a worker thread.
 */
typedef struct _LbSidecars LbSidecars;

/* @prefers_json: whether the dataset takes structured prompts. */
LbSidecars *lb_sidecars_new (gboolean prefers_json, GCancellable *cancel);
void lb_sidecars_free (LbSidecars *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbSidecars, lb_sidecars_free)

/* Whether a file of that name may hold descriptions. */
gboolean lb_sidecars_takes (const char *name);
/* Whether that is one with those of many pictures. */
gboolean lb_sidecars_is_table (const char *name);
/* Adds a file that lb_sidecars_takes(). @keeper: (nullable): of a copy, must live as long. */
void lb_sidecars_add (LbSidecars *self, const char *path, GFile *file, GObject *keeper);
/* The same for a file that nobody has named: where it goes to no picture, nothing is said. */
void lb_sidecars_add_beside (LbSidecars *self, const char *path, GFile *file);
/* The same for what is in an archive. @bytes: all of it. */
void lb_sidecars_add_bytes (LbSidecars *self, const char *path, GBytes *bytes);
/* Says of such a file why it is not looked at. */
void lb_sidecars_leave_out (LbSidecars *self, const char *path, LbSidecarFault fault);
/* Adds a picture; to be followed by lb_sidecars_match(). */
void lb_sidecars_add_picture (LbSidecars *self, const char *path);
/* After all is added. */
void lb_sidecars_match (LbSidecars *self);
/* (transfer none) (nullable): once matched. */
LbSidecar *lb_sidecars_find (LbSidecars *self, const char *picture_path);
/* (transfer none) (nullable): the export of ours that it all is of; NULL when there is none, or
 * more than one. */
LbExportManifest *lb_sidecars_get_manifest (LbSidecars *self);
/* (transfer none) (nullable): what the picture was in an export of ours that it is of. */
const LbExportOrigin *lb_sidecars_find_origin (LbSidecars *self, const char *picture_path);
/* Whether a file is one that this program puts beside the pictures of an export. */
gboolean lb_sidecars_is_of_export (LbSidecars *self, const char *path);
/* Whether some description was found for some picture, or a table was read that somebody named. */
gboolean lb_sidecars_is_used (LbSidecars *self);
/* What goes to no picture: (transfer none) (element-type LbSidecarNote). */
GPtrArray *lb_sidecars_get_notes (LbSidecars *self);

G_END_DECLS
