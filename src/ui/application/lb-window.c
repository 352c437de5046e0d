#include "config.h"

#include "ui/application/lb-window-private.h"

#include <glib/gi18n.h>

#include "ui/dataset/lb-downloads.h"
#include "ui/export/lb-exports.h"
#include "ui/image/lb-image-page.h"
#include "ui/widgets/lb-error-words.h"
#include "ui/widgets/lb-patient-spinner.h"
#include "ui/widgets/lb-toast.h"

/* No more often than this when the window is come back to. */
#define REFRESH_EVERY_US (3 * G_USEC_PER_SEC)

G_DEFINE_FINAL_TYPE (LbWindow, lb_window, ADW_TYPE_APPLICATION_WINDOW)

void
lb_window_add_toast (LbWindow *self, AdwToast *toast)
{
  adw_toast_overlay_add_toast (self->toasts, toast);
}

void
lb_window_tell (LbWindow *self, const char *words)
{
  lb_window_add_toast (self, lb_toast_new (words));
}

void
lb_window_add_error (LbWindow *self, const char *what, const GError *error)
{
  lb_window_add_toast (self, lb_error_toast_new (what, error));
}

void
lb_window_show_dataset (LbWindow *self, LbDataset *dataset)
{
  if (self->page != NULL && lb_dataset_page_get_dataset (self->page) == dataset)
    return;

  lb_window_keep_schema (self);
  self->page = dataset != NULL ? lb_dataset_page_new (self->session, dataset) : NULL;
  lb_window_replace_pane (self, self->page != NULL ? ADW_NAVIGATION_PAGE (self->page)
                                                   : self->nothing_page);

  if (self->page != NULL)
    {
      g_settings_bind (self->settings, "view", self->page, "view", G_SETTINGS_BIND_DEFAULT);
      g_settings_bind (self->settings, "sort", self->page, "sort", G_SETTINGS_BIND_DEFAULT);
      g_settings_bind (self->settings, "sort-descending", self->page, "descending",
                       G_SETTINGS_BIND_DEFAULT);
      g_settings_bind (self->settings, "list-columns", self->page, "columns",
                       G_SETTINGS_BIND_DEFAULT);
      lb_window_follow_page (self, self->page);
      lb_window_set_last_dataset (self, lb_dataset_get_id (dataset));
    }
  lb_window_update_actions (self);
}

static void
chosen_cb (LbSidebar *sidebar, GObject *item, LbWindow *self)
{
  lb_window_show_dataset (self, LB_IS_DATASET (item) ? LB_DATASET (item) : NULL);
}

static void
opened_cb (LbSidebar *sidebar, LbWindow *self)
{
  adw_navigation_split_view_set_show_content (self->split, TRUE);
}

static void
sidebar_add_files_cb (LbSidebar *sidebar, LbDataset *dataset, GListModel *files, LbWindow *self)
{
  lb_window_review_files (self, dataset, files);
}

static void
popped_cb (AdwNavigationView *views, AdwNavigationPage *page, LbWindow *self)
{
  lb_window_update_actions (self);
  if (self->page != NULL && LB_IS_IMAGE_PAGE (page))
    lb_dataset_page_reveal (self->page, lb_image_page_get_image (LB_IMAGE_PAGE (page)));
}

/* Without a project there is nothing to choose from: the window begins as it did at first. */
static void
projects_changed_cb (LbWindow *self)
{
  const char *now = gtk_stack_get_visible_child_name (self->root);
  const gboolean welcome = lb_window_begins_with_welcome (self);

  if (g_str_equal (now, "welcome") && self->sample == NULL && !welcome)
    gtk_stack_set_visible_child_name (self->root, "main");
  else if (g_str_equal (now, "main") && welcome)
    gtk_stack_set_visible_child_name (self->root, "welcome");
  else if (g_str_equal (now, "loading"))
    lb_window_show_known (self);
}

/* Another program, such as the command line, may have added something meanwhile. */
static void
active_cb (LbWindow *self)
{
  const gint64 now_us = g_get_monotonic_time ();

  if (!gtk_window_is_active (GTK_WINDOW (self)) || self->page == NULL ||
      now_us - self->refreshed_us < REFRESH_EVERY_US)
    return;

  self->refreshed_us = now_us;
  dex_future_disown (lb_session_refresh (self->session));
  gtk_widget_activate_action (GTK_WIDGET (self->page), "dataset.reload", NULL);
}

static void
close_answered_cb (AdwAlertDialog *dialog, const char *response, LbWindow *self)
{
  if (!g_str_equal (response, "stop"))
    return;

  lb_window_stop_jobs (self);
  if (!lb_window_stays_behind (self))
    gtk_window_destroy (GTK_WINDOW (self));
}

static gboolean
lb_window_close_request (GtkWindow *window)
{
  LbWindow *self = LB_WINDOW (window);
  const gboolean uploading = lb_window_is_uploading (self);
  const gboolean exporting = lb_dataset_jobs_are_running (lb_exports_get (self->session));
  AdwDialog *dialog;

  if (!uploading && !exporting && !lb_dataset_jobs_are_running (lb_downloads_get (self->session)))
    return lb_window_stays_behind (self) ||
           GTK_WINDOW_CLASS (lb_window_parent_class)->close_request (window);
  if (self->close_dialog != NULL)
    return TRUE;

  dialog =
    uploading ? adw_alert_dialog_new (_ ("Stop Adding Images?"),
                                      _ ("Images that were not sent yet will not be added."))
    : exporting
      ? adw_alert_dialog_new (_ ("Stop the Export?"), _ ("What is written so far is removed."))
      : adw_alert_dialog_new (_ ("Stop the Download?"), _ ("What has come so far is lost."));
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "continue",
                                  uploading   ? _ ("_Keep Adding")
                                  : exporting ? _ ("_Keep Exporting")
                                              : _ ("_Keep Downloading"),
                                  "stop", _ ("_Stop and Close"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "stop",
                                            ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "continue");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "continue");
  g_signal_connect_object (dialog, "response", G_CALLBACK (close_answered_cb), self, 0);
  g_set_weak_pointer (&self->close_dialog, dialog);
  adw_dialog_present (dialog, GTK_WIDGET (self));

  return TRUE;
}

static void
lb_window_dispose (GObject *object)
{
  LbWindow *self = LB_WINDOW (object);

  self->page = NULL;
  lb_window_stop_failure (self);
  lb_window_stop_errands (self);
  lb_window_stop_notices (self);
  lb_window_stop_copies (self);
  lb_window_stop_sample (self);
  lb_window_stop_history (self);
  lb_window_stop_sending (self);
  g_clear_weak_pointer (&self->close_dialog);
  g_clear_weak_pointer (&self->last_focus);
  if (self->session != NULL)
    {
      g_signal_handlers_disconnect_by_data (lb_session_get_projects (self->session), self);
      g_signal_handlers_disconnect_by_data (self->session, self);
      lb_window_stop_captions (self);
      lb_window_stop_imports (self);
      lb_window_stop_downloads (self);
      lb_window_stop_exports (self);
    }
  lb_window_stop_uploads_end (self);
  if (self->uploads != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->uploads, self);
      lb_upload_queue_close (self->uploads);
    }
  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_WINDOW);
  g_clear_object (&self->uploads);
  g_clear_object (&self->nothing_page);
  g_clear_object (&self->sent_to);
  g_clear_object (&self->settings);
  g_clear_object (&self->accounts);
  g_clear_object (&self->secrets);
  g_clear_pointer (&self->wanted_action, g_free);
  g_clear_pointer (&self->failure, g_free);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (lb_window_parent_class)->dispose (object);
}

static void
lb_window_class_init (LbWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = lb_window_close_request;

  g_type_ensure (LB_TYPE_PATIENT_SPINNER);
  g_type_ensure (LB_TYPE_SIDEBAR);
  g_type_ensure (LB_TYPE_UPLOAD_BAR);
  g_type_ensure (LB_TYPE_UPLOAD_LIST);
  g_type_ensure (LB_TYPE_WELCOME_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/application/lb-window.ui");
  gtk_widget_class_bind_template_child (widget_class, LbWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, LbWindow, views);
  gtk_widget_class_bind_template_child (widget_class, LbWindow, root);
  gtk_widget_class_bind_template_child (widget_class, LbWindow, failed_page);
  gtk_widget_class_bind_template_child (widget_class, LbWindow, try_again_button);
  gtk_widget_class_bind_template_child (widget_class, LbWindow, welcome_page);
  gtk_widget_class_bind_template_child (widget_class, LbWindow, sheet);
  gtk_widget_class_bind_template_child (widget_class, LbWindow, split);
  gtk_widget_class_bind_template_child (widget_class, LbWindow, panes);
  gtk_widget_class_bind_template_child (widget_class, LbWindow, nothing_page);
  gtk_widget_class_bind_template_child (widget_class, LbWindow, nothing_status);
  gtk_widget_class_bind_template_child (widget_class, LbWindow, nothing_button);
  gtk_widget_class_bind_template_child (widget_class, LbWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, LbWindow, upload_bar);
  gtk_widget_class_bind_template_child (widget_class, LbWindow, upload_list);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, opened_cb);
  gtk_widget_class_bind_template_callback (widget_class, sidebar_add_files_cb);
  gtk_widget_class_bind_template_callback (widget_class, popped_cb);

  lb_window_install_actions (widget_class);
  lb_window_install_start_actions (widget_class);
  lb_window_install_failure_actions (widget_class);
  lb_window_install_sample_actions (widget_class);
  lb_window_install_upload_actions (widget_class);
  lb_window_install_account_actions (widget_class);
  lb_window_install_notice_actions (widget_class);
}

static void
lb_window_init (LbWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_object_ref (self->nothing_page);
  lb_window_keep_focus (self);
  g_signal_connect (self, "notify::is-active", G_CALLBACK (active_cb), NULL);
  lb_window_follow_errands (self);
  lb_window_follow_notices (self);

  self->settings = g_settings_new (LB_APP_ID);
  lb_window_restore_state (self);
}

LbWindow *
lb_window_new (GtkApplication *application, LbSession *session)
{
  LbWindow *self = g_object_new (LB_TYPE_WINDOW, "application", application, NULL);

  self->session = g_object_ref (session);
  lb_sidebar_set_session (self->sidebar, session);
  g_signal_connect_swapped (lb_session_get_projects (session), "items-changed",
                            G_CALLBACK (projects_changed_cb), self);
  lb_window_follow_uploads (self);
  lb_window_follow_captions (self);
  lb_window_follow_imports (self);
  lb_window_follow_downloads (self);
  lb_window_follow_exports (self);
  lb_window_guard_schemas (self);
  lb_window_update_actions (self);
  g_signal_connect_swapped (session, "notify::online", G_CALLBACK (lb_window_update_reach), self);
  lb_window_update_reach (self);
  lb_window_follow_token (self);
  lb_window_follow_refusals (self);
  lb_window_start (self);

  return self;
}
