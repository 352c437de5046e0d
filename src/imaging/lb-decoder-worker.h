#pragma once

#include <gio/gio.h>

#include "imaging/lb-decoder-protocol.h"

G_BEGIN_DECLS

/**
 * LbDecoderWorker:
 *
 * One process of lookbook-decoder and the client's end of its socket. Used by one thread at a time;
 * all of it blocks.
 */
typedef struct _LbDecoderWorker LbDecoderWorker;

LbDecoderWorker *lb_decoder_worker_new (GError **error);
/* Ends the process and waits for it, which is at once: it holds nothing worth keeping. */
void lb_decoder_worker_free (LbDecoderWorker *self);

typedef enum
{
  LB_DECODER_WORKER_ANSWERED,
  LB_DECODER_WORKER_GONE,  /* had ended before the request: another may be asked */
  LB_DECODER_WORKER_FAILED /* ended, hung or talked nonsense while at it */
} LbDecoderWorkerOutcome;

/* @fd: the input, stays the caller's. @reply_fd: (out): -1 when none came, else the caller's. */
LbDecoderWorkerOutcome lb_decoder_worker_ask (LbDecoderWorker *self,
                                              const LbDecoderRequest *request,
                                              int fd,
                                              LbDecoderReply *reply,
                                              int *reply_fd);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbDecoderWorker, lb_decoder_worker_free)

G_END_DECLS
