#include "config.h"

#include "ui/application/lb-window-private.h"

#include <glib/gi18n.h>

#include "base/lb-error.h"
#include "base/lb-visible-text.h"
#include "session/lb-session-history.h"
#include "ui/history/lb-history-dialog.h"
#include "ui/history/lb-history-words.h"
#include "ui/trash/lb-trash-dialog.h"
#include "ui/widgets/lb-error-words.h"
#include "ui/widgets/lb-toast.h"

/* Undo and redo, wherever nothing that has the focus takes the keys for itself. */

typedef struct
{
  GWeakRef window;
  char *words; /* (owned): of the step */
  gboolean undoes;
} Way;

static void
way_free (gpointer data)
{
  Way *way = data;

  g_weak_ref_clear (&way->window);
  g_free (way->words);
  g_free (way);
}

/* Who goes many steps reads the last one, and waits for none. */
static void
show_outcome (LbWindow *self, AdwToast *toast)
{
  if (self->undo_toast != NULL)
    adw_toast_dismiss (self->undo_toast);
  g_set_weak_pointer (&self->undo_toast, toast);
  lb_window_add_toast (self, toast);
}

static void
tell_failure (LbWindow *self, const Way *way, const GError *error)
{
  g_autofree char *words = NULL;

  if (g_error_matches (error, LB_ERROR, LB_ERROR_NOT_FOUND))
    return;

  if (g_error_matches (error, LB_ERROR, LB_ERROR_CONFLICT))
    {
      /* Translators: %s is a step such as “Edit the caption of “boat.png”” */
      words = g_strdup_printf (_ ("Changed since, so it stays: %s"), way->words);
      show_outcome (self, lb_toast_new (words));
    }
  else
    lb_window_add_error (self, way->undoes ? _ ("Not undone") : _ ("Not done again"), error);
}

static DexFuture *
gone_cb (DexFuture *future, gpointer data)
{
  Way *way = data;
  g_autoptr (LbWindow) self = g_weak_ref_get (&way->window);
  g_autoptr (LbHistoryStep) step = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;
  AdwToast *toast = NULL;

  if (self == NULL)
    return dex_future_new_true ();
  if (!(step = dex_await_object (dex_ref (future), &error)))
    {
      tell_failure (self, way, error);
      return dex_future_new_true ();
    }

  words = lb_history_outcome_words (step, way->undoes);
  toast = lb_toast_new (words);
  adw_toast_set_timeout (toast, 3);
  adw_toast_set_button_label (toast, way->undoes ? _ ("_Redo") : _ ("_Undo"));
  adw_toast_set_action_name (toast, way->undoes ? "win.redo" : "win.undo");
  show_outcome (self, toast);

  return dex_future_new_true ();
}

static void
go (LbWindow *self, gboolean undoes)
{
  LbHistory *history = lb_session_get_history (self->session);
  LbHistoryStep *step = NULL;
  Way *way = NULL;

  if (history == NULL ||
      adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self)) != NULL)
    return;

  step = undoes ? lb_history_get_undo_step (history) : lb_history_get_redo_step (history);
  if (step == NULL)
    return;

  way = g_new0 (Way, 1);
  g_weak_ref_init (&way->window, self);
  way->words = lb_history_step_words (step);
  way->undoes = undoes;
  dex_future_disown (
    dex_future_finally (undoes ? lb_session_undo (self->session) : lb_session_redo (self->session),
                        gone_cb, way, way_free));
}

static void
undo_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  go (LB_WINDOW (widget), TRUE);
}

static void
redo_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  go (LB_WINDOW (widget), FALSE);
}

static void
present (LbWindow *self, AdwDialog *dialog)
{
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static gboolean
may_present (LbWindow *self)
{
  return lb_session_get_history (self->session) != NULL &&
         adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self)) == NULL;
}

static void
show_history_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbWindow *self = LB_WINDOW (widget);

  if (may_present (self))
    present (self, ADW_DIALOG (lb_history_dialog_new (self->session)));
}

static void
show_trash_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbWindow *self = LB_WINDOW (widget);

  if (may_present (self))
    present (self, ADW_DIALOG (lb_trash_dialog_new (self->session)));
}

static void
steps_changed_cb (LbWindow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_widget_action_set_enabled (widget, "win.undo",
                                 self->history != NULL && lb_history_get_can_undo (self->history));
  gtk_widget_action_set_enabled (widget, "win.redo",
                                 self->history != NULL && lb_history_get_can_redo (self->history));
  if (self->page != NULL)
    lb_dataset_page_show_undo (self->page, self->history);
}

/* The service would not: it is there again. */
static void
refused_cb (LbTrash *trash, LbTrashItem *item, const GError *error, LbWindow *self)
{
  const char *name = lb_trash_item_get_name (item);
  g_autofree char *shown = lb_visible_text (name != NULL ? name : "");
  /* Translators: %s is the name of an image, dataset or project */
  g_autofree char *what = g_strdup_printf (_ ("“%s” was not deleted"), shown);

  lb_window_add_error (self, what, error);
}

void
lb_window_follow_history (LbWindow *self)
{
  LbHistory *history = self->session != NULL ? lb_session_get_history (self->session) : NULL;

  if (self->history != history)
    {
      if (self->history != NULL)
        g_signal_handlers_disconnect_by_data (self->history, self);
      g_set_object (&self->history, history);
      if (history != NULL)
        {
          g_signal_connect_object (history, "notify", G_CALLBACK (steps_changed_cb), self,
                                   G_CONNECT_SWAPPED);
          g_signal_connect_object (lb_session_get_trash (self->session), "refused",
                                   G_CALLBACK (refused_cb), self, 0);
        }
    }
  steps_changed_cb (self);
}

void
lb_window_stop_history (LbWindow *self)
{
  if (self->history != NULL)
    g_signal_handlers_disconnect_by_data (self->history, self);
  g_clear_object (&self->history);
  g_clear_weak_pointer (&self->undo_toast);
}

void
lb_window_install_history_actions (GtkWidgetClass *widget_class)
{
  const GdkModifierType control = GDK_CONTROL_MASK;
  const GdkModifierType both = GDK_CONTROL_MASK | GDK_SHIFT_MASK;

  gtk_widget_class_install_action (widget_class, "win.undo", NULL, undo_cb);
  gtk_widget_class_install_action (widget_class, "win.redo", NULL, redo_cb);
  gtk_widget_class_install_action (widget_class, "win.show-history", NULL, show_history_cb);
  gtk_widget_class_install_action (widget_class, "win.show-trash", NULL, show_trash_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, control, "win.undo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, both, "win.redo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_y, control, "win.redo", NULL);
}
