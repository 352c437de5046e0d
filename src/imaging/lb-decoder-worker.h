#pragma once

#include <gio/gio.h>

#include "base/lb-decoder-protocol.h"

G_BEGIN_DECLS

/**
 * LbDecoderWorker:
 *
 * One process of lookbook-decoder and the client's end of its socket. Used by one thread at a time;
 * all of it blocks.
 */
typedef struct _LbDecoderWorker LbDecoderWorker;

/* @timeout_ms: how long an answer may take, whatever the worker is at. */
LbDecoderWorker *lb_decoder_worker_new (int timeout_ms, GError **error);
/* Ends the process and waits for it, which is at once: it holds nothing worth keeping. */
void lb_decoder_worker_free (LbDecoderWorker *self);

/* @fd: the input, stays the caller's. FALSE when the worker had ended: another may be asked. */
gboolean lb_decoder_worker_send (LbDecoderWorker *self, const LbDecoderRequest *request, int fd);
/* @fd: (out): -1 when none came, else the caller's. FALSE when the worker ended, hung or talked
 * nonsense while at it, and has to be freed. */
gboolean lb_decoder_worker_receive (LbDecoderWorker *self, LbDecoderReply *reply, int *fd);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbDecoderWorker, lb_decoder_worker_free)

G_END_DECLS
