#include "config.h"

#include "cli/lb-cli-pick.h"

#include <glib/gi18n.h>

#include "cli/lb-cli-entered.h"
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
  return lb_cli_entered_fits_name (name, lb_image_get_shown_name (image)) ||
         g_strcmp0 (lb_image_get_image_name (image), name) == 0;
}

/* (nullable) (transfer none): the image that has the number @name. @is_plain: (out): it may be a
 * name as well. */
static LbImage *
find_numbered (GListModel *images, const char *name, gboolean *is_plain)
{
  gint64 id = 0;

  if (!lb_cli_entered_read_number (name, &id, is_plain))
    return NULL;

  for (guint i = 0; i < g_list_model_get_n_items (images); i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (images, i);

      if (lb_image_get_id (image) == id)
        return image; /* the list keeps it */
    }

  return NULL;
}

/* Adds to @wanted what @name says; FALSE where that is none. */
static gboolean
add_named (GListModel *images, const char *name, GHashTable *wanted)
{
  gboolean is_plain = TRUE;
  LbImage *numbered = find_numbered (images, name, &is_plain);
  gboolean found = numbered != NULL;

  if (numbered != NULL)
    g_hash_table_add (wanted, numbered);
  for (guint i = 0; i < g_list_model_get_n_items (images) && (is_plain || !found); i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (images, i);

      if (!is_called (image, name))
        continue;
      if (numbered != NULL && image != numbered)
        {
          lb_cli_entered_complain_of_both (name);
          return FALSE;
        }
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
  gboolean all_there = TRUE;

  *exit = LB_CLI_REFUSED;
  for (gsize i = 0; names[i] != NULL; i++)
    all_there &= add_named (images, names[i], wanted);
  if (!all_there)
    return NULL;

  finder = lb_image_finder_new (place->session, place->dataset, images);
  if (!(found = lb_cli_filter_find (finder, place, query, exit)))
    return NULL;
  for (guint i = found->len; i > 0 && *names != NULL; i--)
    if (!g_hash_table_contains (wanted, found->pdata[i - 1]))
      g_ptr_array_remove_index (found, i - 1);
  if (found->len > 0)
    return g_steal_pointer (&found);

  lb_cli_complain ("%s", query != NULL ? _ ("The filter finds no image")
                                       : _ ("The dataset has no images"));
  return NULL;
}
