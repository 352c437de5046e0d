#pragma once

#include <gtk/gtk.h>
#include <libdex.h>

G_BEGIN_DECLS

/**
 * LbSight:
 *
 * The turn of a widget that shows a picture. Pictures are loaded where they are seen: a few at
 * once, those in sight before those next to it. A list has many more rows than can be seen; one
 * that is out of sight waits, and costs nothing, until it is scrolled to.
 */
typedef struct _LbSight LbSight;

/* Returns: (transfer full): a future that ends when the picture is there, or can't be */
typedef DexFuture *(*LbSightFunc) (GtkWidget *widget);

/* @widget: not owned: it frees the turn when it is disposed of. */
LbSight *lb_sight_new (GtkWidget *widget, LbSightFunc load);
void lb_sight_free (LbSight *self);
/* @load is called once, when the turn has come. */
void lb_sight_await (LbSight *self);
/* Gives up a turn that has not come. */
void lb_sight_cancel (LbSight *self);
/* Whether whatever can be seen is there. */
gboolean lb_sight_is_idle (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbSight, lb_sight_free)

G_END_DECLS
