#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* (transfer full): a weak reference on the heap, as data for a callback that may outlive @object;
 * to be freed with lb_weak_free(). */
GWeakRef *lb_weak_new (gpointer object);
void lb_weak_free (gpointer weak);

G_END_DECLS
