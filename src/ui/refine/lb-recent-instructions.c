#include "config.h"

#include "ui/refine/lb-recent-instructions.h"

#include <gio/gio.h>
#include <string.h>

#define KEY "recent-instructions"
#define MAX_KEPT 10
#define MAX_BYTES 1000 /* longer ones are not kept: nobody picks them from a list */

char **
lb_recent_instructions_list (void)
{
  g_autoptr (GSettings) settings = g_settings_new (LB_APP_ID);

  return g_settings_get_strv (settings, KEY);
}

void
lb_recent_instructions_add (const char *instruction)
{
  g_autoptr (GSettings) settings = g_settings_new (LB_APP_ID);
  g_auto (GStrv) before = NULL;
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();

  g_return_if_fail (instruction != NULL);

  if (strlen (instruction) > MAX_BYTES)
    return;

  before = g_settings_get_strv (settings, KEY);
  g_ptr_array_add (kept, (char *) instruction);
  for (char **old = before; *old != NULL && kept->len < MAX_KEPT; old++)
    if (!g_str_equal (*old, instruction))
      g_ptr_array_add (kept, *old);
  g_ptr_array_add (kept, NULL);
  g_settings_set_strv (settings, KEY, (const char *const *) kept->pdata);
}
