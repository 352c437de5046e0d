#include "base/lb-cancel.h"

static gboolean
cancel_cb (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);

  return G_SOURCE_REMOVE;
}

void
lb_cancel_soon (GCancellable *cancellable)
{
  g_idle_add_full (LB_CANCEL_PRIORITY, cancel_cb, g_object_ref (cancellable), g_object_unref);
}
