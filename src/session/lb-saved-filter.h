#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* A filter that is kept under a name. Immutable. */
#define LB_TYPE_SAVED_FILTER (lb_saved_filter_get_type ())
G_DECLARE_FINAL_TYPE (LbSavedFilter, lb_saved_filter, LB, SAVED_FILTER, GObject)

LbSavedFilter *lb_saved_filter_new (gint64 id, const char *name, const char *text);
gint64 lb_saved_filter_get_id (LbSavedFilter *self);
const char *lb_saved_filter_get_name (LbSavedFilter *self);
/* In the language of LbQuery. */
const char *lb_saved_filter_get_text (LbSavedFilter *self);
gboolean lb_saved_filter_equal (LbSavedFilter *self, LbSavedFilter *other);

G_END_DECLS
