#pragma once

#include <adwaita.h>

#include "session/lb-session.h"

G_BEGIN_DECLS

/**
 * LbFilmStrip:
 *
 * The images before and after the one shown, in one line that scrolls. The one shown has a ring and
 * stays in the middle. Signal "chosen" (LbImage): the user went to another one; a click leaves the
 * keyboard focus where it is.
 */
#define LB_TYPE_FILM_STRIP (lb_film_strip_get_type ())
G_DECLARE_FINAL_TYPE (LbFilmStrip, lb_film_strip, LB, FILM_STRIP, AdwBin)

/* @images: (element-type LbImage): followed as it changes. */
void lb_film_strip_set_images (LbFilmStrip *self, LbSession *session, GListModel *images);
/* @position: GTK_INVALID_LIST_POSITION marks none. Emits nothing. */
void lb_film_strip_set_current (LbFilmStrip *self, guint position);
guint lb_film_strip_get_current (LbFilmStrip *self);

G_END_DECLS
