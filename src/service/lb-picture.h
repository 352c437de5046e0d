#pragma once

#include "service/lb-blob-hold.h"

G_BEGIN_DECLS

/* A stored picture: where its bytes are and what is known of them. */
typedef struct
{
  gint64 image_id;   /* 0 before it is stored */
  gint64 dataset_id; /* 0 before it is stored */
  char *blob;        /* SHA-256 of the stored file */
  char *thumbnail;   /* SHA-256 of the thumbnail */
  char *format;      /* "jpeg", "png", "webp" */
  int width;         /* as shown, pixels */
  int height;
  gint64 size_bytes;
  char *source_url;    /* (nullable): where it was fetched from */
  char *source_sha256; /* of the bytes as they were sent */
  int source_width;    /* as sent and shown, pixels */
  int source_height;
  gint64 updated_at;          /* of the image, when this was read; microseconds */
  GBytes *bytes;              /* (nullable): the stored file, while it is being added */
  LbBlobHold *blob_hold;      /* (nullable): of @blob, while it is being added */
  LbBlobHold *thumbnail_hold; /* (nullable): the same of @thumbnail */
} LbPicture;

#define LB_TYPE_PICTURE (lb_picture_get_type ())
GType lb_picture_get_type (void);
LbPicture *lb_picture_new (void);
LbPicture *lb_picture_copy (const LbPicture *self);
void lb_picture_free (LbPicture *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbPicture, lb_picture_free)

G_END_DECLS
