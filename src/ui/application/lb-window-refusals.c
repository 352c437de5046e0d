#include "config.h"

#include "ui/application/lb-window-private.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "ui/conflict/lb-refusals-dialog.h"
#include "ui/dataset/lb-image-state.h"
#include "ui/widgets/lb-error-words.h"

/* Changes that the service has refused after nobody waited for them any more. */

/* Of what is there. */
static const char *
name_of (GObject *object)
{
  if (LB_IS_PROJECT (object))
    return lb_project_get_project_name (LB_PROJECT (object));
  if (LB_IS_DATASET (object))
    return lb_dataset_get_name (LB_DATASET (object));

  return lb_image_shown_name (LB_IMAGE (object));
}

/* (transfer full) */
static char *
refusal_words (GObject *object, LbChangeKind kind)
{
  g_autofree char *name = lb_visible_text (name_of (object));

  switch (kind)
    {
    case LB_CHANGE_PROJECT_NAME:
    case LB_CHANGE_DATASET_NAME:
      /* Translators: of all these, %s is the name of a project, a dataset or an image */
      return g_strdup_printf (_ ("“%s” was not renamed"), name);
    case LB_CHANGE_SCHEMA:
      return g_strdup_printf (_ ("The visual schema of “%s” was not changed"), name);
    case LB_CHANGE_PREFIX:
      return g_strdup_printf (_ ("The caption prefix of “%s” was not changed"), name);
    case LB_CHANGE_CAPTION:
    case LB_CHANGE_DELETE_IMAGE:
    case LB_CHANGE_DELETE_DATASET:
    case LB_CHANGE_DELETE_PROJECT:
    case LB_CHANGE_N_KINDS:
    default:                       return g_strdup_printf (_ ("“%s” was not changed"), name);
    }
}

/* What was written is kept, and so the toast leads there. */
static void
change_refused_cb (LbSession *session, GObject *object, int kind, GError *error, LbWindow *self)
{
  g_autofree char *words = object != NULL ? refusal_words (object, (LbChangeKind) kind)
                                          : g_strdup (_ ("A change was not sent"));
  AdwToast *toast = lb_error_toast_new (words, error);

  adw_toast_set_button_label (toast, _ ("_Review…"));
  adw_toast_set_action_name (toast, "win.show-refusals");
  lb_window_add_toast (self, toast);
}

static void
waiting_changed_cb (LbWindow *self)
{
  LbWaiting waiting;

  lb_session_get_waiting (self->session, &waiting);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.show-refusals", waiting.n_refusals > 0);
}

static void
show_refusals_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbWindow *self = LB_WINDOW (widget);

  if (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self)) == NULL)
    adw_dialog_present (ADW_DIALOG (lb_refusals_dialog_new (self->session)), widget);
}

void
lb_window_install_refusal_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.show-refusals", NULL, show_refusals_cb);
}

void
lb_window_follow_refusals (LbWindow *self)
{
  g_signal_connect_object (self->session, "change-refused", G_CALLBACK (change_refused_cb), self,
                           0);
  g_signal_connect_object (self->session, "notify::n-waiting", G_CALLBACK (waiting_changed_cb),
                           self, G_CONNECT_SWAPPED);
  waiting_changed_cb (self);
}
