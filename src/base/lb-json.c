#include "base/lb-json-private.h"

#include "base/lb-error.h"

#include <string.h>

struct _LbJsonDocument
{
  char *text; /* (owned) as given, ends with a NUL */
  gsize length;
  GPtrArray *nodes; /* (owned) (element-type LbJsonNode) all nodes, the root first */
  guint n_duplicates;
};

static void
node_free (LbJsonNode *node)
{
  g_free (node->key);
  g_free (node->string);
  g_clear_pointer (&node->children, g_ptr_array_unref);
  g_free (node);
}

static void
document_clear (LbJsonDocument *self)
{
  g_free (self->text);
  g_ptr_array_unref (self->nodes);
}

/**
 * lb_json_document_new:
 * @text: JSON text
 * @length: its length in bytes, or -1 when it ends with a NUL
 * @error: return location for an error
 *
 * Reads a document strictly by RFC 8259: no byte order mark, comments, trailing commas, NaN or
 * single quotes; UTF-8 only; at most %LB_JSON_MAX_DEPTH levels, %LB_JSON_MAX_NODES values, and
 * %LB_JSON_MAX_MEMBERS of one object. The root may be any value.
 * A key used twice is no error; see @duplicate of #LbJsonNode. An escaped U+0000 is decoded as
 * U+FFFD.
 *
 * Returns: (transfer full) (nullable): the document, or %NULL with %LB_ERROR_INVALID, of which
 *   lb_json_error_offset() knows the place
 */
LbJsonDocument *
lb_json_document_new (const char *text, gssize length, GError **error)
{
  return lb_json_document_new_capped (text, length, LB_JSON_MAX_NODES, error);
}

LbJsonDocument *
lb_json_document_new_capped (const char *text, gssize length, guint max_nodes, GError **error)
{
  g_autoptr (LbJsonDocument) self = NULL;
  const char *valid_end;

  g_return_val_if_fail (text != NULL, NULL);

  self = g_atomic_rc_box_new0 (LbJsonDocument);
  self->length = length < 0 ? strlen (text) : (gsize) length;
  self->nodes = g_ptr_array_new_with_free_func ((GDestroyNotify) node_free);

  if (!g_utf8_validate_len (text, self->length, &valid_end))
    {
      lb_error_set_at (error, LB_ERROR_INVALID, valid_end - text,
                       *valid_end ? "the text is not valid UTF-8" : "the text holds a NUL byte");
      return NULL;
    }

  self->text = g_strndup (text, self->length);
  if (!lb_json_scan (self->text, self->length, max_nodes, self->nodes, &self->n_duplicates, error))
    return NULL;

  return g_steal_pointer (&self);
}

LbJsonDocument *
lb_json_document_ref (LbJsonDocument *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
lb_json_document_unref (LbJsonDocument *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) document_clear);
}

/* Returns: (transfer none): never NULL */
const LbJsonNode *
lb_json_document_get_root (LbJsonDocument *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_ptr_array_index (self->nodes, 0);
}

/* @length: (out) (optional): in bytes. Returns: (transfer none): the text as it was given */
const char *
lb_json_document_get_text (LbJsonDocument *self, gsize *length)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (length)
    *length = self->length;

  return self->text;
}

/* How many members of the whole document repeat the key of an earlier sibling. */
guint
lb_json_document_get_n_duplicates (LbJsonDocument *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_duplicates;
}

/**
 * lb_json_locate:
 * @text: UTF-8 text
 * @offset: a byte offset; one behind the end counts as the end
 * @line: (out) (optional): line from 1; lines end with LF, CR LF or CR
 * @column: (out) (optional): column from 1, in characters
 */
void
lb_json_locate (const char *text, gsize offset, guint *line, guint *column)
{
  guint lines = 1;
  guint columns = 1;

  g_return_if_fail (text != NULL);

  for (gsize i = 0; i < offset && text[i]; i++)
    {
      if (text[i] == '\n' || (text[i] == '\r' && text[i + 1] != '\n'))
        {
          lines++;
          columns = 1;
        }
      else if ((text[i] & 0xC0) != 0x80)
        {
          columns++;
        }
    }

  if (line)
    *line = lines;
  if (column)
    *column = columns;
}

/* @offset: (out) (optional): byte at which the text is wrong, at most its length. FALSE when @error
 * is not one of lb_json_document_new(). */
gboolean
lb_json_error_offset (const GError *error, gsize *offset)
{
  return lb_error_get_offset (error, offset);
}

/* The value of @key, of the last one when there are several, as most readers take it; NULL when
 * there is none or @node is no object. */
const LbJsonNode *
lb_json_node_member (const LbJsonNode *node, const char *key)
{
  g_return_val_if_fail (key != NULL, NULL);

  if (!node || node->type != LB_JSON_OBJECT)
    return NULL;

  for (guint i = node->children->len; i > 0; i--)
    {
      const LbJsonNode *child = g_ptr_array_index (node->children, i - 1);

      if (strcmp (child->key, key) == 0)
        return child;
    }

  return NULL;
}

/* Members of an array or object, 0 of anything else. */
guint
lb_json_node_length (const LbJsonNode *node)
{
  return node && node->children ? node->children->len : 0;
}

/* The value at @index of an array or, in document order, of an object; NULL behind the end. */
const LbJsonNode *
lb_json_node_element (const LbJsonNode *node, guint index)
{
  return index < lb_json_node_length (node) ? g_ptr_array_index (node->children, index) : NULL;
}

/* Appends @text as a JSON string with its quotes; only what must be escaped is. */
void
lb_json_append_string (GString *out, const char *text)
{
  g_return_if_fail (out != NULL);
  g_return_if_fail (text != NULL);

  g_string_append_c (out, '"');
  for (const char *p = text; *p; p++)
    {
      switch (*p)
        {
        case '"':  g_string_append (out, "\\\""); break;
        case '\\': g_string_append (out, "\\\\"); break;
        case '\b': g_string_append (out, "\\b"); break;
        case '\f': g_string_append (out, "\\f"); break;
        case '\n': g_string_append (out, "\\n"); break;
        case '\r': g_string_append (out, "\\r"); break;
        case '\t': g_string_append (out, "\\t"); break;
        default:
          if ((guchar) *p < 0x20)
            g_string_append_printf (out, "\\u%04x", (guint) *p);
          else
            g_string_append_c (out, *p);
        }
    }
  g_string_append_c (out, '"');
}
