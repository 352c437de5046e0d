#include "config.h"

#include "cli/lb-cli-data-dir.h"

#include <string.h>

#include <glib/gi18n.h>

#include "cli/lb-cli-options.h"
#include "session/lb-service-folder.h"

/* The folder that it is to be made in is there. */
static gboolean
can_be_made (const char *data_dir)
{
  g_autofree char *path = g_strdup (data_dir);
  g_autofree char *parent = NULL;

  /* A slash at its end names no other folder. */
  for (gsize n = strlen (path); n > 1 && path[n - 1] == '/'; n--)
    path[n - 1] = '\0';
  parent = g_path_get_dirname (path);

  if (g_file_test (parent, G_FILE_TEST_IS_DIR))
    return TRUE;

  lb_cli_complain (_ ("There is no folder “%s” to make “%s” in"), parent, data_dir);
  return FALSE;
}

static gboolean
refuse_database (const char *data_dir)
{
  g_autofree char *database = lb_service_folder_dup_database (data_dir);

  lb_cli_complain (
    _ ("“%s” is no database, or is damaged; it is left as it is. Put a copy of yours "
       "in its place, or name another folder"),
    database);

  return FALSE;
}

static gboolean
refuse (const char *data_dir)
{
  if (!g_file_test (data_dir, G_FILE_TEST_IS_DIR))
    lb_cli_complain (_ ("“%s” is not a folder"), data_dir);
  else
    lb_cli_complain (_ ("“%s” holds other things and no data of Lookbook; name an empty folder, or "
                        "one that is still to be made"),
                     data_dir);

  return FALSE;
}

gboolean
lb_cli_take_data_dir (char **data_dir)
{
  char *above = *data_dir;

  if (above == NULL)
    return TRUE;
  if (*above == '\0')
    {
      lb_cli_complain ("%s", _ ("--data names no folder"));
      return FALSE;
    }

  switch (lb_service_folder_look (above))
    {
    case LB_SERVICE_FOLDER_DATA:   return TRUE;
    case LB_SERVICE_FOLDER_NEW:    return can_be_made (above);
    case LB_SERVICE_FOLDER_OTHER:  return refuse (above);
    case LB_SERVICE_FOLDER_BROKEN: return refuse_database (above);
    case LB_SERVICE_FOLDER_ABOVE:
    default:
      *data_dir = lb_service_folder_dup_below (above);
      g_free (above);
      return TRUE;
    }
}
