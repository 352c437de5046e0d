#pragma once

#include <json-glib/json-glib.h>

#include "session/lb-session.h"

G_BEGIN_DECLS

/* (nullable) (transfer none): the dataset that @wanted says: its number, its exact name, or
 * PROJECT/NAME; "id:" stands before what is a number alone, "name:" before what is a name alone.
 * When that is none or several it is said on standard error, with those there are. */
LbDataset *lb_cli_find_dataset (LbSession *session, const char *wanted);
/* Whether @project has no dataset but @own (nullable) that is called @name, or differs from it in
 * nothing that can be seen; else it is said on standard error. A name that may be taken for @name
 * is said and no more. @same_name: it may have one, since --same-name was given. */
gboolean lb_cli_dataset_check_free (
  LbSession *session, LbProject *project, LbDataset *own, const char *name, gboolean same_name);
/* (transfer full): "Harbour/Boats" */
char *lb_cli_dataset_dup_name (LbSession *session, LbDataset *dataset);
/* (transfer full): the same as it may stand on a terminal. */
char *lb_cli_dataset_dup_shown_name (LbSession *session, LbDataset *dataset);
/* What a list says of it, as members of an object that was begun. */
void lb_cli_dataset_add_json (JsonBuilder *builder, LbSession *session, LbDataset *dataset);
/* Prints that as one object. */
void lb_cli_dataset_print_json (LbSession *session, LbDataset *dataset);

G_END_DECLS
