#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* For "notify", with a GString: writes the property's name in front of those told before, because a
 * frozen object tells the last change first. */
void notify_log_cb (GObject *object, GParamSpec *pspec, gpointer names);

G_END_DECLS
