#include "config.h"

#include "ui/upload/lb-upload-bar.h"

#include <glib/gi18n.h>

struct _LbUploadBar
{
  AdwBin parent_instance;

  GtkWidget *icon;
  GtkLabel *words;
  GtkProgressBar *progress;

  LbUploadQueue *queue; /* (owned) (nullable) until set */
};

G_DEFINE_FINAL_TYPE (LbUploadBar, lb_upload_bar, ADW_TYPE_BIN)

/* (nullable): why nothing is sent. */
static const char *
resting_words (LbUploadQueue *queue)
{
  if (lb_upload_queue_get_paused (queue))
    return C_ ("upload", "Paused");

  switch (lb_upload_queue_get_halt (queue))
    {
    case LB_UPLOAD_HALT_OFFLINE:      return _ ("Waiting for the network");
    case LB_UPLOAD_HALT_UNAUTHORIZED: return _ ("Sign in to go on");
    case LB_UPLOAD_HALT_SPACE:        return _ ("Waiting for room on the disk");
    case LB_UPLOAD_HALT_ELSEWHERE:    return _ ("Another window is uploading");
    case LB_UPLOAD_HALT_NONE:
    default:                          return NULL;
    }
}

char *
lb_upload_queue_words (LbUploadQueue *queue)
{
  guint total = lb_upload_queue_get_n_total (queue);
  guint done = lb_upload_queue_get_n_done (queue);
  guint failed = lb_upload_queue_get_n_failed (queue);
  guint stopped = lb_upload_queue_get_n_cancelled (queue);
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;

  if (lb_upload_queue_get_running (queue) && resting_words (queue) != NULL)
    return g_strdup (resting_words (queue));
  if (lb_upload_queue_get_running (queue))
    /* Translators: the number of the file being sent, of how many files */
    return g_strdup_printf (_ ("Uploading %'u of %'u"), MIN (done + failed + stopped + 1, total),
                            total);

  g_strv_builder_take (
    parts, g_strdup_printf (ngettext ("%'u image added", "%'u images added", done), done));
  if (failed > 0)
    g_strv_builder_take (
      parts, g_strdup_printf (ngettext ("%'u not sent", "%'u not sent", failed), failed));
  if (stopped > 0)
    g_strv_builder_take (
      parts, g_strdup_printf (ngettext ("%'u stopped", "%'u stopped", stopped), stopped));
  list = g_strv_builder_end (parts);

  /* Translators: between parts of a line, as in “3 images added · 1 not sent” */
  return g_strjoinv (C_ ("separator", " · "), list);
}

static void
update (LbUploadBar *self)
{
  g_autofree char *words = lb_upload_queue_words (self->queue);
  gboolean running = lb_upload_queue_get_running (self->queue);

  gtk_label_set_label (self->words, words);
  gtk_progress_bar_set_fraction (self->progress, lb_upload_queue_get_fraction (self->queue));
  gtk_widget_set_visible (self->icon, !running && lb_upload_queue_get_n_failed (self->queue) > 0);
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
