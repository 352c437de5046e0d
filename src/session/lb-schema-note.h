#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What is noted of an image: which schema its captions were made under, the present one last. Both
 * are known by their hash. */

/* @note: (nullable); @schema: (nullable): the hash of a schema, NULL for none. Whether the present
 * caption was made under it; TRUE where nothing is noted. */
gboolean lb_schema_note_is_under (const char *note, const char *schema);
gboolean lb_schema_note_knows (const char *note, const char *caption);
/* (transfer full): @note with @caption as the present one; of one that is known the schema stays.
 */
char *lb_schema_note_show (const char *note, const char *caption, const char *schema);
/* (transfer full): the same; it was made under @schema whatever was known of it. */
char *lb_schema_note_make (const char *note, const char *caption, const char *schema);

G_END_DECLS
