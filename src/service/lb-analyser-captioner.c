#include "service/lb-analyser-captioner.h"
#include "base/lb-error.h"
#include "base/lb-threads.h"
#include "contract/lb-rules.h"
#include "model/lb-instruction.h"
#include "service/lb-analyser-caption.h"
#include "service/lb-analyser-schema.h"

#define ANALYSED_SIDE 256 /* pixels */

struct _LbAnalyserCaptioner
{
  GObject parent_instance;
};

static void lb_analyser_captioner_init_iface (LbCaptionerInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LbAnalyserCaptioner,
                               lb_analyser_captioner,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LB_TYPE_CAPTIONER,
                                                      lb_analyser_captioner_init_iface))

typedef struct
{
  GdkPixbuf *pixels;    /* (owned) */
  LbMeasures *measures; /* of the waiting fiber, which outlives the work */
} Measuring;

static void
measuring_free (gpointer data)
{
  Measuring *self = data;

  g_clear_object (&self->pixels);
  g_free (self);
}

static DexFuture *
measure_fiber (gpointer data)
{
  Measuring *self = data;

  lb_measures_take (self->pixels, self->measures);
  return dex_future_new_for_boolean (TRUE);
}

/* Called in a fiber. Pixels are decoded in the decoder and measured on the thread pool. */
static gboolean
look_at_picture (GBytes *bytes, LbAnalyserPicture *picture, GError **error)
{
  LbDecoder *decoder = lb_decoder_get_default ();
  g_autoptr (GdkPixbuf) pixels =
    dex_await_object (lb_decoder_decode (decoder, bytes, ANALYSED_SIDE), error);
  Measuring *measuring;

  if (!pixels)
    return FALSE;

  picture->width = gdk_pixbuf_get_width (pixels);
  picture->height = gdk_pixbuf_get_height (pixels);
  measuring = g_new0 (Measuring, 1);
  measuring->pixels = g_steal_pointer (&pixels);
  measuring->measures = &picture->measures;
  if (!dex_await (lb_threads_run (measure_fiber, measuring, measuring_free), error))
    return FALSE;

  /* A picture whose EXIF can't be read is as good as one without. */
  picture->exif = dex_await_boxed (lb_decoder_read_exif (decoder, bytes), NULL);
  return TRUE;
}

static DexFuture *
caption_fiber (gpointer data)
{
  const LbCaptionRequest *request = data;
  g_autoptr (GError) error = NULL;
  g_autofree LbAnalyserPicture *picture = g_new0 (LbAnalyserPicture, 1);
  char *caption;

  if (!look_at_picture (request->picture, picture, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  caption = lb_analyser_write_caption (&picture->measures, picture->exif, picture->width,
                                       picture->height, request->project, request->visual_schema);
  lb_analyser_picture_clear (picture);
  return dex_future_new_take_string (caption);
}

static DexFuture *
generate_schema_fiber (gpointer data)
{
  GPtrArray *requests = data;
  const LbCaptionRequest *first = g_ptr_array_index (requests, 0);
  g_autoptr (GArray) pictures = g_array_new (FALSE, TRUE, sizeof (LbAnalyserPicture));
  g_autoptr (GError) error = NULL;

  g_array_set_clear_func (pictures, (GDestroyNotify) lb_analyser_picture_clear);
  g_array_set_size (pictures, requests->len);
  for (guint i = 0; i < requests->len; i++)
    {
      const LbCaptionRequest *request = g_ptr_array_index (requests, i);

      if (!look_at_picture (request->picture, &g_array_index (pictures, LbAnalyserPicture, i),
                            &error))
        return dex_future_new_for_error (g_steal_pointer (&error));
    }

  return dex_future_new_take_string (lb_analyser_write_schema (
    (const LbAnalyserPicture *) pictures->data, pictures->len, first->project));
}

static DexFuture *
lb_analyser_captioner_caption (LbCaptioner *captioner, const LbCaptionRequest *request)
{
  return dex_scheduler_spawn (NULL, 0, caption_fiber, lb_caption_request_copy (request),
                              (GDestroyNotify) lb_caption_request_free);
}

static DexFuture *
lb_analyser_captioner_generate_schema (LbCaptioner *captioner, GPtrArray *requests)
{
  GPtrArray *copies;
  GError *error = NULL;

  if (!lb_rules_check_schema_images (requests->len, &error))
    return dex_future_new_for_error (error);

  copies = g_ptr_array_new_with_free_func ((GDestroyNotify) lb_caption_request_free);
  for (guint i = 0; i < requests->len; i++)
    g_ptr_array_add (copies, lb_caption_request_copy (g_ptr_array_index (requests, i)));
  return dex_scheduler_spawn (NULL, 0, generate_schema_fiber, copies,
                              (GDestroyNotify) g_ptr_array_unref);
}

static DexFuture *
refine_fiber (gpointer data)
{
  const LbRefineRequest *request = data;
  GError *error = NULL;
  char *refined = lb_instruction_apply (request->structured_prompt, request->instruction, &error);

  if (refined == NULL)
    return dex_future_new_for_error (error);

  return dex_future_new_take_string (refined);
}

/* A long document with many sentences is more than the main thread has time for. */
static DexFuture *
lb_analyser_captioner_refine (LbCaptioner *captioner, const LbRefineRequest *request)
{
  return lb_threads_run (refine_fiber, lb_refine_request_copy (request),
                         (GDestroyNotify) lb_refine_request_free);
}

static gboolean
lb_analyser_captioner_answers_at_once (LbCaptioner *captioner)
{
  return TRUE;
}

static void
lb_analyser_captioner_init_iface (LbCaptionerInterface *iface)
{
  iface->caption = lb_analyser_captioner_caption;
  iface->generate_schema = lb_analyser_captioner_generate_schema;
  iface->refine = lb_analyser_captioner_refine;
  iface->answers_at_once = lb_analyser_captioner_answers_at_once;
}

static void
lb_analyser_captioner_class_init (LbAnalyserCaptionerClass *klass)
{
}

static void
lb_analyser_captioner_init (LbAnalyserCaptioner *self)
{
}

LbCaptioner *
lb_analyser_captioner_new (void)
{
  return g_object_new (LB_TYPE_ANALYSER_CAPTIONER, NULL);
}
