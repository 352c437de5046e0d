#pragma once

#include "jobs/lb-upload.h"
#include "model/lb-crop.h"

G_BEGIN_DECLS

typedef enum
{
  LB_UPLOAD_FLAG_INCREASE = 1 << 0,  /* the service may enlarge it */
  LB_UPLOAD_FLAG_MODERATE = 1 << 1,  /* R52 */
  LB_UPLOAD_FLAG_STRIP = 1 << 2,     /* the copy says nothing of where and by whom */
  LB_UPLOAD_FLAG_CONFIRMED = 1 << 3, /* the file is sent though it has changed since its check */
  LB_UPLOAD_FLAG_AGAIN = 1 << 4,     /* was sent more than once: may be there twice */
  LB_UPLOAD_FLAG_IN_ORDER = 1 << 5,  /* not before those of its dataset that are queued before */
  LB_UPLOAD_FLAG_ADDRESS = 1 << 6    /* the service fetches it from @origin: there is no copy */
} LbUploadFlags;

/* What of a row is on disk; a plain value that goes to the database's thread as a copy. */
typedef struct
{
  char *uuid;      /* (owned) */
  gint64 position; /* rows are sent in its order */
  gint64 dataset_id;
  char *dataset_uuid; /* (owned) (nullable) */
  LbUploadState state;
  char *name;       /* (owned) */
  char *image_name; /* (owned) */
  LbUploadFlags flags;
  LbProbeResult probe;  /* of the picture as a person has it */
  LbCrop crop;          /* what is sent of it; not set: all */
  char *checked_sha256; /* (owned) (nullable): of the picture as a person has it */
  gint64 mtime_us;      /* of its file when it was queued; 0: not known */
  char *staged_sha256;  /* (owned) (nullable): of our copy, which is what is sent */
  char *origin;         /* (owned) (nullable): URI, or address */
  char *caption;        /* (owned) (nullable) */
  char *caption_source; /* (owned) (nullable) */
  char *ids_before;     /* (owned) (nullable): "3 7 12": images there when it was sent */
  gint64 image_id;      /* 0 until it is there */
  guint attempts;       /* requests with its bytes */
  GError *error;        /* (owned) (nullable) */
  /* Not in the row: */
  gint64 owner;      /* who may write it, see jobs/lb-upload-store.h */
  gint64 sent_at_us; /* what the ledger knows, unix microseconds */
} LbUploadRecord;

#define LB_TYPE_UPLOAD_RECORD (lb_upload_record_get_type ())
GType lb_upload_record_get_type (void);
LbUploadRecord *lb_upload_record_new (void);
LbUploadRecord *lb_upload_record_copy (const LbUploadRecord *self);
void lb_upload_record_free (LbUploadRecord *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbUploadRecord, lb_upload_record_free)

G_END_DECLS
