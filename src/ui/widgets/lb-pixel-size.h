#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (transfer full): “1600 × 1280”, the width first also among words that run from right to left. */
char *lb_pixel_size_words (int width, int height);

G_END_DECLS
