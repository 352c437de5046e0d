#include "config.h"

#include "ui/upload/lb-offer.h"

#include <string.h>

#include "jobs/lb-address.h"

struct _LbOffer
{
  LbOfferKind kind;
  GListModel *files;         /* (owned) (nullable) */
  LbOfferedPicture *picture; /* (owned) (nullable) */
  char *address;             /* (owned) (nullable): of the first link that can be fetched from */
  guint n_links;
};

/* Where it is read from: one of the two. */
typedef struct
{
  GdkDrop *drop;           /* (owned) (nullable) */
  GdkClipboard *clipboard; /* (owned) (nullable) */
  gboolean peeking;
} Source;

/* What browsers call a link beside text/uri-list: its address, then its title on another line. */
static const char *const link_types[] = { "text/x-moz-url", "_NETSCAPE_URL", NULL };

#define LINK_BYTES_MAX (64 * 1024)

static LbOffer *
offer_copy (LbOffer *self)
{
  LbOffer *copy = g_new0 (LbOffer, 1);

  copy->kind = self->kind;
  copy->n_links = self->n_links;
  copy->address = g_strdup (self->address);
  g_set_object (&copy->files, self->files);
  if (self->picture != NULL)
    copy->picture = g_boxed_copy (LB_TYPE_OFFERED_PICTURE, self->picture);
  return copy;
}

void
lb_offer_free (LbOffer *self)
{
  g_clear_object (&self->files);
  g_free (self->address);
  if (self->picture != NULL)
    g_boxed_free (LB_TYPE_OFFERED_PICTURE, self->picture);
  g_free (self);
}

G_DEFINE_BOXED_TYPE (LbOffer, lb_offer, offer_copy, lb_offer_free)

static Source *
source_new (GdkDrop *drop, GdkClipboard *clipboard, gboolean peeking)
{
  Source *source = g_new0 (Source, 1);

  lb_offered_picture_register ();
  g_set_object (&source->drop, drop);
  g_set_object (&source->clipboard, clipboard);
  source->peeking = peeking;
  return source;
}

static void
source_free (gpointer data)
{
  Source *source = data;

  g_clear_object (&source->drop);
  g_clear_object (&source->clipboard);
  g_free (source);
}

static void
read_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (DexPromise) promise = data;
  GError *error = NULL;
  const GValue *value =
    GDK_IS_DROP (object) ? gdk_drop_read_value_finish (GDK_DROP (object), result, &error)
                         : gdk_clipboard_read_value_finish (GDK_CLIPBOARD (object), result, &error);

  if (value != NULL)
    dex_promise_resolve (promise, value);
  else
    dex_promise_reject (promise, error);
}

/* (transfer full): to be awaited; holds the value then. */
static DexFuture *
read_value (Source *source, GType type)
{
  DexPromise *promise = dex_promise_new ();

  if (source->drop != NULL)
    gdk_drop_read_value_async (source->drop, type, G_PRIORITY_DEFAULT, NULL, read_cb,
                               dex_ref (promise));
  else
    gdk_clipboard_read_value_async (source->clipboard, type, G_PRIORITY_DEFAULT, NULL, read_cb,
                                    dex_ref (promise));
  return DEX_FUTURE (promise);
}

static gboolean
is_link (const char *scheme)
{
  static const char *const schemes[] = { "http", "https", "data", "blob", "ftp", NULL };

  return scheme != NULL && g_strv_contains (schemes, scheme);
}

static void
take_address (LbOffer *offer, const char *text)
{
  if (offer->address == NULL)
    offer->address = lb_address_parse (text);
}

/* What is a file to whoever offers it; mounted folders of other computers are. */
static void
take_files (LbOffer *offer, const GValue *value)
{
  GListStore *files = g_list_store_new (G_TYPE_FILE);

  for (GSList *l = g_value_get_boxed (value); l != NULL; l = l->next)
    {
      g_autofree char *scheme = g_file_get_uri_scheme (l->data);

      if (is_link (scheme))
        {
          g_autofree char *uri = g_file_get_uri (l->data);

          offer->n_links++;
          take_address (offer, uri);
        }
      else
        g_list_store_append (files, l->data);
    }

  offer->files = G_LIST_MODEL (files);
  if (g_list_model_get_n_items (offer->files) > 0)
    offer->kind = LB_OFFER_FILES;
  else if (offer->n_links > 0)
    offer->kind = LB_OFFER_LINK;
}

static void
take_text (LbOffer *offer, const GValue *value)
{
  g_autofree char *text = g_strstrip (g_value_dup_string (value));
  g_autofree char *scheme = g_uri_parse_scheme (text);

  if (is_link (scheme))
    {
      offer->kind = LB_OFFER_LINK;
      offer->n_links = 1;
      take_address (offer, text);
    }
}

/* (transfer full) (nullable): browsers write UTF-16 in the order of their computer, others UTF-8.
 */
static char *
decode_link (GBytes *bytes)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  char *text = NULL;

  if (size > 0 && memchr (data, '\0', size) == NULL)
    text = g_utf8_validate (data, (gssize) size, NULL) ? g_strndup (data, size) : NULL;
  else if (size > 0)
    text = g_utf16_to_utf8 (g_bytes_get_data (bytes, NULL), (glong) size / 2, NULL, NULL, NULL);

  if (text != NULL)
    text[strcspn (text, "\r\n")] = '\0';
  return text;
}

static void
stream_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (DexPromise) promise = data;
  const char *mime_type;
  GError *error = NULL;
  GInputStream *stream =
    GDK_IS_DROP (object)
      ? gdk_drop_read_finish (GDK_DROP (object), result, &mime_type, &error)
      : gdk_clipboard_read_finish (GDK_CLIPBOARD (object), result, &mime_type, &error);

  if (stream != NULL)
    dex_promise_resolve_object (promise, stream);
  else
    dex_promise_reject (promise, error);
}

/* (transfer full): to be awaited; a GInputStream. */
static DexFuture *
open_link (Source *source)
{
  DexPromise *promise = dex_promise_new ();

  if (source->drop != NULL)
    gdk_drop_read_async (source->drop, (const char **) link_types, G_PRIORITY_DEFAULT, NULL,
                         stream_cb, dex_ref (promise));
  else
    gdk_clipboard_read_async (source->clipboard, (const char **) link_types, G_PRIORITY_DEFAULT,
                              NULL, stream_cb, dex_ref (promise));
  return DEX_FUTURE (promise);
}

/* What can't be read, or is too long, stays a link without an address. */
static void
take_link (Source *source, LbOffer *offer)
{
  g_autoptr (GInputStream) stream = dex_await_object (open_link (source), NULL);
  g_autoptr (GByteArray) all = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *text = NULL;
  gsize got;

  if (stream == NULL)
    return;

  do
    {
      g_autoptr (GBytes) part = dex_await_boxed (
        dex_input_stream_read_bytes (stream, LINK_BYTES_MAX, G_PRIORITY_DEFAULT), NULL);

      got = part != NULL ? g_bytes_get_size (part) : 0;
      if (got > 0)
        g_byte_array_append (all, g_bytes_get_data (part, NULL), (guint) got);
    }
  while (got > 0 && all->len <= LINK_BYTES_MAX);
  if (all->len > LINK_BYTES_MAX)
    return;

  bytes = g_byte_array_free_to_bytes (g_steal_pointer (&all));
  text = decode_link (bytes);
  if (text == NULL)
    return;

  offer->n_links = 1;
  take_address (offer, text);
}

static gboolean
holds_link (GdkContentFormats *formats)
{
  for (gsize i = 0; link_types[i] != NULL; i++)
    if (gdk_content_formats_contain_mime_type (formats, link_types[i]))
      return TRUE;

  return FALSE;
}

static gboolean
take (Source *source,
      LbOffer *offer,
      GType type,
      void (*take_value) (LbOffer *, const GValue *),
      GError **error)
{
  g_autoptr (DexFuture) future = read_value (source, type);
  const GValue *value;

  if (!dex_await (dex_ref (future), error))
    return FALSE;

  value = dex_future_get_value (future, error);
  if (value != NULL)
    take_value (offer, value);
  return value != NULL;
}

static void
take_picture (LbOffer *offer, const GValue *value)
{
  offer->picture = g_value_dup_boxed (value);
}

static DexFuture *
read_fiber (gpointer data)
{
  Source *source = data;
  g_autoptr (LbOffer) offer = g_new0 (LbOffer, 1);
  GdkContentFormats *offered = source->drop != NULL ? gdk_drop_get_formats (source->drop)
                                                    : gdk_clipboard_get_formats (source->clipboard);
  g_autoptr (GdkContentFormats) formats =
    gdk_content_formats_union_deserialize_gtypes (gdk_content_formats_ref (offered));
  GError *error = NULL;

  if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST) &&
      !take (source, offer, GDK_TYPE_FILE_LIST, take_files, &error))
    return dex_future_new_for_error (error);

  if (offer->kind != LB_OFFER_FILES &&
      gdk_content_formats_contain_gtype (formats, LB_TYPE_OFFERED_PICTURE))
    {
      offer->kind = LB_OFFER_PICTURE;
      if (!source->peeking && !take (source, offer, LB_TYPE_OFFERED_PICTURE, take_picture, &error))
        return dex_future_new_for_error (error);
    }

  if (offer->kind == LB_OFFER_NOTHING && holds_link (formats))
    {
      offer->kind = LB_OFFER_LINK;
      if (!source->peeking)
        take_link (source, offer);
    }
  /* Text that is no link is nothing, and so is text that can't be read. */
  if ((offer->kind == LB_OFFER_NOTHING || (offer->kind == LB_OFFER_LINK && offer->n_links == 0)) &&
      gdk_content_formats_contain_gtype (formats, G_TYPE_STRING))
    take (source, offer, G_TYPE_STRING, take_text, NULL);

  return dex_future_new_take_boxed (LB_TYPE_OFFER, g_steal_pointer (&offer));
}

static DexFuture *
run (Source *source)
{
  return dex_scheduler_spawn (NULL, 0, read_fiber, source, source_free);
}

GdkContentFormats *
lb_offer_dup_formats (void)
{
  GdkContentFormatsBuilder *builder = gdk_content_formats_builder_new ();

  lb_offered_picture_register ();
  gdk_content_formats_builder_add_gtype (builder, GDK_TYPE_FILE_LIST);
  gdk_content_formats_builder_add_gtype (builder, LB_TYPE_OFFERED_PICTURE);
  for (gsize i = 0; link_types[i] != NULL; i++)
    gdk_content_formats_builder_add_mime_type (builder, link_types[i]);

  return gdk_content_formats_union_deserialize_mime_types (
    gdk_content_formats_builder_free_to_formats (builder));
}

DexFuture *
lb_offer_read_drop (GdkDrop *drop)
{
  dex_return_error_if_fail (GDK_IS_DROP (drop));

  return run (source_new (drop, NULL, FALSE));
}

DexFuture *
lb_offer_peek_drop (GdkDrop *drop)
{
  dex_return_error_if_fail (GDK_IS_DROP (drop));

  return run (source_new (drop, NULL, TRUE));
}

DexFuture *
lb_offer_read_clipboard (GdkClipboard *clipboard)
{
  dex_return_error_if_fail (GDK_IS_CLIPBOARD (clipboard));

  return run (source_new (NULL, clipboard, FALSE));
}

LbOfferKind
lb_offer_get_kind (LbOffer *self)
{
  g_return_val_if_fail (self != NULL, LB_OFFER_NOTHING);

  return self->kind;
}

GListModel *
lb_offer_get_files (LbOffer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->files;
}

guint
lb_offer_get_n_links (LbOffer *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_links;
}

const char *
lb_offer_get_address (LbOffer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->n_links == 1 ? self->address : NULL;
}

LbOfferedPicture *
lb_offer_get_picture (LbOffer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->picture;
}
