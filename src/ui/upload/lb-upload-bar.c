#include "config.h"

#include "ui/upload/lb-upload-bar.h"

struct _LbUploadBar
{
  AdwBin parent_instance;

  GtkWidget *icon;
  GtkLabel *words;
  GtkProgressBar *progress;

  LbUploadQueue *queue; /* (owned) (nullable) until set */
  int announced;        /* quarters that were told */
};

G_DEFINE_FINAL_TYPE (LbUploadBar, lb_upload_bar, ADW_TYPE_BIN)

/* At 25 % steps. */
static void
announce (LbUploadBar *self, const char *words)
{
  const int quarter = (int) (lb_upload_queue_get_fraction (self->queue) * 4);

  if (!lb_upload_queue_get_running (self->queue))
    self->announced = 0;
  if (quarter <= self->announced || !lb_upload_queue_get_running (self->queue))
    return;

  self->announced = quarter;
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_accessible_announce (GTK_ACCESSIBLE (self), words,
                             GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
update (LbUploadBar *self)
{
  g_autofree char *words = lb_upload_queue_words (self->queue);
  const gboolean running = lb_upload_queue_get_running (self->queue);

  gtk_label_set_label (self->words, words);
  gtk_progress_bar_set_fraction (self->progress, lb_upload_queue_get_fraction (self->queue));
  gtk_widget_set_visible (self->icon, !running && lb_upload_queue_get_n_failed (self->queue) > 0);
  announce (self, words);
}

static void
lb_upload_bar_dispose (GObject *object)
{
  LbUploadBar *self = LB_UPLOAD_BAR (object);

  g_clear_object (&self->queue);
  gtk_widget_dispose_template (GTK_WIDGET (object), LB_TYPE_UPLOAD_BAR);

  G_OBJECT_CLASS (lb_upload_bar_parent_class)->dispose (object);
}

static void
lb_upload_bar_class_init (LbUploadBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_upload_bar_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/upload/lb-upload-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, LbUploadBar, icon);
  gtk_widget_class_bind_template_child (widget_class, LbUploadBar, words);
  gtk_widget_class_bind_template_child (widget_class, LbUploadBar, progress);
}

static void
lb_upload_bar_init (LbUploadBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
lb_upload_bar_set_queue (LbUploadBar *self, LbUploadQueue *queue)
{
  g_return_if_fail (LB_IS_UPLOAD_BAR (self));
  g_return_if_fail (self->queue == NULL);

  self->queue = g_object_ref (queue);
  g_signal_connect_object (queue, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
