#include "config.h"

#include "ui/refine/lb-refine-examples.h"

#include <glib/gi18n.h>

#include "model/lb-instruction.h"

#define MAX_EXAMPLES 3

/* Of one verb each, the likeliest first. What a caption does not have is left out. */
static const char *const sentences[] = {
  "Set the lighting conditions to soft dusk light",
  "Shorten the short description to 12 words",
  "Remove the lighting shadows",
  "Set the mood atmosphere to calm",
  "Remove the text render",
  "Shorten the background setting to 8 words",
  "Set the style medium to watercolour",
  "Add context: part of a series",
};

static gboolean
changes (const char *text, const char *sentence)
{
  g_autofree char *changed = lb_instruction_apply (text, sentence, NULL);

  return changed != NULL && !g_str_equal (changed, text);
}

char **
lb_refine_examples (const char *text, gboolean model)
{
  g_autoptr (GStrvBuilder) examples = g_strv_builder_new ();
  guint n = 0;

  g_return_val_if_fail (text != NULL, NULL);

  if (model)
    {
      /* Translators: of these: instructions to who describes a picture; it may be a model that
         understands English best */
      g_strv_builder_add (examples, _ ("Make it dusk"));
      g_strv_builder_add (examples, _ ("Say what the clothes are made of"));
      g_strv_builder_add (examples, _ ("Describe the background in one short sentence"));
      return g_strv_builder_end (examples);
    }

  for (gsize i = 0; i < G_N_ELEMENTS (sentences) && n < MAX_EXAMPLES; i++)
    if (changes (text, sentences[i]))
      {
        g_strv_builder_add (examples, sentences[i]);
        n++;
      }

  return g_strv_builder_end (examples);
}
