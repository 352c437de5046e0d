#include "config.h"

#include "ui/dataset/lb-image-search.h"

#include "base/lb-json.h"
#include "contract/lb-rules.h"

static void
add_strings (const LbJsonNode *node, GString *text)
{
  if (node->type == LB_JSON_STRING)
    {
      g_string_append (text, node->string);
      g_string_append_c (text, '\n');
    }

  for (guint i = 0; node->children != NULL && i < node->children->len; i++)
    add_strings (g_ptr_array_index (node->children, i), text);
}

/* (transfer full): what can be found in a caption, one line a value. */
static char *
words_of (const char *caption)
{
  g_autoptr (GString) text = g_string_new (NULL);
  LbJsonDocument *document = lb_json_document_new (caption, -1, NULL);

  if (document == NULL)
    return g_utf8_casefold (caption, -1);

  add_strings (lb_json_document_get_root (document), text);
  lb_json_document_unref (document);
  return g_utf8_casefold (text->str, -1);
}

static void
forget (LbImage *image, GParamSpec *pspec, gpointer data)
{
  g_object_set_data (G_OBJECT (image), "lb-search", NULL);
}

/* Kept with the image until its text changes: every letter typed asks all of them. */
static const char *
folded_caption (LbDataset *dataset, LbImage *image)
{
  const char *caption = lb_image_get_text (image);
  char *words = g_object_get_data (G_OBJECT (image), "lb-search");

  if (words != NULL || caption == NULL)
    return words;

  words = lb_rules_caption_is_prompt (dataset) ? words_of (caption) : g_utf8_casefold (caption, -1);
  g_object_set_data_full (G_OBJECT (image), "lb-search", words, g_free);
  if (g_signal_handler_find (image, G_SIGNAL_MATCH_FUNC, 0, 0, NULL, forget, NULL) == 0)
    g_signal_connect (image, "notify::text", G_CALLBACK (forget), NULL);
  return words;
}

gboolean
lb_image_search_matches (LbDataset *dataset, LbImage *image, const char *folded)
{
  const char *name = lb_image_get_shown_name (image);
  const char *caption = folded_caption (dataset, image);
  g_autofree char *own = g_utf8_casefold (name != NULL ? name : "", -1);

  return strstr (own, folded) != NULL || (caption != NULL && strstr (caption, folded) != NULL);
}

gboolean
lb_image_search_begins (const char *line, const char *folded, gboolean words)
{
  g_autofree char *own = g_utf8_casefold (line != NULL ? line : "", -1);
  const char *at = own;

  if (!words)
    return g_str_has_prefix (own, folded);

  while ((at = strstr (at, folded)) != NULL)
    {
      if (at == own || !g_unichar_isalnum (g_utf8_get_char (g_utf8_prev_char (at))))
        return TRUE;
      at = g_utf8_next_char (at);
    }
  return FALSE;
}
