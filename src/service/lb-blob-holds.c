#include "service/lb-blob-holds.h"

struct _LbBlobHolds
{
  GMutex mutex;
  GCond removed;
  GHashTable *names;    /* (owned) (element-type utf8 guint): how often each is held */
  GHashTable *unwanted; /* (owned) (element-type utf8): those of them that were to be removed */
  GHashTable *going;    /* (owned) (element-type utf8): what is being removed */
  DexPromise
    *released; /* (owned): resolved when one of the unwanted is held no more, and made anew */
};

LbBlobHolds *
lb_blob_holds_new (void)
{
  LbBlobHolds *self = g_atomic_rc_box_new0 (LbBlobHolds);

  g_mutex_init (&self->mutex);
  g_cond_init (&self->removed);
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->unwanted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->going = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->released = dex_promise_new ();

  return self;
}

LbBlobHolds *
lb_blob_holds_ref (LbBlobHolds *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
holds_clear (gpointer data)
{
  LbBlobHolds *self = data;

  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->removed);
  g_clear_pointer (&self->names, g_hash_table_unref);
  g_clear_pointer (&self->unwanted, g_hash_table_unref);
  g_clear_pointer (&self->going, g_hash_table_unref);
  dex_clear (&self->released);
}

void
lb_blob_holds_unref (LbBlobHolds *self)
{
  g_atomic_rc_box_release_full (self, holds_clear);
}

static guint
count (LbBlobHolds *self, const char *name)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->names, name));
}

static void
set_count (LbBlobHolds *self, const char *name, guint n_holds)
{
  if (n_holds > 0)
    g_hash_table_insert (self->names, g_strdup (name), GUINT_TO_POINTER (n_holds));
  else
    g_hash_table_remove (self->names, name);
}

void
lb_blob_holds_more (LbBlobHolds *self, const char *name)
{
  g_mutex_lock (&self->mutex);
  while (g_hash_table_contains (self->going, name))
    g_cond_wait (&self->removed, &self->mutex);
  set_count (self, name, count (self, name) + 1);
  g_mutex_unlock (&self->mutex);
}

void
lb_blob_holds_less (LbBlobHolds *self, const char *name)
{
  g_autoptr (DexPromise) released = NULL;

  g_mutex_lock (&self->mutex);
  set_count (self, name, count (self, name) - 1);
  if (count (self, name) == 0 && g_hash_table_remove (self->unwanted, name))
    {
      released = g_steal_pointer (&self->released);
      self->released = dex_promise_new ();
    }
  g_mutex_unlock (&self->mutex);

  if (released != NULL)
    dex_promise_resolve_boolean (released, TRUE);
}

gboolean
lb_blob_holds_remove (LbBlobHolds *self,
                      const char *name,
                      void (*remove) (const char *name, gpointer data),
                      gpointer data)
{
  gboolean held;

  g_mutex_lock (&self->mutex);
  held = count (self, name) > 0;
  g_hash_table_add (held ? self->unwanted : self->going, g_strdup (name));
  g_mutex_unlock (&self->mutex);
  if (held)
    return FALSE;

  /* Without the lock: who lets another go must not wait for the disk. */
  remove (name, data);

  g_mutex_lock (&self->mutex);
  g_hash_table_remove (self->going, name);
  g_cond_broadcast (&self->removed);
  g_mutex_unlock (&self->mutex);

  return TRUE;
}

DexFuture *
lb_blob_holds_wait (LbBlobHolds *self)
{
  DexFuture *future;

  g_mutex_lock (&self->mutex);
  future = dex_ref (DEX_FUTURE (self->released));
  g_mutex_unlock (&self->mutex);

  return future;
}
