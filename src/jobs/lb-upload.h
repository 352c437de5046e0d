#pragma once

#include "jobs/lb-candidate.h"
#include "model/lb-crop.h"
#include "model/lb-image.h"

G_BEGIN_DECLS

/**
 * LbUpload:
 *
 * One row of the LbUploadQueue: a picture on its way into a dataset. It is on disk before the first
 * byte is sent, with a copy of the picture, and ends as done, failed or cancelled; never unknown.
 *
 * Properties (notify): state (int, LbUploadState), fraction (double 0..1 of the bytes, -1 when none
 * is sent), error-message (string, nullable; notified with every new lb_upload_get_error()),
 * position (uint, place in the queue), image (LbImage, nullable until it is there), can-send-first
 * (boolean: it waits, and another goes before it), cropped (boolean; notified with every new crop).
 */
#define LB_TYPE_UPLOAD (lb_upload_get_type ())
G_DECLARE_FINAL_TYPE (LbUpload, lb_upload, LB, UPLOAD, GObject)

/* The values are on disk. */
typedef enum
{
  LB_UPLOAD_QUEUED,     /* its copy is not made yet */
  LB_UPLOAD_WAITING,    /* for its turn, or for its next try */
  LB_UPLOAD_SENDING,    /* bytes are being sent */
  LB_UPLOAD_CAPTIONING, /* all bytes are sent, the answer is awaited; on disk it is SENDING */
  LB_UPLOAD_CHECKING,   /* no answer came: looking before sending again */
  LB_UPLOAD_DONE,
  LB_UPLOAD_FAILED,
  LB_UPLOAD_CANCELLED
} LbUploadState;

/* What can be done about a failed one. */
typedef enum
{
  LB_UPLOAD_REMEDY_RETRY,   /* the way to the service failed: "Not sent", Retry */
  LB_UPLOAD_REMEDY_CONFIRM, /* the file has changed since it was checked: send it as it is now? */
  LB_UPLOAD_REMEDY_NONE     /* the service refused it, or the file is gone: "Refused", Details */
} LbUploadRemedy;

const char *lb_upload_get_uuid (LbUpload *self);
/* The name of the file, as a person knows it. */
const char *lb_upload_get_name (LbUpload *self);
gint64 lb_upload_get_dataset_id (LbUpload *self);
/* Size, format and pixels of the picture as it was checked, and of what is sent of it. */
const LbProbeResult *lb_upload_get_probe (LbUpload *self);
LbProbeResult lb_upload_get_sent_probe (LbUpload *self);
/* Not set: all of it is sent. */
const LbCrop *lb_upload_get_crop (LbUpload *self);
/* Whether another part of it may be sent: it waits, and the file that it came from is known. */
gboolean lb_upload_can_crop (LbUpload *self);
/* (transfer none) (nullable): the file that it came from. */
GFile *lb_upload_get_origin (LbUpload *self);
/* (nullable): of the picture as a person has it. */
const char *lb_upload_get_sha256 (LbUpload *self);
/* Whether the service may enlarge what is too small, and whether it will enlarge this. */
gboolean lb_upload_may_be_enlarged (LbUpload *self);
gboolean lb_upload_is_enlarged (LbUpload *self);
/* (transfer none) (nullable): the picture on this computer, for a thumbnail: our copy, else the
 * file it came from. Of one that is done, lb_upload_get_image() has one. */
GFile *lb_upload_get_file (LbUpload *self);
/* (nullable): of a pasted picture that has no copy yet. */
GBytes *lb_upload_get_bytes (LbUpload *self);
char *lb_upload_dup_path (LbUpload *self); /* (nullable): where it was found, to be shown */
/* (nullable): where the service is to fetch it from; then there is neither file nor bytes, and
 * nothing is known of its size. */
const char *lb_upload_get_address (LbUpload *self);
LbUploadState lb_upload_get_state (LbUpload *self);
/* Whether it is neither done, failed nor cancelled. */
gboolean lb_upload_is_coming (LbUpload *self);
gboolean lb_upload_can_send_first (LbUpload *self);
double lb_upload_get_fraction (LbUpload *self);
/* (nullable): why it failed, or why it has to be tried again. G_IO_ERROR speaks of the file, as in
 * lb_candidate_get_error(); LB_ERROR of the service. */
const GError *lb_upload_get_error (LbUpload *self);
LbUploadRemedy lb_upload_get_remedy (LbUpload *self);
LbImage *lb_upload_get_image (LbUpload *self); /* (nullable) */

G_END_DECLS
