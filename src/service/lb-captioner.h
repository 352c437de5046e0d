#pragma once

#include <libdex.h>

#include "model/lb-project.h"

G_BEGIN_DECLS

/* What a captioner is given: one stored picture and what it belongs to. */
typedef struct
{
  GBytes *picture;     /* the stored file */
  LbProject *project;  /* (nullable): says medium and subject */
  char *visual_schema; /* (nullable): JSON text whose fields the caption carries in */
} LbCaptionRequest;

#define LB_TYPE_CAPTION_REQUEST (lb_caption_request_get_type ())
GType lb_caption_request_get_type (void);
LbCaptionRequest *
lb_caption_request_new (GBytes *picture, LbProject *project, const char *visual_schema);
LbCaptionRequest *lb_caption_request_copy (const LbCaptionRequest *self);
void lb_caption_request_free (LbCaptionRequest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbCaptionRequest, lb_caption_request_free)

/**
 * LbCaptioner:
 *
 * Writes structured prompts from pictures. The same picture and schema give the same caption.
 * Futures resolve to a string: JSON text valid under the contract's schema.
 */
#define LB_TYPE_CAPTIONER (lb_captioner_get_type ())
G_DECLARE_INTERFACE (LbCaptioner, lb_captioner, LB, CAPTIONER, GObject)

struct _LbCaptionerInterface
{
  GTypeInterface parent;

  DexFuture *(*caption) (LbCaptioner *self, const LbCaptionRequest *request);
  DexFuture *(*generate_schema) (LbCaptioner *self, GPtrArray *requests);
};

DexFuture *lb_captioner_caption (LbCaptioner *self, const LbCaptionRequest *request);
/* @requests: (element-type LbCaptionRequest): 5 to 10 pictures (R86). */
DexFuture *lb_captioner_generate_schema (LbCaptioner *self, GPtrArray *requests);

G_END_DECLS
