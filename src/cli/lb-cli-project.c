#include "config.h"

#include "cli/lb-cli-project.h"

#include <glib/gi18n.h>

#include "cli/lb-cli-entered.h"
#include "cli/lb-cli-options.h"

static gboolean
is_called (LbProject *project, const char *wanted)
{
  gboolean is_plain = TRUE;
  gint64 id = 0;

  return (lb_cli_entered_read_number (wanted, &id, &is_plain) &&
          lb_project_get_id (project) == id) ||
         g_strcmp0 (lb_project_get_project_name (project), wanted) == 0;
}

LbProject *
lb_cli_project_find (LbSession *session, const char *wanted, guint *n)
{
  GListModel *projects = lb_session_get_projects (session);
  LbProject *found = NULL;

  *n = 0;
  for (guint i = 0; i < g_list_model_get_n_items (projects); i++)
    {
      g_autoptr (LbProject) project = g_list_model_get_item (projects, i);

      if (wanted != NULL && !is_called (project, wanted))
        continue;
      if ((*n)++ == 0)
        found = project; /* the session keeps it */
    }

  return found;
}

void
lb_cli_project_complain_of_many (const char *wanted, guint n)
{
  lb_cli_complain (ngettext ("%u project is called “%s”; give its number",
                             "%u projects are called “%s”; give the number of one", n),
                   n, wanted);
}

void
lb_cli_project_tell_like (LbSession *session, LbProject *own, const char *name)
{
  LbProject *other = lb_session_find_project_like (session, own, name);
  const char *others = other != NULL ? lb_project_get_project_name (other) : NULL;

  if (g_strcmp0 (others, name) == 0)
    /* Translators: a project */
    lb_cli_complain (_ ("Another project is called “%s” too"), others);
  else if (others != NULL)
    /* Translators: a project */
    lb_cli_complain (_ ("The project “%s” has a name that looks the same"), others);
}
