#include "config.h"

#include "cli/lb-cli-trash-wait.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "cli/lb-cli-options.h"
#include "cli/lb-cli-words.h"
#include "model/lb-image-name.h"

#define PATIENCE_S 60 /* while nothing moves */
#define LOOK_MS 100

void
lb_cli_trash_wait (LbTrash *trash, GCancellable *stop)
{
  guint before = lb_trash_get_n_waiting (trash);
  gint64 moved_us = g_get_monotonic_time ();

  while (!lb_trash_is_at_rest (trash) &&
         g_get_monotonic_time () - moved_us < PATIENCE_S * G_USEC_PER_SEC &&
         !g_cancellable_is_cancelled (stop))
    {
      lb_cli_wait (dex_timeout_new_msec (LOOK_MS), stop, NULL);
      if (lb_trash_get_n_waiting (trash) != before)
        moved_us = g_get_monotonic_time ();
      before = lb_trash_get_n_waiting (trash);
    }
}

char *
lb_cli_trash_dup_name (LbTrashItem *item)
{
  const char *name = lb_trash_item_get_name (item);
  char *known = lb_trash_item_is_dataset (item) ? g_strdup (name) : lb_image_name_unmark (name);

  return known != NULL ? known : g_strdup ("");
}

static void
tell_lost (LbTrashItem *item)
{
  GPtrArray *lost = lb_trash_item_get_lost (item);

  for (guint i = 0; i < lost->len; i++)
    {
      g_autofree char *name = lb_visible_text (g_ptr_array_index (lost, i));

      lb_cli_complain (_ ("The file of “%s” is gone, so no copy of it can be kept"), name);
    }
}

static gboolean
is_in (GListModel *list, LbTrashItem *item)
{
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (LbTrashItem) one = g_list_model_get_item (list, i);

      if (one == item)
        return TRUE;
    }

  return FALSE;
}

guint
lb_cli_trash_tell (LbTrash *trash, GPtrArray *items, GError **error)
{
  g_autoptr (GError) first = NULL;
  guint n = 0;

  for (guint i = 0; i < items->len; i++)
    {
      LbTrashItem *item = g_ptr_array_index (items, i);
      g_autofree char *name = lb_cli_trash_dup_name (item);
      g_autofree char *shown = lb_visible_text (name);
      g_autofree char *words = NULL;
      g_autoptr (GError) reason = lb_trash_item_dup_error (item);

      tell_lost (item);
      if (!is_in (G_LIST_MODEL (trash), item) || !lb_trash_item_get_waiting (item))
        continue;
      n++;
      if (reason == NULL)
        continue;

      words = lb_cli_error_words (reason);
      /* Translators: an image or a dataset, and why */
      lb_cli_complain (_ ("“%s” is not deleted yet: %s"), shown, words);
      if (first == NULL)
        first = g_steal_pointer (&reason);
    }
  if (first != NULL)
    g_propagate_error (error, g_steal_pointer (&first));

  return n;
}
