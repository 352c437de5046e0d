#include "worker-processes.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int
compare_pids (gconstpointer a, gconstpointer b)
{
  return *(const int *) a - *(const int *) b;
}

GArray *
worker_processes_find (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc", 0, NULL);
  GArray *pids = g_array_new (FALSE, FALSE, sizeof (int));
  const char *name;

  while ((name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename ("/proc", name, "stat", NULL);
      g_autofree char *stat = NULL;
      const char *rest;
      int parent;
      int pid = atoi (name);

      if (pid <= 0 || !g_file_get_contents (path, &stat, NULL, NULL) ||
          !(rest = strrchr (stat, ')')) || sscanf (rest, ") %*c %d", &parent) != 1)
        continue;
      if (parent == getpid ())
        g_array_append_val (pids, pid);
    }
  g_array_sort (pids, compare_pids);
  return pids;
}

void
worker_processes_signal (int number)
{
  g_autoptr (GArray) pids = worker_processes_find ();

  g_assert_cmpuint (pids->len, >, 0);
  for (guint i = 0; i < pids->len; i++)
    kill (g_array_index (pids, int, i), number);
}

static guint64
read_number (const char *text)
{
  return g_str_equal (text, "unlimited") ? G_MAXUINT64 : g_ascii_strtoull (text, NULL, 10);
}

void
worker_processes_read_limit (int pid, const char *name, guint64 *soft, guint64 *hard)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/limits", pid);
  g_autofree char *limits = NULL;
  g_autoptr (GError) error = NULL;
  char soft_text[32];
  char hard_text[32];
  const char *row;

  g_file_get_contents (path, &limits, NULL, &error);
  g_assert_no_error (error);
  row = strstr (limits, name);
  g_assert_nonnull (row);
  g_assert_cmpint (sscanf (row + strlen (name), "%31s %31s", soft_text, hard_text), ==, 2);
  *soft = read_number (soft_text);
  *hard = read_number (hard_text);
}

guint
worker_processes_count_descriptors (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir))
    n++;
  return n;
}

char *
worker_processes_read_status (int pid, const char *name)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/status", pid);
  g_autofree char *text = NULL;
  g_autofree char *start = g_strdup_printf ("\n%s:", name);
  g_autoptr (GError) error = NULL;
  const char *row;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  row = strstr (text, start);
  g_assert_nonnull (row);
  row += strlen (start);

  return g_strstrip (g_strndup (row, strcspn (row, "\n")));
}
