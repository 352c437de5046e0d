#pragma once

#include <glib.h>

/* (transfer full): a caption of some 3 kB with twelve fields and six objects; all of them have
 * another text in most fields, and @medium in `style_medium`. */
char *matrix_caption_new (GRand *random, const char *medium);
