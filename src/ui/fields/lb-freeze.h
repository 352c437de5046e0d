#pragma once

#include <adwaita.h>

#include "session/lb-frozen-fields.h"
#include "session/lb-session.h"

G_BEGIN_DECLS

/* Fields that get one value in all captions of a dataset, a fibo draft. @from: a widget of the
 * window. */

/* Asks first; then the captions that have another value are shown, to be brought to it. */
void lb_freeze_ask (
  GtkWidget *from, LbSession *session, LbDataset *dataset, const char *path, const char *json);
/* Freezes @fields at once, beside those that are; the same. */
void
lb_freeze_begin (GtkWidget *from, LbSession *session, LbDataset *dataset, LbFrozenFields *fields);
/* The field may be what it wants from now on. */
void lb_freeze_end (GtkWidget *from, LbSession *session, LbDataset *dataset, const char *path);
/* Shows the captions that have other values than those that are frozen. */
void lb_freeze_show_others (GtkWidget *from, LbSession *session, LbDataset *dataset);

/* (transfer full): that a caption has not got what is frozen at @paths. */
char *lb_freeze_left_out_words (const char *const *paths);
/* @page: of a window. As long as it is shown a toast says so when a caption comes, of each field
 * once until other fields are frozen. */
void lb_freeze_follow (GtkWidget *page, LbSession *session);

G_END_DECLS
