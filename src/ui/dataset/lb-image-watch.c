#include "config.h"

#include "ui/dataset/lb-image-watch.h"

static void
changed_cb (LbImageWatch *self)
{
  self->changed (self->widget);
}

static void
image_state_changed_cb (LbSession *session, LbImage *image, LbImageWatch *self)
{
  if (image == self->image)
    self->changed (self->widget);
}

void
lb_image_watch_clear (LbImageWatch *self)
{
  if (self->image != NULL)
    g_signal_handlers_disconnect_by_data (self->image, self);
  if (self->dataset != NULL)
    g_signal_handlers_disconnect_by_data (self->dataset, self);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);

  g_clear_object (&self->image);
  g_clear_object (&self->dataset);
  g_clear_object (&self->session);
}

void
lb_image_watch_set (LbImageWatch *self,
                    LbSession *session,
                    LbDataset *dataset,
                    LbImage *image,
                    void (*changed) (gpointer widget),
                    gpointer widget)
{
  lb_image_watch_clear (self);
  if (image == NULL)
    return;

  g_set_object (&self->session, session);
  self->dataset = g_object_ref (dataset);
  self->image = g_object_ref (image);
  self->changed = changed;
  self->widget = widget;

  g_signal_connect_swapped (image, "notify", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (dataset, "notify::captioning", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (dataset, "notify::completed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (dataset, "notify::visual-schema", G_CALLBACK (changed_cb), self);
  if (session != NULL)
    {
      g_signal_connect (session, "edit-state-changed", G_CALLBACK (image_state_changed_cb), self);
      g_signal_connect (session, "review-changed", G_CALLBACK (image_state_changed_cb), self);
    }

  changed_cb (self);
}
