#include "config.h"

#include "ui/upload/lb-upload-bar.h"

#include <glib/gi18n.h>

struct _LbUploadBar
{
  AdwBin parent_instance;

  GtkImage *icon;
  GtkLabel *words;
  GtkProgressBar *progress;
  GtkButton *go_on_button;
  GtkWidget *dismiss_button;

  LbUploadQueue *queue; /* (owned) (nullable) until set */
  int announced;        /* quarters that were told */
  gboolean running;     /* when last looked at */
  gboolean paused;      /* the same, while it runs */
  LbUploadHalt halt;    /* the same */
};

G_DEFINE_FINAL_TYPE (LbUploadBar, lb_upload_bar, ADW_TYPE_BIN)

/* Whether there is something new to be told: another quarter, a stop, the end. */
static gboolean
is_news (LbUploadBar *self)
{
  const int quarter = (int) (lb_upload_queue_get_fraction (self->queue) * 4);
  const gboolean running = lb_upload_queue_get_running (self->queue);
  const gboolean paused = running && lb_upload_queue_get_paused (self->queue);
  const LbUploadHalt halt =
    running && !paused ? lb_upload_queue_get_halt (self->queue) : LB_UPLOAD_HALT_NONE;
  const gboolean rests =
    (paused && !self->paused) || (halt != self->halt && halt != LB_UPLOAD_HALT_NONE);
  const gboolean ended = self->running && !running && lb_upload_queue_get_n_total (self->queue) > 0;
  const gboolean further = running && quarter > self->announced;

  self->halt = halt;
  self->paused = paused;
  self->running = running;
  self->announced = running ? MAX (self->announced, quarter) : 0;

  return rests || ended || further;
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
update_icon (LbUploadBar *self, gboolean running)
{
  const gboolean failed = lb_upload_queue_get_n_failed (self->queue) > 0;

  gtk_widget_set_visible (GTK_WIDGET (self->icon), !running);
  gtk_image_set_from_icon_name (self->icon,
                                failed ? "dialog-error-symbolic" : "object-select-symbolic");
  gtk_widget_remove_css_class (GTK_WIDGET (self->icon), failed ? "success" : "error");
  gtk_widget_add_css_class (GTK_WIDGET (self->icon), failed ? "error" : "success");
}

/* What waits for a person can be sent on its way from here; what has failed is in the list. */
static void
update_buttons (LbUploadBar *self, gboolean running)
{
  const gboolean signs_in = lb_upload_queue_needs_sign_in (self->queue);
  const gboolean paused = lb_upload_queue_get_paused (self->queue);

  gtk_button_set_label (self->go_on_button, signs_in ? _ ("Sign _In…") : _ ("_Resume"));
  gtk_widget_set_visible (GTK_WIDGET (self->go_on_button), running && (paused || signs_in));
  gtk_widget_set_visible (self->dismiss_button,
                          !running && lb_upload_queue_get_n_failed (self->queue) == 0);
}

static void
update (LbUploadBar *self)
{
  g_autofree char *words = lb_upload_queue_words (self->queue);
  const gboolean running = lb_upload_queue_get_running (self->queue);

  gtk_label_set_label (self->words, words);
  gtk_progress_bar_set_fraction (self->progress, lb_upload_queue_get_fraction (self->queue));
  gtk_widget_set_visible (GTK_WIDGET (self->progress), running);
  update_icon (self, running);
  update_buttons (self, running);
  announce (self, words);
}

static void
go_on_clicked_cb (GtkButton *button, LbUploadBar *self)
{
  if (lb_upload_queue_needs_sign_in (self->queue))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.sign-in", NULL);
  else
    lb_upload_queue_resume (self->queue);
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
  gtk_widget_class_bind_template_child (widget_class, LbUploadBar, go_on_button);
  gtk_widget_class_bind_template_child (widget_class, LbUploadBar, dismiss_button);
  gtk_widget_class_bind_template_callback (widget_class, go_on_clicked_cb);
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
