#pragma once

#include "session/lb-session.h"

G_BEGIN_DECLS

/**
 * LbDatasetNames:
 *
 * What a list says of a session's datasets below their names, so that those of one name can be told
 * apart. Signal: changed, when other datasets than before may share a name.
 */
#define LB_TYPE_DATASET_NAMES (lb_dataset_names_get_type ())
G_DECLARE_FINAL_TYPE (LbDatasetNames, lb_dataset_names, LB, DATASET_NAMES, GObject)

/* (transfer none): those of @session, made when they are first asked for. */
LbDatasetNames *lb_dataset_names_get (LbSession *session);
/* Whether another dataset of its project has the name of @dataset, or one that looks the same. */
gboolean lb_dataset_names_is_shared (LbDatasetNames *self, LbDataset *dataset);
/* (transfer full): “36 images · Draft”, and the number where the name is shared. */
char *lb_dataset_names_dup_detail (LbDatasetNames *self, LbDataset *dataset);

G_END_DECLS
