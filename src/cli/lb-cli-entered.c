#include "config.h"

#include "cli/lb-cli-entered.h"

#include <fnmatch.h>
#include <glib/gi18n.h>
#include <string.h>

#include "cli/lb-cli-options.h"
#include "model/lb-entered-name.h"

#define NUMBER_PREFIX "id:"
#define NAME_PREFIX "name:"

gboolean
lb_cli_entered_check_name (const char *name)
{
  switch (lb_entered_name_judge (name))
    {
    case LB_ENTERED_NAME_GOOD:  return TRUE;
    case LB_ENTERED_NAME_BLANK: lb_cli_complain ("%s", _ ("The name is empty")); break;
    case LB_ENTERED_NAME_LINE:
      lb_cli_complain (_ ("“%s” can’t be a name: a name is one line, without control characters"),
                       name);
      break;
    case LB_ENTERED_NAME_TURN:
      lb_cli_complain (_ ("“%s” can’t be a name: it turns the direction of text, and would look "
                          "like another one"),
                       name);
      break;
    case LB_ENTERED_NAME_LONG:
      lb_cli_complain (_ ("The name is too long: a name has %d bytes at most"),
                       LB_ENTERED_NAME_BYTES);
      break;
    case LB_ENTERED_NAME_ENCODING:
    default:                       lb_cli_complain (_ ("“%s” can’t be a name: it is not text in UTF-8"), name); break;
    }

  return FALSE;
}

gboolean
lb_cli_entered_check_choice (const char *option, const char *given, const char *const *choices)
{
  g_autofree char *all = NULL;

  if (given == NULL || g_strv_contains (choices, given))
    return TRUE;

  all = g_strjoinv (", ", (char **) choices);
  /* Translators: an option such as --medium, what was given for it, and all that it may be */
  lb_cli_complain (_ ("There is no “%s=%s”; there are %s"), option, given, all);

  return FALSE;
}

gboolean
lb_cli_entered_read_number (const char *given, gint64 *number, gboolean *is_plain)
{
  guint64 value = 0;

  *is_plain = !g_str_has_prefix (given, NUMBER_PREFIX);
  if (!g_ascii_string_to_unsigned (given + (*is_plain ? 0 : strlen (NUMBER_PREFIX)), 10, 1,
                                   G_MAXINT64, &value, NULL))
    return FALSE;

  *number = (gint64) value;
  return TRUE;
}

gboolean
lb_cli_entered_is_name (const char *given, const char *name)
{
  return g_str_equal (given, name) || (g_str_has_prefix (given, NAME_PREFIX) &&
                                       g_str_equal (given + strlen (NAME_PREFIX), name));
}

gboolean
lb_cli_entered_fits_name (const char *given, const char *name)
{
  return name != NULL && (lb_cli_entered_is_name (given, name) || fnmatch (given, name, 0) == 0);
}

void
lb_cli_entered_complain_of_both (const char *given)
{
  /* Translators: %1$s is a number, such as 7; “id:” and “name:” are not translated */
  lb_cli_complain (_ ("“%1$s” is the number of one and the name of another; write “id:%1$s” or "
                      "“name:%1$s”"),
                   given);
}
