#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Keeps a GListStore sorted and in step with the smallest items-changed there is. */

void lb_object_list_insert (GListStore *store, gpointer object, GCompareDataFunc compare);
gboolean lb_object_list_remove (GListStore *store, gpointer object);
/* For an object whose sort key changed; nothing is emitted when its place is still right. */
void lb_object_list_resort (GListStore *store, gpointer object, GCompareDataFunc compare);
/* Makes @store hold exactly @wanted: what is in both stays untouched. */
void lb_object_list_sync (GListStore *store, GPtrArray *wanted, GCompareDataFunc compare);

/* Tables with an int64 id as the key; values are owned objects. */
GHashTable *lb_object_table_new (void);
void lb_object_table_set (GHashTable *table, gint64 id, gpointer object);
gpointer lb_object_table_get (GHashTable *table, gint64 id); /* (transfer none) (nullable) */
void lb_object_table_remove (GHashTable *table, gint64 id);

G_END_DECLS
