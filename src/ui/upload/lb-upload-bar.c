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
  LbUploadHalt halt;    /* that was told */
  gboolean running;     /* when last looked at */
};

G_DEFINE_FINAL_TYPE (LbUploadBar, lb_upload_bar, ADW_TYPE_BIN)

/* Whether there is something new to be told: another quarter, a stop, an end that needs a look. */
static gboolean
is_news (LbUploadBar *self)
{
  const int quarter = (int) (lb_upload_queue_get_fraction (self->queue) * 4);
  const LbUploadHalt halt = lb_upload_queue_get_halt (self->queue);
  const gboolean running = lb_upload_queue_get_running (self->queue);
  const gboolean halted = running && halt != self->halt && halt != LB_UPLOAD_HALT_NONE;
  const gboolean ended =
    self->running && !running && lb_upload_queue_get_n_failed (self->queue) > 0;
  const gboolean further = running && quarter > self->announced;

  self->halt = halt;
  self->running = running;
  self->announced = running ? MAX (self->announced, quarter) : 0;

  return halted || ended || further;
}

/* The bar itself is gone while the list is open. */
static void
announce (LbUploadBar *self, const char *words)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (is_news (self) && root != NULL && gtk_widget_get_mapped (GTK_WIDGET (root)))
    gtk_accessible_announce (GTK_ACCESSIBLE (root), words,
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
