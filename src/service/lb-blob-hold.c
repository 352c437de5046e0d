#include "service/lb-blob-hold.h"

struct _LbBlobHold
{
  LbBlobHolds *holds; /* (owned) */
  char *name;         /* (owned) */
};

G_DEFINE_BOXED_TYPE (LbBlobHold, lb_blob_hold, lb_blob_hold_ref, lb_blob_hold_unref)

LbBlobHold *
lb_blob_hold_new (LbBlobHolds *holds, const char *name)
{
  LbBlobHold *self = g_atomic_rc_box_new0 (LbBlobHold);

  self->holds = lb_blob_holds_ref (holds);
  self->name = g_strdup (name);
  lb_blob_holds_more (holds, name);

  return self;
}

LbBlobHold *
lb_blob_hold_ref (LbBlobHold *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
hold_clear (gpointer data)
{
  LbBlobHold *self = data;

  lb_blob_holds_less (self->holds, self->name);
  lb_blob_holds_unref (self->holds);
  g_free (self->name);
}

void
lb_blob_hold_unref (LbBlobHold *self)
{
  g_atomic_rc_box_release_full (self, hold_clear);
}

const char *
lb_blob_hold_get_name (LbBlobHold *self)
{
  return self->name;
}
