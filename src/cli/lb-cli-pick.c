#include "config.h"

#include "cli/lb-cli-pick.h"

#include <fnmatch.h>
#include <glib/gi18n.h>

#include "cli/lb-cli-filter.h"
#include "cli/lb-cli-names.h"
#include "cli/lb-cli-options.h"

gboolean
lb_cli_pick_read (char **given,
                  gboolean is_null,
                  const char *filter,
                  char ***names,
                  LbQuery **query,
                  LbCliExit *exit)
{
  *exit = LB_CLI_USAGE;
  if (!(*names = lb_cli_names_read (given, is_null)) || !lb_cli_filter_read (filter, query))
    return FALSE;
  if (*given == NULL || **names != NULL)
    return TRUE;

  *exit = LB_CLI_REFUSED;
  lb_cli_complain ("%s", _ ("The list of images is empty"));

  return FALSE;
}

static gboolean
is_called (LbImage *image, const char *name)
{
  const char *shown = lb_image_get_shown_name (image);
  guint64 id = 0;

  return (g_ascii_string_to_unsigned (name, 10, 1, G_MAXINT64, &id, NULL) &&
          lb_image_get_id (image) == (gint64) id) ||
         g_strcmp0 (shown, name) == 0 || g_strcmp0 (lb_image_get_image_name (image), name) == 0 ||
         (shown != NULL && fnmatch (name, shown, 0) == 0);
}

/* Adds to @wanted what @name says; FALSE where that is none. */
static gboolean
add_named (GListModel *images, const char *name, GHashTable *wanted)
{
  gboolean found = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (images); i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (images, i);

      if (!is_called (image, name))
        continue;
      found = TRUE;
      g_hash_table_add (wanted, image); /* the list keeps it */
    }
  if (!found)
    /* Translators: what somebody has called an image, or a pattern */
    lb_cli_complain (_ ("There is no image “%s” in the dataset"), name);

  return found;
}

GPtrArray *
lb_cli_pick_images (LbCliPlace *place, char **names, LbQuery *query, LbCliExit *exit)
{
  GListModel *images = lb_session_get_images (place->session, place->dataset);
  g_autoptr (LbImageFinder) finder = NULL;
  g_autoptr (GHashTable) wanted = g_hash_table_new (NULL, NULL);
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) error = NULL;
  gboolean all_there = TRUE;

  *exit = LB_CLI_REFUSED;
  for (gsize i = 0; names[i] != NULL; i++)
    all_there &= add_named (images, names[i], wanted);
  if (!all_there)
    return NULL;

  finder = lb_image_finder_new (place->session, place->dataset, images);
  if (!(found =
          lb_cli_filter_find (finder, place->session, place->dataset, query, place->stop, &error)))
    {
      *exit = lb_cli_give_up (error);
      return NULL;
    }
  for (guint i = found->len; i > 0 && *names != NULL; i--)
    if (!g_hash_table_contains (wanted, found->pdata[i - 1]))
      g_ptr_array_remove_index (found, i - 1);
  if (found->len > 0)
    return g_steal_pointer (&found);

  lb_cli_complain ("%s", query != NULL ? _ ("The filter finds no image")
                                       : _ ("The dataset has no images"));
  return NULL;
}
