#pragma once

#include <gio/gio.h>

#include "archive/lb-zip-entry.h"
#include "contract/lb-rules.h"
#include "model/lb-crop.h"

G_BEGIN_DECLS

/**
 * LbBulkVerdict:
 *
 * What becomes of one entry of a ZIP file, or one file of a folder, when it is imported (R77..R81,
 * R85). There is no enlarging here.
 */
typedef enum
{
  LB_BULK_READY,
  LB_BULK_FLATTEN,        /* transparency turns black; goes in */
  LB_BULK_TOO_SMALL,      /* R78: both sides at least 1024 */
  LB_BULK_TOO_LARGE,      /* R57; may go in elsewhere */
  LB_BULK_UNSUPPORTED,    /* R46: not JPEG, PNG or WebP, or animated */
  LB_BULK_NO_CAPTION,     /* R81: its text file is missing or empty */
  LB_BULK_DAMAGED,        /* R46 */
  LB_BULK_UNSAFE_NAME,    /* R85 */
  LB_BULK_DUPLICATE_NAME, /* the name of an earlier one, in the same or the other case */
  LB_BULK_LINK,           /* a link, a device, or something else that is no file */
  LB_BULK_UNREADABLE,     /* can't be opened */
  LB_BULK_REFUSED,        /* by the service, in its own words */
  LB_BULK_DUPLICATE       /* the same bytes as an earlier one that goes in */
} LbBulkVerdict;

#define LB_BULK_N_VERDICTS (LB_BULK_DUPLICATE + 1)

#define LB_TYPE_BULK_ENTRY (lb_bulk_entry_get_type ())
G_DECLARE_FINAL_TYPE (LbBulkEntry, lb_bulk_entry, LB, BULK_ENTRY, GObject)

/* Entry @index of a ZIP file, by its name there. */
LbBulkEntry *lb_bulk_entry_new_for_zip (const LbZipEntry *entry, guint index);
/* @file is to be packed as @name, which need not be UTF-8. */
LbBulkEntry *lb_bulk_entry_new_for_file (GFile *file, const char *name);
/* What the service has left out of an import (R82). @message: (nullable) */
LbBulkEntry *lb_bulk_entry_new_for_failure (const char *name, int error_code, const char *message);

const char *lb_bulk_entry_get_name (LbBulkEntry *self); /* valid UTF-8 */
GFile *lb_bulk_entry_get_file (LbBulkEntry *self);      /* (nullable): of a folder */
guint lb_bulk_entry_get_index (LbBulkEntry *self);      /* in the ZIP file */
const LbProbeResult *lb_bulk_entry_get_probe (LbBulkEntry *self);
/* The part of it that goes in; not set: all of it. */
const LbCrop *lb_bulk_entry_get_crop (LbBulkEntry *self);
gboolean lb_bulk_entry_can_be_drawn (LbBulkEntry *self);
/* Whether there is anything to be cut away: its pixels are known, and enough. */
gboolean lb_bulk_entry_can_be_cropped (LbBulkEntry *self);
/* What a crop of it may be. */
LbCropRoom lb_bulk_entry_get_crop_room (LbBulkEntry *self);
LbZipRefusal lb_bulk_entry_get_refusal (LbBulkEntry *self);
LbBulkVerdict lb_bulk_entry_get_verdict (LbBulkEntry *self);
/* Whether it goes in: its verdict is good, or no more than a warning. */
gboolean lb_bulk_entry_is_ready (LbBulkEntry *self);
/* (nullable): what the service said, or why the file can't be opened; plain English. */
const char *lb_bulk_entry_get_message (LbBulkEntry *self);
/* (nullable): the description that was found with the picture: UTF-8, at most 256 KiB. */
const char *lb_bulk_entry_get_caption (LbBulkEntry *self);
/* Whether the service finds it by itself, in the ZIP file as it is (R81). */
gboolean lb_bulk_entry_is_caption_beside (LbBulkEntry *self);
/* Whether it is known that no person wrote it. */
gboolean lb_bulk_entry_is_caption_automatic (LbBulkEntry *self);
/* (nullable): what the picture was called in the export of ours that it is of. */
const char *lb_bulk_entry_get_original_name (LbBulkEntry *self);

/* (transfer none) (nullable): an earlier one with the same bytes. */
LbBulkEntry *lb_bulk_entry_get_twin (LbBulkEntry *self);

/* By those who check, before anybody else sees the entry: */
void lb_bulk_entry_set_twin (LbBulkEntry *self, LbBulkEntry *twin);
void lb_bulk_entry_set_probe (LbBulkEntry *self, const LbProbeResult *probe);
/* @crop: not set for all of it; cut or enlarged to what a picture needs (R78). */
void lb_bulk_entry_set_crop (LbBulkEntry *self, const LbCrop *crop);
void lb_bulk_entry_set_refusal (LbBulkEntry *self, LbZipRefusal refusal);
void lb_bulk_entry_set_unreadable (LbBulkEntry *self, const char *message);
void lb_bulk_entry_set_caption (LbBulkEntry *self, const char *caption, gboolean beside);
/* @name: (nullable) */
void lb_bulk_entry_set_original (LbBulkEntry *self, const char *name, gboolean caption_automatic);
/* @mode: whose rules they are. @needs_caption: R81, without one it is left out. @once:
 * whether what is there twice goes in once only; the twins are to be judged in their order. */
void
lb_bulk_entry_judge (LbBulkEntry *self, LbRulesMode mode, gboolean needs_caption, gboolean once);

G_END_DECLS
