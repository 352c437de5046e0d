#include "config.h"

#include "ui/dataset/lb-dataset-page-private.h"

#include <glib/gi18n.h>

#include "base/lb-error.h"
#include "session/lb-session-history.h"
#include "ui/dataset/lb-waiting-words.h"
#include "ui/widgets/lb-toast.h"

/* What is kept on this computer and not with the service, and what it waits for. */

/* Nobody says when the service asks to be left alone, nor when that ends. */
#define LOOK_S 2
/* What is gone sooner is not worth a word. */
#define SOON_S 20

static gboolean
is_offline (LbDatasetPage *self)
{
  g_autofree char *message = NULL;
  gboolean online = TRUE;

  /* Without a message nobody has found out yet. */
  g_object_get (self->session, "online", &online, "error-message", &message, NULL);

  return !online && message != NULL;
}

char *
lb_dataset_page_offline_words (LbDatasetPage *self, LbPageBanner *banner)
{
  if (!is_offline (self))
    return NULL;

  banner->label = _ ("_Retry");
  banner->action = "win.reach-service";
  if (lb_session_get_tls_fault (self->session) != LB_TLS_FAULT_NONE)
    return g_strdup (_ ("No safe connection to the service: nothing is sent"));
  return g_strdup (lb_session_is_hosted (self->session)
                     ? _ ("Offline: changes are kept and sent later")
                     : _ ("The service does not answer: changes are kept and sent later"));
}

static gboolean
look_cb (gpointer data)
{
  LbDatasetPage *self = data;
  LbWaiting waiting;

  lb_dataset_page_update_banner (self);
  lb_session_get_waiting (self->session, &waiting);
  if (waiting.hold_s > 0 || lb_session_get_n_waiting (self->session) > 0)
    return G_SOURCE_CONTINUE;

  self->look_id = 0;
  return G_SOURCE_REMOVE;
}

static void
keep_looking (LbDatasetPage *self)
{
  if (self->look_id == 0)
    self->look_id = g_timeout_add_seconds (LOOK_S, look_cb, self);
}

char *
lb_dataset_page_held_words (LbDatasetPage *self, LbPageBanner *banner)
{
  LbWaiting waiting;

  lb_session_get_waiting (self->session, &waiting);
  if (waiting.hold_s == 0)
    return NULL;

  keep_looking (self);
  banner->label = _ ("_Details");
  banner->action = "dataset.show-waiting";
  return lb_hold_words (waiting.hold_s);
}

char *
lb_dataset_page_paced_words (LbDatasetPage *self, LbPageBanner *banner)
{
  const guint n = lb_session_get_n_waiting (self->session);
  const double left_s = n > 0 ? lb_session_estimate_s (self->session, n) : 0;
  LbWaiting waiting;

  if (left_s < SOON_S)
    return NULL;

  keep_looking (self);
  lb_session_get_waiting (self->session, &waiting);
  banner->label = _ ("_Details");
  banner->action = "dataset.show-waiting";
  return lb_paced_words (&waiting, left_s);
}

/* What the service would not take of this account, and no page shows. */
char *
lb_dataset_page_unsent_words (LbDatasetPage *self, LbPageBanner *banner)
{
  LbWaiting waiting;

  lb_session_get_waiting (self->session, &waiting);
  if (waiting.n_refusals == 0)
    return NULL;

  banner->label = _ ("_Review…");
  banner->action = "win.show-refusals";
  return g_strdup_printf (ngettext ("%'u change was not sent and is kept here",
                                    "%'u changes were not sent and are kept here",
                                    waiting.n_refusals),
                          waiting.n_refusals);
}

/* What was deleted and has no copy yet, and none can be made. */
char *
lb_dataset_page_stuck_words (LbDatasetPage *self, LbPageBanner *banner)
{
  LbTrash *trash = lb_session_get_trash (self->session);
  /* One that can't go on may hold up those behind it. */
  const guint n =
    trash != NULL && lb_trash_get_n_stuck (trash) > 0 ? lb_trash_get_n_waiting (trash) : 0;

  if (n == 0)
    return NULL;

  banner->label = _ ("Open _Trash");
  banner->action = "win.show-trash";
  banner->about = G_OBJECT (trash);
  banner->seen_key = "lb-stuck-seen";
  return g_strdup_printf (
    ngettext ("%'u deletion waits: its pictures can’t be copied to the trash yet",
              "%'u deletions wait: their pictures can’t be copied to the trash yet", n),
    n);
}

static void
show_waiting_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbDatasetPage *self = LB_DATASET_PAGE (widget);
  AdwDialog *dialog = NULL;
  LbWaiting waiting;
  g_autofree char *words = NULL;

  lb_session_get_waiting (self->session, &waiting);
  words = lb_waiting_words (&waiting);
  dialog = adw_alert_dialog_new (_ ("Waiting to Be Sent"), words);
  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "close", _ ("_Close"));
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "close");
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "close");
  adw_dialog_present (dialog, widget);
}

/* What was last seen is shown where there is any; that nobody answers is said in the banner. */
void
lb_dataset_page_show_unread (LbDatasetPage *self, const GError *error)
{
  const gboolean shown = g_list_model_get_n_items (self->images) > 0;

  if (!shown)
    gtk_stack_set_visible_child_name (self->stack, "failed");
  if (!g_error_matches (error, LB_ERROR, LB_ERROR_OFFLINE) &&
      !g_error_matches (error, LB_ERROR, LB_ERROR_UNAUTHORIZED))
    lb_dataset_page_add_error (
      self, shown ? _ ("The images may not be up to date") : _ ("The images can’t be shown"),
      error);
}

/* Images that could not be read are tried once more. */
static void
online_cb (LbDatasetPage *self)
{
  gboolean online = FALSE;

  lb_dataset_page_update_banner (self);
  g_object_get (self->session, "online", &online, NULL);
  if (online && !self->loaded)
    gtk_widget_activate_action (GTK_WIDGET (self), "dataset.reload", NULL);
}

static void
waiting_cb (LbDatasetPage *self)
{
  if (lb_session_is_hosted (self->session) && lb_session_get_n_waiting (self->session) > 0)
    keep_looking (self);
  lb_dataset_page_update_banner (self);
}

void
lb_dataset_page_follow_unsent (LbDatasetPage *self)
{
  g_signal_connect_object (self->session, "notify::online", G_CALLBACK (online_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::error-message",
                           G_CALLBACK (lb_dataset_page_update_banner), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::n-waiting", G_CALLBACK (waiting_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (lb_session_get_trash (self->session), "notify::waiting-error",
                           G_CALLBACK (lb_dataset_page_update_banner), self, G_CONNECT_SWAPPED);
  waiting_cb (self);
}

void
lb_dataset_page_install_unsent_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "dataset.show-waiting", NULL, show_waiting_cb);
  lb_dataset_page_install_conflict_actions (widget_class);
}
