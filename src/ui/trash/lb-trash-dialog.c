#include "config.h"

#include "ui/trash/lb-trash-dialog.h"

#include <glib/gi18n.h>
#include <libdex.h>

#include "session/lb-session-history.h"
#include "session/lb-trash-days.h"
#include "ui/trash/lb-trash-words.h"
#include "ui/trash/lb-trashed-row.h"
#include "ui/widgets/lb-error-words.h"
#include "ui/widgets/lb-first-focus.h"
#include "ui/widgets/lb-toast.h"

struct _LbTrashDialog
{
  AdwDialog parent_instance;

  AdwToastOverlay *toasts;
  GtkStack *stack;
  GtkListView *list;
  GtkWidget *empty_button;
  AdwStatusPage *empty_page;

  LbTrash *trash; /* (owned) */
};

G_DEFINE_FINAL_TYPE (LbTrashDialog, lb_trash_dialog, ADW_TYPE_DIALOG)

typedef struct
{
  GWeakRef dialog;
  char *done;   /* (owned) (nullable) */
  char *failed; /* (owned) */
} Telling;

static void
telling_free (gpointer data)
{
  Telling *telling = data;

  g_weak_ref_clear (&telling->dialog);
  g_free (telling->done);
  g_free (telling->failed);
  g_free (telling);
}

static DexFuture *
ended_cb (DexFuture *future, gpointer data)
{
  Telling *telling = data;
  g_autoptr (LbTrashDialog) self = g_weak_ref_get (&telling->dialog);
  g_autoptr (GError) error = NULL;
  const gboolean done = dex_future_get_value (future, &error) != NULL;

  if (self == NULL)
    return dex_future_new_true ();

  /* Who restores one after the other waits for none of them. */
  adw_toast_overlay_dismiss_all (self->toasts);
  if (!done)
    adw_toast_overlay_add_toast (self->toasts, lb_error_toast_new (telling->failed, error));
  else if (telling->done != NULL)
    adw_toast_overlay_add_toast (self->toasts, lb_toast_new (telling->done));

  return dex_future_new_true ();
}

/* Takes @work and @done (nullable). */
static void
tell (LbTrashDialog *self, DexFuture *work, char *done, const char *failed)
{
  Telling *telling = g_new0 (Telling, 1);

  g_weak_ref_init (&telling->dialog, self);
  telling->done = done;
  telling->failed = g_strdup (failed);
  dex_future_disown (dex_future_finally (work, ended_cb, telling, telling_free));
}

/* To the next row, before this one goes: the toolkit would go to what empties the trash. */
static void
move_focus_on (LbTrashDialog *self)
{
  if (!gtk_widget_child_focus (GTK_WIDGET (self->list), GTK_DIR_DOWN))
    gtk_widget_child_focus (GTK_WIDGET (self->list), GTK_DIR_UP);
}

static void
restore_cb (LbTrashedRow *row, LbTrashItem *item, LbTrashDialog *self)
{
  g_autofree char *name = lb_trash_name_words (item);

  move_focus_on (self);
  tell (self, lb_trash_restore (self->trash, item),
        /* Translators: %s is the name of an image or dataset */
        g_strdup_printf (_ ("“%s” is back"), name), _ ("Not restored"));
}

static void
delete_answered_cb (AdwAlertDialog *dialog, const char *response, LbTrashDialog *self)
{
  LbTrashItem *item = g_object_get_data (G_OBJECT (dialog), "lb-item");

  if (g_str_equal (response, "delete"))
    tell (self, lb_trash_delete (self->trash, item), NULL, _ ("Not deleted"));
}

static void
delete_cb (LbTrashedRow *row, LbTrashItem *item, LbTrashDialog *self)
{
  g_autofree char *name = lb_trash_name_words (item);
  /* Translators: %s is the name of an image or dataset */
  g_autofree char *heading = g_strdup_printf (_ ("Delete “%s” Permanently?"), name);

  AdwDialog *dialog = adw_alert_dialog_new (heading, _ ("It can’t be restored after that."));

  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _ ("_Cancel"), "delete",
                                  _ ("_Delete"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "delete",
                                            ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "lb-item", g_object_ref (item), g_object_unref);
  g_signal_connect_object (dialog, "response", G_CALLBACK (delete_answered_cb), self, 0);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
empty_answered_cb (AdwAlertDialog *dialog, const char *response, LbTrashDialog *self)
{
  if (g_str_equal (response, "delete"))
    tell (self, lb_trash_empty (self->trash), NULL, _ ("Not everything was deleted"));
}

static void
empty_cb (GtkButton *button, LbTrashDialog *self)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->trash));
  AdwDialog *dialog = lb_trash_empty_question (n);

  g_signal_connect_object (dialog, "response", G_CALLBACK (empty_answered_cb), self, 0);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, LbTrashDialog *self)
{
  GtkWidget *row = lb_trashed_row_new ();

  g_signal_connect_object (row, "restore", G_CALLBACK (restore_cb), self, 0);
  g_signal_connect_object (row, "delete", G_CALLBACK (delete_cb), self, 0);
  gtk_list_item_set_child (item, row);
  gtk_list_item_set_activatable (item, FALSE);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, LbTrashDialog *self)
{
  g_autofree char *name = lb_trash_name_words (gtk_list_item_get_item (item));

  lb_trashed_row_set_item (LB_TRASHED_ROW (gtk_list_item_get_child (item)), self->trash,
                           gtk_list_item_get_item (item));
  gtk_list_item_set_accessible_label (item, name);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, LbTrashDialog *self)
{
  lb_trashed_row_set_item (LB_TRASHED_ROW (gtk_list_item_get_child (item)), NULL, NULL);
}

static void
items_changed_cb (LbTrashDialog *self)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->trash));

  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "list" : "empty");
  gtk_widget_set_visible (self->empty_button, n > 0);
}

static void
lb_trash_dialog_dispose (GObject *object)
{
  LbTrashDialog *self = LB_TRASH_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_TRASH_DIALOG);
  g_clear_object (&self->trash);

  G_OBJECT_CLASS (lb_trash_dialog_parent_class)->dispose (object);
}

static void
lb_trash_dialog_class_init (LbTrashDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_trash_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/trash/lb-trash-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LbTrashDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, LbTrashDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, LbTrashDialog, list);
  gtk_widget_class_bind_template_child (widget_class, LbTrashDialog, empty_button);
  gtk_widget_class_bind_template_child (widget_class, LbTrashDialog, empty_page);
  gtk_widget_class_bind_template_callback (widget_class, empty_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_cb);
}

static void
lb_trash_dialog_init (LbTrashDialog *self)
{
  g_autofree char *words =
    g_strdup_printf (ngettext ("Deleted images and datasets are kept here for %'d day.",
                               "Deleted images and datasets are kept here for %'d days.",
                               (gulong) lb_trash_days_get ()),
                     lb_trash_days_get ());

  gtk_widget_init_template (GTK_WIDGET (self));
  adw_status_page_set_description (self->empty_page, words);
}

LbTrashDialog *
lb_trash_dialog_new (LbSession *session)
{
  LbTrashDialog *self = g_object_new (LB_TYPE_TRASH_DIALOG, NULL);
  g_autoptr (GtkNoSelection) selection = NULL;

  self->trash = g_object_ref (lb_session_get_trash (session));
  g_signal_connect_object (self->trash, "items-changed", G_CALLBACK (items_changed_cb), self,
                           G_CONNECT_SWAPPED);
  selection = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->trash)));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
  items_changed_cb (self);
  /* And not on what empties it. */
  if (g_list_model_get_n_items (G_LIST_MODEL (self->trash)) > 0)
    lb_first_focus_set (ADW_DIALOG (self), GTK_WIDGET (self->list));

  return self;
}
