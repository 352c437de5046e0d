#pragma once

#include <libdex.h>

#include "model/lb-image.h"
#include "storage/lb-database.h"

G_BEGIN_DECLS

/* What is noted. Kinds are kept as numbers: a new one has to come last. */
typedef enum
{
  LB_IMAGE_NOTE_APPROVED, /* the caption that a person approved, as it was spelled then */
  LB_IMAGE_NOTE_ORIGIN,   /* the URI of the file that the picture came from */
  LB_IMAGE_NOTE_MACHINE,  /* a caption that no person wrote, though one sent it */
  LB_IMAGE_NOTE_NAME,     /* of one that is gone, of which there is an edit */
  LB_IMAGE_NOTE_SCHEMA,   /* what its captions were made under, see lb-schema-note.h */
  LB_IMAGE_NOTE_ASKED,    /* what it was when the service was asked for another caption */
  LB_IMAGE_N_NOTES
} LbImageNote;

/**
 * LbImageNotes:
 *
 * What this computer knows of images and the service does not: at most one text a kind and image,
 * kept in the account's database and all of it in memory. Memory follows the disk: it changes once
 * a change is on disk, and not at all when it can't be. All on the main thread.
 *
 * Signal: changed (int64 image id).
 */
#define LB_TYPE_IMAGE_NOTES (lb_image_notes_get_type ())
G_DECLARE_FINAL_TYPE (LbImageNotes, lb_image_notes, LB, IMAGE_NOTES, GObject)

LbImageNotes *lb_image_notes_new (LbDatabase *database);
/* Reads what an earlier run left; resolves TRUE. */
DexFuture *lb_image_notes_load (LbImageNotes *self);
const char *lb_image_notes_get (LbImageNotes *self, LbImageNote kind, gint64 image_id);
/* @text: (nullable): none any more. Resolves TRUE once it is on disk; fails with LB_ERROR_STORAGE
 * or NO_SPACE. */
DexFuture *lb_image_notes_set (
  LbImageNotes *self, LbImageNote kind, gint64 dataset_id, gint64 image_id, const char *text);
/* One write for many. @images: (element-type LbImage); @texts: (element-type utf8): as many. The
 * same. */
DexFuture *
lb_image_notes_set_many (LbImageNotes *self, LbImageNote kind, GPtrArray *images, GPtrArray *texts);
/* Its notes are those of another image from now on; @dataset_id: 0 for the same dataset. The same.
 */
DexFuture *
lb_image_notes_move (LbImageNotes *self, gint64 image_id, gint64 new_id, gint64 dataset_id);
/* Drops all notes of a dataset's images. The same. */
DexFuture *lb_image_notes_drop (LbImageNotes *self, gint64 dataset_id);

G_END_DECLS
