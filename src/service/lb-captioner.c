#include "service/lb-captioner.h"

G_DEFINE_INTERFACE (LbCaptioner, lb_captioner, G_TYPE_OBJECT)

G_DEFINE_BOXED_TYPE (LbCaptionRequest,
                     lb_caption_request,
                     lb_caption_request_copy,
                     lb_caption_request_free)

static void
lb_captioner_default_init (LbCaptionerInterface *iface)
{
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
  return lb_caption_request_new (self->picture, self->project, self->visual_schema);
}

void
lb_caption_request_free (LbCaptionRequest *self)
{
  g_clear_pointer (&self->picture, g_bytes_unref);
  g_clear_object (&self->project);
  g_clear_pointer (&self->visual_schema, g_free);
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
