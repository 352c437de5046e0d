#include "cli/lb-cli-json.h"

#include <stdio.h>

#include "base/lb-visible-text.h"

void
lb_cli_json_text (JsonBuilder *builder, const char *name, const char *text)
{
  g_autofree char *valid = text != NULL ? g_utf8_make_valid (text, -1) : NULL;

  json_builder_set_member_name (builder, name);
  if (valid != NULL)
    json_builder_add_string_value (builder, valid);
  else
    json_builder_add_null_value (builder);
}

void
lb_cli_json_number (JsonBuilder *builder, const char *name, gint64 number)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, number);
}

void
lb_cli_json_flag (JsonBuilder *builder, const char *name, gboolean value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}

static void
append_escaped (GString *text, const char *character, gsize length)
{
  g_autofree char *one = g_strndup (character, length);
  g_autofree char *visible = lb_visible_text (one);
  g_autofree gunichar2 *units = NULL;
  glong n_units = 0;

  if (g_str_equal (one, visible))
    {
      g_string_append (text, one);
      return;
    }

  units = g_utf8_to_utf16 (one, -1, NULL, &n_units, NULL);
  for (glong i = 0; i < n_units; i++)
    g_string_append_printf (text, "\\u%04x", units[i]);
}

/* (transfer full): @json with an escape in place of each character in its strings that
 * lb_visible_text() would not show as it is, so that it means the same to whoever reads it. */
static char *
escape (const char *json)
{
  GString *escaped = g_string_new (NULL);

  for (const char *at = json; *at != '\0'; at = g_utf8_next_char (at))
    {
      if (*at == '\n' || (*at >= ' ' && *at <= '~'))
        g_string_append_c (escaped, *at);
      else
        append_escaped (escaped, at, (gsize) (g_utf8_next_char (at) - at));
    }

  return g_string_free (escaped, FALSE);
}

void
lb_cli_json_print (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = json_to_string (root, TRUE);
  g_autofree char *escaped = escape (text);

  printf ("%s\n", escaped); /* g_print() would put it into the locale's encoding */
}
