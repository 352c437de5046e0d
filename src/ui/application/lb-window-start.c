#include "config.h"

#include "ui/application/lb-window-private.h"

#include <glib/gi18n.h>

#include "base/lb-error.h"
#include "base/lb-weak.h"

/* The dataset that was shown last; when it has gone, none is taken in its place. */
static void
choose_last (LbWindow *self)
{
  gint64 id = lb_window_get_last_dataset (self);
  gboolean show_content = g_settings_get_boolean (self->settings, "content-shown");
  LbDataset *last = lb_session_find_dataset (self->session, id);

  if (last != NULL)
    lb_sidebar_choose (self->sidebar, G_OBJECT (last));
  else if (id == 0)
    lb_sidebar_choose_nth (self->sidebar, 0);

  adw_navigation_split_view_set_show_content (self->split, show_content && self->page != NULL);
  lb_window_keep_pane (self);
}

/* Said once, and not again with each account that is shown. */
static void
tell_accounts (LbWindow *self)
{
  const char *path = NULL;
  const GError *error = NULL;

  if (self->accounts == NULL || g_object_get_data (G_OBJECT (self->accounts), "was-told") != NULL)
    return;

  g_object_set_data (G_OBJECT (self->accounts), "was-told", GINT_TO_POINTER (TRUE));
  if ((path = lb_account_list_get_set_aside (self->accounts)))
    lb_window_tell_list_aside (self, path);
  if ((error = lb_account_list_get_error (self->accounts)))
    lb_window_add_error (self, _ ("The accounts can’t be shown"), error);
}

static gboolean
has_projects (LbWindow *self)
{
  return g_list_model_get_n_items (lb_session_get_projects (self->session)) > 0;
}

/* A service that does not answer, or does not let us in, is no reason to show nothing: what was
 * seen last is there, and other accounts are. */
static gboolean
is_out_of_reach (LbWindow *self, const GError *error)
{
  return (lb_session_is_hosted (self->session) || has_projects (self)) &&
         !g_error_matches (error, LB_ERROR, LB_ERROR_STORAGE) &&
         !g_error_matches (error, LB_ERROR, LB_ERROR_NEWER) &&
         (lb_session_get_database (self->session) != NULL ||
          !g_error_matches (error, LB_ERROR, LB_ERROR_NO_SPACE));
}

static void
show_main (LbWindow *self)
{
  gtk_stack_set_visible_child_name (self->root, "main");
  if (!self->begun || self->page == NULL)
    choose_last (self);
  self->begun = TRUE;
}

void
lb_window_show_known (LbWindow *self)
{
  if (has_projects (self))
    show_main (self);
}

static DexFuture *
opened_cb (DexFuture *future, gpointer data)
{
  g_autoptr (LbWindow) self = g_weak_ref_get (data);
  g_autoptr (GError) error = NULL;

  if (self == NULL)
    return dex_future_new_true ();

  lb_window_open_uploads (self);
  dex_await (dex_ref (future), &error);
  if (g_error_matches (error, LB_ERROR, LB_ERROR_NO_SPACE))
    lb_window_await_room (self);
  if (error != NULL && !is_out_of_reach (self, error))
    {
      lb_window_show_failure (self, error);
      return dex_future_new_true ();
    }
  if (g_error_matches (error, LB_ERROR, LB_ERROR_NO_SPACE))
    {
      show_main (self);
      return dex_future_new_true ();
    }

  lb_window_tell_set_aside (self);
  tell_accounts (self);
  lb_window_resume_imports (self);
  if (lb_window_begins_with_welcome (self))
    {
      gtk_stack_set_visible_child_name (self->root, "welcome");
      return dex_future_new_true ();
    }

  show_main (self);

  return dex_future_new_true ();
}

void
lb_window_open_session (LbWindow *self)
{
  dex_future_disown (dex_future_finally (lb_session_open (self->session), opened_cb,
                                         lb_weak_new (self), lb_weak_free));
}

void
lb_window_start (LbWindow *self)
{
  self->begun = FALSE;
  lb_window_stop_failure (self);
  gtk_stack_set_visible_child_name (self->root, "loading");
  lb_window_show_known (self);
  lb_window_open_session (self);
}

static void
try_again_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  lb_window_start (LB_WINDOW (widget));
}

static DexFuture *
reached_cb (DexFuture *future, gpointer data)
{
  g_autoptr (LbWindow) self = g_weak_ref_get (data);
  g_autoptr (GError) error = NULL;

  if (self == NULL)
    return dex_future_new_true ();

  if (!dex_await (dex_ref (future), &error))
    lb_window_add_error (self, _ ("The service does not answer"), error);
  lb_window_update_reach (self);

  return dex_future_new_true ();
}

static void
reach_service_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbWindow *self = LB_WINDOW (widget);

  gtk_widget_action_set_enabled (widget, "win.reach-service", FALSE);
  dex_future_disown (dex_future_finally (lb_session_refresh (self->session), reached_cb,
                                         lb_weak_new (self), lb_weak_free));
}

void
lb_window_update_reach (LbWindow *self)
{
  gboolean online = FALSE;

  g_object_get (self->session, "online", &online, NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.reach-service", !online);
}

void
lb_window_install_start_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.try-again", NULL, try_again_cb);
  gtk_widget_class_install_action (widget_class, "win.reach-service", NULL, reach_service_cb);
}
