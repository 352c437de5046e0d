#pragma once

#include "session/lb-session-private.h"

G_BEGIN_DECLS

/* Live objects, for the lists that are made of them. */

/* Each object's place: projects by name, the others by age. */
int lb_session_compare_projects (gconstpointer a, gconstpointer b, gpointer data);
int lb_session_compare_datasets (gconstpointer a, gconstpointer b, gpointer data);
int lb_session_compare_images (gconstpointer a, gconstpointer b, gpointer data);
/* Whether the id was added or removed here after @since, the session's clock; @kind: "p", "d" or
 * "i". */
gboolean lb_session_touched_since (LbSession *self, const char *kind, gint64 id, guint64 since);
/* Answers can overtake each other: an older state must not replace a newer one. */
gboolean lb_session_is_stale (gint64 fresh_us, gint64 live_us);
/* (transfer none): the live object of its id, which is @fresh when there was none. */
LbProject *lb_session_adopt_project (LbSession *self, LbProject *fresh);
LbDataset *lb_session_adopt_dataset (LbSession *self, LbDataset *fresh);
LbImage *lb_session_adopt_image (LbSession *self, LbImage *fresh);
/* (transfer none) (nullable): nobody has asked for it yet. */
GListStore *lb_session_project_store (LbSession *self, gint64 project_id);
/* (transfer none) */
GListStore *lb_session_image_store (LbSession *self, gint64 dataset_id);
/* The dataset has @change more images than it said, unless all of them are known. */
void lb_session_count_images (LbSession *self, gint64 dataset_id, int change);

G_END_DECLS
