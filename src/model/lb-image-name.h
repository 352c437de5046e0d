#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A picture is sent under a name of its own, so that it can be found again when no answer came:
 * "boat.png" as "boat-3f9a61c2.png". The mark is the beginning of a UUID that was chosen to show
 * that it is a mark: it has a letter and a digit, and its last two digits follow from the others.
 * No date and hardly any other number that stands in a file's name does that. */

#define LB_IMAGE_NAME_MARK_CHARS 8

/* (transfer full): a random UUID that begins with a mark. */
char *lb_image_name_new_uuid (void);
/* (transfer full): @name with the mark of @uuid before its ending; a long one is cut first. */
char *lb_image_name_mark (const char *name, const char *uuid);
/* (transfer full) (nullable): @name (nullable) as a person knows it, without our mark. */
char *lb_image_name_unmark (const char *name);

G_END_DECLS
