#pragma once

#include <glib.h>

/* Many different pictures of 1024 by 1024 pixels that take little to make and to keep. */

#define SMALL_PICTURE_N_FORMATS 3

/* "jpg", "png", "webp" */
const char *small_picture_ending (guint number);
/* (transfer full): the same for the same number. */
GBytes *small_picture_new (guint number);
