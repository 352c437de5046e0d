#include "config.h"

#include "ui/prompt/lb-prompt-summary.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/lb-visible-text.h"
#include "model/lb-object-name.h"
#include "model/lb-prompt-path.h"

#define MAX_VALUES 3

/* (transfer full): the text of the member @key as one line, "" when there is none. */
static char *
member_line (LbPromptDraft *draft, const char *path, const char *key)
{
  g_autoptr (GString) member = g_string_new (path);
  g_autofree char *text = NULL;

  lb_prompt_path_append_key (member, key);
  text = lb_prompt_draft_dup_string (draft, member->str);
  g_strdelimit (text, "\r\n\t", ' ');
  return lb_visible_text (g_strstrip (text));
}

static guint
place_in_list (const char *path)
{
  const char *bracket = strrchr (path, '[');

  return bracket != NULL ? (guint) g_ascii_strtoull (bracket + 1, NULL, 10) + 1 : 1;
}

char *
lb_prompt_summary_title (LbPromptDraft *draft, const char *path, const char *key)
{
  const gboolean is_text = g_str_equal (key, "text_render");
  g_autofree char *line = NULL;
  g_autofree char *name = NULL;

  g_return_val_if_fail (LB_IS_PROMPT_DRAFT (draft), NULL);

  line = member_line (draft, path, is_text ? "text" : "description");
  if (is_text && *line != '\0')
    /* Translators: the words that are to be seen in a picture, as a title */
    return g_strdup_printf (_ ("“%s”"), line);
  name = lb_object_name (line);
  if (*name != '\0')
    return g_steal_pointer (&name);

  if (is_text)
    /* Translators: the %uth text in a picture, of which is not said what it reads */
    return g_strdup_printf (_ ("Text %u"), place_in_list (path));
  /* Translators: the %uth object in a picture, of which is not said what it is */
  return g_strdup_printf (_ ("Object %u"), place_in_list (path));
}

static void
add_value (GString *line, LbPromptDraft *draft, const char *path, const char *key, guint *n_values)
{
  g_autofree char *value = member_line (draft, path, key);

  if (*value == '\0' || *n_values == MAX_VALUES)
    return;

  if (line->len > 0)
    g_string_append (line, " · ");
  g_string_append (line, value);
  (*n_values)++;
}

char *
lb_prompt_summary_subtitle (LbPromptDraft *draft, const char *path, const LbPromptShape *shape)
{
  static const char *const untelling[] = { "description", "text", "preference_score",
                                           "aesthetic_score", NULL };
  static const char *const telling[] = { "location", "relative_size", "size", NULL };
  g_autoptr (GString) line = g_string_new (NULL);
  g_auto (GStrv) keys = NULL;
  guint n_values = 0;

  g_return_val_if_fail (LB_IS_PROMPT_DRAFT (draft), NULL);

  if (shape != NULL && lb_prompt_shape_find (shape, "location") != NULL)
    for (gsize i = 0; telling[i] != NULL; i++)
      add_value (line, draft, path, telling[i], &n_values);
  if (n_values > 0)
    return g_string_free_and_steal (g_steal_pointer (&line));

  keys = lb_prompt_draft_get_keys (draft, path);
  for (gsize i = 0; keys[i] != NULL; i++)
    if (!g_strv_contains (untelling, keys[i]))
      add_value (line, draft, path, keys[i], &n_values);
  return g_string_free_and_steal (g_steal_pointer (&line));
}
