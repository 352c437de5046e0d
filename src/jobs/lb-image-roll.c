#include "jobs/lb-image-roll.h"

#define AT_A_TIME 500 /* images, in one turn of the main loop */
/* What waits to be drawn is drawn in between. */
#define REST_PRIORITY (G_PRIORITY_HIGH_IDLE + 30)

struct _LbImageRoll
{
  GListModel *images; /* (owned) */
  GPtrArray *entries; /* (owned) (element-type LbImageRollEntry): of the first of @images */
  GHashTable *found;  /* (owned) (element-type LbImage LbImageRollEntry): the same */
  const LbImageRollKind *kind;
  gpointer owner;
  guint rest_id;
};

static void
notify_cb (LbImage *image, GParamSpec *pspec, LbImageRoll *self)
{
  gpointer entry = g_hash_table_lookup (self->found, image);

  if (entry != NULL)
    self->kind->notified (self->owner, entry, pspec);
}

/* @image: (transfer full) */
static LbImageRollEntry *
enter (LbImageRoll *self, LbImage *image)
{
  LbImageRollEntry *entry = g_malloc0 (self->kind->entry_size);

  entry->image = image;
  entry->handler_id = g_signal_connect (image, self->kind->signal, G_CALLBACK (notify_cb), self);
  g_hash_table_insert (self->found, image, entry);
  self->kind->came (self->owner, entry);

  return entry;
}

static void
leave (LbImageRoll *self, LbImageRollEntry *entry)
{
  g_signal_handler_disconnect (entry->image, entry->handler_id);
  g_hash_table_remove (self->found, entry->image);
  self->kind->went (self->owner, entry);
  g_object_unref (entry->image);
  g_free (entry);
}

/* Whether there was anything to be put on the roll. */
static gboolean
enter_some (LbImageRoll *self, guint most)
{
  const guint n = g_list_model_get_n_items (self->images);
  const guint first = self->entries->len;

  for (guint i = first; i < n && i - first < most; i++)
    g_ptr_array_add (self->entries, enter (self, g_list_model_get_item (self->images, i)));

  return self->entries->len > first;
}

static void queue_rest (LbImageRoll *self);

static gboolean
rest_cb (gpointer data)
{
  LbImageRoll *self = data;

  self->rest_id = 0;
  if (enter_some (self, AT_A_TIME))
    self->kind->changed (self->owner, FALSE);
  queue_rest (self);

  return G_SOURCE_REMOVE;
}

/* What is not on the roll yet comes in later turns of the main loop. */
static void
queue_rest (LbImageRoll *self)
{
  if (self->rest_id == 0 && !lb_image_roll_is_complete (self))
    self->rest_id = g_idle_add_full (REST_PRIORITY, rest_cb, self, NULL);
}

/* Behind what is on the roll nothing has to be done now; what comes to its end waits there. */
static void
items_changed_cb (GListModel *images, guint position, guint removed, guint added, LbImageRoll *self)
{
  const guint known = self->entries->len;
  const guint gone = position < known ? MIN (removed, known - position) : 0;
  const gboolean amid = position + removed < known;

  for (guint i = 0; i < gone; i++)
    leave (self, g_ptr_array_index (self->entries, position + i));
  if (gone > 0)
    g_ptr_array_remove_range (self->entries, position, gone);
  for (guint i = 0; amid && i < added; i++)
    g_ptr_array_insert (self->entries, (int) (position + i),
                        enter (self, g_list_model_get_item (images, position + i)));
  if (self->rest_id == 0)
    {
      enter_some (self, AT_A_TIME);
      queue_rest (self);
    }
  self->kind->changed (self->owner, gone > 0);
}

LbImageRoll *
lb_image_roll_new (GListModel *images, const LbImageRollKind *kind, gpointer owner)
{
  LbImageRoll *self = g_new0 (LbImageRoll, 1);

  self->images = g_object_ref (images);
  self->entries = g_ptr_array_new ();
  self->found = g_hash_table_new (NULL, NULL);
  self->kind = kind;
  self->owner = owner;
  g_signal_connect (images, "items-changed", G_CALLBACK (items_changed_cb), self);
  enter_some (self, AT_A_TIME);
  queue_rest (self);

  return self;
}

void
lb_image_roll_free (LbImageRoll *self)
{
  g_clear_handle_id (&self->rest_id, g_source_remove);
  g_signal_handlers_disconnect_by_data (self->images, self);
  for (guint i = 0; i < self->entries->len; i++)
    leave (self, g_ptr_array_index (self->entries, i));
  g_ptr_array_unref (self->entries);
  g_hash_table_unref (self->found);
  g_object_unref (self->images);
  g_free (self);
}

void
lb_image_roll_complete (LbImageRoll *self)
{
  g_clear_handle_id (&self->rest_id, g_source_remove);
  if (enter_some (self, G_MAXUINT))
    self->kind->changed (self->owner, FALSE);
}

gboolean
lb_image_roll_is_complete (const LbImageRoll *self)
{
  return self->entries->len == g_list_model_get_n_items (self->images);
}

guint
lb_image_roll_get_length (const LbImageRoll *self)
{
  return self->entries->len;
}

gpointer
lb_image_roll_get (const LbImageRoll *self, guint position)
{
  return g_ptr_array_index (self->entries, position);
}

gpointer
lb_image_roll_find (const LbImageRoll *self, const LbImage *image)
{
  return g_hash_table_lookup (self->found, image);
}
