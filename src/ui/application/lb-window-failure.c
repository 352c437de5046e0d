#include "config.h"

#include "ui/application/lb-window-private.h"

#include <string.h>

#include <glib/gi18n.h>

#include "base/lb-error.h"
#include "base/lb-visible-text.h"
#include "contract/lb-rules.h"
#include "ui/application/lb-about.h"
#include "ui/widgets/lb-error-words.h"

#define ROOM_SECONDS 2

/* What the first page says when nothing can be opened, and what was set aside so that it could. */

static const char *
failure_title (const GError *error)
{
  if (g_error_matches (error, LB_ERROR, LB_ERROR_NEWER))
    return _ ("A Newer Lookbook Is Needed");
  if (g_error_matches (error, LB_ERROR, LB_ERROR_NO_SPACE))
    return _ ("The Disk Is Full");
  if (g_error_matches (error, LB_ERROR, LB_ERROR_STORAGE))
    return _ ("Lookbook Can’t Open Its Data");

  return _ ("Lookbook Can’t Start Its Service");
}

/* (transfer full): what could not be opened. */
static char *
dup_place (LbWindow *self)
{
  const char *data_dir = lb_session_get_data_dir (self->session);
  g_autofree char *path =
    lb_session_get_database (self->session) != NULL && data_dir != NULL
      ? g_strdup (data_dir)
      : g_build_filename (lb_session_get_state_dir (self->session), "account.db", NULL);

  return lb_visible_text (path);
}

static char *
failure_words (LbWindow *self, const GError *error)
{
  g_autofree char *place = dup_place (self);
  g_autofree char *words = NULL;
  const char *reason = lb_rules_error_text (error);

  if (g_error_matches (error, LB_ERROR, LB_ERROR_NEWER))
    /* Translators: %s is the path of a file */
    return g_strdup_printf (_ ("A newer version has written “%s”. It is as it was, and opens once "
                               "Lookbook is updated."),
                            place);
  if (g_error_matches (error, LB_ERROR, LB_ERROR_NO_SPACE))
    /* Translators: %s is the path of a file */
    return g_strdup_printf (_ ("There is no room to open “%s”. Nothing is lost. Remove files that "
                               "are not needed: Lookbook opens by itself then."),
                            place);
  if (g_error_matches (error, LB_ERROR, LB_ERROR_STORAGE) && reason != NULL)
    return strstr (reason, place) != NULL
             ? g_strdup_printf ("%s\n%s", reason, _ ("Nothing was changed."))
             : g_strdup_printf ("%s\n%s\n%s", reason, place, _ ("Nothing was changed."));

  words = lb_error_words (error);
  return reason == NULL || g_str_has_suffix (words, reason)
           ? g_steal_pointer (&words)
           : g_strconcat (words, "\n", reason, NULL);
}

static void
look_for_room_cb (gpointer data)
{
  LbWindow *self = data;

  self->room_id = 0;
  lb_window_open_session (self);
}

void
lb_window_await_room (LbWindow *self)
{
  if (self->room_id == 0)
    self->room_id = g_timeout_add_seconds_once (ROOM_SECONDS, look_for_room_cb, self);
}

void
lb_window_show_failure (LbWindow *self, const GError *error)
{
  g_autofree char *words = failure_words (self, error);
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

void
lb_window_stop_failure (LbWindow *self)
{
  g_clear_handle_id (&self->room_id, g_source_remove);
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

void
lb_window_install_failure_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.copy-failure", NULL, copy_failure_cb);
}

/* What was set aside */

typedef struct
{
  LbWindow *window; /* not owned: the dialog lives in it */
  GFile *file;      /* (owned) */
} Aside;

static void
aside_free (gpointer data, GClosure *closure)
{
  Aside *self = data;

  g_object_unref (self->file);
  g_free (self);
}

static void
answered_cb (AdwAlertDialog *dialog, const char *response, Aside *aside)
{
  if (g_str_equal (response, "show"))
    lb_window_show_file (aside->window, aside->file);
}

/* A label of its own can be broken anywhere. */
static GtkWidget *
new_name_label (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);
  GtkWidget *label = gtk_label_new (name);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);

  return label;
}

static void
tell_aside (LbWindow *self, const char *path, const char *body)
{
  AdwAlertDialog *dialog =
    ADW_ALERT_DIALOG (adw_alert_dialog_new (_ ("Damaged Data Set Aside"), body));
  Aside *aside = g_new0 (Aside, 1);

  aside->window = self;
  aside->file = g_file_new_for_path (path);
  adw_alert_dialog_set_prefer_wide_layout (dialog, TRUE);
  adw_alert_dialog_set_extra_child (dialog, new_name_label (path));
  adw_alert_dialog_add_responses (dialog, "close", _ ("_Close"), "show", _ ("_Show in Files"),
                                  NULL);
  adw_alert_dialog_set_default_response (dialog, "close");
  adw_alert_dialog_set_close_response (dialog, "close");
  g_signal_connect_data (dialog, "response", G_CALLBACK (answered_cb), aside, aside_free, 0);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (self));
}

void
lb_window_tell_set_aside (LbWindow *self)
{
  const char *path = lb_session_get_set_aside (self->session);

  if (path != NULL)
    tell_aside (
      self, path,
      /* Translators: the name of the file follows */
      _ ("The record of changes that were not sent, uploads that wait, the history and the trash "
         "was damaged. A new one was begun, and the damaged one is kept beside it. The datasets "
         "are not part of it."));
}

void
lb_window_tell_list_aside (LbWindow *self, const char *path)
{
  tell_aside (self, path,
              /* Translators: the name of the file follows */
              _ ("The list of accounts was damaged. A new one was begun, and the damaged one is "
                 "kept beside it. What was kept of each account is still on this computer: connect "
                 "it again."));
}
