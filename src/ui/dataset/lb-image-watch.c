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

/* By their numbers: to look for them among those of all other widgets takes as long as there are
 * many. */
void
lb_image_watch_clear (LbImageWatch *self)
{
  g_clear_signal_handler (&self->on_image, self->image);
  for (gsize i = 0; i < G_N_ELEMENTS (self->on_dataset); i++)
    g_clear_signal_handler (&self->on_dataset[i], self->dataset);
  for (gsize i = 0; i < G_N_ELEMENTS (self->on_session); i++)
    g_clear_signal_handler (&self->on_session[i], self->session);

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
  static const char *const of_dataset[] = { "notify::captioning", "notify::completed",
                                            "notify::visual-schema" };
  static const char *const of_session[] = { "edit-state-changed", "review-changed" };

  lb_image_watch_clear (self);
  if (image == NULL)
    return;

  g_set_object (&self->session, session);
  self->dataset = g_object_ref (dataset);
  self->image = g_object_ref (image);
  self->changed = changed;
  self->widget = widget;

  self->on_image = g_signal_connect_swapped (image, "notify", G_CALLBACK (changed_cb), self);
  for (gsize i = 0; i < G_N_ELEMENTS (self->on_dataset); i++)
    self->on_dataset[i] =
      g_signal_connect_swapped (dataset, of_dataset[i], G_CALLBACK (changed_cb), self);
  if (session != NULL)
    for (gsize i = 0; i < G_N_ELEMENTS (self->on_session); i++)
      self->on_session[i] =
        g_signal_connect (session, of_session[i], G_CALLBACK (image_state_changed_cb), self);

  changed_cb (self);
}
