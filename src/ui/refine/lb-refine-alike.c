#include "config.h"

#include "ui/refine/lb-refine-alike.h"

#include "ui/diff/lb-change-words.h"

static const char key_data[] = "lb-alike-key";

/* Which field it is and what becomes of it, as people read it: the second object of one caption is
 * not the second of another, but two of the same name are alike. */
static const char *
key_of (LbCaptionItem *item, LbPromptChange *change)
{
  char *key = g_object_get_data (G_OBJECT (change), key_data);

  if (key == NULL)
    {
      g_autofree char *title = lb_change_title (change, lb_caption_item_get_before (item));
      const char *tag = lb_change_tag (change);

      key = g_strdup_printf ("%s\n%s", title, tag != NULL ? tag : "");
      g_object_set_data_full (G_OBJECT (change), key_data, key, g_free);
    }

  return key;
}

static void
add_alike (GPtrArray *alike, LbCaptionItem *item, const char *key, gboolean accepted)
{
  GListModel *changes = lb_caption_item_get_changes (item);

  for (guint i = 0; changes != NULL && i < g_list_model_get_n_items (changes); i++)
    {
      g_autoptr (LbPromptChange) change = g_list_model_get_item (changes, i);

      if (lb_prompt_change_get_accepted (change) != accepted &&
          g_str_equal (key_of (item, change), key))
        g_ptr_array_add (alike, g_steal_pointer (&change));
    }
}

GPtrArray *
lb_refine_alike (GListModel *items, LbCaptionItem *item, LbPromptChange *change)
{
  GPtrArray *alike = g_ptr_array_new_with_free_func (g_object_unref);
  const gboolean accepted = lb_prompt_change_get_accepted (change);
  const char *key = key_of (item, change);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (LbCaptionItem) other = g_list_model_get_item (items, i);

      if (other != item)
        add_alike (alike, other, key, accepted);
    }

  return alike;
}
