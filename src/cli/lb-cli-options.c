#include "config.h"

#include "cli/lb-cli-options.h"

#include <glib/gi18n.h>

char **
lb_cli_parse (char **argv, const GOptionEntry *entries, const char *parameters, const char *summary)
{
  g_autoptr (GOptionContext) context = g_option_context_new (parameters);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) left = g_strdupv (argv);
  g_autofree char *program = g_strdup_printf ("lookbookctl %s", argv[0]);

  g_set_prgname (program); /* for the usage line of --help */
  g_option_context_set_summary (context, summary);
  g_option_context_add_main_entries (context, entries, LB_GETTEXT_PACKAGE);
  if (!g_option_context_parse_strv (context, &left, &error))
    {
      lb_cli_complain ("%s", error->message);
      return NULL;
    }

  return g_strdupv (left + 1);
}

void
lb_cli_complain (const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);

  g_printerr ("lookbookctl: %s\n", text);
}

GListModel *
lb_cli_list_files (char **names)
{
  GListStore *files = g_list_store_new (G_TYPE_FILE);

  for (gsize i = 0; names[i] != NULL; i++)
    {
      g_autoptr (GFile) file = g_file_new_for_commandline_arg (names[i]);

      g_list_store_append (files, file);
    }

  return G_LIST_MODEL (files);
}

gboolean
lb_cli_wait (DexFuture *future, GError **error)
{
  gboolean resolved = FALSE;

  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);

  resolved = dex_future_get_value (future, error) != NULL;
  dex_unref (future);
  return resolved;
}
