#include "config.h"

#include "ui/history/lb-history-dialog.h"

#include <glib/gi18n.h>
#include <libdex.h>

#include "base/lb-error.h"
#include "session/lb-session-history.h"
#include "ui/history/lb-history-words.h"
#include "ui/history/lb-step-change-words.h"
#include "ui/history/lb-step-diff-page.h"
#include "ui/history/lb-step-page.h"
#include "ui/history/lb-step-row.h"
#include "ui/widgets/lb-error-words.h"
#include "ui/widgets/lb-toast.h"
#include "ui/widgets/lb-width-bin.h"

struct _LbHistoryDialog
{
  AdwDialog parent_instance;

  AdwNavigationView *navigation;
  GtkStack *stack;
  GtkListView *list;

  LbSession *session; /* (owned) */
  LbHistory *history; /* (owned) */
  gboolean busy;      /* on the way to a step */
  gboolean reading;   /* what a step did */
};

G_DEFINE_FINAL_TYPE (LbHistoryDialog, lb_history_dialog, ADW_TYPE_DIALOG)

typedef struct
{
  GWeakRef dialog;
  LbSession *session;  /* (owned) */
  LbHistory *history;  /* (owned) */
  LbHistoryStep *step; /* (owned) */
} Way;

static void
way_free (gpointer data)
{
  Way *way = data;

  g_weak_ref_clear (&way->dialog);
  g_clear_object (&way->session);
  g_clear_object (&way->history);
  g_clear_object (&way->step);
  g_free (way);
}

static Way *
way_new (LbHistoryDialog *self, LbHistoryStep *step)
{
  Way *way = g_new0 (Way, 1);

  g_weak_ref_init (&way->dialog, self);
  way->session = g_object_ref (self->session);
  way->history = g_object_ref (self->history);
  way->step = g_object_ref (step);

  return way;
}

/* One step after the other until the chosen one is passed; what can't be is passed over. */
static DexFuture *
go_fiber (gpointer data)
{
  Way *way = data;
  const gint64 id = lb_history_step_get_id (way->step);
  const gboolean undoes = lb_history_step_get_state (way->step) == LB_HISTORY_DONE;
  g_autoptr (GError) first_error = NULL;
  g_autoptr (LbHistoryDialog) self = NULL;

  for (;;)
    {
      LbHistoryStep *next =
        undoes ? lb_history_get_undo_step (way->history) : lb_history_get_redo_step (way->history);
      g_autoptr (GError) error = NULL;

      if (next == NULL ||
          (undoes ? lb_history_step_get_id (next) < id : lb_history_step_get_id (next) > id))
        break;
      if (dex_await (undoes ? lb_session_undo (way->session) : lb_session_redo (way->session),
                     &error))
        continue;

      if (first_error == NULL)
        first_error = g_error_copy (error);
      if (!g_error_matches (error, LB_ERROR, LB_ERROR_CONFLICT))
        break;
    }

  if ((self = g_weak_ref_get (&way->dialog)) == NULL)
    return dex_future_new_true ();

  self->busy = FALSE;
  if (first_error != NULL)
    lb_toast_show (
      GTK_WIDGET (self->stack),
      g_error_matches (first_error, LB_ERROR, LB_ERROR_CONFLICT)
        ? lb_toast_new (_ ("Some changes were left: they were changed since"))
        : lb_error_toast_new (undoes ? _ ("Not undone") : _ ("Not done again"), first_error));

  return dex_future_new_true ();
}

static void
chosen_cb (LbStepRow *row, LbHistoryStep *step, LbHistoryDialog *self)
{
  if (self->busy)
    return;

  self->busy = TRUE;
  dex_future_disown (dex_scheduler_spawn (NULL, 0, go_fiber, way_new (self, step), way_free));
}

/* One thing with a before and an after needs no list of one. */
static void
push_step (LbHistoryDialog *self, LbHistoryStep *step, GPtrArray *changes)
{
  g_autoptr (GListStore) one = NULL;

  if (changes->len != 1 || !lb_step_change_has_texts (g_ptr_array_index (changes, 0)))
    {
      adw_navigation_view_push (
        self->navigation, ADW_NAVIGATION_PAGE (lb_step_page_new (self->session, step, changes)));
      return;
    }

  one = g_list_store_new (LB_TYPE_STEP_CHANGE);
  g_list_store_append (one, g_ptr_array_index (changes, 0));
  adw_navigation_view_push (self->navigation, ADW_NAVIGATION_PAGE (lb_step_diff_page_new (
                                                self->session, step, G_LIST_MODEL (one), 0)));
}

static DexFuture *
listed_cb (DexFuture *future, gpointer data)
{
  Way *way = data;
  g_autoptr (LbHistoryDialog) self = g_weak_ref_get (&way->dialog);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) changes = dex_await_boxed (dex_ref (future), &error);

  if (self == NULL)
    return dex_future_new_true ();

  self->reading = FALSE;
  if (changes == NULL)
    lb_toast_show (GTK_WIDGET (self->stack), lb_error_toast_new (_ ("Not opened"), error));
  else if (changes->len > 0)
    push_step (self, way->step, changes);

  return dex_future_new_true ();
}

static void
activate_cb (GtkListView *list, guint position, LbHistoryDialog *self)
{
  g_autoptr (LbHistoryStep) step = g_list_model_get_item (G_LIST_MODEL (self->history), position);

  if (self->reading)
    return;

  self->reading = TRUE;
  dex_future_disown (dex_future_finally (lb_session_list_step_changes (self->session, step),
                                         listed_cb, way_new (self, step), way_free));
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, LbHistoryDialog *self)
{
  GtkWidget *row = lb_step_row_new ();

  g_signal_connect_object (row, "chosen", G_CALLBACK (chosen_cb), self, 0);
  gtk_list_item_set_child (item, row);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, LbHistoryDialog *self)
{
  g_autofree char *words = lb_history_step_words (gtk_list_item_get_item (item));

  lb_step_row_set_step (LB_STEP_ROW (gtk_list_item_get_child (item)),
                        gtk_list_item_get_item (item));
  gtk_list_item_set_accessible_label (item, words);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, LbHistoryDialog *self)
{
  lb_step_row_set_step (LB_STEP_ROW (gtk_list_item_get_child (item)), NULL);
}

static void
items_changed_cb (LbHistoryDialog *self)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->history));

  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "list" : "empty");
}

static void
lb_history_dialog_dispose (GObject *object)
{
  LbHistoryDialog *self = LB_HISTORY_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_HISTORY_DIALOG);
  g_clear_object (&self->history);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (lb_history_dialog_parent_class)->dispose (object);
}

static void
lb_history_dialog_class_init (LbHistoryDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_history_dialog_dispose;

  g_type_ensure (LB_TYPE_WIDTH_BIN);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/history/lb-history-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LbHistoryDialog, navigation);
  gtk_widget_class_bind_template_child (widget_class, LbHistoryDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, LbHistoryDialog, list);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_cb);
}

static void
lb_history_dialog_init (LbHistoryDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

LbHistoryDialog *
lb_history_dialog_new (LbSession *session)
{
  LbHistoryDialog *self = g_object_new (LB_TYPE_HISTORY_DIALOG, NULL);
  g_autoptr (GtkNoSelection) selection = NULL;

  self->session = g_object_ref (session);
  self->history = g_object_ref (lb_session_get_history (session));
  g_signal_connect_object (self->history, "items-changed", G_CALLBACK (items_changed_cb), self,
                           G_CONNECT_SWAPPED);
  selection = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->history)));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
  items_changed_cb (self);

  return self;
}
