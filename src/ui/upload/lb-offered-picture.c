#include "config.h"

#include "ui/upload/lb-offered-picture.h"

#include <glib/gi18n.h>

#include "contract/lb-limits.h"

struct _LbOfferedPicture
{
  GBytes *bytes;      /* (owned) */
  const char *suffix; /* "png", ...; static */
};

static const struct
{
  const char *mime_type;
  const char *suffix;
} formats[] = {
  /* The first that is offered is taken; a lossless one is nearer to what was copied. */
  { "image/png", "png" },
  { "image/webp", "webp" },
  { "image/jpeg", "jpg" },
};

static LbOfferedPicture *
offered_picture_copy (LbOfferedPicture *self)
{
  LbOfferedPicture *copy = g_new0 (LbOfferedPicture, 1);

  copy->bytes = g_bytes_ref (self->bytes);
  copy->suffix = self->suffix;
  return copy;
}

static void
offered_picture_free (LbOfferedPicture *self)
{
  g_bytes_unref (self->bytes);
  g_free (self);
}

G_DEFINE_BOXED_TYPE (LbOfferedPicture,
                     lb_offered_picture,
                     offered_picture_copy,
                     offered_picture_free)

static const char *
suffix_of (const char *mime_type)
{
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    if (g_str_equal (formats[i].mime_type, mime_type))
      return formats[i].suffix;

  g_return_val_if_reached ("");
}

static void
spliced_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GdkContentDeserializer *deserializer = data;
  GMemoryOutputStream *stream = G_MEMORY_OUTPUT_STREAM (source);
  GError *error = NULL;
  LbOfferedPicture *picture;

  if (g_output_stream_splice_finish (G_OUTPUT_STREAM (stream), result, &error) < 0)
    {
      gdk_content_deserializer_return_error (deserializer, error);
      return;
    }

  picture = g_new0 (LbOfferedPicture, 1);
  picture->bytes = g_memory_output_stream_steal_as_bytes (stream);
  picture->suffix = suffix_of (gdk_content_deserializer_get_mime_type (deserializer));
  g_value_take_boxed (gdk_content_deserializer_get_value (deserializer), picture);
  gdk_content_deserializer_return_success (deserializer);
}

/* The stream has room for the largest picture that can be added and one byte, which an endless
 * source runs into; memory that is not written to costs nothing. */
static void
deserialize (GdkContentDeserializer *deserializer)
{
  const gsize room = LB_LIMIT_FILE_BYTES + 1;
  g_autoptr (GOutputStream) stream =
    g_memory_output_stream_new (g_malloc (room), room, NULL, g_free);

  g_output_stream_splice_async (
    stream, gdk_content_deserializer_get_input_stream (deserializer),
    G_OUTPUT_STREAM_SPLICE_CLOSE_SOURCE | G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET,
    gdk_content_deserializer_get_priority (deserializer),
    gdk_content_deserializer_get_cancellable (deserializer), spliced_cb, deserializer);
}

void
lb_offered_picture_register (void)
{
  static gsize done = 0;

  if (!g_once_init_enter (&done))
    return;

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    gdk_content_register_deserializer (formats[i].mime_type, LB_TYPE_OFFERED_PICTURE, deserialize,
                                       NULL, NULL);
  g_once_init_leave (&done, 1);
}

GBytes *
lb_offered_picture_get_bytes (LbOfferedPicture *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->bytes;
}

char *
lb_offered_picture_dup_name (LbOfferedPicture *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *stem = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  /* Translators: the name of a pasted picture, by its date and time */
  stem = g_date_time_format (now, _ ("Pasted %Y-%m-%d %H-%M-%S"));
  return g_strconcat (stem, ".", self->suffix, NULL);
}
