#pragma once

#include <libdex.h>

#include "model/lb-dataset.h"
#include "model/lb-image.h"
#include "model/lb-project.h"
#include "service/lb-blobs.h"
#include "service/lb-picture.h"

G_BEGIN_DECLS

/**
 * LbStore:
 *
 * What the service keeps: projects, datasets, images and caption runs in SQLite, pictures in blobs.
 * Each call is one transaction in which the state is judged and changed, so two callers can't pass
 * the same limit. Futures reject with an LB_ERROR that names the rule; an unknown id is
 * LB_ERROR_NOT_FOUND. Images come without their links.
 *
 * A picture's blobs stay as long as a row names them, be it of an image that was deleted and can
 * come back, or somebody holds them for one that is being added. Soon after the last of both has
 * gone with its dataset, they are removed from the disk; see lb-store-sweep.c.
 */
#define LB_TYPE_STORE (lb_store_get_type ())
G_DECLARE_FINAL_TYPE (LbStore, lb_store, LB, STORE, GObject)

/* Opens @data_dir, purges what was deleted 30 days ago and sweeps blobs that nothing names; but not
 * while the database is damaged. */
LbStore *lb_store_open (const char *data_dir, GError **error);
/* Before it is closed: no more is cleared away than what is under way, and the rest at the next
 * start. Whether nothing is under way. */
gboolean lb_store_end_sweep (LbStore *self);
void lb_store_close (LbStore *self);
LbBlobs *lb_store_get_blobs (LbStore *self);
/* The key of signed links, kept with the data. */
GBytes *lb_store_get_key (LbStore *self);

/* Fields of a request; NULL: not said. */
typedef struct
{
  gint64 project_id;
  char *name;
  char *description;
  char *training_version;
  char *upload_type;
  char *caption_prefix;
  char *visual_schema;
  char *status;
} LbDatasetFields;

void lb_dataset_fields_free (LbDatasetFields *fields);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbDatasetFields, lb_dataset_fields_free)

/* Resolves to TRUE when all that are not 0 are there and belong together (R4). */
DexFuture *lb_store_check (LbStore *self, gint64 project_id, gint64 dataset_id, gint64 image_id);

DexFuture *lb_store_list_projects (LbStore *self); /* boxed GPtrArray of LbProject */
DexFuture *lb_store_get_project (LbStore *self, gint64 id);
DexFuture *lb_store_create_project (LbStore *self, LbProject *project);
/* NULL fields of @fields are left as they are. */
DexFuture *lb_store_update_project (LbStore *self, gint64 id, LbProject *fields);
DexFuture *lb_store_delete_project (LbStore *self, gint64 id); /* resolves to TRUE */

/* @project_id: 0 for those of all projects. */
DexFuture *lb_store_list_datasets (LbStore *self, gint64 project_id);
DexFuture *lb_store_get_dataset (LbStore *self, gint64 id);
/* @fields: (transfer full), in both; judged by R20..R24 and R27..R36. */
DexFuture *lb_store_create_dataset (LbStore *self, LbDatasetFields *fields);
DexFuture *lb_store_update_dataset (LbStore *self, gint64 id, LbDatasetFields *fields);
DexFuture *lb_store_delete_dataset (LbStore *self, gint64 id);
/* Copies a dataset with its images into a new draft (R37..R40). @name, @description: (nullable).
 * Resolves to the LbDataset. */
DexFuture *
lb_store_clone_dataset (LbStore *self, gint64 id, const char *name, const char *description);

/* @limit: -1 for all. */
DexFuture *lb_store_list_images (LbStore *self, gint64 dataset_id, int limit);
DexFuture *lb_store_get_image (LbStore *self, gint64 dataset_id, gint64 image_id);
/* Resolves to a boxed LbPicture; deleted images are not found. */
DexFuture *lb_store_get_picture (LbStore *self, gint64 image_id);
/* Resolves to TRUE when one more image may be added now (R42, R43, R53). */
DexFuture *lb_store_check_add (LbStore *self, gint64 dataset_id);
/* Judges R42, R43 and R53 again. @name, @caption: (nullable). */
DexFuture *lb_store_add_image (LbStore *self,
                               gint64 dataset_id,
                               const char *name,
                               const LbPicture *picture,
                               const char *caption);
/* The same without a caption, which a run then makes that is noted with it (R54). */
DexFuture *lb_store_add_pending_image (LbStore *self,
                                       gint64 dataset_id,
                                       const char *name,
                                       const LbPicture *picture);
/* By hand, judged by R64. Resolves to the LbImage. */
DexFuture *
lb_store_set_caption (LbStore *self, gint64 dataset_id, gint64 image_id, const char *caption);
/* What the captioner made of @picture, judged by R64 and R65; LB_ERROR_CONFLICT when a caption by
 * hand came in since @picture was read. Resolves to the LbImage. */
DexFuture *
lb_store_set_automatic_caption (LbStore *self, const LbPicture *picture, const char *caption);
DexFuture *lb_store_delete_image (LbStore *self, gint64 dataset_id, gint64 image_id);
DexFuture *lb_store_undelete_image (LbStore *self, gint64 dataset_id, gint64 image_id);
/* What was in a dataset that was deleted, into the one that takes its place: judged as an image
 * that is undeleted. @name, @caption: (nullable); @source: who wrote that; @key: (nullable): what
 * came back into the dataset under it, and is there still, does not come again. Resolves to the
 * LbImage. */
DexFuture *lb_store_return_image (LbStore *self,
                                  gint64 dataset_id,
                                  const char *name,
                                  const LbPicture *picture,
                                  const char *caption,
                                  const char *source,
                                  const char *key);

/* Caption runs over all captions. Starting is judged by R70 and resolves to the LbDataset. */
DexFuture *lb_store_start_run (LbStore *self, gint64 dataset_id);
/* Notes a run over the images that have no caption, unless one is under way, which takes them in.
 * Resolves to whether there are any that can be captioned. */
DexFuture *lb_store_start_missing_run (LbStore *self, gint64 dataset_id);
/* Resolves to the boxed LbPicture that comes next of those the run is not past; LB_ERROR_NOT_FOUND
 * when there is none behind @after_image_id. */
DexFuture *lb_store_next_in_run (LbStore *self, gint64 dataset_id, gint64 after_image_id);
/* Notes that the run is past @picture. @caption: (nullable): NULL keeps the old one (R69), and so
 * does a caption by hand that came in since @picture was read. */
DexFuture *lb_store_step_run (LbStore *self, const LbPicture *picture, const char *caption);
/* Lets a run that waits be seen to be alive (R71). */
DexFuture *lb_store_touch_run (LbStore *self, gint64 dataset_id);
/* Resolves to whether the run has ended: FALSE when images came in that it is not past. @early: it
 * ends all the same. */
DexFuture *lb_store_end_run (LbStore *self, gint64 dataset_id, gboolean early);
/* Blocking: the datasets whose run was under way when the service ended. */
GArray *lb_store_list_runs (LbStore *self, GError **error);

G_END_DECLS
