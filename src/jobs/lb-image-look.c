#include "jobs/lb-image-look.h"

#include "model/lb-query-matcher.h"

struct _LbImageLook
{
  gatomicrefcount ref_count;
  LbQuery *query;      /* (owned) (nullable) */
  LbQueryPaths *paths; /* (owned) */
  GArray *items;       /* (owned) (element-type LbImageLookItem) */
};

static void
item_clear (gpointer data)
{
  LbImageLookItem *self = data;

  g_clear_pointer (&self->record, lb_query_record_unref);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->caption, g_free);
}

LbImageLook *
lb_image_look_new (LbQuery *query, LbQueryPaths *paths, guint n_items)
{
  LbImageLook *self = g_new0 (LbImageLook, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->query = query != NULL ? g_object_ref (query) : NULL;
  self->paths = lb_query_paths_ref (paths);
  self->items = g_array_sized_new (FALSE, TRUE, sizeof (LbImageLookItem), n_items);
  g_array_set_clear_func (self->items, item_clear);

  return self;
}

LbImageLook *
lb_image_look_ref (LbImageLook *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
lb_image_look_unref (LbImageLook *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_object (&self->query);
  lb_query_paths_unref (self->paths);
  g_array_unref (self->items);
  g_free (self);
}

void
lb_image_look_add (LbImageLook *self,
                   LbQueryRecord *record,
                   const LbQueryFacts *facts,
                   guint version)
{
  const LbImageLookItem item = {
    .record = record != NULL ? lb_query_record_ref (record) : NULL,
    .facts = *facts,
    .version = version,
  };

  g_array_append_val (self->items, item);
}

void
lb_image_look_set_text (LbImageLook *self,
                        const char *name,
                        const char *caption,
                        gboolean is_prompt)
{
  LbImageLookItem *item = &g_array_index (self->items, LbImageLookItem, self->items->len - 1);

  item->name = g_strdup (name);
  item->caption = g_strdup (caption);
  item->is_prompt = is_prompt;
}

void
lb_image_look_run (LbImageLook *self)
{
  g_autoptr (LbQueryMatcher) matcher =
    self->query != NULL ? lb_query_matcher_new (self->query, self->paths) : NULL;

  for (guint i = 0; i < self->items->len; i++)
    {
      LbImageLookItem *item = &g_array_index (self->items, LbImageLookItem, i);

      if (item->record == NULL)
        item->record =
          lb_query_record_new (self->paths, item->name, item->caption, item->is_prompt);
      g_clear_pointer (&item->name, g_free);
      g_clear_pointer (&item->caption, g_free);
      item->found =
        matcher == NULL || lb_query_matcher_matches (matcher, item->record, &item->facts);
    }
}

const LbImageLookItem *
lb_image_look_get (LbImageLook *self, guint position)
{
  return &g_array_index (self->items, LbImageLookItem, position);
}
