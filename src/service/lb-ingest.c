#include "service/lb-ingest.h"

#include "base/lb-sha256.h"
#include "base/lb-threads.h"
#include "contract/lb-limits.h"
#include "contract/lb-rules.h"
#include "imaging/lb-decoder.h"
#include "imaging/lb-pixels.h"
#include "imaging/lb-probe.h"
#include "service/lb-fault.h"
#include "service/lb-local-file.h"

#define AT_A_TIME 4                    /* two that are decoded, two before or after that */
#define LARGE_PIXELS (4 * 1000 * 1000) /* to be written anew */
#define THUMBNAIL_SIDE 480

struct _LbIngest
{
  GObject parent_instance;

  LbBlobs *blobs;     /* (owned) */
  DexChannel *places; /* (owned) holds a value for each one that may work now */
  DexChannel *large;  /* (owned) the same for those of them that take much memory */
};

G_DEFINE_FINAL_TYPE (LbIngest, lb_ingest, G_TYPE_OBJECT)

/* One picture on its way; shared with the worker that has it in hand. */
typedef struct
{
  LbIngest *self; /* (owned) */
  GBytes *source; /* (owned) (nullable) before a file is read */
  char *file_url; /* (owned) (nullable): that file */
  char *sha256;   /* (owned) (nullable): what the sum of it has to be */
  gboolean increase;
  LbProbeResult probe;
  gboolean changed;   /* has to be written anew */
  GdkPixbuf *pixels;  /* (owned) (nullable) */
  GBytes *thumbnail;  /* (owned) (nullable) */
  LbPicture *picture; /* (owned) */
} Draft;

static void
draft_clear (gpointer data)
{
  Draft *draft = data;

  g_clear_object (&draft->self);
  g_clear_pointer (&draft->source, g_bytes_unref);
  g_clear_pointer (&draft->file_url, g_free);
  g_clear_pointer (&draft->sha256, g_free);
  g_clear_object (&draft->pixels);
  g_clear_pointer (&draft->thumbnail, g_bytes_unref);
  g_clear_pointer (&draft->picture, lb_picture_free);
}

static void
draft_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, draft_clear);
}

static void
lb_ingest_finalize (GObject *object)
{
  LbIngest *self = LB_INGEST (object);

  g_clear_object (&self->blobs);
  dex_clear (&self->places);
  dex_clear (&self->large);

  G_OBJECT_CLASS (lb_ingest_parent_class)->finalize (object);
}

static void
lb_ingest_class_init (LbIngestClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lb_ingest_finalize;
}

static void
give_place (DexChannel *places)
{
  dex_future_disown (dex_channel_send (places, dex_future_new_for_boolean (TRUE)));
}

static void
lb_ingest_init (LbIngest *self)
{
  self->places = dex_channel_new (AT_A_TIME);
  for (int i = 0; i < AT_A_TIME; i++)
    give_place (self->places);
  self->large = dex_channel_new (1);
  give_place (self->large);
}

LbIngest *
lb_ingest_new (LbBlobs *blobs)
{
  LbIngest *self = g_object_new (LB_TYPE_INGEST, NULL);

  self->blobs = g_object_ref (blobs);

  return self;
}

static DexFuture *
inspect_fiber (gpointer data)
{
  Draft *draft = data;
  LbPicture *picture = draft->picture;
  const guint8 *bytes = NULL;
  gsize size = 0;
  GError *error = NULL;

  if (draft->file_url != NULL &&
      !(draft->source = lb_local_file_load (draft->file_url, LB_LIMIT_FILE_BYTES, &error)))
    return dex_future_new_for_error (error);

  bytes = g_bytes_get_data (draft->source, &size);
  lb_probe_bytes (bytes, size, &draft->probe);
  lb_probe_result_shown_size (&draft->probe, &picture->source_width, &picture->source_height);
  picture->source_sha256 = lb_sha256_of_bytes (draft->source);
  if (draft->sha256 != NULL && !g_str_equal (draft->sha256, picture->source_sha256))
    return dex_future_new_reject (LB_ERROR, LB_ERROR_GONE, "The picture is not the one it was");

  return dex_future_new_for_boolean (TRUE);
}

/* R49 on the pixels, and the file they make. */
static gboolean
write_anew (Draft *draft, GError **error)
{
  LbPicture *picture = draft->picture;
  GdkPixbuf *scaled = lb_pixels_scale (draft->pixels, picture->width, picture->height, error);

  if (scaled == NULL)
    return FALSE;

  g_object_unref (draft->pixels);
  draft->pixels = scaled;
  picture->bytes = lb_pixels_encode (scaled, draft->probe.format, error);

  return picture->bytes != NULL;
}

static DexFuture *
make_fiber (gpointer data)
{
  Draft *draft = data;
  LbPicture *picture = draft->picture;
  GError *error = NULL;

  if (draft->changed && !write_anew (draft, &error))
    return dex_future_new_for_error (error);
  if (!draft->changed)
    picture->bytes = g_bytes_ref (draft->source);

  picture->size_bytes = g_bytes_get_size (picture->bytes);
  if (!(draft->thumbnail = lb_pixels_thumbnail (draft->pixels, THUMBNAIL_SIDE, &error)))
    return dex_future_new_for_error (error);

  return dex_future_new_for_boolean (TRUE);
}

static gboolean
on_worker (Draft *draft, DexFiberFunc work, GError **error)
{
  return dex_await (lb_threads_run (work, g_atomic_rc_box_acquire (draft), draft_unref), error);
}

/* R50; what the decoder refuses is refused by the rule that the header would have been refused by.
 */
static GdkPixbuf *
decode (Draft *draft, GError **error)
{
  int max_side = draft->changed ? 0 : THUMBNAIL_SIDE;
  g_autoptr (GError) failure = NULL;
  GdkPixbuf *pixels = dex_await_object (
    lb_decoder_decode_opaque (lb_decoder_get_default (), draft->source, max_side), &failure);

  if (g_error_matches (failure, LB_ERROR, LB_ERROR_DAMAGED))
    lb_fault_set (error, LB_ERROR_DAMAGED, "R46", NULL, "%s", failure->message);
  else if (g_error_matches (failure, LB_ERROR, LB_ERROR_TOO_LARGE))
    lb_fault_set (error, LB_ERROR_TOO_LARGE, "R57", NULL, "%s", failure->message);
  else if (pixels == NULL)
    g_propagate_error (error, g_steal_pointer (&failure));

  return pixels;
}

/* Decoding is also what finds a damaged picture that needs no change. */
static gboolean
make (Draft *draft, GError **error)
{
  gboolean made;

  draft->pixels = decode (draft, error);
  made = draft->pixels != NULL && on_worker (draft, make_fiber, error);
  g_clear_object (&draft->pixels);

  return made;
}

/* The pixels of one large picture at a time. */
static gboolean
make_in_turn (Draft *draft, GError **error)
{
  LbPicture *picture = draft->picture;
  DexChannel *large = draft->self->large;
  gboolean made;

  if (!draft->changed || (gint64) picture->width * picture->height < LARGE_PIXELS)
    return make (draft, error);

  if (!dex_await (dex_channel_receive (large), error))
    return FALSE;
  made = make (draft, error);
  give_place (large);

  return made;
}

static gboolean
ingest (Draft *draft, GError **error)
{
  LbPicture *picture = draft->picture;

  if (!on_worker (draft, inspect_fiber, error) ||
      !lb_rules_check_picture (&draft->probe, draft->increase, error))
    return FALSE;

  picture->format = g_strdup (lb_format_word (draft->probe.format));
  lb_rules_stored_size (picture->source_width, picture->source_height, draft->increase,
                        &picture->width, &picture->height);
  draft->changed = draft->probe.has_alpha || picture->width != picture->source_width ||
                   picture->height != picture->source_height;

  return make_in_turn (draft, error);
}

/* Both at once: what takes long is to wait for the disk. */
static gboolean
store (Draft *draft, GError **error)
{
  LbPicture *picture = draft->picture;
  LbBlobs *blobs = draft->self->blobs;
  g_autoptr (DexFuture) blob =
    lb_blobs_put (blobs, picture->bytes, draft->changed ? NULL : picture->source_sha256);
  g_autoptr (DexFuture) thumbnail = lb_blobs_put (blobs, draft->thumbnail, NULL);

  picture->blob_hold = dex_await_boxed (dex_ref (blob), error);
  picture->thumbnail_hold =
    dex_await_boxed (dex_ref (thumbnail), picture->blob_hold != NULL ? error : NULL);
  if (picture->blob_hold == NULL || picture->thumbnail_hold == NULL)
    return FALSE;

  picture->blob = g_strdup (lb_blob_hold_get_name (picture->blob_hold));
  picture->thumbnail = g_strdup (lb_blob_hold_get_name (picture->thumbnail_hold));

  return TRUE;
}

/* Others may work while this one is only written. */
static DexFuture *
ingest_fiber (gpointer data)
{
  Draft *draft = data;
  GError *error = NULL;
  gboolean done;

  if (!dex_await (dex_channel_receive (draft->self->places), &error))
    return dex_future_new_for_error (error);

  done = ingest (draft, &error);
  give_place (draft->self->places);

  if (!done || !store (draft, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_take_boxed (LB_TYPE_PICTURE, g_steal_pointer (&draft->picture));
}

static Draft *
draft_new (LbIngest *self, gboolean increase)
{
  Draft *draft = g_atomic_rc_box_new0 (Draft);

  draft->self = g_object_ref (self);
  draft->increase = increase;
  draft->picture = lb_picture_new ();

  return draft;
}

DexFuture *
lb_ingest_add (LbIngest *self, GBytes *source, gboolean increase_resolution)
{
  Draft *draft = draft_new (self, increase_resolution);

  draft->source = g_bytes_ref (source);

  return dex_scheduler_spawn (NULL, 0, ingest_fiber, draft, draft_unref);
}

DexFuture *
lb_ingest_add_file (LbIngest *self,
                    const char *file_url,
                    const char *sha256,
                    gboolean increase_resolution)
{
  Draft *draft = draft_new (self, increase_resolution);

  draft->file_url = g_strdup (file_url);
  draft->sha256 = g_strdup (sha256);

  return dex_scheduler_spawn (NULL, 0, ingest_fiber, draft, draft_unref);
}
