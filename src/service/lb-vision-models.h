#pragma once

#include <libdex.h>
#include <libsoup/soup.h>

G_BEGIN_DECLS

/* Asks the server at @address which models it has. @key: (nullable); @stop, @closing: (nullable).
 * Resolves to a boxed GStrv of their names in the server's order, without those of which it says
 * that they take no pictures; it may be empty. Rejects with LB_CAPTIONER_ERROR_KEY_REFUSED,
 * UNREACHABLE (also when the server lists no models), BROKE_OFF or FAILED; LB_ERROR_CANCELLED. */
DexFuture *lb_vision_models (SoupSession *session,
                             const char *address,
                             const char *key,
                             GCancellable *stop,
                             GCancellable *closing);

/* (transfer full) (nullable): what is in such an answer, of which nothing is believed. */
char **lb_vision_models_read (GBytes *body);

G_END_DECLS
