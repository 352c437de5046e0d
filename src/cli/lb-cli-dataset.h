#pragma once

#include "session/lb-session.h"

G_BEGIN_DECLS

/* (nullable) (transfer none): the dataset that @wanted says: its number, its exact name, or
 * PROJECT/NAME. When that is none or several it is said on standard error, with those there are. */
LbDataset *lb_cli_find_dataset (LbSession *session, const char *wanted);

G_END_DECLS
