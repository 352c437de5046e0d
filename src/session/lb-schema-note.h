#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What is noted of an image: which schema its captions were made under, the present one last. Both
 * are known by their hash. */

/* @note: (nullable); @schema: (nullable): the hash of a schema, NULL for none. Whether the present
 * caption was made under it; TRUE where nothing is noted. */
gboolean lb_schema_note_is_under (const char *note, const char *schema);
/* (transfer full) (nullable): a word for the schema of the present caption, to be kept and handed
 * to lb_schema_note_schema(); NULL where nothing is noted. */
char *lb_schema_note_dup_word (const char *note);
/* The same of @caption, whether it is the present one or not; NULL where it is not known. */
char *lb_schema_note_dup_word_of (const char *note, const char *caption);
/* (transfer none): the word for the schema with this hash; @schema: (nullable). */
const char *lb_schema_note_word (const char *schema);
/* (nullable): the hash of the schema that @word means; NULL for none. */
const char *lb_schema_note_schema (const char *word);
gboolean lb_schema_note_knows (const char *note, const char *caption);
/* (transfer full): @note with @caption as the present one; of one that is known the schema stays.
 */
char *lb_schema_note_show (const char *note, const char *caption, const char *schema);
/* (transfer full): the same; it was made under @schema whatever was known of it. */
char *lb_schema_note_make (const char *note, const char *caption, const char *schema);

G_END_DECLS
