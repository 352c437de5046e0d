#include "config.h"

#include "ui/widgets/lb-picture-loader.h"

#include "imaging/lb-decoder.h"
#include "ui/widgets/lb-picture-texture.h"

#define CACHE_BYTES_MAX (48 * 1024 * 1024)
#define LOADS_AT_ONCE 4

typedef struct
{
  char *key;
  GdkTexture *texture;
  gsize size_bytes;
} CacheEntry;

typedef struct
{
  char *key;
  LbSession *session;
  LbImage *image;
  gboolean full; /* the picture, not the thumbnail */
  int max_side;
  DexPromise *promise;
} Load;

static GHashTable *cache_links;           /* key -> GList link in cache_queue */
static GQueue cache_queue = G_QUEUE_INIT; /* CacheEntry, most recent first */
static gsize cache_bytes;

static GHashTable *loads;             /* key -> Load waiting or under way */
static GQueue waiting = G_QUEUE_INIT; /* Load (borrowed) */
static guint n_running;

static void start_loads (void);

static void
cache_entry_free (CacheEntry *entry)
{
  g_free (entry->key);
  g_object_unref (entry->texture);
  g_free (entry);
}

static void
load_free (Load *load)
{
  g_free (load->key);
  g_object_unref (load->session);
  g_object_unref (load->image);
  dex_unref (load->promise);
  g_free (load);
}

static void
ensure_tables (void)
{
  if (cache_links != NULL)
    return;

  cache_links = g_hash_table_new (g_str_hash, g_str_equal);
  loads = g_hash_table_new (g_str_hash, g_str_equal);
}

static char *
make_key (LbImage *image, gboolean full, int max_side)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT ":%" G_GINT64_FORMAT ":%c:%d",
                          lb_image_get_id (image), lb_image_get_created_at (image),
                          full ? 'p' : 't', max_side);
}

static GdkTexture *
cache_lookup (const char *key)
{
  GList *link = g_hash_table_lookup (cache_links, key);

  if (link == NULL)
    return NULL;

  g_queue_unlink (&cache_queue, link);
  g_queue_push_head_link (&cache_queue, link);

  return ((CacheEntry *) link->data)->texture;
}

static void
cache_add (const char *key, GdkTexture *texture)
{
  CacheEntry *entry = g_new0 (CacheEntry, 1);

  entry->key = g_strdup (key);
  entry->texture = g_object_ref (texture);
  entry->size_bytes =
    (gsize) gdk_texture_get_width (texture) * (gsize) gdk_texture_get_height (texture) * 4;

  g_queue_push_head (&cache_queue, entry);
  g_hash_table_insert (cache_links, entry->key, cache_queue.head);
  cache_bytes += entry->size_bytes;

  while (cache_bytes > CACHE_BYTES_MAX && cache_queue.length > 1)
    {
      CacheEntry *oldest = g_queue_pop_tail (&cache_queue);

      g_hash_table_remove (cache_links, oldest->key);
      cache_bytes -= oldest->size_bytes;
      cache_entry_free (oldest);
    }
}

static GdkTexture *
await_texture (Load *load, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GdkPixbuf) pixbuf = NULL;

  bytes = dex_await_boxed (load->full ? lb_session_fetch_picture (load->session, load->image)
                                      : lb_session_fetch_thumbnail (load->session, load->image),
                           error);
  if (bytes == NULL)
    return NULL;

  pixbuf =
    dex_await_object (lb_decoder_decode (lb_decoder_get_default (), bytes, load->max_side), error);
  if (pixbuf == NULL)
    return NULL;

  return dex_await_object (lb_picture_texture_make (pixbuf), error);
}

static DexFuture *
load_fiber (gpointer data)
{
  Load *load = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = await_texture (load, &error);

  n_running--;
  g_hash_table_remove (loads, load->key);

  if (texture != NULL)
    {
      cache_add (load->key, texture);
      dex_promise_resolve_object (load->promise, g_object_ref (texture));
    }
  else
    dex_promise_reject (load->promise, g_steal_pointer (&error));

  load_free (load);
  start_loads ();

  return dex_future_new_true ();
}

static void
start_loads (void)
{
  while (n_running < LOADS_AT_ONCE && !g_queue_is_empty (&waiting))
    {
      Load *load = g_queue_pop_head (&waiting);

      n_running++;
      dex_future_disown (dex_scheduler_spawn (NULL, 0, load_fiber, load, NULL));
    }
}

static DexFuture *
load_image (LbSession *session, LbImage *image, gboolean full, int max_side)
{
  g_autofree char *key = make_key (image, full, max_side);
  GdkTexture *texture;
  Load *load;

  ensure_tables ();

  if ((texture = cache_lookup (key)))
    return dex_future_new_for_object (texture);

  if (!(load = g_hash_table_lookup (loads, key)))
    {
      load = g_new0 (Load, 1);
      load->key = g_steal_pointer (&key);
      load->session = g_object_ref (session);
      load->image = g_object_ref (image);
      load->full = full;
      load->max_side = max_side;
      load->promise = dex_promise_new ();
      g_hash_table_insert (loads, load->key, load);

      if (full) /* somebody waits for this one alone */
        g_queue_push_head (&waiting, load);
      else
        g_queue_push_tail (&waiting, load);
    }

  {
    DexFuture *future = dex_ref (DEX_FUTURE (load->promise));

    start_loads ();
    return future;
  }
}

DexFuture *
lb_picture_loader_load_thumbnail (LbSession *session, LbImage *image, int max_side)
{
  dex_return_error_if_fail (LB_IS_SESSION (session));
  dex_return_error_if_fail (LB_IS_IMAGE (image));

  return load_image (session, image, FALSE, max_side);
}

DexFuture *
lb_picture_loader_load_picture (LbSession *session, LbImage *image, int max_side)
{
  dex_return_error_if_fail (LB_IS_SESSION (session));
  dex_return_error_if_fail (LB_IS_IMAGE (image));

  return load_image (session, image, TRUE, max_side);
}

static DexFuture *
texture_from_pixbuf_cb (DexFuture *future, gpointer data)
{
  g_autoptr (GdkPixbuf) pixbuf = dex_await_object (dex_ref (future), NULL);

  return lb_picture_texture_make (pixbuf);
}

DexFuture *
lb_picture_loader_load_file (GFile *file, GBytes *bytes, int max_side)
{
  LbDecoder *decoder = lb_decoder_get_default ();

  dex_return_error_if_fail (file != NULL || bytes != NULL);

  return dex_future_then (file != NULL ? lb_decoder_decode_file (decoder, file, max_side)
                                       : lb_decoder_decode (decoder, bytes, max_side),
                          texture_from_pixbuf_cb, NULL, NULL);
}

GdkTexture *
lb_picture_loader_peek_thumbnail (LbImage *image, int max_side)
{
  g_autofree char *key = make_key (image, FALSE, max_side);

  ensure_tables ();

  return cache_lookup (key);
}

GdkTexture *
lb_picture_loader_peek_largest (LbImage *image)
{
  g_autofree char *prefix =
    g_strdup_printf ("%" G_GINT64_FORMAT ":%" G_GINT64_FORMAT ":", lb_image_get_id (image),
                     lb_image_get_created_at (image));
  GdkTexture *largest = NULL;

  for (GList *l = cache_queue.head; l != NULL; l = l->next)
    {
      CacheEntry *entry = l->data;

      if (g_str_has_prefix (entry->key, prefix) &&
          (largest == NULL ||
           gdk_texture_get_width (entry->texture) > gdk_texture_get_width (largest)))
        largest = entry->texture;
    }

  return largest;
}

gboolean
lb_picture_loader_is_idle (void)
{
  return n_running == 0 && g_queue_is_empty (&waiting);
}
