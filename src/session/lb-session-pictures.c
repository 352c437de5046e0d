#include "session/lb-session-private.h"

#include "base/lb-error.h"
#include "base/lb-threads.h"
#include "contract/lb-limits.h"
#include "contract/lb-rules.h"

/* Beside the pictures, the body of a request holds a text of up to 256 KiB, escaped, and this. */
#define WORDS_BYTES (1024 * 1024)
#define PUNCTUATION_BYTES 8

static char *
picture_key (LbImage *image, gboolean thumbnail)
{
  return g_strdup_printf ("%c%" G_GINT64_FORMAT ".%" G_GINT64_FORMAT, thumbnail ? 't' : 'p',
                          lb_image_get_id (image), lb_image_get_updated_at (image));
}

static DexFuture *
fetch_link (LbSession *self, LbImage *image, gboolean thumbnail)
{
  const char *url = thumbnail ? lb_image_get_thumbnail_url (image) : lb_image_get_image_url (image);

  if (url == NULL)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_GONE, "The service names no picture");

  return lb_client_fetch (self->client, url);
}

/* A link that has run out, or was made by a service that is no more. */
static gboolean
wants_new_link (const GError *error)
{
  return g_error_matches (error, LB_ERROR, LB_ERROR_FORBIDDEN) ||
         g_error_matches (error, LB_ERROR, LB_ERROR_GONE) ||
         g_error_matches (error, LB_ERROR, LB_ERROR_OFFLINE);
}

/* (nullable) */
static GBytes *
fetch (LbSession *self, LbImage *image, gboolean thumbnail, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (LbImage) fresh = NULL;
  GBytes *bytes = NULL;

  if (self->client == NULL && !dex_await (lb_session_rejoin (self), error))
    return NULL;
  if ((bytes = dex_await_boxed (fetch_link (self, image, thumbnail), &failure)))
    return bytes;
  if (!wants_new_link (failure))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }

  if (!(fresh = dex_await_object (lb_session_get (self, lb_session_get_image_cb,
                                                  lb_image_get_dataset_id (image),
                                                  lb_image_get_id (image)),
                                  error)))
    return NULL;
  lb_session_adopt_existing (self, fresh);

  return dex_await_boxed (fetch_link (self, fresh, thumbnail), error);
}

/* From the disk, from the service, or without one from the disk as it was. */
static GBytes *
fetch_thumbnail (LbSession *self, LbImage *image, gint64 updated_at, GError **error)
{
  const gint64 id = lb_image_get_id (image);
  g_autoptr (GError) failure = NULL;
  GBytes *bytes = NULL;

  if (self->thumbnails == NULL)
    return fetch (self, image, TRUE, error);
  if ((bytes = dex_await_boxed (lb_thumbnail_store_read (self->thumbnails, id, updated_at), NULL)))
    return bytes;

  if ((bytes = fetch (self, image, TRUE, &failure)))
    dex_future_disown (lb_thumbnail_store_write (self->thumbnails, id, updated_at, bytes));
  else if (g_error_matches (failure, LB_ERROR, LB_ERROR_OFFLINE) ||
           g_error_matches (failure, LB_ERROR, LB_ERROR_UNAUTHORIZED) ||
           g_error_matches (failure, LB_ERROR, LB_ERROR_RATE_LIMITED) ||
           g_error_matches (failure, LB_ERROR, LB_ERROR_TIMED_OUT) ||
           g_error_matches (failure, LB_ERROR, LB_ERROR_SERVER))
    bytes = dex_await_boxed (lb_thumbnail_store_read_any (self->thumbnails, id), NULL);
  if (bytes == NULL)
    g_propagate_error (error, g_steal_pointer (&failure));

  return bytes;
}

static DexFuture *
fetch_fiber (gpointer data)
{
  LbSessionCall *call = data;
  LbSession *self = call->session;
  LbImage *image = LB_IMAGE (call->object);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (call->flag)
    bytes = fetch_thumbnail (self, image, lb_image_get_updated_at (image), &error);
  else
    bytes = fetch (self, image, FALSE, &error);

  g_hash_table_remove (self->fetches, call->text);
  if (bytes == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  lb_picture_cache_put (self->pictures, call->text, bytes);

  return dex_future_new_take_boxed (G_TYPE_BYTES, g_steal_pointer (&bytes));
}

static DexFuture *
fetch_picture (LbSession *self, LbImage *image, gboolean thumbnail)
{
  g_autofree char *key = picture_key (image, thumbnail);
  GBytes *known = lb_picture_cache_get (self->pictures, key);
  DexFuture *under_way = g_hash_table_lookup (self->fetches, key);
  LbSessionCall *call = NULL;

  if (known != NULL)
    return dex_future_new_take_boxed (G_TYPE_BYTES, known);
  if (under_way != NULL)
    return dex_ref (under_way);

  call = lb_session_call_new (self, image, key);
  call->flag = thumbnail;
  under_way = lb_session_call_run (call, fetch_fiber);
  g_hash_table_replace (self->fetches, g_steal_pointer (&key), dex_ref (under_way));

  return under_way;
}

/**
 * lb_session_fetch_thumbnail:
 * @self: a session
 * @image: an image
 *
 * Comes from the cache when it is there. A link that has run out is renewed once.
 *
 * Returns: (transfer full): a future of the encoded picture as #GBytes; fails with LB_ERROR_GONE
 *   when the service has it no more, or OFFLINE
 */
DexFuture *
lb_session_fetch_thumbnail (LbSession *self, LbImage *image)
{
  dex_return_error_if_fail (LB_IS_SESSION (self));
  dex_return_error_if_fail (LB_IS_IMAGE (image));

  return fetch_picture (self, image, TRUE);
}

/**
 * lb_session_fetch_picture:
 * @self: a session
 * @image: an image
 *
 * Comes from the cache when it is there. A link that has run out is renewed once.
 *
 * Returns: (transfer full): a future of the encoded picture as #GBytes; fails with LB_ERROR_GONE
 *   when the service has it no more, or OFFLINE
 */
DexFuture *
lb_session_fetch_picture (LbSession *self, LbImage *image)
{
  dex_return_error_if_fail (LB_IS_SESSION (self));
  dex_return_error_if_fail (LB_IS_IMAGE (image));

  return fetch_picture (self, image, FALSE);
}

/**
 * lb_session_forget_picture:
 * @self: a session
 * @image: an image whose picture came damaged
 *
 * Next time it is asked for anew: it may have been mended by then.
 */
void
lb_session_forget_picture (LbSession *self, LbImage *image)
{
  g_autofree char *key = NULL;

  g_return_if_fail (LB_IS_SESSION (self));
  g_return_if_fail (LB_IS_IMAGE (image));

  key = picture_key (image, FALSE);
  lb_picture_cache_remove (self->pictures, key);
}

static DexFuture *
base64_fiber (gpointer data)
{
  gsize size = 0;
  gconstpointer bytes = g_bytes_get_data (data, &size);

  return dex_future_new_take_string (g_base64_encode (bytes, size));
}

/* (transfer full) (nullable): a picture as base64 that fits @cap, smaller if the whole one does
 * not. */
static char *
encode_picture (LbSession *self, LbImage *image, gsize cap, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;

  if (!(bytes = dex_await_boxed (lb_session_fetch_picture (self, image), error)))
    return NULL;
  if (g_bytes_get_size (bytes) / 3 * 4 + 4 > cap)
    {
      g_clear_pointer (&bytes, g_bytes_unref);
      if (!(bytes = dex_await_boxed (lb_session_fetch_thumbnail (self, image), error)))
        return NULL;
    }

  return dex_await_string (
    lb_threads_run (base64_fiber, g_bytes_ref (bytes), (GDestroyNotify) g_bytes_unref), error);
}

GPtrArray *
lb_session_encode_pictures (LbSession *self, GPtrArray *images, GError **error)
{
  g_autoptr (GPtrArray) encoded = g_ptr_array_new_with_free_func (g_free);
  gsize cap = (LB_LIMIT_BODY_SCHEMA_BYTES - WORDS_BYTES) / MAX (images->len, 1) - PUNCTUATION_BYTES;

  for (guint i = 0; i < images->len; i++)
    {
      char *text = encode_picture (self, g_ptr_array_index (images, i), cap, error);

      if (text == NULL)
        return NULL;
      g_ptr_array_add (encoded, text);
    }

  return g_steal_pointer (&encoded);
}

static DexFuture *
generate_schema_fiber (gpointer data)
{
  LbSessionCall *call = data;
  LbSession *self = call->session;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) encoded = lb_session_encode_pictures (self, call->objects, &error);

  if (encoded == NULL || !dex_await (lb_session_ensure_online (self), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return lb_client_generate_visual_schema (self->client, encoded);
}

/**
 * lb_session_generate_schema:
 * @self: a session
 * @images: (element-type LbImage): 5 to 10 live images
 *
 * Nothing is saved. A picture too large for the request is sent as its thumbnail.
 *
 * Returns: (transfer full): a future of the visual schema as a string
 */
DexFuture *
lb_session_generate_schema (LbSession *self, GPtrArray *images)
{
  LbSessionCall *call = NULL;
  GError *error = NULL;

  dex_return_error_if_fail (LB_IS_SESSION (self));
  dex_return_error_if_fail (images != NULL);

  if (!lb_rules_check_schema_images (images->len, &error))
    return dex_future_new_for_error (error);

  call = lb_session_call_new (self, NULL, NULL);
  call->objects = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < images->len; i++)
    g_ptr_array_add (call->objects, g_object_ref (g_ptr_array_index (images, i)));

  return lb_session_call_run (call, generate_schema_fiber);
}
