#pragma once

#include <gtk/gtk.h>
#include <libdex.h>

G_BEGIN_DECLS

/* Asks over the window of @from where something new is to be written. With an @ending such as
 * ".zip" that is a file, which may be there already; without one, and in a sandbox, it is what
 * lb_save_place_find() finds in a folder. Resolves to a GFile; fails when nothing was chosen. */
DexFuture *lb_save_place_ask (
  GtkWidget *from, const char *title, const char *accept, const char *name, const char *ending);
/* Resolves to a GFile in @folder that is not there yet: @name and @ending, with a number between
 * the two if need be. Nobody was asked whether something may be replaced, so nothing is. */
DexFuture *lb_save_place_find (GFile *folder, const char *name, const char *ending);

G_END_DECLS
