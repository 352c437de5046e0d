#pragma once

#include "service/lb-store.h"

G_BEGIN_DECLS

/* One image of a download. */
typedef struct
{
  gint64 image_id;
  char *file_name; /* in the archive, unlike any other's */
  char *blob;
} LbDownloadEntry;

/* What a download of a dataset holds, as it was at one moment. */
typedef struct
{
  LbDataset *dataset;
  GPtrArray *entries;     /* (element-type LbDownloadEntry), oldest first; there is one at least */
  gboolean all_automatic; /* R91 */
} LbDownloadPlan;

#define LB_TYPE_DOWNLOAD_PLAN (lb_download_plan_get_type ())
GType lb_download_plan_get_type (void);
LbDownloadPlan *lb_download_plan_ref (LbDownloadPlan *self);
void lb_download_plan_unref (LbDownloadPlan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbDownloadPlan, lb_download_plan_unref)

/* Resolves to a boxed LbDownloadPlan, judged by R90: a basic dataset is LB_ERROR_CONFLICT, one
 * without images LB_ERROR_NOT_FOUND. */
DexFuture *lb_store_plan_download (LbStore *self, gint64 dataset_id);
/* Blocking, not for the main thread: the caption as it is now, also of an image that has been
 * deleted since. FALSE when it can't be read; @caption: (out) (transfer full) (nullable). */
gboolean lb_store_read_caption (LbStore *self, gint64 image_id, char **caption, GError **error);

G_END_DECLS
