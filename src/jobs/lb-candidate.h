#pragma once

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <gio/gio.h>

#include "contract/lb-rules.h"
#include "model/lb-crop.h"
#include "model/lb-probe-result.h"

G_BEGIN_DECLS

/* One dropped, pasted or chosen file on its way. Properties (notify): name (display name), verdict
 * (int, LbVerdict), duplicate-of (string, nullable), state (int, LbCandidateState), fraction
 * (double 0..1, -1 unknown), error-message (string, nullable), image (LbImage, nullable, when
 * done), caption-file (string, nullable), cropped (boolean; notified with every new crop). */
#define LB_TYPE_CANDIDATE (lb_candidate_get_type ())
G_DECLARE_FINAL_TYPE (LbCandidate, lb_candidate, LB, CANDIDATE, GObject)

typedef enum
{
  LB_CANDIDATE_JUDGED,
  LB_CANDIDATE_WAITING,
  LB_CANDIDATE_SENDING,
  LB_CANDIDATE_CAPTIONING, /* all bytes sent, the answer is awaited */
  LB_CANDIDATE_DONE,
  LB_CANDIDATE_FAILED,
  LB_CANDIDATE_CANCELLED
} LbCandidateState;

LbCandidate *
lb_candidate_new (const char *name, GFile *file, GBytes *bytes); /* one of file, bytes */
const char *lb_candidate_get_name (LbCandidate *self);
GFile *lb_candidate_get_file (LbCandidate *self);   /* (nullable) */
GBytes *lb_candidate_get_bytes (LbCandidate *self); /* (nullable): pasted pictures */
/* (nullable): where it was found, to be shown; within a ZIP file, that and the way there. */
const char *lb_candidate_get_path (LbCandidate *self);
const LbProbeResult *lb_candidate_get_probe (LbCandidate *self);
/* What is sent of it; not set: all. The file stays as it is. */
const LbCrop *lb_candidate_get_crop (LbCandidate *self);
/* What the header of that will say; the size in bytes is that of the file. */
LbProbeResult lb_candidate_get_sent_probe (LbCandidate *self);
/* Whether it can be decoded, as far as its header says. */
gboolean lb_candidate_can_be_drawn (LbCandidate *self);
/* What a crop of it may be. @increase_resolution: whether the service enlarges it */
LbCropRoom lb_candidate_get_crop_room (LbCandidate *self, gboolean increase_resolution);
/* (nullable): only what our own service takes has one, see lb_probe_file(). */
const char *lb_candidate_get_sha256 (LbCandidate *self);
gboolean lb_candidate_is_readable (LbCandidate *self); /* it was looked into, without an error */
LbVerdict lb_candidate_get_verdict (LbCandidate *self);
/* Whether it goes to the service: its verdict is good, or no more than a warning there. */
gboolean lb_candidate_is_addable (LbCandidate *self);
/* (nullable): the name of a picture with the same bytes, also of one that is added all the same. */
const char *lb_candidate_get_duplicate_of (LbCandidate *self);
/* Whether a person wants it though it is a duplicate. */
gboolean lb_candidate_is_wanted (LbCandidate *self);
LbCandidateState lb_candidate_get_state (LbCandidate *self);
gboolean lb_candidate_is_coming (LbCandidate *self); /* it waits, or is on its way */
/* (nullable): why it can't be read or was not sent, without its path. G_IO_ERROR speaks of the file
 * here: NOT_FOUND, PERMISSION_DENIED, WRONG_ETAG (it has changed since it was checked), any other
 * TOO_MANY_LINKS (a link that leads nowhere), WOULD_RECURSE (a link to a folder), NOT_REGULAR_FILE
 * (a pipe, a device), any other code for one that can't be read. LB_ERROR speaks of the service. */
const GError *lb_candidate_get_error (LbCandidate *self);
/* (nullable): the same in plain English, for logs and scripts. */
const char *lb_candidate_get_error_message (LbCandidate *self);
/* (nullable): the description that came with the picture, as it was found: UTF-8, at most 256 KiB.
 * Once the image is there what lb_caption_fit() makes of it is given to lb_session_edit_caption().
 */
const char *lb_candidate_get_caption (LbCandidate *self);
/* (nullable): the name of the file it comes from, to be shown. */
const char *lb_candidate_get_caption_file (LbCandidate *self);
/* Where it stands in that, when that is a table of many; else 0. */
guint lb_candidate_get_caption_line (LbCandidate *self);
/* Whether it is known that no person wrote it. */
gboolean lb_candidate_is_caption_automatic (LbCandidate *self);
/* Which picture of an export of ours it is, from 1; 0: of none. */
guint lb_candidate_get_position (LbCandidate *self);
/* When the file had last changed as it was checked, unix microseconds; 0: not known. */
gint64 lb_candidate_get_mtime_us (LbCandidate *self);
/* Setters used by the jobs only: */
/* @caption, @file: (nullable): both or none. */
void lb_candidate_set_caption (LbCandidate *self, const char *caption, const char *file);
/* @crop: (nullable); fitted by the caller. Counts for the next verdict; see lb_check_job_crop(). */
void lb_candidate_set_crop (LbCandidate *self, const LbCrop *crop);
void lb_candidate_set_caption_line (LbCandidate *self, guint line);
void lb_candidate_set_mtime_us (LbCandidate *self, gint64 mtime_us);
/* FALSE leaves the description out: the getters above say none then. */
void lb_candidate_set_takes_caption (LbCandidate *self, gboolean takes_caption);
void lb_candidate_set_origin (LbCandidate *self, guint position, gboolean caption_automatic);
/* Counts from the next verdict on; see lb_check_job_want(). */
void lb_candidate_set_wanted (LbCandidate *self, gboolean wanted);
void lb_candidate_set_path (LbCandidate *self, const char *path);
/* @keeper: keeps the file of an unpacked one. */
void lb_candidate_set_keeper (LbCandidate *self, GObject *keeper);
void lb_candidate_set_probe (LbCandidate *self,
                             const LbProbeResult *probe,
                             const char *sha256,
                             const GError *error);
void lb_candidate_set_verdict (LbCandidate *self, LbVerdict verdict, const char *duplicate_of);
void lb_candidate_set_admitted (LbCandidate *self, gboolean admitted);
void lb_candidate_set_progress (LbCandidate *self,
                                LbCandidateState state,
                                double fraction,
                                const GError *error);
void lb_candidate_set_image (LbCandidate *self, LbImage *image);

G_END_DECLS
