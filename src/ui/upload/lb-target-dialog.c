#include "config.h"

#include "ui/upload/lb-target-dialog.h"

#include "ui/sidebar/lb-sidebar-filter.h"
#include "ui/upload/lb-given-words.h"
#include "ui/upload/lb-target-row.h"
#include "ui/widgets/lb-first-focus.h"
#include "ui/widgets/lb-width-bin.h"

struct _LbTargetDialog
{
  AdwDialog parent_instance;

  GtkLabel *files;
  GtkSearchEntry *search_entry;
  GtkStack *stack;
  GtkListBox *list;

  LbSession *session;      /* (owned) */
  GListModel *given;       /* (owned): GFile; there may be more of them by and by */
  LbSidebarFilter *filter; /* (owned) */
  GListModel *found;       /* (owned): LbDataset */
  gboolean answered;
};

G_DEFINE_FINAL_TYPE (LbTargetDialog, lb_target_dialog, ADW_TYPE_DIALOG)

enum
{
  SIGNAL_CHOSEN,
  SIGNAL_NEW_DATASET,
  SIGNAL_DROPPED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
choose (LbTargetDialog *self, guint position)
{
  g_autoptr (LbDataset) dataset = g_list_model_get_item (self->found, position);

  if (dataset == NULL || self->answered)
    return;

  self->answered = TRUE;
  adw_dialog_close (ADW_DIALOG (self));
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, dataset);
}

static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, LbTargetDialog *self)
{
  choose (self, (guint) gtk_list_box_row_get_index (row));
}

static void
new_clicked_cb (GtkButton *button, LbTargetDialog *self)
{
  self->answered = TRUE;
  adw_dialog_close (ADW_DIALOG (self));
  g_signal_emit (self, signals[SIGNAL_NEW_DATASET], 0);
}

static void
search_changed_cb (GtkSearchEntry *entry, LbTargetDialog *self)
{
  lb_sidebar_filter_set_text (self->filter, gtk_editable_get_text (GTK_EDITABLE (entry)));
}

/* Return takes the first that was found. */
static void
search_activate_cb (GtkSearchEntry *entry, LbTargetDialog *self)
{
  search_changed_cb (entry, self);
  choose (self, 0);
}

/* The entry takes Escape for its own; there is nothing to go back to but the window. */
static void
stop_search_cb (GtkSearchEntry *entry, LbTargetDialog *self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

static void
found_cb (LbTargetDialog *self)
{
  gtk_stack_set_visible_child_name (
    self->stack, g_list_model_get_n_items (self->found) > 0 ? "list" : "no-result");
}

static GtkWidget *
create_row (gpointer item, gpointer data)
{
  LbTargetDialog *self = data;

  return lb_target_row_new (self->session, item);
}

static void
lb_target_dialog_closed (AdwDialog *dialog)
{
  LbTargetDialog *self = LB_TARGET_DIALOG (dialog);

  if (!self->answered)
    g_signal_emit (self, signals[SIGNAL_DROPPED], 0);
}

static void
lb_target_dialog_dispose (GObject *object)
{
  LbTargetDialog *self = LB_TARGET_DIALOG (object);

  if (self->list != NULL)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_TARGET_DIALOG);
  g_clear_object (&self->found);
  g_clear_object (&self->given);
  g_clear_object (&self->filter);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (lb_target_dialog_parent_class)->dispose (object);
}

static void
lb_target_dialog_class_init (LbTargetDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_target_dialog_dispose;
  ADW_DIALOG_CLASS (klass)->closed = lb_target_dialog_closed;

  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, LB_TYPE_DATASET);
  signals[SIGNAL_NEW_DATASET] =
    g_signal_new ("new-dataset", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
  signals[SIGNAL_DROPPED] = g_signal_new ("dropped", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (LB_TYPE_WIDTH_BIN);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/upload/lb-target-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LbTargetDialog, files);
  gtk_widget_class_bind_template_child (widget_class, LbTargetDialog, search_entry);
  gtk_widget_class_bind_template_child (widget_class, LbTargetDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, LbTargetDialog, list);
  gtk_widget_class_bind_template_callback (widget_class, new_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
}

static void
lb_target_dialog_init (LbTargetDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  lb_first_focus_set (ADW_DIALOG (self), GTK_WIDGET (self->search_entry));
}

static void
name_files (LbTargetDialog *self)
{
  g_autofree char *words = lb_given_question_words (self->given);

  gtk_label_set_label (self->files, words);
}

static gboolean
is_open (gpointer item, gpointer data)
{
  return !lb_dataset_get_completed (item);
}

GListModel *
lb_target_dialog_list (LbSession *session)
{
  g_return_val_if_fail (LB_IS_SESSION (session), NULL);

  return G_LIST_MODEL (
    gtk_filter_list_model_new (g_object_ref (lb_session_get_datasets (session)),
                               GTK_FILTER (gtk_custom_filter_new (is_open, NULL, NULL))));
}

static int
compare (gconstpointer a, gconstpointer b, gpointer first)
{
  return (b == first) - (a == first);
}

LbTargetDialog *
lb_target_dialog_new (LbSession *session, GListModel *files, LbDataset *first)
{
  LbTargetDialog *self = g_object_new (LB_TYPE_TARGET_DIALOG, NULL);
  GtkSorter *sorter = GTK_SORTER (gtk_custom_sorter_new (
    compare, first != NULL ? g_object_ref (first) : NULL, first != NULL ? g_object_unref : NULL));
  GtkSortListModel *sorted = gtk_sort_list_model_new (lb_target_dialog_list (session), sorter);

  self->session = g_object_ref (session);
  self->filter = lb_sidebar_filter_new (session);
  self->found = G_LIST_MODEL (
    gtk_filter_list_model_new (G_LIST_MODEL (sorted), g_object_ref (GTK_FILTER (self->filter))));
  gtk_list_box_bind_model (self->list, self->found, create_row, self, NULL);
  g_signal_connect_object (self->found, "items-changed", G_CALLBACK (found_cb), self,
                           G_CONNECT_SWAPPED);
  self->given = g_object_ref (files);
  g_signal_connect_object (files, "items-changed", G_CALLBACK (name_files), self,
                           G_CONNECT_SWAPPED);
  name_files (self);

  return self;
}
