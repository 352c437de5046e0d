#include "fault-scan.h"

#include <string.h>

/* FALSE for a process that has ended meanwhile. */
static gboolean
look (const char *id, const char *name, const char *token)
{
  g_autofree char *path = g_build_filename ("/proc", id, name, NULL);
  g_autofree char *bytes = NULL;
  gsize length = 0;

  if (!g_file_get_contents (path, &bytes, &length, NULL))
    return FALSE;
  if (memmem (bytes, length, token, strlen (token)) != NULL)
    g_error ("The token is in %s", path);

  return TRUE;
}

/* (transfer full) (nullable): the program that the process @id runs. */
static char *
dup_program (const char *id)
{
  g_autofree char *path = g_build_filename ("/proc", id, "exe", NULL);

  return g_file_read_link (path, NULL);
}

/* Whether @id is a process that one of @told has just split off, which still is that one until it
 * begins a program of its own. */
static gboolean
is_split_off (const char *id, const char *const *told)
{
  g_autofree char *path = g_build_filename ("/proc", id, "stat", NULL);
  g_autofree char *stat = NULL;
  g_autofree char *program = dup_program (id);
  g_auto (GStrv) fields = NULL;
  g_autofree char *parent_program = NULL;

  if (program == NULL || !g_file_get_contents (path, &stat, NULL, NULL) ||
      strrchr (stat, ')') == NULL)
    return FALSE;

  /* ") S 12 ": its state, and who has begun it. */
  fields = g_strsplit (strrchr (stat, ')'), " ", 4);
  if (g_strv_length (fields) < 3 || !g_strv_contains (told, fields[2]))
    return FALSE;
  parent_program = dup_program (fields[2]);

  return g_strcmp0 (program, parent_program) == 0;
}

guint
fault_scan_processes (const char *token, const char *const *told)
{
  g_autoptr (GDir) processes = g_dir_open ("/proc", 0, NULL);
  const char *id = NULL;
  guint n_looks = 0;

  while ((id = g_dir_read_name (processes)) != NULL)
    {
      if (!g_ascii_isdigit (*id))
        continue;
      n_looks += look (id, "cmdline", token);
      if (told == NULL || (!g_strv_contains (told, id) && !is_split_off (id, told)))
        n_looks += look (id, "environ", token);
    }

  return n_looks;
}
