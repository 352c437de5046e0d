#include "config.h"

#include "ui/search/lb-saved-filters-dialog.h"

#include <glib/gi18n.h>

#include "base/lb-error.h"
#include "base/lb-visible-text.h"
#include "base/lb-weak.h"
#include "ui/widgets/lb-error-words.h"

struct _LbSavedFiltersDialog
{
  AdwDialog parent_instance;

  GtkStack *stack;
  GtkLabel *problem;
  GtkListBox *list;

  LbSavedFilters *filters; /* (owned) */
  int focus_place;         /* of the row that gets the focus when the list has changed; or -1 */
};

G_DEFINE_FINAL_TYPE (LbSavedFiltersDialog, lb_saved_filters_dialog, ADW_TYPE_DIALOG)

static LbSavedFilter *
filter_of (GtkWidget *row)
{
  return g_object_get_data (G_OBJECT (row), "lb-filter");
}

/* (transfer full) */
static char *
dup_problem (const GError *error)
{
  return g_error_matches (error, LB_ERROR, LB_ERROR_CONFLICT)
           ? g_strdup (_ ("There is a filter of this name."))
           : lb_error_words (error);
}

static DexFuture *
done_cb (DexFuture *future, gpointer data)
{
  g_autoptr (LbSavedFiltersDialog) self = g_weak_ref_get (data);
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;
  const gboolean done = dex_await (dex_ref (future), &error);

  if (self == NULL || self->filters == NULL)
    return NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->problem), !done);
  words = done ? g_strdup ("") : dup_problem (error);
  gtk_label_set_label (self->problem, words);

  return NULL;
}

static LbSavedFiltersDialog *
dialog_of (GtkWidget *widget)
{
  return LB_SAVED_FILTERS_DIALOG (gtk_widget_get_ancestor (widget, LB_TYPE_SAVED_FILTERS_DIALOG));
}

/* @work: (transfer full) */
static void
follow (LbSavedFiltersDialog *self, GtkWidget *row, DexFuture *work)
{
  self->focus_place = gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row));
  dex_future_disown (dex_future_finally (work, done_cb, lb_weak_new (self), lb_weak_free));
}

static void
apply_cb (GtkWidget *row)
{
  LbSavedFiltersDialog *self = dialog_of (row);
  const char *name = gtk_editable_get_text (GTK_EDITABLE (row));

  follow (self, row, lb_saved_filters_rename (self->filters, filter_of (row), name));
}

static void
delete_cb (GtkWidget *row)
{
  LbSavedFiltersDialog *self = dialog_of (row);

  follow (self, row, lb_saved_filters_remove (self->filters, filter_of (row)));
}

static GtkWidget *
create_row (gpointer item, gpointer data)
{
  LbSavedFilter *filter = item;
  GtkWidget *row = adw_entry_row_new ();
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  /* Translators: %s is the name of a filter */
  g_autofree char *words = g_strdup_printf (_ ("Delete “%s”"), lb_saved_filter_get_name (filter));
  g_autofree char *title = lb_visible_text (lb_saved_filter_get_text (filter));

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_editable_set_text (GTK_EDITABLE (row), lb_saved_filter_get_name (filter));
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (row), TRUE);
  gtk_widget_set_tooltip_text (button, _ ("Delete"));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words,
                                  -1);
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (row), button);
  g_object_set_data_full (G_OBJECT (row), "lb-filter", g_object_ref (filter), g_object_unref);
  g_signal_connect (row, "apply", G_CALLBACK (apply_cb), NULL);
  g_signal_connect_object (button, "clicked", G_CALLBACK (delete_cb), row, G_CONNECT_SWAPPED);

  return row;
}

static void
list_changed_cb (LbSavedFiltersDialog *self)
{
  const guint n = g_list_model_get_n_items (lb_saved_filters_get_list (self->filters));
  GtkListBoxRow *row = NULL;

  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "list" : "none");
  if (self->focus_place < 0 || n == 0)
    return;

  row = gtk_list_box_get_row_at_index (self->list, MIN (self->focus_place, (int) n - 1));
  self->focus_place = -1;
  gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
lb_saved_filters_dialog_dispose (GObject *object)
{
  LbSavedFiltersDialog *self = LB_SAVED_FILTERS_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_SAVED_FILTERS_DIALOG);
  g_clear_object (&self->filters);

  G_OBJECT_CLASS (lb_saved_filters_dialog_parent_class)->dispose (object);
}

static void
lb_saved_filters_dialog_class_init (LbSavedFiltersDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_saved_filters_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, LB_RESOURCE_PATH
                                               "/search/lb-saved-filters-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LbSavedFiltersDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, LbSavedFiltersDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, LbSavedFiltersDialog, list);
}

static void
lb_saved_filters_dialog_init (LbSavedFiltersDialog *self)
{
  self->focus_place = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
}

LbSavedFiltersDialog *
lb_saved_filters_dialog_new (LbSavedFilters *filters)
{
  LbSavedFiltersDialog *self = g_object_new (LB_TYPE_SAVED_FILTERS_DIALOG, NULL);
  GListModel *list = lb_saved_filters_get_list (filters);

  self->filters = g_object_ref (filters);
  gtk_list_box_bind_model (self->list, list, create_row, NULL, NULL);
  g_signal_connect_object (list, "items-changed", G_CALLBACK (list_changed_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  list_changed_cb (self);

  return self;
}
