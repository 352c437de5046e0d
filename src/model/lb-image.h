#pragma once

#include "model/lb-record.h"

G_BEGIN_DECLS

/* An image as the service last said it; see LbProject for the conventions. */
#define LB_TYPE_IMAGE (lb_image_get_type ())
G_DECLARE_FINAL_TYPE (LbImage, lb_image, LB, IMAGE, LbRecord)

/* Properties: id, dataset-id (int64), caption, caption-source, upload-source-url, image-name,
 * image-url, thumbnail-url, format, source-sha256, stored-sha256 (strings), width, height,
 * source-width, source-height (int, 0 when not said), size-bytes (int64), created-at, updated-at
 * (int64).
 *
 * What was written here and is not with the service (a draft, waiting, refused, or changed
 * elsewhere too) is shown in the place of the caption wherever captions are shown, searched, sorted
 * or exported; it is marked by its state. Properties, read only: text (string, nullable: that, or
 * the caption), summary (string: one line of it for a tile, "" without one), caption-valid
 * (boolean: it is a valid structured prompt). */
LbImage *lb_image_new (gint64 id);
gint64 lb_image_get_id (LbImage *self);
gint64 lb_image_get_dataset_id (LbImage *self);
const char *lb_image_get_caption (LbImage *self);
const char *lb_image_get_caption_source (LbImage *self);
const char *lb_image_get_upload_source_url (LbImage *self);
const char *lb_image_get_image_name (LbImage *self);
/* (nullable): that name as a person knows it, without the mark of an upload. */
const char *lb_image_get_shown_name (LbImage *self);
const char *lb_image_get_image_url (LbImage *self);
const char *lb_image_get_thumbnail_url (LbImage *self);
int lb_image_get_width (LbImage *self);
int lb_image_get_height (LbImage *self);
/* Of the picture as it was given; the two above are as the service keeps it. */
int lb_image_get_source_width (LbImage *self);
int lb_image_get_source_height (LbImage *self);
gint64 lb_image_get_size_bytes (LbImage *self);
const char *lb_image_get_format (LbImage *self);
/* (nullable): of the file as it was given, and of the one that the service keeps, which is another
 * where the picture was enlarged or flattened. */
const char *lb_image_get_source_sha256 (LbImage *self);
const char *lb_image_get_stored_sha256 (LbImage *self);
gint64 lb_image_get_created_at (LbImage *self);
gint64 lb_image_get_updated_at (LbImage *self);
const char *lb_image_get_text (LbImage *self);
/* @draft: (nullable): what was written here, NULL when the service has it. */
void lb_image_set_draft (LbImage *self, const char *draft);
const char *lb_image_get_summary (LbImage *self);
gboolean lb_image_get_caption_valid (LbImage *self);
void lb_image_update_from (LbImage *self, LbImage *other);

G_END_DECLS
