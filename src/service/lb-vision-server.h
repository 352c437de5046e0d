#pragma once

#include <libdex.h>

#include "service/lb-captioner.h"

G_BEGIN_DECLS

/* How an answer is asked for, from what binds a model most to what any server takes. */
typedef enum
{
  LB_VISION_FORMAT_SCHEMA, /* response_format json_schema */
  LB_VISION_FORMAT_OBJECT, /* response_format json_object */
  LB_VISION_FORMAT_TEXT    /* asked for in words alone */
} LbVisionFormat;

const char *lb_vision_format_word (LbVisionFormat format);

/**
 * LbVisionServer:
 *
 * One model on one server, as long as the service runs: what it was seen to understand, how many
 * ask it at a time, and its key, which is kept nowhere else and wiped when it is not needed.
 */
#define LB_TYPE_VISION_SERVER (lb_vision_server_get_type ())
G_DECLARE_FINAL_TYPE (LbVisionServer, lb_vision_server, LB, VISION_SERVER, GObject)

/* @address: http or https; with or without "/v1", or the whole of ".../chat/completions". */
LbVisionServer *lb_vision_server_new (const char *address, const char *model);
const char *lb_vision_server_get_endpoint (LbVisionServer *self);
const char *lb_vision_server_get_model (LbVisionServer *self);

/* @key: (nullable). */
void lb_vision_server_set_key (LbVisionServer *self, const char *key);
const char *lb_vision_server_get_key (LbVisionServer *self);

void lb_vision_server_set_concurrency (LbVisionServer *self, guint concurrency);
guint lb_vision_server_get_concurrency (LbVisionServer *self);
/* Resolves when there is a place; each must be given back. */
DexFuture *lb_vision_server_enter (LbVisionServer *self);
void lb_vision_server_leave (LbVisionServer *self);

LbVisionFormat lb_vision_server_get_format (LbVisionServer *self);
void lb_vision_server_set_format (LbVisionServer *self, LbVisionFormat format);
/* Whether it was seen to refuse the options that leave nothing to chance (R67). */
gboolean lb_vision_server_is_bare (LbVisionServer *self);
void lb_vision_server_set_bare (LbVisionServer *self, gboolean bare);
/* Whether it was seen to take several pictures in one question; TRUE until it is known better. */
gboolean lb_vision_server_takes_many (LbVisionServer *self);
void lb_vision_server_set_takes_many (LbVisionServer *self, gboolean takes_many);

/* How the last question ended. @error: (nullable): well. */
void lb_vision_server_note (LbVisionServer *self, const GError *error);
/* Something was changed that may mend it. */
void lb_vision_server_forget_failure (LbVisionServer *self);
/* (nullable): the last question's failure. */
const GError *lb_vision_server_get_failure (LbVisionServer *self);
gboolean lb_vision_server_has_answered (LbVisionServer *self);

/* (transfer full): where the questions go. */
char *lb_vision_endpoint (const char *address);

G_END_DECLS
