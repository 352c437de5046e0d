#include "session/lb-picture-cache.h"

struct _LbPictureCache
{
  GHashTable *links; /* (owned) (element-type utf8 GList): into @used */
  GQueue used;       /* (element-type Entry): most recently used first */
  gsize size_bytes;
  gsize cap_bytes;
};

typedef struct
{
  char *key;     /* (owned) */
  GBytes *bytes; /* (owned) */
} Entry;

static void
entry_free (Entry *self)
{
  g_free (self->key);
  g_bytes_unref (self->bytes);
  g_free (self);
}

LbPictureCache *
lb_picture_cache_new (gsize cap_bytes)
{
  LbPictureCache *self = g_new0 (LbPictureCache, 1);

  self->links = g_hash_table_new (g_str_hash, g_str_equal);
  g_queue_init (&self->used);
  self->cap_bytes = cap_bytes;

  return self;
}

void
lb_picture_cache_free (LbPictureCache *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->links);
  g_queue_clear_full (&self->used, (GDestroyNotify) entry_free);
  g_free (self);
}

static void
drop (LbPictureCache *self, GList *link)
{
  Entry *entry = link->data;

  self->size_bytes -= g_bytes_get_size (entry->bytes);
  g_hash_table_remove (self->links, entry->key);
  g_queue_delete_link (&self->used, link);
  entry_free (entry);
}

GBytes *
lb_picture_cache_get (LbPictureCache *self, const char *key)
{
  GList *link = g_hash_table_lookup (self->links, key);

  if (link == NULL)
    return NULL;

  g_queue_unlink (&self->used, link);
  g_queue_push_head_link (&self->used, link);

  return g_bytes_ref (((Entry *) link->data)->bytes);
}

void
lb_picture_cache_put (LbPictureCache *self, const char *key, GBytes *bytes)
{
  GList *present = g_hash_table_lookup (self->links, key);
  Entry *entry = NULL;

  if (present != NULL)
    drop (self, present);
  if (g_bytes_get_size (bytes) > self->cap_bytes)
    return;

  entry = g_new0 (Entry, 1);
  entry->key = g_strdup (key);
  entry->bytes = g_bytes_ref (bytes);
  g_queue_push_head (&self->used, entry);
  g_hash_table_insert (self->links, entry->key, self->used.head);
  self->size_bytes += g_bytes_get_size (bytes);
  while (self->size_bytes > self->cap_bytes)
    drop (self, self->used.tail);
}

void
lb_picture_cache_remove (LbPictureCache *self, const char *key)
{
  GList *link = g_hash_table_lookup (self->links, key);

  if (link != NULL)
    drop (self, link);
}

gsize
lb_picture_cache_get_size (LbPictureCache *self)
{
  return self->size_bytes;
}
