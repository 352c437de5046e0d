#include "config.h"

#include "ui/application/lb-window-private.h"

#include <glib/gi18n.h>

#include "base/lb-error.h"
#include "base/lb-weak.h"
#include "contract/lb-rules.h"
#include "ui/application/lb-about.h"
#include "ui/widgets/lb-error-words.h"
#include "ui/widgets/lb-toast.h"

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

static void
tell_kept (LbWindow *self, const char *words)
{
  AdwToast *toast = lb_toast_new (words);

  adw_toast_set_timeout (toast, 0);
  lb_window_add_toast (self, toast);
}

static void
tell_set_aside (LbWindow *self)
{
  const char *path = lb_session_get_set_aside (self->session);
  g_autofree char *name = path != NULL ? g_path_get_basename (path) : NULL;
  g_autofree char *words = NULL;

  if (name == NULL)
    return;

  /* Translators: %s is the name of a file */
  words = g_strdup_printf (_ ("The record of unsent changes was damaged and is kept as %s"), name);
  tell_kept (self, words);
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
    {
      g_autofree char *name = g_path_get_basename (path);
      /* Translators: %s is the name of a file */
      g_autofree char *words =
        g_strdup_printf (_ ("The list of accounts was damaged and is kept as %s"), name);

      tell_kept (self, words);
    }
  if ((error = lb_account_list_get_error (self->accounts)))
    lb_window_add_error (self, _ ("The accounts can’t be shown"), error);
}

/* What the first page says when nothing can be opened. */
static const char *
failure_title (const GError *error)
{
  if (g_error_matches (error, LB_ERROR, LB_ERROR_NEWER))
    return _ ("A Newer Lookbook Is Needed");
  if (g_error_matches (error, LB_ERROR, LB_ERROR_STORAGE) ||
      g_error_matches (error, LB_ERROR, LB_ERROR_NO_SPACE))
    return _ ("Lookbook Can’t Open Its Data");

  return _ ("Lookbook Can’t Start Its Service");
}

static char *
failure_words (const GError *error)
{
  g_autofree char *words = NULL;
  const char *reason = NULL;

  if (g_error_matches (error, LB_ERROR, LB_ERROR_NEWER))
    return g_strdup (_ ("A newer version has written the data on this computer. It is as it was, "
                        "and opens once Lookbook is updated."));

  words = lb_error_words (error);
  reason = lb_rules_error_text (error);
  return reason == NULL || g_str_has_suffix (words, reason)
           ? g_steal_pointer (&words)
           : g_strconcat (words, "\n", reason, NULL);
}

static void
show_failure (LbWindow *self, const GError *error)
{
  g_autofree char *words = failure_words (error);
  g_autofree char *markup = g_markup_escape_text (words, -1);
  g_autofree char *versions = lb_about_debug_info (lb_session_get_data_dir (self->session));

  g_free (self->failure);
  self->failure =
    g_strdup_printf ("%s\n%s %d: %s\n\n%s", failure_title (error),
                     g_quark_to_string (error->domain), error->code, error->message, versions);
  adw_status_page_set_title (self->failed_page, failure_title (error));
  adw_status_page_set_description (self->failed_page, markup);
  /* Another try meets the same data. */
  gtk_widget_set_visible (self->try_again_button,
                          !g_error_matches (error, LB_ERROR, LB_ERROR_NEWER));
  gtk_stack_set_visible_child_name (self->root, "failed");
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
         !g_error_matches (error, LB_ERROR, LB_ERROR_NO_SPACE) &&
         !g_error_matches (error, LB_ERROR, LB_ERROR_NEWER);
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
  if (!dex_await (dex_ref (future), &error) && !is_out_of_reach (self, error))
    {
      show_failure (self, error);
      return dex_future_new_true ();
    }

  tell_set_aside (self);
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
lb_window_start (LbWindow *self)
{
  self->begun = FALSE;
  gtk_stack_set_visible_child_name (self->root, "loading");
  lb_window_show_known (self);
  dex_future_disown (dex_future_finally (lb_session_open (self->session), opened_cb,
                                         lb_weak_new (self), lb_weak_free));
}

static void
try_again_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  lb_window_start (LB_WINDOW (widget));
}

static void
copy_failure_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbWindow *self = LB_WINDOW (widget);

  if (self->failure == NULL)
    return;

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), self->failure);
  lb_window_tell (self, _ ("Details copied"));
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
  gtk_widget_class_install_action (widget_class, "win.copy-failure", NULL, copy_failure_cb);
  gtk_widget_class_install_action (widget_class, "win.reach-service", NULL, reach_service_cb);
}
