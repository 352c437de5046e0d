#include "config.h"

#include "ui/image/lb-image-page-private.h"

#include <glib/gi18n.h>

#include "session/lb-session-history.h"
#include "ui/history/lb-versions-dialog.h"

/* An earlier caption is there again: one step, which can be undone. */
static void
chosen_cb (LbVersionsDialog *dialog, const char *text, const char *source, LbImagePage *self)
{
  LbHistory *history = lb_session_get_history (self->session);
  LbImage *image = g_object_get_data (G_OBJECT (dialog), "lb-image");
  g_autofree char *before = lb_session_dup_caption_text (self->session, image);

  if (history == NULL)
    return;

  lb_history_close_edit (history);
  dex_future_disown (lb_session_edit_caption_from (self->session, image, text, source));
  lb_history_close_edit (history);
  g_signal_emit_by_name (history, "restored", image);
  if (before != NULL)
    lb_image_page_offer_restore (self, image, before, _ ("Earlier caption restored"));
}

static void
show_versions_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LbImagePage *self = LB_IMAGE_PAGE (widget);
  LbVersionsDialog *dialog = NULL;

  lb_image_page_keep_text (self);
  if (lb_session_get_history (self->session) == NULL)
    return;

  dialog = lb_versions_dialog_new (self->session, self->dataset, self->image);
  g_object_set_data_full (G_OBJECT (dialog), "lb-image", g_object_ref (self->image),
                          g_object_unref);
  g_signal_connect_object (dialog, "chosen", G_CALLBACK (chosen_cb), self, 0);
  adw_dialog_present (ADW_DIALOG (dialog), widget);
}

void
lb_image_page_install_version_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "image.show-versions", NULL, show_versions_cb);
}
