#include "config.h"

#include "ui/widgets/lb-pixel-size.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>

/* What stands between them keeps its own direction: the isolates of Unicode's UAX #9. */
#define FROM_LEFT "\u2066"
#define AS_AROUND "\u2069"

char *
lb_pixel_size_words (int width, int height)
{
  /* Translators: width and height of a picture, in pixels */
  g_autofree char *words = g_strdup_printf (_ ("%d × %d"), width, height);

  if (gtk_widget_get_default_direction () != GTK_TEXT_DIR_RTL)
    return g_steal_pointer (&words);
  return g_strconcat (FROM_LEFT, words, AS_AROUND, NULL);
}
