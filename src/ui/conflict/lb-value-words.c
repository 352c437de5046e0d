#include "config.h"

#include "ui/conflict/lb-value-words.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/lb-json.h"
#include "base/lb-visible-text.h"
#include "ui/prompt/lb-field-names.h"

char *
lb_lines_words (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (char **line = lines; *line != NULL; line++)
    {
      char *shown = NULL;

      if (g_str_has_suffix (*line, "\r"))
        (*line)[strlen (*line) - 1] = '\0';
      shown = lb_visible_text (*line);
      g_free (*line);
      *line = shown;
    }

  return g_strjoinv ("\n", lines);
}

static void
append_line (GString *lines, const char *name, const char *text)
{
  g_autofree char *shown = lb_lines_words (text);

  if (lines->len > 0)
    g_string_append_c (lines, '\n');
  if (name == NULL)
    g_string_append (lines, shown);
  else
    /* Translators: the name of a field, then what it says */
    g_string_append_printf (lines, C_ ("field", "%s: %s"), name, shown);
}

/* The scanner has a limit to how deep values go. */
static void
append (GString *lines, const char *name, const LbJsonNode *node)
{
  if (node->type != LB_JSON_OBJECT && node->type != LB_JSON_ARRAY)
    {
      if (node->type != LB_JSON_NULL && *node->string != '\0')
        append_line (lines, name, node->string);
      return;
    }

  for (guint i = 0; i < lb_json_node_length (node); i++)
    {
      const LbJsonNode *child = lb_json_node_element (node, i);
      g_autofree char *own = child->key != NULL ? lb_field_name (child->key) : NULL;
      g_autofree char *both = own != NULL && name != NULL ? lb_field_within (name, own) : NULL;

      append (lines, both != NULL ? both : own != NULL ? own : name, child);
    }
}

gboolean
lb_value_words (const char *json, char **words)
{
  g_autoptr (LbJsonDocument) document = json != NULL ? lb_json_document_new (json, -1, NULL) : NULL;
  g_autoptr (GString) lines = g_string_new (NULL);

  g_return_val_if_fail (words != NULL, FALSE);

  if (document != NULL)
    append (lines, NULL, lb_json_document_get_root (document));
  if (lines->len == 0)
    {
      /* Translators: of a field of a caption */
      *words = g_strdup (json == NULL ? _ ("Not there") : _ ("Empty"));
      return FALSE;
    }

  *words = g_string_free_and_steal (g_steal_pointer (&lines));

  return TRUE;
}
