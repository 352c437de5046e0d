#include "service/lb-captioner.h"

G_DEFINE_INTERFACE (LbCaptioner, lb_captioner, G_TYPE_OBJECT)

G_DEFINE_BOXED_TYPE (LbCaptionRequest,
                     lb_caption_request,
                     lb_caption_request_copy,
                     lb_caption_request_free)

G_DEFINE_BOXED_TYPE (LbRefineRequest,
                     lb_refine_request,
                     lb_refine_request_copy,
                     lb_refine_request_free)

typedef struct
{
  guint retry_after_s;
} LbCaptionerErrorPrivate;

static void
lb_captioner_error_private_init (LbCaptionerErrorPrivate *priv)
{
}

static void
lb_captioner_error_private_copy (const LbCaptionerErrorPrivate *source,
                                 LbCaptionerErrorPrivate *copy)
{
  *copy = *source;
}

static void
lb_captioner_error_private_clear (LbCaptionerErrorPrivate *priv)
{
}

G_DEFINE_EXTENDED_ERROR (LbCaptionerError, lb_captioner_error)

GError *
lb_captioner_error_new (LbCaptionerError code, guint retry_after_s, const char *format, ...)
{
  GError *error;
  va_list args;

  va_start (args, format);
  error = g_error_new_valist (LB_CAPTIONER_ERROR, (int) code, format, args);
  va_end (args);
  lb_captioner_error_get_private (error)->retry_after_s = retry_after_s;

  return error;
}

guint
lb_captioner_error_get_retry_after (const GError *error)
{
  if (error == NULL || error->domain != LB_CAPTIONER_ERROR)
    return 0;

  return lb_captioner_error_get_private (error)->retry_after_s;
}

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
lb_captioner_default_init (LbCaptionerInterface *iface)
{
  /**
   * LbCaptioner::changed:
   *
   * Another captioner answers from now on, or this one has what it lacked.
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", LB_TYPE_CAPTIONER, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);
}

/**
 * lb_caption_request_new:
 * @picture: the stored file
 * @project: (nullable): what the picture belongs to
 * @visual_schema: (nullable): JSON text
 *
 * Returns: (transfer full)
 */
LbCaptionRequest *
lb_caption_request_new (GBytes *picture, LbProject *project, const char *visual_schema)
{
  LbCaptionRequest *self = g_new0 (LbCaptionRequest, 1);

  self->picture = g_bytes_ref (picture);
  g_set_object (&self->project, project);
  self->visual_schema = g_strdup (visual_schema);
  return self;
}

LbCaptionRequest *
lb_caption_request_copy (const LbCaptionRequest *self)
{
  LbCaptionRequest *copy =
    lb_caption_request_new (self->picture, self->project, self->visual_schema);

  copy->plain = self->plain;
  copy->prefix = g_strdup (self->prefix);
  g_set_object (&copy->stop, self->stop);
  return copy;
}

void
lb_caption_request_free (LbCaptionRequest *self)
{
  g_clear_pointer (&self->picture, g_bytes_unref);
  g_clear_object (&self->project);
  g_clear_pointer (&self->visual_schema, g_free);
  g_clear_pointer (&self->prefix, g_free);
  g_clear_object (&self->stop);
  g_free (self);
}

/**
 * lb_refine_request_new:
 * @structured_prompt: JSON text
 * @instruction: what is to be changed
 * @context_images: (nullable) (element-type GBytes): picture files that the instruction speaks of
 *
 * Returns: (transfer full)
 */
LbRefineRequest *
lb_refine_request_new (const char *structured_prompt,
                       const char *instruction,
                       GPtrArray *context_images)
{
  LbRefineRequest *self = g_new0 (LbRefineRequest, 1);

  self->structured_prompt = g_strdup (structured_prompt);
  self->instruction = g_strdup (instruction);
  self->context_images = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  for (guint i = 0; context_images != NULL && i < context_images->len; i++)
    g_ptr_array_add (self->context_images, g_bytes_ref (g_ptr_array_index (context_images, i)));
  return self;
}

LbRefineRequest *
lb_refine_request_copy (const LbRefineRequest *self)
{
  LbRefineRequest *copy =
    lb_refine_request_new (self->structured_prompt, self->instruction, self->context_images);

  g_set_object (&copy->stop, self->stop);
  return copy;
}

void
lb_refine_request_free (LbRefineRequest *self)
{
  g_clear_pointer (&self->structured_prompt, g_free);
  g_clear_pointer (&self->instruction, g_free);
  g_clear_pointer (&self->context_images, g_ptr_array_unref);
  g_clear_object (&self->stop);
  g_free (self);
}

DexFuture *
lb_captioner_caption (LbCaptioner *self, const LbCaptionRequest *request)
{
  g_return_val_if_fail (LB_IS_CAPTIONER (self), NULL);
  g_return_val_if_fail (request != NULL, NULL);

  return LB_CAPTIONER_GET_IFACE (self)->caption (self, request);
}

DexFuture *
lb_captioner_generate_schema (LbCaptioner *self, GPtrArray *requests)
{
  g_return_val_if_fail (LB_IS_CAPTIONER (self), NULL);
  g_return_val_if_fail (requests != NULL, NULL);

  return LB_CAPTIONER_GET_IFACE (self)->generate_schema (self, requests);
}

DexFuture *
lb_captioner_refine (LbCaptioner *self, const LbRefineRequest *request)
{
  g_return_val_if_fail (LB_IS_CAPTIONER (self), NULL);
  g_return_val_if_fail (request != NULL, NULL);

  return LB_CAPTIONER_GET_IFACE (self)->refine (self, request);
}

gboolean
lb_captioner_answers_at_once (LbCaptioner *self)
{
  g_return_val_if_fail (LB_IS_CAPTIONER (self), TRUE);

  if (LB_CAPTIONER_GET_IFACE (self)->answers_at_once == NULL)
    return TRUE;

  return LB_CAPTIONER_GET_IFACE (self)->answers_at_once (self);
}

guint
lb_captioner_get_concurrency (LbCaptioner *self)
{
  g_return_val_if_fail (LB_IS_CAPTIONER (self), 1);

  if (LB_CAPTIONER_GET_IFACE (self)->get_concurrency == NULL)
    return 1;

  return LB_CAPTIONER_GET_IFACE (self)->get_concurrency (self);
}

void
lb_captioner_emit_changed (LbCaptioner *self)
{
  g_return_if_fail (LB_IS_CAPTIONER (self));

  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}
