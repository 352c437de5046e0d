#include "config.h"

#include "ui/dataset/lb-caption-line.h"

#include <string.h>

#include "base/lb-visible-text.h"
#include "contract/lb-rules.h"

#define LINE_KEY "lb-caption-line"

static void
forget (LbImage *image, GParamSpec *pspec, gpointer data)
{
  g_object_set_data (G_OBJECT (image), LINE_KEY, NULL);
}

static char *
to_one_line (const char *text)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \t\r\n", -1);
  g_autoptr (GStrvBuilder) kept = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;
  g_autofree char *line = NULL;

  for (gsize i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      g_strv_builder_add (kept, words[i]);
  list = g_strv_builder_end (kept);
  line = g_strjoinv (" ", list);

  return lb_visible_text (line);
}

/* Kept with the image until its text changes. */
static const char *
plain_line (LbImage *image)
{
  const char *text = lb_image_get_text (image);
  char *line = g_object_get_data (G_OBJECT (image), LINE_KEY);

  if (line != NULL || text == NULL)
    return line != NULL ? line : "";

  line = to_one_line (text);
  g_object_set_data_full (G_OBJECT (image), LINE_KEY, line, g_free);
  if (g_signal_handler_find (image, G_SIGNAL_MATCH_FUNC, 0, 0, NULL, forget, NULL) == 0)
    g_signal_connect (image, "notify::text", G_CALLBACK (forget), NULL);
  return line;
}

const char *
lb_caption_line (LbDataset *dataset, LbImage *image)
{
  g_return_val_if_fail (LB_IS_IMAGE (image), "");

  return lb_rules_caption_is_prompt (dataset) ? lb_image_get_summary (image) : plain_line (image);
}
