#pragma once

#include "model/lb-record.h"

G_BEGIN_DECLS

/* A dataset as the service last said it; see LbProject for the conventions. */
#define LB_TYPE_DATASET (lb_dataset_get_type ())
G_DECLARE_FINAL_TYPE (LbDataset, lb_dataset, LB, DATASET, LbRecord)

/* Properties: id, project-id (int64), name, description, training-version, caption-prefix,
 * visual-schema, status, captions-update-status, upload-type, captions-source (strings),
 * images-count (int, -1 when not said), created-at, updated-at (int64); completed (boolean, read
 * only, follows status); captioning (boolean, read only: captions-update-status is in_progress);
 * model-ids (GStrv, nullable). */
LbDataset *lb_dataset_new (gint64 id);
gint64 lb_dataset_get_id (LbDataset *self);
gint64 lb_dataset_get_project_id (LbDataset *self);
const char *lb_dataset_get_name (LbDataset *self);
const char *lb_dataset_get_description (LbDataset *self);
const char *lb_dataset_get_training_version (LbDataset *self); /* "fibo" when not said */
gboolean lb_dataset_is_fibo (LbDataset *self);
const char *lb_dataset_get_caption_prefix (LbDataset *self);
const char *lb_dataset_get_visual_schema (LbDataset *self);
/* (nullable): what it says, see lb_prompt_hash(); NULL without a schema. */
const char *lb_dataset_get_schema_hash (LbDataset *self);
const char *lb_dataset_get_status (LbDataset *self);
gboolean lb_dataset_get_completed (LbDataset *self);
const char *lb_dataset_get_captions_update_status (LbDataset *self);
gboolean lb_dataset_get_captioning (LbDataset *self);
const char *lb_dataset_get_upload_type (LbDataset *self);
gboolean lb_dataset_is_advanced (LbDataset *self); /* R42: it takes ZIP files only */
int lb_dataset_get_images_count (LbDataset *self);
void lb_dataset_set_images_count (LbDataset *self, int count);
gint64 lb_dataset_get_created_at (LbDataset *self);
gint64 lb_dataset_get_updated_at (LbDataset *self);
/* Takes over every field that @other states (images-count only when not -1). */
void lb_dataset_update_from (LbDataset *self, LbDataset *other);

G_END_DECLS
