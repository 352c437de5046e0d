#pragma once

#include <libdex.h>

#include "jobs/lb-candidate.h"

G_BEGIN_DECLS

/* Reads a candidate's bytes on a worker thread and makes sure that they are those that were judged.
 * Resolves to boxed GBytes; rejects with G_IO_ERROR_WRONG_ETAG when the file has changed, and with
 * another G_IO_ERROR, in a few words, when it can't be read. */
DexFuture *lb_picture_load (LbCandidate *candidate);

G_END_DECLS
