#include "model/lb-object-name.h"

#include <string.h>

#define MAX_WORDS 6

static gboolean
is_one_of (const char *word, const char *const *words)
{
  for (gsize i = 0; words[i] != NULL; i++)
    if (g_ascii_strcasecmp (word, words[i]) == 0)
      return TRUE;
  return FALSE;
}

/* (transfer full): what @text names in the first place; all of it when it is short. */
static char *
first_words (const char *text)
{
  static const char *const articles[] = { "a", "an", "the", NULL };
  static const char *const joints[] = { "with",    "that",    "which", "who", "whose",
                                        "wearing", "dressed", "in",    "on",  "at",
                                        "from",    "and",     "is",    "are", "while",
                                        "behind",  "under",   "near",  NULL };
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  g_autoptr (GString) title = g_string_new (NULL);
  guint n_taken = 0;
  gboolean ended = FALSE;

  for (gsize i = 0; words[i] != NULL && !ended; i++)
    {
      const gsize cut = strcspn (words[i], ",.;:()");

      if (*words[i] == '\0' || (n_taken == 0 && is_one_of (words[i], articles)))
        continue;
      if (n_taken > 0 && is_one_of (words[i], joints))
        break;
      if (n_taken == MAX_WORDS)
        {
          g_string_append (title, "…");
          break;
        }
      if (n_taken > 0 && cut > 0)
        g_string_append_c (title, ' ');
      ended =
        words[i][cut] != '\0' && (cut > 0 || n_taken > 0) && !g_ascii_isdigit (words[i][cut + 1]);
      g_string_append_len (title, words[i], ended ? (gssize) cut : -1);
      n_taken++;
    }

  return g_string_free_and_steal (g_steal_pointer (&title));
}

static char *
capitalise (const char *text)
{
  g_autofree char *first = NULL;

  if (*text == '\0')
    return g_strdup (text);

  first = g_utf8_strup (text, g_utf8_next_char (text) - text);
  return g_strconcat (first, g_utf8_next_char (text), NULL);
}

char *
lb_object_name (const char *description)
{
  g_autofree char *words = NULL;

  g_return_val_if_fail (description != NULL, NULL);

  words = first_words (description);
  return capitalise (words);
}
