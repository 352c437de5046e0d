#include "contract/lb-api-error.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define MAX_TEXT_CHARS 2000
#define MAX_PLAIN_CHARS 300
#define MAX_PLAIN_BYTES (64 * 1024) /* of a page that is searched for words */

/* Both ways: the first line with a code gives its status, the first with a status its code. */
static const struct
{
  guint status;
  LbError code;
} statuses[] = {
  { 400, LB_ERROR_INVALID },       { 506, LB_ERROR_INVALID }, /* R8 */
  { 401, LB_ERROR_UNAUTHORIZED },  { 403, LB_ERROR_FORBIDDEN },
  { 404, LB_ERROR_NOT_FOUND },     { 409, LB_ERROR_CONFLICT },
  { 410, LB_ERROR_GONE },          { 412, LB_ERROR_TOO_SMALL },
  { 413, LB_ERROR_TOO_LARGE },     { 415, LB_ERROR_UNSUPPORTED },
  { 415, LB_ERROR_DAMAGED },                                        /* R46 */
  { 422, LB_ERROR_UNPROCESSABLE }, { 460, LB_ERROR_UNPROCESSABLE }, /* R8 */
  { 429, LB_ERROR_RATE_LIMITED },  { 408, LB_ERROR_TIMED_OUT },
  { 507, LB_ERROR_NO_SPACE },      { 500, LB_ERROR_SERVER },
  { 400, LB_ERROR_PROTOCOL }, /* in the service: a body that is not what it should be */
};

LbError
lb_api_error_code (guint status)
{
  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      if (statuses[i].status == status)
        return statuses[i].code;
    }

  return status >= 500 && status < 600 ? LB_ERROR_SERVER : LB_ERROR_PROTOCOL;
}

guint
lb_api_error_status (LbError code)
{
  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      if (statuses[i].code == code && code != LB_ERROR_TIMED_OUT)
        return statuses[i].status;
    }

  return 500;
}

/* Valid UTF-8 on one line: blanks of every kind and control characters become single spaces. */
static char *
tidy (const char *text, gssize length, gsize max_chars)
{
  g_autofree char *valid = g_utf8_make_valid (text, length);
  g_autoptr (GString) line = g_string_new (NULL);
  gboolean blank = FALSE;
  gsize n_chars = 0;

  for (const char *at = valid; *at != '\0' && n_chars < max_chars; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (g_unichar_isspace (c) || g_unichar_iscntrl (c))
        {
          blank = line->len > 0;
          continue;
        }
      if (blank)
        {
          g_string_append_c (line, ' ');
          n_chars++;
        }
      blank = FALSE;
      if (n_chars >= max_chars)
        break;
      g_string_append_unichar (line, c);
      n_chars++;
    }

  return g_string_free_and_steal (g_steal_pointer (&line));
}

static const char *
find_tag (const char *html, const char *name)
{
  for (const char *at = strchr (html, '<'); at != NULL; at = strchr (at + 1, '<'))
    {
      gsize length = strlen (name);

      if (g_ascii_strncasecmp (at + 1, name, length) == 0 &&
          (at[1 + length] == '>' || g_ascii_isspace (at[1 + length])))
        return strchr (at, '>');
    }

  return NULL;
}

/* What an error page says: its title, else its first heading. (nullable) (transfer full) */
static char *
read_html (const char *html)
{
  static const char *const names[] = { "title", "h1", "h2", "p", "message" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *from = find_tag (html, names[i]);
      const char *to = from != NULL ? strchr (from, '<') : NULL;
      g_autofree char *text = NULL;

      if (to == NULL)
        continue;
      text = tidy (from + 1, to - from - 1, MAX_PLAIN_CHARS);
      if (*text != '\0')
        return g_steal_pointer (&text);
    }

  return NULL;
}

static char *
read_plain (const char *body, gsize length)
{
  g_autofree char *text = NULL;

  if (memchr (body, '\0', length) != NULL)
    return NULL;

  text = tidy (body, (gssize) MIN (length, MAX_PLAIN_BYTES), MAX_TEXT_CHARS);
  if (*text == '<')
    return read_html (text);
  if (*text == '{' || *text == '[')
    return NULL; /* JSON of no known shape, or cut off: nothing to show to a person */
  if (g_utf8_strlen (text, -1) > MAX_PLAIN_CHARS)
    *g_utf8_offset_to_pointer (text, MAX_PLAIN_CHARS) = '\0';

  return *text != '\0' ? g_steal_pointer (&text) : NULL;
}

static const char *
text_of (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
             json_node_get_value_type (node) == G_TYPE_STRING
           ? json_node_get_string (node)
           : NULL;
}

static const char *
member_text (JsonObject *object, const char *name)
{
  const char *text = text_of (json_object_get_member (object, name));

  return text != NULL && *text != '\0' ? text : NULL;
}

/* A code may be a word or a number. (nullable) (transfer full) */
static char *
member_word (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
      json_node_get_value_type (node) == G_TYPE_INT64)
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));

  return g_strdup (member_text (object, name));
}

/* A list of what is wrong with a body, each with the way to its place: the first one. @place: (out)
 * (nullable) (transfer full): the name at the end of that way. */
static const char *
read_details (JsonObject *object, char **place)
{
  JsonNode *list = json_object_get_member (object, "detail");
  JsonArray *array =
    list != NULL && JSON_NODE_HOLDS_ARRAY (list) ? json_node_get_array (list) : NULL;
  JsonNode *first =
    array != NULL && json_array_get_length (array) > 0 ? json_array_get_element (array, 0) : NULL;
  JsonNode *way = NULL;
  guint length = 0;

  if (first == NULL || !JSON_NODE_HOLDS_OBJECT (first))
    return text_of (first);

  way = json_object_get_member (json_node_get_object (first), "loc");
  if (way != NULL && JSON_NODE_HOLDS_ARRAY (way))
    length = json_array_get_length (json_node_get_array (way));
  if (length > 0)
    *place = g_strdup (text_of (json_array_get_element (json_node_get_array (way), length - 1)));

  return member_text (json_node_get_object (first), "msg");
}

/* R5 in its order. (nullable) */
static const char *
read_object (JsonObject *object, char **code, char **rule, char **field)
{
  JsonNode *error = json_object_get_member (object, "error");
  JsonObject *inner =
    error != NULL && JSON_NODE_HOLDS_OBJECT (error) ? json_node_get_object (error) : NULL;
  const char *text = member_text (object, "message");

  if (text == NULL)
    text = member_text (object, "error");
  if (text == NULL && inner != NULL)
    text = member_text (inner, "message");
  if (text == NULL && inner != NULL)
    text = member_text (inner, "details");
  if (text == NULL)
    text = member_text (object, "detail");
  if (text == NULL)
    text = read_details (object, field);

  *code = member_word (object, "code");
  if (*code == NULL && inner != NULL)
    *code = member_word (inner, "code");
  *rule = g_strdup (member_text (object, "rule"));
  if (*field == NULL)
    *field = g_strdup (member_text (object, "field"));

  return text;
}

static void
hand_out (char **out, char **value)
{
  if (out != NULL)
    *out = g_steal_pointer (value);
}

/**
 * lb_api_error_read:
 * @status: the HTTP status
 * @reason: (nullable): the reason phrase
 * @body: (nullable) (array length=length): the answer's body, of any kind
 * @length: bytes in @body
 * @code: (out) (optional) (nullable): the service's word for the fault
 * @rule: (out) (optional) (nullable): the rule that was broken, such as `R47`
 * @field: (out) (optional) (nullable): the request's field at fault
 *
 * Returns: (transfer full): an error whose message is the service's own words
 */
GError *
lb_api_error_read (guint status,
                   const char *reason,
                   const char *body,
                   gsize length,
                   char **code,
                   char **rule,
                   char **field)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autofree char *read_code = NULL;
  g_autofree char *read_rule = NULL;
  g_autofree char *read_field = NULL;
  g_autofree char *text = NULL;
  const char *found = NULL;
  JsonNode *root = NULL;

  if (length > 0 && g_utf8_validate_len (body, length, NULL) &&
      json_parser_load_from_data (parser, body, length, NULL))
    root = json_parser_get_root (parser);

  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root))
    found = read_object (json_node_get_object (root), &read_code, &read_rule, &read_field);
  else if (root != NULL)
    found = text_of (root);

  if (found != NULL)
    text = tidy (found, -1, MAX_TEXT_CHARS);
  else if (length > 0 && root == NULL)
    text = read_plain (body, length);
  if ((text == NULL || *text == '\0') && reason != NULL)
    g_set_str (&text, reason);
  if (text == NULL || *text == '\0')
    {
      g_free (text);
      text = g_strdup_printf ("The service answered with status %u", status);
    }

  hand_out (code, &read_code);
  hand_out (rule, &read_rule);
  hand_out (field, &read_field);
  return g_error_new_literal (LB_ERROR, lb_api_error_code (status), text);
}

char *
lb_api_error_write (const char *message, const char *code, const char *rule, const char *field)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonObject) object = json_object_new ();

  json_object_set_string_member (object, "message", message);
  json_object_set_string_member (object, "error", message);
  json_object_set_string_member (object, "code", code != NULL ? code : "error");
  if (rule != NULL)
    json_object_set_string_member (object, "rule", rule);
  if (field != NULL)
    json_object_set_string_member (object, "field", field);
  json_node_set_object (root, object);

  return json_to_string (root, FALSE);
}
