#pragma once

#include "jobs/lb-upload-record.h"
#include "jobs/lb-upload.h"

G_BEGIN_DECLS

/* For the queue, which alone changes a row. */
struct _LbUpload
{
  GObject parent_instance;

  LbUploadRecord *record; /* (owned): what is on disk, or is being written */
  GFile *staged;          /* (owned): where the copy is */
  GFile *origin;          /* (owned) (nullable): none for one that is fetched */
  GBytes *bytes;          /* (owned) (nullable): pasted, and not copied yet */
  LbCandidate *candidate; /* (owned) (nullable) */
  LbImage *image;         /* (owned) (nullable) until it is there */
  LbUploadState state;    /* what is shown */
  double fraction;
  guint position;

  GCancellable *cancel; /* (owned) (nullable): of the request under way */
  gboolean active;      /* a fiber takes care of it */
  gboolean sending;     /* and sends it */
  gboolean has_place;   /* of those that may be sent at once: its answer is not here yet */
  gboolean stopping;    /* a person wants it to end */
  gboolean in_doubt;    /* it may be there: look before anything else */
  gboolean lost;        /* another program has taken it: what becomes of it here is not kept */
  gboolean is_first;    /* of those that wait */
  gint64 not_before_us; /* monotonic: the next try */
  gint64 began_us;      /* monotonic: when its turn had come */
  double weight;        /* what it adds to the queue's fraction */
};

/* (transfer full): takes @record. */
LbUpload *lb_upload_new (LbUploadRecord *record, const char *folder);
/* @error: (nullable). The candidate follows. */
void
lb_upload_set_progress (LbUpload *self, LbUploadState state, double fraction, const GError *error);
void lb_upload_set_crop (LbUpload *self, const LbCrop *crop);
void lb_upload_set_position (LbUpload *self, guint position);
void lb_upload_set_is_first (LbUpload *self, gboolean is_first);
/* Whether it is still to be sent, and is not on its way. */
gboolean lb_upload_waits (LbUpload *self);
/* Whether the service fetches it from an address. */
gboolean lb_upload_is_fetched (LbUpload *self);
void lb_upload_set_image (LbUpload *self, LbImage *image);
gboolean lb_upload_state_is_over (LbUploadState state);

G_END_DECLS
