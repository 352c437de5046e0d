#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A small JSON scanner (RFC 8259) that keeps where each value stands and how it is spelled. */

/* What is beyond is refused before it costs time or memory. */
#define LB_JSON_MAX_DEPTH 64                                      /* nested arrays and objects */
#define LB_JSON_TOO_DEEP "arrays and objects are nested too deep" /* said of more, for logs */
#define LB_JSON_MAX_NODES (256 * 1024) /* values; no text of as many bytes has more */
#define LB_JSON_MAX_MEMBERS 20000      /* of one object; those who look them up hash their keys */

typedef enum
{
  LB_JSON_NULL,
  LB_JSON_BOOLEAN,
  LB_JSON_NUMBER,
  LB_JSON_STRING,
  LB_JSON_ARRAY,
  LB_JSON_OBJECT
} LbJsonType;

typedef struct _LbJsonNode LbJsonNode;

/**
 * LbJsonNode:
 * @type: kind of value
 * @start: byte offset of the value's first byte in the document
 * @end: byte offset behind its last byte
 * @key: (nullable): decoded key when the parent is an object
 * @key_start: byte offset of the key's opening quote; 0 without a key
 * @key_end: byte offset behind the key's closing quote
 * @string: (nullable): decoded text of a string; the spelling of a number, true, false or null
 * @duplicate: an earlier sibling has the same key
 * @parent: (nullable): the array or object around it
 * @children: (nullable) (element-type LbJsonNode): members in document order
 *
 * All of it is owned by the document.
 */
struct _LbJsonNode
{
  LbJsonType type;
  gsize start;
  gsize end;
  char *key;
  gsize key_start;
  gsize key_end;
  char *string;
  gboolean duplicate;
  LbJsonNode *parent;
  GPtrArray *children;
};

typedef struct _LbJsonDocument LbJsonDocument;

LbJsonDocument *lb_json_document_new (const char *text, gssize length, GError **error);
/* As above for at most @max_nodes values, instead of %LB_JSON_MAX_NODES. */
LbJsonDocument *
lb_json_document_new_capped (const char *text, gssize length, guint max_nodes, GError **error);
LbJsonDocument *lb_json_document_ref (LbJsonDocument *self);
void lb_json_document_unref (LbJsonDocument *self);
const LbJsonNode *lb_json_document_get_root (LbJsonDocument *self);
const char *lb_json_document_get_text (LbJsonDocument *self, gsize *length);
guint lb_json_document_get_n_duplicates (LbJsonDocument *self);

void lb_json_locate (const char *text, gsize offset, guint *line, guint *column);
gboolean lb_json_error_offset (const GError *error, gsize *offset);

const LbJsonNode *lb_json_node_member (const LbJsonNode *node, const char *key);
guint lb_json_node_length (const LbJsonNode *node);
const LbJsonNode *lb_json_node_element (const LbJsonNode *node, guint index);

void lb_json_append_string (GString *out, const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbJsonDocument, lb_json_document_unref)

G_END_DECLS
