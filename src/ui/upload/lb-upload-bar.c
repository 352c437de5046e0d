#include "config.h"

#include "ui/upload/lb-upload-bar.h"

#include <glib/gi18n.h>

struct _LbUploadBar
{
  AdwBin parent_instance;

  GtkWidget *icon;
  GtkLabel *words;
  GtkProgressBar *progress;

  LbUploadJob *job; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (LbUploadBar, lb_upload_bar, ADW_TYPE_BIN)

char *
lb_upload_words (LbUploadJob *job)
{
  guint total = lb_upload_job_get_n_total (job);
  guint done = lb_upload_job_get_n_done (job);
  guint failed = lb_upload_job_get_n_failed (job);
  g_autofree char *added = NULL;
  g_autofree char *lost = NULL;

  if (lb_upload_job_get_running (job))
    return g_strdup_printf (_ ("Uploading %'u of %'u"), MIN (done + failed + 1, total), total);

  added = g_strdup_printf (ngettext ("%'u image added", "%'u images added", done), done);
  if (failed == 0)
    return g_steal_pointer (&added);

  lost = g_strdup_printf (ngettext ("%'u not sent", "%'u not sent", failed), failed);
  return g_strdup_printf ("%s · %s", added, lost);
}

static void
update (LbUploadBar *self)
{
  g_autofree char *words = lb_upload_words (self->job);
  gboolean running = lb_upload_job_get_running (self->job);
  double fraction;

  g_object_get (self->job, "fraction", &fraction, NULL);
  gtk_label_set_label (self->words, words);
  gtk_progress_bar_set_fraction (self->progress, CLAMP (fraction, 0, 1));
  gtk_widget_set_visible (self->icon, !running && lb_upload_job_get_n_failed (self->job) > 0);
}

static void
let_go (LbUploadBar *self)
{
  if (self->job != NULL)
    g_signal_handlers_disconnect_by_data (self->job, self);
  g_clear_object (&self->job);
}

static void
lb_upload_bar_dispose (GObject *object)
{
  let_go (LB_UPLOAD_BAR (object));
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
lb_upload_bar_set_job (LbUploadBar *self, LbUploadJob *job)
{
  g_return_if_fail (LB_IS_UPLOAD_BAR (self));

  let_go (self);
  if (job == NULL)
    return;

  self->job = g_object_ref (job);
  g_signal_connect_swapped (job, "notify", G_CALLBACK (update), self);
  update (self);
}
