#include "config.h"

#include "ui/upload/lb-upload-bar.h"

#include <glib/gi18n.h>

struct _LbUploadBar
{
  AdwBin parent_instance;

  GtkWidget *icon;
  GtkLabel *words;
  GtkProgressBar *progress;

  LbUploads *uploads; /* (owned) (nullable) until set */
};

G_DEFINE_FINAL_TYPE (LbUploadBar, lb_upload_bar, ADW_TYPE_BIN)

char *
lb_uploads_words (LbUploads *uploads)
{
  guint total = lb_uploads_get_n_total (uploads);
  guint done = lb_uploads_get_n_done (uploads);
  guint failed = lb_uploads_get_n_failed (uploads);
  guint stopped = lb_uploads_get_n_cancelled (uploads);
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;

  if (lb_uploads_get_running (uploads))
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
  g_autofree char *words = lb_uploads_words (self->uploads);
  gboolean running = lb_uploads_get_running (self->uploads);

  gtk_label_set_label (self->words, words);
  gtk_progress_bar_set_fraction (self->progress, lb_uploads_get_fraction (self->uploads));
  gtk_widget_set_visible (self->icon, !running && lb_uploads_get_n_failed (self->uploads) > 0);
}

static void
lb_upload_bar_dispose (GObject *object)
{
  LbUploadBar *self = LB_UPLOAD_BAR (object);

  g_clear_object (&self->uploads);
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
lb_upload_bar_set_uploads (LbUploadBar *self, LbUploads *uploads)
{
  g_return_if_fail (LB_IS_UPLOAD_BAR (self));
  g_return_if_fail (self->uploads == NULL);

  self->uploads = g_object_ref (uploads);
  g_signal_connect_object (uploads, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
