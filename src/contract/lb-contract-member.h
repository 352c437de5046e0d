#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* For the readers and writers of this folder: one table a type says which member of the JSON object
 * is which property of the model object. */

typedef enum
{
  LB_MEMBER_TEXT,
  LB_MEMBER_TEXTS, /* a list of words; numbers in it are read as words (C18) */
  LB_MEMBER_INT,
  LB_MEMBER_FLAG, /* true or false in JSON, an int in the object */
  LB_MEMBER_INT64,
  LB_MEMBER_TIME /* microseconds in the object, text in JSON */
} LbMemberType;

/**
 * LbMember:
 * @name: in JSON
 * @property: in the model object
 * @type: how it is written
 * @optional: left out when not known, else written as null
 * @fallback: (nullable): the text to write when there is none
 */
typedef struct
{
  const char *name;
  const char *property;
  LbMemberType type;
  gboolean optional;
  const char *fallback;
} LbMember;

/* The object in @node with its positive `id`, or an LB_ERROR_PROTOCOL that names @what. */
JsonObject *lb_member_open (JsonNode *node, const char *what, gint64 *id, GError **error);
/* Absent, null and values of another type leave the property as it is. */
void lb_member_read (const LbMember *members, gsize n_members, JsonObject *from, GObject *to);
/* (transfer full): with `id` in front unless @id is 0. */
JsonObject *lb_member_write (const LbMember *members, gsize n_members, gint64 id, GObject *from);
/* (transfer full): a node that owns @object. */
JsonNode *lb_member_close (JsonObject *object);
/* (nullable) (transfer full): text; an object or array as JSON text. */
char *lb_member_dup_text (JsonObject *object, const char *name);
gboolean lb_member_get_number (JsonObject *object, const char *name, gint64 *number);

G_END_DECLS
