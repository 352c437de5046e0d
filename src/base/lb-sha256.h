#pragma once

#include <glib.h>
#include <nettle/sha2.h>

G_BEGIN_DECLS

/* SHA-256 sums as 64 lower-case hexadecimal digits. They are taken of every picture several times
 * on its way, so it is the one of nettle: it uses what the processor has for them, and takes a
 * sixth of the time of GChecksum. */

/* Returns: (transfer full): the sum of @size bytes; @data may be %NULL where there are none. */
char *lb_sha256_of_data (gconstpointer data, gsize size);
/* Returns: (transfer full) */
char *lb_sha256_of_bytes (GBytes *bytes);
/* Returns: (transfer full) */
char *lb_sha256_of_string (const char *string);

/* The same piece by piece: init, update as often as there is something, end. */
typedef struct sha256_ctx LbSha256;

void lb_sha256_init (LbSha256 *self);
void lb_sha256_update (LbSha256 *self, gconstpointer data, gsize size);
/* Returns: (transfer full): the sum; @self is as after init */
char *lb_sha256_end (LbSha256 *self);

G_END_DECLS
