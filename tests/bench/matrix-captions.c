#include "matrix-captions.h"

#define N_FIELDS 12

static const char *const words[] = { "boat", "lantern", "dawn", "rain", "gull",
                                     "rope", "harbour", "coat", "quay", "evening" };

static void
append_words (GString *out, GRand *random, int n)
{
  for (int i = 0; i < n; i++)
    g_string_append_printf (out, "%s%s", i > 0 ? " " : "",
                            words[g_rand_int_range (random, 0, G_N_ELEMENTS (words))]);
}

char *
matrix_caption_new (GRand *random, const char *medium)
{
  GString *out = g_string_new ("{\"short_description\": \"");

  append_words (out, random, 24);
  g_string_append_printf (out, "\", \"style_medium\": \"%s\", \"context\": \"", medium);
  append_words (out, random, 12);
  for (int i = 0; i < N_FIELDS; i++)
    {
      g_string_append_printf (out, "\", \"field_%d\": \"", i);
      append_words (out, random, i);
    }
  g_string_append (out, "\", \"objects\": [");
  for (int i = 0; i < 6; i++)
    {
      g_string_append_printf (out, "%s{\"name\": \"", i > 0 ? ", " : "");
      append_words (out, random, 2);
      g_string_append (out, "\", \"pose\": \"");
      append_words (out, random, 3);
      g_string_append (out, "\", \"description\": \"");
      append_words (out, random, 40);
      g_string_append (out, "\"}");
    }
  g_string_append (out, "]}");

  return g_string_free_and_steal (out);
}
