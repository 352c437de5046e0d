#pragma once

#include "jobs/lb-candidate.h"

G_BEGIN_DECLS

/* The files and folders that a command names, and what is found in them under the names that were
 * typed. */
typedef struct _LbCliFiles LbCliFiles;

/* (nullable): an empty name, such as a script's unset variable, would be the present folder: it is
 * said on standard error, and NULL returned. */
LbCliFiles *lb_cli_files_new (char **names);
void lb_cli_files_free (LbCliFiles *self);
GListModel *lb_cli_files_get_list (LbCliFiles *self); /* (element-type GFile) */
/* (transfer full): "Trip/day 2/boats.png" for a file found through the argument "Trip", as it may
 * stand on a terminal. */
char *lb_cli_files_dup_path (LbCliFiles *self, LbCandidate *candidate);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbCliFiles, lb_cli_files_free)

G_END_DECLS
