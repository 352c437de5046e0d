#include "config.h"

#include "cli/lb-cli-options.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/lb-error.h"
#include "base/lb-visible-text.h"
#include "cli/lb-cli-words.h"

static void
drop_nth (char **words, gsize n)
{
  g_free (words[n]);
  for (; words[n] != NULL; n++)
    words[n] = words[n + 1];
}

/* A file may be called so, which no option is. */
static gboolean
has_dashed_word (char **words)
{
  for (; *words != NULL; words++)
    if (**words == '-' && (*words)[1] != '-' && (*words)[1] != '\0' && (*words)[2] != '\0')
      return TRUE;

  return FALSE;
}

char **
lb_cli_parse (char **argv, const GOptionEntry *entries, const char *parameters, const char *summary)
{
  g_autoptr (GOptionContext) context = g_option_context_new (parameters);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) left = g_strdupv (argv);
  g_autofree char *program = g_strdup_printf ("lookbookctl %s", argv[0]);

  g_set_prgname (program); /* for the usage line of --help */
  g_option_context_set_summary (context, summary);
  g_option_context_set_description (context,
                                    _ ("“lookbookctl --help” says what a command may end with."));
  g_option_context_add_main_entries (context, entries, LB_GETTEXT_PACKAGE);
  if (!g_option_context_parse_strv (context, &left, &error))
    {
      lb_cli_complain ("%s", error->message);
      if (has_dashed_word (argv))
        lb_cli_complain ("%s", _ ("What begins with “-” and is no option stands behind “--”"));
      return NULL;
    }

  /* GOption leaves the "--" in when what follows begins with a dash. */
  for (gsize i = 1; left[i] != NULL; i++)
    if (g_str_equal (left[i], "--"))
      {
        drop_nth (left, i);
        break;
      }

  return g_strdupv (left + 1);
}

gboolean
lb_cli_check_count (char **arguments, guint n, const char *missing)
{
  const guint n_given = g_strv_length (arguments);

  if (n_given < n)
    lb_cli_complain ("%s", missing);
  else if (n_given > n)
    lb_cli_complain (_ ("“%s” is too much"), arguments[n]);

  return n_given == n;
}

void
lb_cli_complain (const char *format, ...)
{
  g_autofree char *text = NULL;
  g_autofree char *visible = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);

  visible = lb_visible_text (text);
  g_printerr ("lookbookctl: %s\n", visible);
}

gboolean
lb_cli_wait (DexFuture *future, GCancellable *stop, GError **error)
{
  g_autoptr (DexFuture) owned = future;

  while (dex_future_is_pending (future))
    {
      if (g_cancellable_is_cancelled (stop))
        {
          g_set_error_literal (error, LB_ERROR, LB_ERROR_CANCELLED, "Stopped");
          return FALSE;
        }
      g_main_context_iteration (NULL, TRUE);
    }

  return dex_future_get_value (future, error) != NULL;
}

/* What has no connection says so itself, and why. */
static const char *
reason_of (const GError *error)
{
  const char *said = "The service can't be reached: ";

  return g_str_has_prefix (error->message, said) ? error->message + strlen (said) : error->message;
}

LbCliExit
lb_cli_give_up (const GError *error)
{
  g_autofree char *words = lb_cli_error_words (error);

  if (g_error_matches (error, LB_ERROR, LB_ERROR_OFFLINE) && lb_cli_tls_words (error) == NULL)
    lb_cli_complain (_ ("The service can’t be reached: %s"), reason_of (error));
  else
    lb_cli_complain ("%s", words);

  return lb_cli_exit_of (error);
}
