#include "config.h"

#include "ui/prompt/lb-snippets.h"

#include <gio/gio.h>
#include <string.h>

#define KEY "snippets"

static gboolean
is_blank (const char *text)
{
  return text[strspn (text, " \t\r\n")] == '\0';
}

char **
lb_snippets_list (void)
{
  g_autoptr (GSettings) settings = g_settings_new (LB_APP_ID);

  return g_settings_get_strv (settings, KEY);
}

gboolean
lb_snippets_add (const char *text)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();
  g_auto (GStrv) before = NULL;

  g_return_val_if_fail (text != NULL, FALSE);

  if (is_blank (text) || strlen (text) > LB_SNIPPET_MAX_BYTES)
    return FALSE;

  before = lb_snippets_list ();
  g_ptr_array_add (texts, (char *) text);
  for (char **old = before; *old != NULL; old++)
    if (!g_str_equal (*old, text))
      g_ptr_array_add (texts, *old);
  g_ptr_array_add (texts, NULL);
  lb_snippets_set ((const char *const *) texts->pdata);
  return TRUE;
}

void
lb_snippets_set (const char *const *texts)
{
  g_autoptr (GSettings) settings = g_settings_new (LB_APP_ID);
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();

  g_return_if_fail (texts != NULL);

  for (gsize i = 0; texts[i] != NULL; i++)
    if (!is_blank (texts[i]))
      g_ptr_array_add (kept, (char *) texts[i]);
  g_ptr_array_add (kept, NULL);
  g_settings_set_strv (settings, KEY, (const char *const *) kept->pdata);
}
