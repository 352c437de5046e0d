#include "config.h"

#include "ui/image/lb-image-page-private.h"

#include <glib/gi18n.h>

#include "ui/conflict/lb-conflict-dialog.h"

static void
decided_cb (
  LbConflictDialog *dialog, LbImage *image, int choice, const char *text, LbImagePage *self)
{
  if (image == self->image)
    {
      lb_image_page_drop_typed (self);
      lb_image_page_refresh_text (self);
    }
  if (choice != LB_CONFLICT_MINE)
    lb_image_page_offer_restore (self, image, text,
                                 choice == LB_CONFLICT_BOTH ? _ ("Some of both captions is used")
                                                            : _ ("The other caption is used"));
}

static void
compare_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LbImagePage *self = LB_IMAGE_PAGE (widget);
  g_autoptr (GPtrArray) images = g_ptr_array_new ();
  LbConflictDialog *dialog = NULL;

  lb_image_page_keep_text (self);
  if (!lb_session_dup_conflict (self->session, self->image, NULL, NULL))
    return;

  g_ptr_array_add (images, self->image);
  dialog = lb_conflict_dialog_new (self->session, self->dataset, images);
  g_signal_connect_object (dialog, "decided", G_CALLBACK (decided_cb), self, 0);
  adw_dialog_present (ADW_DIALOG (dialog), widget);
}

void
lb_image_page_show_conflict (LbImagePage *self)
{
  const gboolean conflict =
    lb_session_get_edit_state (self->session, self->image) == LB_EDIT_CONFLICT;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "image.compare", conflict);
  /* A banner that is hidden is still there for a screen reader, under its title. */
  adw_banner_set_title (self->conflict_banner,
                        conflict ? _ ("This caption was changed elsewhere too") : "");
  adw_banner_set_revealed (self->conflict_banner, conflict);
}

void
lb_image_page_install_conflict_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "image.compare", NULL, compare_action_cb);
}
