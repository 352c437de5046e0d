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

G_END_DECLS
