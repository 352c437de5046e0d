#include "config.h"

#include "cli/lb-cli-names.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glob.h>
#include <string.h>
#include <unistd.h>

#include "cli/lb-cli-options.h"

/* (transfer full) (nullable): all of standard input. */
static GString *
read_all (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char buffer[4096];
  ssize_t got = 0;

  while ((got = read (STDIN_FILENO, buffer, sizeof buffer)) != 0)
    {
      if (got > 0)
        g_string_append_len (text, buffer, got);
      else if (errno != EINTR)
        {
          lb_cli_complain (_ ("Standard input can’t be read: %s"), g_strerror (errno));
          return NULL;
        }
    }

  return g_steal_pointer (&text);
}

static gboolean
add_list (GStrvBuilder *builder, gboolean is_null)
{
  g_autoptr (GString) text = read_all ();
  const char separator = is_null ? '\0' : '\n';
  const char *at = text != NULL ? text->str : NULL;
  const char *end = text != NULL ? text->str + text->len : NULL;

  while (at != NULL && at < end)
    {
      const char *next = memchr (at, separator, (gsize) (end - at));
      const gsize length = (gsize) ((next != NULL ? next : end) - at);

      if (length > 0)
        g_strv_builder_take (builder, g_strndup (at, length));
      at += length + 1;
    }

  return text != NULL;
}

char **
lb_cli_names_read (char **names, gboolean is_null)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  gboolean has_list = FALSE;

  for (; *names != NULL; names++)
    {
      if (!g_str_equal (*names, "-"))
        {
          g_strv_builder_add (builder, *names);
          continue;
        }
      if (has_list)
        {
          lb_cli_complain ("%s", _ ("Standard input can be read once only"));
          return NULL;
        }
      has_list = TRUE;
      if (!add_list (builder, is_null))
        return NULL;
    }

  return g_strv_builder_end (builder);
}

char **
lb_cli_names_glob (char **names)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (; *names != NULL; names++)
    {
      glob_t found = { 0 };

      if (strpbrk (*names, "*?[") != NULL && !g_file_test (*names, G_FILE_TEST_EXISTS) &&
          glob (*names, 0, NULL, &found) == 0)
        g_strv_builder_addv (builder, (const char **) found.gl_pathv);
      else
        g_strv_builder_add (builder, *names);
      globfree (&found);
    }

  return g_strv_builder_end (builder);
}
