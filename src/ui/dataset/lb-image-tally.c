#include "config.h"

#include "ui/dataset/lb-image-tally.h"

struct _LbImageTally
{
  GObject parent_instance;

  LbSession *session;  /* (owned) (nullable) */
  LbDataset *dataset;  /* (owned) */
  GListModel *images;  /* (owned) */
  GPtrArray *followed; /* (owned) (element-type LbImage): as in @images */

  guint shown[LB_N_IMAGE_SHOWS];
  guint ready;
  guint reviewed;
  guint idle_id;
};

G_DEFINE_FINAL_TYPE (LbImageTally, lb_image_tally, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
count (LbImageTally *self)
{
  memset (self->shown, 0, sizeof self->shown);
  self->ready = 0;
  self->reviewed = 0;

  for (guint i = 0; i < self->followed->len; i++)
    {
      LbImage *image = g_ptr_array_index (self->followed, i);
      LbImageState state = lb_image_state (self->session, self->dataset, image);

      self->shown[LB_SHOW_ALL]++;
      if (lb_image_state_is_ready (state))
        self->ready++;
      if (state == LB_IMAGE_APPROVED)
        self->reviewed++;
      if (state == LB_IMAGE_TO_REVIEW)
        self->shown[LB_SHOW_TO_REVIEW]++;
      else if (state == LB_IMAGE_STALE)
        self->shown[LB_SHOW_STALE]++;
      else if (state == LB_IMAGE_INVALID)
        self->shown[LB_SHOW_INVALID]++;
      else if (state == LB_IMAGE_CONFLICT)
        self->shown[LB_SHOW_CONFLICT]++;
      else if (!lb_image_state_is_ready (state))
        self->shown[LB_SHOW_MISSING]++;
      if (lb_image_is_hand_written (self->session, image))
        self->shown[LB_SHOW_HAND_WRITTEN]++;
    }
}

static gboolean
idle_cb (gpointer data)
{
  LbImageTally *self = data;

  self->idle_id = 0;
  count (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);

  return G_SOURCE_REMOVE;
}

static void
queue_count (LbImageTally *self)
{
  if (self->idle_id == 0)
    self->idle_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, idle_cb, self, NULL);
}

static void
follow (LbImageTally *self, LbImage *image)
{
  g_signal_connect_swapped (image, "notify::text", G_CALLBACK (queue_count), self);
  g_signal_connect_swapped (image, "notify::caption-source", G_CALLBACK (queue_count), self);
}

static void
unfollow (gpointer image, gpointer self)
{
  g_signal_handlers_disconnect_by_data (image, self);
}

static void
items_changed_cb (
  GListModel *images, guint position, guint removed, guint added, LbImageTally *self)
{
  for (guint i = 0; i < removed; i++)
    unfollow (g_ptr_array_index (self->followed, position + i), self);
  if (removed > 0)
    g_ptr_array_remove_range (self->followed, position, removed);

  for (guint i = 0; i < added; i++)
    {
      LbImage *image = g_list_model_get_item (images, position + i);

      follow (self, image);
      g_ptr_array_insert (self->followed, (int) (position + i), image);
    }

  queue_count (self);
}

static void
lb_image_tally_dispose (GObject *object)
{
  LbImageTally *self = LB_IMAGE_TALLY (object);

  g_clear_handle_id (&self->idle_id, g_source_remove);
  if (self->followed != NULL)
    g_ptr_array_foreach (self->followed, unfollow, self);
  g_clear_pointer (&self->followed, g_ptr_array_unref);
  if (self->images != NULL)
    g_signal_handlers_disconnect_by_data (self->images, self);
  if (self->dataset != NULL)
    g_signal_handlers_disconnect_by_data (self->dataset, self);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->images);
  g_clear_object (&self->dataset);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (lb_image_tally_parent_class)->dispose (object);
}

static void
lb_image_tally_class_init (LbImageTallyClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = lb_image_tally_dispose;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
lb_image_tally_init (LbImageTally *self)
{
  self->followed = g_ptr_array_new_with_free_func (g_object_unref);
}

LbImageTally *
lb_image_tally_new (LbSession *session, LbDataset *dataset, GListModel *images)
{
  LbImageTally *self = g_object_new (LB_TYPE_IMAGE_TALLY, NULL);

  g_set_object (&self->session, session);
  self->dataset = g_object_ref (dataset);
  self->images = g_object_ref (images);

  g_signal_connect (images, "items-changed", G_CALLBACK (items_changed_cb), self);
  g_signal_connect_swapped (dataset, "notify::captioning", G_CALLBACK (queue_count), self);
  g_signal_connect_swapped (dataset, "notify::completed", G_CALLBACK (queue_count), self);
  g_signal_connect_swapped (dataset, "notify::visual-schema", G_CALLBACK (queue_count), self);
  if (session != NULL)
    {
      g_signal_connect_swapped (session, "edit-state-changed", G_CALLBACK (queue_count), self);
      g_signal_connect_swapped (session, "review-changed", G_CALLBACK (queue_count), self);
    }
  items_changed_cb (images, 0, 0, g_list_model_get_n_items (images), self);
  count (self);

  return self;
}

guint
lb_image_tally_get_shown (LbImageTally *self, LbImageShow show)
{
  g_return_val_if_fail (LB_IS_IMAGE_TALLY (self), 0);
  g_return_val_if_fail (show < LB_N_IMAGE_SHOWS, 0);

  return self->shown[show];
}

gboolean
lb_image_tally_knows (LbImageTally *self, LbImageShow show)
{
  g_return_val_if_fail (LB_IS_IMAGE_TALLY (self), FALSE);

  return show != LB_SHOW_STALE || lb_dataset_is_fibo (self->dataset);
}

guint
lb_image_tally_get_ready (LbImageTally *self)
{
  g_return_val_if_fail (LB_IS_IMAGE_TALLY (self), 0);

  return self->ready;
}

guint
lb_image_tally_get_reviewed (LbImageTally *self)
{
  g_return_val_if_fail (LB_IS_IMAGE_TALLY (self), 0);

  return self->reviewed;
}
