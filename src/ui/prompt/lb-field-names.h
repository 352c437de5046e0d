#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (transfer full): what a person calls the field @key, translated where the contract knows it;
 * another one is shown as it is written. */
char *lb_field_name (const char *key);
/* (transfer full): a field and what it is in, by their names: “Lighting › Direction” */
char *lb_field_within (const char *group, const char *field);
/* (transfer full): a field of an object that is called @object in a caption: “Rusty › Clothing”; a
 * long name is cut. */
char *lb_field_of_object (const char *object, const char *field);

G_END_DECLS
