#include "base/lb-weak.h"

GWeakRef *
lb_weak_new (gpointer object)
{
  GWeakRef *weak = g_new0 (GWeakRef, 1);

  g_weak_ref_init (weak, object);

  return weak;
}

void
lb_weak_free (gpointer weak)
{
  g_weak_ref_clear (weak);
  g_free (weak);
}
