#pragma once

#include "model/lb-image.h"

G_BEGIN_DECLS

#define LB_IMAGE_HASHES_MAX 4

/* Which files are known to be a picture that is there: the one that it was made from, what was sent
 * of that, and what the service keeps. Each of them comes back some day: from the camera's card, or
 * from an export.
 *
 * @sent: (nullable): see lb_upload_queue_get_sent()
 * @hashes: (out caller-allocates) (array fixed-size=4) (element-type utf8): SHA-256, each (transfer
 * none) as long as @image and @sent are as they are
 *
 * Returns how many there are; some may be the same. */
guint lb_image_hashes_get (LbImage *image, GHashTable *sent, const char **hashes);

G_END_DECLS
