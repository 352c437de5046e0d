#pragma once

#include <libdex.h>

#include "model/lb-project.h"

G_BEGIN_DECLS

/* A domain of its own: what ails the captioner must never be taken for what ails the service, whose
 * caller could do nothing about it. */
#define LB_CAPTIONER_ERROR (lb_captioner_error_quark ())

typedef enum
{
  LB_CAPTIONER_ERROR_NO_KEY,      /* its key has to be handed over again */
  LB_CAPTIONER_ERROR_KEY_REFUSED, /* another key is needed */
  LB_CAPTIONER_ERROR_UNREACHABLE, /* not there, not ready, or without the model: wait */
  LB_CAPTIONER_ERROR_BUSY,        /* too much was asked of it: wait */
  LB_CAPTIONER_ERROR_BROKE_OFF,   /* no answer in time, or half of one: try a few times more */
  LB_CAPTIONER_ERROR_FAILED       /* it can't, or won't, or makes no sense */
} LbCaptionerError;

GQuark lb_captioner_error_quark (void);
GError *lb_captioner_error_new (LbCaptionerError code, guint retry_after_s, const char *format, ...)
  G_GNUC_PRINTF (3, 4);
/* 0 when it did not say, or when @error is of another domain. */
guint lb_captioner_error_get_retry_after (const GError *error);

/* What a captioner is given: one stored picture and what it belongs to. */
typedef struct
{
  GBytes *picture;     /* the stored file */
  LbProject *project;  /* (nullable): says medium and subject */
  char *visual_schema; /* (nullable): JSON text whose fields the caption carries in */
  gboolean plain;      /* only the short description is wanted, in one sentence */
  char *prefix;        /* (nullable): words that go in front of it */
  GCancellable *stop;  /* (nullable): the answer is not wanted any more */
} LbCaptionRequest;

#define LB_TYPE_CAPTION_REQUEST (lb_caption_request_get_type ())
GType lb_caption_request_get_type (void);
LbCaptionRequest *
lb_caption_request_new (GBytes *picture, LbProject *project, const char *visual_schema);
LbCaptionRequest *lb_caption_request_copy (const LbCaptionRequest *self);
void lb_caption_request_free (LbCaptionRequest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbCaptionRequest, lb_caption_request_free)

/* What is to be changed in a structured prompt (R87..R89). */
typedef struct
{
  char *structured_prompt;   /* JSON text, already checked */
  char *instruction;         /* in a person's words */
  GPtrArray *context_images; /* (element-type GBytes), may be empty */
  GCancellable *stop;        /* (nullable): the answer is not wanted any more */
} LbRefineRequest;

#define LB_TYPE_REFINE_REQUEST (lb_refine_request_get_type ())
GType lb_refine_request_get_type (void);
LbRefineRequest *lb_refine_request_new (const char *structured_prompt,
                                        const char *instruction,
                                        GPtrArray *context_images);
LbRefineRequest *lb_refine_request_copy (const LbRefineRequest *self);
void lb_refine_request_free (LbRefineRequest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbRefineRequest, lb_refine_request_free)

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
  DexFuture *(*refine) (LbCaptioner *self, const LbRefineRequest *request);
  /* (nullable): it does */
  gboolean (*answers_at_once) (LbCaptioner *self);
  /* (nullable): one */
  guint (*get_concurrency) (LbCaptioner *self);
};

DexFuture *lb_captioner_caption (LbCaptioner *self, const LbCaptionRequest *request);
/* @requests: (element-type LbCaptionRequest): 5 to 10 pictures (R86). */
DexFuture *lb_captioner_generate_schema (LbCaptioner *self, GPtrArray *requests);
/* The changed prompt. LB_ERROR_INVALID when it can't make sense of the instruction. */
DexFuture *lb_captioner_refine (LbCaptioner *self, const LbRefineRequest *request);
/* %FALSE while a caption takes so long that a new image is to be stored without one, with the
 * captions following in a run over the missing ones (R54). */
gboolean lb_captioner_answers_at_once (LbCaptioner *self);
/* How many pictures it looks at together. */
guint lb_captioner_get_concurrency (LbCaptioner *self);
/* Emits "changed": what could not be done before may be tried again. */
void lb_captioner_emit_changed (LbCaptioner *self);

G_END_DECLS
