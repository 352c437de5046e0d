#include "config.h"

#include "cli/lb-cli-files.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "cli/lb-cli-options.h"

struct _LbCliFiles
{
  GListStore *list;  /* (owned) (element-type GFile) */
  GHashTable *names; /* (owned) GFile -> name as it was typed */
};

LbCliFiles *
lb_cli_files_new (char **names)
{
  g_autoptr (LbCliFiles) self = g_new0 (LbCliFiles, 1);

  self->list = g_list_store_new (G_TYPE_FILE);
  self->names =
    g_hash_table_new_full (g_file_hash, (GEqualFunc) g_file_equal, g_object_unref, g_free);

  for (gsize i = 0; names[i] != NULL; i++)
    {
      g_autoptr (GFile) file = g_file_new_for_commandline_arg (names[i]);

      if (*names[i] == '\0')
        {
          lb_cli_complain ("%s", _ ("The name of a file is empty"));
          return NULL;
        }
      g_list_store_append (self->list, file);
      if (!g_hash_table_contains (self->names, file))
        g_hash_table_insert (self->names, g_object_ref (file), g_strdup (names[i]));
    }

  return g_steal_pointer (&self);
}

void
lb_cli_files_free (LbCliFiles *self)
{
  g_clear_object (&self->list);
  g_clear_pointer (&self->names, g_hash_table_unref);
  g_free (self);
}

GListModel *
lb_cli_files_get_list (LbCliFiles *self)
{
  return G_LIST_MODEL (self->list);
}

/* (transfer full): @file as it is called from @root on, whose name was typed as @name. */
static char *
join (GFile *root, const char *name, GFile *file)
{
  g_autofree char *below = g_file_get_relative_path (root, file);

  if (below == NULL)
    return g_strdup (name);
  if (g_str_equal (name, "."))
    return g_steal_pointer (&below);

  return g_build_filename (name, below, NULL);
}

char *
lb_cli_files_dup_path (LbCliFiles *self, LbCandidate *candidate)
{
  GFile *file = lb_candidate_get_file (candidate);
  g_autoptr (GFile) root = file != NULL ? g_object_ref (file) : NULL;

  while (root != NULL)
    {
      const char *name = g_hash_table_lookup (self->names, root);
      GFile *above = NULL;

      if (name != NULL)
        {
          g_autofree char *path = join (root, name, file);

          return lb_visible_text (path);
        }
      above = g_file_get_parent (root);
      g_object_unref (root);
      root = above;
    }

  return lb_visible_text (lb_candidate_get_name (candidate));
}
