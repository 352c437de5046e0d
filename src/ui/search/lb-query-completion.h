#pragma once

#include <gtk/gtk.h>

#include "jobs/lb-image-finder.h"

G_BEGIN_DECLS

/**
 * LbQueryCompletion:
 *
 * What could be written next in an entry with a query: fields, the values that captions have in
 * them, states, AND, OR and NOT. It is shown under the entry while that has the focus, and keys are
 * its own only once one of its rows is chosen. For as long as the entry's parent, which it hangs
 * on.
 */
#define LB_TYPE_QUERY_COMPLETION (lb_query_completion_get_type ())
G_DECLARE_FINAL_TYPE (LbQueryCompletion, lb_query_completion, LB, QUERY_COMPLETION, GObject)

/* @entry: (unowned): with a GtkText in it */
LbQueryCompletion *lb_query_completion_new (GtkEditable *entry);
/* What is completed from. */
void lb_query_completion_set_dataset (LbQueryCompletion *self,
                                      LbSession *session,
                                      LbDataset *dataset,
                                      LbImageFinder *finder);
/* Shows nothing until the next key. */
void lb_query_completion_hide (LbQueryCompletion *self);
/* What is shown hangs on what the entry is in; to be called before that goes. */
void lb_query_completion_stop (LbQueryCompletion *self);

/* (transfer full) (array zero-terminated=1): the fields that can be asked about: those of images,
 * those of the contract, and those of the captions that @paths (nullable) knows. */
char **lb_query_completion_list_fields (LbQueryPaths *paths, gboolean with_prompt);

G_END_DECLS
